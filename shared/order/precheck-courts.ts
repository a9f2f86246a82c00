// What of courts can be refused from the order alone: a challenge of nothing, a decision that was made, a stay that does not hold.

import { problem, type Problem } from '../kernel/problems.ts'
import type { Text } from '../kernel/text.ts'
import { asAgainst, rulingsOf } from './calculus.ts'
import { boundByTerm } from './life.ts'
import type { OrderCommandOf } from './order.schema.ts'
import { decidedTerms, namedPartiesProblem, namesOf, partyProblem, termsProblem } from './scope.ts'
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
  if (command.results !== undefined && command.parties !== undefined)
    return problem('invalid-input', {
      en: `A decision on "${challenge.id}" in part says of each result as against whom it is`,
      fr: `Une décision partielle sur « ${challenge.id} » dit de chaque résultat à l’égard de qui il vaut`,
    })
  const terms = decidedTerms(state, challenge, command)
  const results: readonly Speaks[] = command.results ?? [{ terms, parties: command.parties }]
  const bad =
    termsProblem(
      state,
      results.flatMap((result) => result.terms),
    ) ?? first(results, (result) => namedPartiesProblem(state, result.terms, result.parties))
  if (bad !== undefined) return bad
  const duties = results.flatMap((result) => dutiesOf(state, result))
  return twoResults(duties) ?? decidedBefore(state, challenge, duties)
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

/** Of which terms, and as against whom. */
interface Speaks {
  readonly terms: readonly string[]
  readonly parties?: readonly string[] | undefined
}

/** One term on one respondent: what a result is about. */
interface Duty {
  readonly term: string
  readonly party: string
}

function dutiesOf(state: OrderState, { terms, parties }: Speaks): Duty[] {
  return (terms.length === 0 ? [''] : terms).flatMap((term) =>
    (parties ?? boundByTerm(state, term)).map((party) => ({ term, party })),
  )
}

function first<T>(all: readonly T[], find: (one: T) => Problem | undefined): Problem | undefined {
  for (const one of all) {
    const found = find(one)
    if (found !== undefined) return found
  }
  return undefined
}

function twoResults(duties: readonly Duty[]): Problem | undefined {
  const twice = duties.find(
    ({ term, party }, at) =>
      duties.findIndex((each) => each.term === term && each.party === party) !== at,
  )
  return twice === undefined
    ? undefined
    : problem(
        'invalid-input',
        {
          en: `Term "${twice.term}" has two results in one decision`,
          fr: `La disposition « ${twice.term} » a deux résultats dans une décision`,
        },
        twice.term,
      )
}

function decidedBefore(
  state: OrderState,
  challenge: Challenge,
  duties: readonly Duty[],
): Problem | undefined {
  const decided = challenge.decisions.find((one) =>
    duties.some(
      ({ term, party }) =>
        one.results.some(
          ({ terms, parties }) =>
            (terms.length === 0 || terms.includes(term)) && parties?.includes(party) !== false,
        ) && !sentBackSince(asAgainst(state, party), challenge.id, one.on, term),
    ),
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

/** Whether a court above sent the challenge back after `on`, for the term. */
function sentBackSince(state: OrderState, challenge: string, on: string, term: string): boolean {
  const root = state.challenges.find(({ id }) => id === challenge)
  return (
    root !== undefined &&
    rulingsOf(state, root, term).some(
      ({ ruling, effect }) => effect === 'reopened' && ruling.on >= on,
    )
  )
}

/** New words of a term are those of a decision that varied it, for those to whom they are said. */
export function rewordProblem(
  state: OrderState,
  { term, parties, decision, on }: OrderCommandOf<'reword'>,
): Problem | undefined {
  const named = termsProblem(state, [term]) ?? namedPartiesProblem(state, [term], parties)
  if (named !== undefined) return named
  const varied = dutiesOf(state, { terms: [term], parties }).every(({ party }) =>
    state.challenges.some((challenge) =>
      challenge.decisions.some(
        (one) =>
          one.citation === decision &&
          one.on <= on &&
          one.results.some(
            (result) =>
              result.effect === 'varied' &&
              (result.terms.length === 0 || result.terms.includes(term)) &&
              result.parties?.includes(party) !== false,
          ),
      ),
    ),
  )
  return varied
    ? undefined
    : problem(
        'unknown-challenge',
        {
          en: `No decision "${decision}" varied term "${term}" of order "${state.order}" by ${on} for all to whom it would speak: record the decision first, as against whom it is`,
          fr: `Aucune décision « ${decision} » n’a modifié la disposition « ${term} » de l’ordonnance « ${state.order} » au ${on} pour tous ceux à qui elle s’adresserait : consigner d’abord la décision, et à l’égard de qui elle vaut`,
        },
        decision,
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
      : dutiesOf(state, { terms: term === '' ? [] : [term], parties: command.parties }).some(
          ({ party }) =>
            stayOf(state, term, on, party).stayed || stayOf(state, term, undefined, party).stayed,
        )
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
