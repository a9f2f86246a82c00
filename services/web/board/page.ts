// The first page: where every office stands, by duty; what is due next; which ledgers are current and which are behind.

import type { Hono } from 'hono'
import { html } from 'hono/html'
import type { Board, BoardOrder, TermView } from '../../../shared/board/board.schema.ts'
import type { OfficeApi } from '../../../shared/contract/office-api.ts'
import type { MatterSummary, Quarantined, Upcoming } from '../../../shared/contract/views.schema.ts'
import { datesOf, type PageContext } from '../kit/context.ts'
import type { Html } from '../kit/html.ts'
import { layout } from '../kit/layout.ts'
import { pageContext, show } from '../kit/page.ts'
import {
  calendarLink,
  clockBadge,
  followerBadge,
  instantText,
  markedDate,
  officeShort,
  orderLink,
  plainDate,
  positionBadge,
  relative,
  statusBadge,
  termDates,
  termList,
} from '../kit/parts.ts'
import { empty, section } from '../kit/section.ts'
import { row, scrollingTable, table } from '../kit/table.ts'
import { label, t } from './words.ts'

/** What another capability has to say at the top of the board; empty where it has nothing. */
export type BoardNotice = (page: PageContext) => Promise<Html | ''>

export function boardPages(app: Hono, api: OfficeApi, notices: readonly BoardNotice[]): void {
  app.get('/', async (c) => {
    const page = pageContext(api, c)
    const { actor } = page
    const [board, matters, upcoming, quarantine, ...told] = await Promise.all([
      api.board(actor, datesOf(page)),
      api.matters(actor),
      api.deadlines(actor, datesOf(page)),
      api.quarantine(actor),
      ...notices.map((notice) => notice(page)),
    ])
    return show(
      c,
      page,
      boardPage(page, told, {
        board,
        matters,
        upcoming: upcoming.slice(0, maxUpcoming),
        quarantine,
      }),
    )
  })
}

/** More than fits a glance is for `/v1/deadlines`. */
const maxUpcoming = 12

interface BoardData {
  readonly board: Board
  readonly matters: readonly MatterSummary[]
  readonly upcoming: readonly Upcoming[]
  readonly quarantine: readonly Quarantined[]
}

function boardPage(page: PageContext, notices: readonly (Html | '')[], data: BoardData): Html {
  const { lang } = page
  const byMatter = Map.groupBy(data.board.orders, (order) => order.matter)
  const body = html`
${notices}
${
  data.board.orders.length === 0
    ? empty(t(lang, 'board.none'))
    : [...byMatter].map(([matter, orders]) =>
        matterTable(
          page,
          orders,
          data.matters.find((summary) => summary.matter === matter),
          matter,
        ),
      )
}
<div class="columns">
${dueNext(page, data.upcoming)}
${followers(page, data.board, data.quarantine)}
</div>`
  return layout(page, { title: t(lang, 'board.title'), body, dated: true, legend: true })
}

/** Rows are duties, columns are offices: differently worded terms of one theme stand side by side. */
function matterTable(
  page: PageContext,
  orders: readonly BoardOrder[],
  summary: MatterSummary | undefined,
  matter: string,
): Html {
  const { lang } = page
  const themes = [...new Set(orders.flatMap((order) => order.terms.map((term) => term.theme)))]
  const number = (order: BoardOrder) => order.order.split(':')[1] ?? order.order
  const heading = (order: BoardOrder) => ({
    label: html`<span class="office-name">${officeShort(page, order.office)}</span> ${orderLink(order.order, number(order))} ${statusBadge(lang, order.status)}`,
    number: false,
  })
  const cell = (order: BoardOrder, theme: string) => {
    const terms = order.terms.filter((term) => term.theme === theme)
    return {
      label: `${officeShort(page, order.office)} · ${number(order)}`,
      className: terms.length === 0 ? 'none' : undefined,
      content:
        terms.length === 0
          ? html`<span class="muted">${t(lang, 'board.noTerm')}</span>`
          : terms.map((term) => termCell(page, term)),
    }
  }
  return section(
    `m-${matter}`,
    html`<a href="/matters/${encodeURIComponent(matter)}">${summary?.title?.[lang] ?? matter}</a>`,
    table({
      caption: t(lang, 'board.caption', { date: plainDate(lang, page.asOf) }),
      captionShown: true,
      className: 'board',
      stacked: true,
      columns: [t(lang, 'board.theme'), ...orders.map(heading)],
      rows: themes.map((theme) =>
        row(
          label(lang, 'theme', theme),
          orders.map((order) => cell(order, theme)),
          { stacked: true },
        ),
      ),
    }),
    'matter',
  )
}

