// Says in one coded problem what a zod error means, in both languages: the code, the value it is about, and every finding.

import { z } from 'zod'
import { frenchRule } from './form-words.ts'
import { problem, type Problem } from './problems.ts'
import type { Text } from './text.ts'

/** One thing that is wrong with an input. */
export interface Finding {
  /** Dotted; empty for the input itself. */
  readonly path: string
  /** As JSON, short enough for a message; absent where there is no value at the path. */
  readonly value: string | undefined
  readonly words: Text
  readonly isImpossibleDate: boolean
}

/**
 * `impossible-date` where a date does not exist, else `invalid-input`.
 * `where` names the thing in words (`Fact 3`); `path` is put before the findings' own paths (`facts.3`).
 */
export function problemOf(
  error: z.core.$ZodError,
  input: unknown,
  { where, path }: { where: Text; path: string },
): Problem {
  const findings = findingsOf(error, input)
  const first = principal(findings)
  const lines = linesOf(findings, { en: 'form', fr: 'forme' })
  return problem(
    codeOf(first),
    {
      en: `${where.en}: ${lines.en.join('; ')}`,
      fr: `${where.fr} : ${lines.fr.join(' ; ')}`,
    },
    first?.value,
    {
      path: [path, first?.path ?? ''].filter((part) => part !== '').join('.'),
      ...(findings.length > 1 ? detailsOf(lines) : {}),
    },
  )
}

/** The same for an input that has no name of its own: the first finding in front, all of them in `details`. */
export function problemOfInput(error: z.core.$ZodError, input: unknown): Problem {
  const findings = findingsOf(error, input)
  const first = principal(findings)
  if (first === undefined)
    return problem('invalid-input', {
      en: 'The input does not have the expected form',
      fr: "L'entrée n'a pas la forme attendue",
    })
  const front = linesOf([first])
  return problem(codeOf(first), { en: front.en.join(''), fr: front.fr.join('') }, first.value, {
    path: first.path,
    ...detailsOf(linesOf(findings)),
  })
}

export function findingsOf(error: z.core.$ZodError, input: unknown): readonly Finding[] {
  return error.issues.flatMap(eachField).map((issue) => {
    const value = valueAt(input, issue.path)
    return {
      path: issue.path.map(String).join('.'),
      value: value === undefined ? undefined : quote(value),
      words: wordsFor(issue, value),
      isImpossibleDate: isImpossibleDate(issue),
    }
  })
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

/** Several unknown fields are several findings. */
function eachField(issue: z.core.$ZodIssue): z.core.$ZodIssue[] {
  return issue.code === 'unrecognized_keys'
    ? issue.keys.map((key) => ({
        ...issue,
        path: [...issue.path, key],
        message: `unknown field "${key}"`,
      }))
    : [issue]
}

function principal(findings: readonly Finding[]): Finding | undefined {
  return findings.find((finding) => finding.isImpossibleDate) ?? findings[0]
}

function codeOf(first: Finding | undefined): 'impossible-date' | 'invalid-input' {
  return first?.isImpossibleDate === true ? 'impossible-date' : 'invalid-input'
}

/** `whole` names the input itself; without it, what is wrong with all of it is said without a name. */
export function linesOf(findings: readonly Finding[], whole: Text = { en: '', fr: '' }) {
  const line = (path: string, colon: string, words: string) =>
    path === '' ? words : `${path}${colon} ${words}`
  return {
    en: findings.map(({ path, words }) => line(path || whole.en, ':', words.en)),
    fr: findings.map(({ path, words }) => line(path || whole.fr, ' :', words.fr)),
  }
}

function detailsOf({ en, fr }: ReturnType<typeof linesOf>) {
  return { details: en, detailsFr: fr }
}

function wordsFor(issue: z.core.$ZodIssue, value: unknown): Text {
  const rule = ruleOf(issue, value)
  if (issue.code === 'invalid_union' && issue.path.at(-1) === 'what')
    return value === undefined
      ? { en: 'missing', fr: 'absent' }
      : {
          en: `unknown kind of fact ${quote(value)}`,
          fr: `nature de fait inconnue : ${quote(value)}`,
        }
  if (value === undefined && issue.code !== 'custom')
    return { en: `missing (${expectedOf(rule.en)})`, fr: `absent (${expectedOf(rule.fr)})` }
  return issue.code === 'custom' || issue.code === 'unrecognized_keys'
    ? rule
    : {
        en: `${expectedOf(rule.en)}, got ${quote(value)}`,
        fr: `${expectedOf(rule.fr)}, reçu : ${quote(value)}`,
      }
}

/** Of `Invalid input: expected string, received undefined`, what says something beside the value itself. */
function expectedOf(rule: string): string {
  return rule
    .replace(/^(Invalid (input|option): |(Entrée|Option) invalide : )/, '')
    .replace(/, (received \w+|[\p{L} ]+ reçu)$/u, '')
}

/** The rule that was broken: in our own words where a schema has some, else in those of zod. */
function ruleOf(issue: z.core.$ZodIssue, value: unknown): Text {
  const { message } = issue
  const own = frenchRule(message)
  if (own !== undefined) return { en: message, fr: own }
  const raw = { ...issue, input: value } as unknown as z.core.$ZodRawIssue
  const english = wordsOfZod(zodEnglish(raw))
  // A rule of which nobody has told us the French: that it is broken is said in French, which one stays quoted.
  if (english !== message) return { en: message, fr: `règle non respectée : « ${message} »` }
  return { en: message, fr: wordsOfZod(zodFrench(raw)) ?? 'forme inattendue' }
}

const zodEnglish = z.locales.en().localeError
const zodFrench = z.locales.fr().localeError

function wordsOfZod(words: ReturnType<typeof zodEnglish>): string | undefined {
  return typeof words === 'string' ? words : words?.message
}

function isImpossibleDate(issue: z.core.$ZodIssue): boolean {
  return issue.code === 'custom' && issue.params?.['code'] === 'impossible-date'
}

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  let value = input
  for (const key of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined
    value = (value as Record<PropertyKey, unknown>)[key]
  }
  return value
}
