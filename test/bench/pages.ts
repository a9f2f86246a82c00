// Many open pages that live updates reach: two hundred people look at the list of orders while one of them records.
// Their browsers are a process of its own, which does what static/live.js does: it listens, and asks for its page again when told.

import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { startHttp } from '../../services/web/server.ts'
import { openStore } from '../../services/adapters/store/store.ts'
import type { OfficeId } from '../../shared/kernel/ids.ts'
import { rulesOf } from '../../shared/rules.ts'
import { MemoryOffice } from '../contract/http/memory-office.ts'
import { d, packs } from '../support/founding.ts'
import { openStaff } from '../support/staff.ts'
import { valueOf, type Report } from './figures.ts'
import { fill } from './lists.ts'
import { wallMs } from './load.ts'

const own = 'ca-bc-oipc' as OfficeId
const pages = 200
const orders = 10_000
const changes = 12
/** What a person would still call at once. */
const seenAimMs = 1_000

/** By IPC, once. */
export interface ReadersStart {
  readonly url: string
  readonly pages: number
}
export type ReadersSay =
  | { readonly kind: 'ready' }
  /** Of one page: it counts so many orders. */
  | { readonly kind: 'shown'; readonly order: number; readonly atMs: number }
  | { readonly kind: 'failed'; readonly why: string }

export async function measurePages(report: Report): Promise<void> {
  const section = `${pages} open pages, ${orders.toLocaleString('en-CA')} orders`
  const folder = mkdtempSync(path.join(tmpdir(), 'concert-bench-pages-'))
  await using opened = new AsyncDisposableStack()
  opened.defer(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }))
  const store = opened.use(openStore(path.join(folder, 'projection.sqlite'), { rulesOf, packs }))
  report.say(`${section}: filling the projection`)
  const many = report.quick ? 200 : orders
  const listeners = report.quick ? 20 : pages
  const record = fill(store, many)
  const today = d('2026-11-27')
  store.lists.refresh(today, -1)
  const office = new MemoryOffice(own, today, store)
  const server = opened.use(
    await startHttp(office, {
      staff: openStaff(),
      port: 0,
      version: 'bench',
      logFault: (error) => report.say(`fault: ${String(error)}`),
    }),
  )
  const readers = fork(path.join(import.meta.dirname, 'pages-main.ts'), {
    execArgv: ['--disable-warning=ExperimentalWarning'],
  })
  opened.defer(async () => {
    if (readers.exitCode !== null) return
    readers.kill()
    await once(readers, 'exit')
  })
  const shown = new Map<number, number[]>()
  const ready = Promise.withResolvers<void>()
  readers.on('message', (said: ReadersSay) => {
    if (said.kind === 'ready') ready.resolve()
    else if (said.kind === 'failed') ready.reject(new Error(said.why))
    else shown.set(said.order, [...(shown.get(said.order) ?? []), said.atMs])
  })
  readers.send({ url: server.url, pages: listeners } satisfies ReadersStart)
  await ready.promise
  report.say(`${section}: one order after another`)
  const all: number[] = []
  const last: number[] = []
  for (let n = 0; n < (report.quick ? 2 : changes); n++) {
    const order = many + n + 1
    const startMs = wallMs()
    record(many + n)
    office.emit({
      kind: 'stored',
      office: own,
      sequence: order,
      ref: { office: own, kind: 'order', id: `P${many + n}` },
      eventKind: 'issued',
    })
    while ((shown.get(order)?.length ?? 0) < listeners) {
      if (wallMs() - startMs > 60_000)
        throw new Error(
          `${shown.get(order)?.length ?? 0} of ${listeners} pages showed it in a minute`,
        )
      await sleep(5)
    }
    const took = (shown.get(order) ?? []).map((atMs) => atMs - startMs)
    all.push(...took)
    last.push(Math.max(...took))
    await sleep(1_000)
  }
  report.add({
    section,
    name: 'recorded → shown, each page',
    unit: 'ms',
    value: valueOf(all),
  })
  report.add({
    section,
    name: 'recorded → shown, the last of them',
    unit: 'ms',
    value: valueOf(last),
    aim: { value: seenAimMs },
  })
}
