// What a verification says: findings that point to parts of the file, and for each entry who signed it, who confirmed it, and between which times.

import type { Instant } from '../../kernel/date.ts'
import type { AggregateRef, OfficeId } from '../../kernel/ids.ts'
import type { Text } from '../../kernel/text.ts'
import type { WitnessName } from '../log/witness.ts'
import type { PartOf } from './bundle.schema.ts'

/** `wrong`: the file contradicts itself. `lacking`: something is not proved that could have been. */
export type FindingCode =
  | 'not-evidence'
  | 'damaged-line'
  | 'missing-part'
  | 'unlisted-part'
  | 'changed-part'
  | 'twice'
  | 'manifest-not-signed'
  | 'manifest-key-stolen'
  | 'unknown-office'
  | 'key-differs'
  | 'head-not-signed'
  | 'heads-fork'
  | 'heads-not-linked'
  | 'consistency-wrong'
  | 'receipt-wrong'
  | 'key-stolen'
  | 'seen-wrong'
  | 'witness-wrong'
  | 'witness-not-compared'
  | 'event-not-signed'
  | 'event-not-understood'
  | 'history-incomplete'
  | 'proof-wrong'
  | 'chronology-differs'
  | 'law-missing'
  | 'nobody-confirmed'
  | 'clocks-differ'

export interface Finding {
  readonly code: FindingCode
  readonly gravity: 'wrong' | 'lacking'
  /** Name of the part, or `line 7`. */
  readonly at: string
  /** Names of the entries whose proof suffers by it. */
  readonly entries: readonly string[]
  readonly words: Text
}

/** An independent office: not the one whose ledger it is, and with keys of its own. */
export interface EntryJudgement {
  readonly entry: string
  readonly origin: string
  readonly index: number
  readonly ref: AggregateRef
  readonly version: number
  readonly type: string
  /** Legal date of the fact, and when it was recorded, both as the office itself says. */
  readonly on: string
  readonly recordedAt: Instant
  readonly keyid: string
  /** It is signed, and stands where it is said to stand under a signed head. */
  readonly sound: boolean
  readonly seenBy: readonly OfficeId[]
  readonly heldBy: readonly OfficeId[]
  /** Those among them whose word is also signed with ML-DSA-44. */
  readonly durableBy: readonly OfficeId[]
  /** Witnesses that are no offices and saw it, each with keys of its own. */
  readonly witnessedBy: readonly WitnessName[]
  /** Nobody independent had seen it then, or its own office named what an independent one said then while its ledger did not have it: the latest such time. */
  readonly notBefore?: Instant
  /** Somebody independent had seen it by then, or had named a head over it: the earliest such time. */
  readonly notAfter?: Instant
}

export interface KeyToCompare {
  readonly office: OfficeId | WitnessName
  readonly use: string
  readonly fingerprint: string
}

/** `sound`: all fits, and every entry was confirmed by at least one independent office or witness. `unconfirmed`: all fits, and some entry rests on its own office's word alone. */
export interface Judgement {
  readonly verdict: 'sound' | 'unconfirmed' | 'wrong'
  readonly about?: PartOf<'about'>
  readonly findings: readonly Finding[]
  readonly entries: readonly EntryJudgement[]
  /** Least number of independent offices and witnesses that confirmed any one entry. */
  readonly independent: number
  readonly keys: readonly KeyToCompare[]
  /** Whether the keys were compared with a directory from elsewhere. */
  readonly keysCompared: boolean
  readonly proved: readonly Text[]
  readonly notProved: readonly Text[]
}

/** Notes a finding; `entries` are the names of those whose proof suffers by it. */
export type Note = (
  code: FindingCode,
  at: string,
  detail: string,
  entries?: readonly string[],
) => void
