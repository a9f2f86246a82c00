// The first page: where every office stands, by duty; what is due next; who is current and who is behind.

import { html } from 'hono/html'
import type { Board, BoardOrder, TermView } from '../../../shared/board/board.schema.ts'
import type { OrderDrift } from '../../../shared/contract/drift.schema.ts'
import type { MatterSummary, Quarantined, Upcoming } from '../../../shared/contract/views.schema.ts'
import { sayJoint } from '../joint/words.ts'
import { say, sayOf } from '../kit/words.ts'
import { driftNotice } from '../drift/page.ts'
import { layout } from '../kit/layout.ts'
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
  scrolling,
  statusBadge,
  termDates,
  type Html,
  type Look,
} from '../kit/parts.ts'

export interface BoardData {
  readonly board: Board
  readonly matters: readonly MatterSummary[]
  readonly upcoming: readonly Upcoming[]
  readonly quarantine: readonly Quarantined[]
  readonly drift: readonly OrderDrift[]
  /** How many joint actions wait for a person of this office. */
  readonly waiting: number
}

export function boardPage(look: Look, data: BoardData): Html {
  const { lang } = look
  const byMatter = Map.groupBy(data.board.orders, (order) => order.matter)
  const body = html`
${data.waiting === 0 ? '' : html`<p class="notice"><a href="/joint">${sayJoint(lang, data.waiting === 1 ? 'waiting.one' : 'waiting.many', { n: data.waiting })}</a></p>`}
${driftNotice(look, data.drift)}
${
  data.board.orders.length === 0
    ? html`<p class="empty">${say(lang, 'board.none')}</p>`
    : [...byMatter].map(([matter, orders]) =>
        matterTable(
          look,
          orders,
          data.matters.find((summary) => summary.matter === matter),
          matter,
        ),
      )
}
<div class="columns">
${dueNext(look, data.upcoming)}
${followers(look, data.board, data.quarantine)}
</div>`
  return layout(look, { title: say(lang, 'board.title'), body, dated: true, legend: true })
}

/** Rows are duties, columns are offices: differently worded terms of one theme stand side by side. */
function matterTable(
  look: Look,
  orders: readonly BoardOrder[],
  summary: MatterSummary | undefined,
  matter: string,
): Html {
  const { lang } = look
  const themes = [...new Set(orders.flatMap((order) => order.terms.map((term) => term.theme)))]
  const title = summary?.title?.[lang] ?? matter
  const caption = say(lang, 'board.caption', { date: plainDate(lang, look.asOf) })
  return html`<section class="matter" aria-labelledby="m-${matter}">
<h2 id="m-${matter}"><a href="/matters/${encodeURIComponent(matter)}">${title}</a></h2>
<table class="board" role="table">
<caption>${caption}</caption>
<thead role="rowgroup"><tr role="row">
<th role="columnheader" scope="col">${say(lang, 'board.theme')}</th>
${orders.map((order) => html`<th role="columnheader" scope="col"><span class="office-name">${officeShort(look, order.office)}</span> ${orderLink(order.order, order.order.split(':')[1])} ${statusBadge(lang, order.status)}</th>`)}
</tr></thead>
<tbody role="rowgroup">
${themes.map(
  (theme) => html`<tr role="row">
<th role="rowheader" scope="row">${sayOf(lang, 'theme', theme)}</th>
${orders.map((order) => {
  const terms = order.terms.filter((term) => term.theme === theme)
  return html`<td role="cell" data-label="${officeShort(look, order.office)} · ${order.order.split(':')[1]}"${terms.length === 0 ? html` class="none"` : ''}>${terms.length === 0 ? html`<span class="muted">${say(lang, 'board.noTerm')}</span>` : terms.map((term) => termCell(look, term))}</td>`
})}
</tr>`,
)}
</tbody></table></section>`
}

function termCell(look: Look, term: TermView): Html {
  const { lang } = look
  return html`<div class="term" title="${term.text[lang]}">
<p class="line"><span class="term-id">${term.id}</span> ${clockBadge(lang, term)}</p>
<p class="line muted">${say(lang, `kind.${term.kind}`)}, ${say(lang, `effort.${term.effort}`)}</p>
<p class="line">${positionBadge(lang, term)}</p>
${termDates(look, term)}
</div>`
}

