// What an office says about a matter besides its orders: findings, recommendations, announcements, statements.
// This is all that an office without order power has.

import { z } from 'zod'
import { localIdPattern } from '../kernel/ids.ts'
import { maxTermsPerOrder } from '../kernel/limits.ts'
import { multiLineText, oneLineText } from '../kernel/plain-text.schema.ts'
import {
  basisSchema,
  commandIdSchema,
  findingSchema,
  reportSchema,
  officeIdSchema,
  orderIdSchema,
  partySchema,
} from '../order/order.schema.ts'
import { deadlineSchema, ruleRefSchema } from '../policy/deadline.schema.ts'
import {
  confidenceSchema,
  dateSchema,
  deadlineIdSchema,
  sharingSchema,
  textSchema,
} from '../policy/pack.schema.ts'

const oneLine = oneLineText()
const lines = multiLineText()
const offices = z.array(officeIdSchema).min(1)
const localId = z.string().regex(localIdPattern)

const fact = {
  on: dateSchema,
  by: oneLine.optional(),
  confidence: confidenceSchema.optional(),
  source: oneLine.optional(),
  between: z.tuple([dateSchema, dateSchema]).optional(),
}

const commitmentTermSchema = z.strictObject({
  id: localId,
  theme: localId,
  text: textSchema,
  due: z
    .union([
      z.strictObject({ days: z.int().min(0).max(36_525) }),
      z.strictObject({ months: z.int().min(1).max(1200) }),
      z.strictObject({ on: dateSchema }),
    ])
    .optional(),
  report: reportSchema.optional(),
})

/** What both the command and its event say, by kind. */
const said = {
  opened: { title: textSchema, respondent: partySchema, file: oneLine.optional() },
  'investigation-opened': { offices },
  'findings-published': { offices },
  'recommendation-made': { text: textSchema },
  'recommendation-refused': { text: textSchema },
  announced: { orders: z.array(orderIdSchema).min(1) },
  'statement-made': { text: textSchema },
  'joint-action': {
    action: localId,
    actionKind: oneLine,
    offices,
    texts: z.array(textSchema).optional(),
  },
  noted: { text: textSchema },
  /** How this office closed its part; offices of one matter differ. */
  disposition: {
    of: z.enum([
      'well-founded',
      'not-well-founded',
      'resolved',
      'conditionally-resolved',
      'unresolved',
      'discontinued',
    ]),
    text: textSchema.optional(),
  },
  /** The office takes its part up again after it had closed it. */
  reopened: { reason: lines },
  /** Duties that the respondent took on without an order. */
  'commitment-made': {
    commitment: localId,
    instrument: z.enum(['compliance-agreement', 'undertaking']).optional(),
    party: localId.optional(),
    terms: z.array(commitmentTermSchema).min(1).max(maxTermsPerOrder),
  },
  'notice-of-intention': { notice: localId, replyBy: dateSchema, text: textSchema.optional() },
  'report-sent': { to: localId },
  /** A proceeding that is no challenge of an order (PIPEDA ss.14, 15). */
  'court-application': {
    application: localId,
    section: oneLine,
    forum: oneLine,
    by: localId.optional(),
  },
  'court-decided': {
    application: localId,
    outcome: lines,
    then: lines.optional(),
    citation: oneLine,
    byConsent: z.boolean().optional(),
  },
  'compliance-reported': {
    commitment: localId,
    terms: z.array(localId).optional(),
    party: localId.optional(),
    outcome: z.enum(['complied', 'partial']),
  },
  'compliance-assessed': {
    commitment: localId,
    terms: z.array(localId).optional(),
    party: localId.optional(),
    finding: findingSchema,
    basis: basisSchema,
  },
} as const

const command = { id: commandIdSchema, ...fact }
export const matterCommandSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('opened'), ...command, ...said.opened }),
  z.strictObject({
    kind: z.literal('investigation-opened'),
    ...command,
    ...said['investigation-opened'],
  }),
  z.strictObject({
    kind: z.literal('findings-published'),
    ...command,
    ...said['findings-published'],
  }),
  z.strictObject({
    kind: z.literal('recommendation-made'),
    ...command,
    ...said['recommendation-made'],
  }),
  z.strictObject({
    kind: z.literal('recommendation-refused'),
    ...command,
    ...said['recommendation-refused'],
  }),
  z.strictObject({ kind: z.literal('announced'), ...command, ...said.announced }),
  z.strictObject({ kind: z.literal('statement-made'), ...command, ...said['statement-made'] }),
  z.strictObject({ kind: z.literal('joint-action'), ...command, ...said['joint-action'] }),
  z.strictObject({ kind: z.literal('noted'), ...command, ...said.noted }),
  z.strictObject({ kind: z.literal('disposition'), ...command, ...said.disposition }),
  z.strictObject({ kind: z.literal('reopened'), ...command, ...said.reopened }),
  z.strictObject({ kind: z.literal('commitment-made'), ...command, ...said['commitment-made'] }),
  z.strictObject({
    kind: z.literal('notice-of-intention'),
    ...command,
    ...said['notice-of-intention'],
  }),
  z.strictObject({ kind: z.literal('report-sent'), ...command, ...said['report-sent'] }),
  z.strictObject({
    kind: z.literal('court-application'),
    ...command,
    ...said['court-application'],
  }),
  z.strictObject({ kind: z.literal('court-decided'), ...command, ...said['court-decided'] }),
  z.strictObject({
    kind: z.literal('compliance-reported'),
    ...command,
    ...said['compliance-reported'],
  }),
  z.strictObject({
    kind: z.literal('compliance-assessed'),
    ...command,
    ...said['compliance-assessed'],
  }),
  /** `fact` is its version in this matter's record at the office. */
  z.strictObject({
    kind: z.literal('recorded-in-error'),
    ...command,
    fact: z.int().min(1),
    reason: lines,
  }),
  /** Sent by the matter's own workflow when an alarm goes off. */
  z.strictObject({
    kind: z.literal('mark-reached'),
    ...command,
    deadline: deadlineIdSchema,
    party: localId,
    late: z.literal(true).optional(),
    name: oneLine.optional(),
    terms: z.array(oneLine).optional(),
  }),
])

