// Counts the courses of orders. One pass over all of them; nothing is estimated, and what never happened is not counted as zero days.

import type { OrderStatus } from '../board/board.schema.ts'
import { epochDay, type LocalDate } from '../kernel/date.ts'
import type { Course } from './order-row.ts'
import {
  statisticsSteps,
  type ageBands,
  type Span,
  type Statistics,
  type StatisticsGroup,
  type StatisticsStep,
} from './statistics.schema.ts'

export type { Statistics } from './statistics.schema.ts'

export interface CountedOrder extends Course {
  readonly office: string
  readonly statute: string
  readonly status: OrderStatus
  readonly issuedOn: LocalDate
  readonly overdue: boolean
}

export function statisticsOf(orders: Iterable<CountedOrder>, asOf: LocalDate): Statistics {
  const all = tally('')
  const [byOffice, byStatute, byYear] = [new Groups(), new Groups(), new Groups()]
  const days = daysOfDates()
  for (const order of orders) {
    const counted = stepsOf(order, days)
    const age = days(asOf) - days(order.issuedOn)
    for (const each of [
      all,
      byOffice.of(order.office),
      byStatute.of(order.statute),
      byYear.of(order.issuedOn.slice(0, 4)),
    ])
      add(each, order, counted, age)
  }
  return {
    asOf,
    all: groupOf(all),
    byOffice: byOffice.done(),
    byStatute: byStatute.done(),
    byYear: byYear.done(),
  }
}

/** The number of a date's day. A hundred thousand orders have a few thousand different dates. */
function daysOfDates(): (date: LocalDate) => number {
  const known = new Map<LocalDate, number>()
  return (date) => {
    let day = known.get(date)
    if (day === undefined) known.set(date, (day = epochDay(date)))
    return day
  }
}

/** How many days each step took that was taken; one that came before the step it is counted from was taken at once. */
function stepsOf(
  { issuedOn, servedOn, challengedOn, decidedOn, escalatedOn, endedOn }: CountedOrder,
  days: (date: LocalDate) => number,
): (readonly [StatisticsStep, number])[] {
  const pairs = [
    ['served', issuedOn, servedOn],
    ['ended', issuedOn, endedOn],
    ['ended-after-service', servedOn, endedOn],
    ['challenged', servedOn, challengedOn],
    ['decided', challengedOn, decidedOn],
    ['escalated', servedOn, escalatedOn],
  ] as const
  return pairs.flatMap(([step, from, to]) =>
    from === undefined || to === undefined
      ? []
      : [[step, Math.max(0, days(to) - days(from))] as const],
  )
}

type Band = (typeof ageBands)[number]

interface Tally {
  readonly key: string
  orders: number
  open: number
  overdue: number
  readonly ages: Record<Band, number>
  readonly outcomes: Map<OrderStatus, number>
  readonly days: Record<StatisticsStep, number[]>
}

class Groups {
  readonly #groups = new Map<string, Tally>()

  of(key: string): Tally {
    let found = this.#groups.get(key)
    if (found === undefined) this.#groups.set(key, (found = tally(key)))
    return found
  }

  done(): StatisticsGroup[] {
    return [...this.#groups.values()]
      .toSorted((a, b) => (a.key < b.key ? -1 : 1))
      .map((each) => groupOf(each))
  }
}

function tally(key: string): Tally {
  return {
    key,
    orders: 0,
    open: 0,
    overdue: 0,
    ages: { month: 0, quarter: 0, year: 0, 'two-years': 0, longer: 0 },
    outcomes: new Map(),
    days: {
      served: [],
      ended: [],
      'ended-after-service': [],
      challenged: [],
      decided: [],
      escalated: [],
    },
  }
}

function add(
  to: Tally,
  { status, overdue, endedOn }: CountedOrder,
  steps: readonly (readonly [StatisticsStep, number])[],
  age: number,
): void {
  to.orders += 1
  to.overdue += overdue ? 1 : 0
  to.outcomes.set(status, (to.outcomes.get(status) ?? 0) + 1)
  if (endedOn === undefined) {
    to.open += 1
    to.ages[bandOf(age)] += 1
  }
  for (const [step, days] of steps) to.days[step].push(days)
}

function bandOf(days: number): Band {
  if (days <= 30) return 'month'
  if (days <= 91) return 'quarter'
  if (days <= 365) return 'year'
  return days <= 730 ? 'two-years' : 'longer'
}

function groupOf({ key, orders, open, overdue, ages, outcomes, days }: Tally): StatisticsGroup {
  return {
    key,
    orders,
    open,
    overdue,
    ages: { ...ages },
    outcomes: Object.fromEntries(outcomes),
    steps: Object.fromEntries(
      statisticsSteps.map((step) => [step, spanOf(days[step])]),
    ) as StatisticsGroup['steps'],
  }
}

/** Nearest rank: a value that some order really took. */
function spanOf(days: number[]): Span {
  days.sort((a, b) => a - b)
  const at = (share: number) => days[Math.max(0, Math.ceil(share * days.length) - 1)] ?? null
  return { count: days.length, median: at(0.5), p90: at(0.9) }
}
