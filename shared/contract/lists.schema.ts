// What may be asked of the lists, and what they answer: the same for pages, API and command line.

import { z } from 'zod'
import { orderStatusSchema } from '../board/board.schema.ts'
import { fromBase64url, toBase64url } from '../kernel/base64.ts'
import { maxListPage, maxSearchLength } from '../kernel/limits.ts'
import { dueRowSchema, matterRowSchema, orderRowSchema } from '../lists/rows.schema.ts'
import { matterIdSchema, officeIdSchema } from '../order/order.schema.ts'
import { dateSchema, deadlineIdSchema, textSchema } from '../policy/pack.schema.ts'
import { jointStatuses } from '../joint/standing.ts'
import { jointKindSchema } from '../joint/terms.schema.ts'
import { deskMarkSchema } from './desk.schema.ts'
import { jointSummarySchema } from './joint.schema.ts'
import { quarantinedSchema, quarantineOutcomes } from './views.schema.ts'

/** Where a page begins or ends: the sort key of a row. Readers hand it back as they got it. */
export type Cursor = readonly string[]

export const cursorSchema = z
  .string()
  .max(2_000)
  .transform((text, context): Cursor => {
    const found = parseCursor(text)
    if (found !== undefined) return found
    context.addIssue({ code: 'custom', message: 'expected a cursor that a list answered' })
    return z.NEVER
  })

export function cursorText(cursor: Cursor): string {
  return toBase64url(new TextEncoder().encode(JSON.stringify(cursor)))
}

function parseCursor(text: string): Cursor | undefined {
  const bytes = fromBase64url(text)
  if (bytes === undefined) return undefined
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
    const isCursor =
      Array.isArray(value) &&
      value.length > 1 &&
      value.length < 8 &&
      value.every((each) => typeof each === 'string')
    return isCursor ? value : undefined
  } catch {
    return undefined
  }
}

/** `on` and `1` are what a ticked box of a form sends; an empty field of a form asks for nothing. */
const flag = z
  .enum(['1', 'on', 'true', '0', 'false'])
  .transform((text) => text === '1' || text === 'on' || text === 'true')
const search = z.string().max(maxSearchLength)
const owner = z
  .string()
  .max(300)
  .optional()
  .meta({ description: 'On whose desk it is: `me`, `nobody`, or the id of a colleague' })

const page = {
  limit: z.coerce.number().int().min(1).max(maxListPage).optional(),
  after: cursorSchema.optional(),
  before: cursorSchema.optional(),
}

/** What brings an order into a work list. */
export const workKinds = ['overdue', 'unserved', 'in-court', 'routes'] as const
export const orderSorts = ['due', 'issued', 'changed', 'number', 'respondent', 'matter'] as const
export const orderListQuerySchema = z.object({
  q: search.optional().meta({
    description: 'Words of the number, a respondent or the matter; accents and case do not matter',
  }),
  office: officeIdSchema.optional(),
  matter: matterIdSchema.optional(),
  statute: z.string().max(100).optional(),
  respondent: search.optional(),
  status: orderStatusSchema.optional(),
  work: z.enum(workKinds).optional(),
  open: flag.optional(),
  dueBy: dateSchema.optional().meta({ description: 'Next day or overdue by this date' }),
  owner,
  sort: z.enum(orderSorts).optional(),
  ...page,
})

export const matterSorts = ['due', 'opened', 'changed', 'matter', 'respondent'] as const
export const matterListQuerySchema = z.object({
  q: search.optional(),
  office: officeIdSchema.optional(),
  matter: matterIdSchema.optional(),
  respondent: search.optional(),
  overdue: flag.optional(),
  open: flag.optional(),
  owner,
  sort: z.enum(matterSorts).optional(),
  ...page,
})

export const dueSorts = ['due', 'respondent', 'matter', 'office'] as const
export const dueListQuerySchema = z.object({
  q: search.optional(),
  office: officeIdSchema.optional(),
  matter: matterIdSchema.optional(),
  respondent: search.optional(),
  deadline: deadlineIdSchema.optional(),
  overdue: flag.optional(),
  stayed: flag.optional(),
  from: dateSchema.optional(),
  until: dateSchema.optional(),
  owner,
  sort: z.enum(dueSorts).optional(),
  ...page,
})

