// What of a disputed copy can be refused from the order alone: a copy that nobody was given, a dispute that there is not.

import { problem, type Problem } from '../kernel/problems.ts'
import { cannot, theOrder } from './act-words.ts'
import type { OrderCommandOf } from './order.schema.ts'
import { partyProblem } from './scope.ts'
import { isServiceDisputed, type OrderState } from './state.ts'

export function disputeProblem(
  state: OrderState,
  { party }: OrderCommandOf<'dispute-service'>,
): Problem | undefined {
  const unknown = partyProblem(state, party)
  if (unknown !== undefined) return unknown
  const what = theOrder(state.order)
  if (!state.copies.some((copy) => copy.party === party))
    return problem(
      'not-served',
      cannot('dispute-service', what, {
        en: `no copy is recorded as given to "${party}"`,
        fr: `aucune remise de copie à « ${party} » n’est consignée`,
      }),
      party,
    )
  return isServiceDisputed(state, party)
    ? problem(
        'already-exists',
        cannot('dispute-service', what, {
          en: `"${party}" disputes it already, and that is not decided`,
          fr: `« ${party} » la conteste déjà, et ce n’est pas tranché`,
        }),
        party,
      )
    : undefined
}

export function serviceDecisionProblem(
  state: OrderState,
  { party, outcome, givenOn }: OrderCommandOf<'decide-service'>,
): Problem | undefined {
  const unknown = partyProblem(state, party)
  if (unknown !== undefined) return unknown
  const what = theOrder(state.order)
  if (!isServiceDisputed(state, party))
    return problem(
      'not-found',
      cannot('decide-service', what, {
        en: `"${party}" does not dispute that it was given a copy`,
        fr: `« ${party} » ne conteste pas avoir reçu une copie`,
      }),
      party,
    )
  if (givenOn === undefined) return undefined
  if (outcome === 'not-good')
    return problem(
      'invalid-input',
      cannot('decide-service', what, {
        en: `a copy that does not count has no day from which it counts, and ${givenOn} is named`,
        fr: `une remise qui n’est pas valable n’a pas de date d’effet, et le ${givenOn} est indiqué`,
      }),
      givenOn,
    )
  return givenOn < state.issuedOn
    ? problem(
        'before-issued',
        cannot('decide-service', what, {
          en: `${givenOn} is before it was issued, on ${state.issuedOn}`,
          fr: `le ${givenOn} précède le jour où elle a été rendue, le ${state.issuedOn}`,
        }),
        givenOn,
      )
    : undefined
}
