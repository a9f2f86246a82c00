// The office's own desk as routes of the API: who has what, notes, saved views and drafts. It is asked of one's own office only.

import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi'
import {
  deskAboutSchema,
  deskChangeSchema,
  deskEntrySchema,
  deskItemSchema,
  deskKinds,
  draftSchema,
  handDraftSchema,
  handedDraftSchema,
  newViewSchema,
  savedDraftSchema,
  savedViewSchema,
  type DeskAbout,
} from '../../../shared/contract/desk.schema.ts'
import type { OfficeApi } from '../../../shared/contract/office-api.ts'
import { nextField, pageQuery } from '../../../shared/contract/paging.schema.ts'
import { identitySchema } from '../../../shared/contract/staff.schema.ts'
import { ProblemError } from '../../../shared/kernel/problems.ts'
import { actorOf } from '../kit/actor.ts'
import { answers, badInput, jsonBody, missing, named, refuses } from '../kit/openapi.ts'
import { pageOf } from '../kit/paging.ts'
import { problemOfInput } from '../kit/problem.ts'

const tags = ['desk']
const item = named('DeskItem', deskItemSchema)
const view = named('SavedView', savedViewSchema)
const draft = named('Draft', savedDraftSchema)
const handed = named('HandedDraft', handedDraftSchema)
const params = z.object({
  kind: z.enum(deskKinds).meta({ example: 'order' }),
  id: z.string().max(300).meta({ example: 'ca-bc-oipc:P21-08' }),
})
const byId = z.object({ id: z.string().min(1).max(100) })

const getItem = createRoute({
  method: 'get',
  path: '/v1/desk/{kind}/{id}',
  tags,
  summary: 'Who has an order, a matter or a joint action on their desk, until when, and the notes',
  request: { params },
  responses: { ...badInput, ...missing, 200: answers('On the desk', item) },
})
const getEntries = createRoute({
  method: 'get',
  path: '/v1/desk',
  tags,
  summary: 'What somebody has on their desk, what is dated first',
  request: {
    query: z.object({
      owner: z.string().min(1).max(300).default('me').describe('`me`, or the id of a colleague'),
      ...pageQuery,
    }),
  },
  responses: {
    ...badInput,
    200: answers(
      'On the desk',
      z.strictObject({ desk: z.array(named('DeskEntry', deskEntrySchema)), ...nextField }),
    ),
  },
})
const postChange = createRoute({
  method: 'post',
  path: '/v1/desk/{kind}/{id}',
  tags,
  summary: 'Claim, release, hand over, date, say how urgent; write a note or strike one out',
  description:
    'It stays in this office: nothing is recorded in its ledger, and no other office is told.',
  request: { params, body: jsonBody(deskChangeSchema) },
  responses: {
    ...badInput,
    ...missing,
    200: answers('As it is now', item),
    409: refuses('Somebody has it, or has changed it meanwhile'),
    413: refuses('There are too many notes'),
  },
})
const getColleagues = createRoute({
  method: 'get',
  path: '/v1/colleagues',
  tags,
  summary: 'Who may have something on their desk',
  request: {
    query: z.object({
      act: z.string().min(1).max(200).optional().describe('Who may do this too: `order/serve`'),
      ...pageQuery,
    }),
  },
  responses: {
    ...badInput,
    200: answers(
      'Colleagues',
      z.strictObject({ colleagues: z.array(identitySchema), ...nextField }),
    ),
  },
})
const getViews = createRoute({
  method: 'get',
  path: '/v1/views',
  tags,
  summary: "One's own views of lists, and those that are shared",
  request: { query: z.object(pageQuery) },
  responses: {
    ...badInput,
    200: answers('Views', z.strictObject({ views: z.array(view), ...nextField })),
  },
})
const postView = createRoute({
  method: 'post',
  path: '/v1/views',
  tags,
  summary: 'Save the filters and the order of a list under a name; the same name again changes it',
  request: { body: jsonBody(newViewSchema) },
  responses: { ...badInput, 200: answers('Saved', view), 413: refuses('There are too many') },
})
const postRemoveView = createRoute({
  method: 'post',
  path: '/v1/views/{id}/remove',
  tags,
  summary: 'Remove a view of one’s own, or one that is shared',
  request: { params: byId },
  responses: { ...badInput, ...missing, 200: answers('What was removed', view) },
})
const getDrafts = createRoute({
  method: 'get',
  path: '/v1/drafts',
  tags,
  summary: "One's own forms that are begun and not recorded, the latest first",
  request: { query: z.object(pageQuery) },
  responses: {
    ...badInput,
    200: answers('Drafts', z.strictObject({ drafts: z.array(draft), ...nextField })),
  },
})
const postDraft = createRoute({
  method: 'post',
  path: '/v1/drafts',
  tags,
  summary: 'Keep a form as it was typed; the same id again is the same draft',
  request: { body: jsonBody(draftSchema) },
  responses: { ...badInput, 200: answers('Saved', draft), 413: refuses('There are too many') },
})
const postRemoveDraft = createRoute({
  method: 'post',
  path: '/v1/drafts/{id}/remove',
  tags,
  summary: 'Remove a draft of one’s own',
  request: { params: byId },
  responses: {
    ...badInput,
    200: answers('Whether there was one', z.strictObject({ removed: z.boolean() })),
  },
})
const postHandDraft = createRoute({
  method: 'post',
  path: '/v1/drafts/{id}/hand',
  tags,
  summary: 'Hand a draft over: it is the colleague’s from now on, as it was typed',
  request: { params: byId, body: jsonBody(handDraftSchema) },
  responses: {
    ...badInput,
    ...missing,
    200: answers('Handed over', handed),
    409: refuses('The colleague has a draft of this form'),
    413: refuses('The colleague has too many'),
  },
})
const getHanded = createRoute({
  method: 'get',
  path: '/v1/drafts/handed-over',
  tags,
  summary: 'What one handed over, for as long as a colleague has it as a draft',
  request: { query: z.object(pageQuery) },
  responses: {
    ...badInput,
    200: answers('Handed over', z.strictObject({ drafts: z.array(handed), ...nextField })),
  },
})

