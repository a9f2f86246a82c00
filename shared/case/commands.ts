// From facts to commands: which office, which aggregate, which command. Whether the law allows it is not decided here.

import type { LocalDate } from '../kernel/date.ts'
import {
  parseOrderId,
  type AggregateRef,
  type CommandId,
  type OfficeId,
  type OrderId,
} from '../kernel/ids.ts'
import type { MatterCommand } from '../matter/matter.schema.ts'
import type { OrderCommand } from '../order/order.schema.ts'
import { assertNever } from '../kernel/text.ts'
import { legalDateOf, type Case, type CaseFact as AnyFact } from './case.schema.ts'

/** A joint action is moved by the staff of several offices: it has steps of its own, see `jointsOf`. */
type CaseFact = Exclude<AnyFact, { readonly what: 'joint-proposed' }>

interface Step {
  /** Place of the fact in the file; `null` for the opening of an office's file, which is no fact of its own. */
  readonly index: number | null
  /** Whose API takes it. For an order of another office, that office refuses it. */
  readonly office: OfficeId
  readonly on: LocalDate
  readonly what: CaseFact['what'] | 'opened'
  readonly ref: AggregateRef
}
export type CaseCommand =
  | (Step & { readonly to: 'order'; readonly order: OrderId; readonly command: OrderCommand })
  | (Step & { readonly to: 'matter'; readonly command: MatterCommand })

/**
 * The commands of a case, in the order of its facts. Before an office's first fact (before the very first, for an office without any)
 * comes the opening of its file, on the earliest date that it speaks of. Ids are the same in every run, so a replay can be resumed.
 */
export function commandsOf(file: Case): CaseCommand[] {
  const opened = new Set<OfficeId>()
  const offices = Object.keys(file.files) as OfficeId[]
  const facts = file.facts.filter(isOneOffices)
  const silent = offices.filter((office) => facts.every((fact) => fact.office !== office))
  return facts.flatMap((fact, at) => {
    const opening = [...(at === 0 ? silent : []), fact.office].filter(
      (office) => !opened.has(office),
    )
    for (const office of opening) opened.add(office)
    return [...opening.map((office) => openingOf(file, office, fact)), commandOf(file, fact)]
  })
}

function isOneOffices(fact: AnyFact): fact is CaseFact {
  return fact.what !== 'joint-proposed'
}

function openingOf(file: Case, office: OfficeId, first: CaseFact): CaseCommand {
  const dates = file.facts
    .filter(isOneOffices)
    .filter((fact) => fact.office === office)
    .map(legalDateOf)
  const on = dates.toSorted()[0] ?? legalDateOf(first)
  const number = file.files[office]
  const command: MatterCommand = {
    kind: 'opened',
    id: idOf(file, `opened/${office}`),
    on,
    confidence: 'D',
    source: 'case file',
    title: file.title,
    respondent: file.respondent,
    ...(number === undefined ? {} : { file: number }),
  }
  return {
    index: null,
    office,
    on,
    what: 'opened',
    to: 'matter',
    ref: { office, kind: 'matter', id: file.matter },
    command,
  }
}

function commandOf(file: Case, fact: CaseFact): CaseCommand {
  const on = legalDateOf(fact)
  const { index, office, what } = fact
  const base = {
    id: idOf(file, String(index)),
    on,
    ...defined({ between: fact.between, confidence: fact.confidence, source: fact.source }),
  }
  const said = (command: MatterCommand): CaseCommand => ({
    index,
    office,
    on,
    what,
    to: 'matter',
    ref: { office, kind: 'matter', id: file.matter },
    command,
  })
  const ordered = (order: OrderId, command: OrderCommand): CaseCommand => {
    const ref = parseOrderId(order)
    if (ref === undefined) throw new Error(`Order id ${JSON.stringify(order)} passed its own check`)
    return { index, office, on, what, to: 'order', order, ref, command }
  }
  switch (what) {
    case 'investigation-opened':
    case 'findings-published':
      return said({ kind: what, ...base, offices: fact.offices })
    case 'recommendation-made':
    case 'recommendation-refused':
    case 'noted':
      return said({ kind: what, ...base, text: fact.text })
    case 'announced':
      return said({ kind: 'announced', ...base, orders: fact.orders })
    case 'joint-action':
      return said({
        kind: 'joint-action',
        ...base,
        action: fact.action,
        actionKind: fact.kind,
        offices: fact.offices,
        ...defined({ texts: fact.texts }),
      })
    case 'order-issued':
      return ordered(fact.order, {
        kind: 'issue',
        ...base,
        matter: file.matter,
        statute: fact.statute,
        respondent: file.respondent,
        terms: fact.terms,
      })
    case 'copy-given':
      return ordered(fact.order, { kind: 'serve', ...base, party: fact.party, means: fact.means })
    case 'refusal-declared':
      return ordered(fact.order, { kind: 'refuse', ...base, ...defined({ terms: fact.terms }) })
    case 'compliance-reported':
      return ordered(fact.order, {
        kind: 'comply',
        ...base,
        outcome: fact.outcome,
        ...defined({ terms: fact.terms }),
      })
    case 'extended':
      return ordered(fact.order, {
        kind: 'extend',
        ...base,
        to: fact.to,
        grantedBy: 'office',
        reason: fact.reason ?? notStated,
        ...defined({ terms: fact.terms }),
      })
    case 'withdrawn':
      return ordered(fact.order, {
        kind: 'withdraw',
        ...base,
        reason: fact.reason ?? notStated,
        ...defined({ terms: fact.terms }),
      })
    case 'closed':
      return ordered(fact.order, { kind: 'close', ...base, reason: fact.reason ?? notStated })
    case 'challenge-filed':
      return ordered(fact.order, {
        kind: 'challenge',
        ...base,
        challenge: fact.challenge,
        challengeKind: fact.kind,
        forum: fact.forum,
        ...defined({ terms: fact.terms, from: fact.from }),
      })
    case 'stay-sought':
    case 'stay-ordered':
    case 'stay-lifted':
      return ordered(fact.order, {
        kind: 'stay',
        ...base,
        action: actions[what],
        forum: fact.forum,
        ...defined({ terms: fact.terms }),
      })
    case 'court-decided':
      return ordered(fact.order, {
        kind: 'decide',
        ...base,
        challenge: fact.challenge,
        outcome: fact.outcome,
        citation: fact.citation,
        ...defined({ terms: fact.terms, endsStay: fact.endsStay }),
      })
    case 'escalated':
      return ordered(fact.order, {
        kind: 'escalate',
        ...base,
        route: fact.route,
        ...defined({ step: fact.step, docket: fact.docket }),
      })
    case 'escalation-decided':
      return ordered(fact.order, {
        kind: 'record-outcome',
        ...base,
        route: fact.route,
        outcome: fact.outcome,
        ...defined({
          amount: fact.amount,
          subsequent: fact.subsequent,
          turnover: fact.turnover,
          docket: fact.docket,
        }),
      })
    default:
      return assertNever(fact)
  }
}

const actions = {
  'stay-sought': 'sought',
  'stay-ordered': 'ordered',
  'stay-lifted': 'lifted',
} as const
/** A case file may leave the reason out; the record says that it did. */
const notStated = 'not stated in the case file'

export function idOf(file: Case, rest: string): CommandId {
  return `case/${file.matter}/${rest}` as CommandId
}

/** Leaves out what is undefined: an absent field and an undefined one are two things. */
function defined<T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>
  }
}
