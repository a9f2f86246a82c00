// The board: where every office stands on a date, matter by matter and duty by duty; what is due next; which ledgers are current.

import type { Context, Hono } from 'hono'
import { html } from 'hono/html'
import type { Board } from '../../../shared/board/board.schema.ts'
import {
  cursorSchema,
  type Cursor,
  type MatterList,
  type QuarantineList,
} from '../../../shared/contract/lists.schema.ts'
import type { OfficeApi } from '../../../shared/contract/office-api.ts'
import { numberIn, officeIn, type OrderId } from '../../../shared/kernel/ids.ts'
import { ProblemError } from '../../../shared/kernel/problems.ts'
import type { DueRow } from '../../../shared/lists/rows.schema.ts'
import { datesOf, type PageContext } from '../kit/context.ts'
import { dutyTable } from '../kit/duties.ts'
import type { Html } from '../kit/html.ts'
import { layout } from '../kit/layout.ts'
import { pageContext, show } from '../kit/page.ts'
import { pager } from '../kit/pager.ts'
import {
  calendarLink,
  followerBadge,
  localTime,
  markedDate,
  officeShort,
  orderLink,
  plainDate,
  relative,
  termList,
} from '../kit/parts.ts'
import { problemOfInput } from '../kit/problem.ts'
import { empty, section } from '../kit/section.ts'
import { listTable } from '../kit/table.ts'
import { label, t } from './words.ts'

/** What another capability has to say at the top of the board; empty where it has nothing. */
export type BoardNotice = (page: PageContext) => Promise<Html | ''>

export function boardPages(app: Hono, api: OfficeApi, notices: readonly BoardNotice[]): void {
  app.get('/board', async (c) => {
    const page = pageContext(api, c)
    const { actor } = page
    const matters = await api.matterList(actor, { ...placeIn(c), limit: maxMatters })
    const [board, upcoming, quarantine, ...told] = await Promise.all([
      api.board(actor, { ...datesOf(page), matters: matters.rows.map(({ matter }) => matter) }),
      comingDeadlines(page),
      api.quarantine(actor, { limit: maxAside }),
      ...notices.map((notice) => notice(page)),
    ])
    return show(c, page, boardPage(page, told, { board, matters, upcoming, quarantine }))
  })
}

/** Matters of one page of the board: the most urgent first. */
const maxMatters = 20
/** More than fits a glance is in the list of deadlines. */
const maxUpcoming = 12
/** The latest; all of them are in the list of what was set aside. */
const maxAside = 10

interface BoardData {
  readonly board: Board
  readonly matters: MatterList
  readonly upcoming: readonly Coming[]
  readonly quarantine: QuarantineList
}
type Coming = Pick<DueRow, 'date' | 'deadline' | 'terms' | 'confidence' | 'stayed'> & {
  readonly order: OrderId | null
  readonly office: string
}

function placeIn(c: Context): { after?: Cursor; before?: Cursor } {
  const read = (name: 'after' | 'before') => {
    const text = c.req.query(name)
    if (text === undefined) return {}
    const parsed = cursorSchema.safeParse(text)
    if (!parsed.success) throw new ProblemError(problemOfInput(parsed.error, text))
    return { [name]: parsed.data }
  }
  return { ...read('after'), ...read('before') }
}

/** Today's stand ready; those of another day are counted from the facts of then. */
async function comingDeadlines(page: PageContext): Promise<readonly Coming[]> {
  const { api, actor, asOf, today, knownOn } = page
  if (asOf === today && knownOn === undefined)
    return (await api.dueList(actor, { overdue: false, limit: maxUpcoming })).rows
  const all = await api.deadlines(actor, datesOf(page))
  return all.slice(0, maxUpcoming).map(({ order, deadline, stayed }) => ({
    order,
    office: officeIn(order),
    date: deadline.date,
    deadline: deadline.id,
    terms: deadline.terms,
    confidence: deadline.confidence,
    stayed,
  }))
}

