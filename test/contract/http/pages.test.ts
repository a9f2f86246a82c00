import { beforeAll, describe, expect, test } from 'vitest'
import type { OfficeId } from '../../../shared/kernel/ids.ts'
import { clientOf } from './client.ts'
import { MemoryOffice, anybody } from './memory-office.ts'

let client: ReturnType<typeof clientOf>
beforeAll(async () => {
  client = clientOf(await new MemoryOffice('ca-fed-opc', '2022-01-26').replay())
})
/** A page is long: a failure names the part that is missing, not the page. */
const has = (text: string, part: string) =>
  expect(text.includes(part), `the page says ${part}`).toBe(true)
const page = async (path: string, headers: Record<string, string> = {}) => {
  const response = await client.get(path, { accept: 'text/html', ...headers })
  return { response, text: await response.text() }
}

describe('the board', () => {
  test('lines up the terms of one theme, with word and date', async () => {
    const { response, text } = await page('/board?asOf=2021-12-20')
    expect(response.status).toBe(200)
    const rows = text.split('<tr role="row">').slice(3, 6)
    expect(rows.map((row) => /<th role="rowheader" scope="row">([^<]+)/.exec(row)?.[1])).toEqual([
      'Stop offering the service',
      'Stop collection, use and disclosure',
      'Delete what was collected',
    ])
    has(text.split('id="next"')[1] ?? '', 'in 36 days')
    expect(rows[0]).toContain('no such term')
    expect(rows[2]?.match(/<\/span>running/g)).toHaveLength(3)
    expect(rows[2]).toMatch(
      /datetime="2022-01-26".*datetime="2022-01-22".*datetime="2022-01-25".*datetime="2022-03-14"/s,
    )
  })
  test('shows stays by term, what is next, and who is behind', async () => {
    const { text } = await page('/board')
    expect(text.match(/clock-stayed/g)).toHaveLength(7)
    expect(text.match(/clock-lapsed/g)).toHaveLength(1)
    has(text, 'last day to comply')
    has(text, 'in 47 days')
    has(text, 'follower-behind')
    has(text, 'Nothing is in quarantine.')
  })
  test('says once that it gives no advice, and explains each mark', async () => {
    const { text } = await page('/board')
    expect(text.split('gives no legal advice').length - 1).toBe(1)
    for (const meaning of [
      'primary text read',
      'secondary source',
      'derived from one of these',
      'general knowledge, not verified',
    ])
      has(text, `</span> ${meaning}</span>`)
  })
  test('an impossible date is refused, to a reader as a page', async () => {
    const { response, text } = await page('/board?asOf=2022-02-30')
    expect(response.status).toBe(400)
    has(text, '2022-02-30')
    expect((await page('/board?asOf=')).response.status).toBe(200)
  })
})

describe('an order', () => {
  test('tells why each date is what it is', async () => {
    const { text } = await page('/orders/ca-bc-oipc/P21-08')
    has(text, 'A copy was given on Tue')
    has(text, '30 days (without Saturdays, Sundays and holidays)')
    has(text, 'Not counted (12)')
    has(text, 's. 53(1)')
    expect(
      text.match(/<li class="counted[^>]*><time datetime="2022-01-25">01-25<\/time> <b>30<\/b>/g),
    ).toHaveLength(2)
  })
  test('shows routes with why not, challenges, and the signed history', async () => {
    const { text } = await page('/orders/ca-qc-cai/1023158-S')
    has(text, 'Overdue and not stayed: T1')
    has((await page('/orders/ca-bc-oipc/P21-08')).text, 'not open')
    has(text, 'stays T2')
    has(text, 'pending')
    has(text, 'signed with ca-qc-cai-2021, verified here')
    has(text, 'assumed, between')
  })
  test('on an earlier date it is the order of that day', async () => {
    const { text } = await page('/orders/ca-bc-oipc/P21-08?asOf=2021-12-20')
    has(text, 'No challenge and no stay')
    has(text, 'You are looking at')
  })
  test('that is not there is a page that says so', async () => {
    for (const path of [
      '/orders/ca-bc-oipc/NONE',
      '/orders/ca-bc-oipc/P21-08?asOf=2020-01-01',
      '/matters/none',
      '/nowhere',
    ]) {
      const { response, text } = await page(path)
      expect(response.status, path).toBe(404)
      has(text, 'Back to the work list')
    }
  })
})

test('a matter shows all offices in one timeline, by date', async () => {
  const { text } = await page('/matters/clearview-ai')
  const dates = [
    ...(text.split('id="timeline"')[1] ?? '').matchAll(
      /<th role="rowheader" scope="row"><time datetime="([^"]+)"/g,
    ),
  ].map((match) => match[1])
  expect(dates.length).toBeGreaterThan(15)
  expect(dates).toEqual(dates.toSorted())
  for (const office of ['OIPC BC', 'OIPC Alberta', 'CAI Quebec', 'OPC'])
    has(text, `<td role="cell">${office}</td>`)
})

