// The API of joint actions as data, and its handlers: parse, ask the office, answer.

import { actorOf } from '../kit/actor.ts'
import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi'
import { parseDate } from '../../../shared/kernel/date.ts'
import { instantOf, wallClock } from '../../../shared/calendar/zone.ts'
import type { Problem } from '../../../shared/kernel/problems.ts'
import { officeIdSchema } from '../../../shared/order/order.schema.ts'
import { jointIdSchema } from '../../../shared/joint/terms.schema.ts'
import { recordedExample } from '../examples.ts'
import { jointCommandExamples } from './examples.ts'
import {
  jointCommandSchema,
  jointDetailSchema,
  jointReadinessSchema,
  jointSummarySchema,
  momentViewSchema,
  releasedDocumentSchema,
} from '../../../shared/contract/joint.schema.ts'
import type { OfficeApi } from '../../../shared/contract/office-api.ts'
import { answerProblem } from '../kit/problem.ts'
import { recordedReplySchema } from '../../../shared/contract/views.schema.ts'

const tags = ['joint']
const params = z.object({ joint: jointIdSchema.meta({ example: 'ca-bc-oipc:J21-01' }) })
const answers = <S extends z.ZodType>(description: string, schema: S) => ({
  description,
  content: { 'application/json': { schema } },
})
const refuses = (description: string) => ({
  description,
  content: {
    'application/problem+json': {
      schema: z.object({ code: z.string(), detail: z.string() }).loose(),
    },
  },
})
const badInput = {
  400: refuses('The input does not have the expected form, or a date does not exist'),
  403: refuses('Not from a known host, or from a page of another site'),
}
const missing = { 404: refuses('There is no such joint action here') }

/** Converted here, by zone data that was checked at the start: a browser's own may be years old. */
export const getClocks = createRoute({
  method: 'get',
  path: '/v1/clocks',
  tags,
  summary: "A local time as an instant, and what every office's clock on the wall shows then",
  request: {
    query: z.object({
      local: z
        .string()
        .regex(
          /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}$/,
          'expected a local time such as "2021-12-14T18:00"',
        )
        .meta({ example: '2021-12-14T18:00' }),
      office: officeIdSchema.optional().describe('By whose clock (default: this office)'),
    }),
  },
  responses: {
    ...badInput,
    200: answers('The moment', momentViewSchema.meta({ id: 'Moment' })),
    404: refuses('There is no such office'),
  },
})
export const getJointActions = createRoute({
  method: 'get',
  path: '/v1/joint',
  tags,
  summary: 'Joint actions that are known here, the latest first',
  responses: {
    ...badInput,
    200: answers(
      'Joint actions',
      z.strictObject({ joint: z.array(jointSummarySchema.meta({ id: 'JointSummary' })) }),
    ),
  },
})
export const getJointAction = createRoute({
  method: 'get',
  path: '/v1/joint/{joint}',
  tags,
  summary: 'One joint action: where every office stands, what is lacking, what was said',
  description: 'What is sealed to others is `null`.',
  request: { params },
  responses: {
    ...badInput,
    ...missing,
    200: answers('The joint action', jointDetailSchema.meta({ id: 'Joint' })),
  },
})
export const getJointReadiness = createRoute({
  method: 'get',
  path: '/v1/joint/{joint}/readiness',
  tags,
  summary:
    'For each office ready, or blocked and why; the earliest common moment with its derivation',
  request: { params },
  responses: {
    ...badInput,
    ...missing,
    200: answers('Readiness', jointReadinessSchema.meta({ id: 'JointReadiness' })),
  },
})
export const getJointDocument = createRoute({
  method: 'get',
  path: '/v1/joint/{joint}/document',
  tags,
  summary: "The released document: one DSSE envelope, every office's signature",
  request: { params },
  responses: {
    ...badInput,
    404: refuses('There is no such joint action here, or nobody has revealed its text'),
    200: answers('The document', releasedDocumentSchema.meta({ id: 'ReleasedDocument' })),
  },
})
export const postJointCommand = createRoute({
  method: 'post',
  path: '/v1/joint/{joint}/commands',
  tags,
  summary: "Send one command to this office's own proposal, or to its own part in another's",
  description:
    'Idempotent by `id`. Texts are sent in clear to the own office, which seals them before they leave it. A consent is prepared by one officer and approved by another.',
  request: {
    params,
    body: {
      required: true,
      content: {
        'application/json': { schema: jointCommandSchema, examples: jointCommandExamples },
      },
    },
  },
  responses: {
    ...badInput,
    ...missing,
    200: {
      description: 'Recorded in the ledger, now or earlier under the same command id',
      content: { 'application/json': { schema: recordedReplySchema, example: recordedExample } },
    },
    409: refuses(
      'It exists already, the proposal has changed, or something else was recorded first',
    ),
    413: refuses('The body is too large, or its texts are too long to be sealed'),
    422: refuses('Refused, by the rule that is named'),
    503: refuses('A part that is needed does not answer: send the same command again'),
  },
})

export function addJointRoutes(app: OpenAPIHono, api: OfficeApi): void {
  app.openapi(getClocks, (c) => {
    const { local, office = api.office.id } = c.req.valid('query')
    const zone = api.directory.offices.find(({ id }) => id === office)?.zone
    if (zone === undefined)
      return answerProblem(c, {
        code: 'not-found',
        message: `There is no office "${office}" in the directory`,
        value: office,
        path: 'office',
      }) as never
    const instant = parseDate(local.slice(0, 10)) === undefined ? undefined : instantOf(local, zone)
    if (instant === undefined)
      return answerProblem(c, {
        code: 'invalid-input',
        message: `No clock in ${zone} ever shows ${JSON.stringify(local)}`,
        value: local,
        path: 'local',
      }) as never
    return c.json(
      {
        instant,
        clocks: api.directory.offices.map(({ id, zone: own }) => ({
          office: id,
          zone: own,
          ...wallClock(instant, own),
        })),
      },
      200,
    )
  })
  app.openapi(getJointActions, async (c) =>
    c.json({ joint: await api.jointActions(actorOf(c)) }, 200),
  )
  app.openapi(getJointAction, async (c) => {
    const { joint } = c.req.valid('param')
    const found = await api.jointAction(actorOf(c), joint)
    return found === undefined
      ? (answerProblem(c, unknownJoint(joint)) as never)
      : c.json(found, 200)
  })
  app.openapi(getJointReadiness, async (c) => {
    const { joint } = c.req.valid('param')
    const found = await api.jointReadiness(actorOf(c), joint)
    return found === undefined
      ? (answerProblem(c, unknownJoint(joint)) as never)
      : c.json(found, 200)
  })
  app.openapi(getJointDocument, async (c) => {
    const { joint } = c.req.valid('param')
    const found = await api.jointDocument(actorOf(c), joint)
    return found === undefined
      ? (answerProblem(c, {
          code: 'not-released',
          message: `No office has revealed a text of "${joint}"`,
          value: joint,
        }) as never)
      : c.json(found, 200)
  })
  app.openapi(postJointCommand, async (c) => {
    const reply = await api.submitJoint(actorOf(c), c.req.valid('param').joint, c.req.valid('json'))
    if (reply.kind === 'refused') return answerProblem(c, reply.problem) as never
    const { kind, version, eventId, event } = reply
    return c.json({ kind, version, eventId, event }, 200)
  })
}

export function unknownJoint(joint: string): Problem {
  return {
    code: 'unknown-joint',
    message: `There is no joint action ${JSON.stringify(joint)} here`,
    value: joint,
    path: 'joint',
  }
}
