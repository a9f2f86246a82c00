// Every list of the API in pages by cursor: page after page it is the whole, whatever is added or taken away meanwhile; without a page it is everything, as before.

import { expect, test } from 'vitest'
import { pageOf } from '../../../services/web/kit/paging.ts'
import { staffed } from '../../support/staffed.ts'
import { clientOf } from './client.ts'
import { joint, released } from './joint-run.ts'
import { MemoryOffice } from './memory-office.ts'

type Body = Record<string, unknown> & { readonly next?: string | null }

async function open() {
  const office = await released(new MemoryOffice('ca-bc-oipc', '2022-01-26'))
  office.quarantined.push(
    ...[1, 2, 3].map((sequence) => ({
      office: 'ca-ab-oipc' as never,
      sequence,
      outcome: 'unknown' as never,
      code: 'implausible' as const,
      reason: 'x',
      reasonFr: 'x (fr)',
      subject: 's',
      receivedAt: '2022-01-20T00:00:00.000Z',
      hash: 'ab12',
    })),
  )
  const world = staffed(office, { startsAt: Date.now() })
  const { get, json } = clientOf(world.api, { staff: world.staff })
  const roles = ['viewer', 'officer', 'approver', 'operator', 'auditor', 'coordinator'] as const
  const session = world.signIn('ada', { roles })
  const ada = world.who(session)
  for (const name of ['a', 'b', 'c']) {
    world.signIn(name, { roles: ['viewer'] })
    world.staff.createToken(ada, { name, roles: ['viewer'], days: 1 })
    const id = `w-${name}`
    const withdrawal = { kind: 'withdraw', id, on: office.today, terms: ['T3'], reason: name }
    const ref = { kind: 'order', office: office.office.id, id: 'P21-08' } as const
    await world.api.submit(ada, ref, withdrawal as never)
    office.colleaguesHere.push({ id: `p-${name}`, name })
    await world.api.saveView(ada, { name, list: 'orders', query: 'status=issued', shared: false })
    await world.api.saveDraft(ada, {
      id: `d-${name}`,
      act: 'order/serve',
      title: { en: name, fr: name },
      about: { en: name, fr: name },
      path: '/orders',
      values: {},
    })
  }
  for (const about of [
    { kind: 'order', id: 'ca-bc-oipc:P21-08' },
    { kind: 'matter', id: 'clearview-ai' },
    { kind: 'joint', id: joint },
  ])
    await world.api.changeDesk(ada, about as never, { kind: 'claim' })
  const cookie = { cookie: `concert-session-ca-bc-oipc=${session}` }
  return {
    get: (path: string) => get(path, cookie),
    json: async (path: string) => (await json(path, cookie)) as Body,
  }
}

test.each([
  ['/v1/approvals', 'approvals', 2],
  ['/v1/colleagues', 'colleagues', 2],
  ['/v1/desk', 'desk', 2],
  ['/v1/drafts', 'drafts', 2],
  ['/v1/views', 'views', 2],
  ['/v1/joint', 'joint', 0],
  ['/v1/matters', 'matters', 0],
  ['/v1/orders', 'orders', 2],
  ['/v1/deadlines', 'deadlines', 1],
  ['/v1/quarantine', 'quarantine', 2],
  ['/v1/sessions?all=yes', 'sessions', 2],
  ['/v1/staff', 'staff', 2],
  ['/v1/tokens', 'tokens', 2],
])('%s, page after page, is the whole list', async (path, name, least) => {
  const { json, get } = await open()
  const whole = await json(path)
  const all = whole[name] as unknown[]
  expect(all.length).toBeGreaterThan(least)
  // Who asks for no page is answered as before there were any.
  expect('next' in whole).toBe(false)
  const seen: unknown[] = []
  let after = ''
  for (let page = 0; page <= all.length; page += 1) {
    const found = await json(
      `${path}${path.includes('?') ? '&' : '?'}limit=1${after === '' ? '' : `&after=${after}`}`,
    )
    const rows = found[name] as unknown[]
    expect(rows).toHaveLength(1)
    seen.push(...rows)
    if (found.next === null) break
    after = String(found.next)
  }
  expect(seen).toEqual(all)
  const bad = await get(`${path}${path.includes('?') ? '&' : '?'}limit=1&after=%7B%7D`)
  expect(bad.status).toBe(400)
  expect(bad.headers.get('content-type')).toContain('application/problem+json')
})

test('the audit list says where its next page begins', async () => {
  const { json } = await open()
  const first = (await json('/v1/audit?limit=2')) as unknown as { audit: unknown[]; next: number }
  const rest = await json(`/v1/audit?limit=500&before=${first.next}`)
  const all = await json('/v1/audit?limit=500')
  expect([...first.audit, ...(rest['audit'] as unknown[])]).toEqual(all['audit'])
  expect(rest.next).toBe(null)
})

test('a row that was added before, or taken away, neither repeats nor hides another', () => {
  const keyOf = (row: string) => row
  const first = pageOf(['c', 'b', 'a'], keyOf, { limit: 1 })
  const after = String(first.next.next)
  expect(pageOf(['d', 'c', 'b', 'a'], keyOf, { limit: 9, after }).rows).toEqual(['b', 'a'])
  // The row itself is gone: the next page begins where it was.
  expect(pageOf(['d', 'b', 'a'], keyOf, { limit: 9, after }).rows).toEqual(['b', 'a'])
})

test('there is a joint action to list', async () => {
  const { json } = await open()
  expect(JSON.stringify(await json('/v1/joint?limit=1'))).toContain(joint)
})