function termCell(page: PageContext, term: TermView): Html {
  const { lang } = page
  return html`<div class="term" title="${term.text[lang]}">
<p class="line"><span class="term-id">${term.id}</span> ${clockBadge(lang, term)}</p>
<p class="line muted">${t(lang, `kind.${term.kind}`)}, ${t(lang, `effort.${term.effort}`)}</p>
<p class="line">${positionBadge(lang, term)}</p>
${termDates(page, term)}
</div>`
}

function dueNext(page: PageContext, upcoming: readonly Upcoming[]): Html {
  const { lang } = page
  const title = t(lang, 'next.title')
  const rows = upcoming.map(({ order, deadline, stayed }) =>
    row(
      html`${markedDate(lang, deadline.date, deadline.confidence)}<br><span class="muted">${relative(page, deadline.date)}</span>`,
      [
        html`${label(lang, 'deadline', deadline.id)}<br><span class="muted">${termList(lang, deadline.terms)}${stayed ? html` · <span class="shape" aria-hidden="true">‖</span>${t(lang, 'next.stayed')}` : ''}</span>`,
        html`${officeShort(page, order.split(':')[0] ?? '')} ${orderLink(order, order.split(':')[1])}`,
      ],
      { className: stayed ? 'faded' : undefined },
    ),
  )
  return section(
    'next',
    title,
    html`${
      rows.length === 0
        ? empty(t(lang, 'next.none'))
        : scrollingTable(title, {
            caption: t(lang, 'next.caption'),
            columns: [t(lang, 'col.date'), t(lang, 'col.what'), t(lang, 'col.order')],
            rows,
          })
    }
<p class="links">${calendarLink(page, 'office', t(lang, 'ics.office'))} ${calendarLink(page, 'all', t(lang, 'ics.all'))}</p>`,
  )
}

function followers(page: PageContext, board: Board, quarantine: readonly Quarantined[]): Html {
  const { lang } = page
  const title = t(lang, 'followers.title')
  const rows = board.followers.map((follower) =>
    row(officeShort(page, follower.office), [
      followerBadge(lang, follower.state),
      { className: 'number', content: String(follower.seq) },
      follower.lastHeard === null ? t(lang, 'followers.never') : instantText(follower.lastHeard),
      {
        className: follower.quarantined > 0 ? 'number alarm' : 'number',
        content: String(follower.quarantined),
      },
    ]),
  )
  return section(
    'followers',
    title,
    html`${scrollingTable(title, {
      caption: t(lang, 'followers.caption'),
      className: 'compact',
      columns: [
        t(lang, 'col.office'),
        t(lang, 'followers.state'),
        { label: t(lang, 'followers.seq'), number: true },
        t(lang, 'followers.heard'),
        { label: t(lang, 'followers.aside'), number: true },
      ],
      rows,
    })}
${quarantineList(page, quarantine)}`,
  )
}

function quarantineList(page: PageContext, quarantine: readonly Quarantined[]): Html {
  const { lang } = page
  if (quarantine.length === 0) return html`<p class="muted">${t(lang, 'quarantine.none')}</p>`
  const rows = quarantine.map((item) =>
    row(officeShort(page, item.office), [
      html`<strong>${label(lang, 'quarantine', item.outcome)}</strong> ${item.reason}<br><code>${item.subject}${item.sequence === null ? '' : ` @ ${item.sequence}`}</code>`,
      instantText(item.receivedAt),
    ]),
  )
  return html`<details class="quarantine" id="quarantine"><summary><span class="shape" aria-hidden="true">▲</span>${t(lang, 'quarantine.some', { n: quarantine.length })}</summary>
${scrollingTable(t(lang, 'quarantine.caption'), {
  caption: t(lang, 'quarantine.caption'),
  columns: [t(lang, 'col.office'), t(lang, 'quarantine.reason'), t(lang, 'col.date')],
  rows,
})}</details>`
}
