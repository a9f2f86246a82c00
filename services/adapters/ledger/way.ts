// The way to a broker, tried layer by layer up to the first that fails: name, connection, TLS, key, permission, ledger.
// It says which layer it was and what the system said; what to do about it is said in `services/office/ways.ts`.

import { lookup } from 'node:dns/promises'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { connect as connectSocket, isIP, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import type { NatsConnection } from '@nats-io/transport-node'
import type { Instant } from '../../../shared/kernel/date.ts'
import { wayTimeoutMs } from '../../../shared/kernel/limits.ts'
import type { OfficeEntry } from '../../../shared/office/directory.schema.ts'
import { LedgerPermissionError } from '../../office/faults.ts'
import type { Way } from '../../office/ports.ts'
import { connectBroker, isTls, type BrokerAccess, type TlsFiles } from './broker.ts'
import { readBatch } from './read.ts'

/** Tries the way to the broker of `entry` on connections of its own. Never throws. */
export async function tryWay(
  entry: OfficeEntry,
  access: Omit<BrokerAccess, 'url'>,
  timeoutMs: number = wayTimeoutMs,
): Promise<Way> {
  const { url } = entry.broker
  const { hostname, port } = hostOf(url)
  const startedMs = performance.now()
  const reached = { office: entry.id, url }
  let layer: Extract<Way, { kind: 'failed' }>['layer'] = 'name'
  let certificateEnds: Instant | undefined
  let connection: NatsConnection | undefined
  try {
    const { address } = await within(timeoutMs, lookup(hostname))
    layer = 'connection'
    await connected(connectSocket(port, address), timeoutMs)
    layer = 'tls'
    if (isTls(url)) certificateEnds = await shakeHands(hostname, port, access.tls, timeoutMs)
    else await refuseToSpeakInClear(port, address, timeoutMs)
    layer = 'key'
    connection = await connectBroker(
      { ...access, url, name: `${access.name}, connection test`, log: silent },
      { timeoutMs },
    )
    layer = 'permission'
    const { messages, pending } = await readBatch(connection, { from: 1, limit: 1, timeoutMs })
    return {
      ...reached,
      kind: 'open',
      isEncrypted: isTls(url),
      certificateEnds,
      entries: messages.length + pending,
      tookMs: Math.round(performance.now() - startedMs),
    }
  } catch (error) {
    // What is not forbidden has been asked: it is the ledger that does not answer.
    const failed = layer === 'permission' && !isForbidden(error) ? 'ledger' : layer
    return { ...reached, kind: 'failed', layer: failed, why: whyOf(error) }
  } finally {
    await connection?.close()
  }
}

function hostOf(url: string): { readonly hostname: string; readonly port: number } {
  const { hostname, port } = new URL(url)
  return { hostname: hostname.replace(/^\[|\]$/g, ''), port: Number(port === '' ? 4222 : port) }
}

async function connected(socket: Socket, timeoutMs: number): Promise<void> {
  try {
    await within(timeoutMs, once(socket, 'connect'))
  } finally {
    socket.destroy()
  }
}

/** When the broker's certificate ends. */
async function shakeHands(
  hostname: string,
  port: number,
  files: TlsFiles = {},
  timeoutMs: number,
): Promise<Instant> {
  const pem = (file: string | undefined) => (file === undefined ? undefined : readFileSync(file))
  const socket = connectTls({
    host: hostname,
    port,
    ...(isIP(hostname) === 0 ? { servername: hostname } : {}),
    ca: pem(files.authorities),
    cert: pem(files.certificate),
    key: pem(files.key),
  })
  try {
    await within(timeoutMs, once(socket, 'secureConnect'))
    const ends = new Date(socket.getPeerCertificate().valid_to).toISOString() as Instant
    // Under TLS 1.3 a broker that wants to see our certificate says so only after the handshake.
    await within(timeoutMs, once(socket, 'data'))
    return ends
  } finally {
    socket.destroy()
  }
}

/** A broker that only speaks TLS says nothing before, or says that it wants to. */
async function refuseToSpeakInClear(port: number, host: string, timeoutMs: number): Promise<void> {
  const socket = connectSocket(port, host)
  try {
    const [greeting] = (await within(timeoutMs, once(socket, 'data')).catch(() => {
      throw new Error('no greeting: it stands still, or it waits for TLS first')
    })) as [Buffer]
    if (/"tls_required":\s*true/.test(greeting.toString())) throw new Error('it asks for TLS')
  } finally {
    socket.destroy()
  }
}

async function within<T>(timeoutMs: number, what: Promise<T>): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(() => reject(new Error(`no answer within ${timeoutMs} ms`)), timeoutMs)
  try {
    return await Promise.race([what, promise])
  } finally {
    clearTimeout(timer)
  }
}

const isForbidden = (error: unknown) => error instanceof LedgerPermissionError

/** The system's own words. */
function whyOf(error: unknown): string {
  const { cause } = error as { readonly cause?: unknown }
  const told = cause instanceof Error && cause.message !== '' ? cause : error
  return told instanceof Error ? told.message : String(told)
}

const nothing = () => undefined
const silent = { debug: nothing, info: nothing, warn: nothing, error: nothing }
