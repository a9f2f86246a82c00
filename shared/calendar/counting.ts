// Counts a period from a day as a statute counts: which days pass without counting, and whether the end moves. Pure.

import type { Counting, DayKind, Holiday, Period } from '../policy/pack.schema.ts'
import { addMonths, epochDay, fromEpochDay, yearOf, type LocalDate } from '../kernel/date.ts'
import { holidayDaysOf } from './holidays.ts'

export type CountingRule = Pick<Counting, 'skips' | 'rollsOver' | 'clear'>
/** A day and why it does not count: `saturday`, `sunday`, or a holiday's id. */
export interface Passed {
  readonly date: LocalDate
  readonly why: string
}
export interface Counted {
  /** The last day of the period. */
  readonly date: LocalDate
  /** Days inside the period that were not counted. */
  readonly skipped: Passed[]
  /** Days the end moved past, the first of them being where the period would have ended. */
  readonly rolled: Passed[]
}

/**
 * The last day of `period` after `from`. `from` itself is never counted; `clear` leaves out the last day too, which adds one.
 * `skips` bears on days only: a month or year is counted on the calendar. No days (`{ days: 0 }`) is `from` itself, before rolling.
 */
export function count(input: {
  from: LocalDate
  period: Period
  counting: CountingRule
  holidays: readonly Holiday[]
}): Counted {
  const { from, period, counting, holidays } = input
  const skipped: Passed[] = []
  const rolled: Passed[] = []
  const skip = passer(counting.skips, holidays)
  const roll = passer(counting.rollsOver, holidays)
  let day: number
  if ('days' in period) {
    day = epochDay(from)
    const days = period.days + (counting.clear ? 1 : 0)
    if (counting.skips.length === 0) day += days
    else {
      for (let n = 0; n < days;) {
        day += 1
        const why = skip(day)
        if (why === undefined) n += 1
        else skipped.push(passedOn(day, why))
      }
    }
  } else {
    day =
      epochDay(addMonths(from, 'months' in period ? period.months : period.years * 12)) +
      (counting.clear ? 1 : 0)
  }
  for (let why = roll(day); why !== undefined; why = roll(day)) {
    rolled.push(passedOn(day, why))
    day += 1
  }
  return { date: fromEpochDay(day), skipped, rolled }
}

/** One object for each day and reason: every date counted over it shares it. */
function passedOn(day: number, why: string): Passed {
  const known = passed.get(day)
  if (known?.why === why) return known
  const one = { date: fromEpochDay(day), why }
  if (passed.size >= maxRememberedDays) passed.clear()
  passed.set(day, one)
  return one
}
/** The days off of two centuries, about 3 MB. */
const maxRememberedDays = 25_000
const passed = new Map<number, Passed>()

/** How many days count after `from`, up to and including `to`; 0 where `to` is not later. The inverse of `count` in days. */
export function countedBetween(input: {
  from: LocalDate
  to: LocalDate
  counting: CountingRule
  holidays: readonly Holiday[]
}): number {
  const skip = passer(input.counting.skips, input.holidays)
  const end = epochDay(input.to)
  let n = 0
  for (let day = epochDay(input.from) + 1; day <= end; day += 1) if (skip(day) === undefined) n += 1
  return n
}

/** Why a day (by number) is of one of `kinds`. The weekday is named before the holiday: it is the surer reason. */
function passer(
  kinds: readonly DayKind[],
  holidays: readonly Holiday[],
): (day: number) => string | undefined {
  const saturday = kinds.includes('saturday')
  const sunday = kinds.includes('sunday')
  const holiday = kinds.includes('holiday')
  let first = 1
  let last = 0
  let table: ReadonlyMap<number, string> = new Map()
  return (day) => {
    const weekday = ((day % 7) + 11) % 7
    if (saturday && weekday === 6) return 'saturday'
    if (sunday && weekday === 0) return 'sunday'
    if (!holiday) return undefined
    if (day < first || day > last) {
      const year = yearOf(fromEpochDay(day))
      first = Date.UTC(year, 0, 1) / 86_400_000
      last = Date.UTC(year, 11, 31) / 86_400_000
      table = holidayDaysOf(holidays, year)
    }
    return table.get(day)
  }
}
