// Dates that would come out differently today, as routes of the API: the listing, and the approval of one correction.

import { createRoute, type OpenAPIHono } from '@hono/zod-openapi'
import type { OfficeApi } from '../../../shared/contract/office-api.ts'
import { actorOf } from '../kit/actor.ts'

import { approvalSchema, driftSchema } from '../../../shared/contract/drift.schema.ts'
import { answers, badInput, commandAnswers, jsonBody, named, orderParam } from '../kit/openapi.ts'
import { refused } from '../kit/problem.ts'
import { recordedAnswer } from '../kit/submit.ts'
import { correctionExamples } from './examples.ts'

const getDrift = createRoute({
  method: 'get',
  path: '/v1/drift',
  tags: ['board'],
  summary: 'Dates of open orders that would come out differently today, before and after',
  description:
    'After an upgrade of a policy pack, of holidays or of zone data. It lists, with both derivations and what made the difference; nothing moves by itself.',
  responses: { ...badInput, 200: answers('What would differ', named('Drift', driftSchema)) },
})

const postCorrection = createRoute({
  method: 'post',
  path: '/v1/orders/{order}/corrections',
  tags: ['commands'],
  summary: 'Approve one correction of a date, as `/v1/drift` lists it',
  description:
    'Moves exactly that deadline of an order of this office. Refused with `conflict` where the listing does not say the same any more. Idempotent by `id`.',
  request: {
    params: orderParam,
    body: jsonBody(named('Approval', approvalSchema), correctionExamples),
  },
  responses: commandAnswers,
})

export function driftApi(app: OpenAPIHono, api: OfficeApi): void {
  app.openapi(getDrift, async (c) => c.json(await api.drift(actorOf(c)), 200))
  app.openapi(postCorrection, async (c) => {
    const { order } = c.req.valid('param')
    const reply = await api.approveCorrection(actorOf(c), order, c.req.valid('json'))
    return reply.kind === 'recorded'
      ? c.json(recordedAnswer(reply), 200)
      : refused(c, reply.problem)
  })
}
