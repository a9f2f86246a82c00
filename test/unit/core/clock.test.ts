import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Instant } from '../../../shared/kernel/date.ts'
import { legalMs, realMsUntil, type ClockSetting } from '../../../shared/kernel/clock.ts'

const realStart = '2026-11-22T12:00:00.000Z' as Instant
const clock: ClockSetting = {
  kind: 'compressed',
  realStart,
  legalStart: '2020-02-21T08:00:00.000Z' as Instant,
  rate: 3_000_000,
}
const startMs = Date.parse(realStart)

describe('the compressed clock', () => {
  it('starts where it is told, runs at its rate, and never passes real time', () => {
    expect(new Date(legalMs(clock, startMs)).toISOString()).toBe('2020-02-21T08:00:00.000Z')
    expect(legalMs(clock, startMs + 1000) - legalMs(clock, startMs)).toBe(3_000_000_000)
    expect(legalMs(clock, startMs + 200_000)).toBe(startMs + 200_000)
  })
  it('says how long to sleep so that the instant has come, and not a millisecond more than needed', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 100_000 }),
        fc.integer({ min: 1, max: 3_000 }),
        fc.constantFrom<ClockSetting>(clock, { kind: 'real' }),
        (elapsedMs, days, setting) => {
          const now = startMs + elapsedMs
          const target = legalMs(setting, now) + days * 86_400_000
          const wait = realMsUntil(setting, now, new Date(target).toISOString() as Instant)
          expect(legalMs(setting, now + wait)).toBeGreaterThanOrEqual(target)
          expect(legalMs(setting, now + wait - 2)).toBeLessThan(target)
        },
      ),
    )
  })
  it('does not wait for what has come', () => {
    expect(realMsUntil(clock, startMs, '2019-01-01T00:00:00.000Z' as Instant)).toBe(0)
  })
})
