// What a fact of a case says in an office's own matter, as the command has it.

import { present } from '../kernel/present.ts'
import type { MatterCommand } from '../matter/matter.schema.ts'
import type { CaseFact } from './case.schema.ts'

type What =
  | 'investigation-opened'
  | 'findings-published'
  | 'recommendation-made'
  | 'recommendation-refused'
  | 'noted'
  | 'disposition'
  | 'reopened'
  | 'commitment-made'
  | 'notice-of-intention'
  | 'report-sent'
  | 'court-application'
  | 'court-decided'
  | 'compliance-reported'
  | 'compliance-assessed'
  | 'announced'
  | 'joint-action'
type FactOf<K extends What> = Extract<CaseFact, { what: K }>
type MatterFields<C extends MatterCommand = MatterCommand> = C extends MatterCommand
  ? Omit<C, 'id' | 'on' | 'by' | 'confidence' | 'source' | 'between'>
  : never

/** `fact` is one that an office says in its matter. */
export function matterFields(fact: CaseFact): MatterFields {
  const fieldsOf = fields[fact.what as What] as (fact: CaseFact) => MatterFields
  return fieldsOf(fact)
}

const fields: { readonly [K in What]: (fact: FactOf<K>) => MatterFields } = {
  'investigation-opened': ({ what, offices }) => ({ kind: what, offices }),
  'findings-published': ({ what, offices }) => ({ kind: what, offices }),
  'recommendation-made': ({ what, text }) => ({ kind: what, text }),
  'recommendation-refused': ({ what, text }) => ({ kind: what, text }),
  noted: ({ what, text }) => ({ kind: what, text }),
  disposition: ({ what, of, text }) => ({ kind: what, of, ...present({ text }) }),
  reopened: ({ what, reason = 'not stated in the case file' }) => ({ kind: what, reason }),
  'commitment-made': ({ what, commitment, terms, instrument, party }) => ({
    kind: what,
    commitment,
    terms,
    ...present({ instrument, party }),
  }),
  'notice-of-intention': ({ what, notice, replyBy, text }) => ({
    kind: what,
    notice,
    replyBy,
    ...present({ text }),
  }),
  'report-sent': ({ what, to }) => ({ kind: what, to }),
  'court-application': ({ what, application, section, forum, by }) => ({
    kind: what,
    application,
    section,
    forum,
    ...present({ by }),
  }),
  'court-decided': ({
    what,
    application = '',
    outcome = 'in part',
    citation,
    then,
    byConsent,
  }) => ({
    kind: what,
    application,
    outcome,
    citation,
    ...present({ then, byConsent }),
  }),
  'compliance-reported': ({ what, commitment = '', outcome, terms, party }) => ({
    kind: what,
    commitment,
    outcome,
    ...present({ terms, party }),
  }),
  'compliance-assessed': ({ what, commitment = '', finding, basis, terms, party }) => ({
    kind: what,
    commitment,
    finding,
    basis,
    ...present({ terms, party }),
  }),
  announced: ({ what, orders }) => ({ kind: what, orders }),
  'joint-action': ({ what, action, kind, offices, texts }) => ({
    kind: what,
    action,
    actionKind: kind,
    offices,
    ...present({ texts }),
  }),
}
