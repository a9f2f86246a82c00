// Readers are answered from a copy of the ledger. It may be behind, damaged, gone or of another ledger: nobody is accused of it, and it is made anew.
// The rule of each case is in docs/adr/0002-ledger-and-followers.md.

import {
  cpSync,
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { jetstreamManager } from '@nats-io/jetstream'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Follower } from '../../services/adapters/ledger/follower.ts'
import { openLedger } from '../../services/adapters/ledger/ledger.ts'
import { readBatch, readLast } from '../../services/adapters/ledger/read.ts'
import { ReadersCopy } from '../../services/adapters/ledger/readers-copy.ts'
import { verifySignature } from '../../services/adapters/ledger/sign.ts'
import { openStore } from '../../services/adapters/store/store.ts'
import type { FollowerStatus, Ledger, Store } from '../../services/office/ports.ts'
import { copied, copyApi, ledgerSubjects } from '../../shared/kernel/ids.ts'
import { rulesOf } from '../../shared/rules.ts'
import { asideOf } from '../support/aside.ts'
import { eventOf, noted, opened, ref } from '../support/events.ts'
import {
  id,
  startBrokers,
  testLog,
  until,
  type BrokersOptions,
  type TestBrokers,
} from '../support/nats.ts'
import { startRecording } from '../support/recording-office.ts'

let brokers: TestBrokers
let stack: AsyncDisposableStack
beforeEach(() => {
  stack = new AsyncDisposableStack()
})
afterEach(() => stack.disposeAsync())

async function start(options: BrokersOptions = {}): Promise<void> {
  brokers = stack.use(await startBrokers({ bc: 'commissioner', obs: 'observer' }, options))
}

const bc = () => brokers.office('bc')
const open = async () =>
  stack.use(await openLedger(bc().entry, { seed: bc().seed, name: 'own', log: testLog() }))
const memory = () => stack.use(openStore(':memory:', { rulesOf }))
const at = ref('bc', 'm')

/** Appends versions of one aggregate from `first` on, where the first of them has the sequence `first` as well. */
async function append(ledger: Ledger, first: number, count: number, said = 'x'): Promise<void> {
  for (let version = first; version < first + count; version++) {
    const event = eventOf(at, version, version === 1 ? opened() : noted(said), ledger.epoch)
    const bytes = bc().signer.sign(event)
    await until(`entry ${version}`, async () => {
      const append = { ref: at, eventId: event.id, bytes, expectedSequence: version - 1 }
      return (await ledger.append(append).catch(() => undefined))?.kind === 'appended'
    })
  }
}

function follow(store: Store, lagPatienceMs = 60_000, heartbeatMs = 200) {
  const changes: FollowerStatus[] = []
  const follower = stack.use(
    new Follower({
      office: bc().entry,
      access: { as: id('obs'), seed: brokers.office('obs').seed, name: 'test', log: testLog() },
      store,
      verifySignature,
      heartbeatMs,
      timeoutMs: 1_000,
      lagPatienceMs,
      onChange: (status) => void changes.push(status),
    }),
  )
  const has = (sequence: number) =>
    until(
      `sequence ${sequence}`,
      () => follower.status.seq === sequence && follower.status.state === 'current',
    )
  return { follower, changes, has }
}

const copyFolder = () => path.join(bc().folder, 'ledger', 'jetstream', 'COPY', 'streams', 'READERS')
const ledgerFolder = () => path.join(bc().folder, 'ledger', 'jetstream', 'LEDGER')

/** How many entries a reader is shown, without a hole. */
async function shown(): Promise<number> {
  const reader = await brokers.client('obs', 'bc')
  const { messages } = await readBatch(reader, { from: 1 })
  return messages.filter(({ sequence }, index) => sequence === index + 1).length
}

const isShown = (entries: number) =>
  until(`${entries} entries to be shown`, async () => (await shown().catch(() => 0)) === entries)

