// Deadlines as an iCalendar feed (RFC 5545): all-day events on the legal date, with reminders. It is a copy for reading; the order's page is authoritative.

import { createHash } from 'node:crypto'
import ical, {
  ICalAlarmType,
  type ICalCalendar,
  ICalCalendarMethod,
  ICalEventBusyStatus,
  ICalEventTransparency,
} from 'ical-generator'
import type { Due } from '../../../shared/board/due.ts'
import type { JointSummary } from '../../../shared/contract/joint.schema.ts'
import { addDays, type Instant, type LocalDate } from '../../../shared/kernel/date.ts'
import { numberIn } from '../../../shared/kernel/ids.ts'
import {
  calendarPastDays,
  calendarRefreshSeconds,
  maxCalendarDeadlines,
} from '../../../shared/kernel/limits.ts'
import { problemError } from '../../../shared/kernel/problems.ts'
import type { Lang } from '../../../shared/kernel/text.ts'
import type { OfficeApi } from '../../../shared/contract/office-api.ts'
import { t, label } from './words.ts'
import { plainTime, zoneName } from '../kit/parts.ts'
import { colon } from '../kit/words.ts'

export interface FeedContext {
  readonly api: OfficeApi
  readonly lang: Lang
  /** Where the pages are, without a slash at the end. */
  readonly origin: string
  readonly name: string
}

/** The feed's text, lines ended by CRLF. The same facts give the same text. Throws ProblemError `too-large` rather than leave a deadline out. */
export function feedText(
  page: FeedContext,
  due: readonly Due[],
  joint: readonly JointSummary[] = [],
): string {
  const { lang, api, name } = page
  const first = addDays(api.legalToday(), -calendarPastDays)
  const shown = due.filter(({ deadline }) => deadline.date >= first)
  if (shown.length > maxCalendarDeadlines)
    throw problemError(
      'too-large',
      {
        en: `This feed would have ${shown.length} deadlines, and one of more than ${maxCalendarDeadlines} is of no use: take the feeds of single matters or orders`,
        fr: `Ce flux compterait ${shown.length} échéances, et au-delà de ${maxCalendarDeadlines} il ne sert plus à rien : prenez les flux d'un dossier ou d'une ordonnance`,
      },
      String(shown.length),
    )
  const calendar = ical({
    name: labelOf(name),
    prodId: { company: 'Concert', product: 'Concert', language: lang.toUpperCase() },
    method: ICalCalendarMethod.PUBLISH,
    ttl: calendarRefreshSeconds,
  })
  for (const each of shown) {
    const summary = plain(summaryOf(page, each))
    const stamp = new Date(each.recordedAt)
    const event = calendar.createEvent({
      id: uidOf(each),
      sequence: each.version,
      stamp,
      lastModified: stamp,
      allDay: true,
      start: each.deadline.date,
      summary,
      description: plain(descriptionOf(page, each)),
      url: pageOf(page, each),
      // Due on a day, not busy all day.
      transparency: ICalEventTransparency.TRANSPARENT,
      busystatus: ICalEventBusyStatus.FREE,
    })
    for (const secondsBefore of remindersSecondsBefore)
      event.createAlarm({
        type: ICalAlarmType.display,
        trigger: secondsBefore,
        description: summary,
      })
  }
  for (const moment of jointMoments(page, joint, first)) addMoment(page, calendar, moment)
  return `${calendar.toString().trimEnd()}\r\n`
}

interface Moment {
  readonly of: JointSummary
  readonly what: 'reply' | 'moment'
  readonly start: string
  /** The end of the window; a moment to reply has none. */
  readonly end: string | undefined
}

/** Of what is not ended: until when an answer counts, and when all act. */
function jointMoments(
  { api }: FeedContext,
  joint: readonly JointSummary[],
  first: LocalDate,
): Moment[] {
  return joint
    .filter(({ status }) => status === 'open' || status === 'going' || status === 'held')
    .flatMap((of): Moment[] => {
      const { status, replyBy, moment, until } = of
      return [
        ...(status === 'open'
          ? [{ of, what: 'reply' as const, start: replyBy, end: undefined }]
          : []),
        ...(moment === null
          ? []
          : [{ of, what: 'moment' as const, start: moment, end: until ?? undefined }]),
      ]
    })
    .filter(
      ({ of, start }) => start >= first && (of.step !== null || of.proposer === api.office.id),
    )
}

