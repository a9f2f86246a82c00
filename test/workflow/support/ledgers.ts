// The test ledger over the test's own rules, and over the real ones with the real policy packs.

import type { DecisionContext } from '../../../shared/policy/decision.ts'
import {
  emptyAggregate,
  fold,
  type Aggregate,
  type Recorded,
} from '../../../shared/kernel/aggregate.ts'
import type { Instant } from '../../../shared/kernel/date.ts'
import {
  participationRef,
  proposalRef,
  type AggregateRef,
  type JointId,
} from '../../../shared/kernel/ids.ts'
import type { ParticipationState } from '../../../shared/joint/participation.ts'
import type { JointContext } from '../../../shared/joint/snapshot.ts'
import type { ProposalState } from '../../../shared/joint/proposal.ts'
import { rulesOf, type AnyEvent } from '../../../shared/rules.ts'
import { digestOf } from '../../../services/office/joint/sealing.ts'
import type { RecordRequest } from '../../../workflows/messages.ts'
import { d, officeEntry, packs } from '../../support/founding.ts'
import { counterRules } from './counter.ts'
import { FileLedger, type RulesOf } from './file-ledger.ts'

export function counterLedger(file: string): FileLedger {
  return new FileLedger(file, () => counterRules as unknown as ReturnType<RulesOf>, contextOf)
}

export function realLedger(file: string): FileLedger {
  const ledger: FileLedger = new FileLedger(
    file,
    (kind) => rulesOf(kind as AggregateRef['kind']) as unknown as ReturnType<RulesOf>,
    (request) => ({ ...contextOf(request), joint: jointContextOf(ledger, request) }),
  )
  return ledger
}

/** Of one office alone, which is in reach of itself. */
function jointContextOf(
  ledger: FileLedger,
  { ref: { office }, recordedAt }: RecordRequest,
): JointContext {
  const aggregateOf = (ref: AggregateRef): Aggregate<unknown> => {
    const rules = rulesOf(ref.kind)
    return rules === undefined
      ? emptyAggregate
      : ledger
          .eventsOf(ref)
          .reduce<Aggregate<unknown>>(
            (folded, event) => fold(rules, ref, folded, event as Recorded<AnyEvent>),
            emptyAggregate,
          )
  }
  const snapshotOf = (joint: JointId) => {
    const { version, state } = aggregateOf(participationRef(joint, office))
    return {
      joint,
      proposal: aggregateOf(proposalRef(joint)).state as ProposalState | undefined,
      parts: new Map(
        state === undefined ? [] : [[office, { version, state: state as ParticipationState }]],
      ),
    }
  }
  return {
    now: recordedAt as Instant,
    pace: 20 * 86_400,
    unreachable: new Set(),
    unread: new Set(),
    snapshotOf,
    digestOf,
  }
}

function contextOf({ ref, recordedAt }: RecordRequest): DecisionContext {
  return {
    office: officeEntry(ref.office, 'ca-bc-pipa'),
    packs,
    zoneData: '2026c',
    today: d(recordedAt.slice(0, 10)),
  }
}
