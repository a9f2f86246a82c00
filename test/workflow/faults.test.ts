// What breaks around a life: the broker, the worker, Temporal itself. Every alarm is recorded, and once.

import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Aggregate } from '../../shared/kernel/aggregate.ts'
import type { Instant } from '../../shared/kernel/date.ts'
import { type AggregateRef, type CommandId, workflowIdOf } from '../../shared/kernel/ids.ts'
import { stateQuery } from '../../workflows/messages.ts'
import { type CounterCommand, counterRef, type CounterState } from './support/counter.ts'
import { type Rig, startRig } from './support/rig.ts'
import { eventually } from './support/wait.ts'

let rig: Rig
const stack = new AsyncDisposableStack()
beforeAll(async () => {
  rig = stack.use(await startRig({ onDisk: true }))
})
afterAll(() => stack.disposeAsync())
beforeEach(() => {
  rig.ledger.before = () => undefined
})

const open: CounterCommand = { id: 'open' as CommandId, kind: 'open' }
const soon = (ms = 500) => new Date(Date.now() + ms).toISOString() as Instant
const setAlarm = (at: Instant): CounterCommand => ({ id: 's' as CommandId, kind: 'set-alarm', at })
const commandsOf = (ref: AggregateRef) => rig.ledger.eventsOf(ref).map((event) => event.commandId)
const triesOf = (ref: AggregateRef) =>
  rig.ledger.requests.filter((request) => request.ref.id === ref.id).length
const rung = (ref: AggregateRef) =>
  eventually(
    () => commandsOf(ref),
    (ids) => ids.length === 3,
    60_000,
  )
const count = (names: string[], name: string) => names.filter((each) => each === name).length

describe('the broker', () => {
  it('is away when an alarm rings: it is tried until it is back, adding nothing to the history', async () => {
    await using _worker = await rig.startWorker()
    const ref = counterRef('broker-away')
    rig.ledger.before = () => {
      if (triesOf(ref) < 4) throw new Error('no broker')
    }
    await rig.say(ref, open)
    await rig.say(ref, setAlarm(soon()))
    await rung(ref)
    const names = await eventually(
      () => rig.history(ref),
      (seen) => seen.includes('activityTaskCompleted'),
    )
    expect([
      count(names, 'activityTaskScheduled'),
      count(names, 'activityTaskCompleted'),
      count(names, 'activityTaskFailed'),
    ]).toEqual([1, 1, 0])
  })

  it('hangs: the local try is given up, and the patient one goes on', async () => {
    await using _worker = await rig.startWorker()
    const ref = counterRef('broker-hangs')
    rig.ledger.before = () =>
      triesOf(ref) === 1 ? new Promise<void>((resolve) => setTimeout(resolve, 4_000)) : undefined
    await rig.say(ref, open)
    await rig.say(ref, setAlarm(soon()))
    await rung(ref)
    await eventually(
      () => triesOf(ref),
      (tries) => tries >= 2,
    )
    expect(commandsOf(ref)).toHaveLength(3)
  })
})

describe('the worker', () => {
  const workers: ChildProcess[] = []
  afterAll(() => workers.map((worker) => worker.kill('SIGKILL')))

  async function startProcess(dieAfter?: string): Promise<ChildProcess> {
    const worker = fork(
      path.join(import.meta.dirname, 'support', 'worker-main.ts'),
      [rig.temporal.address, rig.folder, ...(dieAfter === undefined ? [] : [dieAfter])],
      { execArgv: ['--disable-warning=ExperimentalWarning'] },
    )
    workers.push(worker)
    const first = await Promise.race([
      once(worker, 'message').then(() => 'ready'),
      once(worker, 'exit').then(() => 'ended'),
    ])
    expect(first).toBe('ready')
    return worker
  }

  it('is killed after it wrote an alarm and before it said so: the next one finds what was written', async () => {
    const ref = counterRef('worker-killed')
    const at = soon(1_500)
    const dying = await startProcess(`alarm/${at}`)
    await rig.say(ref, open)
    await rig.say(ref, setAlarm(at))
    expect((await once(dying, 'exit'))[1]).toBe('SIGKILL')
    expect(commandsOf(ref)).toEqual(['open', 's', `alarm/${at}`])
    const next = await startProcess()
    await eventually(
      () =>
        rig.link.client.workflow
          .getHandle(workflowIdOf(ref))
          .query<Aggregate<CounterState>>(stateQuery),
      ({ version }) => version === 3,
      60_000,
    )
    expect(commandsOf(ref)).toEqual(['open', 's', `alarm/${at}`])
    next.kill('SIGKILL')
    await once(next, 'exit')
  })

  it('is not there: what is told waits in Temporal, and is heard by the next one', async () => {
    const ref = counterRef('no-worker')
    await rig.say(ref, open)
    await rig.say(ref, setAlarm(soon()))
    await using _worker = await rig.startWorker()
    await rung(ref)
  })
})

describe('Temporal', () => {
  it('is killed and started again: the alarm rings, once', async () => {
    await using _worker = await rig.startWorker()
    const ref = counterRef('temporal-killed')
    await rig.say(ref, open)
    await rig.say(ref, setAlarm(soon(2_000)))
    await rig.temporal.kill()
    await Promise.all([
      expect(rig.lives().tell(ref, { version: 2, events: [] })).rejects.toThrow(),
      expect(rig.lives().check()).resolves.toBe(false),
    ])
    await rig.temporal.start()
    await rung(ref)
    expect(commandsOf(ref)).toHaveLength(3)
  })
})
