// Who is signed in, at the top of every page, with the way out; and the mark of an office whose identities prove nothing.

import { html } from 'hono/html'
import { mayEver, roleNames } from '../../../shared/office/permit.ts'
import type { PageContext } from './context.ts'
import type { Html } from './html.ts'
import { t } from './words.ts'

export function whoBar({ lang, actor, identity }: PageContext): Html {
  const mark =
    identity === 'local'
      ? html`<p class="demonstration"><strong>${t(lang, 'who.local')}</strong> ${t(lang, 'who.local.why')}</p>`
      : ''
  const bar = (content: Html | '') =>
    html`<div role="region" aria-label="${t(lang, 'who.title')}">${content}</div>`
  if (actor.proof === undefined) return mark === '' ? html`` : bar(mark)
  const roles = [...new Set((actor.grants ?? []).map(({ role }) => roleNames[role][lang]))]
  return bar(html`${mark}<div class="who"><span>${actor.name}${roles.length === 0 ? '' : html` <span class="muted">(${roles.join(', ')})</span>`}</span>
${mayEver(actor, 'prepared') ? html`<a href="/approvals">${t(lang, 'who.prepared')}</a>` : ''} ${mayEver(actor, 'audit') ? html`<a href="/audit">${t(lang, 'who.audit')}</a>` : ''}
<form method="post" action="/sign-out"><button type="submit">${t(lang, 'who.out')}</button></form></div>`)
}
