// What if, of one office: hypothetical changes on the histories in the projection. It reads; broker, Temporal and ledger are out of its reach.

import type { LocalDate } from '../../../shared/kernel/date.ts'
import type { OfficeEntry } from '../../../shared/office/directory.schema.ts'
import type { OrderState } from '../../../shared/order/state.ts'
import type { Pack } from '../../../shared/policy/pack.schema.ts'
import {
  lastDayOf,
  simulate,
  type OrderFacts,
  type Simulation,
} from '../../../shared/simulate/simulate.ts'
import type { SimulationRequest } from '../../../shared/contract/simulation.schema.ts'
import type { Store } from '../ports.ts'

export interface SimulationOptions {
  readonly office: OfficeEntry
  readonly store: Pick<Store, 'aggregates' | 'eventsOf'>
  readonly packs: readonly Pack[]
  readonly zoneData: string
  readonly today: () => LocalDate
}

/** Orders of any office that is followed, with every other order of the same matters. */
export function createSimulations({ office, store, packs, zoneData, today }: SimulationOptions): {
  simulate(request: SimulationRequest): Simulation
} {
  return {
    simulate({ asOf, changes }) {
      const named = new Set(changes.flatMap((change) => change.orders))
      const all = store
        .aggregates('order')
        .map(({ ref, aggregate }) => ({ ref, state: aggregate.state as OrderState }))
      const matters = new Set(
        all.filter(({ state }) => named.has(state.order)).map(({ state }) => state.matter),
      )
      // Events were parsed by the order's own schema before they were stored.
      const orders = all
        .filter(({ state }) => matters.has(state.matter))
        .map(({ ref }): OrderFacts => ({
          ref,
          events: store
            .eventsOf(ref)
            .map(({ recorded }) => recorded as OrderFacts['events'][number]),
        }))
      const now = today()
      return simulate({
        orders,
        changes,
        context: { office, packs, zoneData, today: now },
        asOf: asOf ?? lastDayOf(now, changes),
      })
    },
  }
}
