// Every refusal that the door itself can give: whoever reads French is told in French what was wrong, in the API and on pages.

import { beforeAll, describe, expect, test } from 'vitest'
import {
  maxCalendarDeadlines,
  maxEventStreams,
  maxRequestBytes,
} from '../../../shared/kernel/limits.ts'
import type { ProblemCode } from '../../../shared/kernel/problems.ts'
import { expectBilingual } from '../../support/bilingual.ts'
import { clientOf } from './client.ts'
import { anybody, MemoryOffice } from './memory-office.ts'

type Client = ReturnType<typeof clientOf>
interface Document {
  readonly code: string
  readonly detail: string
  readonly detailFr?: string
  readonly details?: string[]
  readonly detailsFr?: string[]
}

let office: MemoryOffice
let client: Client
beforeAll(async () => {
  office = await new MemoryOffice('ca-bc-oipc', '2022-01-26').replay()
  client = clientOf(office)
})

const order = '/v1/orders/ca-bc-oipc:P21-08'
const command = { kind: 'refuse', id: 'x', on: '2022-01-26', terms: ['T1'] }

interface Case {
  readonly name: string
  readonly code: ProblemCode
  readonly send: (client: Client) => Promise<Response> | Response
  /** What the sender wrote, which is quoted as it came. */
  readonly given?: readonly string[]
}

