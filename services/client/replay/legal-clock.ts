// Waits until a legal date has begun in an office's zone, asking that office: it alone knows its clock.

import type { z } from 'zod'
import type { LocalDate } from '../../../shared/kernel/date.ts'
import { startOfDay } from '../../../shared/calendar/zone.ts'
import { clockViewSchema } from '../../../shared/contract/views.schema.ts'
import type { Clients } from './clients.ts'
import { pauseMs } from './settle.ts'

export interface LegalClocks {
  untilBegun(office: string, date: LocalDate, signal: AbortSignal | undefined): Promise<void>
}

export function legalClocks(clients: Clients): LegalClocks {
  /** The latest day each office is known to have reached: legal time never goes back. */
  const reached = new Map<string, LocalDate>()
  return {
    async untilBegun(office, date, signal) {
      const client = clients.get(office)
      if (client === undefined) throw new Error(`No client for office ${office}`)
      while ((reached.get(office) ?? '') < date) {
        const clock = await client.get('/v1/clock', clockViewSchema)
        reached.set(office, clock.legalToday)
        if (clock.legalToday >= date) return
        await pauseMs(pollMs(clock, date), signal)
      }
    },
  }
}

function pollMs(
  { kind, legalNow, zone, rate }: z.output<typeof clockViewSchema>,
  date: LocalDate,
): number {
  if (kind === 'stepped') return steppedPollMs
  const leftMs = (Date.parse(startOfDay(date, zone)) - Date.parse(legalNow)) / rate
  return Math.min(Math.max(Math.ceil(leftMs), shortestPollMs), longestPollMs)
}

const shortestPollMs = 2
/** A clock that is stepped may show any instant in a moment. */
const steppedPollMs = 25
/** A demonstration's clock may be set again while everything starts; look at it now and then. */
const longestPollMs = 1_000
