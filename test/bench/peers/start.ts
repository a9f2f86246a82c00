// The peers, each with its engine and its own program as processes of their own, ready to be sent commands.

import { fork, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, mkdirSync, openSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Client, Connection, WithStartWorkflowOperation } from '@temporalio/client'
import { keyFilesIn } from '../../../infra/brokers/keys.ts'
import type { OrderCommand } from '../../../shared/order/order.schema.ts'
import type { TestBrokers } from '../../support/nats.ts'
import { freePort } from '../../../infra/federation/ports.ts'
import { commandsPerOrder } from '../orders.ts'
import { floor } from '../stage.ts'
import { startDurableTemporal } from '../temporal.ts'
import { restateServer } from './packages.ts'
import { peerTaskQueue, type PeerSays, type PeerStart } from './peer-main.ts'
import { openPostgres } from './postgres.ts'

export interface Peer extends AsyncDisposable {
  readonly name: string
  /** Resolves when it is published and the peer has written down that it was. */
  send(order: string, command: OrderCommand): Promise<void>
}

type Own = PeerStart extends infer Each
  ? Each extends PeerStart
    ? Omit<Each, 'floor' | 'keys'>
    : never
  : never

export async function startTemporalPeer(brokers: TestBrokers): Promise<Peer> {
  await using opened = new AsyncDisposableStack()
  const folder = path.join(brokers.folder, 'peer-temporal')
  const { address } = opened.use(await startDurableTemporal(folder, brokers.office(floor).entry.id))
  const namespace = floor
  await startProgram(opened, brokers, { kind: 'temporal', address, namespace })
  const connection = opened.adopt(await Connection.connect({ address }), (each) => each.close())
  const { workflow } = new Client({ connection, namespace })
  type Bare = (commands: number) => Promise<void>
  const stack = opened.move()
  return {
    name: 'a bare Temporal workflow (update, local activity)',
    async send(order, command) {
      if (command.kind !== 'issue') {
        await workflow.getHandle(order).executeUpdate('take', { args: [command] })
        return
      }
      const startWorkflowOperation = new WithStartWorkflowOperation<Bare>('bare', {
        workflowId: order,
        taskQueue: peerTaskQueue,
        args: [commandsPerOrder],
        workflowIdConflictPolicy: 'FAIL',
      })
      await workflow.executeUpdateWithStart('take', { args: [command], startWorkflowOperation })
    },
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  }
}

export async function startRestatePeer(brokers: TestBrokers): Promise<Peer> {
  await using opened = new AsyncDisposableStack()
  const folder = path.join(brokers.folder, 'peer-restate')
  mkdirSync(folder, { recursive: true })
  const [ingress, admin, fabric] = [await freePort(), await freePort(), await freePort()]
  const log = openSync(path.join(folder, 'restate.log'), 'a')
  const server = spawn(restateServer(), ['--base-dir', folder, '--node-name', 'bench'], {
    stdio: ['ignore', log, log],
    env: {
      ...process.env,
      RESTATE_INGRESS__BIND_ADDRESS: `127.0.0.1:${ingress}`,
      RESTATE_ADMIN__BIND_ADDRESS: `127.0.0.1:${admin}`,
      RESTATE_BIND_ADDRESS: `127.0.0.1:${fabric}`,
      RESTATE_ADVERTISED_ADDRESS: `http://127.0.0.1:${fabric}`,
      RESTATE_DISABLE_TELEMETRY: 'true',
      RUST_LOG: 'error',
    },
  })
  closeSync(log)
  opened.defer(() => stopped(server))
  const port = await startProgram(opened, brokers, { kind: 'restate', port: await freePort() })
  await untilRegistered(`http://127.0.0.1:${admin}/deployments`, `http://127.0.0.1:${port}`)
  const stack = opened.move()
  return {
    name: 'Restate 1.7.12 (virtual object)',
    send: (order, command) => post(`http://127.0.0.1:${ingress}/order/${order}/take`, command),
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  }
}

/** Undefined, with a line that says so, where there is no PostgreSQL. */
export async function startDbosPeer(
  brokers: TestBrokers,
  report: (line: string) => void,
): Promise<Peer | undefined> {
  await using opened = new AsyncDisposableStack()
  const postgres = await openPostgres()
  if (postgres === undefined) {
    report('DBOS is left out: no CONCERT_POSTGRES_URL, and no PostgreSQL on this machine')
    return undefined
  }
  opened.use(postgres)
  const port = await startProgram(opened, brokers, { kind: 'dbos', databaseUrl: postgres.url })
  const stack = opened.move()
  return {
    name: `DBOS on ${postgres.name}`,
    send: (_, command) => post(`http://127.0.0.1:${port}/`, command),
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  }
}

/** Answers the port that it serves at, which is its own to choose. */
async function startProgram(
  opened: AsyncDisposableStack,
  brokers: TestBrokers,
  own: Own,
): Promise<number> {
  const { entry, folder } = brokers.office(floor)
  const keys = keyFilesIn(path.join(folder, 'keys'))
  const child = fork(path.join(import.meta.dirname, 'peer-main.ts'), {
    execArgv: ['--disable-warning=ExperimentalWarning'],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  opened.defer(async () => {
    if (child.connected) child.disconnect()
    await stopped(child)
  })
  child.send({ ...own, floor: entry, keys: { broker: keys.broker, event: keys.event } })
  const [says] = (await Promise.race([
    once(child, 'message'),
    once(child, 'exit').then(() => [{ kind: 'failed', why: 'its process ended' }]),
  ])) as [PeerSays]
  if (says.kind === 'failed') throw new Error(`The program on ${own.kind}: ${says.why}`)
  return says.port
}

async function stopped(child: ReturnType<typeof spawn>): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  child.kill('SIGTERM')
  await once(child, 'exit')
}

async function untilRegistered(deployments: string, uri: string): Promise<void> {
  for (const giveUpAt = Date.now() + 60_000; ; await sleep(200)) {
    try {
      return await post(deployments, { uri })
    } catch (error) {
      if (Date.now() > giveUpAt) throw error
    }
  }
}

async function post(url: string, body: unknown): Promise<void> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  const text = await response.text()
  if (!response.ok) throw new Error(`${url} answers ${response.status}: ${text}`)
}
