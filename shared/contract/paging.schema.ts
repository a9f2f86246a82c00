// Pages of a list by a cursor, for lists that are short enough to be made whole. Whoever asks for no page gets everything, as before there were pages.

import { z } from 'zod'
import { maxListPage } from '../kernel/limits.ts'

export const pageQuery = {
  limit: z.coerce.number().int().min(1).max(maxListPage).optional().meta({
    description: 'Rows of one page; absent: all of them',
  }),
  after: z.string().min(1).max(500).optional().meta({
    description: '`next` of the page before',
  }),
}
export const nextField = {
  next: z
    .string()
    .nullable()
    .optional()
    .describe('For `after`; null on the last page, absent where no page was asked for'),
}
const pageQuerySchema = z.object(pageQuery)

export type PageQuery = z.output<typeof pageQuerySchema>
