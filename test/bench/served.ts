// One office as a process of its own, as a federation on one machine runs it, which this process speaks to by HTTP only; beside it a broker for the floor.

import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { resolveEngines } from '../../infra/engines/resolve.ts'
import { foundingOffices } from '../../infra/federation/setup.ts'
import { startFederation } from '../../infra/federation/supervisor.ts'
import { officeConverter } from '../../services/adapters/temporal/codec.ts'
import { connectTemporal } from '../../services/adapters/temporal/connection.ts'
import { officeClient, type OfficeClient } from '../../services/client/office-client.ts'
import { loadConfig } from '../../services/platform/config.ts'
import { dateAt } from '../../shared/calendar/zone.ts'
import type { ClockSetting } from '../../shared/kernel/clock.ts'
import { healthSchema } from '../../shared/contract/views.schema.ts'
import type { Instant } from '../../shared/kernel/date.ts'
import type { OrderEvent } from '../../shared/order/order.schema.ts'
import { startBrokers, until } from '../support/nats.ts'
import type { Report } from './figures.ts'
import { openFloor, type Floor } from './floor.ts'
import { historyOf, untilEnded } from './histories.ts'
import { orderRef } from './orders.ts'
import { floor, subject, type Target } from './stage.ts'

export interface Served extends Target, AsyncDisposable {
  readonly client: OfficeClient
  readonly floor: Floor
  /** Processor time of each of its processes so far, in milliseconds; empty where the system does not say. */
  cpuMs(): Map<string, number>
  /** A compressed clock runs from here on. */
  startClock(): ClockSetting
}

export interface ServedOptions {
  /** Legal milliseconds per real one, and what the clock shows first; without it, real time. */
  readonly clock?: { readonly rate: number; readonly legalStart: string }
}

export async function openServed(report: Report, options: ServedOptions = {}): Promise<Served> {
  await using opened = new AsyncDisposableStack()
  report.say('starting one office as a process of its own')
  const folder = mkdtempSync(path.join(tmpdir(), 'concert-bench-'))
  opened.defer(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }))
  const engines = await resolveEngines({ report: report.say })
  const { clock } = options
  const federation = opened.use(
    await startFederation({
      dataDir: path.join(folder, '.concert'),
      offices: foundingOffices().filter(({ id }) => id === subject),
      engines: { temporal: engines.temporal.path, natsServer: engines['nats-server'].path },
      rate: clock?.rate ?? 1,
      legalStart: (clock?.legalStart ?? new Date().toISOString()) as Instant,
      report: () => undefined,
    }),
  )
  const [served] = federation.offices
  if (served === undefined) throw new Error('The federation has no office')
  const { config, office } = loadConfig(federation.layout.office(served.id).config)
  const converter = officeConverter(readFileSync(config.keys.payload))
  const link = opened.use(await connectTemporal({ ...config.temporal, converter }))
  const brokers = opened.use(await startBrokers({ [floor]: 'commissioner' }))
  const floorBroker = opened.use(await openFloor(brokers.office(floor)))
  const client = officeClient(served.url, {
    actor: { kind: 'program', name: 'bench' },
    token: served.token,
  })
  await until('clocks that are watched', async () => {
    const { status } = await client.get('/v1/health', healthSchema)
    return status === 'ok'
  })
  let orders = 0
  const stack = opened.move()
  return {
    client,
    floor: floorBroker,
    cpuMs: () => cpuMsOf(federation.pids()),
    startClock: () => federation.startClock(),
    today: () => dateAt(new Date().toISOString() as Instant, office.zone),
    newOrder: () => orderRef(office.id, `H${++orders}`),
    submit: async (ref, command) => {
      const reply = await client.send({ ref, command } as Parameters<OfficeClient['send']>[0])
      if (reply.kind !== 'recorded')
        throw new Error(`${ref.id}: ${command.kind} was not recorded: ${JSON.stringify(reply)}`)
      return reply.event as OrderEvent
    },
    history: (ref) => historyOf(link.client, converter, ref),
    untilEnded: (refs) => untilEnded(link.client, refs),
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  }
}

/** Not the wall clock: what else runs on this machine does not change it much. Linux counts it in hundredths of a second. */
function cpuMsOf(pids: Readonly<Record<string, number>>): Map<string, number> {
  if (process.platform !== 'linux') return new Map()
  return new Map(
    Object.entries(pids).map(([name, pid]) => {
      // The name of the program, in parentheses, may hold spaces: what is counted comes after it.
      const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? []
      return [name, (Number(fields[11]) + Number(fields[12])) * 10]
    }),
  )
}
