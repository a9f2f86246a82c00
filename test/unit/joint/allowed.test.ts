// What a person is offered in a joint action: what would be recorded if it were sent, through the same hands as from a page; for the rest, why not.

import { describe, expect, it } from 'vitest'
import fc from 'fast-check'
import {
  allowedInJoint,
  type AllowedInJoint,
  type JointAct,
} from '../../../shared/joint/allowed.ts'
import type { Proposed } from '../../../shared/joint/view.ts'
import type { OfficeId } from '../../../shared/kernel/ids.ts'
import { spokenFaults } from '../../support/spoken.ts'
import { inOffice, issue } from './in-office.ts'
import { ab, at, bc, fed, qc, ready, Stage, termsOf } from './stage.ts'
import { digestOf, documentOf, sealed } from './world.ts'

const digest = digestOf(documentOf(1))
const allowed = (stage: Stage, office: OfficeId): AllowedInJoint[] =>
  allowedInJoint(stage.world.snapshotOf(office) as Proposed, {
    ...stage.world.contextOf(office),
    joint: stage.world.ledgersOf(office),
  })
const may = (stage: Stage, office: OfficeId) =>
  allowed(stage, office)
    .filter((each) => each.may)
    .map(({ kind }) => kind)
const why = (stage: Stage, office: OfficeId, kind: JointAct) => {
  const found = allowed(stage, office).find((each) => each.kind === kind)
  return found === undefined || found.may ? undefined : found.problem
}

const proposed = () => new Stage()
const received = () => proposed().receives(bc, ab)
const prepared = () =>
  received().says(ab, {
    kind: 'prepare',
    version: 1,
    digest,
    by: 'First',
    sealed,
    prepared: digestOf('p'),
  })
const agreed = () => received().consents([bc, ab])
const going = () => agreed().lead({ kind: 'go' })
const released = () => going().commits(bc, ab).releases()
const ended = () => received().lead({ kind: 'cancel', reason: 'r' })
const question = () => new Stage({ action: 'assistance' }).receives(bc, ab)
const asked = () => received().says(ab, { kind: 'ask', version: 1, question: 'Q1', sealed })

const leads: JointAct[] = ['amend', 'postpone', 'cancel']
const answers: JointAct[] = ['object', 'abstain', 'delegate']

describe('what an office is offered', () => {
  const table: readonly [string, () => Stage, OfficeId, readonly JointAct[]][] = [
    ['proposed, and not received yet: to lead, for its proposer', proposed, bc, leads],
    ['proposed, and not received yet: nothing', proposed, ab, []],
    ['received: to answer', received, ab, ['consent', ...answers, 'ask']],
    ['received: to lead and to answer', received, bc, [...leads, 'consent', ...answers, 'ask']],
    [
      'prepared: another officer may approve',
      prepared,
      ab,
      ['consent', 'approve', ...answers, 'ask'],
    ],
    [
      'all needed agree: the go',
      agreed,
      bc,
      ['go', ...leads, 'consent', ...answers, 'withdraw', 'ask'],
    ],
    ['agreed: to take it back', agreed, ab, ['consent', ...answers, 'withdraw', 'ask']],
    [
      'asked: the proposer explains',
      asked,
      bc,
      [...leads, 'clarify', 'consent', ...answers, 'ask'],
    ],
    [
      'released: to withdraw and to ask, and nothing that would count',
      released,
      ab,
      ['withdraw', 'ask'],
    ],
    ['ended: nothing', ended, ab, []],
    ['ended: nothing for its proposer', ended, bc, []],
    [
      'a question: to answer, forward or split it',
      question,
      ab,
      ['answer', 'forward', 'split', 'object', 'abstain', 'ask'],
    ],
    ['not invited: nothing', received, fed, []],
  ]
  it.each(table)('%s', (_, stage, office, kinds) => {
    expect(may(stage(), office)).toEqual(kinds)
  })

  it('says why not, in both languages, for everything else', () => {
    for (const [, stage, office] of table)
      for (const each of allowed(stage(), office))
        if (!each.may) expect([each.kind, spokenFaults(each.problem)]).toEqual([each.kind, []])
  })

  it('names who is missing for a go, and who alone may lead', () => {
    expect(why(received(), bc, 'go')?.message).toContain('ca-bc-oipc (has not consented)')
    expect(why(received(), ab, 'go')).toMatchObject({
      code: 'wrong-office',
      message: expect.stringContaining('only ca-bc-oipc may give the go'),
    })
    expect(why(question(), bc, 'go')?.code).toBe('not-this-kind')
  })

  it('offers a go at a later moment where the proposed one is too early for somebody', () => {
    const stage = received().consents([bc], { readiness: ready(at(9_000)) })
    expect(may(stage, bc)).toContain('go')
    const go = allowed(stage, bc).find(({ kind }) => kind === 'go')
    expect(go?.tried).toMatchObject({ moment: at(9_000) })
  })

  it('an answered question is not answered twice', () => {
    const stage = asked().lead({ kind: 'clarify', office: ab, question: 'Q1', sealed })
    expect(may(stage, bc)).not.toContain('clarify')
    expect(stage.tryLead({ kind: 'clarify', office: ab, question: 'Q1', sealed })?.code).toBe(
      'already-exists',
    )
  })

  it('only the named delegate is offered the approval that waits, whoever prepared it', () => {
    const stage = prepared().says(ab, { kind: 'delegate', to: 'First', by: 'F' })
    expect(why(stage, ab, 'approve')?.code).toBe('same-officer')
  })
})

