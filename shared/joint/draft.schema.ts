// What an office drafts for itself in a joint action: commands to its own orders, which it carries out when it acts. They never leave it unsealed.

import { z } from 'zod'
import { maxDrafts } from '../kernel/limits.ts'
import { orderCommandSchema, orderIdSchema } from '../order/order.schema.ts'
import { conditionSchema, saltedDocumentSchema } from './terms.schema.ts'

const draftable = ['issue', 'extend', 'escalate'] as const
type Draftable = (typeof draftable)[number]
const options = orderCommandSchema.options.filter(
  (
    option,
  ): option is Extract<
    (typeof orderCommandSchema.options)[number],
    { shape: { kind: z.ZodLiteral<Draftable> } }
  > => (draftable as readonly string[]).includes(option.shape.kind.value),
)

/** `command.on` is replaced by the legal date on which the office acts. */
export const draftSchema = z.strictObject({
  order: orderIdSchema,
  command: z.discriminatedUnion('kind', options as [(typeof options)[number], ...typeof options]),
})
export const draftsSchema = z.array(draftSchema).max(maxDrafts)

/** A prepared consent, as it is sealed to the office itself; its hash is committed to. */
export const preparedSchema = z.strictObject({
  salt: saltedDocumentSchema.shape.salt,
  drafts: draftsSchema,
  conditions: z.array(conditionSchema).max(10),
})

export type Draft = z.output<typeof draftSchema>
export type Prepared = z.output<typeof preparedSchema>
