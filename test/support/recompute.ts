// A second way from a derivation to its date, from the derivation alone and sharing no code with the first: whole numbers only, no Date,
// no calendar of the program. Complains where a derivation contradicts itself, so that a wrong reason is found as well as a wrong date.

/** What travels in an event as JSON: text and numbers. */
export interface DerivationText {
  readonly from: string
  readonly period: { readonly days?: number; readonly months?: number; readonly years?: number }
  readonly clear: boolean
  readonly skipped: readonly { readonly date: string; readonly why: string }[]
  readonly rolled: readonly { readonly date: string; readonly why: string }[]
}

/** The deadline that the derivation gives. Throws where it does not hang together. */
export function recompute({ from, period, clear, skipped, rolled }: DerivationText): string {
  const passed = new Map(skipped.map(({ date, why }) => [numberOf(date), why]))
  if (passed.size !== skipped.length) throw new Error('a day is skipped twice')
  const start = numberOf(from)
  let end: number
  if (period.days === undefined) {
    if (skipped.length > 0) throw new Error('months and years skip no days')
    end = monthsLater(from, (period.months ?? 0) + 12 * (period.years ?? 0)) + (clear ? 1 : 0)
  } else {
    end = start
    let left = period.days + (clear ? 1 : 0)
    while (left > 0) {
      end += 1
      if (!passed.has(end)) left -= 1
    }
  }
  for (const [day, why] of passed) {
    if (day <= start || day >= end)
      throw new Error(`${textOf(day)} is skipped outside ${from} to ${textOf(end)}`)
    checkWeekday(day, why)
  }
  for (const { date, why } of rolled) {
    if (numberOf(date) !== end)
      throw new Error(`the end is ${textOf(end)}, and ${date} was moved past`)
    checkWeekday(end, why)
    end += 1
  }
  return textOf(end)
}

/** The same from the days spelled out, as `concert deadlines --json` gives them: each day once, a number that grows where a day counts. */
export function recomputeFromSteps(
  steps: readonly {
    readonly date: string
    readonly n: number
    readonly counted: boolean
    readonly why: string
  }[],
): { date: string; counted: number } {
  const [first, ...days] = steps
  if (first === undefined || first.n !== 0 || first.counted)
    throw new Error('the first step is the start, which never counts')
  let at = numberOf(first.date)
  let n = 0
  let pending = false
  for (const [index, step] of days.entries()) {
    // A period of no days that cannot end where it begins: the start comes again, as a day that was moved past.
    if (index === 0 && step.date === first.date && step.n === 0 && !step.counted) pending = true
    else at += 1
    if (textOf(at) !== step.date) throw new Error(`${step.date} comes where ${textOf(at)} should`)
    // The day on which the end would have been has its number already; the day it moved to takes it over.
    if (step.n === n + 1 && !pending) [n, pending] = [step.n, !step.counted]
    else if (step.n !== n || (step.counted && !pending))
      throw new Error(`${step.date} has number ${step.n} after ${n}`)
    checkWeekday(at, step.why)
  }
  const last = steps.at(-1)
  if (days.length > 0 && last?.counted !== true)
    throw new Error('it ends on a day that does not count')
  return { date: textOf(at), counted: n }
}

/** Day 0 is Wednesday, March 1 of year 0. */
export function weekendOf(day: number): 'saturday' | 'sunday' | undefined {
  const weekday = (day + 3) % 7
  return weekday === 6 ? 'saturday' : weekday === 0 ? 'sunday' : undefined
}

function checkWeekday(day: number, why: string): void {
  if ((why === 'saturday' || why === 'sunday') && weekendOf(day) !== why)
    throw new Error(`${textOf(day)} is no ${why}`)
}

/** Days since March 1 of year 0, proleptic Gregorian: the leap day is the last of a year that begins in March. */
export function numberOf(date: string): number {
  const [year = NaN, month = NaN, day = NaN] = date.split('-').map(Number)
  const y = month < 3 ? year - 1 : year
  return (
    365 * y +
    Math.floor(y / 4) -
    Math.floor(y / 100) +
    Math.floor(y / 400) +
    Math.floor((153 * ((month + 9) % 12) + 2) / 5) +
    day -
    1
  )
}

export function textOf(number: number): string {
  const era = Math.floor(number / 146_097)
  const dayOfEra = number - era * 146_097
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  )
  const dayOfYear =
    dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const m = Math.floor((5 * dayOfYear + 2) / 153)
  const day = dayOfYear - Math.floor((153 * m + 2) / 5) + 1
  const month = m < 10 ? m + 3 : m - 9
  return [
    String(yearOfEra + era * 400 + (month < 3 ? 1 : 0)).padStart(4, '0'),
    String(month).padStart(2, '0'),
    String(day).padStart(2, '0'),
  ].join('-')
}

function monthsLater(from: string, months: number): number {
  const [year = NaN, month = NaN, day = NaN] = from.split('-').map(Number)
  const index = year * 12 + month - 1 + months
  const [y, m] = [Math.floor(index / 12), (index % 12) + 1]
  const leap = y % 4 === 0 && (y % 100 !== 0 || y % 400 === 0)
  const last = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][m - 1] ?? NaN
  return numberOf(`${y}-${m}-${Math.min(day, last)}`)
}
