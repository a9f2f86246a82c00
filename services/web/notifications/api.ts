// What people were told, as routes of the API.

import { createRoute, z, type OpenAPIHono } from '@hono/zod-openapi'
import {
  aboutNotificationSchema,
  notificationsQuerySchema,
  notificationsViewSchema,
} from '../../../shared/contract/notifications.schema.ts'
import type { OfficeApi } from '../../../shared/contract/office-api.ts'
import { actorOf } from '../kit/actor.ts'
import { answers, badInput, jsonBody, named, refuses } from '../kit/openapi.ts'

const done = z.strictObject({ done: z.literal(true) })
const unknown = refuses('No such notification')

const getNotifications = createRoute({
  method: 'get',
  path: '/v1/notifications',
  tags: ['operation'],
  summary: 'Whom this office tells, what they were told, and what waits; the latest first',
  request: { query: notificationsQuerySchema },
  responses: {
    ...badInput,
    200: answers('Notifications', named('Notifications', notificationsViewSchema)),
  },
})
const example = {
  one: {
    summary: 'One',
    value: { recipient: 'duty-officer', id: '6b1f0c2e5d4a39788b7c6d5e4f302112' },
  },
}
const postAcknowledgement = createRoute({
  method: 'post',
  path: '/v1/notifications/acknowledge',
  tags: ['operation'],
  summary: 'Somebody is on it; again changes nothing',
  request: { body: jsonBody(named('AboutNotification', aboutNotificationSchema), example) },
  responses: { ...badInput, 200: answers('Acknowledged', done), 404: unknown },
})
const postAgain = createRoute({
  method: 'post',
  path: '/v1/notifications/send-again',
  tags: ['operation'],
  summary: 'Send one message again: `id` is the message',
  request: { body: jsonBody(named('AboutNotification', aboutNotificationSchema), example) },
  responses: { ...badInput, 200: answers('It will be sent', done), 404: unknown },
})

export function notificationsApi(app: OpenAPIHono, api: OfficeApi): void {
  app.openapi(getNotifications, async (c) =>
    c.json(await api.notifications(actorOf(c), c.req.valid('query')), 200),
  )
  app.openapi(postAcknowledgement, async (c) => {
    await api.acknowledge(actorOf(c), c.req.valid('json'))
    return c.json({ done: true as const }, 200)
  })
  app.openapi(postAgain, async (c) => {
    await api.sendAgain(actorOf(c), c.req.valid('json'))
    return c.json({ done: true as const }, 200)
  })
}
