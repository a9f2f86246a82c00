// The founding case from end to end, on the real engines: four processes, four brokers, Temporal, a compressed clock.

import { existsSync, readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import { Connection } from '@temporalio/client'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Board } from '../../shared/board/board.schema.ts'
import { commandsOf } from '../../shared/case/commands.ts'
import { workflowIdOf, type AggregateRef, type OfficeId } from '../../shared/kernel/ids.ts'
import { healthSchema, problemDocumentSchema } from '../../shared/contract/views.schema.ts'
import type { ReplaySummary } from '../../services/client/replay/replay.ts'
import { releasedDocumentSchema } from '../../shared/contract/joint.schema.ts'
import { JointRun } from '../support/joint.ts'
import { isRunning, picture, readCase, TestFederation } from '../support/federation.ts'

const federation = new TestFederation()
let summary: ReplaySummary
let before: Awaited<ReturnType<TestFederation['events']>>

beforeAll(async () => {
  await federation.start()
  summary = await federation.replay('clearview-ai.json')
  await federation.caughtUp()
  before = await federation.events()
}, 300_000)
afterAll(() => federation[Symbol.asyncDispose](), 60_000)

const three = <T>(each: T): T[] => [each, each, each]

function termsOf(board: Board, order: string) {
  const found = board.orders.find((each) => each.order === order)
  if (found === undefined) throw new Error(`${order} is not on the board of ${board.office}`)
  return Object.fromEntries(
    found.terms.map(({ id, kind, position, clock, stayed, notBefore, enforceableFrom, due }) => [
      id,
      { kind, position, clock, stayed, notBefore, enforceableFrom, due: due?.date },
    ]),
  )
}

