// A refusal as a page, for a reader who followed a wrong link or typed a date that does not exist.

import type { Context } from 'hono'
import { html } from 'hono/html'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type { OfficeApi } from '../../../shared/contract/office-api.ts'
import { catalogue, type Problem } from '../../../shared/kernel/problems.ts'
import type { PageContext } from './context.ts'
import { anybody, signInAddress, visitOf } from './actor.ts'
import { langOf } from './lang.ts'
import { layout } from './layout.ts'
import { show } from './page.ts'
import { problemText } from './problem.ts'
import { t } from './words.ts'

export function problemPage(
  api: OfficeApi,
  c: Context,
  problem: Problem,
): Response | Promise<Response> {
  const today = api.legalToday()
  // Made without reading the request again: what is wrong with it may be its dates or its actor.
  const page: PageContext = {
    api,
    actor: anybody(c),
    identity: visitOf(c)?.staff.identity,
    lang: langOf(c),
    today,
    asOf: today,
    path: c.req.path,
  }
  const { status, title } = catalogue[problem.code]
  const body = html`<p>${title[page.lang]}.</p><p class="muted">${problemText(page.lang, problem)}</p>${status === 401 || problem.code === 'sign-in-failed' ? html`<p><a href="${signInAddress(c.req.method === 'GET' && problem.code !== 'sign-in-failed' ? c.req.path : '/', problem.code === 'sign-in-again')}">${t(page.lang, 'who.in')}</a></p>` : ''}<p><a href="/">${t(page.lang, 'notFound.back')}</a></p>`
  return show(
    c,
    page,
    layout(page, { title: t(page.lang, status === 404 ? 'notFound.title' : 'wrong.title'), body }),
    status as ContentfulStatusCode,
  )
}
