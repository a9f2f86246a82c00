// The work list and the lists: what an officer would miss in the morning if they were wrong.

import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import {
  dueListSchema,
  matterListSchema,
  orderListSchema,
} from '../../../shared/contract/lists.schema.ts'
import type { LocalDate } from '../../../shared/kernel/date.ts'
import { listPageRows } from '../../../shared/kernel/limits.ts'
import { clientOf } from './client.ts'
import { MemoryOffice, anybody } from './memory-office.ts'

const get = async (
  client: ReturnType<typeof clientOf>,
  path: string,
  headers: Record<string, string> = {},
) => {
  const response = await client.get(path, { accept: 'text/html', ...headers })
  return { response, text: await response.text() }
}
const orderIn = (text: string) =>
  [...text.matchAll(/<th role="rowheader" scope="row"><a href="\/orders\/([^"]+)"/g)].map(
    (match) => match[1],
  )

async function officeWith(orders: number, today = '2022-06-01'): Promise<MemoryOffice> {
  const office = new MemoryOffice('ca-bc-oipc', today)
  for (let n = 1; n <= orders; n++) {
    const reply = await office.submit(
      anybody,
      { office: 'ca-bc-oipc' as never, kind: 'order', id: `P22-${String(n).padStart(3, '0')}` },
      {
        kind: 'issue',
        id: `i${n}`,
        on: '2022-05-02',
        matter: `m${n % 7}`,
        statute: 'ca-bc-pipa',
        respondent: { id: `r${n}`, name: `Société Éclair ${n}`, kind: 'organization' },
        terms: [
          {
            id: 'T1',
            theme: 'delete',
            kind: 'mandate',
            effort: 'absolute',
            text: { en: 'x', fr: 'x' },
          },
        ],
      } as never,
    )
    if (reply.kind === 'refused') throw new Error(reply.problem.message)
  }
  return office
}

describe('the list of orders', () => {
  let client: ReturnType<typeof clientOf>
  beforeAll(async () => {
    client = clientOf(await officeWith(120))
  })

  test('has fifty a page, and its links lead through all of them once', async () => {
    const seen: (string | undefined)[] = []
    let at: string | undefined = '/orders?sort=number'
    while (at !== undefined) {
      const { text } = await get(client, at)
      const page = orderIn(text)
      expect(page.length).toBeLessThanOrEqual(listPageRows)
      seen.push(...page)
      at = /<a href="([^"]+)" rel="next"/.exec(text)?.[1]?.replaceAll('&amp;', '&')
    }
    expect(seen).toHaveLength(120)
    expect(new Set(seen).size).toBe(120)
    expect(seen).toEqual(seen.toSorted())
  })
  test('finds a name without its accents, and keeps the search in its links', async () => {
    const { text } = await get(client, '/orders?q=societe+eclair+117')
    expect(orderIn(text)).toEqual(['ca-bc-oipc/P22-117'])
    expect(text).toContain('value="societe eclair 117"')
    const all = (await get(client, '/orders?q=ECLAIR')).text
    expect(all).toContain('120 orders')
    expect(all).toMatch(/<a href="\/orders\?q=ECLAIR&amp;after=[^"]+" rel="next"/)
  })
  test('an empty field of the form asks for nothing; a wrong one is refused as a page', async () => {
    const { response, text } = await get(client, '/orders?q=&office=&status=&dueBy=&sort=due')
    expect(response.status).toBe(200)
    expect(text).toContain('120 orders')
    for (const wrong of ['dueBy=2022-02-30', 'status=lost', 'after=zzz', 'office=Ž']) {
      const refused = await get(client, `/orders?${wrong}`)
      expect(refused.response.status, wrong).toBe(400)
      expect(refused.text).toContain('<main')
    }
  })
  test('the language changes, the view stays', async () => {
    const { text } = await get(client, '/orders?q=eclair&work=unserved')
    expect(text).toContain('href="/orders?lang=fr&amp;q=eclair&amp;work=unserved"')
    const french = (await get(client, '/orders?q=eclair&work=unserved&lang=fr')).text
    expect(french).toContain('120 ordonnances')
    expect(french).toContain('Aucune copie remise à Société Éclair')
  })
  test('as a file it has every row, and no cell is a formula', async () => {
    const office = await officeWith(0)
    const reply = await office.submit(
      anybody,
      { office: 'ca-bc-oipc' as never, kind: 'order', id: 'X' },
      {
        kind: 'issue',
        id: 'x',
        on: '2022-05-02',
        matter: 'm',
        statute: 'ca-bc-pipa',
        respondent: { id: 'r', name: '=HYPERLINK("http://x"), "a"', kind: 'organization' },
        terms: [],
      } as never,
    )
    expect(reply.kind).toBe('recorded')
    const { response, text } = await get(clientOf(office), '/orders.csv')
    expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8')
    expect(text).toContain('"\'=HYPERLINK(""http://x""), ""a"""')
    const all = (await get(client, '/orders.csv?q=eclair&lang=fr')).text.trimEnd().split('\r\n')
    expect(all).toHaveLength(121)
    expect(all[0]).toContain('Parties visées')
  })
  test('programs read the same by cursor', async () => {
    const first = orderListSchema.parse(await client.json('/v1/lists/orders?sort=number&limit=70'))
    const second = orderListSchema.parse(
      await client.json(`/v1/lists/orders?sort=number&limit=70&after=${first.next}`),
    )
    expect([first.rows.length, second.rows.length, first.total, second.next]).toEqual([
      70,
      50,
      120,
      null,
    ])
    const refused = await client.get('/v1/lists/orders?limit=501')
    expect(refused.status).toBe(400)
    const other = await client.get(`/v1/lists/deadlines?after=${first.next}`)
    expect(other.status).toBe(400)
  })
})

