// The drift guard, as the API answers and takes it: open dates that would come out differently today, and an officer's approval of one of them.

import { z } from 'zod'
import { maxTermsPerOrder } from '../kernel/limits.ts'
import { multiLineText, oneLineText } from '../kernel/plain-text.schema.ts'
import {
  commandIdSchema,
  officeIdSchema,
  orderIdSchema,
  stayOfTermsSchema,
} from '../order/order.schema.ts'
import { deadlineSchema, ruleRefSchema } from '../policy/deadline.schema.ts'
import { dateSchema, deadlineIdSchema, periodSchema } from '../policy/pack.schema.ts'
import { refusalSchema } from './simulation.schema.ts'

const start = z.strictObject({ start: z.string(), from: dateSchema })
export const driftReasonSchema = z.discriminatedUnion('kind', [
  z
    .strictObject({
      kind: z.literal('day'),
      date: dateSchema,
      why: z.string(),
      counts: z.boolean(),
    })
    .describe('A day that counts now and did not before, or the other way round'),
  z.strictObject({ kind: z.literal('start'), before: start, after: start }),
  z.strictObject({ kind: z.literal('period'), before: periodSchema, after: periodSchema }),
  z.strictObject({ kind: z.literal('counting'), before: z.string(), after: z.string() }),
  z.strictObject({
    kind: z.literal('rules'),
    gone: z.array(ruleRefSchema),
    added: z.array(ruleRefSchema),
  }),
  z
    .strictObject({ kind: z.literal('zone-data'), before: z.string(), after: z.string() })
    .describe('The same day, which ends at another instant'),
  z.strictObject({ kind: z.literal('new') }),
  z.strictObject({ kind: z.literal('gone') }),
])

const effect = z.strictObject({
  inTime: z.enum(['yes', 'no', 'unknown']),
  stays: z.array(stayOfTermsSchema).readonly(),
})
export const driftChangeSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('deadline'),
    id: deadlineIdSchema,
    party: z.string(),
    terms: z.array(z.string()).readonly(),
    route: z.string().optional(),
    before: deadlineSchema.nullable(),
    after: deadlineSchema.nullable(),
    why: z.array(driftReasonSchema),
  }),
  z
    .strictObject({
      kind: z.literal('challenge'),
      challenge: z.string(),
      before: effect,
      after: effect,
    })
    .describe('A challenge that would be in time, or late, or stay other terms: for information'),
  z
    .strictObject({
      kind: z.literal('refused'),
      fact: z.string(),
      on: dateSchema,
      problem: refusalSchema,
    })
    .describe('A recorded act that the law as now known would refuse: for information'),
])
export const orderDriftSchema = z.strictObject({
  order: orderIdSchema,
  office: officeIdSchema,
  own: z
    .boolean()
    .describe("Kept by this office, which may approve; another office's are for information"),
  pack: z
    .strictObject({ before: z.string(), after: z.string() })
    .describe('Version of the policy pack at issuance, and of the one that is here now'),
  changes: z.array(driftChangeSchema),
})
export const driftSchema = z.strictObject({
  today: dateSchema,
  zoneData: z.string(),
  orders: z.array(orderDriftSchema).describe('Open orders with at least one change'),
  unknown: z
    .array(z.strictObject({ order: orderIdSchema, own: z.boolean(), problem: refusalSchema }))
    .describe('Open orders whose policy pack is not here any more, so that nothing can be said'),
})

export const approvalSchema = z.strictObject({
  id: commandIdSchema.describe('The same id is the same approval'),
  deadline: deadlineIdSchema,
  party: z.string().min(1),
  terms: z
    .array(z.string())
    .max(maxTermsPerOrder)
    .describe('As listed; empty for a deadline of the whole order'),
  route: z.string().optional(),
  date: dateSchema
    .nullable()
    .describe(
      'The new date as the officer saw it, null where the deadline falls away: an approval of another one is refused',
    ),
  by: oneLineText().trim().describe('The officer who approves'),
  reason: multiLineText().trim(),
})

export type DriftView = z.output<typeof driftSchema>
export type OrderDrift = z.output<typeof orderDriftSchema>
export type DriftChange = z.output<typeof driftChangeSchema>
export type DeadlineDrift = Extract<DriftChange, { kind: 'deadline' }>
export type Approval = z.output<typeof approvalSchema>