const deadlines = { deadlines: z.array(deadlineSchema) }
const plainMatterEventSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('opened'),
    ...fact,
    ...said.opened,
    sharing: sharingSchema.optional(),
  }),
  z.strictObject({
    kind: z.literal('investigation-opened'),
    ...fact,
    ...said['investigation-opened'],
  }),
  z.strictObject({
    kind: z.literal('findings-published'),
    ...fact,
    ...said['findings-published'],
    deadlines: z.array(deadlineSchema),
  }),
  z.strictObject({
    kind: z.literal('recommendation-made'),
    ...fact,
    ...said['recommendation-made'],
  }),
  z.strictObject({
    kind: z.literal('recommendation-refused'),
    ...fact,
    ...said['recommendation-refused'],
  }),
  z.strictObject({ kind: z.literal('announced'), ...fact, ...said.announced }),
  z.strictObject({ kind: z.literal('statement-made'), ...fact, ...said['statement-made'] }),
  z.strictObject({ kind: z.literal('joint-action'), ...fact, ...said['joint-action'] }),
  z.strictObject({ kind: z.literal('noted'), ...fact, ...said.noted }),
  z.strictObject({ kind: z.literal('disposition'), ...fact, ...said.disposition }),
  z.strictObject({ kind: z.literal('reopened'), ...fact, ...said.reopened }),
  z.strictObject({
    kind: z.literal('commitment-made'),
    ...fact,
    ...said['commitment-made'],
    ...deadlines,
  }),
  z.strictObject({
    kind: z.literal('notice-of-intention'),
    ...fact,
    ...said['notice-of-intention'],
    ...deadlines,
  }),
  z.strictObject({
    kind: z.literal('report-sent'),
    ...fact,
    ...said['report-sent'],
    ...deadlines,
  }),
  z.strictObject({
    kind: z.literal('court-application'),
    ...fact,
    ...said['court-application'],
    /** Whether it came within the pack's time for it; a court may allow more. */
    inTime: z.enum(['yes', 'no', 'unknown']),
    rules: z.array(ruleRefSchema),
    /** What is not certain of it: a bar that nobody verified. */
    warnings: z.array(textSchema).optional(),
  }),
  z.strictObject({ kind: z.literal('court-decided'), ...fact, ...said['court-decided'] }),
  z.strictObject({
    kind: z.literal('compliance-reported'),
    ...fact,
    ...said['compliance-reported'],
    terms: z.array(localId),
    ...deadlines,
  }),
  z.strictObject({
    kind: z.literal('compliance-assessed'),
    ...fact,
    ...said['compliance-assessed'],
    terms: z.array(localId),
    /** What a notice of default starts. */
    ...deadlines,
  }),
  z.strictObject({
    kind: z.literal('deadline-reached'),
    ...fact,
    deadline: deadlineIdSchema,
    party: localId,
    name: oneLine.optional(),
    terms: z.array(oneLine).optional(),
    alarmAt: z.string(),
    /** Said long after its instant: nobody watched the clocks when it came. */
    late: z.literal(true).optional(),
    /** The next of a series of reports. */
    deadlines: z.array(deadlineSchema).optional(),
  }),
])
/** A fact that did not happen so: `on` is its own date, `saidOn` the day on which the office said it. */
export const matterEventSchema = z.discriminatedUnion('kind', [
  ...plainMatterEventSchema.options,
  z.strictObject({
    kind: z.literal('recorded-in-error'),
    ...fact,
    saidOn: dateSchema,
    fact: z.int().min(1),
    was: plainMatterEventSchema,
    reason: lines,
  }),
])

/** The fields of each kind, for files that say the same. */
export const matterSaid = said
export type MatterCommand = z.output<typeof matterCommandSchema>
export type CommitmentTerm = z.output<typeof commitmentTermSchema>
export type PlainMatterEvent = z.output<typeof plainMatterEventSchema>
export type MatterEvent = z.output<typeof matterEventSchema>
export type MatterEventOf<K extends MatterEvent['kind']> = Extract<MatterEvent, { kind: K }>
