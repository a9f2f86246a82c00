// The test ledger over the test's own rules, and over the real ones with the real policy packs.

import type { DecisionContext } from '../../../shared/policy/decision.ts'
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
import { rulesOf } from '../../../shared/rules.ts'
import { digestOf } from '../../../services/office/joint/sealing.ts'
import { d, officeEntry, packs } from '../../support/founding.ts'
import { counterRules } from './counter.ts'
import { FileLedger, type RulesOf } from './file-ledger.ts'

export function counterLedger(file: string): FileLedger {
  return new FileLedger(file, () => counterRules as unknown as ReturnType<RulesOf>)
}

/** `now`: the legal clock of the scenario. */
export function realLedger(file: string, now: () => Instant): FileLedger {
  const ledger: FileLedger = new FileLedger(
    file,
    (kind) => rulesOf(kind as AggregateRef['kind']) as unknown as ReturnType<RulesOf>,
    (ref) => ({ ...contextOf(ref, now()), joint: jointContextOf(ledger, ref, now()) }),
  )
  return ledger
}

/** Of one office alone, which is in reach of itself. */
function jointContextOf(ledger: FileLedger, { office }: AggregateRef, now: Instant): JointContext {
  const snapshotOf = (joint: JointId) => {
    const { version, state } = ledger.aggregateOf(participationRef(joint, office))
    return {
      joint,
      proposal: ledger.aggregateOf(proposalRef(joint)).state as ProposalState | undefined,
      parts: new Map(
        state === undefined ? [] : [[office, { version, state: state as ParticipationState }]],
      ),
    }
  }
  return {
    now,
    pace: 20 * 86_400,
    unreachable: new Set(),
    unread: new Set(),
    snapshotOf,
    digestOf,
  }
}

function contextOf(ref: AggregateRef, now: Instant): DecisionContext {
  return {
    office: officeEntry(ref.office, 'ca-bc-pipa'),
    packs,
    zoneData: '2026c',
    today: d(now.slice(0, 10)),
  }
}
