// Judges one message of an office's ledger before anything is stored. Pure: keys come from the directory, hashes and signatures from the caller.
// Five outcomes besides accepted: duplicate, gap, and the three that go to quarantine: fork, forged, unknown.

import type { Recorded } from '../kernel/aggregate.ts'
import { actorFrom } from '../kernel/actor.ts'
import type { Instant } from '../kernel/date.ts'
import type { OfficeEntry } from '../office/directory.schema.ts'
import {
  eventIdOf,
  kindsOf,
  parseJointRef,
  parseSubject,
  sourceOf,
  type AggregateRef,
  type CommandId,
} from '../kernel/ids.ts'
import { maxEventBytes } from '../kernel/limits.ts'
import { present } from '../kernel/present.ts'
import type { AnyEvent } from '../rules.ts'
import { preAuthEncoding, parseType } from './event.ts'
import { implausible } from './plausible.ts'
import type { CloudEvent } from './envelope.schema.ts'
import { sharedUnderFrom } from './shared-under.schema.ts'
import { bytesOf, parseCloudEvent, parseEnvelope, parseEvent, type Opened } from './parse.schema.ts'

/** One message as a broker gave it. `hash`: SHA-256 of `bytes`, hex. */
export interface LedgerMessage {
  readonly bytes: Uint8Array
  readonly hash: string
  readonly subject: string
  readonly sequence: number
}

/** What is known of the office's ledger so far. */
export interface KnownLedger {
  /** Last sequence that was dealt with. */
  readonly cursor: number
  /** The epoch of the first accepted event, pinned from then on. */
  readonly epoch: string | undefined
  /** Version of an aggregate; 0 where nothing of it was accepted. */
  versionOf(ref: AggregateRef): number
  /** Hash of the accepted event of that version. */
  hashOf(ref: AggregateRef, version: number): string | undefined
  /** Whether a command of this id was accepted in this aggregate. */
  isKnownCommand(ref: AggregateRef, commandId: CommandId): boolean
}

/** What has to be known of an office to judge what it recorded. */
export type SigningOffice = Pick<OfficeEntry, 'id' | 'role' | 'eventKeys'> & {
  /** Absent where no directory says it: then it is not judged. */
  readonly statutes?: readonly string[]
}

/** `publicKey`: Ed25519, 32 bytes, base64url. */
export type VerifySignature = (
  publicKey: string,
  signed: Uint8Array,
  signature: Uint8Array,
) => boolean

export interface Accepted {
  readonly outcome: 'accepted'
  readonly ref: AggregateRef
  readonly recorded: Recorded<AnyEvent>
  readonly epoch: string
  /** The key whose signature was verified. */
  readonly keyid: string
  readonly hash: string
}
export type Verdict =
  | Accepted
  | { readonly outcome: 'duplicate' }
  /** Sequences `from` to `to` come first. */
  | { readonly outcome: 'gap'; readonly from: number; readonly to: number }
  | { readonly outcome: 'fork' | 'forged' | 'unknown'; readonly reason: string }

