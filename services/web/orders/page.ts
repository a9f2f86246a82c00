// One order: its terms and clocks, the reason for each date, what can follow, what the courts did, and its history.

import type { Context, Hono } from 'hono'
import { html } from 'hono/html'
import type { LedgersView } from '../../../shared/contract/ledgers.schema.ts'
import type { OfficeApi } from '../../../shared/contract/office-api.ts'
import type { OrderDetail } from '../../../shared/contract/views.schema.ts'
import { said, typeset, type Lang } from '../../../shared/kernel/text.ts'
import { orderIdSchema } from '../../../shared/order/order.schema.ts'
import type { Pack } from '../../../shared/policy/pack.schema.ts'
import { datesOf, type PageContext } from '../kit/context.ts'
import { historyTable } from '../kit/history.ts'
import { isWithheldFrom } from '../../../shared/office/permit.ts'
import { meansDoubt } from '../../../shared/order/means.ts'
import { withheldMark } from '../../../shared/order/sealed.ts'
import type { Html } from '../kit/html.ts'
import { layout } from '../kit/layout.ts'
import { pageContext, show } from '../kit/page.ts'
import { namesOf } from '../kit/names.ts'
import {
  calendarLink,
  dateText,
  evidenceLink,
  mark,
  officeShort,
  plainDate,
  sectionText,
  statusBadge,
} from '../kit/parts.ts'
import { problemPage } from '../kit/problem-page.ts'
import { datesInWords } from '../kit/problem.ts'
import { reference } from '../kit/references.ts'
import { matterLink, type Titles } from '../kit/rows.ts'
import { empty, facts, section } from '../kit/section.ts'
import { sharingSection } from '../kit/sharing.ts'
import { listTable } from '../kit/table.ts'
import { unknownOrder } from '../kit/unknown.ts'
import { verifiedMark } from '../kit/verified.ts'
import { deadlineArticle } from '../kit/why.ts'
import { court } from './court.ts'
import { colon } from '../kit/words.ts'
import { termsSection } from './terms.ts'
import { label, t } from './words.ts'

/** A part of the page that another capability makes; empty where it has nothing to say. */
export type OrderPart = (
  c: Context,
  page: PageContext,
  order: OrderDetail,
  pack: Pack | undefined,
) => Promise<Html | ''>

export interface OrderParts {
  /** What may be done with it. */
  readonly acts: OrderPart
  readonly whatIf: OrderPart
  readonly drift: OrderPart
  /** Who of this office has it, and the notes. */
  readonly desk: OrderPart
}

export function orderPages(app: Hono, api: OfficeApi, parts: OrderParts): void {
  app.get('/orders/:office/:number', async (c) => {
    const page = pageContext(api, c)
    const text = `${c.req.param('office')}:${c.req.param('number')}`
    const id = orderIdSchema.safeParse(text)
    const order = id.success ? await api.order(page.actor, id.data, datesOf(page)) : undefined
    if (order === undefined) return problemPage(api, c, unknownOrder(text))
    const pack = api.packOf(order.view.statute, order.view.issuedOn)
    const [acts, whatIf, drift, { ledgers }, desk, { titles }] = await Promise.all([
      parts.acts(c, page, order, pack),
      parts.whatIf(c, page, order, pack),
      parts.drift(c, page, order, pack),
      api.ledgers(page.actor),
      parts.desk(c, page, order, pack),
      api.matterList(page.actor, { matter: order.view.matter, limit: 1 }),
    ])
    const shown = { acts, whatIf, drift, desk, ledgers, titles }
    return show(c, page, orderPage(page, order, pack, shown))
  })
}

function orderPage(
  page: PageContext,
  detail: OrderDetail,
  pack: Pack | undefined,
  {
    acts,
    whatIf,
    drift,
    desk,
    ledgers,
    titles,
  }: Readonly<Record<keyof OrderParts, Html | ''>> &
    Pick<LedgersView, 'ledgers'> & { readonly titles: Titles },
): Html {
  const { lang } = page
  const { view, state } = detail
  const names = namesOf(page, detail)
  const nameOf = names.party
  const path = `orders/${view.office}/${encodeURIComponent(state.number)}`
  const body = html`
${orderFacts(page, detail, pack, titles, nameOf)}
<p class="links">${calendarLink(page, path, t(lang, 'ics.link'))} ${evidenceLink(page, path)}</p>
${acts}
${desk}
${termsSection(page, detail, nameOf)}
${whatIf}
${section(
  'deadlines',
  t(lang, 'order.deadlines'),
  state.deadlines.length === 0
    ? empty(t(lang, 'order.deadlines.none'))
    : html`<div class="deadlines">${state.deadlines.map((deadline) => deadlineArticle(page, deadline, nameOf(deadline.party), pack))}</div>`,
)}
${drift}
${routes(page, detail, pack)}
${court(page, detail, pack, nameOf)}
${section(
  'history',
  t(lang, 'order.history'),
  historyTable(page, detail.history, {
    caption: t(lang, 'order.history.caption'),
    names,
    markOf: (entry) => verifiedMark(page, ledgers, entry),
  }),
)}
${sharingSection(page, detail.history)}`
  return layout(page, {
    title: t(lang, 'order.title', { number: state.number }),
    body,
    dated: true,
    legend: true,
  })
}

