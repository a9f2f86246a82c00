// The keys of an entry beside those that it had before: which were changed, and how much of what they signed counts. Nothing is read or written here.

import { problemError } from '../../../shared/kernel/problems.ts'
import type { LocalDate } from '../../../shared/kernel/date.ts'
import { canonical } from '../../../shared/kernel/canonical.ts'
import { pairsOf, type LogKeys } from '../../../shared/ledger/log/keys.schema.ts'
import type { OfficeEntry } from '../../../shared/office/directory.schema.ts'
import { isChanged, withPeriodOf, type KeyPeriod } from '../../../shared/office/key-period.ts'
import { logKeysName } from '../../adapters/log/keys.ts'

export interface Change {
  readonly upTo: number | undefined
  readonly stolenOn: LocalDate | undefined
  /** The keys that it is about; undefined for those that are changed now. */
  readonly names: readonly string[] | undefined
}

/**
 * The entry with the keys that the office had before behind its own: what they signed is still verified, and what was sealed to them is still known as such.
 * Where both have a key, what the new entry says of its period counts, and what it does not say stays.
 */
export function withFormerKeys(entry: OfficeEntry, former: OfficeEntry): OfficeEntry {
  // A directory of before may come last: what was changed by then stays behind what is used.
  const usedFirst = <K extends KeyPeriod>(keys: readonly K[]) =>
    keys.toSorted((a, b) => Number(isChanged(a)) - Number(isChanged(b)))
  const merged = <K extends KeyPeriod & { readonly keyid: string }>(
    now: readonly K[],
    then: readonly K[],
  ): K[] =>
    usedFirst([
      ...now.map((key) =>
        renewed(
          key,
          then.find(({ keyid }) => keyid === key.keyid),
        ),
      ),
      ...then.filter(({ keyid }) => now.every((key) => key.keyid !== keyid)),
    ])
  const { logKeys = former.logKeys } = entry
  const then = [
    ...(former.logKeys === undefined ? [] : [former.logKeys]),
    ...(former.formerLogKeys ?? []),
  ]
  const known = (keys: LogKeys) => then.find((each) => isSame(each, keys))
  const own = [...(logKeys === undefined ? [] : [logKeys]), ...(entry.formerLogKeys ?? [])]
  const logs = usedFirst([
    ...own.map((keys) => renewed(keys, known(keys))),
    ...then.filter((keys) => own.every((each) => !isSame(each, keys))),
  ])
  const [first, ...formerLogKeys] = logs
  const sealKeys = merged(entry.sealKeys ?? [], former.sealKeys ?? [])
  return {
    ...entry,
    eventKeys: merged(entry.eventKeys, former.eventKeys),
    ...(sealKeys.length === 0 ? {} : { sealKeys }),
    ...(first === undefined ? {} : { logKeys: first }),
    ...(formerLogKeys.length === 0 ? {} : { formerLogKeys }),
  }
}

/** The entry with its former keys, and what is said of them. Throws ProblemError where a key is named that it does not have as a former one. */
export function changedKeys(
  entry: OfficeEntry,
  former: OfficeEntry | undefined,
  { upTo, stolenOn, names }: Change,
): OfficeEntry {
  if (former === undefined) return entry
  const all = withFormerKeys(entry, former)
  const found = new Set<string>()
  const bounded = <K extends KeyPeriod>(key: K, name: string): K => {
    // A key that was changed before is another matter, unless it is named.
    if (names === undefined ? isChanged(key) : !names.includes(name)) return key
    found.add(name)
    return withPeriodOf(key, { upTo, stolenOn })
  }
  const behind = <K extends KeyPeriod & { readonly keyid: string }>([
    first,
    ...rest
  ]: readonly K[]) => [
    ...(first === undefined ? [] : [first]),
    ...rest.map((key) => bounded(key, key.keyid)),
  ]
  const { sealKeys, formerLogKeys } = all
  const changed: OfficeEntry = {
    ...all,
    eventKeys: behind(all.eventKeys),
    ...(sealKeys === undefined ? {} : { sealKeys: behind(sealKeys) }),
    ...(formerLogKeys === undefined
      ? {}
      : { formerLogKeys: formerLogKeys.map((keys) => bounded(keys, logKeysName(all.id, keys))) }),
  }
  const unknown = names?.find((name) => !found.has(name))
  if (unknown === undefined) return changed
  throw problemError(
    'not-found',
    {
      en: `"${unknown}" is no former key of ${entry.id}: make the new key first. "concert doctor" names them all.`,
      fr: `« ${unknown} » n’est pas une ancienne clé de ${entry.id} : créez d’abord la nouvelle. « concert doctor » les nomme toutes.`,
    },
    unknown,
  )
}

function renewed<K extends KeyPeriod>(key: K, then: KeyPeriod | undefined): K {
  return withPeriodOf(withPeriodOf(key, then), key)
}

const isSame = (a: LogKeys, b: LogKeys) => canonical(pairsOf(a)) === canonical(pairsOf(b))
