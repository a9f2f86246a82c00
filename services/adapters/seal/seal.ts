// Seals what offices circulate among themselves, so that only the invited ones can read it in a ledger that everybody can read: JWE (RFC 7516), X25519.
// Who sealed it is not proved here but by the signature of the event that carries it.

import { SealError } from '../../office/faults.ts'
import type { Sealer } from '../../office/ports.ts'
import { createPrivateKey, type KeyObject } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { flattenedDecrypt } from 'jose/jwe/flattened/decrypt'
import { GeneralEncrypt } from 'jose/jwe/general/encrypt'
import { z } from 'zod'
import type { SealKey } from '../../../shared/office/directory.schema.ts'
import { maxSealedBytes } from '../../../shared/kernel/limits.ts'
import { sealedSchema, type Sealed } from '../../../shared/joint/sealed.schema.ts'

/** `file`: an X25519 private key as JWK, whose `kid` is its name in the office directory. Keys in `former` still open what was sealed to them. */
export function readSealer(file: string, former: readonly string[] = []): Sealer {
  const current = readKey(file)
  const keys = new Map([...former.map(readKey), current].map(({ keyid, key }) => [keyid, key]))
  return { keyid: current.keyid, seal, open: (sealed, about) => open(keys, sealed, about) }
}

const alg = 'ECDH-ES+A256KW'
const enc = 'A256GCM'

async function seal(
  value: unknown,
  recipients: readonly SealKey[],
  about: string,
): Promise<Sealed> {
  const plaintext = padded(JSON.stringify({ about, value } satisfies Content))
  const maxPlainBytes = (maxSealedBytes / 4) * 3
  if (plaintext.length > maxPlainBytes)
    throw new SealError(
      'unsealable',
      `${plaintext.length} bytes are more than the ${maxPlainBytes} that can be sealed`,
    )
  try {
    const jwe = new GeneralEncrypt(plaintext).setProtectedHeader({ alg, enc })
    for (const { keyid, publicKey } of recipients)
      jwe
        .addRecipient({ kty: 'OKP', crv: 'X25519', x: publicKey })
        .setUnprotectedHeader({ kid: keyid })
    return sealedSchema.parse(await jwe.encrypt())
  } catch (cause) {
    throw new SealError(
      'unsealable',
      `A draft cannot be sealed to ${recipients.length} recipients: ${recipients.map(({ keyid }) => `"${keyid}"`).join(', ')}`,
      { cause },
    )
  }
}

async function open(
  keys: ReadonlyMap<string, KeyObject>,
  sealed: Sealed,
  about: string,
): Promise<unknown> {
  for (const recipient of sealed.recipients) {
    const key = keys.get(recipient.header.kid)
    if (key !== undefined) return contentOf(await decrypt(sealed, recipient, key), about)
  }
  throw new SealError(
    'no-recipient',
    `Sealed to others; this office has ${[...keys.keys()].map((each) => `"${each}"`).join(', ')}`,
  )
}

/** As if the office were the only recipient: given all, the library tries the key on each, and does not say what failed. */
async function decrypt(
  sealed: Sealed,
  recipient: Sealed['recipients'][number],
  key: KeyObject,
): Promise<Uint8Array> {
  try {
    // Compressed content is refused: we write none, and its length would tell of what is in it.
    const { plaintext } = await flattenedDecrypt({ ...sealed, ...recipient }, key, {
      keyManagementAlgorithms: [alg],
      contentEncryptionAlgorithms: [enc],
      maxDecompressedLength: 0,
    })
    return plaintext
  } catch (cause) {
    throw new SealError(
      'unreadable',
      `Does not open with key "${recipient.header.kid}": it was changed, or not sealed to it`,
      { cause },
    )
  }
}

/** `about` is sealed in with the value: otherwise any office could put the same ciphertext under another draft, without having read it. */
const contentSchema = z.object({ about: z.string(), value: z.unknown() })
type Content = z.output<typeof contentSchema>

function contentOf(plaintext: Uint8Array, about: string): unknown {
  const content = contentSchema.safeParse(jsonOf(plaintext)?.value)
  if (!content.success)
    throw new SealError('unreadable', 'Opens, but is not what an office seals', {
      cause: content.error,
    })
  if (content.data.about !== about)
    throw new SealError('elsewhere', `Was sealed for another place than "${about}"`)
  return content.data.value
}

const decoder = new TextDecoder('utf-8', { fatal: true })

/** Undefined where it is not JSON: Node's reason would quote a draft or a key, and end in a log. */
function jsonOf(bytes: Uint8Array): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(decoder.decode(bytes)) }
  } catch {
    return undefined
  }
}

/** Sealed content is as long as the plaintext: in whole blocks, a "yes" is as long as a "no" with a short reason. */
const blockBytes = 256

/** With spaces behind the JSON, which reading it takes away again. */
function padded(json: string): Buffer {
  const bytes = Buffer.from(json)
  return Buffer.concat([
    bytes,
    Buffer.alloc((blockBytes - (bytes.length % blockBytes)) % blockBytes, ' '),
  ])
}

function readKey(file: string): { keyid: string; key: KeyObject } {
  const jwk = jsonOf(readFileSync(file))?.value
  if (typeof jwk !== 'object' || jwk === null || !('kid' in jwk) || typeof jwk.kid !== 'string')
    throw new Error(`${file} is not a key with a name ("kid")`)
  try {
    return { keyid: jwk.kid, key: x25519(createPrivateKey({ key: jwk, format: 'jwk' })) }
  } catch (cause) {
    throw new Error(`${file} is not an X25519 private key`, { cause })
  }
}

function x25519(key: KeyObject): KeyObject {
  if (key.asymmetricKeyType !== 'x25519') throw new Error(`it is of type ${key.asymmetricKeyType}`)
  return key
}
