// Alarms on a compressed clock and a real Temporal: they go off at their legal instant, once, and follow what is recorded.

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { fold, type Aggregate, type Recorded } from '../../shared/kernel/aggregate.ts'
import type { Instant } from '../../shared/kernel/date.ts'
import { type ClockSetting, legalMs } from '../../shared/kernel/clock.ts'
import { type AggregateRef, type CommandId, workflowIdOf } from '../../shared/kernel/ids.ts'
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

/** A legal day is one second. */
const rate = 86_400
const dayMs = 86_400_000
const newClock = (): ClockSetting => ({
  kind: 'compressed',
  realStart: new Date().toISOString() as Instant,
  legalStart: '2021-12-14T17:00:00.000Z' as Instant,
  rate,
})
const inDays = (clock: ClockSetting, days: number) =>
  new Date(legalMs(clock, Date.now()) + days * dayMs).toISOString() as Instant

const open: CounterCommand = { id: 'open' as CommandId, kind: 'open' }
const add = (id: string): CounterCommand => ({ id: id as CommandId, kind: 'add', amount: 1 })
const setAlarm = (id: string, at: Instant): CounterCommand => ({
  id: id as CommandId,
  kind: 'set-alarm',
  at,
})
const reachedOf = (ref: AggregateRef) =>
  rig.ledger.eventsOf(ref).filter((event) => (event.event as { kind: string }).kind === 'reached')
const reached = (ref: AggregateRef, count = 1) =>
  eventually(
    () => reachedOf(ref),
    (events) => events.length >= count,
  )
const count = (names: string[], name: string) => names.filter((each) => each === name).length

