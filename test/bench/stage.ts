// One office in this process, all of it as it is composed for production, on real engines that sync to disk; beside it a broker for the floor.
// Nothing of the office is left out and nothing is put between: what is measured is sent to its door or to its HTTP, and its histories are read afterwards.

import { identitySchema } from '../../services/platform/config.schema.ts'
import { mkdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { pino } from 'pino'
import { keyFilesIn } from '../../infra/brokers/keys.ts'
import { openLedger } from '../../services/adapters/ledger/ledger.ts'
import { workflowBundle } from '../../services/adapters/temporal/bundle.ts'
import { officeConverter } from '../../services/adapters/temporal/codec.ts'
import { connectTemporal } from '../../services/adapters/temporal/connection.ts'
import { startOffice } from '../../services/apps/office/office.ts'
import type { LoadedConfig } from '../../services/platform/config.ts'
import { Lifecycle } from '../../services/platform/lifecycle.ts'
import type { OfficeApi } from '../../shared/contract/office-api.ts'
import { dateAt } from '../../shared/calendar/zone.ts'
import type { Instant, LocalDate } from '../../shared/kernel/date.ts'
import type { AggregateRef } from '../../shared/kernel/ids.ts'
import type { OrderCommand } from '../../shared/order/order.schema.ts'
import type { OrderEvent } from '../../shared/order/order.schema.ts'
import { startBrokers, testLog, until, type TestBrokers, type TestOffice } from '../support/nats.ts'
import type { Report } from './figures.ts'
import { openFloor, type Floor } from './floor.ts'
import { historyOf, untilEnded, type LifeHistory } from './histories.ts'
import { orderRef } from './orders.ts'
import { startDurableTemporal } from './temporal.ts'

export const subject = 'ca-bc-oipc'
export const readers = ['ca-ab-oipc', 'ca-qc-cai', 'ca-fed-opc'] as const
export const floor = 'bench-floor'

/** An office that is sent commands, wherever it runs. */
export interface Target {
  today(): LocalDate
  /** A new order of the office. */
  newOrder(): AggregateRef
  /** Resolves when it is recorded, with the event; throws where it is refused. */
  submit(ref: AggregateRef, command: OrderCommand): Promise<OrderEvent>
  /** What Temporal wrote down of an order's life. */
  history(ref: AggregateRef): Promise<LifeHistory>
  untilEnded(refs: readonly AggregateRef[]): Promise<void>
}

export interface Stage extends Target, AsyncDisposable {
  readonly brokers: TestBrokers
  readonly office: TestOffice
  readonly floor: Floor
}

export async function openStage(report: Report): Promise<Stage> {
  await using opened = new AsyncDisposableStack()
  report.say('starting one office on Temporal (its data in a file, synced) and brokers')
  const brokers = opened.use(
    await startBrokers({
      [subject]: 'commissioner',
      [floor]: 'commissioner',
      ...Object.fromEntries(
        readers.map((id) => [id, id === 'ca-fed-opc' ? 'observer' : 'commissioner']),
      ),
    }),
  )
  await makeLedgers(brokers, readers)
  const office = brokers.office(subject)
  const floorBroker = opened.use(await openFloor(brokers.office(floor)))
  const { id, zone } = office.entry
  const temporal = opened.use(await startDurableTemporal(brokers.folder, id))
  const loaded = await configOf(office, brokers, temporal.address, report)
  const life = opened.use(new Lifecycle())
  const errors: string[] = []
  const { api } = await startOffice(loaded, life, logInto(errors))
  const converter = officeConverter(readFileSync(loaded.config.keys.payload))
  const link = opened.use(
    await connectTemporal({ address: temporal.address, namespace: id, converter }),
  )
  await until('clocks that are watched', async () => (await api.health(actor)).status === 'ok')

  let orders = 0
  const stack = opened.move()
  return {
    brokers,
    office,
    floor: floorBroker,
    today: () => dateAt(new Date().toISOString() as Instant, zone),
    newOrder: () => orderRef(id, `B${++orders}`),
    submit: (ref, command) => submitTo(api, ref, command),
    history: (ref) => historyOf(link.client, converter, ref),
    untilEnded: (refs) => untilEnded(link.client, refs),
    [Symbol.asyncDispose]: async () => {
      await stack.disposeAsync()
      if (errors.length > 0)
        throw new Error(`The figures are worth nothing, as something failed: ${errors[0]}`)
    },
  }
}

const actor = { kind: 'program', name: 'bench' } as const

async function submitTo(
  api: OfficeApi,
  ref: AggregateRef,
  command: OrderCommand,
): Promise<OrderEvent> {
  const reply = await api.submit(actor, ref, command as Parameters<OfficeApi['submit']>[2])
  if (reply.kind === 'refused')
    throw new Error(`${ref.id}: ${command.kind} was refused: ${reply.problem.message}`)
  if (reply.kind === 'prepared') throw new Error(`${ref.id}: ${command.kind} waits for approval`)
  return reply.event as OrderEvent
}

/** The others' ledgers are there, and empty: an office whose peers' ledgers are missing asks for them again and again. */
async function makeLedgers(brokers: TestBrokers, ids: readonly string[]): Promise<void> {
  for (const id of ids) {
    const { entry, seed } = brokers.office(id)
    const ledger = await openLedger(entry, { seed, name: 'bench', log: testLog() })
    await ledger[Symbol.asyncDispose]()
  }
}

async function configOf(
  { entry, folder }: TestOffice,
  { directory }: TestBrokers,
  address: string,
  report: Report,
): Promise<LoadedConfig> {
  const dataDir = path.join(folder, 'data')
  mkdirSync(dataDir, { recursive: true })
  return {
    file: path.join(folder, 'office.json'),
    // The floor is no office that anybody follows: what is published there is no event.
    directory: { ...directory, offices: directory.offices.filter(({ id }) => id !== floor) },
    office: entry,
    config: {
      office: entry.id,
      directory: path.join(folder, 'directory.json'),
      dataDir,
      keys: keyFilesIn(path.join(folder, 'keys')),
      http: { host: '127.0.0.1', port: 0 },
      identity: identitySchema.parse({ kind: 'local' }),
      temporal: { address, namespace: entry.id },
      clock: { kind: 'real' },
      packFolders: [],
      workflowBundle: await workflowBundle({ report: report.say }),
      log: { level: 'warn' },
      witnesses: [],
    },
  }
}

/** What an office says as an error spoils the figures; the rest is not kept. */
function logInto(errors: string[]) {
  return pino({ level: 'error' }, { write: (line: string) => void errors.push(line) })
}
