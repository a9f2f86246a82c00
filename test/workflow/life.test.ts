// A life on a real Temporal, by a compressed clock: it hears what was recorded, rings at its legal instants, once, and shows where it stands.

import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { Aggregate } from '../../shared/kernel/aggregate.ts'
import { type ClockSetting, legalMs } from '../../shared/kernel/clock.ts'
import type { Instant } from '../../shared/kernel/date.ts'
import { type AggregateRef, type CommandId, workflowIdOf } from '../../shared/kernel/ids.ts'
import { searchAttributes, stateQuery } from '../../workflows/messages.ts'
import { add, type CounterCommand, counterRef, type CounterState, open } from './support/counter.ts'
import { type Rig, startRig } from './support/rig.ts'
import { eventually } from './support/wait.ts'

let rig: Rig
const stack = new AsyncDisposableStack()
beforeAll(async () => {
  rig = stack.use(await startRig())
  stack.use(await rig.startWorker())
})
afterAll(() => stack.disposeAsync())
afterEach(() => {
  rig.ledger.before = () => undefined
})

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

const close: CounterCommand = { id: 'close' as CommandId, kind: 'close' }
const setAlarm = (id: string, at: Instant): CounterCommand => ({
  id: id as CommandId,
  kind: 'set-alarm',
  at,
})
/** Says, and answers how to say more by the same clock. */
const by =
  (clock: ClockSetting, ref: AggregateRef, limits?: { historyEvents: number }) =>
  (command: CounterCommand) =>
    rig.say(ref, command, { clock: () => clock, ...(limits === undefined ? {} : { limits }) })

const handleOf = (ref: AggregateRef, runId?: string) =>
  rig.link.client.workflow.getHandle(workflowIdOf(ref), runId)
const known = (ref: AggregateRef, version: number) =>
  eventually(
    () => handleOf(ref).query<Aggregate<CounterState>>(stateQuery),
    (aggregate) => aggregate.version >= version,
  )
const reachedOf = (ref: AggregateRef) =>
  rig.ledger.eventsOf(ref).filter((event) => (event.event as { kind: string }).kind === 'reached')
const reached = (ref: AggregateRef, count = 1) =>
  eventually(
    () => reachedOf(ref),
    (events) => events.length >= count,
  )
const count = (names: string[], name: string) => names.filter((each) => each === name).length

describe('a life', () => {
  it('hears what was recorded and folds it; what it knows already is passed over', async () => {
    const ref = counterRef('hears')
    await rig.say(ref, open)
    await rig.say(ref, add('a', 5))
    const events = rig.ledger.eventsOf(ref)
    await rig.lives().tell(ref, { version: 2, events })
    await rig.lives().tell(ref, { version: 1, events: events.slice(0, 1) })
    expect(await known(ref, 2)).toMatchObject({ version: 2, state: { total: 5 } })
    expect(rig.ledger.reads.filter(({ id }) => id === ref.id)).toEqual([])
  })

  it('that lacks what came before reads it from the ledger', async () => {
    const ref = counterRef('lacks')
    for (const command of [open, add('a', 1), add('b', 2)]) rig.ledger.say(ref, command)
    const last = rig.ledger.eventsOf(ref).slice(-1)
    await rig.lives().tell(ref, { version: 3, events: last })
    expect(await known(ref, 3)).toMatchObject({ state: { total: 3 } })
    expect(rig.ledger.reads.filter(({ id }) => id === ref.id)).toHaveLength(1)
  })

  it('that Temporal lost is filled by what the projection has, and by nothing twice', async () => {
    const ref = counterRef('lost')
    await rig.say(ref, open)
    await rig.say(ref, add('a', 4))
    await handleOf(ref).terminate('a test')
    const aggregate = rig.ledger.aggregateOf(ref)
    for (let twice = 0; twice < 2; twice++)
      await rig.lives().tell(ref, { version: aggregate.version, events: [] }, aggregate)
    expect(await known(ref, 2)).toMatchObject({ version: 2, state: { total: 4 } })
  })

  it('shows its phase, version and next instant in lists, and no fact', async () => {
    const clock = newClock()
    const ref = counterRef('shown')
    const say = by(clock, ref)
    await say(open)
    await say(setAlarm('s', inDays(clock, 3_000)))
    const found = await eventually(
      async () => (await handleOf(ref).describe()).searchAttributes,
      (attributes) => attributes[searchAttributes.version]?.[0] === 2,
    )
    expect(found[searchAttributes.phase]).toEqual(['total 0'])
    expect(found[searchAttributes.until]?.[0]).toBeInstanceOf(Date)
    const listed = await eventually(
      async () => {
        const all: string[] = []
        for await (const { ref: each, version } of rig.lives().running())
          all.push(`${each.id} ${version}`)
        return all
      },
      (all) => all.includes('shown 2'),
    )
    expect(listed).toContain('shown 2')
  })

  it('that is started with all there is shows it, and nothing is run for it before its next instant or event', async () => {
    const clock = newClock()
    const [sleeps, hears] = [counterRef('sleeps'), counterRef('woken')]
    const at = inDays(clock, 3)
    for (const ref of [sleeps, hears]) {
      for (const command of [open, setAlarm('s', at)]) rig.ledger.say(ref, command)
      const aggregate = rig.ledger.aggregateOf(ref)
      const told = { version: aggregate.version, events: [] }
      await rig.lives({ clock: () => clock }).tell(ref, told, aggregate)
    }
    const { searchAttributes: shown } = await handleOf(sleeps).describe()
    expect(shown).toMatchObject({
      [searchAttributes.phase]: ['total 0'],
      [searchAttributes.version]: [2],
      [searchAttributes.until]: [new Date(at)],
    })
    expect(await rig.history(sleeps)).toEqual([
      'workflowExecutionStarted',
      'workflowExecutionSignaled',
    ])
    await rig.say(hears, add('a', 7), { clock: () => clock })
    expect(await known(hears, 3)).toMatchObject({ state: { total: 7 } })
    expect(reachedOf(hears)).toEqual([])
    expect(await reached(sleeps)).toMatchObject([{ version: 3, event: { kind: 'reached', at } }])
    expect(await reached(hears)).toHaveLength(1)
  })

  it('ends with what it is about, and begins again when something is recorded after all', async () => {
    const ref = counterRef('ends')
    for (const command of [open, add('a'), close]) await rig.say(ref, command)
    await eventually(
      () => handleOf(ref).describe(),
      ({ status }) => status.name === 'COMPLETED',
    )
    await rig.lives().tell(ref, { version: 3, events: [] })
    await eventually(
      () => handleOf(ref).describe(),
      ({ status }) => status.name === 'COMPLETED',
    )
  })

  it('goes on as a new run before its history is long, with all it knows', async () => {
    const ref = counterRef('long')
    const { runId: first } = await rig
      .say(ref, open, { limits: { historyEvents: 20 } })
      .then(() => handleOf(ref).describe())
    for (let index = 0; index < 12; index++)
      await rig.say(ref, add(`a${index}`), { limits: { historyEvents: 20 } })
    expect(await known(ref, 13)).toMatchObject({ state: { total: 12 } })
    expect((await handleOf(ref).describe()).runId).not.toBe(first)
  })
})

