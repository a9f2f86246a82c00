// A projection rebuilt: a real follower from the beginning of a real ledger into an empty store, beside the parts that cannot be left out.
// The ledger is filled by the real door, without Temporal.

import { rmSync } from 'node:fs'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { connectBroker } from '../../services/adapters/ledger/broker.ts'
import { openArchive } from '../../services/adapters/archive/archive.ts'
import { Follower, type FollowerOptions } from '../../services/adapters/ledger/follower.ts'
import { openLedger } from '../../services/adapters/ledger/ledger.ts'
import { readBatch } from '../../services/adapters/ledger/read.ts'
import { verifySignature } from '../../services/adapters/ledger/sign.ts'
import { sha256, verifyNoteSignature } from '../../services/adapters/log/crypto.ts'
import { logKeyFileIn, readLogSigners } from '../../services/adapters/log/keys.ts'
import { openLogStore } from '../../services/adapters/log/store.ts'
import { openStore } from '../../services/adapters/store/store.ts'
import type { EntryKeeper, LogStore } from '../../services/office/trust/ports.ts'
import { createTrust } from '../../services/office/trust/trust.ts'
import { originOf } from '../../shared/ledger/log/names.ts'
import { preAuthEncoding } from '../../shared/ledger/event.ts'
import { parseEnvelope } from '../../shared/ledger/parse.schema.ts'
import type { LedgerMessage } from '../../shared/ledger/verify.ts'
import { storeBatchEvents } from '../../shared/kernel/limits.ts'
import { rulesOf } from '../../shared/rules.ts'
import { startBrokers, testLog, type TestBrokers } from '../support/nats.ts'
import type { Report } from './figures.ts'
import { fillLedger } from './fill.ts'
import { elapsedMs, median } from './load.ts'
import { commandsPerOrder } from './orders.ts'
import { asideOf } from '../support/aside.ts'

const section = 'rebuild'
const writer = 'ca-bc-oipc'
const reader = 'ca-fed-opc'

export async function measureRebuild(report: Report): Promise<void> {
  await using brokers = await startBrokers({ [writer]: 'commissioner', [reader]: 'observer' })
  const orders = report.quick ? 60 : 800
  report.say(`${section}: recording ${orders} orders`)
  const events = await fill(brokers, orders)
  const messages = await readAll(brokers)
  if (messages.length !== events)
    throw new Error(`The ledger has ${messages.length} events, not ${events}`)
  const rounds = report.quick ? 1 : 5
  report.say(`${section}: ${rounds} rounds over ${events} events`)
  const ms = {
    rebuild: [] as number[],
    read: [] as number[],
    verify: [] as number[],
    insert: [] as number[],
  }
  for (let round = 0; round < rounds; round++) {
    const file = path.join(brokers.folder, `rebuild-${round}.sqlite`)
    ms.rebuild.push(await elapsedMs(() => rebuild(brokers, file, events)))
    ms.read.push(await elapsedMs(() => readAll(brokers)))
    ms.verify.push(verifyAll(brokers, messages))
    ms.insert.push(
      await elapsedMs(async () =>
        insertAll(path.join(brokers.folder, `plain-${round}.sqlite`), messages),
      ),
    )
  }
  const perSecond = (samples: readonly number[]) => ({ value: events / (median(samples) / 1_000) })
  const value = perSecond(ms.rebuild)
  const add = (name: string, samples: readonly number[]) =>
    report.add({
      section,
      name: 'events into an empty projection',
      unit: 'per second',
      value,
      floor: { name, value: perSecond(samples) },
    })
  add('signature verification alone', ms.verify)
  add('plain SQLite inserts', ms.insert)
  add('batch direct get alone', ms.read)
  add(
    'the three, one after another',
    ms.verify.map(
      (each, round) => each + (ms.insert[round] as number) + (ms.read[round] as number),
    ),
  )
  await measureFromArchive(brokers, report, events, rounds)
}

/**
 * A projection that is made anew from the archive, as after an upgrade. What this office verified once is known by its hash;
 * beside it the same with every signature verified again.
 */
async function measureFromArchive(
  brokers: TestBrokers,
  report: Report,
  events: number,
  rounds: number,
): Promise<void> {
  const files = path.join(brokers.folder, 'archive.sqlite')
  using archive = openArchive(files)
  using heads = openLogStore(path.join(brokers.folder, 'heads.sqlite'))
  const entries = keeperOf(brokers, heads)
  await rebuild(brokers, path.join(brokers.folder, 'first.sqlite'), events, { archive, entries })
  report.say(`${section}: ${rounds} rounds from the archive`)
  const ms = { known: [] as number[], again: [] as number[] }
  for (let round = 0; round < rounds; round++)
    for (const kind of ['known', 'again'] as const) {
      if (kind === 'again') forgetWhatWasVerified(files)
      const file = path.join(brokers.folder, `${kind}-${round}.sqlite`)
      ms[kind].push(await elapsedMs(() => rebuild(brokers, file, events, { archive, entries })))
    }
  const perSecond = (samples: readonly number[]) => ({ value: events / (median(samples) / 1_000) })
  report.add({
    section,
    name: 'events from the archive, known by hash',
    unit: 'per second',
    value: perSecond(ms.known),
    floor: { name: 'the same, each signature verified again', value: perSecond(ms.again) },
  })
}

