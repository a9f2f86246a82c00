// A deadline as events carry it: the date, why it is that date, and how sure. Enough to recompute it from itself alone.

import { z } from 'zod'
import { isZone } from '../calendar/zone.ts'
import { maxZoneLength } from '../kernel/limits.ts'
import {
  confidenceSchema,
  dateSchema,
  deadlineIdSchema,
  periodSchema,
  textSchema,
} from './pack.schema.ts'

/** A time zone that this runtime's zone data has: another one would be an error wherever its days are counted. */
export const zoneSchema = z
  .string()
  .max(maxZoneLength)
  .refine(isZone, 'expected a time zone such as "America/Vancouver"')
export const instantSchema = z.iso.datetime({ precision: 3 })
export const ruleRefSchema = z.strictObject({
  statute: z.string(),
  section: z.string(),
  confidence: confidenceSchema,
})

/**
 * How a date came about: counting `period` from `from` (that day left out), passing over `skipped`, then moving past `rolled`.
 * `why` is `saturday`, `sunday`, or the id of a holiday in the pack.
 */
export const derivationSchema = z.strictObject({
  from: dateSchema,
  /** What `from` is: `copy-given`, `report-sent`, `set-by-order`, `extended`, `corrected`, `stay-ended`, or `clock:<id>`. */
  start: z.string().min(1),
  period: periodSchema,
  /** Name of the pack's counting; `as-given` for a date that someone set and nobody counts. */
  counting: z.string().min(1),
  clear: z.boolean(),
  skipped: z.array(z.strictObject({ date: dateSchema, why: z.string() })),
  rolled: z.array(z.strictObject({ date: dateSchema, why: z.string() })),
})

export const deadlineSchema = z.strictObject({
  id: deadlineIdSchema,
  party: z.string(),
  /** The terms it binds; empty for a deadline of the whole order (the challenge window). */
  terms: z.array(z.string()),
  /** The route whose limitation it is; absent for every other deadline. */
  route: z.string().optional(),
  /** What it is of where its id does not say: a step's clock, a notice, a commitment, a date set by hand. */
  name: z.string().optional(),
  text: textSchema.optional(),
  /** The last day (or the first lawful day of `comply-not-before` and `enforceable`); the safe one where two rules could apply. */
  date: dateSchema,
  lenientDate: dateSchema.optional(),
  /** First instant after `date`, UTC. */
  endsAt: instantSchema,
  /** When to tell: `endsAt`, or the first instant of `date` for a window that opens. UTC. */
  alarmAt: instantSchema,
  zone: zoneSchema,
  zoneData: z.string(),
  confidence: confidenceSchema,
  rules: z.array(ruleRefSchema),
  derivation: derivationSchema,
  lenientDerivation: derivationSchema.optional(),
})

export type Deadline = z.output<typeof deadlineSchema>
export type Derivation = z.output<typeof derivationSchema>