describe('language', () => {
  const french = [
    '/',
    '/board',
    '/orders',
    '/matters',
    '/deadlines',
    '/quarantine',
    '/statistics',
    '/orders/ca-ab-oipc/P2021-12',
    '/matters/clearview-ai',
  ]
  test('by query, remembered by cookie, or by the browser', async () => {
    for (const path of french) {
      const { response, text } = await page(`${path}?lang=fr`)
      has(text, '<html lang="fr-CA">')
      has(text, 'Aller au contenu')
      expect(response.headers.get('set-cookie')).toContain('concert-lang=fr')
    }
    has((await page('/board', { cookie: 'concert-lang=fr' })).text, 'Prochaines échéances')
    has(
      (await page('/board', { 'accept-language': 'fr-CA,fr;q=0.9,en;q=0.8' })).text,
      'Prochaines échéances',
    )
    has((await page('/board?lang=en', { cookie: 'concert-lang=fr' })).text, 'What is due next')
    has((await page('/?lang=xx')).text, '<html lang="en-CA">')
  })
  test('French pages keep no English word of ours', async () => {
    for (const path of french)
      expect((await page(`${path}?lang=fr`)).text).not.toMatch(
        /\b(running|stayed|due|refused|Deadlines|History|in time|not open|current)\b(?=<|\s)/,
      )
  })
})

