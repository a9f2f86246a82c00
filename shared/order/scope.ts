// Of which terms and of whom a command speaks.

import { problem, type Problem } from '../kernel/problems.ts'
import { respondentsOf, type OrderState } from './state.ts'

/** The terms a command speaks of: those it names, or all that are not withdrawn. */
export function termsOf(
  state: OrderState,
  command: { readonly terms?: readonly string[] | undefined },
): string[] {
  if (command.terms !== undefined) return [...command.terms]
  return state.terms
    .map((term) => term.id)
    .filter((id) => !state.withdrawn.some((end) => end.term === id))
}

/** As `termsOf`; an order without terms has one life, under the empty name. */
export function namesOf(
  state: OrderState,
  command: { readonly terms?: readonly string[] | undefined },
): string[] {
  return state.terms.length === 0 ? [''] : termsOf(state, command)
}

/** Whoever gets a copy: those whom the order binds, and the others. */
export function partiesOf(state: OrderState): string[] {
  return [...respondentsOf(state), ...state.otherParties.map((party) => party.id)]
}

export function partyProblem(state: OrderState, party: string | undefined): Problem | undefined {
  const parties = partiesOf(state)
  if (party === undefined || parties.includes(party)) return undefined
  const known = parties.join(', ')
  return problem(
    'unknown-party',
    {
      en: `Order "${state.order}" does not concern "${party}"; its parties are ${known}`,
      fr: `L’ordonnance « ${state.order} » ne vise pas « ${party} »; ses parties sont ${known}`,
    },
    party,
  )
}

/** `unknown-term` for the first name that is no term of the order. */
export function termsProblem(
  state: OrderState,
  named: readonly string[] | undefined,
): Problem | undefined {
  const strange = named?.find((id) => !state.terms.some((term) => term.id === id))
  if (strange === undefined) return undefined
  const known = state.terms.map(({ id }) => id).join(', ')
  return problem(
    'unknown-term',
    {
      en: `Order "${state.order}" has no term "${strange}"; its terms are ${known || 'none'}`,
      fr: `L’ordonnance « ${state.order} » n’a pas de disposition « ${strange} »; ses dispositions : ${known || 'aucune'}`,
    },
    strange,
  )
}
