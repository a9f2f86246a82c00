// Joint deadline tracking as programs read it: by theme, across differently worded terms of different offices.

import { z } from 'zod'
import { termViewSchema } from '../board/board.schema.ts'
import { officeIdSchema, orderIdSchema } from '../order/order.schema.ts'

export const themeSchema = z.strictObject({
  theme: z.string(),
  /** Of the theme as a whole: complied only where every term of every office is. */
  standing: z.enum(['complied', 'partly', 'refused', 'open']),
  /** The soonest day that still runs, and whose it is. */
  next: z.strictObject({ office: officeIdSchema, date: z.string() }).nullable(),
  terms: z.array(
    z.strictObject({ office: officeIdSchema, order: orderIdSchema, term: termViewSchema }),
  ),
})

export type Theme = z.output<typeof themeSchema>
