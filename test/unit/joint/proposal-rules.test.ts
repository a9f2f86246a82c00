// The rules of a proposal, case by case: every refusal, what silence and conditions mean, and when which alarm goes off.

import { describe, expect, it } from 'vitest'
import { proposalRef, type JointId } from '../../../shared/kernel/ids.ts'
import { proposalRules } from '../../../shared/joint/proposal-rules.ts'
import { agreementFor, isProposed, tallyOf } from '../../../shared/joint/tally.ts'
import { ab, at, bc, blocked, fed, qc, ready, Stage, termsOf } from './stage.ts'
import { joint, sealed, World } from './world.ts'

const alarm = (stage: Stage) => {
  const found = proposalRules.nextAlarm(stage.proposal)
  return found === undefined ? undefined : [found.at, found.key, found.command.kind]
}
const tally = (stage: Stage) => {
  const snapshot = stage.world.snapshotOf(bc)
  if (!isProposed(snapshot)) throw new Error('not proposed')
  return { ...tallyOf(snapshot), ...agreementFor(snapshot, { moment: at(120), windowMs: 60_000 }) }
}
const going = (stage = new Stage()) => stage.consents([bc, ab]).lead({ kind: 'go' })

describe('a proposal is refused', () => {
  const terms: [string, Parameters<typeof termsOf>[0]][] = [
    ['invited twice', { offices: [bc, bc] }],
    ['required but not invited', { required: [fed] }],
    ['cannot be reached', { quorum: 4 }],
    ['must name the moment', { start: 'quorum', moment: undefined as never }],
    ['is for an issuance', { compensation: 'withdraw' }],
    ['publishes no document', { action: 'issuance', compensation: 'correction' }],
    ['moment of its own but is not invited', { moments: { [fed]: at(300) } }],
    ['after the last moment', { replyBy: at(121) }],
  ]
  it.each(terms)('where it says: %s', (message, bad) => {
    const { moment, ...rest } = termsOf(bad)
    const refusal = new Stage().tryLead({
      kind: 'amend',
      terms: moment === undefined ? rest : { moment, ...rest },
    })
    expect([refusal?.code, refusal?.message]).toEqual([
      'invalid-input',
      expect.stringContaining(message),
    ])
  })

  const passed: [string, Parameters<typeof termsOf>[0]][] = [
    ['time to reply', { replyBy: at(-61) }],
    ['moment', { moment: at(-61), replyBy: at(-61) }],
    ["an office's own moment", { moments: { [qc]: at(-61) } }],
  ]
  it.each(passed)('where its %s has passed', (_, bad) =>
    expect(new Stage().tryLead({ kind: 'amend', terms: termsOf(bad) })?.code).toBe('moment-passed'),
  )

  it('where it was made already, has no number, or is of tomorrow', () => {
    const world = new Stage().world
    const propose = (id: string, day = '2021-12-14') =>
      world.record(bc, { ...proposalRef(joint), id }, {
        kind: 'propose',
        id: world.id(),
        on: day,
        terms: termsOf(),
      } as never)?.code
    expect([propose('J1'), propose('J2', '2021-12-15')]).toEqual(['already-exists', 'future-date'])
    expect(
      proposalRules.precheck({ ...proposalRef(joint), id: 'a_b' }, undefined, {
        kind: 'propose',
        id: 'c' as never,
        on: '2021-12-14' as never,
        terms: termsOf(),
      })?.code,
    ).toBe('invalid-input')
    const nothing = world.record(bc, proposalRef('ca-bc-oipc:J9' as JointId), {
      kind: 'cancel',
      id: world.id(),
      on: '2021-12-14',
      reason: 'r',
    } as never)
    expect(nothing?.code).toBe('unknown-joint')
  })
})

