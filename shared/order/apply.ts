// What one fact does to an order. Total over what `decide` produces, and indifferent to the order of legal dates.

import { orderOf, type AggregateRef } from '../kernel/ids.ts'
import { present } from '../kernel/present.ts'
import type { Deadline } from '../policy/deadline.schema.ts'
import { belowIn } from './below.ts'
import { asAgainst, differByParty, type Effect } from './calculus.ts'
import { boundByTerm } from './life.ts'
import { wordOfMeans } from './means.ts'
import type { OrderEventOf, Party, PlainOrderEvent } from './order.schema.ts'
import { effectOfRecord, type SaidResult } from './outcomes.ts'
import {
  deadlineKey,
  standing,
  type Challenge,
  type CourtDecision,
  type CourtStay,
  type Escalation,
  type OrderState,
} from './state.ts'

export function apply(
  ref: AggregateRef,
  state: OrderState | undefined,
  event: PlainOrderEvent,
): OrderState {
  if (event.kind === 'issued') return issued(ref, event)
  if (state === undefined)
    throw new Error(
      `Cannot apply "${event.kind}" to ${orderOf(ref)}: its first event must be "issued"`,
    )
  const change = changes[event.kind] as (state: OrderState, event: PlainOrderEvent) => OrderState
  return change(state, event)
}

type Kind = Exclude<PlainOrderEvent['kind'], 'issued'>
type Changes<Kinds extends Kind> = {
  readonly [K in Kinds]: (state: OrderState, event: OrderEventOf<K>) => OrderState
}

const ofParties: Changes<
  | 'respondent-succeeded'
  | 'copy-given'
  | 'service-disputed'
  | 'service-decided'
  | 'refusal-declared'
  | 'compliance-reported'
  | 'compliance-assessed'
> = {
  'respondent-succeeded': (state, { party, name, partyKind }) => {
    const now = (one: Party): Party => (one.id === party ? { ...one, name, kind: partyKind } : one)
    const { respondents } = state
    return {
      ...state,
      respondent: now(state.respondent),
      ...(respondents === undefined ? {} : { respondents: respondents.map(now) }),
    }
  },
  'copy-given': (state, event) => {
    const { party, on, means } = event
    const hadNone = !state.copies.some((copy) => copy.party === party)
    // What was said against a copy that was struck out is not said against this one.
    const disputes = state.serviceDisputes?.filter(
      (each) => !hadNone || each.party !== party || each.decided !== undefined,
    )
    return {
      ...state,
      ...present({ serviceDisputes: disputes }),
      copies: [...state.copies, { party, on, means: wordOfMeans(means) }],
      deadlines: replaceDeadlines(state.deadlines, event.deadlines),
    }
  },
  'service-disputed': (state, event) => ({
    ...state,
    serviceDisputes: [...(state.serviceDisputes ?? []), { party: event.party, on: event.on }],
    challenges: judgedAnew(state.challenges, event.challenges),
  }),
  'service-decided': serviceDecided,
  'refusal-declared': (state, event) => ({
    ...state,
    positions: [
      ...state.positions,
      ...event.terms.map((term) => ({
        term,
        position: 'refused' as const,
        on: event.on,
        ...present({ party: event.party }),
      })),
    ],
  }),
  'compliance-reported': (state, event) => ({
    ...state,
    positions: [
      ...state.positions,
      ...event.terms.map((term) => ({
        term,
        position: event.outcome,
        on: event.on,
        ...present({
          party: event.party,
          early: event.early?.find((each) => each.term === term)?.firstLawfulDay,
        }),
      })),
    ],
    deadlines: replaceDeadlines(state.deadlines, event.deadlines ?? []),
  }),
  'compliance-assessed': (state, event) => ({
    ...state,
    findings: [
      ...state.findings,
      ...event.terms.map((term) => ({
        term,
        finding: event.finding,
        on: event.on,
        ...present({ party: event.party }),
      })),
    ],
  }),
}

const ofCourts: Changes<
  | 'challenge-time-extended'
  | 'challenge-filed'
  | 'court-decided'
  | 'stay-sought'
  | 'stay-ordered'
  | 'stay-lifted'
> = {
  'challenge-time-extended': (state, event) => ({
    ...state,
    deadlines: replaceDeadlines(state.deadlines, event.deadlines),
    challenges: judgedAnew(state.challenges, event.challenges),
  }),
  'challenge-filed': (state, event) => ({
    ...state,
    challenges: [...state.challenges, challengeOf(event)],
  }),
  'court-decided': (state, event) => ({
    ...state,
    challenges: state.challenges.map((challenge) =>
      challenge.id === event.challenge
        ? withDecision(challenge, decisionOf(state, challenge, event))
        : challenge,
    ),
    deadlines: replaceDeadlines(state.deadlines, event.deadlines),
  }),
  'stay-sought': withStay,
  'stay-ordered': withStay,
  'stay-lifted': withStay,
}

