import { beforeAll, describe, expect, test } from 'vitest'
import type { z } from 'zod'
import { boardSchema } from '../../../shared/board/board.schema.ts'
import { maxRequestBytes } from '../../../shared/kernel/limits.ts'
import { problemError } from '../../../shared/kernel/problems.ts'
import { orderCommandExamples } from '../../../services/web/orders/examples.ts'
import * as views from '../../../shared/contract/views.schema.ts'
import { clientOf } from './client.ts'
import { MemoryOffice } from './memory-office.ts'

const bc = 'ca-bc-oipc:P21-08'
let office: MemoryOffice
let client: ReturnType<typeof clientOf>
beforeAll(async () => {
  office = await new MemoryOffice('ca-bc-oipc', '2022-01-26').replay()
  office.quarantined.push({
    office: 'ca-qc-cai' as never,
    sequence: 7,
    subject: 'concert.v1.ca-qc-cai.order.X',
    outcome: 'forged',
    code: 'not-signed',
    reason: 'bad signature',
    reasonFr: 'signature erronée',
    receivedAt: '2022-01-20T00:00:00.000Z',
    hash: 'ab12',
  })
  client = clientOf(office)
})

describe('reading', () => {
  const matches = async (
    path: string,
    schema: z.ZodType,
    pick: (body: never) => unknown = (body) => body,
  ) => {
    const response = await client.get(path)
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toContain('application/json')
    const value = pick((await response.json()) as never)
    expect(schema.safeParse(value).error).toBeUndefined()
    return value
  }

  test('the board, on the worked dates', async () => {
    const board = boardSchema.parse(await matches('/v1/board?asOf=2021-12-20', boardSchema))
    const due = Object.fromEntries(
      board.orders.map((order) => [
        order.order,
        order.terms.map((term) => [term.notBefore, term.due?.date]),
      ]),
    )
    expect(due[bc]?.[0]).toEqual([null, '2022-01-25'])
    expect(due['ca-ab-oipc:P2021-12']?.[0]).toEqual(['2022-01-22', '2022-01-26'])
    const later = boardSchema.parse(await matches('/v1/board', boardSchema))
    expect(later.asOf).toBe('2022-01-26')
    expect(later.orders.map((order) => order.terms.map((term) => term.stayed))).toEqual([
      [true, true, true],
      [true, true, true],
      [false, true],
    ])
  })
  test('the board as it was known on a day', async () => {
    const { orders } = boardSchema.parse(
      await (await client.get('/v1/board?asOf=2022-01-26&knownOn=2021-12-13')).json(),
    )
    expect(orders.map((order) => order.order)).toEqual(['ca-ab-oipc:P2021-12'])
  })
  test('orders, by office and status', async () => {
    const all = await client.json('/v1/orders')
    expect(all['orders']).toHaveLength(3)
    const some = await client.json(
      '/v1/orders?office=ca-qc-cai&matter=clearview-ai&status=challenged',
    )
    expect(some['orders']).toMatchObject([{ order: 'ca-qc-cai:1023158-S' }])
    expect((await client.json('/v1/orders?status=quashed'))['orders']).toEqual([])
  })
  test('an order, with why its dates are what they are', async () => {
    const detail = views.orderDetailSchema.parse(
      await matches(`/v1/orders/${bc}`, views.orderDetailSchema),
    )
    expect(detail.state.deadlines[0]?.derivation.skipped.length).toBe(12)
    expect(detail.history.map(({ event }) => event.kind)).toEqual([
      'issued',
      'copy-given',
      'refusal-declared',
      'challenge-filed',
    ])
    const before = views.orderDetailSchema.parse(
      await matches(`/v1/orders/${bc}?asOf=2021-12-20`, views.orderDetailSchema),
    )
    expect(before.history.map(({ event }) => event.kind)).toEqual([
      'issued',
      'copy-given',
      'refusal-declared',
    ])
  })
  test('its history', () =>
    matches(
      `/v1/orders/${encodeURIComponent(bc)}/history`,
      views.orderHistorySchema.array().length(4),
      (body: { history: unknown }) => body.history,
    ))
  test('matters', () =>
    matches(
      '/v1/matters',
      views.matterSummarySchema.array().length(1),
      (body: { matters: unknown }) => body.matters,
    ))
  test('a matter', async () => {
    const matter = views.matterDetailSchema.parse(
      await matches('/v1/matters/clearview-ai', views.matterDetailSchema),
    )
    expect(matter.orderViews.length).toBe(3)
    expect(new Set(matter.entries.map((entry) => entry.office)).size).toBe(4)
  })
  test('deadlines, up to a day', async () => {
    const deadlines = views.upcomingSchema
      .array()
      .parse(
        await matches(
          '/v1/deadlines?until=2022-12-31',
          views.upcomingSchema.array(),
          (body: { deadlines: unknown }) => body.deadlines,
        ),
      )
    expect(
      deadlines.map(({ order, deadline, stayed }) => [order, deadline.date, stayed]),
    ).toContainEqual(['ca-qc-cai:1023158-S', '2022-03-14', true])
    expect((await client.json('/v1/deadlines?until=2022-01-25'))['deadlines']).toEqual([])
    const past = await client.json('/v1/deadlines?asOf=2021-12-20&until=2022-01-25')
    expect(past['today']).toBe('2022-01-26')
    expect(past['deadlines']).toContainEqual(
      expect.objectContaining({
        order: bc,
        stayed: false,
        deadline: expect.objectContaining({ id: 'comply', date: '2022-01-25' }),
      }),
    )
  })
  test('followers and quarantine', async () => {
    await matches(
      '/v1/followers',
      boardSchema.shape.followers.length(4),
      (body: { followers: unknown }) => body.followers,
    )
    await matches(
      '/v1/quarantine',
      views.quarantinedSchema.array().length(1),
      (body: { quarantine: unknown }) => body.quarantine,
    )
  })
  test('doctor, clock, office', async () => {
    await matches('/v1/doctor', views.doctorSchema)
    await matches('/v1/clock', views.clockViewSchema)
    await matches('/v1/office', views.officeViewSchema)
  })
  test('health: 503 when it does not work', async () => {
    await matches('/v1/health', views.healthSchema)
    const ill = new MemoryOffice()
    ill.checks = [{ check: 'broker', state: 'failed', found: 'no answer', advice: 'start it' }]
    const response = await clientOf(ill).get('/v1/health')
    expect(response.status).toBe(503)
    expect(views.healthSchema.parse(await response.json()).status).toBe('failed')
  })
})

