// The public keys with which an office speaks about logs: its own heads, and what it saw and holds of others'. A key for each kind of word.
// Ed25519 is checked fast and by every tool; ML-DSA-44 (FIPS 204) is meant to keep what is stored for decades proved.

import { z } from 'zod'
import { fromBase64url } from '../../kernel/base64.ts'
import type { OfficeId } from '../../kernel/ids.ts'
import { cosignerNameOf, cosignerRoles, originOf, type CosignerRole } from './names.ts'
import { publicKeyBytes, type NoteKey } from './note.ts'

const keyOf = (bytes: number) =>
  z
    .string()
    .max(2 * bytes)
    .refine((text) => fromBase64url(text)?.length === bytes, `expected ${bytes} bytes as base64url`)

const pairSchema = z.strictObject({
  ed25519: keyOf(publicKeyBytes[4]),
  mlDsa44: keyOf(publicKeyBytes[6]),
})

/** No key stands twice: an Ed25519 cosignature does not name its signer, so one key for two roles would say both. */
export const logKeysSchema = z
  .strictObject({ log: pairSchema, witness: pairSchema, mirror: pairSchema })
  .refine(
    (keys) => new Set(Object.values(keys).flatMap((pair) => Object.values(pair))).size === 6,
    'a key stands twice: each role needs its own',
  )

export type LogKeys = z.output<typeof logKeysSchema>

/** The keys that may sign a log's heads as the log itself. */
export function headKeysOf(office: OfficeId, epoch: string, keys: LogKeys): NoteKey[] {
  return noteKeysOf(originOf(office, epoch), 1, keys.log)
}

/** The keys that may cosign, as this office in this role. */
export function cosignerKeysOf(office: OfficeId, role: CosignerRole, keys: LogKeys): NoteKey[] {
  return noteKeysOf(cosignerNameOf(office, role), 4, keys[role])
}

export interface Cosigner {
  readonly office: OfficeId
  readonly role: CosignerRole
  readonly key: NoteKey
}

/** Every key under which an office may cosign. */
export function cosignersOf(office: OfficeId, keys: LogKeys): Cosigner[] {
  return cosignerRoles.flatMap((role) =>
    cosignerKeysOf(office, role, keys).map((key) => ({ office, role, key })),
  )
}

function noteKeysOf(name: string, ed25519Type: 1 | 4, pair: LogKeys['log']): NoteKey[] {
  return [
    { name, type: ed25519Type, publicKey: bytes(pair.ed25519) },
    { name, type: 6, publicKey: bytes(pair.mlDsa44) },
  ]
}

/** Of text that the schema has checked. */
function bytes(base64url: string): Uint8Array {
  return fromBase64url(base64url) ?? new Uint8Array()
}
