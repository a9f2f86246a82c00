// Where commands are measured: real engines, one office's own worker, ledger and recorder in this process, and a broker for the floor.
// The floor runs on the same server, the same worker, the same codec, and a broker of the same configuration.

import { randomBytes } from 'node:crypto'
import path from 'node:path'
import { WithStartWorkflowOperation } from '@temporalio/client'
import { pino } from 'pino'
import { loadPacks } from '../../services/platform/packs.ts'
import { connectBroker } from '../../services/adapters/ledger/broker.ts'
import type { Ledger } from '../../services/office/ports.ts'
import { openLedger } from '../../services/adapters/ledger/ledger.ts'
import { createRecorder } from '../../services/adapters/ledger/recorder.ts'
import { verifySignature } from '../../services/adapters/ledger/sign.ts'
import { workflowBundle } from '../../services/adapters/temporal/bundle.ts'
import { officeConverter, payloadKeyBytes } from '../../services/adapters/temporal/codec.ts'
import { connectTemporal, type TemporalLink } from '../../services/adapters/temporal/connection.ts'
import { installRuntime } from '../../services/adapters/temporal/runtime.ts'
import { createSubmitter, type Submitter } from '../../services/adapters/temporal/submit.ts'
import { createOfficeWorker } from '../../services/adapters/temporal/worker.ts'
import type { Instant, LocalDate } from '../../shared/kernel/date.ts'
import { dateAt } from '../../shared/calendar/zone.ts'
import { subjectOf, taskQueueOf, workflowIdOf, type AggregateRef } from '../../shared/kernel/ids.ts'
import type { OrderCommand } from '../../shared/order/order.schema.ts'
import { rulesOf } from '../../shared/rules.ts'
import type { Ports } from '../../workflows/messages.ts'
import { startBrokers, testLog, type TestBrokers, type TestOffice } from '../support/nats.ts'
import { startTemporal } from '../support/temporal.ts'
import type { Report } from './figures.ts'
import { commandsPerOrder, orderRef } from './orders.ts'

export const subject = 'ca-bc-oipc'
export const readers = ['ca-ab-oipc', 'ca-qc-cai', 'ca-fed-opc'] as const
export const floor = 'bench-floor'

/** What one `record` did, in monotonic nanoseconds. */
export interface Recording {
  readonly startedNs: bigint
  readonly endedNs: bigint
  readonly appendNs: bigint
  readonly sequence: number
  readonly payloadBytes: number
}

export interface Stage extends AsyncDisposable {
  readonly brokers: TestBrokers
  readonly office: TestOffice
  readonly link: TemporalLink
  today(): LocalDate
  /** A new order of the office. */
  newOrder(): AggregateRef
  /** Through the real workflow, to the ledger; answers what the activity did. Throws unless it was recorded. */
  submit(ref: AggregateRef, command: OrderCommand): Promise<Recording>
  /** One update of the bare workflow, which the first one starts; the command is its argument. */
  touch(workflowId: string, command: OrderCommand, first: boolean): Promise<void>
  /** An acknowledged publish on the floor's broker; answers its sequence. */
  publish(bytes: Uint8Array): Promise<number>
}

