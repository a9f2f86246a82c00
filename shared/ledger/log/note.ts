// Signed notes, C2SP signed-note v1.0.0: a text, an empty line, and lines that say who signed it. Format and parse only.
// What the signature of each type covers is in `signed-message.ts`.

import { concatBytes, fromBase64, toBase64, toHex } from '../../kernel/base64.ts'
import type { Sha256 } from './tree.ts'

/** 1: Ed25519 over the note's text. 4: Ed25519 cosignature with a time. 6: ML-DSA-44 cosignature with a time. */
export type SignatureType = 1 | 4 | 6

/** A public key that may sign notes. */
export interface NoteKey {
  readonly name: string
  readonly type: SignatureType
  /** Ed25519: 32 bytes; ML-DSA-44: 1,312. */
  readonly publicKey: Uint8Array
  /** Somebody else may have had its private half. */
  readonly stolen?: boolean
}

export interface NoteSignature {
  readonly name: string
  /** First four bytes of SHA-256 over name, type and key, as a number. */
  readonly keyId: number
  readonly signature: Uint8Array
}

export interface Note {
  /** Ends with a newline. */
  readonly text: string
  readonly signatures: readonly NoteSignature[]
}

export type ParsedNote =
  { readonly ok: true; readonly note: Note } | { readonly ok: false; readonly reason: string }

/** Signatures of one note: the log's two, and two for each of two roles of forty offices. C2SP asks for at least 16. */
const maxNoteSignatures = 200

function isKeyName(name: string): boolean {
  return name !== '' && name.isWellFormed() && !/[\s+\u0085]/u.test(name) && !hasControl(name)
}

export function keyIdOf(sha256: Sha256, { name, type, publicKey }: NoteKey): number {
  const digest = sha256(concatBytes(encode(`${name}\n`), Uint8Array.of(type), publicKey))
  return new DataView(digest.buffer, digest.byteOffset).getUint32(0)
}

/** One line, with its newline. */
export function formatSignature({ name, keyId, signature }: NoteSignature): string {
  const id = new Uint8Array(4)
  new DataView(id.buffer).setUint32(0, keyId)
  return `— ${name} ${toBase64(concatBytes(id, signature))}\n`
}

export function formatNote({ text, signatures }: Note): string {
  return `${text}\n${signatures.map(formatSignature).join('')}`
}

export function parseNote(note: string): ParsedNote {
  if (!note.isWellFormed()) return bad('it is not valid Unicode')
  if (hasControl(note.replaceAll('\n', ''))) return bad('it has control characters')
  const split = note.lastIndexOf('\n\n')
  if (split < 0) return bad('no empty line comes before its signatures')
  const lines = note.slice(split + 2)
  if (!lines.endsWith('\n')) return bad('it does not end with a newline')
  const signatures = parseSignatures(lines)
  return signatures.ok
    ? { ok: true, note: { text: note.slice(0, split + 1), signatures: signatures.signatures } }
    : signatures
}

/** Signature lines alone, as a witness answers them. */
export function parseSignatures(
  lines: string,
):
  | { readonly ok: true; readonly signatures: readonly NoteSignature[] }
  | { readonly ok: false; readonly reason: string } {
  const all = lines.split('\n')
  if (all.pop() !== '' || all.length === 0) return bad('it has no signature line')
  if (all.length > maxNoteSignatures) return bad(`it has more than ${maxNoteSignatures} signatures`)
  const signatures: NoteSignature[] = []
  for (const line of all) {
    const [dash, name = '', base64 = '', ...more] = line.split(' ')
    const bytes = fromBase64(base64)
    if (
      dash !== '—' ||
      !isKeyName(name) ||
      bytes === undefined ||
      bytes.length < 5 ||
      more.length > 0
    )
      return bad(`"${line.slice(0, maxQuoted)}" is not a signature line`)
    signatures.push({
      name,
      keyId: new DataView(bytes.buffer).getUint32(0),
      signature: bytes.slice(4),
    })
  }
  return { ok: true, signatures }
}

/** `name+530d903a+AekyeR…`: a public key as text. */
export function formatVerifierKey(sha256: Sha256, key: NoteKey): string {
  const id = keyIdOf(sha256, key).toString(16).padStart(8, '0')
  return `${key.name}+${id}+${toBase64(concatBytes(Uint8Array.of(key.type), key.publicKey))}`
}

/** The key, or undefined where the text is not one or its id is not the key's. */
export function parseVerifierKey(sha256: Sha256, text: string): NoteKey | undefined {
  const [name = '', id = ''] = text.split('+', 2)
  const bytes = fromBase64(text.slice(name.length + id.length + 2))
  const type = bytes?.[0]
  if (bytes === undefined || !isKeyName(name)) return undefined
  if (type !== 1 && type !== 4 && type !== 6) return undefined
  const key: NoteKey = { name, type, publicKey: bytes.slice(1) }
  if (key.publicKey.length !== publicKeyBytes[type]) return undefined
  return formatVerifierKey(sha256, key) === text ? key : undefined
}

export const publicKeyBytes: Readonly<Record<SignatureType, number>> = { 1: 32, 4: 32, 6: 1_312 }

/** SHA-256 of a key, hex, in groups that can be read aloud. */
export function fingerprintOf(sha256: Sha256, publicKey: Uint8Array): string {
  return (toHex(sha256(publicKey)).match(/.{8}/g) ?? []).join(' ')
}

const encoder = new TextEncoder()
const encode = (text: string) => encoder.encode(text)
const bad = (reason: string) => ({ ok: false, reason }) as const
/** Characters of a bad line that a reason repeats. */
const maxQuoted = 60

/** ASCII control characters; newlines are looked at by the caller. */
function hasControl(text: string): boolean {
  for (let index = 0; index < text.length; index++) if (text.charCodeAt(index) < 0x20) return true
  return false
}
