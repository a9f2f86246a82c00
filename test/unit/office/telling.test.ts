// Telling lives over doubles: in order, at least once, from a durable position, and everything again to a Temporal that lost it.

import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { openStore } from '../../../services/adapters/store/store.ts'
import type { Store } from '../../../services/office/ports.ts'
import {
  startTelling,
  type Telling,
  type TellingOptions,
} from '../../../services/office/telling.ts'
import type { Instant } from '../../../shared/kernel/date.ts'
import { subjectOf, type OfficeId } from '../../../shared/kernel/ids.ts'
import type { ClockSetting } from '../../../shared/kernel/clock.ts'
import { quietAfterMs } from '../../../shared/kernel/limits.ts'
import { rulesOf } from '../../../shared/rules.ts'
import { doorOf, issue, officer, orderRef, project, refuse, serve } from '../../support/door.ts'
import { BreakingLedger } from '../../support/breaking-ledger.ts'
import { MemoryLives } from '../../support/memory-lives.ts'
import { testLog } from '../../support/nats.ts'
import { eventually } from '../../workflow/support/wait.ts'

interface Setting {
  readonly ledger: BreakingLedger
  readonly store: Store
  readonly lives: MemoryLives
  start(more?: Partial<TellingOptions>): Telling
}

function setting(): Setting {
  const ledger = new BreakingLedger('bc')
  const store = openStore(':memory:', { rulesOf })
  ledger.onStored = (message) => project(store, message)
  const lives = new MemoryLives()
  const start = (more: Partial<TellingOptions> = {}) =>
    startTelling({
      office: 'bc' as OfficeId,
      store,
      lives,
      isRead: () => true,
      subscribe: (listener) => store.subscribe(listener),
      log: testLog(),
      pulseMs: 20,
      sweepMs: 200,
      now: () => '2026-11-27T00:00:00.000Z' as Instant,
      ...more,
    })
  return { ledger, store, lives, start }
}

/** Longer than anything here takes on a busy machine. */
const patientMs = 900

/** What is told at once may be late on a busy machine now and then; what waits is late each time. */
async function quickestOf(work: (attempt: number) => Promise<void>): Promise<number> {
  const took: number[] = []
  for (let attempt = 0; attempt < 5; attempt++) {
    const startedMs = performance.now()
    await work(attempt)
    took.push(performance.now() - startedMs)
  }
  return Math.min(...took)
}

const clockFrom = (legalStart: string, rate: number): ClockSetting => ({
  kind: 'compressed',
  realStart: new Date().toISOString() as Instant,
  legalStart: legalStart as Instant,
  rate,
})

async function recordOrders({ ledger, store }: Setting, orders: number, refusals = 2) {
  const door = doorOf({ ledger, store })
  for (let order = 0; order < orders; order++) {
    await door.submit(officer, orderRef(`P${order}`), issue())
    for (let index = 0; index < refusals; index++)
      await door.submit(officer, orderRef(`P${order}`), refuse(`r${index}`))
  }
}

const versionsOf = ({ lives }: Setting) => [...lives.known.values()].map(({ version }) => version)

