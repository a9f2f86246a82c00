// Counts the courses of orders: all of them once, or one at a time as they change. Nothing is estimated, and what never happened is not counted as zero days.

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

/**
 * The counts that statistics are read from. An order that changed is taken out as it was and put in as it is,
 * so that one change among a hundred thousand orders costs what one order costs.
 */
export class StatisticsCounts {
  readonly #all = tally('')
  readonly #byOffice = new Groups()
  readonly #byStatute = new Groups()
  readonly #byYear = new Groups()
  readonly #day = daysOfDates()

  add(order: CountedOrder): void {
    this.#count(order, 1)
  }

  /** `order` as it was when it was added. */
  remove(order: CountedOrder): void {
    this.#count(order, -1)
  }

  at(asOf: LocalDate): Statistics {
    const today = this.#day(asOf)
    return {
      asOf,
      all: groupOf(this.#all, today),
      byOffice: this.#byOffice.at(today),
      byStatute: this.#byStatute.at(today),
      byYear: this.#byYear.at(today),
    }
  }

  #count(order: CountedOrder, n: 1 | -1): void {
    const steps = stepsOf(order, this.#day)
    const issued = this.#day(order.issuedOn)
    for (const each of [
      this.#all,
      this.#byOffice.of(order.office),
      this.#byStatute.of(order.statute),
      this.#byYear.of(order.issuedOn.slice(0, 4)),
    ])
      count(each, order, { n, steps, issued })
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
  readonly outcomes: Map<OrderStatus, number>
  /** Open orders by the day on which they were issued: how old they are depends on who asks when. */
  readonly issued: Map<number, number>
  /** Orders by how many days a step took. */
  readonly took: Record<StatisticsStep, Map<number, number>>
}

class Groups {
  readonly #groups = new Map<string, Tally>()

  of(key: string): Tally {
    let found = this.#groups.get(key)
    if (found === undefined) this.#groups.set(key, (found = tally(key)))
    return found
  }

  at(today: number): StatisticsGroup[] {
    return [...this.#groups.values()]
      .filter(({ orders }) => orders > 0)
      .toSorted((a, b) => (a.key < b.key ? -1 : 1))
      .map((each) => groupOf(each, today))
  }
}

function tally(key: string): Tally {
  return {
    key,
    orders: 0,
    open: 0,
    overdue: 0,
    outcomes: new Map(),
    issued: new Map(),
    took: {
      served: new Map(),
      ended: new Map(),
      'ended-after-service': new Map(),
      challenged: new Map(),
      decided: new Map(),
      escalated: new Map(),
    },
  }
}

function count(
  to: Tally,
  { status, overdue, endedOn }: CountedOrder,
  {
    n,
    steps,
    issued,
  }: {
    readonly n: 1 | -1
    readonly steps: readonly (readonly [StatisticsStep, number])[]
    readonly issued: number
  },
): void {
  to.orders += n
  to.overdue += overdue ? n : 0
  change(to.outcomes, status, n)
  if (endedOn === undefined) {
    to.open += n
    change(to.issued, issued, n)
  }
  for (const [step, days] of steps) change(to.took[step], days, n)
}

/** What is counted down to nothing is gone, as if it had never been counted. */
function change<Key>(counts: Map<Key, number>, key: Key, n: number): void {
  const now = (counts.get(key) ?? 0) + n
  if (now === 0) counts.delete(key)
  else counts.set(key, now)
}

function bandOf(days: number): Band {
  if (days <= 30) return 'month'
  if (days <= 91) return 'quarter'
  if (days <= 365) return 'year'
  return days <= 730 ? 'two-years' : 'longer'
}

function groupOf(
  { key, orders, open, overdue, outcomes, issued, took }: Tally,
  today: number,
): StatisticsGroup {
  const ages = { month: 0, quarter: 0, year: 0, 'two-years': 0, longer: 0 }
  for (const [day, n] of issued) ages[bandOf(today - day)] += n
  return {
    key,
    orders,
    open,
    overdue,
    ages,
    outcomes: Object.fromEntries(outcomes),
    steps: Object.fromEntries(
      statisticsSteps.map((step) => [step, spanOf(took[step])]),
    ) as StatisticsGroup['steps'],
  }
}

/** Nearest rank: a value that some order really took. */
function spanOf(took: ReadonlyMap<number, number>): Span {
  const sorted = [...took].sort(([a], [b]) => a - b)
  const total = sorted.reduce((sum, [, n]) => sum + n, 0)
  const at = (share: number) => {
    let left = Math.ceil(share * total)
    return sorted.find(([, n]) => (left -= n) <= 0)?.[0] ?? null
  }
  return { count: total, median: at(0.5), p90: at(0.9) }
}
