// Which recorded facts can be struck out, from the order alone; what striking one does is in `in-error.ts`.

import { problem, type Problem } from '../kernel/problems.ts'
import type { OrderCommandOf } from './order.schema.ts'
import type { OrderState } from './state.ts'

/** Why the fact of this version cannot be struck out on this day, if so. */
export function strikeProblem(
  state: OrderState,
  { fact, on }: Pick<OrderCommandOf<'record-in-error'>, 'fact' | 'on'>,
): Problem | undefined {
  const { order, facts } = state
  const value = String(fact)
  if (facts[0]?.kind !== 'issued')
    return problem('conflict', {
      en: `Order "${order}" is known from a snapshot here: fold its record anew`,
      fr: `L'ordonnance « ${order} » n'est connue ici que par un instantané : relire son dossier`,
    })
  const struck = facts[fact - 1]
  if (struck === undefined)
    return problem(
      'not-found',
      {
        en: `Order "${order}" has no fact ${fact}: it has ${facts.length}`,
        fr: `L'ordonnance « ${order} » n'a pas de fait ${fact} : elle en a ${facts.length}`,
      },
      value,
    )
  if (struck.kind === 'issued')
    return problem(
      'invalid-input',
      {
        en: `The issuance of "${order}" cannot be struck out: rescind or withdraw the order`,
        fr: `La délivrance de « ${order} » ne peut être radiée : révoquer ou retirer l'ordonnance`,
      },
      value,
    )
  if (struck.kind === 'recorded-in-error')
    return problem(
      'invalid-input',
      {
        en: `Fact ${fact} is a correction: record the fact again instead`,
        fr: `Le fait ${fact} est une correction : consigner plutôt le fait de nouveau`,
      },
      value,
    )
  if (on < struck.on)
    return problem(
      'future-date',
      {
        en: `On ${on} fact ${fact} had not happened yet: it is of ${struck.on}, and is corrected on that day or later`,
        fr: `Le ${on}, le fait ${fact} n'était pas encore arrivé : il est du ${struck.on}, et se corrige ce jour-là ou plus tard`,
      },
      on,
    )
  return struckIn(state).has(fact)
    ? problem(
        'already-exists',
        {
          en: `Fact ${fact} of "${order}" is struck out already`,
          fr: `Le fait ${fact} de « ${order} » est déjà radié`,
        },
        value,
      )
    : undefined
}

/** Versions of the facts that were struck out before. */
export function struckIn(state: OrderState): Set<number> {
  return new Set(
    state.facts.flatMap((fact) => (fact.kind === 'recorded-in-error' ? [fact.fact] : [])),
  )
}
