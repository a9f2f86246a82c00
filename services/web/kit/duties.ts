// Where the orders of one matter stand, duty by duty: a column for each office, its orders one below the other in it.

import { html } from 'hono/html'
import type { BoardOrder, TermView } from '../../../shared/board/board.schema.ts'
import { numberIn } from '../../../shared/kernel/ids.ts'
import type { PageContext } from './context.ts'
import type { Html } from './html.ts'
import {
  clockBadge,
  dateText,
  markedDate,
  officeShort,
  orderLink,
  positionBadge,
  statusBadge,
  termDates,
} from './parts.ts'
import { row, table, type Cell } from './table.ts'
import { label, t } from './words.ts'

/** Where an office has more orders than this in a matter, each term takes one line. */
const mostInFull = 2

/** Rows are duties: differently worded terms of one theme stand side by side. */
export function dutyTable(page: PageContext, orders: readonly BoardOrder[], caption: string): Html {
  const { lang } = page
  const byOffice = [...Map.groupBy(orders, ({ office }) => office)]
  const themes = [...new Set(orders.flatMap(({ terms }) => terms.map(({ theme }) => theme)))]
  const cell = (office: string, content: Cell['content'], none = false): Cell => ({
    label: officeShort(page, office),
    content,
    ...(none ? { className: 'none' } : {}),
  })
  return table({
    caption,
    captionShown: true,
    className: 'board',
    stacked: true,
    columns: [
      t(lang, 'board.theme'),
      ...byOffice.map(([office]) => ({
        label: html`<span class="office-name">${officeShort(page, office)}</span>`,
        number: false,
      })),
    ],
    rows: [
      row(
        t(lang, 'board.orders'),
        byOffice.map(([office, its]) => cell(office, orderLines(page, its))),
        { stacked: true },
      ),
      ...themes.map((theme) =>
        row(
          label(lang, 'theme', theme),
          byOffice.map(([office, its]) => {
            const found = its.filter(({ terms }) => terms.some((term) => term.theme === theme))
            return found.length === 0
              ? cell(office, html`<span class="muted">${t(lang, 'board.noTerm')}</span>`, true)
              : cell(office, dutyCells(page, found, theme))
          }),
          { stacked: true },
        ),
      ),
    ],
  })
}

function orderLines({ lang }: PageContext, orders: readonly BoardOrder[]): Html {
  return html`<ul class="plain">${orders.map(({ order, status, issuedOn, sealed }) => html`<li class="line">${orderLink(order, numberIn(order))} ${statusBadge(lang, status)} <span class="muted">${dateText(lang, issuedOn)}</span>${sealed === undefined ? '' : html` <strong class="alarm">${t(lang, 'sealed.mark')}</strong>`}</li>`)}</ul>`
}

function dutyCells(page: PageContext, orders: readonly BoardOrder[], theme: string): Html[] {
  const compact = orders.length > mostInFull
  return orders.flatMap((order) =>
    order.terms
      .filter((term) => term.theme === theme)
      .map((term) => {
        const from =
          orders.length === 1 ? '' : html`${orderLink(order.order, numberIn(order.order))} `
        return compact ? termLine(page, term, from) : termInFull(page, term, from)
      }),
  )
}

function termInFull(page: PageContext, term: TermView, from: Html | ''): Html {
  const { lang } = page
  return html`<div class="term">
<p class="line">${from}<span class="term-id">${term.id}</span> ${clockBadge(lang, term)}</p>
<p class="line muted">${t(lang, `kind.${term.kind}`)}, ${t(lang, `effort.${term.effort}`)}</p>
<p class="line">${positionBadge(lang, term)}</p>
${termDates(page, term)}
</div>`
}

function termLine({ lang }: PageContext, term: TermView, from: Html | ''): Html {
  return html`<p class="line">${from}<span class="term-id">${term.id}</span> ${clockBadge(lang, term)}${term.due === null ? '' : html` ${markedDate(lang, term.due.date, term.due.confidence)}`}</p>`
}
