// Hashing, and checking of note signatures, with what Node brings.

import { createPublicKey, hash, verify, type KeyObject } from 'node:crypto'
import { toBase64url } from '../../../shared/kernel/base64.ts'
import type {
  SignatureAlgorithm,
  VerifyNoteSignature,
} from '../../../shared/ledger/log/signed-message.ts'
import type { Sha256 } from '../../../shared/ledger/log/tree.ts'

/** A plain view of the digest: a Buffer would compare and print as something else. */
export const sha256: Sha256 = (bytes) => {
  const digest = hash('sha256', bytes, 'buffer')
  return new Uint8Array(digest.buffer, digest.byteOffset, digest.length)
}

/** Made keys are kept: making one costs as much as a verification, and a directory has few. */
const made = new Map<string, KeyObject>()
const maxMade = 1_000

export const verifyNoteSignature: VerifyNoteSignature = (
  algorithm,
  publicKey,
  message,
  signature,
) => verify(null, message, keyObject(algorithm, publicKey), signature)

function keyObject(algorithm: SignatureAlgorithm, publicKey: Uint8Array): KeyObject {
  const text = toBase64url(publicKey)
  const name = `${algorithm} ${text}`
  let key = made.get(name)
  if (key === undefined) {
    const jwk =
      algorithm === 'ed25519'
        ? { kty: 'OKP', crv: 'Ed25519', x: text }
        : { kty: 'AKP', alg: 'ML-DSA-44', pub: text }
    key = createPublicKey({ key: jwk, format: 'jwk' })
    if (made.size >= maxMade) made.clear()
    made.set(name, key)
  }
  return key
}
