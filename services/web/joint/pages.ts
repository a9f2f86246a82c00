// The addresses of the pages of joint actions, and what the board and a matter show of them.

import type { Context, Hono } from 'hono'
import { html } from 'hono/html'
import type { JointDetail } from '../../../shared/contract/joint.schema.ts'
import type { OfficeApi } from '../../../shared/contract/office-api.ts'
import { jointIdSchema, jointKindSchema } from '../../../shared/joint/terms.schema.ts'
import { numberIn, type MatterId } from '../../../shared/kernel/ids.ts'
import { maxListPage } from '../../../shared/kernel/limits.ts'
import { problem, type Problem } from '../../../shared/kernel/problems.ts'
import type { Lang } from '../../../shared/kernel/text.ts'
import type { PageContext } from '../kit/context.ts'
import type { Html } from '../kit/html.ts'
import { pageContext, show } from '../kit/page.ts'
import { officeShort } from '../kit/parts.ts'
import { problemPage } from '../kit/problem-page.ts'
import { empty, notice, section } from '../kit/section.ts'
import { confirmedBy } from '../kit/verified.ts'
import { jointPath, type Act, type ActKind } from './act.ts'
import { actForm } from './act-fields.ts'
import { unknownJoint } from './api.ts'
import { draftingOf } from './drafts.ts'
import { beginAct, continueAct } from './flow.ts'
import { jointListRoutes, jointTable } from './list.ts'
import { newJointAct, kindsPage } from './new.ts'
import { draftsShown, ownSection } from './own.ts'
import { jointPage } from './page.ts'
import { refusalText } from './parts.ts'
import { receiptPage } from './receipt.ts'
import { label, t } from './words.ts'

/** What another capability shows on the page of a joint action. */
export interface JointParts {
  readonly desk: (page: PageContext, joint: string) => Promise<Html | ''>
}

export function jointPages(app: Hono, api: OfficeApi, parts: JointParts): void {
  jointListRoutes(app, api)
  proposing(app, api)
  app.get('/joint/:office/:number', async (c) => {
    const page = pageContext(api, c)
    const { actor } = page
    const action = await actionOf(api, c, page)
    if ('code' in action) return problemPage(api, c, action)
    const [released, drafts, matter, { ledgers }, desk] = await Promise.all([
      api.jointDocument(actor, action.joint),
      draftsShown(api, actor, action),
      action.matter === null ? undefined : api.matter(actor, action.matter),
      api.ledgers(actor),
      parts.desk(page, action.joint),
    ])
    const matterTitle = matter?.title?.[page.lang] ?? null
    return show(c, page, jointPage(page, action, released, { drafts, matterTitle, desk, ledgers }))
  })
  acting(app, api)
  app.get('/joint/:office/:number/receipt/:part/:version', async (c) => {
    const page = pageContext(api, c)
    const action = await actionOf(api, c, page)
    if ('code' in action) return problemPage(api, c, action)
    const entry = action.history.find(
      ({ office, part, version }) =>
        office === api.office.id &&
        part === c.req.param('part') &&
        String(version) === c.req.param('version'),
    )
    if (entry === undefined) return problemPage(api, c, nothingAt(c))
    const { ledgers } = await api.ledgers(page.actor)
    return show(c, page, receiptPage(page, action, entry, confirmedBy(ledgers, entry)))
  })
}

/** The kind first: what is asked for follows it. */
function proposing(app: Hono, api: OfficeApi): void {
  app.get('/joint/new', (c) => {
    const page = pageContext(api, c)
    return show(c, page, kindsPage(page, c.req.query('matter')))
  })
  const made = (c: Context) => {
    const kind = jointKindSchema.safeParse(c.req.param('kind'))
    return async (lang: Lang | undefined): Promise<Act | undefined> => {
      const page = pageContext(api, c)
      if (!kind.success) return undefined
      return newJointAct(lang === undefined ? page : { ...page, lang }, kind.data, {
        asked: c.req.query('matter'),
        typed:
          c.req.method === 'POST'
            ? (new URLSearchParams(await c.req.text()).get('matter') ?? '')
            : undefined,
      })
    }
  }
  // Before `/joint/:office/:number`: no office is called "new".
  app.get('/joint/new/:kind', async (c) => {
    const act = await made(c)(undefined)
    return act === undefined ? problemPage(api, c, nothingAt(c)) : beginAct(c, act)
  })
  app.post('/joint/new/:kind', async (c) =>
    (await made(c)(undefined)) === undefined
      ? problemPage(api, c, nothingAt(c))
      : continueAct(c, async (lang) => (await made(c)(lang)) as Act),
  )
}

