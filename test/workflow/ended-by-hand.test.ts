// A life that somebody ended in a real Temporal is found by the sweep and started again with all that it knew, and its number is said.

import { expect, it } from 'vitest'
import { startTelling, type TellingOptions } from '../../services/office/telling.ts'
import { workflowIdOf, type AggregateRef } from '../../shared/kernel/ids.ts'
import type { Instant } from '../../shared/kernel/date.ts'
import { stateQuery } from '../../workflows/messages.ts'
import { createChecks, type CheckOptions } from '../../services/office/checks.ts'
import { testLog } from '../support/nats.ts'
import { add, counterRef, open } from './support/counter.ts'
import { startRig } from './support/rig.ts'
import { eventually } from './support/wait.ts'

it('is started again, knows what it knew, and doctor says how many were', async () => {
  await using rig = await startRig()
  await using _worker = await rig.startWorker()
  const refs = ['ended', 'goes-on'].map(counterRef)
  for (const ref of refs) for (const command of [open, add('a')]) await rig.say(ref, command)
  const handles = refs.map((ref) => rig.link.client.workflow.getHandle(workflowIdOf(ref)))
  const [ended, goesOn] = handles
  if (ended === undefined || goesOn === undefined) throw new Error('two were begun')
  const runs = async () => Promise.all(handles.map(async (each) => (await each.describe()).runId))
  const [endedRun, otherRun] = await runs()
  const lives = rig.lives()
  await eventually(
    async () => (await Array.fromAsync(lives.running())).map(({ version }) => version),
    (versions) => versions.length === 2 && versions.every((version) => version === 2),
  )
  await ended.terminate('by hand')
  await eventually(
    async () => (await Array.fromAsync(lives.running())).length,
    (running) => running === 1,
  )

  await using telling = startTelling({
    office: refs[0]?.office as TellingOptions['office'],
    store: {
      aggregate: (ref: AggregateRef) => rig.ledger.aggregateOf(ref),
      versions: () => refs.map((ref) => ({ ref, version: 2, open: true })),
      versionOf: () => undefined,
      eventsAfter: () => [],
      toldUntil: () => 0,
      markTold: () => undefined,
      cursor: () => ({ sequence: 0, epoch: undefined }),
    } as unknown as TellingOptions['store'],
    lives,
    isRead: () => true,
    subscribe: () => () => undefined,
    log: testLog(),
    pulseMs: 50,
    sweepMs: 60_000,
    now: () => '2026-11-27T00:00:00.000Z' as Instant,
  })
  await eventually(
    async () => (await ended.describe()).status.name,
    (status) => status === 'RUNNING',
  )
  expect(telling.status.restored).toBe(1)
  // It hears what comes next, and stands where the one stands that nobody touched.
  for (const ref of refs) await rig.say(ref, add('b'))
  await eventually(
    async () => (await Array.fromAsync(lives.running())).map(({ version }) => version),
    (versions) => versions.length === 2 && versions.every((version) => version === 3),
  )
  const { version, state } = await goesOn.query<{ version: number; state: unknown }>(stateQuery)
  expect(await ended.query(stateQuery)).toMatchObject({ version, state })
  expect(version).toBe(3)
  const [againRun, sameRun] = await runs()
  expect(againRun).not.toBe(endedRun)
  expect(sameRun).toBe(otherRun)

  const { checks } = await createChecks({
    loaded: { office: { broker: { url: 'x' } }, config: { temporal: {} } },
    ledger: { connected: true },
    ownLedger: () => ({ kind: 'intact', depth: 'last', length: 0, known: 0 }),
    copy: () => ({ kind: 'follows', entries: 0 }),
    readers: () => ({ kind: 'not-looked-at' }),
    engine: { serverVersion: async () => 'test' },
    telling,
    followers: [],
    succession: () => null,
    ways: async () => [],
    space: () => ({ folder: 'x', freeBytes: 1, isShort: false }),
  } as unknown as CheckOptions).health()
  const temporal = checks.find(({ check }) => check === 'Temporal')
  expect(temporal?.state).toBe('ok')
  expect(temporal?.found).toContain('1 lives started or told anew')
}, 60_000)