describe('what its office says of it later is refused', () => {
  it('after the release: neither amended, postponed, given again, cancelled nor released twice', () => {
    const stage = going().commits(bc, ab).releases()
    for (const command of [
      { kind: 'amend' as const, terms: termsOf() },
      { kind: 'postpone' as const, replyBy: at(90) },
      { kind: 'go' as const },
      { kind: 'cancel' as const, reason: 'r' },
      { kind: 'release' as const, version: 1, round: 1 },
    ])
      expect(stage.tryLead(command)?.code).toBe('already-released')
    expect(stage.tryLead({ kind: 'conclude', version: 1 })?.code).toBe('conflict')
    expect(stage.acts(bc).acts(ab).lead({ kind: 'conclude', version: 1 }).proposal.ended?.how).toBe(
      'complete',
    )
    expect(stage.tryLead({ kind: 'clarify', office: ab, question: 'Q1', sealed })?.code).toBe(
      'already-ended',
    )
  })

  it('where it does not fit: no question, no go, nothing to postpone, another version or round, too early', () => {
    const stage = new Stage()
    expect(stage.tryLead({ kind: 'clarify', office: ab, question: 'Q1', sealed })?.code).toBe(
      'not-found',
    )
    expect(
      stage
        .receives(ab)
        .says(ab, { kind: 'ask', version: 1, question: 'Q1', sealed })
        .lead({ kind: 'clarify', office: ab, question: 'Q1', sealed }).proposal.clarifications,
    ).toHaveLength(1)
    expect(stage.tryLead({ kind: 'postpone' })?.code).toBe('invalid-input')
    expect(stage.tryLead({ kind: 'release', version: 1, round: 1 })?.code).toBe('outdated')
    expect(stage.tryLead({ kind: 'conclude', version: 1 })?.code).toBe('not-released')
    expect(stage.tryLead({ kind: 'close-replies', version: 2 })?.code).toBe('outdated')
    expect(stage.tryLead({ kind: 'go' })?.code).toBe('not-agreed')
    expect(going(stage).tryLead({ kind: 'release', version: 1, round: 1 })?.code).toBe(
      'before-lawful-day',
    )
    expect(new Stage({ action: 'deconfliction' }).tryLead({ kind: 'go' })?.code).toBe(
      'not-this-kind',
    )
    const { moment: _, ...open } = termsOf()
    expect(new Stage().lead({ kind: 'amend', terms: open }).tryLead({ kind: 'go' })?.code).toBe(
      'invalid-input',
    )
  })

  it('a go where a required office may not act then, or when a window has ended', () => {
    expect(new Stage().consents([bc], { readiness: blocked }).tryLead({ kind: 'go' })?.code).toBe(
      'not-ready',
    )
    const late = new Stage().consents([bc, ab]).clock(181)
    expect(late.tryLead({ kind: 'go' })?.code).toBe('moment-passed')
    // One office's own moment has passed: a go could only be called off, or have that office act late.
    expect(late.tryLead({ kind: 'go', moment: at(600), moments: { [ab]: at(100) } })?.code).toBe(
      'moment-passed',
    )
    expect(late.tryLead({ kind: 'go', moment: at(600) })).toBeUndefined()
  })

  it('a time to reply that is not later than the one that ended', () => {
    const stage = new Stage().clock(60).lead({ kind: 'close-replies', version: 1 })
    expect(stage.tryLead({ kind: 'postpone', replyBy: at(60) })?.code).toBe('invalid-input')
    expect(alarm(stage.lead({ kind: 'postpone', replyBy: at(90) }))).toEqual([
      at(90),
      `replies/1/0/${at(90)}`,
      'close-replies',
    ])
  })

  it('a common moment later than an own one that has passed, unless that is postponed as well', () => {
    const stage = new Stage({ moments: { [qc]: at(130) } }).clock(200)
    expect(stage.tryLead({ kind: 'postpone', moment: at(600) })?.code).toBe('moment-passed')
    expect(
      stage.tryLead({ kind: 'postpone', moment: at(600), moments: { [qc]: at(700) } }),
    ).toBeUndefined()
  })
})

