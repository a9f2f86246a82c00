// An office's own ledger on a real broker: what is appended once stays, whatever is lost on the way.

import { jetstreamManager } from '@nats-io/jetstream'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Ledger } from '../../services/office/ports.ts'
import { openLedger } from '../../services/adapters/ledger/ledger.ts'
import { subjectOf, type AggregateRef } from '../../shared/kernel/ids.ts'
import { eventOf, noted, opened, raw, ref } from '../support/events.ts'
import { startBrokers, testLog, until, type TestBrokers, type TestOffice } from '../support/nats.ts'

let brokers: TestBrokers
let bc: TestOffice
let ledger: Ledger
beforeAll(async () => {
  brokers = await startBrokers({ bc: 'commissioner', ab: 'commissioner' })
  bc = brokers.office('bc')
  ledger = await open()
})
afterAll(async () => {
  await ledger[Symbol.asyncDispose]()
  await brokers[Symbol.asyncDispose]()
})

const open = (office = bc) =>
  openLedger(office.entry, { seed: office.seed, name: 'test', log: testLog() })
const signed = (at: AggregateRef, version: number, event: { kind: string }) => {
  const cloudEvent = eventOf(at, version, event, ledger.epoch)
  return { ref: at, eventId: cloudEvent.id, bytes: bc.signer.sign(cloudEvent) }
}

describe('the stream', () => {
  it('is made once: opened again it has the same epoch, and another office has another', async () => {
    await using again = await open()
    await using other = await open(brokers.office('ab'))
    expect(ledger.epoch).toMatch(/^[A-Za-z0-9_-]{12}$/)
    expect(again.epoch).toBe(ledger.epoch)
    expect(other.epoch).not.toBe(ledger.epoch)
  })
  it('that is set up otherwise is refused, naming what is wrong', async () => {
    const cut = await startBrokers({ qc: 'commissioner' })
    try {
      const client = await cut.client('qc', 'qc')
      await (
        await jetstreamManager(client, { checkAPI: false })
      ).streams.add({ name: 'LEDGER', subjects: ['concert.v1.qc.order.*'], allow_direct: true })
      await expect(open(cut.office('qc'))).rejects.toMatchObject({
        name: 'LedgerIntegrityError',
        message: expect.stringMatching(/"subjects" is .*"deny_delete" is false, not true/),
      })
    } finally {
      await cut[Symbol.asyncDispose]()
    }
  })
  it('is waited for while the broker is away, until it is told to stop', async () => {
    const late = await startBrokers({ qc: 'commissioner' })
    try {
      await late.office('qc').kill()
      const stop = new AbortController()
      const opening = openLedger(
        late.office('qc').entry,
        { seed: late.office('qc').seed, name: 'test', log: testLog() },
        { signal: stop.signal },
      )
      setTimeout(() => stop.abort(new Error('enough')), 300)
      await expect(opening).rejects.toThrow()
      const again = open(late.office('qc'))
      await late.office('qc').start()
      await (await again)[Symbol.asyncDispose]()
    } finally {
      await late[Symbol.asyncDispose]()
    }
  })
})

describe('append', () => {
  it('answers a repeated append, whose acknowledgement was lost, with the first one’s place', async () => {
    const at = ref('bc', 'retry')
    const first = { ...signed(at, 1, opened()), expectedSequence: 0 }
    const done = await ledger.append(first)
    expect(await ledger.append(first)).toEqual(done)
    expect(await ledger.read(at, 0)).toHaveLength(1)
  })
  it('is a conflict where something else came first, even under the same event id', async () => {
    const at = ref('bc', 'conflict')
    await ledger.append({ ...signed(at, 1, opened()), expectedSequence: 0 })
    expect(
      await ledger.append({ ...signed(at, 1, opened('2020-01-01')), expectedSequence: 0 }),
    ).toEqual({ kind: 'conflict' })
    const [first] = await ledger.read(at, 0)
    // The broker calls this a duplicate, by its id alone.
    expect(
      await ledger.append({
        ...signed(at, 1, opened('2020-01-01')),
        expectedSequence: first?.sequence ?? 0,
      }),
    ).toEqual({ kind: 'conflict' })
    expect(await ledger.read(at, 0)).toHaveLength(1)
  })
  it('of what may not be published is a permission fault, not a retry', async () => {
    const obs = await startBrokers({ obs: 'observer' })
    try {
      await using own = await open(obs.office('obs'))
      const at = ref('obs', 'O1', 'order')
      await expect(
        own.append({ ref: at, eventId: 'x', bytes: Buffer.from('x'), expectedSequence: 0 }),
      ).rejects.toMatchObject({ name: 'LedgerPermissionError' })
    } finally {
      await obs[Symbol.asyncDispose]()
    }
  })
  it('faults at once while the broker is away, and works again when it is back with all it had', async () => {
    const at = ref('bc', 'away')
    const first = await ledger.append({ ...signed(at, 1, opened()), expectedSequence: 0 })
    const before = first.kind === 'appended' ? first.sequence : NaN
    await bc.kill()
    await until('the loss to be noticed', () => !ledger.connected)
    await expect(
      ledger.append({ ...signed(at, 2, noted('told that it failed')), expectedSequence: before }),
    ).rejects.toMatchObject({ name: 'LedgerUnavailableError', message: 'the broker of bc is away' })
    await expect(ledger.read(at, 0)).rejects.toMatchObject({ name: 'LedgerUnavailableError' })
    await bc.start()
    await until('the connection to come back', () => ledger.connected)
    expect((await ledger.read(at, 0)).map(({ sequence }) => sequence)).toEqual([before])
    expect(
      (await ledger.append({ ...signed(at, 2, noted('x')), expectedSequence: before })).kind,
    ).toBe('appended')
    expect(await ledger.read(at, 0)).toHaveLength(2)
  })
})
it('a message is named by the hash of its bytes', async () => {
  const at = ref('bc', 'retry')
  const [stored] = await ledger.read(at, 0)
  expect(stored).toEqual(
    raw(stored?.bytes ?? new Uint8Array(), subjectOf(at), stored?.sequence ?? 0),
  )
})
