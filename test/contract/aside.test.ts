// A peer that writes junk: its follower pauses, says so once, and goes on when somebody has looked. What this version did not know is judged again by the next.

import { jetstream } from '@nats-io/jetstream'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { Follower } from '../../services/adapters/ledger/follower.ts'
import { openLedger } from '../../services/adapters/ledger/ledger.ts'
import { verifySignature } from '../../services/adapters/ledger/sign.ts'
import { openStore } from '../../services/adapters/store/store.ts'
import type { Store } from '../../services/office/ports.ts'
import { asideLimits } from '../../shared/kernel/limits.ts'
import { subjectOf } from '../../shared/kernel/ids.ts'
import { rulesOf } from '../../shared/rules.ts'
import { asideOf, someReason } from '../support/aside.ts'
import { eventOf, noted, opened, ref } from '../support/events.ts'
import { id, startBrokers, testLog, until, type TestBrokers } from '../support/nats.ts'

let brokers: TestBrokers
beforeAll(async () => {
  brokers = await startBrokers({ bc: 'commissioner', ab: 'commissioner', obs: 'observer' })
})
afterAll(() => brokers[Symbol.asyncDispose]())
let stack: AsyncDisposableStack
afterEach(() => stack.disposeAsync())

function follow(office: string, store: Store, limits: Partial<typeof asideLimits> | object) {
  const log = testLog()
  const follower = stack.use(
    new Follower({
      office: brokers.office(office).entry,
      access: { as: id('obs'), seed: brokers.office('obs').seed, name: 'test', log },
      store,
      verifySignature,
      heartbeatMs: 100,
      timeoutMs: 1_000,
      asideLimits: { ...asideLimits, ...limits },
    }),
  )
  const alarms = () => log.lines.filter(({ said }) => String(said[1]).includes('it pauses until'))
  return { follower, alarms }
}

/** Of an office that is new here: `junk` messages, and then a good one. */
async function writeJunk(office: string, junk: number): Promise<void> {
  const { entry, seed, signer } = brokers.office(office)
  const ledger = stack.use(await openLedger(entry, { seed, name: 'test', log: testLog() }))
  const client = jetstream(await brokers.client(office, office))
  const at = ref(office, `m-${junk}-`)
  for (let n = 0; n < junk; n++) await client.publish(subjectOf(at), `junk ${n}`)
  await client.publish(subjectOf(at), signer.sign(eventOf(at, 1, opened(), ledger.epoch)))
}

it('too many messages set aside stop it, with one alarm, until somebody has looked', async () => {
  stack = new AsyncDisposableStack()
  await writeJunk('bc', 20)
  const store = stack.use(openStore(':memory:', { rulesOf }))
  const { follower, alarms } = follow('bc', store, { messages: 8 })
  await until('the pause', () => follower.state === 'stopped')
  await until('a few more looks', () => follower.status.lastHeard !== null)
  expect(store.quarantinedCount(id('bc'))).toBe(9)
  expect(follower.status).toMatchObject({
    seq: 9,
    state: 'stopped',
    problem: expect.stringContaining('until somebody has looked'),
  })
  expect(alarms()).toHaveLength(1)
  expect(await follower.retryAside()).toEqual({ retried: 9, accepted: 0 })
  await until('the next pause', () => follower.status.seq === 18 && follower.state === 'stopped')
  expect(alarms()).toHaveLength(2)
  await follower.retryAside()
  await until('the good one', () => follower.state === 'current')
  expect(store.aggregates('matter')).toHaveLength(1)
  expect(store.quarantinedCount(id('bc'))).toBe(20)
})

it('too many within a minute stop it, with one alarm', async () => {
  stack = new AsyncDisposableStack()
  await writeJunk('ab', 7)
  const store = stack.use(openStore(':memory:', { rulesOf }))
  const { follower, alarms } = follow('ab', store, { perMinute: 3 })
  await until('the pause', () => follower.state === 'stopped')
  expect(store.quarantinedCount(id('ab'))).toBe(3)
  expect(follower.status.problem).toContain('until the minute is over')
  expect(alarms()).toHaveLength(1)
})

it('what another version set aside as unknown is accepted after a start, and what waited behind it follows', async () => {
  stack = new AsyncDisposableStack()
  const { entry, seed, signer } = brokers.office('obs')
  const ledger = stack.use(await openLedger(entry, { seed, name: 'test', log: testLog() }))
  const at = ref('obs', 'm')
  for (const [index, event] of [opened(), noted('a'), noted('b')].entries()) {
    const cloudEvent = eventOf(at, index + 1, event, ledger.epoch)
    await ledger.append({
      ref: at,
      eventId: cloudEvent.id,
      bytes: signer.sign(cloudEvent),
      expectedSequence: index,
    })
  }
  const store = stack.use(openStore(':memory:', { rulesOf }))
  // What a version that does not know these events has kept.
  const [first, ...more] = await ledger.read(at, 0)
  store.write(id('obs'), (writer) => {
    for (const message of first === undefined ? [] : [first, ...more])
      writer.quarantine(
        'unknown',
        someReason('not known'),
        message,
        '2026-01-01T00:00:00Z' as never,
      )
    writer.advance(3, more.at(-1)?.hash)
  })
  const { follower } = follow('obs', store, {})
  await until('the events', () => store.aggregate(at)?.version === 3)
  expect(asideOf(store)).toEqual([])
  expect(follower.status.quarantined).toBe(0)
})