describe('a consent counts', () => {
  it('only with those it names, and a fallen one fells those that lean on it', () => {
    const stage = new Stage()
      .consents([bc])
      .consents([ab], { conditions: [{ kind: 'with', offices: [qc] }] })
      .consents([qc], { conditions: [{ kind: 'with', offices: [fed] }] })
    expect([...tally(stage).consents]).toEqual([
      [bc, undefined],
      [ab, 'conditional'],
      [qc, 'conditional'],
    ])
    expect(
      tally(stage.consents([qc], { conditions: [{ kind: 'with', offices: [ab] }] })).counted,
    ).toEqual([bc, ab, qc])
  })

  it('only with those that act, not with those that merely consent', () => {
    const stage = new Stage({ required: [bc] })
      .consents([bc])
      .consents([qc], { readiness: blocked })
      .consents([ab], { conditions: [{ kind: 'with', offices: [qc] }] })
    expect(tally(stage).acting).toEqual([bc])
    expect(stage.lead({ kind: 'go' }).proposal.going?.acting).toEqual([bc])
  })

  it('not before its moment, which is the own one where there is one', () => {
    const from = (moments?: Record<string, string>) =>
      new Stage(moments === undefined ? {} : { moments: moments as never })
        .consents([bc])
        .consents([ab], { conditions: [{ kind: 'not-before', moment: at(120) }] })
    expect([...tally(from()).consents.values()]).toEqual([undefined, undefined, 'no-consent'])
    const early = from({ [ab]: at(100) })
    expect(early.lead({ kind: 'go' }).proposal.going?.acting).toEqual([bc])
    expect(
      new Stage({ moments: { [ab]: at(400) } })
        .consents([bc])
        .consents([ab], { conditions: [{ kind: 'not-before', moment: at(300) }] })
        .lead({ kind: 'go' }).proposal.going?.acting,
    ).toEqual([bc, ab])
  })

  it('never with words, whatever they are: the office judges them itself', () => {
    expect(
      tally(
        new Stage()
          .consents([bc])
          .consents([ab], { conditions: [{ kind: 'words', text: 'if the minister agrees' }] }),
      ).consents.get(ab),
    ).toBe('conditional')
  })

  it('to the present version only', () => {
    const stage = new Stage()
      .consents([bc, ab])
      .lead({ kind: 'amend', terms: termsOf({}, 2) })
      .receives(bc, ab)
    expect([...tally(stage).consents.values()]).toEqual(['lapsed', 'lapsed', 'no-consent'])
    // Whoever is left out and invited again has agreed to nothing either, though the text is the first again.
    const again = new Stage()
      .consents([bc, ab])
      .lead({ kind: 'amend', terms: termsOf({ offices: [bc] }) })
      .lead({ kind: 'amend', terms: termsOf() })
      .receives(ab)
    expect(tally(again).consents.get(ab)).toBe('lapsed')
  })
})

