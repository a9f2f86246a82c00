// The board as programs read it: where every office stands, on a date. The same form from every office and the observer.

import { z } from 'zod'
import { officeIdSchema, orderIdSchema, matterIdSchema } from '../order/order.schema.ts'
import {
  confidenceSchema,
  dateSchema,
  deadlineIdSchema,
  termKindSchema,
  textSchema,
} from '../policy/pack.schema.ts'

export const orderStatusSchema = z.enum([
  'issued',
  'served',
  'refused',
  'challenged',
  'stayed',
  'lapsed',
  'escalated',
  'complied',
  'quashed',
  'withdrawn',
  'closed',
])
export const positionSchema = z.enum(['unknown', 'refused', 'partial', 'complied'])
export const clockStateSchema = z.enum(['not-started', 'running', 'stayed', 'lapsed', 'ended'])

export const dueViewSchema = z.strictObject({
  date: dateSchema,
  lenientDate: dateSchema.optional(),
  /** UTC, the first instant after the day. */
  endsAt: z.string(),
  confidence: confidenceSchema,
})

export const termViewSchema = z.strictObject({
  id: z.string(),
  theme: z.string(),
  kind: termKindSchema,
  effort: z.enum(['absolute', 'best-efforts']),
  text: textSchema,
  position: positionSchema,
  clock: clockStateSchema,
  stayed: z.boolean(),
  /** True where the law or the record does not say whether a stay (still) holds. */
  uncertain: z.boolean(),
  /** First lawful day to comply, where the law bars an earlier one. */
  notBefore: dateSchema.nullable(),
  notBeforeConfidence: confidenceSchema.nullable(),
  /** First day the term can be enforced, where the law names one. */
  enforceableFrom: dateSchema.nullable(),
  enforceableFromConfidence: confidenceSchema.nullable(),
  due: dueViewSchema.nullable(),
})

export const alarmViewSchema = z.strictObject({
  deadline: deadlineIdSchema,
  party: z.string(),
  terms: z.array(z.string()),
  route: z.string().optional(),
  date: dateSchema,
  at: z.string(),
})

export const routeViewSchema = z.strictObject({
  route: z.string(),
  name: textSchema,
  available: z.boolean(),
  why: z.string(),
  whyFr: z.string(),
  section: z.string(),
  confidence: confidenceSchema,
  taken: z.enum(['no', 'started', 'ended']),
})

export const boardOrderSchema = z.strictObject({
  order: orderIdSchema,
  office: officeIdSchema,
  matter: matterIdSchema,
  statute: z.string(),
  respondent: z.string(),
  status: orderStatusSchema,
  version: z.int(),
  issuedOn: dateSchema,
  terms: z.array(termViewSchema),
  nextAlarm: alarmViewSchema.nullable(),
  routes: z.array(routeViewSchema),
})

export const followerViewSchema = z.strictObject({
  office: officeIdSchema,
  /** Last sequence stored here. */
  seq: z.int(),
  state: z.enum(['current', 'behind', 'silent', 'unreachable']),
  lastHeard: z.string().nullable(),
  /** Events set aside as forged, forked or unknown. */
  quarantined: z.int(),
})

export const boardSchema = z.strictObject({
  asOf: dateSchema,
  /** Where only what was recorded up to the end of a date was looked at. */
  knownOn: dateSchema.optional(),
  office: officeIdSchema,
  orders: z.array(boardOrderSchema),
  followers: z.array(followerViewSchema),
})

export type Board = z.output<typeof boardSchema>
export type BoardOrder = z.output<typeof boardOrderSchema>
export type TermView = z.output<typeof termViewSchema>
export type RouteView = z.output<typeof routeViewSchema>
export type FollowerView = z.output<typeof followerViewSchema>
export type OrderStatus = z.output<typeof orderStatusSchema>
