// What may be said about an order: commands from people and programs, events as the ledger keeps them.
// Strict for what we produce. Each event is one command's whole effect, so that an append is atomic by itself.

import { z } from 'zod'
import {
  commandIdPattern,
  localIdPattern,
  officeIdPattern,
  orderIdPattern,
  type CommandId,
  type MatterId,
  type OfficeId,
  type OrderId,
} from '../kernel/ids.ts'
import { maxPartiesPerOrder, maxTermsPerOrder, maxTextLength } from '../kernel/limits.ts'
import { deadlineSchema, ruleRefSchema } from '../policy/deadline.schema.ts'
import {
  confidenceSchema,
  dateSchema,
  deadlineIdSchema,
  sharingSchema,
  stayUntilSchema,
  termKindSchema,
  textSchema,
} from '../policy/pack.schema.ts'

const freeText = z.string().min(1).max(maxTextLength)
const localId = z
  .string()
  .regex(localIdPattern, 'expected letters, digits, "-" and "_", at most 64')
export const officeIdSchema = z
  .string()
  .regex(officeIdPattern, 'expected an office id such as "ca-bc-oipc"')
  .transform((id) => id as OfficeId)
export const orderIdSchema = z
  .string()
  .regex(orderIdPattern, 'expected an order id such as "ca-bc-oipc:P21-08"')
  .transform((id) => id as OrderId)
export const matterIdSchema = z
  .string()
  .regex(localIdPattern, 'expected a matter id such as "clearview-ai"')
  .transform((id) => id as MatterId)
export const commandIdSchema = z
  .string()
  .regex(commandIdPattern, 'expected letters, digits and ":._/-", at most 255')
  .transform((id) => id as CommandId)

export const partySchema = z.strictObject({
  id: localId,
  name: freeText,
  kind: z.enum(['individual', 'organization']),
})
export const dueSchema = z.union([
  z.strictObject({ days: z.int().min(0).max(36_525) }),
  z.strictObject({ on: dateSchema }),
])
export const termSchema = z.strictObject({
  id: localId,
  /** Aligns differently worded terms of different offices: `stop-collection`, `delete`. */
  theme: localId,
  kind: termKindSchema,
  effort: z.enum(['absolute', 'best-efforts']),
  text: textSchema,
  due: dueSchema.optional(),
})
const termIds = z.array(localId).min(1).max(maxTermsPerOrder)

/** How a fact is known. `between` keeps the range of a date that is assumed. */
const provenance = {
  confidence: confidenceSchema.optional(),
  source: freeText.optional(),
  between: z.tuple([dateSchema, dateSchema]).optional(),
}
const base = {
  /** The same id is the same command: a retry answers what the first one did. */
  id: commandIdSchema,
  /** The legal date of the fact. */
  on: dateSchema,
  /** Who says so: a person's or program's name within the office. */
  by: freeText.optional(),
  ...provenance,
}

export const challengeKindSchema = z.enum(['judicial-review', 'appeal'])
export const courtOutcomeSchema = z.enum(['upheld', 'quashed', 'varied', 'remitted', 'withdrawn'])

/** One deadline for the terms that both sides name; a side that is missing has no such deadline. The officer who approves it is named. */
const correction = {
  by: freeText,
  reason: freeText,
  packVersion: z.string().min(1),
  before: deadlineSchema.optional(),
  after: deadlineSchema.optional(),
}

export const orderCommandSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('issue'),
    ...base,
    matter: matterIdSchema,
    statute: z.string(),
    respondent: partySchema,
    otherParties: z.array(partySchema).max(maxPartiesPerOrder).optional(),
    terms: z.array(termSchema).min(1).max(maxTermsPerOrder),
  }),
  z.strictObject({ kind: z.literal('serve'), ...base, party: localId, means: freeText }),
  z.strictObject({
    kind: z.literal('refuse'),
    ...base,
    terms: termIds.optional(),
    reason: freeText.optional(),
  }),
  z.strictObject({
    kind: z.literal('comply'),
    ...base,
    terms: termIds.optional(),
    outcome: z.enum(['complied', 'partial']),
  }),
  z.strictObject({
    kind: z.literal('challenge'),
    ...base,
    challenge: localId,
    challengeKind: challengeKindSchema,
    forum: freeText,
    party: localId.optional(),
    terms: termIds.optional(),
    from: freeText.optional(),
  }),
  z.strictObject({
    kind: z.literal('decide'),
    ...base,
    challenge: localId,
    outcome: courtOutcomeSchema,
    citation: freeText,
    terms: termIds.optional(),
    endsStay: z.boolean().optional(),
  }),
  z.strictObject({
    kind: z.literal('stay'),
    ...base,
    action: z.enum(['sought', 'ordered', 'lifted']),
    forum: freeText,
    terms: termIds.optional(),
  }),
  z.strictObject({
    kind: z.literal('extend'),
    ...base,
    to: dateSchema,
    grantedBy: z.enum(['office', 'court']),
    terms: termIds.optional(),
    reason: freeText,
  }),
  z.strictObject({
    kind: z.literal('undo-extension'),
    ...base,
    terms: termIds.optional(),
    reason: freeText,
  }),
  z.strictObject({
    kind: z.literal('correct'),
    ...base,
    touchesConclusions: z.boolean(),
    reason: freeText,
  }),
  z.strictObject({
    kind: z.literal('escalate'),
    ...base,
    route: localId,
    step: localId.optional(),
    docket: freeText.optional(),
  }),
  z.strictObject({
    kind: z.literal('record-outcome'),
    ...base,
    route: localId,
    outcome: localId,
    amount: z.number().min(0).optional(),
    subsequent: z.boolean().optional(),
    turnover: z.number().min(0).optional(),
    docket: freeText.optional(),
  }),
  z.strictObject({
    kind: z.literal('withdraw'),
    ...base,
    terms: termIds.optional(),
    reason: freeText,
  }),
  z.strictObject({ kind: z.literal('close'), ...base, reason: freeText }),
  /** Made by the office of its own drift listing: a date that the law as now known makes another one. Only this moves what is recorded. */
  z.strictObject({ kind: z.literal('approve-correction'), ...base, ...correction }),
  /** Sent by the order's own workflow when an alarm goes off; people cannot send it. */
  z.strictObject({
    kind: z.literal('mark-reached'),
    ...base,
    deadline: deadlineIdSchema,
    party: localId,
    terms: z.array(localId),
    route: localId.optional(),
    late: z.literal(true).optional(),
  }),
])

