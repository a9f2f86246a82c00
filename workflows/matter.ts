// The workflow of one matter, as one office speaks of it.

import { matterRules } from '../shared/matter/rules.ts'
import { runEntity } from './entity.ts'
import { type EntityInput, matterUpdates } from './messages.ts'

export async function matter(input: EntityInput): Promise<void> {
  await runEntity(matterRules, matterUpdates, input)
}
