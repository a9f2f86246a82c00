// Trying again with growing pauses: one way for everything that waits for something outside to come back.

import { setTimeout as sleep } from 'node:timers/promises'
import { backOff } from '../../shared/kernel/back-off.ts'

export interface Retrying {
  readonly firstMs?: number
  readonly longestMs?: number
  readonly isRetryable: (error: unknown) => boolean
  /** No try begins later than this after the first; without it there is no end but the signal. */
  readonly timeoutMs?: number
  readonly signal?: AbortSignal
  readonly onFailure?: (error: unknown, pauseMs: number) => void
}

/** The work's result, or its last error. Throws the signal's reason when it aborts. */
export async function retrying<T>(work: () => Promise<T>, options: Retrying): Promise<T> {
  const { isRetryable, timeoutMs = Infinity, signal, onFailure } = options
  const { firstMs = 100, longestMs = 5_000 } = options
  const started = performance.now()
  for (const pauseMs of backOff({ firstMs, longestMs })) {
    signal?.throwIfAborted()
    try {
      return await work()
    } catch (error) {
      const late = performance.now() + pauseMs - started > timeoutMs
      if (!isRetryable(error) || late) throw error
      onFailure?.(error, pauseMs)
    }
    await sleep(pauseMs, undefined, signal === undefined ? {} : { signal })
  }
  throw new Error('unreachable')
}
