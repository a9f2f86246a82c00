// What this office may do now in a joint action: what waits for it first, each as a link to its form; and, folded, what it may not, and why.

import { html } from 'hono/html'
import type { JointDetail } from '../../../shared/contract/joint.schema.ts'
import { mayEver } from '../../../shared/office/permit.ts'
import type { PageContext } from '../kit/context.ts'
import type { Html } from '../kit/html.ts'
import { ruleText } from '../kit/parts.ts'
import { empty, section } from '../kit/section.ts'
import { jointPath } from './act.ts'
import { refusalText } from './parts.ts'
import { label, t } from './words.ts'

/** In the order in which one waits for the other. */
const byUrgency = ['approve', 'consent', 'answer', 'clarify', 'go']

export function whatNow(page: PageContext, action: JointDetail): Html {
  const { lang } = page
  const rank = (kind: string) => (byUrgency.includes(kind) ? byUrgency.indexOf(kind) : 9)
  // What somebody's roles never cover is not offered.
  const mine = (kind: string) => mayEver(page.actor, `joint/${kind}`)
  const can = action.can.filter(mine).toSorted((a, b) => rank(a) - rank(b))
  const cannot = action.cannot.filter(({ kind }) => mine(kind))
  const waiting = (kind: string, at: number) => action.waitsForUs && at === 0 && rank(kind) < 9
  return section(
    'what',
    t(lang, 'what'),
    html`${
      can.length === 0
        ? empty(t(lang, can.length < action.can.length ? 'nothing.role' : 'nothing'))
        : html`<ul class="acts">${can.map((kind, at) => html`<li><a href="${jointPath(action.joint)}/act/${kind}"${waiting(kind, at) ? html` class="waiting"` : ''}>${label(lang, 'do', kind)}</a>${waiting(kind, at) ? html` <strong>${t(lang, 'waits')}</strong>` : ''}</li>`)}</ul>`
    }
${
  cannot.length === 0
    ? ''
    : html`<details class="aside" id="cannot"><summary>${t(lang, 'cannot', { n: cannot.length })}</summary><dl class="cannot">${cannot.map(({ kind, rule, ...why }) => html`<div><dt>${label(lang, 'do', kind)}</dt><dd>${refusalText(page, why)}${rule === undefined ? '' : html` ${ruleText(page, rule)}`}</dd></div>`)}</dl></details>`
}`,
  )
}