function orderFacts(
  page: PageContext,
  { view, state }: OrderDetail,
  pack: Pack | undefined,
  titles: Titles,
  nameOf: (party: string) => string,
): Html {
  const { lang } = page
  const law =
    pack === undefined ? view.statute : `${pack.title[lang]}, ${reference(lang, pack.citation)}`
  const copies = state.copies.map(
    (copy) =>
      html`<li>${nameOf(copy.party)}${colon(lang)} ${dateText(lang, copy.on)} <span class="muted">${label(lang, 'means', copy.means)}${doubtOfMeans(lang, copy.means)}</span></li>`,
  )
  return facts([
    [t(lang, 'col.office'), officeShort(page, view.office)],
    [t(lang, 'col.state'), statusBadge(lang, view.status)],
    [t(lang, 'board.respondent'), state.respondent.name],
    [t(lang, 'board.matter'), matterLink(page, view.matter, titles)],
    [t(lang, 'order.issued'), dateText(lang, view.issuedOn)],
    ...(view.sealed === undefined
      ? []
      : [[t(lang, 'order.publication'), sealText(page, view.sealed)] as const]),
    [
      t(lang, 'order.law'),
      html`${law} <span class="muted">${packText(lang, state.packVersion)}</span>`,
    ],
    [
      t(lang, 'order.copies'),
      copies.length === 0 ? t(lang, 'order.copies.none') : html`<ul class="plain">${copies}</ul>`,
    ],
  ])
}

/** `2026-11-27.2`: the rules of a day, and how often they were written anew on it. */
function packText(lang: Lang, version: string): string {
  const [day = version, n = '1'] = version.split('.')
  return t(lang, 'order.pack', { date: datesInWords(lang, day), n })
}

function doubtOfMeans(lang: Lang, means: string): string {
  const doubt = meansDoubt(means)
  return doubt === undefined ? '' : `; ${said(lang, doubt)}`
}

function sealText(
  { lang, actor }: PageContext,
  { of, since, until, forum }: NonNullable<OrderDetail['view']['sealed']>,
): Html {
  const date = plainDate(lang, since)
  const names = of === 'names' ? ('names.' as const) : ''
  const said =
    until === undefined
      ? t(lang, `sealed.${names}since`, { date, forum })
      : t(lang, `sealed.${names}until`, { date, until: plainDate(lang, until), forum })
  const withheld = isWithheldFrom(actor)
    ? html`<br>${t(lang, 'sealed.withheld', { mark: withheldMark })}`
    : ''
  return html`<strong class="alarm">${said}</strong>${withheld}`
}

function routes(page: PageContext, { view }: OrderDetail, pack: Pack | undefined): Html {
  const { lang } = page
  const title = t(lang, 'order.routes')
  const rows = view.routes.map((route) => {
    const known = pack?.routes.find((candidate) => candidate.id === route.route)
    const [shape, word] = routeState(route)
    return [
      html`${route.name[lang]}${known === undefined ? '' : html`<br><span class="muted">${t(lang, 'route.by', { who: said(lang, known.startedBy), judge: said(lang, known.decidedBy) })}</span>`}`,
      html`<span class="badge ${word.replace('.', '-')}"><span class="shape" aria-hidden="true">${shape}</span>${t(lang, word)}</span>`,
      html`${datesInWords(lang, lang === 'fr' ? typeset(route.whyFr) : route.why)}${(lang === 'fr' ? route.warningsFr : route.warnings).map((warning) => html`<br><span class="muted">${t(lang, 'route.warning', { warning: datesInWords(lang, lang === 'fr' ? typeset(warning) : warning) })}</span>`)}`,
      html`${sectionText(lang, route.section, pack)} ${mark(lang, route.confidence)}`,
    ] as const
  })
  return section(
    'routes',
    title,
    rows.length === 0
      ? empty(t(lang, 'order.routes.none'))
      : listTable(
          t(lang, 'order.routes.caption'),
          [t(lang, 'col.route'), t(lang, 'col.state'), t(lang, 'col.why'), t(lang, 'col.rule')],
          rows,
        ),
  )
}

function routeState({ taken, available }: OrderDetail['view']['routes'][number]) {
  if (taken === 'ended') return ['■', 'route.ended'] as const
  if (taken === 'started') return ['◐', 'route.started'] as const
  return available ? (['○', 'route.open'] as const) : (['–', 'route.shut'] as const)
}
