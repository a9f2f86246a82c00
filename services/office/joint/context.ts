// What the rules of a joint action may look at, taken from the projection at the moment of a decision.

import type { Instant } from '../../../shared/kernel/date.ts'
import type { Directory } from '../../../shared/office/directory.schema.ts'
import {
  participationRef,
  proposalRef,
  type JointId,
  type OfficeId,
} from '../../../shared/kernel/ids.ts'
import type { ParticipationState } from '../../../shared/joint/participation.ts'
import type { JointContext, Part, JointSnapshot } from '../../../shared/joint/snapshot.ts'
import type { ProposalState } from '../../../shared/joint/proposal.ts'
import type { LedgerReader } from '../ports.ts'
import type { Store } from '../ports.ts'
import { digestOf } from './sealing.ts'

export interface JointWorld {
  readonly store: Pick<Store, 'aggregate'>
  readonly directory: Directory
  /** By the legal clock, and how fast it runs. */
  readonly now: Instant
  readonly pace: number
  readonly followers: () => readonly Pick<LedgerReader, 'office' | 'state' | 'isRead'>[]
}

export function jointContext({ store, directory, now, pace, followers }: JointWorld): JointContext {
  return {
    now,
    pace,
    unreachable: new Set(
      followers()
        .filter(({ state }) => state === 'unreachable' || state === 'silent' || state === 'stopped')
        .map(({ office }) => office),
    ),
    unread: new Set(
      followers()
        .filter(({ isRead }) => !isRead)
        .map(({ office }) => office),
    ),
    snapshotOf: (joint) => snapshotOf(joint, store, directory),
    digestOf,
  }
}

/** The proposal and every known office's part, as far as their ledgers were read. */
export function snapshotOf(
  joint: JointId,
  store: Pick<Store, 'aggregate'>,
  directory: Directory,
): JointSnapshot {
  const proposal = store.aggregate(proposalRef(joint))?.state as ProposalState | undefined
  const parts = directory.offices.flatMap(({ id }): [OfficeId, Part][] => {
    const aggregate = store.aggregate(participationRef(joint, id))
    return aggregate?.state === undefined
      ? []
      : [[id, { version: aggregate.version, state: aggregate.state as ParticipationState }]]
  })
  return { joint, proposal, parts: new Map(parts) }
}