function boardPage(page: PageContext, notices: readonly (Html | '')[], data: BoardData): Html {
  const { lang } = page
  const byMatter = Map.groupBy(data.board.orders, (order) => order.matter)
  const shown = data.matters.rows.filter(({ matter }) => byMatter.has(matter))
  const caption = t(lang, 'board.caption', { date: plainDate(lang, page.asOf) })
  const body = html`
${notices}
${
  shown.length === 0
    ? empty(t(lang, 'board.none'))
    : shown.map(({ matter, title }) =>
        section(
          `m-${matter}`,
          html`<a href="/matters/${encodeURIComponent(matter)}">${title?.[lang] ?? matter}</a>`,
          dutyTable(page, byMatter.get(matter) ?? [], caption),
          'matter',
        ),
      )
}
${pager(page, data.matters)}
<div class="columns">
${dueNext(page, data.upcoming)}
${followers(page, data.board, data.quarantine)}
</div>`
  return layout(page, { title: t(lang, 'board.title'), body, dated: true, legend: true })
}

function dueNext(page: PageContext, upcoming: readonly Coming[]): Html {
  const { lang } = page
  const title = t(lang, 'next.title')
  const rows = upcoming.map(
    ({ order, office, date, deadline, terms, confidence, stayed }) =>
      [
        html`${markedDate(lang, date, confidence)}<br><span class="muted">${relative(page, date)}</span>`,
        html`${label(lang, 'deadline', deadline)}<br><span class="muted">${termList(lang, terms)}${stayed ? html` · <span class="shape" aria-hidden="true">‖</span>${t(lang, 'next.stayed')}` : ''}</span>`,
        html`${officeShort(page, office)} ${order === null ? '' : orderLink(order, numberIn(order))}`,
      ] as const,
  )
  return section(
    'next',
    title,
    html`${
      rows.length === 0
        ? empty(t(lang, 'next.none'))
        : listTable(
            t(lang, 'next.caption'),
            [t(lang, 'col.date'), t(lang, 'col.what'), t(lang, 'col.order')],
            rows,
            { rowClass: (at) => (upcoming[at]?.stayed === true ? 'faded' : undefined) },
          )
    }
<p class="links"><a href="/deadlines">${t(lang, 'next.all')}</a> ${calendarLink(page, 'office', t(lang, 'ics.office'))} ${calendarLink(page, 'all', t(lang, 'ics.all'))}</p>`,
  )
}

function followers(page: PageContext, board: Board, quarantine: QuarantineList): Html {
  const { lang } = page
  const title = t(lang, 'followers.title')
  const columns = (
    [
      'col.office',
      'followers.state',
      'followers.seq',
      'followers.heard',
      'followers.aside',
    ] as const
  ).map((word) => t(lang, word))
  const rows = board.followers.map(
    (follower) =>
      [
        officeShort(page, follower.office),
        followerBadge(page, follower),
        String(follower.seq),
        follower.lastHeard === null
          ? t(lang, 'followers.never')
          : localTime(page, follower.lastHeard),
        html`<span${follower.quarantined > 0 ? html` class="alarm"` : ''}>${follower.quarantined}</span>`,
      ] as const,
  )
  return section(
    'followers',
    title,
    html`${listTable(t(lang, 'followers.caption'), columns, rows)}
${quarantineList(page, quarantine)}`,
  )
}

function quarantineList(page: PageContext, { total, rows: items }: QuarantineList): Html {
  const { lang } = page
  if (total === 0) return html`<p class="muted">${t(lang, 'quarantine.none')}</p>`
  const rows = items.map(
    (item) =>
      [
        officeShort(page, item.office),
        html`<strong>${label(lang, 'quarantine', item.outcome)}</strong> ${lang === 'fr' ? item.reasonFr : item.reason}<br><code>${item.subject}${item.sequence === null ? '' : ` @ ${item.sequence}`}</code>`,
        localTime(page, item.receivedAt),
      ] as const,
  )
  return html`<details class="quarantine" id="quarantine"><summary><span class="shape" aria-hidden="true">▲</span>${t(lang, 'quarantine.some', { n: total })}</summary>
${listTable(
  t(lang, 'quarantine.caption'),
  [t(lang, 'col.office'), t(lang, 'quarantine.reason'), t(lang, 'col.date')],
  rows,
)}
<p><a href="/quarantine">${t(lang, 'quarantine.all')}</a></p></details>`
}
