// Waits until a legal date has begun in an office's zone, asking that office: it alone knows its clock.

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
        const { legalToday, legalNow, zone, rate } = await client.get('/v1/clock', clockViewSchema)
        reached.set(office, legalToday)
        if (legalToday >= date) return
        const leftMs = (Date.parse(startOfDay(date, zone)) - Date.parse(legalNow)) / rate
        await pauseMs(Math.min(Math.max(Math.ceil(leftMs), shortestPollMs), longestPollMs), signal)
      }
    },
  }
}

const shortestPollMs = 2
/** A demonstration's clock may be set again while everything starts; look at it now and then. */
const longestPollMs = 1_000