describe('the copy that readers are answered from', () => {
  it('is there as soon as the ledger is, has the same messages at the same places, and answers nobody else', async () => {
    await start()
    const ledger = await open()
    await append(ledger, 1, 300)
    await isShown(256)
    const [own, reader] = [await brokers.client('bc', 'bc'), await brokers.client('obs', 'bc')]
    const read = async (client: typeof own, from: number) =>
      (await readBatch(client, { from })).messages.map(
        ({ sequence, hash, subject }) => `${sequence} ${hash} ${subject}`,
      )
    for (const from of [1, 257]) expect(await read(reader, from)).toEqual(await read(own, from))
    const answers = async (client: typeof own) =>
      (await client.request('$JS.API.DIRECT.GET.LEDGER', '{"seq":1}')).headers?.get('Nats-Stream')
    const asked: unknown[] = []
    for (let n = 0; n < 20; n++) asked.push(await answers(own))
    expect([new Set(asked), await answers(reader)]).toEqual([new Set(['LEDGER']), 'READERS'])
    expect(await ledger.checkCopy('full')).toEqual({ kind: 'follows', entries: 300 })
  })

  it('follows again after its broker was killed, and a reader has everything', async () => {
    await start()
    const ledger = await open()
    await append(ledger, 1, 3)
    const store = memory()
    const { has } = follow(store)
    await has(3)
    for (const next of [4, 6]) {
      await bc().kill()
      await bc().start()
      await append(ledger, next, 2)
      await isShown(next + 1)
      await has(next + 1)
    }
    expect(asideOf(store)).toEqual([])
  })

  it('is made anew where it is gone, and nobody who has read it accuses anybody', async () => {
    await start()
    const ledger = await open()
    await append(ledger, 1, 5)
    const store = memory()
    const { follower, changes, has } = follow(store)
    await has(5)
    await bc().kill()
    rmSync(copyFolder(), { recursive: true })
    await bc().start()
    await until('the connection', () => ledger.connected)
    expect(await ledger.checkCopy('last')).toEqual({ kind: 'follows', entries: 0 })
    await isShown(5)
    await has(5)
    expect(await ledger.checkCopy('full')).toEqual({ kind: 'follows', entries: 5 })
    expect([asideOf(store), follower.status.problem]).toEqual([[], null])
    expect(changes.map(({ state }) => state)).not.toContain('stopped')
  })

  it.each([
    ['truncated', (file: string) => truncateSync(file, 700)],
    ['overwritten', (file: string) => writeFileSync(file, readFileSync(file).fill(0, 700, 900))],
    [
      'changed in one bit',
      (file: string) =>
        writeFileSync(
          file,
          readFileSync(file).map((b, i) => (i === 700 ? b ^ 1 : b)),
        ),
    ],
    ['removed', (file: string) => rmSync(file)],
  ])('that was %s is made anew, and nobody is accused', async (_, spoil) => {
    await start()
    const ledger = await open()
    await append(ledger, 1, 20)
    const store = memory()
    const { has } = follow(store)
    await has(20)
    await bc().kill()
    const blocks = path.join(copyFolder(), 'msgs')
    const [block = ''] = readdirSync(blocks).filter((name) => name.endsWith('.blk'))
    spoil(path.join(blocks, block))
    await bc().start()
    await until('the connection', () => ledger.connected)
    await until('a whole copy', async () => {
      await ledger.checkCopy('full').catch(() => undefined)
      return (await shown().catch(() => 0)) === 20
    })
    await has(20)
    const later = memory()
    await follow(later).has(20)
    expect([asideOf(store), asideOf(later)]).toEqual([[], []])
    expect(later.contentHash()).toBe(store.contentHash())
  })

  it('that stands still is named, and made anew once it has stood for as long as is waited', async () => {
    await start({ changeConfig: (text) => text.replace(feeding, '') })
    const ledger = await open()
    await append(ledger, 1, 3)
    const connection = await brokers.client('bc', 'bc')
    const log = testLog()
    const copy = new ReadersCopy({
      office: id('bc'),
      epoch: ledger.epoch,
      connection,
      log,
      patienceMs: 300,
    })
    expect(await copy.check('last')).toEqual({ kind: 'follows', entries: 0 })
    expect(await copy.check('last')).toMatchObject({ kind: 'stands-still', entries: 0, of: 3 })
    await until('it to be made anew', async () => (await copy.check('last')).kind === 'follows')
    expect(log.lines).toMatchObject([
      { level: 'warn', said: [{ why: 'it stood still at 0 of 3 entries' }, expect.anything()] },
    ])
    // The next time it is waited for twice as long: making it anew costs as much as all readers.
    const since = performance.now()
    await copy.check('last')
    await until('it to be made anew', async () => (await copy.check('last')).kind === 'follows')
    expect(performance.now() - since).toBeGreaterThan(550)
  })

  it.each([
    ['of another epoch', { metadata: { epoch: 'another' } }],
    ['no copy of the ledger', { mirror: { name: 'HEADS', external: copied } }],
    ['one that keeps less', { max_msgs: 2 }],
  ])('that is %s is made anew', async (_, other) => {
    await start()
    const ledger = await open()
    await append(ledger, 1, 4)
    await isShown(4)
    const manager = await jetstreamManager(await brokers.client('bc', 'bc'), {
      apiPrefix: copyApi.prefix,
      checkAPI: false,
    })
    const { config } = await manager.streams.info('READERS')
    await manager.streams.delete('READERS')
    await manager.streams.add({ ...config, ...other })
    await until('the other one', async () => (await shown().catch(() => 9)) !== 9)
    if ('max_msgs' in other) await isHeldShort()
    expect(await ledger.checkCopy('last')).toEqual({ kind: 'follows', entries: 0 })
    await isShown(4)
    expect(await ledger.checkCopy('last')).toEqual({ kind: 'follows', entries: 4 })
  })
})

