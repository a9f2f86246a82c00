// The period of a public key in the office directory: for how long it is meant to be used, and how much of its office's ledger it may have signed.
// The rule that reads it is in `key-period.ts`; why it counts entries and not days: docs/adr/0010-keys-over-thirty-years.md.

import { z } from 'zod'
import { dateSchema } from '../policy/pack.schema.ts'

export const keyPeriod = {
  /** The day from which it is used, and the last one for which it is meant: for people, who are warned in time. Nothing stops by a day. */
  from: dateSchema.optional(),
  until: dateSchema.optional(),
  /** It is used no more: what it signed counts up to this many entries of its office's ledger, and not behind them. */
  upTo: z.int().min(0).optional(),
  /** The day from which somebody else may have had it. */
  stolenOn: dateSchema.optional(),
}

/** Without the place up to which it counts, nobody could tell what its thief signed from what its office did. */
export const isBounded = ({ upTo, stolenOn }: { upTo?: unknown; stolenOn?: unknown }): boolean =>
  stolenOn === undefined || upTo !== undefined

export const notBounded = 'a stolen key needs "upTo": the entries up to which it counts'
