// The messages of a workflow: what it is told, what it asks for, how it starts.
// Types and names only; code that talks to a workflow imports this file and no other of this folder.

import type { Aggregate, Recorded } from '../shared/kernel/aggregate.ts'
import type { ClockSetting } from '../shared/kernel/clock.ts'
import { parseJointRef, type AggregateRef, type CommandId } from '../shared/kernel/ids.ts'
import type { Problem } from '../shared/kernel/problems.ts'

export interface LifeInput {
  readonly ref: AggregateRef
  readonly clock: ClockSetting
  /** The aggregate as the run before, or the office's projection, knew it. */
  readonly aggregate?: Aggregate<unknown>
  /** The version whose search attributes were set at the start: they need not be set again. */
  readonly shown?: number
  readonly limits?: RunLimits
}

/** Bounds of one workflow run; `shared/kernel/limits.ts` unless a test says otherwise. */
export interface RunLimits {
  readonly historyEvents: number
}

/** Signal: what was recorded, in order. The workflow may know some of it already; if it lacks what came before, it reads that. */
export const toldSignal = 'told'
export interface Told {
  /** The version that the ledger has, which may be later than the last of `events`. */
  readonly version: number
  readonly events: readonly Recorded<unknown>[]
  /** The present time of a stepped clock. */
  readonly clock?: ClockSetting
}

/** Query: the aggregate as the life knows it, for tests and for a person who looks into Temporal. */
export const stateQuery = 'state'

/** Search attributes, for lists in Temporal's own pages and for the office's own comparison. No personal data. */
export const searchAttributes = {
  /** The word for where it stands: `window-running`. */
  phase: 'ConcertPhase',
  /** The version that the life knows. */
  version: 'ConcertVersion',
  /** The instant it sleeps until. */
  until: 'ConcertUntil',
} as const

/** What every command has, whatever it is about. */
export interface AnyCommand {
  readonly id: CommandId
  readonly kind: string
}

/** An instant has come: the command that says so, through the office's door. */
export interface AlarmRequest {
  readonly ref: AggregateRef
  readonly command: AnyCommand
  /** It should have been recorded long ago: no workflow was running. */
  readonly late: boolean
  /** The version that the workflow knows; it asks for what came after. */
  readonly after: number
}

export interface AlarmReply {
  /** All that the ledger has after `after`, including the command's own event if it was recorded. */
  readonly events: readonly Recorded<unknown>[]
  readonly refused?: Problem
}

/** The activities a life needs. Both throw where the ledger does not answer, and are tried again without end. */
export interface LifeActivities {
  record(request: AlarmRequest): Promise<AlarmReply>
  /** What the ledger has of an aggregate after a version, in order. */
  read(request: {
    readonly ref: AggregateRef
    readonly after: number
  }): Promise<readonly Recorded<unknown>[]>
}

/** Names of errors that a retry does not mend: a person has to look first. */
export const faultsNotRetried = [
  /** The office's own broker refuses the office: its credentials or permissions are wrong. */
  'LedgerPermissionError',
  /** The ledger holds an event that the office did not sign, or two histories. */
  'LedgerIntegrityError',
] as const

export type LifeType = 'orderLife' | 'matterLife' | 'proposalLife' | 'participationLife'

/** The workflow type of an aggregate's life, or undefined where none has one. */
export function lifeTypeOf(ref: AggregateRef): LifeType | undefined {
  if (ref.kind === 'order') return 'orderLife'
  if (ref.kind === 'matter') return 'matterLife'
  const part = ref.kind === 'joint' ? parseJointRef(ref)?.part : undefined
  if (part === undefined) return undefined
  return part === 'proposal' ? 'proposalLife' : 'participationLife'
}

/** Signal: there is something to tell a recipient. */
export const newsSignal = 'news'
export interface NotificationInput {
  /** Its name within the office. */
  readonly recipient: string
}
export interface NotificationActivities {
  /** Sends what is due; `waitMs` until more will be, absent where only news changes that. Throws where it could not be handed over. */
  deliver(input: NotificationInput): Promise<{ readonly waitMs?: number }>
}
