// One matter: who is in it, each office's order, and the entries of all offices in one timeline.

import type { Hono } from 'hono'
import { html } from 'hono/html'
import type { MatterPicture } from '../../../shared/board/picture.schema.ts'
import type { LedgersView, LedgerStanding } from '../../../shared/contract/ledgers.schema.ts'
import type { OfficeApi } from '../../../shared/contract/office-api.ts'
import type { Chronology, MatterDetail } from '../../../shared/contract/views.schema.ts'
import { matterIdSchema } from '../../../shared/order/order.schema.ts'
import { datesOf, type PageContext } from '../kit/context.ts'
import { dutyTable } from '../kit/duties.ts'
import { historyTable } from '../kit/history.ts'
import type { Html } from '../kit/html.ts'
import { namesInMatter } from '../kit/names.ts'
import { layout } from '../kit/layout.ts'
import { pageContext, show } from '../kit/page.ts'
import { calendarLink, evidenceLink, orderPath } from '../kit/parts.ts'
import { problemPage } from '../kit/problem-page.ts'
import { empty, facts, section } from '../kit/section.ts'
import { sharingSection } from '../kit/sharing.ts'
import { unknownMatter } from '../kit/unknown.ts'
import { verifiedLink, verifiedMark } from '../kit/verified.ts'
import { chronologyPage } from './chronology.ts'
import { filesFact } from './files.ts'
import { picturePart } from './picture.ts'
import { t } from './words.ts'

/** A part of the page that another capability makes; empty where it has nothing to say. */
export type MatterPart = (page: PageContext, matter: string) => Promise<Html | ''>

export interface MatterParts {
  readonly joint: MatterPart
  /** What may be done in the matter. */
  readonly acts: MatterPart
  /** Who of this office has it, and the notes. */
  readonly desk: MatterPart
}

export function matterPages(app: Hono, api: OfficeApi, parts: MatterParts): void {
  app.get('/matters/:matter', async (c) => {
    const page = pageContext(api, c)
    const id = matterIdSchema.safeParse(c.req.param('matter'))
    const [matter, picture, chronology, joint = '', acts = '', trust] = id.success
      ? await Promise.all([
          api.matter(page.actor, id.data),
          api.matterPicture(page.actor, id.data),
          api.chronology(page.actor, id.data, {}),
          parts.joint(page, id.data),
          parts.acts(page, id.data),
          api.ledgers(page.actor),
        ])
      : []
    if (matter === undefined) return problemPage(api, c, unknownMatter(c.req.param('matter')))
    const desk = await parts.desk(page, matter.matter)
    const shown = { joint, acts, desk, ledgers: trust?.ledgers ?? [] }
    return show(c, page, matterPage(page, matter, picture, chronology?.entries ?? [], shown))
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
  picture: MatterPicture | undefined,
  entries: Chronology['entries'],
  {
    joint,
    acts,
    desk,
    ledgers,
  }: Readonly<Record<keyof MatterParts, Html | ''>> & Pick<LedgersView, 'ledgers'>,
): Html {
  const { lang } = page
  const path = encodeURIComponent(matter.matter)
  const body = html`
${facts([
  matter.respondent === null ? undefined : [t(lang, 'board.respondent'), matter.respondent.name],
  filesFact(page, matter.files),
])}
<p class="links"><a href="/matters/${path}/chronology">${t(lang, 'chronology.link')}</a> ${calendarLink(page, `matters/${path}`, t(lang, 'ics.link'))} ${evidenceLink(page, `matters/${path}`)}</p>
${acts}
${desk}
${section(
  'orders',
  t(lang, 'matter.orders'),
  matter.orderViews.length === 0
    ? empty(t(lang, 'board.none'))
    : dutyTable(page, matter.orderViews, t(lang, 'matter.duties')),
)}
${picture === undefined ? '' : picturePart(page, picture)}
${joint}
${timeline(page, entries, path, ledgers)}
${sharingSection(page, entries)}`
  return layout(page, { title: matter.title?.[lang] ?? matter.matter, body, legend: true })
}

/** The latest facts; a long case is read in its chronology. */
const maxEntries = 60

function timeline(
  page: PageContext,
  entries: Chronology['entries'],
  path: string,
  ledgers: readonly LedgerStanding[],
): Html {
  const { lang } = page
  const title = t(lang, 'matter.timeline')
  const shown = entries.slice(-maxEntries)
  const cut =
    shown.length === entries.length
      ? ''
      : html`<p class="muted"><a href="/matters/${path}/chronology">${t(lang, 'matter.timeline.latest', { n: shown.length, total: entries.length })}</a></p>`
  return section(
    'timeline',
    title,
    html`${cut}${historyTable(page, shown, {
      caption: t(lang, 'matter.timeline.caption'),
      withOffice: true,
      names: namesInMatter(page, entries),
      // The whole mark of an order's entry is on the order's page: sixty of them are heavier than all else here.
      markOf: (entry) =>
        entry.about === 'order'
          ? verifiedLink(page, ledgers, entry, orderPath(entry.order))
          : verifiedMark(page, ledgers, entry),
    })}`,
  )
}
