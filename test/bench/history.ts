// What an order costs Temporal for ever, read from the history of one whose commands came one at a time, each told before the next: the most that it can be.

import { setTimeout as sleep } from 'node:timers/promises'
import type { Report } from './figures.ts'
import { commandsPerOrder, lifeOf } from './orders.ts'
import type { Stage } from './stage.ts'

const section = 'history of an order of six commands'
/** Longer than a telling takes. */
const betweenMs = 250

export async function measureHistory(report: Report, stage: Stage): Promise<void> {
  report.say(`${section}: one order, each command told before the next`)
  const ref = stage.newOrder()
  for (const command of lifeOf(ref, stage.today())) {
    await stage.submit(ref, command)
    await sleep(betweenMs)
  }
  await stage.untilEnded([ref])
  const { tellings, events, tasks, activities, bytes } = await stage.history(ref)
  const add = (name: string, value: number, unit: 'count' | 'bytes' = 'count') =>
    report.add({ section, name, unit, value: { value } })
  add('signals', tellings.length)
  add('workflow tasks', tasks)
  add('activities', activities)
  add('events', events)
  add('events per command', events / commandsPerOrder)
  add('bytes', bytes, 'bytes')
}
