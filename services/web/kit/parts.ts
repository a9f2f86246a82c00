// The small pieces that every page is made of: dates with their marks, clocks, badges. All of them escape what they show.

import { partsOf } from '../../../shared/kernel/ids.ts'
import { html } from 'hono/html'
import type { FollowerView, TermView } from '../../../shared/board/board.schema.ts'
import { wallClock } from '../../../shared/calendar/zone.ts'
import {
  daysBetween,
  parseDate,
  type Instant,
  type LocalDate,
} from '../../../shared/kernel/date.ts'
import type { RuleRef } from '../../../shared/kernel/problems.ts'
import type { Confidence, Lang } from '../../../shared/kernel/text.ts'
import { publicAddress } from '../../../shared/policy/address.ts'
import type { StayOfTerms } from '../../../shared/order/order.schema.ts'
import type { Deadline } from '../../../shared/policy/deadline.schema.ts'
import type { Pack } from '../../../shared/policy/pack.schema.ts'
import { dateText as plainDate } from '../../../shared/contract/event-text.ts'
import type { PageContext } from './context.ts'
import type { Content, Html } from './html.ts'
import { reference } from './references.ts'
import { colon, days, t, label } from './words.ts'

/** `Tue, Jan. 25, 2022`, machine-readable too. */
export function dateText(lang: Lang, date: LocalDate): Html {
  return html`<time datetime="${date}">${plainDate(lang, date)}</time>`
}

export { plainDate }

/** `in 12 days`, counted from the date that is shown. */
export function relative(page: PageContext, date: LocalDate): string {
  const n = daysBetween(page.asOf, date)
  if (n === 0) return t(page.lang, 'when.today')
  if (n === 1) return t(page.lang, 'when.tomorrow')
  if (n === -1) return t(page.lang, 'when.yesterday')
  return t(page.lang, n > 0 ? 'when.in' : 'when.ago', { days: days(page.lang, Math.abs(n)) })
}

/** A date with the mark beside it, never apart. */
export function markedDate(lang: Lang, date: LocalDate, confidence: Confidence): Html {
  return html`<span class="dated">${dateText(lang, date)} ${mark(lang, confidence)}</span>`
}

/** The date of a deadline, and below it the later one where two rules could apply. */
export function deadlineDates(
  lang: Lang,
  { date, confidence, lenientDate }: Pick<Deadline, 'date' | 'confidence' | 'lenientDate'>,
): Html {
  return html`${markedDate(lang, date, confidence)}${lenientDate === undefined ? '' : html`<br><span class="muted">${t(lang, 'term.lenient', { date: plainDate(lang, lenientDate) })}</span>`}`
}

/** The first day of a stay by either reading, where the law is silent. */
export function eitherFirstDay(
  lang: Lang,
  days: { date: LocalDate; lenientDate: LocalDate },
): string {
  return t(lang, 'stay.since.either', {
    date: plainDate(lang, days.date),
    later: plainDate(lang, days.lenientDate),
  })
}

/** `stays T1, T2 until a court orders otherwise`, with both first days where two readings exist. */
export function stayText(lang: Lang, { terms, until, begins }: StayOfTerms): string {
  const stays = t(lang, 'challenge.stays', {
    terms: terms.join(', '),
    until: label(lang, 'until', until),
  })
  if (begins?.lenientDate === undefined) return stays
  return `${stays}, ${eitherFirstDay(lang, { date: begins.date, lenientDate: begins.lenientDate })}`
}

/** The mark that says how far a date or rule can be trusted: said to who listens, explained by `legend` to who looks. */
export function mark(lang: Lang, confidence: Confidence | null): Html {
  if (confidence === null) return html`<span class="muted">${t(lang, 'sure.none')}</span>`
  return html`<span class="sure sure-${confidence}">${confidence}<span class="hidden"> (${t(lang, `sure.${confidence}`)})</span></span>`
}

/** What the marks mean, above what they stand in: whoever has no mouse reads it too. */
export function legend(lang: Lang): Html {
  return html`<p class="legend"><span class="legend-title">${t(lang, 'sure.title')}${colon(lang)}</span> ${(['V', 'S', 'D', 'M'] as const).map((confidence) => html`<span><span class="sure sure-${confidence}">${confidence}</span> ${t(lang, `sure.${confidence}`)}</span> `)}</p>`
}

/** Colour, shape and word: none of them alone. */
export function clockBadge(lang: Lang, term: TermView): Html {
  return html`<span class="badge clock-${term.clock}"><span class="shape" aria-hidden="true">${shapes[term.clock]}</span>${label(lang, 'clock', term.clock)}</span>${
    term.uncertain
      ? html` <span class="badge uncertain"><span class="shape" aria-hidden="true">?</span>${t(lang, 'term.uncertain')}</span> <span class="muted">${t(lang, term.serviceDisputed === undefined ? 'term.uncertain.why' : 'term.copy.why')}</span>`
      : ''
  }`
}

