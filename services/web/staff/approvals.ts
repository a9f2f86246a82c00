// What waits for a second person: the list, and each as a page that shows what would be signed before it is approved or dropped.

import type { Context, Hono } from 'hono'
import { html } from 'hono/html'
import type { OfficeApi } from '../../../shared/contract/office-api.ts'
import type { PreparedCommand } from '../../../shared/contract/staff.schema.ts'
import { catalogue, type Problem, problemError } from '../../../shared/kernel/problems.ts'
import { samePerson } from '../../../shared/office/permit.ts'
import { mayDo, preparedPath, signInFirst, staffOf } from '../kit/actor.ts'
import type { PageContext } from '../kit/context.ts'
import { stepName } from '../kit/fields.ts'
import type { Content, Html } from '../kit/html.ts'
import { layout } from '../kit/layout.ts'
import { pageContext, show } from '../kit/page.ts'
import { localTime } from '../kit/parts.ts'
import { problemText } from '../kit/problem.ts'
import { empty, facts, notice, section } from '../kit/section.ts'
import { listTable } from '../kit/table.ts'
import { t } from './words.ts'

/** How acting shows what is prepared: it knows commands, these pages do not. */
export interface PreparedParts {
  readonly name: (page: PageContext, prepared: PreparedCommand) => string
  /** Whom it is about, and in which matter. */
  readonly whom: (
    page: PageContext,
    prepared: PreparedCommand,
  ) => Promise<{ readonly respondent: string; readonly matter: Content }>
  readonly shown: (
    c: Context,
    page: PageContext,
    prepared: PreparedCommand,
  ) => Promise<{
    readonly act: string
    readonly about: string
    readonly body: Html
    readonly version: number | undefined
    readonly receipt: (version: number) => string
  }>
}

const listPath = '/approvals'

export function approvalPages(app: Hono, api: OfficeApi, parts: PreparedParts): void {
  app.get(listPath, async (c) => {
    const page = pageContext(api, c)
    const waiting = staffOf(c).prepared(page.actor)
    const isDropped = c.req.query('dropped') === '1'
    const body = html`${isDropped ? html`<p class="notice" role="status">${t(page.lang, 'approvals.dropped')}</p>` : ''}
<p>${t(page.lang, 'approvals.why')}</p>
${(await waitingTable(page, waiting, parts)) ?? empty(t(page.lang, 'approvals.none'))}`
    return show(c, page, layout(page, { title: t(page.lang, 'approvals.title'), body }))
  })

  app.get(`${listPath}/:id`, async (c) => {
    const page = pageContext(api, c)
    return showOne(c, page, parts, found(c, page), {})
  })

  app.post(`${listPath}/:id`, async (c) => {
    const page = pageContext(api, c)
    const prepared = found(c, page)
    const { [stepName]: step, version } = await c.req.parseBody()
    if (step === 'drop') {
      staffOf(c).dropPrepared(page.actor, prepared.id)
      return c.redirect(`${listPath}?dropped=1`, 303)
    }
    const { version: now, receipt } = await parts.shown(c, page, prepared)
    if (step !== 'approve' || (now !== undefined && String(now) !== version))
      return showOne(c, page, parts, prepared, { isMoved: true })
    const reply = await staffOf(c).approvePrepared(page.actor, prepared.id)
    return reply.kind === 'recorded'
      ? c.redirect(receipt(reply.version), 303)
      : showOne(c, page, parts, prepared, { refused: reply.problem })
  })
}

/** Those that wait, in the work list too; undefined where there are none. */
async function waitingTable(
  page: PageContext,
  waiting: readonly PreparedCommand[],
  parts: Pick<PreparedParts, 'name' | 'whom'>,
): Promise<Html | undefined> {
  const { lang } = page
  if (waiting.length === 0) return undefined
  const columns = (
    ['col.what', 'board.respondent', 'board.matter', 'approvals.by', 'approvals.at'] as const
  ).map((word) => t(lang, word))
  const rows = await Promise.all(
    waiting.map(async (each) => {
      const { respondent, matter } = await parts.whom(page, each)
      return [
        html`<a href="${preparedPath(each.id)}">${parts.name(page, each)}</a>`,
        respondent,
        matter,
        preparerOf(page, each),
        localTime(page, each.preparedAt),
      ] as const
    }),
  )
  return listTable(t(lang, 'approvals.title'), columns, rows)
}

