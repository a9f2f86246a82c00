// For somebody who sends a form after their session has ended: nothing is recorded, and nothing that they typed is lost.

import type { Context } from 'hono'
import { html } from 'hono/html'
import type { OfficeApi } from '../../../shared/contract/office-api.ts'
import { signInAddress } from './actor.ts'
import { keptValues } from './fields-draw.ts'
import { layout } from './layout.ts'
import { pageContext, show } from './page.ts'
import { t } from './words.ts'

/** The step is not kept: whoever signs in, perhaps somebody else, looks at the check again before anything is recorded. */
export async function signedOutPage(api: OfficeApi, c: Context): Promise<Response> {
  const page = pageContext(api, c)
  const { lang } = page
  const typed = new URLSearchParams(await c.req.text())
  const values = new Map([...new Set(typed.keys())].map((name) => [name, typed.getAll(name)]))
  const body = html`<p>${t(lang, 'signedOut.text')}</p>
<p><a href="${signInAddress('/')}" target="_blank" rel="noopener">${t(lang, 'signedOut.in')}</a></p>
<form method="post">${keptValues(values)}
<p class="buttons"><button class="primary">${t(lang, 'signedOut.again')}</button></p></form>`
  const content = { title: t(lang, 'signedOut.title'), body, bare: true, otherLanguage: html`` }
  return show(c, page, layout(page, content), 401)
}
