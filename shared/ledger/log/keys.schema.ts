// The public keys with which an office speaks about logs: its own heads, and what it saw and holds of others'. A key for each kind of word.
// Ed25519 is checked fast and by every tool; ML-DSA-44 (FIPS 204) is meant to keep what is stored for decades proved.

import { z } from 'zod'
import { fromBase64url } from '../../kernel/base64.ts'
import type { OfficeId } from '../../kernel/ids.ts'
import { isBounded, keyPeriod, notBounded } from '../../office/key-period.schema.ts'
import { countsAt, isChanged, isStolen } from '../../office/key-period.ts'
import { parseCheckpoint } from './checkpoint.ts'
import { cosignerNameOf, cosignerRoles, originOf, parseOrigin, type CosignerRole } from './names.ts'
import { keyIdOf, parseNote, publicKeyBytes, type NoteKey } from './note.ts'
import type { Sha256 } from './tree.ts'

const keyOf = (bytes: number) =>
  z
    .string()
    .max(2 * bytes)
    .refine((text) => fromBase64url(text)?.length === bytes, `expected ${bytes} bytes as base64url`)

const pairSchema = z.strictObject({
  ed25519: keyOf(publicKeyBytes[4]),
  mlDsa44: keyOf(publicKeyBytes[6]),
})

type Pair = z.output<typeof pairSchema>

/** The pairs of keys with what each is for. */
export function pairsOf({
  log,
  witness,
  mirror,
}: Readonly<Record<'log' | CosignerRole, Pair>>): [role: string, pair: Pair][] {
  return Object.entries({ log, witness, mirror })
}

/** No key stands twice: an Ed25519 cosignature does not name its signer, so one key for two roles would say both. */
export const logKeysSchema = z
  .strictObject({ log: pairSchema, witness: pairSchema, mirror: pairSchema, ...keyPeriod })
  .refine(
    (keys) => new Set(pairsOf(keys).flatMap(([, pair]) => Object.values(pair))).size === 6,
    'a key stands twice: each role needs its own',
  )
  .refine(isBounded, notBounded)

export type LogKeys = z.output<typeof logKeysSchema>

/** An office's keys for heads: those in use, and those that it used before. */
export interface AllLogKeys {
  readonly keys: LogKeys
  readonly former?: readonly LogKeys[] | undefined
}

/** What was signed with them counts up to their place; of stolen ones nothing new is taken. */
export function unstolen({ keys, former = [] }: AllLogKeys): AllLogKeys {
  return { keys, former: former.filter((each) => !isStolen(each)) }
}

const setsOf = ({ keys, former = [] }: AllLogKeys) => [keys, ...former]

/** Whether a head that was kept is signed with a key that counts at its size. It was verified when it was kept. */
export function headCounts(sha256: Sha256, all: AllLogKeys, note: string): boolean {
  if (setsOf(all).every((keys) => !isChanged(keys))) return true
  const parsed = parseNote(note)
  const head = parsed.ok ? parseCheckpoint(parsed.note.text) : undefined
  const log = parseOrigin(head?.origin ?? '')
  if (!parsed.ok || head === undefined || log === undefined) return false
  const keys = headKeysOf(log.office, log.epoch, all, head.size)
  const ids = new Set(keys.map((key) => keyIdOf(sha256, key)))
  return parsed.note.signatures.some(({ keyId }) => ids.has(keyId))
}

/** The keys that may sign a head of that size as the log itself. */
export function headKeysOf(
  office: OfficeId,
  epoch: string,
  all: AllLogKeys,
  size: number,
): NoteKey[] {
  const name = originOf(office, epoch)
  return setsOf(all)
    .filter((keys) => countsAt(keys, size))
    .flatMap((keys) => noteKeysOf(name, 1, keys, 'log'))
}

/** The keys that may cosign, as this office in this role. */
export function cosignerKeysOf(office: OfficeId, role: CosignerRole, all: AllLogKeys): NoteKey[] {
  const name = cosignerNameOf(office, role)
  return setsOf(all).flatMap((keys) => noteKeysOf(name, 4, keys, role))
}

export interface Cosigner {
  readonly office: OfficeId
  readonly role: CosignerRole
  readonly key: NoteKey
}

/** Every key under which an office may cosign. */
export function cosignersOf(office: OfficeId, all: AllLogKeys): Cosigner[] {
  return cosignerRoles.flatMap((role) =>
    cosignerKeysOf(office, role, all).map((key) => ({ office, role, key })),
  )
}

function noteKeysOf(
  name: string,
  ed25519Type: 1 | 4,
  keys: LogKeys,
  role: 'log' | CosignerRole,
): NoteKey[] {
  const { ed25519, mlDsa44 } = keys[role]
  const stolen = isStolen(keys)
  return [
    { name, type: ed25519Type, publicKey: bytes(ed25519), ...(stolen ? { stolen } : {}) },
    { name, type: 6, publicKey: bytes(mlDsa44), ...(stolen ? { stolen } : {}) },
  ]
}

/** Of text that the schema has checked. */
function bytes(base64url: string): Uint8Array {
  return fromBase64url(base64url) ?? new Uint8Array()
}
