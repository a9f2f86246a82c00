// Views of a list that somebody saved: links to them, and the form that saves the one that is shown.

import { html } from 'hono/html'
import type { SavedView } from '../../../shared/contract/desk.schema.ts'
import { selfOf } from '../../../shared/kernel/actor.ts'
import { mayDo } from './actor.ts'
import type { PageContext } from './context.ts'
import { hidden } from './form.ts'
import type { Html } from './html.ts'
import { t } from './words.ts'

export function viewAddress({ list, query }: Pick<SavedView, 'list' | 'query'>): string {
  return query === '' ? `/${list}` : `/${list}?${query}`
}

/** Links alone: the work list shows them too. */
export function viewLinks(page: PageContext, views: readonly SavedView[]): Html {
  const { lang, actor } = page
  const me = selfOf(actor).id
  return html`<ul class="plain views">${views.map(
    (view) =>
      html`<li><a href="${viewAddress(view)}">${view.name}</a>${view.by.id === me ? '' : html` <span class="muted">${t(lang, 'view.by', { name: view.by.name })}</span>`}</li>`,
  )}</ul>`
}

export function viewsPart(
  page: PageContext,
  list: SavedView['list'],
  views: readonly SavedView[],
): Html | '' {
  const { lang, actor, query } = page
  if (!mayDo(actor, 'saveView')) return ''
  const me = selfOf(actor).id
  const mayShare = mayDo(actor, 'shareView')
  const address = new URLSearchParams(
    [...(query ?? [])].filter(([name, value]) => value !== '' && !places.includes(name)),
  ).toString()
  const removable = views.filter(({ by }) => by.id === me || mayShare)
  return html`${views.length === 0 ? '' : html`<nav class="saved-views" aria-label="${t(lang, 'view.saved')}">${viewLinks(page, views)}</nav>`}
<details class="aside" id="save-view"><summary>${t(lang, 'view.save')}</summary><div class="inner">
<form method="post" action="/views">${hidden('list', list)}${hidden('query', address)}
<label>${t(lang, 'view.name')}<input name="name" required maxlength="100"></label>
${mayShare ? html`<label class="check"><input type="checkbox" name="shared" value="on"> ${t(lang, 'view.shared')}</label>` : ''}
<button name="button" value="save-view">${t(lang, 'view.save')}</button></form>
${removable.map((view) => html`<form method="post" action="/views/remove">${hidden('id', view.id)}${view.name} <button class="quiet" name="button" value="remove-view" aria-label="${t(lang, 'view.remove.of', { name: view.name })}">${t(lang, 'view.remove')}</button></form>`)}
</div></details>`
}

const places = ['after', 'before', 'limit']
