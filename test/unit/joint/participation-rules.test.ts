// The rules of an office's part, case by case: every refusal, four eyes, what it promises, and what it does by itself of what it hears.

import { describe, expect, it } from 'vitest'
import type { OfficeId } from '../../../shared/kernel/ids.ts'
import { participationRules } from '../../../shared/joint/participation-rules.ts'
import { stepsOf } from '../../../shared/joint/standing.ts'
import { isProposed } from '../../../shared/joint/tally.ts'
import { ab, at, bc, blocked, fed, on, qc, Stage, termsOf } from './stage.ts'
import { digestOf, documentOf, line, sealed } from './world.ts'

const digest = digestOf(documentOf(1))
const other = digestOf('another text')
const alarm = (stage: Stage, office: OfficeId) => {
  const found = participationRules.nextAlarm(stage.part(office))
  return found === undefined ? undefined : [found.at, found.key, found.command.kind]
}
const prepare = { kind: 'prepare' as const, version: 1, digest, by: 'Ann Roy', sealed }
const approve = {
  kind: 'approve' as const,
  version: 1,
  digest,
  preparedBy: 'Ann Roy',
  by: 'Bo',
  conditions: [],
}
const going = (stage = new Stage()) => stage.consents([bc, ab]).lead({ kind: 'go' })
const released = (stage = new Stage()) => going(stage).commits(bc, ab).releases()
const doing = (stage: Stage, office: OfficeId) =>
  stage.reactions(office).map((each) => (each.do === 'send' ? each.command.kind : each.do))

describe('what is received', () => {
  it('is the present version, once, by who is invited', () => {
    const stage = new Stage()
    const receive = (office: OfficeId, version = 1) =>
      stage.tryPart(office, { kind: 'receive', version, digest })?.code
    expect([receive(fed), receive(ab, 2), receive(ab), receive(ab)]).toEqual([
      'not-invited',
      'outdated',
      undefined,
      'already-exists',
    ])
  })
  it('is what the office has opened itself: of nothing else can it prepare or approve a consent', () => {
    const stage = new Stage()
      .says(ab, {
        kind: 'receive',
        version: 1,
        digest: null,
        problem: { code: 'not-seen', message: 'no key' },
      })
      .says(qc, { kind: 'receive', version: 1, digest: other })
    expect([stage.tryPart(ab, prepare)?.code, stage.tryPart(qc, prepare)?.code]).toEqual([
      'not-seen',
      'not-seen',
    ])
    stage.says(qc, { ...prepare, digest: other })
    expect(stage.tryPart(qc, { ...approve, digest: other })?.code).toBe('text-differs')
  })
})

describe('four eyes', () => {
  const prepared = () => new Stage().receives(ab).says(ab, prepare)
  it.each([
    ['the same', 'Ann Roy'],
    ['the same in other letters', ' ann roy '],
  ])('%s officer cannot approve', (_, by) =>
    expect(prepared().tryPart(ab, { ...approve, by })?.code).toBe('same-officer'),
  )
  it('nothing else than what was prepared is approved, and that once', () => {
    expect(new Stage().receives(ab).tryPart(ab, approve)?.code).toBe('not-prepared')
    for (const wrong of [{ preparedBy: 'Cy' }, { digest: other }])
      expect(prepared().tryPart(ab, { ...approve, ...wrong })?.code).toBe('not-prepared')
    expect(prepared().says(ab, approve).tryPart(ab, approve)?.code).toBe('not-prepared')
    // A dissent in between takes the prepared consent away.
    expect(prepared().says(ab, { kind: 'abstain', version: 1 }).tryPart(ab, approve)?.code).toBe(
      'not-prepared',
    )
  })
  it('the delegate alone approves, until it is given back', () => {
    const stage = prepared().says(ab, { kind: 'delegate', to: 'Di' })
    expect([
      stage.tryPart(ab, { kind: 'delegate', to: 'Di' })?.code,
      stage.tryPart(ab, approve)?.code,
    ]).toEqual(['already-exists', 'not-delegated'])
    expect(
      stage.says(ab, { kind: 'delegate', to: null }).tryPart(ab, { kind: 'delegate', to: null })
        ?.code,
    ).toBe('already-exists')
    expect(stage.says(ab, approve).part(ab).answer).toMatchObject({
      kind: 'consented',
      preparedBy: 'Ann Roy',
      by: 'Bo',
    })
  })
})

