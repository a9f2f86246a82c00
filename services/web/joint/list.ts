// Every joint action that is known here: what waits for this office first.

import { html } from 'hono/html'
import type { JointSummary } from '../../../shared/contract/joint.schema.ts'
import { sayJoint, sayJointOf } from './words.ts'
import { layout } from '../kit/layout.ts'
import { dateText, officeShort, scrolling, type Html, type Look } from '../kit/parts.ts'
import { jointLink, maybeInstant, statusBadge, stepBadge } from './parts.ts'

export function jointListPage(look: Look, actions: readonly JointSummary[]): Html {
  const { lang } = look
  const sorted = actions.toSorted((a, b) => Number(b.waitsForUs) - Number(a.waitsForUs))
  const body = html`<p class="muted">${sayJoint(lang, 'explain')}</p>
<p class="links"><a href="/joint/new">${sayJoint(lang, 'new')}</a></p>
${sorted.length === 0 ? html`<p class="empty">${sayJoint(lang, 'none')}</p>` : scrolling(sayJoint(lang, 'nav'), jointTable(look, sorted))}`
  return layout(look, { title: sayJoint(lang, 'nav'), body })
}

export function jointTable(look: Look, actions: readonly JointSummary[]): Html {
  const { lang } = look
  return html`<table><caption class="hidden">${sayJoint(lang, 'nav')}</caption>
<thead><tr><th scope="col">${sayJoint(lang, 'nav')}</th><th scope="col">${sayJoint(lang, 'kind')}</th><th scope="col">${sayJoint(lang, 'proposer')}</th><th scope="col">${sayJoint(lang, 'step')}</th><th scope="col">${sayJoint(lang, 'replyBy')}</th><th scope="col">${sayJoint(lang, 'moment')}</th></tr></thead>
<tbody>${actions.map(
    (
      action,
    ) => html`<tr><th scope="row">${jointLink(action.joint, action.title?.[lang] ?? action.joint)}<br><span class="muted">${action.joint}</span></th>
<td>${sayJointOf(lang, 'action', action.action)}</td><td>${officeShort(look, action.proposer)}<br><span class="muted">${dateText(lang, action.proposedOn)}</span></td>
<td>${statusBadge(look, action.status)}${action.step === null ? '' : html`<br>${stepBadge(look, action.step)}`}${action.waitsForUs ? html`<br><strong class="alarm">${sayJoint(lang, 'waits')}</strong>` : ''}</td>
<td>${maybeInstant(action.replyBy, '')}</td><td>${maybeInstant(action.moment, sayJoint(lang, 'moment.none'))}</td></tr>`,
  )}</tbody></table>`
}
