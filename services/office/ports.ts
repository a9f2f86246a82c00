// What the application asks of the world. Adapters implement these; tests run one suite against each of them and its double.

import type { Aggregate, Recorded } from '../../shared/kernel/aggregate.ts'
import type { FollowerView } from '../../shared/board/board.schema.ts'
import type {
  ChangeList,
  Cursor,
  DueListQuery,
  JointListQuery,
  MatterListQuery,
  OrderListQuery,
  QuarantineQuery,
  Seen,
  WorkCounts,
} from '../../shared/contract/lists.schema.ts'
import type { Instant, LocalDate } from '../../shared/kernel/date.ts'
import type {
  AggregateKind,
  AggregateRef,
  CommandId,
  MatterId,
  OfficeId,
} from '../../shared/kernel/ids.ts'
import type { JointLine } from '../../shared/joint/line.ts'
import type { WaitingAct } from '../../shared/joint/view.ts'
import type { DueRow, MatterRow, OrderRow } from '../../shared/lists/rows.schema.ts'
import type { Statistics } from '../../shared/lists/statistics.schema.ts'
import type { AsideReason } from '../../shared/ledger/aside.ts'
import type { CloudEvent } from '../../shared/ledger/envelope.schema.ts'
import type { Accepted, KnownLedger, LedgerMessage } from '../../shared/ledger/verify.ts'
import type { SealKey } from '../../shared/office/directory.schema.ts'
import type { Sealed } from '../../shared/joint/sealed.schema.ts'
import type { Text } from '../../shared/kernel/text.ts'
import type { AnyEvent } from '../../shared/rules.ts'
import type { Told } from '../../workflows/messages.ts'

// The ledger

export interface Ledger extends AsyncDisposable {
  readonly office: OfficeId
  /** Made when the stream was made: part of every event's id. */
  readonly epoch: string
  readonly connected: boolean
  /** Since when, by real time, a broker that is connected has stored nothing that it was given, as with a full disk; undefined where the last append was stored. */
  readonly storesNothingSince?: Instant | undefined
  /**
   * Appends if `expectedSequence` is still the last of the subject (0: none yet). The same bytes again are the same append.
   * Throws `LedgerUnavailableError` where it is not known whether they were stored: append or read again.
   */
  append(
    append: Append,
  ): Promise<
    { readonly kind: 'appended'; readonly sequence: number } | { readonly kind: 'conflict' }
  >
  /** What the ledger has of an aggregate after a sequence, oldest first. */
  read(ref: AggregateRef, after: number): Promise<readonly LedgerMessage[]>
}

export interface Append {
  readonly ref: AggregateRef
  readonly eventId: string
  readonly bytes: Uint8Array
  readonly expectedSequence: number
}

export interface Signer {
  readonly keyid: string
  /** The bytes of the DSSE envelope: what goes into the ledger. */
  sign(event: CloudEvent): Uint8Array
  /** A signature alone, base64, over the DSSE encoding of other content: for an envelope that several offices sign. */
  signBytes(type: string, bytes: Uint8Array): string
}

// Followers

export interface FollowerStatus extends FollowerView {
  /** What is wrong, as far as it is known. */
  readonly problem: string | null
  /** The same in French, where it is not the word of a broker or a library. */
  readonly problemFr?: string
}

/** One ledger as it is read here. */
export interface LedgerReader {
  /** Whose ledger. */
  readonly office: OfficeId
  /** Asked before everything that is decided in a joint action: it looks nothing up. */
  readonly state: FollowerView['state']
  /** It can be reached, and has been read to its end since: what it says is known here. */
  readonly isRead: boolean
  readonly status: FollowerStatus
}

/** The way to an office's broker, as a connection test found it: open, or up to the first layer that fails. */
export type Way =
  | {
      readonly kind: 'open'
      readonly office: OfficeId
      readonly url: string
      readonly isEncrypted: boolean
      readonly certificateEnds: Instant | undefined
      /** In its ledger. */
      readonly entries: number
      readonly tookMs: number
    }
  | {
      readonly kind: 'failed'
      readonly office: OfficeId
      readonly url: string
      readonly layer: 'name' | 'connection' | 'tls' | 'key' | 'permission' | 'ledger'
      /** In the system's words. */
      readonly why: string
    }

// The archive

/** Every message of every ledger that was read, whatever was made of it: what evidence, repair and a new projection are made from. */
export interface Archive extends Disposable {
  /** Adds what was verified, before anything is made of it. The same again is passed over. `accepted`: sequences of those whose signature was found right. */
  put(office: OfficeId, messages: readonly LedgerMessage[], accepted?: ReadonlySet<number>): void
  /** What was put is on the disk when it returns. */
  sync(): void
  /** Every sequence from 1 up to this is there. */
  held(office: OfficeId): number
  /** The next after a sequence; two where two histories were read. What is not what its hash says is left out. */
  read(office: OfficeId, after: number, limit: number): readonly ArchivedMessage[]
  at(office: OfficeId, sequence: number): readonly LedgerMessage[]
  /** All of one subject, oldest first. */
  find(office: OfficeId, subject: string): readonly LedgerMessage[]
}

