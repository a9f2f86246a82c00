// The workflows that tests run: a real life over the test's own rules, a worker's bare floor, and the real ones.

import { defineUpdate, proxyLocalActivities, setHandler, sleep } from '@temporalio/workflow'
import { live } from '../../../workflows/life.ts'
import type { LifeInput } from '../../../workflows/messages.ts'
import { counterRules } from './counter.ts'

export * from '../../../workflows/index.ts'

export async function counter(input: LifeInput): Promise<void> {
  await live({ rules: counterRules, phaseOf: ({ total }) => `total ${total}` }, input)
}

const { noop } = proxyLocalActivities<{ noop(): Promise<void> }>({ startToCloseTimeout: '2s' })

/** One update, one activity that does nothing: what Temporal itself costs. */
export async function bare(): Promise<void> {
  setHandler(defineUpdate('touch'), () => noop())
  await sleep('1 hour')
}
