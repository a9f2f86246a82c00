// The life of one office's part in a joint action, from the day its proposal arrived: it keeps the office's own moment and window.

import { participationRules } from '../shared/joint/participation-rules.ts'
import { participationPhase } from '../shared/joint/participation.ts'
import { live } from './life.ts'
import type { LifeInput } from './messages.ts'

export async function participationLife(input: LifeInput): Promise<void> {
  await live({ rules: participationRules, phaseOf: participationPhase }, input)
}
