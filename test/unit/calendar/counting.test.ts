import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { count, countedBetween, type CountingRule } from '../../../shared/calendar/counting.ts'
import {
  addDays,
  dateOf,
  daysBetween,
  weekdayOf,
  yearOf,
  type LocalDate,
} from '../../../shared/kernel/date.ts'
import { holidaysOf } from '../../../shared/calendar/holidays.ts'
import type { DayKind, Period } from '../../../shared/policy/pack.schema.ts'
import { d, pack, packs } from '../policy/packs.ts'

const calendar: CountingRule = { skips: [], rollsOver: [], clear: false }
const federal = pack('ca-fed-pipeda')
const rolling: CountingRule = { ...calendar, rollsOver: ['sunday', 'holiday'] }
const end = (
  from: string,
  period: Period,
  counting: CountingRule = calendar,
  holidays = federal.holidays,
) => count({ from: d(from), period, counting, holidays }).date

describe('tables', () => {
  test.each<[string, Period, CountingRule, string]>([
    ['2024-02-28', { days: 1 }, calendar, '2024-02-29'],
    ['2023-02-28', { days: 1 }, calendar, '2023-03-01'],
    ['2024-01-31', { months: 1 }, calendar, '2024-02-29'],
    ['2023-01-31', { months: 1 }, calendar, '2023-02-28'],
    ['2023-11-30', { months: 3 }, calendar, '2024-02-29'],
    ['2024-02-29', { years: 1 }, calendar, '2025-02-28'],
    ['2024-02-29', { years: 4 }, calendar, '2028-02-29'],
    ['2021-12-31', { days: 0 }, calendar, '2021-12-31'],
    ['2024-05-01', { days: 7 }, { ...calendar, clear: true }, '2024-05-09'],
    ['2024-01-31', { months: 1 }, { ...calendar, clear: true }, '2024-03-01'],
    // Good Friday 2024-03-29: Saturday 30 counts as an end, Easter Sunday and Monday do not.
    ['2024-03-01', { days: 28 }, rolling, '2024-03-30'],
    ['2024-03-01', { days: 30 }, rolling, '2024-04-02'],
    // Rolls over the end of a year: Saturday 2022-12-31 counts, Sunday 2023-01-01 is both Sunday and a holiday.
    ['2022-12-02', { days: 30 }, rolling, '2023-01-02'],
    ['2022-12-01', { days: 30 }, rolling, '2022-12-31'],
  ])('%s + %j %j = %s', (from, period, counting, expected) => {
    expect(end(from, period, counting)).toBe(expected)
  })
  test('the end that rolls keeps every day it passed, with the weekday as the surer reason', () => {
    expect(
      count({
        from: d('2022-11-25'),
        period: { days: 30 },
        counting: { ...rolling, rollsOver: ['saturday', 'sunday', 'holiday'] },
        holidays: pack('ca-bc-pipa').holidays,
      }),
    ).toEqual({
      date: '2022-12-27',
      skipped: [],
      rolled: [
        { date: '2022-12-25', why: 'sunday' },
        { date: '2022-12-26', why: 'december-26' },
      ],
    })
  })
  test('a holiday that is lost moves the date', () => {
    const bc = pack('ca-bc-pipa')
    const input = {
      from: d('2023-09-15'),
      period: { days: 30 },
      counting: bc.countings['pipa-days'] ?? calendar,
    }
    const without = bc.holidays.filter((holiday) => holiday.id !== 'thanksgiving')
    expect(count({ ...input, holidays: bc.holidays }).date).toBe('2023-10-30')
    expect(count({ ...input, holidays: without }).date).toBe('2023-10-27')
  })
})

