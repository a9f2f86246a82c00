// One Temporal server, one worker, one client and one ledger: what most workflow tests stand on. Disposed in reverse.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { pino } from 'pino'
import { workflowBundle } from '../../../services/adapters/temporal/bundle.ts'
import { officeConverter } from '../../../services/adapters/temporal/codec.ts'
import {
  connectTemporal,
  type TemporalLink,
} from '../../../services/adapters/temporal/connection.ts'
import { installRuntime } from '../../../services/adapters/temporal/runtime.ts'
import { livesIn, type LivesOptions } from '../../../services/adapters/temporal/lives.ts'
import type { Lives } from '../../../services/office/ports.ts'
import {
  createOfficeWorker,
  type OfficeWorker,
  type WorkerOptions,
} from '../../../services/adapters/temporal/worker.ts'
import { type AggregateRef, workflowIdOf } from '../../../shared/kernel/ids.ts'
import type { AnyCommand, LifeActivities } from '../../../workflows/messages.ts'
import { startTemporal, type TestTemporal } from '../../support/temporal.ts'
import { counterShowing } from './counter.ts'
import { counterLedger } from './ledgers.ts'
import type { FileLedger } from './file-ledger.ts'

export const namespace = 'test-office'
export const taskQueue = 'concert-test-office'
export const testKey = new Uint8Array(32).fill(7)
export const testWorkflows = fileURLToPath(new URL('./workflows.ts', import.meta.url))

export interface Rig extends AsyncDisposable {
  readonly temporal: TestTemporal
  readonly link: TemporalLink
  readonly folder: string
  readonly ledger: FileLedger
  lives(options?: Partial<LivesOptions>): Lives
  /** Records a command, and tells the life; a refused one is a fault of the test. */
  say(ref: AggregateRef, command: AnyCommand, options?: Partial<LivesOptions>): Promise<void>
  startWorker(options?: Partial<WorkerOptions>): Promise<OfficeWorker>
  /** Event types of the aggregate's latest run, or of one run. */
  history(ref: AggregateRef, runId?: string): Promise<string[]>
}

/** `encrypted: false` for histories that are to be replayed elsewhere. */
export async function startRig(
  options: {
    readonly encrypted?: boolean
    readonly onDisk?: boolean
    readonly activities?: object
    readonly ledger?: (file: string) => FileLedger
  } = {},
): Promise<Rig> {
  const {
    encrypted = true,
    onDisk = false,
    activities = {},
    ledger: makeLedger = counterLedger,
  } = options
  quietRuntime()
  await using opened = new AsyncDisposableStack()
  const folder = opened.adopt(mkdtempSync(path.join(tmpdir(), 'concert-workflow-')), (each) =>
    rmSync(each, { recursive: true, force: true }),
  )
  const temporal = opened.use(
    await startTemporal({
      namespace,
      ...(onDisk ? { dbFile: path.join(folder, 'temporal.sqlite') } : {}),
    }),
  )
  const converter = officeConverter(encrypted ? testKey : undefined)
  const link = opened.use(
    await connectTemporal({ address: temporal.address, namespace, converter }),
  )
  const ledger = makeLedger(path.join(folder, 'ledger.jsonl'))
  const bundlePath = await workflowBundle({ entry: testWorkflows })
  const ports: LifeActivities = { record: ledger.record, read: ledger.read, ...activities }
  const lives = (more: Partial<LivesOptions> = {}) =>
    livesIn(link.client, {
      taskQueue,
      clock: () => ({ kind: 'real' }),
      workflowType: 'counter',
      showingOf: counterShowing,
      ...more,
    })
  const stack = opened.move()
  return {
    temporal,
    link,
    folder,
    ledger,
    lives,
    say: async (ref, command, more) => {
      const before = ledger.aggregateOf(ref).version
      const refused = ledger.say(ref, command)
      if (refused !== undefined) throw new Error(`${refused.code}: ${refused.message}`)
      const events = ledger.eventsOf(ref).filter(({ version }) => version > before)
      await lives(more).tell(ref, { version: ledger.aggregateOf(ref).version, events })
    },
    startWorker: (more = {}) =>
      createOfficeWorker({
        connection: link.native,
        namespace,
        taskQueue,
        activities: ports,
        bundlePath,
        converter,
        ...more,
      }),
    history: async (ref, runId) => {
      const { events } = await link.client.workflow
        .getHandle(workflowIdOf(ref), runId)
        .fetchHistory()
      return (events ?? []).map((event) => eventName(event))
    },
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  }
}

/** Temporal's own talk is shown where somebody looks for a fault: CONCERT_TEST_LOG=warn. */
export function quietRuntime(): void {
  installRuntime(pino({ level: process.env['CONCERT_TEST_LOG'] ?? 'silent' }))
}

/** `workflowExecutionUpdateAccepted`, `markerRecorded` …: an event's own attributes say what it is. */
function eventName(event: object): string {
  return (
    Object.keys(event)
      .find((key) => key.endsWith('EventAttributes'))
      ?.replace('EventAttributes', '') ?? 'unknown'
  )
}
