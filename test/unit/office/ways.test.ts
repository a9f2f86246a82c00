// What a connection test says, in both languages: what is wrong, whose it is to mend, and what ends soon.

import { expect, test } from 'vitest'
import type { Way } from '../../../services/office/ports.ts'
import { wayCheck } from '../../../services/office/ways.ts'
import type { Instant } from '../../../shared/kernel/date.ts'
import type { OfficeId } from '../../../shared/kernel/ids.ts'
import { expectBilingual } from '../../support/bilingual.ts'

const now = '2026-11-27T09:00:00.000Z' as Instant
const office = 'ca-ab-oipc' as OfficeId
const url = 'tls://broker.office.example:4222'
const open = (more: Partial<Extract<Way, { kind: 'open' }>> = {}): Way => ({
  kind: 'open',
  office,
  url,
  isEncrypted: true,
  certificateEnds: '2027-11-27T09:00:00.000Z' as Instant,
  entries: 4,
  tookMs: 12,
  ...more,
})

test.each(['name', 'connection', 'tls', 'key', 'permission', 'ledger'] as const)(
  'a way that ends at %s says so and what to do, for one’s own broker and another’s',
  (layer) => {
    const way: Way = { kind: 'failed', office, url, layer, why: 'E_SYSTEM' }
    for (const isOwn of [true, false]) {
      const check = wayCheck({ way, isOwn, now })
      expect(check.state).toBe('failed')
      expect(check.found).toContain('E_SYSTEM')
      for (const [en, fr] of [
        [check.check, check.checkFr],
        [check.found, check.foundFr],
        [check.advice, check.adviceFr],
      ])
        expectBilingual({ en: en ?? '', fr: fr ?? '' }, ['E_SYSTEM', url, office])
    }
  },
)

test('an open way is well; one in clear to another machine, and a certificate of the last month, are said', () => {
  const state = (way: Way) => wayCheck({ way, isOwn: false, now }).state
  expect(state(open())).toBe('ok')
  expect(state(open({ certificateEnds: '2026-12-20T09:00:00.000Z' as Instant }))).toBe('warning')
  const inClear = { isEncrypted: false, certificateEnds: undefined }
  expect(state(open({ ...inClear, url: 'nats://broker.office.example:4222' }))).toBe('warning')
  expect(state(open({ ...inClear, url: 'nats://127.0.0.1:4222' }))).toBe('ok')
})
