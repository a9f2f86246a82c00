// An event read back into the command that said it, for those who decide a recorded fact again: the drift guard and the simulation.

import type { CommandId } from '../kernel/ids.ts'
import { knownMeans } from './means.ts'
import type { Means, OrderCommand, OrderEventOf, PlainOrderEvent } from './order.schema.ts'

type Kind = Exclude<PlainOrderEvent['kind'], 'issued'>
type Fields<C extends OrderCommand = OrderCommand> = C extends OrderCommand
  ? Omit<C, 'id' | 'on' | 'by' | 'confidence' | 'source' | 'between'>
  : never

/** The command that `event` was made from, with all terms named. */
export function commandOf(event: Exclude<PlainOrderEvent, { kind: 'issued' }>): OrderCommand {
  const { on, by, confidence, source, between } = event
  const base = { id: 'again' as CommandId, on, by, confidence, source, between }
  const fieldsOf = fields[event.kind] as (of: PlainOrderEvent) => Fields
  return { ...base, ...fieldsOf(event) } as OrderCommand
}

const fields: { readonly [K in Kind]: (event: OrderEventOf<K>) => Fields } = {
  'copy-given': ({ party, means }) => ({ kind: 'serve', party, means: meansOf(means) }),
  'respondent-succeeded': ({ party, name, partyKind, reason }) => ({
    kind: 'succeed',
    party,
    name,
    partyKind,
    reason,
  }),
  'service-disputed': ({ party, reason }) => ({ kind: 'dispute-service', party, reason }),
  'service-decided': ({ party, outcome, givenOn, forum, reason }) => ({
    kind: 'decide-service',
    party,
    outcome,
    givenOn,
    forum,
    reason,
  }),
  'refusal-declared': ({ terms, party, reason }) => ({ kind: 'refuse', terms, party, reason }),
  'compliance-reported': ({ terms, party, outcome }) => ({ kind: 'comply', terms, party, outcome }),
  'compliance-assessed': ({ terms, party, finding, basis }) => ({
    kind: 'assess',
    terms,
    party,
    finding,
    basis,
  }),
  'challenge-time-extended': ({ party, to, forum }) => ({
    kind: 'extend-challenge-time',
    party,
    to,
    forum,
  }),
  rescinded: ({ terms, parties, reason }) => ({ kind: 'rescind', terms, parties, reason }),
  'deadline-set': ({ deadline, text, to, reason }) => ({
    kind: 'set-deadline',
    deadline,
    text,
    to,
    reason,
  }),
  'challenge-filed': ({ challenge, challengeKind, forum, party, terms, from, at }) => ({
    kind: 'challenge',
    challenge,
    challengeKind,
    forum,
    party,
    terms,
    from,
    at,
  }),
  'court-decided': (event) => ({
    kind: 'decide',
    challenge: event.challenge,
    outcome: event.outcome,
    then: event.then,
    results: event.results,
    citation: event.citation,
    terms: event.terms,
    parties: event.parties,
    byConsent: event.byConsent,
    endsStay: event.endsStay,
  }),
  'stay-sought': (event) => stayOf('sought', event),
  'stay-ordered': (event) => stayOf('ordered', event),
  'stay-lifted': (event) => stayOf('lifted', event),
  extended: ({ to, grantedBy, terms, parties, reason }) => ({
    kind: 'extend',
    to,
    grantedBy,
    terms,
    parties,
    reason,
  }),
  'extension-undone': ({ terms, reason }) => ({ kind: 'undo-extension', terms, reason }),
  'term-reworded': ({ term, parties, decision, text }) => ({
    kind: 'reword',
    term,
    parties,
    decision,
    text,
  }),
  corrected: ({ terms, parties, text, touchesConclusions, asked, reason }) => ({
    kind: 'correct',
    terms,
    parties,
    text,
    touchesConclusions,
    asked,
    reason,
  }),
  'deadline-corrected': ({ reason, packVersion, before, after }) => ({
    kind: 'approve-correction',
    reason,
    packVersion,
    before,
    after,
  }),
  'deadline-reached': ({ deadline, party, terms, route, name }) => ({
    kind: 'mark-reached',
    deadline,
    party,
    terms,
    route,
    name,
  }),
  escalated: ({ route, step, docket, failureOn }) => ({
    kind: 'escalate',
    route,
    step,
    docket,
    failureOn,
  }),
  'escalation-decided': ({ route, outcome, amount, docket }) => ({
    kind: 'record-outcome',
    route,
    outcome,
    amount,
    docket,
  }),
  withdrawn: ({ terms, parties, reason }) => ({ kind: 'withdraw', terms, parties, reason }),
  closed: ({ reason }) => ({ kind: 'close', reason }),
  reopened: ({ reason }) => ({ kind: 'reopen', reason }),
}

function stayOf(
  action: 'sought' | 'ordered' | 'lifted',
  {
    forum,
    terms,
    parties,
    until,
    conditions,
    of,
  }: OrderEventOf<'stay-sought' | 'stay-ordered' | 'stay-lifted'>,
): Fields {
  return { kind: 'stay', action, forum, terms, parties, until, conditions, of }
}

/** Records from before the list have plain words. */
function meansOf(means: Means | string): Means {
  return typeof means !== 'string'
    ? means
    : (knownMeans.find((each) => each === means) ?? { other: means })
}
