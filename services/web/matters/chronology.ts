// The chronology of a matter, made to be printed: every fact of every office by legal date, how it is known, and the deadlines that it set.

import { partsOf } from '../../../shared/kernel/ids.ts'
import { html } from 'hono/html'
import { deadlinesOf, type Names } from '../../../shared/contract/event-text.ts'
import type { Chronology } from '../../../shared/contract/views.schema.ts'
import type { Deadline } from '../../../shared/policy/deadline.schema.ts'
import type { PageContext } from '../kit/context.ts'
import { entryDate, entryText, whoOf } from '../kit/history.ts'
import type { Html } from '../kit/html.ts'
import { namesInMatter } from '../kit/names.ts'
import { layout } from '../kit/layout.ts'
import {
  dateText,
  followerBadge,
  localTime,
  mark,
  markedDate,
  officeShort,
  plainDate,
  quoted,
  statuteName,
  zoneName,
} from '../kit/parts.ts'
import { matterLink } from '../kit/rows.ts'
import { empty, facts, section } from '../kit/section.ts'
import { sharingSection } from '../kit/sharing.ts'
import { listTable } from '../kit/table.ts'
import { colon } from '../kit/words.ts'
import { filesFact } from './files.ts'
import { label, t } from './words.ts'

type Entry = Chronology['entries'][number]

export function chronologyPage(page: PageContext, chronology: Chronology): Html {
  const { lang } = page
  const { matter, title, entries } = chronology
  const caption = t(lang, 'chronology.caption')
  const names = namesInMatter(page, entries)
  const body = html`<div class="chronology">
${chronologyFacts(page, chronology)}
${
  entries.length === 0
    ? empty(t(lang, 'chronology.none'))
    : listTable(
        caption,
        [
          t(lang, 'col.date'),
          t(lang, 'col.office'),
          t(lang, 'col.what'),
          t(lang, 'chronology.source'),
          t(lang, 'chronology.recorded', { zone: zoneName(lang, page.api.office.zone) }),
        ],
        entries.map((entry) => entryRow(page, entry, names)),
        { captionShown: true, className: 'chronology' },
      )
}
${sharingSection(page, entries)}
${ledgersSection(page, chronology.ledgers)}
</div>`
  return layout(page, {
    title: t(lang, 'chronology.title', { matter: title?.[lang] ?? matter }),
    body,
    dated: true,
    legend: true,
  })
}

function chronologyFacts(page: PageContext, chronology: Chronology): Html {
  const { lang, api } = page
  const { matter, title, respondent, files, entries } = chronology
  const [before = '', after = ''] = t(lang, 'chronology.made.by', {
    office: api.office.name[lang],
  }).split('{instant}')
  return facts([
    [t(lang, 'board.matter'), matterLink(page, matter, title === null ? {} : { [matter]: title })],
    respondent === null ? undefined : [t(lang, 'board.respondent'), respondent.name],
    filesFact(page, files),
    [t(lang, 'asOf'), dateText(lang, chronology.asOf)],
    [
      t(lang, 'chronology.facts'),
      t(lang, entries.length === 1 ? 'chronology.count.one' : 'chronology.count', {
        n: entries.length,
      }),
    ],
    [t(lang, 'chronology.made'), html`${before}${localTime(page, api.legalNow())}${after}`],
  ])
}

/** How far each ledger had been read when this was made. */
function ledgersSection(page: PageContext, ledgers: Chronology['ledgers']): Html {
  const { lang } = page
  const title = t(lang, 'followers.title')
  return section(
    'ledgers',
    title,
    listTable(
      t(lang, 'followers.caption'),
      [
        t(lang, 'col.office'),
        { label: t(lang, 'followers.seq'), number: true },
        t(lang, 'followers.state'),
        { label: t(lang, 'followers.aside'), number: true },
      ],
      ledgers.map((ledger) => [
        officeShort(page, ledger.office),
        String(ledger.seq),
        followerBadge(page, ledger),
        String(ledger.quarantined),
      ]),
    ),
  )
}

function entryRow(page: PageContext, entry: Entry, names: Names): [Html, ...Html[]] {
  const { lang } = page
  const deadlines = deadlinesOf(entry.event)
  const number = entry.about === 'order' ? partsOf(entry.order).number : undefined
  return [
    entryDate(page, entry),
    html`${officeShort(page, entry.office)}${number === undefined ? '' : html`<br><span class="muted">${number}</span>`}`,
    html`${entryText(page, entry, names)}
${deadlines.length === 0 ? '' : html`<ul class="sets" aria-label="${t(lang, 'chronology.set')}">${deadlines.map((deadline) => html`<li>${setsText(page, deadline)}</li>`)}</ul>`}`,
    html`${mark(lang, entry.confidence)}${entry.source === null ? '' : html` ${quoted(entry.source)}`}<br><span class="muted">${whoOf(page, entry)}</span>`,
    html`${localTime(page, entry.recordedAt)}<br><span class="muted"><code>${entry.verifiedKey}</code><br>${t(lang, 'history.entry', { sequence: entry.sequence, version: entry.version })}</span>`,
  ]
}

function setsText(
  page: PageContext,
  { id, terms, date, confidence, lenientDate, rules }: Deadline,
): Html {
  const { lang } = page
  // A section means nothing without its law: the interpretation acts stand beside the statute.
  const sections = [...Map.groupBy(rules, (rule) => rule.statute)]
    .map(
      ([statute, found]) =>
        `${statuteName(page, statute)}, ${found.map((rule) => t(lang, 'why.section', { section: rule.section })).join(', ')}`,
    )
    .join('; ')
  return html`${label(lang, 'deadline', id)}${terms.length === 0 ? '' : ` ${terms.join(', ')}`}${colon(lang)} ${markedDate(lang, date, confidence)}${lenientDate === undefined ? '' : html` <span class="muted">(${t(lang, 'term.lenient', { date: plainDate(lang, lenientDate) })})</span>`} <span class="muted">${sections}</span>`
}
