// What every projection promises to the application, whatever keeps it: services/office/ports.ts, `Store`.

import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Store, StoreChange } from '../../services/office/ports.ts'
import type { Instant } from '../../shared/kernel/date.ts'
import {
  eventIdOf,
  subjectOf,
  type AggregateRef,
  type CommandId,
  type OfficeId,
} from '../../shared/kernel/ids.ts'
import { maxRememberedCommands } from '../../shared/kernel/limits.ts'
import type { LedgerMessage } from '../../shared/ledger/verify.ts'
import type { MatterState } from '../../shared/matter/rules.ts'
import type { AnyEvent } from '../../shared/rules.ts'
import { noted, opened, ref } from '../support/events.ts'
import { d, issued } from '../support/founding.ts'
import { asideOf, someReason } from '../support/aside.ts'

const receivedAt = '2022-01-01T00:00:00.000Z' as Instant

/** One verified event, as a follower has it; of `text` are its bytes and its hash. */
export function accepted(to: AggregateRef, version: number, sequence: number, event: AnyEvent) {
  const bytes = new TextEncoder().encode(`${subjectOf(to)} ${version} ${JSON.stringify(event)}`)
  const hash = `hash of ${to.office}/${to.id}/${version}`
  const message: LedgerMessage = { bytes, hash, subject: subjectOf(to), sequence }
  return {
    message,
    verdict: {
      outcome: 'accepted' as const,
      ref: to,
      recorded: {
        id: eventIdOf(to, 'e1', version),
        version,
        sequence,
        commandId: `c${version}` as never,
        recordedAt: `2022-01-0${version}T00:00:00.000Z` as Instant,
        event,
      },
      epoch: 'e1',
      keyid: 'k',
      hash,
    },
  }
}

export function put(
  store: Store,
  to: AggregateRef,
  version: number,
  sequence: number,
  event: object,
): void {
  const { message, verdict } = accepted(to, version, sequence, event as AnyEvent)
  store.write(to.office, (writer) => {
    writer.accept(verdict, message, receivedAt)
    writer.advance(sequence, message.hash)
  })
}

/** `open`: an empty one with the real rules. */
const minute = (n: number) => `2026-01-01T00:0${n}:00.000Z` as Instant

