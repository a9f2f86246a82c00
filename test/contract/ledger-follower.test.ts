// Followers on real brokers: absence, live events, killed brokers, rubbish on a subject, and a projection that can be made anew.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { jetstream } from '@nats-io/jetstream'
import { connect, headers } from '@nats-io/transport-node'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { FollowerStatus } from '../../services/office/ports.ts'
import { Follower, type FollowerOptions } from '../../services/adapters/ledger/follower.ts'
import type { Ledger } from '../../services/office/ports.ts'
import { openLedger } from '../../services/adapters/ledger/ledger.ts'
import { verifySignature } from '../../services/adapters/ledger/sign.ts'
import type { Store } from '../../services/office/ports.ts'
import { openStore } from '../../services/adapters/store/store.ts'
import { subjectOf, type AggregateRef } from '../../shared/kernel/ids.ts'
import { maxQueuedLiveEvents, readBatchEvents } from '../../shared/kernel/limits.ts'
import { verifyEvent, type Accepted, type VerifySignature } from '../../shared/ledger/verify.ts'
import { rulesOf } from '../../shared/rules.ts'
import { eventOf, issued, noted, opened, ref } from '../support/events.ts'
import { id, startBrokers, testLog, until, type TestBrokers } from '../support/nats.ts'
import { asideOf } from '../support/aside.ts'

let brokers: TestBrokers
let stack: AsyncDisposableStack
beforeEach(async () => {
  brokers = await startBrokers({ bc: 'commissioner', obs: 'observer' })
  stack = new AsyncDisposableStack()
  stack.defer(() => brokers[Symbol.asyncDispose]())
})
afterEach(() => stack.disposeAsync())

async function ledgerOf(name: string): Promise<Ledger> {
  const { entry, seed } = brokers.office(name)
  return stack.use(await openLedger(entry, { seed, name: 'test', log: testLog() }))
}

/** Appends versions of one aggregate. */
function writer(ledger: Ledger, at: AggregateRef) {
  let version = 0
  let sequence = 0
  return async (...events: { kind: string }[]) => {
    for (const event of events) {
      const cloudEvent = eventOf(at, version + 1, event, ledger.epoch)
      const reply = await ledger.append({
        ref: at,
        eventId: cloudEvent.id,
        bytes: brokers.office(ledger.office).signer.sign(cloudEvent),
        expectedSequence: sequence,
      })
      if (reply.kind !== 'appended') throw new Error('conflict')
      sequence = reply.sequence
      version++
    }
  }
}

const memory = () => stack.use(openStore(':memory:', { rulesOf }))

function follow(
  name: string,
  store: Store,
  reader = 'obs',
  more: {
    onChange?: (status: FollowerStatus) => void
    heartbeatMs?: number
    timeoutMs?: number
    verifySignature?: VerifySignature
    justRecorded?: NonNullable<FollowerOptions['justRecorded']>
    isCrowded?: () => boolean
    isAnswering?: () => boolean
  } = {},
) {
  const log = testLog()
  const follower = stack.use(
    new Follower({
      office: brokers.office(name).entry,
      access: { as: id(reader), seed: brokers.office(reader).seed, name: 'test', log },
      store,
      verifySignature,
      heartbeatMs: 200,
      timeoutMs: 1_000,
      ...more,
    }),
  )
  return {
    follower,
    log,
    seq: (sequence: number) =>
      until(
        `sequence ${sequence}, at ${JSON.stringify(follower.status)}`,
        () => follower.status.seq === sequence && follower.status.state === 'current',
      ),
  }
}

const at = ref('bc', 'm')

