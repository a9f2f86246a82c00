// The page and the API of notifications: what was told, acknowledged by whom, sent again; in both languages, without a script.

import { beforeEach, describe, expect, test } from 'vitest'
import { parseOrderId, parseSubject } from '../../../shared/kernel/ids.ts'
import type { Instant } from '../../../shared/kernel/date.ts'
import { pagePathOf } from '../../../shared/contract/page-path.ts'
import { clientOf, host } from './client.ts'
import { joint, released } from './joint-run.ts'
import { MemoryOffice } from './memory-office.ts'

const order = parseOrderId('ca-bc-oipc:P21-08')
if (order === undefined) throw new Error('no order')
const at = '2022-01-26T18:00:00.000Z' as Instant
const id = '6b1f0c2e5d4a39788b7c6d5e4f302112'
let office: MemoryOffice
let client: ReturnType<typeof clientOf>
beforeEach(() => {
  office = new MemoryOffice('ca-bc-oipc', '2022-01-26')
  client = clientOf(office)
  office.outbox.take(
    office.office.id,
    1,
    [
      {
        id,
        urgency: 'now',
        about: order,
        madeAt: at,
        what: { en: 'Challenge <filed>', fr: 'Contestation <déposée>' },
        why: {
          en: 'It is an order of your office',
          fr: 'Il s’agit d’une ordonnance de votre organisme',
        },
      },
    ],
    ['duty-officer'],
  )
  office.outbox.put(
    'duty-officer',
    { id: 'm1', kind: 'alert', madeAt: at, subject: 'One thing', text: 'Look' },
    [id],
  )
})
const form = (path: string, fields: Record<string, string>) =>
  client.send(path, {
    method: 'POST',
    body: new URLSearchParams(fields),
    headers: { origin: `http://${host}`, 'content-type': 'application/x-www-form-urlencoded' },
  })

describe('the page', () => {
  test('shows what is not acknowledged, escaped, and what became of the messages', async () => {
    const page = await (await client.get('/notifications?lang=en')).text()
    expect(page).toContain('Challenge &lt;filed&gt;')
    expect(page).toContain('not sent yet, 0 tries')
  })
  test('has no English in it for who reads French', async () => {
    const page = await (await client.get('/notifications?lang=fr')).text()
    expect(page).toContain('Contestation &lt;déposée&gt;')
    expect(page).toContain('Accuser réception')
    expect(page).not.toMatch(/Acknowledge|Send again|not sent yet/)
  })
  test('acknowledges by a plain form, and says who did', async () => {
    const reply = await form('/notifications/acknowledge', { recipient: 'duty-officer', id })
    expect([reply.status, reply.headers.get('location')]).toEqual([303, '/notifications'])
    expect(await (await client.get('/notifications?lang=en')).text()).toContain(
      'acknowledged by local:page',
    )
  })
  test('sends a message again by a plain form', async () => {
    office.outbox.tried('duty-officer', 'm1', at)
    expect(office.outbox.unsent('duty-officer')).toEqual([])
    await form('/notifications/send-again', { recipient: 'duty-officer', id: 'm1' })
    expect(office.outbox.unsent('duty-officer')).toHaveLength(1)
  })
})

test.each([
  ['an order', 'concert.v1.ca-bc-oipc.order.P21-08'],
  ['a matter', 'concert.v1.ca-bc-oipc.matter.clearview-ai'],
  ['a joint action', `concert.v1.${joint.replace(':', '.joint.')}`],
])('its link to %s leads to the page', async (_, subject) => {
  const ref = parseSubject(subject)
  if (ref === undefined) throw new Error(subject)
  const known = clientOf(await released(new MemoryOffice('ca-bc-oipc', '2022-01-26')))
  expect((await known.get(pagePathOf(ref))).status).toBe(200)
})

test('what is not there is named, also to a program', async () => {
  const reply = await client.post('/v1/notifications/acknowledge', { recipient: 'x', id: 'y' })
  expect(reply.status).toBe(404)
  expect(await reply.json()).toMatchObject({ code: 'not-found', value: 'y' })
})

test('older notifications and messages are reached page by page, by a program and on the page', async () => {
  const text = { en: 'Older', fr: 'Plus ancien' }
  const made = (n: number) => `2022-01-0${1 + (n % 9)}T00:00:0${n % 7}.000Z` as Instant
  const about = order
  const more = Array.from({ length: 60 }, (_, n) => ({
    id: `o${n}`,
    urgency: 'digest' as const,
    about,
    madeAt: made(n),
    what: { en: `Older ${n}.`, fr: `Plus ancien ${n}.` },
    why: text,
  }))
  office.outbox.take(office.office.id, 2, more, ['duty-officer'])
  for (const { id: each, madeAt } of more)
    office.outbox.put(
      'duty-officer',
      { id: each, kind: 'digest', madeAt, subject: `S ${each}.`, text: 'x' },
      [],
    )
  office.outbox.acknowledge('duty-officer', 'o7', 'local:A', at)

  interface Answer {
    readonly notifications: { id: string }[]
    readonly messages: { id: string }[]
    readonly next: string | null
    readonly nextMessages: string | null
  }
  const get = async (query: string) =>
    (await (await client.get(`/v1/notifications?${query}`)).json()) as Answer
  const whole = await get('')
  expect([whole.notifications.length, whole.next, whole.nextMessages]).toEqual([61, null, null])
  const seen: string[][] = [[], []]
  let place = ''
  do {
    const page = await get(`limit=7${place}`)
    seen[0]?.push(...page.notifications.map((each) => each.id))
    seen[1]?.push(...page.messages.map((each) => each.id))
    place = page.next === null ? '' : `&after=${page.next}&messagesAfter=${page.nextMessages}`
  } while (place !== '')
  expect(seen).toEqual([
    whole.notifications.map((each) => each.id),
    whole.messages.map((each) => each.id),
  ])
  expect((await get('acknowledged=yes')).notifications.map((each) => each.id)).toEqual(['o7'])
  expect((await client.get('/v1/notifications?after=zzz')).status).toBe(400)
  expect((await client.get('/notifications?open=zzz')).status).toBe(400)

  const first = await (await client.get('/notifications')).text()
  const next =
    /href="(\/notifications\?open=[^"]+)"/.exec(first)?.[1]?.replaceAll('&amp;', '&') ?? ''
  const second = await (await client.get(next)).text()
  const shown = (page: string) => new Set([...page.matchAll(/Older \d+\./g)].map(([each]) => each))
  expect(shown(first).size + shown(second).size).toBe(61)
  expect(second).toContain('Back to the latest')
})
