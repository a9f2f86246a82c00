// The first page of the morning: what is overdue, due, to be served, waiting, open, to approve, and what changed; this office's own first.

import type { Context, Hono } from 'hono'
import { html } from 'hono/html'
import type { FollowerView } from '../../../shared/board/board.schema.ts'
import type { ChangeList, WorkCounts } from '../../../shared/contract/lists.schema.ts'
import type { JointSummary } from '../../../shared/contract/joint.schema.ts'
import type { OfficeApi } from '../../../shared/contract/office-api.ts'
import type { DueRow, OrderRow } from '../../../shared/lists/rows.schema.ts'
import type { PageContext } from '../kit/context.ts'
import type { Html } from '../kit/html.ts'
import { layout } from '../kit/layout.ts'
import { pageContext, show } from '../kit/page.ts'
import { plainDate } from '../kit/parts.ts'
import { dueTable, orderTable } from '../kit/rows.ts'
import { empty, notice } from '../kit/section.ts'
import { changedPart } from './changed.ts'
import { jointPart } from './joint.ts'
import { visit } from './seen.ts'
import { t } from './words.ts'

/** What other capabilities put into the work list. */
export interface HomeParts {
  /** What is prepared and waits for a second person. */
  readonly prepared: (c: Context, page: PageContext) => Prepared
}
interface Prepared {
  readonly n: number
  readonly part: Html | undefined
}

export function homePages(app: Hono, api: OfficeApi, parts: HomeParts): void {
  app.get('/', async (c) => {
    const page = pageContext(api, c)
    const { actor } = page
    const followers = await api.followers(actor)
    const { since } = visit(c, followers, {
      seenAll: c.req.query('seen') === '1',
      nowMs: Date.now(),
    })
    const counts = await api.work(actor)
    const [lanes, joint, changed] = await Promise.all([
      Promise.all(
        lanesOf(page, counts).map(async (lane) => ({ ...lane, rows: await lane.read() })),
      ),
      api.jointActions(actor),
      since === undefined ? undefined : api.changesSince(actor, since, maxChanged),
    ])
    return show(
      c,
      page,
      homePage(page, {
        counts,
        lanes,
        joint,
        changed,
        followers,
        prepared: parts.prepared(c, page),
      }),
    )
  })
}

/** Rows of one part: the rest is in its list. */
const maxRows = 6
const maxChanged = 12

interface Lane {
  readonly name: keyof WorkCounts['own']
  readonly title: string
  readonly short: string
  readonly list: string
  readonly filter: Readonly<Record<string, string>>
  readonly read: () => Promise<Html | undefined>
}

/** The parts in their order; each reads this office's rows first, and fills up with others'. */
function lanesOf(page: PageContext, { soon, own, others }: WorkCounts): Lane[] {
  const { api, actor, lang, today } = page
  const ownFirst = async <R>(
    name: Lane['name'],
    read: (more: { readonly office?: never; readonly limit: number }) => Promise<readonly R[]>,
  ): Promise<readonly R[]> => {
    const mine =
      own[name] === 0 ? [] : await read({ office: api.office.id as never, limit: maxRows })
    if (mine.length === maxRows || others[name] === 0) return mine
    // Others' rows among all: this office's own are not shown twice.
    const all = await read({ limit: maxRows + mine.length })
    const rest = all.filter((row) => (row as { office?: string }).office !== api.office.id)
    return [...mine, ...rest].slice(0, maxRows)
  }
  const due = (
    name: 'overdue' | 'dueSoon',
    filter: Record<string, string>,
    query: object,
  ): Lane => {
    const title = t(lang, `lane.${name}`, { date: plainDate(lang, soon) })
    const short = name === 'dueSoon' ? t(lang, 'short.dueSoon') : title
    const read = async () => {
      const rows = await ownFirst<DueRow>(
        name,
        async (more) => (await api.dueList(actor, { ...query, ...more })).rows,
      )
      return rows.length === 0 ? undefined : dueTable(page, title, rows)
    }
    return { name, title, short, list: '/deadlines', filter, read }
  }
  const orders = (
    name: 'unserved' | 'inCourt' | 'routes',
    work: 'unserved' | 'in-court' | 'routes',
  ): Lane => {
    const title = t(lang, `lane.${name}`)
    const short = name === 'inCourt' ? t(lang, 'short.inCourt') : title
    const read = async () => {
      const rows = await ownFirst<OrderRow>(
        name,
        async (more) => (await api.orderList(actor, { work, ...more })).rows,
      )
      return rows.length === 0 ? undefined : orderTable(page, title, rows)
    }
    return { name, title, short, list: '/orders', filter: { work }, read }
  }
  return [
    due('overdue', { overdue: '1' }, { overdue: true }),
    due(
      'dueSoon',
      { overdue: '0', stayed: '0', from: today, until: soon },
      { overdue: false, stayed: false, from: today, until: soon },
    ),
    orders('unserved', 'unserved'),
    orders('inCourt', 'in-court'),
    orders('routes', 'routes'),
  ]
}

