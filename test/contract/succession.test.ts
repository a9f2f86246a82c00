// A ledger that is lost, on real brokers: put back from a copy that another office made; or, where entries are lost for good, succeeded by a new one
// that goes on with all that can be had, and that the others follow only when enough of those who hold the lost one have accepted it.

import { jetstreamManager } from '@nats-io/jetstream'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { keyFilesIn } from '../../infra/brokers/keys.ts'
import { openArchive } from '../../services/adapters/archive/archive.ts'
import { openLogStore } from '../../services/adapters/log/store.ts'
import {
  exportLedger,
  repairOffice,
  succeedOffice,
} from '../../services/apps/concert/lost-ledger.ts'
import type { OfficeConfigFile } from '../../services/platform/config.schema.ts'
import type { CommandId } from '../../shared/kernel/ids.ts'
import { ProblemError } from '../../shared/kernel/problems.ts'
import { originOf } from '../../shared/ledger/log/names.ts'
import { ledgersRef, type LedgersEventOf } from '../../shared/office/ledgers.schema.ts'
import { expectBilingual } from '../support/bilingual.ts'
import { officer } from '../support/door.ts'
import { ref, text } from '../support/events.ts'
import { d, respondent } from '../support/founding.ts'
import { startBrokers, until, type TestBrokers } from '../support/nats.ts'
import { startRecording, type RecordingOffice } from '../support/recording-office.ts'

const reason = 'The disk failed, and the last entries were read by nobody'
let brokers: TestBrokers
let stack: AsyncDisposableStack
beforeEach(async () => {
  brokers = await startBrokers({ bc: 'commissioner', ab: 'commissioner', obs: 'observer' })
  stack = new AsyncDisposableStack()
  stack.defer(() => brokers[Symbol.asyncDispose]())
})
afterEach(() => stack.disposeAsync())

const at = (name: string, ...parts: string[]) => path.join(brokers.office(name).folder, ...parts)
const start = async (name: string) =>
  stack.use(await startRecording(brokers, name, { withArchive: true }))

/** What the offline commands read. */
function configOf(name: string): string {
  const file = at(name, 'office.json')
  const config: OfficeConfigFile = {
    office: name,
    directory: 'directory.json',
    dataDir: 'data',
    keys: keyFilesIn(at(name, 'keys')),
    http: { host: '127.0.0.1', port: 0 },
    temporal: { address: '127.0.0.1:1', namespace: name },
    clock: { kind: 'real' },
    packFolders: [],
    log: { level: 'info' },
  }
  writeFileSync(file, JSON.stringify(config))
  writeFileSync(at(name, 'directory.json'), JSON.stringify(brokers.directory))
  return file
}

async function record(office: RecordingOffice, count: number): Promise<void> {
  for (let done = 0; done < count; done++) expect(await office.record()).toBe('recorded')
}

async function untilHeld(office: string, size: number, peers: readonly RecordingOffice[]) {
  for (const peer of peers)
    await until(`${peer.id} to hold ${size} of ${office}`, () =>
      peer.confirmed(office).includes(`${peer.id} holds ${size}`),
    )
}

async function loseLedger(name: string): Promise<void> {
  await brokers.office(name).kill()
  rmSync(at(name, 'ledger'), { recursive: true })
  await brokers.office(name).start()
}

function loseFile(name: string, file: string): void {
  for (const suffix of ['', '-wal', '-shm'])
    rmSync(at(name, 'data', `${file}${suffix}`), { force: true })
}

async function refusalOf(work: () => Promise<unknown>): Promise<ProblemError['problem']> {
  try {
    await work()
  } catch (error) {
    if (error instanceof ProblemError) return error.problem
    throw error
  }
  throw new Error('it was not refused')
}

const copy = async (by: string, of: string) => {
  const file = at(by, `${of}.${Math.random().toString(36).slice(2)}.jsonl`)
  const written = await exportLedger(configOf(by), of, file)
  return { file, written }
}

