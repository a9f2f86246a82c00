// That something is recorded: which event, when, by whom, signed with what, and which dates it set. A page of its own, to be printed or sent.

import { html } from 'hono/html'
import { deadlinesOf, type Names } from '../../../shared/contract/event-text.ts'
import { recorderText } from '../../../shared/contract/recorder.ts'
import type { MatterHistory, OrderHistory } from '../../../shared/contract/views.schema.ts'
import type { OfficeId } from '../../../shared/kernel/ids.ts'
import type { PageContext } from '../kit/context.ts'
import { entryText } from '../kit/history.ts'
import type { Html } from '../kit/html.ts'
import { layout } from '../kit/layout.ts'
import { dateText, localTime, markedDate, officeShort, ruleText, termList } from '../kit/parts.ts'
import { facts, section } from '../kit/section.ts'
import { colon } from '../kit/words.ts'
import { label, t } from './words.ts'

export interface Receipt {
  readonly entry: OrderHistory | MatterHistory
  readonly about: string
  readonly back: { readonly href: string; readonly words: string }
  readonly names: Names
  /** Offices that said that they have the ledger as far as this entry. */
  readonly confirmedBy: readonly OfficeId[]
}

export function receiptPage(page: PageContext, receipt: Receipt): Html {
  const { lang } = page
  const { entry, about, back, names, confirmedBy: confirming } = receipt
  const { event, office, on, recordedAt, by, version, sequence, verifiedKey, id } = entry
  const recorder = recorderText(lang, { ...entry, preparedBy: null })
  const dates = deadlinesOf(event)
  const body = html`
<div class="receipt" role="status"><p class="big">${t(lang, 'receipt.done', { office: officeShort(page, office) })}</p><p>${about}</p></div>
${section(
  'what',
  t(lang, 'receipt.what'),
  facts([
    [t(lang, 'col.what'), entryText(page, entry, names), 'wide'],
    [t(lang, 'receipt.on'), dateText(lang, on)],
    [
      t(lang, 'receipt.at'),
      html`${localTime(page, recordedAt)} <span class="muted">${t(lang, 'receipt.at.zone', { office: page.api.office.short[lang] })}</span>`,
    ],
    by === null ? undefined : [t(lang, 'receipt.by'), by],
    entry.preparedBy === null ? undefined : [t(lang, 'receipt.prepared'), entry.preparedBy],
    recorder === undefined
      ? undefined
      : [t(lang, entry.preparedBy === null ? 'receipt.actor' : 'receipt.approved'), recorder],
    [t(lang, 'receipt.event'), html`<code>${id}</code>`, 'wide'],
    [t(lang, 'receipt.version'), t(lang, 'history.entry', { sequence, version })],
    [t(lang, 'receipt.key'), t(lang, 'history.key', { key: verifiedKey })],
    [
      t(lang, 'receipt.confirmed'),
      confirming.length === 0
        ? t(lang, 'receipt.confirmed.none')
        : confirming.map((each) => officeShort(page, each)).join(', '),
    ],
  ]),
)}
${
  dates.length === 0
    ? ''
    : section(
        'dates',
        t(lang, 'receipt.dates'),
        html`<ul>${dates.map((deadline) => html`<li>${deadline.text?.[lang] ?? label(lang, 'deadline', deadline.id)} <span class="muted">${termList(lang, deadline.terms)} · ${names.party(deadline.party)}</span>${colon(lang)} ${markedDate(lang, deadline.date, deadline.confidence)} ${deadline.rules.map((rule) => html`${ruleText(page, rule)} `)}</li>`)}</ul>`,
      )
}
<p class="buttons"><a href="${back.href}">${back.words}</a></p>`
  return layout(page, {
    title: t(lang, 'receipt.title', { event: label(lang, 'event', event.kind) }),
    way: [[back.href, about]],
    body,
    still: true,
    legend: dates.length > 0,
  })
}
