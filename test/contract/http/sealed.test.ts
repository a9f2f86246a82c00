// A court keeps an order from publication: what each exit of an instance gives to whom. The table is docs/spec/sealed.md.

import { beforeAll, describe, expect, test } from 'vitest'
import type { LocalDate } from '../../../shared/kernel/date.ts'
import type { PublicOrderCommand } from '../../../shared/contract/office-api.ts'
import type { Role } from '../../../shared/kernel/actor.ts'
import { staffed } from '../../support/staffed.ts'
import { clientOf } from './client.ts'
import { MemoryOffice } from './memory-office.ts'

const name = /Clearview AI/i
/** Every exit that says something of the order or its matter, as people and programs reach it. */
const inside = [
  '/',
  '/orders',
  '/orders/ca-bc-oipc/P21-08',
  '/matters',
  '/matters/clearview-ai',
  '/matters/clearview-ai/chronology',
  '/deadlines',
  '/board',
  '/v1/board',
  '/v1/orders',
  '/v1/orders/ca-bc-oipc:P21-08',
  '/v1/orders/ca-bc-oipc:P21-08/allowed',
  '/v1/matters',
  '/v1/matters/clearview-ai',
  '/v1/matters/clearview-ai/chronology',
  '/v1/matters/clearview-ai/picture',
  '/v1/deadlines',
]
const leaving = [
  '/orders.csv',
  '/matters.csv',
  '/deadlines.csv',
  '/calendar/all.ics',
  '/calendar/office.ics',
  '/calendar/matters/clearview-ai.ics',
  '/calendar/orders/ca-bc-oipc/P21-08.ics',
]

const stay = (id: string, action: 'ordered' | 'lifted', on: string) =>
  ({
    kind: 'stay',
    id,
    on,
    action,
    forum: 'BCSC',
    of: 'publication',
  }) as unknown as PublicOrderCommand

async function sealedOffice(of: 'publication' | undefined) {
  const memory = new MemoryOffice('ca-bc-oipc', '2022-01-01')
  await memory.replay()
  memory.today = '2022-01-14' as LocalDate
  const made = staffed(memory, { startsAt: Date.now() })
  const client = clientOf(made.api, { staff: made.staff })
  const as = (...roles: Role[]) => {
    const cookie = `concert-session-ca-bc-oipc=${made.signIn(roles.join('-'), { roles })}`
    return async (path: string) => {
      const response = await client.send(path, { headers: { cookie } })
      return { status: response.status, text: await response.text() }
    }
  }
  if (of !== undefined)
    await made.office.submit(
      { kind: 'local', name: 'test' },
      { office: memory.office.id, kind: 'order', id: 'P21-08' },
      stay('seal', 'ordered', '2022-01-10'),
    )
  return { ...made, memory, client, as }
}

let office: Awaited<ReturnType<typeof sealedOffice>>
beforeAll(async () => {
  office = await sealedOffice('publication')
})

describe('under seal', () => {
  test.each(inside)(
    '%s: an officer reads it, a viewer and an operator are given it withheld',
    async (path) => {
      const officer = await office.as('officer')(path)
      expect(officer.status).toBe(200)
      for (const role of ['viewer', 'operator'] as const) {
        const other = await office.as(role)(path)
        expect(other.status).toBe(200)
        expect(other.text).not.toMatch(name)
      }
    },
  )

  test.each(leaving)('%s leaves the office: withheld, whoever asks', async (path) => {
    const officer = await office.as('officer')(path)
    expect(officer.status).toBe(200)
    expect(officer.text).not.toMatch(/clearview(?! *\.ics)/i)
  })

  test('an officer sees it plainly marked, on the order and in lists, and may print it so', async () => {
    const officer = office.as('officer')
    const page = (await officer('/orders/ca-bc-oipc/P21-08')).text
    expect(page).toMatch(name)
    expect(page).toContain('<strong class="alarm">Not to be published, since')
    for (const path of ['/orders', '/matters/clearview-ai'])
      expect((await officer(path)).text).toContain('sealed: not to be passed on')
    const viewer = (await office.as('viewer')('/orders/ca-bc-oipc/P21-08?lang=fr')).text
    expect(viewer).toContain('vous est caviardé')
  })

  test('a program is given it withheld, though its owner may read it', async () => {
    const cookie = `concert-session-ca-bc-oipc=${office.signIn('Olga', { roles: ['officer'] })}`
    const token = await office.client.post(
      '/v1/tokens',
      { name: 'robot', roles: ['officer'], days: 1 },
      { cookie },
    )
    const { secret } = (await token.json()) as { secret: string }
    const answer = await office.client.send('/v1/orders/ca-bc-oipc:P21-08', {
      headers: { authorization: `Bearer ${secret}` },
    })
    expect(answer.status).toBe(200)
    expect(await answer.text()).not.toMatch(name)
  })

  test('a search by the name finds nothing for whom it is withheld', async () => {
    const found = async (role: Role, list: string) =>
      (
        JSON.parse((await office.as(role)(`/v1/lists/${list}?q=clearview`)).text) as {
          total: number
        }
      ).total
    expect(await found('officer', 'orders')).toBeGreaterThan(0)
    const viewers = JSON.parse(
      (await office.as('viewer')('/v1/lists/orders?q=clearview')).text,
    ) as {
      rows: { order: string }[]
    }
    expect(viewers.rows.map(({ order }) => order)).not.toContain('ca-bc-oipc:P21-08')
    expect(await found('viewer', 'matters')).toBe(0)
  })

  test('an evidence file, in which nothing can be withheld, is refused with the reason', async () => {
    for (const path of [
      '/v1/orders/ca-bc-oipc:P21-08/evidence',
      '/v1/matters/clearview-ai/evidence',
    ]) {
      const viewer = await office.as('viewer')(path)
      expect(viewer.status).toBe(403)
      expect(JSON.parse(viewer.text)).toMatchObject({
        code: 'under-seal',
        detailFr: expect.stringContaining('caviardé'),
      })
      expect((await office.as('officer')(path)).status).not.toBe(403)
    }
  })

  test('lifted, everybody reads it again', async () => {
    const lifted = await sealedOffice('publication')
    await lifted.office.submit(
      { kind: 'local', name: 'test' },
      { office: lifted.memory.office.id, kind: 'order', id: 'P21-08' },
      stay('lift', 'lifted', '2022-01-12'),
    )
    expect((await lifted.as('viewer')('/v1/orders/ca-bc-oipc:P21-08')).text).toMatch(name)
    expect((await lifted.as('viewer')('/orders.csv')).text).toMatch(name)
  })
})

test('without a seal every one of these exits names the respondent: the test would see a name', async () => {
  const open = await sealedOffice(undefined)
  const silent: string[] = []
  for (const path of [...inside, ...leaving])
    if (!/clearview/i.test((await open.as('viewer')(path)).text)) silent.push(path)
  expect(silent).toEqual([])
})
