// The workflows of the bench: the real one of an order, and its floor.

import {
  allHandlersFinished,
  condition,
  defineUpdate,
  proxyLocalActivities,
  setHandler,
} from '@temporalio/workflow'

export { order } from '../../../workflows/order.ts'

const { noop } = proxyLocalActivities<{ noop(): Promise<void> }>({ startToCloseTimeout: '2s' })

/** The least that a workflow can do with as many commands: for each one update with one local activity that does nothing. Then it ends. */
export async function bare(updates: number): Promise<void> {
  let taken = 0
  setHandler(defineUpdate<void, [unknown]>('touch'), async () => {
    await noop()
    taken += 1
  })
  await condition(() => taken >= updates && allHandlersFinished())
}