describe('silence', () => {
  const closed = (silence: 'no-objection' | 'abstention' | 'objection', quorum = 2) =>
    new Stage({ silence, quorum })
      .consents([bc])
      .receives(ab, qc)
      .clock(60)
      .lead({ kind: 'close-replies', version: 1 })
  it.each([
    ['no-objection', 2],
    ['abstention', 1],
    ['objection', 1],
  ] as const)('as %s makes %i votes, and never acts', (silence, votes) => {
    const stage = closed(silence, 1)
    expect([tally(stage).votes, tally(stage).acting]).toEqual([
      silence === 'no-objection' ? 3 : votes,
      [bc],
    ])
  })
  it('that is broken before the release takes the quorum away', () => {
    const stage = closed('no-objection', 3)
      .lead({ kind: 'go' })
      .commits(bc)
      .says(qc, { kind: 'object', version: 1, count: 1, sealed })
    expect(stage.releases().proposal.held).toEqual([{ office: qc, why: 'no-consent' }])
  })
  it('of who never had the text, or could not open it, counts for nothing', () => {
    const stage = new Stage({ silence: 'no-objection', quorum: 2 }).consents([bc]).says(ab, {
      kind: 'receive',
      version: 1,
      digest: null,
      problem: { code: 'text-differs', message: 'm' },
    })
    stage.clock(60).lead({ kind: 'close-replies', version: 1 })
    expect(tally(stage)).toMatchObject({ silent: [], votes: 1 })
    expect(stage.tryLead({ kind: 'go' })?.code).toBe('not-agreed')
  })
  it('to this version is not that of an office which withdrew from the former one', () => {
    const stage = new Stage({ silence: 'no-objection' })
      .consents([bc, ab])
      .says(ab, { kind: 'withdraw', reason: 'r' })
      .lead({ kind: 'amend', terms: termsOf({ silence: 'no-objection' }, 2) })
    stage.consents([bc]).receives(ab, qc).clock(60).lead({ kind: 'close-replies', version: 2 })
    expect(tally(stage)).toMatchObject({ silent: [qc], votes: 2 })
  })
})

describe('the quorum speaks for itself', () => {
  const quorum = (more = {}) => new Stage({ start: 'quorum', ...more })
  const goes = (stage: Stage) =>
    stage.reactions(bc).some((each) => each.do === 'send' && each.command.kind === 'go')
  it('when all have answered and said from when, or the time is over, and not after the moment', () => {
    const stage = quorum().consents([bc, ab])
    expect(goes(stage)).toBe(false)
    stage
      .receives(qc)
      .says(qc, {
        kind: 'prepare',
        version: 1,
        digest: stage.proposal.terms.digest,
        by: 'First',
        sealed,
      })
      .says(qc, {
        kind: 'approve',
        version: 1,
        digest: stage.proposal.terms.digest,
        preparedBy: 'First',
        by: 'Second',
        conditions: [],
      })
    expect(goes(stage)).toBe(false)
    expect(goes(stage.says(qc, { kind: 'report', version: 1, readiness: ready(at(0)) }))).toBe(true)
    expect(goes(stage.clock(181))).toBe(false)
    expect(
      goes(quorum().consents([bc, ab]).clock(60).lead({ kind: 'close-replies', version: 1 })),
    ).toBe(true)
  })
  it('not while an office that withdrew from the former version can still answer this one', () => {
    const stage = quorum({ offices: [bc, ab] })
      .consents([bc, ab])
      .says(ab, { kind: 'withdraw', reason: 'r' })
      .lead({ kind: 'amend', terms: termsOf({ start: 'quorum', offices: [bc, ab] }, 2) })
      .consents([bc])
    expect(goes(stage)).toBe(false)
  })
})