/** It has the last entries only. */
const isHeldShort = () =>
  until('a copy that keeps less', async () => {
    const reader = await brokers.client('obs', 'bc')
    return (await readBatch(reader, { from: 1 })).messages[0]?.sequence === 3
  })

/** By which the copy is given what the ledger stores. */
const feeding = new RegExp(`.*{ stream: { account: LEDGER, subject: "${copied.deliver}.>" } }\n`)

describe('a reader of a copy that is behind', () => {
  it('waits, says so in both languages after a while, takes nothing more, and goes on by itself', async () => {
    let whole = ''
    await start({
      changeConfig: (text) => {
        if (text.includes('server_name: "bc"')) whole = text
        return text.replace(feeding, '')
      },
    })
    const ledger = await open()
    await append(ledger, 1, 3)
    const store = memory()
    const { follower, changes } = follow(store, 700)
    await until('the first answer', () => follower.status.lastHeard !== null)
    await append(ledger, 4, 1)
    await until('that it is behind', () => follower.state === 'behind' && !follower.isRead)
    await until('that it says so', () => follower.status.state === 'stopped')
    expect(follower.status).toMatchObject({
      seq: 0,
      problem: expect.stringContaining('shows 0 entries, and 4 are known to be in it'),
      problemFr: expect.stringContaining('montre 0 entrées, alors que 4 y sont connues'),
    })
    await bc().kill()
    writeFileSync(path.join(bc().folder, 'nats.conf'), whole)
    await bc().start()
    await until('all of it', () => follower.status.seq === 4 && follower.status.state === 'current')
    expect([asideOf(store), follower.status.problem]).toEqual([[], null])
    expect(changes.at(-1)).not.toHaveProperty('problemFr')
  })

  it('judges what it heard only when it can read it, and then as ever', async () => {
    await start()
    const ledger = await open()
    await append(ledger, 1, 1)
    const store = memory()
    const { has } = follow(store)
    await has(1)
    const forged = brokers.office('obs').signer.sign(eventOf(at, 2, noted('no'), ledger.epoch))
    await ledger.append({ ref: at, eventId: 'forged', bytes: forged, expectedSequence: 1 })
    await has(2)
    expect(asideOf(store)).toMatchObject([{ sequence: 2, outcome: 'forged' }])
  })

  it('reads at once what it hears in the place of an entry that it has, and has otherwise', async () => {
    await start()
    const ledger = await open()
    await append(ledger, 1, 2)
    const store = memory()
    const { follower, has } = follow(store, 60_000, 600_000)
    await has(2)
    // From now on it asks by itself too seldom for this to be found so.
    await sleep(2_700)
    store.write(id('bc'), (writer) => writer.advance(3, 'the hash of another entry'))
    await append(ledger, 3, 1)
    await until('that it stopped', () => follower.status.state === 'stopped', 2_000)
    expect(asideOf(store)).toMatchObject([{ sequence: 3, outcome: 'fork', code: 'rewritten' }])
  })

  it('stops where a ledger that was shortened goes on with another entry', async () => {
    await start()
    const ledger = await open()
    await append(ledger, 1, 2)
    const store = memory()
    await bc().kill()
    const folder = path.join(bc().folder, 'ledger')
    cpSync(folder, `${folder}.old`, { recursive: true })
    await bc().start()
    await append(ledger, 3, 2)
    const { follower, has } = follow(store)
    await has(4)
    await bc().kill()
    rmSync(folder, { recursive: true })
    cpSync(`${folder}.old`, folder, { recursive: true })
    await bc().start()
    await until('that it is behind', () => follower.status.state === 'behind')
    expect(asideOf(store)).toEqual([])
    await append(ledger, 3, 1, 'another story')
    await until('that it stopped', () => follower.status.state === 'stopped')
    expect(asideOf(store)).toMatchObject([
      {
        sequence: 4,
        outcome: 'fork',
        code: 'made-anew',
        reason: expect.stringContaining('its last'),
      },
    ])
    expect(follower.status.seq).toBe(4)
  })
})

