// What travels: a CloudEvents 1.0 event, in JSON, inside a DSSE envelope. See docs/adr/0001.
// Tolerant where we read: unknown extension attributes of a newer peer are kept, an unknown type is a named outcome.

import { z } from 'zod'
import { commandIdSchema } from '../order/order.schema.ts'
import { instantSchema } from '../policy/deadline.schema.ts'

export const payloadType = 'application/cloudevents+json'

export const envelopeSchema = z.object({
  payloadType: z.literal(payloadType),
  /** The event's exact bytes, base64. */
  payload: z.base64(),
  signatures: z.array(z.object({ keyid: z.string().min(1), sig: z.base64() })).min(1),
})

export const cloudEventSchema = z.looseObject({
  specversion: z.literal('1.0'),
  id: z.string().min(1),
  source: z.string().min(1),
  type: z.string().min(1),
  /** `order/P21-08`: kind and local id of the aggregate. */
  subject: z.string().min(1),
  /** When it was recorded, by the office's own clock. */
  time: instantSchema,
  datacontenttype: z.literal('application/json'),
  /** Made when the office's stream was created; a restored stream gets another. */
  epoch: z.string().min(1),
  /** 1, 2, 3 … within the aggregate, without gaps. */
  version: z.int().min(1),
  commandid: commandIdSchema,
  /** Ties the command's content to its id, by a key that the office keeps to itself; absent in events before 2026-11. */
  commandmac: z.string().min(1).max(128).optional(),
  /** Who recorded it, such as `local:M. Roy`; absent in events before 2026-11. */
  actor: z.string().min(1).max(300).optional(),
  /** Made by the office: the same for the same person, whatever the name. These six are absent where there is nothing to say. */
  actorid: z.string().min(1).max(100).optional(),
  /** The role under which it was recorded. */
  actorrole: z.string().min(1).max(100).optional(),
  /** For whom, where the role was delegated. */
  actorfor: z.string().min(1).max(300).optional(),
  actorforid: z.string().min(1).max(100).optional(),
  /** Who prepared what the actor approved. */
  preparedby: z.string().min(1).max(300).optional(),
  preparedbyid: z.string().min(1).max(100).optional(),
  /** Under what it is shared: shared-under.schema.ts; absent in events before 2026-11-28. */
  sharedunder: z.string().optional(),
  data: z.record(z.string(), z.unknown()),
})

export type Envelope = z.output<typeof envelopeSchema>
export type CloudEvent = z.output<typeof cloudEventSchema>
