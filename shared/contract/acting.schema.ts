// What may be done now, and what one command would become: asked before anything is signed.

import { z } from 'zod'
import { boardOrderSchema, type BoardOrder } from '../board/board.schema.ts'
import type { Problem } from '../kernel/problems.ts'
import type { Text } from '../kernel/text.ts'
import type { ChangedDuty } from '../matter/preview.ts'
import { textSchema } from '../policy/pack.schema.ts'
import { differenceSchema, type Difference } from '../order/order.schema.ts'
import type { ChangedDeadline } from '../simulate/differences.ts'
import { changedDeadlineSchema, refusalSchema } from './simulation.schema.ts'

const act = {
  /** Kind of the command. */
  kind: z.string(),
  which: z
    .string()
    .optional()
    .describe('Tells apart what is of one kind: the route of an escalation, the action of a stay'),
}
export const allowedActSchema = z.discriminatedUnion('may', [
  z.strictObject({
    ...act,
    may: z.literal(true),
    warnings: z
      .array(textSchema)
      .optional()
      .describe('What is not certain of it: a rule that nobody verified'),
  }),
  z.strictObject({
    ...act,
    may: z.literal(false),
    problem: refusalSchema.describe('Why not, with the section where it is law'),
  }),
])

const dutySchema = z.strictObject({
  clock: z.enum(['running', 'lapsed', 'ended']),
  position: z.enum(['unknown', 'partial', 'complied']),
  finding: z.enum(['accepted', 'partly', 'not-accepted']).nullable(),
})

export const previewSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('preview'),
    version: z.int().min(0).describe('The last version now: what was looked at'),
    event: z.looseObject({ kind: z.string() }).describe('The event that would be signed'),
    order: z
      .strictObject({ before: boardOrderSchema.nullable(), after: boardOrderSchema })
      .nullable()
      .describe('The order today, and as it would be; null for a matter'),
    deadlines: z.array(changedDeadlineSchema).describe('Dates that would come, move or go'),
    routes: differenceSchema.shape.routes.describe('Routes that would open or close; of an order'),
    duties: z
      .array(
        z.strictObject({
          commitment: z.string(),
          term: z.string(),
          before: dutySchema.nullable(),
          after: dutySchema.nullable(),
        }),
      )
      .describe('Duties of commitments that would stand otherwise; of a matter'),
  }),
  z
    .strictObject({
      kind: z.literal('recorded'),
      version: z.int().min(1),
      eventId: z.string(),
      event: z.looseObject({ kind: z.string() }),
    })
    .describe('This very command was recorded before'),
])

export type AllowedAct = { readonly kind: string; readonly which?: string } & (
  | { readonly may: true; readonly warnings?: readonly Text[] }
  | { readonly may: false; readonly problem: Problem }
)

/** What one command would become. Nothing is recorded by asking. */
export type Preview =
  | {
      readonly kind: 'preview'
      readonly version: number
      readonly event: { readonly kind: string }
      readonly order: { readonly before: BoardOrder | null; readonly after: BoardOrder } | null
      readonly deadlines: readonly ChangedDeadline[]
      readonly routes: Difference['routes']
      readonly duties: readonly ChangedDuty[]
    }
  | {
      readonly kind: 'recorded'
      readonly version: number
      readonly eventId: string
      readonly event: { readonly kind: string }
    }
  | { readonly kind: 'refused'; readonly problem: Problem }
