// Whose keys the file says they are. A file cannot prove that: people compare fingerprints, or a directory from elsewhere is given.

import { canonical } from '../../kernel/canonical.ts'
import { fromBase64url } from '../../kernel/base64.ts'
import type { OfficeId } from '../../kernel/ids.ts'
import type { OfficeEntry } from '../../office/directory.schema.ts'
import type { LogKeys } from '../log/keys.schema.ts'
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
}

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
      if (!known.eventKeys.some((each) => canonical(each) === canonical(key)))
        note('key-differs', office.name, key.keyid)
    if (canonical(known.logKeys) !== canonical(office.logKeys))
      note('key-differs', office.name, `${office.id} log`)
  }
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
  const ofOffices = offices.flatMap(({ id, eventKeys, logKeys }) => [
    ...eventKeys.map(({ keyid, publicKey }) => ({
      office: id,
      use: `event ${keyid}`,
      fingerprint: print(publicKey),
    })),
    ...Object.entries(logKeys).flatMap(([role, pair]) =>
      Object.entries(pair).map(([algorithm, key]) => ({
        office: id,
        use: `${role} ${algorithm}`,
        fingerprint: print(key),
      })),
    ),
  ])
  return [...ofOffices, ...ofWitnesses]
}
