// What if, through the API and on the order's page: the answer has the published form, and nothing is recorded.

import { beforeAll, describe, expect, test } from 'vitest'
import { maxSimulatedChanges } from '../../../shared/kernel/limits.ts'
import { simulationExamples } from '../../../services/web/what-if/examples.ts'
import { simulationSchema } from '../../../shared/contract/simulation.schema.ts'
import { problemDocumentSchema } from '../../../shared/contract/views.schema.ts'
import { clientOf } from './client.ts'
import { MemoryOffice, anybody } from './memory-office.ts'

const bc = 'ca-bc-oipc:P21-08'
let office: MemoryOffice
let client: ReturnType<typeof clientOf>
beforeAll(async () => {
  office = await new MemoryOffice('ca-fed-opc', '2022-01-26').replay()
  client = clientOf(office)
})
const ask = async (body: unknown) => {
  const response = await client.post('/v1/simulations', body)
  expect(response.status).toBe(200)
  return simulationSchema.parse(await response.json())
}
const move = (to: string, orders = [bc]) => ({
  kind: 'move-service',
  orders,
  party: 'clearview-ai-inc',
  to,
})

describe('POST /v1/simulations', () => {
  test("every office's order of the matter, before and after, at an office that owns none of them", async () => {
    const answer = await ask({ asOf: '2021-12-31', changes: [move('2021-12-20')] })
    expect(
      answer.orders.map(({ order, changed, before, after }) => [
        order,
        changed,
        before.terms.at(-1)?.due?.date,
        after.terms.at(-1)?.due?.date,
      ]),
    ).toEqual([
      ['ca-ab-oipc:P2021-12', false, '2022-01-26', '2022-01-26'],
      [bc, true, '2022-01-25', '2022-01-31'],
      ['ca-qc-cai:1023158-S', false, '2022-03-14', '2022-03-14'],
    ])
    expect(answer.orders[1]?.deadlines[0]?.after?.derivation).toMatchObject({
      from: '2021-12-20',
      start: 'copy-given',
    })
  })
  test('its examples are answered', async () => {
    for (const { value } of Object.values(simulationExamples))
      expect((await ask(value)).steps.every(({ kind }) => kind === 'recorded')).toBe(true)
  })
  test('without a date, today, or the last day supposed', async () => {
    expect((await ask({ changes: [move('2021-12-20')] })).asOf).toBe('2022-01-26')
    expect(
      (
        await ask({
          changes: [
            {
              kind: 'record',
              orders: [bc],
              command: {
                kind: 'decide',
                id: 'd',
                on: '2030-05-01',
                challenge: 'bc-jr',
                outcome: 'upheld',
                citation: 'x',
                endsStay: true,
              },
            },
          ],
        })
      ).asOf,
    ).toBe('2030-05-01')
  })
  test('a refusal is a step, by the rule; an unknown order too', async () => {
    const extend = {
      kind: 'record',
      orders: [bc, 'ca-ab-oipc:P2021-12', 'ca-ab-oipc:NONE'],
      command: {
        kind: 'extend',
        id: 'e',
        on: '2022-01-10',
        to: '2022-03-01',
        grantedBy: 'office',
        reason: 'r',
      },
    }
    const { steps } = await ask({ asOf: '2022-01-12', changes: [extend] })
    expect(
      Object.fromEntries(
        steps.map((step) => [step.order, step.kind === 'refused' ? step.problem.code : step.kind]),
      ),
    ).toEqual({
      [bc]: 'not-extendable',
      'ca-ab-oipc:P2021-12': 'recorded',
      'ca-ab-oipc:NONE': 'unknown-order',
    })
  })
  test('what has not the form is refused whole, by name', async () => {
    const wrong = [
      {},
      { changes: [] },
      { changes: Array.from({ length: maxSimulatedChanges + 1 }, () => move('2021-12-20')) },
      { changes: [move('2022-02-30')] },
      { changes: [move('2021-12-20', [])] },
      {
        changes: [
          {
            kind: 'record',
            orders: [bc],
            command: {
              kind: 'mark-reached',
              id: 'm',
              on: '2022-01-25',
              deadline: 'comply',
              party: 'clearview-ai-inc',
              terms: ['T1'],
            },
          },
        ],
      },
    ]
    for (const body of wrong) {
      const response = await client.post('/v1/simulations', body)
      expect(response.status).toBe(400)
      expect(problemDocumentSchema.parse(await response.json()).code).toBe(
        JSON.stringify(body).includes('02-30') ? 'impossible-date' : 'invalid-input',
      )
    }
  })
  test('records nothing and tells nobody', async () => {
    const before = JSON.stringify(office.entries)
    const told: unknown[] = []
    const stop = office.subscribe(anybody, (change) => told.push(change))
    await ask({
      changes: [
        move('2021-12-20'),
        {
          kind: 'record',
          orders: [bc],
          command: { kind: 'close', id: 'c', on: '2022-01-26', reason: 'r' },
        },
      ],
    })
    await client.get(`/orders/ca-bc-oipc/P21-08?if-serve=2021-12-20&if-lose=2022-05-01`)
    stop()
    expect(JSON.stringify(office.entries)).toBe(before)
    expect(told).toEqual([])
  })
})

