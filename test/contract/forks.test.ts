// A ledger that is shown with another history, on real brokers and with every key of its office: found by whoever compares, kept as proof, stopped until a person decides.

import { rmSync } from 'node:fs'
import path from 'node:path'
import { jetstream, jetstreamManager } from '@nats-io/jetstream'
import { headers } from '@nats-io/transport-node'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openLedger, streamConfig } from '../../services/adapters/ledger/ledger.ts'
import { readBatch } from '../../services/adapters/ledger/read.ts'
import { sha256, verifyNoteSignature } from '../../services/adapters/log/crypto.ts'
import { logKeyFileIn, readLogSigners } from '../../services/adapters/log/keys.ts'
import { openLogStore } from '../../services/adapters/log/store.ts'
import { createTrust } from '../../services/office/trust/trust.ts'
import { subjectOf } from '../../shared/kernel/ids.ts'
import { originOf } from '../../shared/ledger/log/names.ts'
import { formatShown } from '../../shared/ledger/log/shown.schema.ts'
import { ledgersRef } from '../../shared/office/ledgers.schema.ts'
import { parseEnvelope } from '../../shared/ledger/parse.schema.ts'
import { officer } from '../support/door.ts'
import { eventOf, noted, opened, ref } from '../support/events.ts'
import { hashes } from '../support/logs.ts'
import { id, startBrokers, testLog, until, type TestBrokers } from '../support/nats.ts'
import { startRecording, type RecordingOffice } from '../support/recording-office.ts'
import { asideOf, someReason } from '../support/aside.ts'

let brokers: TestBrokers
let stack: AsyncDisposableStack
beforeEach(async () => {
  brokers = await startBrokers({ bc: 'commissioner', ab: 'commissioner' })
  stack = new AsyncDisposableStack()
  stack.defer(() => brokers[Symbol.asyncDispose]())
})
afterEach(() => stack.disposeAsync())

const start = async (name: string) => stack.use(await startRecording(brokers, name))
const folderOf = (name: string, part: string) => path.join(brokers.office(name).folder, part)

/** Stops an office, and puts another ledger of the same epoch in the place of its own: what a thief of its machine and all its keys can do. */
async function replaceLedger(
  office: RecordingOffice,
  change: (bytes: Uint8Array, index: number) => Uint8Array,
): Promise<void> {
  const { id: name } = office
  const { epoch } = office.ledger
  const client = await brokers.client(name, name)
  const { messages } = await readBatch(client, { from: 1 })
  await client.close()
  await office[Symbol.asyncDispose]()
  await brokers.office(name).kill()
  rmSync(folderOf(name, 'ledger'), { recursive: true })
  rmSync(folderOf(name, 'data'), { recursive: true })
  await brokers.office(name).start()
  const thief = await brokers.client(name, name)
  const manager = await jetstreamManager(thief, { checkAPI: false })
  await manager.streams.add({
    ...streamConfig(brokers.office(name).entry),
    metadata: { epoch },
  })
  for (const [index, { subject, bytes }] of messages.entries())
    await jetstream(thief).publish(subject, change(bytes, index))
  await thief.close()
}

/** The same event with another text, signed anew by the office's own key. */
function rewritten(bytes: Uint8Array): Uint8Array {
  const opened = parseEnvelope(bytes)
  if (!opened.ok) throw new Error(opened.reason)
  const event = JSON.parse(Buffer.from(opened.value.payload).toString()) as {
    data: Record<string, unknown>
  }
  event.data['title'] = { en: 'Another matter', fr: 'Un autre dossier' }
  return brokers.office('bc').signer.sign(event as never)
}

/** A head over these entries, with the office's own key of its log. */
function signedOver(office: RecordingOffice, entries: readonly Uint8Array[]): string {
  const { entry, folder } = brokers.office(office.id)
  const store = openLogStore(':memory:')
  const signers = readLogSigners(entry.id, logKeyFileIn(path.join(folder, 'keys')))
  const thief = createTrust({
    office: entry.id,
    store,
    signers,
    sha256,
    verify: verifyNoteSignature,
    offices: () => [{ id: entry.id, keys: signers.publicKeys }],
    keep: () => undefined,
    nowMs: () => Date.now(),
  })
  thief.take(thief.ownOrigin(office.ledger.epoch), 0, entries)
  return thief.signHead(office.ledger.epoch)
}

async function record(office: RecordingOffice, count: number): Promise<void> {
  for (let done = 0; done < count; done++) expect(await office.record()).toBe('recorded')
}

