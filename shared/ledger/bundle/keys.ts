// Whose keys the file says they are. A file cannot prove that: people compare fingerprints, or a directory from elsewhere is given.

import { canonical } from '../../kernel/canonical.ts'
import { fromBase64url } from '../../kernel/base64.ts'
import type { OfficeId } from '../../kernel/ids.ts'
import type { OfficeEntry } from '../../office/directory.schema.ts'
import { withPeriodOf } from '../../office/key-period.ts'
import { pairsOf, type AllLogKeys, type LogKeys } from '../log/keys.schema.ts'
import { fingerprintOf } from '../log/note.ts'
import type { Sha256 } from '../log/tree.ts'
import { witnessOf } from '../log/witness.ts'
import type { PartOf } from './bundle.schema.ts'
import type { KeyToCompare } from './judgement.ts'
import type { Note } from './judgement.ts'

/** An office's keys as they are known from elsewhere. */
export interface TrustedKeys {
  readonly id: OfficeId
  readonly eventKeys: OfficeEntry['eventKeys']
  readonly logKeys?: LogKeys | undefined
  readonly formerLogKeys?: readonly LogKeys[] | undefined
}

/** A key is the same whatever is known of its period: a directory of later knows more of it than the file. */
const isSameKey = (a: TrustedKeys['eventKeys'][number], b: typeof a) =>
  a.keyid === b.keyid && a.publicKey === b.publicKey
const isSameSet = (a: LogKeys, b: LogKeys) => canonical(pairsOf(a)) === canonical(pairsOf(b))
const setsOf = ({ logKeys, formerLogKeys = [] }: Omit<TrustedKeys, 'id' | 'eventKeys'>) => [
  ...(logKeys === undefined ? [] : [logKeys]),
  ...formerLogKeys,
]

export function compareKeys(
  offices: readonly PartOf<'office'>[],
  trusted: readonly TrustedKeys[],
  note: Note,
): void {
  for (const office of offices) {
    const known = trusted.find(({ id }) => id === office.id)
    if (known === undefined) {
      note('key-differs', office.name, office.id)
      continue
    }
    for (const key of office.eventKeys)
      if (!known.eventKeys.some((each) => isSameKey(each, key)))
        note('key-differs', office.name, key.keyid)
    for (const keys of setsOf(office))
      if (!setsOf(known).some((each) => isSameSet(each, keys)))
        note('key-differs', office.name, `${office.id} log`)
  }
}

/** The keys of the file with what is known from elsewhere of when they were changed or stolen: mostly that came later. */
export function withKnownPeriods(
  offices: readonly PartOf<'office'>[],
  trusted: readonly TrustedKeys[],
): PartOf<'office'>[] {
  return offices.map((office) => {
    const known = trusted.find(({ id }) => id === office.id)
    if (known === undefined) return office
    const sets = (keys: LogKeys) =>
      withPeriodOf(
        keys,
        setsOf(known).find((each) => isSameSet(each, keys)),
      )
    return {
      ...office,
      eventKeys: office.eventKeys.map((key) =>
        withPeriodOf(
          key,
          known.eventKeys.find((each) => isSameKey(each, key)),
        ),
      ),
      logKeys: sets(office.logKeys),
      ...(office.formerLogKeys === undefined
        ? {}
        : { formerLogKeys: office.formerLogKeys.map(sets) }),
    }
  })
}

/** Every key for heads of an office in the file. */
export function allLogKeysOf({ logKeys, formerLogKeys }: PartOf<'office'>): AllLogKeys {
  return { keys: logKeys, former: formerLogKeys }
}

/** Fingerprints of every key in the file, to be compared with what the offices publish. */
export function keysToCompare(
  sha256: Sha256,
  offices: readonly PartOf<'office'>[],
  witnesses: readonly PartOf<'witness'>[],
): KeyToCompare[] {
  const print = (base64url: string) =>
    fingerprintOf(sha256, fromBase64url(base64url) ?? new Uint8Array())
  const ofWitnesses = witnesses.flatMap(({ keys }) => {
    const witness = witnessOf(sha256, keys)
    if (typeof witness === 'string') return []
    return witness.keys.map(({ type, publicKey }) => ({
      office: witness.name,
      use: `witness ${type === 6 ? 'mlDsa44' : 'ed25519'}`,
      fingerprint: fingerprintOf(sha256, publicKey),
    }))
  })
  const ofOffices = offices.flatMap((office) => [
    ...office.eventKeys.map(({ keyid, publicKey }) => ({
      office: office.id,
      use: `event ${keyid}`,
      fingerprint: print(publicKey),
    })),
    ...setsOf(office).flatMap((keys) =>
      pairsOf(keys).flatMap(([role, pair]) =>
        Object.entries(pair).map(([algorithm, key]) => ({
          office: office.id,
          use: `${role} ${algorithm}`,
          fingerprint: print(key),
        })),
      ),
    ),
  ])
  return [...ofOffices, ...ofWitnesses]
}
