// Whether a refusal can be read by a person in either language: both are there, they differ, and neither shows what only programs know.

import { catalogue, type Problem } from '../../shared/kernel/problems.ts'
import { doing } from '../../shared/joint/words.ts'
import { jointKindSchema } from '../../shared/joint/terms.schema.ts'
import { jointStatuses, jointSteps } from '../../shared/joint/standing.ts'

/** Codes that are not words: `not-ready`, `mark-moment`, `called-off`. A single word cannot be told from a sentence's own. */
const codes = [
  ...Object.keys(catalogue),
  ...Object.keys(doing),
  ...jointKindSchema.options,
  ...jointStatuses,
  ...jointSteps,
  'no-consent',
  'not-committed',
  'not-heard',
].filter((code) => code.includes('-'))

/** What is wrong with the words of `problem`; empty where they are as they should be. */
export function spokenFaults({
  message,
  messageFr,
}: Pick<Problem, 'message' | 'messageFr'>): string[] {
  return [
    ...(messageFr === message ? [`French is English: ${message}`] : []),
    ...[message, messageFr].flatMap((words) => [
      ...codes.filter((code) => isWordOf(code, words)).map((code) => `code "${code}": ${words}`),
      ...(/\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/.test(words) ? [`an instant of UTC: ${words}`] : []),
      ...(/[0-9a-f]{32}|\balarm\/|\bjoint\//.test(words) ? [`an internal id: ${words}`] : []),
      ...(/undefined|\[object|NaN/.test(words) ? [`a value that is none: ${words}`] : []),
      ...(words.trim() === '' ? ['no words'] : []),
    ]),
  ]
}

function isWordOf(code: string, words: string): boolean {
  return new RegExp(`(?<![\\p{L}\\p{N}-])${code}(?![\\p{L}\\p{N}-])`, 'u').test(words)
}