describe('a go', () => {
  it('given again voids what was committed to the one before', () => {
    const stage = going()
      .commits(bc, ab)
      .lead({ kind: 'go', moment: at(120) })
    expect([stage.proposal.round, stage.releases().proposal.held]).toEqual([
      2,
      [
        { office: bc, why: 'not-committed' },
        { office: ab, why: 'not-committed' },
      ],
    ])
    expect(stage.commits(bc, ab).releases().proposal.released?.round).toBe(2)
  })
  it('falls when it is postponed: consents stand, commitments do not', () => {
    const stage = going()
      .commits(bc, ab)
      .lead({ kind: 'postpone', moment: at(300) })
    expect([stage.proposal.going, tally(stage).counted]).toEqual([undefined, [bc, ab]])
    expect(
      stage.lead({ kind: 'go' }).clock(300).tryLead({ kind: 'release', version: 1, round: 2 }),
    ).toBeUndefined()
    expect(stage.proposal.held?.map(({ why }) => why)).toEqual(['not-committed', 'not-committed'])
  })
  it('is released for those that act on different dates at the first of them', () => {
    const stage = going(new Stage({ moments: { [ab]: at(90_000) } }))
      .commits(bc, ab)
      .releases()
    expect([stage.proposal.released?.at, stage.part(ab).committed]).toMatchObject([
      at(120),
      { moment: at(90_000), until: at(90_060), ownMoment: true },
    ])
  })
  it('waits for a line that is cut, or is called off when the window is over', () => {
    for (const partition of ['wait', 'call-off'] as const) {
      const stage = going(new Stage({ partition })).commits(bc, ab)
      stage.world.believedCut.add([bc, ab].toSorted().join('|'))
      expect(stage.releases().proposal.held).toEqual([{ office: ab, why: 'unreachable' }])
      expect(stage.tryLead({ kind: 'release', version: 1, round: 1 })?.code).toBe('not-agreed')
      stage.clock(181)
      expect([
        stage.tryLead({ kind: 'release', version: 1, round: 1 })?.code,
        stage.proposal.ended?.how,
      ]).toEqual(partition === 'wait' ? ['not-agreed', undefined] : [undefined, 'called-off'])
    }
  })
  it('waits until what a mended line brings has been read: it may be a withdrawal', () => {
    const stage = going().commits(bc, ab)
    stage.world.cut.add([bc, ab].toSorted().join('|'))
    stage.says(ab, { kind: 'withdraw', reason: 'r' })
    // Connected again, and nothing read yet.
    stage.world.unread.add(ab)
    expect(stage.releases().proposal.held).toEqual([{ office: ab, why: 'unreachable' }])
    expect(
      stage.reactions(bc).filter((each) => each.do === 'send' && each.command.kind === 'release'),
    ).toEqual([])
    stage.world.rest()
    expect([stage.proposal.released, stage.part(bc).acted]).toEqual([undefined, undefined])
  })
  it('is not concluded while what an office said of its act is still to be read', () => {
    const stage = going(new Stage({ partition: 'call-off' }))
      .commits(bc, ab)
      .releases()
      .acts(bc)
    stage.world.cut.add([bc, ab].toSorted().join('|'))
    stage.acts(ab).clock(240)
    stage.world.unread.add(ab)
    expect([stage.tryLead({ kind: 'conclude', version: 1 })?.code, stage.reactions(bc)]).toEqual([
      'conflict',
      [],
    ])
    stage.world.rest()
    expect(stage.proposal.ended).toMatchObject({ how: 'complete', acted: [bc, ab] })
  })
  it('is released after all where somebody had fallen away between the look and the decision', () => {
    const stage = going().commits(bc, ab).clock(120)
    const releases = () =>
      stage
        .reactions(bc)
        .flatMap((each) =>
          each.do === 'send' && each.command.kind === 'release' ? [each.command] : [],
        )
    const asked = releases()
    stage.world.believedCut.add([bc, ab].toSorted().join('|'))
    for (const command of asked) stage.lead(command)
    expect(stage.proposal.held).toEqual([{ office: ab, why: 'unreachable' }])
    stage.world.believedCut.clear()
    // A command that was recorded already is answered, and changes nothing.
    for (const command of releases()) stage.lead(command)
    expect(stage.proposal.released?.at).toBe(at(120))
  })
  it('that waited is released when it becomes lawful again, though the window is long over', () => {
    const stage = going().says(ab, { kind: 'report', version: 1, readiness: blocked })
    expect(stage.releases().proposal.held?.map(({ office }) => office)).toContain(ab)
    stage
      .clock(4000)
      .says(ab, { kind: 'report', version: 1, readiness: ready(at(3900)) })
      .commits(bc, ab)
    expect(stage.tryLead({ kind: 'release', version: 1, round: 1 })).toBeUndefined()
  })
})

