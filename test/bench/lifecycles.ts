// Whole orders per second, several at once, beside bare workflows with as many updates and local activities; rounds of both in turn.

import { aim } from './durable.ts'
import type { Report } from './figures.ts'
import { commandsPerOrder, lifeOf } from './orders.ts'
import { bareIdOf, type Stage } from './stage.ts'

const section = 'lifecycles'
const atOnce = 8

export async function measureLifecycles(report: Report, stage: Stage): Promise<void> {
  const rounds = report.quick ? 1 : 6
  const orders = report.quick ? 16 : 64
  const liveOf = async () => {
    const ref = stage.newOrder()
    for (const command of lifeOf(ref, stage.today())) await stage.submit(ref, command)
  }
  const bare = async () => {
    const ref = stage.newOrder()
    for (const [index, command] of lifeOf(ref, stage.today()).entries())
      await stage.touch(bareIdOf(ref), command, index === 0)
  }
  const own: number[] = []
  const floor: number[] = []
  await rate(atOnce, liveOf)
  await rate(atOnce, bare)
  report.say(
    `${section}: ${rounds} rounds of ${orders} orders and ${orders} bare workflows, ${atOnce} at once`,
  )
  for (let round = 0; round < rounds; round++) {
    own.push(await rate(orders, liveOf))
    floor.push(await rate(orders, bare))
  }
  const median = (rates: readonly number[]) => ({
    value: rates.toSorted((a, b) => a - b)[rates.length >> 1] as number,
  })
  report.add({
    section,
    name: `orders of ${commandsPerOrder} commands, ${atOnce} at once`,
    unit: 'per second',
    value: median(own),
    floor: { name: 'bare workflows, as many updates and local activities', value: median(floor) },
    aim,
  })
}

/** Per second, of `total` works, `atOnce` at any time. */
async function rate(total: number, work: () => Promise<void>): Promise<number> {
  const start = performance.now()
  let begun = 0
  const lane = async () => {
    while (begun < total) {
      begun += 1
      await work()
    }
  }
  await Promise.all(Array.from({ length: atOnce }, lane))
  return total / ((performance.now() - start) / 1_000)
}
