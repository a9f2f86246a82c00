// Joint actions in the work list: those that wait for this office, and those of which a second officer has to approve something.

import { html } from 'hono/html'
import type { JointSummary } from '../../../shared/contract/joint.schema.ts'
import { numberIn } from '../../../shared/kernel/ids.ts'
import type { PageContext } from '../kit/context.ts'
import type { Html } from '../kit/html.ts'
import { localTime, officeShort } from '../kit/parts.ts'
import { matterLink } from '../kit/rows.ts'
import { row, table } from '../kit/table.ts'
import { t } from './words.ts'

export function jointPart(
  page: PageContext,
  name: 'joint' | 'approve',
  actions: readonly JointSummary[],
): Html | undefined {
  const { lang } = page
  if (actions.length === 0) return undefined
  const title = t(lang, `lane.${name}`)
  const columns = (['joint.title', 'joint.from', 'joint.matter', 'joint.reply'] as const).map(
    (word) => t(lang, word),
  )
  const rows = actions.map((each) =>
    row(
      html`<a href="/joint/${encodeURIComponent(each.proposer)}/${encodeURIComponent(numberIn(each.joint))}">${each.title?.[lang] ?? each.joint}</a><br><span class="muted">${each.joint}</span>`,
      [
        officeShort(page, each.proposer),
        each.matter === null ? '–' : matterLink(each.matter),
        each.replyBy === null ? '–' : localTime(page, each.replyBy),
      ].map((content, at) => ({ content, label: columns[at + 1] ?? '' })),
      { stacked: true },
    ),
  )
  return html`<section aria-labelledby="${name}"><h2 id="${name}">${title}</h2>
${table({ caption: title, className: 'list', stacked: true, columns, rows })}</section>`
}