describe('the founding case in lists', () => {
  let office: MemoryOffice
  let client: ReturnType<typeof clientOf>
  beforeEach(async () => {
    office = await new MemoryOffice('ca-qc-cai', '2022-01-26').replay()
    client = clientOf(office)
  })

  test('matters say who takes part and how their orders stand', async () => {
    const { rows } = matterListSchema.parse(await client.json('/v1/lists/matters?q=clearview'))
    expect(rows).toMatchObject([
      { matter: 'clearview-ai', orders: { total: 3, open: 3, unserved: 0 } },
    ])
    expect(rows[0]?.offices.length).toBe(4)
  })
  test('deadlines begin with what is overdue, and leave out what was ended or used', async () => {
    const { rows } = dueListSchema.parse(await client.json('/v1/lists/deadlines'))
    const dates = rows.map(({ date }) => date)
    expect(dates).toEqual(dates.toSorted())
    expect(rows.filter(({ overdue }) => overdue).every(({ date }) => date < '2022-01-26')).toBe(
      true,
    )
    expect(rows.some(({ overdue }) => overdue)).toBe(true)
    expect(rows.filter(({ overdue, date }) => !overdue && date < '2022-01-26')).toEqual([])
  })
  test('the work list has the office’s own first, with respondent, matter and why', async () => {
    const { text } = await get(client, '/')
    const overdue = text.split('id="overdue"')[1]?.split('</section>')[0] ?? ''
    expect(overdue).toContain('Clearview AI')
    expect(overdue).toContain('href="/matters/clearview-ai"')
    expect(overdue).toContain('href="/orders/ca-qc-cai/1023158-S"')
    const routes = text.split('id="routes"')[1]?.split('</section>')[0] ?? ''
    expect(orderIn(routes)[0]).toMatch(/^ca-qc-cai/)
    expect(text).toMatch(/href="\/deadlines\?overdue=1&amp;office=ca-qc-cai"><b>[1-9]/)
  })
  test('the day turns the work list over though nothing is recorded', async () => {
    const bc = await new MemoryOffice('ca-bc-oipc', '2022-01-12').replay()
    const before = await bc.work(anybody)
    bc.today = '2022-01-26' as LocalDate
    const after = await bc.work(anybody)
    expect([before.own.overdue, after.own.overdue > 0]).toEqual([0, true])
  })
  test('each number of the work list is the number of rows of the list that it leads to', async () => {
    const { text } = await get(client, '/')
    const links = [
      ...text.matchAll(/<a href="(\/(?:orders|deadlines)\?[^"]+)"><b>(\d+)<\/b>/g),
    ].map(([, href = '', n]) => ({ href: href.replaceAll('&amp;', '&'), n: Number(n) }))
    expect(links.length).toBe(5)
    for (const { href, n } of links) {
      const list = (await client.json(`/v1/lists${href}`)) as { total: number }
      expect(list.total, href).toBe(n)
    }
  })
  test('what was recorded since the last visit is listed once, and a first visit says that it is one', async () => {
    const first = await get(client, '/')
    expect(first.text).toContain('This is the first visit from this browser')
    const cookie = (of: Response) =>
      of.headers
        .getSetCookie()
        .find((each) => each.startsWith('concert-seen='))
        ?.split(';')[0] ?? ''
    const kept = cookie(first.response)
    const again = await get(client, '/', { cookie: kept })
    expect(again.text).not.toContain('id="changed"')
    const order = { office: 'ca-qc-cai' as never, kind: 'order' as const, id: '1023158-S' }
    const reply = await office.submit(anybody, order, {
      kind: 'refuse',
      id: 'new',
      on: '2022-01-26',
      terms: ['T1'],
    } as never)
    expect(reply.kind).toBe('recorded')
    const changed = (await get(client, '/', { cookie: cookie(again.response) })).text
    const part = changed.split('id="changed"')[1] ?? ''
    expect(part.match(/<th role="rowheader"/g)).toHaveLength(1)
    expect(part).toContain('1023158-S')
    expect(part).toContain('Refusal declared')
    const seen = await get(client, '/?seen=1', { cookie: kept })
    expect((await get(client, '/', { cookie: cookie(seen.response) })).text).not.toContain(
      'id="changed"',
    )
    for (const broken of ['concert-seen=x', 'concert-seen=1~~', 'concert-seen=1~a.b~c'])
      expect((await get(client, '/', { cookie: broken })).response.status).toBe(200)
  })
  test('what was set aside is said on top, and leads to its reasons', async () => {
    expect((await get(client, '/')).text).not.toContain('set aside')
    office.quarantined.push({
      office: 'ca-ab-oipc' as never,
      sequence: 9,
      subject: 's',
      outcome: 'fork',
      code: 'rewritten',
      reason: 'another past',
      reasonFr: 'un autre passé',
      receivedAt: '2022-01-20T10:00:00.000Z',
      hash: 'ab12',
    })
    expect((await get(client, '/')).text).toContain('One message of a ledger is set aside')
    const list = (await get(client, '/quarantine?outcome=fork')).text
    expect(list).toContain('another past')
    expect((await get(client, '/quarantine?outcome=forged')).text).not.toContain('another past')
    const french = (await get(client, '/quarantine?lang=fr')).text
    expect(french).toContain('un autre passé')
    expect(french).not.toContain('another past')
    const file = (await get(client, '/quarantine.csv?outcome=fork')).text
    expect(file).toContain('rewritten,another past')
  })
})

