// The drift guard over HTTP and on the pages: listed with both sides, approved by an officer, refused where it is stale.

import { beforeEach, describe, expect, test } from 'vitest'
import { boardSchema } from '../../../shared/board/board.schema.ts'
import type { LocalDate } from '../../../shared/kernel/date.ts'
import type { Pack } from '../../../shared/policy/pack.schema.ts'
import { correctionExamples } from '../../../services/web/drift/examples.ts'
import { driftSchema, type Approval } from '../../../shared/contract/drift.schema.ts'
import {
  orderDetailSchema,
  problemDocumentSchema,
  recordedReplySchema,
} from '../../../shared/contract/views.schema.ts'
import { loadPacks } from '../../../services/platform/packs.ts'
import { clientOf } from './client.ts'
import { PlainBrowser } from '../../support/plain-browser.ts'
import { MemoryOffice } from './memory-office.ts'

const bc = 'ca-bc-oipc:P21-08'
const alberta = 'ca-ab-oipc:P2021-12'
const mourned =
  (statute: string, date: string) =>
  (pack: Pack): Pack =>
    pack.statute !== statute
      ? pack
      : {
          ...pack,
          version: '2027-01-01',
          holidays: [
            ...pack.holidays,
            {
              id: 'mourning',
              name: { en: 'Day of mourning', fr: 'Jour de deuil' },
              rule: { kind: 'dates', dates: [date as LocalDate] },
              citations: [{ section: 'Proclamation', confidence: 'S' }],
            },
          ],
        }
const approval: Approval = correctionExamples['a new holiday'].value as unknown as Approval

let office: MemoryOffice
let client: ReturnType<typeof clientOf>
beforeEach(async () => {
  office = await new MemoryOffice('ca-bc-oipc', '2021-12-20').replay()
  client = clientOf(office)
})
const upgrade = () =>
  (office.laterPacks = loadPacks()
    .map(mourned('ca-bc-pipa', '2022-01-10'))
    .map(mourned('ca-ab-pipa', '2022-01-21')))
const drift = async () => driftSchema.parse(await client.json('/v1/drift'))
const approve = (order: string, fields: Partial<Record<keyof Approval, unknown>> = {}) =>
  client.post(`/v1/orders/${order}/corrections`, { ...approval, ...fields })
const dueOf = async (order: string) =>
  boardSchema
    .parse(await client.json('/v1/board'))
    .orders.find((each) => each.order === order)
    ?.terms.map(({ due }) => due?.date)
const refuses = async (response: Response, status: number, expected: object) => {
  expect(response.status).toBe(status)
  expect(problemDocumentSchema.parse(await response.json())).toMatchObject({ status, ...expected })
}

describe('the listing', () => {
  test('is empty without an upgrade, and so are the pages', async () => {
    expect(await drift()).toEqual({
      today: '2021-12-20',
      zoneData: '2026c',
      orders: [],
      unknown: [],
    })
    expect(await (await client.get('/board')).text()).not.toContain('id="drift"')
    expect(await (await client.get('/orders/ca-bc-oipc/P21-08')).text()).not.toContain('id="drift"')
  })
  test('has before, after and why, of every office; moves nothing', async () => {
    upgrade()
    const size = office.entries.length
    const { orders } = await drift()
    expect(orders.map(({ order, own, pack }) => [order, own, pack.after])).toEqual([
      [alberta, false, '2027-01-01'],
      [bc, true, '2027-01-01'],
    ])
    const comply = orders[1]?.changes.find(
      (change) => change.kind === 'deadline' && change.id === 'comply',
    )
    expect(comply).toMatchObject({
      terms: ['T1', 'T2', 'T3'],
      before: { date: '2022-01-25' },
      after: { date: '2022-01-26' },
      why: [{ kind: 'day', date: '2022-01-10', why: 'mourning', counts: false }, { kind: 'rules' }],
    })
    expect(await dueOf(bc)).toEqual(['2022-01-25', '2022-01-25', '2022-01-25'])
    expect(office.entries.length).toBe(size)
  })
  test('says where the pack that governs is gone', async () => {
    office.laterPacks = loadPacks().filter(({ statute }) => statute !== 'ca-ab-pipa')
    expect(await drift()).toMatchObject({
      orders: [],
      unknown: [{ order: alberta, own: false, problem: { code: 'unknown-statute' } }],
    })
    office.laterPacks = loadPacks().filter(({ statute }) => statute !== 'ca-bc-pipa')
    expect((await drift()).unknown.map(({ order }) => order)).toEqual([bc])
    await client.post(`/v1/orders/${bc}/commands`, {
      kind: 'close',
      id: 'close',
      on: '2021-12-20',
      reason: 'x',
    })
    expect((await drift()).unknown).toEqual([])
  })
})

