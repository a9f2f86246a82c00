// The life of one order of one office: issued, its window running, refused, stayed, lapsed, escalated, ended.
// It sleeps until the next day that the law or the order has set, says in the ledger when that day has come, and sleeps again.

import { orderPhase } from '../shared/order/phase.ts'
import { orderRules } from '../shared/order/rules.ts'
import { live } from './life.ts'
import type { LifeInput } from './messages.ts'

export async function orderLife(input: LifeInput): Promise<void> {
  await live({ rules: orderRules, phaseOf: orderPhase }, input)
}
