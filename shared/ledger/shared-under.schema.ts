// What an event says it is shared under, as its attribute `sharedunder` carries it: canonical JSON as a text, for attributes of a CloudEvent are no objects.
// Tolerant where we read: what is not of this form is left out, and stays in the envelope.

import { z } from 'zod'
import { canonical } from '../kernel/canonical.ts'
import { maxSharedUnderKept, maxSharedUnderLength } from '../kernel/limits.ts'
import { oneLineText } from '../kernel/plain-text.schema.ts'
import type { SharedUnder } from '../kernel/shared-under.ts'
import { officeIdSchema } from '../order/order.schema.ts'
import { confidenceSchema, dateSchema, onwardSchema, textSchema } from '../policy/pack.schema.ts'

const oneLine = oneLineText()
const basisSchema = z
  .array(z.object({ statute: oneLine, section: oneLine, confidence: confidenceSchema }))
  .min(1)
  .readonly()
const officesSchema = z.array(officeIdSchema).min(1).readonly()

export const sharingTermsSchema = z.object({
  /** None: nobody reads the ledger yet. */
  with: z.union([z.literal('anyone'), z.array(officeIdSchema).readonly()]),
  basis: basisSchema,
  agreement: z.object({ id: oneLine, name: textSchema }).optional(),
  noAgreementWith: officesSchema.optional(),
  purpose: textSchema,
  onward: z.object({
    may: onwardSchema.shape.may,
    of: textSchema.optional(),
    basis: basisSchema,
  }),
})

export const sharedUnderSchema = z.object({
  class: oneLine,
  on: dateSchema.optional(),
  pack: z.object({ statute: oneLine, version: oneLine, inForceFrom: dateSchema }).optional(),
  terms: z.array(sharingTermsSchema).min(1).readonly(),
})

// An office says the same of thousands of events: each text is made and read once, which is a tenth of a millisecond each time.
const written = new WeakMap<SharedUnder, string>()
const known = new Map<string, SharedUnder | undefined>()

export function sharedUnderText(shared: SharedUnder): string {
  const text = written.get(shared) ?? canonical(shared)
  written.set(shared, text)
  return text
}

export function sharedUnderFrom(text: string | undefined): SharedUnder | undefined {
  if (text === undefined || text.length > maxSharedUnderLength) return undefined
  if (known.has(text)) return known.get(text)
  if (known.size >= maxSharedUnderKept) known.clear()
  const shared = parse(text)
  known.set(text, shared)
  return shared
}

function parse(text: string): SharedUnder | undefined {
  try {
    return sharedUnderSchema.safeParse(JSON.parse(text)).data
  } catch {
    return undefined
  }
}
