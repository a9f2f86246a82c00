// DSSE signatures, and the key files they come from.

import { createHash, generateKeyPairSync, verify, createPublicKey } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { ensureOfficeKeys, keyFilesIn } from '../../../infra/brokers/keys.ts'
import { readSigner, signerOf, verifySignature } from '../../../services/adapters/ledger/sign.ts'
import { officeEntrySchema } from '../../../shared/office/directory.schema.ts'
import { eventOf, opened, ref } from '../../support/events.ts'
import { officeEntry } from '../../support/founding.ts'

let folder: string
beforeEach(() => (folder = mkdtempSync(path.join(tmpdir(), 'concert-keys-'))))
afterEach(() => rmSync(folder, { recursive: true, force: true }))

it('makes keys once, for the owner only, in the form that a directory takes', () => {
  const keys = ensureOfficeKeys(folder, 'ca-bc-oipc')
  expect(ensureOfficeKeys(folder, 'ca-bc-oipc')).toEqual(keys)
  const files = keyFilesIn(folder)
  for (const file of Object.values(files))
    if (process.platform !== 'win32') expect(statSync(file).mode & 0o777).toBe(0o600)
  expect(readFileSync(files.payload)).toHaveLength(32)
  expect(keys.eventKey.keyid).toMatch(/^ca-bc-oipc-[0-9a-f]{8}$/)
  expect(keys.sealKey.keyid).toMatch(/^ca-bc-oipc-seal-[0-9a-f]{8}$/)
  const entry = officeEntry('ca-bc-oipc', 'ca-bc-pipa')
  const parsed = officeEntrySchema.parse({
    ...entry,
    broker: { ...entry.broker, publicKey: keys.broker },
    eventKeys: [keys.eventKey],
    sealKeys: [keys.sealKey],
  })
  expect([parsed.eventKeys[0], parsed.sealKeys?.[0]]).toEqual([keys.eventKey, keys.sealKey])
})

it('signs what any DSSE implementation verifies: the type and the exact bytes, with their lengths', () => {
  const { eventKey } = ensureOfficeKeys(folder, 'bc')
  const at = ref('bc', 'm')
  const envelope = JSON.parse(
    Buffer.from(readSigner(keyFilesIn(folder).event).sign(eventOf(at, 1, opened()))).toString(),
  ) as { payload: string; payloadType: string; signatures: [{ keyid: string; sig: string }] }
  const payload = Buffer.from(envelope.payload, 'base64')
  const signed = Buffer.concat([
    Buffer.from(`DSSEv1 28 application/cloudevents+json ${payload.length} `),
    payload,
  ])
  const key = createPublicKey({
    key: { kty: 'OKP', crv: 'Ed25519', x: eventKey.publicKey },
    format: 'jwk',
  })
  const signature = Buffer.from(envelope.signatures[0].sig, 'base64')
  expect(envelope.signatures[0].keyid).toBe(eventKey.keyid)
  expect(verify(null, signed, key, signature)).toBe(true)
  expect(verifySignature(eventKey.publicKey, signed, signature)).toBe(true)
  expect(
    verifySignature(eventKey.publicKey, createHash('sha256').update(signed).digest(), signature),
  ).toBe(false)
})

it('refuses a file that is not such a key, without showing it', () => {
  const file = path.join(folder, 'k.jwk')
  writeFileSync(file, JSON.stringify({ kid: 'x', kty: 'OKP', crv: 'Ed25519', x: 'secret-part' }))
  expect(() => readSigner(file)).toThrow(`${file} is not an Ed25519 private key`)
  expect(() =>
    signerOf('rsa', generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey),
  ).toThrow('not an Ed25519')
})
