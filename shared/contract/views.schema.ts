// What the API answers, besides the board: one schema each, of which the OpenAPI document and the types are made.

import { z } from 'zod'
import { boardOrderSchema, followerViewSchema } from '../board/board.schema.ts'
import { sharedUnderSchema } from '../ledger/shared-under.schema.ts'
import { officeEntrySchema } from '../office/directory.schema.ts'
import { matterEventSchema } from '../matter/matter.schema.ts'
import {
  challengeKindSchema,
  saidOutcomeSchema,
  serviceOutcomeSchema,
  stayedThingSchema,
  matterIdSchema,
  officeIdSchema,
  orderEventSchema,
  orderIdSchema,
  partySchema,
  stayOfTermsSchema,
  termSchema,
} from '../order/order.schema.ts'
import type { OrderState } from '../order/state.ts'
import { deadlineSchema, ruleRefSchema } from '../policy/deadline.schema.ts'
import { confidenceSchema, dateSchema, textSchema } from '../policy/pack.schema.ts'
import { recorderFields } from './recorder.schema.ts'
import { catalogue, type ProblemCode } from '../kernel/problems.ts'
import { asideCodes } from '../ledger/aside.ts'

const count = z.int().min(0)
const codes = Object.keys(catalogue) as [ProblemCode, ...ProblemCode[]]

const historyOf = <E extends z.ZodType>(event: E) =>
  z.strictObject({
    /** The event's id, unique for ever. */
    id: z.string(),
    office: officeIdSchema,
    version: count,
    /** Its place in the office's ledger. */
    sequence: count,
    /** The legal date of the fact; `between` where that date is assumed within a range. */
    on: dateSchema,
    between: z.tuple([dateSchema, dateSchema]).nullable(),
    /** When the office recorded it, UTC. */
    recordedAt: z.string(),
    by: z.string().nullable(),
    ...recorderFields,
    confidence: confidenceSchema.nullable(),
    source: z.string().nullable(),
    /** The key whose signature was verified before the event was stored here. */
    verifiedKey: z.string(),
    sharedUnder: sharedUnderSchema
      .nullable()
      .default(null)
      .describe(
        'By what law its office lets others read it, and whether they may pass it on; null where the event does not say',
      ),
    event,
  })

export const orderHistorySchema = historyOf(orderEventSchema)
export const matterHistorySchema = historyOf(matterEventSchema)

const many = <S extends z.ZodType>(schema: S) => z.array(schema).readonly()
const ids = many(z.string())
const routeOutcomeSchema = z.object({
  on: dateSchema,
  outcome: z.string(),
  amount: z.number().optional(),
})
/** The facts of an order on a date, as its events tell them (`OrderState`). */
export const orderStateSchema = z.object({
  order: orderIdSchema,
  office: officeIdSchema,
  number: z.string(),
  matter: matterIdSchema,
  statute: z.string(),
  packVersion: z.string(),
  zone: z.string(),
  respondent: partySchema,
  otherParties: many(partySchema),
  issuedOn: dateSchema,
  terms: many(termSchema),
  copies: many(z.object({ party: z.string(), on: dateSchema, means: z.string() })),
  serviceDisputes: many(
    z.object({
      party: z.string(),
      on: dateSchema,
      decided: z.object({ on: dateSchema, outcome: serviceOutcomeSchema }).optional(),
    }),
  ).optional(),
  deadlines: many(deadlineSchema),
  positions: many(
    z.object({
      term: z.string(),
      position: z.enum(['refused', 'partial', 'complied']),
      on: dateSchema,
    }),
  ),
  challenges: many(
    z.object({
      id: z.string(),
      kind: challengeKindSchema,
      forum: z.string(),
      party: z.string(),
      on: dateSchema,
      terms: ids,
      from: z.string().optional(),
      at: z.string().optional().describe('The hour at which the registry took it'),
      inTime: z.enum(['yes', 'no', 'unknown']),
      stays: many(stayOfTermsSchema),
      decision: z
        .object({
          on: dateSchema,
          outcome: saidOutcomeSchema,
          citation: z.string(),
          terms: ids,
          endsStay: z.boolean().optional(),
        })
        .optional(),
    }),
  ),
  courtStays: many(
    z.object({
      action: z.enum(['sought', 'ordered', 'lifted']),
      on: dateSchema,
      terms: ids,
      forum: z.string(),
      until: z.union([dateSchema, z.object({ decision: z.string() })]).optional(),
      conditions: z.string().optional(),
      of: stayedThingSchema.optional(),
    }),
  ),
  escalations: many(
    z.object({
      route: z.string(),
      on: dateSchema,
      steps: many(z.object({ step: z.string(), on: dateSchema })),
      docket: z.string().optional(),
      failureOn: dateSchema.optional(),
      decided: routeOutcomeSchema.optional(),
      appealed: many(routeOutcomeSchema).optional().describe('Outcomes that were appealed'),
    }),
  ),
  withdrawn: many(z.object({ term: z.string(), on: dateSchema })),
  correctedOn: dateSchema.optional(),
  closedOn: dateSchema.optional(),
  reached: ids,
})

