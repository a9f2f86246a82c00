// Joint actions as routes of the API: list them, read one, its readiness and its released text, send a command; and local times as instants.

import { actorOf } from '../kit/actor.ts'
import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi'
import { parseDate } from '../../../shared/kernel/date.ts'
import { instantOf, wallClock } from '../../../shared/calendar/zone.ts'
import { problem, type Problem } from '../../../shared/kernel/problems.ts'
import { officeIdSchema } from '../../../shared/order/order.schema.ts'
import { jointIdSchema } from '../../../shared/joint/terms.schema.ts'
import { jointCommandExamples } from './examples.ts'
import {
  jointCommandSchema,
  jointDetailSchema,
  jointReadinessSchema,
  jointSummarySchema,
  momentViewSchema,
  releasedDocumentSchema,
} from '../../../shared/contract/joint.schema.ts'
import { nextField, pageQuery } from '../../../shared/contract/paging.schema.ts'
import type { OfficeApi } from '../../../shared/contract/office-api.ts'
import { answers, badInput, commandAnswers, jsonBody, named, refuses } from '../kit/openapi.ts'
import { pageOf } from '../kit/paging.ts'
import { refused } from '../kit/problem.ts'
import { recordedAnswer } from '../kit/submit.ts'

const tags = ['joint']
const params = z.object({ joint: jointIdSchema.meta({ example: 'ca-bc-oipc:J21-01' }) })
const missing = { 404: refuses('There is no such joint action here') }

/** Converted here, by zone data that was checked at the start: a browser's own may be years old. */
const getClocks = createRoute({
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
    200: answers('The moment', named('Moment', momentViewSchema)),
    404: refuses('There is no such office'),
  },
})
const getJointActions = createRoute({
  method: 'get',
  path: '/v1/joint',
  tags,
  summary: 'Joint actions that are known here, the latest first',
  request: { query: z.object(pageQuery) },
  responses: {
    ...badInput,
    200: answers(
      'Joint actions',
      z.strictObject({ joint: z.array(named('JointSummary', jointSummarySchema)), ...nextField }),
    ),
  },
})
const getJointAction = createRoute({
  method: 'get',
  path: '/v1/joint/{joint}',
  tags,
  summary: 'One joint action: where every office stands, what is lacking, what was said',
  description: 'What is sealed to others is `null`.',
  request: { params },
  responses: {
    ...badInput,
    ...missing,
    200: answers('The joint action', named('Joint', jointDetailSchema)),
  },
})
const getJointReadiness = createRoute({
  method: 'get',
  path: '/v1/joint/{joint}/readiness',
  tags,
  summary:
    'For each office ready, or blocked and why; the earliest common moment with its derivation',
  request: { params },
  responses: {
    ...badInput,
    ...missing,
    200: answers('Readiness', named('JointReadiness', jointReadinessSchema)),
  },
})
const getJointDocument = createRoute({
  method: 'get',
  path: '/v1/joint/{joint}/document',
  tags,
  summary: "The released document: one DSSE envelope, every office's signature",
  request: { params },
  responses: {
    ...badInput,
    404: refuses('There is no such joint action here, or nobody has revealed its text'),
    200: answers('The document', named('ReleasedDocument', releasedDocumentSchema)),
  },
})
const postJointCommand = createRoute({
  method: 'post',
  path: '/v1/joint/{joint}/commands',
  tags,
  summary: "Send one command to this office's own proposal, or to its own part in another's",
  description:
    'Idempotent by `id`. Texts are sent in clear to the own office, which seals them before they leave it. A consent is prepared by one officer and approved by another.',
  request: {
    params,
    body: jsonBody(jointCommandSchema, jointCommandExamples),
  },
  responses: {
    ...commandAnswers,
    ...missing,
    409: refuses(
      'It exists already, the proposal has changed, or something else was recorded first',
    ),
    413: refuses('The body is too large, or its texts are too long to be sealed'),
  },
})

export function jointApi(app: OpenAPIHono, api: OfficeApi): void {
  addClocks(app, api)
  app.openapi(getJointActions, async (c) => {
    const all = await api.jointActions(actorOf(c))
    const { rows, next } = pageOf(all, ({ joint }) => joint, c.req.valid('query'))
    return c.json({ joint: rows, ...next }, 200)
  })
  app.openapi(getJointAction, async (c) => {
    const { joint } = c.req.valid('param')
    const found = await api.jointAction(actorOf(c), joint)
    return found === undefined ? refused(c, unknownJoint(joint)) : c.json(found, 200)
  })
  app.openapi(getJointReadiness, async (c) => {
    const { joint } = c.req.valid('param')
    const found = await api.jointReadiness(actorOf(c), joint)
    return found === undefined ? refused(c, unknownJoint(joint)) : c.json(found, 200)
  })
  app.openapi(getJointDocument, async (c) => {
    const { joint } = c.req.valid('param')
    const found = await api.jointDocument(actorOf(c), joint)
    return found === undefined
      ? refused(
          c,
          problem(
            'not-released',
            {
              en: `No office has revealed a text of "${joint}"`,
              fr: `Aucun organisme n'a révélé de texte de « ${joint} »`,
            },
            joint,
          ),
        )
      : c.json(found, 200)
  })
  app.openapi(postJointCommand, async (c) => {
    const reply = await api.submitJoint(actorOf(c), c.req.valid('param').joint, c.req.valid('json'))
    if (reply.kind === 'refused') return refused(c, reply.problem)
    return c.json(recordedAnswer(reply), 200)
  })
}

function addClocks(app: OpenAPIHono, api: OfficeApi): void {
  app.openapi(getClocks, (c) => {
    const { local, office = api.office.id } = c.req.valid('query')
    const zone = api.directory.offices.find(({ id }) => id === office)?.zone
    if (zone === undefined)
      return refused(
        c,
        problem(
          'not-found',
          {
            en: `There is no office "${office}" in the directory`,
            fr: `Il n'y a pas d'organisme « ${office} » dans le répertoire`,
          },
          office,
          { path: 'office' },
        ),
      )
    const instant = parseDate(local.slice(0, 10)) === undefined ? undefined : instantOf(local, zone)
    if (instant === undefined)
      return refused(
        c,
        problem(
          'invalid-input',
          {
            en: `No clock in ${zone} ever shows ${JSON.stringify(local)}`,
            fr: `Aucune horloge de ${zone} n'indique jamais ${JSON.stringify(local)}`,
          },
          local,
          { path: 'local' },
        ),
      )
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
}

export function unknownJoint(joint: string): Problem {
  const quoted = JSON.stringify(joint)
  return problem(
    'unknown-joint',
    {
      en: `There is no joint action ${quoted} here`,
      fr: `Il n'y a pas d'action conjointe « ${joint} » ici`,
    },
    joint,
    { path: 'joint' },
  )
}
