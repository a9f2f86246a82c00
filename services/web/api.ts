// The API's handlers: parse, ask the office, answer. No rule of law and no state lives here.

import type { Actor } from '../../shared/kernel/actor.ts'
import { actorOf } from './kit/actor.ts'
import { OpenAPIHono } from '@hono/zod-openapi'
import { parseOrderId, type AggregateRef } from '../../shared/kernel/ids.ts'
import type { Problem } from '../../shared/kernel/problems.ts'
import { assertNever } from '../../shared/kernel/text.ts'
import { answerProblem, problemOfInput } from './kit/problem.ts'
import type { SubmitReply } from '../../shared/contract/reply.ts'
import type {
  OfficeApi,
  PublicMatterCommand,
  PublicOrderCommand,
} from '../../shared/contract/office-api.ts'
import * as routes from './routes.ts'
import { addJointRoutes } from './joint/api.ts'
import { eventStreams, type EventOptions } from './events/api.ts'

export interface ApiOptions extends EventOptions {
  /** Version of the program, for the document. */
  readonly version: string
}

/** Everything under `/v1` and `/openapi.json`. */
export function apiRoutes(api: OfficeApi, options: ApiOptions): OpenAPIHono {
  const app = new OpenAPIHono({
    defaultHook: (result, c) =>
      result.success
        ? undefined
        : answerProblem(
            c,
            problemOfInput(result.error, 'data' in result ? result.data : undefined),
          ),
  })

  app.openapi(routes.postOrderCommand, async (c) => {
    const { order } = c.req.valid('param')
    const ref = parseOrderId(order)
    if (ref === undefined || ref.office !== api.office.id)
      return answerProblem(c, wrongOffice(api, order)) as never
    const reply = await submit(api, actorOf(c), ref, c.req.valid('json'))
    return reply.kind === 'recorded'
      ? c.json(reply, 200)
      : (answerProblem(c, reply.problem) as never)
  })
  app.openapi(routes.postMatterCommand, async (c) => {
    const ref: AggregateRef = {
      office: api.office.id,
      kind: 'matter',
      id: c.req.valid('param').matter,
    }
    const reply = await submit(api, actorOf(c), ref, c.req.valid('json'))
    return reply.kind === 'recorded'
      ? c.json(reply, 200)
      : (answerProblem(c, reply.problem) as never)
  })

  app.openapi(routes.getBoard, async (c) =>
    c.json(await api.board(actorOf(c), present(c.req.valid('query'))), 200),
  )
  app.openapi(routes.getOrders, async (c) => {
    const { office, matter, status, ...query } = c.req.valid('query')
    const { asOf, orders } = await api.board(actorOf(c), present(query))
    const wanted = orders.filter(
      (order) =>
        (office ?? order.office) === order.office &&
        (matter ?? order.matter) === order.matter &&
        (status ?? order.status) === order.status,
    )
    return c.json({ asOf, orders: wanted }, 200)
  })
  app.openapi(routes.getOrder, async (c) => {
    const { order } = c.req.valid('param')
    const found = await api.order(actorOf(c), order, present(c.req.valid('query')))
    return found === undefined
      ? (answerProblem(c, unknownOrder(order)) as never)
      : c.json(found, 200)
  })
  app.openapi(routes.getOrderHistory, async (c) => {
    const { order } = c.req.valid('param')
    const found = await api.order(actorOf(c), order, present(c.req.valid('query')))
    return found === undefined
      ? (answerProblem(c, unknownOrder(order)) as never)
      : c.json({ order, history: found.history }, 200)
  })
  app.openapi(routes.getMatters, async (c) =>
    c.json({ matters: await api.matters(actorOf(c)) }, 200),
  )
  app.openapi(routes.getMatter, async (c) => {
    const { matter } = c.req.valid('param')
    const found = await api.matter(actorOf(c), matter)
    return found === undefined
      ? (answerProblem(c, unknownMatter(matter)) as never)
      : c.json(found, 200)
  })
  app.openapi(routes.getChronology, async (c) => {
    const { matter } = c.req.valid('param')
    const found = await api.chronology(actorOf(c), matter, present(c.req.valid('query')))
    return found === undefined
      ? (answerProblem(c, unknownMatter(matter)) as never)
      : c.json(found, 200)
  })
  app.openapi(routes.getDeadlines, async (c) =>
    c.json(
      {
        today: api.legalToday(),
        deadlines: await api.deadlines(actorOf(c), present(c.req.valid('query'))),
      },
      200,
    ),
  )
  app.openapi(routes.postSimulation, async (c) => {
    const { asOf, changes } = c.req.valid('json')
    return c.json(await api.simulate(actorOf(c), { ...present({ asOf }), changes }), 200)
  })
  app.openapi(routes.getDrift, async (c) => c.json(await api.drift(actorOf(c)), 200))
  app.openapi(routes.postCorrection, async (c) => {
    const { order } = c.req.valid('param')
    const reply = await api.approveCorrection(actorOf(c), order, c.req.valid('json'))
    return reply.kind === 'recorded'
      ? c.json(reply, 200)
      : (answerProblem(c, reply.problem) as never)
  })
  addJointRoutes(app, api)
  app.openapi(routes.getFollowers, async (c) =>
    c.json({ followers: (await api.board(actorOf(c), {})).followers }, 200),
  )
  app.openapi(routes.getQuarantine, async (c) =>
    c.json({ quarantine: await api.quarantine(actorOf(c)) }, 200),
  )
  app.openapi(routes.getHealth, async (c) => {
    const health = await api.health(actorOf(c))
    return c.json(health, health.status === 'failed' ? 503 : 200)
  })
  app.openapi(routes.getDoctor, async (c) => c.json(await api.doctor(actorOf(c)), 200))
  app.openapi(routes.getClock, (c) =>
    c.json(
      {
        legalToday: api.legalToday(),
        legalNow: api.legalNow(),
        zone: api.office.zone,
        kind: api.clock.kind,
        rate: api.clock.kind === 'real' ? 1 : api.clock.rate,
      },
      200,
    ),
  )
  app.openapi(routes.getOffice, (c) =>
    c.json({ office: api.office, offices: api.directory.offices }, 200),
  )
  const events = eventStreams(api, options)
  app.openapi(routes.getEvents, (c) => events(c) as never)

  let document: object | undefined
  app.get('/openapi.json', (c) => c.json((document ??= openApiDocument(app, options.version))))
  return app
}

