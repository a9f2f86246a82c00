// Pauses between tries: they grow, they are bounded, and a success starts again from the first.

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { backOff } from '../../../shared/kernel/back-off.ts'

const take = (pauses: Iterable<number>, count: number): number[] => {
  const taken: number[] = []
  for (const pause of pauses) {
    if (taken.push(pause) === count) break
  }
  return taken
}

describe('the pauses between tries', () => {
  it('double up to the longest, and stay there', () => {
    expect(take(backOff({ firstMs: 200, longestMs: 1_000 }), 6)).toEqual([
      200, 400, 800, 1_000, 1_000, 1_000,
    ])
  })
  it('never grow shorter, never exceed the longest, and reach it', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1_000 }),
        fc.integer({ min: 0, max: 100_000 }),
        (firstMs, more) => {
          const longestMs = firstMs + more
          const pauses = take(backOff({ firstMs, longestMs }), 40)
          expect(pauses[0]).toBe(firstMs)
          expect(pauses.toSorted((a, b) => a - b)).toEqual(pauses)
          expect(pauses.at(-1)).toBe(longestMs)
        },
      ),
    )
  })
  it.each([
    { firstMs: 0, longestMs: 10 },
    { firstMs: 20, longestMs: 10 },
    { firstMs: 1, longestMs: 10, factor: 0.5 },
    { firstMs: NaN, longestMs: 10 },
  ])('refuse %j, which would try without pause or wait less and less', (bad) => {
    expect(() => backOff(bad).next()).toThrow(RangeError)
  })
})
