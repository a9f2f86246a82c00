// What of courts can be refused from the order alone: a challenge of nothing, a decision that was made, a stay that does not hold.

import { problem, type Problem } from '../kernel/problems.ts'
import type { Text } from '../kernel/text.ts'
import { rulingsOf } from './calculus.ts'
import type { OrderCommandOf } from './order.schema.ts'
import { namesOf, partyProblem, termsProblem } from './scope.ts'
import type { Challenge, OrderState } from './state.ts'
import { sideStay, stayOf } from './stays.ts'

export function challengeProblem(
  state: OrderState,
  { challenge, from, party }: OrderCommandOf<'challenge'>,
): Problem | undefined {
  if (state.challenges.some((each) => each.id === challenge))
    return problem(
      'already-exists',
      {
        en: `Order "${state.order}" has a challenge "${challenge}" already: choose another id`,
        fr: `L’ordonnance « ${state.order} » a déjà un recours « ${challenge} » : choisir un autre identifiant`,
      },
      challenge,
    )
  const appealed = state.challenges.some((each) =>
    each.decisions.some((decision) => decision.citation === from),
  )
  return from !== undefined && !appealed
    ? problem(
        'unknown-challenge',
        {
          en: `Order "${state.order}" has no decision "${from}" to appeal from`,
          fr: `L’ordonnance « ${state.order} » n’a pas de décision « ${from} » à porter en appel`,
        },
        from,
      )
    : partyProblem(state, party)
}

/** Several decisions may end one challenge, each for its terms; what was decided is decided again only after it was sent back. */
export function decisionProblem(
  state: OrderState,
  command: OrderCommandOf<'decide'>,
): Problem | undefined {
  const challenge = state.challenges.find((each) => each.id === command.challenge)
  if (challenge === undefined) return noSuchChallenge(state, command.challenge)
  if (command.on < challenge.on)
    return problem(
      'invalid-input',
      {
        en: `Challenge "${challenge.id}" was filed on ${challenge.on}; it cannot be decided on ${command.on}`,
        fr: `Le recours « ${challenge.id} » a été formé le ${challenge.on}; il ne peut être tranché le ${command.on}`,
      },
      command.on,
    )
  if ((command.outcome === undefined) === (command.results === undefined))
    return problem('invalid-input', {
      en: `A decision on "${challenge.id}" has either one outcome or results in part`,
      fr: `Une décision sur « ${challenge.id} » a soit une issue, soit des résultats partiels`,
    })
  const named = command.results?.flatMap((result) => result.terms) ?? command.terms
  return (
    termsProblem(state, named) ??
    twoResults(named) ??
    decidedBefore(state, challenge, named ?? challenge.terms)
  )
}

function noSuchChallenge(state: OrderState, challenge: string): Problem {
  const known = state.challenges.map((each) => each.id).join(', ')
  return problem(
    'unknown-challenge',
    {
      en: `Order "${state.order}" has no challenge "${challenge}"; it has: ${known || 'none'}`,
      fr: `L’ordonnance « ${state.order} » n’a pas de recours « ${challenge} »; elle a : ${known || 'aucun'}`,
    },
    challenge,
  )
}

function twoResults(named: readonly string[] | undefined): Problem | undefined {
  const twice = named?.find((term, at) => named.indexOf(term) !== at)
  return twice === undefined
    ? undefined
    : problem(
        'invalid-input',
        {
          en: `Term "${twice}" has two results in one decision`,
          fr: `La disposition « ${twice} » a deux résultats dans une décision`,
        },
        twice,
      )
}

function decidedBefore(
  state: OrderState,
  challenge: Challenge,
  terms: readonly string[],
): Problem | undefined {
  const decided = challenge.decisions.find(
    (one) =>
      (terms.length === 0 ? [''] : terms).some((term) =>
        one.results.some((result) => result.terms.length === 0 || result.terms.includes(term)),
      ) && !sentBackSince(state, challenge, one.on, terms),
  )
  return decided === undefined
    ? undefined
    : problem(
        'already-exists',
        {
          en: `Challenge "${challenge.id}" was decided on ${decided.on} (${decided.citation})`,
          fr: `Le recours « ${challenge.id} » a été tranché le ${decided.on} (${decided.citation})`,
        },
        challenge.id,
      )
}

/** Whether a court above sent the challenge back after `on`, for one of the terms. */
function sentBackSince(
  state: OrderState,
  challenge: Challenge,
  on: string,
  terms: readonly string[],
): boolean {
  return (terms.length === 0 ? [''] : terms).some((term) =>
    rulingsOf(state, challenge, term).some(
      ({ ruling, effect }) => effect === 'reopened' && ruling.on >= on,
    ),
  )
}

/** A stay is lifted where one holds: of the order, or of the penalty. */
export function liftProblem(
  state: OrderState,
  command: OrderCommandOf<'stay'>,
): Problem | undefined {
  const { action, of, on } = command
  if (action !== 'lifted') return undefined
  const holds = (term: string): boolean =>
    of !== undefined && of !== 'order'
      ? sideStay(state, of, term, on) !== undefined
      : stayOf(state, term, on).stayed || stayOf(state, term).stayed
  return namesOf(state, command).some(holds)
    ? undefined
    : problem(
        'no-stay',
        {
          en: `No stay of ${stayedThing[of ?? 'order'].en} "${state.order}" holds on ${on}: nothing to lift`,
          fr: `Aucune suspension ${stayedThing[of ?? 'order'].fr} « ${state.order} » ne tient le ${on} : rien à lever`,
        },
        state.order,
      )
}

const stayedThing: Readonly<Record<NonNullable<OrderCommandOf<'stay'>['of']>, Text>> = {
  order: { en: 'order', fr: 'de l’ordonnance' },
  penalty: { en: 'a penalty under order', fr: 'd’une sanction liée à l’ordonnance' },
  publication: { en: 'the publication of order', fr: 'de la publication de l’ordonnance' },
  names: {
    en: 'the publication of names in order',
    fr: 'de la publication des noms dans l’ordonnance',
  },
}