describe('properties, 1990 to 2060, over every way of counting of every pack', () => {
  const ways = [
    ...packs.flatMap((each) =>
      Object.entries(each.countings).map(([name, counting]) => ({
        name: `${each.statute} ${name}`,
        counting: counting as CountingRule,
        holidays: each.holidays,
      })),
    ),
    ...[true, false].map((clear) => ({
      name: `clear ${clear}`,
      counting: {
        skips: ['sunday', 'holiday'],
        rollsOver: ['saturday', 'sunday', 'holiday'],
        clear,
      } as CountingRule,
      holidays: federal.holidays,
    })),
  ]
  const way = fc.constantFrom(...ways)
  const date = fc
    .integer({ min: 0, max: daysBetween(dateOf(1990, 1, 1), dateOf(2060, 12, 31)) })
    .map((days) => addDays(dateOf(1990, 1, 1), days))
  const period: fc.Arbitrary<Period> = fc.oneof(
    fc.record({ days: fc.integer({ min: 0, max: 400 }) }),
    fc.record({ months: fc.integer({ min: 1, max: 30 }) }),
    fc.record({ years: fc.integer({ min: 1, max: 5 }) }),
  )

  /** Written apart from the code under test, and slowly. */
  const isOf = (day: LocalDate, kinds: readonly DayKind[], { holidays }: (typeof ways)[number]) =>
    (kinds.includes('saturday') && weekdayOf(day) === 6) ||
    (kinds.includes('sunday') && weekdayOf(day) === 0) ||
    (kinds.includes('holiday') && holidaysOf(holidays, yearOf(day)).has(day))

  test('later start or longer period never ends earlier', () => {
    fc.assert(
      fc.property(way, date, period, fc.nat(60), fc.nat(60), (w, from, p, later, longer) => {
        const more: Period =
          'days' in p
            ? { days: p.days + longer }
            : 'months' in p
              ? { months: p.months + longer }
              : { years: p.years + longer }
        const base = count({ from, period: p, ...w }).date
        return (
          base >= from &&
          count({ from: addDays(from, later), period: p, ...w }).date >= base &&
          count({ from, period: more, ...w }).date >= base
        )
      }),
    )
  })
  test('never ends on a day that does not count; skipped and rolled are exactly the days passed', () => {
    let seen = 0
    fc.assert(
      fc.property(way, date, fc.integer({ min: 1, max: 400 }), (w, from, days) => {
        const { date: last, skipped, rolled } = count({ from, period: { days }, ...w })
        expect(isOf(last, w.counting.rollsOver, w)).toBe(false)
        if (rolled.length === 0) expect(isOf(last, w.counting.skips, w)).toBe(false)
        const first = rolled[0]?.date ?? last
        const inside = Array.from({ length: daysBetween(from, first) }, (_, n) =>
          addDays(from, n + 1),
        )
        expect(skipped.map((day) => day.date)).toEqual(
          inside.filter((day) => isOf(day, w.counting.skips, w)),
        )
        expect(inside.length - skipped.length).toBe(days + (w.counting.clear ? 1 : 0))
        expect(rolled.map((day) => day.date)).toEqual(
          Array.from({ length: daysBetween(first, last) }, (_, n) => addDays(first, n)),
        )
        expect(rolled.every((day) => isOf(day.date, w.counting.rollsOver, w))).toBe(true)
        seen += rolled.length + skipped.length
      }),
    )
    expect(seen).toBeGreaterThan(100)
  })
  test('counting back is the inverse', () => {
    fc.assert(
      fc.property(way, date, fc.integer({ min: 1, max: 400 }), (w, from, days) => {
        const { date: last, rolled } = count({ from, period: { days }, ...w })
        const first = rolled[0]?.date ?? last
        const total = days + (w.counting.clear ? 1 : 0)
        let day = first
        for (let n = total; ; day = addDays(day, -1))
          if (!isOf(day, w.counting.skips, w) && (n -= 1) === 0) break
        // `day` is the first that counted: nothing countable lies between it and `from`.
        const between = Array.from({ length: daysBetween(from, day) - 1 }, (_, n) =>
          addDays(from, n + 1),
        )
        expect(day > from).toBe(true)
        expect(between.every((passed) => isOf(passed, w.counting.skips, w))).toBe(true)
        expect(
          countedBetween({ from, to: first, counting: w.counting, holidays: w.holidays }),
        ).toBe(total)
      }),
    )
  })
})
