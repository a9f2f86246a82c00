// What if, on the real engines: simulations answer, and neither a broker nor Temporal can tell that they were asked.

import { Connection } from '@temporalio/client'
import { jetstreamManager } from '@nats-io/jetstream'
import { connect, nkeyAuthenticator } from '@nats-io/transport-node'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { z } from 'zod'
import {
  inboxPrefixOf,
  ledgerStream,
  type AggregateRef,
  type OfficeId,
} from '../../shared/kernel/ids.ts'
import { simulationSchema } from '../../shared/contract/simulation.schema.ts'
import { orderDetailSchema } from '../../shared/contract/views.schema.ts'
import { readBrokerSeed } from '../../services/adapters/ledger/broker.ts'
import { loadConfig } from '../../services/platform/config.ts'
import { TestFederation } from '../support/federation.ts'

/** As fast as the README's own case: nothing here depends on which alarm rang before which fact. */
const federation = new TestFederation({ rate: 20_000_000 })
const orders = ['ca-bc-oipc:P21-08', 'ca-ab-oipc:P2021-12', 'ca-qc-cai:1023158-S']

beforeAll(async () => {
  await federation.start()
  await federation.replay('clearview-ai.json')
}, 180_000)
afterAll(() => federation[Symbol.asyncDispose](), 60_000)

/** A question of every kind: a fact moved, supposed, in the future, refused by the order's state, refused by the law. */
const changes = [
  { kind: 'move-service', orders, party: 'clearview-ai-inc', to: '2021-12-20' },
  {
    kind: 'record',
    orders,
    command: {
      kind: 'challenge',
      id: 'supposed',
      on: '2022-01-10',
      challenge: 'supposed',
      challengeKind: 'judicial-review',
      forum: 'court',
    },
  },
  {
    kind: 'record',
    orders,
    command: {
      kind: 'decide',
      id: 'lost',
      on: '2035-06-01',
      challenge: 'supposed',
      outcome: 'upheld',
      citation: 'x',
      endsStay: true,
    },
  },
  {
    kind: 'record',
    orders,
    command: {
      kind: 'decide',
      id: 'nothing',
      on: '2022-06-01',
      challenge: 'none',
      outcome: 'upheld',
      citation: 'y',
    },
  },
  {
    kind: 'record',
    orders,
    command: {
      kind: 'extend',
      id: 'more',
      on: '2021-12-22',
      to: '2022-06-01',
      grantedBy: 'office',
      reason: 'asked',
    },
  },
  {
    kind: 'record',
    orders,
    command: { kind: 'close', id: 'end', on: '2036-01-01', reason: 'done' },
  },
]

async function askEveryOffice(): Promise<z.output<typeof simulationSchema>[]> {
  return Promise.all(
    federation.running.offices.map(({ id }) =>
      federation
        .client(id)
        .post('/v1/simulations', { asOf: '2030-01-01', changes }, simulationSchema),
    ),
  )
}

test('every office answers alike, for the orders of all of them', async () => {
  const [first, ...others] = await askEveryOffice()
  expect(first?.orders.map(({ changed }) => changed)).toEqual([true, true, true])
  expect(first?.steps.filter(({ change }) => change !== null)).toHaveLength(
    changes.length * orders.length,
  )
  expect(first?.steps.some(({ kind }) => kind === 'refused')).toBe(true)
  for (const other of others) expect(other).toEqual(first)
})

test('no message in any ledger, no event in any workflow, nothing in any projection; a real command has all three', async () => {
  await atRest()
  const before = await counters()
  for (let n = 0; n < 5; n += 1) await askEveryOffice()
  for (const { id, url, token } of federation.running.offices) {
    const page = await fetch(
      `${url}/orders/ca-bc-oipc/P21-08?if-party=clearview-ai-inc&if-serve=2021-12-20&if-lose=2022-06-01`,
      { headers: { authorization: `Bearer ${token}` } },
    )
    expect(page.status, id).toBe(200)
    await page.text()
  }
  expect(await counters()).toEqual(before)

  const ref: AggregateRef = { office: 'ca-bc-oipc' as OfficeId, kind: 'order', id: 'P21-08' }
  const reply = await federation.client('ca-bc-oipc').send({
    ref,
    command: {
      kind: 'stay',
      id: 'real',
      on: '2026-03-02',
      action: 'sought',
      forum: 'court',
    } as never,
  })
  if (reply.kind !== 'recorded') throw new Error(JSON.stringify(reply))
  await federation.until('the event at every office', async () =>
    (await histories()).every((history) => history.includes(reply.eventId)),
  )
  const after = await counters()
  expect(after.messages['ca-bc-oipc']).toBe((before.messages['ca-bc-oipc'] ?? 0) + 1)
  expect(after.workflows['ca-bc-oipc']).not.toEqual(before.workflows['ca-bc-oipc'])
  expect(after.histories).not.toEqual(before.histories)
}, 300_000)

