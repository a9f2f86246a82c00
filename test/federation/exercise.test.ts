// The invented exercise takes the roads that the real case did not, through the real processes.

import { expect, test } from 'vitest'
import { picture, TestFederation } from '../support/federation.ts'

test('the exercise: compliance, withdrawal, a late challenge, escalation to the end, and what the law refuses', async () => {
  await using federation = await new TestFederation({
    rate: 5_000_000,
    legalStart: '2024-01-15T05:00:00.000Z',
  }).start()
  const { facts, recorded, refused } = await federation.replay('exercise.json')
  expect(facts).toBe(recorded + refused.length)
  expect(refused.map(({ office, code, rule }) => [office, code, rule?.section])).toEqual([
    ['ca-fed-opc', 'no-order-power', '13'],
    ['ca-bc-oipc', 'not-extendable', '53'],
    ['ca-bc-oipc', 'above-cap', '56'],
    ['ca-qc-cai', 'below-minimum', '91(10)'],
  ])

  const [first, ...others] = await federation.boards('2026-01-15')
  if (first === undefined) throw new Error('no boards')
  for (const other of others) expect(picture(other)).toEqual(picture(first))
  expect(Object.fromEntries(first.orders.map(({ order, status }) => [order, status]))).toEqual({
    'ca-bc-oipc:EX24-01': 'closed',
    'ca-bc-oipc:EX24-02': 'withdrawn',
    'ca-ab-oipc:EX2024-03': 'escalated',
    'ca-ab-oipc:EX2025-01': 'closed',
    'ca-qc-cai:EX-1024-S': 'complied',
  })
  const ended = first.orders.flatMap(({ office, routes }) =>
    routes.filter(({ taken }) => taken === 'ended').map(({ route }) => `${office} ${route}`),
  )
  expect(ended.sort()).toEqual([
    'ca-ab-oipc contempt',
    'ca-ab-oipc court-filing',
    'ca-bc-oipc offence',
    'ca-qc-cai court-filing',
    'ca-qc-cai penal',
  ])

  const late = (await federation.board('ca-ab-oipc', '2024-05-06')).orders.find(
    ({ order }) => order === 'ca-bc-oipc:EX24-01',
  )
  expect(late?.terms.map(({ stayed }) => stayed)).toEqual([false, false, false])
}, 180_000)
