// A lost ledger goes on under another epoch: what the event that begins it says, and how many others have to accept that. Pure; see docs/spec/log.md.

import type { Instant } from '../kernel/date.ts'
import { subjectOf } from '../kernel/ids.ts'
import { ledgersRef, type LedgersEventOf } from '../office/ledgers.schema.ts'
import { originOf } from './log/names.ts'
import { parseCloudEvent, parseEnvelope } from './parse.schema.ts'
import {
  verifyEvent,
  type LedgerMessage,
  type SigningOffice,
  type VerifySignature,
} from './verify.ts'

export interface Successor {
  /** Of the new log. */
  readonly epoch: string
  readonly event: LedgersEventOf<'succeeded'>
  readonly recordedAt: Instant
  readonly version: number
}

/**
 * The succession that a message says, signed by its office and at its place: behind the last entry that goes on.
 * Undefined where it says none; whether it is accepted is another question.
 */
export function readSuccessor(
  message: LedgerMessage,
  office: SigningOffice,
  verifySignature: VerifySignature,
): Successor | undefined {
  if (message.subject !== subjectOf(ledgersRef(office.id))) return undefined
  const opened = parseEnvelope(message.bytes)
  const said = opened.ok ? parseCloudEvent(opened.value.payload) : opened
  if (!said.ok || said.value.type !== 'concert.office.succeeded.v1') return undefined
  const verdict = verifyEvent({
    message,
    known: {
      cursor: message.sequence - 1,
      epoch: undefined,
      versionOf: () => said.value.version - 1,
      hashOf: () => undefined,
      isKnownCommand: () => false,
    },
    office,
    verifySignature,
  })
  if (verdict.outcome !== 'accepted') return undefined
  const event = verdict.recorded.event as LedgersEventOf<'succeeded'>
  if (event.former.size !== message.sequence - 1 || event.former.epoch === verdict.epoch)
    return undefined
  const { recordedAt, version } = verdict.recorded
  return { epoch: verdict.epoch, event, recordedAt, version }
}

/**
 * How many of those who hold the lost ledger have to accept its successor: more than half of them, and two where there are two.
 * One office alone, or a thief of its keys, never suffices. Where nobody holds it, the reader's own person decides.
 */
export function acceptancesNeeded(holders: number): number {
  return holders === 0 ? 0 : Math.max(Math.min(2, holders), Math.floor(holders / 2) + 1)
}

/** The names of both logs. */
export function logsOf(
  office: SigningOffice['id'],
  { epoch, event }: Pick<Successor, 'epoch' | 'event'>,
): { readonly former: string; readonly successor: string } {
  return { former: originOf(office, event.former.epoch), successor: originOf(office, epoch) }
}