function acting(app: Hono, api: OfficeApi): void {
  const path = '/joint/:office/:number/act/:command'
  app.get(path, async (c) => {
    const found = await actOf(api, c, undefined)
    return 'code' in found ? problemPage(api, c, found) : beginAct(c, found)
  })
  app.post(path, async (c) => {
    const found = await actOf(api, c, undefined)
    return 'code' in found
      ? problemPage(api, c, found)
      : continueAct(c, async (lang) =>
          lang === undefined ? found : ((await actOf(api, c, lang)) as Act),
        )
  })
}

async function actOf(api: OfficeApi, c: Context, lang: Lang | undefined): Promise<Act | Problem> {
  const asked = pageContext(api, c)
  const page = lang === undefined ? asked : { ...asked, lang }
  const action = await actionOf(api, c, page)
  if ('code' in action) return action
  const command = c.req.param('command')
  const known = [...action.can, ...action.cannot.map(({ kind }) => kind)]
  if (command === undefined || !known.includes(command)) return nothingAt(c)
  const kind = command as Exclude<ActKind, 'propose'>
  const title = action.title?.[page.lang] ?? action.joint
  const refusal = action.cannot.find((each) => each.kind === kind)
  return {
    page,
    kind,
    title: label(page.lang, 'do', kind),
    about: `${title} (${officeShort(page, action.proposer)} ${numberIn(action.joint)}, ${t(page.lang, 'version')} ${action.version})`,
    back: jointPath(action.joint),
    place: title,
    ...actForm(page, kind, action, await draftingOf(api, page.actor, action)),
    jointOf: () => action.joint,
    besides:
      kind === 'approve'
        ? ownSection(page, action, await draftsShown(api, page.actor, action))
        : '',
    notYet: refusal === undefined ? undefined : refusalText(page, refusal),
  }
}

async function actionOf(
  api: OfficeApi,
  c: Context,
  page: PageContext,
): Promise<JointDetail | Problem> {
  const text = `${c.req.param('office')}:${c.req.param('number')}`
  const id = jointIdSchema.safeParse(text)
  const action = id.success ? await api.jointAction(page.actor, id.data) : undefined
  return action ?? unknownJoint(text)
}

function nothingAt(c: Context): Problem {
  return problem(
    'not-found',
    { en: `There is nothing at ${c.req.path}`, fr: `Il n’y a rien à ${c.req.path}` },
    c.req.path,
  )
}

/** On the board: how many joint actions wait for a person of this office. */
export async function waitingNotice({ api, actor, lang }: PageContext): Promise<Html | ''> {
  const n = (await api.jointList(actor, { waits: true, limit: 1 })).total
  if (n === 0) return ''
  const text = t(lang, n === 1 ? 'waiting.one' : 'waiting.many', { n })
  return notice(html`<a href="/joint?waits=1">${text}</a>`)
}

/** On the page of a matter: its joint actions, and the way to propose another. */
export async function jointOfMatter(page: PageContext, matter: string): Promise<Html | ''> {
  const { lang } = page
  const { rows, titles } = await page.api.jointList(page.actor, {
    matter: matter as MatterId,
    limit: maxListPage,
  })
  return section(
    'joint',
    t(lang, 'nav'),
    html`${rows.length === 0 ? empty(t(lang, 'none')) : jointTable(page, { rows, titles })}
<p class="links"><a href="/joint/new?matter=${encodeURIComponent(matter)}">${t(lang, 'new')}</a></p>`,
  )
}