/** Counts the entries of the writer's ledger, as an office does. */
function keeperOf(brokers: TestBrokers, store: LogStore): EntryKeeper {
  const { entry, folder } = brokers.office(reader)
  const trust = createTrust({
    office: entry.id,
    store,
    signers: readLogSigners(entry.id, logKeyFileIn(path.join(folder, 'keys'))),
    sha256,
    verify: verifyNoteSignature,
    offices: () => [],
    keep: () => undefined,
    nowMs: () => Date.now(),
  })
  const origin = originOf(brokers.office(writer).entry.id, 'bench')
  return {
    get held() {
      return store.size(origin)
    },
    stopped: undefined,
    signed: undefined,
    formerEpochs: [],
    succession: () => ({ kind: 'not-it', reason: 'there is none here' }),
    differsAt: (from, hashes) => {
      const at = hashes.findIndex((hash, index) => {
        const held = store.entry(origin, from + index)
        return held !== undefined && Buffer.compare(held, hash) !== 0
      })
      return at < 0 ? undefined : from + at
    },
    take: (from, hashes) => void trust.take(origin, from, hashes),
  }
}

function forgetWhatWasVerified(file: string): void {
  using database = new DatabaseSync(file, { timeout: 5_000 })
  database.exec('UPDATE messages SET accepted = 0')
}

/** Answers how many events there are. */
async function fill(brokers: TestBrokers, orders: number): Promise<number> {
  const office = brokers.office(writer)
  const { entry, seed } = office
  await using ledger = await openLedger(entry, { seed, name: 'bench', log: testLog() })
  await fillLedger(office, ledger, { orders, commands: commandsPerOrder })
  return orders * commandsPerOrder
}

async function rebuild(
  brokers: TestBrokers,
  file: string,
  events: number,
  more: Pick<FollowerOptions, 'archive' | 'entries'> = {},
): Promise<void> {
  const { entry, seed } = brokers.office(reader)
  const log = testLog()
  using store = openStore(file, { rulesOf })
  const current = Promise.withResolvers<void>()
  await using _follower = new Follower({
    office: brokers.office(writer).entry,
    access: { as: entry.id, seed, name: 'bench', log },
    store,
    verifySignature,
    ...more,
    onChange: ({ state }) => state === 'current' && current.resolve(),
  })
  await current.promise
  const { sequence } = store.cursor(brokers.office(writer).entry.id)
  if (sequence !== events || asideOf(store).length > 0)
    throw new Error(`Rebuilt ${sequence} of ${events} events: ${JSON.stringify(log.lines.at(-1))}`)
}

async function readAll(brokers: TestBrokers): Promise<LedgerMessage[]> {
  const { entry, seed } = brokers.office(reader)
  const connection = await connectBroker({
    url: brokers.office(writer).entry.broker.url,
    as: entry.id,
    seed,
    name: 'bench',
    log: testLog(),
  })
  try {
    const all: LedgerMessage[] = []
    for (;;) {
      const batch = await readBatch(connection, { from: all.length + 1 })
      all.push(...batch.messages)
      if (batch.pending === 0) return all
    }
  } finally {
    await connection.close()
  }
}

/** Milliseconds of the signatures alone: what is signed is made ready before. */
function verifyAll(brokers: TestBrokers, messages: readonly LedgerMessage[]): number {
  const key = brokers.office(writer).entry.eventKeys[0]?.publicKey ?? ''
  const signed = messages.map(({ bytes }) => {
    const opened = parseEnvelope(bytes)
    if (!opened.ok) throw new Error(opened.reason)
    const { envelope, payload } = opened.value
    return {
      bytes: preAuthEncoding(envelope.payloadType, payload),
      signature: Buffer.from(envelope.signatures[0]?.sig ?? '', 'base64'),
    }
  })
  const start = performance.now()
  const good = signed.filter(({ bytes, signature }) =>
    verifySignature(key, bytes, signature),
  ).length
  const ms = performance.now() - start
  if (good !== messages.length)
    throw new Error(`${messages.length - good} signatures do not verify`)
  return ms
}

/** One row for each event with its bytes, as many in a transaction as a follower takes. */
function insertAll(file: string, messages: readonly LedgerMessage[]): void {
  const database = new DatabaseSync(file)
  try {
    database.exec(
      'PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; CREATE TABLE events (sequence INTEGER PRIMARY KEY, subject TEXT, hash TEXT, envelope BLOB) STRICT',
    )
    const insert = database.prepare('INSERT INTO events VALUES (?, ?, ?, ?)')
    for (let start = 0; start < messages.length; start += storeBatchEvents) {
      database.exec('BEGIN')
      for (const { sequence, subject, hash, bytes } of messages.slice(
        start,
        start + storeBatchEvents,
      ))
        insert.run(sequence, subject, hash, bytes)
      database.exec('COMMIT')
    }
  } finally {
    database.close()
    rmSync(file)
  }
}
