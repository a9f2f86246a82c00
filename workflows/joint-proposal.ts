// The workflow of one joint action in the office that proposed it: it keeps the time to reply, the agreed moment and the windows.

import { proposalRules } from '../shared/joint/proposal-rules.ts'
import { runEntity } from './entity.ts'
import { type EntityInput, proposalUpdates } from './messages.ts'

export async function jointProposal(input: EntityInput): Promise<void> {
  await runEntity(proposalRules, proposalUpdates, input)
}