function dueNext(look: Look, upcoming: readonly Upcoming[]): Html {
  const { lang } = look
  const title = say(lang, 'next.title')
  return html`<section aria-labelledby="next"><h2 id="next">${title}</h2>
${
  upcoming.length === 0
    ? html`<p class="empty">${say(lang, 'next.none')}</p>`
    : scrolling(
        title,
        html`<table><caption class="hidden">${say(lang, 'next.caption')}</caption>
<thead><tr><th scope="col">${say(lang, 'col.date')}</th><th scope="col">${say(lang, 'col.what')}</th><th scope="col">${say(lang, 'col.order')}</th></tr></thead>
<tbody>${upcoming.map(
          ({ order, deadline, stayed }) => html`<tr${stayed ? html` class="faded"` : ''}>
<th scope="row">${markedDate(lang, deadline.date, deadline.confidence)}<br><span class="muted">${relative(look, deadline.date)}</span></th>
<td>${sayOf(lang, 'deadline', deadline.id)}<br><span class="muted">${deadline.terms.length === 0 ? say(lang, 'all.terms') : deadline.terms.join(', ')}${stayed ? html` · <span class="shape" aria-hidden="true">‖</span>${say(lang, 'next.stayed')}` : ''}</span></td>
<td>${officeShort(look, order.split(':')[0] ?? '')} ${orderLink(order, order.split(':')[1])}</td></tr>`,
        )}</tbody></table>`,
      )
}
<p class="links">${calendarLink(look, 'office', say(lang, 'ics.office'))} ${calendarLink(look, 'all', say(lang, 'ics.all'))}</p></section>`
}

function followers(look: Look, board: Board, quarantine: readonly Quarantined[]): Html {
  const { lang } = look
  const title = say(lang, 'followers.title')
  return html`<section aria-labelledby="followers"><h2 id="followers">${title}</h2>
${scrolling(
  title,
  html`<table class="compact"><caption class="hidden">${say(lang, 'followers.caption')}</caption>
<thead><tr><th scope="col">${say(lang, 'col.office')}</th><th scope="col">${say(lang, 'followers.state')}</th><th scope="col" class="number">${say(lang, 'followers.seq')}</th><th scope="col">${say(lang, 'followers.heard')}</th><th scope="col" class="number">${say(lang, 'followers.aside')}</th></tr></thead>
<tbody>${board.followers.map(
    (follower) =>
      html`<tr><th scope="row">${officeShort(look, follower.office)}</th><td>${followerBadge(lang, follower.state)}</td><td class="number">${follower.seq}</td><td>${follower.lastHeard === null ? say(lang, 'followers.never') : instantText(follower.lastHeard)}</td><td class="number${follower.quarantined > 0 ? ' alarm' : ''}">${follower.quarantined}</td></tr>`,
  )}</tbody></table>`,
)}
${
  quarantine.length === 0
    ? html`<p class="muted">${say(lang, 'quarantine.none')}</p>`
    : html`<details class="quarantine" id="quarantine"><summary><span class="shape" aria-hidden="true">▲</span>${say(lang, 'quarantine.some', { n: quarantine.length })}</summary>
${scrolling(
  say(lang, 'quarantine.caption'),
  html`<table><caption class="hidden">${say(lang, 'quarantine.caption')}</caption>
<thead><tr><th scope="col">${say(lang, 'col.office')}</th><th scope="col">${say(lang, 'quarantine.reason')}</th><th scope="col">${say(lang, 'col.date')}</th></tr></thead>
<tbody>${quarantine.map((item) => html`<tr><th scope="row">${officeShort(look, item.office)}</th><td><strong>${sayOf(lang, 'quarantine', item.outcome)}</strong> ${item.reason}<br><code>${item.subject}${item.sequence === null ? '' : ` @ ${item.sequence}`}</code></td><td>${instantText(item.receivedAt)}</td></tr>`)}</tbody></table>`,
)}</details>`
}</section>`
}
