// What an office says about a matter besides its orders: findings, recommendations, announcements, statements.
// This is all that an office without order power has.

import { z } from 'zod'
import { localIdPattern } from '../kernel/ids.ts'
import { maxTextLength } from '../kernel/limits.ts'
import {
  commandIdSchema,
  officeIdSchema,
  orderIdSchema,
  partySchema,
} from '../order/order.schema.ts'
import { deadlineSchema } from '../policy/deadline.schema.ts'
import {
  confidenceSchema,
  dateSchema,
  deadlineIdSchema,
  sharingSchema,
  textSchema,
} from '../policy/pack.schema.ts'

const freeText = z.string().min(1).max(maxTextLength)
const offices = z.array(officeIdSchema).min(1)
const localId = z.string().regex(localIdPattern)

const fact = {
  on: dateSchema,
  by: freeText.optional(),
  confidence: confidenceSchema.optional(),
  source: freeText.optional(),
  between: z.tuple([dateSchema, dateSchema]).optional(),
}

/** What both the command and its event say, by kind. */
const said = {
  opened: { title: textSchema, respondent: partySchema, file: freeText.optional() },
  'investigation-opened': { offices },
  'findings-published': { offices },
  'recommendation-made': { text: textSchema },
  'recommendation-refused': { text: textSchema },
  announced: { orders: z.array(orderIdSchema).min(1) },
  'statement-made': { text: textSchema },
  'joint-action': {
    action: localId,
    actionKind: freeText,
    offices,
    texts: z.array(textSchema).optional(),
  },
  noted: { text: textSchema },
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
  /** Sent by the matter's own workflow when an alarm goes off. */
  z.strictObject({
    kind: z.literal('mark-reached'),
    ...command,
    deadline: deadlineIdSchema,
    party: localId,
    late: z.literal(true).optional(),
  }),
])

export const matterEventSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('opened'), ...fact, ...said.opened, sharing: sharingSchema }),
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
  z.strictObject({
    kind: z.literal('deadline-reached'),
    ...fact,
    deadline: deadlineIdSchema,
    party: localId,
    alarmAt: z.string(),
    /** Said long after its instant: nobody watched the clocks when it came. */
    late: z.literal(true).optional(),
  }),
])

export type MatterCommand = z.output<typeof matterCommandSchema>
export type MatterEvent = z.output<typeof matterEventSchema>
export type MatterEventOf<K extends MatterEvent['kind']> = Extract<MatterEvent, { kind: K }>
