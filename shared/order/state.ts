// An order as its events tell it: facts only. What follows from them on a day is in `terms.ts`, `stays.ts` and `routes.ts`.

import { assertNever } from '../kernel/text.ts'
import type { LocalDate } from '../kernel/date.ts'
import {
  orderOf,
  type AggregateRef,
  type MatterId,
  type OfficeId,
  type OrderId,
} from '../kernel/ids.ts'
import type { Deadline } from '../policy/deadline.schema.ts'
import { canonical } from '../kernel/canonical.ts'
import { present } from '../kernel/present.ts'
import type { ChallengeFacts, LifeFacts, Ruling } from './calculus.ts'
import { familyOf, rulingsOf } from './calculus.ts'
import { effectOfRecord, type Below } from './outcomes.ts'
import type {
  Finding,
  Instead,
  Means,
  OrderEvent,
  OrderEventOf,
  Party,
  PlainOrderEvent,
  SaidOutcome,
  Term,
  Then,
} from './order.schema.ts'

/** One decision of a court, as it was said and as what it does. */
export interface CourtDecision extends Ruling {
  /** The word of all terms, for display; of a decision in part, that of its first. */
  readonly outcome: SaidOutcome
  readonly then?: Then
  readonly terms: readonly string[]
  readonly byConsent?: boolean
}

export interface Challenge extends ChallengeFacts {
  readonly kind: 'judicial-review' | 'appeal'
  readonly forum: string
  readonly party: string
  readonly decisions: readonly CourtDecision[]
  /** The latest one. */
  readonly decision?: CourtDecision
}

export interface Escalation {
  readonly route: string
  readonly on: LocalDate
  readonly steps: readonly { readonly step: string; readonly on: LocalDate }[]
  readonly docket?: string
  readonly decided?: { readonly on: LocalDate; readonly outcome: string; readonly amount?: number }
}

export interface Position {
  readonly term: string
  /** Whose; absent: every respondent's. */
  readonly party?: string
  readonly position: 'refused' | 'partial' | 'complied'
  readonly on: LocalDate
  /** The first lawful day, where the steps came before it. */
  readonly early?: LocalDate
}

export interface Assessment {
  readonly term: string
  readonly party?: string
  readonly finding: Finding
  readonly on: LocalDate
}

/** A court's act on a stay; of one with a last day also what it did to the time to comply, in case it ends sooner. */
export type CourtStay = LifeFacts['courtStays'][number] & {
  readonly expected?: { readonly before: readonly Deadline[]; readonly after: readonly Deadline[] }
}

export interface OrderState extends LifeFacts {
  readonly courtStays: readonly CourtStay[]
  readonly order: OrderId
  readonly office: OfficeId
  readonly number: string
  readonly matter: MatterId
  readonly statute: string
  /** The pack's instrument; absent: its usual one. */
  readonly instrument?: string
  readonly packVersion: string
  readonly zone: string
  readonly respondent: Party
  /** The other respondents, where there are several. */
  readonly respondents?: readonly Party[]
  readonly otherParties: readonly Party[]
  readonly follows?: { readonly order: OrderId; readonly as: string }
  readonly issuedOn: LocalDate
  readonly terms: readonly Term[]
  readonly copies: readonly {
    readonly party: string
    readonly on: LocalDate
    readonly means: string
  }[]
  readonly deadlines: readonly Deadline[]
  /** What the respondents say of themselves. */
  readonly positions: readonly Position[]
  /** What the office found. */
  readonly findings: readonly Assessment[]
  readonly challenges: readonly Challenge[]
  readonly escalations: readonly Escalation[]
  /** What was due before each extension, so that it can be undone; terms leave the list as they are. */
  readonly extensions: readonly {
    readonly on: LocalDate
    readonly to: LocalDate
    readonly terms: readonly string[]
    readonly before: readonly Deadline[]
  }[]
  readonly correctedOn?: LocalDate
  readonly closedOn?: LocalDate
  /** Keys of the deadlines whose alarm has gone off. */
  readonly reached: readonly string[]
  /** Every event folded so far, as it was recorded: a fact recorded in error is taken out of them and the rest told again. */
  readonly facts: readonly OrderEvent[]
  /** The newest list of what stands instead of which fact, and its number; none: nothing was recorded in error. */
  readonly instead?: { readonly nth: number; readonly list: readonly Instead[] }
}

