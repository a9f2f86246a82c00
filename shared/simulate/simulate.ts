// What if: hypothetical changes to orders, run through the very rules that record real ones. Pure: nothing is written, and no rule is repeated.

import type { Change, Step } from './steps.ts'
import type { DecisionContext } from '../policy/decision.ts'
import type { Recorded } from '../kernel/aggregate.ts'
import type { BoardOrder } from '../board/board.schema.ts'
import { viewOrder } from '../board/view.ts'
import { laterOf, type LocalDate } from '../kernel/date.ts'
import {
  orderOf,
  parseOrderId,
  type AggregateRef,
  type CommandId,
  type OfficeId,
  type OrderId,
} from '../kernel/ids.ts'
import { refuse } from '../kernel/problems.ts'
import type { OrderCommand, OrderEvent } from '../order/order.schema.ts'
import { orderRules } from '../order/rules.ts'
import { changedDeadlines, type ChangedDeadline } from './differences.ts'
import { retell, type Wanted } from './timeline.ts'

export interface OrderFacts {
  readonly ref: AggregateRef
  /** The whole history. */
  readonly events: readonly Recorded<OrderEvent>[]
}

export interface SimulatedOrder {
  order: OrderId
  office: OfficeId
  changed: boolean
  before: BoardOrder
  after: BoardOrder
  deadlines: ChangedDeadline[]
}

export interface Simulation {
  asOf: LocalDate
  /** By date: each change on each order that it names, and recorded facts that would be refused or have another effect. */
  steps: Step[]
  /** Every order given that was issued by `asOf`. */
  orders: SimulatedOrder[]
}

export interface SimulationInput {
  readonly orders: readonly OrderFacts[]
  readonly changes: readonly Change[]
  readonly context: DecisionContext
  readonly asOf: LocalDate
}

/** Later than every date of four-digit years: what has not come yet may be supposed. */
const endOfTime = '9999-12-31' as LocalDate

/**
 * Each order at the end of `asOf`, as recorded and as it would be: from the first change on every later fact is decided again, in the order of legal dates,
 * and alarms go off as its workflow would have them. A refused change is a step that says so; the order is then as if it had not been asked for.
 */
export function simulate({ orders, changes, context, asOf }: SimulationInput): Simulation {
  const free = { ...context, today: endOfTime }
  const told = orders.map(({ ref, events }) => ({
    ref,
    ...retell(ref, events, wantedOf(orderOf(ref), changes), free, asOf),
  }))
  return {
    asOf,
    steps: [...unknownOrders(orders, changes), ...told.flatMap(({ steps }) => steps)].toSorted(
      (a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0),
    ),
    orders: told.flatMap(({ ref, before, after }) => {
      if (before === undefined || after === undefined) return []
      const views = [
        viewOrder(before, context.packs, asOf),
        viewOrder(after, context.packs, asOf),
      ] as const
      const deadlines = changedDeadlines(before.state.deadlines, after.state.deadlines)
      return [
        {
          order: orderOf(ref),
          office: ref.office,
          changed: deadlines.length > 0 || standing(views[0]) !== standing(views[1]),
          before: views[0],
          after: views[1],
          deadlines,
        },
      ]
    }),
  }
}

/** The day to look at where none was named: today, or the last day that a change supposes. */
export function lastDayOf(today: LocalDate, changes: readonly Change[]): LocalDate {
  return changes
    .map((change) => (change.kind === 'record' ? change.command.on : change.to))
    .reduce(laterOf, today)
}

function wantedOf(order: OrderId, changes: readonly Change[]): Wanted[] {
  return changes.flatMap((change, index) =>
    change.orders.includes(order) ? [{ index, change }] : [],
  )
}

function unknownOrders(orders: readonly OrderFacts[], changes: readonly Change[]): Step[] {
  const known = new Set(orders.map(({ ref }) => orderOf(ref)))
  return changes.flatMap((change, index) =>
    change.orders.flatMap((order): Step[] => {
      const ref = known.has(order) ? undefined : parseOrderId(order)
      if (ref === undefined) return []
      const command: OrderCommand =
        change.kind === 'record'
          ? change.command
          : {
              kind: 'serve',
              id: 'simulated' as CommandId,
              on: change.to,
              party: change.party,
              means: { other: 'simulated' },
            }
      const problem =
        command.kind === 'issue'
          ? refuse(
              'unknown-order',
              {
                en: `Order "${order}" is not known here: only an order that was issued can be simulated`,
                fr: `L’ordonnance « ${order} » est inconnue ici : seule une ordonnance rendue peut être simulée`,
              },
              { value: order },
            ).problem
          : orderRules.precheck(ref, undefined, command)
      return problem === undefined
        ? []
        : [
            {
              kind: 'refused',
              order,
              change: index,
              on: command.on,
              command: command.kind,
              problem,
            },
          ]
    }),
  )
}

/** All that a board shows but the version, which counts facts and not what follows from them. */
function standing(view: BoardOrder): string {
  return JSON.stringify({ ...view, version: 0 })
}
