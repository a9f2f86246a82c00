// The entries of one or of several ledgers as a table: who said what, when, and how sure.

import { html } from 'hono/html'
import { recorderText } from '../../../shared/contract/recorder.ts'
import type { Recorder } from '../../../shared/contract/recorder.schema.ts'
import { detailOf, type Names } from '../../../shared/contract/event-text.ts'
import { shareClassText } from '../../../shared/contract/sharing-words.ts'
import type { MatterHistory, OrderHistory } from '../../../shared/contract/views.schema.ts'
import type { PageContext } from './context.ts'
import type { Html } from './html.ts'
import { dateText, localTime, mark, officeShort, plainDate, quoted } from './parts.ts'
import { row, table } from './table.ts'
import { label, t } from './words.ts'

type Entry = OrderHistory | MatterHistory

/** `withOffice` where entries of several offices stand together. */
export function historyTable<E extends Entry>(
  page: PageContext,
  entries: readonly E[],
  {
    caption,
    withOffice = false,
    names,
    markOf,
  }: {
    readonly caption: string
    readonly withOffice?: boolean
    readonly names?: Names
    /** That it was verified, and who confirmed it: `verifiedMark`, or a link to one. */
    readonly markOf: (entry: E) => Html
  },
): Html {
  const { lang } = page
  const columns = [
    t(lang, 'col.date'),
    ...(withOffice ? [t(lang, 'col.office')] : []),
    t(lang, 'col.what'),
    t(lang, 'col.who'),
    t(lang, 'col.sure'),
    t(lang, 'col.recorded'),
  ]
  const rows = entries.map((entry) =>
    row(
      entryDate(page, entry),
      [
        ...(withOffice ? [officeShort(page, entry.office)] : []),
        entryText(page, entry, names),
        whoOf(page, entry),
        html`${mark(lang, entry.confidence)}${entry.source === null ? '' : html`<br><span class="muted">${quoted(entry.source)}</span>`}`,
        html`${localTime(page, entry.recordedAt)}${markOf(entry)}${entry.sharedUnder === null ? '' : html`<div class="muted">${t(lang, 'sharing.by', { what: shareClassText(lang, entry.sharedUnder) })}</div>`}`,
      ].map((content, at) =>
        // The entries of a whole matter are many: names beside each cell would be a third of the page.
        withOffice
          ? { content, className: at === 2 && isUnsaid(entry) ? 'unsaid' : undefined }
          : { content, label: columns[at + 1] ?? '' },
      ),
      { id: `e-${entry.office}-${entry.sequence}`, stacked: true },
    ),
  )
  return table({ caption, className: 'list history', stacked: true, columns, rows })
}

function isUnsaid(entry: Entry): boolean {
  return entry.by === null && recorderText('en', entry) === undefined
}

/** Who says so, and below it who recorded it, under which role, for whom, and who prepared it. */
export function whoOf(
  { lang }: PageContext,
  entry: Recorder & { readonly by: string | null },
): Html {
  const recorder = recorderText(lang, entry)
  const { by } = entry
  if (recorder === undefined) return html`${by ?? '–'}`
  const isSame = by === null || entry.actor === `person:${by}`
  return isSame
    ? html`${recorder}`
    : html`${by}<br><span class="muted">${t(lang, 'history.recorder', { recorder })}</span>`
}

/** The legal date, with the range that the true one lies in where it is assumed. */
export function entryDate(
  { lang }: PageContext,
  { on, between }: Pick<Entry, 'on' | 'between'>,
): Html {
  return html`${dateText(lang, on)}${between === null ? '' : html`<br><span class="muted">${t(lang, 'when.between', { from: plainDate(lang, between[0]), to: plainDate(lang, between[1]) })}</span>`}`
}

/** The event's name, and below it what it says. */
export function entryText(page: PageContext, { event }: Pick<Entry, 'event'>, names?: Names): Html {
  const { lang } = page
  return html`<strong>${label(lang, 'event', event.kind)}</strong><br>${quoted(detailOf(lang, event, (id) => officeShort(page, id), names))}`
}
