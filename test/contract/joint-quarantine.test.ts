// Nobody speaks for another office in a joint action: what is forged goes to quarantine, and the action goes on as if it had not been said.

import { jetstream } from '@nats-io/jetstream'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Ledger } from '../../services/office/ports.ts'
import { openLedger } from '../../services/adapters/ledger/ledger.ts'
import { Follower } from '../../services/adapters/ledger/follower.ts'
import { verifySignature } from '../../services/adapters/ledger/sign.ts'
import { openStore } from '../../services/adapters/store/store.ts'
import {
  participationRef,
  proposalRef,
  subjectOf,
  type AggregateRef,
  type JointId,
} from '../../shared/kernel/ids.ts'
import type { ProposalState } from '../../shared/joint/proposal.ts'
import { rulesOf } from '../../shared/rules.ts'
import { eventOf, ref } from '../support/events.ts'
import { id, startBrokers, testLog, until, type TestBrokers } from '../support/nats.ts'
import { asideOf } from '../support/aside.ts'

const joint = 'obs:J21-01' as JointId
const proposal = proposalRef(joint)
const part = participationRef(joint, id('bc'))

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

/** Puts an event, signed by `signedBy`, on the subject of `at` in the ledger of `on`, as only that office's own key may write there. */
async function put(
  on: string,
  ledger: Ledger,
  signedBy: string,
  at: AggregateRef,
  version: number,
  event: { kind: string },
  to: AggregateRef = at,
): Promise<void> {
  const client = await brokers.client(on, on)
  await jetstream(client).publish(
    subjectOf(to),
    brokers.office(signedBy).signer.sign(eventOf(at, version, event, ledger.epoch)),
  )
}

async function sealedBy(name: string) {
  const { sealKeys } = brokers.office(name).entry
  return brokers.office(name).sealer.seal({}, sealKeys ?? [], `${joint}/document/${name}/1`)
}

it('an event of another office on the proposal, or of a proposal in a part, is set aside; what was said by whose it is, stands', async () => {
  const [obs, bc] = [await ledgerOf('obs'), await ledgerOf('bc')]
  const digest = 'a'.repeat(64)
  const terms = {
    action: 'statement',
    offices: ['obs', 'bc'],
    required: ['obs', 'bc'],
    quorum: 2,
    silence: 'abstention',
    replyBy: '2022-01-02T00:00:00.000Z',
    windowSeconds: 60,
    start: 'coordinator',
    partition: 'wait',
    compensation: 'none',
    digest,
    sealed: await sealedBy('obs'),
  }
  const proposed = { kind: 'proposed', on: '2022-01-01', terms }
  const released = {
    kind: 'released',
    on: '2022-01-01',
    version: 1,
    round: 1,
    at: '2022-01-01T12:00:00.000Z',
    basis: [],
  }
  const cancelled = { kind: 'cancelled', on: '2022-01-01', reason: 'forged' }
  const received = { kind: 'received', on: '2022-01-01', version: 1, digest }

  await put('obs', obs, 'obs', proposal, 1, proposed)
  // With the key of the broker, and not the key of the office.
  await put('obs', obs, 'bc', proposal, 2, released)
  // Another office's part is kept by that office alone: on the proposer's subject it is no part of the proposal.
  await put('obs', obs, 'obs', participationRef(joint, id('obs')), 1, received, proposal)
  await put('obs', obs, 'obs', proposal, 2, received)
  // In its own ledger an office may write what it likes; a word of the proposer's it cannot say there.
  await put('bc', bc, 'bc', part, 1, proposed)
  await put('bc', bc, 'bc', part, 1, released)
  await put('bc', bc, 'bc', part, 1, received)
  await put('bc', bc, 'bc', part, 2, cancelled)
  await put('bc', bc, 'bc', part, 2, released)
  await put('bc', bc, 'bc', { ...part, id: 'obs_J21-01_more' }, 1, received)
  await put('bc', bc, 'obs', part, 2, { kind: 'withdrawn', on: '2022-01-01', reason: 'forged' } as {
    kind: string
  })
  await put('bc', bc, 'bc', ref('bc', 'J21-01', 'joint'), 1, received)

  const store = stack.use(openStore(':memory:', { rulesOf }))
  for (const name of ['obs', 'bc'])
    stack.use(
      new Follower({
        office: brokers.office(name).entry,
        access: { as: id('obs'), seed: brokers.office('obs').seed, name: 'test', log: testLog() },
        store,
        verifySignature,
        heartbeatMs: 200,
      }),
    )
  await until(
    'both ledgers',
    () => store.cursor(id('obs')).sequence === 4 && store.cursor(id('bc')).sequence === 8,
  )

  expect(
    asideOf(store).map(({ office, sequence, outcome }) => [office, sequence, outcome]),
  ).toEqual([
    ['bc', 1, 'unknown'],
    ['bc', 2, 'unknown'],
    ['bc', 4, 'unknown'],
    ['bc', 5, 'unknown'],
    ['bc', 6, 'forged'],
    ['bc', 7, 'forged'],
    ['bc', 8, 'unknown'],
    ['obs', 2, 'forged'],
    ['obs', 3, 'forged'],
    ['obs', 4, 'unknown'],
  ])
  const state = store.aggregate(proposal)?.state as ProposalState
  expect([state.version, state.released, state.ended]).toEqual([1, undefined, undefined])
  expect(store.aggregate(part)).toMatchObject({
    version: 1,
    state: { part: 'participation', received: { digest } },
  })
  expect(store.aggregate(ref('bc', 'J21-01', 'joint'))).toBeUndefined()
})

it('on its own broker an office has no subject of another office’s proposal to write to', async () => {
  await ledgerOf('bc')
  const client = await brokers.client('bc', 'bc')
  await expect(
    jetstream(client).publish(subjectOf(proposal), new Uint8Array(), { timeout: 1_000 }),
  ).rejects.toThrow()
})
