// Whether a term is stayed on a day, in the short form that most readers need. The whole of it is in `calculus.ts`.

import type { LocalDate } from '../kernel/date.ts'
import { endOfStay, speaksOf } from './calculus.ts'
import { lifeOf, lifeOn } from './life.ts'
import type { CourtStay, OrderState } from './state.ts'

export interface StayStatus {
  readonly stayed: boolean
  readonly uncertain: boolean
  /** First day of the stay that holds. */
  readonly since?: LocalDate
}

/** Whether the facts in `state` up to the end of `day` stay `term`, for `party` where one is named. Without a day: with every fact that is in `state`. */
export function stayOf(
  state: OrderState,
  term: string,
  day: LocalDate = lastDayOf(state),
  party?: string,
): StayStatus {
  const { stayed, uncertain, since } =
    party === undefined ? lifeOf(state, term, day) : lifeOn(state, term, party, day)
  return { stayed, uncertain, ...(since === undefined ? {} : { since }) }
}

/** The day of the latest fact: a stay that ends later still holds on it. */
export function lastDayOf(state: OrderState): LocalDate {
  let last = state.issuedOn
  const see = ({ on }: { readonly on: LocalDate }): void => {
    if (on > last) last = on
  }
  state.facts.forEach(see)
  // A state of an older version has no list of its facts.
  if (state.facts[0]?.kind !== 'issued') {
    ;[state.copies, state.positions, state.challenges, state.courtStays].forEach((list) =>
      list.forEach(see),
    )
    state.challenges.forEach(({ decisions }) => decisions.forEach(see))
    state.withdrawn.forEach(see)
  }
  return last
}

/** The stay of the penalty, of the publication or of the names, that holds for `term` on `day`: neither stays the order. */
export function sideStay(
  { courtStays, challenges }: Pick<OrderState, 'courtStays' | 'challenges'>,
  of: 'penalty' | 'publication' | 'names',
  term: string,
  day: LocalDate,
): CourtStay | undefined {
  const last = courtStays
    .filter(
      (act) =>
        act.of === of && act.on <= day && act.action !== 'sought' && speaksOf(act.terms, term),
    )
    .toSorted((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0))
    .at(-1)
  if (last?.action !== 'ordered') return undefined
  const end = endOfStay({ challenges }, last, day)
  return end !== undefined && end < day ? undefined : last
}
