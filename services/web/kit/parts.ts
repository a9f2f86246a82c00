// The small pieces that every page is made of: dates with their marks, clocks, badges. All of them escape what they show.

import { html } from 'hono/html'
import type { FollowerView, TermView } from '../../../shared/board/board.schema.ts'
import { daysBetween, parseDate, type LocalDate } from '../../../shared/kernel/date.ts'
import type { RuleRef } from '../../../shared/kernel/problems.ts'
import type { Confidence, Lang } from '../../../shared/kernel/text.ts'
import type { BoardQuery, OfficeApi } from '../../../shared/contract/office-api.ts'
import { days, say, sayOf } from './words.ts'

export type Html = ReturnType<typeof html>

/** What a page needs besides its data. */
export interface Look {
  readonly api: OfficeApi
  readonly lang: Lang
  readonly today: LocalDate
  /** The legal date that is looked at; `today` unless the reader chose another. */
  readonly asOf: LocalDate
  /** Only what was recorded by the end of this date is looked at; all where it is absent. */
  readonly knownOn?: LocalDate | undefined
  readonly path: string
}

/** The two dates as the office is asked for them. */
export function datesOf({ asOf, knownOn }: Look): BoardQuery {
  return { asOf, ...(knownOn === undefined ? {} : { knownOn }) }
}

/** `Tue, Jan. 25, 2022`, machine-readable too. */
export function dateText(lang: Lang, date: LocalDate): Html {
  return html`<time datetime="${date}">${plainDate(lang, date)}</time>`
}

export function plainDate(lang: Lang, date: LocalDate): string {
  const text = formats[lang].format(Date.parse(`${date}T00:00:00Z`))
  // French writes the first of a month as an ordinal, which the runtime does not.
  return lang === 'fr' ? text.replace(/(^|\s)1(?=\s\p{L})/u, '$11er') : text
}

/** `in 12 days`, counted from the date that is looked at. */
export function relative(look: Look, date: LocalDate): string {
  const n = daysBetween(look.asOf, date)
  if (n === 0) return say(look.lang, 'when.today')
  if (n === 1) return say(look.lang, 'when.tomorrow')
  if (n === -1) return say(look.lang, 'when.yesterday')
  return say(look.lang, n > 0 ? 'when.in' : 'when.ago', { days: days(look.lang, Math.abs(n)) })
}

/** A date with the mark beside it, never apart. */
export function markedDate(lang: Lang, date: LocalDate, confidence: Confidence): Html {
  return html`<span class="dated">${dateText(lang, date)} ${mark(lang, confidence)}</span>`
}

/** The mark that says how far a date or rule can be trusted; explained by `legend`. */
export function mark(lang: Lang, confidence: Confidence | null): Html {
  if (confidence === null) return html`<span class="muted">${say(lang, 'sure.none')}</span>`
  return html`<abbr class="sure sure-${confidence}" title="${say(lang, `sure.${confidence}`)}"
    >${confidence}</abbr
  >`
}

export function legend(lang: Lang): Html {
  return html`<section class="legend" aria-labelledby="sure-title">
    <h2 id="sure-title">${say(lang, 'sure.title')}</h2>
    <dl>
      ${(['V', 'S', 'D', 'M'] as const).map(
        (confidence) =>
          html`<div>
            <dt>${mark(lang, confidence)}</dt>
            <dd>${say(lang, `sure.${confidence}`)}</dd>
          </div>`,
      )}
    </dl>
    <p class="advice">${say(lang, 'advice')}</p>
  </section>`
}

/** Colour, shape and word: none of them alone. */
export function clockBadge(lang: Lang, term: TermView): Html {
  return html`<span class="badge clock-${term.clock}"
      ><span class="shape" aria-hidden="true">${shapes[term.clock]}</span
      >${sayOf(lang, 'clock', term.clock)}</span
    >${
      term.uncertain
        ? html` <abbr class="badge uncertain" title="${say(lang, 'term.uncertain.why')}"
            ><span class="shape" aria-hidden="true">?</span>${say(lang, 'term.uncertain')}</abbr
          >`
        : ''
    }`
}

export function positionBadge(lang: Lang, term: TermView): Html {
  return html`<span class="position position-${term.position}"
    ><span class="shape" aria-hidden="true">${positionShapes[term.position]}</span
    >${sayOf(lang, 'position', term.position)}</span
  >`
}