const ofTheOffice: Changes<
  | 'rescinded'
  | 'withdrawn'
  | 'closed'
  | 'reopened'
  | 'deadline-set'
  | 'extended'
  | 'extension-undone'
  | 'corrected'
  | 'term-reworded'
  | 'deadline-corrected'
  | 'deadline-reached'
> = {
  rescinded: (state, event) => ({ ...state, rescinded: [...state.rescinded, ...endsOf(event)] }),
  withdrawn: (state, event) => ({ ...state, withdrawn: [...state.withdrawn, ...endsOf(event)] }),
  closed: (state, event) => ({ ...state, closedOn: event.on }),
  reopened: (state) => {
    const { closedOn: _, ...open } = state
    return open
  },
  'deadline-set': (state, event) => ({
    ...state,
    deadlines: replaceDeadlines(state.deadlines, event.deadlines),
  }),
  extended: (state, event) => ({
    ...state,
    extensions: [
      ...state.extensions,
      {
        on: event.on,
        to: event.to,
        terms: event.terms,
        ...present({ parties: event.parties }),
        before: state.deadlines.filter(
          ({ id, party }) => id === 'comply' && event.parties?.includes(party) !== false,
        ),
      },
    ],
    deadlines: replaceDeadlines(state.deadlines, event.deadlines),
  }),
  'extension-undone': (state, event) => ({
    ...state,
    extensions: state.extensions.map((extension) => ({
      ...extension,
      terms: extension.terms.filter((term) => !event.terms.includes(term)),
    })),
    deadlines: replaceDeadlines(state.deadlines, event.deadlines),
  }),
  corrected: (state, event) => ({
    ...state,
    deadlines: replaceDeadlines(state.deadlines, event.deadlines),
    ...(event.touchesConclusions ? { correctedOn: event.on } : {}),
    ...reworded(state, event, event.terms?.[0]),
  }),
  'term-reworded': (state, event) => ({ ...state, ...reworded(state, event, event.term) }),
  'deadline-corrected': (state, { before, after }) => ({
    ...state,
    deadlines:
      after !== undefined
        ? replaceDeadlines(state.deadlines, [after])
        : before === undefined
          ? state.deadlines
          : withoutTerms(state.deadlines, before),
  }),
  'deadline-reached': (state, event) => ({
    ...state,
    reached: [...state.reached, deadlineKey({ ...event, id: event.deadline })],
    deadlines: replaceDeadlines(state.deadlines, event.deadlines ?? []),
  }),
}

const ofRoutes: Changes<'escalated' | 'escalation-decided'> = {
  escalated: (state, event) => ({
    ...state,
    escalations: escalate(state.escalations, event),
    deadlines: replaceDeadlines(state.deadlines, event.deadlines ?? []),
  }),
  'escalation-decided': (state, event) => {
    const at = state.escalations.findLastIndex(({ route }) => route === event.route)
    const decided = {
      on: event.on,
      outcome: event.outcome,
      ...present({ amount: event.amount }),
    }
    return {
      ...state,
      escalations: state.escalations.map((escalation, index) =>
        index === at ? { ...escalation, decided } : escalation,
      ),
      deadlines: replaceDeadlines(state.deadlines, event.deadlines ?? []),
    }
  },
}

const changes: Changes<Kind> = { ...ofParties, ...ofCourts, ...ofTheOffice, ...ofRoutes }

/** The words of one term from this day on; of a correction that changes none, nothing. */
function reworded(
  { wordings = [] }: OrderState,
  event: OrderEventOf<'corrected' | 'term-reworded'>,
  term: string | undefined,
): Pick<OrderState, 'wordings'> {
  const { on, parties, text } = event
  if (term === undefined || text === undefined) return {}
  const decision = event.kind === 'term-reworded' ? event.decision : undefined
  return { wordings: [...wordings, { term, on, text, ...present({ parties, decision }) }] }
}

/** A copy that was none falls with every date that it started; one that counts from another day has that day, and its dates; of one that was struck out nothing follows. */
function serviceDecided(state: OrderState, event: OrderEventOf<'service-decided'>): OrderState {
  const { party, on, outcome, givenOn } = event
  const disputes = state.serviceDisputes ?? []
  const at = disputes.findLastIndex((each) => each.party === party)
  const serviceDisputes = disputes.map((each, index) =>
    index === at ? { ...each, decided: { on, outcome } } : each,
  )
  if (!state.copies.some((copy) => copy.party === party)) return { ...state, serviceDisputes }
  const copies =
    outcome === 'not-good'
      ? state.copies.filter((copy) => copy.party !== party)
      : state.copies.map((copy) =>
          copy.party === party && givenOn !== undefined ? { ...copy, on: givenOn } : copy,
        )
  return {
    ...state,
    copies,
    serviceDisputes,
    deadlines:
      outcome === 'not-good'
        ? state.deadlines.filter(
            (deadline) => deadline.party !== party || !startsWithCopy.includes(deadline.id),
          )
        : replaceDeadlines(state.deadlines, event.deadlines),
    challenges: judgedAnew(state.challenges, event.challenges),
  }
}

