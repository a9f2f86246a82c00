// Every joint action that is known here: what waits for this office first.

import { html } from 'hono/html'
import type { JointSummary } from '../../../shared/contract/joint.schema.ts'
import { t, label } from './words.ts'
import { layout } from '../kit/layout.ts'
import { empty } from '../kit/section.ts'
import { row, scrollingTable } from '../kit/table.ts'
import type { Html } from '../kit/html.ts'
import type { PageContext } from '../kit/context.ts'
import { dateText, officeShort } from '../kit/parts.ts'
import { jointLink, maybeInstant, statusBadge, stepBadge } from './parts.ts'

export function jointListPage(page: PageContext, actions: readonly JointSummary[]): Html {
  const { lang } = page
  const sorted = actions.toSorted((a, b) => Number(b.waitsForUs) - Number(a.waitsForUs))
  const body = html`<p class="muted">${t(lang, 'explain')}</p>
<p class="links"><a href="/joint/new">${t(lang, 'new')}</a></p>
${sorted.length === 0 ? empty(t(lang, 'none')) : jointTable(page, sorted)}`
  return layout(page, { title: t(lang, 'nav'), body })
}

export function jointTable(page: PageContext, actions: readonly JointSummary[]): Html {
  const { lang } = page
  const rows = actions.map((action) =>
    row(
      html`${jointLink(action.joint, action.title?.[lang] ?? action.joint)}<br><span class="muted">${action.joint}</span>`,
      [
        label(lang, 'action', action.action),
        html`${officeShort(page, action.proposer)}<br><span class="muted">${dateText(lang, action.proposedOn)}</span>`,
        html`${statusBadge(page, action.status)}${action.step === null ? '' : html`<br>${stepBadge(page, action.step)}`}${action.waitsForUs ? html`<br><strong class="alarm">${t(lang, 'waits')}</strong>` : ''}`,
        maybeInstant(action.replyBy, ''),
        maybeInstant(action.moment, t(lang, 'moment.none')),
      ],
    ),
  )
  return scrollingTable(t(lang, 'nav'), {
    caption: t(lang, 'nav'),
    columns: (['nav', 'kind', 'proposer', 'step', 'replyBy', 'moment'] as const).map((word) =>
      t(lang, word),
    ),
    rows,
  })
}
