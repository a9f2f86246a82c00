// Command → visible in the three other offices' projections, beside a bare update and then publish → received by the same three processes.

import { aim } from './durable.ts'
import { valueOf, type Report } from './figures.ts'
import { lifeOf } from './orders.ts'
import { startReaders, type Readers } from './readers.ts'
import { bareIdOf, type Stage } from './stage.ts'

const section = 'command → visible in three'

export async function measureVisible(report: Report, stage: Stage): Promise<void> {
  report.say(`${section}: starting three reader processes`)
  await using readers = await startReaders(stage)
  const orders = report.quick ? 10 : 120
  await measure(stage, readers, report.quick ? 2 : 10)
  report.say(`${section}: ${orders} orders, one command at a time, each followed by its floors`)
  const { command, update, append, receive } = await measure(stage, readers, orders)
  const chain = update.map((ms, index) => ms + (receive[index] as number))
  report.add({
    section,
    name: 'a command of an open order',
    unit: 'ms',
    value: valueOf(command),
    floor: { name: 'bare update, then publish → received', value: valueOf(chain) },
    aim,
  })
  report.add({
    section,
    name: 'of it from the append on',
    unit: 'ms',
    value: valueOf(append),
    floor: { name: 'publish → received on the republished subject', value: valueOf(receive) },
  })
}

async function measure(stage: Stage, readers: Readers, orders: number) {
  const samples = {
    command: [] as number[],
    update: [] as number[],
    append: [] as number[],
    receive: [] as number[],
  }
  for (let order = 0; order < orders; order++) {
    const ref = stage.newOrder()
    for (const [index, command] of lifeOf(ref, stage.today()).entries()) {
      const sentNs = process.hrtime.bigint()
      const { sequence, appendNs, payloadBytes } = await stage.submit(ref, command)
      const visibleNs = await readers.allHave('visible', sequence)

      const touchedNs = process.hrtime.bigint()
      await stage.touch(bareIdOf(ref), command, index === 0)
      const publishedNs = process.hrtime.bigint()
      const receivedNs = await readers.allHave(
        'received',
        await stage.publish(Buffer.alloc(payloadBytes, order)),
      )
      // The first command starts the workflow: that is measured where commands are.
      if (index === 0) continue
      samples.command.push(msBetween(sentNs, visibleNs))
      samples.append.push(msBetween(appendNs, visibleNs))
      samples.update.push(msBetween(touchedNs, publishedNs))
      samples.receive.push(msBetween(publishedNs, receivedNs))
    }
  }
  return samples
}

function msBetween(from: bigint, to: bigint): number {
  return Number(to - from) / 1e6
}