interface HomeData {
  readonly counts: WorkCounts
  readonly lanes: readonly (Lane & { readonly rows: Html | undefined })[]
  readonly joint: readonly JointSummary[]
  readonly changed: ChangeList | undefined
  readonly followers: readonly FollowerView[]
  readonly prepared: Prepared
}

function homePage(page: PageContext, data: HomeData): Html {
  const { counts, lanes, joint, changed, followers, prepared } = data
  const { lang, api } = page
  const waiting = joint.filter(({ waitsForUs }) => waitsForUs)
  const toApprove = joint.filter(({ step }) => step === 'prepared')
  const numbers = [
    ...lanes.map((lane) => ({
      n: counts.own[lane.name],
      title: lane.short,
      at: address(lane, api.office.id),
    })),
    { n: waiting.length, title: t(lang, 'lane.joint'), at: '/joint' },
    {
      n: toApprove.length + prepared.n,
      title: t(lang, 'lane.approve'),
      at: prepared.n > 0 ? '/approvals' : '#approve',
    },
    { n: changed?.total ?? 0, title: t(lang, 'short.changed'), at: '#changed' },
  ]
  const parts = [
    ...lanes.map((lane) => lanePart(page, counts, lane)),
    jointPart(page, 'joint', waiting),
    prepared.part === undefined
      ? undefined
      : html`<section aria-labelledby="prepared"><h2 id="prepared"><a href="/approvals">${t(lang, 'lane.prepared')}</a></h2>
${prepared.part}</section>`,
    jointPart(page, 'approve', toApprove),
  ].filter((part) => part !== undefined)
  const isQuiet = parts.length === 0 && (changed?.total ?? 0) === 0
  const body = html`${wrongPart(page, followers)}
<section aria-labelledby="own"><h2 id="own">${t(lang, 'home.own', { office: api.office.short[lang] })}</h2>
<ul class="numbers">${numbers.map(({ n, title, at }) => html`<li${n === 0 ? html` class="none"` : ''}><a href="${at}"><b>${n}</b> ${title}</a></li>`)}</ul></section>
${parts}
${isQuiet ? empty(t(lang, 'home.quiet')) : ''}
${changedPart(page, changed)}`
  return layout(page, { title: t(lang, 'home.title'), body, legend: true })
}

function address({ list, filter }: Lane, office?: string): string {
  return `${list}?${new URLSearchParams({ ...filter, ...(office === undefined ? {} : { office }) }).toString()}`
}

function lanePart(page: PageContext, { own, others }: WorkCounts, lane: HomeData['lanes'][number]) {
  const { lang, api } = page
  if (lane.rows === undefined) return undefined
  const n = own[lane.name]
  const more = others[lane.name]
  return html`<section aria-labelledby="${lane.name}"><h2 id="${lane.name}">${lane.title}</h2>
<p class="line muted">${n === 0 ? '' : html`<a href="${address(lane, api.office.id)}">${t(lang, 'home.own.n', { n })}</a>`}${n > 0 && more > 0 ? ' · ' : ''}${more === 0 ? '' : html`<a href="${address(lane)}">${t(lang, 'home.others', { n: more })}</a>`}</p>
${lane.rows}</section>`
}

/** What was set aside is not in these numbers; which ledgers cannot be read is said above every page. */
function wrongPart({ lang }: PageContext, followers: readonly FollowerView[]): Html | '' {
  const aside = followers.reduce((sum, { quarantined }) => sum + quarantined, 0)
  const isStopped = followers.some(({ state }) => state === 'stopped')
  if (aside === 0 && !isStopped) return ''
  return html`${isStopped ? notice(html`<a href="/ledgers">${t(lang, 'wrong.stopped')}</a>`) : ''}${
    aside === 0
      ? ''
      : notice(
          html`<a href="/quarantine">${t(lang, aside === 1 ? 'wrong.quarantine.one' : 'wrong.quarantine', { n: aside })}</a>`,
        )
  }`
}
