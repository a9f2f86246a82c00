// One reaction of an office in one joint action, and all that it is carried out with.

import type { SubmitReply } from '../../../shared/contract/reply.ts'
import type { Actor } from '../../../shared/kernel/actor.ts'
import type { Instant, LocalDate } from '../../../shared/kernel/date.ts'
import type { AggregateRef, JointId } from '../../../shared/kernel/ids.ts'
import { isToTryAgain, ProblemError, type Problem } from '../../../shared/kernel/problems.ts'
import type { ParticipationCommand } from '../../../shared/joint/participation.schema.ts'
import type { ProposalState } from '../../../shared/joint/proposal.ts'
import type { Reaction } from '../../../shared/joint/reactions.ts'
import type { JointContext } from '../../../shared/joint/snapshot.ts'
import type { MatterCommand } from '../../../shared/matter/matter.schema.ts'
import type { OfficeEntry } from '../../../shared/office/directory.schema.ts'
import type { OrderCommand } from '../../../shared/order/order.schema.ts'
import type { DecisionContext } from '../../../shared/policy/decision.ts'
import type { Signer, Store } from '../ports.ts'
import type { OwnOrders } from './own-orders.ts'
import type { Sealing } from './sealing.ts'

export interface CarryOutOptions {
  readonly store: Pick<Store, 'aggregate'>
  readonly sealing: Sealing
  readonly signer: Pick<Signer, 'keyid' | 'signBytes'>
  readonly context: () => DecisionContext & { readonly joint: JointContext }
  readonly submit: (
    actor: Actor,
    ref: AggregateRef,
    command: ParticipationCommand | OrderCommand | MatterCommand | SendReaction['command'],
    /** What makes it the same command, where that is not all of it. */
    content?: unknown,
  ) => Promise<SubmitReply>
}

export type SendReaction = Extract<Reaction, { do: 'send' }>

/** One reaction of this office in one joint action, and what it is carried out with. The day and the instant are those at which it began. */
export interface Task extends CarryOutOptions {
  readonly joint: JointId
  readonly proposal: ProposalState
  readonly office: OfficeEntry
  readonly today: LocalDate
  readonly now: Instant
  readonly actor: Actor
  readonly orders: OwnOrders
  /** Records an event of the office's own part. The id identifies the command completely: sent at another time, it is the same command. */
  readonly say: (command: ParticipationCommand) => Promise<Problem | undefined>
}

/** Undefined where it was recorded. Throws ProblemError where it has to be tried again. */
export function problemOf(reply: SubmitReply): Problem | undefined {
  if (reply.kind === 'recorded') return undefined
  if (isToTryAgain(reply.problem)) throw new ProblemError(reply.problem)
  return reply.problem
}