describe('the page of a matter', () => {
  test('has one column for each office, its orders below each other, and fifty orders stay readable', async () => {
    const office = new MemoryOffice('ca-bc-oipc', '2022-01-26')
    await office.replay()
    for (let n = 1; n <= 50; n++)
      await office.submit(anybody, { office: 'ca-bc-oipc' as never, kind: 'order', id: `L${n}` }, {
        kind: 'issue',
        id: `l${n}`,
        on: '2022-01-03',
        matter: 'clearview-ai',
        statute: 'ca-bc-pipa',
        respondent: { id: `r${n}`, name: `Respondent ${n}`, kind: 'organization' },
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
    const client = clientOf(office)
    const { text } = await get(client, '/matters/clearview-ai?lang=fr')
    const table = text.split('class="board"')[1]?.split('</table>')[0] ?? ''
    expect(table.match(/scope="col"/g)).toHaveLength(4)
    expect(table.match(/href="\/orders\/ca-bc-oipc\/L50"/g)?.length).toBe(2)
    expect(Buffer.byteLength(text)).toBeLessThan(175_000)
    for (const width of ['wide', 'narrow']) {
      const svg = text.split(`<svg class="picture ${width}" viewBox`)[1]?.split('</svg>')[0] ?? ''
      expect(svg.match(/<text class="order"/g)).toHaveLength(53)
      expect(svg).toContain(`aria-labelledby="picture-${width}-name picture-${width}-desc"`)
      expect(svg).not.toMatch(/style=|on\w+=/)
    }
  })
  test('what the picture shows is in its table, and a shorter time is a link away', async () => {
    const client = clientOf(await new MemoryOffice('ca-bc-oipc', '2022-01-26').replay())
    const { text } = await get(client, '/matters/clearview-ai?range=quarter')
    const picture = (await client.json('/v1/matters/clearview-ai/picture')) as {
      rows: { spans: unknown[]; marks: unknown[] }[]
    }
    const lines = picture.rows.reduce(
      (sum, { spans, marks }) => sum + spans.length + marks.length,
      0,
    )
    const table = text.split('id="picture-table"')[1]?.split('</table>')[0] ?? ''
    expect(table.match(/<th\b[^>]* scope="row"/g)).toHaveLength(lines)
    expect(text).toContain('href="/matters/clearview-ai?range=all#picture"')
    expect((await get(client, '/matters/clearview-ai?range=__proto__')).response.status).toBe(200)
    expect((await client.get('/v1/matters/none/picture')).status).toBe(404)
  })
})

describe('what is wrong', () => {
  test('a number of orders that drift, and the own ledger, stand on the work list with where to look', async () => {
    const office = await new MemoryOffice('ca-bc-oipc', '2022-01-26').replay()
    const client = clientOf(office)
    expect((await get(client, '/')).text).not.toContain('/board#drift')
    office.driftCounts = { own: 2, others: 1 }
    const shown = (await get(client, '/?lang=fr')).text
    expect(shown).toMatch(
      /<a href="\/board#drift">3 ordonnances en cours ont des dates qui seraient autres aujourd’hui<\/a> \(de cet organisme\s: 2\)/,
    )
    const ledgers = office.ledgers()
    office.ledgers = () => ({
      ...ledgers,
      own: {
        ...ledgers.own,
        state: 'shorter',
        problem: { en: 'Put it back', fr: 'Remettez-le en place' },
      },
    })
    expect((await get(client, '/')).text).toMatch(
      /href="\/ledgers">This office’s own ledger is not what it was.*Put it back/s,
    )
  })
})

test('deadlines are read by date, respondent, matter or office, each once whatever the order', async () => {
  const client = clientOf(await new MemoryOffice('ca-bc-oipc', '2022-01-14').replay())
  const read = async (query: string) =>
    dueListSchema.parse(await (await client.get(`/v1/lists/deadlines?${query}`)).json())
  const all = (await read('limit=500')).rows
  expect(all.length).toBeGreaterThan(6)
  for (const sort of ['respondent', 'matter', 'office'] as const) {
    const first = await read(`sort=${sort}&limit=3`)
    const rest = await read(`sort=${sort}&limit=500&after=${first.next}`)
    const both = [...first.rows, ...rest.rows]
    expect(new Set(both.map((row) => JSON.stringify(row))).size, sort).toBe(all.length)
    const values = both.map((row) => row[sort].toLowerCase())
    if (sort === 'matter') expect(values).toEqual(values.toSorted())
  }
})
