// Knows which orders are under seal, of all offices, without reading the others: those of which a court ever stayed something.

import type { LocalDate } from '../../shared/kernel/date.ts'
import { subjectOf, type AggregateRef, type MatterId } from '../../shared/kernel/ids.ts'
import type { Text } from '../../shared/kernel/text.ts'
import type { MatterState } from '../../shared/matter/rules.ts'
import { underSeal, type UnderSeal } from '../../shared/order/sealed.ts'
import type { OrderState } from '../../shared/order/state.ts'
import type { Store } from './ports.ts'

export interface Seals extends Disposable {
  /** What is under seal today; undefined where nothing is. */
  underSeal(): UnderSeal | undefined
}

export function watchSeals(
  store: Pick<Store, 'aggregate' | 'stayedOrders' | 'subscribe'> & {
    readonly lists: Pick<Store['lists'], 'ofMatter'>
  },
  today: () => LocalDate,
): Seals {
  const stayed = new Map(store.stayedOrders().map((ref) => [subjectOf(ref), ref]))
  let known: { readonly on: LocalDate; readonly under: UnderSeal | undefined } | undefined
  const unsubscribe = store.subscribe((change) => {
    if (change.kind !== 'stored' || change.ref.kind === 'joint') return
    if (change.eventKind === 'stay-ordered') stayed.set(subjectOf(change.ref), change.ref)
    // Of a matter its title may be new.
    if (change.ref.kind === 'matter' ? stayed.size > 0 : stayed.has(subjectOf(change.ref)))
      known = undefined
  })
  return {
    underSeal() {
      const on = today()
      if (known?.on !== on) known = { on, under: underSeal(states(stayed.values()), on, titlesOf) }
      return known.under
    },
    [Symbol.dispose]: unsubscribe,
  }

  function* states(refs: Iterable<AggregateRef>): Generator<OrderState> {
    for (const ref of refs) {
      const state = store.aggregate(ref)?.state
      if (state !== undefined) yield state as OrderState
    }
  }

  function titlesOf(matter: MatterId): Text[] {
    return store.lists
      .ofMatter(matter, 'matter')
      .flatMap((ref) => (store.aggregate(ref)?.state as MatterState | undefined)?.title ?? [])
  }
}
