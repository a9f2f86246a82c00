// Memory of real office processes of a real federation: idle, and with many open orders of one of them.

import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { z } from 'zod'
import { resolveEngines } from '../../infra/engines/resolve.ts'
import { startFederation, type Federation } from '../../infra/federation/supervisor.ts'
import { officeClient } from '../../services/client/office-client.ts'
import type { Instant } from '../../shared/kernel/date.ts'
import { dateAt } from '../../shared/calendar/zone.ts'
import type { OfficeId } from '../../shared/kernel/ids.ts'
import type { Report } from './figures.ts'
import { lifeOf, orderRef } from './orders.ts'

const section = 'memory of an office'
const busy = 'ca-bc-oipc' as OfficeId
const other = 'ca-fed-opc'
const aim = { value: 350 }
const atOnce = 8
/** What a process no longer needs is given back some seconds later. */
const settleMs = 10_000

export async function measureMemory(report: Report): Promise<void> {
  if (process.platform === 'win32') return report.say(`${section}: not measured on Windows`)
  const orders = report.quick ? 40 : 1_000
  const folder = mkdtempSync(path.join(tmpdir(), 'concert-bench-'))
  try {
    report.say(`${section}: starting a federation of real processes`)
    const engines = await resolveEngines({ report: report.say })
    await using federation = await startFederation({
      dataDir: path.join(folder, '.concert'),
      engines: { temporal: engines.temporal.path, natsServer: engines['nats-server'].path },
      rate: 1,
      legalStart: new Date().toISOString() as Instant,
      report: () => undefined,
    })
    await sleep(settleMs)
    report.add({
      section,
      name: 'idle',
      unit: 'MB',
      value: { value: await residentMB(federation, busy) },
      aim,
    })
    report.add({
      section,
      name: 'idle observer',
      unit: 'MB',
      value: { value: await residentMB(federation, other) },
      aim,
    })
    report.say(`${section}: issuing and serving ${orders} orders`)
    await openOrders(federation, orders)
    report.add({
      section,
      name: `with ${orders} open orders of its own, just opened`,
      unit: 'MB',
      value: { value: await residentMB(federation, busy) },
      aim,
    })
    await sleep(settleMs)
    report.add({
      section,
      name: `the same, ${settleMs / 1_000} s later`,
      unit: 'MB',
      value: { value: await residentMB(federation, busy) },
      aim,
    })
    report.add({
      section,
      name: `observer that follows ${orders} open orders`,
      unit: 'MB',
      value: { value: await residentMB(federation, other) },
      aim,
    })
    const board = await officeClient(placeOf(federation, other).url, {
      token: placeOf(federation, other).token,
      actor: { kind: 'program', name: 'bench' },
    }).get('/v1/orders', z.looseObject({ orders: z.array(z.unknown()) }))
    if (board.orders.length !== orders)
      throw new Error(`The observer knows ${board.orders.length} of ${orders} orders`)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function openOrders(federation: Federation, orders: number): Promise<void> {
  const client = officeClient(placeOf(federation, busy).url, {
    token: placeOf(federation, busy).token,
    actor: { kind: 'program', name: 'bench' },
  })
  const today = dateAt(new Date().toISOString() as Instant, 'America/Vancouver')
  let next = 0
  const lane = async () => {
    while (next < orders) {
      const ref = orderRef(busy, `M${++next}`)
      for (const command of lifeOf(ref, today).slice(0, 2)) {
        const reply = await client.send({
          ref,
          command: command as Parameters<typeof client.send>[0]['command'],
        })
        if (reply.kind !== 'recorded')
          throw new Error(`${ref.id}: ${command.kind} was not recorded: ${JSON.stringify(reply)}`)
      }
    }
  }
  await Promise.all(Array.from({ length: atOnce }, lane))
}

function placeOf(federation: Federation, id: string): Federation['offices'][number] {
  const found = federation.offices.find((office) => office.id === id)
  if (found === undefined) throw new Error(`No office ${id}`)
  return found
}

/** Resident set of an office's process, as the system counts it. */
async function residentMB(federation: Federation, id: string): Promise<number> {
  const pid = federation.pids()[id]
  if (pid === undefined) throw new Error(`${id} does not run`)
  const kB =
    process.platform === 'linux'
      ? /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
      : (await promisify(execFile)('ps', ['-o', 'rss=', '-p', String(pid)])).stdout
  if (kB === undefined)
    throw new Error(`The system does not say how much memory process ${pid} has`)
  return Number(kB) / 1024
}
