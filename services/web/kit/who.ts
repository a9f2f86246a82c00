// Who is signed in, at the top of every page, with the way out; and the mark of an office whose identities prove nothing.

import { html } from 'hono/html'
import { mayEver, roleNames } from '../../../shared/office/permit.ts'
import type { PageContext } from './context.ts'
import type { Html } from './html.ts'
import { t, type KitWord } from './words.ts'

/** What people look after themselves, and the act that asks who may. */
const places: readonly (readonly [path: string, word: KitWord, act: string])[] = [
  ['/approvals', 'who.prepared', 'prepared'],
  ['/notifications', 'who.notifications', 'notifications'],
  ['/people', 'who.people', 'delegate'],
  ['/sessions', 'who.sessions', 'sessions'],
  ['/tokens', 'who.tokens', 'tokens'],
  ['/audit', 'who.audit', 'audit'],
]

export function whoBar({ lang, actor, identity, path }: PageContext): Html {
  const mark =
    identity === 'local'
      ? html`<p class="demonstration"><strong>${t(lang, 'who.local')}</strong> ${t(lang, 'who.local.why')}</p>`
      : ''
  const bar = (content: Html | '') =>
    html`<div class="session" role="region" aria-label="${t(lang, 'who.title')}">${content}</div>`
  if (actor.proof === undefined) return mark === '' ? html`` : bar(mark)
  const roles = [...new Set((actor.grants ?? []).map(({ role }) => roleNames[role][lang]))]
  return bar(html`${mark}<div class="who"><span>${actor.name}${roles.length === 0 ? '' : html` <span class="muted">(${roles.join(', ')})</span>`}</span>
${places
  .filter(([, , act]) => mayEver(actor, act))
  .map(
    ([
      to,
      word,
    ]) => html`<a href="${to}"${to === path ? html` aria-current="page"` : ''}>${t(lang, word)}</a>
`,
  )}<form method="post" action="/sign-out"><button type="submit">${t(lang, 'who.out')}</button></form></div>`)
}
