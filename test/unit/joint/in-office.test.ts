// What an office does by itself where something goes wrong around it: answers that never come, a process that stood still, a day that comes in silence.

import { describe, expect, it } from 'vitest'
import { proposalRef } from '../../../shared/kernel/ids.ts'
import { ok, problemError } from '../../../shared/kernel/problems.ts'
import type { AnyCommand } from '../../../shared/rules.ts'
import { createCarryOut } from '../../../services/office/joint/carry-out.ts'
import { inOffice, issue } from './in-office.ts'
import { ab, at, bc, on, ready, Stage } from './stage.ts'
import { digestOf, joint, sealed } from './world.ts'

const both = { offices: [bc, ab], required: [bc, ab], quorum: 2 }
const ordersOf = (stage: Stage) =>
  stage.world
    .events(ab)
    .filter(({ ref }) => ref.kind === 'order')
    .map(({ recorded }) => recorded.event.kind)

/** An issuance that Alberta has drafted for, released to both. */
async function released() {
  const stage = new Stage({
    action: 'issuance',
    partition: 'call-off',
    compensation: 'withdraw',
    ...both,
  }).receives(ab)
  const alberta = inOffice(stage, ab)
  const drafts = [issue(`${ab}:D1`, 'ca-ab-pipa')]
  for (const command of [
    { kind: 'consent', id: 'c', on, by: 'First', version: 1, drafts },
    { kind: 'approve', id: 'a', on, by: 'Second', version: 1 },
  ])
    expect(await alberta.says(command)).toBeUndefined()
  stage
    .says(ab, { kind: 'report', version: 1, readiness: ready(at(-3600)) })
    .consents([bc])
    .lead({ kind: 'go' })
    .commits(bc, ab)
  return { stage, alberta, drafts }
}

describe('a command to an own order that is not answered', () => {
  it('is asked for again before the office says that it did not act, and what came of it is said', async () => {
    const { stage, alberta } = await released()
    const answering = alberta.hands.submit
    stage.releases()
    // Temporal has taken it, and the office's own broker is away.
    alberta.hands.submit = async () =>
      Promise.reject(
        problemError('unavailable', { en: 'may still be carried out', fr: 'peut encore aboutir' }),
      )
    await alberta.reacts()
    stage.clock(181)
    await alberta.reacts()
    expect(alberta.asked.map(({ command }) => [command.kind, command.id])).toEqual([
      ['issue', 'draft'],
      ['issue', 'draft'],
    ])
    alberta.hands.submit = answering
    await alberta.reacts()
    await alberta.reacts()
    expect([ordersOf(stage), stage.part(ab).acted?.done]).toEqual([
      ['issued'],
      [{ order: `${ab}:D1`, version: 1, did: 'issue' }],
    ])
  })
  it('and is carried out after the process died and said that it did not act, is made good', async () => {
    const { stage, alberta, drafts } = await released()
    stage.releases().clock(181)
    await alberta.reacts()
    expect(stage.part(ab).notActed?.done).toEqual([])
    stage
      .says(bc, { kind: 'act', version: 1, round: 1, at: stage.world.now, done: [] })
      .lead({ kind: 'conclude', version: 1 })
    await alberta.reacts()
    expect([stage.proposal.ended?.how, stage.part(ab).compensated]).toEqual([
      'incomplete',
      undefined,
    ])
    // What Temporal had taken before comes through at last.
    stage.world.record(ab, { office: ab, kind: 'order', id: 'D1' }, {
      ...drafts[0]?.command,
      on,
    } as never)
    await alberta.reacts()
    expect([ordersOf(stage), stage.part(ab).compensated?.done]).toEqual([
      ['issued', 'withdrawn'],
      [{ order: `${ab}:D1`, version: 2, did: 'withdraw' }],
    ])
  })
})