export function positionBadge(lang: Lang, term: TermView): Html {
  return html`<span class="position position-${term.position}"><span class="shape" aria-hidden="true">${positionShapes[term.position]}</span>${label(lang, 'position', term.position)}</span>`
}

/** `T1, T2`, or that it is about the whole order. */
export function termList(lang: Lang, terms: readonly string[]): string {
  return terms.length === 0 ? t(lang, 'all.terms') : terms.join(', ')
}

export function statusBadge(lang: Lang, status: string): Html {
  return html`<span class="badge status status-${status}">${label(lang, 'status', status)}</span>`
}

/** `maintenance`: what its office announced. Whoever cannot be read meanwhile is away as it said. */
export function followerBadge(
  page: PageContext,
  { state, maintenance }: Pick<FollowerView, 'state' | 'maintenance'>,
): Html {
  const { lang } = page
  if (maintenance !== undefined && (state === 'silent' || state === 'unreachable'))
    return html`<span class="badge"><span class="shape" aria-hidden="true">◌</span>${t(lang, 'follower.maintenance')} ${localTime(page, maintenance.until)}</span>`
  return html`<span class="badge follower-${state}"><span class="shape" aria-hidden="true">${followerShapes[state]}</span>${label(lang, 'follower', state)}</span>`
}

/** Due, not before, enforceable from: whichever the term has, each with its mark. */
export function termDates(page: PageContext, term: TermView): Html {
  const { lang } = page
  const lenient = term.due?.lenientDate
  return html`<dl class="dates">
${term.due === null ? '' : html`<div><dt>${t(lang, 'term.due')}</dt><dd>${markedDate(lang, term.due.date, term.due.confidence)}${term.clock === 'running' || term.clock === 'lapsed' ? html` <span class="muted">${relative(page, term.due.date)}</span>` : ''}${lenient === undefined ? '' : html`<br><span class="muted">${t(lang, 'term.lenient', { date: plainDate(lang, lenient) })}</span>`}</dd></div>`}
${term.notBefore === null ? '' : html`<div><dt>${t(lang, 'term.notBefore')}</dt><dd>${dateWith(lang, term.notBefore, term.notBeforeConfidence)}</dd></div>`}
${term.enforceableFrom === null ? '' : html`<div><dt>${t(lang, 'term.enforceable')}</dt><dd>${dateWith(lang, term.enforceableFrom, term.enforceableFromConfidence)}</dd></div>`}
</dl>`
}

/** Where a term stands: its clock, since when it may be stayed, and its dates. */
export function termStands(page: PageContext, term: TermView): Html {
  const { lang } = page
  const since =
    term.stayedSince === undefined
      ? ''
      : html`<br><span class="muted">${eitherFirstDay(lang, term.stayedSince)}</span>`
  return html`${clockBadge(lang, term)}${since} ${termDates(page, term)}`
}

function dateWith(lang: Lang, date: LocalDate, confidence: Confidence | null): Html {
  return confidence === null ? dateText(lang, date) : markedDate(lang, date, confidence)
}

/** By its number: whose it is stands beside it. */
export function orderLink(order: string, label = partsOf(order).number): Html {
  return html`<a href="${orderPath(order)}">${label}</a>`
}

/** Where an order has its page. */
export function orderPath(order: string): string {
  const { office, number } = partsOf(order)
  return `/orders/${encodeURIComponent(office)}/${encodeURIComponent(number)}`
}

/** A feed in the language of the page, for a calendar program to subscribe to; `path` without `.ics`. */
export function calendarLink({ lang }: PageContext, path: string, label: string): Html {
  return html`<a href="/calendar/${path}.ics?lang=${lang}" type="text/calendar">${label}</a>`
}

/** One file with everything that proves what was recorded; `path` of the page that it is about. */
export function evidenceLink({ lang }: PageContext, path: string): Html {
  return html`<a href="/${path}/evidence">${t(lang, 'evidence.link')}</a>`
}

export function officeShort(page: PageContext, id: string): string {
  return page.api.directory.offices.find((office) => office.id === id)?.short[page.lang] ?? id
}

/** The Act's own name, where this office has its text; else as the rule names it. */
export function statuteName({ api, asOf, lang }: PageContext, statute: string): string {
  return api.packOf(statute, asOf)?.title[lang] ?? reference(lang, statute)
}

/** Linked to the public text where it is known which version of the Act the rule is of: `pack`. */
export function ruleText(page: PageContext, rule: RuleRef, pack?: Pack): Html {
  const { lang } = page
  const words = html`${statuteName(page, rule.statute)}, ${sectionName(lang, rule.section)}`
  const shown =
    pack?.statute === rule.statute ? inPublicText(lang, rule.section, pack, words) : words
  return html`<span class="rule">${shown} ${mark(lang, rule.confidence)}</span>`
}

