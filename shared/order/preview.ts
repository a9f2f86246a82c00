// What a command would do to an order, before it is recorded: the event, both states, and what differs between them today.
// Pure, and the same rules as for recording; for every command, a fact recorded in error among them.

import type { AggregateRef } from '../kernel/ids.ts'
import { ok, type Result } from '../kernel/problems.ts'
import type { DecisionContext } from '../policy/decision.ts'
import { packFor } from '../policy/select.ts'
import { changedDeadlines } from '../simulate/differences.ts'
import { differenceOf, type FullDifference } from './difference.ts'
import type { OrderCommand, OrderEvent } from './order.schema.ts'
import { orderRules } from './rules.ts'
import type { OrderState } from './state.ts'

export interface OrderPreview {
  readonly event: OrderEvent
  /** Undefined where the command would issue the order. */
  readonly before: OrderState | undefined
  readonly after: OrderState
  /** Of an order that is not there yet only its dates are new; no term stood otherwise, and no route was closed. */
  readonly difference: FullDifference
  /** Of a fact recorded in error: what happened and would be refused without it, and alarms given because of it, by version. */
  readonly doubtful: readonly {
    readonly fact: number
    readonly why: string
    readonly whyFr?: string
  }[]
  readonly alarms: readonly number[]
}

/** Refused as recording it would be. */
export function previewOrder(
  ref: AggregateRef,
  before: OrderState | undefined,
  command: OrderCommand,
  context: DecisionContext,
): Result<OrderPreview> {
  const decided = orderRules.decide(ref, before, command, context)
  if (!decided.ok) return decided
  const event = decided.value
  const after = orderRules.evolve(ref, before, event)
  const pack = packFor(context.packs, after.statute, after.issuedOn)
  const { doubtful, alarms } =
    event.kind === 'recorded-in-error' ? event : { doubtful: [], alarms: [] }
  return ok({
    event,
    before,
    after,
    difference:
      before === undefined
        ? { deadlines: changedDeadlines([], after.deadlines), dates: [], terms: [], routes: [] }
        : differenceOf(before, after, pack.ok ? pack.value : undefined, context.today),
    doubtful: doubtful.map(({ fact, why, whyFr }) => ({
      fact,
      why,
      ...(whyFr === undefined ? {} : { whyFr }),
    })),
    alarms,
  })
}