describe('a follower', () => {
  it('catches up with everything it missed, in several batches, and then follows live', async () => {
    const ledger = await ledgerOf('bc')
    const write = writer(ledger, at)
    const count = 2 * readBatchEvents + 3
    await write(opened(), ...Array.from({ length: count - 1 }, (_, index) => noted(`n${index}`)))
    const store = memory()
    // So seldom that what comes after the first read comes live.
    const { seq } = follow('bc', store, 'obs', { heartbeatMs: 600_000 })
    await seq(count)
    const heard: number[] = []
    store.subscribe((change) => void (change.kind === 'stored' && heard.push(change.sequence)))
    await write(noted('live'))
    await until('the live event', () => heard.includes(count + 1))
    expect(store.eventsOf(at).map(({ recorded }) => recorded.version)).toEqual(
      Array.from({ length: count + 1 }, (_, index) => index + 1),
    )
    expect(store.aggregate(at)).toMatchObject({ version: count + 1, sequence: count + 1 })
  })

  it('takes the word of its own process for what that just recorded, but only where it follows', async () => {
    const write = writer(await ledgerOf('bc'), at)
    await write(opened())
    const store = memory()
    const verified: string[] = []
    const verdicts = new Map<string, Accepted>()
    const { seq } = follow('bc', store, 'obs', {
      heartbeatMs: 600_000,
      verifySignature: (publicKey, signed, signature) => {
        verified.push(publicKey)
        return verifySignature(publicKey, signed, signature)
      },
      justRecorded: (message) => {
        const known = {
          cursor: message.sequence - 1,
          epoch: undefined,
          versionOf: () => message.sequence - 1,
          hashOf: () => undefined,
          isKnownCommand: () => false,
        }
        const office = brokers.office('bc').entry
        const verdict = verifyEvent({ message, known, office, verifySignature })
        if (verdict.outcome !== 'accepted') return undefined
        verdicts.set(message.hash, verdict)
        // The third is said to be a version that cannot be next: it is judged like anybody's.
        if (message.sequence !== 3) return verdict
        return { ...verdict, recorded: { ...verdict.recorded, version: 9 } }
      },
      isCrowded: () => true,
    })
    await seq(1)
    verified.length = 0
    await write(noted('a'), noted('b'))
    await seq(3)
    expect(verified).toHaveLength(1)
    expect(store.eventsOf(at).map(({ recorded }) => recorded)).toEqual(
      [...verdicts.values()].map(({ recorded }) => recorded),
    )
  })

  it('stores what its own process recorded after that was answered, and does not wait for ever', async () => {
    const write = writer(await ledgerOf('bc'), at)
    await write(opened())
    const store = memory()
    const asked: number[] = []
    let isAnswered = true
    let isStuck = false
    const { seq } = follow('bc', store, 'bc', {
      heartbeatMs: 600_000,
      isAnswering: () => {
        asked.push(store.cursor(id('bc')).sequence)
        return !isAnswered && (isStuck || asked.length < 4)
      },
    })
    await seq(1)
    // Now it reads by itself seldom enough: what comes next comes live.
    await sleep(1_400)
    isAnswered = false
    asked.length = 0
    await write(noted('a'))
    await seq(2)
    expect(asked).toEqual([1, 1, 1, 1])
    isStuck = true
    await write(noted('b'))
    await seq(3)
  })

  it('goes on from its own file where it stopped', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'concert-store-'))
    stack.defer(() => rmSync(folder, { recursive: true, force: true }))
    const write = writer(await ledgerOf('bc'), at)
    await write(opened(), noted('a'))
    const file = path.join(folder, 'projection.sqlite')
    {
      using store = openStore(file, { rulesOf })
      const { follower, seq } = follow('bc', store)
      await seq(2)
      await follower[Symbol.asyncDispose]()
    }
    await write(noted('b'), noted('c'))
    using store = openStore(file, { rulesOf })
    const stored: number[] = []
    store.subscribe((change) => void (change.kind === 'stored' && stored.push(change.sequence)))
    const { follower, seq } = follow('bc', store)
    await seq(4)
    expect(stored).toEqual([3, 4])
    await follower[Symbol.asyncDispose]()
  })

  it('is not led astray by more live events than it keeps', async () => {
    const store = memory()
    const ledger = await ledgerOf('bc')
    const { follower, log } = follow('bc', store)
    await until('a first answer', () => follower.status.lastHeard !== null)
    const client = await brokers.client('bc', 'bc')
    const count = maxQueuedLiveEvents + 200
    const signer = brokers.office('bc').signer
    const events = Array.from({ length: count }, (_, index) =>
      signer.sign(eventOf(at, index + 1, index === 0 ? opened() : noted('x'), ledger.epoch)),
    )
    for (const bytes of events) client.publish(subjectOf(at), bytes)
    await client.flush()
    // Each is synced: as long as the disk takes for twelve hundred of them.
    await until('all of them', () => follower.status.seq === count, 170_000)
    expect(store.aggregate(at)?.version).toBe(count)
    expect(asideOf(store)).toEqual([])
    // A broker that syncs each of them on a busy disk may have to be asked twice.
    expect(log.lines.filter(({ level }) => level === 'error')).toEqual([])
  }, 180_000)

  it('reads what lies between when a live event is not the very next one', async () => {
    const write = writer(await ledgerOf('bc'), at)
    await write(opened(), noted('a'), noted('b'))
    const store = memory()
    const { log, seq } = follow('bc', store, 'obs', { heartbeatMs: 600_000 })
    await seq(3)
    // As if two live events had been lost.
    store.write(id('bc'), (ledger) => ledger.advance(1, store.eventsOf(at)[0]?.hash))
    await write(noted('c'))
    await seq(4)
    expect(store.aggregate(at)?.version).toBe(4)
    expect([asideOf(store), log.lines]).toEqual([[], []])
  })

  it('survives a broker that is killed and restarted: nothing lost, nothing twice, and the state says so', async () => {
    const store = memory()
    const states: string[] = []
    const write = writer(await ledgerOf('bc'), at)
    const { follower, seq } = follow('bc', store, 'obs', {
      onChange: ({ state }) => void states.push(state),
      heartbeatMs: 600_000,
    })
    await write(opened(), noted('before'))
    await seq(2)
    const { lastHeard } = follower.status
    expect(lastHeard).not.toBeNull()
    await brokers.office('bc').kill()
    await until('unreachable', () => follower.status.state === 'unreachable')
    await sleep(500)
    const heardSince = follower.status.lastHeard
    await sleep(500)
    expect(follower.status).toMatchObject({
      state: 'unreachable',
      seq: 2,
      lastHeard: heardSince,
      problem: expect.any(String),
    })
    await brokers.office('bc').start()
    await until('the connection of the writer', async () =>
      write(noted('after')).then(
        () => true,
        () => sleep(100, false),
      ),
    )
    await until('the next event', () => (store.aggregate(at)?.version ?? 0) >= 3)
    await until('current', () => follower.status.state === 'current')
    expect(follower.status.problem).toBeNull()
    // A broker that has just started may take connections before its ledger answers.
    expect(states.join()).toMatch(
      /current(,behind,current)*,unreachable(,silent|,behind)*,current$/,
    )
    expect(asideOf(store)).toEqual([])
  })

  it('waits for a broker that is not there yet, without a busy loop, and stops when told', async () => {
    await brokers.office('bc').kill()
    const { follower, log } = follow('bc', memory())
    await sleep(1_000)
    expect(follower.status).toMatchObject({ state: 'unreachable', lastHeard: null, seq: 0 })
    expect(log.lines.length).toBeGreaterThan(0)
    expect(log.lines.length).toBeLessThan(10)
    const started = performance.now()
    await follower[Symbol.asyncDispose]()
    expect(performance.now() - started).toBeLessThan(5_000)
  })

  it('calls a broker that has no ledger silent, and follows it when there is one', async () => {
    const store = memory()
    const { follower, log } = follow('bc', store)
    await until('silent', () => follower.status.state === 'silent')
    expect(follower.status).toMatchObject({ lastHeard: null, problem: expect.any(String) })
    await sleep(500)
    expect(log.lines.length).toBeLessThan(12)
    await writer(await ledgerOf('bc'), at)(opened())
    await until('current', () => follower.status.state === 'current' && follower.status.seq === 1)
    expect(follower.status.problem).toBeNull()
  })

  it('knows by its own asking that a quiet ledger is there', async () => {
    await writer(await ledgerOf('bc'), at)(opened())
    const { follower, seq } = follow('bc', memory())
    await seq(1)
    const first = follower.status.lastHeard ?? ''
    await until('another sign of life', () => (follower.status.lastHeard ?? '') > first, 2_000)
    expect(follower.status.state).toBe('current')
  })
})

