// How a supervisor knows that a process serves: asked from outside, in the process's own protocol.

import { execFile, type ChildProcess } from 'node:child_process'
import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'

const pauseMs = 100
const answerWithinMs = 2_000

/** A nats-server greets whoever connects with its INFO line. */
export function brokerServes(port: number, signal: AbortSignal): Promise<void> {
  return until(
    signal,
    () =>
      new Promise<boolean>((resolve) => {
        const socket = connect({ port, host: '127.0.0.1', timeout: answerWithinMs })
        const answer = (serves: boolean) => {
          socket.destroy()
          resolve(serves)
        }
        socket.once('data', (data) => answer(data.toString('latin1').startsWith('INFO ')))
        socket.once('error', () => answer(false))
        socket.once('timeout', () => answer(false))
        socket.once('close', () => resolve(false))
      }),
  )
}

/** Temporal's frontend answers SERVING. Whether a namespace is there already is for its office to wait for. */
export function temporalServes(cli: string, address: string, signal: AbortSignal): Promise<void> {
  const run = promisify(execFile)
  return until(signal, async () => {
    try {
      const { stdout } = await run(cli, ['operator', 'cluster', 'health', '--address', address], {
        timeout: answerWithinMs * 2,
        signal,
      })
      return stdout.includes('SERVING')
    } catch {
      signal.throwIfAborted()
      return false
    }
  })
}

export interface OfficeReady {
  readonly kind: 'ready'
  readonly url: string
}

/** An office says over its channel that it is ready, and where; then its health is asked at that address. */
export async function officeServes(child: ChildProcess, signal: AbortSignal): Promise<OfficeReady> {
  const ready = await new Promise<OfficeReady>((resolve, reject) => {
    child.on('message', (message) => {
      if (isReady(message)) resolve(message)
    })
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
  })
  await until(signal, async () => {
    try {
      const { status } = await fetch(new URL('/v1/health', ready.url), {
        signal: AbortSignal.any([signal, AbortSignal.timeout(answerWithinMs)]),
      })
      // 503: it serves, and says that it cannot record. Its pages say what to do.
      return status === 200 || status === 503
    } catch {
      signal.throwIfAborted()
      return false
    }
  })
  return ready
}

/** What an office says of its own broker over its channel: since when it has stored nothing, or null. Undefined for any other message. */
export function storesNothingIn(message: unknown): string | null | undefined {
  if (typeof message !== 'object' || message === null) return undefined
  if (!('kind' in message) || message.kind !== 'broker' || !('storesNothingSince' in message))
    return undefined
  const { storesNothingSince: since } = message
  return since === null || typeof since === 'string' ? since : undefined
}

function isReady(message: unknown): message is OfficeReady {
  return (
    typeof message === 'object' &&
    message !== null &&
    'kind' in message &&
    message.kind === 'ready' &&
    'url' in message &&
    typeof message.url === 'string'
  )
}

async function until(signal: AbortSignal, ask: () => Promise<boolean>): Promise<void> {
  for (;;) {
    signal.throwIfAborted()
    if (await ask()) return
    await sleep(pauseMs, undefined, { signal })
  }
}