export function storeSuite(name: string, open: () => Store): void {
  describe(`the store port: ${name}`, () => {
    const [bc, ab] = ['bc', 'ab'] as OfficeId[] as [OfficeId, OfficeId]
    const at = ref('bc', 'm')
    let store: Store
    beforeEach(() => void (store = open()))
    afterEach(() => store[Symbol.dispose]())

    it('is empty: of nothing there is something', () => {
      expect(store.cursor(bc)).toEqual({ office: bc, sequence: 0 })
      expect(store.cursors()).toEqual([])
      expect(store.aggregate(at)).toBeUndefined()
      expect(store.eventsOf(at)).toEqual([])
      expect(store.envelopeOf(at, 1)).toBeUndefined()
      expect(asideOf(store)).toEqual([])
    })
    it('names the orders of which a court ever stayed something, and no others', () => {
      const run = issued('bc', 'ca-bc-pipa', '2024-01-10')
      const sought = { kind: 'stay', on: '2024-01-20', action: 'sought', forum: 'BCSC' } as const
      run.say(
        sought,
        { ...sought, action: 'ordered', of: 'names' },
        { ...sought, action: 'lifted', of: 'names' },
      )
      const other = { ...run.ref, id: 'O2' }
      run.events.forEach(({ event }, n) => put(store, run.ref, n + 1, n + 1, event))
      run.events.slice(0, 2).forEach(({ event }, n) => put(store, other, n + 1, n + 5, event))
      expect(store.stayedOrders()).toEqual([run.ref])
    })
    it('what was accepted is folded, and is kept as it was signed', () => {
      put(store, at, 1, 1, opened())
      put(store, at, 2, 2, noted('said'))
      const found = store.aggregate(at)
      expect([found?.version, found?.sequence]).toEqual([2, 2])
      expect((found?.state as MatterState | undefined)?.entries).toHaveLength(1)
      expect(store.eventsOf(at).map(({ recorded }) => recorded.version)).toEqual([1, 2])
      const { message } = accepted(at, 2, 2, noted('said'))
      expect(Buffer.from(store.envelopeOf(at, 2) ?? []).equals(message.bytes)).toBe(true)
    })
    it('of an aggregate it says the version and whether anything can follow, without reading it', () => {
      expect(store.versionOf(at)).toBeUndefined()
      put(store, at, 1, 1, opened())
      const found = { ref: at, version: 1, open: true, next: null }
      expect(store.versionOf(at)).toEqual(found)
      expect(store.versions(bc)).toEqual([found])
      expect(store.versions(ab)).toEqual([])
    })
    it('each office is read as far as it is read, and has its own of the same name', () => {
      put(store, at, 1, 1, opened('2021-01-01'))
      put(store, ref('ab', 'm'), 1, 7, opened('2021-02-02'))
      expect(store.cursor(bc)).toMatchObject({ sequence: 1, epoch: 'e1' })
      expect(store.cursor(ab)).toMatchObject({ sequence: 7 })
      expect(store.aggregates('matter').map(({ ref: one }) => one.office)).toEqual([ab, bc])
      expect((store.aggregate(at)?.state as MatterState | undefined)?.openedOn).toBe('2021-01-01')
    })
    it('a write is whole or not at all, and is told of afterwards', () => {
      const told: StoreChange[] = []
      const stop = store.subscribe((change) => told.push(change))
      const { message, verdict } = accepted(at, 1, 1, opened() as AnyEvent)
      expect(() =>
        store.write(bc, (writer) => {
          writer.accept(verdict, message, receivedAt)
          writer.advance(1, message.hash)
          expect(writer.known.versionOf(at)).toBe(1)
          expect(writer.known.hashOf(at, 1)).toBe(message.hash)
          throw new Error('cut off')
        }),
      ).toThrow('cut off')
      expect([store.aggregate(at), store.cursor(bc).sequence, told]).toEqual([undefined, 0, []])
      put(store, at, 1, 1, opened())
      expect(told).toEqual([
        { kind: 'stored', office: bc, sequence: 1, ref: at, eventKind: 'opened' },
      ])
      stop()
      put(store, at, 2, 2, noted('x'))
      expect(told).toHaveLength(1)
    })
    it('within a write it knows what was written, of each aggregate and however long ago', () => {
      const other = ref('bc', 'n')
      const many = maxRememberedCommands + 2
      store.write(bc, ({ known, ...writer }) => {
        const write = (to: AggregateRef, version: number, event: object) => {
          const { message, verdict } = accepted(to, version, version, event as AnyEvent)
          writer.accept(verdict, message, receivedAt)
          writer.advance(known.cursor + 1, message.hash)
        }
        const knows = (to: AggregateRef, command: string) =>
          known.isKnownCommand(to, command as CommandId)
        expect([known.cursor, known.epoch]).toEqual([0, undefined])
        write(at, 1, opened())
        expect(known.epoch).toBe('e1')
        expect([knows(at, 'c1'), knows(other, 'c1'), known.versionOf(other)]).toEqual([
          true,
          false,
          0,
        ])
        for (let version = 2; version <= many; version++) write(at, version, noted('said'))
        expect([known.versionOf(other), known.versionOf(at)]).toEqual([0, many])
        expect(['c1', `c${many}`, `c${many + 1}`].map((each) => knows(at, each))).toEqual([
          true,
          true,
          false,
        ])
      })
      expect([store.cursor(bc).sequence, store.aggregate(at)?.version]).toEqual([many, many])
    })
    it('another epoch that is followed is the one from then on, and no event changes it', () => {
      put(store, at, 1, 1, opened())
      store.write(bc, (writer) => writer.succeed('e2'))
      put(store, at, 2, 2, noted('said'))
      expect(store.cursor(bc)).toMatchObject({ sequence: 2, epoch: 'e2' })
      store.rewind(bc, 1)
      expect(store.cursor(bc)).toEqual({
        office: bc,
        sequence: 1,
        epoch: 'e2',
        hash: accepted(at, 1, 1, opened() as AnyEvent).message.hash,
      })
    })
    it('what is set aside has its reason, and is counted for its office', () => {
      const { message } = accepted(at, 1, 3, opened() as AnyEvent)
      store.write(bc, (writer) => {
        writer.quarantine('forged', someReason('no signature'), message, receivedAt)
        writer.advance(3, message.hash)
      })
      expect(asideOf(store)).toMatchObject([
        { office: bc, sequence: 3, outcome: 'forged', reason: 'no signature' },
      ])
      expect([store.quarantinedCount(bc), store.quarantinedCount(ab)]).toEqual([1, 0])
      expect(store.aggregate(at)).toBeUndefined()
    })
    it('what is set aside is read by page, the latest first, in both directions and by filter', () => {
      for (let sequence = 1; sequence <= 7; sequence++)
        store.write(sequence === 4 ? ab : bc, (writer) => {
          const { message } = accepted(at, 1, sequence, opened() as AnyEvent)
          writer.quarantine('unknown', someReason(`${sequence}`), message, minute(sequence))
        })
      const page = (query: object) => store.lists.quarantine({ limit: 3, ...query })
      const sequences = ({ rows }: ReturnType<typeof page>) => rows.map(({ sequence }) => sequence)
      const [first, total] = [page({}), 7]
      expect([sequences(first), first.total, first.previous]).toEqual([[7, 6, 5], total, undefined])
      const second = page({ after: first.next })
      expect([sequences(second), second.total]).toEqual([[4, 3, 2], total])
      const third = page({ after: second.next })
      expect([sequences(third), third.next]).toEqual([[1], undefined])
      expect(sequences(page({ before: third.previous }))).toEqual([4, 3, 2])
      expect(sequences(page({ office: ab }))).toEqual([4])
      expect(sequences(page({ outcome: 'fork' }))).toEqual([])
      expect(store.quarantinedSequences(bc, 2, 2)).toEqual([3, 5])
      expect(store.quarantineSums()).toEqual([
        { office: ab, outcome: 'unknown', count: 1 },
        { office: bc, outcome: 'unknown', count: 6 },
      ])
      expect(first.rows[0]).toMatchObject({ ...someReason('7'), office: bc, receivedAt: minute(7) })
    })
    it('as of a day it has the facts of then, and as known on an instant what was recorded by then', () => {
      put(store, at, 1, 1, opened('2021-03-01'))
      put(store, at, 2, 2, noted('later', '2021-06-01'))
      const entries = (asOf: Parameters<Store['foldAsOf']>[1]) =>
        store.foldAsOf('matter', asOf).map(({ state }) => (state as MatterState).entries.length)
      expect(entries({ asOf: d('2021-02-28') })).toEqual([])
      expect(entries({ asOf: d('2021-05-31') })).toEqual([0])
      expect(entries({ asOf: d('2021-06-01') })).toEqual([1])
      expect(entries({ knownOn: '2022-01-01T12:00:00.000Z' as Instant })).toEqual([0])
      expect(entries({})).toEqual([1])
    })
    it('has the same content hash whoever was read first, and another for another content', () => {
      const other = open()
      try {
        put(store, at, 1, 1, opened())
        put(store, ref('ab', 'm'), 1, 1, opened())
        put(other, ref('ab', 'm'), 1, 1, opened())
        expect(other.contentHash()).not.toBe(store.contentHash())
        put(other, at, 1, 1, opened())
        expect(other.contentHash()).toBe(store.contentHash())
      } finally {
        other[Symbol.dispose]()
      }
    })
  })
}