/** Whom the order binds. */
export function respondentsOf(state: Pick<OrderState, 'respondent' | 'respondents'>): string[] {
  return [state.respondent.id, ...(state.respondents ?? []).map((party) => party.id)]
}

/** Names one deadline at one instant: a moved deadline is another one. */
export function deadlineKey(deadline: {
  readonly id: string
  readonly party: string
  readonly terms: readonly string[]
  readonly route?: string | undefined
  readonly name?: string | undefined
  readonly alarmAt: string
}): string {
  return [
    // As it always was for what has no name of its own: these keys are in records.
    deadline.name === undefined ? deadline.id : `${deadline.id}:${deadline.name}`,
    deadline.party,
    deadline.terms.join('+'),
    deadline.route ?? '',
    deadline.alarmAt,
  ].join('|')
}

/** The deadline of the same clock, party and route that binds one of `terms`, or the whole order where `terms` is empty. */
export function standing(
  deadlines: readonly Deadline[],
  { id, party, route, terms, name }: Pick<Deadline, 'id' | 'party' | 'route' | 'terms' | 'name'>,
): Deadline | undefined {
  return deadlines.find(
    (each) =>
      each.id === id &&
      each.party === party &&
      each.route === route &&
      each.name === name &&
      (terms.length === 0
        ? each.terms.length === 0
        : terms.some((term) => each.terms.includes(term))),
  )
}

/** The order after one more event. Total over what `decide` produces, and indifferent to the order of legal dates. */
export function evolve(
  ref: AggregateRef,
  state: OrderState | undefined,
  event: OrderEvent,
): OrderState {
  if (event.kind === 'recorded-in-error') return retold(ref, state, event)
  const instead = state?.instead
  const fact = instead === undefined ? event : effectiveOf(event, instead.list, state?.facts ?? [])
  const facts = [...(state?.facts ?? []), event]
  if (fact !== null) return { ...apply(ref, state, fact), facts, ...keep(instead) }
  if (state === undefined) throw new Error(`${orderOf(ref)} has lost its issuance`)
  return { ...state, facts }
}

/** All facts told again, each as the newest correction has it. */
function retold(
  ref: AggregateRef,
  before: OrderState | undefined,
  event: OrderEventOf<'recorded-in-error'>,
): OrderState {
  if (before === undefined)
    throw new Error(`Cannot strike a fact of ${orderOf(ref)}: its first event must be "issued"`)
  const facts = [...before.facts, event]
  if (event.nth <= (before.instead?.nth ?? 0)) return { ...before, facts }
  const list = event.instead
  let state: OrderState | undefined
  for (const [at, fact] of before.facts.entries()) {
    if (fact.kind === 'recorded-in-error') continue
    const effective = effectiveOf(fact, list, before.facts.slice(0, at))
    if (effective !== null) state = apply(ref, state, effective)
  }
  if (state === undefined) throw new Error(`${orderOf(ref)} has lost its issuance`)
  return { ...state, facts, instead: { nth: event.nth, list } }
}

/**
 * An event is known by what it says: the fold has no other name for it, in whatever order it comes. Of several that say the same,
 * as many as were struck out are replaced, the first ones: what is recorded again afterwards has effect again.
 */
function effectiveOf(
  event: PlainOrderEvent,
  list: readonly Instead[],
  earlier: readonly OrderEvent[],
): PlainOrderEvent | null {
  if (!list.some(({ was }) => was.kind === event.kind && was.on === event.on)) return event
  const said = canonical(event)
  const same = (other: OrderEvent): boolean =>
    other.kind === event.kind && other.on === event.on && canonical(other) === said
  const mine = list.filter(({ was }) => same(was))[earlier.filter(same).length]
  return mine === undefined ? event : mine.now
}

/** What each event stands for by the newest correction: itself, another one, or nothing (`null`; so too the corrections themselves). */
export function effectiveVersions(events: readonly OrderEvent[]): (PlainOrderEvent | null)[] {
  let newest: OrderEventOf<'recorded-in-error'> | undefined
  for (const event of events)
    if (event.kind === 'recorded-in-error' && event.nth > (newest?.nth ?? 0)) newest = event
  const list = newest?.instead ?? []
  return events.map((event, at) =>
    event.kind === 'recorded-in-error' ? null : effectiveOf(event, list, events.slice(0, at)),
  )
}

