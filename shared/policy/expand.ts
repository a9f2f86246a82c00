// A derivation spelled out day by day, from itself alone: no pack, no calendar.

import { addDays, addMonths, daysBetween, type LocalDate } from '../kernel/date.ts'
import type { Derivation } from './deadline.schema.ts'

export interface Step {
  readonly date: LocalDate
  /** How many days have been counted, this one included if it counts. */
  readonly n: number
  readonly counted: boolean
  /** The start's kind, `counted`, `clear` (the day that clear days add), `saturday`, `sunday`, a holiday's id, or `rolled` (the day it moved to). */
  readonly why: string
}

/**
 * Every day from the start (n 0) to the deadline, which is the last one. Of a rolled end, the day it would have been has its number
 * and does not count; the day it moved to has the same number and counts. A period of no days that cannot end where it begins names
 * that day twice: as the start, and as the day it moved past.
 */
export function expand(derivation: Derivation): Step[] {
  const { from, start, period, clear, skipped, rolled } = derivation
  const why = new Map(skipped.map((day) => [day.date, day.why]))
  const calendar =
    'days' in period
      ? undefined
      : daysBetween(from, addMonths(from, 'months' in period ? period.months : period.years * 12))
  const days = calendar ?? ('days' in period ? period.days : 0)
  const total = days + (clear ? 1 : 0)
  const firstRolled = rolled[0]?.date

  const steps: Step[] = [{ date: from, n: 0, counted: false, why: start }]
  let date = from
  for (let n = 0; n < total;) {
    date = addDays(date, 1)
    const reason = why.get(date)
    if (reason !== undefined) steps.push({ date, n, counted: false, why: reason })
    else {
      n += 1
      if (date !== firstRolled)
        steps.push({ date, n, counted: true, why: n > days ? 'clear' : 'counted' })
    }
  }
  for (const day of rolled) steps.push({ date: day.date, n: total, counted: false, why: day.why })
  const last = rolled.at(-1)
  if (last !== undefined)
    steps.push({ date: addDays(last.date, 1), n: total, counted: true, why: 'rolled' })
  return steps
}