export function statusBadge(lang: Lang, status: string): Html {
  return html`<span class="badge status status-${status}">${sayOf(lang, 'status', status)}</span>`
}

export function followerBadge(lang: Lang, state: FollowerView['state']): Html {
  return html`<span class="badge follower-${state}"
    ><span class="shape" aria-hidden="true">${followerShapes[state]}</span
    >${sayOf(lang, 'follower', state)}</span
  >`
}

/** Due, not before, enforceable from: whichever the term has, each with its mark. */
export function termDates(look: Look, term: TermView): Html {
  const { lang } = look
  const lenient = term.due?.lenientDate
  return html`<dl class="dates">
    ${
      term.due === null
        ? ''
        : html`<div>
            <dt>${say(lang, 'term.due')}</dt>
            <dd>
              ${markedDate(lang, term.due.date, term.due.confidence)}${term.clock === 'running' || term.clock === 'lapsed' ? html` <span class="muted">${relative(look, term.due.date)}</span>` : ''}${lenient === undefined ? '' : html`<br /><span class="muted">${say(lang, 'term.lenient', { date: plainDate(lang, lenient) })}</span>`}
            </dd>
          </div>`
    }
    ${
      term.notBefore === null
        ? ''
        : html`<div>
            <dt>${say(lang, 'term.notBefore')}</dt>
            <dd>${dateWith(lang, term.notBefore, term.notBeforeConfidence)}</dd>
          </div>`
    }
    ${
      term.enforceableFrom === null
        ? ''
        : html`<div>
            <dt>${say(lang, 'term.enforceable')}</dt>
            <dd>${dateWith(lang, term.enforceableFrom, term.enforceableFromConfidence)}</dd>
          </div>`
    }
  </dl>`
}

function dateWith(lang: Lang, date: LocalDate, confidence: Confidence | null): Html {
  return confidence === null ? dateText(lang, date) : markedDate(lang, date, confidence)
}

export function orderLink(order: string, label = order): Html {
  const [office = '', number = ''] = order.split(':')
  return html`<a href="/orders/${encodeURIComponent(office)}/${encodeURIComponent(number)}"
    >${label}</a
  >`
}

/** A feed in the language of the page, for a calendar program to subscribe to; `path` without `.ics`. */
export function calendarLink({ lang }: Look, path: string, label: string): Html {
  return html`<a href="/calendar/${path}.ics?lang=${lang}" type="text/calendar">${label}</a>`
}

export function officeShort(look: Look, id: string): string {
  return look.api.directory.offices.find((office) => office.id === id)?.short[look.lang] ?? id
}

export function ruleText(look: Look, rule: RuleRef): Html {
  return html`<span class="rule"
    >${rule.statute} ${say(look.lang, 'why.section', { section: rule.section })}
    ${mark(look.lang, rule.confidence)}</span
  >`
}

/** `2021-12-14 18:03 UTC` of an instant; other text is shown as it is. */
export function instantText(instant: string): Html {
  if (parseDate(instant.slice(0, 10)) === undefined) return html`${instant}`
  return html`<time datetime="${instant}"
    >${instant.slice(0, 10)} ${instant.slice(11, 16)} UTC</time
  >`
}

/** A table that scrolls inside its own box on a narrow screen, and can be reached by keyboard to do so. */
export function scrolling(label: string, table: Html): Html {
  return html`<div class="scroll" role="region" tabindex="0" aria-label="${label}">${table}</div>`
}

const shapes = {
  'not-started': '○',
  running: '◔',
  'in-force': '◉',
  stayed: '‖',
  lapsed: '▲',
  ended: '■',
} as const
const positionShapes = { unknown: '·', refused: '✕', partial: '◐', complied: '✓' } as const
const followerShapes = { current: '●', behind: '◐', silent: '○', unreachable: '✕' } as const
const format = (locale: string) =>
  new Intl.DateTimeFormat(locale, {
    timeZone: 'UTC',
    weekday: 'short',
    year: 'numeric',
    month: 'short',
    day: 'numeric',
  })
const formats: Record<Lang, Intl.DateTimeFormat> = { en: format('en-CA'), fr: format('fr-CA') }
