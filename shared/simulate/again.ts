// A recorded fact, decided again where other facts came before it. The rules are the order's own; only what was said is put back into a command.

import type { DecisionContext } from '../policy/decision.ts'
import type { AggregateRef } from '../kernel/ids.ts'
import { commandOf } from '../order/command-of.ts'
import type { OrderCommand, OrderEvent, PlainOrderEvent } from '../order/order.schema.ts'
import { orderRules } from '../order/rules.ts'
import type { OrderState } from '../order/state.ts'
import { ok, type Result } from '../kernel/problems.ts'

/** What people and programs say; the order's first event and its alarms are told in another way. */
export type SaidEvent = Exclude<PlainOrderEvent, { kind: 'issued' | 'deadline-reached' }>

/** `was` is the state in which the event was decided, `now` the one in which it is to be decided again. */
export function decideAgain(
  ref: AggregateRef,
  was: OrderState,
  now: OrderState,
  event: SaidEvent,
  context: DecisionContext,
): Result<OrderEvent> {
  const command = commandOf(event)
  if (event.kind === 'escalation-decided') {
    // Its amount was found lawful when it was recorded, from facts that the event does not keep and no date changes.
    const problem = orderRules.precheck(ref, now, command)
    return problem === undefined ? ok(event) : { ok: false, problem }
  }
  return orderRules.decide(ref, now, asSaid(ref, was, command, event, context), context)
}

/** An event names its terms even where the command meant all there were: that is what is said again, not the names. */
function asSaid(
  ref: AggregateRef,
  was: OrderState,
  command: OrderCommand,
  event: SaidEvent,
  context: DecisionContext,
): OrderCommand {
  if (
    !('terms' in event) ||
    !('terms' in command) ||
    command.kind === 'issue' ||
    command.kind === 'mark-reached'
  )
    return command
  const { terms: _, ...all } = command
  const decided = orderRules.decide(ref, was, all, context)
  return decided.ok &&
    'terms' in decided.value &&
    decided.value.terms?.join() === event.terms?.join()
    ? all
    : command
}
