// What an order costs Temporal for ever: workflow tasks, history events and bytes, read from the history, beside the bare workflow's.

import type { Report } from './figures.ts'
import { commandsPerOrder, lifeOf } from './orders.ts'
import { bareIdOf, type Stage } from './stage.ts'
import { workflowIdOf } from '../../shared/kernel/ids.ts'

const section = 'history'

export async function measureHistory(report: Report, stage: Stage): Promise<void> {
  report.say(`${section}: one order and one bare workflow, from beginning to end`)
  const ref = stage.newOrder()
  for (const [index, command] of lifeOf(ref, stage.today()).entries()) {
    await stage.submit(ref, command)
    await stage.touch(bareIdOf(ref), command, index === 0)
  }
  const own = await read(stage, workflowIdOf(ref))
  const floor = await read(stage, bareIdOf(ref))
  const name = 'bare workflow'
  const per = (value: number) => ({ value: value / commandsPerOrder })
  report.add({
    section,
    name: 'workflow tasks per order',
    unit: 'count',
    value: { value: own.tasks },
    floor: { name, value: { value: floor.tasks } },
  })
  report.add({
    section,
    name: 'workflow tasks per command',
    unit: 'count',
    value: per(own.tasks),
    floor: { name, value: per(floor.tasks) },
    aim: { value: 1 },
  })
  report.add({
    section,
    name: 'activities per command',
    unit: 'count',
    value: per(own.activities),
    floor: { name, value: per(floor.activities) },
    aim: { value: 1 },
  })
  report.add({
    section,
    name: 'history events per order',
    unit: 'count',
    value: { value: own.events },
    floor: { name, value: { value: floor.events } },
  })
  report.add({
    section,
    name: 'history events per command',
    unit: 'count',
    value: per(own.events),
    floor: { name, value: per(floor.events) },
  })
  report.add({
    section,
    name: 'history bytes per order',
    unit: 'bytes',
    value: { value: own.bytes },
    floor: { name, value: { value: floor.bytes } },
  })
  report.add({
    section,
    name: 'history bytes per command',
    unit: 'bytes',
    value: per(own.bytes),
    floor: { name, value: per(floor.bytes) },
  })
}

async function read(stage: Stage, workflowId: string) {
  const handle = stage.link.client.workflow.getHandle(workflowId)
  const { events } = await handle.fetchHistory()
  const count = (attributes: string) =>
    (events ?? []).filter(
      (event) => (event as Record<string, unknown>)[`${attributes}EventAttributes`] != null,
    ).length
  const { historySize } = await handle.describe()
  if (historySize === undefined)
    throw new Error('this Temporal server does not say how large a history is')
  return {
    tasks: count('workflowTaskScheduled'),
    // A local activity leaves a marker, a regular one is scheduled.
    activities: count('markerRecorded') + count('activityTaskScheduled'),
    events: events?.length ?? 0,
    bytes: historySize,
  }
}
