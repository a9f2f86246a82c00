// What the part of the application that keeps heads asks of the world: a store that syncs, keys that sign, and the offices' public keys.

import type { Instant } from '../../../shared/kernel/date.ts'
import type { OfficeId } from '../../../shared/kernel/ids.ts'
import type { AllLogKeys } from '../../../shared/ledger/log/keys.schema.ts'
import type { CosignerRole } from '../../../shared/ledger/log/names.ts'
import type { SignatureType } from '../../../shared/ledger/log/note.ts'
import type { WitnessName } from '../../../shared/ledger/log/witness.ts'
import type { NoteSigner } from '../../../shared/ledger/log/signed-message.ts'
import type { ReadNode, TreeNode } from '../../../shared/ledger/log/tree.ts'
import type { Successor } from '../../../shared/ledger/succession.ts'
import type { LedgerMessage } from '../../../shared/ledger/verify.ts'

/** A head as its log signed it. */
export interface StoredHead {
  readonly origin: string
  readonly size: number
  readonly root: Uint8Array
  /** The signed note with the log's own signatures; cosignatures are receipts. */
  readonly note: string
  /** When it was signed or first seen here, and when last; milliseconds of real time. */
  readonly firstMs: number
  readonly lastMs: number
}

/** One word of one office, or of a witness that is none, about one head: the first and the latest time it was said, for each kind of signature. */
export interface Receipt {
  readonly origin: string
  readonly size: number
  readonly root: Uint8Array
  readonly by: OfficeId | WitnessName
  readonly role: CosignerRole
  readonly type: SignatureType
  /** POSIX seconds, as signed, and the signature line. */
  readonly first: { readonly seconds: number; readonly line: string }
  readonly last: { readonly seconds: number; readonly line: string }
}

/** Two signed statements that cannot both be true of one log. */
export interface Fork {
  readonly origin: string
  /** The ledger is agreed up to here, and stops here. */
  readonly agreedSize: number
  /** `two-heads`: two signed heads. `head-and-entries`: a signed head, and the entries that are held here. */
  readonly between: 'two-heads' | 'head-and-entries'
  /** The signed notes: one where the other side is what is held here. */
  readonly notes: readonly string[]
  readonly foundMs: number
  readonly decision?: ForkDecision
}

export interface ForkDecision {
  readonly by: string
  readonly reason: string
  readonly decidedMs: number
}

/** Heads, receipts and forks are on the disk before a call returns; entries are with the next of them, which is written within a second. */
export interface LogStore extends Disposable {
  /** All that is written within is written at once, with one sync, or not at all. */
  together<T>(work: () => T): T
  origins(): readonly string[]
  /** Number of entries that are held. */
  size(origin: string): number
  /** SHA-256 of the envelope at an index. */
  entry(origin: string, index: number): Uint8Array | undefined
  nodes(origin: string): ReadNode
  /** Adds entries behind the first `size`, with the nodes they complete. Throws where the log does not have that size. */
  append(
    origin: string,
    size: number,
    entries: readonly Uint8Array[],
    nodes: readonly TreeNode[],
  ): void
  /** Keeps a head, or when it was last seen. */
  putHead(head: Omit<StoredHead, 'firstMs' | 'lastMs'>, atMs: number): void
  /** All heads of a log by size; `from` and `to` are sizes, both included. */
  heads(origin: string, from?: number, to?: number): readonly StoredHead[]
  latestHead(origin: string): StoredHead | undefined
  putReceipt(receipt: Omit<Receipt, 'first' | 'last'>, said: Receipt['first']): void
  receipts(origin: string, size?: number): readonly Receipt[]
  /** The largest head that each office or witness confirmed in each role and algorithm. */
  furthestReceipts(origin: string): readonly Receipt[]
  /**
   * Of each day (UTC) before `beforeMs`, one head keeps its receipts of this type: the one that most offices confirmed, the largest of those.
   * Answers the sizes of the heads whose receipts of this type are gone.
   */
  thinReceipts(origin: string, type: SignatureType, beforeMs: number): readonly number[]
  putFork(fork: Fork): void
  /** The fork that nobody has decided, if there is one. */
  openFork(origin: string): Fork | undefined
  forks(origin: string): readonly Fork[]
  decideFork(origin: string, decision: ForkDecision): void
  /** A log that goes on with the first `size` entries of another one of the same office, which is lost. */
  putSuccession(origin: string, from: Succession): void
  /** What a log succeeds; undefined for the first one of its office. */
  succession(origin: string): Succession | undefined
  putStatement(statement: StoredStatement): void
  latestStatement(by: OfficeId): StoredStatement | undefined
  statement(hash: Uint8Array): StoredStatement | undefined
  /** Every statement of an office, the earliest first. */
  statements(by: OfficeId): Iterable<StoredStatement>
}

/** What an office said it had seen of every log: see shared/ledger/log/seen.ts. */
export interface StoredStatement {
  readonly by: OfficeId
  readonly seconds: number
  /** SHA-256 of its text. */
  readonly hash: Uint8Array
  /** As it was signed. */
  readonly note: string
}

