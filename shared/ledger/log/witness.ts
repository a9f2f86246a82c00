// A witness that is no office: any program that speaks C2SP tlog-witness. It is known by its verifier keys, as it publishes them.

import { officeIdPattern } from '../../kernel/ids.ts'
import { parseVerifierKey, type NoteKey } from './note.ts'
import type { Sha256 } from './tree.ts'

/** As it signs: `witness.example/w1`. Never the id of an office. */
export type WitnessName = string & { readonly __witness: true }

export interface Witness {
  readonly name: WitnessName
  /** An Ed25519 key, an ML-DSA-44 key, or one of each. */
  readonly keys: readonly NoteKey[]
}

/** The witness that these verifier keys name together, or what is wrong with them. */
export function witnessOf(sha256: Sha256, verifierKeys: readonly string[]): Witness | string {
  const keys: NoteKey[] = []
  for (const text of verifierKeys) {
    const key = parseVerifierKey(sha256, text)
    if (key === undefined) return `"${text.slice(0, maxQuoted)}" is not a verifier key`
    if (key.type === 1) return `"${key.name}" has a key of a log, not one that cosigns`
    if (keys.some(({ type }) => type === key.type)) return `"${key.name}" has two keys of one kind`
    keys.push(key)
  }
  const [first] = keys
  if (first === undefined) return 'it has no key'
  const { name } = first
  if (name.length > maxNameLength) return `"${name.slice(0, maxQuoted)}…" is too long a name`
  if (keys.some((key) => key.name !== name)) return `"${name}" has keys under several names`
  if (officeIdPattern.test(name) || name.split('/')[0] === 'concert')
    return `"${name}" is named like an office`
  return { name: name as WitnessName, keys }
}

/** Whether who confirmed is a witness and not an office. */
export function isWitnessName(by: string): by is WitnessName {
  return !officeIdPattern.test(by)
}

/** It stands in the names of parts of an evidence file. */
const maxNameLength = 100
const maxQuoted = 60