describe('what cannot be accepted', () => {
  it('is set aside with its reason, and what comes after it is stored', async () => {
    const ledger = await ledgerOf('bc')
    const { signer } = brokers.office('bc')
    const client = await brokers.client('bc', 'bc')
    const publish = async (bytes: Uint8Array, to: AggregateRef = at, header = headers()) =>
      void (await jetstream(client).publish(subjectOf(to), bytes, { headers: header }))
    const good = (version: number, to = at) =>
      signer.sign(
        eventOf(to, version, version === 1 ? opened() : noted(`v${version}`), ledger.epoch),
      )
    const store = memory()
    const changes: string[] = []
    store.subscribe(({ kind }) => void changes.push(kind))
    const live = follow('bc', store)
    await until('the first answer', () => live.follower.status.lastHeard !== null)

    await publish(Buffer.from('rubbish'))
    await publish(good(1))
    await publish(good(2).subarray(0, 100))
    await publish(new Uint8Array())
    await publish(
      brokers.office('obs').signer.sign(eventOf(at, 2, noted('not mine'), ledger.epoch)),
    )
    await publish(good(2), ref('bc', 'elsewhere'))
    await publish(good(2))
    await publish(signer.sign(eventOf(at, 2, noted('a second story'), ledger.epoch)))
    await publish(good(2))
    await publish(signer.sign(eventOf(at, 3, noted('x'), 'another-epoch')))
    await publish(
      signer.sign(eventOf(at, 3, noted('x'), ledger.epoch, { type: 'concert.matter.noted.v2' })),
    )
    await publish(
      signer.sign(eventOf(ref('bc', 'headless'), 1, noted('nothing was opened'), ledger.epoch)),
      ref('bc', 'headless'),
    )
    // Headers of the publisher's own that look like the broker's.
    const lying = headers(204, 'EOB')
    for (const [name, value] of [
      ['Nats-Sequence', '1'],
      ['Nats-Subject', 'concert.v1.bc.matter.other'],
      ['Nats-Num-Pending', '99'],
    ] as const)
      lying.set(name, value)
    await publish(good(3), at, lying)
    const expected = [
      [1, 'unknown', 'not JSON'],
      [3, 'unknown', 'not JSON'],
      [4, 'unknown', '0 bytes'],
      [5, 'forged', 'no signature by a key of bc'],
      [6, 'forged', 'was put on the subject of matter/elsewhere'],
      [8, 'fork', 'another version 2'],
      [10, 'fork', 'epoch "another-epoch"'],
      [11, 'unknown', 'concert.matter.noted.v2'],
      [12, 'unknown', 'first event must be "opened"'],
    ]
    const aside = (from: Store) =>
      asideOf(from).map(({ sequence, outcome, reason }) => [
        sequence,
        outcome,
        expected.find((each) => each[0] === sequence && reason.includes(String(each[2])))?.[2] ??
          reason,
      ])
    await live.seq(13)
    expect(aside(store)).toEqual(expected)
    expect(store.eventsOf(at).map(({ recorded }) => [recorded.version, recorded.sequence])).toEqual(
      [
        [1, 2],
        [2, 7],
        [3, 13],
      ],
    )
    expect(store.aggregate(ref('bc', 'headless'))).toBeUndefined()
    expect(live.follower.status.quarantined).toBe(expected.length)
    expect(changes.filter((kind) => kind === 'quarantined')).toHaveLength(expected.length)
    expect(live.log.lines.filter(({ level }) => level === 'error').length).toBeGreaterThanOrEqual(
      expected.length - 1,
    )

    const later = memory()
    await follow('bc', later).seq(13)
    expect(aside(later)).toEqual(expected)
    expect(later.contentHash()).toBe(store.contentHash())
  })

  it('an order event of an observer is forged, even where its own broker had let it through', async () => {
    const bare = await startBrokers({ obs: 'commissioner' })
    stack.defer(() => bare[Symbol.asyncDispose]())
    const { entry, seed, signer } = bare.office('obs')
    await using ledger = await openLedger(entry, { seed, name: 'test', log: testLog() })
    const order = ref('obs', 'O1', 'order')
    const cloudEvent = eventOf(order, 1, issued('O1'), ledger.epoch)
    await ledger.append({
      ref: order,
      eventId: cloudEvent.id,
      bytes: signer.sign(cloudEvent),
      expectedSequence: 0,
    })
    const store = memory()
    await using follower = new Follower({
      office: { ...entry, role: 'observer' },
      access: { as: id('obs'), seed, name: 'test', log: testLog() },
      store,
      verifySignature,
    })
    await until('the event', () => follower.status.seq === 1)
    expect(asideOf(store)).toMatchObject([
      { outcome: 'forged', reason: expect.stringContaining('no order power') },
    ])
  })

  it('a ledger that was made anew is a fork, said once, and nothing more is taken from it', async () => {
    const write = writer(await ledgerOf('bc'), at)
    await write(opened(), noted('a'), noted('b'))
    const store = memory()
    const { follower, seq } = follow('bc', store)
    await seq(3)
    await brokers.office('bc').kill()
    rmSync(path.join(brokers.office('bc').folder, 'ledger'), { recursive: true, force: true })
    await brokers.office('bc').start()
    const anew = await ledgerOf('bc')
    await writer(anew, at)(opened())
    await until('the fork', () => asideOf(store).length > 0)
    await sleep(600)
    expect(asideOf(store)).toMatchObject([
      { sequence: 3, outcome: 'fork', reason: expect.stringContaining('no longer has sequence 3') },
    ])
    expect(follower.status).toMatchObject({
      seq: 3,
      state: 'stopped',
      problem: expect.stringContaining('made anew'),
    })
    await writer(anew, ref('bc', 'other'))(opened(), noted('x'), noted('y'))
    await until('it to be looked at again', () =>
      asideOf(store).some(({ reason }) => reason.includes('is not what was read before')),
    )
    expect(follower.status).toMatchObject({ seq: 3, state: 'stopped' })
    expect(new Set(asideOf(store).map(({ outcome }) => outcome))).toEqual(new Set(['fork']))
    expect(store.eventsOf(at)).toHaveLength(3)
  })

  it('a reader whose key is not in the broker’s configuration is unreachable, with the reason', async () => {
    const stranger = await startBrokers({ zz: 'commissioner' })
    stack.defer(() => stranger[Symbol.asyncDispose]())
    await using follower = new Follower({
      office: brokers.office('bc').entry,
      access: { as: id('zz'), seed: stranger.office('zz').seed, name: 'test', log: testLog() },
      store: memory(),
      verifySignature,
    })
    await until('a reason', () => follower.status.problem !== null)
    expect(follower.status).toMatchObject({
      state: 'unreachable',
      problem: expect.stringContaining('does not permit'),
    })
  })
})