/** The lost log, and how many of its entries go on. */
export interface Succession {
  readonly former: string
  readonly size: number
}

/** The entries of one ledger, as whoever reads it asks for and tells them. Indexes count from 0: the first message is entry 0. */
export interface EntryKeeper {
  /** How many are held; undefined while the ledger's epoch is not known. */
  readonly held: number | undefined
  /** The largest that its office has signed a head of, as far as is known here; undefined where it ever had two histories. */
  readonly signed: number | undefined
  /** Where it stops because it forked. */
  readonly stopped: Fork | undefined
  /** The first of these that is another one than what is held. */
  differsAt(from: number, hashes: readonly Uint8Array[]): number | undefined
  /** Epochs of ledgers that the present one succeeds. */
  readonly formerEpochs: readonly string[]
  /** Whether the ledger goes on here under another epoch, as its office says. From then on its entries are those of the new one. */
  succession(message: LedgerMessage, successor: Successor): SuccessionJudgement
  /** Entries that were accepted, or read twice: in their order, without a gap to what is held. */
  take(from: number, hashes: readonly Uint8Array[]): void
}

/** A successor that a ledger says it has, as long as it is not followed here. */
export interface Announced {
  readonly office: OfficeId
  readonly successor: Successor
  /** The new log at the entry that says so. */
  readonly head: Pick<StoredHead, 'origin' | 'size' | 'root'>
  /** Entries of the lost log that are held here and do not go on. */
  readonly leftOut: number
  /** Who holds the lost log, as far as is known here; who has accepted the new one; how many of those who hold must. */
  readonly holders: readonly OfficeId[]
  readonly acceptedBy: readonly OfficeId[]
  readonly needed: number
}

export type SuccessionJudgement =
  | { readonly kind: 'followed' }
  | { readonly kind: 'waits'; readonly announced: Announced; readonly reason: string }
  /** It does not begin with what is held, or cannot be judged now. */
  | { readonly kind: 'not-it'; readonly reason: string }

/** The office's own keys. */
export interface HeadSigners {
  head(epoch: string): readonly NoteSigner[]
  cosign(role: CosignerRole): readonly NoteSigner[]
}

/** An office as far as heads are concerned. */
export interface LogOffice extends AllLogKeys {
  readonly id: OfficeId
}

/** The office's own ledger as its broker has it now. Throws where the broker is away. */
export interface OwnLedgerLook {
  /** Of the stream that is there. */
  readonly epoch: string
  /** Number of messages, by the broker. */
  readonly length: number
  /** SHA-256 of the message at an index from 0; undefined where there is none. */
  hashAt(index: number): Promise<Uint8Array | undefined>
  /** SHA-256 of every message in order. A message that cannot be read ends it. */
  hashes(): AsyncIterable<Uint8Array>
}

/** The office's own broker, as far as what it keeps and shows of logs is concerned. Both throw where it is away. */
export interface OwnBroker {
  /** The ledger that is there now, whatever was there before. */
  look(): Promise<OwnLedgerLook>
  /** Shows to every reader what this office says about an office's log. */
  show(about: OfficeId, shown: Uint8Array): Promise<void>
  /** Looks at the copy that readers are answered from, and makes it anew where it is none of this ledger. Only where the ledger is the one that the office knows. */
  checkCopy(depth: 'last' | 'full'): Promise<CopyState>
  /** Looks at what each reader took, and cuts those who took too much. */
  checkReaders(): Promise<ReadersState>
}

/** Who reads the own ledger, as far as it is too much. */
export type ReadersState =
  | { readonly kind: 'not-looked-at' }
  | {
      readonly kind: 'looked-at'
      readonly barred: readonly (Bar & { readonly reader: OfficeId })[]
    }
  /** The broker's configuration is of before they were counted. */
  | { readonly kind: 'not-permitted' }

/** That a reader took too much, and until when its connections are cut. */
export interface Bar {
  /** Bytes within an hour, or requests within a minute. */
  readonly taken: { readonly kind: 'bytes' | 'requests'; readonly count: number }
  readonly sinceMs: number
  readonly untilMs: number
}

/** The copy of the own ledger that readers are answered from. */
export type CopyState =
  | { readonly kind: 'not-looked-at' }
  | { readonly kind: 'follows'; readonly entries: number }
  /** It has fewer entries than the ledger, and does not get more. */
  | {
      readonly kind: 'stands-still'
      readonly entries: number
      readonly of: number
      readonly since: Instant
    }
  /** The broker's configuration is of before there was a copy: readers ask the ledger itself. */
  | { readonly kind: 'not-permitted' }

/** One request to a witness that is no office. Rejects where it does not answer. */
export type AskWitness = (
  url: string,
  body: string,
  signal: AbortSignal,
) => Promise<{ readonly status: number; readonly text: string }>

/** A head of the office's own log that somebody else confirmed, as they tell it. */
export interface ConfirmedHead {
  readonly by: OfficeId
  readonly origin: string
  readonly size: number
  readonly root: Uint8Array
}
