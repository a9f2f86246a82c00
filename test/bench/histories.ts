// What Temporal's own histories say of lives: when each was told, when it had taken in what it was told, and how much it has written down.
// Read afterwards, so that looking does not slow what is looked at.

import type { Client } from '@temporalio/client'
import type { DataConverter } from '@temporalio/common'
import {
  decodeArrayFromPayloads,
  loadDataConverter,
} from '@temporalio/common/lib/internal-non-workflow/index.js'
import proto from '@temporalio/proto'
import { workflowIdOf, type AggregateRef } from '../../shared/kernel/ids.ts'
import type { Told } from '../../workflows/messages.ts'

type HistoryEvent = proto.temporal.api.history.v1.IHistoryEvent
const { EventType } = proto.temporal.api.enums.v1

export interface Telling {
  /** The version that the life was told of, and when the signal stood in its history; wall clock, milliseconds. */
  readonly version: number
  readonly toldAt: number
  /** When the workflow task that took it in was completed. */
  readonly knownAt: number
}

export interface LifeHistory {
  readonly tellings: readonly Telling[]
  /** When it had ended; undefined while it runs. */
  readonly endedAt: number | undefined
  readonly events: number
  readonly tasks: number
  readonly activities: number
  readonly bytes: number
}

export async function historyOf(
  client: Client,
  converter: DataConverter,
  ref: AggregateRef,
): Promise<LifeHistory> {
  const handle = client.workflow.getHandle(workflowIdOf(ref))
  const events = (await handle.fetchHistory()).events ?? []
  const { historySize } = await handle.describe()
  if (historySize === undefined)
    throw new Error('This Temporal does not say how large a history is')
  const ended = events.find(({ eventType }) => isOf(eventType, 'WORKFLOW_EXECUTION_COMPLETED'))
  const count = (name: EventName) => events.filter(({ eventType }) => isOf(eventType, name)).length
  return {
    tellings: await tellingsIn(events, converter),
    endedAt: ended === undefined ? undefined : timeOf(ended),
    events: events.length,
    tasks: count('WORKFLOW_TASK_SCHEDULED'),
    // A local activity leaves a marker, a regular one is scheduled.
    activities: count('MARKER_RECORDED') + count('ACTIVITY_TASK_SCHEDULED'),
    bytes: historySize,
  }
}

/** Waits until each has ended: the last one first, so that the others have mostly ended when they are asked. */
export async function untilEnded(client: Client, refs: readonly AggregateRef[]): Promise<void> {
  for (const ref of refs.toReversed()) await untilOneEnded(client, ref)
}

/** A life that was not told yet is not there yet. */
async function untilOneEnded(client: Client, ref: AggregateRef): Promise<void> {
  for (const giveUpAt = Date.now() + patienceMs; ;) {
    try {
      await client.workflow.getHandle(workflowIdOf(ref)).result()
      return
    } catch (error) {
      if (!(error instanceof Error) || error.name !== 'WorkflowNotFoundError') throw error
      if (Date.now() > giveUpAt)
        throw new Error(`${workflowIdOf(ref)} was not told within ${patienceMs} ms`, {
          cause: error,
        })
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  }
}

const patienceMs = 120_000

type EventName = keyof typeof EventType extends `EVENT_TYPE_${infer Name}` ? Name : never

function isOf(type: HistoryEvent['eventType'], name: EventName): boolean {
  return type === EventType[`EVENT_TYPE_${name}`]
}

async function tellingsIn(
  events: readonly HistoryEvent[],
  converter: DataConverter,
): Promise<Telling[]> {
  const loaded = loadDataConverter(converter)
  const tellings: Telling[] = []
  for (const [index, event] of events.entries()) {
    const signal = event.workflowExecutionSignaledEventAttributes
    if (signal == null) continue
    const at = timeOf(event)
    const [told] = (await decodeArrayFromPayloads(loaded, signal.input?.payloads)) as [Told]
    // A life that was started with all there is, and sleeps, knows it without a task.
    if (index === 1 && sleepsAtFirst(events[0])) {
      tellings.push({ version: told.version, toldAt: at, knownAt: at })
      continue
    }
    const taken = events
      .slice(index)
      .find(({ eventType }) => isOf(eventType, 'WORKFLOW_TASK_COMPLETED'))
    if (taken === undefined) continue
    tellings.push({ version: told.version, toldAt: at, knownAt: timeOf(taken) })
  }
  return tellings
}

function sleepsAtFirst(started: HistoryEvent | undefined): boolean {
  const backOff = started?.workflowExecutionStartedEventAttributes?.firstWorkflowTaskBackoff
  return Number(backOff?.seconds ?? 0) > 0 || (backOff?.nanos ?? 0) > 0
}

function timeOf({ eventTime }: HistoryEvent): number {
  if (eventTime == null) throw new Error('An event of a history has no time')
  return Number(eventTime.seconds) * 1_000 + (eventTime.nanos ?? 0) / 1e6
}
