// The key files of one office: its broker key (NATS), event key (Ed25519), payload key (Temporal), seal key (X25519) and the keys for heads. Made once, never changed: another key is another file.
// Only public halves leave this file; who may do what with them is in `config.ts`.

import { createHash, generateKeyPairSync, randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { nkeys } from '@nats-io/transport-node'
import { ensureLogKeys, logKeyFileIn } from '../../services/adapters/log/keys.ts'
import { parseDate, type LocalDate } from '../../shared/kernel/date.ts'
import type { LogKeys } from '../../shared/ledger/log/keys.schema.ts'

export interface KeyFiles {
  readonly broker: string
  readonly event: string
  readonly payload: string
  readonly seal: string
  readonly log: string
}

/** What the office directory says of an office's keys. */
export interface PublicKeys {
  /** NATS user public key, `U…`. */
  readonly broker: string
  readonly eventKey: NamedKey
  readonly sealKey: NamedKey
  readonly logKeys: LogKeys
}

export interface NamedKey {
  readonly keyid: string
  /** 32 bytes, base64url. */
  readonly publicKey: string
}

export function keyFilesIn(folder: string): KeyFiles {
  return {
    broker: path.join(folder, 'broker.nk'),
    event: path.join(folder, 'event.jwk'),
    payload: path.join(folder, 'payload.key'),
    seal: path.join(folder, 'seal.jwk'),
    log: logKeyFileIn(folder),
  }
}

/** Makes the keys that are missing in `folder`, readable by the owner only, and answers the public ones. Existing keys are kept. */
export function ensureOfficeKeys(folder: string, office: string): PublicKeys {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const files = keyFilesIn(folder)
  if (!existsSync(files.broker)) writeSecret(files.broker, nkeys.createUser().getSeed())
  if (!existsSync(files.event)) writeSecret(files.event, newNamedKey('Ed25519', office))
  if (!existsSync(files.payload)) writeSecret(files.payload, randomBytes(32))
  if (!existsSync(files.seal)) writeSecret(files.seal, newNamedKey('X25519', `${office}-seal`))
  return { ...readPublicKeys(files), logKeys: ensureLogKeys(files.log) }
}

/** Throws where a file is not the key it should be; the message never quotes it. */
export function readPublicKeys(
  files: Pick<KeyFiles, 'broker' | 'event' | 'seal'>,
): Omit<PublicKeys, 'logKeys'> {
  return {
    broker: brokerKeyOf(files.broker),
    eventKey: namedKeyOf('Ed25519', files.event),
    sealKey: namedKeyOf('X25519', files.seal),
  }
}

function brokerKeyOf(file: string): string {
  try {
    return nkeys.fromSeed(Buffer.from(readFileSync(file, 'utf8').trim())).getPublicKey()
  } catch (cause) {
    throw new Error(`${file} is not the seed of a NATS user key`, { cause })
  }
}

type Curve = 'Ed25519' | 'X25519'

function namedKeyOf(curve: Curve, file: string): NamedKey {
  const jwk: unknown = JSON.parse(readFileSync(file, 'utf8'))
  if (
    typeof jwk === 'object' &&
    jwk !== null &&
    'crv' in jwk &&
    jwk.crv === curve &&
    'kid' in jwk &&
    'x' in jwk &&
    typeof jwk.kid === 'string' &&
    typeof jwk.x === 'string'
  )
    return { keyid: jwk.kid, publicKey: jwk.x }
  throw new Error(`${file} is not an ${curve} key (JWK with "crv", "kid" and "x")`)
}

function newNamedKey(curve: Curve, name: string): string {
  const jwk = (
    curve === 'Ed25519' ? generateKeyPairSync('ed25519') : generateKeyPairSync('x25519')
  ).privateKey.export({ format: 'jwk' })
  // Named by office and key, so that a key made later never has the name of an earlier one.
  const mark = createHash('sha256')
    .update(jwk.x ?? '')
    .digest('hex')
    .slice(0, 8)
  return JSON.stringify({ ...jwk, kid: `${name}-${mark}`, from: today() })
}

/** The day on which a key file was made; undefined of one made before that was written down. */
export function madeOn(file: string): LocalDate | undefined {
  const { from } = JSON.parse(readFileSync(file, 'utf8')) as { from?: unknown }
  return typeof from === 'string' ? parseDate(from) : undefined
}

/** Of the calendar in UTC: it is only for people. */
const today = () => new Date().toISOString().slice(0, 10)

/** `wx`: a key that is there already is never overwritten. */
function writeSecret(file: string, content: string | Uint8Array): void {
  writeFileSync(file, content, { mode: 0o600, flag: 'wx' })
}
