// Every refusal of a joint action can be read by an officer in Québec and by one in Victoria, and says no code, no hash and no UTC instant.

import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { formatBlockers, formatMoment } from '../../../shared/joint/words.ts'
import type { Lacking } from '../../../shared/joint/proposal.schema.ts'
import type { ProposalTerms } from '../../../shared/joint/terms.schema.ts'
import type { Problem } from '../../../shared/kernel/problems.ts'
import { spokenFaults } from '../../support/spoken.ts'
import { ab, at, bc, fed, qc, ready, Stage, termsOf } from './stage.ts'
import { digestOf, documentOf, joint, sealed } from './world.ts'

const version = 1
const digest = digestOf(documentOf(1))
const going = () => new Stage().consents([bc, ab]).lead({ kind: 'go' })
const released = () => going().commits(bc, ab).releases()
const ended = () => new Stage().receives(ab).lead({ kind: 'cancel', reason: 'r' })
const asked = () => new Stage({ action: 'assistance' }).receives(ab)
const amended = (terms: Partial<ProposalTerms>) => () =>
  new Stage().tryLead({ kind: 'amend', terms: termsOf(terms) })
const prepared = (by = 'First') =>
  new Stage().receives(ab).says(ab, { kind: 'prepare', version, digest, by, sealed })
const approval = { kind: 'approve' as const, version, digest, preparedBy: 'First', by: 'Second' }
const act = (more: object) => () =>
  released().tryPart(ab, {
    kind: 'act',
    version,
    round: 1,
    at: at(120),
    done: [],
    document: documentOf(1),
    ...more,
  })

