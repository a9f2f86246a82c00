// What was set aside instead of stored, with its reason: whose ledger, since when. As a page, and as a file.

import type { Hono } from 'hono'
import { html } from 'hono/html'
import {
  quarantineQuerySchema,
  type QuarantineList,
  type QuarantineQuery,
} from '../../../shared/contract/lists.schema.ts'
import type { OfficeApi } from '../../../shared/contract/office-api.ts'
import { quarantineOutcomes } from '../../../shared/contract/views.schema.ts'
import type { PageContext } from '../kit/context.ts'
import { choiceFilter, findForm, officeChoices } from '../kit/find.ts'
import type { Html } from '../kit/html.ts'
import { listPage, listRoutes, numberText, type Beside } from '../kit/list.ts'
import { localTime, officeShort } from '../kit/parts.ts'
import { listTable } from '../kit/table.ts'
import { quarantineCsv } from './csv.ts'
import { label, t } from './words.ts'

export function quarantinePages(app: Hono, api: OfficeApi): void {
  listRoutes<QuarantineQuery, QuarantineList>(app, api, {
    path: 'quarantine',
    query: quarantineQuerySchema,
    read: ({ actor }, query) => api.quarantine(actor, query),
    shown: quarantinePage,
    csv: (page, rows) => quarantineCsv(page, rows as QuarantineList['rows']),
  })
}

function quarantinePage(page: PageContext, found: QuarantineList, beside: Beside): Html {
  const { lang } = page
  const { total, rows } = found
  return listPage(page, {
    list: 'quarantine',
    title: t(lang, 'quarantine.title'),
    count: t(lang, total === 1 ? 'quarantine.count.one' : 'quarantine.count', {
      n: numberText(page, total),
    }),
    none: t(lang, 'quarantine.none'),
    form: quarantineForm(page),
    found,
    table: rows.length === 0 ? undefined : quarantineTable(page, rows),
    beside,
    legend: false,
  })
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
