// How far a ledger is known to go, and for how long what is shown of it ends before that.
// Readers are answered from a copy, which may be behind: what is absent is waited for, and nobody is accused of it.

export type Ended =
  | { readonly kind: 'whole' }
  /** It ends at `end`; `known` are known to be there. `isTooLong`: it has not grown for as long as is waited. */
  | {
      readonly kind: 'short'
      readonly end: number
      readonly known: number
      readonly isTooLong: boolean
    }

export class Lag {
  readonly #patienceMs: number
  #heard = 0
  #short: { readonly end: number; readonly sinceMs: number } | undefined

  constructor(patienceMs: number) {
    this.#patienceMs = patienceMs
  }

  /** A message with this sequence was seen, live or beyond a hole. */
  saw(sequence: number): void {
    this.#heard = Math.max(this.#heard, sequence)
  }

  /** What another connection said is not held against this one. */
  connected(): void {
    this.#heard = 0
    this.#short = undefined
  }

  /** What was shown ends at `end`; of the ledger, `known` entries were read or signed before. */
  ended(end: number, known: number, nowMs: number): Ended {
    const all = Math.max(known, this.#heard)
    if (end >= all) {
      this.#short = undefined
      return { kind: 'whole' }
    }
    if (this.#short === undefined || end > this.#short.end) this.#short = { end, sinceMs: nowMs }
    const isTooLong = nowMs - this.#short.sinceMs >= this.#patienceMs
    return { kind: 'short', end, known: all, isTooLong }
  }
}
