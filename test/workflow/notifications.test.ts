// Who tells a recipient, on a real Temporal: woken by news, awake when the time comes, patient where a line is down, and started once.

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newsSignal } from '../../workflows/messages.ts'
import { type Rig, startRig, taskQueue } from './support/rig.ts'
import { eventually } from './support/wait.ts'

let rig: Rig
const calls: { recipient: string; at: number }[] = []
let answer: () => { waitMs?: number } = () => ({})
const stack = new AsyncDisposableStack()
beforeAll(async () => {
  rig = stack.use(
    await startRig({
      activities: {
        deliver: async ({ recipient }: { recipient: string }) => {
          calls.push({ recipient, at: Date.now() })
          return answer()
        },
      },
    }),
  )
  stack.use(await rig.startWorker())
})
afterAll(() => stack.disposeAsync())

const wake = (recipient: string) =>
  rig.link.client.workflow.signalWithStart('notificationDelivery', {
    workflowId: `notifications/${recipient}`,
    taskQueue,
    args: [{ recipient }],
    signal: newsSignal,
  })
const callsOf = (name: string) => calls.filter(({ recipient }) => recipient === name)
const called = (name: string, times: number) =>
  eventually(
    () => callsOf(name),
    (each) => each.length >= times,
  )

describe('who tells a recipient', () => {
  it('is woken by news, and sleeps while there is none', async () => {
    answer = () => ({})
    await wake('officer')
    await called('officer', 1)
    await new Promise((resolve) => setTimeout(resolve, 500))
    const before = callsOf('officer').length
    await wake('officer')
    await called('officer', before + 1)
  })

  it('wakes by itself when the time comes', async () => {
    let first = true
    answer = () => {
      const waitMs = first ? 400 : undefined
      first = false
      return waitMs === undefined ? {} : { waitMs }
    }
    await wake('digest')
    const [begun, again] = await called('digest', 2)
    expect((again?.at ?? 0) - (begun?.at ?? 0)).toBeGreaterThanOrEqual(350)
  })

  it('tries again by Temporal where the line is down, and ends nothing', async () => {
    let tries = 0
    answer = () => {
      tries += 1
      if (tries === 1) throw new Error('the line is down')
      return {}
    }
    await wake('patient')
    await called('patient', 2)
    const { status } = await rig.link.client.workflow.getHandle('notifications/patient').describe()
    expect(status.name).toBe('RUNNING')
  }, 30_000)
})
