// The list of joint actions: filters, search, order and pages, the same by page, API and file; titles are sealed, and found all the same by who may read them.

import { beforeAll, expect, test } from 'vitest'
import { jointListSchema } from '../../../shared/contract/lists.schema.ts'
import { clientOf } from './client.ts'
import { proposalOn, say } from './joint-run.ts'
import { staffed } from '../../support/staffed.ts'
import { MemoryOffice } from './memory-office.ts'

let client: ReturnType<typeof clientOf>
let office: MemoryOffice
beforeAll(async () => {
  office = await new MemoryOffice('ca-bc-oipc', '2022-01-14').replay()
  for (let n = 1; n <= 60; n++) {
    const made = proposalOn('2022-01-14')
    await say(
      office,
      'ca-fed-opc',
      {
        ...made,
        document: {
          ...made.document,
          title: { en: `Statement ${n}`, fr: `Déclaration numéro ${n}` },
        },
      },
      `ca-fed-opc:J22-${String(n).padStart(2, '0')}`,
    )
  }
  client = clientOf(office)
}, 60_000)

const list = async (query: string) =>
  jointListSchema.parse(await (await client.get(`/v1/lists/joint${query}`)).json())
const numbers = ({ rows }: { rows: readonly { joint: string }[] }) =>
  rows.map(({ joint }) => joint.slice(joint.indexOf(':') + 1))

test('has fifty a page, forwards and backwards, each once', async () => {
  const first = await list('?sort=number')
  expect([first.total, first.rows.length, first.previous]).toEqual([60, 50, null])
  const second = await list(`?sort=number&after=${first.next}`)
  expect([second.rows.length, second.next]).toEqual([10, null])
  expect([...numbers(first), ...numbers(second)]).toEqual(
    Array.from({ length: 60 }, (_, at) => `J22-${String(at + 1).padStart(2, '0')}`),
  )
  const back = await list(`?sort=number&limit=5&before=${second.previous}`)
  expect(numbers(back)).toEqual(['J22-46', 'J22-47', 'J22-48', 'J22-49', 'J22-50'])
  expect([back.next !== null, back.previous !== null]).toEqual([true, true])
})
test('a cursor of another list is refused', async () => {
  const { next } = await list('?sort=number&limit=5')
  expect((await client.get(`/v1/lists/joint?after=${next}`)).status).toBe(400)
})
test('finds a title without its accents, in either language, and says how many there are', async () => {
  expect(numbers(await list('?q=declaration+numero+17'))).toEqual(['J22-17'])
  expect(numbers(await list('?q=STATEMENT+18'))).toEqual(['J22-18'])
  expect((await list('?q=nothing+of+the+kind')).total).toBe(0)
})
test('what a search finds has pages too, forwards and backwards, each once', async () => {
  const pages = [await list('?q=declaration&sort=number&limit=25')]
  for (let next = pages[0]?.next; typeof next === 'string';) {
    const page = await list(`?q=declaration&sort=number&limit=25&after=${next}`)
    pages.push(page)
    next = page.next
  }
  expect(pages.map(({ rows }) => rows.length)).toEqual([25, 25, 10])
  expect(new Set(pages.flatMap(numbers)).size).toBe(60)
  expect(pages.map(({ total, previous }) => [total, previous === null])).toEqual([
    [60, true],
    [60, false],
    [60, false],
  ])
  const back = await list(`?q=declaration&sort=number&limit=25&before=${pages[2]?.previous}`)
  expect(numbers(back)).toEqual(numbers(pages[1] ?? { rows: [] }))
  const begin = await list(`?q=declaration&sort=number&limit=25&before=${back.previous}`)
  expect([numbers(begin), begin.previous]).toEqual([numbers(pages[0] ?? { rows: [] }), null])
})
test('filters by what waits, kind, proposer, state and matter', async () => {
  expect((await list('?waits=1')).total).toBe(60)
  expect((await list('?waits=me')).total).toBe(60)
  expect((await list('?waits=0')).total).toBe(0)
  expect((await list('?action=hearing')).total).toBe(0)
  expect((await list('?office=ca-bc-oipc')).total).toBe(0)
  expect((await list('?status=open&matter=clearview-ai')).total).toBe(60)
  const [row] = (await list('?limit=1')).rows
  expect(row?.waitsFor).toEqual(['consent'])
  expect((await client.get('/v1/lists/joint?status=lost')).status).toBe(400)
})
test('as a page it has its filters and links; as a file it has every row', async () => {
  const text = await (
    await client.get('/joint?q=declaration&lang=fr', { accept: 'text/html' })
  ).text()
  expect(text).toContain('60 actions conjointes')
  expect(text).toMatch(/<a href="\/joint\?q=declaration&amp;after=[^"]+" rel="next"/)
  const file = await (await client.get('/joint.csv')).text()
  expect(file.trim().split('\r\n')).toHaveLength(61)
})
test('what waits for this office comes first', async () => {
  const office = new MemoryOffice('ca-bc-oipc', '2022-01-14')
  await say(office, 'ca-fed-opc', proposalOn('2022-01-14'), 'ca-fed-opc:J22-01')
  await say(office, 'ca-fed-opc', proposalOn('2022-01-14'), 'ca-fed-opc:J22-02')
  await say(office, 'ca-bc-oipc', { kind: 'abstain', version: 1 }, 'ca-fed-opc:J22-01')
  const found = jointListSchema.parse(await (await clientOf(office).get('/v1/lists/joint')).json())
  expect(found.rows.map(({ joint, waitsForUs }) => [joint, waitsForUs])).toEqual([
    ['ca-fed-opc:J22-02', true],
    ['ca-fed-opc:J22-01', false],
  ])
})

test('whoever only operates the instance reads no title, and finds none by its words', async () => {
  const made = staffed(office)
  const app = clientOf(made.api, { staff: made.staff })
  const asked = async (role: 'operator' | 'viewer', path: string) => {
    const cookie = `concert-session-ca-bc-oipc=${made.signIn(role, { roles: [role] })}`
    return (await app.get(path, { cookie, accept: 'text/html' })).text()
  }
  for (const path of [
    '/v1/lists/joint',
    '/v1/joint',
    '/joint',
    '/joint.csv',
    '/calendar/all.ics',
    '/calendar/office.ics',
    '/matters/clearview-ai',
    '/',
  ])
    expect(await asked('operator', path), path).not.toMatch(/Statement \d|Déclaration numéro/)
  expect(await asked('viewer', '/v1/lists/joint')).toContain('Statement 59"')
  expect(await asked('operator', '/v1/lists/joint?q=statement')).toContain('"total":0')
  expect(await asked('viewer', '/v1/lists/joint?q=statement')).toContain('"total":60')
})