describe('the founding case', () => {
  test('every fact is recorded, none refused', () => {
    expect(summary).toMatchObject({ facts: 24, recorded: 24, refused: [] })
  })

  test('the three orders were issued by the joint action, each on its own date, with the commands of the case', async () => {
    const detail = await new JointRun(federation, 'ca-bc-oipc:J21-01').detail('ca-fed-opc')
    expect(detail.status).toBe('complete')
    expect(detail.offices.map(({ office, step, done }) => [office, step, done])).toEqual([
      ['ca-bc-oipc', 'acted', [{ order: 'ca-bc-oipc:P21-08', version: 1, did: 'issue' }]],
      ['ca-ab-oipc', 'acted', [{ order: 'ca-ab-oipc:P2021-12', version: 1, did: 'issue' }]],
      ['ca-qc-cai', 'acted', [{ order: 'ca-qc-cai:1023158-S', version: 1, did: 'issue' }]],
    ])
    const issued = before.facts
      .filter((fact) => / issued \d{4}/.test(fact))
      .map((fact) => fact.split(' ').slice(0, 3))
    expect(issued).toEqual([
      ['ca-ab-oipc:P2021-12', 'issued', '2021-12-07'],
      ['ca-bc-oipc:P21-08', 'issued', '2021-12-14'],
      ['ca-qc-cai:1023158-S', 'issued', '2021-12-14'],
    ])
    // Sent once more with the id of the fact, it is the same command: the order has it already.
    for (const step of commandsOf(readCase('clearview-ai.json').case))
      if (step.what === 'order-issued')
        expect(await federation.client(step.office).send(step)).toMatchObject({
          kind: 'recorded',
          version: 1,
          event: { kind: 'issued', on: step.on },
        })
  })

  test('the announcement was released by four offices together, the observer among them, which has no order', async () => {
    const run = new JointRun(federation, 'ca-fed-opc:J21-02')
    const detail = await run.detail('ca-qc-cai')
    expect(detail.status).toBe('complete')
    expect(detail.offices.map(({ step }) => step)).toEqual(['acted', 'acted', 'acted', 'acted'])
    expect(detail.history.filter(({ kind }) => kind === 'acted').map(({ on }) => on)).toEqual([
      '2021-12-14',
      '2021-12-14',
      '2021-12-14',
      '2021-12-14',
    ])
    const { signatures } = await federation
      .client('ca-ab-oipc')
      .get(`/v1/joint/${encodeURIComponent(run.joint)}/document`, releasedDocumentSchema)
    expect(signatures.map(({ office }) => office).toSorted()).toEqual([
      'ca-ab-oipc',
      'ca-bc-oipc',
      'ca-fed-opc',
      'ca-qc-cai',
    ])
    expect(
      (await federation.board('ca-fed-opc')).orders.filter(({ order }) =>
        order.startsWith('ca-fed-opc:'),
      ),
    ).toEqual([])
  })

  test('as of 2021-12-20: what is due when, and everything refused', async () => {
    const board = await federation.board('ca-fed-opc', '2021-12-20')
    expect(board.orders.flatMap(({ terms }) => terms.map(({ position }) => position))).toEqual(
      Array.from({ length: 8 }, () => 'refused'),
    )
    const bc = termsOf(board, 'ca-bc-oipc:P21-08')
    expect(Object.values(bc).map(({ due, stayed, clock }) => [due, stayed, clock])).toEqual(
      three(['2022-01-25', false, 'running']),
    )
    const alberta = termsOf(board, 'ca-ab-oipc:P2021-12')
    expect(Object.values(alberta).map(({ notBefore, due }) => [notBefore, due])).toEqual(
      three(['2022-01-22', '2022-01-26']),
    )
    const quebec = termsOf(board, 'ca-qc-cai:1023158-S')
    expect(quebec['T1']).toMatchObject({
      kind: 'prohibition',
      enforceableFrom: '2021-12-14',
      due: '2021-12-14',
      stayed: false,
    })
    expect(quebec['T2']).toMatchObject({ kind: 'mandate', due: '2022-03-14', stayed: false })
  })

  test('as of 2022-01-26: every term of BC and Alberta stayed; in Quebec the mandate, and not the prohibition', async () => {
    const board = await federation.board('ca-fed-opc', '2022-01-26')
    expect(Object.values(termsOf(board, 'ca-bc-oipc:P21-08')).map(({ stayed }) => stayed)).toEqual([
      true,
      true,
      true,
    ])
    expect(
      Object.values(termsOf(board, 'ca-ab-oipc:P2021-12')).map(({ stayed }) => stayed),
    ).toEqual([true, true, true])
    const quebec = termsOf(board, 'ca-qc-cai:1023158-S')
    expect(quebec['T1']?.stayed).toBe(false)
    expect(quebec['T2']?.stayed).toBe(true)
  })

  test.for(['2021-12-20', '2022-01-26', '2026-02-18'])(
    "every commissioner's board of %s equals the observer's",
    async (asOf) => {
      const [first, ...others] = await federation.boards(asOf)
      if (first === undefined) throw new Error('no boards')
      expect(first.orders).toHaveLength(3)
      for (const other of others) expect(picture(other)).toEqual(picture(first))
      for (const board of [first, ...others])
        expect(
          board.followers.map(({ office, state, quarantined }) => [office, state, quarantined]),
        ).toEqual(federation.running.offices.map(({ id }) => [id, 'current', 0]))
    },
  )

  test('an order at the observer is refused by the section that gives it recommendations instead, and Temporal hears nothing of it', async () => {
    const ref: AggregateRef = { office: 'ca-fed-opc' as OfficeId, kind: 'order', id: 'X-1' }
    const response = await fetch(
      `${federation.client('ca-fed-opc').url}/v1/orders/ca-fed-opc:X-1/commands`,
      {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          authorization: `Bearer ${federation.running.offices.find(({ id }) => id === 'ca-fed-opc')?.token}`,
        },
        body: JSON.stringify({ kind: 'withdraw', id: 'w1', on: '2022-01-01', reason: 'test' }),
      },
    )
    expect(response.status).toBe(422)
    expect(problemDocumentSchema.parse(await response.json())).toMatchObject({
      code: 'no-order-power',
      value: 'ca-fed-opc',
      rule: { statute: 'ca-fed-pipeda', section: '13' },
    })
    expect(await workflowStatus(ref)).toBe('none')
  })

  test('an order of another office is refused', async () => {
    const reply = await federation.client('ca-bc-oipc').send({
      ref: { office: 'ca-ab-oipc' as OfficeId, kind: 'order', id: 'P2021-12' },
      command: { kind: 'close', id: 'c1', on: '2022-01-01', reason: 'test' } as never,
    })
    expect(reply).toMatchObject({ kind: 'refused', problem: { code: 'wrong-office' } })
  })

  test('a process says where it is, and that it is well', async () => {
    for (const { id, url } of federation.running.offices) {
      expect(
        JSON.parse(readFileSync(path.join(federation.dataDir, 'offices', id, 'run.json'), 'utf8')),
      ).toEqual({ office: id, url, pid: federation.running.pids()[id] })
      expect((await federation.client(id).get('/v1/health', healthSchema)).status).toBe('ok')
    }
  })
})

