// Which days of a year are holidays, from a statute's own cited rules. No "observed" days unless a rule says so.

import type { Holiday, HolidayRule } from '../policy/pack.schema.ts'
import { addDays, dateOf, epochDay, weekdayOf, yearOf, type LocalDate } from '../kernel/date.ts'

/** The holidays of one year: date → holiday id. Where two fall on one day, the first in the list names it. */
export function holidaysOf(
  holidays: readonly Holiday[],
  year: number,
): ReadonlyMap<LocalDate, string> {
  return tableOf(holidays, year).byDate
}

/** The same by day number (`epochDay`), for counting: no text is made for days that are only passed. */
export function holidayDaysOf(
  holidays: readonly Holiday[],
  year: number,
): ReadonlyMap<number, string> {
  return tableOf(holidays, year).byDay
}

/** Western Easter Sunday (Meeus/Jones/Butcher), for any Gregorian year. */
export function easterOf(year: number): LocalDate {
  const a = year % 19
  const b = Math.floor(year / 100)
  const c = year % 100
  const h =
    (19 * a + b - Math.floor(b / 4) - Math.floor((b - Math.floor((b + 8) / 25) + 1) / 3) + 15) % 30
  const l = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - h - (c % 4)) % 7
  const m = Math.floor((a + 11 * h + 22 * l) / 451)
  const n = h + l - 7 * m + 114
  return dateOf(year, Math.floor(n / 31), (n % 31) + 1)
}

interface Table {
  readonly byDate: ReadonlyMap<LocalDate, string>
  readonly byDay: ReadonlyMap<number, string>
}

/** Keyed by the pack's own array: packs are few, never changed, and their tables are asked for all the time. */
const tables = new WeakMap<readonly Holiday[], Map<number, Table>>()

function tableOf(holidays: readonly Holiday[], year: number): Table {
  let years = tables.get(holidays)
  if (years === undefined) tables.set(holidays, (years = new Map()))
  let table = years.get(year)
  if (table === undefined) years.set(year, (table = makeTable(holidays, year)))
  return table
}

function makeTable(holidays: readonly Holiday[], year: number): Table {
  const byDate = new Map<LocalDate, string>()
  const byDay = new Map<number, string>()
  for (const { id, rule, fromYear = -Infinity, toYear = Infinity } of holidays) {
    // The year before too: a rule that moves from December 31 lands here.
    for (const ruleYear of [year - 1, year]) {
      if (ruleYear < fromYear || ruleYear > toYear) continue
      for (const date of datesOf(rule, ruleYear)) {
        if (yearOf(date) !== year || byDate.has(date)) continue
        byDate.set(date, id)
        byDay.set(epochDay(date), id)
      }
    }
  }
  return { byDate, byDay }
}

function datesOf(rule: HolidayRule, year: number): readonly LocalDate[] {
  switch (rule.kind) {
    case 'fixed': {
      const date = dateOf(year, rule.month, rule.day)
      // February 29 is no holiday in a year that has none.
      if (Number(date.slice(5, 7)) !== rule.month) return []
      return [rule.ifSunday === 'next-day' && weekdayOf(date) === 0 ? addDays(date, 1) : date]
    }
    case 'nth': {
      const first = dateOf(year, rule.month, 1)
      const date = addDays(first, ((rule.weekday - weekdayOf(first) + 7) % 7) + 7 * (rule.nth - 1))
      return date.slice(0, 7) === first.slice(0, 7) ? [date] : []
    }
    case 'weekday-before': {
      const before = addDays(dateOf(year, rule.month, rule.day), -1)
      return [addDays(before, -((weekdayOf(before) - rule.weekday + 7) % 7))]
    }
    case 'in-lieu': {
      const weekday = weekdayOf(dateOf(year, rule.month, rule.day))
      if (weekday !== 0 && weekday !== 6) return []
      const days = weekday === 0 && rule.on === 'monday' ? 1 : 2
      return [addDays(dateOf(year, rule.month, rule.day), days)]
    }
    case 'easter':
      return [addDays(easterOf(year), rule.offset)]
    case 'dates':
      return rule.dates.filter((date) => yearOf(date) === year)
  }
}
