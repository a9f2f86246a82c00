// What each type of note signature covers: signed-note v1.0.0 (1), tlog-cosignature v1.1 (4 Ed25519, 6 ML-DSA-44).
// Pure: whoever holds a key, or checks with one, gives the function that does it.

import { concatBytes } from '../../kernel/base64.ts'
import { parseCheckpoint, type Checkpoint } from './checkpoint.ts'
import { keyIdOf, type Note, type NoteKey, type NoteSignature } from './note.ts'
import type { Sha256 } from './tree.ts'

export type SignatureAlgorithm = 'ed25519' | 'ml-dsa-44'

export type VerifyNoteSignature = (
  algorithm: SignatureAlgorithm,
  publicKey: Uint8Array,
  message: Uint8Array,
  signature: Uint8Array,
) => boolean

/** A key whose private half is at hand. */
export interface NoteSigner {
  readonly key: NoteKey
  sign(message: Uint8Array): Uint8Array
}

function algorithmOf(type: NoteKey['type']): SignatureAlgorithm {
  return type === 6 ? 'ml-dsa-44' : 'ed25519'
}

/** Signs a checkpoint's text. `seconds`: POSIX time, for the types that carry one. */
export function signCheckpoint(
  sha256: Sha256,
  { key, sign }: NoteSigner,
  text: string,
  seconds: number,
): NoteSignature {
  const signature = sign(messageOf(key, text, seconds))
  return {
    name: key.name,
    keyId: keyIdOf(sha256, key),
    signature: key.type === 1 ? signature : concatBytes(uint64(seconds), signature),
  }
}

export interface CheckedSignature {
  readonly key: NoteKey
  /** When it was made, POSIX seconds; absent where the type says no time. */
  readonly seconds?: number
}

/**
 * The signatures of a note by known keys, all of them checked; those of unknown keys are passed over.
 * One that is wrong spoils the note: its reason names the key.
 */
export function checkSignatures(
  sha256: Sha256,
  verify: VerifyNoteSignature,
  { text, signatures }: Note,
  keys: readonly NoteKey[],
):
  | { readonly ok: true; readonly signed: readonly CheckedSignature[] }
  | { readonly ok: false; readonly reason: string } {
  const signed: CheckedSignature[] = []
  for (const { name, keyId, signature } of signatures) {
    const key = keys.find((each) => each.name === name && keyIdOf(sha256, each) === keyId)
    if (key === undefined) continue
    const checked = checkOne(verify, text, key, signature)
    if (checked === undefined)
      return { ok: false, reason: `the signature of "${name}" does not fit the text` }
    signed.push(checked)
  }
  return { ok: true, signed }
}

function checkOne(
  verify: VerifyNoteSignature,
  text: string,
  key: NoteKey,
  signature: Uint8Array,
): CheckedSignature | undefined {
  const algorithm = algorithmOf(key.type)
  const timeBytes = key.type === 1 ? 0 : 8
  if (signature.length !== timeBytes + signatureBytes[algorithm]) return undefined
  const seconds = timeBytes === 0 ? undefined : readUint64(signature)
  if (timeBytes > 0 && (seconds === undefined || seconds > maxSeconds)) return undefined
  let message: Uint8Array
  try {
    message = messageOf(key, text, seconds ?? 0)
  } catch {
    return undefined
  }
  if (!verify(algorithm, key.publicKey, message, signature.slice(timeBytes))) return undefined
  return seconds === undefined ? { key } : { key, seconds }
}

/** The bytes that are signed. Throws RangeError where an ML-DSA-44 signature is asked of what is no checkpoint. */
export function messageOf(key: NoteKey, text: string, seconds: number): Uint8Array {
  if (key.type === 1) return encode(text)
  if (key.type === 4) return encode(`cosignature/v1\ntime ${seconds}\n${text}`)
  const checkpoint = parseCheckpoint(text)
  if (checkpoint === undefined) throw new RangeError('The text is not a checkpoint')
  return subtreeMessage(key.name, seconds, checkpoint)
}

/** `cosigned_message` of tlog-cosignature, for the whole tree. It commits to the cosigner's name, and not to extension lines. */
function subtreeMessage(
  cosigner: string,
  seconds: number,
  { origin, size, root }: Checkpoint,
): Uint8Array {
  return concatBytes(
    encode('subtree/v1\n\0'),
    shortText(cosigner),
    uint64(seconds),
    shortText(origin),
    uint64(0),
    uint64(size),
    root,
  )
}

/** A text behind its length in one byte. */
function shortText(text: string): Uint8Array {
  const bytes = encode(text)
  if (bytes.length < 1 || bytes.length > 255) throw new RangeError('A name has 1 to 255 bytes')
  return concatBytes(Uint8Array.of(bytes.length), bytes)
}

function uint64(value: number): Uint8Array {
  const bytes = new Uint8Array(8)
  new DataView(bytes.buffer).setBigUint64(0, BigInt(value))
  return bytes
}

/** The first eight bytes as a number that JavaScript can count with; or undefined. */
function readUint64(bytes: Uint8Array): number | undefined {
  const value = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0))
  return Number.isSafeInteger(value) ? value : undefined
}

/** The end of the year 9999: later times have no date of four digits. */
const maxSeconds = 253_402_300_799

const signatureBytes: Readonly<Record<SignatureAlgorithm, number>> = {
  ed25519: 64,
  'ml-dsa-44': 2_420,
}

const encoder = new TextEncoder()
const encode = (text: string) => encoder.encode(text)
