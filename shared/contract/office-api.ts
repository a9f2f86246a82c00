// What the HTTP side needs of the rest of one office's (or observer's) process. The composition root implements it; tests do so by hand.
// Reads come from the projection, never from Temporal. Nothing here knows HTTP.

import type { Maintenance } from '../office/ledgers.schema.ts'
import type { Actor, Identity } from '../kernel/actor.ts'
import type { Board, FollowerView } from '../board/board.schema.ts'
import type { Due } from '../board/due.ts'
import type { MatterPicture } from '../board/picture.schema.ts'
import type { Instant, LocalDate } from '../kernel/date.ts'
import type { ClockSetting } from '../kernel/clock.ts'
import type { Directory, OfficeEntry } from '../office/directory.schema.ts'
import type { AggregateRef, JointId, MatterId, OfficeId, OrderId } from '../kernel/ids.ts'
import type { MatterCommand } from '../matter/matter.schema.ts'
import type { OrderCommand } from '../order/order.schema.ts'
import type { Problem } from '../kernel/problems.ts'
import type { Pack } from '../policy/pack.schema.ts'
import type { Simulation } from '../simulate/simulate.ts'
import type { AllowedAct, Preview } from './acting.schema.ts'
import type { Result } from '../kernel/problems.ts'
import type { ActReply, SubmitReply } from './reply.ts'
import type {
  AboutNotification,
  NotificationsQuery,
  NotificationsView,
} from './notifications.schema.ts'
import type {
  DeskAbout,
  DeskChange,
  DeskEntry,
  DeskItem,
  Draft,
  HandedDraft,
  NewView,
  SavedDraft,
  SavedView,
} from './desk.schema.ts'
import type { Approval, DriftView } from './drift.schema.ts'
import type { Reach } from './reach.schema.ts'
import type {
  JointDetail,
  JointReadiness,
  JointSummary,
  PublicJointCommand,
  ReleasedDocument,
} from './joint.schema.ts'
import type {
  ChangeList,
  DueList,
  DueListQuery,
  JointList,
  JointListQuery,
  MatterList,
  MatterListQuery,
  OrderList,
  OrderListQuery,
  QuarantineList,
  QuarantineQuery,
  Seen,
  WorkCounts,
  WorkQuery,
} from './lists.schema.ts'
import type { Statistics } from '../lists/statistics.schema.ts'
import type { LedgersView, LedgerStanding, OwnLedgerView, Retried } from './ledgers.schema.ts'
import type { SimulationRequest } from './simulation.schema.ts'
import type {
  Chronology,
  Doctor,
  Health,
  MatterDetail,
  MatterSummary,
  OrderDetail,
  Upcoming,
} from './views.schema.ts'

/** Every call says who asks. What is no call (names, the clock, the law) is for everybody. */
export interface OfficeApi {
  readonly office: OfficeEntry
  readonly directory: Directory
  readonly clock: ClockSetting
  legalNow(): Instant
  /** Since when nobody has watched this office's clocks, by real time, because its Temporal is away; null while they are watched. */
  readonly clocksUnwatchedSince: Instant | null
  /** What cannot be written for lack of room. */
  readonly space: {
    /** Since when, by real time, the own broker has stored nothing that it was given; null while it stores. */
    readonly brokerStoresNothingSince: Instant | null
    /** The disk under the office's own folder has no room to speak of. */
    readonly isDiskShort: boolean
  }
  /** Whether the ledger of every office, the own one among them, can be read now; `lastHeard` by real time. */
  readonly reach: readonly Reach[]
  /** Today in the office's own zone, by the legal clock. */
  legalToday(): LocalDate

  /** One command to one of the office's own aggregates; a refusal is an answer, a fault throws (ProblemError where it has a code). */
  submit(
    actor: Actor,
    ref: AggregateRef,
    command: PublicOrderCommand | PublicMatterCommand,
  ): Promise<ActReply>

  /** What may be done now to an aggregate of this office, what not, and why not, by section. */
  allowed(actor: Actor, ref: AggregateRef): Awaitable<readonly AllowedAct[]>
  /** What one command would become, and which dates would follow, on the newest that is known. Nothing is recorded. */
  preview(
    actor: Actor,
    ref: AggregateRef,
    command: PublicOrderCommand | PublicMatterCommand,
  ): Promise<Preview>