export interface ArchivedMessage extends LedgerMessage {
  /** This office found its signature right when it read it. */
  readonly accepted: boolean
}

// The projection

export interface StoredEvent {
  readonly ref: AggregateRef
  readonly recorded: Recorded<AnyEvent>
  /** The key whose signature was verified before it was stored. */
  readonly keyid: string
  /** SHA-256 of the envelope, hex. */
  readonly hash: string
}

export interface StoredAggregate {
  readonly ref: AggregateRef
  readonly aggregate: Aggregate<unknown>
}

export interface VersionOf {
  readonly ref: AggregateRef
  readonly version: number
  readonly open: boolean
  /** The next instant that its life waits for; null where nothing is due. */
  readonly next: Instant | null
}

export interface LedgerCursor {
  readonly office: OfficeId
  readonly sequence: number
  readonly epoch?: string
  /** Hash of the message at `sequence`: a ledger that has another one there was rewritten. */
  readonly hash?: string
}

/** `gap`: sequences that the ledger itself no longer has. */
export type QuarantineOutcome = 'fork' | 'forged' | 'unknown' | 'gap'

export interface QuarantinedMessage extends AsideReason {
  readonly office: OfficeId
  readonly sequence: number
  readonly subject: string
  readonly outcome: QuarantineOutcome
  readonly receivedAt: Instant
  readonly hash: string
}

/** How much was set aside of one ledger. */
export interface QuarantineSum {
  readonly office: OfficeId
  readonly outcome: QuarantineOutcome
  readonly count: number
}

export type StoreChange =
  | {
      readonly kind: 'stored'
      readonly office: OfficeId
      readonly sequence: number
      readonly ref: AggregateRef
      readonly eventKind: string
    }
  | { readonly kind: 'quarantined'; readonly office: OfficeId }

/** Valid within one `write` only. */
export interface LedgerWriter {
  /** Sees what was written before in the same transaction. */
  readonly known: KnownLedger
  accept(verdict: Accepted, message: LedgerMessage, receivedAt: Instant): void
  quarantine(
    outcome: QuarantineOutcome,
    reason: AsideReason,
    message: LedgerMessage,
    receivedAt: Instant,
  ): void
  /** What was set aside at `sequence` is not any more. */
  release(sequence: number): void
  /** The ledger goes on under another epoch: events of that one come from here on. */
  succeed(epoch: string): void
  /** The message at `sequence` was dealt with. */
  advance(sequence: number, hash?: string): void
}

/** Rows of one list in its order, and where it goes on in either direction. */
export interface Rows<R> {
  readonly total: number
  readonly rows: readonly R[]
  readonly next: Cursor | undefined
  readonly previous: Cursor | undefined
}

/** Only what is named, or all but that; by kind and id, as the desk has it. The projection knows no people. */
export interface Among {
  readonly kind: 'only' | 'without'
  readonly keys: readonly string[]
}
type OnDesk<Q> = Omit<Q, 'owner'> & { readonly among?: Among | undefined }

/** `mayDo`: what whoever asks may do, where it is asked what waits for them. Titles are not searched. */
export type JointQuery = OnDesk<Omit<JointListQuery, 'q'>> & {
  readonly mayDo?: readonly WaitingAct[] | undefined
}
/** `digest`: of the text that the title is part of. */
export type JointRow = JointLine & { readonly digest: string }

/**
 * Lines of all orders, matters and deadlines as they stand at the end of `today`, kept as events are stored and as days pass:
 * a question reads its page, and makes anew only the lines that something or the day has changed.
 */
export interface Lists {
  orders(query: OnDesk<OrderListQuery>, today: LocalDate): Rows<OrderRow>
  matters(query: OnDesk<MatterListQuery>, today: LocalDate): Rows<MatterRow>
  due(query: OnDesk<DueListQuery>, today: LocalDate): Rows<DueRow>
  /** Joint actions as `own` sees them at `now`, without their titles, which are sealed and in no file. */
  joint(query: JointQuery, own: OfficeId, now: Instant): Rows<JointRow>
  /** How much waits at `own` and at all other offices; `soon` is the last day that counts as near. */
  work(
    own: OfficeId,
    today: LocalDate,
    soon: LocalDate,
    among?: Among,
  ): Pick<WorkCounts, 'own' | 'others'>
  /** The courses of all orders, counted. */
  statistics(today: LocalDate): Statistics
  /** The aggregates of a matter, of every office: its orders, or the offices' parts of it. */
  ofMatter(matter: MatterId, kind: 'order' | 'matter'): readonly AggregateRef[]
  /** What people call these matters, of those that have a title. */
  titlesOf(matters: readonly string[]): Readonly<Record<string, Text>>
  /** What was stored of each office's ledger after a sequence, by aggregate, the latest first. */
  changedSince(seen: Seen, limit: number): Omit<ChangeList, 'titles'>
  /** What was set aside, the latest first. */
  quarantine(query: QuarantineQuery): Rows<QuarantinedMessage>
  /** Makes at most `limit` outdated lines anew; answers how many it made. */
  refresh(today: LocalDate, limit: number): number
  /** The same of joint actions. */
  refreshJoint(own: OfficeId, now: Instant, limit: number): number
}

