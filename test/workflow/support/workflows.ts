// The workflows that tests run: the real entity workflow over the test's own rules, a worker's bare floor, and the real ones.

import { defineUpdate, proxyLocalActivities, setHandler, sleep } from '@temporalio/workflow'
import { runEntity } from '../../../workflows/entity.ts'
import type { EntityInput } from '../../../workflows/messages.ts'
import { counterRules, counterUpdates } from './counter.ts'

export * from '../../../workflows/index.ts'

export async function counter(input: EntityInput): Promise<void> {
  await runEntity(counterRules, counterUpdates, input)
}

const { noop } = proxyLocalActivities<{ noop(): Promise<void> }>({ startToCloseTimeout: '2s' })

/** One update, one activity that does nothing: what Temporal itself costs. */
export async function bare(): Promise<void> {
  setHandler(defineUpdate('touch'), () => noop())
  await sleep('1 hour')
}
