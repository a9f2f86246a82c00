// What if, as the API takes and answers it. Changes name orders of any office that this instance follows; their commands have the form of real ones.

import { z } from 'zod'
import { boardOrderSchema } from '../board/board.schema.ts'
import { maxSimulatedChanges } from '../kernel/limits.ts'
import { officeIdSchema, orderEventSchema, orderIdSchema } from '../order/order.schema.ts'
import { deadlineSchema, ruleRefSchema } from '../policy/deadline.schema.ts'
import { dateSchema, deadlineIdSchema } from '../policy/pack.schema.ts'
import { catalogue, type ProblemCode } from '../kernel/problems.ts'
import type { Change } from '../simulate/steps.ts'
import { publicOrderCommandSchema } from './commands.schema.ts'

const orders = z.array(orderIdSchema).min(1).max(maxSimulatedChanges)
export const changeSchema = z.discriminatedUnion('kind', [
  z
    .strictObject({
      kind: z.literal('move-service'),
      orders,
      party: z.string().min(1),
      to: dateSchema,
    })
    .describe('The latest copy given to the party was given on another day'),
  z
    .strictObject({ kind: z.literal('record'), orders, command: publicOrderCommandSchema })
    .describe('A command is recorded on its own date, past or future'),
])
export const simulationRequestSchema = z.strictObject({
  asOf: dateSchema
    .optional()
    .describe('The day to look at; if absent today, or the last day that a change supposes'),
  changes: z.array(changeSchema).min(1).max(maxSimulatedChanges),
})

const codes = Object.keys(catalogue) as [ProblemCode, ...ProblemCode[]]
export const refusalSchema = z.strictObject({
  code: z.enum(codes),
  message: z.string(),
  messageFr: z.string(),
  path: z.string().optional(),
  value: z.string().optional(),
  rule: ruleRefSchema.optional(),
  details: z.array(z.string()).readonly().optional(),
  detailsFr: z.array(z.string()).readonly().optional(),
})
const step = {
  order: orderIdSchema,
  change: z
    .int()
    .min(0)
    .nullable()
    .describe(
      'Place of the change in the request; null for a recorded fact that comes out differently',
    ),
  on: dateSchema,
  /** Kind of the command. */
  command: z.string(),
}
export const changedDeadlineSchema = z.strictObject({
  id: deadlineIdSchema,
  party: z.string(),
  terms: z.array(z.string()),
  route: z.string().optional(),
  name: z
    .string()
    .optional()
    .describe('Of what, where the id does not say: a step, a notice, a commitment, a date by hand'),
  before: deadlineSchema.nullable(),
  after: deadlineSchema.nullable(),
})
export const simulationSchema = z.strictObject({
  asOf: dateSchema,
  steps: z
    .array(
      z.discriminatedUnion('kind', [
        z.strictObject({ kind: z.literal('recorded'), ...step, event: orderEventSchema }),
        z.strictObject({ kind: z.literal('refused'), ...step, problem: refusalSchema }),
      ]),
    )
    .describe(
      'By date: what each change would be, or why it is refused; and recorded facts that would be refused or have another effect',
    ),
  orders: z
    .array(
      z.strictObject({
        order: orderIdSchema,
        office: officeIdSchema,
        changed: z.boolean(),
        before: boardOrderSchema,
        after: boardOrderSchema,
        deadlines: z
          .array(changedDeadlineSchema)
          .describe('Those whose date differs, with both derivations'),
      }),
    )
    .describe('The orders that are named, and every other order of the same matters'),
})

export interface SimulationRequest {
  readonly asOf?: z.output<typeof dateSchema>
  readonly changes: readonly Change[]
}
export type SimulationReply = z.output<typeof simulationSchema>
