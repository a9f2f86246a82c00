// What may be done now, and why something may not: asked of the rules themselves, by trying the least command that a person could send.

import type { Problem } from './problems.ts'
import type { Text } from './text.ts'

/** One thing to do. `which` tells apart what is of one kind: the routes of `escalate`, the actions of `stay`. */
export type Allowed<C extends { readonly kind: string }, K extends string = C['kind']> = {
  readonly kind: K
  readonly which?: string
} & (
  | {
      readonly may: true
      /** What was tried and would be recorded. What a person sends may still be refused for what it says. */
      readonly tried: C
      /** What is not certain of it, and would be recorded with it: a rule that nobody verified. */
      readonly warnings?: readonly Text[]
    }
  | {
      readonly may: false
      /** Why not, with the section where it is law. */
      readonly problem: Problem
      readonly tried: C
    }
)

/**
 * Tries `candidates` one after another; the first that is not refused shows that it may be done.
 * If all are refused, the refusal of the first is the reason: put first what people most likely mean.
 */
export function tryOut<C extends { readonly kind: string }, K extends string>(
  what: { readonly kind: K; readonly which?: string },
  candidates: readonly [C, ...C[]],
  refusal: (command: C) => Problem | undefined,
): Allowed<C, K> {
  let reason: Problem | undefined
  for (const tried of candidates) {
    const problem = refusal(tried)
    if (problem === undefined) return { ...what, may: true, tried }
    reason ??= problem
  }
  return { ...what, may: false, problem: reason as Problem, tried: candidates[0] }
}
