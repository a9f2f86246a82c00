// What is inside an envelope, for tests that look.

import {
  cloudEventSchema,
  envelopeSchema,
  type CloudEvent,
} from '../../shared/ledger/envelope.schema.ts'

export function decode(bytes: Uint8Array): CloudEvent {
  const { payload } = envelopeSchema.parse(JSON.parse(Buffer.from(bytes).toString('utf8')))
  return cloudEventSchema.parse(JSON.parse(Buffer.from(payload, 'base64').toString('utf8')))
}
