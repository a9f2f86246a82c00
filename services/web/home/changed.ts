// What was recorded since this browser's last visit: orders, matters and joint actions, the latest first.

import { html } from 'hono/html'
import type { ChangeList, ChangeRow } from '../../../shared/contract/lists.schema.ts'
import { orderIdOf, parseJointRef, partsOf } from '../../../shared/kernel/ids.ts'
import type { PageContext } from '../kit/context.ts'
import type { Content, Html } from '../kit/html.ts'
import { dateText, localTime, officeShort, orderLink } from '../kit/parts.ts'
import { matterLink } from '../kit/rows.ts'
import { listTable } from '../kit/table.ts'
import { label, t } from './words.ts'

/** `undefined` on a first visit. */
export function changedPart(page: PageContext, changed: ChangeList | undefined): Html | '' {
  const { lang } = page
  if (changed === undefined)
    return html`<p class="muted" id="changed">${t(lang, 'changed.first')}</p>`
  if (changed.total === 0) return ''
  const title = t(lang, 'lane.changed')
  const columns = (['changed.where', 'changed.what', 'col.date', 'col.recorded'] as const).map(
    (word) => t(lang, word),
  )
  const rows = changed.rows.map(
    (each) =>
      [
        html`${linkOf(page, each, changed)}<br><span class="muted">${officeShort(page, each.office)}</span>`,
        html`${label(lang, 'event', each.eventKind)}${each.events === 1 ? '' : html`<br><span class="muted">${t(lang, 'changed.many', { n: each.events })}</span>`}`,
        dateText(lang, each.on),
        localTime(page, each.recordedAt),
      ] as const,
  )
  const more = changed.total - changed.rows.length
  return html`<section aria-labelledby="changed"><h2 id="changed">${title}</h2>
<p class="line"><a href="/?seen=1">${t(lang, 'changed.seen')}</a>${more === 0 ? '' : html` <span class="muted">${t(lang, 'changed.more', { n: more })}</span>`}</p>
${listTable(title, columns, rows)}</section>`
}

function linkOf(
  page: PageContext,
  { office, kind, id }: ChangeRow,
  { titles }: ChangeList,
): Content {
  if (kind === 'order') return orderLink(orderIdOf(office, id), id)
  if (kind === 'matter') return matterLink(page, id, titles)
  const joint = parseJointRef({ office, id })?.joint
  if (joint === undefined) return id
  const { office: proposer, number } = partsOf(joint)
  return html`<a href="/joint/${encodeURIComponent(proposer)}/${encodeURIComponent(number)}">${joint}</a>`
}
