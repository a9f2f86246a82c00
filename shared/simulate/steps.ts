// What a simulation is asked to change, and what each change came to.

import type { LocalDate } from '../kernel/date.ts'
import type { OrderId } from '../kernel/ids.ts'
import type { Problem } from '../kernel/problems.ts'
import type { OrderCommand, OrderEvent } from '../order/order.schema.ts'

export type Change =
  /** The latest copy given to `party` was given on another day. */
  | {
      readonly kind: 'move-service'
      readonly orders: readonly OrderId[]
      readonly party: string
      readonly to: LocalDate
    }
  /** A command is recorded on its own date, past or future. */
  | { readonly kind: 'record'; readonly orders: readonly OrderId[]; readonly command: OrderCommand }

interface StepAt {
  order: OrderId
  /** Which of the changes; null for a recorded fact that comes out differently. */
  change: number | null
  on: LocalDate
  command: OrderCommand['kind']
}
export type Step =
  | (StepAt & { kind: 'recorded'; event: OrderEvent })
  | (StepAt & { kind: 'refused'; problem: Problem })
