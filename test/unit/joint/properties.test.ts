// Whatever the order of words, cuts, deaths and late news: nobody moves another's order, one release at most, all or called off or told, and nothing stays stuck.

import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import type { OfficeId } from '../../../shared/kernel/ids.ts'
import { participationRef, proposalRef } from '../../../shared/kernel/ids.ts'
import type { ParticipationEvent } from '../../../shared/joint/participation.schema.ts'
import type { ProposalEvent, ProposalEventOf } from '../../../shared/joint/proposal.schema.ts'
import { agreementFor, stillOpen } from '../../../shared/joint/tally.ts'
import type { ProposalTerms } from '../../../shared/joint/terms.schema.ts'
import type { Proposed } from '../../../shared/joint/view.ts'
import type { AnyCommand } from '../../../shared/rules.ts'
import { seedsOf } from '../../support/seeds.ts'
import { digestOf, documentOf, joint, keyOf, line, sealed, World } from './world.ts'

const at = (world: World) => world.offices
const [bc, ab, qc, fed] = new World(false).offices as [OfficeId, OfficeId, OfficeId, OfficeId]
const office = fc.constantFrom(bc, ab, qc, fed)

interface Setting {
  readonly drafts: boolean
  readonly partition: 'wait' | 'call-off'
  readonly start: 'coordinator' | 'quorum'
  readonly quorum: number
  readonly requireAll: boolean
  readonly silence: ProposalTerms['silence']
  /** Whether the trouble begins when everybody has committed, or at the very beginning. */
  readonly committed: boolean
}
const setting: fc.Arbitrary<Setting> = fc.record({
  drafts: fc.boolean(),
  partition: fc.constantFrom('wait', 'call-off'),
  start: fc.constantFrom('coordinator', 'quorum'),
  quorum: fc.integer({ min: 1, max: 4 }),
  requireAll: fc.boolean(),
  silence: fc.constantFrom('no-objection', 'abstention', 'objection'),
  committed: fc.boolean(),
})

type Step =
  | {
      readonly do: 'say'
      readonly office: OfficeId
      readonly what:
        'consent' | 'object' | 'abstain' | 'withdraw' | 'with' | 'delegate' | 'consent-alone'
    }
  | { readonly do: 'lead'; readonly what: 'amend' | 'postpone' | 'go' | 'cancel' }
  | {
      readonly do: 'deliver'
      readonly office: OfficeId
      readonly peer: OfficeId
      readonly most: number
    }
  | { readonly do: 'cut' | 'mend' | 'believe'; readonly office: OfficeId; readonly peer: OfficeId }
  | { readonly do: 'die' | 'rise' | 'run' | 'block' | 'unblock'; readonly office: OfficeId }
  | { readonly do: 'later'; readonly ms: number }
  | { readonly do: 'everybody' | 'agree' }

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 9,
    arbitrary: fc.record({
      do: fc.constant('say' as const),
      office,
      what: fc.constantFrom(
        'consent' as const,
        'consent' as const,
        'consent' as const,
        'consent' as const,
        'object' as const,
        'abstain' as const,
        'withdraw' as const,
        'with' as const,
        'delegate' as const,
        'consent-alone' as const,
      ),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('lead' as const),
      what: fc.constantFrom(
        'amend' as const,
        'postpone' as const,
        'go' as const,
        'go' as const,
        'go' as const,
        'cancel' as const,
      ),
    }),
  },
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant('deliver' as const),
      office,
      peer: office,
      most: fc.integer({ min: 1, max: 4 }),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constantFrom('cut' as const, 'mend' as const, 'mend' as const, 'believe' as const),
      office,
      peer: office,
    }),
  },
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constantFrom(
        'run' as const,
        'run' as const,
        'run' as const,
        'run' as const,
        'die' as const,
        'rise' as const,
        'block' as const,
        'unblock' as const,
      ),
      office,
    }),
  },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('later' as const),
      ms: fc.constantFrom(1_000, 20_000, 45_000, 61_000),
    }),
  },
  {
    weight: 9,
    arbitrary: fc.record({
      do: fc.constantFrom('everybody' as const, 'everybody' as const, 'agree' as const),
    }),
  },
)