/** For the work list: how many wait, the table of them, and where they are: a single one itself. Nothing for whoever may not read them. */
export function waitingFor(parts: Pick<PreparedParts, 'name' | 'whom'>) {
  return async (c: Context, page: PageContext) => {
    const waiting = mayDo(page.actor, 'prepared') ? staffOf(c).prepared(page.actor) : []
    const [only] = waiting
    return {
      n: waiting.length,
      at: waiting.length === 1 && only !== undefined ? preparedPath(only.id) : listPath,
      part: await waitingTable(page, waiting, parts),
    }
  }
}

function found(c: Context, page: PageContext): PreparedCommand {
  const id = c.req.param('id') ?? ''
  const prepared = staffOf(c)
    .prepared(page.actor)
    .find((each) => each.id === id)
  if (prepared !== undefined) return prepared
  throw problemError(
    'not-found',
    {
      en: `Nothing is prepared as "${id}" any more: it was approved, or dropped`,
      fr: `Plus rien n’est préparé sous « ${id} » : cela a été approuvé, ou écarté`,
    },
    id,
  )
}

function preparerOf({ lang }: PageContext, { preparedBy, onBehalfOf }: PreparedCommand): string {
  return onBehalfOf === null
    ? preparedBy.name
    : t(lang, 'approvals.by.for', { name: preparedBy.name, other: onBehalfOf.name })
}

async function showOne(
  c: Context,
  page: PageContext,
  parts: PreparedParts,
  prepared: PreparedCommand,
  more: { readonly isMoved?: boolean; readonly refused?: Problem },
): Promise<Response> {
  const { lang, api } = page
  const { isMoved = false, refused } = more
  const { act, about, body: shown, version } = await parts.shown(c, page, prepared)
  const prepares = section(
    'prepared',
    about,
    facts([
      [t(lang, 'approvals.by'), preparerOf(page, prepared)],
      [
        t(lang, 'approvals.at'),
        html`${localTime(page, prepared.preparedAt)} <span class="muted">${t(lang, 'approvals.at.real', { office: api.office.short[lang] })}</span>`,
      ],
    ]),
  )
  const body = html`${refused === undefined ? '' : html`<div class="error-summary" id="errors" role="alert" aria-labelledby="errors-title" tabindex="-1" autofocus><h2 id="errors-title">${t(lang, 'approvals.refused')}</h2><p>${problemText(lang, refused)}</p></div>`}
${isMoved ? html`<p class="notice" role="alert">${t(lang, 'approvals.moved')}</p>` : ''}
${prepares}
${shown}
${choice(c, page, prepared, version)}
<p><a href="${listPath}">${t(lang, 'approvals.back')}</a></p>`
  const status = refused === undefined ? (isMoved ? 409 : 200) : catalogue[refused.code].status
  return show(
    c,
    page,
    layout(page, {
      title: t(lang, 'approvals.one', { act }),
      way: [[listPath, t(lang, 'approvals.title')]],
      body,
      still: true,
      legend: true,
    }),
    status as 200,
  )
}

/** What whoever looks may do with it: approve what another prepared, drop it; and why not where they may not. */
function choice(
  c: Context,
  page: PageContext,
  prepared: PreparedCommand,
  version: number | undefined,
): Html {
  const { lang, actor } = page
  const own = samePerson(actor, prepared)
  const canApprove = !own && version !== undefined && mayDo(actor, 'approvePrepared')
  const first = canApprove ? signInFirst(c, 'approvePrepared') : undefined
  const approve = !canApprove
    ? ''
    : first === undefined
      ? html`<button class="primary" name="${stepName}" value="approve">${t(lang, 'approvals.approve')}</button> `
      : html`<a class="button" href="${first}">${t(lang, 'approvals.signIn')}</a> `
  const drop = mayDo(actor, 'dropPrepared')
    ? html`<button name="${stepName}" value="drop">${t(lang, 'approvals.drop')}</button>`
    : ''
  return html`${own ? notice(t(lang, 'approvals.own')) : ''}${canApprove ? notice(t(lang, 'approvals.final')) : ''}
<form method="post" action="${preparedPath(prepared.id)}" class="act"><input type="hidden" name="version" value="${version ?? ''}">
<p class="buttons">${approve}${drop}</p></form>`
}
