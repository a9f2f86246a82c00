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
import type {
  CourtOutcome,
  OrderEvent,
  OrderEventOf,
  Party,
  StayOfTerms,
  Term,
} from './order.schema.ts'

export interface CourtDecision {
  readonly on: LocalDate
  readonly outcome: CourtOutcome
  readonly citation: string
  readonly terms: readonly string[]
  readonly endsStay?: boolean
}

export interface Challenge {
  readonly id: string
  readonly kind: 'judicial-review' | 'appeal'
  readonly forum: string
  readonly party: string
  readonly on: LocalDate
  readonly terms: readonly string[]
  /** The citation of the decision appealed, where it is not the order itself. */
  readonly from?: string
  readonly inTime: 'yes' | 'no' | 'unknown'
  readonly stays: readonly StayOfTerms[]
  readonly decision?: CourtDecision
}

export interface Escalation {
  readonly route: string
  readonly on: LocalDate
  readonly steps: readonly { readonly step: string; readonly on: LocalDate }[]
  readonly docket?: string
  readonly decided?: { readonly on: LocalDate; readonly outcome: string; readonly amount?: number }
}

export interface OrderState {
  readonly order: OrderId
  readonly office: OfficeId
  readonly number: string
  readonly matter: MatterId
  readonly statute: string
  readonly packVersion: string
  readonly zone: string
  readonly respondent: Party
  readonly otherParties: readonly Party[]
  readonly issuedOn: LocalDate
  readonly terms: readonly Term[]
  readonly copies: readonly {
    readonly party: string
    readonly on: LocalDate
    readonly means: string
  }[]
  readonly deadlines: readonly Deadline[]
  readonly positions: readonly {
    readonly term: string
    readonly position: 'refused' | 'partial' | 'complied'
    readonly on: LocalDate
  }[]
  readonly challenges: readonly Challenge[]
  readonly courtStays: readonly {
    readonly action: 'sought' | 'ordered' | 'lifted'
    readonly on: LocalDate
    readonly terms: readonly string[]
    readonly forum: string
  }[]
  readonly escalations: readonly Escalation[]
  readonly withdrawn: readonly { readonly term: string; readonly on: LocalDate }[]
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
}

/** Names one deadline at one instant: a moved deadline is another one. */
export function deadlineKey(deadline: {
  readonly id: string
  readonly party: string
  readonly terms: readonly string[]
  readonly route?: string | undefined
  readonly alarmAt: string
}): string {
  return [
    deadline.id,
    deadline.party,
    deadline.terms.join('+'),
    deadline.route ?? '',
    deadline.alarmAt,
  ].join('|')
}

/** The deadline of the same clock, party and route that binds one of `terms`, or the whole order where `terms` is empty. */
export function standing(
  deadlines: readonly Deadline[],
  { id, party, route, terms }: Pick<Deadline, 'id' | 'party' | 'route' | 'terms'>,
): Deadline | undefined {
  return deadlines.find(
    (each) =>
      each.id === id &&
      each.party === party &&
      each.route === route &&
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
  if (event.kind === 'issued') return issued(ref, event)
  if (state === undefined)
    throw new Error(
      `Cannot apply "${event.kind}" to ${orderOf(ref)}: its first event must be "issued"`,
    )
  switch (event.kind) {
    case 'copy-given':
      return {
        ...state,
        copies: [...state.copies, { party: event.party, on: event.on, means: event.means }],
        deadlines: replaceDeadlines(state.deadlines, event.deadlines),
      }
    case 'refusal-declared':
      return {
        ...state,
        positions: [
          ...state.positions,
          ...event.terms.map((term) => ({ term, position: 'refused' as const, on: event.on })),
        ],
      }
    case 'compliance-reported':
      return {
        ...state,
        positions: [
          ...state.positions,
          ...event.terms.map((term) => ({ term, position: event.outcome, on: event.on })),
        ],
      }
    case 'challenge-filed':
      return { ...state, challenges: [...state.challenges, challengeOf(event)] }
    case 'court-decided':
      return {
        ...state,
        challenges: state.challenges.map((challenge) =>
          challenge.id === event.challenge
            ? { ...challenge, decision: decisionOf(event) }
            : challenge,
        ),
        deadlines: replaceDeadlines(state.deadlines, event.deadlines),
      }
    case 'stay-sought':
    case 'stay-ordered':
      return {
        ...state,
        courtStays: [
          ...state.courtStays,
          {
            action: event.kind === 'stay-sought' ? 'sought' : 'ordered',
            on: event.on,
            terms: event.terms,
            forum: event.forum,
          },
        ],
      }
    case 'stay-lifted':
      return {
        ...state,
        courtStays: [
          ...state.courtStays,
          { action: 'lifted', on: event.on, terms: event.terms, forum: event.forum },
        ],
        deadlines: replaceDeadlines(state.deadlines, event.deadlines),
      }
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
      return { ...state, escalations: escalate(state.escalations, event) }
    case 'escalation-decided':
      return {
        ...state,
        escalations: state.escalations.map((escalation) =>
          escalation.route === event.route
            ? {
                ...escalation,
                decided: {
                  on: event.on,
                  outcome: event.outcome,
                  ...(event.amount === undefined ? {} : { amount: event.amount }),
                },
              }
            : escalation,
        ),
      }
    case 'withdrawn':
      return {
        ...state,
        withdrawn: [...state.withdrawn, ...event.terms.map((term) => ({ term, on: event.on }))],
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

function issued(ref: AggregateRef, event: OrderEventOf<'issued'>): OrderState {
  return {
    order: orderOf(ref),
    office: ref.office,
    number: event.number,
    matter: event.matter,
    statute: event.statute,
    packVersion: event.pack.version,
    zone: event.zone,
    respondent: event.respondent,
    otherParties: event.otherParties,
    issuedOn: event.on,
    terms: event.terms,
    copies: [],
    deadlines: [],
    positions: [],
    challenges: [],
    courtStays: [],
    escalations: [],
    withdrawn: [],
    extensions: [],
    reached: [],
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
        ((deadline.id === old.id && deadline.route === old.route) ||
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
    ...(from === undefined ? {} : { from }),
  }
}

function decisionOf(event: OrderEventOf<'court-decided'>): CourtDecision {
  const { on, outcome, citation, terms, endsStay } = event
  return { on, outcome, citation, terms, ...(endsStay === undefined ? {} : { endsStay }) }
}

function escalate(before: readonly Escalation[], event: OrderEventOf<'escalated'>): Escalation[] {
  const step = event.step === undefined ? [] : [{ step: event.step, on: event.on }]
  const docket = event.docket === undefined ? {} : { docket: event.docket }
  if (!before.some((escalation) => escalation.route === event.route))
    return [...before, { route: event.route, on: event.on, steps: step, ...docket }]
  return before.map((escalation) =>
    escalation.route === event.route
      ? { ...escalation, ...docket, steps: [...escalation.steps, ...step] }
      : escalation,
  )
}
