// How many entries a ledger is known to have, and for how long it has shown fewer.
// Readers are answered from a copy, which may lag: missing entries are waited for, and nobody is accused.

export type Ended =
  | { readonly kind: 'whole' }
  /** It shows `end` entries, and `known` are known to be there. `isTooLong`: it has not grown for the whole time that is waited. */
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

  /** A message with this sequence was seen, live or beyond a gap. */
  saw(sequence: number): void {
    this.#heard = Math.max(this.#heard, sequence)
  }

  /** What another connection said is not held against this one. */
  connected(): void {
    this.#heard = 0
    this.#short = undefined
  }

  /** The ledger shows `end` entries; `known` were read or signed before. */
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
