// From the instant at which a legal date falls due to the alarm in the ledger, and what an order that is left alone costs Temporal in a year.
// On a clock that is compressed, in a process of its own: a legal day passes in a fraction of a second, and the alarm is as late as it would be in real time.

import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { orderHistorySchema } from '../../shared/contract/views.schema.ts'
import {
  emptyAggregate,
  fold,
  type Aggregate,
  type Recorded,
} from '../../shared/kernel/aggregate.ts'
import type { ClockSetting } from '../../shared/kernel/clock.ts'
import { addDays, type LocalDate } from '../../shared/kernel/date.ts'
import { orderOf, type AggregateRef } from '../../shared/kernel/ids.ts'
import type { OrderEvent } from '../../shared/order/order.schema.ts'
import { orderRules } from '../../shared/order/rules.ts'
import type { OrderState } from '../../shared/order/state.ts'
import { until } from '../support/nats.ts'
import { valueOf, type Report } from './figures.ts'
import { lifeOf } from './orders.ts'
import { openServed, type Served } from './served.ts'

const section = 'alarms'
const legalStart = '2022-03-01T12:00:00.000Z'
const today = '2022-03-01' as LocalDate
const dayMs = 86_400_000
/** A legal day in 0.15 s; a year in 55 s. */
const calm = { rate: dayMs / 150, orders: 60 }
const hasty = { rate: dayMs / 25, orders: 10 }

export async function measureAlarms(report: Report): Promise<void> {
  const { rate, orders } = report.quick ? hasty : calm
  await using served = await openServed(report, { clock: { rate, legalStart } })
  const clock = served.startClock()
  await until('the clock of the office', async () => clock.kind === 'compressed')
  const refs = await issueAndServe(served, orders)
  report.say(`${section}: ${orders} orders served, then one legal year without a word`)
  await sleep((366 * dayMs) / rate)
  const late: number[] = []
  for (const ref of refs) late.push(...lateness(ref, await eventsOf(served, ref), clock))
  report.add({ section, name: 'due instant → alarm recorded', unit: 'ms', value: valueOf(late) })
  await reportYear(report, served, refs)
}

/** Served on as many days before today, so that their windows end one after another. */
async function issueAndServe(served: Served, orders: number): Promise<AggregateRef[]> {
  const refs = Array.from({ length: orders }, () => served.newOrder())
  for (const [number, ref] of refs.entries())
    for (const command of lifeOf(ref, addDays(today, -(number % 20) - 1)).slice(0, 2))
      await submitWhenStarted(served, ref, command)
  return refs
}

/** The office is told of its clock's start over a channel that nobody waits for. */
async function submitWhenStarted(
  served: Served,
  ...[ref, command]: Parameters<Served['submit']>
): Promise<void> {
  await until(`${ref.id} ${command.kind}`, () =>
    served.submit(ref, command).then(
      () => true,
      (error: unknown) => {
        if (error instanceof Error && error.message.includes('has not been started')) return false
        throw error
      },
    ),
  )
}

/** Real milliseconds from each instant that was due to its event. */
function lateness(
  ref: AggregateRef,
  events: readonly Recorded<OrderEvent>[],
  clock: ClockSetting,
): number[] {
  const rate = clock.kind === 'compressed' ? clock.rate : 1
  const all: number[] = []
  let aggregate = emptyAggregate as Aggregate<OrderState>
  for (const recorded of events) {
    const due = aggregate.state === undefined ? undefined : orderRules.nextAlarm(aggregate.state)
    aggregate = fold(orderRules, ref, aggregate, recorded)
    if (recorded.event.kind !== 'deadline-reached') continue
    if (due === undefined) throw new Error(`${ref.id}: an alarm that was not due`)
    all.push((Date.parse(recorded.recordedAt) - Date.parse(due.at)) / rate)
  }
  if (all.length === 0) throw new Error(`${ref.id}: no alarm came within a year`)
  return all
}

async function eventsOf(served: Served, ref: AggregateRef): Promise<Recorded<OrderEvent>[]> {
  const { history } = await served.client.get(
    `/v1/orders/${encodeURIComponent(orderOf(ref))}/history`,
    z.looseObject({ history: z.array(orderHistorySchema) }),
  )
  return history.map((each) => ({ ...each, commandId: '' })) as unknown as Recorded<OrderEvent>[]
}

async function reportYear(
  report: Report,
  served: Served,
  refs: readonly AggregateRef[],
): Promise<void> {
  const lives = []
  for (const ref of refs) lives.push(await served.history(ref))
  const add = (name: string, values: readonly number[], unit: 'count' | 'bytes' = 'count') =>
    report.add({ section, name, unit, value: valueOf(values) })
  add(
    'history events of a served order in a year',
    lives.map(({ events }) => events),
  )
  add(
    'workflow tasks of it',
    lives.map(({ tasks }) => tasks),
  )
  add(
    'activities of it',
    lives.map(({ activities }) => activities),
  )
  add(
    'bytes of it',
    lives.map(({ bytes }) => bytes),
    'bytes',
  )
}
