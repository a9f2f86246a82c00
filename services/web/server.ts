// Opens the socket for an application and closes it in order. Loopback unless told otherwise.

import { serve } from '@hono/node-server'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createApp, type AppOptions } from './app.ts'
import { boundHalfOpen } from './half-open.ts'
import type { OfficeApi } from '../../shared/contract/office-api.ts'
import {
  bodyTimeoutMs,
  headersTimeoutMs,
  maxConnections,
  maxHalfOpenPerClient,
} from '../../shared/kernel/limits.ts'

export interface ServerOptions extends Omit<AppOptions, 'signal' | 'hosts'> {
  readonly host?: string
  /** 0 takes a free port. */
  readonly port: number
  /** Names in the Host header besides the loopback names and `host`, for a proxy in front. */
  readonly hosts?: readonly string[] | undefined
}

export interface HttpServer extends AsyncDisposable {
  readonly url: string
  readonly port: number
}

/** Listens, or throws an error that names the address (`EADDRINUSE` keeps its code in the cause). */
export async function startHttp(api: OfficeApi, options: ServerOptions): Promise<HttpServer> {
  const { host = '127.0.0.1', port, hosts = [], ...rest } = options
  const stopping = new AbortController()
  const app = createApp(api, {
    ...rest,
    signal: stopping.signal,
    hosts: ['127.0.0.1', 'localhost', '[::1]', host, ...hosts],
  })
  const server = await new Promise<Server>((resolve, reject) => {
    const created = serve(
      {
        fetch: app.fetch,
        hostname: host,
        port,
        serverOptions: {
          headersTimeout: headersTimeoutMs,
          requestTimeout: bodyTimeoutMs,
          connectionsCheckingInterval: headersTimeoutMs / 5,
        },
      },
      () => resolve(created),
    ) as Server
    created.maxConnections = maxConnections
    boundHalfOpen(created, maxHalfOpenPerClient)
    created.once('error', (cause) =>
      reject(new Error(`Cannot listen on ${host}:${port}: ${cause.message}`, { cause })),
    )
  })
  const address = server.address() as AddressInfo
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${address.port}`,
    port: address.port,
    async [Symbol.asyncDispose]() {
      stopping.abort()
      // A stream that just ended leaves an idle connection behind; whatever is still busy after the grace does not let go.
      const idle = setInterval(() => server.closeIdleConnections(), 20)
      const late = setTimeout(() => server.closeAllConnections(), closeGraceMs)
      await new Promise<void>((resolve) => server.close(() => resolve()))
      clearInterval(idle)
      clearTimeout(late)
    },
  }
}

/** Time for requests in flight to be answered when the server stops. */
const closeGraceMs = 5_000