describe('telling', () => {
  it('tells each life in order, several events in one signal', async () => {
    const all = setting()
    await recordOrders(all, 3, 5)
    all.store.markTold('bc' as OfficeId, 0)
    await using telling = all.start()
    await telling.untilTold()
    expect(versionsOf(all)).toEqual([6, 6, 6])
    for (const { versions } of all.lives.signals)
      expect(versions).toEqual(versions.toSorted((a, b) => a - b))
    expect(all.lives.signals.length).toBeLessThanOrEqual(4)
    expect(telling.status).toMatchObject({ awaySince: null, waiting: 0 })
  })

  it('goes on where it stopped: what was told before is not told again', async () => {
    const all = setting()
    all.store.markTold('bc' as OfficeId, 0)
    await recordOrders(all, 2)
    {
      await using first = all.start()
      await first.untilTold()
    }
    const before = all.lives.signals.length
    await recordOrders(all, 1)
    const door = doorOf(all)
    await door.submit(officer, orderRef('P1'), refuse('later'))
    await using second = all.start()
    await second.untilTold()
    expect(all.lives.signals.slice(before).map(({ versions }) => versions)).toEqual([[4]])
  })

  it('says since when nobody watches, and tells all that was missed when Temporal is back', async () => {
    const all = setting()
    all.store.markTold('bc' as OfficeId, 0)
    await using telling = all.start()
    await recordOrders(all, 1)
    await telling.untilTold()
    all.lives.away = true
    await recordOrders(all, 3)
    await eventually(
      () => telling.status,
      ({ awaySince, waiting }) => awaySince !== null && waiting === 6,
    )
    expect(telling.status.awaySince).toBe('2026-11-27T00:00:00.000Z')
    all.lives.away = false
    await telling.untilTold()
    expect(versionsOf(all)).toEqual([3, 3, 3])
    expect(telling.status.awaySince).toBeNull()
  })

  it('fills a Temporal that came back empty, also with what is recorded meanwhile', async () => {
    const all = setting()
    all.store.markTold('bc' as OfficeId, 0)
    await using telling = all.start()
    await recordOrders(all, 20)
    await telling.untilTold()
    all.lives.away = true
    await eventually(
      () => telling.status.awaySince,
      (since) => since !== null,
    )
    all.lives.known.clear()
    all.lives.away = false
    await doorOf(all).submit(officer, orderRef('P7'), refuse('meanwhile'))
    await eventually(
      () => versionsOf(all).toSorted(),
      (versions) => versions.length === 20 && versions.every((version) => version >= 3),
    )
    expect(all.lives.known.get(subjectOf(orderRef('P7')))?.version).toBe(4)
    expect(telling.status.restored).toBeGreaterThan(0)
  })

  it('beside commands waits until an order has settled, and tells it by one signal; a quiet office tells at once', async () => {
    const all = setting()
    all.store.markTold('bc' as OfficeId, 0)
    let underWay = 1
    await using telling = all.start({
      commandsUnderWay: () => underWay,
      settledMs: patientMs,
      clock: () => clockFrom('2021-12-01T08:00:00.000Z', 1),
    })
    await recordOrders(all, 2, 4)
    await sleep(100)
    expect(all.lives.signals).toEqual([])
    await telling.untilTold()
    expect(all.lives.signals).toEqual([
      { subject: subjectOf(orderRef('P0')), versions: [], given: 5 },
      { subject: subjectOf(orderRef('P1')), versions: [], given: 5 },
    ])
    underWay = 0
    await sleep(2 * quietAfterMs)
    const quickest = await quickestOf(async (attempt) => {
      await doorOf(all).submit(officer, orderRef('P0'), refuse(`alone-${attempt}`))
      await telling.untilTold()
      expect(all.lives.signals.at(-1)).toEqual({
        subject: subjectOf(orderRef('P0')),
        versions: [6 + attempt],
      })
    })
    expect(quickest).toBeLessThan(patientMs)
  })

  it('beside many commands waits longer for the next one of the same order', async () => {
    const all = setting()
    all.store.markTold('bc' as OfficeId, 0)
    await using telling = all.start({
      commandsUnderWay: () => 40,
      settledMs: 60,
      clock: () => clockFrom('2021-12-01T08:00:00.000Z', 1),
    })
    await recordOrders(all, 1)
    await sleep(200)
    expect(all.lives.signals).toEqual([])
    await telling.untilTold()
    expect(all.lives.signals).toHaveLength(1)
  })

  it('beside commands tells at once of what falls due in a moment', async () => {
    const all = setting()
    all.store.markTold('bc' as OfficeId, 0)
    const soon = clockFrom('2021-12-14T08:00:00.000Z', 50_000_000)
    await using _ = all.start({
      commandsUnderWay: () => 1,
      settledMs: patientMs,
      clock: () => soon,
    })
    const door = doorOf(all)
    const quickest = await quickestOf(async (attempt) => {
      await door.submit(officer, orderRef(`P${attempt}`), issue())
      await door.submit(officer, orderRef(`P${attempt}`), serve('s'))
      await eventually(
        () => versionsOf(all),
        (versions) => versions[attempt] === 2,
      )
    })
    expect(quickest).toBeLessThan(patientMs)
  })

  it('fills an empty Temporal in the order of what falls due, and says how many are left', async () => {
    const all = setting()
    const door = doorOf(all)
    const servedOn = ['2021-12-20', '2021-12-14', '2021-12-17']
    for (const [index, on] of servedOn.entries()) {
      await door.submit(officer, orderRef(`P${index}`), issue())
      await door.submit(officer, orderRef(`P${index}`), serve('s', on))
    }
    await door.submit(officer, orderRef('P3'), issue())
    all.store.markTold('bc' as OfficeId, 7)
    const left: number[] = []
    let telling: Telling | undefined
    all.lives.before = () => void left.push(telling?.status.toRestore ?? -1)
    await using started = all.start()
    telling = started
    await eventually(
      () => versionsOf(all),
      (versions) => versions.length === 4,
    )
    expect(all.lives.signals.map(({ subject }) => subject)).toEqual(
      ['P1', 'P2', 'P0', 'P3'].map((id) => subjectOf(orderRef(id))),
    )
    expect(left[0]).toBe(4)
    await eventually(
      () => started.status.toRestore,
      (toRestore) => toRestore === 0,
    )
  })

  it('starts a life again that somebody ended by hand', async () => {
    const all = setting()
    all.store.markTold('bc' as OfficeId, 0)
    await using telling = all.start()
    await recordOrders(all, 2)
    await telling.untilTold()
    all.lives.known.delete(subjectOf(orderRef('P1')))
    await eventually(
      () => versionsOf(all),
      (versions) => versions.length === 2,
    )
  })

  it.each(Array.from({ length: 60 }, (_, seed) => seed))(
    'seed %i: killed and cut at random, every life hears everything, in order',
    async (seed) => {
      let state = seed * 2_654_435_761 + 1
      const random = () => (state = (state * 1_103_515_245 + 12_345) % 2 ** 31) / 2 ** 31
      const all = setting()
      all.store.markTold('bc' as OfficeId, 0)
      all.lives.before = () => {
        if (random() < 0.1) throw new Error('lost')
      }
      // It was taken, and the answer was lost.
      all.lives.after = () => {
        if (random() < 0.1) throw new Error('lost answer')
      }
      for (let round = 0; round < 3; round++) {
        await using telling = all.start()
        await recordOrders(all, 2 + round, 1 + round)
        if (random() < 0.5) await telling.untilTold()
      }
      all.lives.before = all.lives.after = () => undefined
      await using telling = all.start()
      await telling.untilTold()
      await eventually(
        () => versionsOf(all),
        (versions) => versions.length === 4 && versions.every((version) => version === 4),
      )
      const heard = new Map<string, number>()
      for (const { subject, versions, given } of all.lives.signals) {
        if (given !== undefined) heard.set(subject, given)
        for (const version of versions) {
          expect(version).toBeLessThanOrEqual((heard.get(subject) ?? 0) + 1)
          heard.set(subject, Math.max(version, heard.get(subject) ?? 0))
        }
      }
    },
  )
})
