import { surelyHolidays } from '../../../shared/policy/reading.ts'
import { describe, expect, test } from 'vitest'
import { easterOf, holidaysOf } from '../../../shared/calendar/holidays.ts'
import { pack } from '../policy/packs.ts'

const dates = (statute: string, year: number) =>
  [...holidaysOf(surelyHolidays(pack(statute)), year).keys()].map((date) => date.slice(5)).sort()
const on = (statute: string, date: string) =>
  holidaysOf(surelyHolidays(pack(statute)), Number(date.slice(0, 4))).get(date as never)

describe('Easter', () => {
  // The earliest, the latest, and years of each century rule.
  test.each([
    [1818, '1818-03-22'],
    [1943, '1943-04-25'],
    [1954, '1954-04-18'],
    [1981, '1981-04-19'],
    [2000, '2000-04-23'],
    [2008, '2008-03-23'],
    [2011, '2011-04-24'],
    [2024, '2024-03-31'],
    [2038, '2038-04-25'],
    [2049, '2049-04-18'],
    [2060, '2060-04-18'],
  ])('%i', (year, date) => {
    expect(easterOf(year)).toBe(date)
  })
})

describe('holidays of a year, as each statute lists them', () => {
  test('British Columbia 2022: days themselves, none observed on another day', () => {
    expect(dates('ca-bc-pipa', 2022)).toEqual([
      '01-01',
      '02-21',
      '04-15',
      '04-18',
      '05-23',
      '07-01',
      '08-01',
      '09-05',
      '10-10',
      '11-11',
      '12-25',
      '12-26',
    ])
    // Christmas and Boxing Day of 2021 fell on a weekend: a general library closes December 27 and 28.
    expect(on('ca-bc-pipa', '2021-12-27')).toBeUndefined()
    expect(on('ca-bc-pipa', '2021-12-28')).toBeUndefined()
    expect(on('ca-bc-pipa', '2022-01-03')).toBeUndefined()
    expect(on('ca-bc-pipa', '2018-07-02')).toBeUndefined()
  })
  test.each([
    ['2012-02-13', undefined],
    ['2013-02-11', 'family-day-2013'],
    ['2018-02-12', 'family-day-2013'],
    ['2018-02-19', undefined],
    ['2019-02-11', undefined],
    ['2019-02-18', 'family-day'],
  ])('British Columbia: Family Day moved from the second to the third Monday: %s', (date, id) => {
    expect(on('ca-bc-pipa', date)).toBe(id)
  })
  test.each([
    ['ca-bc-pipa', '2022-09-30', undefined],
    ['ca-bc-pipa', '2023-09-30', 'truth-and-reconciliation'],
    ['ca-fed-pipeda', '2020-09-30', undefined],
    ['ca-fed-pipeda', '2021-09-30', 'truth-and-reconciliation'],
    ['ca-qc-p391', '2024-09-30', undefined],
  ])('September 30: %s %s', (statute, date, id) => {
    expect(on(statute, date)).toBe(id)
  })
  test('Quebec 2023 and 2018: July 2 where July 1 is a Sunday; no August day, no November 11, no December 26', () => {
    expect(dates('ca-qc-p391', 2023)).toEqual([
      '01-01',
      '04-07',
      '04-10',
      '05-22',
      '06-24',
      '07-01',
      '09-04',
      '10-09',
      '12-25',
    ])
    expect(on('ca-qc-p391', '2018-07-01')).toBeUndefined()
    expect(on('ca-qc-p391', '2018-07-02')).toBe('canada-day')
  })
  test('the Monday before May 25 is never May 25', () => {
    expect(on('ca-qc-p391', '2026-05-18')).toBe('patriots-day')
    expect(on('ca-qc-p391', '2026-05-25')).toBeUndefined()
    expect(on('ca-qc-p391', '2027-05-24')).toBe('patriots-day')
  })
  test('Alberta 2022 and the federal list 2021', () => {
    expect(dates('ca-ab-pipa', 2022)).toEqual([
      '01-01',
      '02-21',
      '04-15',
      '04-18',
      '05-23',
      '07-01',
      '08-01',
      '09-05',
      '10-10',
      '11-11',
      '12-25',
      '12-26',
    ])
    expect(dates('ca-fed-pipeda', 2021)).toEqual([
      '01-01',
      '04-02',
      '04-05',
      '05-24',
      '07-01',
      '09-06',
      '09-30',
      '10-11',
      '11-11',
      '12-25',
    ])
  })
  test('rules that a year may not have: February 29, a fifth Monday; one that moves into the next year; single dates', () => {
    const text = { en: 'x', fr: 'x' }
    const citations = [{ section: '1', confidence: 'M' as const }]
    const list = [
      {
        id: 'leap',
        name: text,
        citations,
        rule: { kind: 'fixed', month: 2, day: 29, ifSunday: 'stays' },
      },
      { id: 'fifth', name: text, citations, rule: { kind: 'nth', nth: 5, weekday: 1, month: 2 } },
      {
        id: 'eve',
        name: text,
        citations,
        rule: { kind: 'fixed', month: 12, day: 31, ifSunday: 'next-day' },
      },
      {
        id: 'mourning',
        name: text,
        citations,
        rule: { kind: 'dates', dates: ['2022-09-19' as never] },
      },
    ] as const
    const of = (year: number) => Object.fromEntries(holidaysOf(list as never, year))
    expect(of(2023)).toEqual({}) // December 31, 2023 is a Sunday
    expect(of(2024)).toEqual({ '2024-01-01': 'eve', '2024-02-29': 'leap', '2024-12-31': 'eve' })
    expect(of(2044)).toEqual({ '2044-02-29': 'leap', '2044-12-31': 'eve' })
    expect(of(2016)['2016-02-29']).toBe('leap') // a fifth Monday too: the first in the list names it
    expect(of(2022)['2022-09-19']).toBe('mourning')
  })
})
