// The legal clock of one office: now, and today in the office's own zone. The arithmetic is in shared/clock.ts; the real time is read here.
// A compressed clock stands still until its `realStart`, so that the start of a demonstration can be set when everything is up.

import type { Instant, LocalDate } from '../../shared/kernel/date.ts'
import { checkZoneData, dateAt } from '../../shared/calendar/zone.ts'
import { legalMs, type ClockSetting } from '../../shared/kernel/clock.ts'
import { unwrap } from '../../shared/kernel/problems.ts'

export interface LegalClock {
  readonly setting: ClockSetting
  /** False for a compressed clock that still stands. */
  readonly isStarted: boolean
  now(): Instant
  today(): LocalDate
  /** Sets when a compressed clock that has not started yet starts, or steps a stepped one on. Throws where time has already passed on it: legal time does not jump. */
  startAt(setting: ClockSetting): void
}

export function openClock(
  initial: ClockSetting,
  zone: string,
  realNow: () => number = Date.now,
): LegalClock {
  let setting = initial
  const now = () => new Date(legalMs(setting, realNow())).toISOString() as Instant
  return {
    get setting() {
      return setting
    },
    get isStarted() {
      return setting.kind !== 'compressed' || realNow() >= Date.parse(setting.realStart)
    },
    now,
    today: () => dateAt(now(), zone),
    startAt(next) {
      if (JSON.stringify(next) === JSON.stringify(setting)) return
      if (setting.kind === 'stepped' && next.kind === 'stepped' && next.legal > setting.legal) {
        setting = next
        return
      }
      if (setting.kind !== 'compressed' || next.kind !== 'compressed')
        throw new Error(
          `A ${setting.kind} clock cannot become a ${next.kind} one while the process runs`,
        )
      if (realNow() >= Date.parse(setting.realStart))
        throw new Error(
          `The legal clock has run since ${setting.realStart} and cannot be set again`,
        )
      setting = next
    },
  }
}

/** The version of the zone data; throws `zone-data-too-old` where it is wrong about a legal day's end. */
export function zoneData(version: string = process.versions.tz ?? 'none'): string {
  return unwrap(checkZoneData(version))
}
