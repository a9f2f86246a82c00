// One command through an office's HTTP, beside the same floor as at its door.

import { floorName } from './durable.ts'
import { valueOf, type Report } from './figures.ts'
import { elapsedMs, quiet } from './load.ts'
import { lifeOf } from './orders.ts'
import type { Served } from './served.ts'

const section = 'command → durable, by HTTP'

export async function measureHttp(report: Report, served: Served): Promise<void> {
  const orders = report.quick ? 10 : 100
  await measure(served, report.quick ? 5 : 15)
  report.say(`${section}: ${orders} orders, one command at a time, each followed by its floors`)
  const { command, publish, chain } = await measure(served, orders)
  report.add({
    section,
    name: 'a command, until its answer is read',
    unit: 'ms',
    value: valueOf(command),
    floor: { name: floorName, value: valueOf(publish) },
    aim: { ratio: 4 },
  })
  report.add({
    section,
    name: 'the same',
    unit: 'ms',
    value: valueOf(command),
    floor: { name: 'a request that records nothing, and that floor', value: valueOf(chain) },
  })
}

async function measure(served: Served, orders: number) {
  const samples = { command: [] as number[], publish: [] as number[], chain: [] as number[] }
  for (let order = 0; order < orders; order++) {
    const ref = served.newOrder()
    for (const command of lifeOf(ref, served.today())) {
      await quiet()
      const start = performance.now()
      const event = await served.submit(ref, command)
      samples.command.push(performance.now() - start)
      await quiet()
      const publishMs = await elapsedMs(() => served.floor.signAndPublish(event))
      samples.publish.push(publishMs)
      await quiet()
      const smallestMs = await elapsedMs(() => served.client.text('/v1/clock'))
      samples.chain.push(publishMs + smallestMs)
    }
  }
  return samples
}
