// The calendar feeds, read back by an independent parser (ical.js, which Thunderbird uses).

import ICAL from 'ical.js'
import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import { parseOrderId, type AggregateRef } from '../../../shared/kernel/ids.ts'
import { maxCalendarDeadlines } from '../../../shared/kernel/limits.ts'
import { feedText } from '../../../services/web/calendar/feed.ts'
import { clientOf } from './client.ts'
import { proposalOn, say } from './joint-run.ts'
import { MemoryOffice, anybody } from './memory-office.ts'

interface Entry {
  readonly uid: string
  readonly date: string
  readonly sequence: number
  readonly summary: string
  readonly description: string
  readonly url: string
  readonly remindedDaysBefore: readonly number[]
}

/** Throws where the text is no iCalendar. */
function read(text: string): { name: string; entries: Entry[] } {
  for (const line of text.split('\r\n'))
    expect(Buffer.byteLength(line), line).toBeLessThanOrEqual(75)
  expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/)
  expect(text.endsWith('END:VCALENDAR\r\n')).toBe(true)
  const calendar = new ICAL.Component(ICAL.parse(text))
  expect(calendar.getFirstPropertyValue('version')).toBe('2.0')
  const entries = calendar.getAllSubcomponents('vevent').map((component): Entry => {
    const event = new ICAL.Event(component)
    // A moment of a joint action is an instant; everything else is a day.
    const isDay = event.startDate.isDate
    // Without an end, an all-day event is one day (RFC 5545, 3.6.1).
    if (isDay) expect(event.duration.toSeconds()).toBe(86_400)
    const start = event.startDate.toJSDate().getTime()
    return {
      uid: event.uid,
      date: event.startDate.toString(),
      sequence: event.sequence,
      summary: event.summary,
      description: event.description,
      url: String(component.getFirstPropertyValue('url')),
      remindedDaysBefore: component.getAllSubcomponents('valarm').map((alarm) => {
        expect(alarm.getFirstPropertyValue('action')).toBe('DISPLAY')
        const at = new Date(
          start + 1_000 * (alarm.getFirstPropertyValue('trigger') as ICAL.Duration).toSeconds(),
        )
        if (isDay) expect(at.getHours()).toBe(9)
        return Math.ceil((start - at.getTime()) / 86_400_000)
      }),
    }
  })
  expect(new Set(entries.map(({ uid }) => uid)).size).toBe(entries.length)
  return { name: String(calendar.getFirstPropertyValue('x-wr-calname')), entries }
}

const feedOf = async (office: MemoryOffice, path: string) =>
  read(await (await clientOf(office).get(path)).text())
/** To the minute, with how long it lasts. */
const moments = ({ entries }: { entries: readonly Entry[] }) =>
  entries.filter(({ date }) => date.length > 10).map(({ date, summary }) => `${date} ${summary}`)
const brief = ({ entries }: { entries: readonly Entry[] }) =>
  entries.map(({ date, summary }) => `${date} ${summary}`)

let office: MemoryOffice
beforeAll(async () => {
  office = await new MemoryOffice('ca-bc-oipc', '2021-12-20').replay()
})

