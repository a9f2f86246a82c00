// Of which terms and of whom a command speaks.

import { lastIfAll, type LocalDate } from '../kernel/date.ts'
import { problem, type Problem } from '../kernel/problems.ts'
import { theOrder, theTerm } from './act-words.ts'
import type { OwnEnd } from './calculus.ts'
import { boundBy, boundByTerm } from './life.ts'
import type { OrderCommandOf } from './order.schema.ts'
import { respondentsOf, type Challenge, type OrderState } from './state.ts'

/** Whether the office ended the term for everybody whom it binds, or for `party`: the day of the last of these acts. */
export function endedByOffice(
  state: OrderState,
  ends: readonly OwnEnd[],
  term: string,
  parties?: readonly string[],
): LocalDate | undefined {
  const own = ends.filter((end) => end.term === term)
  const whole = own.find(({ party }) => party === undefined)
  if (whole !== undefined) return whole.on
  return lastIfAll(
    (parties ?? boundByTerm(state, term)).map(
      (party) => own.find((end) => end.party === party)?.on,
    ),
  )
}

/** The day on which the last of the order was withdrawn or rescinded by its office, if nothing of it is left. */
export function takenBackOn(state: OrderState): LocalDate | undefined {
  const ends = [...state.withdrawn, ...state.rescinded]
  const names = state.terms.length === 0 ? [''] : state.terms.map(({ id }) => id)
  return lastIfAll(names.map((name) => endedByOffice(state, ends, name)))
}

/** As against whom a command is, where it names some: each is bound by every term that it speaks of. */
export function namedPartiesProblem(
  state: OrderState,
  terms: readonly string[],
  named: readonly string[] | undefined,
): Problem | undefined {
  for (const party of named ?? []) {
    const unknown = partyProblem(state, party)
    if (unknown !== undefined) return unknown
    const free = (terms.length === 0 ? [''] : terms).find(
      (term) => !boundByTerm(state, term).includes(party),
    )
    const what = free === '' ? theOrder(state.order) : theTerm(state.order, free ?? '')
    if (free !== undefined)
      return problem(
        'unknown-party',
        {
          en: `"${party}" is not bound by ${what.en}`,
          fr: `« ${party} » n’est pas lié par ${what.fr}`,
        },
        party,
      )
  }
  const twice = named?.find((party, at) => named.indexOf(party) !== at)
  return twice === undefined
    ? undefined
    : problem(
        'invalid-input',
        {
          en: `Respondent "${twice}" is named twice`,
          fr: `La partie visée « ${twice} » est nommée deux fois`,
        },
        twice,
      )
}

/** The terms a command speaks of: those it names, or all that are not withdrawn; as against some, those that bind all of them. */
export function termsOf(
  state: OrderState,
  command: {
    readonly terms?: readonly string[] | undefined
    readonly parties?: readonly string[] | undefined
  },
): string[] {
  if (command.terms !== undefined) return [...command.terms]
  const { parties } = command
  return state.terms
    .filter((term) => {
      const bound = boundBy(state, term)
      return parties?.every((party) => bound.includes(party)) !== false
    })
    .map((term) => term.id)
    .filter((id) => endedByOffice(state, state.withdrawn, id, parties) === undefined)
}

/** The terms of a decision: those that it names, else all that were challenged; as against some respondents, those of them that bind these. */
export function decidedTerms(
  state: OrderState,
  challenged: Challenge | undefined,
  { terms, results, parties }: OrderCommandOf<'decide'>,
): string[] {
  if (terms !== undefined) return [...terms]
  if (results !== undefined) return [...new Set(results.flatMap((result) => result.terms))]
  const all = challenged?.terms ?? []
  if (parties === undefined) return [...all]
  const binding = termsOf(state, { parties })
  return all.filter((term) => binding.includes(term))
}

/** As `termsOf`; an order without terms has one life, under the empty name. */
export function namesOf(state: OrderState, command: Parameters<typeof termsOf>[1]): string[] {
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