  /** Where every office stands on a legal date (default today), from what the ledgers held at the end of `knownOn` (default: all). */
  board(actor: Actor, query: BoardQuery & OfMatters): Awaitable<Board>
  /** One order of any office, or undefined where none is known (or none was on that date). */
  order(actor: Actor, order: OrderId, query: BoardQuery): Awaitable<OrderDetail | undefined>
  /** The policy pack that governs an order, for names and citations; undefined where this process does not have it. */
  packOf(statute: string, issuedOn: LocalDate): Pack | undefined
  matters(actor: Actor): Awaitable<MatterSummary[]>
  matter(actor: Actor, matter: MatterId): Awaitable<MatterDetail | undefined>
  /** A matter along one axis of time, as it stands today. */
  matterPicture(actor: Actor, matter: MatterId): Awaitable<MatterPicture | undefined>
  /** Every fact of every office in a matter, in the order of their legal dates. */
  chronology(actor: Actor, matter: MatterId, query: BoardQuery): Awaitable<Chronology | undefined>
  /** Deadlines of all offices' open orders as they stood on `asOf` (default today), from that day on, soonest first, up to and including `until`. */
  deadlines(actor: Actor, query: BoardQuery & { readonly until?: LocalDate }): Awaitable<Upcoming[]>
  /** What is due today in orders and matters, soonest first, with what has passed: of one office, of one matter, of one order, or of all. */
  due(
    actor: Actor,
    query: {
      readonly office?: OfficeId
      readonly matter?: MatterId
      readonly order?: OrderId
    },
  ): Awaitable<Due[]>
  /** Orders of all offices as they stand today, by filter, order and page. */
  orderList(actor: Actor, query: OrderListQuery): Awaitable<OrderList>
  matterList(actor: Actor, query: MatterListQuery): Awaitable<MatterList>
  /** What is overdue and what is to come, in orders and matters of all offices. */
  dueList(actor: Actor, query: DueListQuery): Awaitable<DueList>
  /** How much stands in each part of the work list, of everybody's or of what is on somebody's desk. */
  work(actor: Actor, query?: WorkQuery): Awaitable<WorkCounts>
  statistics(actor: Actor): Awaitable<Statistics>
  /** What was recorded after what somebody has seen of each ledger, at most `limit` rows; an office that is not named counts as seen. */
  changesSince(actor: Actor, seen: Seen, limit: number): Awaitable<ChangeList>
  /** How far each ledger has been read here. */
  followers(actor: Actor): Awaitable<FollowerView[]>
  quarantine(actor: Actor, query: QuarantineQuery): Awaitable<QuarantineList>
  /** Where the orders of the matters that are named would stand. Nothing is recorded. */
  simulate(actor: Actor, request: SimulationRequest): Awaitable<Simulation>
  /** Dates of open orders, of all offices, that would come out differently under the packs and zone data of today. Nothing moves by itself. */
  drift(actor: Actor): Awaitable<DriftView>
  /** An officer approves one change of that listing, of an own order; refused where it is not listed (any more) as the officer saw it. */
  approveCorrection(actor: Actor, order: OrderId, approval: Approval): Promise<SubmitReply>

  /** One command to this office's own proposal, or to its own part in another's; sealed on its way. */
  submitJoint(actor: Actor, joint: JointId, command: PublicJointCommand): Promise<SubmitReply>
  /** Why that command would be refused as things stand; undefined where it would be recorded. Nothing is recorded by asking. */
  previewJoint(
    actor: Actor,
    joint: JointId,
    command: PublicJointCommand,
  ): Promise<Problem | undefined>
  /** Every joint action that is known here, the latest first. */
  jointActions(actor: Actor): Awaitable<JointSummary[]>
  /** The same by filter, order and page. */
  jointList(actor: Actor, query: JointListQuery): Awaitable<JointList>
  /** One, as far as this office has read the others' ledgers and can open what is sealed. */
  jointAction(actor: Actor, joint: JointId): Awaitable<JointDetail | undefined>
  jointReadiness(actor: Actor, joint: JointId): Awaitable<JointReadiness | undefined>
  /** What was released, with every signature; undefined before anybody revealed it. */
  jointDocument(actor: Actor, joint: JointId): Awaitable<ReleasedDocument | undefined>

  /** One file that proves what was recorded; refused where no signed head covers it yet. */
  evidence(actor: Actor, about: EvidenceAbout): Awaitable<Result<string>>