/** What runs for a party because it was given a copy; a step and a date by hand have days of their own. */
const startsWithCopy: readonly Deadline['id'][] = [
  'challenge',
  'comply-not-before',
  'enforceable',
  'comply',
  'report',
  'limitation',
]

/** Challenges whose time is judged anew by what an event says. */
function judgedAnew(
  challenges: readonly Challenge[],
  now: OrderEventOf<'challenge-time-extended'>['challenges'],
): readonly Challenge[] {
  return challenges.map((challenge) => {
    const one = now.find((each) => each.challenge === challenge.id)
    return one === undefined ? challenge : { ...challenge, inTime: one.inTime, stays: one.stays }
  })
}

function withStay(
  state: OrderState,
  event: OrderEventOf<'stay-sought' | 'stay-ordered' | 'stay-lifted'>,
): OrderState {
  const { on, terms, parties, forum, until, conditions, of } = event
  const deadlines = event.kind === 'stay-sought' ? [] : (event.deadlines ?? [])
  const act: CourtStay = {
    action: stayActions[event.kind],
    on,
    terms,
    forum,
    ...present({ parties, until, conditions, of }),
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

/** Of an order without terms, the whole of it ends, under the empty name; as against some, each by itself. */
function endsOf({
  terms,
  parties,
  on,
}: OrderEventOf<'withdrawn' | 'rescinded'>): OrderState['withdrawn'] {
  return (terms.length === 0 ? [''] : terms).flatMap((term) =>
    parties === undefined ? [{ term, on }] : parties.map((party) => ({ term, party, on })),
  )
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
  const { challenge, challengeKind, forum, party, on, terms, from, at, inTime, stays } = event
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
    ...present({ from, at }),
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
  const { on, citation, terms, parties, endsStay, byConsent } = event
  const outcome = event.outcome ?? 'upheld'
  const said: readonly SaidResult[] = event.results ?? [
    { terms, parties, outcome, then: event.then },
  ]
  const results = said.flatMap((result) => resultsOf(state, challenge, result))
  const then = event.then ?? said[0]?.then
  return {
    on,
    citation,
    terms,
    ...present({ parties }),
    results,
    outcome: event.outcome ?? said[0]?.outcome ?? 'upheld',
    ...(then === undefined ? {} : { then }),
    ...(byConsent === undefined ? {} : { byConsent }),
    ...(endsStay === undefined ? {} : { endsStay }),
  }
}

/** Two terms of one result, or two respondents, may have fared differently below: each is read by itself. */
function resultsOf(
  state: OrderState,
  challenge: Challenge,
  result: SaidResult,
): CourtDecision['results'] {
  const appeal = challenge.from !== undefined
  const below = belowIn(state, challenge)
  // As against whom it matters only where something was said as against some.
  const apart = appeal && differByParty(state)
  return (result.terms.length === 0 ? [''] : result.terms).flatMap((term) => {
    const terms = term === '' ? [] : [term]
    const effect = effectOfRecord(result, appeal, below(term))
    if (!apart) return [{ terms, ...present({ parties: result.parties }), effect }]
    const effects = Map.groupBy(result.parties ?? boundByTerm(state, term), (party): Effect =>
      effectOfRecord(result, appeal, belowIn(asAgainst(state, party), challenge)(term)),
    )
    return [...effects].map(([own, parties]) => ({ terms, parties, effect: own }))
  })
}

function escalate(before: readonly Escalation[], event: OrderEventOf<'escalated'>): Escalation[] {
  const steps = event.step === undefined ? [] : [{ step: event.step, on: event.on }]
  const known = present({ docket: event.docket, failureOn: event.failureOn })
  const at = before.findLastIndex(({ route }) => route === event.route)
  const last = before[at]
  // A route that has ended and is taken again is another proceeding, a subsequent offence; an appeal of its outcome goes on with it.
  if (last === undefined || (last.decided !== undefined && event.appeals === undefined))
    return [...before, { route: event.route, on: event.on, steps, ...known }]
  const { decided, ...open } = last
  const now: Escalation = {
    ...open,
    ...known,
    steps: [...last.steps, ...steps],
    ...(decided === undefined ? {} : { appealed: [...(last.appealed ?? []), decided] }),
  }
  return before.map((escalation, index) => (index === at ? now : escalation))
}
