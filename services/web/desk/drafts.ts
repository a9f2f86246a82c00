// One's own drafts, in the work list; and the page on which one of them is handed to a colleague.

import type { Context, Hono } from 'hono'
import { html } from 'hono/html'
import {
  handDraftSchema,
  type HandedDraft,
  type SavedDraft,
} from '../../../shared/contract/desk.schema.ts'
import type { OfficeApi } from '../../../shared/contract/office-api.ts'
import { selfOf } from '../../../shared/kernel/actor.ts'
import { catalogue, ProblemError, type Problem } from '../../../shared/kernel/problems.ts'
import { actorOf, mayDo } from '../kit/actor.ts'
import type { PageContext } from '../kit/context.ts'
import { choiceField, hidden } from '../kit/form.ts'
import type { Html } from '../kit/html.ts'
import { layout } from '../kit/layout.ts'
import { pageContext, show } from '../kit/page.ts'
import { localTime } from '../kit/parts.ts'
import { problemOfInput, problemText } from '../kit/problem.ts'
import { empty, facts } from '../kit/section.ts'
import { listTable } from '../kit/table.ts'
import { t } from './words.ts'

const handPath = '/drafts/hand'

export function draftPages(app: Hono, api: OfficeApi): void {
  app.post('/drafts/remove', async (c) => {
    const id = new URLSearchParams(await c.req.text()).get('id') ?? ''
    await api.removeDraft(actorOf(c), id)
    return c.redirect('/#drafts', 303)
  })
  app.get(handPath, (c) => showHand(c, api, c.req.query('draft') ?? '', undefined))
  app.post(handPath, async (c) => {
    const typed = new URLSearchParams(await c.req.text())
    const id = typed.get('draft') ?? ''
    const refused = await handed(c, api, id, { to: typed.get('to') ?? '' })
    return refused === undefined ? c.redirect('/#drafts', 303) : showHand(c, api, id, refused)
  })
}

/** Why it was not done; undefined where it was. */
async function handed(
  c: Context,
  api: OfficeApi,
  id: string,
  asked: { readonly to: string },
): Promise<Problem | undefined> {
  const parsed = handDraftSchema.safeParse(asked)
  if (!parsed.success) return problemOfInput(parsed.error, asked)
  try {
    await api.handDraft(actorOf(c), id, parsed.data.to)
    return undefined
  } catch (error) {
    if (error instanceof ProblemError) return error.problem
    throw error
  }
}

async function showHand(c: Context, api: OfficeApi, id: string, refused: Problem | undefined) {
  const page = pageContext(api, c)
  const { lang, actor } = page
  const draft = (await api.drafts(actor)).find((each) => each.id === id)
  const others =
    draft === undefined
      ? []
      : (await api.colleagues(actor, draft.act)).filter((each) => each.id !== selfOf(actor).id)
  const choices = others.map((each) => [each.id, each.name] as const)
  const body = html`${refused === undefined ? '' : html`<div class="error-summary" id="errors" role="alert" aria-labelledby="errors-title" tabindex="-1" autofocus><h2 id="errors-title">${t(lang, 'desk.refused')}</h2><p>${problemText(lang, refused)}</p></div>`}
<p>${t(lang, 'drafts.hand.means')}</p>
${
  draft === undefined
    ? empty(t(lang, 'drafts.gone'))
    : html`${facts([
        [t(lang, 'drafts.what'), draft.title[lang]],
        [t(lang, 'drafts.about'), draft.about[lang]],
        [t(lang, 'drafts.saved'), localTime(page, draft.savedAt)],
      ])}
${
  choices.length === 0
    ? empty(t(lang, 'drafts.hand.nobody'))
    : html`<form method="post" action="${handPath}" class="act">${hidden('draft', id)}${choiceField(t(lang, 'desk.to'), 'to', choices)}
<p class="buttons"><button class="primary" name="button" value="hand-draft">${t(lang, 'desk.hand')}</button></p></form>`
}`
}
<p><a href="/#drafts">${t(lang, 'drafts.hand.back')}</a></p>`
  return show(
    c,
    page,
    layout(page, { title: t(lang, 'drafts.hand'), body, still: true }),
    (refused === undefined ? 200 : catalogue[refused.code].status) as 200,
  )
}

/** For the work list: one's own forms that are begun, and those that went to colleagues. */
export async function ownDrafts(
  page: PageContext,
): Promise<{ readonly n: number; readonly part: Html | undefined }> {
  const { api, actor } = page
  if (!mayDo(actor, 'drafts')) return { n: 0, part: undefined }
  const [own, elsewhere] = await Promise.all([api.drafts(actor), api.draftsHandedOver(actor)])
  if (own.length === 0 && elsewhere.length === 0) return { n: 0, part: undefined }
  return {
    n: own.length,
    part: html`${own.length === 0 ? '' : ownTable(page, own)}
${elsewhere.length === 0 ? '' : handedTable(page, elsewhere)}`,
  }
}

function ownTable(page: PageContext, drafts: readonly SavedDraft[]): Html {
  const { lang, actor } = page
  const mayHand = mayDo(actor, 'handDraft')
  const columns = [
    t(lang, 'drafts.what'),
    t(lang, 'drafts.about'),
    t(lang, 'drafts.saved'),
    t(lang, 'drafts.then'),
  ]
  return listTable(
    t(lang, 'drafts.title'),
    columns,
    drafts.map((draft) => {
      const { id, title, about, savedAt, handed: way = [] } = draft
      const last = way.at(-1)
      const name = title[lang]
      return [
        html`<a href="${draftPath(draft)}">${name}</a>${last === undefined ? '' : html`<br><span class="muted">${t(lang, 'drafts.from', { name: last.by.name })}, ${localTime(page, last.at)}</span>`}`,
        about[lang],
        localTime(page, savedAt),
        html`${mayHand ? html`<a href="${handPath}?${new URLSearchParams({ draft: id }).toString()}" aria-label="${t(lang, 'drafts.hand.of', { name })}">${t(lang, 'desk.hand')}</a> ` : ''}<form method="post" action="/drafts/remove">${hidden('id', id)}<button class="quiet" name="button" value="remove-draft" aria-label="${t(lang, 'drafts.remove.of', { name })}">${t(lang, 'drafts.remove')}</button></form>`,
      ]
    }),
  )
}

/** Where what one handed over is now: it may have gone further. */
function handedTable(page: PageContext, drafts: readonly HandedDraft[]): Html {
  const { lang } = page
  const columns = [
    t(lang, 'drafts.what'),
    t(lang, 'drafts.about'),
    t(lang, 'drafts.now'),
    t(lang, 'drafts.since'),
  ]
  return html`<h3>${t(lang, 'drafts.handed')}</h3>
${listTable(
  t(lang, 'drafts.handed'),
  columns,
  drafts.map(({ title, about, handed: way }) => {
    const last = way.at(-1)
    return [
      title[lang],
      about[lang],
      last?.to.name ?? '–',
      last === undefined ? '–' : localTime(page, last.at),
    ]
  }),
)}`
}

function draftPath({ path, id }: SavedDraft): string {
  const more = new URLSearchParams({ draft: id }).toString()
  return `${path}${path.includes('?') ? '&' : '?'}${more}`
}
