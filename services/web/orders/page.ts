// One order: its terms and clocks, why each date is what it is, what can follow, what the courts did, and its history.

import { html } from 'hono/html'
import type { Pack } from '../../../shared/policy/pack.schema.ts'
import type {
  MatterHistory,
  OrderDetail,
  OrderHistory,
} from '../../../shared/contract/views.schema.ts'
import { say, sayOf, type Word } from '../kit/words.ts'
import type { OrderDrift } from '../../../shared/contract/drift.schema.ts'
import { driftSection } from '../drift/page.ts'
import { detailOf } from '../kit/event-text.ts'
import { layout } from '../kit/layout.ts'
import {
  calendarLink,
  clockBadge,
  dateText,
  instantText,
  mark,
  officeShort,
  plainDate,
  positionBadge,
  scrolling,
  statusBadge,
  termDates,
  type Html,
  type Look,
} from '../kit/parts.ts'
import { deadlineArticle } from '../kit/why.ts'

export function orderPage(
  look: Look,
  detail: OrderDetail,
  pack: Pack | undefined,
  whatIf: Html,
  drift: OrderDrift | undefined,
): Html {
  const { lang } = look
  const { view, state } = detail
  const nameOf = (party: string) =>
    [state.respondent, ...state.otherParties].find((known) => known.id === party)?.name ?? party
  const body = html`
<dl class="facts">
<div><dt>${say(lang, 'col.office')}</dt><dd>${officeShort(look, view.office)}</dd></div>
<div><dt>${say(lang, 'col.state')}</dt><dd>${statusBadge(lang, view.status)}</dd></div>
<div><dt>${say(lang, 'board.respondent')}</dt><dd>${state.respondent.name}</dd></div>
<div><dt>${say(lang, 'board.matter')}</dt><dd><a href="/matters/${encodeURIComponent(view.matter)}">${view.matter}</a></dd></div>
<div><dt>${say(lang, 'order.issued')}</dt><dd>${dateText(lang, view.issuedOn)}</dd></div>
<div><dt>${say(lang, 'order.law')}</dt><dd>${pack === undefined ? view.statute : html`${pack.title[lang]}, ${pack.citation}`} <span class="muted">${say(lang, 'order.pack', { version: state.packVersion })}</span></dd></div>
<div><dt>${say(lang, 'order.copies')}</dt><dd>${state.copies.length === 0 ? say(lang, 'order.copies.none') : html`<ul class="plain">${state.copies.map((copy) => html`<li>${nameOf(copy.party)}: ${dateText(lang, copy.on)} <span class="muted">${sayOf(lang, 'means', copy.means)}</span></li>`)}</ul>`}</dd></div>
</dl>
<p class="links">${calendarLink(look, `orders/${view.office}/${encodeURIComponent(state.number)}`, say(lang, 'ics.link'))}</p>
${terms(look, detail)}
${whatIf}
<section aria-labelledby="deadlines"><h2 id="deadlines">${say(lang, 'order.deadlines')}</h2>
${state.deadlines.length === 0 ? html`<p class="empty">${say(lang, 'order.deadlines.none')}</p>` : html`<div class="deadlines">${state.deadlines.map((deadline) => deadlineArticle(look, deadline, nameOf(deadline.party), pack))}</div>`}
</section>
${drift === undefined ? '' : driftSection(look, drift, nameOf, pack)}
${routes(look, detail, pack)}
${court(look, detail, nameOf)}
<section aria-labelledby="history"><h2 id="history">${say(lang, 'order.history')}</h2>
${scrolling(say(lang, 'order.history'), historyTable(look, detail.history, say(lang, 'order.history.caption'), false))}</section>`
  return layout(look, {
    title: say(lang, 'order.title', { number: state.number }),
    body,
    dated: true,
    legend: true,
  })
}

