// The work list, the lists and a matter's page over 1,000, 10,000 and 100,000 orders of three offices: the page as it is answered, beside the bare question to the projection.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { openStore } from '../../services/adapters/store/store.ts'
import type { Store } from '../../services/office/ports.ts'
import { addDays } from '../../shared/kernel/date.ts'
import type { MatterId, OfficeId } from '../../shared/kernel/ids.ts'
import { soonDays } from '../../shared/kernel/limits.ts'
import { rulesOf, type AnyEvent } from '../../shared/rules.ts'
import { clientOf, host } from '../contract/http/client.ts'
import { MemoryOffice } from '../contract/http/memory-office.ts'
import { accepted } from '../ports/store-suite.ts'
import { opened, ref } from '../support/events.ts'
import { d, orderRun, packs, threeTerms, type Loose } from '../support/founding.ts'
import { staffed } from '../support/staffed.ts'
import type { Report } from './figures.ts'
import { elapsedMs } from './load.ts'

const today = d('2026-11-27')
const own = 'ca-bc-oipc' as OfficeId
const statutes = [
  [own, 'ca-bc-pipa'],
  ['ca-ab-oipc', 'ca-ab-pipa'],
  ['ca-qc-cai', 'ca-qc-p391'],
] as const
/** Of ten orders: six of our own. */
const shareOf = [0, 0, 0, 0, 0, 0, 1, 1, 2, 2]
const ordersPerMatter = 5
const pageAimMs = 100
const viewAimBytes = 150_000

export async function measureLists(report: Report): Promise<void> {
  for (const orders of report.quick ? [200] : [1_000, 10_000, 100_000])
    await measureWith(report, orders)
}

async function measureWith(report: Report, orders: number): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'concert-bench-lists-'))
  try {
    const section = `lists of ${orders.toLocaleString('en-CA')} orders`
    const store = openStore(path.join(folder, 'projection.sqlite'), { rulesOf, packs })
    report.say(`${section}: filling the projection`)
    const record = fill(store, orders)
    const start = performance.now()
    const lines = store.lists.refresh(today, -1)
    const seconds = (performance.now() - start) / 1_000
    report.add({
      section,
      name: 'lines made anew, one after another',
      unit: 'per second',
      value: { value: lines / seconds },
    })
    const client = clientOf(new MemoryOffice(own, today, store))
    for (const { name, address, bare } of questionsOf(store)) {
      report.say(`${section}: ${name}`)
      const samples = report.quick ? 5 : 60
      const page: number[] = []
      const question: number[] = []
      let bytes = 0
      for (let n = 0; n < samples + 3; n++) {
        const before = performance.now()
        const response = await client.get(address, asReader)
        bytes = Buffer.byteLength(await response.text())
        const between = performance.now()
        bare()
        const after = performance.now()
        if (response.status !== 200) throw new Error(`${address} answers ${response.status}`)
        // The first ones prepare statements and compile code.
        if (n < 3) continue
        page.push(between - before)
        question.push(after - between)
      }
      report.add({
        section,
        name: `${name}, p95`,
        unit: 'ms',
        value: { value: p95(page) },
        floor: { name: 'the bare question, p95', value: { value: p95(question) } },
        aim: { value: pageAimMs },
      })
      report.add({
        section,
        name: `${name}, first view`,
        unit: 'bytes',
        value: { value: bytes },
        aim: { value: viewAimBytes },
      })
    }
    await measureChanging(report, { section, client, store, record: () => record(orders++) })
    await measureSignIn(report, { section, store })
    store[Symbol.dispose]()
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  }
}

