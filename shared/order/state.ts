// An order as its events tell it: facts only. What follows from them on a day is in `terms.ts`, `stays.ts` and `routes.ts`.

import type { LocalDate } from '../kernel/date.ts'
import type { MatterId, OfficeId, OrderId } from '../kernel/ids.ts'
import type { Text } from '../kernel/text.ts'
import type { Deadline } from '../policy/deadline.schema.ts'
import type { ChallengeFacts, LifeFacts, Ruling } from './calculus.ts'
import type {
  Finding,
  Instead,
  OrderEvent,
  Party,
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
  readonly parties?: readonly string[]
  readonly byConsent?: boolean
}

export interface Challenge extends ChallengeFacts {
  readonly kind: 'judicial-review' | 'appeal'
  readonly forum: string
  readonly party: string
  /** The hour at which the registry took it. */
  readonly at?: string
  readonly decisions: readonly CourtDecision[]
  /** The latest one. */
  readonly decision?: CourtDecision
}

export interface RouteOutcome {
  readonly on: LocalDate
  readonly outcome: string
  readonly amount?: number
}
export interface Escalation {
  readonly route: string
  readonly on: LocalDate
  readonly steps: readonly { readonly step: string; readonly on: LocalDate }[]
  readonly docket?: string
  /** The day of the failure that it is about, where a limitation runs from that day. */
  readonly failureOn?: LocalDate
  /** How it ended, while nothing is pending against that. */
  readonly decided?: RouteOutcome
  /** Outcomes that were appealed, the oldest first. */
  readonly appealed?: readonly RouteOutcome[]
}

/** A party says that it was not served, or not on that day; open until it is decided. */
export interface ServiceDispute {
  readonly party: string
  readonly on: LocalDate
  readonly decided?: { readonly on: LocalDate; readonly outcome: 'good' | 'not-good' }
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

/** What a term says since it was reworded. */
export interface Wording {
  readonly term: string
  /** To whom; absent: to everybody whom it binds. */
  readonly parties?: readonly string[]
  readonly on: LocalDate
  readonly text: Text
  /** The decision that varied the term; absent: the office's own correction. */
  readonly decision?: string
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
  /** Absent: nobody disputes a copy. */
  readonly serviceDisputes?: readonly ServiceDispute[]
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
    readonly parties?: readonly string[]
    readonly before: readonly Deadline[]
  }[]
  readonly correctedOn?: LocalDate
  /** Absent: every term says what it said when the order was issued. */
  readonly wordings?: readonly Wording[]
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
  return allRespondents(state).map((party) => party.id)
}

export function allRespondents({
  respondent,
  respondents = [],
}: Pick<OrderState, 'respondent' | 'respondents'>): Party[] {
  return [respondent, ...respondents]
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

/** Whether it is disputed, and not decided, that the party was given its copy. Of a copy that was struck out nothing is left to dispute. */
export function isServiceDisputed(
  { serviceDisputes, copies }: Pick<OrderState, 'serviceDisputes' | 'copies'>,
  party: string,
): boolean {
  if (!copies.some((copy) => copy.party === party)) return false
  const last = serviceDisputes?.findLast((each) => each.party === party)
  return last !== undefined && last.decided === undefined
}