describe('commands', () => {
  const fresh = () => {
    const office = new MemoryOffice('ca-bc-oipc', '2022-01-26')
    return { office, client: clientOf(office) }
  }
  test('are recorded, and once only', async () => {
    const { office, client } = fresh()
    for (const name of ['issue', 'serve', 'refuse', 'challenge'] as const) {
      const response = await client.post(
        `/v1/orders/${bc}/commands`,
        orderCommandExamples[name].value,
      )
      expect(response.status, name).toBe(200)
      views.recordedReplySchema.parse(await response.json())
    }
    expect(office.entries.length).toBe(4)
    const again = await client.post(`/v1/orders/${bc}/commands`, orderCommandExamples.serve.value)
    expect(await again.json()).toMatchObject({
      kind: 'recorded',
      version: 2,
      event: { kind: 'copy-given' },
    })
    expect(office.entries.length).toBe(4)
  })
  test('of a matter are recorded under this office', async () => {
    const { office, client } = fresh()
    const opened = {
      kind: 'opened',
      id: 'o',
      on: '2021-01-01',
      title: { en: 'A', fr: 'A' },
      respondent: { id: 'a', name: 'A', kind: 'organization' },
    }
    const response = await client.post('/v1/matters/m1/commands', opened)
    expect(response.status).toBe(200)
    expect(office.entries[0]?.ref).toEqual({ office: 'ca-bc-oipc', kind: 'matter', id: 'm1' })
  })
})

