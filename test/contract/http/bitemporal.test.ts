// What was true and what was known, through the API and the pages: a petition of January 20 that the office records on February 1.

import { beforeAll, describe, expect, test } from 'vitest'
import { boardSchema } from '../../../shared/board/board.schema.ts'
import type { Instant, LocalDate } from '../../../shared/kernel/date.ts'
import { parseOrderId, type AggregateRef } from '../../../shared/kernel/ids.ts'
import * as views from '../../../shared/contract/views.schema.ts'
import { clientOf } from './client.ts'
import { MemoryOffice } from './memory-office.ts'

const order = 'ca-bc-oipc:P22-01'
const ref = parseOrderId(order) as AggregateRef
/** The last millisecond of February 1 in Vancouver; in Toronto it is February 2 already. */
const late = '2022-02-02T07:59:59.999Z' as Instant
let client: ReturnType<typeof clientOf>

async function officeWithLateFact(id: string): Promise<MemoryOffice> {
  const office = new MemoryOffice(id, '2022-02-05')
  const say = async (to: AggregateRef, command: object) => {
    const reply = await office.record(to, command as never)
    if (reply.kind === 'refused') throw new Error(reply.problem.message)
  }
  const respondent = { id: 'acme', name: 'Acme', kind: 'organization' }
  await say(
    { ...ref, kind: 'matter', id: 'm' },
    { kind: 'opened', id: 'm1', on: '2021-12-01', title: { en: 'Acme', fr: 'Acmé' }, respondent },
  )
  await say(ref, {
    kind: 'issue',
    id: 'o1',
    on: '2021-12-14',
    matter: 'm',
    statute: 'ca-bc-pipa',
    respondent,
    terms: [
      {
        id: 'T1',
        theme: 'delete',
        kind: 'mandate',
        effort: 'absolute',
        text: { en: 'Delete', fr: 'Supprimer' },
      },
    ],
  })
  await say(ref, { kind: 'serve', id: 'o2', on: '2021-12-14', party: 'acme', means: 'courier' })
  office.recordedAt = late
  await say(ref, {
    kind: 'challenge',
    id: 'o3',
    on: '2022-01-20',
    challenge: 'jr',
    challengeKind: 'judicial-review',
    forum: 'Supreme Court',
    between: ['2022-01-18', '2022-01-21'],
    source: 'registry',
    confidence: 'S',
  })
  return office
}

beforeAll(async () => {
  client = clientOf(await officeWithLateFact('ca-bc-oipc'))
})

const boardStatus = async (query: string, at = client) =>
  boardSchema.parse(await at.json(`/v1/board?${query}`)).orders[0]?.status
const detail = async (query: string) =>
  views.orderDetailSchema.parse(await client.json(`/v1/orders/${order}?${query}`))

describe('the API', () => {
  test.each([
    ['asOf=2022-01-19&knownOn=2022-02-01', 'served'],
    ['asOf=2022-01-26&knownOn=2022-01-31', 'lapsed'],
    ['asOf=2022-01-26&knownOn=2022-02-01', 'stayed'],
    ['asOf=2022-01-26', 'stayed'],
    ['knownOn=2022-01-31', 'lapsed'],
    ['', 'stayed'],
  ])('?%s: %s, on the board, in the list and for the order', async (query, status) => {
    expect(await boardStatus(query)).toBe(status)
    expect((await client.json(`/v1/orders?${query}`))['orders']).toMatchObject([{ order, status }])
    expect((await detail(query)).view.status).toBe(status)
  })
  test('says by itself what it is made of', async () => {
    expect(await client.json('/v1/board?knownOn=2022-01-31')).toMatchObject({
      asOf: '2022-02-05',
      knownOn: '2022-01-31',
    })
    expect(await detail('knownOn=2022-01-31')).toMatchObject({
      asOf: '2022-02-05',
      knownOn: '2022-01-31',
    })
    expect(await client.json('/v1/board')).not.toHaveProperty('knownOn')
  })
  test('the history has what was known only, and what was true only', async () => {
    const kinds = async (query: string) =>
      (await detail(query)).history.map(({ event }) => event.kind)
    expect(await kinds('knownOn=2022-01-31')).toEqual(['issued', 'copy-given'])
    expect(await kinds('knownOn=2022-02-01')).toEqual(['issued', 'copy-given', 'challenge-filed'])
    expect(await kinds('asOf=2022-01-19')).toEqual(['issued', 'copy-given'])
    const { history } = (await client.json(`/v1/orders/${order}/history?knownOn=2022-01-31`)) as {
      history: unknown[]
    }
    expect(history).toHaveLength(2)
  })
  test('what is due is what was thought to be due', async () => {
    const due = async (query: string) =>
      (
        (await client.json(`/v1/deadlines?asOf=2022-01-21&${query}`))[
          'deadlines'
        ] as views.Upcoming[]
      ).map(({ deadline, stayed }) => [deadline.id, stayed])
    expect(await due('knownOn=2022-01-31')).toEqual([
      ['challenge', false],
      ['comply', false],
    ])
    expect(await due('knownOn=2022-02-01')).toEqual([['comply', true]])
  })
  test('an order of which nothing was recorded yet is not there', async () => {
    expect((await client.get(`/v1/orders/${order}?knownOn=2021-12-13`)).status).toBe(404)
    expect((await client.get(`/v1/orders/${order}?knownOn=2022-02-30`)).status).toBe(400)
  })
  test('a day of knowledge ends where the office is', async () => {
    const toronto = clientOf(await officeWithLateFact('ca-fed-opc'))
    expect(await boardStatus('asOf=2022-01-26&knownOn=2022-02-01', toronto)).toBe('lapsed')
    expect(await boardStatus('asOf=2022-01-26&knownOn=2022-02-02', toronto)).toBe('stayed')
  })
})

