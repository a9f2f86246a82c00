// One matter: who is in it, each office's order, and all offices' entries in one timeline.

import { html } from 'hono/html'
import type { Chronology, MatterDetail } from '../../../shared/contract/views.schema.ts'
import type { JointSummary } from '../../../shared/contract/joint.schema.ts'
import { sayJoint } from '../joint/words.ts'
import { say } from '../kit/words.ts'
import { jointTable } from '../joint/list.ts'
import { layout } from '../kit/layout.ts'
import { historyTable } from '../orders/page.ts'
import {
  calendarLink,
  clockBadge,
  dateText,
  officeShort,
  orderLink,
  scrolling,
  statusBadge,
  type Html,
  type Look,
} from '../kit/parts.ts'

export function matterPage(
  look: Look,
  matter: MatterDetail,
  entries: Chronology['entries'],
  joint: readonly JointSummary[],
): Html {
  const { lang } = look
  const body = html`
<dl class="facts">
${matter.respondent === null ? '' : html`<div><dt>${say(lang, 'board.respondent')}</dt><dd>${matter.respondent.name}</dd></div>`}
${matter.files.length === 0 ? '' : html`<div><dt>${say(lang, 'matter.files')}</dt><dd><ul class="plain">${matter.files.map(({ office, file }) => html`<li>${officeShort(look, office)}: ${file}</li>`)}</ul></dd></div>`}
</dl>
<p class="links"><a href="/matters/${encodeURIComponent(matter.matter)}/chronology">${say(lang, 'chronology.link')}</a> ${calendarLink(look, `matters/${encodeURIComponent(matter.matter)}`, say(lang, 'ics.link'))}</p>
<section aria-labelledby="orders"><h2 id="orders">${say(lang, 'matter.orders')}</h2>
${
  matter.orderViews.length === 0
    ? html`<p class="empty">${say(lang, 'board.none')}</p>`
    : html`<ul class="cards">${matter.orderViews.map(
        (
          order,
        ) => html`<li><h3>${officeShort(look, order.office)} ${orderLink(order.order, order.order.split(':')[1])}</h3>
<p class="line">${statusBadge(lang, order.status)} <span class="muted">${say(lang, 'order.issued')} ${dateText(lang, order.issuedOn)}</span></p>
${order.terms.map((term) => html`<p class="line"><span class="term-id">${term.id}</span> ${clockBadge(lang, term)} <span class="muted">${say(lang, `kind.${term.kind}`)}</span></p>`)}</li>`,
      )}</ul>`
}</section>
${joint.length === 0 ? '' : html`<section aria-labelledby="joint"><h2 id="joint">${sayJoint(lang, 'nav')}</h2>${scrolling(sayJoint(lang, 'nav'), jointTable(look, joint))}</section>`}
<section aria-labelledby="timeline"><h2 id="timeline">${say(lang, 'matter.timeline')}</h2>
${scrolling(say(lang, 'matter.timeline'), historyTable(look, entries, say(lang, 'matter.timeline.caption'), true))}</section>`
  return layout(look, { title: matter.title?.[lang] ?? matter.matter, body, legend: true })
}
