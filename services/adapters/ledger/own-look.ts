// The office's own ledger as its broker has it at this moment, to be compared with what the office knows. Hashes only.

import {
  jetstreamManager,
  JetStreamApiError,
  type JetStreamManager,
  type StreamInfo,
} from '@nats-io/jetstream'
import type { NatsConnection } from '@nats-io/transport-node'
import { fromHex } from '../../../shared/kernel/base64.ts'
import { directGetSubject } from '../../../shared/kernel/ids.ts'
import type { OwnLedgerLook } from '../../office/trust/ports.ts'
import { brokerTimeoutMs } from '../../../shared/kernel/limits.ts'
import { readBatch } from './read.ts'

const streamNotFound = 10_059

/** `info`: of the stream that is there; undefined where there is none any more. */
export function lookAt(connection: NatsConnection, info: StreamInfo | undefined): OwnLedgerLook {
  return {
    epoch: info?.config.metadata?.['epoch'] ?? '',
    length: info?.state.messages ?? 0,
    hashAt: (index) => entryAt(connection, index, directGetSubject),
    hashes: () => entriesOf(connection, directGetSubject),
  }
}

export function managerOf(
  connection: NatsConnection,
  apiPrefix = '$JS.API',
): Promise<JetStreamManager> {
  return jetstreamManager(connection, { apiPrefix, checkAPI: false, timeout: brokerTimeoutMs })
}

/** Undefined where there is no such stream. */
export async function infoOf(
  manager: JetStreamManager,
  stream: string,
): Promise<StreamInfo | undefined> {
  try {
    return await manager.streams.info(stream)
  } catch (error) {
    if (error instanceof JetStreamApiError && error.code === streamNotFound) return undefined
    throw error
  }
}

/** SHA-256 of the message at an index from 0 of the stream that answers `requestSubject`. */
export async function entryAt(
  connection: NatsConnection,
  index: number,
  requestSubject: string,
): Promise<Uint8Array | undefined> {
  const from = index + 1
  const { messages } = await readBatch(connection, { from, limit: 1, requestSubject })
  return messages[0]?.sequence === from ? bytesOf(messages[0].hash) : undefined
}

/** The same of every message in order; one that cannot be read ends it. */
export async function* entriesOf(
  connection: NatsConnection,
  requestSubject: string,
): AsyncGenerator<Uint8Array, undefined> {
  for (let next = 1; ;) {
    const { messages, pending } = await readBatch(connection, { from: next, requestSubject })
    for (const { sequence, hash } of messages) {
      if (sequence !== next) return
      yield bytesOf(hash)
      next++
    }
    if (pending === 0 || messages.length === 0) return
  }
}

function bytesOf(hex: string): Uint8Array {
  return fromHex(hex) ?? new Uint8Array()
}
