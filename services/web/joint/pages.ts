// The addresses of the pages of joint actions, and what the board and a matter show of them.

import type { Hono } from 'hono'
import { html } from 'hono/html'
import type { OfficeApi } from '../../../shared/contract/office-api.ts'
import { jointIdSchema } from '../../../shared/joint/terms.schema.ts'
import type { PageContext } from '../kit/context.ts'
import type { Html } from '../kit/html.ts'
import { layout } from '../kit/layout.ts'
import { pageContext, show } from '../kit/page.ts'
import { problemPage } from '../kit/problem-page.ts'
import { notice, section } from '../kit/section.ts'
import { unknownJoint } from './api.ts'
import { draftingOf } from './drafts.ts'
import { newJointForm } from './forms.ts'
import { jointListPage, jointTable } from './list.ts'
import { newJoint } from './new.ts'
import { draftsShown } from './own.ts'
import { jointPage } from './page.ts'
import { t } from './words.ts'

export function jointPages(app: Hono, api: OfficeApi): void {
  app.get('/joint', async (c) => {
    const page = pageContext(api, c)
    return show(c, page, jointListPage(page, await api.jointActions(page.actor)))
  })
  app.get('/joint/new', async (c) => {
    const page = pageContext(api, c)
    const [matters, known] = await Promise.all([
      api.matters(page.actor),
      api.jointActions(page.actor),
    ])
    const start = newJoint(
      api,
      matters.map(({ matter }) => matter),
      known,
    )
    return show(
      c,
      page,
      layout(page, {
        title: t(page.lang, 'new'),
        body: html`<p class="muted">${t(page.lang, 'explain')}</p>`,
        forms: newJointForm(page, start),
      }),
    )
  })
  app.get('/joint/:office/:number', async (c) => {
    const page = pageContext(api, c)
    const { actor } = page
    const text = `${c.req.param('office')}:${c.req.param('number')}`
    const id = jointIdSchema.safeParse(text)
    const [action, released] = id.success
      ? await Promise.all([api.jointAction(actor, id.data), api.jointDocument(actor, id.data)])
      : []
    if (action === undefined) return problemPage(api, c, unknownJoint(text))
    const [drafting, drafts, matter] = await Promise.all([
      draftingOf(api, actor, action),
      draftsShown(api, actor, action),
      action.matter === null ? undefined : api.matter(actor, action.matter),
    ])
    const matterTitle = matter?.title?.[page.lang] ?? null
    return show(c, page, jointPage(page, action, released, { drafting, drafts, matterTitle }))
  })
}

/** On the board: how many joint actions wait for a person of this office. */
export async function waitingNotice({ api, actor, lang }: PageContext): Promise<Html | ''> {
  const n = (await api.jointActions(actor)).filter(({ waitsForUs }) => waitsForUs).length
  if (n === 0) return ''
  const text = t(lang, n === 1 ? 'waiting.one' : 'waiting.many', { n })
  return notice(html`<a href="/joint">${text}</a>`)
}

/** On the page of a matter: its joint actions. */
export async function jointOfMatter(page: PageContext, matter: string): Promise<Html | ''> {
  const actions = (await page.api.jointActions(page.actor)).filter((each) => each.matter === matter)
  return actions.length === 0
    ? ''
    : section('joint', t(page.lang, 'nav'), jointTable(page, actions))
}
