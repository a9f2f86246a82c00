// What was recorded in a joint action, for whoever recorded it: the event, its dates, who signed, and what comes next.

import { html } from 'hono/html'
import type { JointDetail, JointEntry } from '../../../shared/contract/joint.schema.ts'
import { recorderText } from '../../../shared/contract/recorder.ts'
import type { OfficeId } from '../../../shared/kernel/ids.ts'
import type { PageContext } from '../kit/context.ts'
import type { Html } from '../kit/html.ts'
import { layout } from '../kit/layout.ts'
import { dateText, localTime, officeShort, zoneName } from '../kit/parts.ts'
import { facts, section } from '../kit/section.ts'
import { jointPath } from './act.ts'
import { statusBadge, stepBadge } from './parts.ts'
import { label, t } from './words.ts'

export function receiptPage(
  page: PageContext,
  action: JointDetail,
  entry: JointEntry,
  confirming: readonly OfficeId[],
): Html {
  const { lang, api } = page
  const { id, kind, on, recordedAt, by, version, sequence, verifiedKey, part } = entry
  const title = action.title?.[lang] ?? action.joint
  const event = label(lang, 'event', kind)
  const recorder = recorderText(lang, { ...entry, preparedBy: null })
  const preparer = preparerOf(action, entry)
  const body = html`
<div class="receipt" role="status"><p class="big">${t(lang, 'receipt.done', { office: officeShort(page, entry.office) })}</p><p>${title}</p></div>
${section(
  'what-was-recorded',
  t(lang, 'receipt.what'),
  facts([
    [t(lang, 'col.what'), event],
    [t(lang, 'receipt.on'), dateText(lang, on)],
    [
      t(lang, 'receipt.at'),
      html`${localTime(page, recordedAt)} <span class="muted">(${zoneName(lang, api.office.zone)})</span>`,
    ],
    by === null || entry.actor === `person:${by}` ? undefined : [t(lang, 'by.said'), by],
    preparer === undefined ? undefined : [t(lang, 'receipt.prepared'), preparer],
    recorder === undefined
      ? undefined
      : [t(lang, kind === 'consented' ? 'receipt.approved' : 'receipt.recorder'), recorder],
    [t(lang, 'receipt.event'), html`<code>${id}</code>`, 'wide'],
    [
      t(lang, 'receipt.place'),
      html`${t(lang, `receipt.${part}`)}, ${t(lang, 'history.entry', { sequence, version })}`,
    ],
    [t(lang, 'receipt.key'), t(lang, 'history.key', { key: verifiedKey })],
    [
      t(lang, 'receipt.confirmed'),
      confirming.length === 0
        ? t(lang, 'receipt.confirmed.none')
        : confirming.map((each) => officeShort(page, each)).join(', '),
    ],
  ]),
)}
${section(
  'next',
  t(lang, 'receipt.next'),
  html`<p>${statusBadge(page, action.status)} ${action.step === null ? '' : stepBadge(page, action.step)}</p>
<p>${kind === 'consent-prepared' ? t(lang, 'receipt.approve') : t(lang, 'receipt.others')}</p>`,
)}
<p class="buttons"><a href="${jointPath(action.joint)}">${t(lang, 'receipt.back')}</a></p>`
  return layout(page, {
    title: t(lang, 'receipt.title', { event }),
    way: [[jointPath(action.joint), title]],
    body,
    still: true,
  })
}

/** Of a consent: who prepared it. Where its event does not say, the event before it in the same part does. */
function preparerOf({ history }: JointDetail, entry: JointEntry): string | undefined {
  if (entry.preparedBy !== null) return entry.preparedBy
  if (entry.kind !== 'consented') return undefined
  const prepared = history.findLast(
    ({ office, part, kind, version }) =>
      office === entry.office &&
      part === entry.part &&
      kind === 'consent-prepared' &&
      version < entry.version,
  )
  return prepared?.by ?? undefined
}