/** The facts of an order as the newest correction has them, in the order of its record. */
export function effectiveFacts(events: readonly OrderEvent[]): PlainOrderEvent[] {
  return effectiveVersions(events).flatMap((event) => event ?? [])
}

function keep(instead: OrderState['instead']): Pick<OrderState, 'instead'> {
  return instead === undefined ? {} : { instead }
}

function apply(
  ref: AggregateRef,
  state: OrderState | undefined,
  event: PlainOrderEvent,
): OrderState {
  if (event.kind === 'issued') return issued(ref, event)
  if (state === undefined)
    throw new Error(
      `Cannot apply "${event.kind}" to ${orderOf(ref)}: its first event must be "issued"`,
    )
  switch (event.kind) {
    case 'copy-given':
      return {
        ...state,
        copies: [
          ...state.copies,
          { party: event.party, on: event.on, means: wordOfMeans(event.means) },
        ],
        deadlines: replaceDeadlines(state.deadlines, event.deadlines),
      }
    case 'refusal-declared':
      return {
        ...state,
        positions: [
          ...state.positions,
          ...event.terms.map((term) => ({
            term,
            position: 'refused' as const,
            on: event.on,
            ...partyOf(event),
          })),
        ],
      }
    case 'compliance-reported':
      return {
        ...state,
        positions: [
          ...state.positions,
          ...event.terms.map((term) => {
            const early = event.early?.find((each) => each.term === term)
            return {
              term,
              position: event.outcome,
              on: event.on,
              ...partyOf(event),
              ...(early === undefined ? {} : { early: early.firstLawfulDay }),
            }
          }),
        ],
        deadlines: replaceDeadlines(state.deadlines, event.deadlines ?? []),
      }
    case 'compliance-assessed':
      return {
        ...state,
        findings: [
          ...state.findings,
          ...event.terms.map((term) => ({
            term,
            finding: event.finding,
            on: event.on,
            ...partyOf(event),
          })),
        ],
      }
    case 'challenge-time-extended':
      return {
        ...state,
        deadlines: replaceDeadlines(state.deadlines, event.deadlines),
        challenges: state.challenges.map((challenge) => {
          const now = event.challenges.find((each) => each.challenge === challenge.id)
          return now === undefined
            ? challenge
            : { ...challenge, inTime: now.inTime, stays: now.stays }
        }),
      }
    case 'rescinded':
      return {
        ...state,
        rescinded: [...state.rescinded, ...endsOf(event)],
      }
    case 'deadline-set':
      return { ...state, deadlines: replaceDeadlines(state.deadlines, event.deadlines) }
    case 'challenge-filed':
      return { ...state, challenges: [...state.challenges, challengeOf(event)] }
    case 'court-decided':
      return {
        ...state,
        challenges: state.challenges.map((challenge) =>
          challenge.id === event.challenge
            ? withDecision(challenge, decisionOf(state, challenge, event))
            : challenge,
        ),
        deadlines: replaceDeadlines(state.deadlines, event.deadlines),
      }
    case 'stay-sought':
    case 'stay-ordered':
    case 'stay-lifted':
      return withStay(state, event)
    case 'extended':
      return {
        ...state,
        extensions: [
          ...state.extensions,
          {
            on: event.on,
            to: event.to,
            terms: event.terms,
            before: state.deadlines.filter((deadline) => deadline.id === 'comply'),
          },
        ],
        deadlines: replaceDeadlines(state.deadlines, event.deadlines),
      }
    case 'extension-undone':
      return {
        ...state,
        extensions: state.extensions.map((extension) => ({
          ...extension,
          terms: extension.terms.filter((term) => !event.terms.includes(term)),
        })),
        deadlines: replaceDeadlines(state.deadlines, event.deadlines),
      }
    case 'corrected':
      return {
        ...state,
        deadlines: replaceDeadlines(state.deadlines, event.deadlines),
        ...(event.touchesConclusions ? { correctedOn: event.on } : {}),
      }
    case 'deadline-corrected':
      return {
        ...state,
        deadlines:
          event.after !== undefined
            ? replaceDeadlines(state.deadlines, [event.after])
            : event.before === undefined
              ? state.deadlines
              : withoutTerms(state.deadlines, event.before),
      }
    case 'escalated':
      return {
        ...state,
        escalations: escalate(state.escalations, event),
        deadlines: replaceDeadlines(state.deadlines, event.deadlines ?? []),
      }
    case 'escalation-decided': {
      const at = state.escalations.findLastIndex(({ route }) => route === event.route)
      const decided = {
        on: event.on,
        outcome: event.outcome,
        ...(event.amount === undefined ? {} : { amount: event.amount }),
      }
      return {
        ...state,
        escalations: state.escalations.map((escalation, index) =>
          index === at ? { ...escalation, decided } : escalation,
        ),
      }
    }
    case 'withdrawn':
      return {
        ...state,
        withdrawn: [...state.withdrawn, ...endsOf(event)],
      }
    case 'closed':
      return { ...state, closedOn: event.on }
    case 'deadline-reached':
      return {
        ...state,
        reached: [...state.reached, deadlineKey({ ...event, id: event.deadline })],
        deadlines: replaceDeadlines(state.deadlines, event.deadlines ?? []),
      }
    default:
      return assertNever(event)
  }
}

