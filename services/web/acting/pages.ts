// Where acting is done: a form for each command to an order and in a matter, issuing from a matter, opening one, and receipts.

import type { Context, Hono } from 'hono'
import { html } from 'hono/html'
import type { OfficeApi } from '../../../shared/contract/office-api.ts'
import type { MatterDetail, OrderDetail } from '../../../shared/contract/views.schema.ts'
import { matterIdSchema, orderIdSchema } from '../../../shared/order/order.schema.ts'
import { parseOrderId, type AggregateRef, type MatterId } from '../../../shared/kernel/ids.ts'
import { problem, type Problem } from '../../../shared/kernel/problems.ts'
import type { Lang } from '../../../shared/kernel/text.ts'
import type { Pack } from '../../../shared/policy/pack.schema.ts'
import type { PageContext } from '../kit/context.ts'
import type { Html } from '../kit/html.ts'
import { pageContext, show } from '../kit/page.ts'
import { officeShort } from '../kit/parts.ts'
import { problemPage } from '../kit/problem-page.ts'
import { section } from '../kit/section.ts'
import { unknownMatter, unknownOrder } from '../kit/unknown.ts'
import { confirmedBy } from '../kit/verified.ts'
import { aboutMatter } from './about.ts'
import { beginForm, continueForm } from './flow.ts'
import type { MatterActKind } from './matter-fields.ts'
import { namesOf, partiesOf } from '../kit/names.ts'
import { whatNow } from './now.ts'
import type { OrderActKind } from './order-fields.ts'
import { receiptPage } from './receipt.ts'
import { issueTarget, matterTarget, newMatterTarget, orderTarget, type Target } from './target.ts'
import { t } from './words.ts'
import { matterKinds, orderKinds } from './kinds.ts'

type Maker = (lang: Lang | undefined) => Target
interface Made {
  readonly make: Maker
  /** What the act is done to; undefined for what is not there yet. */
  readonly ref: AggregateRef | undefined
}

export function actingPages(app: Hono, api: OfficeApi): void {
  orderRoutes(app, api)
  matterRoutes(app, api)
  formRoutes(app, api, '/open-matter', async (c) => {
    const page = pageContext(api, c)
    const pack = api.packOf(api.office.statutes[0] ?? '', page.today)
    const make: Maker = (lang) =>
      newMatterTarget(lang === undefined ? page : { ...page, lang }, pack)
    return { make, ref: undefined }
  })
}

function orderRoutes(app: Hono, api: OfficeApi): void {
  const path = '/orders/:office/:number/act/:command/:which?'
  const made = async (c: Context): Promise<Made | Problem> => {
    const page = pageContext(api, c)
    const found = await orderOf(api, c, page)
    const kind = orderKinds.find((each) => each === c.req.param('command'))
    if ('code' in found) return found
    if (kind === undefined || kind === 'issue') return unknownAct(c)
    const { order, ref } = found
    const pack = api.packOf(order.view.statute, order.view.issuedOn)
    const make: Maker = (lang) =>
      orderTarget(kind satisfies OrderActKind, {
        page: lang === undefined ? page : { ...page, lang },
        order,
        pack,
        which: c.req.param('which'),
      })
    return { make, ref }
  }
  formRoutes(app, api, path, made)
  app.get('/orders/:office/:number/receipt/:version', async (c) => {
    const page = pageContext(api, c)
    const found = await orderOf(api, c, page)
    if ('code' in found) return problemPage(api, c, found)
    const { order } = found
    const entry = order.history.find(({ version }) => String(version) === c.req.param('version'))
    if (entry === undefined) return problemPage(api, c, unknownAct(c))
    return show(
      c,
      page,
      receiptPage(page, {
        entry,
        about: t(page.lang, 'form.order', {
          number: order.state.number,
          respondent: order.state.respondent.name,
        }),
        back: { href: orderPath(order), words: t(page.lang, 'receipt.back') },
        names: namesOf(page, order),
        confirmedBy: confirmedBy((await api.ledgers(page.actor)).ledgers, entry),
      }),
    )
  })
}

function matterRoutes(app: Hono, api: OfficeApi): void {
  const path = '/matters/:matter/act/:command/:which?'
  const made = async (c: Context): Promise<Made | Problem> => {
    const page = pageContext(api, c)
    const found = await matterOf(api, c, page)
    if ('code' in found) return found
    const command = c.req.param('command')
    const kind = matterKinds.find((each) => each === command)
    if (kind === undefined && command !== 'issue') return unknownAct(c)
    const about = aboutMatter(page, found, c.req.param('which'))
    const make: Maker = (lang) => {
      const own = lang === undefined ? about : { ...about, page: { ...page, lang } }
      return kind === undefined ? issueTarget(own) : matterTarget(kind satisfies MatterActKind, own)
    }
    const ref: AggregateRef = { office: api.office.id, kind: 'matter', id: found.matter }
    // Whether an order may be issued is not a question to the matter.
    return { make, ref: kind === undefined ? { ...ref, kind: 'order', id: 'new' } : ref }
  }
  formRoutes(app, api, path, made)
  app.get('/matters/:matter/receipt/:version', async (c) => {
    const page = pageContext(api, c)
    const found = await matterOf(api, c, page)
    if ('code' in found) return problemPage(api, c, found)
    const about = aboutMatter(page, found, undefined)
    const target = matterTarget('noted', about)
    const entry = about.own.find(({ version }) => String(version) === c.req.param('version'))
    if (entry === undefined) return problemPage(api, c, unknownAct(c))
    return show(
      c,
      page,
      receiptPage(page, {
        entry,
        about: target.about,
        back: { href: target.back, words: t(page.lang, 'receipt.back.matter') },
        names: target.names,
        confirmedBy: confirmedBy((await api.ledgers(page.actor)).ledgers, entry),
      }),
    )
  })
}

