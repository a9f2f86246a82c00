// The chronology of a matter, made to be printed: every fact of every office by legal date, how it is known, and the deadlines that it set.

import { html } from 'hono/html'
import type { Deadline } from '../../../shared/policy/deadline.schema.ts'
import type { Chronology } from '../../../shared/contract/views.schema.ts'
import { say, sayOf } from '../kit/words.ts'
import { deadlinesOf, detailOf } from '../kit/event-text.ts'
import { layout } from '../kit/layout.ts'
import {
  dateText,
  followerBadge,
  instantText,
  mark,
  markedDate,
  officeShort,
  plainDate,
  scrolling,
  type Html,
  type Look,
} from '../kit/parts.ts'

type Entry = Chronology['entries'][number]

export function chronologyPage(look: Look, chronology: Chronology): Html {
  const { lang, api } = look
  const { matter, title, respondent, files, entries, ledgers } = chronology
  const caption = say(lang, 'chronology.caption')
  const ledgersTitle = say(lang, 'followers.title')
  const [madeBefore = '', madeAfter = ''] = say(lang, 'chronology.made.by', {
    office: api.office.name[lang],
  }).split('{instant}')
  const body = html`<div class="chronology">
<dl class="facts">
<div><dt>${say(lang, 'board.matter')}</dt><dd><a href="/matters/${encodeURIComponent(matter)}">${matter}</a></dd></div>
${respondent === null ? '' : html`<div><dt>${say(lang, 'board.respondent')}</dt><dd>${respondent.name}</dd></div>`}
${files.length === 0 ? '' : html`<div><dt>${say(lang, 'matter.files')}</dt><dd><ul class="plain">${files.map(({ office, file }) => html`<li>${officeShort(look, office)}: ${file}</li>`)}</ul></dd></div>`}
<div><dt>${say(lang, 'asOf')}</dt><dd>${dateText(lang, chronology.asOf)}</dd></div>
<div><dt>${say(lang, 'chronology.facts')}</dt><dd>${say(lang, entries.length === 1 ? 'chronology.count.one' : 'chronology.count', { n: entries.length })}</dd></div>
<div><dt>${say(lang, 'chronology.made')}</dt><dd>${madeBefore}${instantText(api.legalNow())}${madeAfter}</dd></div>
</dl>
${
  entries.length === 0
    ? html`<p class="empty">${say(lang, 'chronology.none')}</p>`
    : scrolling(
        caption,
        html`<table class="chronology"><caption>${caption}</caption>
<thead><tr><th scope="col">${say(lang, 'col.date')}</th><th scope="col">${say(lang, 'col.office')}</th><th scope="col">${say(lang, 'col.what')}</th><th scope="col">${say(lang, 'chronology.source')}</th><th scope="col">${say(lang, 'chronology.recorded')}</th></tr></thead>
<tbody>${entries.map((entry) => row(look, entry))}</tbody></table>`,
      )
}
<section aria-labelledby="ledgers"><h2 id="ledgers">${ledgersTitle}</h2>
${scrolling(
  ledgersTitle,
  html`<table class="compact"><caption class="hidden">${say(lang, 'followers.caption')}</caption>
<thead><tr><th scope="col">${say(lang, 'col.office')}</th><th scope="col" class="number">${say(lang, 'followers.seq')}</th><th scope="col">${say(lang, 'followers.state')}</th><th scope="col" class="number">${say(lang, 'followers.aside')}</th></tr></thead>
<tbody>${ledgers.map((ledger) => html`<tr><th scope="row">${officeShort(look, ledger.office)}</th><td class="number">${ledger.seq}</td><td>${followerBadge(lang, ledger.state)}</td><td class="number">${ledger.quarantined}</td></tr>`)}</tbody></table>`,
)}</section>
</div>`
  return layout(look, {
    title: say(lang, 'chronology.title', { matter: title?.[lang] ?? matter }),
    body,
    dated: true,
    legend: true,
  })
}

function row(look: Look, entry: Entry): Html {
  const { lang } = look
  const deadlines = deadlinesOf(entry.event)
  const number = entry.about === 'order' ? entry.order.split(':')[1] : undefined
  return html`<tr><th scope="row">${dateText(lang, entry.on)}${entry.between === null ? '' : html`<br><span class="muted">${say(lang, 'when.between', { from: plainDate(lang, entry.between[0]), to: plainDate(lang, entry.between[1]) })}</span>`}</th>
<td>${officeShort(look, entry.office)}${number === undefined ? '' : html`<br><span class="muted">${number}</span>`}</td>
<td><strong>${sayOf(lang, 'event', entry.event.kind)}</strong><br>${detailOf(lang, entry.event, (id) => officeShort(look, id))}
${deadlines.length === 0 ? '' : html`<ul class="sets" aria-label="${say(lang, 'chronology.set')}">${deadlines.map((deadline) => html`<li>${setsText(look, deadline)}</li>`)}</ul>`}</td>
<td>${mark(lang, entry.confidence)}${entry.source === null ? '' : html` ${entry.source}`}${entry.by === null ? '' : html`<br><span class="muted">${entry.by}</span>`}</td>
<td>${instantText(entry.recordedAt)}<br><span class="muted">${entry.verifiedKey}<br>${say(lang, 'history.entry', { sequence: entry.sequence, version: entry.version })}</span></td></tr>`
}

function setsText(
  { lang }: Look,
  { id, terms, date, confidence, lenientDate, rules }: Deadline,
): Html {
  // A section means nothing without its law: the interpretation acts stand beside the statute.
  const sections = [...Map.groupBy(rules, (rule) => rule.statute)]
    .map(
      ([statute, found]) =>
        `${statute} ${found.map((rule) => say(lang, 'why.section', { section: rule.section })).join(', ')}`,
    )
    .join('; ')
  return html`${sayOf(lang, 'deadline', id)}${terms.length === 0 ? '' : ` ${terms.join(', ')}`}${lang === 'fr' ? ' ' : ''}: ${markedDate(lang, date, confidence)}${lenientDate === undefined ? '' : html` <span class="muted">(${say(lang, 'term.lenient', { date: plainDate(lang, lenientDate) })})</span>`} <span class="muted">${sections}</span>`
}
