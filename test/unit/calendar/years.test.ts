// Months, years, clear and leap days, holidays that fall on weekends, and days on which the clocks changed: tables, and properties over 1990 to 2060.

import { surelyHolidays } from '../../../shared/policy/reading.ts'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { count, countedBetween, type CountingRule } from '../../../shared/calendar/counting.ts'
import { addDays, daysBetween, type LocalDate } from '../../../shared/kernel/date.ts'
import { dateAt, endOfDay, startOfDay } from '../../../shared/calendar/zone.ts'
import { deadlinesFor } from '../../../shared/policy/clocks.ts'
import type { Holiday, Period } from '../../../shared/policy/pack.schema.ts'
import { unwrap } from '../../../shared/kernel/problems.ts'
import { numberOf, textOf } from '../../support/recompute.ts'
import { d, oneOfEach, pack } from '../policy/packs.ts'

const plain: CountingRule = { skips: [], rollsOver: [], clear: false }
const clear: CountingRule = { ...plain, clear: true }
const date = fc
  .integer({ min: numberOf('1990-01-01'), max: numberOf('2060-12-31') })
  .map((day) => d(textOf(day)))
const end = (
  from: string,
  period: Period,
  counting: CountingRule = plain,
  holidays: readonly Holiday[] = [],
) => count({ from: d(from), period, counting, holidays }).date
const under = (statute: string, counting: string) => ({
  counting: pack(statute).countings[counting] as CountingRule,
  holidays: surelyHolidays(pack(statute)),
})
const hoursOf = (day: string, zone: string) =>
  (Date.parse(endOfDay(d(day), zone)) - Date.parse(startOfDay(d(day), zone))) / 3_600_000

describe('months and years', () => {
  test.each<[string, Period, CountingRule, string]>([
    ['2024-01-29', { months: 1 }, plain, '2024-02-29'],
    ['2024-01-30', { months: 1 }, plain, '2024-02-29'],
    ['2023-01-29', { months: 1 }, plain, '2023-02-28'],
    ['2024-03-31', { months: 1 }, plain, '2024-04-30'],
    ['2024-03-31', { months: 6 }, plain, '2024-09-30'],
    ['2024-12-31', { months: 2 }, plain, '2025-02-28'],
    ['2023-12-31', { months: 2 }, plain, '2024-02-29'],
    ['2024-02-29', { months: 12 }, plain, '2025-02-28'],
    ['2024-02-29', { months: 48 }, plain, '2028-02-29'],
    ['2024-02-29', { years: 1 }, clear, '2025-03-01'],
    ['2023-02-28', { years: 1 }, plain, '2024-02-28'],
    ['1999-12-31', { years: 1 }, plain, '2000-12-31'],
    ['1999-11-30', { months: 3 }, plain, '2000-02-29'],
    ['2000-02-29', { years: 60 }, plain, '2060-02-29'],
    // A month is counted on the calendar: no day of it is skipped, though each of its weekends would be among days.
    [
      '2024-05-02',
      { months: 1 },
      { skips: ['saturday', 'sunday'], rollsOver: [], clear: false },
      '2024-06-02',
    ],
    [
      '2024-05-02',
      { months: 1 },
      { skips: ['saturday', 'sunday'], rollsOver: ['sunday'], clear: false },
      '2024-06-03',
    ],
    // 60 days over a leap day, and without it.
    ['2024-01-31', { days: 30 }, plain, '2024-03-01'],
    ['2023-01-31', { days: 30 }, plain, '2023-03-02'],
    ['2024-02-28', { days: 1 }, clear, '2024-03-01'],
    ['2023-02-28', { days: 0 }, clear, '2023-03-01'],
  ])('%s + %j %j = %s', (from, period, counting, expected) => {
    expect(end(from, period, counting)).toBe(expected)
  })
  test('end on the same number or the last day of the right month; twelve are a year; clear adds a day', () => {
    let last = 0
    fc.assert(
      fc.property(date, fc.integer({ min: 1, max: 120 }), (from, months) => {
        const to = end(from, { months })
        const index = Number(from.slice(0, 4)) * 12 + Number(from.slice(5, 7)) - 1 + months
        expect(to.slice(0, 7)).toBe(
          `${String(Math.floor(index / 12)).padStart(4, '0')}-${String((index % 12) + 1).padStart(2, '0')}`,
        )
        if (to.slice(8) !== from.slice(8)) {
          last += 1
          expect(addDays(to, 1).slice(8)).toBe('01')
          expect(Number(to.slice(8))).toBeLessThan(Number(from.slice(8)))
        }
        expect(end(from, { months }, clear)).toBe(addDays(to, 1))
        expect(end(from, { years: months })).toBe(end(from, { months: 12 * months }))
      }),
      { numRuns: 2_000 },
    )
    expect(last).toBeGreaterThan(10)
  })
  test('as many days count between as were counted, for every way of skipping: the inverse', () => {
    const ways: CountingRule[] = [
      plain,
      under('ca-bc-pipa', 'pipa-days').counting,
      { skips: ['sunday'], rollsOver: [], clear: false },
      { skips: ['holiday'], rollsOver: [], clear: true },
    ]
    fc.assert(
      fc.property(
        fc.constantFrom(...ways),
        date,
        fc.integer({ min: 1, max: 300 }),
        (counting, from, days) => {
          const { holidays } = pack('ca-bc-pipa')
          const to = count({ from, period: { days }, counting, holidays }).date
          const total = days + (counting.clear ? 1 : 0)
          expect(countedBetween({ from, to, counting, holidays })).toBe(total)
          expect(countedBetween({ from, to: addDays(to, -1), counting, holidays })).toBe(total - 1)
        },
      ),
    )
  })
})

