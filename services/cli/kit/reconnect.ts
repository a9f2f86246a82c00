// Opens an office's stream of events again after it broke off, however long that takes.

import { setTimeout as sleep } from 'node:timers/promises'
import { messageIn, ProblemError } from '../../../shared/kernel/problems.ts'
import type { OfficeClient } from '../../client/office-client.ts'
import type { Io } from './output.ts'

/** Says once why it waits. Throws the signal's reason when it aborts, and what is no refusal. */
export async function reconnect(
  io: Io,
  client: OfficeClient,
  signal: AbortSignal,
): Promise<ReadableStream<Uint8Array>> {
  for (let said = false; ; said = true) {
    await sleep(reconnectMs, undefined, { signal })
    try {
      return await client.events()
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error
      if (!said) io.err(`${messageIn(io.lang, error.problem)}; trying again`)
    }
  }
}

const reconnectMs = 1_000
