// The board as programs read it: where every office stands, on a date. The same form from every office and the observer.

import { z } from 'zod'
import { maintenanceSchema } from '../office/ledgers.schema.ts'
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
  /** Set aside and sent back to the office: nothing binds until it decides anew. */
  'remitted',
  'rescinded',
  'withdrawn',
  'closed',
])
export const positionSchema = z.enum(['unknown', 'refused', 'partial', 'complied'])
/** `in-force`: a prohibition that binds, while no breach was reported or found. */
export const clockStateSchema = z.enum([
  'not-started',
  'running',
  'in-force',
  'stayed',
  'lapsed',
  'ended',
])
/** What the office found; a claim of the respondent is a position. */
export const findingViewSchema = z.enum(['accepted', 'partly', 'not-accepted'])

export const dueViewSchema = z.strictObject({
  date: dateSchema,
  lenientDate: dateSchema.optional(),
  /** UTC, the first instant after the day. */
  endsAt: z.string(),
  confidence: confidenceSchema,
})

const variedSchema = z.strictObject({ on: dateSchema, citation: z.string() })
const endedSchema = z.strictObject({
  how: z.enum(['withdrawn', 'rescinded', 'quashed', 'remitted']),
  on: dateSchema,
})

/** One of several respondents of a term. */
export const partyViewSchema = z.strictObject({
  party: z.string(),
  position: positionSchema,
  finding: findingViewSchema.nullable(),
  clock: clockStateSchema,
  due: dueViewSchema.nullable(),
  /** What is not so of all respondents alike: of this one the term ended, was varied, is uncertain. */
  ended: endedSchema.optional(),
  varied: variedSchema.optional(),
  uncertain: z.literal(true).optional(),
  /** What the term says to it, where that is not what it said when it was issued. */
  text: textSchema.optional(),
})

export const termViewSchema = z.strictObject({
  id: z.string(),
  theme: z.string(),
  kind: termKindSchema,
  effort: z.enum(['absolute', 'best-efforts']),
  text: textSchema,
  position: positionSchema,
  finding: findingViewSchema.nullable(),
  clock: clockStateSchema,
  stayed: z.boolean(),
  /** True where the law or the record does not say whether a stay (still) holds, or whether a copy counts. */
  uncertain: z.boolean(),
  /** Who disputes that it was given a copy, and how the term stands by that reading; everything else is by the other one. */
  serviceDisputed: z
    .strictObject({
      parties: z.array(z.string()),
      clock: clockStateSchema,
      due: dueViewSchema.nullable(),
    })
    .optional(),
  /** Steps reported as taken before the first lawful day: recorded, and marked. */
  early: z.strictObject({ on: dateSchema, firstLawfulDay: dateSchema }).nullable(),
  /** First lawful day to comply, where the law bars an earlier one. */
  notBefore: dateSchema.nullable(),
  notBeforeConfidence: confidenceSchema.nullable(),
  /** First day the term can be enforced, where the law names one. */
  enforceableFrom: dateSchema.nullable(),
  enforceableFromConfidence: confidenceSchema.nullable(),
  due: dueViewSchema.nullable(),
  /** The next report that the term asks for. */
  report: dueViewSchema.nullable().optional(),
  /** First day of the stay by either reading, where there are two: a filing after the registry had closed. */
  stayedSince: z.strictObject({ date: dateSchema, lenientDate: dateSchema }).optional(),
  /** Last day and conditions of a stay that has them. */
  stayedUntil: dateSchema.optional(),
  stayConditions: z.string().optional(),
  /** A court let it stand, changed: without `reworded`, `text` is that of the order as it was issued. */
  varied: variedSchema.optional(),
  /** Since when it says what `text` says, by which decision or by the office's own correction, and what it said before. */
  reworded: z
    .strictObject({ on: dateSchema, decision: z.string().optional(), before: textSchema })
    .optional(),
  /** Why nothing of it binds, where a court or the office ended it. */
  ended: endedSchema.optional(),
  /** Each respondent's own, where there are several. */
  parties: z.array(partyViewSchema).optional(),
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
  /** It is not open, by rules that nobody verified: whoever takes it is warned, and not refused. */
  unverified: z.literal(true).optional(),
  why: z.string(),
  whyFr: z.string(),
  section: z.string(),
  confidence: confidenceSchema,
  taken: z.enum(['no', 'started', 'ended']),
  /** What is not certain of it: a rule nobody verified, a breach nobody found, a claim nobody assessed. */
  warnings: z.array(z.string()),
  warningsFr: z.array(z.string()),
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
  /** The order stands and is not to be published, or its names are not: by whom, since when, and until when where that is known. */
  sealed: z
    .strictObject({
      of: z.enum(['publication', 'names']),
      since: dateSchema,
      forum: z.string(),
      until: dateSchema.optional(),
    })
    .optional(),
  routes: z.array(routeViewSchema),
})

export const followerViewSchema = z.strictObject({
  office: officeIdSchema,
  /** Last sequence stored here. */
  seq: z.int(),
  /** `stopped`: it has two histories, or is not what was read before; nothing is taken from it until that is decided. */
  state: z.enum(['current', 'behind', 'silent', 'unreachable', 'stopped']),
  lastHeard: z.string().nullable(),
  /** Events set aside as forged, forked or unknown. */
  quarantined: z.int(),
  /** What its office announced, while it lasts: where it cannot be read now, that was to be expected. */
  maintenance: maintenanceSchema.optional(),
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
export type PartyView = z.output<typeof partyViewSchema>
export type TermView = z.output<typeof termViewSchema>
export type RouteView = z.output<typeof routeViewSchema>
export type FollowerView = z.output<typeof followerViewSchema>
export type OrderStatus = z.output<typeof orderStatusSchema>
