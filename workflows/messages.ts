// What travels to, from and between a workflow and the world: the `record` port, the update's answer, the workflow's input.
// Types and names only; whoever talks to a workflow imports this file and nothing else of this folder.

import type { Aggregate, Recorded } from '../shared/kernel/aggregate.ts'
import type { Instant } from '../shared/kernel/date.ts'
import type { ClockSetting } from '../shared/kernel/clock.ts'
import { parseJointRef, type AggregateRef, type CommandId } from '../shared/kernel/ids.ts'
import type { ParticipationCommand } from '../shared/joint/participation.schema.ts'
import type { ProposalCommand } from '../shared/joint/proposal.schema.ts'
import type { MatterCommand } from '../shared/matter/matter.schema.ts'
import type { OrderCommand } from '../shared/order/order.schema.ts'
import type { SubmitReply } from '../shared/contract/reply.ts'
import type { Problem } from '../shared/kernel/problems.ts'

/** What every command has, whatever it is about. */
export interface AnyCommand {
  readonly id: CommandId
  readonly kind: string
}

/** What the workflow asks of the world: decide, sign, append; the ledger answers. */
export interface RecordRequest {
  readonly ref: AggregateRef
  /** The aggregate as the workflow knows it; the ledger may have more. */
  readonly known: Aggregate<unknown>
  readonly command: AnyCommand
  /** Legal time at which the command came. */
  readonly recordedAt: Instant
}

/** `events`: all that the ledger has after `known.version`, in order, with the command's own event if it is among them. */
export type RecordReply =
  | {
      readonly kind: 'recorded'
      readonly events: readonly Recorded<unknown>[]
      readonly event: Recorded<unknown>
    }
  | {
      readonly kind: 'refused'
      readonly problem: Problem
      readonly events: readonly Recorded<unknown>[]
    }

/** The activities a workflow needs. */
export interface Ports {
  /**
   * Idempotent by command id: a command that the ledger has is answered with its event, however often it is asked.
   * A refusal is an answer. It throws where the ledger cannot be reached (tried again without end), or an error whose
   * `name` is one of `faultsNotRetried`.
   */
  record(request: RecordRequest): Promise<RecordReply>
}

/** Names of errors of `record` that trying again does not mend: someone has to look first. */
export const faultsNotRetried = [
  /** The office's own broker refuses the office: its credentials or permissions are wrong. */
  'LedgerPermissionError',
  /** The ledger holds what the office did not sign, or two histories. */
  'LedgerIntegrityError',
] as const

/**
 * What an update returns. Its arguments are the command, a mark of the call, and the version of the aggregate that the office's projection shows.
 * `asked` is the mark of the call that was carried out: Temporal answers a repeated update id from memory.
 */
export interface UpdateReply {
  readonly asked: string
  readonly reply: SubmitReply
}

/** Bounds of one workflow run; `shared/limits.ts` unless a test says otherwise. */
export interface RunLimits {
  readonly historyEvents: number
  readonly updates: number
}

export interface EntityInput {
  readonly ref: AggregateRef
  readonly clock: ClockSetting
  /** What the run before, or the office's projection, knew; without it the first command makes the ledger tell. */
  readonly aggregate?: Aggregate<unknown>
  readonly limits?: RunLimits
}

/** Update: the aggregate as the office's projection has it, for a workflow that may have missed something. Refused as `knownAlready`, without a trace in the history, where it has not. */
export const catchUpUpdate = 'catch-up'
export const knownAlready = 'known-already'

/** Query: the aggregate as the workflow knows it, for tests and for a person who looks into Temporal. */
export const stateQuery = 'state'

/** The workflow type that carries an aggregate, or undefined where none does. */
export function workflowTypeOf(
  ref: AggregateRef,
): 'order' | 'matter' | 'jointProposal' | 'jointParticipation' | undefined {
  if (ref.kind === 'order' || ref.kind === 'matter') return ref.kind
  const part = ref.kind === 'joint' ? parseJointRef(ref)?.part : undefined
  return part === undefined
    ? undefined
    : ({ proposal: 'jointProposal', participation: 'jointParticipation' } as const)[part]
}

/** Updates of an order, named as the commands. An alarm is the workflow's own command, so nobody can send it. */
export const orderUpdates = namesOf<Exclude<OrderCommand['kind'], 'mark-reached'>>({
  issue: true,
  serve: true,
  refuse: true,
  comply: true,
  challenge: true,
  decide: true,
  stay: true,
  extend: true,
  'undo-extension': true,
  correct: true,
  'approve-correction': true,
  assess: true,
  'extend-challenge-time': true,
  rescind: true,
  'set-deadline': true,
  'record-in-error': true,
  escalate: true,
  'record-outcome': true,
  withdraw: true,
  close: true,
})

export const matterUpdates = namesOf<Exclude<MatterCommand['kind'], 'mark-reached'>>({
  opened: true,
  'investigation-opened': true,
  'findings-published': true,
  'recommendation-made': true,
  'recommendation-refused': true,
  announced: true,
  'statement-made': true,
  'joint-action': true,
  noted: true,
  disposition: true,
  'commitment-made': true,
  'notice-of-intention': true,
  'report-sent': true,
  'court-application': true,
  'court-decided': true,
  'compliance-reported': true,
  'compliance-assessed': true,
  'recorded-in-error': true,
})

export const proposalUpdates = namesOf<ProposalCommand['kind']>({
  propose: true,
  amend: true,
  postpone: true,
  clarify: true,
  go: true,
  cancel: true,
  // Sent by the office's own process as well as by the alarm: what was missing may come at any time.
  'close-replies': true,
  release: true,
  conclude: true,
})

export const participationUpdates = namesOf<Exclude<ParticipationCommand['kind'], 'mark-moment'>>({
  prepare: true,
  approve: true,
  object: true,
  abstain: true,
  delegate: true,
  withdraw: true,
  ask: true,
  forward: true,
  split: true,
  answer: true,
  receive: true,
  report: true,
  commit: true,
  act: true,
  fail: true,
  'stand-down': true,
  compensate: true,
})

/** A list that the compiler keeps complete. */
function namesOf<K extends string>(names: Record<K, true>): readonly K[] {
  return Object.keys(names) as K[]
}
