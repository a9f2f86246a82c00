// The first page of the morning: what is overdue, due, to be served, waiting, open, to approve, and what changed; this office's own first.

import type { Context, Hono } from 'hono'
import { html } from 'hono/html'
import type { FollowerView } from '../../../shared/board/board.schema.ts'
import type { SavedView } from '../../../shared/contract/desk.schema.ts'
import type { OwnLedgerView } from '../../../shared/contract/ledgers.schema.ts'
import type { ChangeList, WorkCounts } from '../../../shared/contract/lists.schema.ts'
import type { Awaitable, OfficeApi } from '../../../shared/contract/office-api.ts'
import type { OfficeId } from '../../../shared/kernel/ids.ts'
import type { DueRow, OrderRow } from '../../../shared/lists/rows.schema.ts'
import { mayDo } from '../kit/actor.ts'
import type { PageContext } from '../kit/context.ts'
import { seesDesk } from '../kit/desk.ts'
import type { Html } from '../kit/html.ts'
import { layout } from '../kit/layout.ts'
import { pageContext, show } from '../kit/page.ts'
import { legend, plainDate } from '../kit/parts.ts'
import { dueTable, orderTable, type Listed } from '../kit/rows.ts'
import { empty, notice, section } from '../kit/section.ts'
import { viewLinks } from '../kit/views.ts'
import { changedPart } from './changed.ts'
import { jointPart, jointTable, jointToApprove, jointWaiting, type JointLane } from './joint.ts'
import { visit } from './seen.ts'
import { t } from './words.ts'

/** What other capabilities put into the work list. */
export interface HomeParts {
  /** What is prepared and waits for a second person. */
  readonly prepared: (c: Context, page: PageContext) => Promise<Counted & { readonly at: string }>
  /** What somebody has on their desk. */
  readonly desk: (page: PageContext) => Promise<Counted>
  /** One's own forms that are begun and not recorded. */
  readonly drafts: (page: PageContext) => Promise<Counted>
}
interface Counted {
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
    const owner = ownerIn(page)
    const counts = await api.work(actor, { owner })
    const [lanes, waiting, toApprove, changed, desk, drafts, views, prepared] = await Promise.all([
      Promise.all(
        lanesOf(page, counts, owner).map(async (lane) => ({ ...lane, rows: await lane.read() })),
      ),
      jointWaiting(page, owner),
      jointToApprove(page),
      since === undefined ? undefined : api.changesSince(actor, since, maxChanged),
      parts.desk(page),
      parts.drafts(page),
      mayDo(actor, 'savedViews') ? api.savedViews(actor) : [],
      parts.prepared(c, page),
    ])
    const { own: ownLedger } = await api.ledgers(actor)
    const data = {
      ownLedger,
      counts,
      lanes,
      waiting,
      toApprove,
      changed,
      followers,
      prepared,
      desk,
      drafts,
    }
    return show(c, page, homePage(page, { ...data, views, owner }))
  })
}

/** Of everybody, of one's own desk, or of nobody's: what somebody else looks after is not the next thing to do. */
type Owner = 'me' | 'nobody' | undefined

