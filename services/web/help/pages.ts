// One page that explains the others: what the marks, shapes and times mean, and how to get about.

import type { Hono } from 'hono'
import { html } from 'hono/html'
import type { OfficeApi } from '../../../shared/contract/office-api.ts'
import { layout } from '../kit/layout.ts'
import { pageContext, show } from '../kit/page.ts'
import { section } from '../kit/section.ts'
import { t, type HelpWord } from './words.ts'

/** A heading, and what stands under it. */
const parts: readonly (readonly [id: string, title: HelpWord, said: readonly HelpWord[]])[] = [
  ['dates', 'dates', ['dates.1', 'dates.2', 'dates.3']],
  ['times', 'times', ['times.1', 'times.2']],
  ['shapes', 'shapes', ['shapes.1', 'shapes.2']],
  ['joint', 'joint', ['joint.1', 'joint.2', 'joint.3']],
  ['desk', 'desk', ['desk.1', 'desk.2', 'desk.3']],
  ['now', 'now', ['now.1', 'now.2']],
  ['keys', 'keys', ['keys.1', 'keys.2']],
]

export function helpPages(app: Hono, api: OfficeApi): void {
  app.get('/help', (c) => {
    const page = pageContext(api, c)
    const { lang } = page
    const body = html`<p>${t(lang, 'intro')}</p>
${parts.map(([id, title, said]) =>
  section(
    id,
    t(lang, title),
    said.map((word) => html`<p>${t(lang, word)}</p>`),
  ),
)}`
    return show(c, page, layout(page, { title: t(lang, 'title'), body, legend: true }))
  })
}
