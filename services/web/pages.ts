// The pages' routes. Each renders whole on the server; the script only fetches the same page again when something changed.

import { actorOf } from './kit/actor.ts'
import { Hono, type Context } from 'hono'
import { html } from 'hono/html'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type { LocalDate } from '../../shared/kernel/date.ts'
import { matterIdSchema, orderIdSchema } from '../../shared/order/order.schema.ts'
import { dateSchema } from '../../shared/policy/pack.schema.ts'
import { catalogue, ProblemError, type Problem } from '../../shared/kernel/problems.ts'
import { jointIdSchema } from '../../shared/joint/terms.schema.ts'
import { unknownJoint } from './joint/api.ts'
import { sayJoint } from './joint/words.ts'
import { unknownMatter, unknownOrder } from './api.ts'
import { langOf, rememberLang } from './kit/lang.ts'
import type { OfficeApi } from '../../shared/contract/office-api.ts'
import { problemOfInput } from './kit/problem.ts'
import { say } from './kit/words.ts'
import { boardPage } from './board/page.ts'
import { chronologyPage } from './matters/chronology.ts'
import { jointPage } from './joint/page.ts'
import { draftingOf } from './joint/drafts.ts'
import { newJointForm } from './joint/forms.ts'
import { newJoint } from './joint/new.ts'
import { jointListPage } from './joint/list.ts'
import { layout } from './kit/layout.ts'
import { matterPage } from './matters/page.ts'
import { orderPage } from './orders/page.ts'
import { datesOf, type Html, type Look } from './kit/parts.ts'
import { askedOf, isEmpty, suppose, whatIf } from './what-if/page.ts'

export function pageRoutes(api: OfficeApi): Hono {
  const app = new Hono()
  app.get('/', async (c) => {
    const look = lookOf(api, c)
    const [board, matters, upcoming, quarantine, drift, joint] = await Promise.all([
      api.board(actorOf(c), datesOf(look)),
      api.matters(actorOf(c)),
      api.deadlines(actorOf(c), datesOf(look)),
      api.quarantine(actorOf(c)),
      api.drift(actorOf(c)),
      api.jointActions(actorOf(c)),
    ])
    return show(
      c,
      look,
      boardPage(look, {
        board,
        matters,
        upcoming: upcoming.slice(0, maxUpcoming),
        quarantine,
        drift: drift.orders,
        waiting: joint.filter(({ waitsForUs }) => waitsForUs).length,
      }),
    )
  })
  app.get('/matters/:matter', async (c) => {
    const look = lookOf(api, c)
    const id = matterIdSchema.safeParse(c.req.param('matter'))
    const [matter, chronology, joint = []] = id.success
      ? await Promise.all([
          api.matter(actorOf(c), id.data),
          api.chronology(actorOf(c), id.data, {}),
          api.jointActions(actorOf(c)),
        ])
      : []
    if (matter === undefined) return problemPage(api, c, unknownMatter(c.req.param('matter')))
    return show(
      c,
      look,
      matterPage(
        look,
        matter,
        chronology?.entries ?? [],
        joint.filter((each) => each.matter === matter.matter),
      ),
    )
  })
  app.get('/matters/:matter/chronology', async (c) => {
    const look = lookOf(api, c)
    const id = matterIdSchema.safeParse(c.req.param('matter'))
    const chronology = id.success
      ? await api.chronology(actorOf(c), id.data, datesOf(look))
      : undefined
    if (chronology === undefined) return problemPage(api, c, unknownMatter(c.req.param('matter')))
    return show(c, look, chronologyPage(look, chronology))
  })
  app.get('/orders/:office/:number', async (c) => {
    const look = lookOf(api, c)
    const text = `${c.req.param('office')}:${c.req.param('number')}`
    const id = orderIdSchema.safeParse(text)
    const order = id.success ? await api.order(actorOf(c), id.data, datesOf(look)) : undefined
    if (order === undefined) return problemPage(api, c, unknownOrder(text))
    const pack = api.packOf(order.view.statute, order.view.issuedOn)
    const asked = askedOf((name) => dateIn(c, name), c.req.query('if-party'))
    // What would be other today is told on today's page, and not where the reader looks at another day.
    const drift =
      look.asOf === look.today
        ? (await api.drift(actorOf(c))).orders.find((each) => each.order === id.data)
        : undefined
    const supposed = isEmpty(asked)
      ? undefined
      : await suppose(api, actorOf(c), order, pack, asked, look)
    return show(
      c,
      look,
      orderPage(look, order, pack, whatIf(look, order.state, asked, supposed), drift),
    )
  })
  app.get('/joint', async (c) => {
    const look = lookOf(api, c)
    return show(c, look, jointListPage(look, await api.jointActions(actorOf(c))))
  })
  app.get('/joint/new', async (c) => {
    const look = lookOf(api, c)
    const [matters, joint] = await Promise.all([
      api.matters(actorOf(c)),
      api.jointActions(actorOf(c)),
    ])
    return show(
      c,
      look,
      layout(look, {
        title: sayJoint(look.lang, 'new'),
        body: html`<p class="muted">${sayJoint(look.lang, 'explain')}</p>`,
        forms: newJointForm(
          look,
          newJoint(
            api,
            matters.map(({ matter }) => matter),
            joint,
          ),
        ),
      }),
    )
  })
  app.get('/joint/:office/:number', async (c) => {
    const look = lookOf(api, c)
    const text = `${c.req.param('office')}:${c.req.param('number')}`
    const id = jointIdSchema.safeParse(text)
    const [action, released] = id.success
      ? await Promise.all([
          api.jointAction(actorOf(c), id.data),
          api.jointDocument(actorOf(c), id.data),
        ])
      : []
    return action === undefined
      ? problemPage(api, c, unknownJoint(text))
      : show(c, look, jointPage(look, action, released, await draftingOf(api, actorOf(c), action)))
  })
  return app
}

