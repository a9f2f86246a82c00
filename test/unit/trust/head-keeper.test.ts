// When heads are signed: soon after an append, once for many, and on the heartbeat.

import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { HeadKeeper } from '../../../services/office/trust/head-keeper.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function keeper(publish: (note: string) => Promise<void> = () => Promise.resolve()) {
  const signed: boolean[] = []
  const shown: string[] = []
  const faults: unknown[] = []
  const made = new HeadKeeper({
    trust: {
      signHead: (_, options) => {
        signed.push(options?.durable === true)
        return `head ${signed.length}`
      },
    },
    epoch: 'e',
    publish: async (note) => {
      await publish(note)
      shown.push(note)
    },
    onFault: (error) => void faults.push(error),
  })
  return { made, signed, shown, faults }
}

it('signs one head within a second of the first of many appends', async () => {
  const { made, signed, shown } = keeper()
  for (let count = 0; count < 50; count++) made.appended()
  await vi.advanceTimersByTimeAsync(999)
  expect(signed).toHaveLength(0)
  await vi.advanceTimersByTimeAsync(1)
  expect(signed).toHaveLength(1)
  expect(shown).toEqual(['head 1'])
  await made[Symbol.asyncDispose]()
})

it('signs on the heartbeat though nothing was recorded', async () => {
  const { made, shown } = keeper()
  await vi.advanceTimersByTimeAsync(180_000)
  expect(shown).toHaveLength(3)
  await made[Symbol.asyncDispose]()
  await vi.advanceTimersByTimeAsync(180_000)
  expect(shown).toHaveLength(3)
})

it('asks for post-quantum signatures on every heartbeat, and hardly more often however busy the office is', async () => {
  const { made, signed } = keeper()
  for (let second = 0; second < 49; second++) {
    made.appended()
    await vi.advanceTimersByTimeAsync(1_000)
  }
  expect(signed).toEqual([true, ...Array.from({ length: 48 }, () => false)])
  await vi.advanceTimersByTimeAsync(11_000)
  expect(signed.at(-1)).toBe(true)
  await made[Symbol.asyncDispose]()
})

it('signs what is due before it stops', async () => {
  const { made, shown } = keeper()
  made.appended()
  await made[Symbol.asyncDispose]()
  expect(shown).toEqual(['head 1'])
  made.appended()
  await vi.advanceTimersByTimeAsync(5_000)
  expect(shown).toHaveLength(1)
})

it('goes on after a head that could not be shown, and says so', async () => {
  let fails = true
  const { made, shown, faults } = keeper(() =>
    fails ? Promise.reject(new Error('the broker is away')) : Promise.resolve(),
  )
  made.appended()
  await vi.advanceTimersByTimeAsync(1_000)
  fails = false
  made.appended()
  await vi.advanceTimersByTimeAsync(1_000)
  expect(faults).toEqual([new Error('the broker is away')])
  expect(shown).toEqual(['head 2'])
  await made[Symbol.asyncDispose]()
})
