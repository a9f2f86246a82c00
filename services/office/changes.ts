// Tells pages and streams that something changed: an event stored or set aside, a follower's state, a new legal day.

import type { Change } from '../../shared/contract/office-api.ts'
import type { LegalClock } from '../platform/clock.ts'
import type { Store } from './ports.ts'

/** How often the legal day is looked at: often enough for midnight, and a compressed clock's days need not all be told. */
const dayPollMs = 1_000

export class Changes implements Disposable {
  readonly #listeners = new Set<(change: Change) => void>()
  readonly #timer: NodeJS.Timeout
  readonly #unsubscribe: () => void

  constructor(store: Store, clock: LegalClock) {
    this.#unsubscribe = store.subscribe((change) => this.emit(change))
    let today = clock.today()
    this.#timer = setInterval(() => {
      const now = clock.today()
      if (now !== today) this.emit({ kind: 'day', today: now })
      today = now
    }, dayPollMs).unref()
  }

  emit(change: Change): void {
    for (const listener of this.#listeners) listener(change)
  }

  /** Answers the way to stop. */
  subscribe(listener: (change: Change) => void): () => void {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer)
    this.#unsubscribe()
    this.#listeners.clear()
  }
}
