// The rules of kind `joint`: an aggregate is a proposal or a part, as its id says. The two workflows each know their own.

import type { Rules } from '../kernel/aggregate.ts'
import { parseJointRef, type AggregateRef } from '../kernel/ids.ts'
import { participationRules } from './participation-rules.ts'
import type { ParticipationState } from './participation.ts'
import type { ParticipationCommand, ParticipationEvent } from './participation.schema.ts'
import type { JointDecisionContext } from './snapshot.ts'
import { proposalRules } from './proposal-rules.ts'
import type { ProposalState } from './proposal.ts'
import type { ProposalCommand, ProposalEvent } from './proposal.schema.ts'

export type JointState = ProposalState | ParticipationState
export type JointCommand = ProposalCommand | ParticipationCommand
export type JointEvent = ProposalEvent | ParticipationEvent

export const jointRules: Rules<JointState, JointCommand, JointEvent, JointDecisionContext> = {
  precheck: (ref, state, command) =>
    isProposal(ref)
      ? proposalRules.precheck(ref, state as ProposalState, command as ProposalCommand)
      : participationRules.precheck(
          ref,
          state as ParticipationState,
          command as ParticipationCommand,
        ),
  decide: (ref, state, command, context) =>
    isProposal(ref)
      ? proposalRules.decide(ref, state as ProposalState, command as ProposalCommand, context)
      : participationRules.decide(
          ref,
          state as ParticipationState,
          command as ParticipationCommand,
          context,
        ),
  evolve: (ref, state, event) =>
    isProposal(ref)
      ? proposalRules.evolve(ref, state as ProposalState, event as ProposalEvent)
      : participationRules.evolve(ref, state as ParticipationState, event as ParticipationEvent),
  nextAlarm: (state) =>
    state.part === 'proposal'
      ? proposalRules.nextAlarm(state)
      : participationRules.nextAlarm(state),
  isEnded: (state) =>
    state.part === 'proposal' ? proposalRules.isEnded(state) : participationRules.isEnded(state),
}

function isProposal(ref: AggregateRef): boolean {
  return parseJointRef(ref)?.part === 'proposal'
}