describe('holidays on weekends: none is observed on another day unless the law moves it', () => {
  test.each<[string, string, string, Period, string]>([
    // Christmas 2021 is a Saturday, December 26 a Sunday: Monday 27 counts.
    ['ca-bc-pipa', 'pipa-days', '2021-12-20', { days: 5 }, '2021-12-27'],
    // New Year's Day 2022 is a Saturday: Monday January 3 counts.
    ['ca-bc-pipa', 'pipa-days', '2021-12-30', { days: 2 }, '2022-01-03'],
    // Canada Day 2023 is a Saturday, in 2018 a Sunday: BC does not move it.
    ['ca-bc-pipa', 'pipa-days', '2023-06-30', { days: 1 }, '2023-07-03'],
    ['ca-bc-pipa', 'pipa-days', '2018-06-29', { days: 1 }, '2018-07-02'],
    // Remembrance Day 2023 is a Saturday.
    ['ca-bc-pipa', 'pipa-days', '2023-11-10', { days: 1 }, '2023-11-13'],
    // The federal Act moves July 1 to July 2 where it is a Sunday: the end goes on to Tuesday.
    ['ca-fed-pipeda', 'calendar-rolling', '2018-06-01', { days: 30 }, '2018-07-03'],
    ['ca-fed-pipeda', 'calendar-rolling', '2023-09-01', { days: 29 }, '2023-10-02'],
    // Alberta: a Saturday holiday rolls once, to Monday, not to a Tuesday.
    ['ca-ab-pipa', 'calendar-rolling', '2021-12-02', { days: 30 }, '2022-01-03'],
    ['ca-ab-pipa', 'calendar-rolling', '2021-12-05', { days: 20 }, '2021-12-27'],
    // Quebec: June 24, 2018 is a Sunday and is not moved; July 1, 2018 is, to July 2.
    ['ca-qc-p391', 'interpretation-act', '2018-06-04', { days: 20 }, '2018-06-25'],
    ['ca-qc-p391', 'interpretation-act', '2018-06-11', { days: 20 }, '2018-07-03'],
    ['ca-qc-p391', 'interpretation-act', '2022-12-05', { days: 20 }, '2022-12-26'],
    // A Saturday in Quebec: the end stays, even on a holiday's eve.
    ['ca-qc-p391', 'interpretation-act', '2023-06-04', { days: 20 }, '2023-06-26'],
    ['ca-qc-p391', 'interpretation-act', '2023-06-03', { days: 14 }, '2023-06-17'],
  ])('%s %s: %s + %j = %s', (statute, counting, from, period, expected) => {
    const way = under(statute, counting)
    expect(end(from, period, way.counting, way.holidays)).toBe(expected)
  })
})