describe('refusals are problem+json', () => {
  const refuses = async (response: Response, status: number, expected: object) => {
    expect(response.headers.get('content-type')).toContain('application/problem+json')
    const body = views.problemDocumentSchema.parse(await response.json())
    expect(body).toMatchObject({ status, ...expected })
    expect(response.status).toBe(status)
    return body
  }
  const path = `/v1/orders/${bc}/commands`
  const serve = {
    kind: 'serve',
    id: 's1',
    on: '2021-12-14',
    party: 'clearview-ai-inc',
    means: 'mail',
  }
  const size = () => office.entries.length

  test('an impossible date, with path and value', async () => {
    const before = size()
    await refuses(await client.post(path, { ...serve, on: '2021-02-29' }), 400, {
      code: 'impossible-date',
      path: 'on',
      value: '"2021-02-29"',
    })
    await refuses(await client.get('/v1/board?asOf=2022-13-01'), 400, {
      code: 'impossible-date',
      path: 'asOf',
      value: '"2022-13-01"',
    })
    expect(size()).toBe(before)
  })
  test('an unknown field, a missing field, an unknown kind', async () => {
    expect(
      (
        await refuses(await client.post(path, { ...serve, colour: 'red' }), 400, {
          code: 'invalid-input',
        })
      ).detail,
    ).toContain('colour')
    await refuses(await client.post(path, { ...serve, party: undefined }), 400, {
      code: 'invalid-input',
      path: 'party',
    })
    expect(
      (
        await refuses(await client.post(path, { ...serve, kind: 'forgive' }), 400, {
          code: 'invalid-input',
          path: 'kind',
          value: '"forgive"',
        })
      ).detail,
    ).toContain('issue, serve')
    await refuses(await client.post(path, '[]'), 400, { code: 'invalid-input' })
  })
  test("the workflow's own command", async () => {
    const alarm = {
      kind: 'mark-reached',
      id: 'x',
      on: '2022-01-25',
      deadline: 'comply',
      party: 'clearview-ai-inc',
      terms: ['T1'],
    }
    await refuses(await client.post(path, alarm), 400, {
      code: 'invalid-input',
      path: 'kind',
      value: '"mark-reached"',
    })
    await refuses(
      await client.post('/v1/matters/clearview-ai/commands', { ...alarm, terms: undefined }),
      400,
      { code: 'invalid-input', path: 'kind' },
    )
  })
  test('what is not JSON', async () =>
    refuses(await client.post(path, '{"kind":'), 400, { code: 'not-json' }))
  test('a body that is too large, said or unsaid', async () => {
    await refuses(await client.post(path, 'x'.repeat(maxRequestBytes + 1)), 413, {
      code: 'too-large',
    })
    const stream = new ReadableStream({
      pull: (controller) => controller.enqueue(new Uint8Array(65_536)),
    })
    await refuses(
      await client.send(path, {
        method: 'POST',
        body: stream,
        headers: { 'content-type': 'application/json' },
        duplex: 'half',
      } as RequestInit),
      413,
      { code: 'too-large' },
    )
  })
  test('another content type, which a page elsewhere could send unasked', async () =>
    refuses(await client.post(path, serve, { 'content-type': 'text/plain' }), 400, {
      code: 'invalid-input',
      path: 'Content-Type',
      value: 'text/plain',
    }))
  test('a foreign origin, host or page', async () => {
    const before = size()
    await refuses(await client.post(path, serve, { origin: 'https://evil.example' }), 403, {
      code: 'foreign-origin',
      path: 'Origin',
    })
    await refuses(await client.post(path, serve, { origin: 'null' }), 403, {
      code: 'foreign-origin',
    })
    await refuses(await client.post(path, serve, { 'sec-fetch-site': 'cross-site' }), 403, {
      code: 'foreign-origin',
    })
    await refuses(await client.get('/v1/board', { host: 'evil.example:8080' }), 403, {
      code: 'foreign-origin',
      path: 'Host',
    })
    await refuses(await client.get('/v1/board', { host: '127.0.0.1.evil.example' }), 403, {
      code: 'foreign-origin',
    })
    expect(size()).toBe(before)
  })
  test('our own origin is let through to the rules', async () =>
    refuses(
      await client.post(
        path,
        { ...serve, party: 'nobody' },
        { origin: 'http://127.0.0.1:8080', 'sec-fetch-site': 'same-origin' },
      ),
      422,
      { code: 'unknown-party' },
    ))
  test("another office's order", async () =>
    refuses(await client.post('/v1/orders/ca-ab-oipc:P2021-12/commands', serve), 422, {
      code: 'wrong-office',
      value: 'ca-ab-oipc:P2021-12',
    }))
  test('a refusal by law names the statute and section', async () => {
    const commissioner = clientOf(await new MemoryOffice('ca-bc-oipc', '2022-01-10').replay())
    const extend = {
      kind: 'extend',
      id: 'c1',
      on: '2022-01-10',
      to: '2022-03-01',
      grantedBy: 'office',
      reason: 'asked for',
    }
    const body = await refuses(
      await commissioner.post('/v1/orders/ca-bc-oipc:P21-08/commands', extend),
      422,
      { code: 'not-extendable' },
    )
    expect(body.rule).toMatchObject({ statute: 'ca-bc-pipa', section: '53', confidence: 'V' })
  })
  test('a rule that nobody verified warns, and does not refuse', async () => {
    const alberta = clientOf(await new MemoryOffice('ca-ab-oipc', '2022-01-10').replay())
    const answer = await alberta.post('/v1/orders/ca-ab-oipc:P2021-12/commands', {
      kind: 'extend',
      id: 'c1',
      on: '2022-01-10',
      to: '2022-03-01',
      grantedBy: 'office',
      reason: 'asked for',
    })
    expect(answer.status).toBe(200)
    expect(((await answer.json()) as { event: object }).event).toMatchObject({
      warnings: [{ en: expect.stringContaining('54(5)'), fr: expect.stringContaining('54(5)') }],
      rules: [{ section: '54(5)', confidence: 'M' }],
    })
  })
  test('an observer has no order power', async () => {
    const observer = clientOf(new MemoryOffice('ca-fed-opc', '2022-01-10'))
    await refuses(
      await observer.post('/v1/orders/ca-fed-opc:X1/commands', {
        ...orderCommandExamples.issue.value,
        statute: 'ca-fed-pipeda',
      }),
      422,
      { code: 'no-order-power' },
    )
  })
  test('unknown order, matter and path', async () => {
    await refuses(await client.get('/v1/orders/ca-bc-oipc:NONE'), 404, {
      code: 'unknown-order',
      value: 'ca-bc-oipc:NONE',
    })
    await refuses(await client.get('/v1/orders/ca-bc-oipc:NONE/history'), 404, {
      code: 'unknown-order',
    })
    await refuses(await client.get('/v1/orders/not an id'), 400, {
      code: 'invalid-input',
      path: 'order',
    })
    await refuses(await client.get('/v1/matters/none'), 404, { code: 'not-found', value: 'none' })
    await refuses(await client.get('/v1/nothing'), 404, { code: 'not-found', value: '/v1/nothing' })
  })
  test('the title is in the asked language', async () => {
    expect((await refuses(await client.get('/v1/matters/none?lang=fr'), 404, {})).title).toBe(
      "Cela n'existe pas ici",
    )
    expect(
      (
        await refuses(
          await client.get('/v1/matters/none', { 'accept-language': 'de, fr-CA;q=0.8, en;q=0.5' }),
          404,
          {},
        )
      ).title,
    ).toBe("Cela n'existe pas ici")
    expect(
      (
        await refuses(
          await client.get('/v1/matters/none?lang=en', { 'accept-language': 'fr' }),
          404,
          {},
        )
      ).title,
    ).toBe('There is no such thing here')
  })
  test('a fault is logged, not told; a refusal that was thrown is told', async () => {
    const broken = new MemoryOffice()
    broken.submit = () => Promise.reject(new Error('secret inside'))
    const failing = clientOf(broken)
    const body = await refuses(await failing.post(path, serve), 500, { code: 'internal-fault' })
    expect(JSON.stringify(body)).not.toContain('secret')
    expect(failing.faults).toHaveLength(1)
    broken.submit = () =>
      Promise.reject(
        problemError('unavailable', {
          en: 'Temporal does not answer',
          fr: 'Temporal ne répond pas',
        }),
      )
    await refuses(await failing.post(path, serve), 503, { code: 'unavailable', retryable: true })
    expect(failing.faults).toHaveLength(1)
  })
})
