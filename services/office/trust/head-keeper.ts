// When the office's own heads are signed: within a second of an append, and on a heartbeat. Appends of one second share a head.
// A head that could not be shown is not lost: the next one covers it.

import { durableHeadMs, headHeartbeatMs, headWithinMs } from '../../../shared/kernel/limits.ts'
import type { Trust } from './trust.ts'

export interface HeadKeeperOptions {
  readonly trust: Pick<Trust, 'signHead'>
  readonly epoch: string
  /** Shows the head to everybody who follows this ledger; whoever answers brings cosignatures by `addReceipts`. */
  readonly publish: (note: string) => Promise<void>
  /** Whether the ledger is known to be the one that the office knows; always where it is absent. */
  readonly maySign?: () => boolean
  /** Told of what failed. Must not throw. */
  readonly onFault: (error: unknown) => void
  readonly withinMs?: number
  readonly heartbeatMs?: number
  readonly durableMs?: number
}

export class HeadKeeper implements AsyncDisposable {
  readonly #options: HeadKeeperOptions
  #due: NodeJS.Timeout | undefined
  readonly #heartbeat: NodeJS.Timeout
  #durableAtMs = Number.NEGATIVE_INFINITY
  #working: Promise<void> = Promise.resolve()
  #stopped = false

  constructor(options: HeadKeeperOptions) {
    this.#options = options
    this.#heartbeat = setInterval(() => this.#sign(), options.heartbeatMs ?? headHeartbeatMs)
    this.#heartbeat.unref()
  }

  /** Entries of the office's own log were taken. */
  appended(): void {
    if (this.#stopped) return
    this.#due ??= setTimeout(() => this.#sign(), this.#options.withinMs ?? headWithinMs)
  }

  /** What is due is signed and shown before it ends. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#stopped = true
    clearInterval(this.#heartbeat)
    if (this.#due !== undefined) this.#sign()
    await this.#working
  }

  #sign(): void {
    clearTimeout(this.#due)
    this.#due = undefined
    this.#working = this.#working.then(() => this.#signAndPublish()).catch(this.#options.onFault)
  }

  async #signAndPublish(): Promise<void> {
    const { trust, epoch, publish, durableMs = durableHeadMs, maySign } = this.#options
    // Tried again until the ledger was compared: what was appended meanwhile waits for its head.
    if (maySign?.() === false) return this.appended()
    const nowMs = performance.now()
    const durable = nowMs - this.#durableAtMs >= durableMs
    const note = trust.signHead(epoch, { durable })
    if (durable) this.#durableAtMs = nowMs
    await publish(note)
  }
}