/** What is done, the code it is refused with, and how. */
const refusals: readonly [string, Problem['code'], () => Problem | undefined][] = [
  [
    'proposing it twice',
    'already-exists',
    () => new Stage().tryLead({ kind: 'propose', terms: termsOf() }),
  ],
  ['an office invited twice', 'invalid-input', amended({ offices: [bc, bc] })],
  ['a stranger required', 'invalid-input', amended({ required: [fed] })],
  ['a quorum out of reach', 'invalid-input', amended({ quorum: 4 })],
  ['withdrawing what was not issued', 'invalid-input', amended({ compensation: 'withdraw' })],
  [
    'correcting what is not published',
    'invalid-input',
    amended({ action: 'issuance', compensation: 'correction' }),
  ],
  ['a stranger with a moment', 'invalid-input', amended({ moments: { [fed]: at(300) } })],
  ['replies after the last moment', 'invalid-input', amended({ replyBy: at(121) })],
  ['a moment that has passed', 'moment-passed', amended({ moment: at(-61), replyBy: at(-61) })],
  [
    'an older version',
    'outdated',
    () => new Stage().tryLead({ kind: 'amend', version: 7, terms: termsOf() }),
  ],
  ['postponing nothing', 'invalid-input', () => new Stage().tryLead({ kind: 'postpone' })],
  [
    'the same time to reply again',
    'invalid-input',
    () =>
      new Stage()
        .clock(61)
        .lead({ kind: 'close-replies', version })
        .tryLead({ kind: 'postpone', replyBy: at(60) }),
  ],
  [
    'tomorrow',
    'future-date',
    () => new Stage().tryLead({ kind: 'cancel', reason: 'r', on: '2021-12-15' }),
  ],
  [
    'answering no question',
    'not-found',
    () => new Stage().tryLead({ kind: 'clarify', office: ab, question: 'Q1', sealed }),
  ],
  ['a go nobody agrees to', 'not-agreed', () => new Stage().tryLead({ kind: 'go' })],
  [
    'a go nobody may act on',
    'not-ready',
    () => new Stage().consents([bc], { readiness: ready(at(9_000)) }).tryLead({ kind: 'go' }),
  ],
  ['a go without a moment', 'invalid-input', () => withoutMoment().tryLead({ kind: 'go' })],
  [
    'a go for the past',
    'moment-passed',
    () => new Stage().consents([bc]).tryLead({ kind: 'go', moment: at(-3_000) }),
  ],
  ['a go for a question', 'not-this-kind', () => asked().tryLead({ kind: 'go' })],
  [
    'a release without a go',
    'outdated',
    () => new Stage().tryLead({ kind: 'release', version, round: 1 }),
  ],
  [
    'a release before its moment',
    'before-lawful-day',
    () => going().tryLead({ kind: 'release', version, round: 1 }),
  ],
  [
    'a release that waits',
    'not-agreed',
    () =>
      going()
        .clock(120)
        .lead({ kind: 'release', version, round: 1 })
        .tryLead({ kind: 'release', version, round: 1 }),
  ],
  [
    'a second release',
    'already-released',
    () => released().tryLead({ kind: 'release', version, round: 1 }),
  ],
  [
    'cancelling after it',
    'already-released',
    () => released().tryLead({ kind: 'cancel', reason: 'r' }),
  ],
  ['concluding too early', 'conflict', () => released().tryLead({ kind: 'conclude', version })],
  [
    'concluding without a release',
    'not-released',
    () => new Stage().tryLead({ kind: 'conclude', version }),
  ],
  ['concluding an open question', 'conflict', () => asked().tryLead({ kind: 'conclude', version })],
  [
    'replies of another version',
    'outdated',
    () => new Stage().tryLead({ kind: 'close-replies', version: 2 }),
  ],
  ['leading what has ended', 'already-ended', () => ended().tryLead({ kind: 'go' })],

  [
    'a part that was not received',
    'unknown-joint',
    () => new Stage().tryPart(ab, { kind: 'abstain', version, by: 'F' }),
  ],
  [
    'receiving it twice',
    'already-exists',
    () => new Stage().receives(ab).tryPart(ab, { kind: 'receive', version, digest }),
  ],
  [
    'receiving uninvited',
    'not-invited',
    () => new Stage().tryPart(fed, { kind: 'receive', version, digest }),
  ],
  [
    'another version',
    'outdated',
    () => new Stage().receives(ab).tryPart(ab, { kind: 'abstain', version: 2, by: 'F' }),
  ],
  [
    'a text not seen',
    'not-seen',
    () =>
      new Stage()
        .receives(ab)
        .tryPart(ab, { kind: 'prepare', version, digest: 'f'.repeat(64), by: 'F', sealed }),
  ],
  [
    'answering tomorrow',
    'future-date',
    () =>
      new Stage().receives(ab).tryPart(ab, { kind: 'abstain', version, by: 'F', on: '2021-12-15' }),
  ],
  [
    'approving nothing',
    'not-prepared',
    () => new Stage().receives(ab).tryPart(ab, { ...approval, conditions: [] }),
  ],
  [
    'approving alone',
    'same-officer',
    () => prepared().tryPart(ab, { ...approval, by: 'First', conditions: [] }),
  ],
  [
    'approving something older',
    'outdated',
    () =>
      prepared()
        .says(ab, {
          kind: 'prepare',
          version,
          digest,
          by: 'First',
          sealed,
          prepared: digestOf('other'),
        })
        .tryPart(ab, { ...approval, prepared: digestOf('first'), conditions: [] }),
  ],
  [
    'approving without being named',
    'not-delegated',
    () =>
      prepared()
        .says(ab, { kind: 'delegate', to: 'Third', by: 'F' })
        .tryPart(ab, { ...approval, conditions: [] }),
  ],
  [
    'naming the same delegate',
    'already-exists',
    () =>
      prepared()
        .says(ab, { kind: 'delegate', to: 'Third', by: 'F' })
        .tryPart(ab, { kind: 'delegate', to: 'Third', by: 'F' }),
  ],
  [
    'taking back no delegation',
    'already-exists',
    () => prepared().tryPart(ab, { kind: 'delegate', to: null, by: 'F' }),
  ],
  [
    'withdrawing no answer',
    'not-found',
    () => prepared().tryPart(ab, { kind: 'withdraw', reason: 'r', by: 'F' }),
  ],
  [
    'asking the same twice',
    'already-exists',
    () =>
      prepared()
        .says(ab, { kind: 'ask', version, question: 'Q1', sealed })
        .tryPart(ab, { kind: 'ask', version, question: 'Q1', sealed }),
  ],
  [
    'answering a proposal',
    'not-this-kind',
    () => prepared().tryPart(ab, { kind: 'answer', version, by: 'F', sealed }),
  ],
  [
    'consenting to a question',
    'not-this-kind',
    () => asked().tryPart(ab, { kind: 'prepare', version, digest, by: 'F', sealed }),
  ],
  [
    'forwarding a statement',
    'not-this-kind',
    () => prepared().tryPart(ab, { kind: 'forward', version, to: qc, by: 'F', sealed }),
  ],
  [
    'forwarding to oneself',
    'invalid-input',
    () => asked().tryPart(ab, { kind: 'forward', version, to: ab, by: 'F', sealed }),
  ],
  [
    'answering what has ended',
    'already-ended',
    () => ended().tryPart(ab, { kind: 'abstain', version, by: 'F' }),
  ],
  [
    'objecting after the release',
    'already-released',
    () =>
      new Stage()
        .consents([bc, ab])
        .receives(qc)
        .lead({ kind: 'go' })
        .commits(bc, ab)
        .releases()
        .tryPart(qc, { kind: 'object', version, by: 'F', count: 1, sealed }),
  ],
  [
    'a commitment without a go',
    'outdated',
    () => new Stage().consents([bc, ab]).tryPart(ab, { kind: 'commit', version, round: 1, digest }),
  ],
  [
    'a commitment by an outsider',
    'outdated',
    () =>
      new Stage()
        .consents([bc, ab])
        .receives(qc)
        .lead({ kind: 'go' })
        .tryPart(qc, { kind: 'commit', version, round: 1, digest }),
  ],
  [
    'a commitment to another text',
    'text-differs',
    () => going().tryPart(ab, { kind: 'commit', version, round: 1, digest: 'f'.repeat(64) }),
  ],
  [
    'a commitment without agreement',
    'not-agreed',
    () =>
      going()
        .says(bc, { kind: 'withdraw', reason: 'r', by: 'F' })
        .tryPart(ab, { kind: 'commit', version, round: 1, digest }),
  ],
  [
    'a commitment twice',
    'already-exists',
    () => going().commits(ab).tryPart(ab, { kind: 'commit', version, round: 1, digest }),
  ],
  [
    'acting without a commitment',
    'not-agreed',
    () => going().tryPart(ab, { kind: 'act', version, round: 1, at: at(1), done: [] }),
  ],
  [
    'acting unreleased',
    'not-released',
    () =>
      going()
        .commits(ab)
        .tryPart(ab, { kind: 'act', version, round: 1, at: at(1), done: [] }),
  ],
  ['acting with another text', 'text-differs', act({ document: documentOf(2) })],
  ['acting without the text', 'invalid-input', act({ document: undefined })],
  [
    'acting twice',
    'already-ended',
    () => released().acts(ab).tryPart(ab, { kind: 'abstain', version, by: 'F' }),
  ],
  [
    'standing down too early',
    'conflict',
    () => prepared().tryPart(ab, { kind: 'stand-down', version, because: 'cancelled' }),
  ],
  [
    'making good nothing',
    'conflict',
    () => prepared().tryPart(ab, { kind: 'compensate', version, with: 'withdraw', done: [] }),
  ],
  [
    'a moment of no go',
    'outdated',
    () => prepared().tryPart(ab, { kind: 'mark-moment', version, round: 1, what: 'moment' }),
  ],
]