const cases: readonly Case[] = [
  { name: 'nothing at this address', code: 'not-found', send: (c) => c.get('/v1/nothing') },
  { name: 'no such order', code: 'unknown-order', send: (c) => c.get('/v1/orders/ca-bc-oipc:NO') },
  {
    name: 'no history of such an order',
    code: 'unknown-order',
    send: (c) => c.get('/v1/orders/ca-bc-oipc:NO/history'),
  },
  { name: 'no such matter', code: 'not-found', send: (c) => c.get('/v1/matters/none') },
  {
    name: 'no chronology of such a matter',
    code: 'not-found',
    send: (c) => c.get('/v1/matters/none/chronology'),
  },
  {
    name: 'no such joint action',
    code: 'unknown-joint',
    send: (c) => c.get('/v1/joint/ca-bc-oipc:J21-09'),
  },
  {
    name: 'no readiness of such a joint action',
    code: 'unknown-joint',
    send: (c) => c.get('/v1/joint/ca-bc-oipc:J21-09/readiness'),
  },
  {
    name: 'no released text',
    code: 'not-released',
    send: (c) => c.get('/v1/joint/ca-bc-oipc:J21-09/document'),
  },
  {
    name: "another office's order",
    code: 'wrong-office',
    send: (c) => c.post('/v1/orders/ca-ab-oipc:P2021-12/commands', command),
  },
  {
    name: 'an office that is not in the directory',
    code: 'not-found',
    send: (c) => c.get('/v1/clocks?local=2021-12-14T18:00&office=xx-office'),
  },
  {
    name: 'a local time that no clock shows',
    code: 'invalid-input',
    send: (c) => c.get('/v1/clocks?local=2022-03-13T02:30&office=ca-fed-opc'),
  },
  {
    name: 'a local time in another form',
    code: 'invalid-input',
    send: (c) => c.get('/v1/clocks?local=noon'),
  },
  {
    name: 'a day that does not exist',
    code: 'impossible-date',
    send: (c) => c.get('/v1/board?asOf=2022-02-30'),
  },
  { name: 'a bad order id', code: 'invalid-input', send: (c) => c.get('/v1/orders/P21-08') },
  { name: 'a bad matter id', code: 'invalid-input', send: (c) => c.get('/v1/matters/a%20b') },
  { name: 'a bad office id', code: 'invalid-input', send: (c) => c.get('/v1/orders?office=B.C.') },
  { name: 'a bad status', code: 'invalid-input', send: (c) => c.get('/v1/orders?status=lost') },
  { name: 'a bad joint id', code: 'invalid-input', send: (c) => c.get('/v1/joint/J21') },
  {
    name: 'a command of no known kind',
    code: 'invalid-input',
    send: (c) => c.post(`${order}/commands`, { ...command, kind: 'appeal' }),
  },
  {
    name: 'an entry of no known kind',
    code: 'invalid-input',
    send: (c) => c.post('/v1/matters/clearview-ai/commands', { ...command, kind: 'appeal' }),
  },
  {
    name: 'a joint command of no known kind',
    code: 'invalid-input',
    send: (c) => c.post('/v1/joint/ca-bc-oipc:J21-01/commands', { kind: 'appeal', id: 'x' }),
  },
  {
    name: 'an objection that says nothing',
    code: 'invalid-input',
    send: (c) =>
      c.post('/v1/joint/ca-fed-opc:J21-01/commands', {
        kind: 'object',
        id: 'x',
        on: '2022-01-26',
        version: 1,
        objections: [{}],
      }),
  },
  {
    name: 'a field that nobody knows',
    code: 'invalid-input',
    send: (c) => c.post(`${order}/commands`, { ...command, colour: 'red', size: 3 }),
  },
  {
    name: 'a missing field',
    code: 'invalid-input',
    send: (c) => c.post(`${order}/commands`, { kind: 'serve', id: 'x', on: '2022-01-26' }),
  },
  {
    name: 'a value of another type',
    code: 'invalid-input',
    send: (c) => c.post(`${order}/commands`, { ...command, terms: 'T1' }),
  },
  {
    name: 'a bad command id',
    code: 'invalid-input',
    send: (c) => c.post(`${order}/commands`, { ...command, id: 'a b' }),
  },
  {
    name: 'no changes to suppose',
    code: 'invalid-input',
    send: (c) => c.post('/v1/simulations', { changes: [] }),
  },
  {
    name: 'an approval without its date',
    code: 'invalid-input',
    send: (c) => c.post(`${order}/corrections`, { id: 'x' }),
  },
  { name: 'no JSON', code: 'not-json', send: (c) => c.post(`${order}/commands`, '{') },
  {
    name: 'a body that is too large',
    code: 'too-large',
    send: (c) => c.post(`${order}/commands`, JSON.stringify('x'.repeat(maxRequestBytes + 1))),
  },
  {
    name: 'another content type',
    code: 'invalid-input',
    send: (c) => c.post(`${order}/commands`, command, { 'content-type': 'text/plain' }),
  },
  {
    name: 'a host that is not ours',
    code: 'foreign-origin',
    send: (c) => c.get('/v1/board', { host: 'evil.example' }),
  },
  {
    name: 'a page of another origin',
    code: 'foreign-origin',
    send: (c) => c.post(`${order}/commands`, command, { origin: 'https://evil.example' }),
  },
  {
    name: 'a page of another site',
    code: 'foreign-origin',
    send: (c) => c.post(`${order}/commands`, command, { 'sec-fetch-site': 'cross-site' }),
    given: ['cross-site'],
  },
  {
    name: 'a header that names no actor',
    code: 'invalid-input',
    send: (c) => c.get('/v1/board', { 'concert-actor': 'somebody' }),
  },
  {
    name: 'a workflow from outside',
    code: 'invalid-input',
    send: (c) => c.get('/v1/board', { 'concert-actor': encodeURIComponent('workflow:order') }),
  },
  {
    name: 'the calendar of no matter',
    code: 'not-found',
    send: (c) => c.get('/calendar/matters/none.ics'),
  },
  {
    name: 'the calendar of no order',
    code: 'unknown-order',
    send: (c) => c.get('/calendar/orders/ca-bc-oipc/NO.ics'),
  },
]

