// A peer's own program, in a process of its own: for every command it signs and publishes an event within what the peer calls a durable step, and does nothing else.
// It decides nothing, which our office does: a peer is measured at its best.

import { createServer } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { NativeConnection, Worker } from '@temporalio/worker'
import { pino } from 'pino'
import { workflowBundle } from '../../../services/adapters/temporal/bundle.ts'
import { installRuntime } from '../../../services/adapters/temporal/runtime.ts'
import { readBrokerSeed } from '../../../services/adapters/ledger/broker.ts'
import { readSigner } from '../../../services/adapters/ledger/sign.ts'
import type { OfficeEntry } from '../../../shared/office/directory.schema.ts'
import { openFloor } from '../floor.ts'
import { importPeer } from './packages.ts'

export type Publish = (command: { readonly kind: string }) => Promise<number>

/** By IPC, once. */
export type PeerStart = {
  readonly floor: OfficeEntry
  readonly keys: { readonly broker: string; readonly event: string }
} & (
  | { readonly kind: 'temporal'; readonly address: string; readonly namespace: string }
  | { readonly kind: 'restate'; readonly port: number }
  | { readonly kind: 'dbos'; readonly databaseUrl: string }
)
export type PeerSays =
  | { readonly kind: 'ready'; readonly port: number }
  | { readonly kind: 'failed'; readonly why: string }

export const peerTaskQueue = 'bench-peer'

process.once('message', (start: PeerStart) => {
  run(start).then(
    (port) => say({ kind: 'ready', port }),
    (error: unknown) =>
      say({
        kind: 'failed',
        why: error instanceof Error ? (error.stack ?? error.message) : String(error),
      }),
  )
})
process.once('disconnect', () => process.exit())

async function run(start: PeerStart): Promise<number> {
  const seed = readBrokerSeed(start.keys.broker)
  const floor = await openFloor({ entry: start.floor, seed, signer: readSigner(start.keys.event) })
  const publish: Publish = (command) => floor.signAndPublish(command)
  switch (start.kind) {
    case 'temporal':
      return runTemporal(start, publish)
    case 'restate':
      return runRestate(start.port, publish)
    case 'dbos':
      return runDbos(start.databaseUrl, publish)
  }
}

async function runTemporal(
  { address, namespace }: Extract<PeerStart, { kind: 'temporal' }>,
  publish: Publish,
): Promise<number> {
  installRuntime(pino({ level: 'silent' }))
  const worker = await Worker.create({
    connection: await NativeConnection.connect({ address }),
    namespace,
    taskQueue: peerTaskQueue,
    activities: { publish },
    workflowBundle: {
      codePath: await workflowBundle({
        entry: new URL('workflows/index.ts', import.meta.url).pathname,
      }),
    },
  })
  worker.run().catch((error: unknown) => say({ kind: 'failed', why: String(error) }))
  return 0
}

/** What is used of its SDK. */
interface Restate {
  object(definition: {
    name: string
    handlers: Record<string, (context: RestateContext, command: never) => Promise<number>>
  }): unknown
  serve(options: { services: unknown[]; port: number }): Promise<number>
}
interface RestateContext {
  run<T>(name: string, work: () => Promise<T>): Promise<T>
  set(name: string, value: unknown): void
}

/** A virtual object for each order: its commands come one after another, and its state is the last sequence. */
async function runRestate(port: number, publish: Publish): Promise<number> {
  const { object, serve } = (await importPeer('@restatedev/restate-sdk')) as Restate
  const order = object({
    name: 'order',
    handlers: {
      take: async (context, command) => {
        const sequence = await context.run('publish', () => publish(command))
        context.set('sequence', sequence)
        return sequence
      },
    },
  })
  return serve({ services: [order], port })
}

/** What is used of its SDK. */
interface Dbos {
  setConfig(config: { name: string; systemDatabaseUrl: string; logLevel: string }): void
  launch(): Promise<void>
  registerWorkflow<A extends unknown[], R>(
    work: (...args: A) => Promise<R>,
    options: { name: string },
  ): (...args: A) => Promise<R>
  runStep<R>(work: () => Promise<R>, options: { name: string }): Promise<R>
  withNextWorkflowID<R>(id: string, call: () => Promise<R>): Promise<R>
}

/** A workflow for each command, whose id is the command's: sent again it answers the same. It brings no door, so it is given the smallest. */
async function runDbos(databaseUrl: string, publish: Publish): Promise<number> {
  const { DBOS } = (await importPeer('@dbos-inc/dbos-sdk')) as { DBOS: Dbos }
  DBOS.setConfig({ name: 'bench', systemDatabaseUrl: databaseUrl, logLevel: 'error' })
  const take = DBOS.registerWorkflow(
    (command: { readonly kind: string }) =>
      DBOS.runStep(() => publish(command), { name: 'publish' }),
    { name: 'take' },
  )
  await DBOS.launch()
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const command = JSON.parse(Buffer.concat(chunks).toString()) as { kind: string; id: string }
      DBOS.withNextWorkflowID(command.id, () => take(command)).then(
        (sequence) => response.end(JSON.stringify(sequence)),
        (error: unknown) => response.writeHead(500).end(String(error)),
      )
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return (server.address() as AddressInfo).port
}

function say(what: PeerSays): void {
  process.send?.(what)
}
