// What the decision that is appealed did to a term, or left standing: the words of an appeal are read by it.

import { familyOf, rulingsOf } from './calculus.ts'
import type { Below } from './outcomes.ts'
import type { Challenge, OrderState } from './state.ts'

/** What the decision that is appealed did to the term, or left standing. */
export function belowOf(
  state: Pick<OrderState, 'challenges'>,
  challenge: Pick<Challenge, 'from'>,
  term: string,
): Below {
  return belowIn(state, challenge)(term)
}

/** The same for several terms: whose decision it is, and what else was decided on it, is looked for once. */
export function belowIn(
  state: Pick<OrderState, 'challenges'>,
  { from }: Pick<Challenge, 'from'>,
): (term: string) => Below {
  const root = from === undefined ? undefined : rootOf(state, from)
  if (root === undefined) return () => undefined
  const family = familyOf(state, root)
  return (term) => {
    const chain = rulingsOf(state, root, term, undefined, family)
    const at = chain.findLastIndex(({ ruling }) => ruling.citation === from)
    return chain.slice(0, at + 1).findLast(({ effect }) => effect !== 'below-stands')?.effect
  }
}

function rootOf(
  { challenges }: Pick<OrderState, 'challenges'>,
  citation: string,
): Challenge | undefined {
  // Of two decisions of one name the first recorded is meant.
  const decided = new Map<string, Challenge>()
  for (const each of challenges)
    for (const one of each.decisions)
      if (!decided.has(one.citation)) decided.set(one.citation, each)
  const seen = new Set<string>()
  for (let at: string | undefined = citation; at !== undefined && !seen.has(at);) {
    seen.add(at)
    const of = decided.get(at)
    if (of?.from === undefined) return of
    at = of.from
  }
  return undefined
}
