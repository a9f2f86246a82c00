// What breaks around a command: the broker, the worker, Temporal itself. Nothing is lost and nothing is recorded twice.

import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Aggregate } from '../../shared/kernel/aggregate.ts'
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
const add = (id: string, amount = 1): CounterCommand => ({
  id: id as CommandId,
  kind: 'add',
  amount,
})
const commandsOf = (ref: AggregateRef) => rig.ledger.eventsOf(ref).map((event) => event.commandId)
const triesOf = (ref: AggregateRef, id: string) =>
  rig.ledger.requests.filter((request) => request.ref.id === ref.id && request.command.id === id)
    .length
const count = (names: string[], name: string) => names.filter((each) => each === name).length
const stateOf = (ref: AggregateRef) =>
  rig.link.client.workflow.getHandle(workflowIdOf(ref)).query<Aggregate<CounterState>>(stateQuery)

describe('the broker', () => {
  it('is away: the command is tried until it is back, adding nothing to the history, and those behind it wait their turn', async () => {
    await using _worker = await rig.startWorker()
    const ref = counterRef('broker-away')
    const { submit } = rig.submitter({ timeoutMs: 30_000 })
    await submit(ref, open)
    let away = true
    rig.ledger.before = () => {
      if (away) throw new Error('no broker')
    }
    const first = submit(ref, add('a'))
    await eventually(
      () => triesOf(ref, 'a'),
      (tries) => tries >= 2,
    )
    const second = submit(ref, add('b'))
    await eventually(
      () => triesOf(ref, 'a'),
      (tries) => tries >= 4,
    )
    expect(triesOf(ref, 'b')).toBe(0)
    away = false
    expect((await Promise.all([first, second])).map((answer) => answer.kind)).toEqual([
      'recorded',
      'recorded',
    ])
    expect(commandsOf(ref)).toEqual(['open', 'a', 'b'])
    const names = await rig.history(ref)
    expect([
      count(names, 'activityTaskScheduled'),
      count(names, 'activityTaskCompleted'),
      count(names, 'activityTaskFailed'),
    ]).toEqual([1, 1, 0])
  })

  it('hangs: the local try is given up, and the patient one goes on', async () => {
    await using _worker = await rig.startWorker()
    const ref = counterRef('broker-hangs')
    const { submit } = rig.submitter({ timeoutMs: 30_000 })
    await submit(ref, open)
    rig.ledger.before = ({ command }) =>
      command.id === 'a' && triesOf(ref, 'a') === 1
        ? new Promise<void>((resolve) => setTimeout(resolve, 4_000))
        : undefined
    expect(await submit(ref, add('a'))).toMatchObject({ kind: 'recorded', version: 2 })
    // The one that hung comes to its end too, and finds the command recorded.
    await eventually(
      () => triesOf(ref, 'a'),
      (tries) => tries === 2,
    )
    expect(commandsOf(ref)).toEqual(['open', 'a'])
  })

  it('refuses the office: nobody tries for ever, the sender hears of it, and the same command succeeds once it is mended', async () => {
    await using _worker = await rig.startWorker()
    const ref = counterRef('no-permission')
    const { submit } = rig.submitter()
    await submit(ref, open)
    rig.ledger.before = () => {
      throw Object.assign(new Error('permissions violation for publish'), {
        name: 'LedgerPermissionError',
      })
    }
    await expect(submit(ref, add('a'))).rejects.toMatchObject({
      problem: {
        code: 'internal-fault',
        message: expect.stringContaining('permissions violation for publish'),
      },
    })
    // Once for the update's own id, once because Temporal might have answered from memory.
    expect(triesOf(ref, 'a')).toBe(2)
    rig.ledger.before = () => undefined
    expect(await submit(ref, add('a'))).toMatchObject({ kind: 'recorded', version: 2 })
    expect(count(await rig.history(ref), 'activityTaskScheduled')).toBe(0)
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

  it('is killed after it wrote and before it said so: the next one finds what was written', async () => {
    const ref = counterRef('worker-killed')
    const { submit } = rig.submitter({ timeoutMs: 60_000 })
    const dying = await startProcess('a')
    await submit(ref, open)
    const gone = once(dying, 'exit')
    const answer = submit(ref, add('a', 7))
    expect((await gone)[1]).toBe('SIGKILL')
    expect(commandsOf(ref)).toEqual(['open', 'a'])
    const next = await startProcess()
    expect(await answer).toMatchObject({ kind: 'recorded', version: 2 })
    expect(await submit(ref, add('b'))).toMatchObject({ kind: 'recorded', version: 3 })
    expect(commandsOf(ref)).toEqual(['open', 'a', 'b'])
    expect(await stateOf(ref)).toMatchObject({ version: 3, state: { total: 8 } })
    next.kill('SIGKILL')
    await once(next, 'exit')
  })

  it('is not there: the sender is told in time that the command may still be carried out, and it is, once', async () => {
    const ref = counterRef('no-worker')
    await expect(rig.submitter({ timeoutMs: 1_000 }).submit(ref, open)).rejects.toMatchObject({
      problem: {
        code: 'unavailable',
        message: expect.stringMatching(/"open".*may still be carried out.*same id/),
      },
    })
    await using _worker = await rig.startWorker()
    expect(await rig.submitter().submit(ref, open)).toMatchObject({ kind: 'recorded', version: 1 })
    expect(commandsOf(ref)).toEqual(['open'])
  })

  it('stops when asked, and the next one goes on', async () => {
    const ref = counterRef('stopped')
    const { submit } = rig.submitter()
    const worker = await rig.startWorker()
    await submit(ref, open)
    await worker[Symbol.asyncDispose]()
    await worker.finished
    await using _next = await rig.startWorker()
    expect(await submit(ref, add('a'))).toMatchObject({ kind: 'recorded', version: 2 })
  })
})

describe('Temporal', () => {
  it('is killed and started again: worker and sender find it, nothing is lost or repeated', async () => {
    await using _worker = await rig.startWorker()
    const ref = counterRef('temporal-killed')
    const { submit } = rig.submitter({ timeoutMs: 2_000 })
    await submit(ref, open)
    await submit(ref, add('a', 2))
    await rig.temporal.kill()
    await expect(submit(ref, add('b', 3))).rejects.toMatchObject({
      problem: { code: 'unavailable' },
    })
    await rig.temporal.start()
    expect(await rig.submitter({ timeoutMs: 60_000 }).submit(ref, add('b', 3))).toMatchObject({
      kind: 'recorded',
      version: 3,
    })
    expect(commandsOf(ref)).toEqual(['open', 'a', 'b'])
    expect(await stateOf(ref)).toMatchObject({ state: { total: 5 } })
  })
})
