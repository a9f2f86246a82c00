// The office knows its ledger: whatever the broker comes back with is compared before it takes an append.

import { setImmediate as breathe } from 'node:timers/promises'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sha256 } from '../../../services/adapters/log/crypto.ts'
import { openLogStore } from '../../../services/adapters/log/store.ts'
import {
  compareOwnLedger,
  OwnHeadGuard,
  problemOf,
  type Depth,
  type OwnLedgerState,
} from '../../../services/office/trust/own-head.ts'
import type { ConfirmedHead, OwnLedgerLook } from '../../../services/office/trust/ports.ts'
import type { OfficeId } from '../../../shared/kernel/ids.ts'
import { epoch, hashes, logRig } from '../../support/logs.ts'

const office = 'ca-bc-oipc' as OfficeId
const entries = hashes(40)
const own = logRig([office]).office(office)
own.trust.take(own.origin, 0, entries)

function look(messages: readonly Uint8Array[], at = epoch): OwnLedgerLook {
  return {
    epoch: at,
    length: messages.length,
    hashAt: (index) => Promise.resolve(messages[index]),
    async *hashes() {
      yield* messages
    },
  }
}
const compare = (
  ledger: OwnLedgerLook,
  depth: Depth,
  { store = own.store, confirmed = [] as readonly ConfirmedHead[] } = {},
) => compareOwnLedger({ office, store, sha256 }, ledger, confirmed, depth)
const confirmedAt = (size: number, origin = own.origin): ConfirmedHead => ({
  by: 'ca-ab-oipc' as OfficeId,
  origin,
  size,
  root: own.trust.root(own.origin, size),
})

describe('a ledger that is as the office knows it', () => {
  it.each<Depth>(['last', 'full'])('is intact: %s', async (depth) => {
    expect(await compare(look(entries), depth)).toEqual({
      kind: 'intact',
      depth,
      length: 40,
      known: 40,
    })
  })
  it('may be longer: what was appended just before a crash is taken afterwards', async () => {
    expect(await compare(look(hashes(43)), 'full')).toMatchObject({ kind: 'intact', length: 43 })
  })
  it.each<Depth>(['last', 'full'])(
    'is not called shorter because another process of the office records while it is looked at: %s',
    async (depth) => {
      const two = logRig([office]).office(office)
      two.trust.take(two.origin, 0, entries)
      const guard = new OwnHeadGuard({
        office,
        store: two.store,
        sha256,
        confirmed: () => Promise.resolve([]),
        look: () => {
          const seen = look(entries)
          two.trust.take(two.origin, entries.length, hashes(41).slice(40))
          return Promise.resolve(seen)
        },
      })
      expect(await guard.compare(depth)).toMatchObject({ kind: 'intact', length: 40 })
    },
  )
  it('is intact at its first start, when nobody knows anything', async () => {
    using empty = openLogStore(':memory:')
    expect(await compare(look([]), 'full', { store: empty })).toMatchObject({ kind: 'intact' })
  })
})

describe('a ledger that is not', () => {
  it('is shorter, different or gone, whatever is done to it and wherever: in full, always', async () => {
    const other = (mark: number) => hashes(1, `other ${mark}`)[0] ?? new Uint8Array()
    const changes: readonly ((at: number) => Uint8Array[])[] = [
      (at) => entries.slice(0, at),
      (at) => entries.with(at, other(at)),
      (at) =>
        entries.with(
          at,
          (entries[at] ?? other(at)).map((byte, i) => (i === 9 ? byte ^ 4 : byte)),
        ),
      (at) => entries.toSpliced(at, 1),
      (at) => [...entries.toSpliced(at, 1), other(at)],
      (at) => entries.toSpliced(at, 0, other(at)),
      (at) => [...entries.slice(0, at), ...Array.from({ length: 60 }, (_, i) => other(i))],
    ]
    for (const change of changes)
      for (let at = 0; at < entries.length; at++) {
        const state = await compare(look(change(at)), 'full')
        expect(['shorter', 'different'], `${changes.indexOf(change)} at ${at}`).toContain(
          state.kind,
        )
      }
  })

  it('is found by two reads where it is shorter, or its last known entry is another', async () => {
    expect(await compare(look(entries.slice(0, 25)), 'last')).toEqual({
      kind: 'shorter',
      length: 25,
      known: 40,
    })
    const refilled = [...entries.slice(0, 25), ...hashes(30, 'again')]
    expect(await compare(look(refilled), 'last')).toEqual({
      kind: 'different',
      index: 39,
      by: office,
    })
  })

  it('is shorter where a message in it cannot be read, though the broker counts it', async () => {
    const unreadable = { ...look(entries.slice(0, 20)), length: 40 }
    expect(await compare(unreadable, 'full')).toEqual({ kind: 'shorter', length: 20, known: 40 })
  })

  it('is gone where the stream was made anew', async () => {
    const gone = { kind: 'gone', epoch: 'epoch-2', knownEpoch: 'epoch-1', known: 40 }
    expect(await compare(look([], 'epoch-2'), 'last')).toEqual(gone)
    expect(await compare(look(hashes(90), 'epoch-2'), 'full')).toEqual(gone)
  })

  it('may be followed by another one after a succession', async () => {
    using store = openLogStore(':memory:')
    store.append(own.origin, 0, entries, [])
    store.append('concert/ca-bc-oipc/epoch-2', 0, [], [])
    expect(await compare(look([], 'epoch-2'), 'full', { store })).toMatchObject({ kind: 'intact' })
  })

  it("is found by what peers confirmed, though the office's own knowledge is gone or as old as the broker's", async () => {
    using empty = openLogStore(':memory:')
    const confirmed = [confirmedAt(17), confirmedAt(33)]
    const asked = { store: empty, confirmed }
    expect(await compare(look(entries.slice(0, 33)), 'full', asked)).toMatchObject({
      kind: 'intact',
    })
    expect(await compare(look(entries.slice(0, 30)), 'last', asked)).toMatchObject({
      kind: 'shorter',
      known: 33,
    })
    const rewritten = entries.with(20, hashes(1, 'other')[0] ?? new Uint8Array())
    expect(await compare(look(rewritten), 'full', asked)).toEqual({
      kind: 'different',
      by: 'ca-ab-oipc',
    })
    expect(await compare(look([], 'epoch-2'), 'last', asked)).toMatchObject({
      kind: 'gone',
      known: 33,
    })
  })

  it('has the same roots, entry by entry, as the tree that is signed', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 40 }), async (size) => {
        using empty = openLogStore(':memory:')
        const confirmed = [confirmedAt(size)]
        expect(await compare(look(entries), 'full', { store: empty, confirmed })).toMatchObject({
          kind: 'intact',
        })
      }),
    )
  })
})