function termsOf(
  world: World,
  { drafts, partition, start, quorum, requireAll, silence }: Setting,
  version: number,
): ProposalTerms {
  const instant = (ms: number) =>
    new Date(world.nowMs + ms).toISOString() as ProposalTerms['replyBy']
  return {
    action: drafts ? 'issuance' : 'statement',
    offices: at(world),
    required: requireAll ? (drafts ? [bc, ab, qc] : at(world)) : [bc],
    quorum,
    silence,
    replyBy: instant(60_000),
    moment: instant(90_000),
    windowSeconds: 60,
    start,
    partition,
    compensation: drafts ? 'withdraw' : 'correction',
    digest: digestOf(documentOf(version)),
    sealed,
  }
}

function take(world: World, how: Setting, each: Step): void {
  const on = '2021-12-14'
  const send = (from: OfficeId, command: object, ref = participationRef(joint, from)) =>
    world.record(from, ref, { id: world.id(), on, ...command } as AnyCommand)
  switch (each.do) {
    case 'say': {
      const state = world.snapshotOf(each.office).parts.get(each.office)?.state
      if (state === undefined) return
      const version = state.received.version
      const digest = state.received.digest ?? ''
      if (each.what === 'object')
        return void send(each.office, { kind: 'object', version, count: 1, sealed })
      if (each.what === 'abstain') return void send(each.office, { kind: 'abstain', version })
      if (each.what === 'withdraw')
        return void send(each.office, { kind: 'withdraw', reason: 'changed its mind' })
      if (each.what === 'delegate')
        return void send(each.office, {
          kind: 'delegate',
          to: state.delegate === undefined ? 'Delegate' : null,
        })
      send(each.office, { kind: 'prepare', version, digest, by: 'First', sealed })
      const conditions = each.what === 'with' ? [{ kind: 'with', offices: [qc] }] : []
      const by = each.what === 'consent-alone' ? ' first ' : (state.delegate ?? 'Second')
      return void send(each.office, {
        kind: 'approve',
        version,
        digest,
        preparedBy: 'First',
        by,
        conditions,
        ...(how.drafts && each.office !== fed ? { draftsDigest: digestOf(each.office) } : {}),
      })
    }
    case 'lead': {
      const state = world.snapshotOf(bc).proposal
      if (state === undefined) return
      const lead = (command: object) => void send(bc, command, proposalRef(joint))
      if (each.what === 'amend')
        return lead({
          kind: 'amend',
          version: state.version + 1,
          terms: termsOf(world, how, state.version + 1),
        })
      if (each.what === 'postpone')
        return lead({ kind: 'postpone', moment: new Date(world.nowMs + 80_000).toISOString() })
      return lead(each.what === 'go' ? { kind: 'go' } : { kind: 'cancel', reason: 'moot' })
    }
    case 'deliver':
      return world.deliver(each.office, each.peer, each.most)
    case 'cut':
      return void world.cut.add(line(each.office, each.peer))
    case 'believe':
      if (each.office !== each.peer && world.cut.has(line(each.office, each.peer)))
        world.believedCut.add(line(each.office, each.peer))
      return
    case 'mend':
      world.cut.delete(line(each.office, each.peer))
      return void world.believedCut.delete(line(each.office, each.peer))
    case 'die':
    case 'rise':
      world.node(each.office).up = each.do === 'rise'
      return
    case 'block':
    case 'unblock':
      world.node(each.office).blocked = each.do === 'block'
      return
    case 'run':
      return world.run(each.office)
    case 'later':
      world.nowMs += each.ms
      return
    case 'agree':
      for (const one of at(world)) take(world, how, { do: 'say', office: one, what: 'consent' })
      return
    case 'everybody':
      for (const reader of at(world)) for (const peer of at(world)) world.deliver(reader, peer)
      for (const one of at(world)) world.run(one)
  }
}

function play(how: Setting, steps: readonly Step[]): World {
  const world = new World(how.drafts)
  world.cut.clear()
  world.record(bc, proposalRef(joint), {
    kind: 'propose',
    id: world.id(),
    on: '2021-12-14',
    terms: termsOf(world, how, 1),
  } as AnyCommand)
  take(world, how, { do: 'everybody' })
  if (how.committed)
    for (const each of [
      { do: 'agree' },
      { do: 'everybody' },
      { do: 'lead', what: 'go' },
      { do: 'everybody' },
      { do: 'everybody' },
      { do: 'later', ms: 61_000 },
    ] as const)
      take(world, how, each)
  for (const each of steps) take(world, how, each)
  world.rest()
  return world
}

