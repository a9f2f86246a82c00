// A broker whose disk was full stores nothing more until it is started anew, also when there is room again: this starts it anew.
// Whether it stores is told by its office, which writes to it; nothing is tried here.

import { setTimeout as sleep } from 'node:timers/promises'
import { spaceOf } from '../../services/platform/space.ts'
import { backOff } from '../../shared/kernel/back-off.ts'

export interface HealOptions {
  /** Where the broker keeps its ledger. */
  readonly storeDir: string
  readonly restart: (why: string) => Promise<void>
  readonly signal: AbortSignal
  /** Room that has to be there first. */
  readonly leastFreeBytes?: number
  readonly lookEveryMs?: number
}

/** Less than an office needs in a minute, and enough that the broker itself can start. */
const leastToStartBytes = 1024 * 1024

export class BrokerHealer {
  readonly #options: HealOptions
  #since: string | null = null
  #healing = false
  #pauses = newPauses()

  constructor(options: HealOptions) {
    this.#options = options
  }

  /** `since`: since when it has stored nothing that it was given; null while it stores. */
  told(since: string | null): void {
    this.#since = since
    if (since === null) this.#pauses = newPauses()
    else if (!this.#healing) void this.#heal()
  }

  /** Until it stores again, or was started anew after there was room. What is told afterwards begins this again. */
  async #heal(): Promise<void> {
    const { storeDir, restart, signal, lookEveryMs = 1_000 } = this.#options
    const { leastFreeBytes = leastToStartBytes } = this.#options
    this.#healing = true
    try {
      while (this.#since !== null && !signal.aborted) {
        if (!spaceOf(storeDir, leastFreeBytes).isShort) {
          const since = this.#since
          await restart(`it has stored nothing since ${since}, and there is room`)
          this.#since = null
          // One that still stores nothing is not started anew at every command.
          await sleep(this.#pauses.next().value, undefined, { signal })
          continue
        }
        await sleep(lookEveryMs, undefined, { signal })
      }
    } catch (error) {
      if (!signal.aborted) throw error
    } finally {
      this.#healing = false
    }
  }
}

function newPauses(): Generator<number, never> {
  return backOff({ firstMs: 1_000, longestMs: 60_000 })
}
