// Read your own writes: a read waits until this process's projection has what this process recorded.

import type { OfficeId } from '../../shared/kernel/ids.ts'
import { ownViewPatienceMs } from '../../shared/kernel/limits.ts'
import type { Door } from './door.ts'
import type { Store, StoreChange } from './ports.ts'

export interface OwnWritesOptions {
  readonly office: OfficeId
  readonly store: Pick<Store, 'cursor'>
  readonly subscribe: (listener: (change: StoreChange) => void) => () => void
  readonly door: Pick<Door, 'lastSequence'>
  readonly patienceMs?: number
}

/** Mostly resolves at once. It also gives up waiting for a follower that stands still: the office is then shown as behind. */
export function untilOwnWritesAreSeen(options: OwnWritesOptions): () => Promise<void> {
  const { office, store, subscribe, door, patienceMs = ownViewPatienceMs } = options
  return async () => {
    const target = door.lastSequence
    const isSeen = () => store.cursor(office).sequence >= target
    if (isSeen()) return
    await new Promise<void>((resolve) => {
      const done = () => {
        clearTimeout(timer)
        unsubscribe()
        resolve()
      }
      const unsubscribe = subscribe((change) => {
        if (change.office === office && isSeen()) done()
      })
      const timer = setTimeout(done, patienceMs)
    })
  }
}