/** bc records five entries that both others hold, and then two that nobody reads; then its broker and its archive are gone. */
async function loseTwoEntries() {
  const bc = await startRecording(brokers, 'bc', { withArchive: true })
  const [ab, obs] = [await start('ab'), await start('obs')]
  const matter = ref('bc', 'clearview')
  const opened = {
    id: 'open' as CommandId,
    kind: 'opened',
    on: '2021-01-01',
    title: text('A matter'),
    respondent,
  }
  expect((await bc.door.submit(officer, matter, opened as never)).kind).toBe('recorded')
  await record(bc, 4)
  await untilHeld('bc', 5, [ab, obs])
  // Everybody knows who holds it: that says how many have to accept a successor.
  for (const office of [bc, ab, obs])
    await until(`${office.id} to know`, () =>
      ['ab holds 5', 'obs holds 5'].every((each) => office.confirmed('bc').includes(each)),
    )
  const epoch = bc.ledger.epoch
  for (const peer of [ab, obs]) await peer[Symbol.asyncDispose]()
  await record(bc, 2)
  await until('them to be counted', () => bc.trust.logStore.size(originOf(bc.id, epoch)) === 7)
  await bc[Symbol.asyncDispose]()
  await loseLedger('bc')
  loseFile('bc', 'archive.sqlite')
  return { epoch, matter }
}

