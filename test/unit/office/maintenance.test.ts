// An office that says that it will be away is shown as it said, for as long as it said, and not a moment longer.

import { describe, expect, it } from 'vitest'
import { createMaintenance } from '../../../services/office/maintenance.ts'
import { openStore } from '../../../services/adapters/store/store.ts'
import type { Instant } from '../../../shared/kernel/date.ts'
import { rulesOf } from '../../../shared/rules.ts'
import { BreakingLedger } from '../../support/breaking-ledger.ts'
import { bcEntry, doorOf, officer, project } from '../../support/door.ts'
import { d } from '../../support/founding.ts'

const at = (time: string) => `2031-05-10T${time}:00.000Z` as Instant

/** An office that announces, and what whoever reads its ledger makes of it at a time. */
function reading() {
  const ledger = new BreakingLedger('bc')
  const store = openStore(':memory:', { rulesOf })
  ledger.onStored = (message) => project(store, message)
  const door = doorOf({ ledger, store })
  let now = at('07:00')
  const maintenance = createMaintenance({
    office: bcEntry.id,
    aggregate: (ref) => store.aggregate(ref),
    now: () => now,
    today: () => d('2031-05-10'),
    submit: (actor, ref, command) => door.submit(actor, ref, command),
  })
  return {
    ledger,
    announce: (from: string, until: string) =>
      maintenance.announce(officer, { from: at(from), until: at(until), reason: 'It moves' }),
    shownAt: (time: string) => {
      now = at(time)
      return maintenance.of(bcEntry.id)?.until
    },
    maintenance,
  }
}

describe('an announced maintenance', () => {
  it.each([
    ['07:59', undefined],
    ['08:00', at('10:00')],
    ['09:59', at('10:00')],
    ['10:00', undefined],
  ])('is shown at %s until %s', async (time, until) => {
    const { announce, shownAt } = reading()
    await announce('08:00', '10:00')
    expect(shownAt(time)).toBe(until)
  })

  it('said again is longer, or over: the latest counts, also where it is the first one again', async () => {
    const { announce, shownAt, ledger } = reading()
    await announce('08:00', '10:00')
    await announce('08:00', '12:00')
    expect(shownAt('11:00')).toBe(at('12:00'))
    await announce('08:00', '10:00')
    expect(shownAt('11:00')).toBeUndefined()
    expect(ledger.messages).toHaveLength(3)
  })

  it('that ends before it begins, or lasts for weeks, is refused in both languages', async () => {
    const { announce, maintenance } = reading()
    await expect(announce('10:00', '08:00')).rejects.toMatchObject({
      problem: { code: 'invalid-input', messageFr: expect.stringContaining('interruption') },
    })
    const long = { from: at('08:00'), until: '2031-05-25T08:00:00.000Z', reason: 'long' }
    await expect(maintenance.announce(officer, long)).rejects.toMatchObject({
      problem: { code: 'invalid-input' },
    })
  })

  it('by a peer that announces weeks all the same is not shown', () => {
    const said = { kind: 'maintenance-announced', on: d('2031-05-10'), reason: 'long' } as const
    const state = {
      maintenances: [{ ...said, from: at('08:00'), until: '2031-06-10T08:00:00.000Z' }],
    }
    const { of } = createMaintenance({
      office: bcEntry.id,
      aggregate: () => ({ state }),
      now: () => at('09:00'),
      today: () => d('2031-05-10'),
      submit: () => Promise.reject(new Error('not asked')),
    })
    expect(of(bcEntry.id)).toBeUndefined()
  })
})