const seeds = seedsOf<Setting, Step>('joint')

const seen = new Map<string, number>()
const count = (what: string) => seen.set(what, (seen.get(what) ?? 0) + 1)

/** Every run is looked at from every side. */
const runs = (check: (world: World, how: Setting) => void) =>
  fc.assert(
    fc.property(
      setting,
      fc.array(step, { minLength: 10, maxLength: 70, size: 'max' }),
      (how, steps) => void check(play(how, steps), how),
    ),
    { numRuns: 400, examples: seeds.map(({ setting: how, steps }) => [how, [...steps]]) },
  )

const proposalEvents = (world: World) =>
  world
    .events(bc, proposalRef(joint))
    .map(({ recorded }) => recorded.event as unknown as ProposalEvent)
const partEvents = (world: World, of: OfficeId) =>
  world
    .events(of, participationRef(joint, of))
    .map(({ recorded }) => recorded.event as unknown as ParticipationEvent)
const last = <K extends ProposalEvent['kind']>(world: World, kind: K) =>
  proposalEvents(world).findLast((event) => event.kind === kind) as ProposalEventOf<K> | undefined
const ofKind = <K extends ParticipationEvent['kind']>(world: World, of: OfficeId, kind: K) =>
  partEvents(world, of).filter(
    (event): event is Extract<ParticipationEvent, { kind: K }> => event.kind === kind,
  )

