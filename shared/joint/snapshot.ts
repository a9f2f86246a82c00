// What one office knows of one joint action: the proposal, and every office's part in it, as far as their ledgers were read here.
// It is put together of the projection whenever it is needed; nothing keeps it.

import type { Instant } from '../kernel/date.ts'
import type { JointId, OfficeId } from '../kernel/ids.ts'
import type { DecisionContext } from '../policy/decision.ts'
import type { ParticipationState } from './participation.ts'
import type { ProposalState } from './proposal.ts'

export interface Part {
  /** Of the office's own subject. */
  readonly version: number
  readonly state: ParticipationState
}

export interface JointSnapshot {
  readonly joint: JointId
  /** Undefined where an answer came before the proposal itself was read. */
  readonly proposal: ProposalState | undefined
  readonly parts: ReadonlyMap<OfficeId, Part>
}

/** What a decision in a joint action may look at besides the office's own state. */
export interface JointContext {
  /** By the legal clock. */
  readonly now: Instant
  /** Legal milliseconds per real millisecond: a window is for what takes real time, so on a compressed clock it is as much longer. */
  readonly pace: number
  /** Offices whose ledger cannot be reached now. */
  readonly unreachable: ReadonlySet<OfficeId>
  /** Those, and the offices whose line is back but whose ledger has not been read to its end since: what they said meanwhile is not known. */
  readonly unread: ReadonlySet<OfficeId>
  snapshotOf(joint: JointId): JointSnapshot
  /** SHA-256, hex, of the canonical form (RFC 8785). */
  digestOf(value: unknown): string
}

/** `joint` is absent where no joint action is decided. */
export interface JointDecisionContext extends DecisionContext {
  readonly joint?: JointContext
}

/** The snapshot with the office's own part as its workflow knows it, which may be newer than the projection. */
export function withPart<S extends JointSnapshot>(snapshot: S, office: OfficeId, part: Part): S {
  return { ...snapshot, parts: new Map(snapshot.parts).set(office, part) }
}
