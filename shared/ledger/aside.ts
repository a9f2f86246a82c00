// Why a message of a ledger is set aside instead of stored: a code for programs, and words in both languages for people.

import type { Text } from '../kernel/text.ts'

export const asideCodes = [
  // Forged: somebody speaks who may not.
  'subject-of-another-office',
  'not-signed',
  'key-ended',
  'source-of-another-office',
  'put-elsewhere',
  'no-order-power',
  'not-its-joint-action',
  'another-id',
  'type-of-another-kind',
  // Fork: two pasts.
  'another-epoch',
  'version-taken',
  'rewritten',
  'made-anew',
  // Unknown: it cannot be understood here.
  'not-a-ledger-subject',
  'too-large',
  'not-an-envelope',
  'not-an-event',
  'version-missing',
  'type-unknown',
  'data-unknown',
  'implausible',
  'does-not-follow',
  'no-rules',
  // Gap: what was shown of the ledger did not have it. Of earlier versions; it is waited for now.
  'missing',
] as const
export type AsideCode = (typeof asideCodes)[number]

export interface AsideReason {
  readonly code: AsideCode
  /** In English; what a peer wrote is quoted in it. */
  readonly reason: string
  readonly reasonFr: string
}

export function asideReason(code: AsideCode, { en, fr }: Text): AsideReason {
  return { code, reason: en, reasonFr: fr }
}
