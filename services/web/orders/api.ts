// Orders as routes of the API: send a command to one, list them, read one and its history.

import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi'
import type { OfficeApi } from '../../../shared/contract/office-api.ts'
import { actorOf } from '../kit/actor.ts'

import { boardOrderSchema, orderStatusSchema } from '../../../shared/board/board.schema.ts'
import { allowedActSchema, previewSchema } from '../../../shared/contract/acting.schema.ts'
import { publicOrderCommandSchema } from '../../../shared/contract/commands.schema.ts'
import { nextField, pageQuery } from '../../../shared/contract/paging.schema.ts'
import { orderDetailSchema, orderHistorySchema } from '../../../shared/contract/views.schema.ts'
import { parseOrderId } from '../../../shared/kernel/ids.ts'
import { present } from '../../../shared/kernel/present.ts'
import { problem, type Problem } from '../../../shared/kernel/problems.ts'
import {
  matterIdSchema,
  officeIdSchema,
  orderIdSchema,
} from '../../../shared/order/order.schema.ts'
import { dateSchema } from '../../../shared/policy/pack.schema.ts'
import {
  answers,
  asOf,
  badInput,
  commandAnswers,
  jsonBody,
  knownOn,
  missing,
  named,
  onDates,
  orderParam,
} from '../kit/openapi.ts'
import { pageOf } from '../kit/paging.ts'
import { refused } from '../kit/problem.ts'
import { allowedAnswer, previewAnswer, actAnswer } from '../kit/submit.ts'
import { unknownOrder } from '../kit/unknown.ts'
import { orderCommandExamples } from './examples.ts'

const postOrderCommand = createRoute({
  method: 'post',
  path: '/v1/orders/{order}/commands',
  tags: ['commands'],
  summary: 'Send one command to an order of this office',
  description:
    'Idempotent by `id`: the same id is the same command, and a retry answers what the first one did.',
  request: {
    params: orderParam,
    body: jsonBody(publicOrderCommandSchema, orderCommandExamples),
  },
  responses: commandAnswers,
})

const postOrderPreview = createRoute({
  method: 'post',
  path: '/v1/orders/{order}/preview',
  tags: ['commands'],
  summary: 'What a command would become, without recording it',
  description:
    'The event that would be signed and the dates that would come, move or go, by the rules that decide the command itself. Nothing is recorded; a refusal is the one that the command would meet.',
  request: {
    params: orderParam,
    body: jsonBody(publicOrderCommandSchema, orderCommandExamples),
  },
  responses: {
    ...commandAnswers,
    200: answers('What would follow', named('Preview', previewSchema)),
  },
})

const getOrderAllowed = createRoute({
  method: 'get',
  path: '/v1/orders/{order}/allowed',
  tags: ['board'],
  summary: 'What this office may do now, what not, and why not',
  request: { params: orderParam },
  responses: {
    ...badInput,
    200: answers(
      'In the order in which such things are done',
      z.strictObject({ allowed: z.array(named('Allowed', allowedActSchema)) }),
    ),
  },
})

const getOrders = createRoute({
  method: 'get',
  path: '/v1/orders',
  tags: ['board'],
  summary: 'Orders of all offices',
  request: {
    query: z.object({
      asOf,
      knownOn,
      office: officeIdSchema.optional(),
      matter: matterIdSchema.optional(),
      status: orderStatusSchema.optional(),
      ...pageQuery,
    }),
  },
  responses: {
    ...badInput,
    200: answers(
      'Orders',
      z.strictObject({
        asOf: dateSchema,
        orders: z.array(named('BoardOrder', boardOrderSchema)),
        ...nextField,
      }),
    ),
  },
})

const getOrder = createRoute({
  method: 'get',
  path: '/v1/orders/{order}',
  tags: ['board'],
  summary: 'One order: terms, deadlines with their derivations, routes, history',
  request: { params: orderParam, query: onDates },
  responses: {
    ...badInput,
    ...missing,
    200: answers('The order', named('Order', orderDetailSchema)),
  },
})

const getOrderHistory = createRoute({
  method: 'get',
  path: '/v1/orders/{order}/history',
  tags: ['board'],
  summary: "An order's events, each with the key that signed it",
  request: { params: orderParam, query: onDates },
  responses: {
    ...badInput,
    ...missing,
    200: answers(
      'Oldest first',
      z.strictObject({ order: orderIdSchema, history: z.array(orderHistorySchema) }),
    ),
  },
})

export function ordersApi(app: OpenAPIHono, api: OfficeApi): void {
  app.openapi(postOrderCommand, async (c) => {
    const { order } = c.req.valid('param')
    const ref = parseOrderId(order)
    if (ref === undefined || ref.office !== api.office.id)
      return refused(c, wrongOffice(api, order))
    const reply = await api.submit(actorOf(c), ref, c.req.valid('json'))
    return actAnswer(c, reply)
  })
  app.openapi(postOrderPreview, async (c) => {
    const { order } = c.req.valid('param')
    const ref = parseOrderId(order)
    if (ref === undefined || ref.office !== api.office.id)
      return refused(c, wrongOffice(api, order))
    const preview = await api.preview(actorOf(c), ref, c.req.valid('json'))
    return preview.kind === 'refused'
      ? refused(c, preview.problem)
      : c.json(previewAnswer(preview), 200)
  })
  app.openapi(getOrderAllowed, async (c) => {
    const { order } = c.req.valid('param')
    const ref = parseOrderId(order)
    if (ref === undefined) return refused(c, unknownOrder(order))
    return c.json({ allowed: allowedAnswer(await api.allowed(actorOf(c), ref)) }, 200)
  })
  app.openapi(getOrders, async (c) => {
    const { office, matter, status, limit, after, ...query } = c.req.valid('query')
    const { asOf, orders } = await api.board(actorOf(c), present(query))
    const wanted = orders.filter(
      (order) =>
        (office ?? order.office) === order.office &&
        (matter ?? order.matter) === order.matter &&
        (status ?? order.status) === order.status,
    )
    const { rows, next } = pageOf(wanted, ({ order }) => order, { limit, after })
    return c.json({ asOf, orders: rows, ...next }, 200)
  })
  app.openapi(getOrder, async (c) => {
    const { order } = c.req.valid('param')
    const found = await api.order(actorOf(c), order, present(c.req.valid('query')))
    return found === undefined ? refused(c, unknownOrder(order)) : c.json(found, 200)
  })
  app.openapi(getOrderHistory, async (c) => {
    const { order } = c.req.valid('param')
    const found = await api.order(actorOf(c), order, present(c.req.valid('query')))
    return found === undefined
      ? refused(c, unknownOrder(order))
      : c.json({ order, history: found.history }, 200)
  })
}

function wrongOffice({ office }: OfficeApi, order: string): Problem {
  const quoted = JSON.stringify(order)
  return problem(
    'wrong-office',
    {
      en: `Order ${quoted} belongs to another office: this instance records for ${office.short.en} only`,
      fr: `L'ordonnance « ${order} » relève d'un autre organisme : cette instance ne consigne que pour ${office.short.fr}`,
    },
    order,
    { path: 'order' },
  )
}
