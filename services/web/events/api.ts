// Server-sent events: tells listeners that something changed. It is a hint to read again, not a ledger; a slow listener gets one "refresh".

import { actorOf, visitOf } from '../kit/actor.ts'
import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { streamSSE } from 'hono/streaming'
import { heartbeatMs, maxEventStreams, maxQueuedChanges } from '../../../shared/kernel/limits.ts'
import { badInput, refuses } from '../kit/openapi.ts'
import { problem } from '../../../shared/kernel/problems.ts'
import { answerProblem } from '../kit/problem.ts'
import type { Change, OfficeApi } from '../../../shared/contract/office-api.ts'

export interface EventOptions {
  /** Ends every stream, for an orderly stop. */
  readonly signal: AbortSignal
  readonly heartbeatMs?: number
}

const getEvents = createRoute({
  method: 'get',
  path: '/v1/events',
  tags: ['live'],
  summary: 'Changes, as server-sent events',
  description:
    'Events `stored` (id `office/sequence`), `quarantined`, `follower`, `day` and `refresh` (something was missed: read again). With `Last-Event-ID` the first event is `refresh`.',
  request: { headers: z.object({ 'last-event-id': z.string().optional() }) },
  responses: {
    ...badInput,
    200: {
      description: 'An endless stream',
      content: { 'text/event-stream': { schema: z.string() } },
    },
    503: refuses('Too many listeners'),
  },
})

export function eventsApi(app: OpenAPIHono, api: OfficeApi, options: EventOptions): void {
  const events = eventStreams(api, options)
  app.openapi(getEvents, (c) => events(c) as never)
}

/** A handler for `GET /v1/events`. One counter per server keeps the number of open streams bounded. */
function eventStreams(
  api: Pick<OfficeApi, 'subscribe'>,
  options: EventOptions,
): (c: Context) => Response {
  let open = 0
  return (c) => {
    if (options.signal.aborted || open >= maxEventStreams)
      return answerProblem(
        c,
        problem('unavailable', {
          en: `There are ${open} listeners already: the limit is ${maxEventStreams}`,
          fr: `${open} abonnés écoutent déjà : la limite est de ${maxEventStreams}`,
        }),
      )
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
          // Whoever has signed out, or lost the role, hears nothing more.
          if (visitOf(c)?.isStillIn() !== true) break
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
