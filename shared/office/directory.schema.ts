// The office directory: who takes part, with what power, under which statutes, on which broker, with which public keys.
// Adding an office is an entry here, a policy pack, and keys.

import { z } from 'zod'
import { maxKeyIdLength } from '../kernel/limits.ts'
import { logKeysSchema } from '../ledger/log/keys.schema.ts'
import { officeIdSchema } from '../order/order.schema.ts'
import { textSchema } from '../policy/pack.schema.ts'
import { isBounded, keyPeriod, notBounded } from './key-period.schema.ts'

export const eventKeySchema = z
  .strictObject({
    /** Names the key in every signature, so that keys can be changed and old events still verified. */
    keyid: z.string().min(1),
    /** Ed25519 public key, 32 bytes, base64url. */
    publicKey: z.string().regex(/^[A-Za-z0-9_-]{43}$/, 'expected 32 bytes as base64url'),
    ...keyPeriod,
  })
  .refine(isBounded, notBounded)

export const sealKeySchema = z.strictObject({
  /** Names the key in what is sealed to it. */
  keyid: z.string().min(1).max(maxKeyIdLength),
  /** X25519 public key, 32 bytes, base64url. */
  publicKey: z.string().regex(/^[A-Za-z0-9_-]{43}$/, 'expected 32 bytes as base64url'),
  ...keyPeriod,
})

export const officeEntrySchema = z.strictObject({
  id: officeIdSchema,
  name: textSchema,
  /** What a narrow column shows: `OIPC BC`. */
  short: textSchema,
  jurisdiction: textSchema,
  /** A commissioner has order power; an observer watches, and speaks in its own ledger. */
  role: z.enum(['commissioner', 'observer']),
  /** Statute ids of policy packs it acts under; the first is the default. */
  statutes: z.array(z.string()).min(1),
  /** IANA zone of its legal day. */
  zone: z.string().min(1),
  broker: z.strictObject({
    url: z.url(),
    publicKey: z.string().regex(/^U[A-Z2-7]{55}$/, 'expected a NATS user public key'),
  }),
  eventKeys: z.array(eventKeySchema).min(1),
  /** The first is the one to seal to, the others are former ones. An office that has none cannot be invited to sealed drafts. */
  sealKeys: z.array(sealKeySchema).min(1).optional(),
  /** With which it signs heads of its ledger and says what it saw and holds of others'. An office without them confirms nothing. */
  logKeys: logKeysSchema.optional(),
  /** Those that it used before, the latest first: what they signed counts up to their place. */
  formerLogKeys: z.array(logKeysSchema).optional(),
  /** Where its pages and API are, if its peers may know. */
  url: z.url().optional(),
})

/** What no single member says. */
const whole = officeEntrySchema.check(({ value: { logKeys }, issues }) => {
  if (logKeys?.upTo !== undefined)
    issues.push({
      code: 'custom',
      input: logKeys.upTo,
      path: ['logKeys', 'upTo'],
      message: 'keys that are used no more stand in "formerLogKeys"',
    })
})

export const directorySchema = z
  .strictObject({ version: z.literal(1), offices: z.array(whole).min(1) })
  .check((ctx) => {
    const seen = new Set<string>()
    for (const [index, office] of ctx.value.offices.entries()) {
      if (seen.has(office.id))
        ctx.issues.push({
          code: 'custom',
          input: office.id,
          path: ['offices', index, 'id'],
          message: `office "${office.id}" is listed twice`,
        })
      seen.add(office.id)
    }
  })

export type SealKey = z.output<typeof sealKeySchema>
export type OfficeEntry = z.output<typeof officeEntrySchema>
export type Directory = z.output<typeof directorySchema>