function terms(look: Look, { view }: OrderDetail): Html {
  const { lang } = look
  return html`<section aria-labelledby="terms"><h2 id="terms">${say(lang, 'order.terms')}</h2>
${scrolling(
  say(lang, 'order.terms'),
  html`<table class="terms" role="table"><caption class="hidden">${say(lang, 'order.terms.caption')}</caption>
<thead role="rowgroup"><tr role="row"><th role="columnheader" scope="col">${say(lang, 'board.theme')}</th><th role="columnheader" scope="col">${say(lang, 'col.clock')}</th><th role="columnheader" scope="col">${say(lang, 'col.date')}</th><th role="columnheader" scope="col">${say(lang, 'col.position')}</th></tr></thead>
<tbody role="rowgroup">${view.terms.map((term) => html`<tr role="row"><th role="rowheader" scope="row"><span class="term-id">${term.id}</span> ${term.text[lang]}<br><span class="muted">${say(lang, `kind.${term.kind}`)}, ${say(lang, `effort.${term.effort}`)}</span></th><td role="cell">${clockBadge(lang, term)}</td><td role="cell">${termDates(look, term)}</td><td role="cell">${positionBadge(lang, term)}</td></tr>`)}</tbody></table>`,
)}</section>`
}

function routes(look: Look, { view }: OrderDetail, pack: Pack | undefined): Html {
  const { lang } = look
  const title = say(lang, 'order.routes')
  if (view.routes.length === 0)
    return html`<section aria-labelledby="routes"><h2 id="routes">${title}</h2><p class="empty">${say(lang, 'order.routes.none')}</p></section>`
  return html`<section aria-labelledby="routes"><h2 id="routes">${title}</h2>
${scrolling(
  title,
  html`<table><caption class="hidden">${say(lang, 'order.routes.caption')}</caption>
<thead><tr><th scope="col">${say(lang, 'col.route')}</th><th scope="col">${say(lang, 'col.state')}</th><th scope="col">${say(lang, 'col.why')}</th><th scope="col">${say(lang, 'col.rule')}</th></tr></thead>
<tbody>${view.routes.map((route) => {
    const known = pack?.routes.find((candidate) => candidate.id === route.route)
    const word: Word =
      route.taken === 'ended'
        ? 'route.ended'
        : route.taken === 'started'
          ? 'route.started'
          : route.available
            ? 'route.open'
            : 'route.shut'
    return html`<tr><th scope="row">${route.name[lang]}${known === undefined ? '' : html`<br><span class="muted">${say(lang, 'route.by', { who: known.startedBy[lang], judge: known.decidedBy[lang] })}</span>`}</th>
<td><span class="badge ${word.replace('.', '-')}"><span class="shape" aria-hidden="true">${routeShapes[word]}</span>${say(lang, word)}</span></td>
<td>${lang === 'fr' ? route.whyFr : route.why}</td><td>${say(lang, 'why.section', { section: route.section })} ${mark(lang, route.confidence)}</td></tr>`
  })}</tbody></table>`,
)}</section>`
}

const routeShapes: Partial<Record<Word, string>> = {
  'route.open': '○',
  'route.shut': '–',
  'route.started': '◐',
  'route.ended': '■',
}

