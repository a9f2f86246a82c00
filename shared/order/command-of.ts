// An event read back into the command that said it, for those who decide a recorded fact again: the drift guard and the simulation.

import type { CommandId } from '../kernel/ids.ts'
import { assertNever } from '../kernel/text.ts'
import { knownMeans } from './means.ts'
import type { Means, OrderCommand, PlainOrderEvent } from './order.schema.ts'

/** The command that `event` was made from, with all terms named. */
export function commandOf(event: Exclude<PlainOrderEvent, { kind: 'issued' }>): OrderCommand {
  const { on, by, confidence, source, between } = event
  const base = { id: 'again' as CommandId, on, by, confidence, source, between }
  switch (event.kind) {
    case 'copy-given':
      return { kind: 'serve', ...base, party: event.party, means: meansOf(event.means) }
    case 'refusal-declared':
      return {
        kind: 'refuse',
        ...base,
        terms: event.terms,
        party: event.party,
        reason: event.reason,
      }
    case 'compliance-reported':
      return {
        kind: 'comply',
        ...base,
        terms: event.terms,
        party: event.party,
        outcome: event.outcome,
      }
    case 'compliance-assessed':
      return {
        kind: 'assess',
        ...base,
        terms: event.terms,
        party: event.party,
        finding: event.finding,
        basis: event.basis,
      }
    case 'challenge-time-extended':
      return {
        kind: 'extend-challenge-time',
        ...base,
        party: event.party,
        to: event.to,
        forum: event.forum,
      }
    case 'rescinded':
      return { kind: 'rescind', ...base, terms: event.terms, reason: event.reason }
    case 'deadline-set':
      return {
        kind: 'set-deadline',
        ...base,
        deadline: event.deadline,
        text: event.text,
        to: event.to,
        reason: event.reason,
      }
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
        then: event.then,
        results: event.results,
        citation: event.citation,
        terms: event.terms,
        byConsent: event.byConsent,
        endsStay: event.endsStay,
      }
    case 'stay-sought':
    case 'stay-ordered':
    case 'stay-lifted':
      return {
        kind: 'stay',
        ...base,
        action: stayActions[event.kind],
        forum: event.forum,
        terms: event.terms,
        until: event.until,
        conditions: event.conditions,
        of: event.of,
      }
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
        terms: event.terms,
        touchesConclusions: event.touchesConclusions,
        asked: event.asked,
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
        name: event.name,
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

const stayActions = {
  'stay-sought': 'sought',
  'stay-ordered': 'ordered',
  'stay-lifted': 'lifted',
} as const

/** Records from before the list have plain words. */
function meansOf(means: Means | string): Means {
  return typeof means !== 'string'
    ? means
    : (knownMeans.find((each) => each === means) ?? { other: means })
}
