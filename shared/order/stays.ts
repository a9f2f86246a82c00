// Whether a term is stayed on a day, in the short form that most readers need. The whole of it is in `calculus.ts`.

import type { LocalDate } from '../kernel/date.ts'
import { lifeAt, speaksOf } from './calculus.ts'
import type { OrderState } from './state.ts'

export interface StayStatus {
  readonly stayed: boolean
  readonly uncertain: boolean
  /** First day of the stay that holds. */
  readonly since?: LocalDate
}

/** Whether the facts in `state` up to the end of `day` stay `term`. Without a day: with every fact that is in `state`. */
export function stayOf(state: OrderState, term: string, day?: LocalDate): StayStatus {
  const { stayed, uncertain, since } = lifeAt(state, term, day ?? lastDayOf(state))
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

/** Whether a court's stay of the penalty, not of the order, holds for `term` on `day`. */
export function penaltyIsStayed(
  { courtStays }: Pick<OrderState, 'courtStays'>,
  term: string,
  day: LocalDate,
): boolean {
  const last = courtStays
    .filter(
      ({ of, on, action, terms }) =>
        of === 'penalty' && on <= day && action !== 'sought' && speaksOf(terms, term),
    )
    .toSorted((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0))
    .at(-1)
  return last?.action === 'ordered' && !(typeof last.until === 'string' && last.until < day)
}