describe('before anything is stayed', () => {
  test("an office's own feed has its own orders' deadlines, each with its mark", async () => {
    const { name, entries } = await feedOf(office, '/calendar/office.ics')
    expect(name).toBe('Concert · OIPC BC')
    expect(brief({ entries })).toEqual([
      '2022-01-25 OIPC BC P21-08: last day to challenge · Clearview AI, Inc. [S]',
      '2022-01-25 OIPC BC P21-08: last day to comply (T1, T2, T3) · Clearview AI, Inc. [S]',
    ])
    expect(entries[1]?.remindedDaysBefore).toEqual([14, 7, 1])
    expect(entries[1]?.url).toBe('http://127.0.0.1:8080/orders/ca-bc-oipc/P21-08')
    for (const part of [
      'Personal Information Protection Act',
      's. 53(1) [',
      'Interpretation Act, RSBC 1996 c 238, s. 29 [',
      '2022-01-25 [S: secondary source]',
      'Terms: T1, T2, T3',
      entries[1]?.url ?? '',
      'The day ends at Wed, Jan 26, 2022, 00:00, Pacific Time',
      'It gives no legal advice.',
    ])
      expect(entries[1]?.description).toContain(part)
  })
  test('a feed of all offices, of a matter, and of an order have the same events', async () => {
    const all = await feedOf(office, '/calendar/all.ics')
    expect(brief(all).filter((line) => line.includes('OIPC Alberta'))).toEqual([
      '2022-01-21 OIPC Alberta P2021-12: last day to challenge · Clearview AI, Inc. [M]',
      '2022-01-22 OIPC Alberta P2021-12: first lawful day to comply (T1, T2, T3) · Clearview AI, Inc. [M]',
      '2022-01-26 OIPC Alberta P2021-12: last day to comply (T1, T2, T3) · Clearview AI, Inc. [M]',
    ])
    expect(brief(all)).toContain(
      '2022-02-02 OPC clearview-ai: last day to challenge · Clearview AI, Inc. [V]',
    )
    expect((await feedOf(office, '/calendar/matters/clearview-ai.ics')).entries).toEqual(
      all.entries,
    )
    const order = await feedOf(office, '/calendar/orders/ca-bc-oipc/P21-08.ics')
    expect(order.entries).toEqual(all.entries.filter(({ url }) => url.endsWith('/P21-08')))
    expect(order.entries).toHaveLength(2)
    // Whoever's feed it is in, a deadline has the same id.
    const elsewhere = await feedOf(
      await new MemoryOffice('ca-fed-opc', '2021-12-20').replay(),
      '/calendar/all.ics',
    )
    expect(elsewhere.entries.map(({ uid }) => uid)).toEqual(all.entries.map(({ uid }) => uid))
  })
  test('in French, typography and all', async () => {
    const { name, entries } = await feedOf(office, '/calendar/office.ics?lang=fr')
    expect(name).toBe('Concert · OIPC C.-B.')
    expect(entries[1]?.summary).toBe(
      'OIPC C.-B. P21-08\u00a0: dernier jour pour se conformer (T1, T2, T3) · Clearview AI, Inc. [S]',
    )
    for (const part of [
      'Règles\u00a0:\n',
      'art. 53(1) [',
      'source secondaire',
      'Il ne donne pas d’avis juridique.',
    ])
      expect(entries[1]?.description).toContain(part)
    expect(entries.map(({ uid }) => uid)).toEqual(
      (await feedOf(office, '/calendar/office.ics')).entries.map(({ uid }) => uid),
    )
  })
})

test('where two readings differ, the later date is told too', async () => {
  const { entries } = await feedOf(
    await new MemoryOffice('ca-qc-cai', '2021-12-20').replay(),
    '/calendar/office.ics',
  )
  const doubtful = entries.filter(({ description }) => description.includes('on the other reading'))
  const deadlines = (await office.due(anybody, { office: 'ca-qc-cai' as never })).filter(
    ({ deadline }) => deadline.lenientDate !== undefined,
  )
  expect(doubtful.map(({ date }) => date)).toEqual(deadlines.map(({ deadline }) => deadline.date))
})

describe('what is stayed, ended or used', () => {
  test('is not in the feed', async () => {
    const later = await new MemoryOffice('ca-fed-opc', '2022-01-26').replay()
    const stayed = (await later.board(anybody, {})).orders.flatMap(({ order, terms }) =>
      terms.filter((term) => term.stayed).map((term) => `${order} ${term.id}`),
    )
    expect(stayed).toHaveLength(7)
    expect(brief(await feedOf(later, '/calendar/all.ics'))).toEqual([
      '2021-12-14 CAI Quebec 1023158-S: last day to comply (T1) · Clearview AI, Inc. [M]',
      '2021-12-14 CAI Quebec 1023158-S: first day it can be enforced (T1) · Clearview AI, Inc. [M]',
      '2022-02-02 OPC clearview-ai: last day to challenge · Clearview AI, Inc. [V]',
    ])
  })
  test('names only the terms that still run', async () => {
    const bc = await new MemoryOffice('ca-bc-oipc', '2021-12-20').replay()
    await bc.submit(
      anybody,
      parseOrderId('ca-bc-oipc:P21-08') as AggregateRef,
      {
        kind: 'stay',
        id: 's1',
        on: '2021-12-20',
        action: 'ordered',
        forum: 'Supreme Court',
        terms: ['T2'],
      } as never,
    )
    const { entries } = await feedOf(bc, '/calendar/office.ics')
    expect(entries[1]?.summary).toContain('last day to comply (T1, T3)')
    expect(entries.map(({ uid }) => uid)).toEqual(
      (await feedOf(office, '/calendar/office.ics')).entries.map(({ uid }) => uid),
    )
  })
  test('what passed more than a year ago is left to the order page', async () => {
    const own = await new MemoryOffice('ca-bc-oipc', '2021-12-20').replay()
    own.today = '2023-01-26' as never
    expect((await feedOf(own, '/calendar/office.ics')).entries).toHaveLength(2)
    own.today = '2023-01-27' as never
    expect((await feedOf(own, '/calendar/office.ics')).entries).toHaveLength(0)
  })
})