export const jointSorts = ['waiting', 'proposed', 'reply', 'moment', 'number', 'matter'] as const
export const jointListQuerySchema = z.object({
  q: search.optional().meta({
    description: 'Words of the number, the title or the matter; accents and case do not matter',
  }),
  office: officeIdSchema.optional().meta({ description: 'Who proposed it' }),
  action: jointKindSchema.optional(),
  matter: matterIdSchema.optional(),
  status: z.enum(jointStatuses).optional(),
  waits: z
    .union([z.literal('me'), flag])
    .optional()
    .meta({
      description:
        'Whether somebody of this office has to do something; `me`: something that whoever asks may do',
    }),
  owner,
  sort: z.enum(jointSorts).optional(),
  ...page,
})
export const workQuerySchema = z.object({ owner })

export const quarantineQuerySchema = z.object({
  office: officeIdSchema.optional(),
  outcome: z.enum(quarantineOutcomes).optional(),
  ...page,
})

/** What people call the matters of these rows: an id names a matter to programs. */
const titles = z
  .record(z.string(), textSchema)
  .default({})
  .describe('Titles of the matters of these rows, by id, where they have one')

/** One page of a list. `total` counts what the filters let through, on all pages. */
const pageOf = <S extends z.ZodType>(row: S) =>
  z.strictObject({
    today: dateSchema,
    total: z.int().min(0),
    rows: z.array(row),
    next: z.string().nullable(),
    previous: z.string().nullable(),
    titles,
    desk: z
      .record(z.string(), deskMarkSchema)
      .default({})
      .describe("The office's own desk: by kind and id, for those of these rows that are on it"),
  })
export const orderListSchema = pageOf(orderRowSchema)
export const matterListSchema = pageOf(matterRowSchema)
export const dueListSchema = pageOf(dueRowSchema)
export const jointListSchema = pageOf(jointSummarySchema)

export const quarantineListSchema = z.strictObject({
  total: z.int().min(0),
  rows: z.array(quarantinedSchema),
  next: z.string().nullable(),
  previous: z.string().nullable(),
})
/** As the API answers it: without a place where no page was asked for and nothing is left out. */
export const quarantinePageSchema = z.strictObject({
  quarantine: z.array(quarantinedSchema),
  total: z.int().min(0).optional(),
  next: z.string().nullable().optional(),
  previous: z.string().nullable().optional(),
})

/** How much stands in each part of the work list. */
const count = z.int().min(0)
const amounts = {
  overdue: count,
  dueSoon: count,
  unserved: count,
  inCourt: count,
  routes: count,
}
export const workCountsSchema = z.strictObject({
  today: dateSchema,
  /** The last of the days that `dueSoon` counts. */
  soon: dateSchema,
  own: z.strictObject(amounts),
  others: z.strictObject(amounts),
  drift: z
    .strictObject({ own: count, others: count })
    .default({ own: 0, others: 0 })
    .describe('Open orders with dates that would come out differently today'),
})

/** How far somebody has seen each office's ledger: the last sequence. */
export const seenSchema = z.record(z.string(), z.int().min(0))

/** One order, matter or joint action in which something was recorded since. */
export const changeRowSchema = z.strictObject({
  office: officeIdSchema,
  kind: z.enum(['order', 'matter', 'joint']),
  id: z.string(),
  events: z.int().min(1),
  /** The latest of them. */
  eventKind: z.string(),
  on: dateSchema,
  recordedAt: z.string(),
})
export const changesSchema = z.strictObject({
  total: z.int().min(0),
  /** The latest first. */
  rows: z.array(changeRowSchema),
  titles,
})

export type Seen = z.output<typeof seenSchema>
export type ChangeRow = z.output<typeof changeRowSchema>
export type ChangeList = z.output<typeof changesSchema>
export type OrderListQuery = z.output<typeof orderListQuerySchema>
export type MatterListQuery = z.output<typeof matterListQuerySchema>
export type DueListQuery = z.output<typeof dueListQuerySchema>
export type QuarantineQuery = z.output<typeof quarantineQuerySchema>
export type QuarantineList = z.output<typeof quarantineListSchema>
export type OrderList = z.output<typeof orderListSchema>
export type MatterList = z.output<typeof matterListSchema>
export type DueList = z.output<typeof dueListSchema>
export type JointListQuery = z.output<typeof jointListQuerySchema>
export type JointList = z.output<typeof jointListSchema>
export type WorkQuery = z.output<typeof workQuerySchema>
export type WorkCounts = z.output<typeof workCountsSchema>
