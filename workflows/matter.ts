// The life of one matter, as one office speaks of it: it watches the clocks that a report or a notice starts.

import { matterRules } from '../shared/matter/rules.ts'
import { matterPhase } from '../shared/matter/state.ts'
import { live } from './life.ts'
import type { LifeInput } from './messages.ts'

export async function matterLife(input: LifeInput): Promise<void> {
  await live({ rules: matterRules, phaseOf: () => matterPhase }, input)
}
