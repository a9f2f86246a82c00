// How this instance works, as routes of the API: followers, quarantine, health, doctor, clock, office.

import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi'
import type { OfficeApi } from '../../../shared/contract/office-api.ts'
import { actorOf, anybody } from '../kit/actor.ts'

import { followerViewSchema } from '../../../shared/board/board.schema.ts'
import { nextField, pageQuery } from '../../../shared/contract/paging.schema.ts'
import {
  clockViewSchema,
  doctorSchema,
  healthSchema,
  officeViewSchema,
  quarantinedSchema,
  type Quarantined,
} from '../../../shared/contract/views.schema.ts'
import { pageOf } from '../kit/paging.ts'
import { answers, badInput, named } from '../kit/openapi.ts'

const getFollowers = createRoute({
  method: 'get',
  path: '/v1/followers',
  tags: ['operation'],
  summary: 'How far each ledger has been read',
  responses: {
    ...badInput,
    200: answers(
      'Followers',
      z.strictObject({ followers: z.array(named('Follower', followerViewSchema)) }),
    ),
  },
})

const getQuarantine = createRoute({
  method: 'get',
  path: '/v1/quarantine',
  tags: ['operation'],
  summary: 'What was set aside, and why',
  request: { query: z.object(pageQuery) },
  responses: {
    ...badInput,
    200: answers(
      'Set aside',
      z.strictObject({
        quarantine: z.array(named('Quarantined', quarantinedSchema)),
        ...nextField,
      }),
    ),
  },
})

const getHealth = createRoute({
  method: 'get',
  path: '/v1/health',
  tags: ['operation'],
  summary: 'Whether this instance works',
  responses: {
    ...badInput,
    200: answers('It works, if perhaps not all of it', named('Health', healthSchema)),
    503: answers('It does not', healthSchema),
  },
})

const getDoctor = createRoute({
  method: 'get',
  path: '/v1/doctor',
  tags: ['operation'],
  summary: 'What is wrong and what to do',
  responses: { ...badInput, 200: answers('Checks', named('Doctor', doctorSchema)) },
})

const getClock = createRoute({
  method: 'get',
  path: '/v1/clock',
  tags: ['operation'],
  summary: 'The legal clock',
  responses: { ...badInput, 200: answers('Clock', named('Clock', clockViewSchema)) },
})

const getOffice = createRoute({
  method: 'get',
  path: '/v1/office',
  tags: ['operation'],
  summary: 'This office, and all that take part',
  responses: { ...badInput, 200: answers('Offices', named('Offices', officeViewSchema)) },
})

export function operationApi(app: OpenAPIHono, api: OfficeApi): void {
  app.openapi(getFollowers, async (c) =>
    c.json({ followers: await api.followers(actorOf(c)) }, 200),
  )
  app.openapi(getQuarantine, async (c) => {
    const all = await api.quarantine(actorOf(c))
    const keyOf = ({ office, subject, sequence, receivedAt }: Quarantined) =>
      JSON.stringify([office, subject, sequence, receivedAt])
    const { rows, next } = pageOf(all, keyOf, c.req.valid('query'))
    return c.json({ quarantine: rows, ...next }, 200)
  })
  app.openapi(getHealth, async (c) => {
    const health = await api.health(anybody(c))
    return c.json(health, health.status === 'failed' ? 503 : 200)
  })
  app.openapi(getDoctor, async (c) => c.json(await api.doctor(actorOf(c)), 200))
  app.openapi(getClock, (c) => {
    const { clock, office } = api
    return c.json(
      {
        legalToday: api.legalToday(),
        legalNow: api.legalNow(),
        zone: office.zone,
        kind: clock.kind,
        rate: clock.kind === 'compressed' ? clock.rate : clock.kind === 'stepped' ? steppedRate : 1,
      },
      200,
    )
  })
  app.openapi(getOffice, (c) => c.json({ office: api.office, offices: api.directory.offices }, 200))
}

/** A clock that is stepped may show any instant in a moment: who waits for one asks again soon. */
const steppedRate = 1e9
