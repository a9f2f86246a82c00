// Junk of a peer fills nobody's disk, log or time; and whoever has looked lets it go on.

import { expect, it } from 'vitest'
import { AsideBounds } from '../../../services/adapters/ledger/aside-bounds.ts'

const limits = { bytes: 100, messages: 5, perMinute: 3 }

it('more bytes, or more messages, than may be kept stop it until somebody has looked', () => {
  const bounds = new AsideBounds(limits)
  expect(bounds.exceeded({ bytes: 100, messages: 5 }, 0)).toBeUndefined()
  expect(bounds.exceeded({ bytes: 101, messages: 1 }, 0)).toContain('more than 100 bytes')
  expect(bounds.exceeded({ bytes: 1, messages: 6 }, 1e9)).toContain('more than 5 messages')
  bounds.looked({ bytes: 101, messages: 6 })
  expect(bounds.exceeded({ bytes: 201, messages: 11 }, 0)).toBeUndefined()
  expect(bounds.exceeded({ bytes: 202, messages: 11 }, 0)).toContain('more than 201 bytes')
  expect(bounds.exceeded({ bytes: 201, messages: 12 }, 0)).toContain('more than 11 messages')
})

it('more within a minute than is bearable stops it until the minute is over', () => {
  const bounds = new AsideBounds(limits)
  const few = { bytes: 1, messages: 1 }
  for (const at of [0, 1_000]) bounds.took(at)
  expect(bounds.exceeded(few, 1_000)).toBeUndefined()
  bounds.took(50_000)
  expect(bounds.exceeded(few, 50_000)).toContain('within a minute')
  expect(bounds.exceeded(few, 59_999)).toContain('within a minute')
  expect(bounds.exceeded(few, 60_000)).toBeUndefined()
  // One more: now the second of the first three is the oldest that counts.
  bounds.took(60_000)
  expect(bounds.exceeded(few, 60_500)).toContain('within a minute')
  expect(bounds.exceeded(few, 61_000)).toBeUndefined()
})

it('the same words as long as it is for the same reason: an alarm is raised once', () => {
  const bounds = new AsideBounds(limits)
  expect(bounds.exceeded({ bytes: 500, messages: 1 }, 0)).toBe(
    bounds.exceeded({ bytes: 600, messages: 2 }, 5_000),
  )
})
