// Connections to brokers: one's own key, an inbox of one's own, reconnecting for ever. What the broker forbids is logged and never passed over.

import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { connect, errors, nkeyAuthenticator, type NatsConnection } from '@nats-io/transport-node'
import { inboxPrefixOf, type OfficeId } from '../../../shared/kernel/ids.ts'
import { present } from '../../../shared/kernel/present.ts'
import { backOff } from '../../../shared/kernel/back-off.ts'
import { brokerTimeoutMs } from '../../../shared/kernel/limits.ts'
import type { Log } from '../../platform/log.ts'
import { LedgerPermissionError, LedgerUnavailableError } from '../../office/faults.ts'

export type LedgerLog = Pick<Log, 'debug' | 'info' | 'warn' | 'error'>

export interface BrokerAccess {
  readonly url: string
  /** Who connects: its key, and the inbox its answers come to. */
  readonly as: OfficeId
  readonly seed: Uint8Array
  /** Shown by the broker's own monitoring. */
  readonly name: string
  /** Of brokers at `tls://`: whom to believe, and what is shown to a broker that asks. */
  readonly tls?: TlsFiles | undefined
  readonly log: LedgerLog
}

/** PEM files. */
export interface TlsFiles {
  /** The only certificate authorities that are believed; absent: those that Node brings. */
  readonly authorities?: string | undefined
  readonly certificate?: string | undefined
  readonly key?: string | undefined
}

/** A broker at `tls://` speaks TLS from the first byte: nobody on the way can talk both sides out of it. */
export const isTls = (url: string): boolean => url.startsWith('tls://')

/** Connects, or throws `LedgerUnavailableError` or `LedgerPermissionError`. A connection once made comes back by itself after every loss, unless it shall not. */
export async function connectBroker(
  access: BrokerAccess,
  {
    timeoutMs = brokerTimeoutMs,
    comesBack = true,
  }: { readonly timeoutMs?: number; readonly comesBack?: boolean } = {},
): Promise<NatsConnection> {
  const { url, as, seed, name, tls, log } = access
  try {
    const connection = await connect({
      servers: url,
      ...(isTls(url) ? { tls: { handshakeFirst: true, ...pemFiles(tls) } } : {}),
      authenticator: nkeyAuthenticator(seed),
      inboxPrefix: inboxPrefixOf(as),
      name,
      timeout: timeoutMs,
      reconnect: comesBack,
      maxReconnectAttempts: -1,
      reconnectTimeWait: 200,
      reconnectJitter: 100,
      // A broker that is given another configuration may refuse for a moment; giving up would need a person.
      ignoreAuthErrorAbort: true,
      // A connection that is cut without a word is noticed within this, twice.
      pingInterval: 5_000,
      maxPingOut: 2,
      // A stack trace taken at every request, for the few that fail, costs as much as the request; `asFault` says what was asked.
      noAsyncTraces: true,
    })
    void logStatus(connection, url, log)
    return connection
  } catch (cause) {
    throw asFault(cause, `the broker at ${url}`)
  }
}

/** Connects however long it takes, with growing pauses; throws only when `signal` is aborted. `onTrouble` is told every failure. */
export async function connectPatiently(
  access: BrokerAccess,
  signal: AbortSignal,
  onTrouble: (error: Error) => void = () => undefined,
): Promise<NatsConnection> {
  let told: string | undefined
  for (const pauses = brokerPauses(); ;) {
    signal.throwIfAborted()
    const pauseMs = pauses.next().value
    try {
      return await connectBroker(access)
    } catch (error) {
      if (!(error instanceof Error)) throw error
      onTrouble(error)
      // The same again, every few seconds and for days, would fill the log.
      const isNews = error.message !== told
      access.log[isNews ? 'warn' : 'debug'](
        { broker: access.url, err: error },
        'broker not reached; trying again',
      )
      told = error.message
    }
    await sleep(pauseMs, undefined, { signal })
  }
}

/** The pauses after each failure of a broker; a success starts them anew. */
export function brokerPauses(): Generator<number, never> {
  return backOff({ firstMs: 100, longestMs: 5_000 })
}

function pemFiles({ authorities, certificate, key }: TlsFiles = {}) {
  return present({ caFile: authorities, certFile: certificate, keyFile: key })
}

export function readBrokerSeed(file: string): Uint8Array {
  return Buffer.from(readFileSync(file, 'utf8').trim())
}

const forbidden = [
  errors.PermissionViolationError,
  errors.AuthorizationError,
  errors.UserAuthenticationExpiredError,
]

/** What a failed request to a broker means to whoever asked. */
export function asFault(error: unknown, what: string): Error {
  const cause = error instanceof errors.RequestError ? (error.cause ?? error) : error
  const message = cause instanceof Error ? cause.message : String(cause)
  if (forbidden.some((kind) => cause instanceof kind))
    return new LedgerPermissionError(`${what} does not permit this: ${message}`, { cause })
  const why = isNoAnswer(cause) ? 'no answer in time' : message
  return new LedgerUnavailableError(`${what} cannot be used now: ${why}`, { cause })
}

/** The broker is there, and said nothing. */
export function isNoAnswer(error: unknown): boolean {
  return error instanceof errors.TimeoutError
}

async function logStatus(connection: NatsConnection, url: string, log: LedgerLog): Promise<void> {
  for await (const status of connection.status()) {
    if (status.type === 'error') log.error({ broker: url, err: status.error }, 'the broker refuses')
    else if (status.type === 'disconnect') log.warn({ broker: url }, 'broker lost')
    else if (status.type === 'reconnect') log.info({ broker: url }, 'broker is back')
  }
}
