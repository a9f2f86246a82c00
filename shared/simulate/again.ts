// A recorded fact, decided again where other facts came before it. The rules are the order's own; only what was said is put back into a command.

import type { DecisionContext } from '../aggregate.ts'
import type { AggregateRef, CommandId } from '../ids.ts'
import type { OrderCommand, OrderEvent } from '../order/order.schema.ts'
import { orderRules } from '../order/rules.ts'
import type { OrderState } from '../order/state.ts'
import { ok, type Result } from '../problems.ts'
import { assertNever } from '../text.ts'

/** What people and programs say; the order's first event and its alarms are told in another way. */
export type SaidEvent = Exclude<OrderEvent, { kind: 'issued' | 'deadline-reached' }>

/** `was` is the state in which the event was decided, `now` the one in which it is to be decided again. */
export function decideAgain(ref: AggregateRef, was: OrderState, now: OrderState, event: SaidEvent, context: DecisionContext): Result<OrderEvent> {
  const command = commandOf(event)
  if (event.kind === 'escalation-decided') {
    // Its amount was found lawful when it was recorded, from facts that the event does not keep and no date changes.
    const problem = orderRules.precheck(ref, now, command)
    return problem === undefined ? ok(event) : { ok: false, problem }
  }
  return orderRules.decide(ref, now, asSaid(ref, was, command, event, context), context)
}

/** An event names its terms even where the command meant all there were: that is what is said again, not the names. */
function asSaid(ref: AggregateRef, was: OrderState, command: OrderCommand, event: SaidEvent, context: DecisionContext): OrderCommand {
  if (!('terms' in event) || !('terms' in command) || command.kind === 'issue' || command.kind === 'mark-reached') return command
  const { terms: _, ...all } = command
  const decided = orderRules.decide(ref, was, all, context)
  return decided.ok && 'terms' in decided.value && decided.value.terms.join() === event.terms.join() ? all : command
}

/** The command that `event` was made from, with all terms named. */
export function commandOf(event: SaidEvent): OrderCommand {
  const { on, by, confidence, source, between } = event
  const base = { id: 'simulated' as CommandId, on, by, confidence, source, between }
  switch (event.kind) {
    case 'copy-given':
      return { kind: 'serve', ...base, party: event.party, means: event.means }
    case 'refusal-declared':
      return { kind: 'refuse', ...base, terms: event.terms, reason: event.reason }
    case 'compliance-reported':
      return { kind: 'comply', ...base, terms: event.terms, outcome: event.outcome }
    case 'challenge-filed':
      return { kind: 'challenge', ...base, challenge: event.challenge, challengeKind: event.challengeKind, forum: event.forum, party: event.party, terms: event.terms, from: event.from }
    case 'court-decided':
      return { kind: 'decide', ...base, challenge: event.challenge, outcome: event.outcome, citation: event.citation, terms: event.terms, endsStay: event.endsStay }
    case 'stay-sought':
      return { kind: 'stay', ...base, action: 'sought', forum: event.forum, terms: event.terms }
    case 'stay-ordered':
      return { kind: 'stay', ...base, action: 'ordered', forum: event.forum, terms: event.terms }
    case 'stay-lifted':
      return { kind: 'stay', ...base, action: 'lifted', forum: event.forum, terms: event.terms }
    case 'extended':
      return { kind: 'extend', ...base, to: event.to, grantedBy: event.grantedBy, terms: event.terms, reason: event.reason }
    case 'extension-undone':
      return { kind: 'undo-extension', ...base, terms: event.terms, reason: event.reason }
    case 'corrected':
      return { kind: 'correct', ...base, touchesConclusions: event.touchesConclusions, reason: event.reason }
    case 'deadline-corrected':
      return { kind: 'approve-correction', ...base, by: event.by, reason: event.reason, packVersion: event.packVersion, before: event.before, after: event.after }
    case 'escalated':
      return { kind: 'escalate', ...base, route: event.route, step: event.step, docket: event.docket }
    case 'escalation-decided':
      return { kind: 'record-outcome', ...base, route: event.route, outcome: event.outcome, amount: event.amount, docket: event.docket }
    case 'withdrawn':
      return { kind: 'withdraw', ...base, terms: event.terms, reason: event.reason }
    case 'closed':
      return { kind: 'close', ...base, reason: event.reason }
    default:
      return assertNever(event)
  }
}
