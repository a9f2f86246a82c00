// One command, seen in the three other offices' projections, beside what cannot be left out: an append, then a publish that the same three processes receive.

import { valueOf, type Report } from './figures.ts'
import { quiet } from './load.ts'
import { lifeOf } from './orders.ts'
import { startReaders, type Readers } from './readers.ts'
import type { Stage } from './stage.ts'

const section = 'command → visible in three'

export async function measureVisible(report: Report, stage: Stage): Promise<void> {
  report.say(`${section}: starting three reader processes`)
  await using readers = await startReaders(stage)
  const orders = report.quick ? 10 : 120
  await measure(stage, readers, report.quick ? 2 : 10)
  report.say(`${section}: ${orders} orders, one command at a time, each followed by its floors`)
  const { command, append, receive } = await measure(stage, readers, orders)
  const chain = append.map((ms, index) => ms + (receive[index] as number))
  report.add({
    section,
    name: 'a command',
    unit: 'ms',
    value: valueOf(command),
    floor: { name: 'append, then publish → received', value: valueOf(chain) },
    aim: { ratio: 1.25 },
  })
  report.add({
    section,
    name: 'the same',
    unit: 'ms',
    value: valueOf(command),
    floor: { name: 'publish → received alone', value: valueOf(receive) },
  })
}

async function measure(stage: Stage, readers: Readers, orders: number) {
  const samples = { command: [] as number[], append: [] as number[], receive: [] as number[] }
  for (let order = 0; order < orders; order++) {
    const ref = stage.newOrder()
    for (const command of lifeOf(ref, stage.today())) {
      await quiet()
      const sentNs = process.hrtime.bigint()
      const event = await stage.submit(ref, command)
      const visibleNs = await readers.allHave('visible', `${ref.id} ${event.kind}`)

      await quiet()
      const bytes = stage.floor.sign(event)
      const appendNs = process.hrtime.bigint()
      await stage.floor.publish(bytes)
      const publishNs = process.hrtime.bigint()
      const sequence = await stage.floor.publish(bytes)
      const receivedNs = await readers.allHave('received', String(sequence))
      samples.command.push(msBetween(sentNs, visibleNs))
      samples.append.push(msBetween(appendNs, publishNs))
      samples.receive.push(msBetween(publishNs, receivedNs))
    }
  }
  return samples
}

function msBetween(from: bigint, to: bigint): number {
  return Number(to - from) / 1e6
}
