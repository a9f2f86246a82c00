// From a ledger message's bytes to an envelope, an event and its data, each with the reason where it is not one.
// Whether it is signed, by whom, and where it belongs is for `verify.ts`.

import type { z } from 'zod'
import { jointEventSchema } from '../joint/event.schema.ts'
import { matterEventSchema } from '../matter/matter.schema.ts'
import { ledgersEventSchema } from '../office/ledgers.schema.ts'
import { orderEventSchema } from '../order/order.schema.ts'
import type { AggregateKind } from '../kernel/ids.ts'
import { parseJsonBytes } from '../kernel/json.ts'
import { findingsOf, linesOf } from '../kernel/problem-of.schema.ts'
import type { Text } from '../kernel/text.ts'
import type { AnyEvent } from '../rules.ts'
import {
  cloudEventSchema,
  envelopeSchema,
  type CloudEvent,
  type Envelope,
} from './envelope.schema.ts'

export type Parsed<T> =
  | { readonly ok: true; readonly value: T }
  /** `reason`: the English words. */
  | { readonly ok: false; readonly reason: string; readonly words: Text }

export interface Opened {
  readonly envelope: Envelope
  /** The exact bytes that were signed. */
  readonly payload: Uint8Array
}

export function parseEnvelope(bytes: Uint8Array): Parsed<Opened> {
  const envelope = parseJson(envelopeSchema, bytes, {
    en: 'a DSSE envelope',
    fr: 'une enveloppe DSSE',
  })
  return envelope.ok
    ? { ok: true, value: { envelope: envelope.value, payload: bytesOf(envelope.value.payload) } }
    : envelope
}

export function parseCloudEvent(payload: Uint8Array): Parsed<CloudEvent> {
  return parseJson(cloudEventSchema, payload, {
    en: 'a CloudEvent of a ledger',
    fr: "un CloudEvent d'un registre",
  })
}

/** The event of a kind of aggregate, or why this version does not know it. */
export function parseEvent(kind: AggregateKind, event: unknown): Parsed<AnyEvent> {
  if (kind === 'order')
    return parse<AnyEvent>(orderEventSchema, event, {
      en: 'an order event',
      fr: "un événement d'ordonnance",
    })
  if (kind === 'matter')
    return parse<AnyEvent>(matterEventSchema, event, {
      en: 'a matter event',
      fr: 'un événement de dossier',
    })
  if (kind === 'joint')
    return parse<AnyEvent>(jointEventSchema, event, {
      en: 'a joint event',
      fr: "un événement d'action conjointe",
    })
  return parse<AnyEvent>(ledgersEventSchema, event, {
    en: 'an event of an office',
    fr: "un événement d'un organisme",
  })
}

/** Bytes of base64 text that a schema has checked. */
export function bytesOf(base64: string): Uint8Array {
  const text = atob(base64)
  // Ten times as fast as `Uint8Array.from`, and every event that is read comes through here.
  const bytes = new Uint8Array(text.length)
  for (let index = 0; index < text.length; index++) bytes[index] = text.charCodeAt(index)
  return bytes
}

function parseJson<T>(schema: z.ZodType<T>, bytes: Uint8Array, what: Text): Parsed<T> {
  const json = parseJsonBytes(bytes)
  if (json.ok) return parse(schema, json.value, what)
  const isDeep = json.problem.code === 'too-deep'
  return notParsed({
    en: `${bytes.length} bytes are not ${what.en}: they are ${isDeep ? 'nested too deep' : 'not JSON'}`,
    fr: `${bytes.length} octets ne sont pas ${what.fr} : ${isDeep ? "l'imbrication est trop profonde" : "ce n'est pas du JSON"}`,
  })
}

function parse<T>(schema: z.ZodType<T>, json: unknown, what: Text): Parsed<T> {
  const parsed = schema.safeParse(json)
  if (parsed.success) return { ok: true, value: parsed.data }
  const findings = findingsOf(parsed.error, json).slice(0, maxIssues)
  const lines = linesOf(findings, { en: '(all)', fr: '(tout)' })
  return notParsed({
    en: `not ${what.en}: ${lines.en.join('; ')}`,
    fr: `ce n'est pas ${what.fr} : ${lines.fr.join(' ; ')}`,
  })
}

function notParsed(words: Text): {
  readonly ok: false
  readonly reason: string
  readonly words: Text
} {
  return { ok: false, reason: words.en, words }
}

/** A reason is read by a person: the first few say enough. */
const maxIssues = 5
