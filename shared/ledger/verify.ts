// Judges one message of an office's ledger before anything is stored. Pure: keys come from the directory, hashes and signatures from the caller.
// Five outcomes besides accepted: duplicate, gap, and the three that go to quarantine: fork, forged, unknown.

import { fromHex } from '../kernel/base64.ts'
import type { Recorded } from '../kernel/aggregate.ts'
import { actorFrom } from '../kernel/actor.ts'
import type { Instant } from '../kernel/date.ts'
import type { OfficeEntry } from '../office/directory.schema.ts'
import { countsAt, isStolen } from '../office/key-period.ts'
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
import type { Text } from '../kernel/text.ts'
import { asideReason, type AsideCode, type AsideReason } from './aside.ts'
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

/** What a log counts of a message: its hash. */
export function entryOf({ hash }: Pick<LedgerMessage, 'hash'>): Uint8Array {
  return fromHex(hash) ?? new Uint8Array()
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
  | SetAside

export type SetAside = { readonly outcome: 'fork' | 'forged' | 'unknown' } & AsideReason

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
  if (ref === undefined)
    return unknown('not-a-ledger-subject', {
      en: `subject "${subject}" is not a ledger subject`,
      fr: `le sujet « ${subject} » n'est pas celui d'un registre`,
    })
  if (ref.office !== office.id)
    return forged('subject-of-another-office', {
      en: `subject "${subject}" is not of ${office.id}`,
      fr: `le sujet « ${subject} » n'est pas de ${office.id}`,
    })
  if (bytes.length > maxEventBytes)
    return unknown('too-large', {
      en: `${bytes.length} bytes are more than the ${maxEventBytes} an event may have`,
      fr: `${bytes.length} octets dépassent les ${maxEventBytes} qu'un événement peut compter`,
    })
  const opened = parseEnvelope(bytes)
  if (!opened.ok) return unknown('not-an-envelope', opened.words)
  const key = signerOf(opened.value, office, sequence, verifySignature)
  if (key === undefined) return notSigned(office, opened.value)
  if (!countsAt(key, sequence)) return keyEnded(office, key, sequence)
  const { keyid } = key

  const parsed = parseCloudEvent(opened.value.payload)
  if (!parsed.ok) return unknown('not-an-event', parsed.words)
  const event = parsed.value
  const wrong = misplaced(ref, office, event) ?? outOfTurn(ref, known, event, hash)
  if (wrong !== undefined) return wrong

  const type = parseType(event.type)
  if (type === undefined)
    return unknown('type-unknown', {
      en: `type "${event.type}" is not known here`,
      fr: `le type « ${event.type} » n'est pas connu ici`,
    })
  if (type.kind !== ref.kind)
    return forged('type-of-another-kind', {
      en: `type "${event.type}" is not of ${ref.kind === 'order' ? 'an' : 'a'} ${ref.kind}`,
      fr: `le type « ${event.type} » n'est pas celui de ${ref.kind}/${ref.id}`,
    })
  const fact = parseEvent(ref.kind, { ...event.data, kind: type.eventKind })
  if (!fact.ok)
    return unknown('data-unknown', {
      en: `"${event.type}": ${fact.words.en}`,
      fr: `« ${event.type} » : ${fact.words.fr}`,
    })
  const flaw = implausible({
    ref,
    version: event.version,
    commandId: event.commandid,
    event: fact.value,
    statutes: office.statutes,
    isKnownCommand: (id) => known.isKnownCommand(ref, id as CommandId),
  })
  if (flaw !== undefined)
    return unknown('implausible', {
      en: `"${event.type}": ${flaw.en}`,
      fr: `« ${event.type} » : ${flaw.fr}`,
    })
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

/** Whether an event stands where its office may put it, under its own name. */
function misplaced(
  ref: AggregateRef,
  office: SigningOffice,
  event: CloudEvent,
): SetAside | undefined {
  if (event.source !== sourceOf(office.id))
    return forged('source-of-another-office', {
      en: `source "${event.source}" is not ${office.id}`,
      fr: `la source « ${event.source} » n'est pas ${office.id}`,
    })
  if (event.subject !== `${ref.kind}/${ref.id}`)
    return forged('put-elsewhere', {
      en: `"${event.subject}" was put on the subject of ${ref.kind}/${ref.id}`,
      fr: `« ${event.subject} » a été placé sous le sujet de ${ref.kind}/${ref.id}`,
    })
  if (!kindsOf(office.role).includes(ref.kind))
    return forged('no-order-power', {
      en: `${office.id} has no order power`,
      fr: `${office.id} n'a pas le pouvoir d'ordonnance`,
    })
  if (ref.kind === 'joint' && parseJointRef(ref) === undefined)
    return forged('not-its-joint-action', {
      en: `"${ref.id}" is neither a joint action of ${office.id} nor its part in another's`,
      fr: `« ${ref.id} » n'est ni une action conjointe de ${office.id} ni sa part dans celle d'un autre`,
    })
  if (event.id !== eventIdOf(ref, event.epoch, event.version))
    return forged('another-id', {
      en: `id "${event.id}" is not the one of version ${event.version}`,
      fr: `l'identifiant « ${event.id} » n'est pas celui de la version ${event.version}`,
    })
  return undefined
}

/** Whether it comes next: of this ledger, and of what it is about. */
function outOfTurn(
  ref: AggregateRef,
  known: KnownLedger,
  event: CloudEvent,
  hash: string,
): SetAside | { readonly outcome: 'duplicate' } | undefined {
  if (known.epoch !== undefined && event.epoch !== known.epoch)
    return fork('another-epoch', {
      en: `epoch "${event.epoch}" is not "${known.epoch}": the ledger was restored or made anew`,
      fr: `l'époque « ${event.epoch} » n'est pas « ${known.epoch} » : le registre a été restauré ou refait`,
    })
  const version = known.versionOf(ref)
  if (event.version <= version)
    return known.hashOf(ref, event.version) === hash
      ? { outcome: 'duplicate' }
      : fork('version-taken', {
          en: `another version ${event.version} of ${event.subject} was accepted before`,
          fr: `une autre version ${event.version} de ${event.subject} a été acceptée auparavant`,
        })
  if (event.version > version + 1)
    return unknown('version-missing', {
      en: `version ${event.version} of ${event.subject} cannot be told: version ${version + 1} was not accepted`,
      fr: `la version ${event.version} de ${event.subject} ne peut être dite : la version ${version + 1} n'a pas été acceptée`,
    })
  return undefined
}

function notSigned(office: SigningOffice, { envelope }: Opened): SetAside {
  const keys = envelope.signatures.map(({ keyid }) => JSON.stringify(keyid)).join(', ')
  return forged('not-signed', {
    en: `no signature by a key of ${office.id}: signed by ${keys}`,
    fr: `aucune signature par une clé de ${office.id} : signé par ${keys}`,
  })
}

function keyEnded(office: SigningOffice, key: EventKey, sequence: number): SetAside {
  const { keyid, upTo = 0 } = key
  const stolen = isStolen(key)
  return forged('key-ended', {
    en: `signed with "${keyid}", which ${stolen ? 'was stolen from' : 'was changed by'} ${office.id}: it counts up to entry ${upTo}, and this is entry ${sequence}`,
    fr: `signé avec « ${keyid} », clé ${stolen ? 'volée à' : 'remplacée par'} ${office.id} : elle vaut jusqu'à l'inscription ${upTo}, et celle-ci est l'inscription ${sequence}`,
  })
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

type EventKey = SigningOffice['eventKeys'][number]

/** The key of the directory that signed, one that counts here before one that does not; one is enough, and others (a witness's) do no harm. */
function signerOf(
  { envelope, payload }: Opened,
  office: SigningOffice,
  sequence: number,
  verifySignature: VerifySignature,
): EventKey | undefined {
  const signed = preAuthEncoding(envelope.payloadType, payload)
  let ended: EventKey | undefined
  for (const { keyid, sig } of envelope.signatures) {
    for (const key of office.eventKeys) {
      if (key.keyid !== keyid || !verifySignature(key.publicKey, signed, bytesOf(sig))) continue
      if (countsAt(key, sequence)) return key
      ended ??= key
    }
  }
  return ended
}

const aside =
  (outcome: SetAside['outcome']) =>
  (code: AsideCode, words: Text): SetAside => ({ outcome, ...asideReason(code, words) })
const unknown = aside('unknown')
const forged = aside('forged')
const fork = aside('fork')