function ownerIn(page: PageContext): Owner {
  const asked = page.query?.get('owner')
  return seesDesk(page) && (asked === 'me' || asked === 'nobody') ? asked : undefined
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
function lanesOf(page: PageContext, { soon, own, others }: WorkCounts, owner: Owner): Lane[] {
  const { api, actor, lang, today } = page
  const withOwner = (filter: Record<string, string>) =>
    owner === undefined ? filter : { ...filter, owner }
  const ownFirst = async <R>(
    name: Lane['name'],
    read: (more: { readonly office?: OfficeId; readonly limit: number }) => Awaitable<Listed<R>>,
  ): Promise<Listed<R>> => {
    const mine =
      own[name] === 0 ? { rows: [] } : await read({ office: api.office.id, limit: maxRows })
    if (mine.rows.length === maxRows || others[name] === 0) return mine
    // Others' rows among all: this office's own are not shown twice.
    const all = await read({ limit: maxRows + mine.rows.length })
    const rest = all.rows.filter((row) => (row as { office?: string }).office !== api.office.id)
    return {
      rows: [...mine.rows, ...rest].slice(0, maxRows),
      desk: { ...all.desk, ...mine.desk },
      titles: { ...all.titles, ...mine.titles },
    }
  }
  const due = (
    name: 'overdue' | 'dueSoon',
    filter: Record<string, string>,
    query: object,
  ): Lane => {
    const title = t(lang, `lane.${name}`, { date: plainDate(lang, soon) })
    const short = name === 'dueSoon' ? t(lang, 'short.dueSoon') : title
    const read = async () => {
      const found = await ownFirst<DueRow>(name, (more) =>
        api.dueList(actor, { ...query, ...more, owner }),
      )
      return found.rows.length === 0 ? undefined : dueTable(page, title, found)
    }
    return { name, title, short, list: '/deadlines', filter: withOwner(filter), read }
  }
  const orders = (
    name: 'unserved' | 'inCourt' | 'routes',
    work: 'unserved' | 'in-court' | 'routes',
  ): Lane => {
    const title = t(lang, `lane.${name}`)
    const short = name === 'inCourt' ? t(lang, 'short.inCourt') : title
    const read = async () => {
      const found = await ownFirst<OrderRow>(name, (more) =>
        api.orderList(actor, { work, ...more, owner }),
      )
      return found.rows.length === 0 ? undefined : orderTable(page, title, found)
    }
    return { name, title, short, list: '/orders', filter: withOwner({ work }), read }
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
  readonly waiting: JointLane
  readonly toApprove: JointLane
  readonly changed: ChangeList | undefined
  readonly followers: readonly FollowerView[]
  readonly prepared: Counted & { readonly at: string }
  readonly desk: Counted
  readonly drafts: Counted
  readonly views: readonly SavedView[]
  readonly owner: Owner
  readonly ownLedger: OwnLedgerView
}

function homePage(page: PageContext, data: HomeData): Html {
  const { counts, lanes, waiting, toApprove, changed, prepared, desk, drafts, views } = data
  const { lang, api } = page
  const numbers = [
    ...lanes.map((lane) => ({
      n: counts.own[lane.name],
      title: lane.short,
      at: address(lane, api.office.id),
    })),
    { n: waiting.n, title: t(lang, 'lane.joint'), at: waiting.at },
    {
      n: toApprove.n + prepared.n,
      title: t(lang, 'lane.approve'),
      at: prepared.n === 0 ? toApprove.at : toApprove.n === 0 ? prepared.at : '#approve',
    },
    { n: changed?.total ?? 0, title: t(lang, 'short.changed'), at: '#changed' },
    ...(seesDesk(page) ? [{ n: desk.n, title: t(lang, 'lane.desk'), at: '/desk' }] : []),
    ...(drafts.n === 0 ? [] : [{ n: drafts.n, title: t(lang, 'lane.drafts'), at: '#drafts' }]),
  ]
  const isOwn = ({ name }: Lane) => counts.own[name] > 0
  const parts = [
    desk.part === undefined
      ? undefined
      : section('my-desk', html`<a href="/desk">${t(lang, 'lane.desk')}</a>`, desk.part),
    ...lanes.filter(isOwn).map((lane) => lanePart(page, counts, lane)),
    approvePart(page, toApprove, prepared),
    jointPart(page, 'joint', waiting),
    drafts.part === undefined ? undefined : section('drafts', t(lang, 'lane.drafts'), drafts.part),
    // What no row of this office is in comes last: nobody here has to act on it.
    ...lanes.filter((lane) => !isOwn(lane)).map((lane) => lanePart(page, counts, lane)),
  ].filter((part) => part !== undefined)
  const isQuiet = parts.length === 0 && (changed?.total ?? 0) === 0
  const body = html`${wrongPart(page, data)}
<section aria-labelledby="own"><h2 id="own">${t(lang, 'home.own', { office: api.office.short[lang] })}</h2>
<ul class="numbers">${numbers.map(({ n, title, at }) => html`<li${n === 0 ? html` class="none"` : ''}><a href="${at}"><b>${n}</b> ${title}</a></li>`)}</ul></section>
${ownerLinks(page, data.owner)}
${parts.length === 0 ? '' : legend(lang)}
${views.length === 0 ? '' : html`<nav aria-label="${t(lang, 'view.saved')}">${viewLinks(page, views)}</nav>`}
${parts}
${isQuiet ? empty(t(lang, 'home.quiet')) : ''}
${changedPart(page, changed)}`
  return layout(page, { title: t(lang, 'home.title'), body })
}

function ownerLinks(page: PageContext, owner: Owner): Html | '' {
  const { lang } = page
  if (!seesDesk(page)) return ''
  const all = [
    [undefined, '/', 'home.all'],
    ['me', '/?owner=me', 'home.mine'],
    ['nobody', '/?owner=nobody', 'home.nobodys'],
  ] as const
  return html`<nav class="links" aria-label="${t(lang, 'home.whose')}">${all.map(([each, at, word]) => html`<a href="${at}"${each === owner ? html` aria-current="true"` : ''}>${t(lang, word)}</a> `)}</nav>`
}

/** What waits for a second person: what was prepared to be recorded, and consents to joint actions. */
function approvePart(page: PageContext, joint: JointLane, prepared: Counted): Html | undefined {
  const { lang } = page
  const shown = jointTable(page, 'approve', joint)
  if (shown === undefined && prepared.part === undefined) return undefined
  return section(
    'approve',
    t(lang, 'lane.approve'),
    html`${
      prepared.part === undefined
        ? ''
        : html`<p class="line"><a href="/approvals">${t(lang, 'lane.prepared')}</a></p>
${prepared.part}`
    }
${shown ?? ''}`,
  )
}

function address({ list, filter }: Lane, office?: string): string {
  return `${list}?${new URLSearchParams({ ...filter, ...(office === undefined ? {} : { office }) }).toString()}`
}

function lanePart(page: PageContext, { own, others }: WorkCounts, lane: HomeData['lanes'][number]) {
  const { lang, api } = page
  if (lane.rows === undefined) return undefined
  const n = own[lane.name]
  const more = others[lane.name]
  const title = n === 0 ? t(lang, 'home.elsewhere', { title: lane.title }) : lane.title
  return html`<section aria-labelledby="${lane.name}"><h2 id="${lane.name}">${title}</h2>
<p class="line muted">${n === 0 ? '' : html`<a href="${address(lane, api.office.id)}">${t(lang, 'home.own.n', { n })}</a>`}${n > 0 && more > 0 ? ' · ' : ''}${more === 0 ? '' : html`<a href="${address(lane)}">${t(lang, 'home.others', { n: more })}</a>`}</p>
${lane.rows}</section>`
}

/** What was set aside is not in these numbers; which ledgers cannot be read is said above every page. */
function wrongPart(
  { lang }: PageContext,
  { followers, counts: { drift }, ownLedger }: HomeData,
): Html | '' {
  const aside = followers.reduce((sum, { quarantined }) => sum + quarantined, 0)
  const drifting = drift.own + drift.others
  const isOwnWrong = ownLedger.state !== 'intact' && ownLedger.state !== 'not-compared'
  const wrong = [
    isOwnWrong
      ? html`<a href="/ledgers">${t(lang, 'wrong.own')}</a>${ownLedger.problem === null ? '' : html` ${ownLedger.problem[lang]}`}`
      : undefined,
    followers.some(({ state }) => state === 'stopped')
      ? html`<a href="/ledgers">${t(lang, 'wrong.stopped')}</a>`
      : undefined,
    aside === 0
      ? undefined
      : html`<a href="/quarantine">${t(lang, aside === 1 ? 'wrong.quarantine.one' : 'wrong.quarantine', { n: aside })}</a>`,
    drifting === 0
      ? undefined
      : html`<a href="/board#drift">${t(lang, drifting === 1 ? 'wrong.drift.one' : 'wrong.drift', { n: drifting })}</a> ${t(lang, 'wrong.drift.own', { n: drift.own })}`,
  ]
  return html`${wrong.filter((each) => each !== undefined).map(notice)}`
}
