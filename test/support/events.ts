// Ledger events made and signed without a broker, for tests that need right ones and wrong ones.

import type { Instant } from '../../shared/kernel/date.ts'
import {
  subjectOf,
  type AggregateRef,
  type CommandId,
  type OfficeId,
} from '../../shared/kernel/ids.ts'
import { cloudEventOf } from '../../shared/ledger/event.ts'
import type { CloudEvent } from '../../shared/ledger/envelope.schema.ts'
import type { LedgerMessage } from '../../shared/ledger/verify.ts'
import { hashOf } from '../../services/adapters/ledger/read.ts'
import type { Signer } from '../../services/office/ports.ts'
import { respondent, threeTerms } from './founding.ts'

/** As the first event of an order or a matter has it. */
const sharing = {
  class: 'public',
  basis: 'Published decision of the office',
  purpose: { en: 'To let others see it', fr: 'Pour que d’autres la voient' },
  onwardDisclosure: true,
  citations: [{ section: '52', confidence: 'M' }],
}
export const text = (en: string) => ({ en, fr: en })

export function ref(
  office: string,
  id: string,
  kind: AggregateRef['kind'] = 'matter',
): AggregateRef {
  return { office: office as OfficeId, kind, id }
}

export const opened = (on = '2021-01-01') => ({
  kind: 'opened',
  on,
  title: text('A matter'),
  respondent,
  sharing,
})
export const noted = (said: string, on = '2021-01-02') => ({ kind: 'noted', on, text: text(said) })
export const issued = (number: string, on = '2021-12-14') => ({
  kind: 'issued',
  on,
  matter: 'm',
  number,
  statute: 'ca-bc-pipa',
  pack: { version: '1', inForceFrom: '2004-01-01' },
  zone: 'America/Vancouver',
  respondent,
  otherParties: [],
  terms: threeTerms,
  sharing,
})

/** `change` spoils it before it is signed. */
export function eventOf(
  at: AggregateRef,
  version: number,
  event: { kind: string },
  epoch = 'e1',
  change: Partial<CloudEvent> = {},
): CloudEvent {
  return {
    ...cloudEventOf({
      ref: at,
      epoch,
      version,
      commandId: `c${version}` as CommandId,
      recordedAt: `2022-01-01T00:00:${String(version % 60).padStart(2, '0')}.000Z` as Instant,
      actor: { kind: 'program', name: 'test' },
      commandMac: `c${version}`,
      event,
    }),
    ...change,
  }
}

export function messageOf(
  signer: Signer,
  at: AggregateRef,
  sequence: number,
  event: CloudEvent,
): LedgerMessage {
  return raw(signer.sign(event), subjectOf(at), sequence)
}

export function raw(bytes: Uint8Array, subject: string, sequence: number): LedgerMessage {
  return { bytes, hash: hashOf(bytes), subject, sequence }
}
