// The office's own ledger as its broker has it at this moment, to be compared with what the office knows. Hashes only.

import type { StreamInfo } from '@nats-io/jetstream'
import type { NatsConnection } from '@nats-io/transport-node'
import { fromHex } from '../../../shared/kernel/base64.ts'
import type { OwnLedgerLook } from '../../office/trust/ports.ts'
import { readBatch } from './read.ts'

/** `info`: of the stream that is there; undefined where there is none any more. */
export async function lookAt(
  connection: NatsConnection,
  info: StreamInfo | undefined,
): Promise<OwnLedgerLook> {
  return {
    epoch: info?.config.metadata?.['epoch'] ?? '',
    length: info?.state.messages ?? 0,
    hashAt: async (index) => {
      const { messages } = await readBatch(connection, { from: index + 1, limit: 1 })
      return messages[0]?.sequence === index + 1 ? bytesOf(messages[0].hash) : undefined
    },
    async *hashes() {
      for (let next = 1; ;) {
        const { messages, pending } = await readBatch(connection, { from: next })
        for (const { sequence, hash } of messages) {
          if (sequence !== next) return
          yield bytesOf(hash)
          next++
        }
        if (pending === 0 || messages.length === 0) return
      }
    },
  }
}

function bytesOf(hex: string): Uint8Array {
  return fromHex(hex) ?? new Uint8Array()
}
