// Signing in a command line, as routes of the API: it asks for codes, and polls until a person has confirmed the short one on a page.

import { createRoute, type OpenAPIHono } from '@hono/zod-openapi'
import {
  devicePollSchema,
  deviceReplySchema,
  endedSchema,
  newDeviceSchema,
  shownDeviceAuthorizationSchema,
} from '../../../shared/contract/staff.schema.ts'
import { z } from 'zod'
import { actorOf, staffOf, visitOf } from '../kit/actor.ts'
import { devicePath } from '../kit/gate.ts'
import { answers, badInput, jsonBody, named } from '../kit/openapi.ts'

const tags = ['staff']

const postDevice = createRoute({
  method: 'post',
  path: '/v1/sign-in/device',
  tags,
  summary: 'Ask to be signed in as a person, who confirms a code on a page',
  description: 'The device authorization of RFC 8628, in JSON. Whoever reaches the office may ask.',
  request: { body: jsonBody(newDeviceSchema) },
  responses: {
    ...badInput,
    200: answers('Both codes', named('DeviceAuthorization', shownDeviceAuthorizationSchema)),
  },
})
const postPoll = createRoute({
  method: 'post',
  path: '/v1/sign-in/device/poll',
  tags,
  summary: 'Ask whether the code was confirmed: then the session’s secret is answered, once',
  request: { body: jsonBody(devicePollSchema) },
  responses: {
    ...badInput,
    200: answers('How it stands', named('DeviceReply', deviceReplySchema)),
  },
})
const postSignOut = createRoute({
  method: 'post',
  path: '/v1/sign-out',
  tags,
  summary: 'End the session that is shown; with `everywhere` all of this person’s',
  request: { body: jsonBody(z.strictObject({ everywhere: z.boolean().default(false) })) },
  responses: {
    ...badInput,
    200: answers('How many ended', endedSchema),
  },
})

export function devicesApi(app: OpenAPIHono): void {
  app.openapi(postDevice, (c) => {
    const verificationUri = new URL(devicePath, visitOf(c)?.home ?? c.req.url).href
    return c.json(
      { ...staffOf(c).askDevice(c.req.valid('json'), visitOf(c)?.from), verificationUri },
      200,
    )
  })
  app.openapi(postPoll, (c) => {
    c.header('cache-control', 'no-store')
    return c.json(staffOf(c).pollDevice(c.req.valid('json').deviceCode), 200)
  })
  app.openapi(postSignOut, (c) => {
    const actor = actorOf(c)
    if (c.req.valid('json').everywhere) return c.json({ ended: staffOf(c).endSessions(actor) }, 200)
    return c.json({ ended: visitOf(c)?.leave() === true ? 1 : 0 }, 200)
  })
}
