// One reader that takes too much of a real broker: it is cut, and stays cut when it comes back; others read on, and it reads again when its time is over.

import { connect, nkeyAuthenticator, type NatsConnection } from '@nats-io/transport-node'
import { jetstream } from '@nats-io/jetstream'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openLedger } from '../../services/adapters/ledger/ledger.ts'
import { readBatch } from '../../services/adapters/ledger/read.ts'
import type { ReaderLimits } from '../../services/adapters/ledger/reader-count.ts'
import type { OwnBroker } from '../../services/office/trust/ports.ts'
import { slotSeed } from '../../services/adapters/ledger/slot-keys.ts'
import { directGetSubject } from '../../shared/kernel/ids.ts'
import { readerLimits } from '../../shared/kernel/limits.ts'
import { id, startBrokers, testLog, until, type TestBrokers } from '../support/nats.ts'

const entries = 300
const entryBytes = 10_000
/** As for an office, without what is free for a small ledger. */
const limits = { ...readerLimits, bytesPerHour: 0, firstBarMs: 3_000 }

let brokers: TestBrokers
beforeAll(async () => {
  brokers = await startBrokers({ bc: 'commissioner', ab: 'commissioner', opc: 'observer' })
})
afterAll(() => brokers[Symbol.asyncDispose]())

const openOwn = async (readerLimits: ReaderLimits, log = testLog()) => {
  const { entry, seed } = brokers.office('bc')
  return openLedger(entry, { seed, name: 'own', log }, { readerLimits })
}

async function barredBy(ledger: OwnBroker) {
  const state = await ledger.checkReaders()
  return state.kind === 'looked-at' ? state.barred : []
}

async function connectAs(office: string): Promise<NatsConnection> {
  return connect({
    servers: brokers.office('bc').entry.broker.url,
    authenticator: nkeyAuthenticator(brokers.office(office).seed),
    inboxPrefix: `_INBOX.${office}`,
    reconnect: false,
  })
}

/** As a follower that begins anew. */
async function readAll(connection: NatsConnection): Promise<number> {
  let read = 0
  for (let more = true; more;) {
    const { messages, pending } = await readBatch(connection, { from: read + 1 })
    read += messages.length
    more = pending > 0
  }
  return read
}

async function fill(): Promise<void> {
  const client = jetstream(await brokers.client('bc', 'bc'))
  for (let n = 0; n < entries; n++)
    await client.publish('concert.v1.bc.matter.fill', new Uint8Array(entryBytes))
  const reader = await connectAs('opc')
  await until('the copy to have all of it', async () => (await readAll(reader)) === entries)
  await reader.close()
}

it('cuts a reader that took too much, and again when it comes back, until its time is over', async () => {
  const log = testLog()
  await using ledger = await openOwn(limits, log)
  await fill()
  expect(await ledger.checkReaders()).toEqual({ kind: 'looked-at', barred: [] })

  const attacker = await connectAs('ab')
  const other = await connectAs('opc')
  const isCut = attacker.closed().then(() => true)
  // Nothing is read of the answers: what the broker sent counts.
  const everything = JSON.stringify({ seq: 1, batch: 1_000_000, max_bytes: 1 << 30 })
  attacker.subscribe('_INBOX.ab.flood', { callback: () => undefined })
  for (let request = 0; request < 8; request++)
    attacker.publish(directGetSubject, everything, { reply: '_INBOX.ab.flood' })
  await until('it to be barred', async () => (await barredBy(ledger)).length > 0)
  expect(await isCut).toBe(true)
  const [bar] = await barredBy(ledger)
  expect(bar).toMatchObject({ reader: id('ab'), taken: { kind: 'bytes' } })
  expect(bar?.taken.count).toBeGreaterThan(4 * entries * entryBytes)
  expect(log.lines.filter(({ level }) => level === 'error')).toHaveLength(1)

  // It comes back while nobody looks, and finds its place taken.
  for (let time = 0; time < 20; time++) await expect(connectAs('ab')).rejects.toThrow()
  // Everybody else was left alone.
  expect(await readAll(other)).toBe(entries)
  await other.close()

  await until('its time to be over', async () => (await barredBy(ledger)).length === 0)
  let later: NatsConnection | undefined
  // The broker sees a moment later that its place is free.
  await until('it to be let in', async () => {
    later = await connectAs('ab').catch(() => undefined)
    return later !== undefined
  })
  if (later === undefined) throw new Error('it is not let in')
  expect(await readAll(later)).toBe(entries)
  expect(await ledger.checkReaders()).toEqual({ kind: 'looked-at', barred: [] })
  await later.close()
})

it('takes its place with a key that may do nothing there', async () => {
  const { entry, seed } = brokers.office('bc')
  const slot = await connect({
    servers: entry.broker.url,
    authenticator: nkeyAuthenticator(slotSeed(seed, id('ab'))),
    reconnect: false,
  })
  for (const subject of [directGetSubject, 'concert.v1.bc.matter.fill', 'anything'])
    await expect(slot.request(subject, '{}')).rejects.toThrow(/permission/i)
  await slot.close()
})

it('cuts no reader that reads the whole ledger three times within the hour', async () => {
  await using ledger = await openOwn(limits)
  await ledger.checkReaders()
  const honest = await connectAs('opc')
  for (let time = 0; time < 3; time++) {
    expect(await readAll(honest)).toBe(entries)
    expect(await ledger.checkReaders()).toEqual({ kind: 'looked-at', barred: [] })
  }
  await honest.close()
})

it('cuts a reader that asks too often, however little it takes', async () => {
  await using ledger = await openOwn({ ...limits, bytesPerHour: 1 << 30, requestsPerMinute: 100 })
  await ledger.checkReaders()
  const asking = await connectAs('opc')
  for (let n = 0; n < 100; n++) await readBatch(asking, { from: 1_000_000 })
  expect(await ledger.checkReaders()).toEqual({ kind: 'looked-at', barred: [] })
  await readBatch(asking, { from: 1_000_000 })
  expect(await ledger.checkReaders()).toMatchObject({
    barred: [{ reader: id('opc'), taken: { kind: 'requests', count: 101 } }],
  })
  await asking.closed()
})

it('counts anew on a broker that was started anew, and bars whoever was barred', async () => {
  await using ledger = await openOwn({
    ...limits,
    bytesPerHour: 1 << 30,
    requestsPerMinute: 100,
    firstBarMs: 600_000,
  })
  await ledger.checkReaders()
  const asking = await connectAs('ab')
  for (let n = 0; n < 101; n++) await readBatch(asking, { from: 1_000_000 })
  expect(await ledger.checkReaders()).toMatchObject({ barred: [{ reader: id('ab') }] })
  await brokers.office('bc').kill()
  await brokers.office('bc').start()
  await until('the office to be back', () => ledger.connected)
  const other = await connectAs('opc')
  expect(await readAll(other)).toBe(entries)
  expect(await ledger.checkReaders()).toMatchObject({ barred: [{ reader: id('ab') }] })
  const again = await connectAs('ab').catch(() => undefined)
  await again?.closed()
  await other.close()
})

it('says that the configuration is of before, where it is', async () => {
  await using old = await startBrokers(
    { bc: 'commissioner' },
    { changeConfig: (text) => text.replaceAll(/, "concert\.readers[^"]*"/g, '') },
  )
  const { entry, seed } = old.office('bc')
  await using ledger = await openLedger(entry, { seed, name: 'own', log: testLog() })
  expect(await ledger.checkReaders()).toEqual({ kind: 'not-permitted' })
})
