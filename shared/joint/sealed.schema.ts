// A draft that only the offices it is sealed to can read: JWE, General JSON Serialization (RFC 7516), one ciphertext, one recipient for each office.
// Only the form is checked here; it is sealed and opened in `services/adapters/seal`.

import { z } from 'zod'
import {
  maxKeyIdLength,
  maxSealedBytes,
  maxSealHeaderLength,
  maxSealRecipients,
} from '../kernel/limits.ts'

/** Without padding: 32 bytes are 43 characters. */
const base64url = z.string().regex(/^[A-Za-z0-9_-]+$/, 'expected base64url')

const recipientSchema = z.strictObject({
  header: z.strictObject({
    /** Name of the office's seal key in the directory. */
    kid: z.string().min(1).max(maxKeyIdLength),
    /** The sender's key for this recipient alone, used once; with a single recipient it is in the protected header. */
    epk: z
      .strictObject({ kty: z.literal('OKP'), crv: z.literal('X25519'), x: base64url.length(43) })
      .optional(),
  }),
  /** The key of the content, 32 bytes, wrapped (RFC 3394: 8 bytes more). */
  encrypted_key: base64url.length(54),
})

export const sealedSchema = z.strictObject({
  /** The algorithms; what is in it cannot be changed without the content no longer opening. */
  protected: base64url.max(maxSealHeaderLength),
  iv: base64url.length(16),
  ciphertext: base64url.max(maxSealedBytes),
  tag: base64url.length(22),
  recipients: z.array(recipientSchema).min(1).max(maxSealRecipients),
})

export type Sealed = z.output<typeof sealedSchema>

/** Names of the keys it is sealed to. Nobody has proved them: that a key is named does not yet mean that it opens. */
export function recipientsOf(sealed: Sealed): string[] {
  return sealed.recipients.map(({ header }) => header.kid)
}