  /** Who holds and confirmed which ledger, and whether this office's own is the one it knows. */
  ledgers(actor: Actor): Awaitable<LedgersView>
  /** Compares every entry of this office's own ledger with what it knows, and with what others confirmed. */
  checkLedger(actor: Actor): Promise<OwnLedgerView>
  /** A ledger that forked goes on with what is held here, for a reason that is kept. Throws ProblemError `not-found` where none waits for that. */
  decideFork(actor: Actor, office: OfficeId, reason: string): Awaitable<LedgerStanding>
  /** A lost ledger's successor is followed, for a reason that is kept, as soon as enough others have accepted it. Throws ProblemError `not-found` where none waits for that. */
  acceptSuccession(actor: Actor, office: OfficeId, reason: string): Awaitable<LedgerStanding>
  /** Says in this office's own ledger that it will be away, so that the others show until when. Said again, the latest counts. */
  announceMaintenance(actor: Actor, maintenance: Maintenance): Promise<Maintenance>
  /** Reads and judges again what was set aside, of one office or of all. */
  retryQuarantine(actor: Actor, office?: OfficeId): Promise<Retried>

  /** Whom this office tells what, and what became of it. */
  notifications(actor: Actor, query: NotificationsQuery): Awaitable<NotificationsView>
  /** Somebody is on it. Throws `not-found`. */
  acknowledge(actor: Actor, about: AboutNotification): Awaitable<void>
  /** Sends one message again. Throws `not-found`, and `unavailable` where nobody is there to send it. */
  sendAgain(actor: Actor, about: AboutNotification): Promise<void>

  // The office's own desk: nothing of it is in a ledger, and no other office is told.

  /** What somebody has on their desk: `me`, or a colleague's id; by the office's own date, then by how urgent it is. */
  deskEntries(actor: Actor, owner: string): Awaitable<readonly DeskEntry[]>
  /** Who has it, until when, and what was noted. Throws ProblemError `not-found` where this office does not know it. */
  deskItem(actor: Actor, about: DeskAbout): Awaitable<DeskItem>
  /** Claim, release, hand over, a date, how urgent, a note. Throws ProblemError `conflict` where somebody was first. */
  changeDesk(actor: Actor, about: DeskAbout, change: DeskChange): Awaitable<DeskItem>
  /** Who may have something on their desk; with an act: and may do that. */
  colleagues(actor: Actor, act?: string): Awaitable<readonly Identity[]>
  /** One's own, and those that are shared. */
  savedViews(actor: Actor): Awaitable<readonly SavedView[]>
  saveView(actor: Actor, view: NewView): Awaitable<SavedView>
  /** Throws ProblemError `not-found` where it is neither one's own nor shared. */
  removeView(actor: Actor, id: string): Awaitable<SavedView>
  /** One's own, the latest first. */
  drafts(actor: Actor): Awaitable<readonly SavedDraft[]>
  saveDraft(actor: Actor, draft: Draft): Awaitable<SavedDraft>
  /** Whether there was one. */
  removeDraft(actor: Actor, id: string): Awaitable<boolean>
  /** One's own draft is a colleague's from now on. Throws ProblemError `not-found` where there is none, or nobody of that name who may do it. */
  handDraft(actor: Actor, id: string, to: string): Awaitable<HandedDraft>
  /** What one handed over, for as long as a colleague has it as a draft. */
  draftsHandedOver(actor: Actor): Awaitable<readonly HandedDraft[]>

  /** Quick, for a supervisor. */
  health(actor: Actor): Awaitable<Health>
  /** Thorough, for a person: what is wrong and what to do. */
  doctor(actor: Actor): Awaitable<Doctor>

  /** Calls `listener` after every change that a page may show; it must not throw. Returns the way to stop. */
  subscribe(actor: Actor, listener: (change: Change) => void): () => void
}

/** An order of any office, or a matter at all of them. */
export interface EvidenceAbout {
  readonly kind: 'order' | 'matter'
  readonly id: string
}

export type Awaitable<T> = T | Promise<T>
/** Of these matters only. */
export interface OfMatters {
  readonly matters?: readonly MatterId[]
}
export interface BoardQuery {
  /** What was true: facts of this legal date and before. */
  readonly asOf?: LocalDate
  /** What was known: what was recorded up to the end of this date, in this office's zone. */
  readonly knownOn?: LocalDate
}
/** What people may send: an alarm is the workflow's own, and a correction is made by `approveCorrection`. */
export type PublicOrderCommand = Exclude<
  OrderCommand,
  { kind: 'mark-reached' | 'approve-correction' }
>
export type PublicMatterCommand = Exclude<MatterCommand, { kind: 'mark-reached' }>

export type Change =
  /** An event of an office was verified and stored. */
  | {
      readonly kind: 'stored'
      readonly office: OfficeId
      readonly sequence: number
      readonly ref: AggregateRef
      readonly eventKind: string
    }
  /** Something was set aside, a follower changed its state, or the legal day changed. */
  | { readonly kind: 'quarantined'; readonly office: OfficeId }
  | { readonly kind: 'follower'; readonly office: OfficeId }
  | { readonly kind: 'day'; readonly today: LocalDate }
