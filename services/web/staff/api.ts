// What waits for a second person, the audit list, roles and tokens, as routes of the API.

import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi'
import {
  auditEntrySchema,
  auditQuerySchema,
  createdTokenSchema,
  delegationSchema,
  grantSchema,
  newGrantSchema,
  newTokenSchema,
  preparedSchema,
  staffMemberSchema,
  tokenSchema,
} from '../../../shared/contract/staff.schema.ts'
import { actorOf, staffOf } from '../kit/actor.ts'
import { answers, badInput, commandAnswers, jsonBody, missing, named } from '../kit/openapi.ts'
import { refused } from '../kit/problem.ts'
import { recordedAnswer } from '../kit/submit.ts'
import { auditPage } from './audit.ts'
import { delegationExamples, grantExamples, tokenExamples } from './examples.ts'

const prepared = named('PreparedCommand', preparedSchema)
const idParam = z.object({ id: z.string().min(1).max(100) })
const { 202: _, ...recordedOrRefused } = commandAnswers

const getApprovals = createRoute({
  method: 'get',
  path: '/v1/approvals',
  tags: ['staff'],
  summary: 'What is prepared and waits for a second person, the oldest first',
  responses: {
    ...badInput,
    200: answers('What waits', z.strictObject({ approvals: z.array(prepared) })),
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

const getAudit = createRoute({
  method: 'get',
  path: '/v1/audit',
  tags: ['staff'],
  summary: 'Who signed in, and what was refused to whom; the newest first',
  request: { query: auditQuerySchema },
  responses: {
    ...badInput,
    200: answers(
      'One page',
      z.strictObject({
        entries: z.array(named('AuditEntry', auditEntrySchema)),
        next: z.int().nullable().describe('To be asked for as `before`: what is older'),
      }),
    ),
  },
})

const token = named('Token', tokenSchema)
const getTokens = createRoute({
  method: 'get',
  path: '/v1/tokens',
  tags: ['staff'],
  summary: "One's own tokens, or everybody's for an operator",
  request: {
    query: z.object({ of: z.enum(['me', 'everybody']).default('me') }),
  },
  responses: { ...badInput, 200: answers('Tokens', z.strictObject({ tokens: z.array(token) })) },
})
const postToken = createRoute({
  method: 'post',
  path: '/v1/tokens',
  tags: ['staff'],
  summary: 'Make a token for a program: its secret is in this answer only',
  request: { body: jsonBody(named('NewToken', newTokenSchema), tokenExamples) },
  responses: { ...badInput, 200: answers('Made', named('CreatedToken', createdTokenSchema)) },
})
const postTokenRevocation = createRoute({
  method: 'post',
  path: '/v1/tokens/{id}/revoke',
  tags: ['staff'],
  summary: 'End a token at once',
  request: { params: idParam },
  responses: { ...badInput, ...missing, 200: answers('Revoked', token) },
})

const grant = named('Grant', grantSchema)
const getPeople = createRoute({
  method: 'get',
  path: '/v1/people',
  tags: ['staff'],
  summary: 'Who has signed in here, and with which roles',
  responses: {
    ...badInput,
    200: answers(
      'People',
      z.strictObject({ people: z.array(named('StaffMember', staffMemberSchema)) }),
    ),
  },
})
const postGrant = createRoute({
  method: 'post',
  path: '/v1/people/grants',
  tags: ['staff'],
  summary: 'Give a role to somebody',
  request: { body: jsonBody(named('NewGrant', newGrantSchema), grantExamples) },
  responses: { ...badInput, ...missing, 200: answers('Given', grant) },
})
const postGrantRevocation = createRoute({
  method: 'post',
  path: '/v1/people/grants/{id}/revoke',
  tags: ['staff'],
  summary: 'Take a role away: the sessions of its holder end',
  request: { params: idParam },
  responses: { ...badInput, ...missing, 200: answers('Revoked', grant) },
})
const postDelegation = createRoute({
  method: 'post',
  path: '/v1/people/delegations',
  tags: ['staff'],
  summary: "Hand one's own role to a colleague for a time",
  request: { body: jsonBody(named('Delegation', delegationSchema), delegationExamples) },
  responses: { ...badInput, ...missing, 200: answers('Delegated', grant) },
})

export function staffApi(app: OpenAPIHono): void {
  approvalsApi(app)
  app.openapi(getAudit, (c) => {
    const { entries, next } = auditPage(staffOf(c), actorOf(c), c.req.valid('query'))
    return c.json({ entries: [...entries], next }, 200)
  })
  app.openapi(getTokens, (c) => {
    const staff = staffOf(c)
    const { of } = c.req.valid('query')
    const tokens = of === 'me' ? staff.tokens(actorOf(c)) : staff.allTokens(actorOf(c))
    return c.json({ tokens: [...tokens] }, 200)
  })
  app.openapi(postToken, (c) =>
    c.json(staffOf(c).createToken(actorOf(c), c.req.valid('json')), 200),
  )
  app.openapi(postTokenRevocation, (c) =>
    c.json(staffOf(c).revokeToken(actorOf(c), c.req.valid('param').id), 200),
  )
  app.openapi(getPeople, (c) => c.json({ people: [...staffOf(c).grants(actorOf(c))] }, 200))
  app.openapi(postGrant, (c) => c.json(staffOf(c).grant(actorOf(c), c.req.valid('json')), 200))
  app.openapi(postGrantRevocation, (c) =>
    c.json(staffOf(c).revokeGrant(actorOf(c), c.req.valid('param').id), 200),
  )
  app.openapi(postDelegation, (c) =>
    c.json(staffOf(c).delegate(actorOf(c), c.req.valid('json')), 200),
  )
}

function approvalsApi(app: OpenAPIHono): void {
  app.openapi(getApprovals, (c) => c.json({ approvals: [...staffOf(c).prepared(actorOf(c))] }, 200))
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
