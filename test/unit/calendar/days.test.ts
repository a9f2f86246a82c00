// Days by arithmetic and instants by remembered offsets, against the runtime asked directly each time.

import fc from 'fast-check'
import { expect, it } from 'vitest'
import { endOfDay, startOfDay, wallClock } from '../../../shared/calendar/zone.ts'
import { epochDay, fromEpochDay, type LocalDate } from '../../../shared/kernel/date.ts'

const dayMs = 86_400_000
const lastDay = Date.parse('9999-12-30T00:00:00.000Z') / dayMs

it('a day has the number that the runtime gives it, from year 1 to 9999, and back', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: Date.parse('0001-01-01T00:00:00.000Z') / dayMs, max: lastDay }),
      (day) => {
        const date = new Date(day * dayMs).toISOString().slice(0, 10) as LocalDate
        expect(epochDay(date)).toBe(day)
        expect(fromEpochDay(day)).toBe(date)
      },
    ),
    { numRuns: 2_000 },
  )
  for (const date of [
    '0001-01-01',
    '1600-02-29',
    '1900-02-28',
    '1970-01-01',
    '2000-03-01',
    '2024-02-29',
  ])
    expect(epochDay(date as LocalDate), date).toBe(Date.parse(`${date}T00:00:00.000Z`) / dayMs)
})

/** Zones that change often, twice a month, by half an hour, across the date line, or at midnight. */
const zones = [
  'America/Vancouver',
  'America/Edmonton',
  'America/Toronto',
  'America/St_Johns',
  'Africa/Casablanca',
  'Africa/Cairo',
  'Asia/Gaza',
  'Pacific/Apia',
  'America/Sao_Paulo',
  'Australia/Lord_Howe',
  'Europe/Dublin',
  'Asia/Kathmandu',
] as const

it('a day begins where a clock on the wall first shows it, in any zone, whatever was asked before', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...zones),
      fc.integer({ min: Date.parse('1930-01-01T00:00:00.000Z') / dayMs, max: 25_000 }),
      (zone, day) => {
        const date = fromEpochDay(day)
        const instant = Date.parse(startOfDay(date, zone))
        const shown = (ms: number) => shownBy(zone, ms).slice(0, 10)
        // The day that Samoa left out is none: its beginning is that of the next one.
        if (shown(instant) === date) expect(shown(instant - 1) < date).toBe(true)
        else
          expect([zone, shown(instant) > date, shown(instant - 1) < date]).toEqual([
            zone,
            true,
            true,
          ])
        expect(endOfDay(date, zone) >= startOfDay(date, zone)).toBe(true)
      },
    ),
    { numRuns: 3_000 },
  )
})

it('what a clock on the wall shows is what the runtime says, at any instant', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...zones),
      fc.integer({ min: 0, max: 2_000_000_000 }),
      (zone, seconds) => {
        const { local } = wallClock(new Date(seconds * 1000).toISOString() as never, zone)
        expect(local).toBe(
          shownBy(zone, seconds * 1000)
            .slice(0, 16)
            .replace('T', ' '),
        )
      },
    ),
    { numRuns: 2_000 },
  )
})

function shownBy(zone: string, ms: number): string {
  let formatter = formatters.get(zone)
  if (formatter === undefined) {
    formatter = new Intl.DateTimeFormat('sv-SE', {
      timeZone: zone,
      dateStyle: 'short',
      timeStyle: 'medium',
    })
    formatters.set(zone, formatter)
  }
  return formatter.format(ms)
}
const formatters = new Map<string, Intl.DateTimeFormat>()
