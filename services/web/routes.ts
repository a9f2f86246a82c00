// The API as data: every route with its input, answers and examples. The OpenAPI document is made of these; the handlers are in `api.ts`.

import { createRoute, z } from '@hono/zod-openapi'
import {
  boardOrderSchema,
  boardSchema,
  followerViewSchema,
  orderStatusSchema,
} from '../../shared/board/board.schema.ts'
import { matterIdSchema, officeIdSchema, orderIdSchema } from '../../shared/order/order.schema.ts'
import { dateSchema } from '../../shared/policy/pack.schema.ts'
import {
  publicMatterCommandSchema,
  publicOrderCommandSchema,
} from '../../shared/contract/commands.schema.ts'
import {
  correctionExamples,
  matterCommandExamples,
  orderCommandExamples,
  problemExample,
  recordedExample,
  simulationExamples,
} from './examples.ts'
import {
  simulationRequestSchema,
  simulationSchema,
} from '../../shared/contract/simulation.schema.ts'
import { approvalSchema, driftSchema } from '../../shared/contract/drift.schema.ts'
import * as views from '../../shared/contract/views.schema.ts'

export { publicMatterCommandSchema, publicOrderCommandSchema }

// `.meta` everywhere: `.openapi` exists only on schemas made after the library was loaded, which shared ones need not be.
z.globalRegistry.add(dateSchema, { format: 'date', example: '2022-01-25' })
const named = <S extends z.ZodType>(id: string, schema: S) => schema.meta({ id })
const order = named('BoardOrder', boardOrderSchema)
const answers = <S extends z.ZodType>(description: string, schema: S) => ({
  description,
  content: { 'application/json': { schema } },
})
const problem = named('Problem', views.problemDocumentSchema)
const refuses = (description: string) => ({
  description,
  content: { 'application/problem+json': { schema: problem, example: problemExample } },
})
const badInput = {
  400: refuses('The input does not have the expected form, or a date does not exist'),
  403: refuses('Not from a known host, or from a page of another site'),
}
const missing = { 404: refuses('There is no such thing here') }
const commandAnswers = {
  ...badInput,
  200: {
    description: 'Recorded in the ledger, now or earlier under the same command id',
    content: {
      'application/json': {
        schema: named('Recorded', views.recordedReplySchema),
        example: recordedExample,
      },
    },
  },
  404: refuses('There is no such order'),
  409: refuses('It exists already, or something else was recorded first'),
  413: refuses('The body is too large'),
  422: refuses('Refused, by the rule that is named'),
  503: refuses('A part that is needed does not answer: send the same command again'),
}

const orderParam = z.object({ order: orderIdSchema.meta({ example: 'ca-bc-oipc:P21-08' }) })
const matterParam = z.object({ matter: matterIdSchema.meta({ example: 'clearview-ai' }) })
const asOf = dateSchema
  .optional()
  .meta({ description: 'A legal date; today if absent', example: '2022-01-26' })
const knownOn = dateSchema.optional().meta({
  description: 'Only what the ledgers held at the end of this date',
  example: '2022-02-01',
})
const onDates = z.object({ asOf, knownOn })

