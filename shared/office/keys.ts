// Which key of an office is believed where, and which is to be changed when. The one rule, for readers of ledgers, for heads and for evidence files.
// It counts entries, not days: the day of an event is its signer's own word, and a thief of the key would write any.

import { addDays, type LocalDate } from '../kernel/date.ts'
import { keyNoticeDays } from '../kernel/limits.ts'
import type { Directory, OfficeEntry } from './directory.schema.ts'
import type { OfficeId } from '../kernel/ids.ts'

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
  return {
    ...key,
    ...(from === undefined ? {} : { from }),
    ...(until === undefined ? {} : { until }),
    ...(upTo === undefined ? {} : { upTo }),
    ...(stolenOn === undefined ? {} : { stolenOn }),
  }
}

export interface OfficeKey {
  readonly use: 'event' | 'seal' | 'log'
  readonly name: string
  /** `ends`: within thirty days, or overdue. `changed`: another is used now. */
  readonly state: 'used' | 'ends' | 'overdue' | 'changed' | 'stolen'
  readonly period: KeyPeriod
}

/** Every key of an office but those of its brokers, the ones in use first. `nameOf`: of the keys for heads, which have no name of their own. */
export function keysOf(
  { eventKeys, sealKeys = [], logKeys, formerLogKeys = [] }: OfficeEntry,
  today: LocalDate,
  nameOf: (keys: NonNullable<OfficeEntry['logKeys']>) => string,
): OfficeKey[] {
  const logs = [...(logKeys === undefined ? [] : [logKeys]), ...formerLogKeys]
  const of = (use: OfficeKey['use'], name: string, period: KeyPeriod, at: number): OfficeKey => {
    // Of keys without a place only the first is used.
    const isFormer = isChanged(period) || at > 0
    return { use, name, state: stateOf(period, isFormer, today), period: periodOf(period) }
  }
  return [
    ...eventKeys.map((key, at) => of('event', key.keyid, key, at)),
    ...sealKeys.map((key, at) => of('seal', key.keyid, key, at)),
    ...logs.map((keys, at) => of('log', nameOf(keys), keys, at)),
  ]
}

function periodOf({ from, until, upTo, stolenOn }: KeyPeriod): KeyPeriod {
  return { from, until, upTo, stolenOn }
}

function stateOf(period: KeyPeriod, isFormer: boolean, today: LocalDate): OfficeKey['state'] {
  if (isStolen(period)) return 'stolen'
  if (isFormer) return 'changed'
  const { until } = period
  if (until === undefined || until > addDays(today, keyNoticeDays)) return 'used'
  return until < today ? 'overdue' : 'ends'
}

/** The event keys that count only up to a place: what was taken of a ledger under an earlier directory may stand behind it. */
export function boundedEventKeys(
  directory: Directory,
): { readonly office: OfficeId; readonly keyid: string; readonly upTo: number }[] {
  return directory.offices.flatMap(({ id, eventKeys }) =>
    eventKeys.flatMap(({ keyid, upTo }) =>
      upTo === undefined ? [] : [{ office: id, keyid, upTo }],
    ),
  )
}
