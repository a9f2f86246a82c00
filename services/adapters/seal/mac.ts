// Ties a command's content to its id: an HMAC that only the office can make, so that a short secret text cannot be guessed from a public ledger.

import { createHash, createHmac, createSecretKey } from 'node:crypto'
import { canonical } from '../../../shared/kernel/canonical.ts'

export interface CommandMac {
  /** `<key name>.<mac>`: 8 and 32 characters, hex. */
  macOf(content: unknown): string
  sameMac(known: string, asked: string): boolean
}

/** `secret`: the office's payload key. A mark that was made with another key cannot be checked, and counts as the same. */
export function commandMac(secret: Uint8Array): CommandMac {
  const bytes = createHash('sha256').update('concert command mac').update(secret).digest()
  const name = createHash('sha256').update(bytes).digest('hex').slice(0, 8)
  // Made once: from bytes it would be made anew at every command, which costs more than the HMAC.
  const key = createSecretKey(bytes)
  return {
    macOf: (content) =>
      `${name}.${createHmac('sha256', key).update(canonical(content)).digest('hex').slice(0, 32)}`,
    sameMac: (known, asked) => known === asked || !known.startsWith(`${name}.`),
  }
}
