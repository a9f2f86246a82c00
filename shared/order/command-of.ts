// An event read back into the command that said it, for those who decide a recorded fact again: the drift guard and the simulation.

import type { CommandId } from '../kernel/ids.ts'
import { assertNever } from '../kernel/text.ts'
import type { OrderCommand, OrderEvent } from './order.schema.ts'

/** The command that `event` was made from, with all terms named. */
export function commandOf(event: Exclude<OrderEvent, { kind: 'issued' }>): OrderCommand {
  const { on, by, confidence, source, between } = event
  const base = { id: 'again' as CommandId, on, by, confidence, source, between }
  switch (event.kind) {
    case 'copy-given':
      return { kind: 'serve', ...base, party: event.party, means: event.means }
    case 'refusal-declared':
      return { kind: 'refuse', ...base, terms: event.terms, reason: event.reason }
    case 'compliance-reported':
      return { kind: 'comply', ...base, terms: event.terms, outcome: event.outcome }
    case 'challenge-filed':
      return {
        kind: 'challenge',
        ...base,
        challenge: event.challenge,
        challengeKind: event.challengeKind,
        forum: event.forum,
        party: event.party,
        terms: event.terms,
        from: event.from,
      }
    case 'court-decided':
      return {
        kind: 'decide',
        ...base,
        challenge: event.challenge,
        outcome: event.outcome,
        citation: event.citation,
        terms: event.terms,
        endsStay: event.endsStay,
      }
    case 'stay-sought':
      return { kind: 'stay', ...base, action: 'sought', forum: event.forum, terms: event.terms }
    case 'stay-ordered':
      return { kind: 'stay', ...base, action: 'ordered', forum: event.forum, terms: event.terms }
    case 'stay-lifted':
      return { kind: 'stay', ...base, action: 'lifted', forum: event.forum, terms: event.terms }
    case 'extended':
      return {
        kind: 'extend',
        ...base,
        to: event.to,
        grantedBy: event.grantedBy,
        terms: event.terms,
        reason: event.reason,
      }
    case 'extension-undone':
      return { kind: 'undo-extension', ...base, terms: event.terms, reason: event.reason }
    case 'corrected':
      return {
        kind: 'correct',
        ...base,
        touchesConclusions: event.touchesConclusions,
        reason: event.reason,
      }
    case 'deadline-corrected':
      return {
        kind: 'approve-correction',
        ...base,
        by: event.by,
        reason: event.reason,
        packVersion: event.packVersion,
        before: event.before,
        after: event.after,
      }
    case 'deadline-reached':
      return {
        kind: 'mark-reached',
        ...base,
        deadline: event.deadline,
        party: event.party,
        terms: event.terms,
        route: event.route,
      }
    case 'escalated':
      return {
        kind: 'escalate',
        ...base,
        route: event.route,
        step: event.step,
        docket: event.docket,
      }
    case 'escalation-decided':
      return {
        kind: 'record-outcome',
        ...base,
        route: event.route,
        outcome: event.outcome,
        amount: event.amount,
        docket: event.docket,
      }
    case 'withdrawn':
      return { kind: 'withdraw', ...base, terms: event.terms, reason: event.reason }
    case 'closed':
      return { kind: 'close', ...base, reason: event.reason }
    default:
      return assertNever(event)
  }
}