describe('a second start', () => {
  test('stops everything in reverse order, and resumes with nothing repeated', async () => {
    const pids = Object.values(federation.running.pids())
    expect(pids).toHaveLength(9)
    federation.lines.length = 0
    await federation.stop()
    expect(federation.lines).toEqual(
      [
        'ca-fed-opc',
        'ca-qc-cai',
        'ca-ab-oipc',
        'ca-bc-oipc',
        'Temporal',
        'broker of ca-fed-opc',
        'broker of ca-qc-cai',
        'broker of ca-ab-oipc',
        'broker of ca-bc-oipc',
      ].map((name) => `Stopping ${name}`),
    )
    expect(pids.filter(isRunning)).toEqual([])
    expect(existsSync(path.join(federation.dataDir, 'processes.json'))).toBe(false)

    await federation.start()
    expect(federation.running.resumed).toBe(true)
    expect(await federation.replay('clearview-ai.json')).toMatchObject({
      recorded: 24,
      refused: [],
    })
    const after = await federation.events()
    expect(after.facts).toEqual(before.facts)
    for (const versions of Object.values(after.versions))
      expect(versions).toEqual(versions.map((_, index) => index + 1))
  }, 300_000)

  test('with a Temporal that has lost everything: what the ledgers have open has its workflows again', async () => {
    await federation.stop()
    for (const suffix of ['', '-wal', '-shm'])
      rmSync(path.join(federation.dataDir, 'temporal', `temporal.sqlite${suffix}`), { force: true })
    await federation.start()
    const order: AggregateRef = { office: 'ca-bc-oipc' as OfficeId, kind: 'order', id: 'P21-08' }
    await federation.until(
      'the workflow of the BC order',
      async () => (await workflowStatus(order)) === 'running',
    )
    await federation.until(
      'the workflow of the federal matter',
      async () =>
        (await workflowStatus({
          office: 'ca-fed-opc' as OfficeId,
          kind: 'matter',
          id: 'clearview-ai',
        })) === 'running',
    )
    const reply = await federation.client('ca-bc-oipc').send({
      ref: order,
      command: { kind: 'close', id: 'closing', on: '2026-03-02', reason: 'test' } as never,
    })
    expect(reply).toMatchObject({ kind: 'recorded', event: { kind: 'closed' } })
    await federation.until(
      'the end of the workflow',
      async () => (await workflowStatus(order)) === 'completed',
    )
  }, 300_000)
})

/** Asked of Temporal itself, without the office's key: a status is not a secret. */
async function workflowStatus(ref: AggregateRef): Promise<'running' | 'completed' | 'none'> {
  const { config } = federation.running.layout.office(ref.office)
  const { temporal } = JSON.parse(readFileSync(config, 'utf8')) as {
    temporal: { address: string; namespace: string }
  }
  const connection = await Connection.connect({ address: temporal.address })
  try {
    const { workflowExecutionInfo } = await connection.workflowService.describeWorkflowExecution({
      namespace: temporal.namespace,
      execution: { workflowId: workflowIdOf(ref) },
    })
    return workflowExecutionInfo?.status === 1 ? 'running' : 'completed'
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 5) return 'none'
    throw error
  } finally {
    await connection.close()
  }
}
