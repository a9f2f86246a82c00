// Which key counts where: one rule, by entries and never by days; and what people are told of a key that ends.

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  directorySchema,
  officeEntrySchema,
  type OfficeEntry,
} from '../../../shared/office/directory.schema.ts'
import { countsAt, withPeriodOf } from '../../../shared/office/key-period.ts'
import { boundedEventKeys, keysOf } from '../../../shared/office/keys.ts'
import { d, officeEntry } from '../../support/founding.ts'

type EventKey = OfficeEntry['eventKeys'][number]
const publicKey = 'A'.repeat(43)
const today = d('2031-05-10')

describe('what a key signed', () => {
  it.each([
    ['in use', {}, 1_000_000, true],
    ['changed, at its last entry', { upTo: 100 }, 100, true],
    ['changed, one behind it', { upTo: 100 }, 101, false],
    ['stolen, at its last entry', { upTo: 100, stolenOn: d('2031-05-02') }, 100, true],
    ['stolen, one behind it', { upTo: 100, stolenOn: d('2031-05-02') }, 101, false],
    ['that never signed anything', { upTo: 0 }, 1, false],
    ['meant until a day that is long past', { until: d('2020-01-01') }, 1, true],
    ['to be used from a day to come', { from: d('2040-01-01') }, 1, true],
  ])('%s', (_, period, entries, counts) => expect(countsAt(period, entries)).toBe(counts))

  it('counts up to its place and never again behind it, whatever days stand beside', () => {
    const day = fc.constantFrom(undefined, d('1999-01-01'), d('2031-05-02'), d('2099-12-31'))
    const place = fc.nat({ max: 1_000 })
    fc.assert(
      fc.property(place, place, day, day, day, (upTo, entries, from, until, stolenOn) => {
        const key = { upTo, from, until, stolenOn }
        expect(countsAt(key, entries)).toBe(entries <= upTo)
        if (!countsAt(key, entries)) expect(countsAt(key, entries + 1)).toBe(false)
      }),
    )
  })

  it('ends where a directory of later says so, and is not given back by one that says nothing', () => {
    const known = { keyid: 'k', publicKey, upTo: 7, stolenOn: d('2031-05-02') }
    expect(withPeriodOf<EventKey>({ keyid: 'k', publicKey }, known)).toEqual(known)
    expect(withPeriodOf(known, {})).toEqual(known)
    expect(withPeriodOf(known, { upTo: 5 })).toEqual({ ...known, upTo: 5 })
  })
})

describe('a directory', () => {
  const entry = { ...officeEntry('bc', 'ca-bc-pipa'), zone: 'America/Vancouver' }
  const withKeys = (eventKeys: unknown[]) => officeEntrySchema.safeParse({ ...entry, eventKeys })

  it('of before, without periods, is read as it was', () => {
    expect(directorySchema.safeParse({ version: 1, offices: [entry] }).success).toBe(true)
  })

  it('says of a stolen key up to where it counts, or is refused', () => {
    const stolen = { keyid: 'k', publicKey, stolenOn: '2031-05-02' }
    expect(withKeys([stolen]).success).toBe(false)
    expect(withKeys([{ ...stolen, upTo: 3 }]).success).toBe(true)
  })

  it('names the event keys that end at a place', () => {
    const eventKeys = [
      { keyid: 'new', publicKey },
      { keyid: 'old', publicKey, upTo: 12 },
    ]
    expect(boundedEventKeys({ version: 1, offices: [{ ...entry, eventKeys }] })).toEqual([
      { office: 'bc', keyid: 'old', upTo: 12 },
    ])
  })
})

describe('people are told of a key', () => {
  const stateOf = (period: object) => {
    const entry = {
      ...officeEntry('bc', 'ca-bc-pipa'),
      eventKeys: [{ keyid: 'k', publicKey, ...period }],
    }
    return keysOf(entry, today, () => 'log').find(({ name }) => name === 'k')?.state
  }
  it.each([
    ['used', {}],
    ['used', { until: d('2031-06-10') }],
    ['ends', { until: d('2031-06-09') }],
    ['ends', { until: today }],
    ['overdue', { until: d('2031-05-09') }],
    ['changed', { upTo: 4, until: d('2031-05-09') }],
    ['stolen', { upTo: 4, stolenOn: d('2031-05-02') }],
  ])('%s: %o', (state, period) => expect(stateOf(period)).toBe(state))
})