describe('an alarm', () => {
  it('goes off at its legal instant with an id of its own, and is not repeated', async () => {
    const clock = newClock()
    const ref = counterRef('once')
    const { submit } = rig.submitter({ clock })
    await submit(ref, open)
    const at = inDays(clock, 1)
    await submit(ref, setAlarm('s', at))
    const [event] = await reached(ref)
    expect(event).toMatchObject({
      commandId: `alarm/${at}`,
      version: 3,
      event: { kind: 'reached', at },
    })
    expect(event!.recordedAt >= at).toBe(true)
    expect(Date.parse(event!.recordedAt) - Date.parse(at)).toBeLessThan(2 * dayMs)
    await submit(ref, add('later'))
    expect(reachedOf(ref).length).toBe(1)
  })

  it('keeps its timer while nothing that matters to it changes', async () => {
    const clock = newClock()
    const ref = counterRef('left-alone')
    const { submit } = rig.submitter({ clock })
    await submit(ref, open)
    await submit(ref, setAlarm('s', inDays(clock, 2)))
    for (let index = 0; index < 5; index += 1) await submit(ref, add(`a${index}`))
    const names = await rig.history(ref)
    expect([count(names, 'timerStarted'), count(names, 'timerCanceled')]).toEqual([1, 0])
    await reached(ref)
  })

  it('moves with a new event: the old instant passes in silence', async () => {
    const clock = newClock()
    const ref = counterRef('moved')
    const { submit } = rig.submitter({ clock })
    await submit(ref, open)
    const first = inDays(clock, 2)
    await submit(ref, setAlarm('s1', first))
    const second = inDays(clock, 4)
    await submit(ref, setAlarm('s2', second))
    expect((await reached(ref)).map((event) => event.event)).toEqual([
      { kind: 'reached', at: second },
    ])
    const names = await rig.history(ref)
    expect([
      count(names, 'timerStarted'),
      count(names, 'timerCanceled'),
      count(names, 'timerFired'),
    ]).toEqual([2, 1, 1])
  })

  it('moved to the past goes off at once', async () => {
    const clock = newClock()
    const ref = counterRef('past')
    const { submit } = rig.submitter({ clock })
    await submit(ref, open)
    await submit(ref, setAlarm('s1', inDays(clock, 3_000)))
    await submit(ref, setAlarm('s2', '2021-12-01T08:00:00.000Z' as Instant))
    expect((await reached(ref))[0]?.event).toEqual({
      kind: 'reached',
      at: '2021-12-01T08:00:00.000Z',
    })
  })

  it('is carried over by continue-as-new', async () => {
    const clock = newClock()
    const ref = counterRef('over')
    const { submit } = rig.submitter({ clock, limits: { historyEvents: 4_000, updates: 3 } })
    await submit(ref, open)
    const at = inDays(clock, 2)
    await submit(ref, setAlarm('s', at))
    for (let index = 0; index < 4; index += 1) await submit(ref, add(`a${index}`))
    expect((await reached(ref)).map((event) => event.event)).toEqual([{ kind: 'reached', at }])
  })

  it('of years on a real clock waits', async () => {
    const ref = counterRef('years')
    const { submit } = rig.submitter()
    await submit(ref, open)
    await submit(
      ref,
      setAlarm('s', new Date(Date.now() + 3 * 365 * dayMs).toISOString() as Instant),
    )
    expect(await submit(ref, add('a'))).toMatchObject({ kind: 'recorded', version: 3 })
    expect((await rig.history(ref)).filter((name) => name.startsWith('timer'))).toEqual([
      'timerStarted',
    ])
  })

  it('goes off in a workflow that was begun again from what the ledger has', async () => {
    const clock = newClock()
    const ref = counterRef('woken')
    const submitter = rig.submitter({ clock })
    await submitter.submit(ref, open)
    const at = inDays(clock, 2)
    await submitter.submit(ref, setAlarm('s', at))
    const handle = rig.link.client.workflow.getHandle(workflowIdOf(ref))
    const aggregate = await handle.query('state')
    await handle.terminate('a test')
    await submitter.wake(ref, aggregate as Parameters<typeof submitter.wake>[1])
    await submitter.wake(ref, aggregate as Parameters<typeof submitter.wake>[1])
    expect((await reached(ref)).map((event) => event.event)).toEqual([{ kind: 'reached', at }])
  })

  it('of an event that never reached its workflow goes off, once the office has told it', async () => {
    const clock = newClock()
    const ref = counterRef('unheard')
    const submitter = rig.submitter({ clock })
    await submitter.submit(ref, open)
    const known = await rig.link.client.workflow
      .getHandle(workflowIdOf(ref))
      .query<Aggregate<CounterState>>('state')
    const at = inDays(clock, 2)
    const { events } = await rig.ledger.record({
      ref,
      known,
      command: setAlarm('s', at),
      recordedAt: at,
    })
    await submitter.wake(
      ref,
      events.reduce<Aggregate<CounterState>>(
        (aggregate, each) => fold(counterRules, ref, aggregate, each as Recorded<CounterEvent>),
        known,
      ),
    )
    expect((await reached(ref)).map((event) => event.event)).toEqual([{ kind: 'reached', at }])
  })

  it('that cannot be recorded does not end the workflow, and a moved one is tried at once', async () => {
    const clock = newClock()
    const ref = counterRef('troubled')
    const { submit } = rig.submitter({ clock })
    let tries = 0
    rig.ledger.before = ({ ref: { id }, command }) => {
      if (id !== ref.id || command.kind !== 'mark-reached' || ++tries > 1) return
      throw Object.assign(new Error('no permission'), { name: 'LedgerPermissionError' })
    }
    await submit(ref, open)
    await submit(ref, setAlarm('s1', inDays(clock, 0)))
    await eventually(
      () => tries,
      (seen) => seen === 1,
    )
    expect(await submit(ref, add('a'))).toMatchObject({ kind: 'recorded' })
    const at = inDays(clock, 1)
    await submit(ref, setAlarm('s2', at))
    expect((await reached(ref)).map((event) => event.event)).toEqual([{ kind: 'reached', at }])
  })
})
