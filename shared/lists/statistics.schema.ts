// What orders come to, in numbers: by office, by statute and by year of issue. Days are calendar days.

import { z } from 'zod'
import { orderStatusSchema } from '../board/board.schema.ts'
import { dateSchema } from '../policy/pack.schema.ts'

const count = z.int().min(0)

/** How long something took: of how many, the middle value, and the value that nine of ten stay below; null where there is none. */
export const spanSchema = z.strictObject({
  count,
  median: count.nullable(),
  p90: count.nullable(),
})
export const statisticsSteps = [
  'served',
  'ended',
  'ended-after-service',
  'challenged',
  'decided',
  'escalated',
] as const
export const ageBands = ['month', 'quarter', 'year', 'two-years', 'longer'] as const

export const statisticsGroupSchema = z.strictObject({
  /** An office, a statute or a year. */
  key: z.string(),
  orders: count,
  open: count,
  overdue: count,
  /** Open orders by the time since they were issued. */
  ages: z.record(z.enum(ageBands), count),
  outcomes: z.partialRecord(orderStatusSchema, count),
  steps: z.record(z.enum(statisticsSteps), spanSchema),
})

export const statisticsSchema = z.strictObject({
  asOf: dateSchema,
  all: statisticsGroupSchema,
  byOffice: z.array(statisticsGroupSchema),
  byStatute: z.array(statisticsGroupSchema),
  byYear: z.array(statisticsGroupSchema),
})

export type Span = z.output<typeof spanSchema>
export type StatisticsStep = (typeof statisticsSteps)[number]
export type StatisticsGroup = z.output<typeof statisticsGroupSchema>
export type Statistics = z.output<typeof statisticsSchema>
