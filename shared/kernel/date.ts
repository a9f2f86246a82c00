// Dates that are dates: ISO text in, ISO text out, no clock and no zone. Instants are in `zone.ts`.

import type { Brand } from './ids.ts'

/** A legal date, `YYYY-MM-DD`, proleptic Gregorian, 0001 to 9999. Text order is date order. */
export type LocalDate = Brand<string, 'LocalDate'>
/** An instant, ISO 8601 in UTC with milliseconds, `2022-01-26T08:00:00.000Z`. Text order is time order. */
export type Instant = Brand<string, 'Instant'>
/** 0 Sunday … 6 Saturday. */
export type Weekday = 0 | 1 | 2 | 3 | 4 | 5 | 6

const form = /^(\d{4})-(\d{2})-(\d{2})$/
const dayMs = 86_400_000

/** The date, or undefined where the text is not a day that exists (`2021-02-29`, `2021-13-01`, `soon`). */
export function parseDate(text: string): LocalDate | undefined {
  const match = form.exec(text)
  if (match === null || match[1] === '0000') return undefined
  const ms = Date.parse(`${text}T00:00:00.000Z`)
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(text)
    ? (text as LocalDate)
    : undefined
}

/** Days since 1970-01-01, by arithmetic: reading the text as an instant was a tenth of what a deadline cost. */
export function epochDay(date: LocalDate): number {
  const month = digits(date, 5, 7)
  // A year that begins in March ends with the day that some years have.
  const year = digits(date, 0, 4) - (month <= 2 ? 1 : 0)
  const era = Math.floor(year / 400)
  const yearOfEra = year - era * 400
  const dayOfYear =
    Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + digits(date, 8, 10) - 1
  const dayOfEra =
    yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear
  return era * 146_097 + dayOfEra - 719_468
}

function digits(text: string, from: number, to: number): number {
  let value = 0
  for (let at = from; at < to; at += 1) value = value * 10 + text.charCodeAt(at) - 48
  return value
}

export function fromEpochDay(day: number): LocalDate {
  let text = texts.get(day)
  if (text === undefined) {
    text = new Date(day * dayMs).toISOString().slice(0, 10) as LocalDate
    if (texts.size >= maxRememberedDays) texts.clear()
    texts.set(day, text)
  }
  return text
}

/** A century of days, about 4 MB: making their text was half the cost of counting. */
const maxRememberedDays = 40_000
const texts = new Map<number, LocalDate>()

/** `2022-01-25 08:00 UTC`: for who has no zone to read it in. */
export function utcText(instant: string): string {
  return `${instant.slice(0, 16).replace('T', ' ')} UTC`
}

export function addDays(date: LocalDate, days: number): LocalDate {
  return fromEpochDay(epochDay(date) + days)
}

/** Whole days from `a` to `b`; negative when `b` is earlier. */
export function daysBetween(a: LocalDate, b: LocalDate): number {
  return epochDay(b) - epochDay(a)
}

/** The last of the days; undefined while one of them is, for what is over only when all of it is. */
export function lastIfAll(days: readonly (LocalDate | undefined)[]): LocalDate | undefined {
  return days.includes(undefined)
    ? undefined
    : days
        .flatMap((day) => day ?? [])
        .toSorted()
        .at(-1)
}

export function weekdayOf(date: LocalDate): Weekday {
  return (((epochDay(date) % 7) + 11) % 7) as Weekday
}

export function dateOf(year: number, month: number, day: number): LocalDate {
  return new Date(Date.UTC(year, month - 1, day)).toISOString().slice(0, 10) as LocalDate
}

export function yearOf(date: LocalDate): number {
  return Number(date.slice(0, 4))
}

export function laterOf(a: LocalDate, b: LocalDate): LocalDate {
  return a > b ? a : b
}

/** Months later, on the same number or the month's last day (federal Interpretation Act s.28). */
export function addMonths(date: LocalDate, months: number): LocalDate {
  const year = yearOf(date)
  const month = Number(date.slice(5, 7)) - 1 + months
  const last = new Date(Date.UTC(year, month + 1, 0)).getUTCDate()
  return dateOf(year, month + 1, Math.min(Number(date.slice(8, 10)), last))
}