describe('the guard', () => {
  function guard(first: readonly Uint8Array[] = entries) {
    const broker = { messages: first, looks: 0, away: false, wait: Promise.resolve() }
    const made = new OwnHeadGuard({
      office,
      store: own.store,
      sha256,
      look: async () => {
        broker.looks++
        await broker.wait
        if (broker.away) throw new Error('the broker is away')
        return look(broker.messages)
      },
      confirmed: () => Promise.resolve([]),
    })
    return { made, broker }
  }

  it('lets nothing through before the first comparison, and compares once for many', async () => {
    const { made, broker } = guard()
    expect(made.problem?.code).toBe('ledger-not-compared')
    expect(await Promise.all([made.ensure(), made.ensure(), made.ensure()])).toEqual([
      undefined,
      undefined,
      undefined,
    ])
    expect(await made.ensure()).toBeUndefined()
    expect(broker.looks).toBe(1)
  })

  it('compares again after a reconnect', async () => {
    const { made, broker } = guard()
    await made.ensure()
    made.disconnected()
    broker.messages = entries.slice(0, 10)
    expect(made.problem?.code).toBe('ledger-not-compared')
    expect((await made.ensure())?.code).toBe('ledger-shorter')
  })

  it('does not take a comparison that began before the reconnect for one after it', async () => {
    const { made, broker } = guard()
    const gate = Promise.withResolvers<void>()
    broker.wait = gate.promise
    const before = made.ensure()
    made.disconnected()
    gate.resolve()
    expect((await before)?.code).toBe('ledger-not-compared')
    expect(await made.ensure()).toBeUndefined()
    expect(broker.looks).toBe(2)
  })

  it('keeps a fault over reconnects, until a full comparison finds it mended', async () => {
    const { made, broker } = guard(entries.with(3, hashes(1, 'other')[0] ?? new Uint8Array()))
    expect(await made.ensure()).toBeUndefined()
    expect((await made.compare('full')).kind).toBe('different')
    made.disconnected()
    expect(await made.ensure()).toMatchObject({ code: 'ledger-different', value: '3' })
    expect((await made.compare('last')).kind).toBe('different')
    broker.messages = entries
    expect(await made.compare('last')).toMatchObject({ kind: 'intact', depth: 'full' })
    expect(made.problem).toBeUndefined()
  })

  it('does not let two reads clear a fault that a full comparison found meanwhile', async () => {
    const { made, broker } = guard(entries.with(3, hashes(1, 'other')[0] ?? new Uint8Array()))
    const gate = Promise.withResolvers<void>()
    broker.wait = gate.promise
    const quick = made.ensure()
    // It has asked the broker, and waits.
    await breathe()
    broker.wait = Promise.resolve()
    expect((await made.compare('full')).kind).toBe('different')
    gate.resolve()
    expect((await quick)?.code).toBe('ledger-different')
  })

  it('says nothing of a ledger whose broker is away', async () => {
    const { made, broker } = guard()
    broker.away = true
    await expect(made.ensure()).rejects.toThrow('the broker is away')
    expect(made.problem?.code).toBe('ledger-not-compared')
    broker.away = false
    expect(await made.ensure()).toBeUndefined()
  })

  it('says what to do, in both languages', async () => {
    const states: readonly OwnLedgerState[] = [
      await compare(look(entries.slice(0, 2)), 'last'),
      await compare(look(entries.with(39, new Uint8Array(32))), 'last'),
      await compare(look([], 'epoch-2'), 'last'),
    ]
    for (const state of states) {
      const found = problemOf(office, state)
      expect(found?.message).toContain('concert ledger check')
      expect(found?.messageFr).toContain('concert ledger check')
      expect(found?.messageFr).not.toBe(found?.message)
    }
  })
})
