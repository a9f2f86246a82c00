// The one bridge between legal dates and instants: when a day begins and ends in a time zone, from the runtime's own zone data.

import { ok, refuse, type Result } from '../kernel/problems.ts'
import { addDays, epochDay, type Instant, type LocalDate } from '../kernel/date.ts'

/** First instant of `date` in `zone`, right where the clocks change at midnight or the day does not exist (then: of the next one). */
export function startOfDay(date: LocalDate, zone: string): Instant {
  let known = starts.get(zone)
  if (known === undefined) starts.set(zone, (known = new Map()))
  let instant = known.get(date)
  if (instant === undefined) {
    instant = new Date(firstMs(date, zone)).toISOString() as Instant
    if (known.size >= maxRememberedStarts) known.clear()
    known.set(date, instant)
  }
  return instant
}

/** First instant after `date`, which is when a period that ends on `date` has ended. */
export function endOfDay(date: LocalDate, zone: string): Instant {
  return startOfDay(addDays(date, 1), zone)
}

/** The date it is in `zone` at `instant`. */
export function dateAt(instant: Instant, zone: string): LocalDate {
  const ms = Date.parse(instant)
  return new Date(ms + offsetMs(ms, zone)).toISOString().slice(0, 10) as LocalDate
}

/** `ms` milliseconds after `instant`; before it where they are negative. */
export function later(instant: Instant, ms: number): Instant {
  return new Date(Date.parse(instant) + ms).toISOString() as Instant
}

/** What a clock on the wall of `zone` shows at `instant`, and how far it is from UTC: `2021-12-14 18:00`, `-08:00`. */
export function wallClock(
  instant: Instant,
  zone: string,
): { readonly local: string; readonly offset: string } {
  const ms = Date.parse(instant)
  const offset = offsetMs(ms, zone)
  const shown = new Date(ms + offset).toISOString()
  const minutes = Math.abs(offset) / 60_000
  const two = (n: number) => String(n).padStart(2, '0')
  return {
    local: `${shown.slice(0, 10)} ${shown.slice(11, 16)}`,
    offset: `${offset < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`,
  }
}

/** The instant at which a clock on the wall of `zone` shows `YYYY-MM-DD HH:MM`; the first of two where it shows it twice, undefined where it never does. */
export function instantOf(local: string, zone: string): Instant | undefined {
  const match = /^(\d{4}-\d{2}-\d{2})[ T](\d{2}):(\d{2})$/.exec(local)
  const asUtc = match === null ? NaN : Date.parse(`${match[1]}T${match[2]}:${match[3]}:00.000Z`)
  if (Number.isNaN(asUtc)) return undefined
  const offsets = [offsetMs(asUtc - 15 * hourMs, zone), offsetMs(asUtc + 15 * hourMs, zone)]
  const wanted = `${match?.[1]} ${match?.[2]}:${match?.[3]}`
  const found = offsets
    .map((offset) => new Date(asUtc - offset).toISOString() as Instant)
    .toSorted()
  return found.find((instant) => wallClock(instant, zone).local === wanted)
}

/** Whether the runtime knows this IANA zone. */
export function isZone(zone: string): boolean {
  try {
    formatterOf(zone)
    return true
  } catch (error) {
    if (error instanceof RangeError) return false
    throw error
  }
}

/**
 * Whether the runtime's zone data (`2026c`, as the caller read it) is recent enough to say when a legal day ends.
 * Older data is an hour wrong for British Columbia from 2026-03-09 and for Alberta from 2026-06-18. `neededBy` names what requires it.
 */
export function checkZoneData(
  version: string,
  required = '2026c',
  neededBy?: string,
): Result<string> {
  const have = parseVersion(version)
  const need = parseVersion(required)
  if (need === undefined)
    throw new Error(
      `Required zone data version ${JSON.stringify(required)} is not of the form "2026c"`,
    )
  if (have !== undefined && (have[0] > need[0] || (have[0] === need[0] && have[1] >= need[1])))
    return ok(version)
  return refuse(
    'zone-data-too-old',
    {
      en: `Time zone data ${JSON.stringify(version)} is older than ${required}${neededBy === undefined ? '' : `, which ${neededBy} needs`}: run on a Node.js that carries ${required} or later (process.versions.tz)`,
      fr: `Les données de fuseaux « ${version} » sont antérieures à ${required}${neededBy === undefined ? '' : `, nécessaires à ${neededBy}`} : employer un Node.js qui contient ${required} ou plus récent (process.versions.tz)`,
    },
    { value: version },
  )
}

function parseVersion(text: string): readonly [number, string] | undefined {
  const match = /^(\d{4})([a-z])$/.exec(text)
  return match === null ? undefined : [Number(match[1]), match[2] ?? '']
}

const hourMs = 3_600_000
/** Fifty years of one zone, the open deadlines of a large office: about 3 MB. */
const maxRememberedStarts = 20_000
const starts = new Map<string, Map<LocalDate, Instant>>()
const formatters = new Map<string, Intl.DateTimeFormat>()

function formatterOf(zone: string): Intl.DateTimeFormat {
  let formatter = formatters.get(zone)
  if (formatter === undefined) {
    formatter = new Intl.DateTimeFormat('en-US', {
      timeZone: zone,
      calendar: 'gregory',
      numberingSystem: 'latn',
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    })
    formatters.set(zone, formatter)
  }
  return formatter
}

/** Where the offset is the same at both ends of a few days it was the same between them: no zone changes twice within them. */
function offsetMs(ms: number, zone: string): number {
  const days = Math.floor(ms / stretchMs)
  const offset = offsetAt(days, zone)
  return offset === offsetAt(days + 1, zone) ? offset : readOffsetMs(ms, zone)
}

/** At the beginning of a stretch of days. */
function offsetAt(stretch: number, zone: string): number {
  let known = offsets.get(zone)
  if (known === undefined) offsets.set(zone, (known = new Map()))
  let offset = known.get(stretch)
  if (offset === undefined) {
    offset = readOffsetMs(stretch * stretchMs, zone)
    if (known.size >= maxRememberedOffsets) known.clear()
    known.set(stretch, offset)
  }
  return offset
}

const stretchMs = 4 * 24 * hourMs
/** Four centuries of one zone, about 2 MB. Asking the runtime was most of what a deadline cost. */
const maxRememberedOffsets = 40_000
const offsets = new Map<string, Map<number, number>>()

function readOffsetMs(ms: number, zone: string): number {
  const second = Math.floor(ms / 1000) * 1000
  const part: Record<string, number> = {}
  for (const { type, value } of formatterOf(zone).formatToParts(second)) part[type] = Number(value)
  return (
    Date.UTC(
      part['year'] ?? NaN,
      (part['month'] ?? NaN) - 1,
      part['day'],
      part['hour'],
      part['minute'],
      part['second'],
    ) - second
  )
}

function firstMs(date: LocalDate, zone: string): number {
  const midnight = epochDay(date) * 24 * hourMs
  // Every zone is within 15 hours of UTC, so local midnight is between these two.
  let before = midnight - 15 * hourMs
  let after = midnight + 15 * hourMs
  const offset = offsetMs(before, zone)
  const nextOffset = offsetMs(after, zone)
  if (offset === nextOffset) return midnight - offset
  while (after - before > 1000) {
    const middle = Math.floor((before + after) / 2000) * 1000
    if (offsetMs(middle, zone) === offset) before = middle
    else after = middle
  }
  // `after` is the change. Midnight before it is the day's beginning; else the first instant after it that belongs to the day.
  return midnight - offset < after ? midnight - offset : Math.max(after, midnight - nextOffset)
}
