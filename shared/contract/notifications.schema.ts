// What people were told, are to be told, and have acknowledged: of this office only, never shared.

import { z } from 'zod'
import { maxListPage } from '../kernel/limits.ts'
import { dateSchema, textSchema } from '../policy/pack.schema.ts'
import { cursorSchema } from './lists.schema.ts'

export const notificationViewSchema = z.strictObject({
  id: z.string(),
  recipient: z.string(),
  urgency: z.enum(['now', 'digest']),
  /** Address of the page that it is about, on this instance. */
  page: z.string(),
  madeAt: z.string(),
  what: textSchema,
  why: textSchema,
  by: dateSchema.nullable(),
  /** The message it went with; null while it waits. */
  message: z.string().nullable(),
  acknowledgedAt: z.string().nullable(),
  acknowledgedBy: z.string().nullable(),
})
export const messageViewSchema = z.strictObject({
  id: z.string(),
  recipient: z.string(),
  kind: z.enum(['alert', 'digest', 'overflow']),
  madeAt: z.string(),
  subject: z.string(),
  text: z.string(),
  sentAt: z.string().nullable(),
  tries: z.int().min(0),
  /** What the last try met; null where none failed. */
  problem: z.string().nullable(),
})
export const notificationsViewSchema = z.strictObject({
  /** Whom this office tells; empty where nobody is configured. */
  recipients: z.array(z.string()),
  notifications: z.array(notificationViewSchema).describe('The latest first'),
  next: z.string().nullable().describe('For `after`; null on the last page'),
  messages: z.array(messageViewSchema).describe('The latest first'),
  nextMessages: z.string().nullable().describe('For `messagesAfter`; null on the last page'),
})
export const notificationsQuerySchema = z.object({
  limit: z.coerce.number().int().min(1).max(maxListPage).optional(),
  after: cursorSchema.optional().meta({ description: '`next` of the page before' }),
  messagesAfter: cursorSchema.optional().meta({ description: '`nextMessages` of the page before' }),
  acknowledged: z
    .enum(['yes', 'no'])
    .transform((text) => text === 'yes')
    .optional()
    .meta({ description: 'Only notifications that somebody acknowledged, or that nobody did' }),
})
export const aboutNotificationSchema = z.strictObject({
  recipient: z.string().min(1).max(64),
  id: z.string().min(1).max(64),
})

export type NotificationsQuery = z.output<typeof notificationsQuerySchema>
export type NotificationsView = z.output<typeof notificationsViewSchema>
export type AboutNotification = z.output<typeof aboutNotificationSchema>