test('a deadline that is moved keeps its id, with a higher sequence; the others stay as they were', async () => {
  const alberta = await new MemoryOffice('ca-ab-oipc', '2021-12-20').replay()
  const before = await feedOf(alberta, '/calendar/office.ics')
  const reply = await alberta.submit(
    anybody,
    parseOrderId('ca-ab-oipc:P2021-12') as AggregateRef,
    {
      kind: 'extend',
      id: 'x1',
      on: '2021-12-20',
      to: '2022-02-15',
      grantedBy: 'court',
      reason: 'consent order',
    } as never,
  )
  expect(reply).toMatchObject({ kind: 'recorded' })
  const after = await feedOf(alberta, '/calendar/office.ics')
  const comply = ({ entries }: { entries: readonly Entry[] }) =>
    entries.filter(({ summary }) => summary.includes('last day to comply'))
  expect([comply(before), comply(after)].map((found) => found.map(({ date }) => date))).toEqual([
    ['2022-01-26'],
    ['2022-02-15'],
  ])
  expect(comply(after)[0]?.uid).toBe(comply(before)[0]?.uid)
  expect(comply(after)[0]?.sequence).toBeGreaterThan(comply(before)[0]?.sequence ?? Infinity)
  expect(after.entries.map(({ uid }) => uid).toSorted()).toEqual(
    before.entries.map(({ uid }) => uid).toSorted(),
  )
})

describe('the same legal date wherever it is made', () => {
  const zone = process.env['TZ']
  afterEach(() => {
    if (zone === undefined) delete process.env['TZ']
    else process.env['TZ'] = zone
  })
  test.each([
    ['America/Vancouver', 8],
    ['Pacific/Auckland', -13],
  ])('%s', async (name, hoursBehind) => {
    process.env['TZ'] = name
    expect(new Date(2022, 0, 25).getTimezoneOffset()).toBe(60 * hoursBehind)
    expect(brief(await feedOf(office, '/calendar/office.ics'))[0]).toMatch(/^2022-01-25 /)
  })
})

test('nothing that data says can break out of its field', async () => {
  const evil =
    'Ünïc\u00f8de; "a", b\\c\r\nEND:VEVENT\r\nBEGIN:VEVENT\nUID:evil\u0000\u0007 𝒳𝒴𝒵 ' +
    'échéance '.repeat(20)
  const bad = new MemoryOffice('ca-bc-oipc', '2022-01-04')
  const ref = { office: 'ca-bc-oipc' as never, kind: 'order' as const, id: 'E1' }
  const respondent = { id: 'evil', name: evil, kind: 'organization' }
  await bad.submit(anybody, { ...ref, kind: 'matter', id: 'm' }, {
    kind: 'opened',
    id: 'e0',
    on: '2022-01-03',
    title: { en: evil, fr: evil },
    respondent,
  } as never)
  await bad.submit(anybody, ref, {
    kind: 'issue',
    id: 'e1',
    on: '2022-01-03',
    matter: 'm',
    statute: 'ca-bc-pipa',
    respondent,
    terms: [
      {
        id: 'T1',
        theme: 'delete',
        kind: 'mandate',
        effort: 'absolute',
        text: { en: 'x', fr: 'x' },
      },
    ],
  } as never)
  await bad.submit(anybody, ref, {
    kind: 'serve',
    id: 'e2',
    on: '2022-01-03',
    party: 'evil',
    means: evil,
  } as never)
  const { name, entries } = await feedOf(bad, '/calendar/matters/m.ics')
  const harmless = evil.replaceAll('\r', '').replaceAll('\u0000', '').replaceAll('\u0007', '')
  expect(entries).toHaveLength(2)
  expect(entries[0]?.summary).toBe(`OIPC BC E1: last day to challenge · ${harmless} [S]`)
  expect(name).toBe(`Concert · ${harmless.replaceAll(/[;,] |\\|\n/g, ' – ')}`)
  expect(name).toContain('Ünïcøde – "a" – b – c – END:VEVENT – BEGIN:VEVENT – UID:evil')
  const [one] = await bad.due(anybody, { matter: 'm' as never })
  if (one === undefined) throw new Error('nothing is due')
  expect(
    read(feedText({ api: bad, lang: 'en', origin: 'http://x', name: 'n' }, [{ ...one, key: evil }]))
      .entries[0]?.uid,
  ).toMatch(/^[0-9a-f]{32}@concert\.ca-bc-oipc$/)
})

