// An office's two connections to its Temporal namespace: one for telling, one for the worker.
// What is sent over them is in lives.ts and worker.ts.

import { readFileSync } from 'node:fs'
import { Client, Connection, isGrpcServiceError } from '@temporalio/client'
import type { DataConverter } from '@temporalio/common'
import { NativeConnection } from '@temporalio/worker'

export interface TemporalLink extends AsyncDisposable {
  readonly client: Client
  readonly native: NativeConnection
}

export interface TemporalAddress {
  readonly address: string
  readonly namespace: string
  /** Present: TLS. PEM files. */
  readonly tls?: TemporalTls | undefined
  /** A file; it is sent over TLS only. */
  readonly apiKey?: string | undefined
}

interface TemporalTls {
  /** The only certificate authorities that are believed; absent: those of this system. */
  readonly authorities?: string | undefined
  readonly certificate?: string | undefined
  readonly key?: string | undefined
}

/** Throws, naming the address, if Temporal or the namespace does not answer within `timeoutMs`. Both reconnect by themselves later. */
export async function connectTemporal(
  options: TemporalAddress & {
    readonly converter: DataConverter
    readonly timeoutMs?: number
  },
): Promise<TemporalLink> {
  const { address, namespace, converter, timeoutMs = 10_000 } = options
  await using opened = new AsyncDisposableStack()
  try {
    const way = { address, ...secured(options) }
    const connection = opened.adopt(
      await Connection.connect({ ...way, connectTimeout: timeoutMs }),
      (each) => each.close(),
    )
    await connection.withDeadline(Date.now() + timeoutMs, () =>
      connection.workflowService.describeNamespace({ namespace }),
    )
    const native = opened.adopt(await NativeConnection.connect(way), (each) => each.close())
    const client = new Client({ connection, namespace, dataConverter: converter })
    const stack = opened.move()
    return { client, native, [Symbol.asyncDispose]: () => stack.disposeAsync() }
  } catch (cause) {
    throw new Error(
      isNamespaceMissing(cause)
        ? `Temporal at ${address} has no namespace "${namespace}": make it ("temporal operator namespace create --namespace ${namespace}"), or correct the name in office.json`
        : `Temporal at ${address} does not answer for namespace "${namespace}": start it, or correct the address in office.json`,
      { cause },
    )
  }
}

export type TriedTemporal =
  | { readonly kind: 'there'; readonly version: string }
  | { readonly kind: 'no-namespace' }
  | { readonly kind: 'away'; readonly why: string }

/** Asks once, on a connection of its own. Never throws. */
export async function tryTemporal(
  asked: TemporalAddress,
  timeoutMs = 3_000,
): Promise<TriedTemporal> {
  const { address, namespace } = asked
  let connection: Connection | undefined
  try {
    const opened = await Connection.connect({
      address,
      ...secured(asked),
      connectTimeout: timeoutMs,
    })
    connection = opened
    return await opened.withDeadline(Date.now() + timeoutMs, async () => {
      await opened.workflowService.describeNamespace({ namespace })
      const { serverVersion } = await opened.workflowService.getSystemInfo({})
      return { kind: 'there', version: serverVersion ?? '' }
    })
  } catch (error) {
    if (isNamespaceMissing(error)) return { kind: 'no-namespace' }
    return { kind: 'away', why: error instanceof Error ? error.message : String(error) }
  } finally {
    await connection?.close()
  }
}

/** Temporal is there, and does not know the namespace. */
function isNamespaceMissing(error: unknown): boolean {
  return isGrpcServiceError(error) && error.code === notFound
}
const notFound = 5

function secured({ tls, apiKey }: TemporalAddress) {
  const read = (file: string) => readFileSync(file)
  const { authorities, certificate, key } = tls ?? {}
  return {
    ...(tls === undefined
      ? {}
      : {
          tls: {
            ...(authorities === undefined ? {} : { serverRootCACertificate: read(authorities) }),
            ...(certificate === undefined || key === undefined
              ? {}
              : { clientCertPair: { crt: read(certificate), key: read(key) } }),
          },
        }),
    ...(apiKey === undefined ? {} : { apiKey: readFileSync(apiKey, 'utf8').trim() }),
  }
}
