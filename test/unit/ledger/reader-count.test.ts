// How much a reader may take within an hour and a minute: at any pace, whatever the broker counted before, and for how long it is barred beyond that.

import fc from 'fast-check'
import { expect, it } from 'vitest'
import { ReaderCount } from '../../../services/adapters/ledger/reader-count.ts'
import { readerLimits } from '../../../shared/kernel/limits.ts'

const ledgerBytes = 50_000_000
const bound = readerLimits.bytesPerHour + readerLimits.ledgersPerHour * ledgerBytes
const look = 2_000

/** What it takes between one look and the next; the counter may have been anything before. */
function firstBarred(taken: readonly number[], kind: 'bytes' | 'requests', before = 0) {
  const count = new ReaderCount(readerLimits)
  const counter = { bytes: before, requests: before }
  for (const [index, more] of [0, ...taken].entries()) {
    counter[kind] += more
    count.saw(counter, index * look)
    if (count.judge(ledgerBytes, index * look) !== undefined) return index
  }
  return undefined
}

it('never bars a reader that takes the whole ledger twice within the hour, at any pace and after any past', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 1_000 }), { minLength: 1, maxLength: 100 }),
      fc.nat(1e12),
      (paces, before) => {
        const sum = paces.reduce((a, b) => a + b, 0) || 1
        const taken = paces.map((pace) => Math.floor((pace / sum) * 2 * ledgerBytes))
        expect(firstBarred(taken, 'bytes', before)).toBeUndefined()
      },
    ),
  )
})

it('bars at the look at which more than the bound was taken within the hour, and not before', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: bound }), { maxLength: 50 }), (paces) => {
      let sum = 0
      const expected = paces.findIndex((each) => (sum += each) > bound)
      expect(firstBarred(paces, 'bytes')).toBe(expected < 0 ? undefined : expected + 1)
    }),
  )
})

it('counts requests within a minute: as many as are free each minute for ever, and one more not', () => {
  const looksAMinute = 60_000 / look
  const steady = Array.from({ length: 20 * looksAMinute }, () =>
    Math.floor(readerLimits.requestsPerMinute / looksAMinute),
  )
  expect(firstBarred(steady, 'requests')).toBeUndefined()
  expect(firstBarred([...steady, 1 + readerLimits.requestsPerMinute], 'requests')).toBe(
    steady.length + 1,
  )
})

it('bars twice as long each time, up to a day, and as at first after a day without', () => {
  const count = new ReaderCount(readerLimits)
  const counter = { bytes: 0, requests: 0 }
  const minutes: number[] = []
  let now = 0
  count.saw(counter, now)
  const flood = () => {
    counter.bytes += bound + 1
    count.saw(counter, ++now)
    const bar = count.judge(ledgerBytes, now)
    if (bar === undefined) throw new Error('it is not barred')
    minutes.push((bar.untilMs - bar.sinceMs) / 60_000)
    // What is on its way while it is barred does not count against it afterwards.
    counter.bytes += bound + 1
    count.saw(counter, ++now)
    expect(count.judge(ledgerBytes, now)).toBe(bar)
    now = bar.untilMs
    count.saw(counter, now)
    expect(count.judge(ledgerBytes, now)).toBeUndefined()
  }
  for (let time = 0; time < 9; time++) flood()
  now += readerLimits.longestBarMs + 1
  count.saw(counter, now)
  flood()
  expect(minutes).toEqual([10, 20, 40, 80, 160, 320, 640, 1_280, 1_440, 10])
})

it('counts from nothing on a broker that was started anew', () => {
  const count = new ReaderCount(readerLimits)
  count.saw({ bytes: 1e12, requests: 1e9 }, 0)
  count.startAnew(look)
  count.saw({ bytes: bound, requests: 0 }, 2 * look)
  expect(count.judge(ledgerBytes, 2 * look)).toBeUndefined()
  count.saw({ bytes: bound + 1, requests: 0 }, 3 * look)
  expect(count.judge(ledgerBytes, 3 * look)).toMatchObject({ taken: { count: bound + 1 } })
})
