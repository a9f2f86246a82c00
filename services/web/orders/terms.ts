// The terms of an order: where each stands, for whom, by which reading, and what it waits for.

import { html } from 'hono/html'
import type { PartyView, TermView } from '../../../shared/board/board.schema.ts'
import type { OrderDetail } from '../../../shared/contract/views.schema.ts'
import type { Lang } from '../../../shared/kernel/text.ts'
import type { PageContext } from '../kit/context.ts'
import type { Html } from '../kit/html.ts'
import {
  clockBadge,
  dateText,
  eitherFirstDay,
  plainDate,
  positionBadge,
  quoted,
  termDates,
} from '../kit/parts.ts'
import { section } from '../kit/section.ts'
import { listTable } from '../kit/table.ts'
import { colon } from '../kit/words.ts'
import { label, t } from './words.ts'

type NameOf = (party: string) => string

export function termsSection(page: PageContext, { view }: OrderDetail, nameOf: NameOf): Html {
  const { lang } = page
  const rows = view.terms.map(
    (term) =>
      [
        html`<span class="term-id">${term.id}</span> ${term.text[lang]}<br><span class="muted">${t(lang, `kind.${term.kind}`)}, ${t(lang, `effort.${term.effort}`)}</span>${lines(wordingLines(lang, term, nameOf))}`,
        html`${clockBadge(lang, term)}${lines(clockLines(lang, term, nameOf))}`,
        html`${termDates(page, term)}${lines(reportLines(lang, term))}`,
        html`${positionBadge(lang, term)}${lines(findingLines(lang, term))}`,
      ] as const,
  )
  return section(
    'terms',
    t(lang, 'order.terms'),
    listTable(
      t(lang, 'order.terms.caption'),
      (['board.theme', 'col.clock', 'col.date', 'col.position'] as const).map((word) =>
        t(lang, word),
      ),
      rows,
      { className: 'terms' },
    ),
  )
}

function lines(all: readonly (Html | string)[]): Html | '' {
  return all.length === 0
    ? ''
    : html`${all.map((line) => html`<br><span class="muted">${line}</span>`)}`
}

/** Why it ended, how long it is stayed and on what conditions, each respondent's own clock, and the reading without a disputed copy. */
function clockLines(lang: Lang, term: TermView, nameOf: NameOf): (Html | string)[] {
  const { ended, stayedSince, stayedUntil, stayConditions } = term
  const { parties = [], serviceDisputed: other, varied } = term
  return [
    ...(ended === undefined
      ? []
      : [t(lang, `ended.${ended.how}`, { date: plainDate(lang, ended.on) })]),
    ...(varied === undefined
      ? []
      : [
          t(
            lang,
            term.reworded?.decision === varied.citation ? 'term.varied.known' : 'term.varied',
            {
              date: plainDate(lang, varied.on),
              citation: varied.citation,
            },
          ),
        ]),
    ...(stayedSince === undefined ? [] : [eitherFirstDay(lang, stayedSince)]),
    ...(stayedUntil === undefined
      ? []
      : [t(lang, 'stay.ends', { date: plainDate(lang, stayedUntil) })]),
    ...(stayConditions === undefined ? [] : [quoted(stayConditions)]),
    ...parties.map((party) => partyLine(lang, party, nameOf)),
    ...(other === undefined
      ? []
      : [
          html`${t(lang, 'term.copy.other', { who: other.parties.map(nameOf).join(', '), clock: label(lang, 'clock', other.clock) })}${other.due === null ? '' : html`, ${t(lang, 'term.due')} ${dateText(lang, other.due.date)}`}`,
        ]),
  ]
}

/** One respondent's own: its clock, and what a court or the office did as against it alone. */
function partyLine(
  lang: Lang,
  { party, clock, due, ended, varied }: PartyView,
  nameOf: NameOf,
): Html {
  const own = [
    ...(ended === undefined
      ? []
      : [t(lang, `ended.${ended.how}`, { date: plainDate(lang, ended.on) })]),
    ...(varied === undefined
      ? []
      : [
          t(lang, 'term.varied.known', {
            date: plainDate(lang, varied.on),
            citation: varied.citation,
          }),
        ]),
  ]
  return html`${nameOf(party)}${colon(lang)} ${label(lang, 'clock', clock)}${due === null || ended !== undefined ? '' : html`, ${t(lang, 'term.due')} ${dateText(lang, due.date)}`}${own.map((each) => `, ${each}`)}`
}

/** What it said before, where it says something else now; and what it says to one respondent alone. */
function wordingLines(lang: Lang, term: TermView, nameOf: NameOf): (Html | string)[] {
  const { reworded, text, parties = [] } = term
  return [
    ...(reworded === undefined
      ? []
      : [
          t(lang, reworded.decision === undefined ? 'term.reworded.own' : 'term.reworded', {
            date: plainDate(lang, reworded.on),
            citation: reworded.decision ?? '',
          }),
          html`${t(lang, 'term.before')}${colon(lang)} ${quoted(reworded.before[lang])}`,
        ]),
    ...parties.flatMap(({ party, text: own }) =>
      own === undefined || own[lang] === text[lang]
        ? []
        : [
            html`${t(lang, 'term.says.to', { who: nameOf(party) })}${colon(lang)} ${quoted(own[lang])}`,
          ],
    ),
  ]
}

function reportLines(lang: Lang, { report }: TermView): Html[] {
  return report === undefined || report === null
    ? []
    : [html`${t(lang, 'term.report')} ${dateText(lang, report.date)}`]
}

/** What the office found, and a claim of steps that came before the first lawful day. */
function findingLines(lang: Lang, { finding, early }: TermView): string[] {
  return [
    ...(finding === null ? [] : [label(lang, 'finding', finding)]),
    ...(early === null
      ? []
      : [
          t(lang, 'term.early', {
            date: plainDate(lang, early.on),
            first: plainDate(lang, early.firstLawfulDay),
          }),
        ]),
  ]
}
