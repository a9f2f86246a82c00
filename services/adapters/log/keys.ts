// The file with an office's keys for heads and cosignatures. Made once, readable by its owner only; private halves leave it as functions that sign.

import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  sign,
  type JsonWebKey,
  type KeyObject,
} from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fromBase64url } from '../../../shared/kernel/base64.ts'
import type { OfficeId } from '../../../shared/kernel/ids.ts'
import { logKeysSchema, type LogKeys } from '../../../shared/ledger/log/keys.schema.ts'
import {
  cosignerNameOf,
  cosignerRoles,
  originOf,
  type CosignerRole,
} from '../../../shared/ledger/log/names.ts'
import type { SignatureType } from '../../../shared/ledger/log/note.ts'
import type { NoteSigner } from '../../../shared/ledger/log/signed-message.ts'

type Role = 'log' | CosignerRole
const roles: readonly Role[] = ['log', ...cosignerRoles]
const algorithms = ['ed25519', 'mlDsa44'] as const
type Algorithm = (typeof algorithms)[number]
type KeyFile = Record<Role, Record<Algorithm, JsonWebKey>> & {
  /** The day on which they were made. */
  readonly from?: string
}

export interface LogSigners {
  readonly publicKeys: LogKeys
  /** Sign heads of the office's own log in this epoch. */
  head(epoch: string): readonly NoteSigner[]
  /** Cosign others' heads. */
  cosign(role: CosignerRole): readonly NoteSigner[]
}

/** Where the keys lie in an office's folder of keys. */
export function logKeyFileIn(folder: string): string {
  return path.join(folder, 'log.jwk.json')
}

/** Makes the file where it is missing, and answers the public halves. A file that is there is never changed. */
export function ensureLogKeys(file: string): LogKeys {
  if (!existsSync(file)) {
    mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 })
    const keys = Object.fromEntries(
      roles.map((role) => [
        role,
        {
          ed25519: generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' }),
          mlDsa44: generateKeyPairSync('ml-dsa-44').privateKey.export({ format: 'jwk' }),
        },
      ]),
    )
    const from = new Date().toISOString().slice(0, 10)
    writeFileSync(file, JSON.stringify({ ...keys, from }), { mode: 0o600, flag: 'wx' })
  }
  return publicKeysOf(readKeyFile(file), file)
}

/** The six keys have no name in the directory: people are told this one. */
export function logKeysName(office: OfficeId, { log }: Pick<LogKeys, 'log'>): string {
  return `${office}-log-${createHash('sha256').update(log.ed25519).digest('hex').slice(0, 8)}`
}

/** Throws where the file is not what `ensureLogKeys` made; the message never quotes it. */
export function readLogSigners(office: OfficeId, file: string): LogSigners {
  return logSignersOf(office, readKeyFile(file), file)
}

function logSignersOf(office: OfficeId, keys: KeyFile, file: string): LogSigners {
  const publicKeys = publicKeysOf(keys, file)
  const objects = Object.fromEntries(
    roles.map((role) => [
      role,
      {
        ed25519: createPrivateKey({ key: keys[role].ed25519, format: 'jwk' }),
        mlDsa44: createPrivateKey({ key: keys[role].mlDsa44, format: 'jwk' }),
      },
    ]),
  ) as Record<Role, Record<Algorithm, KeyObject>>
  const signers = (role: Role, name: string, ed25519Type: SignatureType): NoteSigner[] => [
    noteSigner(name, ed25519Type, publicKeys[role].ed25519, objects[role].ed25519),
    noteSigner(name, 6, publicKeys[role].mlDsa44, objects[role].mlDsa44),
  ]
  return {
    publicKeys,
    head: (epoch) => signers('log', originOf(office, epoch), 1),
    cosign: (role) => signers(role, cosignerNameOf(office, role), 4),
  }
}

function noteSigner(
  name: string,
  type: SignatureType,
  publicKey: string,
  key: KeyObject,
): NoteSigner {
  return {
    key: { name, type, publicKey: fromBase64url(publicKey) ?? new Uint8Array() },
    sign: (message) => sign(null, message, key),
  }
}

function readKeyFile(file: string): KeyFile {
  try {
    const keys = JSON.parse(readFileSync(file, 'utf8')) as Partial<KeyFile>
    if (roles.every((role) => algorithms.every((each) => keys[role]?.[each] !== undefined)))
      return keys as KeyFile
  } catch (cause) {
    throw new Error(`${file} cannot be read as keys of a log`, { cause })
  }
  throw new Error(
    `${file} does not have an Ed25519 and an ML-DSA-44 key for each of ${roles.join(', ')}`,
  )
}

function publicKeysOf(keys: KeyFile, file: string): LogKeys {
  try {
    // Made anew from the private halves: what the file says of the public ones is not relied upon.
    const publicOf = (jwk: JsonWebKey) =>
      createPublicKey(createPrivateKey({ key: jwk, format: 'jwk' })).export({ format: 'jwk' })
    return logKeysSchema.parse(
      Object.fromEntries(
        roles.map((role) => [
          role,
          {
            ed25519: publicOf(keys[role].ed25519).x,
            mlDsa44: (publicOf(keys[role].mlDsa44) as { pub?: string }).pub,
          },
        ]),
      ),
    )
  } catch {
    // The cause is left out: an error of a key may quote it.
    throw new Error(
      `${file} does not have an Ed25519 and an ML-DSA-44 key of its own for each role`,
    )
  }
}