describe('a ledger that was shortened', () => {
  it('keeps its copy, which may have what it lost; readers accuse nobody, and all is well when it is put back', async () => {
    await start()
    const office = stack.use(await startRecording(brokers, 'bc'))
    for (let done = 0; done < 3; done++) expect(await office.record()).toBe('recorded')
    await bc().kill()
    cpSync(ledgerFolder(), `${ledgerFolder()}.old`, { recursive: true })
    await bc().start()
    for (let done = 0; done < 2; done++) expect(await office.record()).toBe('recorded')
    await isShown(5)
    const peer = stack.use(await startRecording(brokers, 'obs'))
    const has = (entries: number) =>
      until('the peer to have it', () => peer.follower('bc').status.seq === entries)
    await has(5)
    await bc().kill()
    cpSync(ledgerFolder(), `${ledgerFolder()}.whole`, { recursive: true })
    rmSync(ledgerFolder(), { recursive: true })
    cpSync(`${ledgerFolder()}.old`, ledgerFolder(), { recursive: true })
    await bc().start()
    expect(await office.record()).toBe('ledger-shorter')
    // The office looks every five seconds.
    await sleep(6_000)
    expect(await shown()).toBe(5)
    expect(peer.follower('bc').status).toMatchObject({ seq: 5, state: 'current', quarantined: 0 })
    await bc().kill()
    rmSync(ledgerFolder(), { recursive: true })
    cpSync(`${ledgerFolder()}.whole`, ledgerFolder(), { recursive: true })
    await bc().start()
    await until('that it is whole', async () => {
      const state = await office.trust.guard.compare('full').catch(() => undefined)
      return state?.kind === 'intact'
    })
    expect(await office.record()).toBe('recorded')
    await has(6)
    expect(peer.follower('bc').status.quarantined).toBe(0)
  }, 60_000)

  it('is named by a reader when its copy ends too early as well, and is well when it is put back', async () => {
    await start()
    const ledger = await open()
    await append(ledger, 1, 2)
    await isShown(2)
    await bc().kill()
    const folder = path.join(bc().folder, 'ledger')
    cpSync(folder, `${folder}.old`, { recursive: true })
    await bc().start()
    await append(ledger, 3, 2)
    const store = memory()
    const { follower, has } = follow(store, 500)
    await has(4)
    await bc().kill()
    cpSync(folder, `${folder}.whole`, { recursive: true })
    rmSync(folder, { recursive: true })
    cpSync(`${folder}.old`, folder, { recursive: true })
    await bc().start()
    await until('that it says so', () => follower.status.state === 'stopped')
    expect(follower.status.problem).toContain('shows 2 entries, and 4 are known to be in it')
    expect([asideOf(store), follower.status.seq]).toEqual([[], 4])
    await bc().kill()
    rmSync(folder, { recursive: true })
    cpSync(`${folder}.whole`, folder, { recursive: true })
    await bc().start()
    await has(4)
    await append(ledger, 5, 1)
    await has(5)
    expect(asideOf(store)).toEqual([])
  })
})

it('a broker of before there were copies answers its readers from the ledger, and its office says so', async () => {
  await start({
    changeConfig: (text) =>
      text
        .replaceAll(/, "concert\.copy\.[^"]*"/g, '')
        .replaceAll(
          '{ service: { account: COPY, subject: "$JS.API.DIRECT.GET.READERS" }, to: "$JS.API.DIRECT.GET.LEDGER" }',
          '{ service: { account: LEDGER, subject: "$JS.API.DIRECT.GET.LEDGER" } }',
        )
        .replaceAll(
          /({ service: )"\$JS\.API\.DIRECT\.GET\.HEADS"(, response_type.*)/g,
          '$1"$JS.API.DIRECT.GET.HEADS"$2\n      $1"$JS.API.DIRECT.GET.LEDGER"$2',
        ),
  })
  const ledger = await open()
  await append(ledger, 1, 2)
  expect(await ledger.checkCopy('last')).toEqual({ kind: 'not-permitted' })
  expect(existsSync(copyFolder())).toBe(false)
  await follow(memory()).has(2)
  const reader = await brokers.client('obs', 'bc')
  expect((await readLast(reader, ledgerSubjects(id('bc'))))?.sequence).toBe(2)
})
