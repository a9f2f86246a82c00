// What every ledger promises to the application, whatever keeps it: services/office/ports.ts, `Ledger`.

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Append, Ledger } from '../../services/office/ports.ts'
import { hashOf } from '../../services/adapters/ledger/read.ts'
import { subjectOf, type AggregateRef } from '../../shared/kernel/ids.ts'
import { maxEventBytes } from '../../shared/kernel/limits.ts'
import { ref } from '../support/events.ts'

export interface LedgerLab extends AsyncDisposable {
  /** A hold of its own on the ledger of commissioner `bc`, as another process would have. */
  open(): Promise<Ledger>
  /** On the ledger of observer `obs`. */
  openObserver(): Promise<Ledger>
  /** Until `back`, the broker of `bc` answers nobody. Resolves when `ledger` knows. */
  away(ledger: Ledger): Promise<void>
  back(ledger: Ledger): Promise<void>
}

export function ledgerSuite(name: string, makeLab: () => Promise<LedgerLab>): void {
  describe(`the ledger port: ${name}`, () => {
    let lab: LedgerLab
    let ledger: Ledger
    beforeAll(async () => {
      lab = await makeLab()
      ledger = await lab.open()
    })
    afterAll(async () => {
      await ledger[Symbol.asyncDispose]()
      await lab[Symbol.asyncDispose]()
    })

    let made = 0
    const fresh = (kind: AggregateRef['kind'] = 'matter') => ref('bc', `A${(made += 1)}`, kind)
    const appendOf = (to: AggregateRef, text: string, expectedSequence = 0): Append => ({
      ref: to,
      eventId: `${to.kind}/${to.id}/${text}`,
      bytes: new TextEncoder().encode(text),
      expectedSequence,
    })
    async function put(to: AggregateRef, text: string, after = 0): Promise<number> {
      const answer = await ledger.append(appendOf(to, text, after))
      if (answer.kind !== 'appended') throw new Error(`"${text}" is a ${answer.kind}`)
      return answer.sequence
    }
    const textsOf = async (to: AggregateRef, after = 0, from = ledger) =>
      (await from.read(to, after)).map(({ bytes }) => new TextDecoder().decode(bytes))

    it('what was appended is read back: its exact bytes, its hash, its subject, its place', async () => {
      const to = fresh()
      const append = appendOf(to, 'first é')
      const answer = await ledger.append(append)
      const [message, ...others] = await ledger.read(to, 0)
      expect(others).toEqual([])
      expect(answer).toEqual({ kind: 'appended', sequence: message?.sequence })
      expect(Buffer.from(message?.bytes ?? []).equals(append.bytes)).toBe(true)
      expect(message?.hash).toBe(hashOf(append.bytes))
      expect(message?.subject).toBe(subjectOf(to))
    })
    it('takes an event as large as one may be', async () => {
      const to = fresh()
      const bytes = new Uint8Array(maxEventBytes).fill(97)
      expect((await ledger.append({ ...appendOf(to, 'large'), bytes })).kind).toBe('appended')
      expect((await ledger.read(to, 0))[0]?.bytes.length).toBe(maxEventBytes)
    })
    it('is not changed by what is done with the bytes afterwards', async () => {
      const to = fresh()
      const append = appendOf(to, 'mine')
      await ledger.append(append)
      append.bytes.fill(0)
      const [read] = await ledger.read(to, 0)
      read?.bytes.fill(0)
      expect(await textsOf(to)).toEqual(['mine'])
    })
    it('of one aggregate is read that one, after a place, oldest first', async () => {
      const [to, other] = [fresh(), fresh()]
      const first = await put(to, '1')
      await put(other, 'another')
      const second = await put(to, '2', first)
      await put(to, '3', second)
      expect(await textsOf(to)).toEqual(['1', '2', '3'])
      expect(await textsOf(to, first)).toEqual(['2', '3'])
      expect(await textsOf(fresh())).toEqual([])
      expect(second).toBeGreaterThan(first)
    })
    it('the same bytes again are the same append, however often they are sent', async () => {
      const to = fresh()
      const first = await ledger.append(appendOf(to, 'once'))
      const second = await ledger.append(appendOf(to, 'once'))
      await ledger.append(appendOf(to, 'next', first.kind === 'appended' ? first.sequence : 0))
      expect(second).toEqual(first)
      expect(await ledger.append(appendOf(to, 'once'))).toEqual(first)
      expect(await textsOf(to)).toEqual(['once', 'next'])
    })
    it('another content where something came first is a conflict, also under the same event id', async () => {
      const to = fresh()
      const first = await put(to, 'first')
      expect(await ledger.append(appendOf(to, 'other'))).toEqual({ kind: 'conflict' })
      const { eventId } = appendOf(to, 'first')
      expect(await ledger.append({ ...appendOf(to, 'other'), eventId })).toEqual({
        kind: 'conflict',
      })
      expect(await ledger.append({ ...appendOf(to, 'other', first), eventId })).toEqual({
        kind: 'conflict',
      })
      expect(await textsOf(to)).toEqual(['first'])
    })
    it('a place that was never reached is a conflict', async () => {
      const to = fresh()
      expect(await ledger.append(appendOf(to, 'too far', 999_999))).toEqual({ kind: 'conflict' })
      expect(await textsOf(to)).toEqual([])
    })
    it('of many that append at once to one aggregate, one is first and the others know', async () => {
      const to = fresh()
      const answers = await Promise.all(
        Array.from({ length: 16 }, (_, at) => ledger.append(appendOf(to, `racer ${at}`))),
      )
      expect(answers.filter(({ kind }) => kind === 'appended')).toHaveLength(1)
      expect(await textsOf(to)).toHaveLength(1)
    })
    it('two processes of an office have one ledger, and one epoch', async () => {
      await using other = await lab.open()
      const to = fresh()
      const first = await put(to, 'by one')
      expect(other.epoch).toBe(ledger.epoch)
      expect(await textsOf(to, 0, other)).toEqual(['by one'])
      expect(await other.append(appendOf(to, 'too late'))).toEqual({ kind: 'conflict' })
      expect((await other.append(appendOf(to, 'by the other', first))).kind).toBe('appended')
      expect(await textsOf(to)).toEqual(['by one', 'by the other'])
    })
    it("an observer has no orders, and nobody writes in another office's name", async () => {
      await using observer = await lab.openObserver()
      const denied = { name: 'LedgerPermissionError' }
      const own = { ...appendOf(ref('obs', 'O1', 'order'), 'x') }
      await expect(observer.append(own)).rejects.toMatchObject(denied)
      await expect(observer.append(appendOf(ref('bc', 'M1', 'matter'), 'x'))).rejects.toMatchObject(
        denied,
      )
      expect((await observer.append(appendOf(ref('obs', 'M1'), 'x'))).kind).toBe('appended')
    })
    it('while it is away it says so at once, and afterwards has all it had', async () => {
      const to = fresh()
      const first = await put(to, 'before')
      await lab.away(ledger)
      const fault = { name: 'LedgerUnavailableError' }
      expect(ledger.connected).toBe(false)
      await expect(ledger.append(appendOf(to, 'meanwhile', first))).rejects.toMatchObject(fault)
      await expect(ledger.read(to, 0)).rejects.toMatchObject(fault)
      await lab.back(ledger)
      expect(ledger.connected).toBe(true)
      expect(await textsOf(to)).toEqual(['before'])
      expect((await ledger.append(appendOf(to, 'after', first))).kind).toBe('appended')
    })
    it('once it is let go of, it takes nothing more', async () => {
      const closed = await lab.open()
      await closed[Symbol.asyncDispose]()
      expect(closed.connected).toBe(false)
      await expect(closed.append(appendOf(fresh(), 'x'))).rejects.toMatchObject({
        name: 'LedgerUnavailableError',
      })
    })
  })
}
