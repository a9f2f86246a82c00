// One line of a list: what a reader needs to decide whether to open it. Made by the pure functions beside this file,
// kept by the projection; the same for every office.

import { z } from 'zod'
import { orderStatusSchema } from '../board/board.schema.ts'
import { matterIdSchema, officeIdSchema, orderIdSchema } from '../order/order.schema.ts'
import {
  confidenceSchema,
  dateSchema,
  deadlineIdSchema,
  textSchema,
} from '../policy/pack.schema.ts'

/** The next day on which something happens by itself. */
export const nextDaySchema = z.strictObject({
  deadline: deadlineIdSchema,
  date: dateSchema,
  confidence: confidenceSchema,
  terms: z.array(z.string()),
})

/** What is before a court: a challenge, a stay that was asked for, or a route that was taken. */
export const courtMatterSchema = z.strictObject({
  kind: z.enum(['challenge', 'stay', 'route']),
  id: z.string(),
  forum: z.string().nullable(),
  since: dateSchema,
})

export const openRouteSchema = z.strictObject({
  route: z.string(),
  name: textSchema,
  section: z.string(),
  confidence: confidenceSchema,
})

export const orderRowSchema = z.strictObject({
  order: orderIdSchema,
  office: officeIdSchema,
  matter: matterIdSchema,
  statute: z.string(),
  respondents: z
    .array(z.string())
    .describe('Their names; the first is the one the order is named by'),
  status: orderStatusSchema,
  sealed: z
    .enum(['publication', 'names'])
    .optional()
    .describe('A court keeps it from publication, or its names'),
  version: z.int(),
  issuedOn: dateSchema,
  /** When the latest of its events was recorded. */
  recordedAt: z.string(),
  open: z.boolean(),
  next: nextDaySchema.nullable(),
  overdue: z
    .strictObject({ since: dateSchema, terms: z.array(z.string()) })
    .nullable()
    .describe('Terms whose last day has passed, and the earliest of these days'),
  unserved: z.array(z.string()).describe('Respondents of an open order who were given no copy'),
  inCourt: z.array(courtMatterSchema),
  routes: z.array(openRouteSchema).describe('Open now, and not taken'),
})

export const dueRowSchema = z.strictObject({
  /** Whose deadline: of an order, or of an office's part in a matter. */
  kind: z.enum(['order', 'matter']),
  office: officeIdSchema,
  order: orderIdSchema.nullable(),
  matter: matterIdSchema,
  respondent: z.string(),
  deadline: deadlineIdSchema,
  /** What it is of where its id does not say: a step's clock, a notice, a commitment. */
  name: z.string().nullable(),
  route: z.string().nullable(),
  terms: z.array(z.string()),
  date: dateSchema,
  lenientDate: dateSchema.nullable(),
  confidence: confidenceSchema,
  /** Every term it binds is stayed: the day passes without effect. */
  stayed: z.boolean(),
  /** The day has passed, and what had to be done by then was not found done. */
  overdue: z.boolean(),
})

const count = z.int().min(0)
export const matterRowSchema = z.strictObject({
  matter: matterIdSchema,
  title: textSchema.nullable(),
  respondent: z.string().nullable(),
  offices: z.array(officeIdSchema),
  files: z.array(z.strictObject({ office: officeIdSchema, file: z.string() })),
  openedOn: dateSchema.nullable(),
  recordedAt: z.string(),
  orders: z.strictObject({
    total: count,
    open: count,
    overdue: count,
    unserved: count,
    inCourt: count,
    withRoutes: count,
  }),
  next: z.strictObject({ date: dateSchema, office: officeIdSchema }).nullable(),
  overdueSince: dateSchema.nullable(),
})

export type OrderRow = z.output<typeof orderRowSchema>
export type DueRow = z.output<typeof dueRowSchema>
export type MatterRow = z.output<typeof matterRowSchema>
