// Command → durable on the office's own ledger, at its door, beside what cannot be left out: sign, publish, acknowledged. One after the other in turn.

import { valueOf, type Report } from './figures.ts'
import { elapsedMs, quiet } from './load.ts'
import { lifeOf } from './orders.ts'
import type { Stage } from './stage.ts'

const section = 'command → durable'
export const floorName = 'sign + acknowledged publish'

export async function measureDurable(report: Report, stage: Stage): Promise<void> {
  const orders = report.quick ? 10 : 100
  await measure(stage, report.quick ? 5 : 15)
  report.say(`${section}: ${orders} orders, one command at a time, each followed by its floor`)
  const { command, publish, bytes } = await measure(stage, orders)
  report.add({
    section,
    name: 'a command, at the door',
    unit: 'ms',
    value: valueOf(command),
    floor: { name: floorName, value: valueOf(publish) },
    aim: { ratio: 1.5 },
  })
  report.add({ section, name: 'bytes of one signed event', unit: 'bytes', value: valueOf(bytes) })
}

async function measure(stage: Stage, orders: number) {
  const samples = { command: [] as number[], publish: [] as number[], bytes: [] as number[] }
  for (let order = 0; order < orders; order++) {
    const ref = stage.newOrder()
    for (const command of lifeOf(ref, stage.today())) {
      await quiet()
      const start = performance.now()
      const event = await stage.submit(ref, command)
      samples.command.push(performance.now() - start)
      await quiet()
      samples.publish.push(await elapsedMs(() => stage.floor.signAndPublish(event)))
      samples.bytes.push(stage.floor.sign(event).length)
    }
  }
  return samples
}
