// People and programs as routes of the API: here what waits for a second person; tokens, roles and the audit list are in people-api.ts.

import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi'
import { nextField, pageQuery } from '../../../shared/contract/paging.schema.ts'
import { preparedSchema } from '../../../shared/contract/staff.schema.ts'
import { actorOf, staffOf } from '../kit/actor.ts'
import { answers, badInput, commandAnswers, missing, named } from '../kit/openapi.ts'
import { pageOf } from '../kit/paging.ts'
import { refused } from '../kit/problem.ts'
import { recordedAnswer } from '../kit/submit.ts'
import { devicesApi } from './devices-api.ts'
import { peopleApi } from './people-api.ts'
import { sessionsApi } from './sessions-api.ts'

const prepared = named('PreparedCommand', preparedSchema)
const idParam = z.object({ id: z.string().min(1).max(100) })
const { 202: _, ...recordedOrRefused } = commandAnswers

const getApprovals = createRoute({
  method: 'get',
  path: '/v1/approvals',
  tags: ['staff'],
  summary: 'What is prepared and waits for a second person, the oldest first',
  request: { query: z.object(pageQuery) },
  responses: {
    ...badInput,
    200: answers('What waits', z.strictObject({ approvals: z.array(prepared), ...nextField })),
  },
})
const postApproval = createRoute({
  method: 'post',
  path: '/v1/approvals/{id}/approve',
  tags: ['staff'],
  summary: 'Approve what another person prepared: it is recorded',
  description:
    'Refused to the one who prepared it, and to whoever acts for them. The event names both.',
  request: { params: idParam },
  responses: recordedOrRefused,
})
const postDrop = createRoute({
  method: 'post',
  path: '/v1/approvals/{id}/drop',
  tags: ['staff'],
  summary: 'Drop what is prepared: nothing is recorded',
  request: { params: idParam },
  responses: { ...badInput, ...missing, 200: answers('What was dropped', prepared) },
})

export function staffApi(app: OpenAPIHono): void {
  peopleApi(app)
  devicesApi(app)
  sessionsApi(app)
  app.openapi(getApprovals, (c) => {
    const all = staffOf(c).prepared(actorOf(c))
    const { rows, next } = pageOf(all, ({ id }) => id, c.req.valid('query'))
    return c.json({ approvals: rows, ...next }, 200)
  })
  app.openapi(postApproval, async (c) => {
    const reply = await staffOf(c).approvePrepared(actorOf(c), c.req.valid('param').id)
    return reply.kind === 'recorded'
      ? c.json(recordedAnswer(reply), 200)
      : refused(c, reply.problem)
  })
  app.openapi(postDrop, (c) =>
    c.json(staffOf(c).dropPrepared(actorOf(c), c.req.valid('param').id), 200),
  )
}
