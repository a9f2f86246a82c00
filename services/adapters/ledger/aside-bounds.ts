// How much of one ledger may be set aside: bytes and messages until somebody has looked, and so many within a minute.

import { asideLimits } from '../../../shared/kernel/limits.ts'

export interface SetAside {
  readonly bytes: number
  readonly messages: number
}

export class AsideBounds {
  readonly #limits: AsideLimits
  #allowed: SetAside
  /** When each of the last ones was set aside, the oldest first; no more than a minute may have. */
  readonly #lately: number[] = []

  constructor(limits: AsideLimits = asideLimits) {
    this.#limits = limits
    this.#allowed = limits
  }

  /** Somebody has looked at what is there. */
  looked({ bytes, messages }: SetAside): void {
    this.#allowed = {
      bytes: bytes + this.#limits.bytes,
      messages: messages + this.#limits.messages,
    }
    this.#lately.length = 0
  }

  took(nowMs: number): void {
    this.#lately.push(nowMs)
    if (this.#lately.length > this.#limits.perMinute) this.#lately.shift()
  }

  /** Why nothing more is taken now; the same words as long as it is for the same reason. */
  exceeded({ bytes, messages }: SetAside, nowMs: number): string | undefined {
    if (bytes > this.#allowed.bytes) return untilLooked(`${this.#allowed.bytes} bytes`)
    if (messages > this.#allowed.messages) return untilLooked(`${this.#allowed.messages} messages`)
    const [oldest] = this.#lately
    if (this.#lately.length < this.#limits.perMinute || oldest === undefined) return undefined
    return nowMs - oldest >= minuteMs
      ? undefined
      : `${this.#limits.perMinute} messages of this ledger were set aside within a minute: it pauses until the minute is over`
  }
}

type AsideLimits = Readonly<Record<keyof typeof asideLimits, number>>

const minuteMs = 60_000

function untilLooked(much: string): string {
  return `more than ${much} of this ledger are set aside: it pauses until somebody has looked ("concert quarantine retry")`
}