describe('a rewritten past with the same last message', () => {
  it('stops that ledger where it was agreed, with both heads kept, and its own office records nothing', async () => {
    const ab = await start('ab')
    const first = await startRecording(brokers, 'bc')
    const origin = originOf(id('bc'), first.ledger.epoch)
    await record(first, 3)
    await until('a confirmed head', () => ab.confirmed('bc').includes('ab holds 3'))
    await record(first, 3)
    await until('the next', () => ab.confirmed('bc').includes('ab holds 6'))
    await replaceLedger(first, (bytes, index) => (index === 4 ? rewritten(bytes) : bytes))

    // Who took the machine shows a head over it, as the office would.
    const { entry, seed } = brokers.office('bc')
    await using thief = await openLedger(entry, { seed, name: 'thief', log: testLog() })
    const taken: Uint8Array[] = []
    for await (const hash of (await thief.look()).hashes()) taken.push(hash)
    await thief.show(entry.id, formatShown({ note: signedOver(first, taken), proofs: [] }))
    await until('the fork', () => ab.trust.trust.stoppedAt(origin) !== undefined)
    const fork = ab.trust.trust.stoppedAt(origin)
    expect(fork?.between).toBe('two-heads')
    expect(fork?.agreedSize).toBeGreaterThanOrEqual(3)
    expect(fork?.agreedSize).toBeLessThan(6)
    expect(fork?.notes).toHaveLength(2)
    // In every view and decision: what is not agreed counts nowhere.
    await until('the stop', () => ab.follower('bc').state === 'stopped')
    expect(ab.store.cursor(id('bc')).sequence).toBe(fork?.agreedSize)
    expect(ab.store.aggregates('matter').filter((each) => each.ref.office === 'bc')).toHaveLength(
      fork?.agreedSize ?? 0,
    )
    expect(ab.follower('bc').isRead).toBe(false)
    const bc = await start('bc')
    await until('its own office to find it', async () => (await bc.record()) !== 'recorded')
    expect(await bc.record()).toBe('ledger-different')
  })
})

describe('after a fork', () => {
  it('nothing goes on by itself; a person decides with a reason, and what is held is gone on with where it is served again', async () => {
    const ab = await start('ab')
    const bc = await start('bc')
    const origin = originOf(id('bc'), bc.ledger.epoch)
    await record(bc, 4)
    await until('a confirmed head', () => ab.confirmed('bc').includes('ab holds 4'))
    // A second history is signed somewhere with the stolen key of the log, and reaches ab.
    const forged = signedOver(bc, hashes(4, 'another history'))
    ab.trust.exchange.heard(id('bc'), Buffer.from(JSON.stringify({ note: forged })))
    await until('the stop', () => ab.follower('bc').state === 'stopped')
    await record(bc, 2)
    const sequence = ab.store.cursor(id('bc')).sequence
    await new Promise((resolve) => setTimeout(resolve, 1_000))
    expect(ab.store.cursor(id('bc')).sequence).toBe(sequence)
    expect(ab.follower('bc').state).toBe('stopped')

    const { desk } = ab
    expect(desk.ledgers().ledgers.find(({ office }) => office === 'bc')?.stopped).not.toBeNull()
    await desk.decideFork(officer, id('bc'), 'The key was stolen; its own archive is right')
    await until('everything', () => ab.store.cursor(id('bc')).sequence === 6)
    expect(ab.trust.logStore.forks(origin)[0]?.decision).toMatchObject({
      by: 'local:M. Roy',
      reason: 'The key was stolen; its own archive is right',
    })
    // It is an event of the office that decided, and shown by the others.
    const agreedSize = ab.trust.logStore.forks(origin)[0]?.agreedSize
    const decided = { office: 'ab', by: 'local:M. Roy', agreedSize }
    const shown = () =>
      bc.desk.ledgers().ledgers.find(({ office }) => office === 'bc')?.decisions ?? []
    await until('bc to read it', () => shown().length === 1)
    expect(shown()[0]).toMatchObject(decided)
    const said = ab.store.eventsOf(ledgersRef(id('ab')))[0]?.recorded
    expect(said?.actor).toMatchObject(officer)
    expect(said?.event).toMatchObject({ kind: 'fork-decided', ledger: 'bc', agreedSize })
    // Both signed heads travel with it: whoever reads it can check them.
    expect(said?.event).toHaveProperty('heads.length', 2)
    // The side that was not kept does not stop it again.
    ab.trust.exchange.heard(id('bc'), Buffer.from(JSON.stringify({ note: forged })))
    await record(bc, 1)
    await until('the next', () => ab.store.cursor(id('bc')).sequence === 7)
    expect(ab.follower('bc').state).toBe('current')
  })
})

describe('what was set aside', () => {
  it('is judged again on request, and what waited behind it follows', async () => {
    const { entry, seed, signer } = brokers.office('bc')
    const ledger = stack.use(await openLedger(entry, { seed, name: 'test', log: testLog() }))
    const at = ref('bc', 'm')
    const client = await brokers.client('bc', 'bc')
    const events = [opened(), noted('a'), noted('b')].map((event, index) =>
      signer.sign(eventOf(at, index + 1, event, ledger.epoch)),
    )
    for (const bytes of events)
      await jetstream(client).publish(subjectOf(at), bytes, { headers: headers() })
    const ab = await start('ab')
    await until('all', () => ab.follower('bc').status.seq === 3)
    // As if the second had been read wrongly once, or by a version that did not know it.
    ab.store.rewind(id('bc'), 1)
    ab.store.write(id('bc'), (writer) => {
      for (const sequence of [2, 3]) {
        const bytes = new Uint8Array([sequence])
        const message = { bytes, hash: `x${sequence}`, subject: subjectOf(at), sequence }
        writer.quarantine(
          'unknown',
          someReason('misread'),
          message,
          '2026-01-01T00:00:00.000Z' as never,
        )
      }
      writer.advance(3, ab.store.cursor(id('bc')).hash)
    })
    expect(ab.store.aggregate(at)?.version).toBe(1)
    expect(await ab.follower('bc').retryAside()).toEqual({ retried: 2, accepted: 2 })
    expect(ab.store.aggregate(at)?.version).toBe(3)
    expect(asideOf(ab.store)).toEqual([])
  })
})
