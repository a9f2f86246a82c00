// People and programs as routes of the API: who one is, tokens, roles, and the audit list.

import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi'
import { nextField, pageQuery } from '../../../shared/contract/paging.schema.ts'
import {
  auditEntrySchema,
  auditQuerySchema,
  createdTokenSchema,
  delegationSchema,
  grantSchema,
  meSchema,
  newGrantSchema,
  newTokenSchema,
  staffMemberSchema,
  tokenSchema,
} from '../../../shared/contract/staff.schema.ts'
import { freshSignInMs } from '../../../shared/kernel/limits.ts'
import { present } from '../../../shared/kernel/present.ts'
import { actorOf, staffOf } from '../kit/actor.ts'
import { pageOf } from '../kit/paging.ts'
import { auditPage } from './audit-page.ts'
import { answers, badInput, jsonBody, missing, named, refuses } from '../kit/openapi.ts'

const tags = ['staff']
const byId = z.object({ id: z.string().min(1).max(100) })
const getMe = createRoute({
  method: 'get',
  path: '/v1/me',
  tags,
  summary: 'Who asks, and with which roles',
  responses: { ...badInput, 200: answers('Who asks', named('Me', meSchema)) },
})
const getTokens = createRoute({
  method: 'get',
  path: '/v1/tokens',
  tags,
  summary: "One's own tokens, or for an operator everybody's",
  request: { query: z.object({ all: z.enum(['yes', 'no']).optional(), ...pageQuery }) },
  responses: {
    ...badInput,
    200: answers(
      'Tokens',
      z.strictObject({ tokens: z.array(named('Token', tokenSchema)), ...nextField }),
    ),
  },
})
const postToken = createRoute({
  method: 'post',
  path: '/v1/tokens',
  tags,
  summary: 'Make a token for a program: it may do no more than its maker',
  request: { body: jsonBody(newTokenSchema) },
  responses: { ...badInput, 201: answers('Made; the secret is shown once', createdTokenSchema) },
})
const postRevoke = createRoute({
  method: 'post',
  path: '/v1/tokens/{id}/revoke',
  tags,
  summary: 'End a token at once',
  request: { params: byId, body: jsonBody(z.strictObject({})) },
  responses: { ...badInput, ...missing, 200: answers('The token', tokenSchema) },
})
const getStaff = createRoute({
  method: 'get',
  path: '/v1/staff',
  tags,
  summary: 'Who has signed in here, with which roles',
  request: { query: z.object(pageQuery) },
  responses: {
    ...badInput,
    200: answers(
      'People',
      z.strictObject({ staff: z.array(named('StaffMember', staffMemberSchema)), ...nextField }),
    ),
  },
})
const postGrant = createRoute({
  method: 'post',
  path: '/v1/staff/grants',
  tags,
  summary: 'Give a role',
  request: { body: jsonBody(newGrantSchema) },
  responses: { ...badInput, ...missing, 201: answers('Given', named('RoleGrant', grantSchema)) },
})
const postRevokeGrant = createRoute({
  method: 'post',
  path: '/v1/staff/grants/{id}/revoke',
  tags,
  summary: 'Take a role away: sessions of that person end at once',
  request: { params: byId, body: jsonBody(z.strictObject({})) },
  responses: { ...badInput, ...missing, 200: answers('Taken away', grantSchema) },
})
const postDelegation = createRoute({
  method: 'post',
  path: '/v1/staff/delegations',
  tags,
  summary: "Delegate a role of one's own for a time; what is done with it says for whom",
  request: { body: jsonBody(delegationSchema) },
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
      z.strictObject({
        audit: z.array(named('AuditEntry', auditEntrySchema)),
        next: z.int().nullable().optional().describe('For `before`; null on the last page'),
      }),
    ),
    401: refuses('Nobody has signed in'),
  },
})

export function peopleApi(app: OpenAPIHono): void {
  app.openapi(getMe, (c) => {
    const { kind, id = null, name, grants = [], proof } = actorOf(c)
    const roles = grants.map(({ role, from }) => ({ role, from: from?.name ?? null }))
    const signedInAt = proof?.kind === 'sign-in' ? proof.at : null
    const freshUntil =
      signedInAt === null ? null : new Date(Date.parse(signedInAt) + freshSignInMs).toISOString()
    const { identity } = staffOf(c)
    return c.json({ kind, id, name, roles, identity, signedInAt, freshUntil }, 200)
  })
  app.openapi(getTokens, (c) => {
    const all = c.req.valid('query').all === 'yes'
    const tokens = all ? staffOf(c).allTokens(actorOf(c)) : staffOf(c).tokens(actorOf(c))
    const { rows, next } = pageOf(tokens, ({ id }) => id, c.req.valid('query'))
    return c.json({ tokens: rows, ...next }, 200)
  })
  app.openapi(postToken, (c) => {
    c.header('cache-control', 'no-store')
    return c.json(staffOf(c).createToken(actorOf(c), c.req.valid('json')), 201)
  })
  app.openapi(postRevoke, (c) =>
    c.json(staffOf(c).revokeToken(actorOf(c), c.req.valid('param').id), 200),
  )
  app.openapi(getStaff, (c) => {
    const all = staffOf(c).grants(actorOf(c))
    const { rows, next } = pageOf(all, ({ person }) => person.id, c.req.valid('query'))
    return c.json({ staff: rows, ...next }, 200)
  })
  app.openapi(postGrant, (c) => c.json(staffOf(c).grant(actorOf(c), c.req.valid('json')), 201))
  app.openapi(postRevokeGrant, (c) =>
    c.json(staffOf(c).revokeGrant(actorOf(c), c.req.valid('param').id), 200),
  )
  app.openapi(postDelegation, (c) =>
    c.json(staffOf(c).delegate(actorOf(c), c.req.valid('json')), 201),
  )
  app.openapi(getAudit, (c) => {
    const { entries, next } = auditPage(staffOf(c), actorOf(c), present(c.req.valid('query')))
    return c.json({ audit: [...entries], next }, 200)
  })
}
