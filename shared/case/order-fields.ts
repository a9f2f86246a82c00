// What a fact of a case says of an order, as the command has it.

import { present } from '../kernel/present.ts'
import type { OrderCommand, Party } from '../order/order.schema.ts'
import type { Case, CaseFact } from './case.schema.ts'

type OrderFact = Exclude<CaseFact, { what: MatterOnly }>
/** Facts that are never of an order, or are more than one command. */
type MatterOnly =
  | 'investigation-opened'
  | 'findings-published'
  | 'recommendation-made'
  | 'recommendation-refused'
  | 'noted'
  | 'disposition'
  | 'commitment-made'
  | 'notice-of-intention'
  | 'report-sent'
  | 'court-application'
  | 'announced'
  | 'joint-action'
  | 'joint-proposed'
  | 'recorded-in-error'
type FactOf<K extends OrderFact['what']> = Extract<OrderFact, { what: K }>
export type OrderFields<C extends OrderCommand = OrderCommand> = C extends OrderCommand
  ? Omit<C, 'id' | 'on' | 'by' | 'confidence' | 'source' | 'between'>
  : never

/** `fact` is one of an order. */
export function orderFields(file: Case, fact: CaseFact): OrderFields {
  const fieldsOf = fields[fact.what as OrderFact['what']] as (
    fact: CaseFact,
    file: Case,
  ) => OrderFields
  return fieldsOf(fact, file)
}

/** A case file may leave the reason out; the record says that it did. */
const notStated = 'not stated in the case file'

const fields: {
  readonly [K in OrderFact['what']]: (fact: FactOf<K>, file: Case) => OrderFields
} = {
  'order-issued': (fact, file) => ({
    kind: 'issue',
    matter: file.matter,
    statute: fact.statute,
    ...partiesOf(file, fact),
    ...present({ instrument: fact.instrument, follows: fact.follows }),
    terms: fact.terms,
  }),
  'copy-given': ({ party, means }) => ({ kind: 'serve', party, means }),
  'respondent-succeeded': ({ party, name, partyKind = 'organization', reason = notStated }) => ({
    kind: 'succeed',
    party,
    name,
    partyKind,
    reason,
  }),
  'service-disputed': ({ party, reason = notStated }) => ({
    kind: 'dispute-service',
    party,
    reason,
  }),
  'service-decided': ({ party, outcome, givenOn, forum, reason }) => ({
    kind: 'decide-service',
    party,
    outcome,
    forum,
    ...present({ givenOn, reason }),
  }),
  'refusal-declared': ({ terms, party }) => ({ kind: 'refuse', ...present({ terms, party }) }),
  'compliance-reported': ({ outcome, terms, party }) => ({
    kind: 'comply',
    outcome,
    ...present({ terms, party }),
  }),
  'compliance-assessed': ({ finding, basis, terms, party }) => ({
    kind: 'assess',
    finding,
    basis,
    ...present({ terms, party }),
  }),
  'term-reworded': ({ term, parties, decision, text }) => ({
    kind: 'reword',
    term,
    decision,
    text,
    ...present({ parties }),
  }),
  corrected: ({ touchesConclusions, reason = notStated, terms, parties, text, asked }) => ({
    kind: 'correct',
    touchesConclusions,
    reason,
    ...present({ terms, parties, text, asked: asked === undefined ? undefined : asked !== false }),
  }),
  rescinded: ({ reason = notStated, terms, parties }) => ({
    kind: 'rescind',
    reason,
    ...present({ terms, parties }),
  }),
  withdrawn: ({ reason = notStated, terms, parties }) => ({
    kind: 'withdraw',
    reason,
    ...present({ terms, parties }),
  }),
  closed: ({ reason = notStated }) => ({ kind: 'close', reason }),
  reopened: ({ reason = notStated }) => ({ kind: 'reopen', reason }),
  'challenge-time-extended': ({ to, forum, party }) => ({
    kind: 'extend-challenge-time',
    to,
    forum,
    ...present({ party }),
  }),
  'deadline-set': ({ deadline, text, to, reason }) => ({
    kind: 'set-deadline',
    deadline,
    text,
    to,
    reason,
  }),
  extended: ({ to, grantedBy = 'office', reason = notStated, terms, parties }) => ({
    kind: 'extend',
    to,
    grantedBy,
    reason,
    ...present({ terms, parties }),
  }),
  'challenge-filed': ({ challenge, kind: challengeKind, forum, terms, from, party, at }) => ({
    kind: 'challenge',
    challenge,
    challengeKind,
    forum,
    ...present({ terms, from, party, at }),
  }),
  'stay-sought': (fact) => stayOf('sought', fact),
  'stay-ordered': (fact) => stayOf('ordered', fact),
  'stay-lifted': (fact) => stayOf('lifted', fact),
  'court-decided': (fact) => ({
    kind: 'decide',
    challenge: fact.challenge ?? '',
    citation: fact.citation,
    ...present({
      outcome: fact.outcome,
      then: fact.then,
      results: fact.results,
      terms: fact.terms,
      parties: fact.parties,
      byConsent: fact.byConsent,
      endsStay: fact.endsStay,
    }),
  }),
  escalated: ({ route, step, docket, failureOn }) => ({
    kind: 'escalate',
    route,
    ...present({ step, docket, failureOn }),
  }),
  'escalation-decided': ({ route, outcome, amount, subsequent, turnover, docket }) => ({
    kind: 'record-outcome',
    route,
    outcome,
    ...present({ amount, subsequent, turnover, docket }),
  }),
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
  }: FactOf<'stay-sought' | 'stay-ordered' | 'stay-lifted'>,
): OrderFields {
  return { kind: 'stay', action, forum, ...present({ terms, parties, until, conditions, of }) }
}

/** The respondents of the order: those that it names of the file's, else all; the rest of the file's are no party to it. */
function partiesOf(
  file: Case,
  { respondents, otherParties }: Extract<CaseFact, { what: 'order-issued' }>,
): { respondent: Party; respondents?: Party[]; otherParties?: Party[] } {
  const known = [file.respondent, ...(file.respondents ?? [])].filter(
    (party, at, all) => all.findIndex(({ id }) => id === party.id) === at,
  )
  const named = respondents?.map(
    (id): Party => known.find((party) => party.id === id) ?? { id, name: id, kind: 'organization' },
  )
  const [respondent = file.respondent, ...others] = named ?? known
  return {
    respondent,
    ...(others.length === 0 ? {} : { respondents: others }),
    ...present({ otherParties }),
  }
}