describe('an alarm', () => {
  it('rings at its legal instant with an id of its own, once, and not late', async () => {
    const clock = newClock()
    const ref = counterRef('once')
    const say = by(clock, ref)
    await say(open)
    const at = inDays(clock, 1)
    await say(setAlarm('s', at))
    const [event] = await reached(ref)
    expect(event).toMatchObject({ commandId: `alarm/${at}`, version: 3 })
    expect(event!.event).toEqual({ kind: 'reached', at })
    expect(legalMs(clock, Date.now())).toBeGreaterThanOrEqual(Date.parse(at))
    await say(add('later'))
    expect(reachedOf(ref).length).toBe(1)
  })

  it('keeps its timer while nothing that matters to it changes', async () => {
    const clock = newClock()
    const ref = counterRef('kept')
    const say = by(clock, ref)
    await say(open)
    await say(setAlarm('s', inDays(clock, 4)))
    for (let index = 0; index < 5; index += 1) await say(add(`a${index}`))
    await known(ref, 7)
    const names = await eventually(
      () => rig.history(ref),
      (seen) => seen.includes('timerStarted'),
    )
    expect([count(names, 'timerStarted'), count(names, 'timerCanceled')]).toEqual([1, 0])
    await reached(ref)
  })

  it('moves with a new event: the old instant passes in silence', async () => {
    const clock = newClock()
    const ref = counterRef('moved')
    const say = by(clock, ref)
    await say(open)
    await say(setAlarm('s1', inDays(clock, 2)))
    const second = inDays(clock, 4)
    await say(setAlarm('s2', second))
    expect((await reached(ref)).map((event) => event.event)).toEqual([
      { kind: 'reached', at: second },
    ])
  })

  it('whose instant nobody watched rings at once, marked late', async () => {
    const ref = counterRef('late')
    await rig.say(ref, open)
    await rig.say(ref, setAlarm('s', '2021-12-01T08:00:00.000Z' as Instant))
    expect((await reached(ref))[0]?.event).toEqual({
      kind: 'reached',
      at: '2021-12-01T08:00:00.000Z',
      late: true,
    })
  })

  it('is carried over by a new run', async () => {
    const clock = newClock()
    const ref = counterRef('over')
    const say = by(clock, ref, { historyEvents: 20 })
    await say(open)
    const at = inDays(clock, 3)
    await say(setAlarm('s', at))
    for (let index = 0; index < 8; index += 1) await say(add(`a${index}`))
    expect((await reached(ref)).map((event) => event.event)).toEqual([{ kind: 'reached', at }])
  })

  it('of years on a real clock waits by one timer', async () => {
    const ref = counterRef('years')
    await rig.say(ref, open)
    const at = new Date(Date.now() + 3 * 365 * dayMs).toISOString() as Instant
    await rig.say(ref, setAlarm('s', at))
    await rig.say(ref, add('a'))
    await known(ref, 3)
    // A query can be answered before the task that it waited for is in the history.
    const names = await eventually(
      () => rig.history(ref),
      (seen) => seen.includes('timerStarted'),
    )
    expect(names.filter((name) => name.startsWith('timer'))).toEqual(['timerStarted'])
  })

  it('that cannot be recorded does not end the life, and a moved one is tried at once', async () => {
    const clock = newClock()
    const ref = counterRef('troubled')
    const say = by(clock, ref)
    let tries = 0
    rig.ledger.before = ({ ref: { id } }) => {
      if (id !== ref.id || ++tries > 1) return
      throw Object.assign(new Error('no permission'), { name: 'LedgerPermissionError' })
    }
    await say(open)
    await say(setAlarm('s1', inDays(clock, 0)))
    await eventually(
      () => tries,
      (seen) => seen === 1,
    )
    const at = inDays(clock, 1)
    await say(setAlarm('s2', at))
    expect((await reached(ref)).map((event) => event.event)).toEqual([{ kind: 'reached', at }])
  })
})
