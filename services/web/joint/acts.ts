// What this office may do now in a joint action: what waits for it first, each as a link to its form; and, folded, what it may not, and why.

import { html } from 'hono/html'
import type { JointDetail } from '../../../shared/contract/joint.schema.ts'
import type { PageContext } from '../kit/context.ts'
import type { Html } from '../kit/html.ts'
import { ruleText } from '../kit/parts.ts'
import { problemText } from '../kit/problem.ts'
import { empty, section } from '../kit/section.ts'
import { jointPath } from './act.ts'
import { label, t } from './words.ts'

/** In the order in which one waits for the other. */
const byUrgency = ['approve', 'consent', 'answer', 'clarify', 'go']

export function whatNow(page: PageContext, action: JointDetail): Html {
  const { lang } = page
  const rank = (kind: string) => (byUrgency.includes(kind) ? byUrgency.indexOf(kind) : 9)
  const can = action.can.toSorted((a, b) => rank(a) - rank(b))
  const waiting = (kind: string, at: number) => action.waitsForUs && at === 0 && rank(kind) < 9
  return section(
    'what',
    t(lang, 'what'),
    html`${
      can.length === 0
        ? empty(t(lang, 'nothing'))
        : html`<ul class="acts">${can.map((kind, at) => html`<li><a href="${jointPath(action.joint)}/act/${kind}"${waiting(kind, at) ? html` class="waiting"` : ''}>${label(lang, 'do', kind)}</a>${waiting(kind, at) ? html` <strong>${t(lang, 'waits')}</strong>` : ''}</li>`)}</ul>`
    }
${
  action.cannot.length === 0
    ? ''
    : html`<details class="aside" id="cannot"><summary>${t(lang, 'cannot', { n: action.cannot.length })}</summary><dl class="cannot">${action.cannot.map(({ kind, rule, ...why }) => html`<div><dt>${label(lang, 'do', kind)}</dt><dd>${problemText(lang, why)}${rule === undefined ? '' : html` ${ruleText(page, rule)}`}</dd></div>`)}</dl></details>`
}`,
  )
}
