// An office's two connections to its Temporal namespace: one for telling, one for the worker.
// What is sent over them is in lives.ts and worker.ts.

import { Client, Connection } from '@temporalio/client'
import type { DataConverter } from '@temporalio/common'
import { NativeConnection } from '@temporalio/worker'

export interface TemporalLink extends AsyncDisposable {
  readonly client: Client
  readonly native: NativeConnection
}

/** Throws, naming the address, if Temporal or the namespace does not answer within `timeoutMs`. Both reconnect by themselves later. */
export async function connectTemporal(options: {
  readonly address: string
  readonly namespace: string
  readonly converter: DataConverter
  readonly timeoutMs?: number
}): Promise<TemporalLink> {
  const { address, namespace, converter, timeoutMs = 10_000 } = options
  await using opened = new AsyncDisposableStack()
  try {
    const connection = opened.adopt(
      await Connection.connect({ address, connectTimeout: timeoutMs }),
      (each) => each.close(),
    )
    await connection.withDeadline(Date.now() + timeoutMs, () =>
      connection.workflowService.describeNamespace({ namespace }),
    )
    const native = opened.adopt(await NativeConnection.connect({ address }), (each) => each.close())
    const client = new Client({ connection, namespace, dataConverter: converter })
    const stack = opened.move()
    return { client, native, [Symbol.asyncDispose]: () => stack.disposeAsync() }
  } catch (cause) {
    throw new Error(
      `Temporal at ${address} does not answer for namespace "${namespace}": start it, or correct the address in office.json`,
      { cause },
    )
  }
}
