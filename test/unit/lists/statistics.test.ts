// Statistics that a report to a legislature may quote: each number can be counted by hand.

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addDays, type LocalDate } from '../../../shared/kernel/date.ts'
import { StatisticsCounts, type CountedOrder } from '../../../shared/lists/statistics.ts'
import { statisticsSchema } from '../../../shared/lists/statistics.schema.ts'
import { d } from '../../support/founding.ts'

const order = (issuedOn: string, more: Partial<Record<keyof CountedOrder, unknown>> = {}) =>
  ({
    office: 'bc',
    statute: 'pipa',
    status: 'served',
    overdue: false,
    issuedOn: d(issuedOn),
    ...more,
  }) as CountedOrder

function statisticsOf(orders: Iterable<CountedOrder>, asOf: LocalDate) {
  const counts = new StatisticsCounts()
  for (const order of orders) counts.add(order)
  return counts.at(asOf)
}

describe('statistics', () => {
  const found = statisticsOf(
    [
      order('2021-01-01', {
        servedOn: d('2021-01-11'),
        endedOn: d('2021-03-01'),
        status: 'complied',
      }),
      order('2021-02-01', { servedOn: d('2021-02-03'), challengedOn: d('2021-03-05') }),
      order('2022-05-01', { office: 'ab', overdue: true, servedOn: d('2022-05-31') }),
      order('2022-06-01', { servedOn: d('2022-05-30') }),
      order('2022-06-15'),
    ],
    d('2022-06-30'),
  )
  it('has the published form', () => {
    expect(statisticsSchema.safeParse(found).error).toBeUndefined()
  })
  it('counts orders, what is open and what is overdue', () => {
    expect([found.all.orders, found.all.open, found.all.overdue]).toEqual([5, 4, 1])
    expect(found.byOffice.map(({ key, orders }) => [key, orders])).toEqual([
      ['ab', 1],
      ['bc', 4],
    ])
    expect(found.byYear.map(({ key, orders, open }) => [key, orders, open])).toEqual([
      ['2021', 2, 1],
      ['2022', 3, 3],
    ])
  })
  it('ages are of open orders only, with the last day of a band in it', () => {
    expect(found.all.ages).toEqual({ month: 2, quarter: 1, year: 0, 'two-years': 1, longer: 0 })
  })
  it('a step that was not taken is not a step of no days', () => {
    expect(found.all.steps.served).toEqual({ count: 4, median: 2, p90: 30 })
    expect(found.all.steps.challenged).toEqual({ count: 1, median: 30, p90: 30 })
    expect(found.all.steps.decided).toEqual({ count: 0, median: null, p90: null })
  })
  it('of nothing there is nothing', () => {
    expect(statisticsOf([], d('2022-01-01')).all).toMatchObject({ orders: 0, outcomes: {} })
  })
  it('counted as orders come, change and go is what is counted from those that are there', () => {
    const day = fc.option(fc.integer({ min: 0, max: 900 }), { nil: undefined })
    const some = fc.record({
      office: fc.constantFrom('bc', 'ab'),
      status: fc.constantFrom('served', 'complied'),
      overdue: fc.boolean(),
      issued: fc.integer({ min: 0, max: 900 }),
      served: day,
      ended: day,
    })
    const made = ({ office, status, overdue, issued, served, ended }: Some) =>
      order(addDays(d('2021-01-01'), issued), {
        office,
        status,
        overdue,
        ...(served === undefined ? {} : { servedOn: addDays(d('2021-01-01'), served) }),
        ...(ended === undefined ? {} : { endedOn: addDays(d('2021-01-01'), ended) }),
      })
    type Some = typeof some extends fc.Arbitrary<infer Value> ? Value : never
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(9), fc.option(some))), (changes) => {
        const counts = new StatisticsCounts()
        const there = new Map<number, CountedOrder>()
        for (const [which, next] of changes) {
          const before = there.get(which)
          if (before !== undefined) counts.remove(before)
          there.delete(which)
          if (next === null) continue
          counts.add(made(next))
          there.set(which, made(next))
        }
        const asOf = d('2023-09-01')
        expect(counts.at(asOf)).toEqual(statisticsOf(there.values(), asOf))
      }),
    )
  })
})