export async function openStage(report: Report): Promise<Stage> {
  await using opened = new AsyncDisposableStack()
  report.say('starting Temporal (data in memory) and brokers')
  const log = testLog()
  installRuntime(pino({ level: 'silent' }))
  const brokers = opened.use(
    await startBrokers({
      [subject]: 'commissioner',
      [floor]: 'commissioner',
      ...Object.fromEntries(
        readers.map((id) => [id, id === 'ca-fed-opc' ? 'observer' : 'commissioner']),
      ),
    }),
  )
  const office = brokers.office(subject)
  const { entry } = office
  const namespace = subject
  const temporal = opened.use(await startTemporal({ namespace }))
  const converter = officeConverter(randomBytes(payloadKeyBytes))
  const link = opened.use(
    await connectTemporal({ address: temporal.address, namespace, converter }),
  )

  const packs = loadPacks()
  const today = () => dateAt(new Date().toISOString() as Instant, entry.zone)
  const recordings = new Map<string, Recording>()
  const ledger = opened.use(await openLedger(entry, { seed: office.seed, name: 'bench', log }))
  const timed = timedLedger(ledger)
  const recorder = createRecorder({
    office: entry,
    ledger: timed.ledger,
    signer: office.signer,
    verifySignature,
    rulesOf,
    context: () => ({
      office: entry,
      packs,
      zoneData: process.versions['tz'] ?? 'none',
      today: today(),
    }),
  })
  const record: Ports['record'] = async (request) => {
    const startedNs = process.hrtime.bigint()
    const reply = await recorder.record(request)
    const endedNs = process.hrtime.bigint()
    const append = reply.kind === 'recorded' ? timed.appends.get(reply.event.id) : undefined
    if (reply.kind === 'recorded' && append !== undefined)
      recordings.set(reply.event.commandId, { startedNs, endedNs, ...append })
    return reply
  }
  const activities: Ports & { noop(): Promise<void> } = { record, noop: async () => undefined }
  const bundlePath = await workflowBundle({
    entry: path.join(import.meta.dirname, 'workflows', 'index.ts'),
    report: report.say,
  })
  const taskQueue = taskQueueOf(entry.id)
  opened.use(
    await createOfficeWorker({
      connection: link.native,
      namespace,
      taskQueue,
      activities,
      bundlePath,
      converter,
    }),
  )
  const submitter: Submitter = createSubmitter(link.client, { taskQueue, clock: { kind: 'real' } })
  const floorOffice = brokers.office(floor)
  // Makes the stream, as it makes an office's.
  opened.use(await openLedger(floorOffice.entry, { seed: floorOffice.seed, name: 'bench', log }))
  const floorConnection = opened.adopt(
    await connectBroker({
      url: floorOffice.entry.broker.url,
      as: floorOffice.entry.id,
      seed: floorOffice.seed,
      name: 'bench',
      log,
    }),
    (each) => each.close(),
  )
  const floorClient = floorConnection.jetstream()
  const floorSubject = subjectOf(orderRef(floorOffice.entry.id, 'floor'))
  let orders = 0

  const stack = opened.move()
  return {
    brokers,
    office,
    link,
    today,
    newOrder: () => orderRef(entry.id, `B${++orders}`),
    submit: async (ref, command) => {
      const reply = await submitter.submit(ref, command)
      if (reply.kind !== 'recorded')
        throw new Error(`${ref.id}: ${command.kind} was refused: ${reply.problem.message}`)
      const recording = recordings.get(command.id)
      if (recording === undefined) throw new Error(`${ref.id}: ${command.kind} was not appended`)
      recordings.delete(command.id)
      return recording
    },
    touch: async (workflowId, command, first) => {
      if (!first)
        return link.client.workflow
          .getHandle(workflowId)
          .executeUpdate<void, [unknown]>('touch', { args: [command] })
      const startWorkflowOperation = new WithStartWorkflowOperation<
        (updates: number) => Promise<void>
      >('bare', {
        workflowId,
        taskQueue,
        args: [commandsPerOrder],
        workflowIdConflictPolicy: 'FAIL',
      })
      return link.client.workflow.executeUpdateWithStart<
        (updates: number) => Promise<void>,
        void,
        [unknown]
      >('touch', { args: [command], startWorkflowOperation })
    },
    publish: async (bytes) => (await floorClient.publish(floorSubject, bytes)).seq,
    [Symbol.asyncDispose]: async () => {
      await stack.disposeAsync()
      const wrong = log.lines.find(({ level }) => level === 'error')
      if (wrong !== undefined)
        throw new Error(
          `The figures are worth nothing, as something failed: ${JSON.stringify(wrong.said)}`,
        )
    },
  }
}

export function bareIdOf(ref: AggregateRef): string {
  return `bare/${workflowIdOf(ref)}`
}

/** The ledger, which notes by event id when an append began and what came of it. */
function timedLedger(ledger: Ledger) {
  const appends = new Map<string, Pick<Recording, 'appendNs' | 'sequence' | 'payloadBytes'>>()
  const timed: Ledger = {
    office: ledger.office,
    epoch: ledger.epoch,
    get connected() {
      return ledger.connected
    },
    append: async (append) => {
      const appendNs = process.hrtime.bigint()
      const appended = await ledger.append(append)
      if (appended.kind === 'appended')
        appends.set(append.eventId, {
          appendNs,
          sequence: appended.sequence,
          payloadBytes: append.bytes.length,
        })
      return appended
    },
    read: (ref, after) => ledger.read(ref, after),
    [Symbol.asyncDispose]: () => ledger[Symbol.asyncDispose](),
  }
  return { appends, ledger: timed }
}
