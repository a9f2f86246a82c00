// One axis of time for a picture: where a day stands, and which days are named so that the names do not touch.

import {
  addDays,
  addMonths,
  dateOf,
  daysBetween,
  yearOf,
  type LocalDate,
} from '../../../shared/kernel/date.ts'
import type { Lang } from '../../../shared/kernel/text.ts'

export interface Axis {
  readonly from: LocalDate
  readonly to: LocalDate
  /** In the units of the picture; a day outside stands at the edge. */
  x(day: LocalDate): number
  isInside(day: LocalDate): boolean
  readonly ticks: readonly { readonly day: LocalDate; readonly label: string }[]
}

/** Names of months take this many units. */
const tickWidth = 78

export function axisOf(
  lang: Lang,
  { from, to, left, right }: { from: LocalDate; to: LocalDate; left: number; right: number },
): Axis {
  const days = Math.max(1, daysBetween(from, to))
  const x = (day: LocalDate): number => {
    const at = left + ((right - left) * daysBetween(from, day)) / days
    return Math.round(Math.min(right, Math.max(left, at)) * 10) / 10
  }
  return {
    from,
    to,
    x,
    isInside: (day) => day >= from && day <= to,
    // A name that would run over the edge is left out.
    ticks: ticksOf(lang, from, to, Math.floor((right - left) / tickWidth)).filter(
      ({ day }) => x(day) + tickWidth <= right,
    ),
  }
}

/** The finest step whose names fit. */
function ticksOf(lang: Lang, from: LocalDate, to: LocalDate, most: number): Axis['ticks'] {
  const steps: readonly ((n: number) => LocalDate)[] = [
    (n) => addDays(from, n),
    (n) => addDays(from, 7 * n),
    ...[1, 3, 6, 12, 24, 60, 120].map((months) => monthly(from, months)),
  ]
  for (const [at, step] of steps.entries()) {
    const days: LocalDate[] = []
    for (let n = 0; days.length <= most; n++) {
      const day = step(n)
      if (day > to) break
      if (day >= from) days.push(day)
    }
    if (days.length <= most) return days.map((day) => ({ day, label: nameOf(lang, day, at) }))
  }
  return []
}

function monthly(from: LocalDate, months: number): (n: number) => LocalDate {
  const year = yearOf(from)
  const start =
    months < 12
      ? dateOf(year, 1 + Math.floor((Number(from.slice(5, 7)) - 1) / months) * months, 1)
      : dateOf(year - (year % (months / 12)), 1, 1)
  return (n) => addMonths(start, n * months)
}

function nameOf(lang: Lang, day: LocalDate, step: number): string {
  const form: Intl.DateTimeFormatOptions =
    step < 2
      ? { day: 'numeric', month: 'short' }
      : step < 5
        ? { month: 'short', year: 'numeric' }
        : { year: 'numeric' }
  const name = new Intl.DateTimeFormat(`${lang}-CA`, { ...form, timeZone: 'UTC' }).format(
    new Date(`${day}T00:00:00Z`),
  )
  return lang === 'fr' && step < 2 ? name.replace(/^1 /, '1er ') : name
}