export function verifyEvent(input: {
  readonly message: LedgerMessage
  readonly known: KnownLedger
  readonly office: SigningOffice
  readonly verifySignature: VerifySignature
}): Verdict {
  const { message, known, office, verifySignature } = input
  const { bytes, subject, sequence, hash } = message
  if (sequence <= known.cursor) return { outcome: 'duplicate' }
  if (sequence > known.cursor + 1)
    return { outcome: 'gap', from: known.cursor + 1, to: sequence - 1 }

  const ref = parseSubject(subject)
  if (ref === undefined) return unknown(`subject "${subject}" is not a ledger subject`)
  if (ref.office !== office.id) return forged(`subject "${subject}" is not of ${office.id}`)
  if (bytes.length > maxEventBytes)
    return unknown(`${bytes.length} bytes are more than the ${maxEventBytes} an event may have`)
  const opened = parseEnvelope(bytes)
  if (!opened.ok) return unknown(opened.reason)
  const keyid = signerOf(opened.value, office, verifySignature)
  if (keyid === undefined)
    return forged(
      `no signature by a key of ${office.id}: signed by ${opened.value.envelope.signatures.map((each) => JSON.stringify(each.keyid)).join(', ')}`,
    )

  const parsed = parseCloudEvent(opened.value.payload)
  if (!parsed.ok) return unknown(parsed.reason)
  const event = parsed.value
  if (event.source !== sourceOf(office.id))
    return forged(`source "${event.source}" is not ${office.id}`)
  if (event.subject !== `${ref.kind}/${ref.id}`)
    return forged(`"${event.subject}" was put on the subject of ${ref.kind}/${ref.id}`)
  if (!kindsOf(office.role).includes(ref.kind)) return forged(`${office.id} has no order power`)
  if (ref.kind === 'joint' && parseJointRef(ref) === undefined)
    return forged(`"${ref.id}" is neither a joint action of ${office.id} nor its part in another's`)
  if (event.id !== eventIdOf(ref, event.epoch, event.version))
    return forged(`id "${event.id}" is not the one of version ${event.version}`)
  if (known.epoch !== undefined && event.epoch !== known.epoch)
    return fork(
      `epoch "${event.epoch}" is not "${known.epoch}": the ledger was restored or made anew`,
    )

  const version = known.versionOf(ref)
  if (event.version <= version)
    return known.hashOf(ref, event.version) === hash
      ? { outcome: 'duplicate' }
      : fork(`another version ${event.version} of ${event.subject} was accepted before`)
  if (event.version > version + 1)
    return unknown(
      `version ${event.version} of ${event.subject} cannot be told: version ${version + 1} was not accepted`,
    )

  const type = parseType(event.type)
  if (type === undefined) return unknown(`type "${event.type}" is not known here`)
  if (type.kind !== ref.kind)
    return forged(`type "${event.type}" is not of ${ref.kind === 'order' ? 'an' : 'a'} ${ref.kind}`)
  const fact = parseEvent(ref.kind, { ...event.data, kind: type.eventKind })
  if (!fact.ok) return unknown(`"${event.type}": ${fact.reason}`)
  const flaw = implausible({
    ref,
    version: event.version,
    commandId: event.commandid,
    event: fact.value,
    statutes: office.statutes,
    isKnownCommand: (id) => known.isKnownCommand(ref, id as CommandId),
  })
  if (flaw !== undefined) return unknown(`"${event.type}": ${flaw.en}`)
  const recorded = {
    id: event.id,
    version: event.version,
    sequence,
    commandId: event.commandid,
    recordedAt: event.time as Instant,
    ...saidBy(event),
    event: fact.value,
  }
  return { outcome: 'accepted', ref, recorded, epoch: event.epoch, keyid, hash }
}

/** What events have carried since 2026-11. An actor of a kind that this version does not know is left out, and stays in the envelope. */
function saidBy(
  event: CloudEvent,
): Pick<Recorded<unknown>, 'actor' | 'commandMac' | 'sharedUnder'> {
  return present({
    actor: actorFrom(event),
    commandMac: event.commandmac,
    sharedUnder: sharedUnderFrom(event.sharedunder),
  })
}

/** The key of the directory that signed; one is enough, and others (a witness's) do no harm. */
function signerOf(
  { envelope, payload }: Opened,
  office: SigningOffice,
  verifySignature: VerifySignature,
): string | undefined {
  const signed = preAuthEncoding(envelope.payloadType, payload)
  for (const { keyid, sig } of envelope.signatures) {
    for (const key of office.eventKeys)
      if (key.keyid === keyid && verifySignature(key.publicKey, signed, bytesOf(sig))) return keyid
  }
  return undefined
}

const unknown = (reason: string) => ({ outcome: 'unknown', reason }) as const
const forged = (reason: string) => ({ outcome: 'forged', reason }) as const
const fork = (reason: string) => ({ outcome: 'fork', reason }) as const
