import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addDays, dateOf, daysBetween } from '../../../shared/kernel/date.ts'
import {
  checkZoneData,
  dateAt,
  endOfDay,
  isZone,
  startOfDay,
} from '../../../shared/calendar/zone.ts'
import { d } from '../policy/packs.ts'

const [bc, alberta, toronto] = ['America/Vancouver', 'America/Edmonton', 'America/Toronto'] as const

describe('first instant of a day', () => {
  test.each([
    // British Columbia: UTC−7 all year from 2026-03-09; the winter before was the last at UTC−8.
    [bc, '2022-01-26', '2022-01-26T08:00'],
    [bc, '2026-03-08', '2026-03-08T08:00'],
    [bc, '2026-03-09', '2026-03-09T07:00'],
    [bc, '2026-11-02', '2026-11-02T07:00'],
    [bc, '2027-01-15', '2027-01-15T07:00'],
    [bc, '2028-07-01', '2028-07-01T07:00'],
    // Alberta: UTC−6 all year from 2026-06-18.
    [alberta, '2026-01-15', '2026-01-15T07:00'],
    [alberta, '2026-06-18', '2026-06-18T06:00'],
    [alberta, '2026-11-02', '2026-11-02T06:00'],
    [alberta, '2027-01-15', '2027-01-15T06:00'],
    // Quebec and Ontario still change: days of 23 and 25 hours.
    [toronto, '2021-03-14', '2021-03-14T05:00'],
    [toronto, '2021-03-15', '2021-03-15T04:00'],
    [toronto, '2021-11-07', '2021-11-07T04:00'],
    [toronto, '2021-11-08', '2021-11-08T05:00'],
    [toronto, '2027-01-15', '2027-01-15T05:00'],
    [toronto, '2027-07-15', '2027-07-15T04:00'],
    // Midnight does not exist (Brazil), is there twice (Cuba), comes back after a minute (Newfoundland), or the whole day is missing (Samoa).
    ['America/Sao_Paulo', '2018-11-04', '2018-11-04T03:00'],
    ['America/Havana', '2021-11-07', '2021-11-07T04:00'],
    ['America/St_Johns', '2010-11-07', '2010-11-07T02:30'],
    ['Pacific/Apia', '2011-12-30', '2011-12-30T10:00'],
    ['Pacific/Apia', '2011-12-31', '2011-12-30T10:00'],
    ['Pacific/Kiritimati', '2024-01-01', '2023-12-31T10:00'],
    ['UTC', '2024-02-29', '2024-02-29T00:00'],
  ])('%s %s', (zone, date, instant) => {
    expect(startOfDay(d(date), zone)).toBe(`${instant}:00.000Z`)
  })
  test('a day ends where the next one begins', () => {
    expect(endOfDay(d('2022-01-25'), bc)).toBe('2022-01-26T08:00:00.000Z')
    expect(endOfDay(d('2024-12-31'), toronto)).toBe('2025-01-01T05:00:00.000Z')
  })
  test('it is that date from the first instant on, and was not just before; 1990 to 2060', () => {
    const days = fc
      .integer({ min: 0, max: daysBetween(dateOf(1990, 1, 1), dateOf(2060, 12, 31)) })
      .map((n) => addDays(dateOf(1990, 1, 1), n))
    fc.assert(
      fc.property(
        fc.constantFrom(bc, alberta, toronto, 'Europe/Paris', 'Australia/Sydney', 'Asia/Beirut'),
        days,
        (zone, date) => {
          const start = startOfDay(date, zone)
          expect(dateAt(start, zone)).toBe(date)
          expect(dateAt(new Date(Date.parse(start) - 1).toISOString() as never, zone)).toBe(
            addDays(date, -1),
          )
        },
      ),
      { numRuns: 300 },
    )
  })
})

describe('zone data', () => {
  test.each(['2026c', '2026f', '2027a'])('%s serves', (version) => {
    expect(checkZoneData(version)).toEqual({ ok: true, value: version })
  })
  test.each(['2025c', '2026b', '2019z', '', 'unknown'])('%j is refused by name', (version) => {
    expect(checkZoneData(version)).toMatchObject({
      ok: false,
      problem: {
        code: 'zone-data-too-old',
        value: version,
        message: expect.stringContaining('2026c'),
      },
    })
  })
  test('another requirement can be given, and what this runtime carries serves', () => {
    expect(checkZoneData('2026c', '2027a').ok).toBe(false)
    expect(checkZoneData(process.versions['tz'] ?? 'none').ok).toBe(true)
  })
  test('zones that do not exist', () => {
    expect([bc, 'America/Nowhere', ''].map(isZone)).toEqual([true, false, false])
  })
})
