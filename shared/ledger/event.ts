// Builds the CloudEvent of a decided event, and the bytes that are signed. Pure: signing itself is elsewhere.

import { attributesOf, type Actor } from '../kernel/actor.ts'
import type { Instant } from '../kernel/date.ts'
import {
  eventIdOf,
  sourceOf,
  type AggregateKind,
  type AggregateRef,
  type CommandId,
} from '../kernel/ids.ts'
import type { SharedUnder } from '../kernel/shared-under.ts'
import type { CloudEvent } from './envelope.schema.ts'
import { sharedUnderText } from './shared-under.schema.ts'

export interface Recording {
  readonly ref: AggregateRef
  readonly epoch: string
  readonly version: number
  readonly commandId: CommandId
  readonly recordedAt: Instant
  readonly actor: Actor
  /** Ties the command's content to its id; only the office that keeps the key can check it. */
  readonly commandMac: string
  readonly sharedUnder?: SharedUnder
  readonly event: { readonly kind: string }
}

/** `concert.order.copy-given.v1`; the last part changes when the data of a kind changes in a way old readers cannot take. */
export function typeOf(kind: AggregateKind, eventKind: string): string {
  return `concert.${kind}.${eventKind}.v1`
}

export function parseType(type: string): { kind: string; eventKind: string } | undefined {
  const match = /^concert\.([a-z]+)\.([a-z-]+)\.v1$/.exec(type)
  return match === null ? undefined : { kind: match[1] as string, eventKind: match[2] as string }
}

export function cloudEventOf(recording: Recording): CloudEvent {
  const { ref, epoch, version, commandId, recordedAt, actor, commandMac, sharedUnder, event } =
    recording
  const { kind, ...data } = event
  return {
    specversion: '1.0',
    id: eventIdOf(ref, epoch, version),
    source: sourceOf(ref.office),
    type: typeOf(ref.kind, kind),
    subject: `${ref.kind}/${ref.id}`,
    time: recordedAt,
    datacontenttype: 'application/json',
    epoch,
    version,
    commandid: commandId,
    commandmac: commandMac,
    ...attributesOf(actor),
    ...(sharedUnder === undefined ? {} : { sharedunder: sharedUnderText(sharedUnder) }),
    data,
  }
}

/** DSSE pre-authentication encoding: what is signed is the type and the exact bytes, with their lengths. */
export function preAuthEncoding(payloadType: string, payload: Uint8Array): Uint8Array {
  const encoder = new TextEncoder()
  const type = encoder.encode(payloadType)
  const head = encoder.encode(`DSSEv1 ${type.length} ${payloadType} ${payload.length} `)
  const all = new Uint8Array(head.length + payload.length)
  all.set(head)
  all.set(payload, head.length)
  return all
}