/** A refusal as a page, for a reader who followed a wrong link. */
export function problemPage(
  api: OfficeApi,
  c: Context,
  problem: Problem,
): Response | Promise<Response> {
  const today = api.legalToday()
  const look: Look = { api, lang: langOf(c), today, asOf: today, path: '/' }
  const { status, title } = catalogue[problem.code]
  const body = html`<p>${title[look.lang]}.</p><p class="muted" lang="en">${problem.message}</p><p><a href="/">${say(look.lang, 'notFound.back')}</a></p>`
  return show(
    c,
    look,
    layout(look, {
      title: say(look.lang, status === 404 ? 'notFound.title' : 'wrong.title'),
      body,
    }),
    status as ContentfulStatusCode,
  )
}

/** More than fits a glance is for `/v1/deadlines`. */
const maxUpcoming = 12

function lookOf(api: OfficeApi, c: Context): Look {
  const today = api.legalToday()
  return {
    api,
    lang: langOf(c),
    today,
    asOf: dateIn(c, 'asOf') ?? today,
    knownOn: dateIn(c, 'knownOn'),
    path: c.req.path,
  }
}

/** The date asked for; none where the field was left empty. An impossible one is a refusal. */
function dateIn(c: Context, name: string): LocalDate | undefined {
  const text = c.req.query(name)
  if (text === undefined || text === '') return undefined
  const parsed = dateSchema.safeParse(text)
  if (parsed.success) return parsed.data
  throw new ProblemError({ ...problemOfInput(parsed.error, text), path: name })
}

function show(
  c: Context,
  look: Look,
  page: Html,
  status: ContentfulStatusCode = 200,
): Response | Promise<Response> {
  rememberLang(c)
  c.header('content-language', look.lang)
  c.header('vary', 'accept-language, cookie')
  c.header('cache-control', 'no-store')
  return c.html(page, status)
}
