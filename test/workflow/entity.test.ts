// The entity workflow on a real Temporal: what is recorded, what is refused and where, what a repeated command gets, when a run ends.

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  emptyAggregate,
  fold,
  type Aggregate,
  type Recorded,
} from '../../shared/kernel/aggregate.ts'
import type { Instant } from '../../shared/kernel/date.ts'
import { type AggregateRef, type CommandId, workflowIdOf } from '../../shared/kernel/ids.ts'
import { stateQuery } from '../../workflows/messages.ts'
import {
  type CounterCommand,
  type CounterEvent,
  counterRef,
  counterRules,
  type CounterState,
} from './support/counter.ts'
import { type Rig, startRig } from './support/rig.ts'
import { eventually } from './support/wait.ts'

let rig: Rig
const stack = new AsyncDisposableStack()
beforeAll(async () => {
  rig = stack.use(await startRig())
  stack.use(await rig.startWorker())
})
afterAll(() => stack.disposeAsync())

const open: CounterCommand = { id: 'open' as CommandId, kind: 'open' }
const close: CounterCommand = { id: 'close' as CommandId, kind: 'close' }
const add = (id: string, amount = 1): CounterCommand => ({
  id: id as CommandId,
  kind: 'add',
  amount,
})
const take = (id: string, amount: number): CounterCommand => ({
  id: id as CommandId,
  kind: 'take',
  amount,
})
const oneCommand = [
  'workflowTaskScheduled',
  'workflowTaskStarted',
  'workflowTaskCompleted',
  'workflowExecutionUpdateAccepted',
  'markerRecorded',
  'workflowExecutionUpdateCompleted',
]

const stateOf = (ref: AggregateRef) =>
  rig.link.client.workflow.getHandle(workflowIdOf(ref)).query<Aggregate<CounterState>>(stateQuery)
const describeRun = (ref: AggregateRef, runId?: string) =>
  rig.link.client.workflow.getHandle(workflowIdOf(ref), runId).describe()
const ended = (ref: AggregateRef) =>
  eventually(
    () => describeRun(ref),
    (run) => run.status.name === 'COMPLETED',
  )

describe('a command', () => {
  it('is recorded, answered and folded, in one workflow task with one activity', async () => {
    const ref = counterRef('one-task')
    const { submit } = rig.submitter()
    expect(await submit(ref, open)).toEqual({
      kind: 'recorded',
      version: 1,
      eventId: 'order/test-office/one-task/1',
      event: { kind: 'opened' },
    })
    expect(await submit(ref, add('a', 5))).toMatchObject({
      kind: 'recorded',
      version: 2,
      event: { kind: 'added', amount: 5 },
    })
    expect(await stateOf(ref)).toMatchObject({
      version: 2,
      state: { total: 5 },
      commands: [
        { id: 'open', version: 1 },
        { id: 'a', version: 2 },
      ],
    })
    expect(await rig.history(ref)).toEqual([
      'workflowExecutionStarted',
      ...oneCommand,
      ...oneCommand,
    ])
  })

  it('that the validator refuses leaves nothing in the history', async () => {
    const ref = counterRef('refused-early')
    const { submit } = rig.submitter()
    await submit(ref, open)
    const before = await rig.history(ref)
    const asked = rig.ledger.requests.length
    expect(await submit(ref, { ...open, id: 'again' as CommandId })).toEqual({
      kind: 'refused',
      problem: {
        code: 'already-exists',
        message: 'already-exists: counter refused-early',
        value: 'refused-early',
      },
    })
    expect(await rig.history(ref)).toEqual(before)
    expect(rig.ledger.requests.length).toBe(asked)
  })

  it('that only the ledger can refuse is refused there, and asked anew when it is sent again', async () => {
    const ref = counterRef('refused-late')
    const { submit } = rig.submitter()
    await submit(ref, open)
    for (const asked of [1, 2]) {
      expect(await submit(ref, add('much', 101))).toEqual({
        kind: 'refused',
        problem: { code: 'above-cap', message: '101 is above 100', value: '101' },
      })
      expect(rig.ledger.requests.filter((request) => request.command.id === 'much').length).toBe(
        asked,
      )
    }
    expect((await stateOf(ref)).version).toBe(1)
  })

  it('sent many times at once is recorded once, and every sender gets the same answer', async () => {
    const ref = counterRef('many-senders')
    const { submit } = rig.submitter()
    await submit(ref, open)
    const answers = await Promise.all(Array.from({ length: 6 }, () => submit(ref, add('same', 3))))
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1)
    expect(rig.ledger.eventsOf(ref).map((event) => event.commandId)).toEqual(['open', 'same'])
  })

  it('comes one at a time with others, gapless', async () => {
    const ref = counterRef('in-turn')
    const { submit } = rig.submitter()
    await submit(ref, open)
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, index) => submit(ref, add(`a${index}`))),
    )
    expect(
      answers
        .map((answer) => (answer.kind === 'recorded' ? answer.version : 0))
        .sort((a, b) => a - b),
    ).toEqual([2, 3, 4, 5, 6, 7, 8, 9])
    const known = rig.ledger.requests
      .filter((request) => request.ref.id === 'in-turn')
      .map((request) => request.known.version)
    expect(known).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8])
  })
})