describe('an answer is refused', () => {
  it('without a part, not invited any more, ended, to another version, of tomorrow, or after the release', () => {
    const stage = new Stage()
    expect(stage.tryPart(ab, prepare)?.code).toBe('unknown-joint')
    expect(stage.receives(ab, qc).tryPart(ab, { ...prepare, version: 2 })?.code).toBe('outdated')
    expect(stage.tryPart(ab, { ...prepare, on: '2021-12-15' })?.code).toBe('future-date')
    expect(stage.tryPart(ab, { kind: 'withdraw', reason: 'r' })?.code).toBe('not-found')
    stage.lead({ kind: 'amend', terms: termsOf({ offices: [bc, ab] }, 2) })
    expect([stage.tryPart(ab, prepare)?.code, stage.tryPart(qc, prepare)?.code]).toEqual([
      'outdated',
      'not-invited',
    ])
    expect([doing(stage, qc), doing(stage, ab)]).toEqual([['stand-down'], ['receive']])
    expect(released(new Stage()).receives(qc).tryPart(qc, prepare)?.code).toBe('already-released')
    expect(
      stage.lead({ kind: 'cancel', reason: 'r' }).tryPart(ab, { kind: 'withdraw', reason: 'r' })
        ?.code,
    ).toBe('not-found')
    expect(
      new Stage().receives(ab).lead({ kind: 'cancel', reason: 'r' }).tryPart(ab, prepare)?.code,
    ).toBe('already-ended')
  })
  it('in an action of another kind', () => {
    const question = new Stage({ action: 'deconfliction' }).receives(ab)
    for (const command of [prepare, { kind: 'forward' as const, version: 1, to: qc, sealed }])
      expect(question.tryPart(ab, command)?.code).toBe('not-this-kind')
    expect(new Stage().receives(ab).tryPart(ab, { kind: 'answer', version: 1, sealed })?.code).toBe(
      'not-this-kind',
    )
    const help = new Stage({ action: 'assistance' }).receives(ab)
    expect(help.tryPart(ab, { kind: 'forward', version: 1, to: ab, sealed })?.code).toBe(
      'invalid-input',
    )
    expect(
      help.says(ab, { kind: 'forward', version: 1, to: qc, sealed }).part(ab).forwarded,
    ).toHaveLength(1)
    expect(
      help
        .says(ab, {
          kind: 'split',
          version: 1,
          parts: [
            { part: 'a', to: qc },
            { part: 'b', to: bc },
          ],
          sealed,
        })
        .part(ab).split?.parts,
    ).toHaveLength(2)
  })
  it('where it was given already', () => {
    const stage = new Stage()
      .receives(ab)
      .says(ab, { kind: 'ask', version: 1, question: 'Q1', sealed })
      .says(ab, { kind: 'object', version: 1, count: 1, sealed })
      .says(ab, { kind: 'withdraw', reason: 'r' })
    expect([
      stage.tryPart(ab, { kind: 'ask', version: 1, question: 'Q1', sealed })?.code,
      stage.tryPart(ab, { kind: 'withdraw', reason: 'r' })?.code,
    ]).toEqual(['already-exists', 'not-found'])
  })
})

