// What was set aside instead of stored, with its reason: whose ledger, since when. As a page, and as a file.

import type { Context, Hono } from 'hono'
import { html } from 'hono/html'
import {
  quarantineQuerySchema,
  type QuarantineList,
  type QuarantineQuery,
} from '../../../shared/contract/lists.schema.ts'
import type { OfficeApi } from '../../../shared/contract/office-api.ts'
import { quarantineOutcomes } from '../../../shared/contract/views.schema.ts'
import { csvOf } from '../../../shared/kernel/csv.ts'
import { maxCsvRows, maxListPage } from '../../../shared/kernel/limits.ts'
import type { PageContext } from '../kit/context.ts'
import { answerCsv } from '../kit/csv.ts'
import { choiceFilter, findForm, officeChoices, summary } from '../kit/find.ts'
import type { Html } from '../kit/html.ts'
import { layout } from '../kit/layout.ts'
import { allOf, numberText, queryOf } from '../kit/list.ts'
import { pageContext, show } from '../kit/page.ts'
import { pager } from '../kit/pager.ts'
import { localTime, officeShort } from '../kit/parts.ts'
import { empty } from '../kit/section.ts'
import { listTable } from '../kit/table.ts'
import { quarantineCsv } from './csv.ts'
import { label, t } from './words.ts'

export function quarantinePages(app: Hono, api: OfficeApi): void {
  const read = (c: Context, page: PageContext) => {
    const query = queryOf(c, quarantineQuerySchema)
    return (place: Pick<QuarantineQuery, 'limit' | 'after' | 'before'> = {}) =>
      api.quarantine(page.actor, { ...query, ...place })
  }
  app.get('/quarantine', async (c) => {
    const page = pageContext(api, c)
    return show(c, page, quarantinePage(page, await read(c, page)()))
  })
  app.get('/quarantine.csv', async (c) => {
    const page = pageContext(api, c)
    const part = read(c, page)
    const rows = await allOf((place) => part({ ...place, limit: maxListPage }))
    return answerCsv(c, 'quarantine', csvOf(quarantineCsv(page, rows)))
  })
}

function quarantinePage(page: PageContext, found: QuarantineList): Html {
  const { lang } = page
  const { total, rows } = found
  const count = t(lang, total === 1 ? 'quarantine.count.one' : 'quarantine.count', {
    n: numberText(page, total),
  })
  const title = t(lang, 'quarantine.title')
  const body = html`${quarantineForm(page)}
${summary(page, count, found, maxCsvRows)}
${rows.length === 0 ? empty(t(lang, 'quarantine.none')) : quarantineTable(page, rows)}
${pager(page, found)}`
  return layout(page, { title, body })
}

function quarantineForm(page: PageContext): Html {
  const { lang } = page
  return findForm(
    page,
    [
      choiceFilter(page, 'office', t(lang, 'find.office'), officeChoices(page)),
      choiceFilter(
        page,
        'outcome',
        t(lang, 'find.outcome'),
        quarantineOutcomes.map((outcome) => [outcome, label(lang, 'quarantine', outcome)]),
      ),
    ],
    [],
  )
}

function quarantineTable(page: PageContext, rows: QuarantineList['rows']): Html {
  const { lang } = page
  const columns = (
    [
      'find.office',
      'quarantine.message',
      'find.outcome',
      'quarantine.reason',
      'quarantine.received',
    ] as const
  ).map((word) => t(lang, word))
  return listTable(
    t(lang, 'quarantine.title'),
    columns,
    rows.map(
      (each) =>
        [
          officeShort(page, each.office),
          html`<code>${each.subject}</code>${each.sequence === null ? '' : html` <span class="muted">${each.sequence}</span>`}`,
          label(lang, 'quarantine', each.outcome),
          lang === 'fr' ? each.reasonFr : each.reason,
          localTime(page, each.receivedAt),
        ] as const,
    ),
  )
}