export const orderDetailSchema = z.strictObject({
  asOf: dateSchema,
  knownOn: dateSchema.optional(),
  view: boardOrderSchema,
  state: orderStateSchema.describe('The facts up to `asOf`; `deadlines` carry their derivations'),
  history: z
    .array(orderHistorySchema)
    .describe('Oldest first, up to `asOf`, from what was recorded by `knownOn`'),
})

export const matterSummarySchema = z.strictObject({
  matter: matterIdSchema,
  title: textSchema.nullable(),
  respondent: partySchema.nullable(),
  offices: z.array(officeIdSchema),
  orders: z.array(orderIdSchema),
})
export const matterDetailSchema = z.strictObject({
  ...matterSummarySchema.shape,
  files: z.array(z.strictObject({ office: officeIdSchema, file: z.string() })),
  entries: z.array(matterHistorySchema).describe("Every office's own entries, oldest first"),
  orderViews: z.array(boardOrderSchema),
})

/** Every fact of every office in a matter, in the order of legal dates, and how far each ledger had been read. */
export const chronologySchema = z.strictObject({
  matter: matterIdSchema,
  title: textSchema.nullable(),
  respondent: partySchema.nullable(),
  files: matterDetailSchema.shape.files,
  /** Whose reading it is. */
  office: officeIdSchema,
  asOf: dateSchema,
  knownOn: dateSchema.optional(),
  entries: z.array(
    z.discriminatedUnion('about', [
      orderHistorySchema.extend({ about: z.literal('order'), order: orderIdSchema }),
      matterHistorySchema.extend({ about: z.literal('matter') }),
    ]),
  ),
  ledgers: z.array(followerViewSchema),
})

export const upcomingSchema = z.strictObject({
  order: orderIdSchema,
  matter: matterIdSchema,
  respondent: z.string(),
  deadline: deadlineSchema,
  stayed: z.boolean().describe('Every term it binds is stayed: the day passes without effect'),
})

/** `gap`: what the ledger itself no longer has. */
export const quarantineOutcomes = ['fork', 'forged', 'unknown', 'gap'] as const
export const quarantinedSchema = z.strictObject({
  office: officeIdSchema,
  sequence: count.nullable(),
  subject: z.string(),
  outcome: z.enum(quarantineOutcomes),
  code: z.enum(asideCodes).describe('Why it was set aside, for programs'),
  reason: z.string().describe('The same in English; what a peer wrote is quoted in it'),
  reasonFr: z.string(),
  receivedAt: z.string(),
  hash: z.string().describe('SHA-256 of its bytes, hex'),
})

export const checkSchema = z.strictObject({
  check: z.string(),
  checkFr: z.string().optional(),
  state: z.enum(['ok', 'warning', 'failed']),
  found: z.string(),
  foundFr: z.string().optional(),
  advice: z.string().nullable(),
  adviceFr: z.string().nullable().optional(),
})
export const healthSchema = z.strictObject({
  status: z.enum(['ok', 'degraded', 'failed']),
  office: officeIdSchema,
  version: z.string(),
  checks: z.array(checkSchema),
})
export const doctorSchema = z.strictObject({
  office: officeIdSchema,
  version: z.string(),
  zoneData: z.string(),
  checks: z.array(checkSchema),
})
export const clockViewSchema = z.strictObject({
  legalToday: dateSchema,
  legalNow: z.string(),
  zone: z.string(),
  kind: z.enum(['real', 'compressed', 'stepped']),
  rate: z.number(),
})
export const officeViewSchema = z.strictObject({
  office: officeEntrySchema,
  offices: z.array(officeEntrySchema),
})

export const recordedReplySchema = z.strictObject({
  kind: z.literal('recorded'),
  version: z.int().min(1),
  eventId: z.string(),
  event: z
    .looseObject({ kind: z.string() })
    .describe('The event as it stands in the ledger; the same again for the same command id'),
})

/** RFC 9457, with what a refusal of Concert says besides. */
export const problemDocumentSchema = z.strictObject({
  type: z.string().describe('`urn:concert:problem:<code>`'),
  title: z.string(),
  status: z.int(),
  detail: z.string().describe('In English'),
  detailFr: z.string().optional().describe('The same in French'),
  code: z.enum(codes),
  retryable: z.boolean(),
  value: z.string().optional(),
  path: z.string().optional(),
  rule: ruleRefSchema.optional(),
  details: z.array(z.string()).optional().describe('Every finding, in English'),
  detailsFr: z.array(z.string()).optional().describe('The same in French'),
})

export type OrderHistory = z.output<typeof orderHistorySchema>
export type MatterHistory = z.output<typeof matterHistorySchema>
export type OrderDetail = Omit<z.output<typeof orderDetailSchema>, 'state'> & { state: OrderState }
export type MatterSummary = z.output<typeof matterSummarySchema>
export type MatterDetail = z.output<typeof matterDetailSchema>
export type Chronology = z.output<typeof chronologySchema>
export type Upcoming = z.output<typeof upcomingSchema>
export type Quarantined = z.output<typeof quarantinedSchema>
export type Check = z.output<typeof checkSchema>
export type Health = z.output<typeof healthSchema>
export type Doctor = z.output<typeof doctorSchema>
export type ProblemDocument = z.output<typeof problemDocumentSchema>
