// One matter: who is in it, each office's order, and the entries of all offices in one timeline.

import type { Hono } from 'hono'
import { html } from 'hono/html'
import type { OfficeApi } from '../../../shared/contract/office-api.ts'
import type { Chronology, MatterDetail } from '../../../shared/contract/views.schema.ts'
import { matterIdSchema } from '../../../shared/order/order.schema.ts'
import { datesOf, type PageContext } from '../kit/context.ts'
import { historyTable } from '../kit/history.ts'
import type { Html } from '../kit/html.ts'
import { layout } from '../kit/layout.ts'
import { pageContext, show } from '../kit/page.ts'
import {
  calendarLink,
  clockBadge,
  dateText,
  officeShort,
  orderLink,
  statusBadge,
} from '../kit/parts.ts'
import { problemPage } from '../kit/problem-page.ts'
import { empty, facts, section } from '../kit/section.ts'
import { unknownMatter } from '../kit/unknown.ts'
import { chronologyPage } from './chronology.ts'
import { filesFact } from './files.ts'
import { t } from './words.ts'

/** A part of the page that another capability makes; empty where it has nothing to say. */
export type MatterPart = (page: PageContext, matter: string) => Promise<Html | ''>

export interface MatterParts {
  readonly joint: MatterPart
  /** What may be done in the matter. */
  readonly acts: MatterPart
}

export function matterPages(app: Hono, api: OfficeApi, parts: MatterParts): void {
  app.get('/matters/:matter', async (c) => {
    const page = pageContext(api, c)
    const id = matterIdSchema.safeParse(c.req.param('matter'))
    const [matter, chronology, joint = '', acts = ''] = id.success
      ? await Promise.all([
          api.matter(page.actor, id.data),
          api.chronology(page.actor, id.data, {}),
          parts.joint(page, id.data),
          parts.acts(page, id.data),
        ])
      : []
    return matter === undefined
      ? problemPage(api, c, unknownMatter(c.req.param('matter')))
      : show(c, page, matterPage(page, matter, chronology?.entries ?? [], { joint, acts }))
  })
  app.get('/matters/:matter/chronology', async (c) => {
    const page = pageContext(api, c)
    const id = matterIdSchema.safeParse(c.req.param('matter'))
    const chronology = id.success
      ? await api.chronology(page.actor, id.data, datesOf(page))
      : undefined
    return chronology === undefined
      ? problemPage(api, c, unknownMatter(c.req.param('matter')))
      : show(c, page, chronologyPage(page, chronology))
  })
}

function matterPage(
  page: PageContext,
  matter: MatterDetail,
  entries: Chronology['entries'],
  { joint, acts }: { readonly joint: Html | ''; readonly acts: Html | '' },
): Html {
  const { lang } = page
  const path = encodeURIComponent(matter.matter)
  const body = html`
${facts([
  matter.respondent === null ? undefined : [t(lang, 'board.respondent'), matter.respondent.name],
  filesFact(page, matter.files),
])}
<p class="links"><a href="/matters/${path}/chronology">${t(lang, 'chronology.link')}</a> ${calendarLink(page, `matters/${path}`, t(lang, 'ics.link'))}</p>
${acts}
${section('orders', t(lang, 'matter.orders'), orderCards(page, matter))}
${joint}
${section(
  'timeline',
  t(lang, 'matter.timeline'),
  historyTable(page, entries, {
    title: t(lang, 'matter.timeline'),
    caption: t(lang, 'matter.timeline.caption'),
    withOffice: true,
  }),
)}`
  return layout(page, { title: matter.title?.[lang] ?? matter.matter, body, legend: true })
}

function orderCards(page: PageContext, { orderViews }: MatterDetail): Html {
  const { lang } = page
  if (orderViews.length === 0) return empty(t(lang, 'board.none'))
  const cards = orderViews.map(
    (
      order,
    ) => html`<li><h3>${officeShort(page, order.office)} ${orderLink(order.order, order.order.split(':')[1])}</h3>
<p class="line">${statusBadge(lang, order.status)} <span class="muted">${t(lang, 'order.issued')} ${dateText(lang, order.issuedOn)}</span></p>
${order.terms.map((term) => html`<p class="line"><span class="term-id">${term.id}</span> ${clockBadge(lang, term)} <span class="muted">${t(lang, `kind.${term.kind}`)}</span></p>`)}</li>`,
  )
  return html`<ul class="cards">${cards}</ul>`
}
