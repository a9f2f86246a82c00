// Refusals and faults as `application/problem+json` (RFC 9457), in the language that was asked for.

import type { Context } from 'hono'
import { html } from 'hono/html'
import { HTTPException } from 'hono/http-exception'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { dateText } from '../../../shared/contract/event-text.ts'
import { parseDate } from '../../../shared/kernel/date.ts'
import { freshSignInMs } from '../../../shared/kernel/limits.ts'
import { present } from '../../../shared/kernel/present.ts'
import { catalogue, problem, ProblemError, type Problem } from '../../../shared/kernel/problems.ts'
import { typeset, type Lang } from '../../../shared/kernel/text.ts'
import { langOf } from './lang.ts'
import type { Html } from './html.ts'
import { reference } from './references.ts'
import type { ProblemDocument } from '../../../shared/contract/views.schema.ts'

export function answerProblem(c: Context, refusal: Problem): Response {
  const document = problemDocument(refusal, langOf(c))
  return c.body(JSON.stringify(document), document.status as ContentfulStatusCode, {
    'content-type': 'application/problem+json; charset=utf-8',
    'content-language': langOf(c),
    'cache-control': 'no-store',
    ...challengeOf(refusal, c.req.path),
  })
}

/** How to be let in (RFC 6750, and RFC 9470 for a sign-in that is too old). Calendar programs know passwords only. */
function challengeOf({ code }: Problem, path: string): Record<string, string> {
  if (catalogue[code].status !== 401) return {}
  if (path.endsWith('.ics')) return { 'www-authenticate': 'Basic realm="Concert", charset="UTF-8"' }
  return {
    'www-authenticate':
      code === 'sign-in-again'
        ? `Bearer realm="Concert", error="insufficient_user_authentication", max_age=${freshSignInMs / 1000}`
        : 'Bearer realm="Concert"',
  }
}

/** The same for a handler whose route promises its good answers only: refusals are documented by their status. */
export function refused(c: Context, refusal: Problem): never {
  return answerProblem(c, refusal) as never
}

/** What a refusal says, in the reader's language; marked as English where a ledger of before has no French of it. */
export function problemText(
  lang: Lang,
  { message, messageFr }: { readonly message: string; readonly messageFr?: string | undefined },
): Html {
  if (lang === 'en') return html`${datesInWords(lang, message)}`
  return messageFr === undefined
    ? html`<span lang="en">${message}</span>`
    : html`${datesInWords(lang, typeset(messageFr))}`
}

/** Rules write days and laws as programs do; a page says them as people do. */
export function datesInWords(lang: Lang, text: string): string {
  return reference(lang, text).replaceAll(/\b\d{4}-\d{2}-\d{2}\b/g, (day) => {
    const date = parseDate(day)
    return date === undefined ? day : dateText(lang, date)
  })
}

function problemDocument(refusal: Problem, lang: Lang): ProblemDocument {
  const { status, retryable, title } = catalogue[refusal.code]
  const { code, message, messageFr, value, path, rule, details, detailsFr } = refusal
  return {
    type: `urn:concert:problem:${code}`,
    title: title[lang],
    status,
    detail: message,
    code,
    retryable,
    ...present({
      detailFr: messageFr,
      value,
      path,
      rule: rule === undefined ? undefined : { ...rule },
      details: details === undefined ? undefined : [...details],
      detailsFr: detailsFr === undefined ? undefined : [...detailsFr],
    }),
  }
}

export { problemOfInput } from '../../../shared/kernel/problem-of.schema.ts'

/** What an error that nobody answered means to the caller; `undefined` for a fault, which is for the log. */
export function problemOfError(error: unknown): Problem | undefined {
  if (error instanceof ProblemError) return error.problem
  if (error instanceof HTTPException && error.status === 400)
    return problem('not-json', {
      en: 'The body is not JSON: send one JSON object, encoded as UTF-8',
      fr: "Le corps n'est pas du JSON : envoyez un objet JSON, encodé en UTF-8",
    })
  return undefined
}