/** What is kept ready from one request to the next is not ready after an order was recorded: an office records all day. */
async function measureChanging(
  report: Report,
  {
    section,
    client,
    store,
    record,
  }: {
    readonly section: string
    readonly client: ReturnType<typeof clientOf>
    readonly store: Store
    readonly record: () => void
  },
): Promise<void> {
  for (const { name, address, bare } of questionsOf(store).filter(({ name }) =>
    ['work list', 'orders', 'statistics'].includes(name),
  )) {
    report.say(`${section}: ${name} after each order that was recorded`)
    const page: number[] = []
    const question: number[] = []
    for (let n = 0; n < (report.quick ? 5 : 40); n++) {
      record()
      page.push(await elapsedMs(async () => (await client.get(address, asReader)).text()))
      record()
      question.push(await elapsedMs(async () => bare()))
    }
    report.add({
      section,
      name: `${name}, just after an order was recorded, p95`,
      unit: 'ms',
      value: { value: p95(page) },
      floor: { name: 'the bare question, p95', value: { value: p95(question) } },
      aim: { value: pageAimMs },
    })
  }
}

/** From the button of the sign-in to the work list: both requests, by somebody whom the policy lets in. */
async function measureSignIn(
  report: Report,
  { section, store }: { readonly section: string; readonly store: Store },
): Promise<void> {
  report.say(`${section}: sign-in to the work list`)
  const { api, staff } = staffed(new MemoryOffice(own, today, store), {
    identity: 'local',
    realTime: true,
    people: [{ subject: 'roy', name: 'Camille Roy', roles: ['officer'] }],
  })
  const client = clientOf(api, { staff })
  const samples: number[] = []
  for (let n = 0; n < (report.quick ? 5 : 40); n++)
    samples.push(
      await elapsedMs(async () => {
        const opened = await client.send('/sign-in', {
          method: 'POST',
          body: 'subject=roy&then=%2F',
          headers: {
            'content-type': 'application/x-www-form-urlencoded',
            origin: `http://${host}`,
            ...asReader,
          },
        })
        const cookie = (opened.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
        const home = await client.get('/', { cookie, ...asReader })
        if (!(await home.text()).includes('Camille Roy')) throw new Error('nobody is signed in')
      }),
    )
  report.add({
    section,
    name: 'sign-in to the work list, p95',
    unit: 'ms',
    value: { value: p95(samples) },
    aim: { value: pageAimMs },
  })
}

const asReader = { accept: 'text/html' }

function questionsOf(store: Store) {
  const soon = addDays(today, soonDays)
  const { lists } = store
  const matter = 'm3' as MatterId
  const deep = lists.orders({ sort: 'issued', limit: 500 }, today).next
  const cursor = Buffer.from(JSON.stringify(deep ?? [])).toString('base64url')
  return [
    { name: 'work list', address: '/', bare: () => lists.work(own, today, soon) },
    { name: 'orders', address: '/orders', bare: () => lists.orders({}, today) },
    {
      name: 'orders, found by a rare name',
      address: '/orders?q=eclair+77',
      bare: () => lists.orders({ q: 'eclair 77' }, today),
    },
    {
      name: 'orders, our own overdue ones',
      address: `/orders?work=overdue&office=${own}`,
      bare: () => lists.orders({ work: 'overdue', office: own }, today),
    },
    {
      name: 'orders, further down by date',
      address: deep === undefined ? '/orders?sort=issued' : `/orders?sort=issued&after=${cursor}`,
      bare: () => lists.orders({ sort: 'issued', after: deep }, today),
    },
    { name: 'matters', address: '/matters', bare: () => lists.matters({}, today) },
    { name: 'deadlines', address: '/deadlines', bare: () => lists.due({}, today) },
    {
      name: 'a matter',
      address: `/matters/${matter}`,
      bare: () =>
        lists
          .ofMatter(matter, 'order')
          .map((order) => store.foldAsOf('order', { asOf: today }, order)),
    },
    {
      name: 'statistics',
      address: '/statistics',
      bare: () => lists.statistics(today),
    },
  ]
}

function p95(samples: readonly number[]): number {
  const sorted = samples.toSorted((a, b) => a - b)
  return sorted[Math.ceil(0.95 * sorted.length) - 1] ?? 0
}

/** Lives decided by the real rules, each told of many orders under their own numbers and names. Answers how one more is told. */
export function fill(store: Store, orders: number): (number: number) => void {
  const lives = statutes.map(([office, statute]) => livesOf(office, statute))
  const next = new Map<string, number>()
  const write = (to: ReturnType<typeof ref>, version: number, event: AnyEvent) => {
    const sequence = (next.get(to.office) ?? 0) + 1
    next.set(to.office, sequence)
    return { ...accepted(to, version, sequence, event), to, sequence }
  }
  const tell = (from: number, many: number) => {
    const events = Array.from({ length: many }, (_, at) => from + at).flatMap((n) => {
      const which = shareOf[n % shareOf.length] ?? 0
      const all = lives[which] ?? []
      const office = statutes[which]?.[0] ?? own
      const matter = `m${Math.floor(n / ordersPerMatter)}`
      const life = all[(n * 7) % all.length] ?? []
      const order = ref(office, `P${n}`, 'order')
      const first = n % ordersPerMatter === 0 ? [write(ref(office, matter), 1, titled(n))] : []
      return [...first, ...life.map((event, at) => write(order, at + 1, named(event, n, matter)))]
    })
    for (const [office, its] of Map.groupBy(events, ({ to }) => to.office))
      store.write(office, (writer) => {
        for (const { verdict, message, sequence } of its) {
          writer.accept(
            { ...verdict, recorded: { ...verdict.recorded, sequence } },
            message,
            verdict.recorded.recordedAt,
          )
          writer.advance(sequence, message.hash)
        }
      })
  }
  const perTransaction = 200
  for (let from = 0; from < orders; from += perTransaction)
    tell(from, Math.min(perTransaction, orders - from))
  return (number) => tell(number, 1)
}

function titled(n: number): AnyEvent {
  const title = { en: `Matter ${n}`, fr: `Dossier ${n}` }
  return { ...opened('2021-01-01'), title } as unknown as AnyEvent
}

function named(event: AnyEvent, n: number, matter: string): AnyEvent {
  if (event.kind !== 'issued') return event
  const respondent = { id: 'acme', name: `Société Éclair ${n}`, kind: 'organization' }
  return { ...event, number: `P${n}`, matter, respondent } as unknown as AnyEvent
}

/** Most orders are old and ended; some are new, late, in court, or taken further. */
function livesOf(office: string, statute: string): AnyEvent[][] {
  const lives: AnyEvent[][] = []
  for (let at = 0; at < 60; at++) {
    const kind = at % 10
    const old = 40 + ((at * 53) % 1_400)
    const on = addDays(today, -(kind < 2 ? (at * 3) % 18 : old))
    const after = (days: number) => addDays(on, days)
    const issue = {
      kind: 'issue',
      on,
      matter: 'm',
      statute,
      respondent: { id: 'acme', name: 'Acme', kind: 'organization' },
      terms: threeTerms,
    } as Loose
    const serve = { kind: 'serve', on, party: 'acme', means: 'courier' } as Loose
    const filed = {
      kind: 'challenge',
      on: after(10),
      challenge: 'c1',
      challengeKind: 'judicial-review',
      forum: 'court',
    } as Loose
    const acts: Loose[][] = [
      [issue],
      [issue, serve],
      [issue, serve, { kind: 'refuse', on: after(5) } as Loose],
      [issue, serve, filed],
      [
        issue,
        serve,
        filed,
        { kind: 'decide', on: after(30), challenge: 'c1', outcome: 'upheld', citation: 'd1' },
      ] as Loose[],
    ]
    const closed = [
      issue,
      serve,
      { kind: 'comply', on: after(20), outcome: 'complied' },
      { kind: 'close', on: after(35), reason: 'complied with' },
    ] as Loose[]
    const run = orderRun(office, statute, 'O', today)
    for (const act of acts[kind] ?? closed) run.refusal(act)
    lives.push(run.events.map(({ event }) => event as unknown as AnyEvent))
  }
  return lives
}
