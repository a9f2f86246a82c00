// Where a joint action stands, and where each office stands in it: one word each, for boards, pages and the command line.

import type { OfficeId } from '../kernel/ids.ts'
import type { ParticipationState } from './participation.ts'
import type { JointSnapshot } from './snapshot.ts'
import type { ProposalState } from './proposal.ts'
import { hasAnswered, tallyOf } from './tally.ts'

export const jointStatuses = [
  'open',
  'going',
  'held',
  'released',
  'complete',
  'incomplete',
  'called-off',
  'cancelled',
  'answered',
] as const
export type JointStatus = (typeof jointStatuses)[number]

export const jointSteps = [
  'invited',
  'received',
  'unreadable',
  'prepared',
  'consented',
  'conditional',
  'lapsed',
  'objected',
  'abstained',
  'withdrawn',
  'silent',
  'answered',
  'committed',
  'in-doubt',
  'acted',
  'acted-late',
  'not-acted',
  'compensated',
  'stood-down',
] as const
export type JointStep = (typeof jointSteps)[number]

export function statusOf({ ended, released, held, going }: ProposalState): JointStatus {
  if (ended !== undefined) return ended.how
  if (released !== undefined) return 'released'
  if (held !== undefined) return 'held'
  return going === undefined ? 'open' : 'going'
}

/** The step of every invited office, in the order of the invitation. */
export function stepsOf(
  snapshot: JointSnapshot & { readonly proposal: ProposalState },
): Map<OfficeId, JointStep> {
  const tally = tallyOf(snapshot, snapshot.proposal.going?.moment ?? snapshot.proposal.terms.moment)
  return new Map(
    snapshot.proposal.terms.offices.map((office) => [
      office,
      stepOf(
        snapshot.proposal,
        snapshot.parts.get(office)?.state,
        tally.consents.get(office),
        tally.silent.includes(office),
      ),
    ]),
  )
}

function stepOf(
  proposal: ProposalState,
  state: ParticipationState | undefined,
  notCounted: string | undefined,
  isSilent: boolean,
): JointStep {
  if (state === undefined) return isSilent ? 'silent' : 'invited'
  if (state.compensated !== undefined) return 'compensated'
  if (state.acted !== undefined) return state.acted.late ? 'acted-late' : 'acted'
  if (state.notActed !== undefined) return 'not-acted'
  if (state.stoodDown !== undefined) return 'stood-down'
  const { answer, committed, prepared, received } = state
  if (answer?.kind === 'withdrawn') return 'withdrawn'
  if (
    answer?.kind === 'consented' &&
    committed?.round === proposal.going?.round &&
    committed?.version === proposal.version
  )
    return committed.windowPassed ? 'in-doubt' : 'committed'
  if (prepared !== undefined && prepared.version === proposal.version) return 'prepared'
  if (answer?.kind === 'consented')
    return notCounted === undefined
      ? 'consented'
      : notCounted === 'conditional'
        ? 'conditional'
        : 'lapsed'
  if (answer !== undefined && hasAnswered(proposal, state)) return answer.kind
  if (isSilent) return 'silent'
  if (received.version < proposal.version) return 'invited'
  return received.digest === proposal.terms.digest ? 'received' : 'unreadable'
}