describe('the pages', () => {
  const page = async (path: string) => (await client.get(path, { accept: 'text/html' })).text()
  test.each([
    ['/board', 'clock-lapsed', 'clock-stayed'],
    ['/orders/ca-bc-oipc/P22-01', 'status-lapsed', 'status-stayed'],
  ])('%s has both controls and obeys them', async (path, lapsed, stayed) => {
    const before = await page(`${path}?asOf=2022-01-26&knownOn=2022-01-31`)
    const after = await page(`${path}?asOf=2022-01-26&knownOn=2022-02-01`)
    expect([
      before.includes(lapsed),
      before.includes(stayed),
      after.includes(lapsed),
      after.includes(stayed),
    ]).toEqual([true, false, false, true])
    expect(before).toMatch(
      /<label for="as-of">As of<\/label>\s*<input id="as-of" type="date" name="asOf" value="2022-01-26"/,
    )
    expect(before).toMatch(
      /<label for="known-on">Known on<\/label>\s*<input id="known-on" type="date" name="knownOn" value="2022-01-31"/,
    )
    expect(before).toContain(
      'Only what had been recorded by the end of Mon, Jan 31, 2022 is shown.',
    )
    expect(before).toContain(`?lang=fr&amp;asOf=2022-01-26&amp;knownOn=2022-01-31`)
    expect(await page(path)).not.toContain('Only what had been recorded')
  })
  test('what is due next is what was thought to be due', async () => {
    const next = async (knownOn: string) =>
      (await page(`/board?asOf=2022-01-21&knownOn=${knownOn}`))
        .split('id="next"')[1]
        ?.split('</section>')[0] ?? ''
    expect(await next('2022-01-31')).toContain('last day to challenge')
    expect(await next('2022-01-31')).not.toContain('passes without effect')
    expect(await next('2022-02-01')).toContain('passes without effect')
  })
  test('a field left empty asks for nothing; an impossible date is refused by its name', async () => {
    expect(await page('/board?asOf=2022-01-26&knownOn=')).toContain('clock-stayed')
    const refused = await client.get('/board?knownOn=2022-02-30', { accept: 'text/html' })
    expect(refused.status).toBe(400)
    expect(await refused.text()).toContain('2022-02-30')
  })
})

test('the chronology holds both dates of the fact, and can be read as it was known', async () => {
  const read = async (query: string) =>
    views.chronologySchema.parse(await client.json(`/v1/matters/m/chronology?${query}`))
  const all = await read('')
  expect(all.entries.map(({ on, event }) => [on, event.kind])).toEqual([
    ['2021-12-01', 'opened'],
    ['2021-12-14', 'issued'],
    ['2021-12-14', 'copy-given'],
    ['2022-01-20', 'challenge-filed'],
  ])
  expect(all.entries.at(-1)).toMatchObject({
    about: 'order',
    order,
    recordedAt: late,
    between: ['2022-01-18', '2022-01-21'],
    source: 'registry',
    confidence: 'S',
    verifiedKey: 'ca-bc-oipc-2021',
  })
  expect((await read('knownOn=2022-01-31')).entries).toHaveLength(3)
  expect((await read('asOf=2021-12-13')).entries).toHaveLength(1)
  const before: LocalDate[] = (await read('asOf=2021-11-30')).entries.map(({ on }) => on)
  expect(before).toEqual([])
  expect((await client.get('/v1/matters/none/chronology')).status).toBe(404)
})
