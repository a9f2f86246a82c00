// From a ledger message's bytes to an envelope, an event and its data, each with the reason where it is not one.
// Whether it is signed, by whom, and where it belongs is for `verify.ts`.

import type { z } from 'zod'
import { jointEventSchema } from '../joint/event.schema.ts'
import { matterEventSchema } from '../matter/matter.schema.ts'
import { ledgersEventSchema } from '../office/ledgers.schema.ts'
import { orderEventSchema } from '../order/order.schema.ts'
import type { AggregateKind } from '../kernel/ids.ts'
import { parseJsonBytes } from '../kernel/json.ts'
import type { AnyEvent } from '../rules.ts'
import {
  cloudEventSchema,
  envelopeSchema,
  type CloudEvent,
  type Envelope,
} from './envelope.schema.ts'

export type Parsed<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly reason: string }

export interface Opened {
  readonly envelope: Envelope
  /** The exact bytes that were signed. */
  readonly payload: Uint8Array
}

export function parseEnvelope(bytes: Uint8Array): Parsed<Opened> {
  const envelope = parseJson(envelopeSchema, bytes, 'a DSSE envelope')
  return envelope.ok
    ? { ok: true, value: { envelope: envelope.value, payload: bytesOf(envelope.value.payload) } }
    : envelope
}

export function parseCloudEvent(payload: Uint8Array): Parsed<CloudEvent> {
  return parseJson(cloudEventSchema, payload, 'a CloudEvent of a ledger')
}

/** The event of a kind of aggregate, or why this version does not know it. */
export function parseEvent(kind: AggregateKind, event: unknown): Parsed<AnyEvent> {
  if (kind === 'order') return parse<AnyEvent>(orderEventSchema, event, 'an order event')
  if (kind === 'matter') return parse<AnyEvent>(matterEventSchema, event, 'a matter event')
  if (kind === 'joint') return parse<AnyEvent>(jointEventSchema, event, 'a joint event')
  return parse<AnyEvent>(ledgersEventSchema, event, 'an event of an office')
}

/** Bytes of base64 text that a schema has checked. */
export function bytesOf(base64: string): Uint8Array {
  const text = atob(base64)
  // Ten times as fast as `Uint8Array.from`, and every event that is read comes through here.
  const bytes = new Uint8Array(text.length)
  for (let index = 0; index < text.length; index++) bytes[index] = text.charCodeAt(index)
  return bytes
}

function parseJson<T>(schema: z.ZodType<T>, bytes: Uint8Array, what: string): Parsed<T> {
  const json = parseJsonBytes(bytes)
  if (json.ok) return parse(schema, json.value, what)
  const why = json.problem.code === 'too-deep' ? 'they are nested too deep' : 'they are not JSON'
  return { ok: false, reason: `${bytes.length} bytes are not ${what}: ${why}` }
}

function parse<T>(schema: z.ZodType<T>, json: unknown, what: string): Parsed<T> {
  const parsed = schema.safeParse(json)
  if (parsed.success) return { ok: true, value: parsed.data }
  const issues = parsed.error.issues
    .slice(0, maxIssues)
    .map((issue) => `${issue.path.join('.') || '(all)'}: ${issue.message}`)
  return { ok: false, reason: `not ${what}: ${issues.join('; ')}` }
}

/** A reason is read by a person: the first few say enough. */
const maxIssues = 5
