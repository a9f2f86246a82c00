// Answers a file of comma-separated values.

import type { Context } from 'hono'

export function answerCsv(c: Context, name: string, text: string): Response {
  return c.body(text, 200, {
    'content-type': 'text/csv; charset=utf-8',
    'content-disposition': `attachment; filename="${name}.csv"`,
    'cache-control': 'no-store',
  })
}
