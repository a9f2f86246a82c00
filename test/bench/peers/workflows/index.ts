// The bare workflow of an order on Temporal: for each command one update with one local activity that publishes. Then it ends.

import {
  allHandlersFinished,
  condition,
  defineUpdate,
  proxyLocalActivities,
  setHandler,
} from '@temporalio/workflow'

const { publish } = proxyLocalActivities<{ publish(command: unknown): Promise<number> }>({
  startToCloseTimeout: '5s',
})

export async function bare(commands: number): Promise<void> {
  let taken = 0
  setHandler(defineUpdate<number, [unknown]>('take'), async (command) => {
    const sequence = await publish(command)
    taken += 1
    return sequence
  })
  await condition(() => taken >= commands && allHandlersFinished())
}
