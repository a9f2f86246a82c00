// The life of one joint action in the office that proposed it: it keeps the time to reply, the agreed moment, and the end of the window.

import { proposalRules } from '../shared/joint/proposal-rules.ts'
import { statusOf } from '../shared/joint/standing.ts'
import { live } from './life.ts'
import type { LifeInput } from './messages.ts'

export async function proposalLife(input: LifeInput): Promise<void> {
  await live({ rules: proposalRules, phaseOf: statusOf }, input)
}
