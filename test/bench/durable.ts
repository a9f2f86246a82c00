// Command → durable on the office's own ledger, beside a bare update and a bare publish of as many bytes, one after the other in turn.

import { valueOf, type Report } from './figures.ts'
import { lifeOf } from './orders.ts'
import { bareIdOf, type Stage } from './stage.ts'

const section = 'command → durable'
/** What the product aims at, of the floor. */
export const aim = { ratio: 1.25 }

export async function measureDurable(report: Report, stage: Stage): Promise<void> {
  const orders = report.quick ? 10 : 150
  await measure(stage, report.quick ? 2 : 10)
  report.say(`${section}: ${orders} orders, one command at a time, each followed by its floors`)
  const { first, later } = await measure(stage, orders)
  const bare = { name: 'bare update, one no-op local activity', value: valueOf(later.update) }
  const publish = { name: 'bare publish, acknowledged', value: valueOf(later.publish) }
  report.add({
    section,
    name: 'a command of an open order',
    unit: 'ms',
    value: valueOf(later.command),
    floor: bare,
    aim,
  })
  report.add({
    section,
    name: 'the same',
    unit: 'ms',
    value: valueOf(later.command),
    floor: {
      name: 'the two floors together',
      value: valueOf(later.update.map((ms, index) => ms + (later.publish[index] as number))),
    },
  })
  report.add({
    section,
    name: 'the same',
    unit: 'ms',
    value: valueOf(later.command),
    floor: publish,
  })
  report.add({
    section,
    name: 'issue, which starts the workflow',
    unit: 'ms',
    value: valueOf(first.command),
    floor: { name: 'bare update that starts its workflow', value: valueOf(first.update) },
    aim,
  })
  report.add({
    section,
    name: 'of it the activity: decide, sign, append',
    unit: 'ms',
    value: valueOf(later.record),
    floor: publish,
  })
  report.add({
    section,
    name: 'bytes of one signed event',
    unit: 'bytes',
    value: valueOf([...first.bytes, ...later.bytes]),
  })
}

async function measure(stage: Stage, orders: number) {
  const first = newSamples()
  const later = newSamples()
  for (let order = 0; order < orders; order++) {
    const ref = stage.newOrder()
    for (const [index, command] of lifeOf(ref, stage.today()).entries()) {
      const samples = index === 0 ? first : later
      const { payloadBytes, startedNs, endedNs } = await timed(samples.command, () =>
        stage.submit(ref, command),
      )
      samples.record.push(Number(endedNs - startedNs) / 1e6)
      samples.bytes.push(payloadBytes)
      await timed(samples.update, () => stage.touch(bareIdOf(ref), command, index === 0))
      await timed(samples.publish, () => stage.publish(Buffer.alloc(payloadBytes, order)))
    }
  }
  return { first, later }
}

function newSamples() {
  return {
    command: [] as number[],
    update: [] as number[],
    publish: [] as number[],
    record: [] as number[],
    bytes: [] as number[],
  }
}

/** Milliseconds, into `samples`. */
async function timed<T>(samples: number[], work: () => Promise<T>): Promise<T> {
  const start = performance.now()
  const result = await work()
  samples.push(performance.now() - start)
  return result
}
