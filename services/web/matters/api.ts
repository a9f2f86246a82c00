// Matters as routes of the API: record something in one, list them, read one and its chronology.

import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi'
import { nextField, pageQuery } from '../../../shared/contract/paging.schema.ts'
import type { OfficeApi } from '../../../shared/contract/office-api.ts'
import { actorOf } from '../kit/actor.ts'

import { allowedActSchema, previewSchema } from '../../../shared/contract/acting.schema.ts'
import { publicMatterCommandSchema } from '../../../shared/contract/commands.schema.ts'
import { matterPictureSchema } from '../../../shared/board/picture.schema.ts'
import {
  chronologySchema,
  matterDetailSchema,
  matterSummarySchema,
} from '../../../shared/contract/views.schema.ts'
import type { AggregateRef } from '../../../shared/kernel/ids.ts'
import { present } from '../../../shared/kernel/present.ts'
import {
  answers,
  badInput,
  commandAnswers,
  jsonBody,
  matterParam,
  missing,
  named,
  onDates,
} from '../kit/openapi.ts'
import { pageOf } from '../kit/paging.ts'
import { refused } from '../kit/problem.ts'
import { allowedAnswer, previewAnswer, actAnswer } from '../kit/submit.ts'
import { unknownMatter } from '../kit/unknown.ts'
import { matterCommandExamples } from './examples.ts'

const postMatterCommand = createRoute({
  method: 'post',
  path: '/v1/matters/{matter}/commands',
  tags: ['commands'],
  summary: "Record something in a matter, in this office's name",
  description: 'Idempotent by `id`. This is all that an office without order power can send.',
  request: {
    params: matterParam,
    body: jsonBody(publicMatterCommandSchema, matterCommandExamples),
  },
  responses: commandAnswers,
})

const postMatterPreview = createRoute({
  method: 'post',
  path: '/v1/matters/{matter}/preview',
  tags: ['commands'],
  summary: 'What a command would become, without recording it',
  description:
    'The event that would be signed and the dates that would come, move or go, by the rules that decide the command itself. Nothing is recorded; a refusal is the one that the command would meet.',
  request: {
    params: matterParam,
    body: jsonBody(publicMatterCommandSchema, matterCommandExamples),
  },
  responses: {
    ...commandAnswers,
    200: answers('What would follow', named('Preview', previewSchema)),
  },
})

const getMatterAllowed = createRoute({
  method: 'get',
  path: '/v1/matters/{matter}/allowed',
  tags: ['matters'],
  summary: 'What this office may do now, what not, and why not',
  request: { params: matterParam },
  responses: {
    ...badInput,
    200: answers(
      'In the order in which such things are done',
      z.strictObject({ allowed: z.array(named('Allowed', allowedActSchema)) }),
    ),
  },
})

const getMatters = createRoute({
  method: 'get',
  path: '/v1/matters',
  tags: ['matters'],
  summary: 'Matters',
  request: { query: z.object(pageQuery) },
  responses: {
    ...badInput,
    200: answers(
      'Matters',
      z.strictObject({
        matters: z.array(named('MatterSummary', matterSummarySchema)),
        ...nextField,
      }),
    ),
  },
})

const getMatter = createRoute({
  method: 'get',
  path: '/v1/matters/{matter}',
  tags: ['matters'],
  summary: "A matter: each office's entries and orders",
  request: { params: matterParam },
  responses: {
    ...badInput,
    ...missing,
    200: answers('The matter', named('Matter', matterDetailSchema)),
  },
})

const getPicture = createRoute({
  method: 'get',
  path: '/v1/matters/{matter}/picture',
  tags: ['matters'],
  summary: 'A matter along one axis of time: what lasts, what happened, what will',
  request: { params: matterParam },
  responses: {
    ...badInput,
    ...missing,
    200: answers('The picture as data', named('MatterPicture', matterPictureSchema)),
  },
})

const getChronology = createRoute({
  method: 'get',
  path: '/v1/matters/{matter}/chronology',
  tags: ['matters'],
  summary: 'Every fact of every office in a matter, in the order of legal dates',
  request: { params: matterParam, query: onDates },
  responses: {
    ...badInput,
    ...missing,
    200: answers('The chronology', named('Chronology', chronologySchema)),
  },
})

export function mattersApi(app: OpenAPIHono, api: OfficeApi): void {
  app.openapi(postMatterCommand, async (c) => {
    const { matter } = c.req.valid('param')
    const reply = await api.submit(actorOf(c), ownMatter(api, matter), c.req.valid('json'))
    return actAnswer(c, reply)
  })
  app.openapi(postMatterPreview, async (c) => {
    const { matter } = c.req.valid('param')
    const preview = await api.preview(actorOf(c), ownMatter(api, matter), c.req.valid('json'))
    return preview.kind === 'refused'
      ? refused(c, preview.problem)
      : c.json(previewAnswer(preview), 200)
  })
  app.openapi(getMatterAllowed, async (c) => {
    const { matter } = c.req.valid('param')
    const acts = await api.allowed(actorOf(c), ownMatter(api, matter))
    return c.json({ allowed: allowedAnswer(acts) }, 200)
  })
  app.openapi(getMatters, async (c) => {
    const all = await api.matters(actorOf(c))
    const { rows, next } = pageOf(all, ({ matter }) => matter, c.req.valid('query'))
    return c.json({ matters: rows, ...next }, 200)
  })
  app.openapi(getMatter, async (c) => {
    const { matter } = c.req.valid('param')
    const found = await api.matter(actorOf(c), matter)
    return found === undefined ? refused(c, unknownMatter(matter)) : c.json(found, 200)
  })
  app.openapi(getPicture, async (c) => {
    const { matter } = c.req.valid('param')
    const found = await api.matterPicture(actorOf(c), matter)
    return found === undefined ? refused(c, unknownMatter(matter)) : c.json(found, 200)
  })
  app.openapi(getChronology, async (c) => {
    const { matter } = c.req.valid('param')
    const found = await api.chronology(actorOf(c), matter, present(c.req.valid('query')))
    return found === undefined ? refused(c, unknownMatter(matter)) : c.json(found, 200)
  })
}

/** What this office itself says of a matter. */
function ownMatter(api: OfficeApi, matter: string): AggregateRef {
  return { office: api.office.id, kind: 'matter', id: matter }
}