describe('an approval', () => {
  beforeEach(upgrade)
  test('moves exactly that deadline, once, and is an event with the officer and the reason', async () => {
    const recorded = recordedReplySchema.parse(await (await approve(bc)).json())
    expect(recorded.event).toMatchObject({
      kind: 'deadline-corrected',
      on: '2021-12-20',
      by: 'Registrar',
      packVersion: '2027-01-01',
    })
    expect(await dueOf(bc)).toEqual(['2022-01-26', '2022-01-26', '2022-01-26'])
    expect((await drift()).orders.find(({ order }) => order === bc)?.changes).toMatchObject([
      { kind: 'deadline', id: 'challenge' },
    ])
    const size = office.entries.length
    expect(await (await approve(bc)).json()).toEqual(recorded)
    expect(office.entries.length).toBe(size)
    const { state, history } = orderDetailSchema.parse(await client.json(`/v1/orders/${bc}`))
    expect(state.deadlines.map(({ id, date }) => [id, date])).toEqual([
      ['challenge', '2022-01-25'],
      ['comply', '2022-01-26'],
    ])
    expect(history.at(-1)).toMatchObject({ by: 'Registrar', event: { kind: 'deadline-corrected' } })
    await refuses(await approve(bc, { id: 'again' }), 409, { code: 'conflict' })
  })
  test('is refused where it is stale, unlisted, or not ours; nothing is recorded', async () => {
    const size = office.entries.length
    await refuses(await approve(bc, { date: '2022-01-27' }), 409, {
      code: 'conflict',
      value: '2022-01-27',
    })
    await refuses(await approve(bc, { date: null }), 409, { code: 'conflict', value: 'none' })
    await refuses(await approve(bc, { terms: ['T1'] }), 409, { code: 'conflict', value: 'comply' })
    await refuses(await approve(bc, { deadline: 'enforceable' }), 409, {
      code: 'conflict',
      value: 'enforceable',
    })
    await refuses(await approve(alberta), 422, { code: 'wrong-office' })
    await refuses(await approve('ca-bc-oipc:NONE'), 404, { code: 'unknown-order' })
    await refuses(await approve(bc, { by: ' ' }), 400, { code: 'invalid-input', path: 'by' })
    await refuses(await approve(bc, { reason: undefined }), 400, {
      code: 'invalid-input',
      path: 'reason',
    })
    await refuses(await approve(bc, { date: '2022-02-30' }), 400, {
      code: 'impossible-date',
      path: 'date',
    })
    expect(office.entries.length).toBe(size)
  })
  test('is no command that people may send', async () => {
    await refuses(
      await client.post(`/v1/orders/${bc}/commands`, {
        kind: 'approve-correction',
        id: 'x',
        on: '2021-12-20',
        by: 'a',
        reason: 'b',
        packVersion: '1',
      }),
      400,
      { code: 'invalid-input', path: 'kind' },
    )
  })
})

describe('the pages', () => {
  beforeEach(upgrade)
  test.each([
    [
      'en',
      'The dates of 2 open orders would come out differently today',
      'Dates that would come out differently today',
      'does not count now (Day of mourning)',
      'only that office can approve',
    ],
    [
      'fr',
      'Les dates de 2 ordonnances ouvertes seraient différentes aujourd’hui',
      'Dates qui seraient différentes aujourd’hui',
      'ne compte plus (Jour de deuil)',
      'lui seul peut approuver',
    ],
  ])('say it in %s', async (lang, notice, title, why, others) => {
    const board = await (await client.get(`/board?lang=${lang}`)).text()
    expect(board).toContain(notice)
    expect(board).toContain('href="/orders/ca-bc-oipc/P21-08"')
    office.packOf = (statute) => office.laterPacks.find((pack) => pack.statute === statute)
    const own = await (await client.get(`/orders/ca-bc-oipc/P21-08?lang=${lang}`)).text()
    for (const text of [
      title,
      why,
      '2022-01-25',
      '2022-01-26',
      'action="/drift/ca-bc-oipc/P21-08?at=0"',
    ])
      expect(own).toContain(text)
    const other = await (await client.get(`/orders/ca-ab-oipc/P2021-12?lang=${lang}`)).text()
    expect(other).toContain(others)
    expect(other).not.toContain('action="/drift/')
  })
  test('let an approver approve it where it is explained, once, with a receipt', async () => {
    const browser = await PlainBrowser.open(client.send, '/orders/ca-bc-oipc/P21-08')
    const changes = async () =>
      (await drift()).orders.find((each) => each.order === bc)?.changes ?? []
    const listed = await changes()
    const [first] = listed.flatMap((each) => (each.kind === 'deadline' ? [each] : []))
    const before = office.entries.length
    const form = browser.document.querySelector('form[action^="/drift/"]')
    expect(form?.querySelector('[name="date"]')?.getAttribute('value')).toBe('2022-01-26')
    const typed = { by: 'A. Approver', reason: 'the day of mourning was proclaimed' }
    await browser.type(typed).press('approve')
    expect(browser.path).toMatch(/^\/orders\/ca-bc-oipc\/P21-08\/receipt\/\d+$/)
    expect(browser.words).toContain('the day of mourning was proclaimed')
    expect(office.entries.length).toBe(before + 1)
    expect(office.entries.at(-1)?.recorded.event.kind).toBe('deadline-corrected')
    expect(await changes()).toHaveLength(listed.length - 1)
    // What is not listed any more is refused, and says so.
    const stale = await client.send('/drift/ca-bc-oipc/P21-08?at=0', {
      method: 'POST',
      headers: {
        accept: 'text/html',
        origin: 'http://127.0.0.1:8080',
        'sec-fetch-site': 'same-origin',
        'content-type': 'application/x-www-form-urlencoded',
      },
      body: new URLSearchParams([
        ['id', 'page/drift-again'],
        ['deadline', first?.id ?? ''],
        ['party', first?.party ?? ''],
        ...(first?.terms ?? []).map((term): [string, string] => ['terms', term]),
        ['date', '2022-01-26'],
        ['by', 'A. Approver'],
        ['reason', 'again'],
      ]).toString(),
    })
    expect(stale.status).toBe(409)
    expect(office.entries.length).toBe(before + 1)
  })
  test('have every id once', async () => {
    const ids = [
      ...(await (await client.get('/orders/ca-bc-oipc/P21-08')).text()).matchAll(/ id="([^"]+)"/g),
    ].map((match) => match[1])
    expect(ids.filter((id, at) => ids.indexOf(id) !== at)).toEqual([])
  })
  test('tell it of today only', async () => {
    expect(
      await (await client.get('/orders/ca-bc-oipc/P21-08?asOf=2021-12-16')).text(),
    ).not.toContain('id="drift"')
  })
})