function addMoment(
  page: FeedContext,
  calendar: ICalCalendar,
  { of, what, start, end }: Moment,
): void {
  const { lang, origin } = page
  const { joint, proposer, version, status, proposedOn } = of
  const colon = lang === 'fr' ? '\u00a0:' : ':'
  const word =
    what === 'reply' ? 'ics.reply' : status === 'going' ? 'ics.moment' : 'ics.moment.proposed'
  const summary = `${t(lang, 'ics.joint', { joint })}${colon} ${t(lang, word)}`
  const url = `${origin}/joint/${encodeURIComponent(proposer)}/${encodeURIComponent(numberIn(joint))}`
  const stamp = new Date(`${proposedOn}T00:00:00.000Z`)
  const event = calendar.createEvent({
    id: `${createHash('sha256').update(`joint/${joint}/${what}`).digest('hex').slice(0, 32)}@concert.${proposer}`,
    sequence: version,
    stamp,
    lastModified: stamp,
    start: new Date(start),
    end: new Date(end ?? start),
    summary,
    description: [t(lang, 'ics.real'), url].join('\n'),
    url,
    transparency: ICalEventTransparency.TRANSPARENT,
    busystatus: ICalEventBusyStatus.FREE,
  })
  for (const hours of momentHoursBefore)
    event.createAlarm({ type: ICalAlarmType.display, trigger: hours * 3_600, description: summary })
}

/** A day and an hour before. */
const momentHoursBefore = [24, 1]

/** 14, 7 and 1 day before, at 9 in the morning where the calendar is: an all-day event begins at midnight. */
const remindersSecondsBefore = [14, 7, 1].map((days) => days * 86_400 - 9 * 3_600)

/** The same deadline has the same id for ever, whoever's feed it is in; a hash, because its parts may come from another office. */
function uidOf({ ref, key }: Due): string {
  return `${createHash('sha256').update(`${ref.kind}/${ref.office}/${ref.id}/${key}`).digest('hex').slice(0, 32)}@concert.${ref.office}`
}

function summaryOf({ api, lang }: FeedContext, { ref, deadline, terms, respondent }: Due): string {
  const office =
    api.directory.offices.find(({ id }) => id === ref.office)?.short[lang] ?? ref.office
  const what = `${label(lang, 'deadline', deadline.id)}${terms.length === 0 ? '' : ` (${terms.join(', ')})`}`
  return `${t(lang, 'ics.summary', { office, number: ref.id, what })} · ${respondent} [${deadline.confidence}]`
}

function descriptionOf(page: FeedContext, due: Due): string {
  const { api, lang } = page
  const { deadline, ref, terms } = due
  const mark = colon(lang)
  const number =
    ref.kind === 'order'
      ? t(lang, 'order.title', { number: ref.id })
      : `${t(lang, 'board.matter')} ${ref.id}`
  const rules = deadline.rules.map(
    (rule) =>
      `- ${statuteOf(api, lang, rule.statute, deadline.derivation.from)}, ${t(lang, 'why.section', { section: rule.section })} [${rule.confidence}]`,
  )
  return [
    `${number} · ${api.directory.offices.find(({ id }) => id === ref.office)?.name[lang] ?? ref.office}`,
    `${label(lang, 'deadline', deadline.id)}${mark} ${deadline.date} [${deadline.confidence}${mark} ${t(lang, `sure.${deadline.confidence}`)}]`,
    ...(deadline.lenientDate === undefined
      ? []
      : [t(lang, 'term.lenient', { date: deadline.lenientDate })]),
    ...(ref.kind === 'matter'
      ? []
      : [
          `${t(lang, 'col.terms')}${mark} ${terms.length === 0 ? t(lang, 'all.terms') : terms.join(', ')}`,
        ]),
    '',
    `${t(lang, 'why.rules')}${mark}`,
    ...rules,
    '',
    t(lang, 'why.ends', {
      instant: plainTime(lang, deadline.endsAt as Instant, deadline.zone),
      zone: zoneName(lang, deadline.zone),
      version: deadline.zoneData,
    }),
    pageOf(page, due),
    t(lang, 'advice'),
  ].join('\n')
}

/** The title of a statute whose pack is here; other laws are cited by their own name. */
function statuteOf(
  api: OfficeApi,
  lang: Lang,
  statute: string,
  on: Due['deadline']['date'],
): string {
  const pack = api.packOf(statute, on)
  return pack === undefined ? statute : `${pack.title[lang]}, ${pack.citation}`
}

function pageOf({ origin }: FeedContext, { ref, matter }: Due): string {
  return ref.kind === 'order'
    ? `${origin}/orders/${encodeURIComponent(ref.office)}/${encodeURIComponent(ref.id)}`
    : `${origin}/matters/${encodeURIComponent(matter)}`
}

/** A calendar's name, for which the library escapes nothing and some programs show the escapes: so nothing in it needs any. */
function labelOf(name: string): string {
  return plain(name).replaceAll(/\s*[,;\\\n]+\s*/g, ' – ')
}

/** Without control characters, which the format forbids; tabs and line ends stay. */
function plain(text: string): string {
  return text.replaceAll(/[\p{Cc}]/gu, (character) =>
    character === '\n' || character === '\t' ? character : '',
  )
}