/** Several rules: each law named once, with its sections. */
export function rulesText(page: PageContext, rules: readonly RuleRef[], pack?: Pack): Html {
  const { lang } = page
  const byLaw = [...Map.groupBy(rules, ({ statute }) => statute)]
  return html`${byLaw.map(
    ([statute, found], at) =>
      html`${at === 0 ? '' : '; '}${statuteName(page, statute)}${found.map((rule) => html`, <span class="rule">${sectionText(lang, rule.section, pack?.statute === statute ? pack : undefined)} ${mark(lang, rule.confidence)}</span>`)}`,
  )}`
}

function sectionName(lang: Lang, section: string): string {
  return section === 'whole Act' ? t(lang, 'why.wholeAct') : t(lang, 'why.section', { section })
}

/** A section by its number alone, of the Act that is named beside it. */
export function sectionText(lang: Lang, section: string, pack: Pack | undefined): Html {
  const words = sectionName(lang, section)
  return pack === undefined ? html`${words}` : inPublicText(lang, section, pack, words)
}

function inPublicText(lang: Lang, section: string, pack: Pack, words: Content): Html {
  const address = publicAddress(pack, section, lang)
  return address === undefined
    ? html`${words}`
    : html`<a href="${address}" rel="external">${words}</a>`
}

/** `Tue, Dec. 14, 2021, 10:03` by the clock of this office; other text is shown as it is. */
export function localTime({ api, lang }: PageContext, instant: string): Html {
  return timeIn(lang, instant, api.office.zone)
}

/** The same by the clock of another zone. */
export function timeIn(lang: Lang, instant: string, zone: string): Html {
  if (parseDate(instant.slice(0, 10)) === undefined) return html`${instant}`
  return html`<time datetime="${instant}">${plainTime(lang, instant as Instant, zone)}</time>`
}

/** As text alone, for sentences and lists that are made of text. */
export function plainTime(lang: Lang, instant: Instant, zone: string): string {
  const [date = '', time = ''] = wallClock(instant, zone).local.split(' ')
  const shown = lang === 'fr' ? time.replace(':', '\u00a0h\u00a0') : time
  return `${plainDate(lang, date as LocalDate)}, ${shown}`
}

/** `Pacific Time`: what people call the zone of an office. */
export function zoneName(lang: Lang, zone: string): string {
  return (
    new Intl.DateTimeFormat(`${lang}-CA`, { timeZone: zone, timeZoneName: 'longGeneric' })
      .formatToParts()
      .find(({ type }) => type === 'timeZoneName')?.value ?? zone
  )
}

/** How long until an instant, by a clock that may be a fast one. The script goes on counting; without it the time is that of the page. */
export function countdown(
  lang: Lang,
  words: (left: string) => string,
  { now, until, rate }: { readonly now: Instant; readonly until: Instant; readonly rate: number },
): Html {
  const shown = words(leftText(lang, Date.parse(until) - Date.parse(now)))
  return html`<span data-now="${now}" data-until="${until}" data-rate="${rate}" data-words="${words('{left}')}">${shown}</span>`
}

/** The two largest units: `2 h 5 min`. As static/live.js says it. */
function leftText(lang: Lang, ms: number): string {
  return largestUnits(lang, Math.max(0, Math.ceil(ms / 1000))).join(' ')
}

/** `1 h`: how long something lasts, which does not count down. */
export function durationText(lang: Lang, seconds: number): string {
  const [first = '', second = ''] = largestUnits(lang, seconds)
  return second === '' || second.startsWith('0') ? first : `${first} ${second}`
}

function largestUnits(lang: Lang, seconds: number): string[] {
  const parts: readonly (readonly [unit: string, n: number])[] = [
    [lang === 'fr' ? 'j' : 'd', Math.floor(seconds / 86_400)],
    ['h', Math.floor(seconds / 3600) % 24],
    ['min', Math.floor(seconds / 60) % 60],
    ['s', seconds % 60],
  ]
  const first = parts.findIndex(([, n]) => n > 0)
  return (first === -1 ? parts.slice(-1) : parts.slice(first, first + 2)).map(
    ([unit, n]) => `${n}\u00a0${unit}`,
  )
}

/**
 * What somebody wrote, in a language that nothing says: a part that has words of English only is marked as English,
 * so that a screen reader does not read it as French.
 */
export function quoted(text: string): Html {
  return html`${text.split(' · ').map((part, at) => html`${at === 0 ? '' : ' · '}${isEnglish(part) ? html`<span lang="en">${part}</span>` : part}`)}`
}

function isEnglish(text: string): boolean {
  return (
    /\b(the|and|of|with|not|by|from|this|that|which|has|have|was|were|are|is|been|on|in|to|order|date|dated|same|statement|announced|announcement|published|findings|file|its|failed)\b|^[A-Z]+ decision\b/i.test(
      text,
    ) && !/\b(le|la|les|du|des|une|et|est|sont|pour|dans|au|aux|par)\b/i.test(text)
  )
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
const followerShapes = {
  current: '●',
  behind: '◐',
  silent: '○',
  unreachable: '✕',
  stopped: '■',
} as const