test('with every broker and Temporal frozen, simulations answer all the same', async () => {
  const before = await askEveryOffice()
  const engines = Object.entries(federation.running.pids()).filter(
    ([name]) => name === 'Temporal' || name.startsWith('broker of '),
  )
  expect(engines).toHaveLength(5)
  for (const [, pid] of engines) process.kill(pid, 'SIGSTOP')
  try {
    expect(await askEveryOffice()).toEqual(before)
  } finally {
    for (const [, pid] of engines) process.kill(pid, 'SIGCONT')
  }
})

/** Alarms go off while the compressed clock catches up with today; what is counted must not move by itself. */
async function atRest(): Promise<void> {
  await federation.caughtUp()
  // All is told: what is left are a few workflow tasks, of which each ends by itself.
  let last = ''
  let sinceMs = Date.now()
  await federation.until('rest', async () => {
    const now = JSON.stringify(await counters())
    if (now !== last) sinceMs = Date.now()
    last = now
    return Date.now() - sinceMs > restMs
  })
}

const restMs = 3_000

async function counters() {
  const messages: Record<string, number> = {}
  const workflows: Record<string, Record<string, string>> = {}
  for (const { id } of federation.running.offices) {
    const { config, office } = loadConfig(federation.running.layout.office(id).config, {})
    messages[id] = await messagesIn(office.broker.url, office.id, config.keys.broker)
    workflows[id] = await historyLengths(config.temporal)
  }
  return { messages, workflows, histories: await histories() }
}

async function messagesIn(url: string, office: OfficeId, keyFile: string): Promise<number> {
  const client = await connect({
    servers: url,
    authenticator: nkeyAuthenticator(readBrokerSeed(keyFile)),
    inboxPrefix: inboxPrefixOf(office),
    reconnect: false,
  })
  try {
    const { state } = await (
      await jetstreamManager(client, { checkAPI: false })
    ).streams.info(ledgerStream)
    return state.messages
  } finally {
    await client.close()
  }
}

/** Every run of every workflow with the length of its history: an update that is accepted lengthens it. */
async function historyLengths({
  address,
  namespace,
}: {
  address: string
  namespace: string
}): Promise<Record<string, string>> {
  const connection = await Connection.connect({ address })
  try {
    const { executions = [] } = await connection.workflowService.listWorkflowExecutions({
      namespace,
      pageSize: 100,
    })
    const lengths = await Promise.all(
      executions.map(async ({ execution }): Promise<[string, string]> => {
        const { workflowExecutionInfo } =
          await connection.workflowService.describeWorkflowExecution({
            namespace,
            execution: execution ?? null,
          })
        return [
          `${execution?.workflowId} ${execution?.runId}`,
          String(workflowExecutionInfo?.historyLength),
        ]
      }),
    )
    expect(lengths.length).toBeGreaterThan(0)
    return Object.fromEntries(lengths.toSorted(([a], [b]) => (a < b ? -1 : 1)))
  } finally {
    await connection.close()
  }
}

/** What every office has stored of every order. */
async function histories(): Promise<string[]> {
  return Promise.all(
    federation.running.offices.map(async ({ id }) => {
      const details = await Promise.all(
        orders.map((order) =>
          federation.client(id).get(`/v1/orders/${encodeURIComponent(order)}`, orderDetailSchema),
        ),
      )
      return details
        .flatMap(({ history }) => history.map((entry) => `${entry.id} ${entry.event.kind}`))
        .join('\n')
    }),
  )
}
