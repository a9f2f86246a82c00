// All offices on this machine: engines, brokers and one process per office, started in order, watched, and stopped in reverse.
// It supervises; it holds no record and takes no part in what the offices do.

import { readFileSync } from 'node:fs'
import type { Instant } from '../../shared/kernel/date.ts'
import type { ClockSetting } from '../../shared/kernel/clock.ts'
import type { Directory, OfficeEntry } from '../../shared/office/directory.schema.ts'
import { Lifecycle } from '../../services/platform/lifecycle.ts'
import { brokerSpec, bundleWorkflows, officeSpec, temporalSpec } from './parts.ts'
import { Supervised, type ChildSpec } from './child.ts'
import { BrokerHealer } from './heal.ts'
import { layoutOf, type Layout } from './layout.ts'
import { emptyDataFolder, lockDataFolder, refuseForeignFolder } from './lock.ts'
import { choosePorts } from './ports.ts'
import { ProcessNotes, stopLeftovers } from './processes.ts'
import { isStarted, notStarted, readSettings, writeSettings } from './settings.ts'
import { foundingOffices, prepareBrokers, prepareOffices, type FoundingOffice } from './setup.ts'

export interface FederationOptions {
  readonly dataDir: string
  /** Executables. */
  readonly engines: { readonly temporal: string; readonly natsServer: string }
  /** Legal milliseconds per real one; 1 is real time. A data folder that has a clock keeps it. Default: six years in a minute. */
  readonly rate?: number | undefined
  /** A new clock that stands at `legalStart` and is stepped on by `stepClock`: for tests. */
  readonly stepped?: boolean
  /** What a new compressed clock shows until it is started. */
  readonly legalStart: Instant
  readonly portBase?: number | undefined
  /** Folders with policy packs besides those that Concert brings, for every office: later versions, further statutes. */
  readonly packFolders?: readonly string[]
  /** Other offices than those of the founding case. */
  readonly offices?: readonly FoundingOffice[]
  /** Empties the data folder first. */
  readonly fresh?: boolean
  /** Told every step, one line at a time. */
  readonly report: (line: string) => void
  /** Aborts the start. Stopping what runs is for `Symbol.asyncDispose`. */
  readonly signal?: AbortSignal
}

export interface Federation extends AsyncDisposable {
  readonly layout: Layout
  readonly directory: Directory
  readonly offices: readonly {
    readonly id: string
    readonly role: OfficeEntry['role']
    readonly url: string
    /** What lets this machine's own programs in there. */
    readonly token: string
  }[]
  readonly temporalUi: string
  /** Whether the data folder had data before. */
  readonly resumed: boolean
  clock(): ClockSetting
  /** Lets a compressed clock run from now on; one that runs already is left alone. */
  startClock(): ClockSetting
  /** Steps a stepped clock on. */
  stepClock(legal: Instant): void
  /** Ids of the running processes: `Temporal`, `broker of ca-bc-oipc`, `ca-bc-oipc`. */
  pids(): Readonly<Record<string, number>>
}

/** Starts everything and waits until it serves. Disposing stops everything, in reverse order, and says so. */
export async function startFederation(options: FederationOptions): Promise<Federation> {
  const { report, signal } = options
  const life = new Lifecycle((event, part, error) => {
    if (event === 'stopping' && part !== hold) report(`Stopping ${part}`)
    if (event === 'failed to stop')
      report(`${part} failed to stop: ${error instanceof Error ? error.message : String(error)}`)
  })
  const onAbort = () => life.stop('asked for')
  signal?.addEventListener('abort', onAbort, { once: true })
  if (signal?.aborted === true) onAbort()
  try {
    return await start(options, life)
  } catch (error) {
    await life[Symbol.asyncDispose]()
    throw error
  } finally {
    signal?.removeEventListener('abort', onAbort)
  }
}

/** Nobody waits for this part. */
const hold = 'the hold on the data folder'

