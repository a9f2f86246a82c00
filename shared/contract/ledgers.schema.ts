// Who holds and confirmed which ledger, up to where; whether the office's own is the one it knows; and a person's decision about one that forked.

import { z } from 'zod'
import { followerViewSchema } from '../board/board.schema.ts'
import { multiLineText } from '../kernel/plain-text.schema.ts'
import { officeIdSchema } from '../order/order.schema.ts'

const bilingual = z.strictObject({ en: z.string(), fr: z.string() })

export const ownLedgerSchema = z.strictObject({
  state: z.enum(['not-compared', 'intact', 'shorter', 'different', 'gone']),
  /** How it was compared last: `last` is length and last entry, `full` is every entry. */
  compared: z.enum(['last', 'full']).nullable(),
  /** Entries that the broker has, as far as that was asked. */
  length: z.int().nullable(),
  /** What is wrong and what to do; null where nothing is, or nothing is known yet. */
  problem: bilingual.nullable(),
})

export const confirmationSchema = z.strictObject({
  by: officeIdSchema,
  /** `witness`: it saw a head of this size, which continues all that it saw before. `mirror`: and it holds every entry. */
  role: z.enum(['witness', 'mirror']),
  size: z.int(),
  /** When it last said so, by its own clock. */
  at: z.string(),
  /** Not confirmed since then, for longer than three heartbeats. */
  stale: z.boolean(),
})

/** A witness that is no office. It only ever says that it saw a head of this size, and that it continues all that it saw before. */
export const witnessConfirmationSchema = confirmationSchema
  .omit({ role: true })
  .extend({ by: z.string() })

export const ledgerStandingSchema = z.strictObject({
  office: officeIdSchema,
  epoch: z.string(),
  state: followerViewSchema.shape.state,
  /** Entries that this office holds. */
  held: z.int(),
  /** The largest head that its office signed and this one saw. */
  seen: z.strictObject({ size: z.int(), at: z.string() }).nullable(),
  confirmations: z.array(confirmationSchema),
  /** What witnesses said that are no offices. */
  witnesses: z.array(witnessConfirmationSchema),
  /** Two signed histories: it stops here until a person decides. */
  stopped: z.strictObject({ agreedSize: z.int(), since: z.string() }).nullable(),
  /** What was decided about earlier forks. */
  decisions: z.array(
    z.strictObject({ agreedSize: z.int(), by: z.string(), reason: z.string(), at: z.string() }),
  ),
})

export const ledgersSchema = z.strictObject({
  own: ownLedgerSchema,
  /** The key with which this office signs heads of its ledger, as a witness is given it (C2SP signed-note). */
  verifierKey: z.string(),
  /** What is not as it should be with a witness that this office asks, since when. */
  witnessProblems: z.array(
    z.strictObject({ name: z.string(), since: z.string(), problem: bilingual }),
  ),
  ledgers: z.array(ledgerStandingSchema),
})

export const forkDecisionSchema = z.strictObject({
  /** Why what is held here is gone on with. */
  reason: multiLineText(1_000),
})

export const retriedSchema = z.strictObject({
  /** Messages that were read and judged again. */
  retried: z.int(),
  /** Those that were accepted now. */
  accepted: z.int(),
})

export type OwnLedgerView = z.output<typeof ownLedgerSchema>
export type LedgerStanding = z.output<typeof ledgerStandingSchema>
export type LedgersView = z.output<typeof ledgersSchema>
export type Retried = z.output<typeof retriedSchema>
