// The workflow of one order of one office.

import { orderRules } from '../shared/order/rules.ts'
import { runEntity } from './entity.ts'
import { type EntityInput, orderUpdates } from './messages.ts'

export async function order(input: EntityInput): Promise<void> {
  await runEntity(orderRules, orderUpdates, input)
}