describe('a ledger whose broker and archive are gone', () => {
  it('is put back from a copy that another office made: every byte, proved by what the office signed', async () => {
    const bc = await startRecording(brokers, 'bc', { withArchive: true })
    const ab = await start('ab')
    await record(bc, 6)
    await untilHeld('bc', 6, [ab])
    const content = bc.store.contentHash()
    await bc[Symbol.asyncDispose]()
    const { file, written } = await copy('ab', 'bc')
    expect(written).toMatchObject({ ledger: 'bc', entries: 6 })
    await loseLedger('bc')
    // Also what the office knew itself is gone: the heads in the copy are its own, signed with its own key.
    for (const lost of ['archive.sqlite', 'heads.sqlite', 'projection.sqlite']) loseFile('bc', lost)
    const config = configOf('bc')
    expect((await refusalOf(() => repairOffice(config))).code).toBe('not-found')
    expect(await repairOffice(config, [file])).toMatchObject({ found: 0, putBack: 6 })
    const again = await start('bc')
    expect(await again.trust.guard.compare('full')).toMatchObject({ kind: 'intact', length: 6 })
    await until('the projection', () => again.store.contentHash() === content)
    expect(await again.record()).toBe('recorded')
    await untilHeld('bc', 7, [ab])
    expect(ab.follower('bc').state).toBe('current')
  })

  it.each<[what: string, change: (lines: string[]) => string[], code: string]>([
    ['with an entry left out', (lines) => lines.toSpliced(-2, 1), 'ledger-(different|shorter)'],
    [
      'with two entries swapped',
      (lines) => [...lines.slice(0, -2), ...lines.slice(-2).reverse()],
      'ledger-different',
    ],
    [
      'with one bit of an entry changed',
      (lines) => [...lines.slice(0, -1), flipped(lines.at(-1) ?? '')],
      'ledger-shorter',
    ],
    ['that ends early', (lines) => lines.slice(0, -1), 'ledger-shorter'],
    [
      'with a head of somebody else',
      (lines) => lines.map((line) => line.replace(/(?<="head":"concert\/bc\/[^ ]*? )..../, 'AAAA')),
      'invalid-input',
    ],
    ['that is no copy', () => ['{}'], 'invalid-input'],
  ])('is not put back from a copy %s: nothing is written', async (_, change, code) => {
    const bc = await startRecording(brokers, 'bc', { withArchive: true })
    const ab = await start('ab')
    await record(bc, 4)
    await untilHeld('bc', 4, [ab])
    await bc[Symbol.asyncDispose]()
    const { file } = await copy('ab', 'bc')
    const lines = readFileSync(file, 'utf8').trimEnd().split('\n')
    const changed = change(lines)
    expect(changed).not.toEqual(lines)
    writeFileSync(file, `${changed.join('\n')}\n`)
    await loseLedger('bc')
    for (const lost of ['archive.sqlite', 'heads.sqlite']) loseFile('bc', lost)
    const refused = await refusalOf(() => repairOffice(configOf('bc'), [file]))
    expect(refused.code).toMatch(new RegExp(`^${code}$`))
    expectBilingual({ en: refused.message, fr: refused.messageFr }, [file, 'bc', 'ab'])
    const client = await brokers.client('bc', 'bc')
    const manager = await jetstreamManager(client, { checkAPI: false })
    await expect(manager.streams.info('LEDGER')).rejects.toThrow('stream not found')
  })
})

describe('a ledger of which entries are lost for good', () => {
  it('is succeeded: the others follow when those who hold it have accepted, and every aggregate goes on at its next version', async () => {
    const { epoch: former, matter } = await loseTwoEntries()
    const { file } = await copy('ab', 'bc')
    const config = configOf('bc')
    const short = await refusalOf(() => repairOffice(config, [file]))
    expect(short.code).toBe('ledger-shorter')
    expect(short.message).toContain('concert ledger succeed')
    const succeeded = await succeedOffice(config, [file], { reason })
    expect(succeeded).toMatchObject({ formerEpoch: former, size: 5, known: 7 })
    expect(succeeded.epoch).not.toBe(former)

    // The door reads what went on from the new ledger, where it stands as it was signed.
    loseFile('bc', 'projection.sqlite')
    const bc = await start('bc')
    expect(bc.ledger.epoch).toBe(succeeded.epoch)
    expect(await bc.trust.guard.compare('full')).toMatchObject({ kind: 'intact', length: 6 })
    const noted = {
      id: 'n1' as CommandId,
      kind: 'noted',
      on: '2021-01-02',
      text: text('It goes on'),
    }
    const reply = await bc.door.submit(officer, matter, noted as never)
    expect(reply).toMatchObject({ kind: 'recorded', version: 2 })
    // What was sent before the loss is still the same command.
    expect(await bc.door.submit(officer, matter, noted as never)).toMatchObject({ version: 2 })
    await until('its own projection', () => bc.store.cursor(bc.id).epoch === succeeded.epoch)
    await until('its end', () => bc.store.cursor(bc.id).sequence === 7)
    expect(bc.store.aggregates('matter')).toHaveLength(5)

    const [ab, obs] = [await start('ab'), await start('obs')]
    for (const peer of [ab, obs])
      await until(`${peer.id} to stop`, () => peer.follower('bc').state === 'stopped')
    expect(ab.follower('bc').status.problem).toContain('nobody has accepted it')
    expect(ab.store.cursor(bc.id).sequence).toBe(5)
    expect(ab.follower('bc').isRead).toBe(false)
    const waits = ab.desk.ledgers().ledgers.find(({ office }) => office === 'bc')?.succession
    expect(waits).toMatchObject({ state: 'waits', size: 5, known: 7, needed: 2, reason })
    expect(waits?.holders.toSorted()).toEqual(['ab', 'obs'])

    await ab.desk.acceptSuccession(officer, bc.id, 'The registrar confirmed it')
    await until('obs to know of it', () =>
      (obs.follower('bc').status.problem ?? '').includes('accepted by ab'),
    )
    // One is not enough of two.
    expect([ab, obs].map((peer) => peer.store.cursor(bc.id).sequence)).toEqual([5, 5])
    await obs.desk.acceptSuccession(officer, bc.id, 'And to us')
    for (const peer of [ab, obs]) {
      await until(`${peer.id} to follow`, () => peer.store.cursor(bc.id).sequence === 7)
      expect(peer.store.aggregate(matter)?.version).toBe(2)
      expect(peer.store.contentHash()).toBe(bc.store.contentHash())
    }
    await record(bc, 1)
    await untilHeld('bc', 8, [ab, obs])
    const followed = obs.desk.ledgers().ledgers.find(({ office }) => office === 'bc')?.succession
    expect(followed).toMatchObject({
      state: 'followed',
      formerEpoch: former,
      size: 5,
      known: 7,
      reason,
    })
    expect(followed?.accepted.map(({ office, by }) => `${office} ${by}`)).toEqual([
      'ab local:M. Roy',
      'obs local:M. Roy',
    ])
    // The lost ledger's heads, with what others said of them, are kept.
    expect(ab.trust.logStore.latestHead(originOf(bc.id, former))?.size).toBe(5)

    // Made anew from its archive, an office knows it all again without asking anybody.
    await ab[Symbol.asyncDispose]()
    const content = obs.store.contentHash()
    loseFile('ab', 'projection.sqlite')
    await brokers.office('bc').kill()
    const anew = await startRecording(brokers, 'ab', { withArchive: true, reach: ['ab', 'obs'] })
    stack.use(anew)
    await until('the archive to be read', () => anew.store.cursor(bc.id).sequence === 8)
    expect(anew.store.cursor(bc.id).epoch).toBe(succeeded.epoch)
    await until('the rest', () => anew.store.contentHash() === content)
  })

  it('is not succeeded where nothing is lost', async () => {
    const bc = await startRecording(brokers, 'bc', { withArchive: true })
    const ab = await start('ab')
    await record(bc, 3)
    await untilHeld('bc', 3, [ab])
    await bc[Symbol.asyncDispose]()
    await loseLedger('bc')
    const refused = await refusalOf(() => succeedOffice(configOf('bc'), [], { reason }))
    expect(refused.code).toBe('conflict')
    expectBilingual({ en: refused.message, fr: refused.messageFr }, ['bc'])
  })

  it('does not go on for an office that holds more, until it has accepted as well; what it held stays in its archive', async () => {
    const bc = await startRecording(brokers, 'bc', { withArchive: true })
    const [ab, obs] = [await start('ab'), await start('obs')]
    await record(bc, 4)
    await untilHeld('bc', 4, [ab, obs])
    const { file } = await copy('ab', 'bc')
    await ab[Symbol.asyncDispose]()
    // Only obs reads two more, and nobody asks it for a copy.
    await record(bc, 2)
    await untilHeld('bc', 6, [obs])
    const former = bc.ledger.epoch
    await bc[Symbol.asyncDispose]()
    await loseLedger('bc')
    loseFile('bc', 'archive.sqlite')
    await succeedOffice(configOf('bc'), [file], { reason })
    const [again, back] = [await start('bc'), await start('ab')]
    // What its own projection knew of the two that are lost counts no more.
    await until('its own projection', () => again.store.cursor(again.id).sequence === 5)
    expect(again.store.aggregates('matter')).toHaveLength(4)
    await until('obs to stop', () => obs.follower('bc').state === 'stopped')
    await until('it to be said', () =>
      (obs.follower('bc').status.problem ?? '').includes('leaves out 2 entries'),
    )
    expect(obs.store.cursor(again.id).sequence).toBe(6)
    await until('ab to stop', () => back.follower('bc').state === 'stopped')
    await back.desk.acceptSuccession(officer, again.id, 'Confirmed')
    await obs.desk.acceptSuccession(officer, again.id, 'We keep the two')
    for (const peer of [back, obs])
      await until(`${peer.id} to follow`, () => peer.store.cursor(again.id).sequence === 5)
    expect(obs.store.aggregates('matter').filter((each) => each.ref.office === 'bc')).toHaveLength(
      4,
    )
    await obs[Symbol.asyncDispose]()
    using archive = openArchive(at('obs', 'data', 'archive.sqlite'))
    using heads = openLogStore(at('obs', 'data', 'heads.sqlite'))
    expect(heads.size(originOf(again.id, former))).toBe(6)
    // Both that stood at the fifth place.
    expect(archive.at(again.id, 5)).toHaveLength(2)
    expect(archive.at(again.id, 6).length).toBeGreaterThan(0)
  })
})

describe('a thief of every key of one office', () => {
  it('cannot succeed its ledger alone: nobody follows, whatever is said in its own ledger', async () => {
    const { epoch: former } = await loseTwoEntries()
    const { file } = await copy('ab', 'bc')
    await succeedOffice(configOf('bc'), [file], { reason: 'Nothing happened here' })
    const thief = await start('bc')
    const [ab, obs] = [await start('ab'), await start('obs')]
    for (const peer of [ab, obs])
      await until(`${peer.id} to stop`, () => peer.follower('bc').state === 'stopped')
    // It accepts in the office's own ledger, and in words of the others that it signs itself.
    const found = ab.trust.successions.announced(thief.id)
    if (found === undefined) throw new Error('nothing is announced')
    const own = thief.trust.successions.acceptance(found, { on: d('2026-11-22'), reason: 'Me' })
    await thief.door.submit(officer, ledgersRef(thief.id), {
      id: 'a1' as CommandId,
      ...own,
    } as never)
    // Another office's event key alone, without its key as mirror, says nothing either.
    const forged: Omit<LedgersEventOf<'succession-accepted'>, 'kind'> = { ...own }
    await ab.door.submit(officer, ledgersRef(ab.id), {
      ...forged,
      id: 'a2' as CommandId,
      kind: 'accept-succession',
    } as never)
    await until('obs to read it', () => obs.store.aggregate(ledgersRef(ab.id))?.version === 1)
    await new Promise((resolve) => setTimeout(resolve, 1_500))
    for (const peer of [ab, obs]) {
      expect(peer.follower('bc').state).toBe('stopped')
      expect(peer.store.cursor(thief.id)).toMatchObject({ sequence: 5, epoch: former })
      expect(peer.follower('bc').status.problem).toContain('nobody has accepted it')
      expect(peer.confirmed('bc').filter((each) => each.includes('holds 6'))).toEqual([])
    }
  })
})

function flipped(line: string): string {
  const { subject, bytes } = JSON.parse(line) as { subject: string; bytes: string }
  const changed = Buffer.from(bytes, 'base64')
  changed[40] = (changed[40] ?? 0) ^ 1
  return JSON.stringify({ subject, bytes: changed.toString('base64') })
}
