// Who is signed in where, as routes of the API.

import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi'
import { nextField, pageQuery } from '../../../shared/contract/paging.schema.ts'
import { endedSchema, sessionSchema } from '../../../shared/contract/staff.schema.ts'
import { actorOf, staffOf } from '../kit/actor.ts'
import { answers, badInput, jsonBody, missing, named } from '../kit/openapi.ts'
import { pageOf } from '../kit/paging.ts'

const tags = ['staff']
const session = named('Session', sessionSchema)
const nothing = z.strictObject({})

const getSessions = createRoute({
  method: 'get',
  path: '/v1/sessions',
  tags,
  summary: "One's own sessions that have not ended, or for an operator everybody's",
  request: { query: z.object({ all: z.enum(['yes', 'no']).optional(), ...pageQuery }) },
  responses: {
    ...badInput,
    200: answers('Sessions', z.strictObject({ sessions: z.array(session), ...nextField })),
  },
})
const postEnd = createRoute({
  method: 'post',
  path: '/v1/sessions/{id}/end',
  tags,
  summary: "End a session at once: one's own, or anybody's for an operator",
  description: 'What it listens to ends as well.',
  request: { params: z.object({ id: z.string().min(1).max(100) }), body: jsonBody(nothing) },
  responses: { ...badInput, ...missing, 200: answers('The session that ended', session) },
})
const postSignOut = createRoute({
  method: 'post',
  path: '/v1/staff/{person}/sign-out',
  tags,
  summary: 'End all sessions of one person, by id or subject; for operators',
  request: { params: z.object({ person: z.string().min(1).max(300) }), body: jsonBody(nothing) },
  responses: { ...badInput, ...missing, 200: answers('How many ended', endedSchema) },
})

export function sessionsApi(app: OpenAPIHono): void {
  app.openapi(getSessions, (c) => {
    const { all: asksAll, ...asked } = c.req.valid('query')
    const [staff, actor] = [staffOf(c), actorOf(c)]
    const all = asksAll === 'yes' ? staff.allSessions(actor) : staff.sessions(actor)
    const { rows, next } = pageOf(all, ({ id }) => id, asked)
    return c.json({ sessions: rows, ...next }, 200)
  })
  app.openapi(postEnd, (c) =>
    c.json(staffOf(c).endSession(actorOf(c), c.req.valid('param').id), 200),
  )
  app.openapi(postSignOut, (c) =>
    c.json({ ended: staffOf(c).endSessionsOf(actorOf(c), c.req.valid('param').person) }, 200),
  )
}
