// The audit list as a page and as a table: who signed in, what was refused to whom, who gave roles and tokens.

import type { Hono } from 'hono'
import { html } from 'hono/html'
import type { OfficeApi } from '../../../shared/contract/office-api.ts'
import { auditQuerySchema, type AuditEntry } from '../../../shared/contract/staff.schema.ts'
import { maxCsvRows } from '../../../shared/kernel/limits.ts'
import { present } from '../../../shared/kernel/present.ts'
import { staffOf } from '../kit/actor.ts'
import type { PageContext } from '../kit/context.ts'
import { answerCsv, csvOf } from '../kit/csv.ts'
import type { Html } from '../kit/html.ts'
import { layout } from '../kit/layout.ts'
import { pageContext, show } from '../kit/page.ts'
import { localTime } from '../kit/parts.ts'
import { empty } from '../kit/section.ts'
import { row, scrollingTable } from '../kit/table.ts'
import { label, t } from './words.ts'

export function auditPages(app: Hono, api: OfficeApi): void {
  app.get('/audit', (c) => {
    const page = pageContext(api, c)
    const query = auditQuerySchema.safeParse(c.req.query())
    const entries = staffOf(c).audit(page.actor, query.success ? present(query.data) : {})
    return show(c, page, auditPage(page, entries))
  })
  app.get('/audit.csv', (c) => {
    const page = pageContext(api, c)
    const { lang } = page
    const rows = staffOf(c)
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
