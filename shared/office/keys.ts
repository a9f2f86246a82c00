// The keys that a directory has of its offices: which is used, which is to be changed when, and which count only up to a place.

import { addDays, type LocalDate } from '../kernel/date.ts'
import type { OfficeId } from '../kernel/ids.ts'
import { keyNoticeDays } from '../kernel/limits.ts'
import type { Directory, OfficeEntry } from './directory.schema.ts'
import { isChanged, isStolen, type KeyPeriod } from './key-period.ts'

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
