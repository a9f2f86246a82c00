// A coordinator is not believed: what it publishes by hand, with its own key, makes nobody act.

import { describe, expect, it } from 'vitest'
import type { JointSnapshot } from '../../../shared/joint/snapshot.ts'
import type { ProposalState } from '../../../shared/joint/proposal.ts'
import { reactionsOf, type Reaction } from '../../../shared/joint/reactions.ts'
import type { OfficeId } from '../../../shared/kernel/ids.ts'
import { ab, bc, on, qc, Stage } from './stage.ts'

/** Three are to act; the last one commits only where it is said. */
function going(...committed: readonly OfficeId[]): Stage {
  const stage = new Stage({ offices: [bc, ab, qc], required: [bc, ab, qc] } as never)
  return stage
    .receives(bc, ab, qc)
    .consents([bc, ab, qc])
    .lead({ kind: 'go' })
    .commits(...committed)
}

/** What an office would do if the proposal said that it was released, whatever the rules of the coordinator would have said. */
function whenTold(
  stage: Stage,
  office: OfficeId,
  released: Partial<NonNullable<ProposalState['released']>>,
): Reaction[] {
  stage.clock(121)
  const snapshot = stage.world.snapshotOf(office)
  const proposal = snapshot.proposal as ProposalState
  const forged: JointSnapshot = {
    ...snapshot,
    proposal: {
      ...proposal,
      released: {
        round: proposal.round,
        at: stage.world.now,
        on: on as never,
        basis: [],
        ...released,
      },
    },
  }
  return reactionsOf(office, forged, stage.world.ledgersOf(office), on as never)
}

const basisOf = (stage: Stage, offices: readonly OfficeId[]) =>
  offices.map((office) => ({
    office,
    version: stage.world.snapshotOf(ab).parts.get(office)?.version ?? 0,
  }))
const kinds = (reactions: readonly Reaction[]) =>
  reactions.map((each) => (each.do === 'send' ? each.command.kind : each.do))

describe('a release', () => {
  it('on which everybody committed is acted on', () => {
    const stage = going(bc, ab, qc)
    expect(kinds(whenTold(stage, ab, { basis: basisOf(stage, [bc, ab, qc]) }))).toEqual(['act'])
  })
  it('with an empty basis is not acted on, and the office says why', () => {
    const stage = going(bc, ab)
    const reactions = whenTold(stage, ab, { basis: [] })
    expect(kinds(reactions)).toEqual(['fail'])
    expect(JSON.stringify(reactions)).toContain('names no commitment of')
  })
  it('that leaves out who never committed is not acted on', () => {
    const stage = going(bc, ab)
    expect(kinds(whenTold(stage, ab, { basis: basisOf(stage, [bc, ab]) }))).toEqual(['fail'])
  })
  it('that names a word of somebody which was no commitment is not acted on', () => {
    const stage = going(bc, ab)
    expect(kinds(whenTold(stage, ab, { basis: basisOf(stage, [bc, ab, qc]) }))).toEqual(['fail'])
  })
  it('that names what was not read yet is waited for', () => {
    const stage = going(bc, ab)
    const basis = basisOf(stage, [bc, ab, qc]).map((each) =>
      each.office === qc ? { ...each, version: each.version + 1 } : each,
    )
    expect(whenTold(stage, ab, { basis })).toEqual([])
  })
  it('of another go is not acted on', () => {
    const stage = going(bc, ab, qc)
    const basis = basisOf(stage, [bc, ab, qc])
    expect(kinds(whenTold(stage, ab, { round: 7, basis }))).not.toContain('act')
  })
})
