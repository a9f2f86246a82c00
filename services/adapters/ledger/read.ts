// Reads a ledger by the one request a reader may send: a batch of stored messages from a sequence on, up to the broker's end marker.

import { createHash } from 'node:crypto'
import type { Msg, NatsConnection } from '@nats-io/transport-node'
import { directGetSubject } from '../../../shared/kernel/ids.ts'
import { brokerTimeoutMs, readBatchBytes, readBatchEvents } from '../../../shared/kernel/limits.ts'
import type { LedgerMessage } from '../../../shared/ledger/verify.ts'
import { asFault } from './broker.ts'
import { LedgerUnavailableError } from '../../office/faults.ts'

export interface ReadRequest {
  /** First sequence wanted. */
  readonly from: number
  readonly limit?: number
  /** Only this subject. */
  readonly subject?: string
  /** Another stream than the ledger, by what one asks it with. */
  readonly requestSubject?: string
  readonly timeoutMs?: number
}

export interface Batch {
  readonly messages: readonly LedgerMessage[]
  /** How many more there are after these; 0 at the end of the ledger. */
  readonly pending: number
}

/** Throws `LedgerUnavailableError` where no answer comes, `LedgerPermissionError` where the broker forbids it. */
export async function readBatch(connection: NatsConnection, request: ReadRequest): Promise<Batch> {
  const {
    from,
    limit = readBatchEvents,
    subject,
    requestSubject = directGetSubject,
    timeoutMs = brokerTimeoutMs,
  } = request
  const query = {
    seq: Math.max(1, from),
    batch: limit,
    max_bytes: readBatchBytes,
    ...(subject === undefined ? {} : { next_by_subj: subject }),
  }
  const what = `the ledger at ${connection.getServer()}`
  const messages: LedgerMessage[] = []
  let pending = 0
  try {
    for await (const reply of await connection.requestMany(requestSubject, JSON.stringify(query), {
      strategy: 'timer',
      maxWait: timeoutMs,
      noMux: true,
    })) {
      const message = storedMessage(reply)
      if (message !== undefined) {
        messages.push(message)
        pending = numberIn(reply, 'Nats-Num-Pending') ?? 0
        continue
      }
      const code = reply.headers?.code
      if (code === 204) return { messages, pending: numberIn(reply, 'Nats-Num-Pending') ?? pending }
      if (code === 404) return { messages, pending: 0 }
      throw new LedgerUnavailableError(
        `${what} answers "${reply.headers?.status ?? 'nothing that is known'}"`,
      )
    }
  } catch (cause) {
    throw cause instanceof LedgerUnavailableError ? cause : asFault(cause, what)
  }
  // No end marker: what came is good by itself, and there may be more.
  if (messages.length > 0) return { messages, pending: Math.max(1, pending) }
  throw new LedgerUnavailableError(`${what} did not answer within ${timeoutMs} ms`)
}

/** The last message of these subjects; undefined where there is none. Throws as `readBatch` does. */
export async function readLast(
  connection: NatsConnection,
  subjects: string,
  timeoutMs = brokerTimeoutMs,
): Promise<LedgerMessage | undefined> {
  const what = `the ledger at ${connection.getServer()}`
  try {
    const query = JSON.stringify({ last_by_subj: subjects })
    const reply = await connection.request(directGetSubject, query, {
      timeout: timeoutMs,
      noMux: true,
    })
    const message = storedMessage(reply)
    if (message !== undefined || reply.headers?.code === 404) return message
    throw new LedgerUnavailableError(
      `${what} answers "${reply.headers?.status ?? 'nothing that is known'}"`,
    )
  } catch (cause) {
    throw cause instanceof LedgerUnavailableError ? cause : asFault(cause, what)
  }
}

/** Every message of a subject after a sequence, oldest first. */
export async function readSubject(
  connection: NatsConnection,
  subject: string,
  after: number,
): Promise<LedgerMessage[]> {
  const all: LedgerMessage[] = []
  for (let from = after + 1; ;) {
    const { messages, pending } = await readBatch(connection, { from, subject })
    all.push(...messages)
    const last = messages.at(-1)
    if (pending === 0 || last === undefined) return all
    from = last.sequence + 1
  }
}

/**
 * A message as the broker stored it, read or republished; undefined for what is none (an end marker).
 * The broker adds its headers after the publisher's own, so only the last of a name is the broker's word.
 */
export function storedMessage({ headers, data }: Msg): LedgerMessage | undefined {
  const subject = headers?.last('Nats-Subject')
  const sequence = Number(headers?.last('Nats-Sequence'))
  if (subject === undefined || subject === '' || !Number.isSafeInteger(sequence) || sequence < 1)
    return undefined
  return { bytes: data, hash: hashOf(data), subject, sequence }
}

/** SHA-256, hex: the name of a message's exact bytes. */
export function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

function numberIn({ headers }: Msg, name: string): number | undefined {
  const text = headers?.last(name)
  return text === undefined || text === '' ? undefined : Number(text)
}
