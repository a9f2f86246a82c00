// The lists as routes of the API: orders, matters and deadlines by filter, order and page, and what the work list counts.

import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi'
import {
  dueListQuerySchema,
  dueListSchema,
  jointListQuerySchema,
  jointListSchema,
  matterListQuerySchema,
  matterListSchema,
  orderListQuerySchema,
  orderListSchema,
  workCountsSchema,
  workQuerySchema,
} from '../../../shared/contract/lists.schema.ts'
import type { OfficeApi } from '../../../shared/contract/office-api.ts'
import { actorOf } from '../kit/actor.ts'
import { answers, badInput, named } from '../kit/openapi.ts'

const listOf = <P extends string, Q extends z.ZodObject, L extends z.ZodType>(
  path: P,
  id: string,
  summary: string,
  query: Q,
  list: L,
) =>
  createRoute({
    method: 'get',
    path,
    tags: ['lists'],
    summary,
    description:
      'As it stands today. One page; `next` and `previous` are cursors for `after` and `before`, under the same filters and order.',
    request: { query },
    responses: { ...badInput, 200: answers(summary, named(id, list)) },
  })

const getOrderList = listOf(
  '/v1/lists/orders',
  'OrderList',
  'Orders of all offices, by filter and page',
  orderListQuerySchema,
  orderListSchema,
)
const getMatterList = listOf(
  '/v1/lists/matters',
  'MatterList',
  'Matters of all offices, by filter and page',
  matterListQuerySchema,
  matterListSchema,
)
const getDueList = listOf(
  '/v1/lists/deadlines',
  'DueList',
  'What is overdue and what is to come, by filter and page, soonest first',
  dueListQuerySchema,
  dueListSchema,
)
const getJointList = listOf(
  '/v1/lists/joint',
  'JointList',
  'Joint actions, by filter and page; what waits for this office first',
  jointListQuerySchema,
  jointListSchema,
)
const getWork = createRoute({
  method: 'get',
  path: '/v1/work',
  tags: ['lists'],
  summary: 'How much is overdue, due soon, to be served, in court, open as a route',
  request: { query: workQuerySchema },
  responses: { ...badInput, 200: answers('Counts', named('Work', workCountsSchema)) },
})

export function listsApi(app: OpenAPIHono, api: OfficeApi): void {
  app.openapi(getOrderList, async (c) =>
    c.json(await api.orderList(actorOf(c), c.req.valid('query')), 200),
  )
  app.openapi(getMatterList, async (c) =>
    c.json(await api.matterList(actorOf(c), c.req.valid('query')), 200),
  )
  app.openapi(getDueList, async (c) =>
    c.json(await api.dueList(actorOf(c), c.req.valid('query')), 200),
  )
  app.openapi(getJointList, async (c) =>
    c.json(await api.jointList(actorOf(c), c.req.valid('query')), 200),
  )
  app.openapi(getWork, async (c) => c.json(await api.work(actorOf(c), c.req.valid('query')), 200))
}
