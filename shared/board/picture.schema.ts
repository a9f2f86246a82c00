// A matter along one axis of time, as data: what lasts, and what happened or will happen on a day, office by office.

import { z } from 'zod'
import { matterIdSchema, officeIdSchema, orderIdSchema } from '../order/order.schema.ts'
import { confidenceSchema, dateSchema } from '../policy/pack.schema.ts'
import { orderStatusSchema } from './board.schema.ts'

/** `open-end`: it lasts, and nobody knows until when. */
export const pictureSpanSchema = z.strictObject({
  kind: z.enum(['comply', 'challenge', 'stay', 'overdue', 'commitment', 'reply', 'route']),
  from: dateSchema,
  to: dateSchema.nullable(),
  terms: z.array(z.string()),
  /** Neither law nor record says whether it holds. */
  uncertain: z.boolean(),
})
export const pictureMarkSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('fact'),
    event: z.string(),
    on: dateSchema,
    terms: z.array(z.string()),
  }),
  z.strictObject({
    kind: z.literal('alarm'),
    deadline: z.string(),
    on: dateSchema,
    terms: z.array(z.string()),
    confidence: confidenceSchema,
  }),
])
export const pictureRowSchema = z.strictObject({
  office: officeIdSchema,
  /** Null for what the office says of the matter as a whole. */
  order: orderIdSchema.nullable(),
  status: orderStatusSchema.nullable(),
  spans: z.array(pictureSpanSchema),
  marks: z.array(pictureMarkSchema),
})
export const matterPictureSchema = z.strictObject({
  matter: matterIdSchema,
  today: dateSchema,
  from: dateSchema,
  to: dateSchema,
  rows: z.array(pictureRowSchema),
})

export type PictureSpan = z.output<typeof pictureSpanSchema>
export type PictureMark = z.output<typeof pictureMarkSchema>
export type PictureRow = z.output<typeof pictureRowSchema>
export type MatterPicture = z.output<typeof matterPictureSchema>
