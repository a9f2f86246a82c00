// Says in one coded problem what a zod error means: the code, the value it is about, and every finding.

import type { z } from 'zod'
import type { Problem } from './problems.ts'

/**
 * `impossible-date` where the first finding is a date that does not exist, else `invalid-input`.
 * `where` names the thing in words (`Fact 3`); `path` is put before the findings' own paths (`facts.3`).
 */
export function problemOf(
  error: z.core.$ZodError,
  input: unknown,
  { where, path }: { where: string; path: string },
): Problem {
  const issues: z.core.$ZodIssue[] = error.issues.flatMap((issue): z.core.$ZodIssue[] =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => ({
          ...issue,
          path: [...issue.path, key],
          message: `unknown field "${key}"`,
        }))
      : [issue],
  )
  const findings = issues.map(
    (issue) => `${issue.path.join('.') || 'form'}: ${messageOf(issue, input)}`,
  )
  const first = issues.find(isImpossibleDate) ?? issues[0]
  const value = first === undefined ? undefined : valueAt(input, first.path)
  return {
    code: first !== undefined && isImpossibleDate(first) ? 'impossible-date' : 'invalid-input',
    message: `${where}: ${findings.join('; ')}`,
    path: [path, ...(first?.path ?? [])].filter((part) => part !== '').join('.'),
    ...(value === undefined ? {} : { value: quote(value) }),
    ...(findings.length > 1 ? { details: findings } : {}),
  }
}

/** The value as JSON, short enough for a message. */
export function quote(value: unknown): string {
  const text =
    typeof value === 'string' && value.length > maxQuoted
      ? JSON.stringify(value.slice(0, maxQuoted))
      : JSON.stringify(value)
  return text.length > maxQuoted ? `${text.slice(0, maxQuoted)}…` : text
}

/** Characters of a bad value that a message repeats. */
const maxQuoted = 120

function messageOf(issue: z.core.$ZodIssue, input: unknown): string {
  const value = valueAt(input, issue.path)
  if (issue.code === 'invalid_union' && issue.path.at(-1) === 'what')
    return value === undefined ? 'missing' : `unknown kind of fact ${quote(value)}`
  if (value === undefined && issue.code !== 'custom') return `missing (${issue.message})`
  return issue.code === 'custom' || issue.message.startsWith('unknown field')
    ? issue.message
    : `${issue.message}, got ${quote(value)}`
}

function isImpossibleDate(issue: z.core.$ZodIssue): boolean {
  return issue.code === 'custom' && issue.params?.['code'] === 'impossible-date'
}

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  let value = input
  for (const key of path)
    value =
      typeof value === 'object' && value !== null
        ? (value as Record<PropertyKey, unknown>)[key]
        : undefined
  return value
}