test('is served as a calendar that need not be sent again while nothing changes', async () => {
  const client = clientOf(office)
  const first = await client.get('/calendar/office.ics')
  expect(first.headers.get('content-type')).toBe('text/calendar; charset=utf-8')
  const tag = first.headers.get('etag') ?? ''
  expect((await client.get('/calendar/office.ics', { 'if-none-match': tag })).status).toBe(304)
  expect((await client.get('/calendar/office.ics?lang=fr', { 'if-none-match': tag })).status).toBe(
    200,
  )
  expect(await (await client.get('/calendar/office.ics')).text()).toBe(await first.text())
})

test.each([
  '/calendar/matters/nope.ics',
  '/calendar/matters/no%20id.ics',
  '/calendar/orders/ca-bc-oipc/P99.ics',
  '/calendar/orders/x/%3Cscript%3E.ics',
  '/calendar/else.ics',
])('%s is not found, and says so', async (path) => {
  const response = await clientOf(office).get(path)
  expect(response.status).toBe(404)
  expect(response.headers.get('content-type')).toContain('application/problem+json')
})

test('a feed that is too long is refused rather than cut', async () => {
  const [one] = await office.due(anybody, {})
  if (one === undefined) throw new Error('nothing is due')
  const look = { api: office, lang: 'en' as const, origin: 'http://x', name: 'n' }
  expect(
    read(
      feedText(
        look,
        Array.from({ length: 50 }, (_, at) => ({ ...one, key: `${at}` })),
      ),
    ).entries,
  ).toHaveLength(50)
  expect(() =>
    feedText(
      look,
      Array.from({ length: maxCalendarDeadlines + 1 }, () => one),
    ),
  ).toThrow(`${maxCalendarDeadlines + 1} deadlines`)
})

test('the pages lead to the feeds in their own language', async () => {
  const client = clientOf(office)
  for (const [path, feeds] of [
    ['/board', ['office', 'all']],
    ['/matters/clearview-ai', ['matters/clearview-ai']],
    ['/orders/ca-bc-oipc/P21-08', ['orders/ca-bc-oipc/P21-08']],
  ] as const) {
    const text = await (await client.get(`${path}?lang=fr`, { accept: 'text/html' })).text()
    for (const feed of feeds) {
      expect(text).toContain(`href="/calendar/${feed}.ics?lang=fr"`)
      expect((await client.get(`/calendar/${feed}.ics?lang=fr`)).status).toBe(200)
    }
  }
})

test('joint actions: until when to reply and when all act, without what is sealed; gone when it is over', async () => {
  const office = await new MemoryOffice('ca-bc-oipc', '2021-12-14').replay()
  const made = {
    ...proposalOn('2021-12-14'),
    replyBy: '2021-12-14T20:00:00.000Z',
    moment: '2021-12-15T17:00:00.000Z',
  }
  await say(office, 'ca-fed-opc', made)
  const expected = [
    '2021-12-14T20:00:00Z Joint action ca-fed-opc:J21-01: last moment to reply',
    '2021-12-15T17:00:00Z Joint action ca-fed-opc:J21-01: all act, as proposed',
  ]
  for (const path of ['office', 'all', 'matters/clearview-ai'])
    expect(moments(await feedOf(office, `/calendar/${path}.ics`)), path).toEqual(expected)
  const text = await (await clientOf(office).get('/calendar/office.ics')).text()
  for (const lang of ['en', 'fr'] as const)
    expect(text.replaceAll('\r\n ', '')).not.toContain(made.document.title[lang])
  const other = new MemoryOffice('ca-qc-cai', '2021-12-14')
  await say(other, 'ca-fed-opc', {
    ...made,
    offices: ['ca-fed-opc', 'ca-bc-oipc'],
    required: undefined,
  })
  expect(moments(await feedOf(other, '/calendar/office.ics')), 'who is not invited').toEqual([])
  await say(office, 'ca-fed-opc', { kind: 'cancel', reason: 'over' })
  expect(moments(await feedOf(office, '/calendar/office.ics'))).toEqual([])
})
