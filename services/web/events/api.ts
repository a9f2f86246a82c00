// Server-sent events: tells listeners that something changed. It is a hint to read again, not a ledger; a slow listener gets one "refresh".

import { actorOf } from '../kit/actor.ts'
import type { Context } from 'hono'
import { streamSSE } from 'hono/streaming'
import { heartbeatMs, maxEventStreams, maxQueuedChanges } from '../../../shared/kernel/limits.ts'
import { answerProblem } from '../kit/problem.ts'
import type { Change, OfficeApi } from '../../../shared/contract/office-api.ts'

export interface EventOptions {
  /** Ends every stream, for an orderly stop. */
  readonly signal: AbortSignal
  readonly heartbeatMs?: number
}

/** A handler for `GET /v1/events`. One counter per server keeps the number of open streams bounded. */
export function eventStreams(
  api: Pick<OfficeApi, 'subscribe'>,
  options: EventOptions,
): (c: Context) => Response {
  let open = 0
  return (c) => {
    if (options.signal.aborted || open >= maxEventStreams)
      return answerProblem(c, {
        code: 'unavailable',
        message: `There are ${open} listeners already: the limit is ${maxEventStreams}`,
      })
    open += 1
    c.header('x-accel-buffering', 'no')
    return streamSSE(c, async (stream) => {
      const queue: (Change | 'refresh')[] =
        c.req.header('last-event-id') === undefined ? [] : ['refresh']
      let ended = false
      let wake = () => {}
      const end = () => {
        ended = true
        wake()
      }
      const unsubscribe = api.subscribe(actorOf(c), (change) => {
        // Whoever falls behind reads everything again, which is less than the changes one by one.
        if (queue.length >= maxQueuedChanges) queue.splice(0, queue.length, 'refresh')
        else queue.push(change)
        wake()
      })
      options.signal.addEventListener('abort', end)
      stream.onAbort(end)
      try {
        await stream.write('retry: 2000\n: open\n\n')
        while (!ended) {
          const next = queue.shift()
          if (next !== undefined)
            await stream.writeSSE(
              next === 'refresh' ? { event: 'refresh', data: '{}' } : messageOf(next),
            )
          else if (
            !(await waitFor(options.heartbeatMs ?? heartbeatMs, (resolve) => (wake = resolve)))
          )
            await stream.write(': heartbeat\n\n')
        }
      } finally {
        unsubscribe()
        options.signal.removeEventListener('abort', end)
        open -= 1
      }
    })
  }
}

function messageOf(change: Change): { id?: string; event: string; data: string } {
  const { kind, ...data } = change
  return {
    ...(change.kind === 'stored' ? { id: `${change.office}/${change.sequence}` } : {}),
    event: kind,
    data: JSON.stringify(data),
  }
}

/** True when woken, false when `ms` have passed. */
function waitFor(ms: number, arm: (resolve: () => void) => void): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(false), ms)
    arm(() => {
      clearTimeout(timer)
      resolve(true)
    })
  })
}
