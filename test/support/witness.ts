// A witness that is no office, with keys of both kinds: as Concert is configured with it, as another program is given its private halves, and as one that signs here.

import { generateKeyPairSync, sign } from 'node:crypto'
import { sha256 } from '../../services/adapters/log/crypto.ts'
import { fromBase64url, toBase64 } from '../../shared/kernel/base64.ts'
import { formatSignature, formatVerifierKey, type NoteKey } from '../../shared/ledger/log/note.ts'
import { signCheckpoint } from '../../shared/ledger/log/signed-message.ts'
import { witnessOf, type Witness } from '../../shared/ledger/log/witness.ts'

export interface TestWitness {
  readonly witness: Witness
  readonly verifierKeys: readonly string[]
  /** `PRIVATE+KEY+…`, as golang.org/x/mod/sumdb/note has them. */
  readonly privateKeys: readonly string[]
  /** Signature lines for the text of a head. */
  cosign(text: string, seconds: number): string
}

export function testWitness(name: string): TestWitness {
  const made = ([4, 6] as const).map((type) => {
    const { privateKey, publicKey } =
      type === 4 ? generateKeyPairSync('ed25519') : generateKeyPairSync('ml-dsa-44')
    const shown = publicKey.export({ format: 'jwk' }) as { x?: string; pub?: string }
    const kept = privateKey.export({ format: 'jwk' }) as { d?: string; priv?: string }
    const key: NoteKey = {
      name,
      type,
      publicKey: fromBase64url(shown.x ?? shown.pub ?? '') ?? new Uint8Array(),
    }
    const verifierKey = formatVerifierKey(sha256, key)
    const seed = fromBase64url(kept.d ?? kept.priv ?? '') ?? new Uint8Array()
    const id = verifierKey.split('+')[1] ?? ''
    return {
      key,
      verifierKey,
      privateKey: `PRIVATE+KEY+${name}+${id}+${toBase64(Uint8Array.of(type, ...seed))}`,
      sign: (message: Uint8Array) => new Uint8Array(sign(null, message, privateKey)),
    }
  })
  const verifierKeys = made.map((each) => each.verifierKey)
  const witness = witnessOf(sha256, verifierKeys)
  if (typeof witness === 'string') throw new Error(witness)
  return {
    witness,
    verifierKeys,
    privateKeys: made.map((each) => each.privateKey),
    cosign: (text, seconds) =>
      made.map((each) => formatSignature(signCheckpoint(sha256, each, text, seconds))).join(''),
  }
}