describe('a workflow that missed what was recorded', () => {
  /** In the ledger, and lost on its way to the workflow: the office and Temporal died together. */
  const recordUnheard = async (ref: AggregateRef, command: CounterCommand) =>
    rig.ledger.record({
      ref,
      known: await stateOf(ref),
      command,
      recordedAt: '2022-01-01T00:00:00.000Z' as Instant,
    })

  it('refuses nothing that follows from it, once the office has seen it', async () => {
    const ref = counterRef('missed')
    const { submit } = rig.submitter()
    await submit(ref, open)
    await recordUnheard(ref, add('unheard', 5))
    expect(await submit(ref, take('unseen', 2))).toMatchObject({
      kind: 'refused',
      problem: { code: 'below-minimum' },
    })
    expect(await rig.submitter({ seen: () => 2 }).submit(ref, take('seen', 2))).toMatchObject({
      kind: 'recorded',
      version: 3,
    })
    expect(await stateOf(ref)).toMatchObject({ version: 3, state: { total: 3 } })
  })

  it('learns it when it is woken; who knows it all is woken without a trace', async () => {
    const ref = counterRef('told')
    const { submit, wake } = rig.submitter()
    await submit(ref, open)
    const before = await stateOf(ref)
    await recordUnheard(ref, add('unheard', 5))
    const [opened, added] = rig.ledger.eventsOf(ref)
    if (opened === undefined || added === undefined) throw new Error('Two events were recorded')
    const projected = [opened, added].reduce(
      (aggregate, each) => fold(counterRules, ref, aggregate, each as Recorded<CounterEvent>),
      emptyAggregate as Aggregate<CounterState>,
    )
    await wake(ref, projected)
    expect(await stateOf(ref)).toMatchObject({ version: 2, state: { total: 5 } })
    const history = await rig.history(ref)
    for (const aggregate of [projected, before]) await wake(ref, aggregate)
    expect([await rig.history(ref), (await stateOf(ref)).version]).toEqual([history, 2])
    expect(await submit(ref, take('all', 5))).toMatchObject({ kind: 'recorded', version: 3 })
  })
})

describe('the end of a run', () => {
  it('an aggregate that does not exist leaves no workflow running', async () => {
    const ref = counterRef('unknown')
    expect(await rig.submitter().submit(ref, add('a'))).toMatchObject({
      kind: 'refused',
      problem: { code: 'unknown-order' },
    })
    await ended(ref)
    expect((await rig.history(ref)).at(-1)).toBe('workflowExecutionCompleted')
  })

  it('comes with the aggregate’s own, and a later command is answered from the ledger', async () => {
    const ref = counterRef('closed')
    const { submit } = rig.submitter()
    await submit(ref, open)
    await submit(ref, close)
    await ended(ref)
    expect(await submit(ref, add('late'))).toMatchObject({
      kind: 'refused',
      problem: { code: 'already-ended' },
    })
    expect(await submit(ref, open)).toMatchObject({ kind: 'recorded', version: 1 })
    await ended(ref)
    expect(rig.ledger.eventsOf(ref).length).toBe(2)
  })

  it('a workflow that Temporal lost is begun again from the ledger by the next command', async () => {
    const ref = counterRef('lost')
    const { submit } = rig.submitter()
    await submit(ref, open)
    await submit(ref, add('a', 4))
    await rig.link.client.workflow.getHandle(workflowIdOf(ref)).terminate('a test')
    expect(await submit(ref, add('b', 5))).toMatchObject({ kind: 'recorded', version: 3 })
    expect(await stateOf(ref)).toMatchObject({ version: 3, state: { total: 9 } })
  })
})

describe('continue-as-new', () => {
  const limits = { historyEvents: 4_000, updates: 5 }

  it('carries the state and the command ids: a command repeated later is not recorded again', async () => {
    const ref = counterRef('continued')
    const { submit } = rig.submitter({ limits })
    const first = await submit(ref, open)
    const firstRun = (await describeRun(ref)).runId
    for (let index = 0; index < 12; index += 1) await submit(ref, add(`a${index}`))
    expect((await describeRun(ref)).runId).not.toBe(firstRun)
    expect((await rig.history(ref, firstRun)).at(-1)).toBe('workflowExecutionContinuedAsNew')
    expect(await submit(ref, open)).toEqual(first)
    expect(await submit(ref, add('a0'))).toMatchObject({ kind: 'recorded', version: 2 })
    expect(rig.ledger.eventsOf(ref).length).toBe(13)
    expect(await stateOf(ref)).toMatchObject({ version: 13, state: { total: 12 } })
  })

  it('loses nothing in the middle of a crowd', async () => {
    const ref = counterRef('crowd')
    const { submit } = rig.submitter({ limits })
    await submit(ref, open)
    const answers = await Promise.all(
      Array.from({ length: 8 }, async (_, sender) => {
        const got = []
        for (let index = 0; index < 6; index += 1)
          got.push(await submit(ref, add(`${sender}-${index}`)))
        return got
      }),
    )
    const versions = answers
      .flat()
      .map((answer) => (answer.kind === 'recorded' ? answer.version : -1))
    expect(versions.toSorted((a, b) => a - b)).toEqual(
      Array.from({ length: 48 }, (_, index) => index + 2),
    )
    expect((await stateOf(ref)).state?.total).toBe(48)
    expect((await describeRun(ref)).runId).not.toBe(
      (await describeRun(ref)).raw.workflowExecutionInfo?.firstRunId,
    )
  })

  it('also comes when the history has grown', async () => {
    const ref = counterRef('long')
    const { submit } = rig.submitter({ limits: { historyEvents: 20, updates: 1_000 } })
    await submit(ref, open)
    const firstRun = (await describeRun(ref)).runId
    for (let index = 0; index < 4; index += 1) await submit(ref, add(`a${index}`))
    expect((await describeRun(ref)).runId).not.toBe(firstRun)
    expect((await rig.history(ref, firstRun)).length).toBeLessThan(32)
  })
})
