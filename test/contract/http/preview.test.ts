// What a command would become, asked before it is recorded: the same event, the same dates, the same refusal, and nothing written.

import { beforeEach, expect, test } from 'vitest'
import { allowedActSchema, previewSchema } from '../../../shared/contract/acting.schema.ts'
import type { PublicOrderCommand } from '../../../shared/contract/office-api.ts'
import { parseOrderId, type AggregateRef, type CommandId } from '../../../shared/kernel/ids.ts'
import { clientOf } from './client.ts'
import { anybody, MemoryOffice } from './memory-office.ts'

const order = 'ca-bc-oipc:P21-08'
const ref = parseOrderId(order) as AggregateRef
const path = `/v1/orders/${order}/preview`
const comply = {
  kind: 'comply',
  id: 'c1' as CommandId,
  on: '2022-01-10',
  terms: ['T1'],
  outcome: 'complied',
} as PublicOrderCommand
const extend = {
  kind: 'extend',
  id: 'e1',
  on: '2022-01-10',
  to: '2022-03-01',
  grantedBy: 'court',
  reason: 'consent order',
}

const respondent = { id: 'acme', name: 'Acme', kind: 'organization' }
const words = { en: 'delete', fr: 'détruire' }
const terms = [{ id: 'T1', theme: 'delete', kind: 'mandate', effort: 'absolute', text: words }]

let office: MemoryOffice
let client: ReturnType<typeof clientOf>
beforeEach(async () => {
  office = await new MemoryOffice('ca-bc-oipc', '2022-01-10').replay()
  client = clientOf(office)
})

test('what is previewed is what is recorded, and asking records nothing', async () => {
  const size = office.entries.length
  const preview = previewSchema.parse(await (await client.post(path, comply)).json())
  expect(office.entries.length).toBe(size)
  const { version } = (await office.order(anybody, order as never, {}))?.view ?? { version: -1 }
  expect(preview).toMatchObject({ kind: 'preview', version })
  const recorded = await office.submit(anybody, ref, comply)
  expect(recorded).toMatchObject({ kind: 'recorded', version: version + 1, event: preview.event })
})

test('the dates that would move, before and after', async () => {
  const alberta = clientOf(await new MemoryOffice('ca-ab-oipc', '2022-01-10').replay())
  const preview = await alberta.post('/v1/orders/ca-ab-oipc:P2021-12/preview', extend)
  expect(previewSchema.parse(await preview.json())).toMatchObject({
    deadlines: [{ id: 'comply', before: { date: '2022-01-26' }, after: { date: '2022-03-01' } }],
  })
})

test('the routes that would open or close, and why', async () => {
  const ignored = await new MemoryOffice('ca-bc-oipc', '2022-03-01').replay()
  const at = parseOrderId('ca-bc-oipc:P21-99') as AggregateRef
  const base = { on: '2021-12-14', party: 'acme' }
  for (const command of [
    { ...base, kind: 'issue', id: 'i9', matter: 'm', statute: 'ca-bc-pipa', respondent, terms },
    { ...base, kind: 'serve', id: 's9', means: 'courier' },
  ])
    expect(await ignored.submit(anybody, at, command as never)).toMatchObject({ kind: 'recorded' })
  const stay = { kind: 'stay', id: 'st9', on: '2022-03-01', action: 'ordered', forum: 'court' }
  const asked = await clientOf(ignored).post('/v1/orders/ca-bc-oipc:P21-99/preview', stay)
  const every = { en: 'Every term is stayed', fr: 'Chaque disposition est suspendue' }
  expect(previewSchema.parse(await asked.json())).toMatchObject({
    routes: expect.arrayContaining([
      expect.objectContaining({ route: 'offence', open: false, why: every }),
    ]),
    duties: [],
  })
})

test('a refusal is the one that the command would meet', async () => {
  const wrong = { ...comply, on: '2022-01-11' }
  const asked = await client.post(path, wrong)
  const sent = await client.post(`/v1/orders/${order}/commands`, wrong)
  expect(asked.status).toBe(422)
  expect(await asked.json()).toEqual(await sent.json())
})