function court(look: Look, { state }: OrderDetail, nameOf: (party: string) => string): Html {
  const { lang } = look
  const title = say(lang, 'order.court')
  const none = state.challenges.length === 0 && state.courtStays.length === 0
  return html`<section aria-labelledby="court"><h2 id="court">${title}</h2>
${none ? html`<p class="empty">${say(lang, 'order.court.none')}</p>` : ''}
${
  state.challenges.length === 0
    ? ''
    : scrolling(
        say(lang, 'order.challenges.caption'),
        html`<table><caption>${say(lang, 'order.challenges.caption')}</caption>
<thead><tr><th scope="col">${say(lang, 'col.what')}</th><th scope="col">${say(lang, 'challenge.filed')}</th><th scope="col">${say(lang, 'challenge.effect')}</th><th scope="col">${say(lang, 'challenge.decision')}</th></tr></thead>
<tbody>${state.challenges.map(
          (
            challenge,
          ) => html`<tr><th scope="row">${say(lang, `challenge.${challenge.kind}`)}<br><span class="muted">${challenge.forum} · ${nameOf(challenge.party)}${challenge.from === undefined ? '' : ` · ${say(lang, 'challenge.from', { decision: challenge.from })}`}</span></th>
<td>${dateText(lang, challenge.on)}<br><span class="muted">${sayOf(lang, 'inTime', challenge.inTime)}</span></td>
<td>${challenge.stays.length === 0 ? say(lang, 'challenge.staysNothing') : challenge.stays.map((stay) => html`<p class="line">${say(lang, 'challenge.stays', { terms: stay.terms.join(', '), until: sayOf(lang, 'until', stay.until) })} ${stay.rules.map((rule) => html`<span class="rule">${say(lang, 'why.section', { section: rule.section })} ${mark(lang, rule.confidence)}</span> `)}</p>`)}</td>
<td>${challenge.decision === undefined ? html`<span class="muted">${say(lang, 'challenge.pending')}</span>` : html`${sayOf(lang, 'outcome', challenge.decision.outcome)} · ${challenge.decision.citation}<br>${dateText(lang, challenge.decision.on)}`}</td></tr>`,
        )}</tbody></table>`,
      )
}
${
  state.courtStays.length === 0
    ? ''
    : scrolling(
        say(lang, 'order.stays.caption'),
        html`<table><caption>${say(lang, 'order.stays.caption')}</caption>
<thead><tr><th scope="col">${say(lang, 'col.date')}</th><th scope="col">${say(lang, 'col.what')}</th><th scope="col">${say(lang, 'col.terms')}</th></tr></thead>
<tbody>${state.courtStays.map((stay) => html`<tr><th scope="row">${dateText(lang, stay.on)}</th><td>${say(lang, `stay.${stay.action}`)} <span class="muted">${stay.forum}</span></td><td>${stay.terms.join(', ')}</td></tr>`)}</tbody></table>`,
      )
}
</section>`
}

/** Who said what, when, and how sure; `withOffice` where several offices' entries stand together. */
export function historyTable(
  look: Look,
  entries: readonly (OrderHistory | MatterHistory)[],
  caption: string,
  withOffice: boolean,
): Html {
  const { lang } = look
  return html`<table class="history"><caption class="hidden">${caption}</caption>
<thead><tr><th scope="col">${say(lang, 'col.date')}</th>${withOffice ? html`<th scope="col">${say(lang, 'col.office')}</th>` : ''}<th scope="col">${say(lang, 'col.what')}</th><th scope="col">${say(lang, 'col.who')}</th><th scope="col">${say(lang, 'col.sure')}</th><th scope="col">${say(lang, 'col.recorded')}</th></tr></thead>
<tbody>${entries.map(
    (
      entry,
    ) => html`<tr id="e-${entry.office}-${entry.sequence}"><th scope="row">${dateText(lang, entry.on)}${entry.between === null ? '' : html`<br><span class="muted">${say(lang, 'when.between', { from: plainDate(lang, entry.between[0]), to: plainDate(lang, entry.between[1]) })}</span>`}</th>
${withOffice ? html`<td>${officeShort(look, entry.office)}</td>` : ''}
<td><strong>${sayOf(lang, 'event', entry.event.kind)}</strong><br>${detailOf(lang, entry.event, (id) => officeShort(look, id))}</td>
<td>${entry.by ?? '–'}</td><td>${mark(lang, entry.confidence)}${entry.source === null ? '' : html`<br><span class="muted">${entry.source}</span>`}</td>
<td>${instantText(entry.recordedAt)}<br><span class="muted">${say(lang, 'history.entry', { sequence: entry.sequence, version: entry.version })}; ${say(lang, 'history.key', { key: entry.verifiedKey })}</span></td></tr>`,
  )}</tbody></table>`
}
