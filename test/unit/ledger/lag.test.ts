// What a reader makes of a ledger that ends before what is known to be in it: it waits, for as long as it is told, and from when it last grew.

import { expect, it } from 'vitest'
import { Lag } from '../../../services/adapters/ledger/lag.ts'

const short = (end: number, known: number, isTooLong = false) =>
  ({ kind: 'short', end, known, isTooLong }) as const

it('a ledger that shows all that was read, signed and heard is whole', () => {
  const lag = new Lag(60)
  lag.saw(4)
  lag.saw(3)
  expect(lag.ended(4, 4, 0)).toEqual({ kind: 'whole' })
  expect(lag.ended(5, 4, 0)).toEqual({ kind: 'whole' })
})

it('one that ends before any of them is short of the largest', () => {
  const lag = new Lag(60)
  expect(lag.ended(3, 4, 0)).toEqual(short(3, 4))
  lag.saw(7)
  expect(lag.ended(4, 4, 0)).toEqual(short(4, 7))
})

it('is waited for from when it last grew, and no longer than that', () => {
  const lag = new Lag(60)
  lag.ended(1, 9, 0)
  expect(lag.ended(1, 9, 59)).toEqual(short(1, 9))
  expect(lag.ended(2, 9, 60)).toEqual(short(2, 9))
  expect(lag.ended(2, 9, 119)).toEqual(short(2, 9))
  expect(lag.ended(2, 9, 120)).toEqual(short(2, 9, true))
})

it('that became shorter is not taken for one that grew', () => {
  const lag = new Lag(60)
  lag.ended(5, 9, 0)
  lag.ended(2, 9, 30)
  expect(lag.ended(3, 9, 60)).toEqual(short(3, 9, true))
})

it('that was whole in between is waited for anew', () => {
  const lag = new Lag(60)
  lag.ended(5, 9, 0)
  lag.ended(9, 9, 30)
  expect(lag.ended(5, 9, 70)).toEqual(short(5, 9))
})

it('what another connection said is not held against a new one', () => {
  const lag = new Lag(60)
  lag.saw(9)
  lag.connected()
  expect(lag.ended(3, 3, 0)).toEqual({ kind: 'whole' })
})