export const postOrderCommand = createRoute({
  method: 'post',
  path: '/v1/orders/{order}/commands',
  tags: ['commands'],
  summary: 'Send one command to an order of this office',
  description:
    'Idempotent by `id`: the same id is the same command, and a retry answers what the first one did.',
  request: {
    params: orderParam,
    body: {
      required: true,
      content: {
        'application/json': { schema: publicOrderCommandSchema, examples: orderCommandExamples },
      },
    },
  },
  responses: commandAnswers,
})
export const postMatterCommand = createRoute({
  method: 'post',
  path: '/v1/matters/{matter}/commands',
  tags: ['commands'],
  summary: "Record something in a matter, in this office's name",
  description: 'Idempotent by `id`. This is all that an office without order power can send.',
  request: {
    params: matterParam,
    body: {
      required: true,
      content: {
        'application/json': { schema: publicMatterCommandSchema, examples: matterCommandExamples },
      },
    },
  },
  responses: commandAnswers,
})
export const getBoard = createRoute({
  method: 'get',
  path: '/v1/board',
  tags: ['board'],
  summary: 'Where every office stands, on a date',
  request: { query: onDates },
  responses: { ...badInput, 200: answers('The board', named('Board', boardSchema)) },
})
export const getOrders = createRoute({
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
    }),
  },
  responses: {
    ...badInput,
    200: answers('Orders', z.strictObject({ asOf: dateSchema, orders: z.array(order) })),
  },
})
export const getOrder = createRoute({
  method: 'get',
  path: '/v1/orders/{order}',
  tags: ['board'],
  summary: 'One order: terms, deadlines with their derivations, routes, history',
  request: { params: orderParam, query: onDates },
  responses: {
    ...badInput,
    ...missing,
    200: answers('The order', named('Order', views.orderDetailSchema)),
  },
})
export const getOrderHistory = createRoute({
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
      z.strictObject({ order: orderIdSchema, history: z.array(views.orderHistorySchema) }),
    ),
  },
})
export const getMatters = createRoute({
  method: 'get',
  path: '/v1/matters',
  tags: ['matters'],
  summary: 'Matters',
  responses: {
    ...badInput,
    200: answers(
      'Matters',
      z.strictObject({ matters: z.array(named('MatterSummary', views.matterSummarySchema)) }),
    ),
  },
})
export const getMatter = createRoute({
  method: 'get',
  path: '/v1/matters/{matter}',
  tags: ['matters'],
  summary: "A matter: each office's entries and orders",
  request: { params: matterParam },
  responses: {
    ...badInput,
    ...missing,
    200: answers('The matter', named('Matter', views.matterDetailSchema)),
  },
})
export const getChronology = createRoute({
  method: 'get',
  path: '/v1/matters/{matter}/chronology',
  tags: ['matters'],
  summary: 'Every fact of every office in a matter, in the order of legal dates',
  request: { params: matterParam, query: onDates },
  responses: {
    ...badInput,
    ...missing,
    200: answers('The chronology', named('Chronology', views.chronologySchema)),
  },
})
export const getDeadlines = createRoute({
  method: 'get',
  path: '/v1/deadlines',
  tags: ['board'],
  summary: 'What is due from a day on, soonest first, across offices',
  request: {
    query: z.object({
      asOf,
      knownOn,
      until: dateSchema.optional().meta({ description: 'Last day to show', example: '2022-03-31' }),
    }),
  },
  responses: {
    ...badInput,
    200: answers(
      'Deadlines',
      z.strictObject({
        today: dateSchema,
        deadlines: z.array(named('Upcoming', views.upcomingSchema)),
      }),
    ),
  },
})
export const postSimulation = createRoute({
  method: 'post',
  path: '/v1/simulations',
  tags: ['board'],
  summary: 'What if: hypothetical changes, and where every order of the matter would stand',
  description:
    'Reads only: nothing is recorded anywhere. A change that the rules refuse is a step that says so, by the rule that a real command would meet; the date may be in the future.',
  request: {
    body: {
      required: true,
      content: {
        'application/json': {
          schema: named('SimulationRequest', simulationRequestSchema),
          examples: simulationExamples,
        },
      },
    },
  },
  responses: {
    ...badInput,
    413: refuses('The body is too large'),
    200: answers('Before and after', named('Simulation', simulationSchema)),
  },
})
export const getDrift = createRoute({
  method: 'get',
  path: '/v1/drift',
  tags: ['board'],
  summary: 'Dates of open orders that would be other ones today, before and after',
  description:
    'After an upgrade of a policy pack, of holidays or of zone data. It lists, with both derivations and what made the difference; nothing moves by itself.',
  responses: { ...badInput, 200: answers('What would differ', named('Drift', driftSchema)) },
})
export const postCorrection = createRoute({
  method: 'post',
  path: '/v1/orders/{order}/corrections',
  tags: ['commands'],
  summary: 'Approve one correction of a date, as `/v1/drift` lists it',
  description:
    'Moves exactly that deadline of an order of this office. Refused with `conflict` where the listing does not say the same any more. Idempotent by `id`.',
  request: {
    params: orderParam,
    body: {
      required: true,
      content: {
        'application/json': {
          schema: named('Approval', approvalSchema),
          examples: correctionExamples,
        },
      },
    },
  },
  responses: commandAnswers,
})
export const getFollowers = createRoute({
  method: 'get',
  path: '/v1/followers',
  tags: ['operation'],
  summary: 'How far each ledger has been read',
  responses: {
    ...badInput,
    200: answers(
      'Followers',
      z.strictObject({ followers: z.array(named('Follower', followerViewSchema)) }),
    ),
  },
})
export const getQuarantine = createRoute({
  method: 'get',
  path: '/v1/quarantine',
  tags: ['operation'],
  summary: 'What was set aside, and why',
  responses: {
    ...badInput,
    200: answers(
      'Set aside',
      z.strictObject({ quarantine: z.array(named('Quarantined', views.quarantinedSchema)) }),
    ),
  },
})
export const getHealth = createRoute({
  method: 'get',
  path: '/v1/health',
  tags: ['operation'],
  summary: 'Whether this instance works',
  responses: {
    ...badInput,
    200: answers('It works, if perhaps not all of it', named('Health', views.healthSchema)),
    503: answers('It does not', views.healthSchema),
  },
})
export const getDoctor = createRoute({
  method: 'get',
  path: '/v1/doctor',
  tags: ['operation'],
  summary: 'What is wrong and what to do',
  responses: { ...badInput, 200: answers('Checks', named('Doctor', views.doctorSchema)) },
})
export const getClock = createRoute({
  method: 'get',
  path: '/v1/clock',
  tags: ['operation'],
  summary: 'The legal clock',
  responses: { ...badInput, 200: answers('Clock', named('Clock', views.clockViewSchema)) },
})
export const getOffice = createRoute({
  method: 'get',
  path: '/v1/office',
  tags: ['operation'],
  summary: 'This office, and all that take part',
  responses: { ...badInput, 200: answers('Offices', named('Offices', views.officeViewSchema)) },
})
export const getEvents = createRoute({
  method: 'get',
  path: '/v1/events',
  tags: ['live'],
  summary: 'Changes, as server-sent events',
  description:
    'Events `stored` (id `office/sequence`), `quarantined`, `follower`, `day` and `refresh` (something was missed: read again). With `Last-Event-ID` the first event is `refresh`.',
  request: { headers: z.object({ 'last-event-id': z.string().optional() }) },
  responses: {
    ...badInput,
    200: {
      description: 'An endless stream',
      content: { 'text/event-stream': { schema: z.string() } },
    },
    503: refuses('Too many listeners'),
  },
})
