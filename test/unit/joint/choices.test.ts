// What a person chose is judged before anything is sealed: who can be required, what answers a question, and what stands unsaid.

import { describe, expect, it } from 'vitest'
import {
  answerProblem,
  answersTo,
  consentProblem,
  isSamePromise,
  neededOf,
  proposalProblem,
} from '../../../shared/joint/choices.ts'
import { jointKindSchema } from '../../../shared/joint/terms.schema.ts'
import { spokenFaults } from '../../support/spoken.ts'
import { offices } from '../../contract/http/memory-office.ts'
import { issue } from './in-office.ts'
import { bc, ab, fed } from './stage.ts'

const directory = { version: 1, offices } as const
const text = { en: 'a', fr: 'b' }
const document = { title: text, text }
const chosen = { action: 'statement' as const, required: [bc], compensation: 'none' as const }

describe('a proposal', () => {
  it('needs all that are invited, unless it says otherwise', () => {
    expect(neededOf({ offices: [bc, ab] })).toEqual({ required: [bc, ab], quorum: 2 })
    expect(neededOf({ offices: [bc, ab], required: [bc] })).toEqual({ required: [bc], quorum: 1 })
    expect(neededOf({ offices: [bc, ab], required: [] })).toEqual({ required: [], quorum: 1 })
    expect(neededOf({ offices: [bc, ab], quorum: 1 }).quorum).toBe(1)
  })
  it('cannot require an observer where orders are acted on, and can elsewhere', () => {
    for (const action of jointKindSchema.options) {
      const acts = ['issuance', 'compliance-date', 'escalation'].includes(action)
      const problem = proposalProblem({ ...chosen, action, required: [bc, fed] }, document, {
        ...directory,
        offices: [...offices],
      })
      expect([action, problem?.code]).toEqual([action, acts ? 'no-order-power' : undefined])
      if (problem !== undefined) expect(spokenFaults(problem)).toEqual([])
    }
  })
  it('that makes good by a correction brings its text', () => {
    const correcting = { ...chosen, compensation: 'correction' as const }
    const all = { ...directory, offices: [...offices] }
    const problem = proposalProblem(correcting, document, all)
    expect(problem).toMatchObject({ code: 'invalid-input', path: 'document.correction' })
    expect(proposalProblem(correcting, { ...document, correction: text }, all)).toBeUndefined()
  })
})

describe('an answer', () => {
  it('is one of those that the question takes', () => {
    for (const action of ['assistance', 'deconfliction'] as const)
      for (const answer of ['yes', 'no', 'ask', 'granted', 'partly', 'declined'] as const) {
        const problem = answerProblem(action, answer, undefined)
        expect([answer, problem === undefined]).toEqual([
          answer,
          answersTo(action).includes(answer),
        ])
        if (problem !== undefined) expect(spokenFaults(problem)).toEqual([])
      }
  })
  it('to a question of deconfliction is one word, and nothing more can be learnt from it', () => {
    expect(answerProblem('deconfliction', 'no', 'but we might')).toMatchObject({ path: 'text' })
    expect(answerProblem('assistance', 'partly', 'what may be shared')).toBeUndefined()
  })
})

describe('a consent', () => {
  const draft = issue(`${bc}:P22-01`, 'ca-bc-pipa') as never
  const office = offices[0] as (typeof offices)[number]
  it('brings drafts whose commands are new', () => {
    expect(consentProblem('issuance', office, [draft], () => false)).toBeUndefined()
    const problem = consentProblem('issuance', office, [draft], () => true)
    expect(problem?.code).toBe('already-exists')
    expect(spokenFaults(problem ?? { message: '', messageFr: '' })).toEqual([])
  })
  it('is the same promise when drafts and conditions are the same, whatever its salt', () => {
    const before = { salt: 'a'.repeat(22), drafts: [draft], conditions: [] }
    expect(isSamePromise(before, { drafts: [draft], conditions: [] })).toBe(true)
    expect(isSamePromise(before, { drafts: [], conditions: [] })).toBe(false)
    expect(
      isSamePromise(before, { drafts: [draft], conditions: [{ kind: 'words', text: 'if' }] }),
    ).toBe(false)
  })
})
