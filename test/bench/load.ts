// How work is offered: so many at once, each lane beginning the next when it has done one; or as an office's people do, at their own pace, whether the last answer has come or not.

import { setTimeout as sleep } from 'node:timers/promises'

export interface Ran {
  /** Wall clock, in milliseconds since 1970, finer than one. */
  readonly startedAt: number
  readonly endedAt: number
}

/** `total` works, `atOnce` at any time. */
export async function inLanes(
  total: number,
  atOnce: number,
  work: (number: number) => Promise<void>,
): Promise<Ran> {
  const startedAt = wallMs()
  let begun = 0
  const lane = async () => {
    while (begun < total) await work(begun++)
  }
  await Promise.all(Array.from({ length: Math.min(atOnce, total) }, lane))
  return { startedAt, endedAt: wallMs() }
}

/** One work each `everyMs`. Answers how long each took from the moment at which it was due: a late start counts. */
export async function atPace(
  total: number,
  everyMs: number,
  work: (number: number) => Promise<void>,
): Promise<number[]> {
  const startedMs = performance.now()
  const under: Promise<number>[] = []
  for (let number = 0; number < total; number++) {
    const dueMs = startedMs + number * everyMs
    await sleep(Math.max(0, dueMs - performance.now()))
    under.push(work(number).then(() => performance.now() - dueMs))
  }
  return Promise.all(under)
}

/** What the sample before has set going (projection, telling) is over: a floor that is measured beside it would be too high. */
export function quiet(): Promise<void> {
  return sleep(quietMs)
}
const quietMs = 25

export async function elapsedMs(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await work()
  return performance.now() - start
}

/** What other processes of this machine call now, to a fraction of a millisecond. */
export function wallMs(): number {
  return performance.timeOrigin + performance.now()
}

export function median(samples: readonly number[]): number {
  if (samples.length === 0) throw new Error('no samples')
  return samples.toSorted((a, b) => a - b)[(samples.length - 1) >> 1] as number
}