/** What a filed challenge does to the terms: which are stayed by statute, until when, by which rule. */
export const stayOfTermsSchema = z.strictObject({
  terms: z.array(localId),
  until: stayUntilSchema,
  rules: z.array(ruleRefSchema),
})

const fact = { on: dateSchema, by: freeText.optional(), ...provenance }

export const orderEventSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('issued'),
    ...fact,
    matter: matterIdSchema,
    number: z.string(),
    statute: z.string(),
    pack: z.strictObject({ version: z.string(), inForceFrom: dateSchema }),
    zone: z.string(),
    respondent: partySchema,
    otherParties: z.array(partySchema),
    terms: z.array(termSchema),
    sharing: sharingSchema,
  }),
  z.strictObject({
    kind: z.literal('copy-given'),
    ...fact,
    party: localId,
    means: freeText,
    deadlines: z.array(deadlineSchema),
  }),
  z.strictObject({
    kind: z.literal('refusal-declared'),
    ...fact,
    terms: termIds,
    reason: freeText.optional(),
  }),
  z.strictObject({
    kind: z.literal('compliance-reported'),
    ...fact,
    terms: termIds,
    outcome: z.enum(['complied', 'partial']),
  }),
  z.strictObject({
    kind: z.literal('challenge-filed'),
    ...fact,
    challenge: localId,
    challengeKind: challengeKindSchema,
    forum: freeText,
    party: localId,
    terms: termIds,
    from: freeText.optional(),
    inTime: z.enum(['yes', 'no', 'unknown']),
    stays: z.array(stayOfTermsSchema),
    rules: z.array(ruleRefSchema),
  }),
  z.strictObject({
    kind: z.literal('court-decided'),
    ...fact,
    challenge: localId,
    outcome: courtOutcomeSchema,
    citation: freeText,
    terms: termIds,
    endsStay: z.boolean().optional(),
    deadlines: z.array(deadlineSchema),
  }),
  z.strictObject({ kind: z.literal('stay-sought'), ...fact, forum: freeText, terms: termIds }),
  z.strictObject({ kind: z.literal('stay-ordered'), ...fact, forum: freeText, terms: termIds }),
  z.strictObject({
    kind: z.literal('stay-lifted'),
    ...fact,
    forum: freeText,
    terms: termIds,
    deadlines: z.array(deadlineSchema),
  }),
  z.strictObject({
    kind: z.literal('extended'),
    ...fact,
    to: dateSchema,
    grantedBy: z.enum(['office', 'court']),
    terms: termIds,
    reason: freeText,
    deadlines: z.array(deadlineSchema),
    rules: z.array(ruleRefSchema),
  }),
  z.strictObject({
    kind: z.literal('extension-undone'),
    ...fact,
    terms: termIds,
    reason: freeText,
    deadlines: z.array(deadlineSchema),
  }),
  z.strictObject({
    kind: z.literal('corrected'),
    ...fact,
    touchesConclusions: z.boolean(),
    reason: freeText,
    deadlines: z.array(deadlineSchema),
    rules: z.array(ruleRefSchema),
  }),
  z.strictObject({ kind: z.literal('deadline-corrected'), ...fact, ...correction }),
  z.strictObject({
    kind: z.literal('escalated'),
    ...fact,
    route: localId,
    step: localId.optional(),
    docket: freeText.optional(),
    rules: z.array(ruleRefSchema),
  }),
  z.strictObject({
    kind: z.literal('escalation-decided'),
    ...fact,
    route: localId,
    outcome: localId,
    amount: z.number().optional(),
    docket: freeText.optional(),
    rules: z.array(ruleRefSchema),
  }),
  z.strictObject({ kind: z.literal('withdrawn'), ...fact, terms: termIds, reason: freeText }),
  z.strictObject({ kind: z.literal('closed'), ...fact, reason: freeText }),
  z.strictObject({
    kind: z.literal('deadline-reached'),
    ...fact,
    deadline: deadlineIdSchema,
    party: localId,
    terms: z.array(localId),
    route: localId.optional(),
    alarmAt: z.string(),
    /** Said long after its instant: nobody watched the clocks when it came. */
    late: z.literal(true).optional(),
    /** Limitation periods that begin where time to comply is over. */ deadlines: z
      .array(deadlineSchema)
      .optional(),
  }),
])

export type OrderCommand = z.output<typeof orderCommandSchema>
export type OrderCommandOf<K extends OrderCommand['kind']> = Extract<OrderCommand, { kind: K }>
export type OrderEvent = z.output<typeof orderEventSchema>
export type OrderEventOf<K extends OrderEvent['kind']> = Extract<OrderEvent, { kind: K }>
export type Party = z.output<typeof partySchema>
export type Term = z.output<typeof termSchema>
export type StayOfTerms = z.output<typeof stayOfTermsSchema>
export type CourtOutcome = z.output<typeof courtOutcomeSchema>
