// The statistics as a route of the API.

import { createRoute, type OpenAPIHono } from '@hono/zod-openapi'
import type { OfficeApi } from '../../../shared/contract/office-api.ts'
import { statisticsSchema } from '../../../shared/lists/statistics.schema.ts'
import { actorOf } from '../kit/actor.ts'
import { answers, badInput, named } from '../kit/openapi.ts'

const getStatistics = createRoute({
  method: 'get',
  path: '/v1/statistics',
  tags: ['lists'],
  summary: 'Ages, time per step and outcomes of orders, by office, statute and year',
  responses: { ...badInput, 200: answers('Statistics', named('Statistics', statisticsSchema)) },
})

export function statisticsApi(app: OpenAPIHono, api: OfficeApi): void {
  app.openapi(getStatistics, async (c) => c.json(await api.statistics(actorOf(c)), 200))
}
