// From a request to a page: what it asks for, and how the page is answered.

import type { Context } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type { OfficeApi } from '../../../shared/contract/office-api.ts'
import type { LocalDate } from '../../../shared/kernel/date.ts'
import { ProblemError } from '../../../shared/kernel/problems.ts'
import { dateSchema } from '../../../shared/policy/pack.schema.ts'
import { anybody, visitOf } from './actor.ts'
import type { PageContext } from './context.ts'
import type { Html } from './html.ts'
import { langOf, rememberLang } from './lang.ts'
import { problemOfInput } from './problem.ts'

/** Throws ProblemError where a date in the address does not exist. */
export function pageContext(api: OfficeApi, c: Context): PageContext {
  const today = api.legalToday()
  return {
    api,
    actor: anybody(c),
    identity: visitOf(c)?.staff.identity,
    lang: langOf(c),
    today,
    asOf: dateIn(c, 'asOf') ?? today,
    knownOn: dateIn(c, 'knownOn'),
    path: c.req.path,
    address: addressOf(c),
    query: queryOf(c),
  }
}

/** Without its scheme: a proxy in front knows whether it is `https`, this process does not. */
function addressOf(c: Context): string {
  const query = queryOf(c).toString()
  return `${c.req.header('host') ?? ''}${c.req.path}${query === '' ? '' : `?${query}`}`
}

function queryOf(c: Context): URLSearchParams {
  const query = new URL(c.req.url).searchParams
  query.delete('lang')
  return query
}

/** The date in the address under `name`; none where the field was left empty. Throws ProblemError where it does not exist. */
export function dateIn(c: Context, name: string): LocalDate | undefined {
  const text = c.req.query(name)
  if (text === undefined || text === '') return undefined
  const parsed = dateSchema.safeParse(text)
  if (parsed.success) return parsed.data
  throw new ProblemError({ ...problemOfInput(parsed.error, text), path: name })
}

export function show(
  c: Context,
  { lang }: PageContext,
  content: Html,
  status: ContentfulStatusCode = 200,
): Response | Promise<Response> {
  rememberLang(c)
  c.header('content-language', lang)
  c.header('vary', 'accept-language, cookie')
  c.header('cache-control', 'no-store')
  return c.html(content, status)
}
