// DSSE with Ed25519: signs an event's exact bytes with the office's event key, and checks signatures of the directory's keys.

import type { Signer } from '../../office/ports.ts'
import { createPrivateKey, createPublicKey, sign, verify, type KeyObject } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { payloadType, type Envelope } from '../../../shared/ledger/envelope.schema.ts'
import { preAuthEncoding } from '../../../shared/ledger/event.ts'
import type { VerifySignature } from '../../../shared/ledger/verify.ts'

/** `file`: an Ed25519 private key as JWK, whose `kid` is its name in the office directory. */
export function readSigner(file: string): Signer {
  const jwk: unknown = JSON.parse(readFileSync(file, 'utf8'))
  if (typeof jwk !== 'object' || jwk === null || !('kid' in jwk) || typeof jwk.kid !== 'string')
    throw new Error(`${file} is not a key with a name ("kid")`)
  try {
    return signerOf(jwk.kid, createPrivateKey({ key: jwk, format: 'jwk' }))
  } catch (cause) {
    throw new Error(`${file} is not an Ed25519 private key`, { cause })
  }
}

export function signerOf(keyid: string, key: KeyObject): Signer {
  if (key.type !== 'private' || key.asymmetricKeyType !== 'ed25519')
    throw new Error(`Key "${keyid}" is not an Ed25519 private key`)
  const signBytes = (type: string, bytes: Uint8Array) =>
    sign(null, preAuthEncoding(type, bytes), key).toString('base64')
  return {
    keyid,
    signBytes,
    sign: (event) => {
      const payload = Buffer.from(JSON.stringify(event))
      const envelope: Envelope = {
        payloadType,
        payload: payload.toString('base64'),
        signatures: [{ keyid, sig: signBytes(payloadType, payload) }],
      }
      return Buffer.from(JSON.stringify(envelope))
    },
  }
}

/** Made keys are kept: making one costs as much as a verification, and a directory has few. */
const keys = new Map<string, KeyObject>()
const maxKeys = 1_000

export const verifySignature: VerifySignature = (publicKey, signed, signature) => {
  let key = keys.get(publicKey)
  if (key === undefined) {
    key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: publicKey }, format: 'jwk' })
    if (keys.size >= maxKeys) keys.clear()
    keys.set(publicKey, key)
  }
  return verify(null, signed, key, signature)
}
