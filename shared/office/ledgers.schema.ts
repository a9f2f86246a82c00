// What an office says about ledgers, in its own: that a person decided about one with two histories, that a successor is accepted, that its own succeeds a lost one,
// and that it will be away for a while. Aggregates of kind `office`: `ledgers`, and `maintenance` for the last. What a succession is: docs/spec/log.md.

import { z } from 'zod'
import { fromBase64 } from '../kernel/base64.ts'
import type { AggregateRef, OfficeId } from '../kernel/ids.ts'
import { maxTextLength } from '../kernel/limits.ts'
import { multiLineText } from '../kernel/plain-text.schema.ts'
import { commandIdSchema, officeIdSchema } from '../order/order.schema.ts'
import { instantSchema } from '../policy/deadline.schema.ts'
import { dateSchema } from '../policy/pack.schema.ts'

export function ledgersRef(office: OfficeId): AggregateRef {
  return { office, kind: 'office', id: 'ledgers' }
}

/** Apart from what is said of ledgers: a reader of before, who does not know it, reads on there. */
export function maintenanceRef(office: OfficeId): AggregateRef {
  return { office, kind: 'office', id: 'maintenance' }
}

const epoch = z.string().regex(/^[A-Za-z0-9_-]{2,64}$/)
const size = z.int().min(0)
const hash = z
  .string()
  .refine((text) => fromBase64(text)?.length === 32, 'expected 32 bytes as base64')
const reason = multiLineText(1_000)
/** A signed head with what others said of it: its lines are checked by whoever relies on it. */
const note = z.string().min(1).max(maxTextLength)

/** A log at a size, with the root of the tree there. */
const place = z.strictObject({ epoch, size, root: hash })

const forkDecided = {
  on: dateSchema,
  /** Whose ledger had two histories, in which epoch, and where it stopped. */
  ledger: officeIdSchema,
  epoch,
  agreedSize: size,
  /** The signed heads that contradict each other, or the one that contradicts the entries that were held. */
  heads: z.array(note).max(2),
  reason,
}

const successionAccepted = {
  on: dateSchema,
  ledger: officeIdSchema,
  /** The ledger that is lost, at the last entry that goes on. */
  former: place,
  /** The new one with the event that says so as its last entry. */
  successor: place,
  /** This office's signature lines as mirror under the successor's head at that size: it holds every entry. */
  cosignatures: z.string().min(1).max(maxTextLength),
  reason,
}

const succeeded = {
  on: dateSchema,
  /** The ledger that is lost: every entry below this size goes on under the new epoch, under the same root. */
  former: place,
  /** The longest that it is known to have been: what lies between is lost. */
  known: z.strictObject({ size, root: hash.optional() }),
  /** The largest head of the lost ledger that covers only what goes on, with the words of those who held it. */
  head: note.optional(),
  reason,
}

/** The latest counts: said again with other times, it is longer, shorter, or over. */
const maintenanceAnnounced = {
  on: dateSchema,
  from: instantSchema,
  until: instantSchema,
  reason,
}

const of = <K extends string, S extends z.ZodRawShape>(kind: K, shape: S) =>
  z.strictObject({ kind: z.literal(kind), ...shape })

export const ledgersEventSchema = z.discriminatedUnion('kind', [
  of('fork-decided', forkDecided),
  of('succession-accepted', successionAccepted),
  of('succeeded', succeeded),
  of('maintenance-announced', maintenanceAnnounced),
])

const id = commandIdSchema
export const ledgersCommandSchema = z.discriminatedUnion('kind', [
  of('decide-fork', { id, ...forkDecided }),
  of('accept-succession', { id, ...successionAccepted }),
  of('announce-maintenance', { id, ...maintenanceAnnounced }),
])

export type LedgersEvent = z.output<typeof ledgersEventSchema>
export type LedgersEventOf<K extends LedgersEvent['kind']> = Extract<LedgersEvent, { kind: K }>
/** As it is shown while it lasts. */
export const maintenanceSchema = z.strictObject({
  from: instantSchema,
  until: instantSchema,
  reason: z.string(),
})

export type Maintenance = z.output<typeof maintenanceSchema>
export type LedgersCommand = z.output<typeof ledgersCommandSchema>