describe('a commitment', () => {
  it('is to a go that stands, names the office, and is to the text that was consented to', () => {
    const stage = new Stage().consents([bc, ab])
    expect(stage.tryPart(ab, { kind: 'commit', version: 1, round: 1, digest })?.code).toBe(
      'outdated',
    )
    stage.lead({ kind: 'go' }).consents([qc])
    expect([
      stage.tryPart(qc, stage.commitment(qc))?.code,
      stage.tryPart(ab, { ...stage.commitment(ab), digest: other })?.code,
      stage.tryPart(ab, { ...stage.commitment(ab), draftsDigest: other })?.code,
    ]).toEqual(['outdated', 'text-differs', 'text-differs'])
    expect(stage.commits(ab).tryPart(ab, stage.commitment(ab))?.code).toBe('already-exists')
  })
  it("is made of the office's own count, whatever the coordinator says", () => {
    for (const gone of [
      { kind: 'withdraw' as const, reason: 'r' },
      { kind: 'report' as const, version: 1, readiness: blocked },
    ]) {
      const stage = going().says(bc, gone)
      expect([stage.tryPart(ab, stage.commitment(ab))?.code, doing(stage, ab)]).toEqual([
        'not-agreed',
        ['report'],
      ])
    }
    expect(doing(going(), ab)).toEqual(['report', 'commit'])
  })
  it('is not made when its window is over, unless everybody waits', () => {
    const codes = (['call-off', 'wait'] as const).map((partition) => {
      const stage = going(new Stage({ partition })).clock(181)
      return stage.tryPart(ab, stage.commitment(ab))?.code
    })
    expect(codes).toEqual(['moment-passed', undefined])
  })
  it('is not rewritten: the same consent may come again, another one not, a dissent always', () => {
    const stage = going(new Stage()).commits(bc, ab)
    const again = (more = {}) => stage.says(ab, prepare).tryPart(ab, { ...approve, ...more })?.code
    expect([
      again(),
      again({ draftsDigest: other }),
      again({ conditions: [{ kind: 'words', text: 'w' }] }),
    ]).toEqual([undefined, 'conflict', 'conflict'])
    expect(
      stage.says(ab, { kind: 'object', version: 1, count: 1, sealed }).releases().proposal.held,
    ).toEqual([{ office: ab, why: 'no-consent' }])
    expect(stage.lead({ kind: 'postpone', moment: at(600) }).tryPart(ab, prepare)).toBeUndefined()
    expect(again({ draftsDigest: other })).toBeUndefined()
  })
  it('keeps the consent it was made on', () => {
    const stage = going().commits(ab).says(ab, { kind: 'withdraw', reason: 'r' })
    expect(stage.part(ab).committed?.sealed).toEqual(sealed)
  })
})

