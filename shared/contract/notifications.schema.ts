// What people were told, are to be told, and have acknowledged: of this office only, never shared.

import { z } from 'zod'
import { dateSchema, textSchema } from '../policy/pack.schema.ts'

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
  notifications: z.array(notificationViewSchema),
  messages: z.array(messageViewSchema),
})
export const aboutNotificationSchema = z.strictObject({
  recipient: z.string().min(1).max(64),
  id: z.string().min(1).max(64),
})

export type NotificationsView = z.output<typeof notificationsViewSchema>
export type AboutNotification = z.output<typeof aboutNotificationSchema>