export function deskApi(app: OpenAPIHono, api: OfficeApi): void {
  app.openapi(getEntries, async (c) => {
    const { owner, ...asked } = c.req.valid('query')
    const all = await api.deskEntries(actorOf(c), owner)
    const { rows, next } = pageOf(all, ({ about }) => `${about.kind} ${about.id}`, asked)
    return c.json({ desk: rows, ...next }, 200)
  })
  app.openapi(getItem, async (c) =>
    c.json(await api.deskItem(actorOf(c), aboutOf(c.req.valid('param'))), 200),
  )
  app.openapi(postChange, async (c) => {
    const about = aboutOf(c.req.valid('param'))
    return c.json(await api.changeDesk(actorOf(c), about, c.req.valid('json')), 200)
  })
  app.openapi(getColleagues, async (c) => {
    const { act, ...asked } = c.req.valid('query')
    const all = await api.colleagues(actorOf(c), act)
    const { rows, next } = pageOf(all, ({ id }) => id, asked)
    return c.json({ colleagues: rows, ...next }, 200)
  })
  app.openapi(getViews, async (c) => {
    const all = await api.savedViews(actorOf(c))
    const { rows, next } = pageOf(all, ({ id }) => id, c.req.valid('query'))
    return c.json({ views: rows, ...next }, 200)
  })
  app.openapi(postView, async (c) =>
    c.json(await api.saveView(actorOf(c), c.req.valid('json')), 200),
  )
  app.openapi(postRemoveView, async (c) =>
    c.json(await api.removeView(actorOf(c), c.req.valid('param').id), 200),
  )
  app.openapi(getDrafts, async (c) => {
    const all = await api.drafts(actorOf(c))
    const { rows, next } = pageOf(all, ({ id }) => id, c.req.valid('query'))
    return c.json({ drafts: rows, ...next }, 200)
  })
  app.openapi(postDraft, async (c) =>
    c.json(await api.saveDraft(actorOf(c), c.req.valid('json')), 200),
  )
  app.openapi(getHanded, async (c) => {
    const all = await api.draftsHandedOver(actorOf(c))
    const { rows, next } = pageOf(all, ({ id }) => id, c.req.valid('query'))
    return c.json({ drafts: rows, ...next }, 200)
  })
  app.openapi(postHandDraft, async (c) => {
    const { to } = c.req.valid('json')
    return c.json(await api.handDraft(actorOf(c), c.req.valid('param').id, to), 200)
  })
  app.openapi(postRemoveDraft, async (c) =>
    c.json({ removed: await api.removeDraft(actorOf(c), c.req.valid('param').id) }, 200),
  )
}

/** Throws ProblemError where the id is none of its kind. */
function aboutOf(asked: { readonly kind: string; readonly id: string }): DeskAbout {
  const parsed = deskAboutSchema.safeParse(asked)
  if (parsed.success) return parsed.data
  throw new ProblemError(problemOfInput(parsed.error, asked))
}
