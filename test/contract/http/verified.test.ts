// The mark of an entry that can be opened: who signed it, who holds or saw it, who not yet, in both languages and without a script.

import { beforeAll, describe, expect, test } from 'vitest'
import { confirmedBy } from '../../../services/web/kit/verified.ts'
import type { LedgerStanding } from '../../../shared/contract/ledgers.schema.ts'
import type { OfficeId } from '../../../shared/kernel/ids.ts'
import { PlainBrowser } from '../../support/plain-browser.ts'
import { clientOf } from './client.ts'
import { MemoryOffice } from './memory-office.ts'

let office: MemoryOffice
beforeAll(async () => void (office = await new MemoryOffice('ca-bc-oipc', '2022-03-01').replay()))
const open = (path: string, lang: 'en' | 'fr' = 'en') =>
  PlainBrowser.open(clientOf(office).send, path, lang)
const marks = ({ document }: PlainBrowser) => [...document.querySelectorAll('details.verified')]
const wordsOf = (mark: { textContent: string } | undefined) =>
  mark?.textContent.replaceAll(/\s+/g, ' ').trim() ?? ''

describe('on the page of an order', () => {
  const path = '/orders/ca-bc-oipc/P21-08'
  test('every entry of the history has one, with a name of its own', async () => {
    const page = await open(path)
    const all = marks(page)
    expect(all.length).toBe(page.document.querySelectorAll('table.history tbody tr').length)
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length)
    for (const mark of all) expect(wordsOf(mark)).toContain('signed with')
  })

  test('it is in French', async () => {
    const [first] = marks(await open(path, 'fr'))
    expect(wordsOf(first)).toMatch(/vérifié/)
    expect(wordsOf(first)).not.toMatch(/\b(verified|confirmed|holds|saw|entry|since)\b/)
  })
})

test('in the history of a matter an order’s entry leads to its mark, any other has its own', async () => {
  const page = await open('/matters/clearview-ai')
  const rows = page.document.querySelectorAll('table.history tbody tr').length
  const links = [...page.document.querySelectorAll('table.history a[href*="#v-"]')].map((link) =>
    String(link.getAttribute('href')),
  )
  expect(links.length).toBeGreaterThan(0)
  expect(marks(page).length).toBeGreaterThan(0)
  expect(links.length + marks(page).length).toBe(rows)
  for (const link of links.slice(0, 5)) {
    const [path = '', id = ''] = link.split('#')
    const order = await open(path)
    expect(order.document.getElementById(id)?.className, link).toBe('verified')
  }
})

test('it says who holds the entry, who saw it, and who has not confirmed it since when', async () => {
  const page = await open('/orders/ca-bc-oipc/P21-08')
  // Of every ledger the others hold three entries and saw four; a witness that is no office saw four.
  const bySequence = (n: number) =>
    wordsOf(marks(page).find(({ id }) => id === `v-ca-bc-oipc-${n}`))
  const entries = office.entries
    .filter(({ ref }) => ref.office === 'ca-bc-oipc' && ref.kind === 'order')
    .map(({ recorded }) => recorded.sequence)
  const early = entries.find((n) => n <= 3)
  const late = entries.find((n) => n > 4)
  expect([early, late]).not.toContain(undefined)
  expect(bySequence(early ?? 0)).toContain('✓ verified, confirmed by 4')
  expect(bySequence(early ?? 0)).toContain('OIPC Alberta holds it')
  expect(bySequence(early ?? 0)).toContain('CAI Quebec holds it, not confirmed since')
  expect(bySequence(early ?? 0)).toContain('w1.example/2026 saw it')
  expect(bySequence(late ?? 0)).toContain('OIPC Alberta has not confirmed it: only up to entry 4')
  expect(bySequence(late ?? 0)).toContain('Nobody else has confirmed it yet')
})

describe('whose word counts', () => {
  const standing = (epoch: string, more: Partial<LedgerStanding> = {}): LedgerStanding => ({
    office: 'ca-bc-oipc' as OfficeId,
    epoch,
    state: 'current',
    held: 9,
    seen: null,
    confirmations: ['ca-ab-oipc', 'ca-bc-oipc'].map((by) => ({
      by: by as OfficeId,
      role: 'witness' as const,
      size: 5,
      at: '2026-01-01T00:00:00.000Z',
      stale: false,
    })),
    witnesses: [],
    stopped: null,
    decisions: [],
    succession: null,
    ...more,
  })
  const entry = (sequence: number, epoch = 'e2') => ({
    id: `ca-bc-oipc/${epoch}/order/P26-01/1`,
    office: 'ca-bc-oipc' as OfficeId,
    sequence,
    version: 1,
    verifiedKey: 'k',
  })
  test('is another office’s, about a head that covers the entry', () => {
    expect(confirmedBy([standing('e2')], entry(5))).toEqual(['ca-ab-oipc'])
    expect(confirmedBy([standing('e2')], entry(6))).toEqual([])
  })
  test('is about the ledger that the entry stands in, not about a later one of that office', () => {
    expect(
      confirmedBy([standing('e1', { confirmations: [] }), standing('e2')], entry(1, 'e1')),
    ).toEqual([])
    expect(confirmedBy([standing('e1')], entry(1))).toEqual([])
  })
  test('is about the ledger that goes on with it, as far as that does', () => {
    const succession: LedgerStanding['succession'] = {
      state: 'followed',
      formerEpoch: 'e1',
      epoch: 'e2',
      size: 3,
      known: 4,
      reason: 'r',
      recordedAt: null,
      accepted: [],
      needed: null,
      holders: [],
      leftOut: 0,
    }
    const followed = standing('e2', { succession })
    expect(confirmedBy([followed], entry(3, 'e1'))).toEqual(['ca-ab-oipc'])
    expect(confirmedBy([followed], entry(4, 'e1'))).toEqual([])
    const waits = standing('e2', { succession: { ...succession, state: 'waits' } })
    expect(confirmedBy([waits], entry(3, 'e1'))).toEqual([])
  })
})