function withoutMoment(): Stage {
  const { moment: _, ...terms } = termsOf()
  return new Stage().lead({ kind: 'amend', terms })
}

describe('a refusal of a joint action', () => {
  it.each(refusals)('%s: %s', (_, code, refused) => {
    const problem = refused()
    expect(problem?.code).toBe(code)
    expect(problem === undefined ? ['not refused'] : spokenFaults(problem)).toEqual([])
  })

  it('is made in both languages wherever shared/joint makes one', () => {
    const folder = new URL('../../../shared/joint/', import.meta.url)
    const made = readdirSync(folder).flatMap((file) =>
      [
        ...readFileSync(new URL(file, folder), 'utf8').matchAll(
          /\b(?:refuse|problem)\(\s*(?:'[a-z-]+'|[a-z]+ \? '[a-z-]+' : '[a-z-]+'),\s*(\S)/g,
        ),
      ].map(([, first]) => `${file}: ${first}`),
    )
    expect(made.length).toBeGreaterThan(50)
    expect(made.filter((each) => /[`'"]$/.test(each))).toEqual([])
  })

  it('names who is missing with words for every reason there is', () => {
    const whys: Lacking['why'][] = [
      'no-consent',
      'lapsed',
      'conditional',
      'not-ready',
      'not-committed',
      'withdrawn',
      'unreachable',
      'not-acted',
      'not-heard',
    ]
    for (const why of whys) {
      const { en, fr } = formatBlockers([{ office: bc, why }])
      expect(spokenFaults({ message: en, messageFr: fr })).toEqual([])
    }
    expect(formatBlockers([])).toEqual({ en: 'nobody', fr: 'personne' })
  })

  it('shows a moment by the clock of the office that is refused', () => {
    expect(formatMoment(at(0), 'America/Vancouver')).toBe('2021-12-14 09:00 (America/Vancouver)')
    const problem = amended({ moment: at(-61), replyBy: at(-61) })()
    expect(problem?.message).toContain('America/Vancouver')
    expect(joint).toContain(bc)
  })
})

describe('the check of the words itself', () => {
  it.each([
    ['the same in both', { message: 'a', messageFr: 'a' }],
    ['a code', { message: 'It is not-ready', messageFr: 'b' }],
    ['an instant', { message: 'a', messageFr: 'le 2021-12-14T17:00:00.000Z' }],
    ['a hash', { message: `hash ${'ab'.repeat(32)}`, messageFr: 'b' }],
    ['a missing value', { message: 'of undefined', messageFr: 'b' }],
  ])('finds %s', (_, words) => expect(spokenFaults(words)).toHaveLength(1))
  it('leaves words and office ids alone', () => {
    expect(
      spokenFaults({ message: 'ca-bc-oipc is well-known, not ready', messageFr: 'b' }),
    ).toEqual([])
  })
})