/** What a page sends for each kind, made of what is seen, not of what was tried. */
function sentBy(
  stage: Stage,
  office: OfficeId,
  { kind, tried }: AllowedInJoint,
): object | undefined {
  const { proposal, parts } = stage.world.snapshotOf(office)
  if (proposal === undefined) return undefined
  const { version, terms } = proposal
  const base = { kind, id: stage.world.id(), on: '2021-12-14', by: 'An Officer' }
  const text = { text: 'words' }
  const { digest: _, sealed: __, ...choices } = terms
  const times = ({
    replyBy,
    moment,
    moments,
  }: typeof tried & { replyBy?: string; moment?: string; moments?: object }) => ({
    ...(replyBy === undefined ? {} : { replyBy }),
    ...(moment === undefined ? {} : { moment }),
    ...(moments === undefined ? {} : { moments }),
  })
  const state = parts.get(office)?.state
  const other = terms.offices.find((each) => each !== office) ?? bc
  switch (kind) {
    case 'go':
    case 'postpone':
      return { ...base, ...times(tried as never) }
    case 'amend': {
      const moved = (tried as unknown as { terms: object }).terms
      return { ...base, ...choices, ...times(moved as never), document: documentOf(1) }
    }
    case 'cancel':
    case 'withdraw':
      return { ...base, reason: 'r' }
    case 'clarify': {
      const { office: who, question: what } = tried as unknown as {
        office: string
        question: string
      }
      return { ...base, office: who, question: what, ...text }
    }
    case 'consent': {
      const drafts =
        terms.action === 'issuance' && office !== fed
          ? [issue(`${office}:D9`, `${office.slice(0, 5)}-pipa`)]
          : []
      return { ...base, version, conditions: [], drafts }
    }
    case 'approve':
      return {
        ...base,
        version,
        by: state?.delegate ?? 'Somebody Else',
      }
    case 'object':
      return { ...base, version, objections: [{ risk: 'r' }] }
    case 'abstain':
      return { ...base, version }
    case 'delegate':
      return { ...base, to: state?.delegate === undefined ? 'Delegate' : null }
    case 'ask':
      return { ...base, version, question: `N${state?.questions.length ?? 0}`, ...text }
    case 'forward':
      return { ...base, version, to: other, ...text }
    case 'split':
      return {
        ...base,
        version,
        parts: [
          { part: 'P1', to: other, ...text },
          { part: 'P2', to: other, ...text },
        ],
      }
    case 'answer':
      return { ...base, version, answer: 'granted', ...text }
  }
}

describe('through the hands of the office', () => {
  const moves = [
    'receive',
    'consent',
    'object',
    'ask',
    'clarify',
    'go',
    'commit',
    'release',
    'later',
    'amend',
    'cancel',
  ] as const
  const someone = fc.constantFrom(bc, ab, qc)

  function play(
    action: 'statement' | 'assistance',
    steps: readonly (readonly [(typeof moves)[number], OfficeId])[],
  ): Stage {
    const stage = new Stage({ action })
    for (const [move, office] of steps) {
      const { version, round } = stage.proposal
      if (move === 'receive')
        stage.tryPart(office, { kind: 'receive', version, digest: stage.proposal.terms.digest })
      else if (move === 'consent') attempt(() => stage.consents([office]))
      else if (move === 'object')
        stage.tryPart(office, { kind: 'object', version, count: 1, sealed })
      else if (move === 'ask')
        stage.tryPart(office, { kind: 'ask', version, question: 'Q1', sealed })
      else if (move === 'clarify')
        stage.tryLead({ kind: 'clarify', office, question: 'Q1', sealed })
      else if (move === 'go') stage.tryLead({ kind: 'go' })
      else if (move === 'commit') attempt(() => stage.commits(office))
      else if (move === 'release') stage.tryLead({ kind: 'release', version, round })
      else if (move === 'later') stage.world.nowMs += 65_000
      else if (move === 'amend')
        stage.tryLead({ kind: 'amend', terms: termsOf({ action }, version + 1) })
      else stage.tryLead({ kind: 'cancel', reason: 'r' })
    }
    return stage
  }

  it('what is offered is recorded when a page sends it, and what is not is refused', async () => {
    const kinds = { offered: new Set<string>(), refused: new Set<string>() }
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('statement' as const, 'statement' as const, 'assistance' as const),
        fc.array(fc.tuple(fc.constantFrom(...moves), someone), { maxLength: 14 }),
        fc.constantFrom(bc, ab, qc, fed),
        async (action, steps, office) => {
          for (const each of allowed(play(action, steps), office)) {
            // Each is sent to a stage of its own: what one does is not there for the next.
            const stage = play(action, steps)
            if (each.kind === 'approve') {
              // What the office sealed to itself is opened by it: only its own hands can prepare it.
              const hands = inOffice(stage, office)
              const version = stage.proposal.version
              const first = await hands.says({
                kind: 'consent',
                id: 'c',
                on: '2021-12-14',
                by: 'First',
                version,
              })
              if (first !== undefined) continue
              expect(may(stage, office)).toContain('approve')
              const again = sentBy(stage, office, each)
              expect(await hands.says(again ?? {})).toBeUndefined()
              continue
            }
            const problem = await inOffice(stage, office).says(sentBy(stage, office, each) ?? {})
            kinds[each.may ? 'offered' : 'refused'].add(each.kind)
            expect([each.kind, each.may, problem?.code]).toEqual([
              each.kind,
              each.may,
              each.may ? undefined : each.problem.code,
            ])
          }
        },
      ),
      // As many as it takes that nearly every kind is both offered and refused in some run.
      { numRuns: 500 },
    )
    expect(kinds.offered.size).toBeGreaterThan(12)
    expect(kinds.refused.size).toBeGreaterThan(12)
  })
})

function attempt(step: () => unknown): void {
  try {
    step()
  } catch {
    // Refused in this state: the history goes on without it.
  }
}