describe('acting', () => {
  const act = (stage: Stage, more = {}) => ({
    kind: 'act' as const,
    version: 1,
    round: 1,
    at: stage.world.now,
    done: [],
    document: documentOf(1),
    ...more,
  })
  it('is of what was released, with the very text', () => {
    const early = going().commits(bc, ab)
    expect([
      early.tryPart(ab, act(early))?.code,
      early.tryPart(ab, act(early, { round: 2 }))?.code,
    ]).toEqual(['not-released', 'not-agreed'])
    const stage = early.releases()
    const { document: _, ...silent } = act(stage)
    expect([
      stage.tryPart(ab, silent)?.code,
      stage.tryPart(ab, act(stage, { document: documentOf(2) }))?.code,
    ]).toEqual(['invalid-input', 'text-differs'])
    expect(stage.acts(ab).tryPart(ab, act(stage))?.code).toBe('already-ended')
    expect(stage.part(ab).acted?.late).toBe(false)
  })
  it('is late under "wait", and does not happen after the window under "call-off"', () => {
    const late = released().clock(500)
    expect([doing(late, ab), late.acts(ab).part(ab).acted?.late]).toEqual([['act'], true])
    expect(doing(released(new Stage({ partition: 'call-off' })).clock(181), ab)).toEqual(['fail'])
  })
  it('waits for a moment of its own, which an alarm tells', () => {
    const stage = released(new Stage({ moments: { [ab]: at(600) } }))
    expect([doing(stage, bc), doing(stage, ab), alarm(stage, ab), alarm(stage, bc)]).toEqual([
      ['act'],
      [],
      [at(600), `moment/1/1/${at(600)}`, 'mark-moment'],
      [at(180), `window/1/1/${at(180)}`, 'mark-moment'],
    ])
    const mark = { kind: 'mark-moment' as const, version: 1, round: 1, what: 'moment' as const }
    expect(doing(stage.clock(600).says(ab, mark), ab)).toEqual(['act'])
    expect([stage.tryPart(ab, mark)?.code, alarm(stage, ab)]).toEqual([
      'outdated',
      [at(660), `window/1/1/${at(660)}`, 'mark-moment'],
    ])
    expect(alarm(stage.clock(661).says(ab, { ...mark, what: 'window' }), ab)).toBeUndefined()
  })
  it.each([
    ['withdraw', { kind: 'withdraw' as const, reason: 'r' }],
    [
      'fail',
      {
        kind: 'fail' as const,
        version: 1,
        round: 1,
        reason: { code: 'not-ready', message: 'stayed' },
        done: [],
      },
    ],
  ])('does not happen once another drops out by %s', (_, gone) => {
    const stage = released().says(ab, gone)
    expect(doing(stage, bc)).toEqual(['fail'])
    if (gone.kind === 'withdraw') expect(doing(stage, ab)).toEqual(['fail'])
  })
  it('or not acting is said even where the end is heard first', () => {
    const stage = released(new Stage({ partition: 'call-off', compensation: 'correction' }))
      .acts(bc)
      .clock(240)
      .lead({ kind: 'conclude', version: 1 })
    expect([doing(stage, bc), doing(stage, ab)]).toEqual([['compensate'], ['fail']])
    // Where the process died between its orders and its word, it finds them by what it had committed to.
    expect(stage.reactions(ab)).toMatchObject([
      { unlessBegun: stage.part(ab).committed, command: { reason: { code: 'already-ended' } } },
    ])
    // What was done and not said is said late, and made good.
    expect(doing(stage.says(ab, act(stage)), ab)).toEqual(['compensate'])
    expect(
      stage
        .says(ab, { kind: 'compensate', version: 1, with: 'correction', done: [] })
        .tryPart(ab, { kind: 'compensate', version: 1, with: 'correction', done: [] })?.code,
    ).toBe('already-exists')
  })
  it('in part is made good as well', () => {
    const done = [{ order: `${ab}:D1`, version: 1, did: 'issue' }]
    const fail = (more: object) => ({
      kind: 'fail' as const,
      version: 1,
      round: 1,
      reason: { code: 'already-exists', message: 'the second order exists' },
      done: [],
      ...more,
    })
    const end = (more: object) => {
      const stage = released(new Stage({ action: 'issuance', compensation: 'withdraw' }))
        .says(ab, fail(more))
        .says(bc, fail({}))
      return stage.lead({ kind: 'conclude', version: 1 })
    }
    expect([doing(end({ done }), ab), doing(end({}), ab)]).toEqual([['compensate'], []])
    expect(
      end({}).tryPart(ab, { kind: 'compensate', version: 1, with: 'withdraw', done: [] })?.code,
    ).toBe('conflict')
    expect(
      end({ done }).tryPart(ab, { kind: 'compensate', version: 1, with: 'withdraw', done }),
    ).toBeUndefined()
  })
})

