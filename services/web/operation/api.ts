// How this instance works, as routes of the API: followers, quarantine, health, doctor, clock, office.

import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi'
import type { OfficeApi } from '../../../shared/contract/office-api.ts'
import { actorOf, anybody } from '../kit/actor.ts'

import { followerViewSchema } from '../../../shared/board/board.schema.ts'
import {
  quarantinePageSchema,
  quarantineQuerySchema,
  type QuarantineQuery,
} from '../../../shared/contract/lists.schema.ts'
import { maxListPage } from '../../../shared/kernel/limits.ts'
import { present } from '../../../shared/kernel/present.ts'
import {
  clockViewSchema,
  doctorSchema,
  healthSchema,
  officeViewSchema,
  quarantinedSchema,
} from '../../../shared/contract/views.schema.ts'
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
  description:
    'One page, the latest first; `next` and `previous` are cursors for `after` and `before`, under the same filters.',
  request: { query: quarantineQuerySchema },
  responses: {
    ...badInput,
    200: answers(
      'Set aside',
      quarantinePageSchema.extend({
        quarantine: z.array(named('Quarantined', quarantinedSchema)),
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
    const query = c.req.valid('query')
    const isPage = Object.keys(placeOf(query)).length > 0
    const found = await api.quarantine(actorOf(c), { limit: maxListPage, ...query })
    const { rows, total, next, previous } = found
    // Who asks for no page is answered as before there were pages, as far as one page has it.
    const more = isPage || next !== null ? { total, next, previous } : {}
    return c.json({ quarantine: rows, ...more }, 200)
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
        rate: clock.kind === 'compressed' ? clock.rate : 1,
      },
      200,
    )
  })
  app.openapi(getOffice, (c) => c.json({ office: api.office, offices: api.directory.offices }, 200))
}

function placeOf({ limit, after, before }: QuarantineQuery) {
  return present({ limit, after, before })
}
