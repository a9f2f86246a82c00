// The list of 10,000 joint actions of four offices: the page as it is answered, beside the bare question to the projection. Their titles are sealed to others here: opening one costs the same however many there are.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { openStore } from '../../services/adapters/store/store.ts'
import type { Store } from '../../services/office/ports.ts'
import { jointIdOf, participationRef, proposalRef, type OfficeId } from '../../shared/kernel/ids.ts'
import { rulesOf, type AnyEvent } from '../../shared/rules.ts'
import { clientOf } from '../contract/http/client.ts'
import { MemoryOffice } from '../contract/http/memory-office.ts'
import { accepted } from '../ports/store-suite.ts'
import { d, packs } from '../support/founding.ts'
import { bc, qc, Stage } from '../unit/joint/stage.ts'
import type { Report } from './figures.ts'
import { elapsedMs } from './load.ts'

const today = d('2021-12-20')
const aimMs = 100

export async function measureJointList(report: Report): Promise<void> {
  const many = report.quick ? 200 : 10_000
  const section = `lists of ${many.toLocaleString('en-CA')} joint actions`
  const folder = mkdtempSync(path.join(tmpdir(), 'concert-bench-joint-list-'))
  try {
    const store = openStore(path.join(folder, 'projection.sqlite'), { rulesOf, packs })
    report.say(`${section}: filling the projection`)
    const tell = fill(store)
    for (let from = 0; from < many; from += 200) tell(from, Math.min(200, many - from))
    const office = new MemoryOffice(qc, today, store)
    const now = office.legalNow()
    const start = performance.now()
    const lines = store.lists.refreshJoint(qc, now, -1)
    report.add({
      section,
      name: 'lines made anew, one after another',
      unit: 'per second',
      value: { value: (lines * 1_000) / (performance.now() - start) },
    })
    const client = clientOf(office)
    for (const [name, query, change] of [
      ['joint actions', '', false],
      ['joint actions, what waits', '?waits=1', false],
      ['joint actions, just after one was proposed', '', true],
    ] as const) {
      report.say(`${section}: ${name}`)
      const [page, bare]: [number[], number[]] = [[], []]
      for (let n = 0; n < (report.quick ? 5 : 40); n++) {
        if (change) tell(many + n, 1)
        const html = { accept: 'text/html' }
        page.push(await elapsedMs(async () => (await client.get(`/joint${query}`, html)).text()))
        if (change) tell(many + 1_000 + n, 1)
        const asked = query === '' ? {} : { waits: true }
        bare.push(await elapsedMs(async () => store.lists.joint(asked, qc, now)))
      }
      report.add({
        section,
        name: `${name}, p95`,
        unit: 'ms',
        value: { value: p95(page) },
        floor: { name: 'the bare question, p95', value: { value: p95(bare) } },
        aim: { value: aimMs },
      })
    }
    store[Symbol.dispose]()
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  }
}

/** A proposal of BC that QC has received, again and again under other numbers. */
function fill(store: Store): (from: number, many: number) => void {
  const { world } = new Stage({ offices: [bc, qc], required: [qc] }).receives(qc)
  const [proposed, received] = [bc, qc].map((office) => world.events(office)[0]?.recorded.event)
  const next = new Map<OfficeId, number>()
  return (from, many) => {
    const joints = Array.from({ length: many }, (_, n) => jointIdOf(bc, `J${from + n}`))
    for (const office of [bc, qc])
      store.write(office, (writer) => {
        for (const joint of joints) {
          const sequence = (next.get(office) ?? 0) + 1
          next.set(office, sequence)
          const to = office === bc ? proposalRef(joint) : participationRef(joint, office)
          const event = (office === bc ? proposed : received) as AnyEvent
          const { verdict, message } = accepted(to, 1, sequence, event)
          writer.accept(verdict, message, verdict.recorded.recordedAt)
          writer.advance(sequence, message.hash)
        }
      })
  }
}

function p95(samples: readonly number[]): number {
  const sorted = samples.toSorted((a, b) => a - b)
  return sorted[Math.ceil(0.95 * sorted.length) - 1] ?? 0
}
