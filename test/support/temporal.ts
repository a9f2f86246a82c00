// A real Temporal dev server for one test file: on free ports of the loopback, with a database of its own, stopped by process id.

import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { Connection } from '@temporalio/client'
import { resolveEngine } from '../../infra/engines/resolve.ts'
import { durableSqlite } from '../../infra/federation/parts.ts'
import { freePort } from '../../infra/federation/ports.ts'
import { searchAttributeFlags } from '../../services/adapters/temporal/search-attributes.ts'

export interface TestTemporal extends AsyncDisposable {
  readonly address: string
  /** SIGKILL, as a power cut would; `start` again finds what the database file has. */
  kill(): Promise<void>
  start(): Promise<void>
}

/** Ready when the namespace answers. Without `dbFile` it keeps its data in memory. */
export async function startTemporal(options: {
  readonly namespace: string
  readonly dbFile?: string
}): Promise<TestTemporal> {
  const { namespace, dbFile } = options
  const engine = await resolveEngine('temporal')
  const port = await freePort()
  const address = `127.0.0.1:${port}`
  let child: ChildProcess | undefined

  async function start(): Promise<void> {
    const args = [
      'server',
      'start-dev',
      '--headless',
      '--ip',
      '127.0.0.1',
      '--port',
      String(port),
      '--http-port',
      String(await freePort()),
      '--namespace',
      namespace,
      '--log-level',
      'never',
      ...searchAttributeFlags,
      ...(dbFile === undefined ? [] : ['--db-filename', dbFile, ...durableSqlite]),
    ]
    const started = spawn(engine.path, args, { stdio: ['ignore', 'ignore', 'inherit'] })
    child = started
    await untilReady(address, namespace, () => started.exitCode)
  }

  async function end(signal: NodeJS.Signals): Promise<void> {
    const ending = child
    child = undefined
    if (ending === undefined || ending.exitCode !== null) return
    ending.kill(signal)
    await once(ending, 'exit')
  }

  await start()
  return { address, start, kill: () => end('SIGKILL'), [Symbol.asyncDispose]: () => end('SIGTERM') }
}

async function untilReady(
  address: string,
  namespace: string,
  exitCode: () => number | null,
): Promise<void> {
  const giveUpAt = Date.now() + 60_000
  for (;;) {
    const connection = Connection.lazy({ address })
    try {
      await connection.withDeadline(Date.now() + 2_000, () =>
        connection.workflowService.describeNamespace({ namespace }),
      )
      return
    } catch (cause) {
      if (exitCode() !== null) throw new Error(`Temporal ended with code ${exitCode()}`, { cause })
      if (Date.now() > giveUpAt) throw new Error(`Temporal did not answer at ${address}`, { cause })
      await sleep(100)
    } finally {
      await connection.close()
    }
  }
}