/** The same for all: a new form, and what becomes of it. */
function formRoutes(
  app: Hono,
  api: OfficeApi,
  path: string,
  made: (c: Context) => Promise<Made | Problem>,
): void {
  app.get(path, async (c) => {
    const found = await made(c)
    if ('code' in found) return problemPage(api, c, found)
    const target = found.make(undefined)
    const acts = found.ref === undefined ? [] : await api.allowed(target.page.actor, found.ref)
    const which = c.req.param('which')
    const same = acts.filter(
      (act) => act.kind === target.kind && (which === undefined || act.which === which),
    )
    const refusal = same.every((act) => !act.may) ? same.find((act) => !act.may) : undefined
    return beginForm(c, target, refusal?.may === false ? refusal.problem : undefined)
  })
  app.post(path, async (c) => {
    const found = await made(c)
    return 'code' in found ? problemPage(api, c, found) : continueForm(c, found.make)
  })
}

async function orderOf(
  api: OfficeApi,
  c: Context,
  page: PageContext,
): Promise<{ order: OrderDetail; ref: AggregateRef } | Problem> {
  const text = `${c.req.param('office')}:${c.req.param('number')}`
  const id = orderIdSchema.safeParse(text)
  const order = id.success ? await api.order(page.actor, id.data, {}) : undefined
  const ref = parseOrderId(text)
  return order === undefined || ref === undefined ? unknownOrder(text) : { order, ref }
}

async function matterOf(
  api: OfficeApi,
  c: Context,
  page: PageContext,
): Promise<MatterDetail | Problem> {
  const text = c.req.param('matter') ?? ''
  const id = matterIdSchema.safeParse(text)
  const matter = id.success ? await api.matter(page.actor, id.data) : undefined
  return matter ?? unknownMatter(text)
}

function unknownAct(c: Context): Problem {
  return problem(
    'not-found',
    {
      en: `There is nothing at ${c.req.path}`,
      fr: `Il n'y a rien à ${c.req.path}`,
    },
    c.req.path,
  )
}

function orderPath({ view, state }: OrderDetail): string {
  return `/orders/${view.office}/${encodeURIComponent(state.number)}`
}

/** On the page of an order. Another office's order is that office's to act on; another day is looked at only. */
export async function orderActs(
  _: Context,
  page: PageContext,
  order: OrderDetail,
  pack: Pack | undefined,
): Promise<Html> {
  const { api, lang, actor } = page
  const { view } = order
  if (view.office !== api.office.id)
    return section(
      'acts',
      t(lang, 'now.title'),
      html`<p class="muted">${t(lang, 'now.other', { office: officeShort(page, view.office) })}</p>`,
    )
  if (page.asOf !== page.today || page.knownOn !== undefined) return anotherDay(page)
  const ref = parseOrderId(view.order) as AggregateRef
  const acts = await api.allowed(actor, ref)
  return whatNow(page, {
    of: 'order',
    acts: acts.filter(({ kind }) => kind !== 'issue'),
    path: `${orderPath(order)}/act`,
    pack,
    parties: partiesOf(order),
  })
}

/** On the page of a matter: what this office may say in it, and an order from it where it has the power. */
export async function matterActs(page: PageContext, id: string): Promise<Html> {
  const { api, actor } = page
  const ref: AggregateRef = { office: api.office.id, kind: 'matter', id }
  const [acts, matter] = await Promise.all([
    api.allowed(actor, ref),
    api.matter(actor, id as MatterId),
  ])
  const order: AggregateRef = { ...ref, kind: 'order', id: 'new' }
  const issue = (await api.allowed(actor, order)).filter(({ kind }) => kind === 'issue')
  const respondent = matter?.respondent
  return whatNow(page, {
    of: 'matter',
    acts: [...issue, ...acts],
    path: `/matters/${encodeURIComponent(id)}/act`,
    pack: api.packOf(api.office.statutes[0] ?? '', page.today),
    parties: respondent == null ? [] : [respondent],
  })
}

function anotherDay(page: PageContext): Html {
  const { lang, path } = page
  return section(
    'acts',
    t(lang, 'now.title'),
    html`<p class="muted">${t(lang, 'now.past')} <a href="${path}">${t(lang, 'now.today')}</a></p>`,
  )
}