describe("the order's page", () => {
  const page = async (query: string, path = '/orders/ca-bc-oipc/P21-08') => {
    const response = await client.get(`${path}${query}`, { accept: 'text/html' })
    return {
      status: response.status,
      text:
        /<section aria-labelledby="what-if">.*?<\/section>/s.exec(await response.text())?.[0] ?? '',
    }
  }
  test('has a form that works without script, and no result before a question', async () => {
    const { text } = await page('')
    expect(text).toMatch(/<form method="get" action="\/orders\/ca-bc-oipc\/P21-08#what-if">/)
    expect([...text.matchAll(/name="([^"]+)"/g)].map((match) => match[1])).toEqual([
      'if-party',
      'if-serve',
      'if-challenge',
      'if-lose',
      'if-extend',
    ])
    expect(text).not.toContain('<table')
    expect(
      (await page('?if-party=clearview-ai-inc&if-serve=&if-challenge=&if-lose=&if-extend=')).text,
    ).not.toContain('<table')
  })
  test('shows before and after by term, and the other offices', async () => {
    const { text } = await page('?if-party=clearview-ai-inc&if-serve=2021-12-20&asOf=2021-12-31')
    const [own = '', ...others] = text.split('<h3>').slice(1)
    expect(own).toContain('OIPC BC')
    expect(own.match(/<tr class="new" role="row">/g)).toHaveLength(3)
    expect(text).toMatch(/Where each term would stand on [^<]*\b31, 2021/)
    expect(own).toMatch(/datetime="2022-01-25".*datetime="2022-01-31"/s)
    expect(others.map((other) => /^[^<]*/.exec(other)?.[0].trim())).toEqual([
      'OIPC Alberta',
      'CAI Quebec',
    ])
    for (const other of others) expect(other).not.toContain('class="new"')
    expect(text).toContain('<input type="hidden" name="asOf" value="2021-12-31">')
  })
  test('says what is refused and by which section, in both languages', async () => {
    expect((await page('?if-extend=2022-03-01')).text).toMatch(
      /Refused.*The law gives no power to do this.*s\. 53/s,
    )
    const { text } = await page('?if-extend=2022-03-01&if-challenge=2022-01-10&lang=fr')
    expect(text).toMatch(/Refusé.*La loi ne donne pas ce pouvoir.*art\. 53/s)
    expect(text.replaceAll(/<span class="muted" lang="en">.*?<\/span>/gs, '')).not.toMatch(
      /\b(running|stayed|due|Refused|Supposed|recorded|no change)\b(?=<|\s)/,
    )
  })
  test('an impossible date is refused, and what is typed cannot become markup', async () => {
    expect((await page('?if-lose=2022-02-30')).status).toBe(400)
    const { status, text } = await page(
      `?if-party=${encodeURIComponent('"><script>')}&if-serve=2021-12-20`,
    )
    expect(status).toBe(200)
    expect(text).not.toContain('<script>')
    expect(text).toContain('&quot;&gt;&lt;script&gt;')
  })
})
