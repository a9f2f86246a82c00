// Server-sent events: tells listeners that something changed. It is a hint to read again, not a ledger; a slow listener gets one "refresh".

import { actorOf, staffOf, visitOf } from '../kit/actor.ts'
import { remoteAddress } from '../kit/came-from.ts'
import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { streamSSE } from 'hono/streaming'
import { actorText } from '../../../shared/kernel/actor.ts'
import {
  heartbeatMs,
  maxEventStreams,
  maxEventStreamsPerClient,
  maxQueuedChanges,
} from '../../../shared/kernel/limits.ts'
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
    'Events `stored` (id `office/sequence`), `quarantined`, `follower`, `day`, `refresh` (something was missed: read again) and `heartbeat` (nothing happened). With `Last-Event-ID` the first event is `refresh`.',
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

/** A handler for `GET /v1/events`. Counters per server and per client keep the number of open streams bounded, and nobody takes all of them. */
function eventStreams(
  api: Pick<OfficeApi, 'subscribe'>,
  options: EventOptions,
): (c: Context) => Response {
  let open = 0
  const openOf = new Map<string, number>()
  return (c) => {
    const actor = actorOf(c)
    const client = `${actorText(actor)} ${remoteAddress(c) ?? ''}`
    const own = openOf.get(client) ?? 0
    if (own >= maxEventStreamsPerClient)
      return answerProblem(
        c,
        problem('unavailable', {
          en: `You listen ${own} times already: the limit for one client is ${maxEventStreamsPerClient}`,
          fr: `Vous écoutez déjà ${own} fois : la limite par client est de ${maxEventStreamsPerClient}`,
        }),
      )
    if (options.signal.aborted || open >= maxEventStreams)
      return answerProblem(
        c,
        problem('unavailable', {
          en: `There are ${open} listeners already: the limit is ${maxEventStreams}`,
          fr: `${open} abonnés écoutent déjà : la limite est de ${maxEventStreams}`,
        }),
      )
    open += 1
    openOf.set(client, own + 1)
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
      const unsubscribe = api.subscribe(actor, (change) => {
        // Whoever falls behind reads everything again, which is less than the changes one by one.
        if (queue.length >= maxQueuedChanges) queue.splice(0, queue.length, 'refresh')
        else queue.push(change)
        wake()
      })
      const unwatch = staffOf(c).whenSomebodyLeaves(() => wake())
      options.signal.addEventListener('abort', end)
      stream.onAbort(end)
      try {
        await stream.write('retry: 2000\n: open\n\n')
        while (!ended) {
          const next = queue.shift()
          // Whoever has signed out, or lost the role, hears nothing more but that: a page asks for itself, and is sent to the sign-in.
          if (visitOf(c)?.isStillIn() !== true) {
            await stream.writeSSE({ event: 'refresh', data: '{}' })
            break
          }
          if (next !== undefined)
            await stream.writeSSE(
              next === 'refresh' ? { event: 'refresh', data: '{}' } : messageOf(next),
            )
          else if (
            !(await waitFor(options.heartbeatMs ?? heartbeatMs, (resolve) => (wake = resolve)))
          )
            // The comment for proxies; the event for pages, which are shown no comments.
            await stream.write(': heartbeat\n\nevent: heartbeat\ndata: {}\n\n')
        }
      } finally {
        unsubscribe()
        unwatch()
        options.signal.removeEventListener('abort', end)
        open -= 1
        const left = (openOf.get(client) ?? 1) - 1
        if (left > 0) openOf.set(client, left)
        else openOf.delete(client)
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