export function openApiDocument(app: OpenAPIHono, version: string): object {
  return app.getOpenAPI31Document({
    openapi: '3.1.0',
    info: {
      title: 'Concert',
      version,
      license: { name: 'Apache-2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0' },
      description:
        "One office's instance: its commands, and where every office stands. It computes dates and keeps records; it gives no legal advice.",
    },
    servers: [{ url: '/' }],
    tags: ['commands', 'board', 'matters', 'joint', 'live', 'operation'].map((name) => ({ name })),
  })
}

export function unknownOrder(order: string): Problem {
  return {
    code: 'unknown-order',
    message: `There is no order ${JSON.stringify(order)} here`,
    value: order,
    path: 'order',
  }
}

export function unknownMatter(matter: string): Problem {
  return {
    code: 'not-found',
    message: `There is no matter ${JSON.stringify(matter)} here`,
    value: matter,
    path: 'matter',
  }
}

async function submit(
  api: OfficeApi,
  actor: Actor,
  ref: AggregateRef,
  command: PublicOrderCommand | PublicMatterCommand,
) {
  const reply: SubmitReply = await api.submit(actor, ref, command)
  switch (reply.kind) {
    case 'refused':
      return reply
    case 'recorded':
      return {
        kind: reply.kind,
        version: reply.version,
        eventId: reply.eventId,
        event: reply.event,
      }
    default:
      return assertNever(reply)
  }
}

function wrongOffice(api: OfficeApi, order: string): Problem {
  return {
    code: 'wrong-office',
    message: `Order ${JSON.stringify(order)} belongs to another office: this instance records for ${api.office.id} only`,
    value: order,
    path: 'order',
  }
}

type Present<T> = { [K in keyof T]?: Exclude<T[K], undefined> }
/** Without the keys whose value is undefined. */
function present<T extends object>(query: T): Present<T> {
  return Object.fromEntries(
    Object.entries(query).filter(([, value]) => value !== undefined),
  ) as Present<T>
}
