// Refusals and faults as `application/problem+json` (RFC 9457), in the language that was asked for.

import type { Context } from 'hono'
import { html } from 'hono/html'
import { HTTPException } from 'hono/http-exception'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type { z } from 'zod'
import { catalogue, ProblemError, type Problem } from '../../../shared/kernel/problems.ts'
import type { Lang } from '../../../shared/kernel/text.ts'
import { langOf } from './lang.ts'
import type { Html } from './html.ts'
import type { ProblemDocument } from '../../../shared/contract/views.schema.ts'

export function answerProblem(c: Context, problem: Problem): Response {
  const document = problemDocument(problem, langOf(c))
  return c.body(JSON.stringify(document), document.status as ContentfulStatusCode, {
    'content-type': 'application/problem+json; charset=utf-8',
    'content-language': langOf(c),
    'cache-control': 'no-store',
  })
}

/** The same for a handler whose route promises its good answers only: refusals are documented by their status. */
export function refused(c: Context, problem: Problem): never {
  return answerProblem(c, problem) as never
}

/** What a refusal says, in the reader's language; marked as English where it has no French yet. */
export function problemText(
  lang: Lang,
  { message, messageFr }: { readonly message: string; readonly messageFr?: string | undefined },
): Html {
  if (lang === 'en') return html`${message}`
  return messageFr === undefined ? html`<span lang="en">${message}</span>` : html`${messageFr}`
}

export function problemDocument(problem: Problem, lang: Lang): ProblemDocument {
  const { status, retryable, title } = catalogue[problem.code]
  const { code, message, value, path, rule, details } = problem
  return {
    type: `urn:concert:problem:${code}`,
    title: title[lang],
    status,
    detail: message,
    code,
    retryable,
    ...(value === undefined ? {} : { value }),
    ...(path === undefined ? {} : { path }),
    ...(rule === undefined ? {} : { rule: { ...rule } }),
    ...(details === undefined ? {} : { details: [...details] }),
  }
}

/** Input that does not have the form: the first issue in front, all of them in `details`. An impossible date says so by its own code. */
export function problemOfInput(error: z.core.$ZodError, input: unknown): Problem {
  const issues = error.issues.map((issue) => ({
    issue,
    path: issue.path.map(String).join('.'),
    value: quoted(at(input, issue.path)),
  }))
  const first = issues.find(({ issue }) => isImpossibleDate(issue)) ?? issues[0]
  if (first === undefined)
    return { code: 'invalid-input', message: 'The input does not have the expected form' }
  const line = ({ path, issue, value }: (typeof issues)[number]) =>
    `${path || '(input)'}: ${issue.message}${value === undefined ? '' : `, got ${value}`}`
  return {
    code: isImpossibleDate(first.issue) ? 'impossible-date' : 'invalid-input',
    message: line(first),
    path: first.path,
    ...(first.value === undefined ? {} : { value: first.value }),
    details: issues.map(line),
  }
}

/** What an error that nobody answered means to the caller; `undefined` for a fault, which is for the log. */
export function problemOfError(error: unknown): Problem | undefined {
  if (error instanceof ProblemError) return error.problem
  if (error instanceof HTTPException && error.status === 400)
    return {
      code: 'not-json',
      message: 'The body is not JSON: send one JSON object, encoded as UTF-8',
    }
  return undefined
}

const maxQuotedLength = 200

function isImpossibleDate(issue: z.core.$ZodIssue): boolean {
  return issue.code === 'custom' && issue.params?.['code'] === 'impossible-date'
}

function at(input: unknown, path: readonly PropertyKey[]): unknown {
  let value = input
  for (const key of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined
    value = (value as Record<PropertyKey, unknown>)[key]
  }
  return value
}

function quoted(value: unknown): string | undefined {
  const text = JSON.stringify(value) as string | undefined
  return text === undefined || text.length <= maxQuotedLength
    ? text
    : `${text.slice(0, maxQuotedLength)}…`
}
