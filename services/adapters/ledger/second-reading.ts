// What does not check out is read again, on a connection of its own, before anybody is said to have written it.
// A reading that went wrong on its way is no fault of the office whose ledger it is.

import { connectBroker, type BrokerAccess } from './broker.ts'
import { readBatch } from './read.ts'
import type { LedgerMessage } from '../../../shared/ledger/verify.ts'

/** Messages as they were read a second time, by sequence. */
export type SecondReading = ReadonlyMap<number, LedgerMessage>

/** Sequences `from` to `to`, as far as they are there. Throws where the broker is away: then nothing is judged. */
export async function readAgain(
  access: BrokerAccess,
  from: number,
  to: number,
  timeoutMs?: number,
): Promise<SecondReading> {
  const connection = await connectBroker({ ...access, name: `${access.name}, second reading` })
  try {
    const read = new Map<number, LedgerMessage>()
    for (let next = from; next <= to;) {
      const { messages, pending } = await readBatch(connection, {
        from: next,
        limit: to - next + 1,
        ...(timeoutMs === undefined ? {} : { timeoutMs }),
      })
      for (const message of messages) read.set(message.sequence, message)
      const last = messages.at(-1)
      if (last === undefined || pending === 0) break
      next = last.sequence + 1
    }
    return read
  } finally {
    await connection.close()
  }
}

/** Single messages, one after another on one connection, as far as they are there. */
export async function readSequences(
  access: BrokerAccess,
  sequences: readonly number[],
  timeoutMs?: number,
): Promise<SecondReading> {
  const read = new Map<number, LedgerMessage>()
  if (sequences.length === 0) return read
  const connection = await connectBroker({ ...access, name: `${access.name}, second reading` })
  try {
    for (const sequence of sequences) {
      const { messages } = await readBatch(connection, {
        from: sequence,
        limit: 1,
        ...(timeoutMs === undefined ? {} : { timeoutMs }),
      })
      const message = messages[0]
      if (message?.sequence === sequence) read.set(sequence, message)
    }
    return read
  } finally {
    await connection.close()
  }
}

/** Two connections gave different bytes: neither is believed, and nobody is accused. */
export class ReadDifferentlyError extends Error {
  override readonly name = 'ReadDifferentlyError'
  constructor(sequence: number) {
    super(`sequence ${sequence} was read differently on two connections; it is read again`)
  }
}
