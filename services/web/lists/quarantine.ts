// What was set aside instead of stored, with its reason: whose ledger, since when.

import type { Hono } from 'hono'
import { html } from 'hono/html'
import type { OfficeApi } from '../../../shared/contract/office-api.ts'
import type { Quarantined } from '../../../shared/contract/views.schema.ts'
import { listPageRows } from '../../../shared/kernel/limits.ts'
import type { PageContext } from '../kit/context.ts'
import type { Html } from '../kit/html.ts'
import { layout } from '../kit/layout.ts'
import { pageContext, show } from '../kit/page.ts'
import { pager } from '../kit/pager.ts'
import { localTime, officeShort } from '../kit/parts.ts'
import { empty } from '../kit/section.ts'
import { listTable } from '../kit/table.ts'
import { choiceFilter, findForm, officeChoices } from '../kit/find.ts'
import { label, t } from './words.ts'

const outcomes = ['fork', 'forged', 'unknown', 'gap'] as const

export function quarantinePages(app: Hono, api: OfficeApi): void {
  app.get('/quarantine', async (c) => {
    const page = pageContext(api, c)
    const all = await api.quarantine(page.actor)
    return show(c, page, quarantinePage(page, all))
  })
}

function quarantinePage(page: PageContext, all: readonly Quarantined[]): Html {
  const { lang, query } = page
  const asked = (name: string) => query?.get(name) ?? ''
  const found = all
    .filter(
      ({ office, outcome }) =>
        (asked('office') === '' || office === asked('office')) &&
        (asked('outcome') === '' || outcome === asked('outcome')),
    )
    .toSorted((a, b) => (a.receivedAt < b.receivedAt ? 1 : -1))
  // Few by their nature: a page is a place in the list, not a cursor.
  const from = Math.max(0, Number.parseInt(asked('after') || asked('before') || '0', 10) || 0)
  const shown = found.slice(from, from + listPageRows)
  const columns = (
    [
      'find.office',
      'quarantine.message',
      'find.outcome',
      'quarantine.reason',
      'quarantine.received',
    ] as const
  ).map((word) => t(lang, word))
  const rows = shown.map(
    (each) =>
      [
        officeShort(page, each.office),
        html`<code>${each.subject}</code>${each.sequence === null ? '' : html` <span class="muted">${each.sequence}</span>`}`,
        label(lang, 'quarantine', each.outcome),
        html`<span lang="en">${each.reason}</span>`,
        localTime(page, each.receivedAt),
      ] as const,
  )
  const caption = t(lang, 'quarantine.title')
  const body = html`${findForm(
    page,
    [
      choiceFilter(page, 'office', t(lang, 'find.office'), officeChoices(page)),
      choiceFilter(
        page,
        'outcome',
        t(lang, 'find.outcome'),
        outcomes.map((outcome) => [outcome, label(lang, 'quarantine', outcome)]),
      ),
    ],
    [],
  )}
<p class="line">${t(lang, found.length === 1 ? 'quarantine.count.one' : 'quarantine.count', { n: found.length })}</p>
${rows.length === 0 ? empty(t(lang, 'quarantine.none')) : listTable(caption, columns, rows)}
${pager(page, {
  total: found.length,
  next: from + listPageRows < found.length ? String(from + listPageRows) : null,
  previous: from > 0 ? String(Math.max(0, from - listPageRows)) : null,
})}`
  return layout(page, { title: caption, body })
}