describe('alarms', () => {
  it('ring for what comes next, under a key of its own', () => {
    const stage = new Stage({ partition: 'call-off' }).consents([bc, ab])
    expect(alarm(stage)).toEqual([at(60), `replies/1/0/${at(60)}`, 'close-replies'])
    expect(alarm(stage.clock(60).lead({ kind: 'close-replies', version: 1 }))).toBeUndefined()
    expect(alarm(stage.lead({ kind: 'go' }))).toEqual([
      at(120),
      `release/1/1/${at(120)}`,
      'release',
    ])
    const called = new Date(Date.parse(at(180)) + 1).toISOString()
    expect(alarm(stage.releases())).toEqual([called, `call-off/1/1/${called}`, 'release'])
    expect(alarm(stage.commits(bc, ab).releases())).toEqual([
      at(240),
      `conclude/1/1/${at(240)}`,
      'conclude',
    ])
    stage.acts(bc).clock(240).lead({ kind: 'conclude', version: 1 })
    expect([
      stage.proposal.ended?.how,
      stage.proposal.ended?.lacking,
      proposalRules.isEnded(stage.proposal),
    ]).toEqual(['incomplete', [{ office: ab, why: 'not-heard' }], true])
  })
  it('never ring twice under one key: a time to reply is not taken back to one that has passed', () => {
    const stage = new Stage()
      .clock(60)
      .lead({ kind: 'close-replies', version: 1 })
      .clock(70)
      .lead({ kind: 'postpone', replyBy: at(110) })
      .clock(80)
    expect(stage.tryLead({ kind: 'postpone', replyBy: at(60) })?.code).toBe('moment-passed')
    expect(stage.tryLead({ kind: 'amend', terms: termsOf({}, 2) })?.code).toBe('moment-passed')
  })
  it('do not ring where everybody waits', () => {
    const stage = going()
    expect(alarm(stage.releases())).toBeUndefined()
    expect(alarm(stage.commits(bc, ab).releases())).toBeUndefined()
    expect(stage.clock(9000).tryLead({ kind: 'conclude', version: 1 })?.code).toBe('conflict')
  })
})

it('two amendments at once: the second was sealed for a version that is taken', () => {
  const stage = new Stage().lead({ kind: 'amend', version: 2, terms: termsOf({}, 2) })
  expect(stage.tryLead({ kind: 'amend', version: 2, terms: termsOf({}, 2) })?.code).toBe('outdated')
})

describe('a question', () => {
  it('goes on where an answer was taken back, and names whoever gave none in the end', () => {
    const stage = new Stage({ action: 'deconfliction', offices: [ab, qc], required: [] }).receives(
      ab,
      qc,
    )
    stage
      .says(ab, { kind: 'answer', version: 1, sealed })
      .says(ab, { kind: 'withdraw', reason: 'wrong' })
      .says(qc, { kind: 'abstain', version: 1 })
    expect(stage.reactions(bc)).toEqual([])
    stage
      .clock(60)
      .lead({ kind: 'close-replies', version: 1 })
      .lead({ kind: 'conclude', version: 1 })
    expect(stage.proposal.ended).toMatchObject({
      acted: [],
      lacking: [
        { office: ab, why: 'withdrawn' },
        { office: qc, why: 'no-consent' },
      ],
    })
  })
  it.each(['assistance', 'deconfliction'] as const)(
    'of %s ends when all have answered, or its time is over',
    (action) => {
      const stage = new Stage({ action }, new World(false))
        .receives(ab, qc, bc)
        .says(ab, { kind: 'answer', version: 1, sealed })
      expect(stage.tryLead({ kind: 'conclude', version: 1 })?.code).toBe('conflict')
      expect(stage.reactions(bc)).toEqual([])
      stage.clock(60).lead({ kind: 'close-replies', version: 1 })
      expect(stage.reactions(bc).map((each) => each.do === 'send' && each.command.kind)).toEqual([
        'conclude',
      ])
      expect(stage.lead({ kind: 'conclude', version: 1 }).proposal.ended).toMatchObject({
        how: 'answered',
        acted: [ab],
        lacking: [
          { office: bc, why: 'not-heard' },
          { office: qc, why: 'not-heard' },
        ],
      })
    },
  )
})