test('a command that was recorded before is said to be so', async () => {
  const recorded = await office.submit(anybody, ref, comply)
  expect(await (await client.post(path, comply)).json()).toEqual(recorded)
})

test('an order that is not issued yet, with what it would be', async () => {
  const issue = {
    kind: 'issue',
    id: 'i1',
    on: '2022-01-10',
    matter: 'clearview-ai',
    statute: 'ca-bc-pipa',
    respondent: { id: 'clearview-ai-inc', name: 'Clearview AI, Inc.', kind: 'organization' },
    terms: [
      {
        id: 'T1',
        theme: 'delete',
        kind: 'mandate',
        effort: 'absolute',
        text: { en: 'Delete', fr: 'Supprimer' },
      },
    ],
  }
  const preview = await client.post('/v1/orders/ca-bc-oipc:P22-01/preview', issue)
  expect(previewSchema.parse(await preview.json())).toMatchObject({
    version: 0,
    order: { before: null, after: { status: 'issued', terms: [{ id: 'T1' }] } },
  })
  const foreign = await client.post('/v1/orders/ca-ab-oipc:P22-01/preview', issue)
  expect(foreign.status).toBe(422)
})

test('alarms that fell due before the command are counted in, as the door will record them first', async () => {
  office.today = '2022-02-10' as typeof office.today
  const late = { ...comply, on: '2022-02-10' }
  const preview = previewSchema.parse(await (await client.post(path, late)).json())
  if (preview.kind !== 'preview') throw new Error('recorded by asking')
  expect(preview.order?.before?.nextAlarm?.deadline).toBe('limitation')
  expect(preview.version).toBe((await office.order(anybody, order as never, {}))?.view.version)
})

test('of a matter: the dates that a notice starts', async () => {
  const preview = await client.post('/v1/matters/clearview-ai/preview', {
    kind: 'notice-of-intention',
    id: 'n1',
    on: '2022-01-10',
    notice: 'N1',
    replyBy: '2022-02-10',
  })
  expect(previewSchema.parse(await preview.json())).toMatchObject({
    event: { kind: 'notice-of-intention' },
    order: null,
    deadlines: [{ id: 'reply', name: 'N1', before: null, after: { date: '2022-02-10' } }],
  })
})

test('two dates of one kind are told apart by what they are of', async () => {
  const set = (id: string, deadline: string, to: string) => ({
    kind: 'set-deadline',
    id,
    on: '2022-01-10',
    deadline,
    text: { en: deadline, fr: deadline },
    to,
    reason: 'agreed',
  })
  await client.post(`/v1/orders/${order}/commands`, set('d1', 'audit', '2022-06-01'))
  const preview = await client.post(path, set('d2', 'meeting', '2022-07-01'))
  expect(previewSchema.parse(await preview.json())).toMatchObject({
    deadlines: [{ id: 'by-hand', name: 'meeting', before: null, after: { date: '2022-07-01' } }],
  })
})

test('what may be done now, and why the rest may not', async () => {
  const answer = (await (await client.get(`/v1/orders/${order}/allowed`)).json()) as {
    allowed: unknown[]
  }
  const acts = allowedActSchema.array().parse(answer.allowed)
  expect(acts.find(({ kind }) => kind === 'challenge')).toEqual({ kind: 'challenge', may: true })
  expect(acts.find(({ kind }) => kind === 'issue')).toMatchObject({
    may: false,
    problem: { code: 'already-exists' },
  })
  const foreign = (await client.json('/v1/orders/ca-ab-oipc:P2021-12/allowed')) as {
    allowed: { may: boolean; problem: { code: string } }[]
  }
  expect(foreign.allowed.every(({ may }) => !may)).toBe(true)
  expect(foreign.allowed[0]?.problem.code).toBe('wrong-office')
  const matter = (await client.json('/v1/matters/clearview-ai/allowed')) as { allowed: unknown[] }
  expect(matter.allowed).toContainEqual({ kind: 'noted', may: true })
})
