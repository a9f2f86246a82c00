// Who holds and confirmed which ledger, up to where; whether the office's own is the one it knows; and a person's decision about one that forked.

import { z } from 'zod'
import { followerViewSchema } from '../board/board.schema.ts'
import { multiLineText } from '../kernel/plain-text.schema.ts'
import { keyPeriod } from '../office/key-period.schema.ts'
import { maintenanceSchema } from '../office/ledgers.schema.ts'
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

export const successionSchema = z.strictObject({
  /** `waits`: it is announced, and nothing is taken from it until enough have accepted it. */
  state: z.enum(['waits', 'followed']),
  formerEpoch: z.string(),
  epoch: z.string(),
  /** Entries of the lost ledger that go on, under the same root. */
  size: z.int(),
  /** The longest that the lost one is known to have been: what lies between is lost. */
  known: z.int(),
  reason: z.string(),
  recordedAt: z.string().nullable(),
  /** Whose decision to accept it is in their ledgers. */
  accepted: z.array(
    z.strictObject({ office: officeIdSchema, by: z.string(), reason: z.string(), at: z.string() }),
  ),
  /** While it waits: how many of those who hold the lost one must accept it, who they are, and how many entries held here it leaves out. */
  needed: z.int().nullable(),
  holders: z.array(officeIdSchema),
  leftOut: z.int(),
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
  /** Why nothing is taken from it though nobody is accused: it ends before what is known to be in it, for longer than is waited. */
  short: bilingual.optional(),
  /** What its office announced, while it lasts. */
  maintenance: maintenanceSchema.optional(),
  /** What was decided about earlier forks, by this office and by others that said so in their ledgers. */
  decisions: z.array(
    z.strictObject({
      /** Whose decision. */
      office: officeIdSchema,
      agreedSize: z.int(),
      by: z.string(),
      reason: z.string(),
      at: z.string(),
    }),
  ),
  /** Its office lost a ledger, and goes on under another epoch; null where it has its first one. */
  succession: successionSchema.nullable(),
})

export const officeKeySchema = z.strictObject({
  office: officeIdSchema,
  /** `log`: six keys, for heads of its ledger and what it confirms of others'. */
  use: z.enum(['event', 'seal', 'log']),
  name: z.string(),
  /** `ends`: meant for thirty days more at most. `overdue`: was meant until a day that has passed; it is used all the same. */
  state: z.enum(['used', 'ends', 'overdue', 'changed', 'stolen']),
  /** As the directory says it: docs/adr/0010-keys-over-thirty-years.md. */
  period: z.strictObject(keyPeriod),
})

export const ledgersSchema = z.strictObject({
  own: ownLedgerSchema,
  /** The key with which this office signs heads of its ledger, as a witness is given it (C2SP signed-note). */
  verifierKey: z.string(),
  /** The keys of every office, as this office's directory has them. */
  keys: z.array(officeKeySchema),
  /** What is not as it should be with a witness that this office asks, since when. */
  witnessProblems: z.array(
    z.strictObject({ name: z.string(), since: z.string(), problem: bilingual }),
  ),
  /** Whose connections this office's broker cuts because they took too much of it. */
  barredReaders: z
    .array(
      z.strictObject({
        office: officeIdSchema,
        since: z.string(),
        until: z.string(),
        problem: bilingual,
      }),
    )
    .optional(),
  ledgers: z.array(ledgerStandingSchema),
})

export const forkDecisionSchema = z.strictObject({
  /** Why what is held here is gone on with. */
  reason: multiLineText(1_000),
})

export const acceptanceSchema = z.strictObject({
  /** Why the successor of a lost ledger is followed. */
  reason: multiLineText(1_000),
})

/** What this office tells the others of itself. */
export const maintenanceAnnouncementSchema = maintenanceSchema.extend({
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
export type SuccessionView = z.output<typeof successionSchema>
export type OfficeKeyView = z.output<typeof officeKeySchema>
export type Retried = z.output<typeof retriedSchema>
