// Which key of an office is believed where: the one rule, for readers of ledgers, for heads and for evidence files.
// It counts entries, not days: the day of an event is its signer's own word, and a thief of the key would write any.

import type { LocalDate } from '../kernel/date.ts'
import { present } from '../kernel/present.ts'

export interface KeyPeriod {
  readonly from?: LocalDate | undefined
  readonly until?: LocalDate | undefined
  readonly upTo?: number | undefined
  readonly stolenOn?: LocalDate | undefined
}

/**
 * Whether what a key signed counts, when its office's ledger had `entries` entries by it: of the event with sequence n it had n,
 * of a head as many as the head covers. A stolen key is no other than one that was changed: what stands behind its place is not believed.
 */
export function countsAt({ upTo }: KeyPeriod, entries: number): boolean {
  return upTo === undefined || entries <= upTo
}

/** What no place in a ledger bounds (a word about another's ledger, a list of the parts of a file) counts only of keys that nobody else had. */
export function isStolen({ stolenOn }: KeyPeriod): boolean {
  return stolenOn !== undefined
}

export function isChanged({ upTo }: KeyPeriod): boolean {
  return upTo !== undefined
}

/** What a directory given later knows better: where it says nothing of an end, the end that was known stands. */
export function withPeriodOf<K extends KeyPeriod>(key: K, known: KeyPeriod | undefined): K {
  if (known === undefined) return key
  const { from = key.from, until = key.until, upTo = key.upTo, stolenOn = key.stolenOn } = known
  return { ...key, ...present({ from, until, upTo, stolenOn }) }
}
