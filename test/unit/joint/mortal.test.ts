// Processes that die between any two events, in the middle of acting or of making good as well: no order is left that nobody answers for.

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { AggregateRef, OfficeId } from '../../../shared/kernel/ids.ts'
import type { Part } from '../../../shared/joint/snapshot.ts'
import { reactionId } from '../../../shared/joint/reactions.ts'
import type { Problem } from '../../../shared/kernel/problems.ts'
import type { AnyCommand } from '../../../shared/rules.ts'
import { ab, bc, qc, Stage } from './stage.ts'
import { line, World } from './world.ts'

class Death extends Error {}

/** Each office dies after so many more events, once; then it is as if its process had never been. */
class MortalWorld extends World {
  readonly left = new Map<OfficeId, number>()

  override record(office: OfficeId, ref: AggregateRef, command: AnyCommand): Problem | undefined {
    const left = this.left.get(office)
    if (left === 0) {
      this.left.delete(office)
      throw new Death(office)
    }
    const before = this.node(office).ledger.length
    const problem = super.record(office, ref, this.#orWhatWasDone(office, command))
    if (left !== undefined && this.node(office).ledger.length > before)
      this.left.set(office, left - 1)
    return problem
  }

  /** Alive again at once: what it knew is what its ledger and the others' say. */
  runMortal(office: OfficeId): void {
    try {
      this.run(office)
    } catch (error) {
      if (!(error instanceof Death)) throw error
    }
  }

  /** Before it says that it does not act, the process looks whether its order stands already. */
  #orWhatWasDone(office: OfficeId, command: AnyCommand): AnyCommand {
    const issued = this.events(office).some(
      ({ ref, recorded }) => ref.kind === 'order' && recorded.commandId === 'draft',
    )
    if (command.kind !== 'fail' || !issued) return command
    const {
      id: _,
      reason: __,
      ...rest
    } = command as AnyCommand & { version: number; round: number; reason: unknown }
    return {
      ...rest,
      kind: 'act',
      id: reactionId('act', rest.version, rest.round),
      at: this.now,
      done: [{ order: `${office}:D1`, version: 1, did: 'issue' }],
    } as AnyCommand
  }
}

type Step =
  | {
      readonly who: OfficeId
      readonly what: 'run' | 'read' | 'cut' | 'mend' | 'withdraw' | 'object'
      readonly peer: OfficeId
    }
  | { readonly what: 'later'; readonly ms: number }
const who = fc.constantFrom(bc, ab, qc)
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 14,
    arbitrary: fc.record({
      who,
      peer: who,
      what: fc.constantFrom(
        'run' as const,
        'run' as const,
        'run' as const,
        'read' as const,
        'read' as const,
        'read' as const,
        'cut' as const,
        'mend' as const,
      ),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      who,
      peer: who,
      what: fc.constantFrom('withdraw' as const, 'object' as const),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      what: fc.constant('later' as const),
      ms: fc.constantFrom(5_000, 5_000, 30_000, 61_000),
    }),
  },
)

/** All three have agreed, and been given the go or the release: what follows is theirs to do, and to die at. */
function play(
  partition: 'wait' | 'call-off',
  from: 'go' | 'release',
  lives: readonly number[],
  steps: readonly Step[],
): MortalWorld {
  const world = new MortalWorld(true)
  const stage = new Stage(
    { action: 'issuance', compensation: 'withdraw', partition, required: [bc, ab, qc], quorum: 3 },
    world,
  )
    .consents([bc, ab, qc], { draftsDigest: 'd'.repeat(64) })
    .lead({ kind: 'go' })
    .clock(115)
  if (from === 'release') stage.commits(bc, ab, qc).releases()
  for (const [index, office] of [bc, ab, qc].entries()) world.left.set(office, lives[index] ?? 0)
  for (const each of steps) {
    if (each.what === 'later') world.nowMs += each.ms
    else if (each.what === 'run') world.runMortal(each.who)
    else if (each.what === 'read') for (const peer of world.offices) world.deliver(each.who, peer)
    else if (each.what === 'cut' && each.who !== each.peer) world.cut.add(line(each.who, each.peer))
    else if (each.what === 'mend') world.cut.delete(line(each.who, each.peer))
    else if (each.what === 'withdraw' || each.what === 'object') {
      world.left.delete(each.who)
      stage.tryPart(
        each.who,
        each.what === 'withdraw'
          ? { kind: 'withdraw', reason: 'r' }
          : { kind: 'object', version: 1, count: 1, sealed: {} },
      )
    }
  }
  world.left.clear()
  world.rest()
  return world
}

describe('a process that dies in the middle', () => {
  it('leaves no order that is neither said nor, where not all acted, withdrawn', () => {
    const seen = { complete: 0, incomplete: 0, 'called-off': 0, found: 0 }
    fc.assert(
      fc.property(
        fc.constantFrom('wait' as const, 'call-off' as const),
        fc.constantFrom('go' as const, 'release' as const),
        fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 3, maxLength: 3 }),
        fc.array(step, { minLength: 10, maxLength: 60, size: 'max' }),
        (partition, from, lives, steps) => {
          const world = play(partition, from, lives, steps)
          const { proposal, parts } = world.snapshotOf(bc)
          const how = proposal?.ended?.how
          if (how === 'complete' || how === 'incomplete' || how === 'called-off') seen[how] += 1
          for (const office of [bc, ab, qc]) {
            const { acted, notActed, compensated } = (parts.get(office) as Part).state
            const orders = world
              .events(office)
              .filter(({ ref }) => ref.kind === 'order')
              .map(({ recorded }) => recorded.event.kind)
            expect(orders.includes('issued'), `${office} says what it did`).toBe(
              acted !== undefined,
            )
            if (proposal?.released !== undefined)
              expect(acted === undefined).toBe(notActed !== undefined)
            if (acted !== undefined && how !== 'complete') {
              expect([office, how, compensated !== undefined, orders]).toEqual([
                office,
                'incomplete',
                true,
                ['issued', 'withdrawn'],
              ])
            }
            if (acted?.late === true && partition === 'call-off') seen.found += 1
          }
          if (how === 'complete')
            expect([...parts.values()].every(({ state }) => state.acted !== undefined)).toBe(true)
        },
      ),
      { numRuns: 500, examples: [diesAfterItsOrder] },
    )
    // The last one is rare by chance; the example has it.
    for (const [what, times] of Object.entries(seen))
      expect([what, times >= (what === 'found' ? 1 : 5)], JSON.stringify(seen)).toEqual([
        what,
        true,
      ])
  })
})

/** Found by hand: Alberta's order is issued, its process dies before it says so, and comes back when the window is over. */
const run = (who: OfficeId): Step => ({ who, peer: who, what: 'run' })
const read = (who: OfficeId): Step => ({ who, peer: who, what: 'read' })
const diesAfterItsOrder: ['wait' | 'call-off', 'go' | 'release', number[], Step[]] = [
  'call-off',
  'go',
  [9, 2, 9],
  [
    run(bc),
    run(ab),
    run(qc),
    read(bc),
    { what: 'later', ms: 5_000 },
    run(bc),
    read(ab),
    run(ab),
    { what: 'later', ms: 61_000 },
  ],
]
