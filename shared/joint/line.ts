// One joint action as lists show it, without its title, which is sealed: how it stands, and what somebody at one office still has to do about it.

import type { Instant, LocalDate } from '../kernel/date.ts'
import type { JointId, MatterId, OfficeId } from '../kernel/ids.ts'
import { lastWindow } from './proposal.ts'
import { statusOf, stepsOf, type JointStatus, type JointStep } from './standing.ts'
import type { JointKind } from './terms.schema.ts'
import { waitingActsOf, type Proposed, type WaitingAct } from './view.ts'

export interface JointLine {
  readonly joint: JointId
  readonly proposer: OfficeId
  readonly action: JointKind
  readonly matter: MatterId | null
  readonly status: JointStatus
  readonly version: number
  readonly proposedOn: LocalDate
  readonly replyBy: Instant
  readonly moment: Instant | null
  /** Of the office that looks. */
  readonly step: JointStep | null
  readonly waitsForUs: boolean
  readonly waitsFor: readonly WaitingAct[]
  readonly until: Instant | null
}

/** As `own` sees it at `now`. */
export function jointLine(snapshot: Proposed, own: OfficeId, now: Instant): JointLine {
  const { joint, proposer, version, terms, proposedOn, going } = snapshot.proposal
  const waitsFor = waitingActsOf(snapshot, own, now)
  return {
    joint,
    proposer,
    action: terms.action,
    matter: terms.matter ?? null,
    status: statusOf(snapshot.proposal),
    version,
    proposedOn,
    replyBy: terms.replyBy,
    moment: going?.moment ?? terms.moment ?? null,
    step: stepsOf(snapshot).get(own) ?? null,
    waitsForUs: waitsFor.length > 0,
    waitsFor,
    until: going === undefined ? null : lastWindow(going),
  }
}

/** After which instant its line may be another one though nobody records anything: when the proposed moment passes. A superset is safe. */
export function lineTurnsAfter({ proposal: { terms, ended } }: Proposed, now: Instant): Instant {
  const { moment } = terms
  return ended === undefined && moment !== undefined && moment >= now ? moment : never
}

/** Later than every instant that a record may name. */
const never = '9999-12-31T23:59:59.999Z' as Instant
