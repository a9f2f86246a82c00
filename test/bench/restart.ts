// An office that starts again with many open orders: until the last of their lives is told, where Temporal has lost all of them and where it has them, and what a command takes meanwhile.
// The real telling, door, projection and engine, put together without pages.

import { randomBytes } from 'node:crypto'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { pino } from 'pino'
import { Follower } from '../../services/adapters/ledger/follower.ts'
import { openLedger } from '../../services/adapters/ledger/ledger.ts'
import { verifySignature } from '../../services/adapters/ledger/sign.ts'
import { openStore } from '../../services/adapters/store/store.ts'
import { workflowBundle } from '../../services/adapters/temporal/bundle.ts'
import { officeConverter, payloadKeyBytes } from '../../services/adapters/temporal/codec.ts'
import { connectTemporal } from '../../services/adapters/temporal/connection.ts'
import { startEngine, type Engine } from '../../services/adapters/temporal/engine.ts'
import { installRuntime } from '../../services/adapters/temporal/runtime.ts'
import { createLifeActivities } from '../../services/office/life-activities.ts'
import type { Lives, Store } from '../../services/office/ports.ts'
import type { Door } from '../../services/office/door.ts'
import { startTelling } from '../../services/office/telling.ts'
import { subjectOf, taskQueueOf, type AggregateRef } from '../../shared/kernel/ids.ts'
import { dateAt } from '../../shared/calendar/zone.ts'
import type { Instant } from '../../shared/kernel/date.ts'
import type { AnyCommand } from '../../shared/rules.ts'
import { rulesOf } from '../../shared/rules.ts'
import { startBrokers, testLog, until, type TestOffice } from '../support/nats.ts'
import { searchAttributes } from '../../workflows/messages.ts'
import { valueOf, type Report, type Value } from './figures.ts'
import { doorOf, fillLedger, submit } from './fill.ts'
import { lifeOf, orderRef } from './orders.ts'
import { subject } from './stage.ts'
import { startDurableTemporal } from './temporal.ts'

const section = 'restart'
const everyMs = 50

export async function measureRestart(report: Report): Promise<void> {
  await measureWith(report, report.quick ? 200 : 10_000)
}

export async function measureBigRestart(report: Report): Promise<void> {
  await measureWith(report, report.quick ? 400 : 100_000)
}

async function measureWith(report: Report, orders: number): Promise<void> {
  installRuntime(pino({ level: 'silent' }))
  await using opened = new AsyncDisposableStack()
  const brokers = opened.use(await startBrokers({ [subject]: 'commissioner' }))
  const office = brokers.office(subject)
  const access = { seed: office.seed, name: 'bench', log: testLog() }
  const ledger = opened.use(await openLedger(office.entry, access))
  report.say(`${section}: recording ${orders} open orders`)
  await fillLedger(office, ledger, { orders, commands: 1 })
  const store = opened.use(openStore(path.join(brokers.folder, 'restart.sqlite'), { rulesOf }))
  report.say(`${section}: reading them`)
  const follower = opened.use(await readAll(office, store, orders))
  const door = doorOf(office, ledger, store)
  const temporal = opened.use(await startDurableTemporal(brokers.folder, office.entry.id))
  const run: Run = { office, store, door, follower, address: temporal.address }
  const quiet = await commandsUntil(run, 'Q', sleep(5_000))
  for (const [name, mark] of [
    ['Temporal has lost every life', 'L'],
    ['Temporal has every life', 'K'],
  ] as const) {
    report.say(`${section}: ${orders} open orders, ${name}`)
    reportRun(report, `${orders} open orders, ${name}`, await restart(run, mark), quiet)
  }
}

function reportRun(
  report: Report,
  what: string,
  { untilToldMs, untilKnownMs, told, commands }: Restarted,
  quiet: Value,
): void {
  report.add({
    section,
    name: `${what}: until all were compared and told`,
    unit: 'ms',
    value: { value: untilToldMs },
  })
  report.add({
    section,
    name: `${what}: until Temporal lists every life with its version`,
    unit: 'ms',
    value: { value: untilKnownMs },
  })
  report.add({
    section,
    name: `${what}: lives that were told again`,
    unit: 'count',
    value: { value: told },
  })
  report.add({
    section,
    name: `${what}: a command meanwhile, from when it was due`,
    unit: 'ms',
    value: commands,
    floor: { name: 'the same without Temporal', value: quiet },
  })
}

interface Run {
  readonly office: TestOffice
  readonly store: Store
  readonly door: Door
  readonly follower: Follower
  readonly address: string
}

