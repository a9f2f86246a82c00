// Whole orders of six commands per second, one, eight and thirty-two at once: until they are recorded, until each order's life in Temporal was told all of it, and until it has ended.

import type { Report } from './figures.ts'
import { valueOf } from './figures.ts'
import { inLanes, median } from './load.ts'
import { commandsPerOrder, lifeOf } from './orders.ts'
import type { Served } from './served.ts'
import type { Stage, Target } from './stage.ts'

export const lanes = [1, 8, 32] as const

export interface Rates {
  /** Whole orders per second: the last command answered; the last life told its last event; the last life ended. */
  readonly recorded: number
  readonly told: number
  readonly ended: number
  /** Milliseconds of each command, from its sending to its answer. */
  readonly commandMs: readonly number[]
  /** Signals for each order. */
  readonly signals: number
}

export async function measureLifecycles(report: Report, stage: Stage): Promise<void> {
  const bare = async (atOnce: number, orders: number) => {
    const events = await eventsOfOneOrder(stage)
    const { startedAt, endedAt } = await inLanes(orders, atOnce, async () => {
      for (const event of events) await stage.floor.signAndPublish(event)
    })
    return perSecond(orders, startedAt, endedAt)
  }
  await measureAt(report, stage, 'lifecycles, at the door', bare)
}

export async function measureLifecyclesByHttp(report: Report, served: Served): Promise<void> {
  const section = 'lifecycles, by HTTP'
  await measureAt(report, served, section)
  const atOnce = 8
  const orders = ordersOf(report, atOnce)
  const before = served.cpuMs()
  await round(served, atOnce, orders)
  for (const [name, ms] of served.cpuMs())
    report.add({
      section,
      name: `processor time of ${name} per order, ${atOnce} at once`,
      unit: 'ms',
      value: { value: (ms - (before.get(name) ?? 0)) / orders },
    })
}

async function measureAt(
  report: Report,
  target: Target,
  section: string,
  bare?: (atOnce: number, orders: number) => Promise<number>,
): Promise<void> {
  await round(target, 32, report.quick ? 16 : 200)
  for (const atOnce of lanes) {
    const orders = ordersOf(report, atOnce)
    const rounds = report.quick ? 1 : 5
    report.say(`${section}: ${rounds} rounds of ${orders} orders, ${atOnce} at once`)
    const all: Rates[] = []
    const floors: number[] = []
    for (let n = 0; n < rounds; n++) {
      all.push(await round(target, atOnce, orders))
      if (bare !== undefined) floors.push(await bare(atOnce, orders))
    }
    const name = 'six times sign + acknowledged publish'
    const floor = floors.length === 0 ? {} : { floor: { name, value: { value: median(floors) } } }
    const rate = (what: 'recorded' | 'told' | 'ended') => ({
      section,
      name: `orders ${what}, ${atOnce} at once`,
      unit: 'per second' as const,
      value: { value: median(all.map((each) => each[what])) },
    })
    report.add({ ...rate('recorded'), ...floor })
    report.add(rate('told'))
    report.add(rate('ended'))
    report.add({
      section,
      name: `a command, ${atOnce} at once`,
      unit: 'ms',
      value: valueOf(all.flatMap(({ commandMs }) => commandMs)),
    })
    report.add({
      section,
      name: `signals per order, ${atOnce} at once`,
      unit: 'count',
      value: { value: median(all.map(({ signals }) => signals)) },
    })
  }
}

export function ordersOf(report: Report, atOnce: number): number {
  if (report.quick) return atOnce * 2
  return { 1: 60, 8: 240, 32: 320 }[atOnce] ?? 240
}

/** One round: all orders sent, and waited for until the last life has ended. */
export async function round(target: Target, atOnce: number, orders: number): Promise<Rates> {
  const refs = Array.from({ length: orders }, () => target.newOrder())
  const commandMs: number[] = []
  const { startedAt, endedAt } = await inLanes(orders, atOnce, async (number) => {
    const ref = refs[number]
    if (ref === undefined) throw new Error(`No order ${number}`)
    for (const command of lifeOf(ref, target.today())) {
      const start = performance.now()
      await target.submit(ref, command)
      commandMs.push(performance.now() - start)
    }
  })
  await target.untilEnded(refs)
  let toldAt = 0
  let lastEnd = 0
  let signals = 0
  for (const ref of refs) {
    const life = await target.history(ref)
    const told = life.tellings.find(({ version }) => version === commandsPerOrder)
    if (told === undefined || life.endedAt === undefined)
      throw new Error(`The life of ${ref.id} has ended and was not told all of it`)
    toldAt = Math.max(toldAt, told.toldAt)
    lastEnd = Math.max(lastEnd, life.endedAt)
    signals += life.tellings.length
  }
  if (toldAt < startedAt) throw new Error('Temporal’s clock and this process’s are not the same')
  return {
    recorded: perSecond(orders, startedAt, endedAt),
    // The last order may have been told while the answer to its command was still on its way.
    told: perSecond(orders, startedAt, Math.max(toldAt, endedAt)),
    ended: perSecond(orders, startedAt, Math.max(lastEnd, endedAt)),
    commandMs,
    signals: signals / orders,
  }
}

export function perSecond(works: number, startedAt: number, endedAt: number): number {
  return works / ((endedAt - startedAt) / 1_000)
}

async function eventsOfOneOrder(stage: Stage) {
  const ref = stage.newOrder()
  const events = []
  for (const command of lifeOf(ref, stage.today())) events.push(await stage.submit(ref, command))
  return events
}
