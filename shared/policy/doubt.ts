// What a rule would forbid: refused where somebody read the rule, and only warned of where nobody did. One place for both.

import { refuse, type Problem, type ProblemCode, type RuleRef } from '../kernel/problems.ts'
import { unverified, type Text } from '../kernel/text.ts'

/** The rule as a refusal may name it: one that nobody verified refuses nothing, and is not named. */
export function readRule(rule: RuleRef | undefined): { rule?: RuleRef } {
  return rule === undefined || rule.confidence === 'M' ? {} : { rule }
}

export type Doubt =
  | { readonly problem: Problem; readonly warning?: never }
  | { readonly problem?: never; readonly warning: Text }

/** `rules`: all that the refusal rests on. */
export function doubtOf(
  code: ProblemCode,
  why: Text,
  rules: readonly RuleRef[],
  more: { readonly value?: string },
): Doubt {
  const [rule] = rules
  return unverified(rules.map(({ confidence }) => confidence))
    ? { warning: unread(why, rules) }
    : refuse(code, why, { ...more, ...(rule === undefined ? {} : { rule }) })
}

/** The same words with the rule and its mark, for an event that keeps them. */
export function unread({ en, fr }: Text, rules: readonly RuleRef[]): Text {
  const named = rules
    .filter(({ confidence }) => confidence === 'M')
    .map(({ section }) => section)
    .join(', ')
  return {
    en: `${en}, by a rule that nobody verified (s.${named}, M)`,
    fr: `${fr}, selon une règle que personne n’a vérifiée (art. ${named}, M)`,
  }
}
