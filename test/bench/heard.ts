// When each office of a federation had stored what: told by the offices themselves on `GET /v1/events`, after the event is in their projection.

import { once } from 'node:events'
import { z } from 'zod'
import type { Federation } from '../../infra/federation/supervisor.ts'
import { officeClient } from '../../services/client/office-client.ts'
import { serverSentEvents } from '../../services/client/server-sent-events.ts'
import type { AggregateRef } from '../../shared/kernel/ids.ts'

export interface Heard extends AsyncDisposable {
  /** When the last of them had it, as `performance.now()` tells. */
  all(wanted: readonly Wanted[]): Promise<number>
  /** Events that were told since the last `forget`, each once, by whichever office keeps it. */
  readonly events: number
  forget(): void
}

/** The first event of this kind in the aggregate, in the projection of `at`. */
export interface Wanted {
  readonly at: string
  readonly ref: Readonly<Record<keyof AggregateRef, string>>
  readonly kind: string
}

const patienceMs = 60_000
const storedSchema = z.looseObject({
  office: z.string(),
  ref: z.looseObject({ office: z.string(), kind: z.string(), id: z.string() }),
  eventKind: z.string(),
})

export async function listen(federation: Federation): Promise<Heard> {
  const stop = new AbortController()
  const heard = new Map<string, number>()
  let events = 0
  let failure: Error | undefined
  let changed = Promise.withResolvers<void>()
  const wake = () => {
    changed.resolve()
    changed = Promise.withResolvers()
  }

  async function follow(at: string, stream: ReadableStream<Uint8Array>): Promise<void> {
    try {
      for await (const { event, data } of serverSentEvents(stream)) {
        if (event === 'refresh') throw new Error('more changes than it could tell one by one')
        if (event !== 'stored') continue
        const ms = performance.now()
        const { office, ref, eventKind } = storedSchema.parse(JSON.parse(data))
        const key = keyOf({ at, ref, kind: eventKind })
        if (!heard.has(key)) heard.set(key, ms)
        if (office === at) events += 1
        wake()
      }
      throw new Error('its events ended')
    } catch (cause) {
      if (stop.signal.aborted) return
      failure ??= new Error(
        `${at} no longer tells what it stores: ${cause instanceof Error ? cause.message : String(cause)}`,
        { cause },
      )
      wake()
    }
  }

  const streams = await Promise.all(
    federation.offices.map(
      async ({ id, url, token }) =>
        [
          id,
          await officeClient(url, {
            actor: { kind: 'program', name: 'bench' },
            token,
            signal: stop.signal,
          }).events(),
        ] as const,
    ),
  )
  const following = streams.map(([id, stream]) => follow(id, stream))
  return {
    async all(wanted) {
      for (const giveUpAt = Date.now() + patienceMs; ;) {
        if (failure !== undefined) throw failure
        const missing = wanted.map(keyOf).filter((key) => !heard.has(key))
        if (missing.length === 0)
          return Math.max(...wanted.map((each) => heard.get(keyOf(each)) as number))
        if (Date.now() > giveUpAt)
          throw new Error(`Not heard within ${patienceMs} ms: ${missing.join(', ')}`)
        await Promise.race([changed.promise, once(AbortSignal.timeout(1_000), 'abort')])
      }
    },
    get events() {
      return events
    },
    forget() {
      heard.clear()
      events = 0
    },
    async [Symbol.asyncDispose]() {
      stop.abort()
      await Promise.all(following)
    },
  }
}

function keyOf({ at, ref, kind }: Wanted): string {
  return `${ref.office}/${ref.kind}/${ref.id} ${kind} at ${at}`
}
