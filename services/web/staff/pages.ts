// What waits for a second person, to be looked at and approved; and the audit list.

import type { Context, Hono } from 'hono'
import { html } from 'hono/html'
import type { Preview } from '../../../shared/contract/acting.schema.ts'
import type { OfficeApi, PublicOrderCommand } from '../../../shared/contract/office-api.ts'
import type { Staff } from '../../../shared/contract/staff.ts'
import type { AuditEntry, PreparedCommand } from '../../../shared/contract/staff.schema.ts'
import { auditQuerySchema } from '../../../shared/contract/staff.schema.ts'
import { maxCsvRows } from '../../../shared/kernel/limits.ts'
import { parseOrderId, type AggregateRef } from '../../../shared/kernel/ids.ts'
import { present } from '../../../shared/kernel/present.ts'
import { problem, ProblemError } from '../../../shared/kernel/problems.ts'
import { samePerson } from '../../../shared/office/permit.ts'
import type { OrderEvent } from '../../../shared/order/order.schema.ts'
import { mayDo, preparedPath, signInFirst } from '../kit/actor.ts'
import type { PageContext } from '../kit/context.ts'
import { answerCsv, csvOf } from '../kit/csv.ts'
import { entryText } from '../kit/history.ts'
import type { Html } from '../kit/html.ts'
import { layout } from '../kit/layout.ts'
import { pageContext, show } from '../kit/page.ts'
import { localTime, markedDate, orderLink, termList } from '../kit/parts.ts'
import { problemText } from '../kit/problem.ts'
import { empty, facts, section } from '../kit/section.ts'
import { row, scrollingTable } from '../kit/table.ts'
import { label, t } from './words.ts'

export function staffPages(app: Hono, api: OfficeApi, staff: Staff): void {
  preparedPages(app, api, staff)
  auditPages(app, api, staff)
}

function preparedPages(app: Hono, api: OfficeApi, staff: Staff): void {
  app.get('/prepared', (c) => {
    const page = pageContext(api, c)
    return show(c, page, listPage(page, c, staff.prepared(page.actor)))
  })
  app.get('/prepared/:id', async (c) => {
    const page = pageContext(api, c)
    const prepared = staff.prepared(page.actor).find(({ id }) => id === c.req.param('id'))
    if (prepared === undefined) throw new ProblemError(gone(c.req.param('id')))
    // The sign-in is asked for before the decision, so that the decision is one press of a button.
    const mayApprove = mayDo(page.actor, 'approvePrepared') && !samePerson(page.actor, prepared)
    const first = mayApprove ? signInFirst(c, 'approvePrepared') : undefined
    if (first !== undefined) return c.redirect(first, 303)
    const ref = refOf(api, prepared)
    const preview = await api.preview(page.actor, ref, prepared.command as PublicOrderCommand)
    return show(c, page, onePage(page, prepared, preview, mayApprove))
  })
  app.post('/prepared/:id', async (c) => {
    const page = pageContext(api, c)
    const { decision } = await c.req.parseBody()
    const id = c.req.param('id')
    if (decision === 'drop') {
      staff.dropPrepared(page.actor, id)
      return c.redirect('/prepared?done=dropped', 303)
    }
    const reply = await staff.approvePrepared(page.actor, id)
    if (reply.kind === 'refused') throw new ProblemError(reply.problem)
    return c.redirect(`/prepared?done=${reply.version}`, 303)
  })
}

function listPage(page: PageContext, c: Context, prepared: readonly PreparedCommand[]): Html {
  const { lang } = page
  const done = c.req.query('done')
  const told =
    done === 'dropped'
      ? t(lang, 'prepared.dropped')
      : /^\d+$/.test(done ?? '')
        ? t(lang, 'prepared.done', { version: done ?? '' })
        : undefined
  const title = t(lang, 'prepared.title')
  const rows = prepared.map((each) =>
    row(html`<a href="${preparedPath(each.id)}">${actName(page, each)}</a>`, [
      aboutText(each),
      each.preparedBy.name,
      localTime(page, each.preparedAt),
    ]),
  )
  const columns = (['col.what', 'prepared.about', 'prepared.by', 'prepared.at'] as const).map(
    (word) => t(lang, word),
  )
  return layout(page, {
    title,
    body: html`${told === undefined ? '' : html`<p class="notice" role="status">${told}</p>`}<p>${t(lang, 'prepared.why')}</p>
${rows.length === 0 ? empty(t(lang, 'prepared.none')) : scrollingTable(title, { caption: title, columns, rows })}`,
  })
}

