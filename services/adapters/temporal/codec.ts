// Encrypts all that an office gives to Temporal: AES-256-GCM with the office's own key. Temporal's server never sees a fact.
// Ids of workflows, updates and activities, and search attributes, stay readable: they carry no personal data.

import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createSecretKey,
  randomBytes,
  type KeyObject,
} from 'node:crypto'
import { fileURLToPath } from 'node:url'
import type { DataConverter, Payload, PayloadCodec } from '@temporalio/common'
import proto from '@temporalio/proto'

/** The key's length in bytes: AES-256. */
export const payloadKeyBytes = 32

/**
 * What clients and workers of one office share: payloads and failures encrypted with `key`, 32 bytes.
 * `previous` keys still read what they encrypted; without any key nothing is encrypted (recorded histories of tests only).
 */
export function officeConverter(
  key?: Uint8Array,
  previous: readonly Uint8Array[] = [],
): DataConverter {
  return {
    failureConverterPath,
    ...(key === undefined ? {} : { payloadCodecs: [createCodec(key, previous)] }),
  }
}

/** The bundle of workflows needs the same failure converter as its worker. */
export const failureConverterPath = fileURLToPath(
  new URL('../../../workflows/failures.ts', import.meta.url),
)

/** Refuses on decoding what is not encrypted, was encrypted with another key, or was changed: none of it came from this office. */
export function createCodec(key: Uint8Array, previous: readonly Uint8Array[] = []): PayloadCodec {
  const current = named(key)
  const keys = new Map([current, ...previous.map(named)].map(({ id, key: each }) => [id, each]))
  return {
    encode: async (payloads) => payloads.map((payload) => encrypt(payload, current)),
    decode: async (payloads) => payloads.map((payload) => decrypt(payload, keys)),
  }
}

const encoding = Buffer.from('binary/encrypted')
const cipherName = 'aes-256-gcm'
const nonceBytes = 12
const tagBytes = 16

const form = proto.temporal.api.common.v1.Payload

interface NamedKey {
  readonly id: string
  /** Made once: from plain bytes Node makes one for every use, which takes longer than the encryption. */
  readonly key: KeyObject
}

/** A key is named by its hash: the same key has the same name in every process, and the name says nothing about it. */
function named(key: Uint8Array): NamedKey {
  if (key.length !== payloadKeyBytes)
    throw new Error(
      `A payload key has ${payloadKeyBytes} bytes; this one has ${key.length}. Make a new key file.`,
    )
  return {
    id: createHash('sha256').update('concert payload key').update(key).digest('hex').slice(0, 16),
    key: createSecretKey(key),
  }
}

/** The whole payload with its metadata, so that the kind of value does not show either: nonce, ciphertext, tag. */
function encrypt(payload: Payload, { id, key }: NamedKey): Payload {
  const nonce = randomBytes(nonceBytes)
  const cipher = createCipheriv(cipherName, key, nonce).setAAD(Buffer.from(id))
  const data = Buffer.concat([
    nonce,
    cipher.update(form.encode(payload).finish()),
    cipher.final(),
    cipher.getAuthTag(),
  ])
  return { metadata: { encoding, 'encryption-key-id': Buffer.from(id) }, data }
}

function decrypt(payload: Payload, keys: ReadonlyMap<string, KeyObject>): Payload {
  const { encoding: found, 'encryption-key-id': idBytes } = payload.metadata ?? {}
  if (found === undefined || !encoding.equals(found))
    throw new Error(
      `A payload in Temporal is not encrypted (${found === undefined ? 'no encoding' : Buffer.from(found).toString()}): it is not from this office`,
    )
  const id = Buffer.from(idBytes ?? []).toString()
  const key = keys.get(id)
  if (key === undefined)
    throw new Error(
      `A payload in Temporal was encrypted with key "${id}"; this office has ${[...keys.keys()].map((each) => `"${each}"`).join(', ')}. Configure the key that was in use.`,
    )
  const data = payload.data ?? new Uint8Array()
  try {
    const decipher = createDecipheriv(cipherName, key, data.subarray(0, nonceBytes), {
      authTagLength: tagBytes,
    })
      .setAAD(Buffer.from(id))
      .setAuthTag(data.subarray(-tagBytes))
    return form.decode(
      Buffer.concat([decipher.update(data.subarray(nonceBytes, -tagBytes)), decipher.final()]),
    )
  } catch (cause) {
    throw new Error(
      `A payload in Temporal does not open with key "${id}": it was changed or cut off`,
      { cause },
    )
  }
}