function withStay(
  state: OrderState,
  event: OrderEventOf<'stay-sought' | 'stay-ordered' | 'stay-lifted'>,
): OrderState {
  const { on, terms, forum, until, conditions, of } = event
  const deadlines = event.kind === 'stay-sought' ? [] : (event.deadlines ?? [])
  const act: CourtStay = {
    action: stayActions[event.kind],
    on,
    terms,
    forum,
    ...present({ until, conditions, of }),
    ...(event.kind !== 'stay-ordered' || deadlines.length === 0
      ? {}
      : {
          expected: {
            before: state.deadlines.filter(({ id }) => id === 'comply'),
            after: deadlines,
          },
        }),
  }
  return {
    ...state,
    courtStays: [...state.courtStays, act],
    deadlines: replaceDeadlines(state.deadlines, deadlines),
  }
}

const stayActions = {
  'stay-sought': 'sought',
  'stay-ordered': 'ordered',
  'stay-lifted': 'lifted',
} as const

function partyOf({ party }: { readonly party?: string | undefined }): { party?: string } {
  return party === undefined ? {} : { party }
}

/** Of an order without terms, the whole of it ends, under the empty name. */
function endsOf({ terms, on }: OrderEventOf<'withdrawn' | 'rescinded'>): OrderState['withdrawn'] {
  return (terms.length === 0 ? [''] : terms).map((term) => ({ term, on }))
}

export function wordOfMeans(means: Means | string): string {
  return typeof means === 'string' ? means : means.other
}

function issued(ref: AggregateRef, event: OrderEventOf<'issued'>): OrderState {
  return {
    order: orderOf(ref),
    office: ref.office,
    number: event.number,
    matter: event.matter,
    statute: event.statute,
    packVersion: event.pack.version,
    zone: event.zone,
    ...(event.instrument === undefined ? {} : { instrument: event.instrument }),
    respondent: event.respondent,
    ...(event.respondents === undefined ? {} : { respondents: event.respondents }),
    ...(event.follows === undefined ? {} : { follows: event.follows }),
    otherParties: event.otherParties,
    issuedOn: event.on,
    terms: event.terms,
    copies: [],
    deadlines: [],
    positions: [],
    findings: [],
    challenges: [],
    courtStays: [],
    escalations: [],
    withdrawn: [],
    rescinded: [],
    extensions: [],
    reached: [],
    facts: [],
  }
}

/**
 * New deadlines take the place of those of the same clock, party and terms; an older one keeps the terms that are left.
 * A limitation that ran from a day by which to comply falls with it: it begins anew when the new day has passed.
 */
function replaceDeadlines(before: readonly Deadline[], now: readonly Deadline[]): Deadline[] {
  const kept = before.flatMap((old) => {
    const over = now.filter(
      (deadline) =>
        deadline.party === old.party &&
        ((deadline.id === old.id && deadline.route === old.route && deadline.name === old.name) ||
          (old.id === 'limitation' && deadline.id === 'comply')),
    )
    if (over.length === 0) return [old]
    if (old.terms.length === 0)
      return over.some((deadline) => deadline.terms.length === 0) ? [] : [old]
    const terms = old.terms.filter(
      (term) => !over.some((deadline) => deadline.terms.includes(term)),
    )
    return terms.length === 0 ? [] : [{ ...old, terms }]
  })
  return [...kept, ...now]
}

