// How the command line names deadlines and cites rules.

import type { RuleRef } from '../../../shared/kernel/problems.ts'

export const deadlineWords = {
  challenge: 'last day to challenge',
  report: 'report due for',
  reply: 'last day to reply',
  step: 'end of the time for a step',
  'by-hand': 'date set by hand',
  'comply-not-before': 'first lawful day to comply with',
  enforceable: 'first day to enforce',
  comply: 'last day to comply with',
  limitation: 'end of the limitation period for',
} as const

/** Statute, section, and how far the rule can be trusted. */
export function ruleText({ statute, section, confidence }: RuleRef): string {
  return `${statute} s.${section} ${confidence}`
}
