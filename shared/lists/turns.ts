// On which days the row of an order or a matter may become another one though nobody records anything.
// A superset is safe: between two of these days nothing changes, so that only rows whose day has come are made anew.

import { addDays, type LocalDate } from '../kernel/date.ts'
import type { MatterState } from '../matter/rules.ts'
import { turningDays } from '../order/calculus.ts'
import { lastDayOfPeriod } from '../order/routes.ts'
import type { OrderState } from '../order/state.ts'
import type { Deadline } from '../policy/deadline.schema.ts'
import type { Pack, Period } from '../policy/pack.schema.ts'

/** Later than every day that a record may name. */
export const never = '9999-12-31' as LocalDate

/** The first day after `day` on which the row may change by itself; `never` where there is none. */
export function nextTurnOfOrder(
  state: OrderState,
  pack: Pack | undefined,
  day: LocalDate,
): LocalDate {
  const own = [...state.deadlines.flatMap(daysOf), ...turningDays(state)]
  return firstAfter(day, [...own, ...(pack === undefined ? [] : periodEnds(state, pack, own))])
}

export function nextTurnOfMatter(state: MatterState, day: LocalDate): LocalDate {
  const replies = state.entries.flatMap((entry) =>
    entry.kind === 'notice-of-intention' ? [addDays(entry.replyBy, 1)] : [],
  )
  return firstAfter(day, [...state.deadlines.flatMap(daysOf), ...replies])
}

function daysOf({ date, lenientDate }: Deadline): LocalDate[] {
  return [date, ...(lenientDate === undefined ? [] : [lenientDate])].flatMap((each) => [
    each,
    addDays(each, 1),
  ])
}

/** The ends of what a pack counts from a fact or a deadline: limitations of routes, times to appeal. */
function periodEnds(state: OrderState, pack: Pack, own: readonly LocalDate[]): LocalDate[] {
  const periods: Period[] = [
    ...pack.routes.flatMap(({ limitation }) =>
      limitation === undefined ? [] : [limitation.period],
    ),
    ...pack.challenges.flatMap(({ appealPeriod }) =>
      appealPeriod === undefined ? [] : [appealPeriod.period],
    ),
  ]
  if (periods.length === 0) return []
  const facts = [state.issuedOn, ...state.facts.map(({ on }) => on)]
  const starts = new Set([...own, ...facts].flatMap((each) => [addDays(each, -1), each]))
  return periods.flatMap((period) =>
    [...starts].map((start) => addDays(lastDayOfPeriod(start, period), 1)),
  )
}

function firstAfter(day: LocalDate, days: readonly LocalDate[]): LocalDate {
  let first = never
  for (const each of days) if (each > day && each < first) first = each
  return first
}
