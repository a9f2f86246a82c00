// Matters as routes of the API: record something in one, list them, read one and its chronology.

import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi'
import type { OfficeApi } from '../../../shared/contract/office-api.ts'
import { actorOf } from '../kit/actor.ts'

import { publicMatterCommandSchema } from '../../../shared/contract/commands.schema.ts'
import {
  chronologySchema,
  matterDetailSchema,
  matterSummarySchema,
} from '../../../shared/contract/views.schema.ts'
import type { AggregateRef } from '../../../shared/kernel/ids.ts'
import { present } from '../../../shared/kernel/present.ts'
import {
  answers,
  badInput,
  commandAnswers,
  jsonBody,
  matterParam,
  missing,
  named,
  onDates,
} from '../kit/openapi.ts'
import { refused } from '../kit/problem.ts'
import { recordedAnswer } from '../kit/submit.ts'
import { unknownMatter } from '../kit/unknown.ts'
import { matterCommandExamples } from './examples.ts'

const postMatterCommand = createRoute({
  method: 'post',
  path: '/v1/matters/{matter}/commands',
  tags: ['commands'],
  summary: "Record something in a matter, in this office's name",
  description: 'Idempotent by `id`. This is all that an office without order power can send.',
  request: {
    params: matterParam,
    body: jsonBody(publicMatterCommandSchema, matterCommandExamples),
  },
  responses: commandAnswers,
})

const getMatters = createRoute({
  method: 'get',
  path: '/v1/matters',
  tags: ['matters'],
  summary: 'Matters',
  responses: {
    ...badInput,
    200: answers(
      'Matters',
      z.strictObject({ matters: z.array(named('MatterSummary', matterSummarySchema)) }),
    ),
  },
})

const getMatter = createRoute({
  method: 'get',
  path: '/v1/matters/{matter}',
  tags: ['matters'],
  summary: "A matter: each office's entries and orders",
  request: { params: matterParam },
  responses: {
    ...badInput,
    ...missing,
    200: answers('The matter', named('Matter', matterDetailSchema)),
  },
})

const getChronology = createRoute({
  method: 'get',
  path: '/v1/matters/{matter}/chronology',
  tags: ['matters'],
  summary: 'Every fact of every office in a matter, in the order of legal dates',
  request: { params: matterParam, query: onDates },
  responses: {
    ...badInput,
    ...missing,
    200: answers('The chronology', named('Chronology', chronologySchema)),
  },
})

export function mattersApi(app: OpenAPIHono, api: OfficeApi): void {
  app.openapi(postMatterCommand, async (c) => {
    const { matter } = c.req.valid('param')
    const ref: AggregateRef = { office: api.office.id, kind: 'matter', id: matter }
    const reply = await api.submit(actorOf(c), ref, c.req.valid('json'))
    return reply.kind === 'recorded'
      ? c.json(recordedAnswer(reply), 200)
      : refused(c, reply.problem)
  })
  app.openapi(getMatters, async (c) => c.json({ matters: await api.matters(actorOf(c)) }, 200))
  app.openapi(getMatter, async (c) => {
    const { matter } = c.req.valid('param')
    const found = await api.matter(actorOf(c), matter)
    return found === undefined ? refused(c, unknownMatter(matter)) : c.json(found, 200)
  })
  app.openapi(getChronology, async (c) => {
    const { matter } = c.req.valid('param')
    const found = await api.chronology(actorOf(c), matter, present(c.req.valid('query')))
    return found === undefined ? refused(c, unknownMatter(matter)) : c.json(found, 200)
  })
}