describe('over random words, cuts, deaths and late news', () => {
  test("no office moves another's order or ledger, and an observer has none", () =>
    runs((world) => {
      for (const one of at(world))
        for (const { ref } of world.events(one)) expect(ref.office).toBe(one)
      expect(world.events(fed).some(({ ref }) => ref.kind === 'order')).toBe(false)
    }))

  test('at most one release, and only of what everybody who acts had committed to', () =>
    runs((world) => {
      const released = proposalEvents(world).filter((event) => event.kind === 'released')
      expect(released.length).toBeLessThanOrEqual(1)
      const [release] = released
      if (release?.kind !== 'released') return
      count('released')
      const go = last(world, 'go-given')
      expect(go?.round).toBe(release.round)
      const terms = world.snapshotOf(bc).proposal?.terms
      expect(terms?.required.every((one) => go?.acting.includes(one))).toBe(true)
      const silent = last(world, 'replies-closed')?.silent.length ?? 0
      expect(
        (go?.acting.length ?? 0) + (terms?.silence === 'no-objection' ? silent : 0),
      ).toBeGreaterThanOrEqual(terms?.quorum ?? 99)
      for (const one of go?.acting ?? [])
        expect(
          ofKind(world, one, 'committed').some(
            ({ round, version, digest }) =>
              round === release.round && version === release.version && digest === terms?.digest,
          ),
        ).toBe(true)
    }))

  test('nobody acts unreleased, nor twice', () =>
    runs((world) => {
      const release = last(world, 'released')
      for (const one of at(world)) {
        const acted = ofKind(world, one, 'acted')
        expect(acted.length).toBeLessThanOrEqual(1)
        for (const { round } of acted) expect(round).toBe(release?.round)
        if (acted.length > 0) expect(ofKind(world, one, 'not-acted')).toEqual([])
        expect(world.events(one).filter(({ ref }) => ref.kind === 'order').length > 0).toBe(
          world.drafts && one !== fed && acted.length > 0,
        )
      }
    }))

  test('no consent counts for a text that was not seen, nor by one officer alone', () =>
    runs((world) => {
      for (const one of at(world)) {
        const events = partEvents(world, one)
        for (const [index, event] of events.entries()) {
          if (event.kind === 'committed') {
            const before = events.slice(0, index)
            const received = before.findLast((each) => each.kind === 'received')
            const consented = before.findLast((each) => each.kind === 'consented')
            expect([
              received?.kind === 'received' && received.digest,
              consented?.kind === 'consented' && consented.digest,
            ]).toEqual([event.digest, event.digest])
            expect([
              received?.kind === 'received' && received.version,
              consented?.kind === 'consented' && consented.version,
            ]).toEqual([event.version, event.version])
          }
          if (event.kind !== 'consented') continue
          expect(event.by.trim().toLowerCase()).not.toBe(event.preparedBy.trim().toLowerCase())
          const delegated = events.slice(0, index).findLast((each) => each.kind === 'delegated')
          if (delegated?.kind === 'delegated' && delegated.to !== null)
            expect(event.by).toBe(delegated.to)
        }
      }
    }))

  test('all, or called off, or everybody shows who acted and who did not, and those who acted make good', () =>
    runs((world, { partition }) => {
      const go = last(world, 'go-given')
      const acting = go?.acting ?? []
      const acted = acting.filter((one) => ofKind(world, one, 'acted').length > 0)
      const release = last(world, 'released')
      if (release === undefined) return expect(acted).toEqual([])
      const concluded = last(world, 'concluded')
      expect(concluded, 'a release is always concluded').toBeDefined()
      count(concluded?.outcome ?? '')
      const failed = acting.filter((one) => ofKind(world, one, 'not-acted').length > 0)
      // Whoever was released says what became of it.
      expect([...acted, ...failed].toSorted()).toEqual([...acting].toSorted())
      if (concluded?.outcome === 'complete') return expect(acted).toEqual(acting)
      for (const one of acted)
        expect(ofKind(world, one, 'compensated'), `${one} makes good`).toHaveLength(1)
      for (const one of at(world))
        expect(world.snapshotOf(one).proposal?.ended?.how).toBe('incomplete')
      // Under "wait" only a withdrawal or the law itself keeps anybody back.
      if (partition === 'wait')
        for (const one of failed)
          expect(ofKind(world, one, 'not-acted')[0]?.reason.code).not.toBe('moment-passed')
    }))

  test('nothing stays stuck once everybody is connected', () =>
    runs((world, { partition }) => {
      const { proposal } = world.snapshotOf(bc)
      if (proposal?.going === undefined || proposal.ended !== undefined) return
      // What is left waits for people, or for a law that bars: never for a machine.
      expect(proposal.released).toBeUndefined()
      expect(partition).toBe('wait')
      count('waits for people')
      expect(proposal.held?.length).toBeGreaterThan(0)
      // Whoever may act by now is in time: the agreement is gone only by somebody's word, or by a law.
      const { lacking } = agreementFor(
        world.snapshotOf(bc) as Proposed,
        stillOpen(proposal.going, proposal.terms, world.now),
      )
      for (const { office: one, why } of lacking)
        expect(['not-ready', world.node(one).blocked]).not.toEqual([why, false])
      const free = proposal.going.acting.every((one) => {
        const answer = world.snapshotOf(bc).parts.get(one)?.state.answer
        return (
          !world.node(one).blocked && answer?.kind === 'consented' && answer.conditions.length === 0
        )
      })
      expect(free && lacking.length === 0).toBe(false)
    }))

  test('every office has the same snapshot', () =>
    runs((world) => {
      const snapshots = at(world).map((one) =>
        JSON.stringify([world.snapshotOf(one).proposal, [...world.snapshotOf(one).parts]]),
      )
      expect(new Set(snapshots).size).toBe(1)
      if (last(world, 'called-off') !== undefined) count('called off')
      if (
        proposalEvents(world).some(({ kind }) => kind === 'held') &&
        last(world, 'released') !== undefined
      )
        count('held, then released')
    }))
})

afterAll(() => {
  // The runs were about something: each of these happened in a good part of them.
  for (const what of [
    'released',
    'complete',
    'incomplete',
    'called off',
    'held, then released',
    'waits for people',
  ])
    expect([what, (seen.get(what) ?? 0) >= 5]).toEqual([what, true])
})

test('every seed names a property that is still tested', () => {
  const source = readFileSync(new URL(import.meta.url), 'utf8')
  for (const { name, property } of seeds)
    expect([name, source.includes(`test('${property}'`)]).toEqual([name, true])
})

test('keys of aggregates are their own', () =>
  expect(keyOf(proposalRef(joint))).not.toBe(keyOf(participationRef(joint, bc))))