describe('a consent', () => {
  it('is the same promise where it is given again to the very same drafts', async () => {
    const { stage, alberta, drafts } = await released()
    const consent = async (some: readonly object[]) => [
      await alberta.says({ kind: 'consent', id: 'c', on, by: 'First', version: 1, drafts: some }),
      (await alberta.says({ kind: 'approve', id: 'a', on, by: 'Second', version: 1 }))?.code,
    ]
    stage.says(ab, { kind: 'withdraw', reason: 'by mistake' })
    expect(await consent([issue(`${ab}:D2`, 'ca-ab-pipa')])).toEqual([undefined, 'conflict'])
    expect(await consent(drafts)).toEqual([undefined, undefined])
  })
  it('is refused where a draft has the id of what the order has already: it would be taken for done', async () => {
    const { stage, alberta, drafts } = await released()
    stage.world.record(ab, { office: ab, kind: 'order', id: 'D1' }, {
      ...drafts[0]?.command,
      on,
    } as never)
    expect(
      await alberta.says({ kind: 'consent', id: 'd', on, by: 'First', version: 1, drafts }),
    ).toMatchObject({ code: 'already-exists', value: 'draft' })
  })
})

describe('the reactor', () => {
  const eventually = (done: readonly string[], what: string) =>
    expect.poll(() => done, { timeout: 2_000 }).toContain(what)

  it('looks again at the instant from which the last office may act, though nobody says anything then', async () => {
    const stage = new Stage({ partition: 'call-off', ...both })
      .consents([bc])
      .consents([ab], { readiness: ready(at(121)) })
      .lead({ kind: 'go' })
      .commits(bc, ab)
      .releases()
    expect(stage.proposal.held).toEqual([{ office: ab, why: 'not-ready' }])
    await using reactor = inOffice(stage, bc).reactor({ state: 'current' })
    expect(reactor.done).not.toContain('release')
    await expect.poll(() => reactor.done.length, { timeout: 2_000 }).toBeGreaterThan(0)
    stage.clock(122)
    await eventually(reactor.done, 'release')
  })
  it('keeps a look for when its own ledger is read again', async () => {
    const stage = new Stage({ partition: 'call-off', ...both })
      .consents([bc, ab])
      .lead({ kind: 'go' })
      .commits(bc, ab)
    const follower = { state: 'current' }
    await using reactor = inOffice(stage, ab).reactor(follower)
    await eventually(reactor.done, 'report')
    reactor.done.length = 0
    // The process stood still, and hears of the release before it has heard of itself.
    follower.state = 'silent'
    stage.releases()
    reactor.tell({
      kind: 'stored',
      office: bc,
      sequence: 9,
      ref: proposalRef(joint),
      eventKind: 'released',
    })
    follower.state = 'current'
    await eventually(reactor.done, 'act')
  })
})

it('what became lawful at midnight, within the window, is done on the day that has begun', async () => {
  const stage = new Stage()
  const drafts = [issue(`${ab}:D1`, 'eu-gdpr')]
  const prepared = { salt: 's'.repeat(32), drafts, conditions: [] }
  // The regulation applies from 2018-05-25; the moment is half a minute before that day begins in Berlin.
  const office = { ...stage.world.node(ab).entry, zone: 'Europe/Berlin', statutes: ['eu-gdpr'] }
  const now = '2018-05-24T22:00:10.000Z'
  const context = {
    ...stage.world.contextOf(ab),
    office,
    today: '2018-05-25',
    joint: { ...stage.world.ledgersOf(ab), now },
  }
  const asked: AnyCommand[] = []
  const carryOut = createCarryOut({
    store: { aggregate: () => undefined },
    sealing: { open: async () => ok(prepared) },
    signer: { keyid: 'k', signBytes: () => '' },
    context: () => context,
    submit: async (_actor: unknown, _ref: unknown, command: AnyCommand) => {
      asked.push(command)
      return { kind: 'recorded', version: 1, eventId: 'e', event: { kind: command.kind } }
    },
  } as never)
  const committed = {
    version: 1,
    round: 1,
    digest: 'd',
    draftsDigest: digestOf(prepared),
    sealed,
    moment: '2018-05-24T21:59:30.000Z',
    until: '2018-05-24T22:00:30.000Z',
    ownMoment: false,
    momentReached: false,
    windowPassed: false,
  }
  const snapshot = {
    joint,
    proposal: { ...stage.proposal, terms: { ...stage.proposal.terms, action: 'issuance' } },
    parts: new Map([[ab, { version: 3, state: { joint, office: ab } }]]),
  }
  await carryOut(snapshot as never, { do: 'act', committed } as never)
  // Lawful only from that day on, it could not be done on the day of the moment.
  expect(asked.map((command) => [command.kind, (command as { readonly on?: string }).on])).toEqual([
    ['issue', '2018-05-25'],
    ['act', '2018-05-25'],
  ])
})