function onePage(
  page: PageContext,
  prepared: PreparedCommand,
  preview: Preview,
  mayApprove: boolean,
): Html {
  const { lang, actor } = page
  const by =
    prepared.onBehalfOf === null
      ? prepared.preparedBy.name
      : `${prepared.preparedBy.name} (${prepared.onBehalfOf.name})`
  const button = (decision: string, words: string, style = '') =>
    html`<form method="post" action="${preparedPath(prepared.id)}"><input type="hidden" name="decision" value="${decision}"><button type="submit" class="${style}">${words}</button></form>`
  const body = html`<p class="notice">${t(lang, 'prepared.waits')}</p>
${facts([
  [t(lang, 'prepared.about'), aboutText(prepared)],
  [t(lang, 'prepared.by'), by],
  [t(lang, 'prepared.at'), localTime(page, prepared.preparedAt)],
])}
${section('signed', t(lang, 'prepared.sign'), previewPart(page, preview))}
${mayApprove && preview.kind !== 'refused' ? html`<p>${t(lang, 'prepared.final')}</p>${button('approve', t(lang, 'prepared.approve'), 'primary')}` : ''}
${mayDo(actor, 'dropPrepared') ? button('drop', t(lang, 'prepared.drop')) : ''}`
  const title = t(lang, 'prepared.one', { act: actName(page, prepared) })
  return layout(page, { title, body, way: [['/prepared', t(lang, 'prepared.title')]], still: true })
}

/** The order as it would be, and the dates that would follow. */
function previewPart(page: PageContext, preview: Preview): Html {
  const { lang } = page
  if (preview.kind === 'refused')
    return html`<p class="alarm">${t(lang, 'prepared.refused')} ${problemText(lang, preview.problem)}</p>`
  const event = preview.event as OrderEvent
  const terms =
    event.kind === 'issued'
      ? html`<h3>${t(lang, 'prepared.terms')}</h3><ol>${event.terms.map((term) => html`<li>${term.text[lang]} <span class="muted">${label(lang, 'kind', term.kind)}</span></li>`)}</ol>`
      : ''
  const dates =
    preview.kind === 'preview'
      ? preview.deadlines.flatMap(({ id, terms: bound, after }) =>
          after === null
            ? []
            : [
                html`<li>${after.text?.[lang] ?? label(lang, 'deadline', id)} <span class="muted">${termList(lang, bound)}</span> ${markedDate(lang, after.date, after.confidence)}</li>`,
              ],
        )
      : []
  return html`<p>${entryText(page, { event })}</p>${terms}${dates.length === 0 ? '' : html`<h3>${t(lang, 'prepared.dates')}</h3><ul>${dates}</ul>`}`
}

function auditPages(app: Hono, api: OfficeApi, staff: Staff): void {
  app.get('/audit', (c) => {
    const page = pageContext(api, c)
    const query = auditQuerySchema.safeParse(c.req.query())
    const entries = staff.audit(page.actor, query.success ? present(query.data) : {})
    return show(c, page, auditPage(page, entries))
  })
  app.get('/audit.csv', (c) => {
    const page = pageContext(api, c)
    const { lang } = page
    const rows = staff
      .audit(page.actor, { limit: maxCsvRows })
      .map((entry) => [entry.number, entry.at, ...auditCells(page, entry)])
    return answerCsv(c, 'audit', csvOf([auditColumns(lang), ...rows]))
  })
}

function auditPage(page: PageContext, entries: readonly AuditEntry[]): Html {
  const { lang } = page
  const title = t(lang, 'audit.title')
  const rows = entries.map((entry) =>
    row(String(entry.number), [localTime(page, entry.at), ...auditCells(page, entry)]),
  )
  const last = entries.at(-1)?.number ?? 0
  return layout(page, {
    title,
    body: html`<p>${t(lang, 'audit.why')}</p><p><a href="/audit.csv">${t(lang, 'audit.csv')}</a></p>
${rows.length === 0 ? empty(t(lang, 'audit.none')) : scrollingTable(title, { caption: title, columns: auditColumns(lang), rows })}
${last > 1 ? html`<p><a href="/audit?before=${last}">${t(lang, 'audit.older')}</a></p>` : ''}`,
  })
}

function auditColumns(lang: PageContext['lang']): string[] {
  return (
    [
      'audit.number',
      'col.date',
      'col.what',
      'col.who',
      'audit.act',
      'audit.about',
      'col.why',
      'col.rule',
    ] as const
  ).map((word) => t(lang, word))
}

function auditCells({ lang }: PageContext, entry: AuditEntry): string[] {
  const { kind, who, act, about, code, rule, more } = entry
  return [
    label(lang, 'kind', kind),
    who?.replace(/^[a-z]+:/, '') ?? '–',
    act ?? '',
    about ?? '',
    code ?? more ?? '',
    rule ?? '',
  ]
}

function actName({ lang }: PageContext, { command }: PreparedCommand): string {
  return label(lang, 'act', command.kind)
}

function aboutText({ about }: PreparedCommand): Html {
  const [kind = '', id = ''] = about.split(' ')
  return kind === 'order' ? orderLink(id) : html`${id}`
}

function refOf(api: OfficeApi, { about, id: prepared }: PreparedCommand): AggregateRef {
  const [kind, id = ''] = about.split(' ')
  const ref =
    kind === 'order' ? parseOrderId(id) : ({ office: api.office.id, kind: 'matter', id } as const)
  if (ref === undefined) throw new ProblemError(gone(prepared))
  return ref
}

function gone(id: string) {
  return problem(
    'not-found',
    {
      en: `Nothing is prepared as "${id}" any more: it was approved, or dropped`,
      fr: `Plus rien n’est préparé sous « ${id} » : cela a été approuvé, ou écarté`,
    },
    id,
  )
}
