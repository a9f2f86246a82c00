// Whether a term is stayed: by statute through a challenge, or by a court's own order; and whether that is certain.
// A stay lives on the term. Where law or record does not say, the answer says so and keeps the stay.

import type { LocalDate } from '../kernel/date.ts'
import type { StayOfTerms } from './order.schema.ts'
import type { Challenge, CourtDecision, OrderState } from './state.ts'

export interface StayStatus {
  readonly stayed: boolean
  readonly uncertain: boolean
  /** First day of the stay that holds, or of the latest one that held. */
  readonly since?: LocalDate
}

/** Whether the facts in `state` stay `term`. For a past day, fold only the facts up to that day. */
export function stayOf(state: OrderState, term: string): StayStatus {
  const all = [
    ...state.challenges.flatMap((challenge) => statutoryStays(state, challenge, term)),
    courtStay(state, term),
  ]
  const holding = all.filter((status) => status.stayed)
  const counted = holding.length > 0 ? holding : all
  const since = counted
    .flatMap((status) => (status.since === undefined ? [] : [status.since]))
    .toSorted()[0]
  const uncertain =
    holding.length > 0
      ? holding.every((status) => status.uncertain)
      : all.some((status) => status.uncertain)
  return { stayed: holding.length > 0, uncertain, ...(since === undefined ? {} : { since }) }
}

/** The latest court decision that speaks of `term`, on this challenge or on appeals from its decision. */
export function lastDecision(
  state: OrderState,
  challenge: Challenge,
  term: string,
): CourtDecision | undefined {
  const appeals = challenge.decision === undefined ? [] : appealsFrom(state, challenge.decision)
  for (const appeal of appeals.toReversed()) {
    const later = lastDecision(state, appeal, term)
    if (later !== undefined) return later
  }
  return challenge.decision?.terms.includes(term) === true ? challenge.decision : undefined
}

/** A term is quashed while the last decision of some challenge to the order says so; a higher court may restore it. */
export function isQuashed(state: OrderState, term: string): LocalDate | undefined {
  for (const challenge of state.challenges) {
    if (challenge.from !== undefined) continue
    const decision = lastDecision(state, challenge, term)
    if (decision?.outcome === 'quashed') return decision.on
  }
  return undefined
}

function appealsFrom(state: OrderState, decision: CourtDecision): Challenge[] {
  return state.challenges.filter((challenge) => challenge.from === decision.citation)
}

function statutoryStays(state: OrderState, challenge: Challenge, term: string): StayStatus[] {
  return challenge.stays
    .filter((stay) => stay.terms.includes(term))
    .map((stay) => statutoryStay(state, challenge, stay, term))
}

function statutoryStay(
  state: OrderState,
  challenge: Challenge,
  stay: StayOfTerms,
  term: string,
): StayStatus {
  const since = challenge.on
  const decision = lastDecision(state, challenge, term)
  const doubtful = challenge.inTime === 'unknown'
  if (decision === undefined) return { stayed: true, uncertain: doubtful, since }
  if (decision.endsStay !== undefined)
    return { stayed: !decision.endsStay, uncertain: doubtful && !decision.endsStay, since }
  switch (stay.until) {
    case 'court-has-dealt':
      return { stayed: false, uncertain: false, since }
    case 'final-decision':
      return {
        stayed: true,
        uncertain: !appealsFrom(state, decision).some((appeal) => appeal.decision === undefined),
        since,
      }
    case 'court-orders-otherwise':
      return { stayed: true, uncertain: true, since }
  }
}

function courtStay(state: OrderState, term: string): StayStatus {
  const acts = state.courtStays
    .filter((act) => act.terms.includes(term))
    .toSorted((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0))
  const ruling = acts.findLast((act) => act.action !== 'sought')
  const askedSince = acts.slice(ruling === undefined ? 0 : acts.indexOf(ruling) + 1).length > 0
  if (ruling?.action === 'ordered') return { stayed: true, uncertain: false, since: ruling.on }
  return { stayed: false, uncertain: askedSince }
}