export interface Store extends Disposable {
  readonly lists: Lists
  /** One transaction on one office's ledger: all of it is stored, or nothing. Listeners are told after it. */
  write(office: OfficeId, work: (writer: LedgerWriter) => void): void
  /** As if nothing after `sequence` had been read of this ledger. Listeners are told of each aggregate that is another one by that. */
  rewind(office: OfficeId, sequence: number): void
  cursor(office: OfficeId): LedgerCursor
  cursors(): LedgerCursor[]
  aggregate(ref: AggregateRef): Aggregate<unknown> | undefined
  /** Every office's, by office and id. */
  aggregates(kind: AggregateKind): StoredAggregate[]
  /** Names and versions of one office's aggregates, without what they hold: `open` are those that something can follow. */
  versions(office: OfficeId): VersionOf[]
  versionOf(ref: AggregateRef): VersionOf | undefined
  /** Every office's orders of which a court ever stayed something: quick, where there are few. */
  stayedOrders(): AggregateRef[]
  /** The history of one aggregate, by version. */
  eventsOf(ref: AggregateRef): StoredEvent[]
  /** The next events of one ledger after a sequence, in its order. */
  eventsAfter(office: OfficeId, sequence: number, limit: number): StoredEvent[]
  /** The event that a command became. */
  eventOfCommand(ref: AggregateRef, command: CommandId): StoredEvent | undefined
  /** How far the own ledger was told to its lives; undefined where this projection is new. */
  toldUntil(office: OfficeId): number | undefined
  markTold(office: OfficeId, sequence: number): void
  /** The exact signed bytes of one event. */
  envelopeOf(ref: AggregateRef, version: number): Uint8Array | undefined
  /** Every aggregate of a kind from the facts up to a day, in the order of their legal dates; `only` for a single one. */
  readonly foldAsOf: FoldAsOf
  quarantineSums(): readonly QuarantineSum[]
  quarantinedCount(office: OfficeId): number
  /** The next sequences of what was set aside, in their order. */
  quarantinedSequences(office: OfficeId, after: number, limit: number): number[]
  /** Bytes that are kept of it. */
  quarantinedBytes(office: OfficeId): number
  contentHash(): string
  /** Listeners must not throw. Returns the way to stop. */
  subscribe(listener: (change: StoreChange) => void): () => void
}

export interface AsOf {
  /** Facts of this legal date and before. */
  readonly asOf?: LocalDate
  /** Facts that were recorded up to this instant. */
  readonly knownOn?: Instant
}

export interface FoldedState {
  readonly ref: AggregateRef
  /** Version of the last event that was folded in. */
  readonly version: number
  /** When the latest of them was recorded. */
  readonly recordedAt: Instant
  readonly state: unknown
}

export type FoldAsOf = (kind: AggregateKind, asOf: AsOf, only?: AggregateRef) => FoldedState[]

// Sealed texts

export interface Sealer {
  /** The key others seal to. */
  readonly keyid: string
  /** Readable by `recipients` only: an office that wants to read its own draft again is one of them. `about`: where it belongs and whose it is, such as `ca-bc-oipc_J1/1`. */
  seal(value: unknown, recipients: readonly SealKey[], about: string): Promise<Sealed>
  /** What was sealed, in the place it was sealed for. */
  open(sealed: Sealed, about: string): Promise<unknown>
}

// The lives of aggregates, in Temporal

export interface Lives {
  /**
   * Tells a life what was recorded, and starts it if it is not there. One that is started with `known`, all that the projection has, sleeps
   * until its next instant or its next event without anything being run for it. Throws where Temporal does not answer.
   */
  tell(ref: AggregateRef, told: Told, known?: Aggregate<unknown>): Promise<void>
  /** Every life that runs, with the version it knows as far as Temporal's lists say. Throws where Temporal does not answer. */
  running(): AsyncIterable<{ readonly ref: AggregateRef; readonly version: number }>
  /** Whether Temporal answers now. */
  check(): Promise<boolean>
}
