// The workflow of one office's part in a joint action, started when the proposal arrives: it keeps the office's own moment and window.

import { participationRules } from '../shared/joint/participation-rules.ts'
import { runEntity } from './entity.ts'
import { type EntityInput, participationUpdates } from './messages.ts'

export async function jointParticipation(input: EntityInput): Promise<void> {
  await runEntity(participationRules, participationUpdates, input)
}
