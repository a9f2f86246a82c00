// One word for where an aggregate of any kind stands, and its next instant: what the office says of it where a life is started.
// Each life has its own word from its own kind; this is for who has all kinds before it.

import type { Aggregate } from './kernel/aggregate.ts'
import type { Instant } from './kernel/date.ts'
import type { AggregateRef } from './kernel/ids.ts'
import { participationPhase } from './joint/participation.ts'
import type { JointState } from './joint/rules.ts'
import { statusOf } from './joint/standing.ts'
import { matterPhase } from './matter/state.ts'
import { orderPhase } from './order/phase.ts'
import type { OrderState } from './order/state.ts'
import { rulesOf } from './rules.ts'

export interface Showing {
  readonly phase: string
  readonly version: number
  /** The next instant that its life waits for; undefined where nothing is due. */
  readonly until: Instant | undefined
  readonly isEnded: boolean
}

/** Undefined for what has no event yet, or no rules here. */
export function showingOf(
  ref: AggregateRef,
  { state, version }: Aggregate<unknown>,
): Showing | undefined {
  const rules = rulesOf(ref.kind)
  if (rules === undefined || state === undefined) return undefined
  const isEnded = rules.isEnded(state)
  const until = isEnded ? undefined : rules.nextAlarm(state)?.at
  return { phase: phaseOf(ref, state), version, until, isEnded }
}

function phaseOf({ kind }: AggregateRef, state: unknown): string {
  if (kind === 'order') return orderPhase(state as OrderState)
  if (kind === 'matter') return matterPhase
  const joint = state as JointState
  return joint.part === 'proposal' ? statusOf(joint) : participationPhase(joint)
}