describe('what data says cannot become markup', () => {
  const evil = `<script>alert(1)</script>"><img src=x onerror='alert(1)'>`
  test('on any page', async () => {
    const office = await new MemoryOffice('ca-bc-oipc', '2022-01-26').replay()
    const order = { office: 'ca-bc-oipc' as never, kind: 'order' as const, id: 'E1' }
    const say = async (command: object) => {
      const reply = await office.submit(anybody, order, command as never)
      if (reply.kind === 'refused') throw new Error(reply.problem.message)
    }
    const respondent = { id: 'evil', name: evil, kind: 'organization' }
    const term = {
      id: 'T1',
      theme: 'delete',
      kind: 'mandate',
      effort: 'absolute',
      text: { en: evil, fr: evil },
    }
    await say({
      kind: 'issue',
      id: 'e1',
      on: '2022-01-03',
      matter: 'clearview-ai',
      statute: 'ca-bc-pipa',
      respondent,
      terms: [term],
      by: evil,
      source: evil,
    })
    await say({ kind: 'serve', id: 'e2', on: '2022-01-03', party: 'evil', means: evil })
    await say({
      kind: 'challenge',
      id: 'e3',
      on: '2022-01-04',
      challenge: 'c',
      challengeKind: 'judicial-review',
      forum: evil,
    })
    office.quarantined.push({
      office: evil as never,
      sequence: 1,
      subject: evil,
      outcome: evil as never,
      code: evil as never,
      reason: evil,
      reasonFr: evil,
      receivedAt: evil,
      hash: evil,
    })
    const client = clientOf(office)
    for (const path of [
      '/',
      '/board',
      '/orders',
      '/deadlines',
      '/quarantine',
      `/matters?q=${encodeURIComponent(evil)}`,
      `/orders?q=${encodeURIComponent(evil)}`,
      '/orders/ca-bc-oipc/E1',
      '/matters/clearview-ai',
      `/orders/${encodeURIComponent(evil)}/1`,
      `/${encodeURIComponent(evil)}`,
    ]) {
      const text = await (await client.get(path, { accept: 'text/html' })).text()
      has(text, '&lt;')
      expect(text, path).not.toMatch(/<script>|<img|onerror='/)
    }
  })
})

test('every page forbids inline script and framing, and the files it names are there', async () => {
  const { response, text } = await page('/')
  const policy = response.headers.get('content-security-policy') ?? ''
  expect(policy).toContain("default-src 'none'")
  expect(policy).toContain("script-src 'self'")
  expect(policy).toContain("frame-ancestors 'none'")
  expect(response.headers.get('x-content-type-options')).toBe('nosniff')
  expect(text).not.toMatch(/<script(?! src=)|<style|\son\w+=|style="/)
  for (const [path, type] of [
    ['/style.css', 'text/css'],
    ['/live.js', 'text/javascript'],
  ] as const) {
    const file = await client.get(path)
    expect(file.headers.get('content-type')).toContain(type)
    expect(
      (await client.get(path, { 'if-none-match': file.headers.get('etag') ?? '' })).status,
    ).toBe(304)
  }
})

test('tables have captions and headers, and ids are unique', async () => {
  for (const path of [
    '/',
    '/board',
    '/orders',
    '/matters',
    '/deadlines',
    '/orders/ca-qc-cai/1023158-S',
    '/matters/clearview-ai',
  ]) {
    const { text } = await page(path)
    expect(text.match(/<table/g)?.length).toBe(text.match(/<caption/g)?.length)
    has(text, '<main id="content"')
    const ids = [...text.matchAll(/\sid="([^"]+)"/g)].map((match) => match[1])
    expect(ids.length).toBe(new Set(ids).size)
  }
})

test('every page says since when nobody watches the clocks, and what that means, in both languages', async () => {
  const office = await new MemoryOffice('ca-bc-oipc', '2022-01-26').replay()
  const own = clientOf(office)
  const get = async (path: string) => (await own.get(path, { accept: 'text/html' })).text()
  expect(await get('/')).not.toContain('Nobody has watched')
  office.clocksUnwatchedSince = '2026-11-27T07:05:00.000Z' as never
  for (const path of ['/', '/orders/ca-bc-oipc/P21-08', '/matters/clearview-ai', '/joint'])
    has(await get(path), 'Nobody has watched this office’s clocks since')
  has(await get('/'), 'Fri, Nov 27, 2026, 00:05')
  has(await get('/?lang=fr'), 'Personne ne surveille les échéances de cet organisme depuis')
})

test('every page says what cannot be written for lack of room, and what to do, in both languages', async () => {
  const office = await new MemoryOffice('ca-bc-oipc', '2022-01-26').replay()
  const own = clientOf(office)
  const get = async (path: string) => (await own.get(path, { accept: 'text/html' })).text()
  expect(await get('/')).toContain('<div id="now" role="status"></div>')
  office.space = {
    brokerStoresNothingSince: '2026-11-27T07:05:00.000Z' as never,
    isDiskShort: false,
  }
  for (const path of ['/', '/orders/ca-bc-oipc/P21-08', '/joint']) {
    has(await get(path), 'Our own broker has stored nothing since')
    has(await get(path), 'Fri, Nov 27, 2026, 00:05')
  }
  has(await get('/?lang=fr'), 'Notre propre courtier de messages n’enregistre plus rien depuis')
  office.space = { brokerStoresNothingSince: null, isDiskShort: true }
  has(await get('/'), 'The disk of this office is full, or nearly.')
  has(await get('/?lang=fr'), 'Le disque de cet organisme est plein, ou presque.')
  office.space = { brokerStoresNothingSince: null, isDiskShort: false }
  expect(await get('/')).toContain('<div id="now" role="status"></div>')
})

test('every page says which ledgers cannot be read, since when, and what that means; a page of a fast clock says so', async () => {
  const office = await new MemoryOffice('ca-bc-oipc', '2022-01-26').replay()
  const own = clientOf(office)
  const get = async (path: string) => (await own.get(path, { accept: 'text/html' })).text()
  expect(await get('/')).toContain('<div id="now" role="status"></div>')
  const heard = '2022-01-26T19:03:00.000Z'
  office.reach = [
    { office: 'ca-bc-oipc' as OfficeId, state: 'unreachable', lastHeard: heard },
    { office: 'ca-ab-oipc' as OfficeId, state: 'silent', lastHeard: null },
    { office: 'ca-qc-cai' as OfficeId, state: 'behind', lastHeard: heard },
  ]
  for (const path of ['/', '/orders/ca-bc-oipc/P21-08', '/joint', '/help', '/nowhere']) {
    const text = await get(path)
    has(text, 'Our own broker does not answer.</strong> Last heard:')
    has(text, 'Wed, Jan 26, 2022, 11:03')
    has(text, 'The ledger of OIPC Alberta cannot be read.</strong> Not heard since')
    expect(text).not.toContain('The ledger of CAI Quebec')
  }
  has(await get('/?lang=fr'), '11\u00a0h\u00a003')
  office.clock = {
    kind: 'compressed',
    realStart: '2026-11-27T07:00:00.000Z' as never,
    legalStart: '2021-02-02T00:00:00.000Z' as never,
    rate: 3_000_000,
  }
  has(await get('/joint'), 'the clock runs 3,000,000 times as fast')
})

test('the way to a page, where one is, and the same page in the other language with all that was asked of it', async () => {
  const { text } = await page('/orders/ca-bc-oipc/P21-08?if-serve=2022-01-03&asOf=2021-12-20')
  has(text, 'href="/orders/ca-bc-oipc/P21-08?lang=fr&amp;if-serve=2022-01-03&amp;asOf=2021-12-20"')
  has(text, '<nav class="breadcrumb"')
  has((await page('/joint')).text, '<a href="/joint" aria-current="page">')
  has((await page('/joint/new')).text, '<a href="/joint" aria-current="true">')
})