it('a projection made anew from the ledgers of all offices has the same hash, and another history another', async () => {
  const bc = writer(await ledgerOf('bc'), at)
  const order = writer(await ledgerOf('bc'), ref('bc', 'O1', 'order'))
  const obs = writer(await ledgerOf('obs'), ref('obs', 'm'))
  const grown = memory()
  const [followBc, followObs] = [follow('bc', grown), follow('obs', grown, 'obs')]
  await bc(opened())
  await obs(opened())
  await order(issued('O1'))
  await bc(noted('later'))
  await followBc.seq(3)
  await followObs.seq(1)

  const rebuilt = memory()
  await Promise.all([follow('obs', rebuilt, 'bc').seq(1), follow('bc', rebuilt, 'bc').seq(3)])
  expect(rebuilt.contentHash()).toBe(grown.contentHash())
  expect(rebuilt.cursors()).toEqual(grown.cursors())
  await obs(noted('more'))
  await followObs.seq(2)
  expect(rebuilt.contentHash()).not.toBe('')
  await until(
    'both',
    () => rebuilt.contentHash() === grown.contentHash() && rebuilt.cursor(id('obs')).sequence === 2,
  )
  expect(memory().contentHash()).not.toBe(grown.contentHash())
})

it('nobody without a key of the directory hears anything', async () => {
  await expect(
    connect({ servers: brokers.office('bc').entry.broker.url, reconnect: false }),
  ).rejects.toThrow('Authorization')
})