describe('days on which the clocks changed', () => {
  const [bc, alberta, toronto] = [
    'America/Vancouver',
    'America/Edmonton',
    'America/Toronto',
  ] as const
  test.each<[string, string, number]>([
    // Spring forward on 2026-03-08 for the last time in BC and Alberta; what would have been autumn's 25 hours is an ordinary day.
    [bc, '2026-03-07', 24],
    [bc, '2026-03-08', 23],
    [bc, '2026-03-09', 24],
    [bc, '2026-11-01', 24],
    [bc, '2027-03-14', 24],
    [bc, '2025-11-02', 25],
    [alberta, '2026-03-08', 23],
    [alberta, '2026-06-17', 24],
    [alberta, '2026-06-18', 24],
    [alberta, '2026-11-01', 24],
    [alberta, '2027-03-14', 24],
    [alberta, '2025-11-02', 25],
    [toronto, '2026-03-08', 23],
    [toronto, '2026-11-01', 25],
    [toronto, '2027-03-14', 23],
  ])('%s %s has %i hours', (zone, day, hours) => {
    expect(hoursOf(day, zone)).toBe(hours)
  })
  test.each<[string, string, string, string]>([
    // The same 30 PIPA-days, over the change and after it: the date is counted in days, the instant follows the law of the clock.
    ['ca-bc-pipa', '2026-01-22', '2026-03-06', '2026-03-07T08:00:00.000Z'],
    ['ca-bc-pipa', '2026-01-23', '2026-03-09', '2026-03-10T07:00:00.000Z'],
    ['ca-bc-pipa', '2026-09-18', '2026-11-03', '2026-11-04T07:00:00.000Z'],
    ['ca-bc-pipa', '2025-09-18', '2025-11-03', '2025-11-04T08:00:00.000Z'],
    ['ca-ab-pipa', '2026-04-28', '2026-06-17', '2026-06-18T06:00:00.000Z'],
    ['ca-ab-pipa', '2026-04-29', '2026-06-18', '2026-06-19T06:00:00.000Z'],
    ['ca-ab-pipa', '2026-09-22', '2026-11-12', '2026-11-13T06:00:00.000Z'],
    ['ca-ab-pipa', '2025-09-22', '2025-11-12', '2025-11-13T07:00:00.000Z'],
    ['ca-qc-p391', '2026-10-02', '2026-11-02', '2026-11-03T05:00:00.000Z'],
    ['ca-qc-p391', '2026-09-30', '2026-10-30', '2026-10-31T04:00:00.000Z'],
  ])('%s given %s: to comply by %s, which ends %s', (statute, given, due, endsAt) => {
    const found = unwrap(
      deadlinesFor(pack(statute, given), '2026c', {
        party: 'acme',
        start: 'copy-given',
        on: d(given),
        terms: oneOfEach,
      }),
    ).find(({ id, terms }) => id === 'comply' && terms.includes('M'))
    expect(found).toMatchObject({ date: due, endsAt })
  })
  test('1990 to 2060: a day has 23, 24 or 25 hours, begins where the last one ended, and its last instant is still that day', () => {
    const lengths = new Set<number>()
    const zones = [bc, alberta, toronto, 'Australia/Sydney', 'Europe/Brussels']
    const check = (zone: string, day: LocalDate) => {
      const hours = hoursOf(day, zone)
      lengths.add(hours)
      expect([23, 24, 25]).toContain(hours)
      expect(startOfDay(addDays(day, 1), zone)).toBe(endOfDay(day, zone))
      expect(
        dateAt(new Date(Date.parse(endOfDay(day, zone)) - 1).toISOString() as never, zone),
      ).toBe(day)
    }
    fc.assert(fc.property(fc.constantFrom(...zones), date, check), { numRuns: 300 })
    // Every day of a year of change, so that both odd lengths are met.
    for (let n = 0; n <= daysBetween(d('2025-01-01'), d('2026-12-31')); n += 1)
      for (const zone of [bc, alberta]) check(zone, addDays(d('2025-01-01'), n))
    expect([...lengths].toSorted()).toEqual([23, 24, 25])
  })
})
