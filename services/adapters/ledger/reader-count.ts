// What one reader took within an hour and a minute, and until when it is barred where that was too much. It asks nobody, and knows no broker.

import type { Bar } from '../../office/trust/ports.ts'
import type { readerLimits } from '../../../shared/kernel/limits.ts'

export type ReaderLimits = Readonly<Record<keyof typeof readerLimits, number>>

/** As the broker counts it: it only grows. */
export interface Taken {
  readonly bytes: number
  readonly requests: number
}

export class ReaderCount {
  readonly #limits: ReaderLimits
  /** What the broker's counter said, the oldest first: one from before the hour, and those within it. */
  #seen: (Taken & { readonly atMs: number })[] = []
  #bar: Bar | undefined

  constructor(limits: ReaderLimits) {
    this.#limits = limits
  }

  /** The counter now; answers the bytes of the last hour. The first time that is none: what it counted may be of days. */
  saw(counter: Taken, atMs: number): number {
    this.#seen.push({ ...counter, atMs })
    while ((this.#seen[1]?.atMs ?? atMs) <= atMs - hourMs) this.#seen.shift()
    return this.#takenSince(atMs - hourMs).bytes
  }

  /** The broker was started anew, and counts from nothing. */
  startAnew(atMs: number): void {
    this.#seen = [{ bytes: 0, requests: 0, atMs }]
  }

  /** What bars it now; `ledgerBytes`: of the whole ledger. */
  judge(ledgerBytes: number, nowMs: number): Bar | undefined {
    if (this.barredAt(nowMs)) {
      // What it took before, and what was on its way when it was cut, is paid for with this.
      this.#seen = this.#seen.slice(-1)
      return this.#bar
    }
    const { bytesPerHour, ledgersPerHour, requestsPerMinute } = this.#limits
    const { bytes } = this.#takenSince(nowMs - hourMs)
    const { requests } = this.#takenSince(nowMs - minuteMs)
    if (bytes > bytesPerHour + ledgersPerHour * ledgerBytes)
      this.#barFor({ kind: 'bytes', count: bytes }, nowMs)
    else if (requests > requestsPerMinute)
      this.#barFor({ kind: 'requests', count: requests }, nowMs)
    return this.barredAt(nowMs) ? this.#bar : undefined
  }

  barredAt(nowMs: number): boolean {
    return this.#bar !== undefined && nowMs < this.#bar.untilMs
  }

  /** Twice as long as the last time, unless it kept within its bounds for the longest such time. */
  #barFor(taken: Bar['taken'], nowMs: number): void {
    const { firstBarMs, longestBarMs } = this.#limits
    const last = this.#bar
    const forMs =
      last === undefined || nowMs - last.untilMs > longestBarMs
        ? firstBarMs
        : Math.min(2 * (last.untilMs - last.sinceMs), longestBarMs)
    this.#bar = { taken, sinceMs: nowMs, untilMs: nowMs + forMs }
  }

  #takenSince(fromMs: number): Taken {
    const last = this.#seen.at(-1)
    const first = this.#seen.findLast(({ atMs }) => atMs <= fromMs) ?? this.#seen[0]
    if (last === undefined || first === undefined) return { bytes: 0, requests: 0 }
    return { bytes: last.bytes - first.bytes, requests: last.requests - first.requests }
  }
}

const hourMs = 3_600_000
const minuteMs = 60_000