describe('an office', () => {
  it('reports on a consent to the present version only', () => {
    const stage = new Stage()
      .consents([ab])
      .lead({ kind: 'amend', terms: termsOf({}, 2) })
      .receives(ab)
    expect(doing(stage, ab)).toEqual([])
  })
  it('stands down when all has ended, not before, and starts anew when it is invited again', () => {
    const stage = new Stage().consents([ab])
    expect(stage.tryPart(ab, { kind: 'stand-down', version: 1, because: 'cancelled' })?.code).toBe(
      'conflict',
    )
    stage
      .lead({ kind: 'amend', terms: termsOf({ offices: [bc] }, 2) })
      .says(ab, { kind: 'stand-down', version: 1, because: 'not-invited' })
    expect([
      participationRules.isEnded(stage.part(ab)),
      doing(stage, ab),
      stage.tryPart(ab, { kind: 'ask', version: 1, question: 'Q', sealed })?.code,
    ]).toEqual([true, [], 'already-ended'])
    stage.lead({ kind: 'amend', terms: termsOf({}, 3) })
    expect(doing(stage, ab)).toEqual(['receive'])
    expect([
      stage.consents([ab, bc]).lead({ kind: 'go' }).commits(ab, bc).releases().proposal.released
        ?.round,
      participationRules.isEnded(stage.part(ab)),
    ]).toEqual([1, false])
  })
  it('that proposes need not be invited', () => {
    const stage = new Stage({ offices: [ab, qc], required: [ab] })
      .consents([ab, qc])
      .lead({ kind: 'go' })
      .commits(ab, qc)
    expect([
      doing(stage, bc),
      doing(stage.clock(120), bc),
      doing(stage.releases().acts(ab).acts(qc), bc),
    ]).toEqual([[], ['release'], ['conclude']])
  })
  it('says its own day, whatever the alarm was set for', () => {
    const stage = going()
      .commits(ab)
      .clock(181)
      .says(ab, { kind: 'mark-moment', on: '2021-01-01', version: 1, round: 1, what: 'window' })
    expect(stage.world.events(ab).at(-1)?.recorded.event).toMatchObject({
      kind: 'window-passed',
      on,
    })
  })
})

describe('what others said', () => {
  it('before the release relied on newer words of theirs is not held against them', () => {
    const stage = new Stage({ required: [bc, ab, qc], quorum: 3 })
      .consents([bc, ab, qc])
      .lead({ kind: 'go' })
      .commits(bc, ab, qc)
      .says(qc, { kind: 'object', version: 1, count: 1, sealed })
    const { world } = stage
    world.cut.add(line(ab, qc))
    stage.consents([qc]).releases()
    expect(doing(stage, ab)).toEqual([])
    world.rest()
    expect(stage.proposal.ended).toMatchObject({ how: 'complete', acted: [bc, ab, qc] })
  })
  it('after they had committed is what is shown of them', () => {
    const stage = new Stage().consents([bc, ab]).lead({ kind: 'go' }).commits(bc, ab)
    const stepOf = (office: OfficeId) => {
      const snapshot = stage.world.snapshotOf(bc)
      return isProposed(snapshot) ? stepsOf(snapshot).get(office) : undefined
    }
    expect(stepOf(ab)).toBe('committed')
    expect([
      stage.says(ab, { kind: 'object', version: 1, count: 1, sealed }) && stepOf(ab),
      stage.says(ab, { kind: 'abstain', version: 1 }) && stepOf(ab),
    ]).toEqual(['objected', 'abstained'])
  })
})

it('an officer approves what was looked at, and nothing that was put in its place', () => {
  const stage = new Stage().receives(ab)
  const { digest } = stage.proposal.terms
  const [looked, other] = ['a'.repeat(64), 'b'.repeat(64)]
  const prepare = (prepared: string) =>
    stage.says(ab, { kind: 'prepare', version: 1, digest, prepared, by: 'First', sealed })
  const approve = (prepared: string) =>
    stage.tryPart(ab, {
      kind: 'approve',
      version: 1,
      digest,
      prepared,
      preparedBy: 'First',
      by: 'Second',
      conditions: [],
    })?.code
  prepare(looked)
  prepare(other)
  expect([approve(looked), approve(other)]).toEqual(['outdated', undefined])
})
