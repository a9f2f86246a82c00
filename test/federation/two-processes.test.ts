// Two processes of one office on one broker and one Temporal, under load, one of them killed again and again: before, between and after append and answer.
// The points are seen from outside, so that nothing in the product knows of them: a command is sent, its event stands in the ledger, its answer has come.

import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { foundingOffices } from '../../infra/federation/setup.ts'
import { officeServes } from '../../infra/federation/probes.ts'
import { connectBroker, readBrokerSeed } from '../../services/adapters/ledger/broker.ts'
import { Follower } from '../../services/adapters/ledger/follower.ts'
import { verifySignature } from '../../services/adapters/ledger/sign.ts'
import { openStore } from '../../services/adapters/store/store.ts'
import { officeConverter } from '../../services/adapters/temporal/codec.ts'
import { connectTemporal } from '../../services/adapters/temporal/connection.ts'
import { livesIn } from '../../services/adapters/temporal/lives.ts'
import { officeClient, type OfficeClient } from '../../services/client/office-client.ts'
import type { Store, StoredEvent } from '../../services/office/ports.ts'
import { loadConfig } from '../../services/platform/config.ts'
import { clockViewSchema } from '../../shared/contract/views.schema.ts'
import type { LocalDate } from '../../shared/kernel/date.ts'
import { liveSubjectOf, subjectOf, type OfficeId } from '../../shared/kernel/ids.ts'
import { rulesOf } from '../../shared/rules.ts'
import { lifeOf, orderRef } from '../bench/orders.ts'
import { TestFederation } from '../support/federation.ts'
import { testLog } from '../support/nats.ts'
import { asideOf } from '../support/aside.ts'

const office = 'ca-bc-oipc' as OfficeId
const kills = 24
const ordersPerKill = 4
/** Ten legal days a second: what is served falls due some seconds later, in the middle of the next kills. */
const rate = 864_000
/** Long ago: legal time never passes the real one, and once it is there nothing would fall due any more. It lasts for twelve minutes. */
const legalStart = '2006-01-10T18:00:00.000Z'
/** An alarm rings some seconds after the last kill, and what follows from it a moment later. */
const patienceMs = 120_000
const points = ['sent', 'appended', 'answered'] as const

/** A further process of the office, with a projection of its own. */
class Process {
  readonly dataDir: string
  readonly #config: string
  #child: ChildProcess | undefined
  client: OfficeClient | undefined

  constructor(ofOffice: string, folder: string) {
    this.dataDir = folder
    this.#config = path.join(path.dirname(ofOffice), 'second.json')
    mkdirSync(folder, { recursive: true })
    const config = JSON.parse(readFileSync(ofOffice, 'utf8')) as object
    const own = { ...config, dataDir: folder, http: { host: '127.0.0.1', port: 0 } }
    writeFileSync(this.#config, JSON.stringify(own))
  }

  async start(): Promise<void> {
    const main = path.join(import.meta.dirname, '..', '..', 'services', 'apps', 'office', 'main.ts')
    const child = fork(main, [this.#config], {
      execArgv: ['--disable-warning=ExperimentalWarning'],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    })
    this.#child = child
    const { url } = await officeServes(child, AbortSignal.timeout(60_000))
    this.client = officeClient(url, {
      actor: { kind: 'program', name: 'test' },
      token: readFileSync(path.join(this.dataDir, 'local.token'), 'utf8').trim(),
      timeoutMs: 10_000,
    })
  }

  async end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#child
    this.client = undefined
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return
    child.kill(signal)
    await once(child, 'exit')
  }
}

let federation: TestFederation
let first: OfficeClient
let second: Process
let onAppended: () => void = () => undefined
const stack = new AsyncDisposableStack()

beforeAll(async () => {
  federation = stack.use(new TestFederation({ rate, legalStart }))
  await federation.start({ offices: foundingOffices().filter(({ id }) => id === office) })
  first = federation.client(office)
  const { config } = federation.running.layout.office(office)
  second = new Process(config, path.join(federation.dataDir, 'second'))
  stack.defer(() => second.end('SIGKILL'))
  await second.start()
  const { config: loaded, office: entry } = loadConfig(config)
  const broker = stack.adopt(
    await connectBroker({
      url: entry.broker.url,
      as: office,
      seed: readBrokerSeed(loaded.keys.broker),
      name: 'test',
      log: testLog(),
    }),
    (each) => each.close(),
  )
  broker.subscribe(liveSubjectOf(office), { callback: () => onAppended() })
}, 180_000)
afterAll(() => stack.disposeAsync(), 60_000)

/** What was sent, and the version that each answer said. */
const answered = new Map<string, number>()

/** Sends to one process or the other until one answers: the same command, whatever became of it before. */
async function sendUntilAnswered(
  command: Parameters<OfficeClient['send']>[0],
  preferred: number,
  onSent: () => void,
): Promise<void> {
  for (let attempt = preferred; ; attempt += 1, await sleep(20)) {
    const client = attempt % 2 === 0 ? first : (second.client ?? first)
    const reply = client.send(command)
    onSent()
    const found = await reply.catch(() => undefined)
    if (found?.kind === 'refused' && !['unavailable', 'conflict'].includes(found.problem.code))
      throw new Error(`${command.command.id}: ${found.problem.code}: ${found.problem.message}`)
    if (found?.kind !== 'recorded') continue
    answered.set(`${subjectOf(command.ref)} ${command.command.id}`, found.version)
    return
  }
}

