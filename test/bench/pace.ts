// At an office's pace: one command each 50 ms, whether the last answer has come or not. How long until it is answered, and until its order's life in Temporal knows of it.

import { valueOf, type Report } from './figures.ts'
import { atPace, wallMs } from './load.ts'
import { commandsPerOrder, lifeOf } from './orders.ts'
import type { Stage } from './stage.ts'

const section = 'one command each 50 ms'
const everyMs = 50
/** Orders that are under way at the same time: successive commands are of different orders, as in an office. */
const besideEachOther = 5

export async function measurePace(report: Report, stage: Stage): Promise<void> {
  const orders = report.quick ? besideEachOther : 80
  await measure(stage, besideEachOther)
  report.say(`${section}: ${orders} orders, ${(orders * commandsPerOrder * everyMs) / 1_000} s`)
  const { command, told, known } = await measure(stage, orders)
  report.add({
    section,
    name: 'a command, from when it was due',
    unit: 'ms',
    value: valueOf(command),
  })
  report.add({
    section,
    name: 'append → it stands in the history of its order’s life',
    unit: 'ms',
    value: valueOf(told),
  })
  report.add({
    section,
    name: 'append → the workflow has taken it in',
    unit: 'ms',
    value: valueOf(known),
  })
}

async function measure(stage: Stage, orders: number) {
  const refs = Array.from({ length: orders }, () => stage.newOrder())
  const today = stage.today()
  // Five orders in turn, then the next five.
  const works = refs.flatMap((_, first) =>
    first % besideEachOther === 0
      ? Array.from({ length: commandsPerOrder }, (_unused, index) =>
          refs.slice(first, first + besideEachOther).map((ref) => ({ ref, index })),
        ).flat()
      : [],
  )
  const appendedAt = new Map<string, number>()
  const command = await atPace(works.length, everyMs, async (number) => {
    const work = works[number]
    const said = work === undefined ? undefined : lifeOf(work.ref, today)[work.index]
    if (work === undefined || said === undefined) throw new Error(`No command ${number}`)
    await stage.submit(work.ref, said)
    appendedAt.set(`${work.ref.id} ${work.index + 1}`, wallMs())
  })
  await stage.untilEnded(refs)
  const told: number[] = []
  const known: number[] = []
  for (const ref of refs) {
    const { tellings } = await stage.history(ref)
    for (let version = 1; version <= commandsPerOrder; version++) {
      const telling = tellings.find((each) => each.version >= version)
      const at = appendedAt.get(`${ref.id} ${version}`)
      if (telling === undefined || at === undefined)
        throw new Error(`The life of ${ref.id} was not told of version ${version}`)
      told.push(telling.toldAt - at)
      known.push(telling.knownAt - at)
    }
  }
  return { command, told, known }
}
