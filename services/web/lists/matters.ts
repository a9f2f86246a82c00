// Matters as rows: who takes part, how many orders, and what waits in them.

import { html } from 'hono/html'
import type { MatterRow } from '../../../shared/lists/rows.schema.ts'
import type { PageContext } from '../kit/context.ts'
import { deskColumn, type Marks } from '../kit/desk.ts'
import type { Html } from '../kit/html.ts'
import { dateText, officeShort, plainDate, relative } from '../kit/parts.ts'
import { matterLink } from '../kit/rows.ts'
import { listTable } from '../kit/table.ts'
import { t } from './words.ts'

export function matterTable(page: PageContext, matters: readonly MatterRow[], marks?: Marks): Html {
  const { lang } = page
  const desk = deskColumn(page, marks)
  const columns = (
    [
      'matter.title',
      'find.respondent',
      'matter.offices',
      'matter.orders',
      'matter.next',
      'matter.opened',
    ] as const
  ).map((word) => t(lang, word))
  const cells = (each: MatterRow) => [
    each.respondent ?? '–',
    each.offices.map((office) => officeShort(page, office)).join(', '),
    ordersText(page, each),
    nextText(page, each),
    each.openedOn === null ? '–' : dateText(lang, each.openedOn),
    ...(desk === undefined ? [] : [desk(`matter ${each.matter}`)]),
  ]
  return html`<p class="links"><a href="/open-matter">${t(lang, 'matters.open')}</a></p>
${listTable(
  t(lang, 'matters.title'),
  desk === undefined ? columns : [...columns, t(lang, 'col.desk')],
  matters.map((each) => [
    html`${matterLink(page, each.matter, each.title === null ? {} : { [each.matter]: each.title })}<br><span class="muted">${each.matter}${each.files.map(({ file }) => ` · ${file}`).join('')}</span>`,
    ...cells(each),
  ]),
)}`
}

function ordersText({ lang }: PageContext, { orders }: MatterRow): Html {
  if (orders.total === 0) return html`<span class="muted">–</span>`
  const parts = (['overdue', 'unserved', 'inCourt', 'withRoutes'] as const).flatMap((name) =>
    orders[name] === 0 ? [] : [t(lang, `matter.${name}`, { n: orders[name] })],
  )
  return html`${t(lang, 'matter.open', { n: orders.open, total: orders.total })}${parts.map((part) => html`<br><span class="muted">${part}</span>`)}`
}

function nextText(page: PageContext, { next, overdueSince }: MatterRow): Html {
  const { lang } = page
  const late =
    overdueSince === null
      ? ''
      : html`<strong class="alarm">${t(lang, 'matter.late', { date: plainDate(lang, overdueSince) })}</strong>`
  const coming =
    next === null
      ? ''
      : html`${dateText(lang, next.date)} <span class="muted">${relative(page, next.date)}, ${officeShort(page, next.office)}</span>`
  return html`${late}${late !== '' && coming !== '' ? html`<br>` : ''}${coming}`
}
