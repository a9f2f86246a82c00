// People and programs as routes of the API: who one is, tokens, roles, and the audit list.

import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi'
import {
  auditEntrySchema,
  auditQuerySchema,
  createdTokenSchema,
  delegationSchema,
  grantSchema,
  newGrantSchema,
  newTokenSchema,
  roleSchema,
  staffMemberSchema,
  tokenSchema,
} from '../../../shared/contract/staff.schema.ts'
import { present } from '../../../shared/kernel/present.ts'
import { actorOf, staffOf } from '../kit/actor.ts'
import { answers, badInput, missing, named, refuses } from '../kit/openapi.ts'

const tags = ['staff']
const byId = z.object({ id: z.string().min(1).max(100) })
const body = <S extends z.ZodType>(schema: S) => ({
  required: true,
  content: { 'application/json': { schema } },
})
const meSchema = z.strictObject({
  kind: z.string(),
  id: z.string().nullable(),
  name: z.string(),
  roles: z.array(z.strictObject({ role: roleSchema, from: z.string().nullable() })),
  identity: z.enum(['local', 'openid']),
})

const get = <P extends string, S extends z.ZodType>(path: P, summary: string, schema: S) =>
  createRoute({
    method: 'get',
    path,
    tags,
    summary,
    responses: { ...badInput, 200: answers(summary, schema) },
  })
const getMe = get('/v1/me', 'Who asks, and with which roles', named('Me', meSchema))
const getTokens = createRoute({
  method: 'get',
  path: '/v1/tokens',
  tags,
  summary: "One's own tokens, or for an operator everybody's",
  request: { query: z.object({ all: z.enum(['yes', 'no']).optional() }) },
  responses: {
    ...badInput,
    200: answers('Tokens', z.strictObject({ tokens: z.array(named('Token', tokenSchema)) })),
  },
})
const postToken = createRoute({
  method: 'post',
  path: '/v1/tokens',
  tags,
  summary: 'Make a token for a program: it may do no more than its maker',
  request: { body: body(newTokenSchema) },
  responses: { ...badInput, 201: answers('Made; the secret is shown once', createdTokenSchema) },
})
const postRevoke = createRoute({
  method: 'post',
  path: '/v1/tokens/{id}/revoke',
  tags,
  summary: 'End a token at once',
  request: { params: byId, body: body(z.strictObject({})) },
  responses: { ...badInput, ...missing, 200: answers('The token', tokenSchema) },
})
const getStaff = get(
  '/v1/staff',
  'Who has signed in here, with which roles',
  z.strictObject({ staff: z.array(named('StaffMember', staffMemberSchema)) }),
)
const postGrant = createRoute({
  method: 'post',
  path: '/v1/staff/grants',
  tags,
  summary: 'Give a role',
  request: { body: body(newGrantSchema) },
  responses: { ...badInput, ...missing, 201: answers('Given', named('RoleGrant', grantSchema)) },
})
const postRevokeGrant = createRoute({
  method: 'post',
  path: '/v1/staff/grants/{id}/revoke',
  tags,
  summary: 'Take a role away: sessions of that person end at once',
  request: { params: byId, body: body(z.strictObject({})) },
  responses: { ...badInput, ...missing, 200: answers('Taken away', grantSchema) },
})
const postDelegation = createRoute({
  method: 'post',
  path: '/v1/staff/delegations',
  tags,
  summary: "Delegate a role of one's own for a time; what is done with it says for whom",
  request: { body: body(delegationSchema) },
  responses: { ...badInput, ...missing, 201: answers('Delegated', grantSchema) },
})
const getAudit = createRoute({
  method: 'get',
  path: '/v1/audit',
  tags,
  summary: 'Who signed in, and what was refused to whom, the latest first',
  request: { query: auditQuerySchema },
  responses: {
    ...badInput,
    200: answers(
      'Entries; the next page is before the last number',
      z.strictObject({ audit: z.array(named('AuditEntry', auditEntrySchema)) }),
    ),
    401: refuses('Nobody has signed in'),
  },
})

export function peopleApi(app: OpenAPIHono): void {
  app.openapi(getMe, (c) => {
    const { kind, id = null, name, grants = [] } = actorOf(c)
    const roles = grants.map(({ role, from }) => ({ role, from: from?.name ?? null }))
    return c.json({ kind, id, name, roles, identity: staffOf(c).identity }, 200)
  })
  app.openapi(getTokens, (c) => {
    const all = c.req.valid('query').all === 'yes'
    const tokens = all ? staffOf(c).allTokens(actorOf(c)) : staffOf(c).tokens(actorOf(c))
    return c.json({ tokens: [...tokens] }, 200)
  })
  app.openapi(postToken, (c) =>
    c.json(staffOf(c).createToken(actorOf(c), c.req.valid('json')), 201),
  )
  app.openapi(postRevoke, (c) =>
    c.json(staffOf(c).revokeToken(actorOf(c), c.req.valid('param').id), 200),
  )
  app.openapi(getStaff, (c) => c.json({ staff: [...staffOf(c).grants(actorOf(c))] }, 200))
  app.openapi(postGrant, (c) => c.json(staffOf(c).grant(actorOf(c), c.req.valid('json')), 201))
  app.openapi(postRevokeGrant, (c) =>
    c.json(staffOf(c).revokeGrant(actorOf(c), c.req.valid('param').id), 200),
  )
  app.openapi(postDelegation, (c) =>
    c.json(staffOf(c).delegate(actorOf(c), c.req.valid('json')), 201),
  )
  app.openapi(getAudit, (c) =>
    c.json({ audit: [...staffOf(c).audit(actorOf(c), present(c.req.valid('query')))] }, 200),
  )
}