describe('every refusal of the API is told in both languages', () => {
  test.each(cases)('$name', async ({ code, send, given = [] }) => {
    const response = await send(client)
    expect(response.headers.get('content-type')).toContain('application/problem+json')
    const document = (await response.json()) as Document
    expect(document.code).toBe(code)
    expectBilingual({ en: document.detail, fr: document.detailFr }, given)
    expect(document.detailsFr?.length).toBe(document.details?.length)
    document.details?.forEach((en, at) =>
      expectBilingual({ en, fr: document.detailsFr?.[at] }, given),
    )
  })
  test('too many listeners', async () => {
    const many = clientOf(office)
    const open = await Promise.all(
      Array.from({ length: maxEventStreams }, () => many.get('/v1/events')),
    )
    const document = (await (await many.get('/v1/events')).json()) as Document
    await Promise.all(open.map((response) => response.body?.cancel()))
    expect(document.code).toBe('unavailable')
    expectBilingual({ en: document.detail, fr: document.detailFr })
  })
  test('a fault inside, without what failed', async () => {
    const broken = clientOf(
      Object.assign(new MemoryOffice('ca-bc-oipc', '2022-01-26'), {
        board: () => Promise.reject(new Error('SECRET')),
      }),
    )
    const document = (await (await broken.get('/v1/board')).json()) as Document
    expect(document.code).toBe('internal-fault')
    expectBilingual({ en: document.detail, fr: document.detailFr })
    expect(JSON.stringify(document)).not.toContain('SECRET')
  })
  test('a calendar that is too long', async () => {
    const crowded = await new MemoryOffice('ca-bc-oipc', '2022-01-26').replay()
    const due = [...crowded.due(anybody, {})]
    Object.assign(crowded, {
      due: () => Array.from({ length: maxCalendarDeadlines }, () => due).flat(),
    })
    const response = await clientOf(crowded).get('/calendar/all.ics')
    const document = (await response.json()) as Document
    expect(document.code).toBe('too-large')
    expectBilingual({ en: document.detail, fr: document.detailFr })
  })
})

describe('a refusal as a page', () => {
  const page = async (path: string, lang: string) =>
    (await client.get(path, { accept: 'text/html', 'accept-language': lang })).text()

  test.each([
    ['/orders/ca-bc-oipc/NO', 'There is no order', 'pas d’ordonnance'],
    ['/matters/none', 'There is no matter', 'pas de dossier'],
    ['/matters/none/chronology', 'There is no matter', 'pas de dossier'],
    ['/joint/ca-bc-oipc/NO', 'There is no joint action', 'pas d’action conjointe'],
    ['/nothing', 'There is nothing at', 'Il n’y a rien à'],
    ['/?asOf=2022-02-30', '>impossible date &quot;2022', '>date impossible &quot;2022'],
  ])('%s is told in the language of its reader', async (path, english, french) => {
    const [en, fr] = [await page(path, 'en'), await page(path, 'fr')]
    expect(en).toContain(english)
    expect(fr).toContain(french)
    expect(fr).not.toContain(english)
  })
  test.each([
    ['Le registre est fermé', '<span class="muted">Le registre est fermé</span>'],
    [undefined, '<span class="muted"><span lang="en">The record is closed</span></span>'],
  ])(
    'a refusal within a page is in French, or marked as English (%s)',
    async (messageFr, shown) => {
      const supposing = await new MemoryOffice('ca-bc-oipc', '2022-01-26').replay()
      const problem = {
        code: 'already-ended',
        message: 'The record is closed',
        ...(messageFr === undefined ? {} : { messageFr }),
      }
      const step = { kind: 'refused', order: 'ca-bc-oipc:P21-08', change: 0, on: '2022-01-26' }
      Object.assign(supposing, {
        simulate: () => ({ asOf: '2022-01-26', steps: [{ ...step, problem }], orders: [] }),
      })
      const response = await clientOf(supposing).get(
        '/orders/ca-bc-oipc/P21-08?if-lose=2022-02-01',
        { accept: 'text/html', 'accept-language': 'fr' },
      )
      expect(await response.text()).toContain(shown)
    },
  )
})
