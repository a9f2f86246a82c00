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
import { present } from '../kernel/present.ts'
import { assertNever } from '../kernel/text.ts'
import type { Party } from '../order/order.schema.ts'
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
  /** Of a correction: the command that recorded the struck fact. Its version in the record goes into the command's `fact`. */
  readonly strikes?: CommandId
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
    ...present({ between: fact.between, confidence: fact.confidence, source: fact.source }),
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
    case 'disposition':
      return said({ kind: what, ...base, of: fact.of, ...present({ text: fact.text }) })
    case 'commitment-made':
      return said({
        kind: what,
        ...base,
        commitment: fact.commitment,
        terms: fact.terms,
        ...present({ instrument: fact.instrument, party: fact.party }),
      })
    case 'notice-of-intention':
      return said({
        kind: what,
        ...base,
        notice: fact.notice,
        replyBy: fact.replyBy,
        ...present({ text: fact.text }),
      })
    case 'report-sent':
      return said({ kind: what, ...base, to: fact.to })
    case 'court-application':
      return said({
        kind: what,
        ...base,
        application: fact.application,
        section: fact.section,
        forum: fact.forum,
        ...present({ by: fact.by }),
      })
    case 'recorded-in-error':
      return struck(file, fact, base)
    case 'announced':
      return said({ kind: 'announced', ...base, orders: fact.orders })
    case 'joint-action':
      return said({
        kind: 'joint-action',
        ...base,
        action: fact.action,
        actionKind: fact.kind,
        offices: fact.offices,
        ...present({ texts: fact.texts }),
      })
    case 'order-issued':
      return ordered(fact.order, {
        kind: 'issue',
        ...base,
        matter: file.matter,
        statute: fact.statute,
        ...partiesOf(file, fact),
        ...present({ instrument: fact.instrument, follows: fact.follows }),
        terms: fact.terms,
      })
    case 'copy-given':
      return ordered(fact.order, { kind: 'serve', ...base, party: fact.party, means: fact.means })
    case 'refusal-declared':
      return ordered(fact.order, {
        kind: 'refuse',
        ...base,
        ...present({ terms: fact.terms, party: fact.party }),
      })
    case 'compliance-assessed': {
      const { finding, basis } = fact
      const found = {
        ...base,
        finding,
        basis,
        ...present({ terms: fact.terms, party: fact.party }),
      }
      return fact.order === undefined
        ? said({ kind: what, ...found, commitment: fact.commitment ?? '' })
        : ordered(fact.order, { kind: 'assess', ...found })
    }
    case 'corrected':
      return ordered(fact.order, {
        kind: 'correct',
        ...base,
        touchesConclusions: fact.touchesConclusions,
        reason: fact.reason ?? notStated,
        ...present({
          terms: fact.terms,
          asked: fact.asked === undefined ? undefined : fact.asked !== false,
        }),
      })
    case 'rescinded':
      return ordered(fact.order, {
        kind: 'rescind',
        ...base,
        reason: fact.reason ?? notStated,
        ...present({ terms: fact.terms }),
      })
    case 'challenge-time-extended':
      return ordered(fact.order, {
        kind: 'extend-challenge-time',
        ...base,
        to: fact.to,
        forum: fact.forum,
        ...present({ party: fact.party }),
      })
    case 'deadline-set':
      return ordered(fact.order, {
        kind: 'set-deadline',
        ...base,
        deadline: fact.deadline,
        text: fact.text,
        to: fact.to,
        reason: fact.reason,
      })
    case 'compliance-reported':
      if (fact.order === undefined)
        return said({
          kind: what,
          ...base,
          commitment: fact.commitment ?? '',
          outcome: fact.outcome,
          ...present({ terms: fact.terms, party: fact.party }),
        })
      return ordered(fact.order, {
        kind: 'comply',
        ...base,
        outcome: fact.outcome,
        ...present({ terms: fact.terms, party: fact.party }),
      })
    case 'extended':
      return ordered(fact.order, {
        kind: 'extend',
        ...base,
        to: fact.to,
        grantedBy: fact.grantedBy ?? 'office',
        reason: fact.reason ?? notStated,
        ...present({ terms: fact.terms }),
      })
    case 'withdrawn':
      return ordered(fact.order, {
        kind: 'withdraw',
        ...base,
        reason: fact.reason ?? notStated,
        ...present({ terms: fact.terms }),
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
        ...present({ terms: fact.terms, from: fact.from, party: fact.party }),
      })
    case 'stay-sought':
    case 'stay-ordered':
    case 'stay-lifted':
      return ordered(fact.order, {
        kind: 'stay',
        ...base,
        action: actions[what],
        forum: fact.forum,
        ...present({
          terms: fact.terms,
          until: fact.until,
          conditions: fact.conditions,
          of: fact.of,
        }),
      })
    case 'court-decided':
      if (fact.order === undefined || fact.challenge === undefined)
        return said({
          kind: what,
          ...base,
          application: fact.application ?? '',
          outcome: fact.outcome ?? 'in part',
          citation: fact.citation,
          ...present({ then: fact.then, byConsent: fact.byConsent }),
        })
      return ordered(fact.order, {
        kind: 'decide',
        ...base,
        challenge: fact.challenge,
        citation: fact.citation,
        ...present({
          outcome: fact.outcome,
          then: fact.then,
          results: fact.results,
          terms: fact.terms,
          byConsent: fact.byConsent,
          endsStay: fact.endsStay,
        }),
      })
    case 'escalated':
      return ordered(fact.order, {
        kind: 'escalate',
        ...base,
        route: fact.route,
        ...present({ step: fact.step, docket: fact.docket }),
      })
    case 'escalation-decided':
      return ordered(fact.order, {
        kind: 'record-outcome',
        ...base,
        route: fact.route,
        outcome: fact.outcome,
        ...present({
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

/** The struck fact is known by its place in the file; whoever sends the command says which of the record it is. */
function struck(
  file: Case,
  fact: Extract<CaseFact, { what: 'recorded-in-error' }>,
  base: Pick<MatterCommand, 'id' | 'on'>,
): CaseCommand {
  const target = file.facts.find((each) => each.index === fact.fact)
  const of =
    target === undefined || target.what === 'joint-proposed' || target.what === 'recorded-in-error'
      ? undefined
      : commandOf(file, target)
  const step = { index: fact.index, office: fact.office, on: base.on, what: fact.what }
  const strikes = { strikes: idOf(file, String(fact.fact)) }
  return of?.to === 'order'
    ? {
        ...step,
        ...strikes,
        to: 'order',
        ref: of.ref,
        order: of.order,
        command: { kind: 'record-in-error', ...base, fact: 1, reason: fact.reason },
      }
    : {
        ...step,
        ...strikes,
        to: 'matter',
        ref: { office: fact.office, kind: 'matter', id: file.matter },
        command: { kind: 'recorded-in-error', ...base, fact: 1, reason: fact.reason },
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