/** One that binds more terms keeps the others. */
function withoutTerms(deadlines: readonly Deadline[], gone: Deadline): readonly Deadline[] {
  const found = standing(deadlines, gone)
  return found === undefined
    ? deadlines
    : deadlines.flatMap((each) => {
        if (each !== found) return [each]
        const terms = each.terms.filter((term) => !gone.terms.includes(term))
        return terms.length === 0 ? [] : [{ ...each, terms }]
      })
}

function challengeOf(event: OrderEventOf<'challenge-filed'>): Challenge {
  const { challenge, challengeKind, forum, party, on, terms, from, inTime, stays } = event
  return {
    id: challenge,
    kind: challengeKind,
    forum,
    party,
    on,
    terms,
    inTime,
    stays,
    decisions: [],
    ...(from === undefined ? {} : { from }),
  }
}

function withDecision(challenge: Challenge, decision: CourtDecision): Challenge {
  // A decision recorded late stands where it belongs, whatever was recorded before it.
  const decisions = [...challenge.decisions, decision].toSorted((a, b) =>
    a.on < b.on ? -1 : a.on > b.on ? 1 : 0,
  )
  const latest = decisions.at(-1)
  return { ...challenge, decisions, ...(latest === undefined ? {} : { decision: latest }) }
}

function decisionOf(
  state: OrderState,
  challenge: Challenge,
  event: OrderEventOf<'court-decided'>,
): CourtDecision {
  const { on, citation, terms, endsStay, byConsent } = event
  const said = event.results ?? [{ terms, outcome: event.outcome ?? 'upheld', then: event.then }]
  const below = belowIn(state, challenge)
  // Two terms of one result may have fared differently below: each is read by itself.
  const results = said.flatMap((result) =>
    (result.terms.length === 0 ? [''] : result.terms).map((term) => ({
      terms: term === '' ? [] : [term],
      effect: effectOfRecord(result, challenge.from !== undefined, below(term)),
    })),
  )
  const then = event.then ?? said[0]?.then
  return {
    on,
    citation,
    terms,
    results,
    outcome: event.outcome ?? said[0]?.outcome ?? 'upheld',
    ...(then === undefined ? {} : { then }),
    ...(byConsent === undefined ? {} : { byConsent }),
    ...(endsStay === undefined ? {} : { endsStay }),
  }
}

/** What the decision that is appealed did to the term, or left standing. */
export function belowOf(
  state: Pick<OrderState, 'challenges'>,
  challenge: Pick<Challenge, 'from'>,
  term: string,
): Below {
  return belowIn(state, challenge)(term)
}

/** The same for several terms: whose decision it is, and what else was decided on it, is looked for once. */
function belowIn(
  state: Pick<OrderState, 'challenges'>,
  { from }: Pick<Challenge, 'from'>,
): (term: string) => Below {
  const root = from === undefined ? undefined : rootOf(state, from)
  if (root === undefined) return () => undefined
  const family = familyOf(state, root)
  return (term) => {
    const chain = rulingsOf(state, root, term, undefined, family)
    const at = chain.findLastIndex(({ ruling }) => ruling.citation === from)
    return chain.slice(0, at + 1).findLast(({ effect }) => effect !== 'below-stands')?.effect
  }
}

function rootOf(
  { challenges }: Pick<OrderState, 'challenges'>,
  citation: string,
): Challenge | undefined {
  // Of two decisions of one name the first recorded is meant.
  const decided = new Map<string, Challenge>()
  for (const each of challenges)
    for (const one of each.decisions)
      if (!decided.has(one.citation)) decided.set(one.citation, each)
  const seen = new Set<string>()
  for (let at: string | undefined = citation; at !== undefined && !seen.has(at);) {
    seen.add(at)
    const of = decided.get(at)
    if (of?.from === undefined) return of
    at = of.from
  }
  return undefined
}

function escalate(before: readonly Escalation[], event: OrderEventOf<'escalated'>): Escalation[] {
  const step = event.step === undefined ? [] : [{ step: event.step, on: event.on }]
  const docket = event.docket === undefined ? {} : { docket: event.docket }
  const at = before.findLastIndex(({ route }) => route === event.route)
  // A route that has ended and is taken again is another proceeding: a subsequent offence.
  if (at < 0 || before[at]?.decided !== undefined)
    return [...before, { route: event.route, on: event.on, steps: step, ...docket }]
  return before.map((escalation, index) =>
    index === at ? { ...escalation, ...docket, steps: [...escalation.steps, ...step] } : escalation,
  )
}
