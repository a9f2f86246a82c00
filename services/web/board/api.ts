// The board and what is due next, as routes of the API.

import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi'
import type { OfficeApi } from '../../../shared/contract/office-api.ts'
import { actorOf } from '../kit/actor.ts'

import { boardSchema } from '../../../shared/board/board.schema.ts'
import { nextField, pageQuery } from '../../../shared/contract/paging.schema.ts'
import { upcomingSchema } from '../../../shared/contract/views.schema.ts'
import { present } from '../../../shared/kernel/present.ts'
import { dateSchema } from '../../../shared/policy/pack.schema.ts'
import { pageOf } from '../kit/paging.ts'
import { answers, asOf, badInput, knownOn, named, onDates } from '../kit/openapi.ts'

const getBoard = createRoute({
  method: 'get',
  path: '/v1/board',
  tags: ['board'],
  summary: 'Where every office stands, on a date',
  request: { query: onDates },
  responses: { ...badInput, 200: answers('The board', named('Board', boardSchema)) },
})

const getDeadlines = createRoute({
  method: 'get',
  path: '/v1/deadlines',
  tags: ['board'],
  summary: 'What is due from a day on, soonest first, across offices',
  request: {
    query: z.object({
      asOf,
      knownOn,
      until: dateSchema.optional().meta({ description: 'Last day to show', example: '2022-03-31' }),
      ...pageQuery,
    }),
  },
  responses: {
    ...badInput,
    200: answers(
      'Deadlines',
      z.strictObject({
        today: dateSchema,
        deadlines: z.array(named('Upcoming', upcomingSchema)),
        ...nextField,
      }),
    ),
  },
})

export function boardApi(app: OpenAPIHono, api: OfficeApi): void {
  app.openapi(getBoard, async (c) =>
    c.json(await api.board(actorOf(c), present(c.req.valid('query'))), 200),
  )
  app.openapi(getDeadlines, async (c) => {
    const { limit, after, ...dates } = c.req.valid('query')
    const all = await api.deadlines(actorOf(c), present(dates))
    const { rows, next } = pageOf(all, (each) => JSON.stringify(each), { limit, after })
    return c.json({ today: api.legalToday(), deadlines: rows, ...next }, 200)
  })
}