async function start(options: FederationOptions, life: Lifecycle): Promise<Federation> {
  const {
    report,
    engines,
    fresh = false,
    portBase,
    packFolders = [],
    offices: founding = foundingOffices(),
  } = options
  const layout = layoutOf(options.dataDir)
  refuseForeignFolder(layout)
  await life.part(
    hold,
    () => lockDataFolder(layout),
    (lock) => lock[Symbol.dispose](),
  )
  await stopLeftovers(layout.processes, report)
  if (fresh) emptyDataFolder(layout)
  const before = readSettings(layout.settings)

  let clock = before?.clock ?? newClock(options)
  if (before !== undefined && options.rate !== undefined && options.rate !== rateOf(clock))
    report(
      `The clock of ${layout.root} keeps its rate of ${rateOf(clock)}: --rate ${options.rate} needs --fresh`,
    )
  const ports = await choosePorts(
    founding.map(({ id }) => id),
    { kept: before?.ports, base: portBase, report },
  )
  writeSettings(layout.settings, { version: 1, clock, ports })
  const directory = prepareBrokers(layout, founding, ports)

  const notes = new ProcessNotes(layout.processes, report)
  const supervise = (spec: ChildSpec) =>
    new Supervised(spec, { report, notes, signal: life.signal })
  const startAll = async (all: readonly Supervised[]) => {
    for (const each of all)
      await life.part(
        each.spec.name,
        () => each,
        () => each.stop(),
      )
    await Promise.all(all.map((each) => each.start()))
  }

  report(`Starting Temporal and ${founding.length} brokers; bundling the workflows if they are new`)
  const bundling = bundleWorkflows(life.signal)
  bundling.catch(() => undefined)
  const brokers = founding.map(({ id }) =>
    supervise(brokerSpec(layout, id, ports, engines.natsServer)),
  )
  await startAll([...brokers, supervise(temporalSpec(layout, founding, ports, engines.temporal))])
  const workflowBundle = await bundling
  prepareOffices(layout, directory, { ports, clock, workflowBundle, packFolders })
  report(`Starting ${founding.length} offices`)
  const urls = new Map<string, string>()
  const offices = founding.map(({ id, role }, at) => {
    const healer = new BrokerHealer({
      storeDir: layout.office(id).ledger,
      restart: async (why) => brokers[at]?.restart(why),
      signal: life.signal,
    })
    return supervise(
      officeSpec(
        layout,
        { id, role },
        {
          ready: (url) => {
            urls.set(id, url)
            report(`${id} serves at ${url}`)
          },
          storesNothing: (since) => healer.told(since),
        },
      ),
    )
  })
  await startAll(offices)

  /** First the files, for an office that is just being started again; then the ones that run. */
  const setClock = (next: ClockSetting): ClockSetting => {
    clock = next
    writeSettings(layout.settings, { version: 1, clock, ports })
    prepareOffices(layout, directory, { ports, clock, workflowBundle, packFolders })
    for (const office of offices) office.send({ kind: 'clock', clock })
    return clock
  }

  return {
    layout,
    directory,
    get offices() {
      return founding.map(({ id, role }) => ({
        id,
        role,
        url: urls.get(id) as string,
        token: readFileSync(layout.office(id).localToken, 'utf8').trim(),
      }))
    },
    temporalUi: `http://127.0.0.1:${ports.temporalUi}`,
    resumed: before !== undefined,
    clock: () => clock,
    startClock() {
      if (clock.kind !== 'compressed' || isStarted(clock)) return clock
      return setClock({ ...clock, realStart: new Date().toISOString() as Instant })
    },
    stepClock(legal) {
      if (clock.kind !== 'stepped') throw new Error(`A ${clock.kind} clock goes by itself`)
      setClock({ kind: 'stepped', legal })
    },
    pids: () => notes.pids(),
    [Symbol.asyncDispose]: () => life[Symbol.asyncDispose](),
  }
}

const defaultRate = 3_000_000

function rateOf(clock: ClockSetting): number {
  return clock.kind === 'compressed' ? clock.rate : 1
}

function newClock({ rate = defaultRate, legalStart, stepped }: FederationOptions): ClockSetting {
  if (stepped === true) return { kind: 'stepped', legal: legalStart }
  return rate === 1
    ? { kind: 'real' }
    : { kind: 'compressed', realStart: notStarted, legalStart, rate }
}