interface Restarted {
  readonly untilToldMs: number
  readonly untilKnownMs: number
  readonly told: number
  readonly commands: Value
}

async function restart(run: Run, mark: string): Promise<Restarted> {
  const { office, store, follower } = run
  const startMs = performance.now()
  await using engine = startTemporalEngine(run)
  const before = new Set(store.versions(office.entry.id).map(({ ref }) => subjectOf(ref)))
  const watched = watchedLives(engine, (ref) => before.has(subjectOf(ref)))
  await using telling = startTelling({
    office: office.entry.id,
    store,
    lives: watched.lives,
    isRead: () => follower.state === 'current',
    subscribe: (listener) => store.subscribe(listener),
    log: pino({ level: 'silent' }),
  })
  const swept = watched.swept()
  const commands = await commandsUntil(run, mark, swept)
  const untilToldMs = (await swept) - startMs
  await telling.untilTold()
  const { told } = watched
  await untilAllKnown(run)
  return { untilToldMs, untilKnownMs: performance.now() - startMs, told, commands }
}

/** Until Temporal's list says of every open order's life that it has taken in what it was told: the list is what the next start compares with. */
async function untilAllKnown({ office, store, address }: Run): Promise<void> {
  const namespace = office.entry.id
  const converter = officeConverter(payloadKey)
  await using link = await connectTemporal({ address, namespace, converter })
  const open = store.versions(namespace).filter((each) => each.open).length
  const query = `ExecutionStatus = 'Running' AND ${searchAttributes.version} >= 1`
  await until(
    'every life to be listed with its version',
    async () => (await link.client.workflow.count(query)).count >= open,
    15 * 60_000,
  )
}

const payloadKey = randomBytes(payloadKeyBytes)

function startTemporalEngine({ office, door, address }: Run): Engine {
  return startEngine({
    address,
    namespace: office.entry.id,
    taskQueue: taskQueueOf(office.entry.id),
    converter: officeConverter(payloadKey),
    clock: () => ({ kind: 'real' }),
    activities: createLifeActivities({ door }),
    bundlePath: () => workflowBundle(),
    log: pino({ level: 'silent' }),
    onFault: (error) => {
      throw error
    },
  })
}

/** The lives as they are, and when a comparison with Temporal's list, and all that it asked for of the orders that were open before, was done. */
function watchedLives(engine: Engine, wasOpenBefore: (ref: AggregateRef) => boolean) {
  let listedAt: number | undefined
  let lastToldAt = 0
  let told = 0
  const lives: Lives = {
    check: () => engine.check(),
    async *running() {
      yield* engine.running()
      listedAt = performance.now()
    },
    tell: async (...args) => {
      await engine.tell(...args)
      // Only a life that is compared is given all that the projection has; those of this run's own commands are told beside.
      if (args[2] === undefined || !wasOpenBefore(args[0])) return
      lastToldAt = performance.now()
      told += 1
    },
  }
  return {
    lives,
    get told() {
      return told
    },
    /** When the last life was restored: after it none came for two seconds, which is many tellings. */
    async swept(): Promise<number> {
      for (;;) {
        await sleep(500)
        if (listedAt === undefined) continue
        const last = Math.max(listedAt, lastToldAt)
        if (performance.now() - last > 2_000) return last
      }
    },
  }
}

/** One new order each 50 ms until `done`: an office does not stop because it has just started. */
async function commandsUntil(run: Run, mark: string, done: Promise<unknown>): Promise<Value> {
  const { office, door } = run
  const today = dateAt(new Date().toISOString() as Instant, office.entry.zone)
  let isDone = false
  const finished = done.then(() => (isDone = true))
  const under: Promise<number>[] = []
  for (let number = 0; !isDone; number++) {
    const ref = orderRef(office.entry.id, `${mark}${number}`)
    const [command] = lifeOf(ref, today)
    const dueMs = performance.now()
    under.push(submit(door, ref, command as AnyCommand).then(() => performance.now() - dueMs))
    const nextMs = dueMs + everyMs
    await sleep(Math.max(0, nextMs - performance.now()))
  }
  await finished
  return valueOf(await Promise.all(under))
}

async function readAll(office: TestOffice, store: Store, events: number): Promise<Follower> {
  const current = Promise.withResolvers<void>()
  const follower = new Follower({
    office: office.entry,
    access: { as: office.entry.id, seed: office.seed, name: 'bench', log: testLog() },
    store,
    verifySignature,
    onChange: ({ state }) => state === 'current' && current.resolve(),
  })
  await current.promise
  const { sequence } = store.cursor(office.entry.id)
  if (sequence !== events) throw new Error(`Read ${sequence} of ${events} events`)
  return follower
}
