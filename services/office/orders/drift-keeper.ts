// Counts the open orders with dates that would come out differently today, a few at a time between requests: a page asks for the number, and waits for nothing.
// What exactly would differ is `drift.ts`; until every order was looked at once, the count is of those that were.

import type { LocalDate } from '../../../shared/kernel/date.ts'
import type { AggregateRef, OfficeId } from '../../../shared/kernel/ids.ts'
import { orderIdOf } from '../../../shared/kernel/ids.ts'
import { driftRestMs, driftTurnMs } from '../../../shared/kernel/limits.ts'
import type { Store } from '../ports.ts'

export interface DriftKeeperOptions {
  readonly own: OfficeId
  readonly offices: readonly OfficeId[]
  readonly store: Pick<Store, 'versions' | 'subscribe'>
  readonly today: () => LocalDate
  readonly isDrifting: (ref: AggregateRef) => boolean
  readonly onFault: (error: unknown) => void
}

export class DriftKeeper implements Disposable {
  readonly #options: DriftKeeperOptions
  readonly #toLookAt = new Map<string, AggregateRef>()
  readonly #drifting = new Map<string, OfficeId>()
  readonly #stop: () => void
  #lookedOn: LocalDate | undefined
  #timer: NodeJS.Timeout

  constructor(options: DriftKeeperOptions) {
    this.#options = options
    this.#stop = options.store.subscribe((change) => {
      if (change.kind === 'stored' && change.ref.kind === 'order') this.#add(change.ref)
    })
    this.#timer = this.#after()
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#timer)
    this.#stop()
  }

  get counts(): { readonly own: number; readonly others: number } {
    const own = [...this.#drifting.values()].filter((id) => id === this.#options.own).length
    return { own, others: this.#drifting.size - own }
  }

  #add(ref: AggregateRef): void {
    this.#toLookAt.set(orderIdOf(ref.office, ref.id), ref)
  }

  #after(): NodeJS.Timeout {
    return setTimeout(() => {
      try {
        this.turn(driftTurnMs)
      } catch (error) {
        this.#options.onFault(error)
      }
      this.#timer = this.#after()
    }, driftRestMs).unref()
  }

  /** Looks at orders for so long; every order once on a new day. */
  turn(ms: number): void {
    const { today, offices, store, isDrifting } = this.#options
    if (this.#lookedOn !== today()) {
      this.#lookedOn = today()
      for (const office of offices)
        for (const { ref, open } of store.versions(office))
          if (ref.kind === 'order' && open) this.#add(ref)
    }
    const until = performance.now() + ms
    for (const [order, ref] of this.#toLookAt) {
      this.#toLookAt.delete(order)
      if (isDrifting(ref)) this.#drifting.set(order, ref.office)
      else this.#drifting.delete(order)
      if (performance.now() > until) return
    }
  }
}