/** Some orders' commands at once, over both processes; every third order ends, the others' clocks run. The kill comes at its point, by seed. */
async function roundOf(seed: number, kill: () => Promise<void>): Promise<void> {
  const point = points[seed % points.length]
  let left = 1 + ((seed * 7) % 9)
  const reached = Promise.withResolvers<void>()
  const passed = (which: (typeof points)[number]) => {
    if (which === point && --left === 0) reached.resolve()
  }
  onAppended = () => passed('appended')
  const { legalToday } = await first.get('/v1/clock', clockViewSchema)
  const killed = reached.promise.then(kill)
  await Promise.all(
    Array.from({ length: ordersPerKill }, async (_, index) => {
      const ref = orderRef(office, `K${seed}-${index}`)
      const all = lifeOf(ref, legalToday as LocalDate)
      for (const [number, command] of all.slice(0, index % 3 === 0 ? 6 : 3).entries()) {
        await sendUntilAnswered({ ref, command } as never, index + number, () => passed('sent'))
        passed('answered')
      }
    }),
  )
  await killed
  onAppended = () => undefined
}

/** The ledger as somebody has it who begins to read it now, and goes on; resolves when it is read to its end. */
async function readFromNow(): Promise<AsyncDisposable & { readonly store: Store }> {
  const { config, office: entry } = loadConfig(federation.running.layout.office(office).config)
  const read = Promise.withResolvers<void>()
  await using opened = new AsyncDisposableStack()
  const store = opened.use(openStore(':memory:', { rulesOf }))
  opened.use(
    new Follower({
      office: entry,
      access: {
        as: office,
        seed: readBrokerSeed(config.keys.broker),
        name: 'anew',
        log: testLog(),
      },
      store,
      verifySignature,
      onChange: ({ state }) => state === 'current' && read.resolve(),
    }),
  )
  await read.promise
  const stack = opened.move()
  return { store, [Symbol.asyncDispose]: () => stack.disposeAsync() }
}

const eventsIn = (store: Store): StoredEvent[] => store.eventsAfter(office, 0, 100_000)
const isAlarm = ({ recorded }: StoredEvent) => recorded.event.kind === 'deadline-reached'

describe('two processes of one office', () => {
  it(`record every command once, one of them killed ${kills} times at points by seed`, async () => {
    for (let seed = 0; seed < kills; seed++) {
      await roundOf(seed, () => second.end('SIGKILL'))
      await second.start()
    }
    await using anew = await readFromNow()
    const { store } = anew
    const events = eventsIn(store)
    expect(asideOf(store)).toEqual([])
    const versions = new Map(
      events.map(({ ref, recorded }) => [
        `${subjectOf(ref)} ${recorded.commandId}`,
        recorded.version,
      ]),
    )
    expect(answered.size).toBe((kills * ordersPerKill * (6 + 3 + 3 + 6)) / 4)
    for (const [command, version] of answered)
      expect([command, versions.get(command)]).toEqual([command, version])
    for (const [subject, own] of Map.groupBy(events, ({ ref }) => subjectOf(ref))) {
      const all = own.map(({ recorded }) => recorded.version)
      expect([subject, all]).toEqual([subject, all.map((_, index) => index + 1)])
      expect(new Set(own.map(({ recorded }) => recorded.commandId)).size).toBe(own.length)
    }
  }, 600_000)

  it('ring every alarm once, whoever watched, and both projections are what somebody reads anew', async () => {
    const openOrders = (kills * ordersPerKill) / 2
    await using reader = await readFromNow()
    const { store } = reader
    const rang = () => eventsIn(store).filter(isAlarm)
    await federation.until(
      'an alarm of every order that was served and is open',
      () => new Set(rang().map(({ ref }) => ref.id)).size >= openOrders,
      patienceMs,
    )
    const named = rang().map(({ ref, recorded }) => {
      const { deadline, party, terms, route, alarmAt } = recorded.event as unknown as Record<
        string,
        unknown
      >
      return JSON.stringify([ref.id, deadline, party, terms, route, alarmAt])
    })
    expect(named.length).toBe(new Set(named).size)
    const { config } = loadConfig(federation.running.layout.office(office).config)
    const converter = officeConverter(readFileSync(config.keys.payload))
    await using link = await connectTemporal({ ...config.temporal, converter })
    const lives = livesIn(link.client, { taskQueue: 'unused', clock: () => config.clock })
    await federation.until(
      'lives that know every version',
      async () => {
        const known = new Map<string, number>()
        for await (const { ref, version } of lives.running()) known.set(subjectOf(ref), version)
        const open = store.versions(office).filter((each) => each.open)
        return (
          known.size === open.length &&
          open.every(({ ref, version }) => known.get(subjectOf(ref)) === version)
        )
      },
      patienceMs,
    )
    const hashOf = (dataDir: string) => {
      using opened = openStore(path.join(dataDir, 'projection.sqlite'), { rulesOf })
      return opened.contentHash()
    }
    await federation.until(
      'equal projections',
      () =>
        hashOf(config.dataDir) === store.contentHash() &&
        hashOf(second.dataDir) === store.contentHash(),
      patienceMs,
    )
  }, 400_000)
})
