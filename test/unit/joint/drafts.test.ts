// What an office may put into a joint action for its own orders, and the form in which it is sealed.

import { describe, expect, it } from 'vitest'
import { draftSchema, preparedSchema, type Draft } from '../../../shared/joint/draft.schema.ts'
import { draftsProblem } from '../../../shared/joint/drafts.ts'
import { kindRules } from '../../../shared/joint/kinds.ts'
import { jointKindSchema, type JointKind } from '../../../shared/joint/terms.schema.ts'
import { maxDrafts } from '../../../shared/kernel/limits.ts'
import { officeEntry, respondent, threeTerms } from '../../support/founding.ts'

const bc = officeEntry('ca-bc-oipc', 'ca-bc-pipa')
const observer = officeEntry('ca-fed-opc', 'ca-fed-pipeda', 'observer')
const base = { id: 'c1', on: '2022-01-26' }
const raw = {
  issue: (order = 'ca-bc-oipc:P22-01') => ({
    order,
    command: {
      kind: 'issue',
      ...base,
      matter: 'm',
      statute: 'ca-bc-pipa',
      respondent,
      terms: threeTerms,
    },
  }),
  extend: (order = 'ca-bc-oipc:P21-08') => ({
    order,
    command: { kind: 'extend', ...base, to: '2022-03-01', grantedBy: 'court', reason: 'asked for' },
  }),
  escalate: (order = 'ca-bc-oipc:P21-08') => ({
    order,
    command: { kind: 'escalate', ...base, route: 'offence' },
  }),
}
const draft = (kind: keyof typeof raw, order?: string): Draft => draftSchema.parse(raw[kind](order))
const code = (action: JointKind, drafts: readonly Draft[], office = bc) =>
  draftsProblem(action, office, drafts)?.code

describe('what may be drafted', () => {
  it('each action holds its own kind of draft, and no other', () => {
    const holds: Partial<Record<JointKind, keyof typeof raw>> = {
      issuance: 'issue',
      'compliance-date': 'extend',
      escalation: 'escalate',
    }
    for (const action of jointKindSchema.options) {
      for (const kind of ['issue', 'extend', 'escalate'] as const)
        expect([action, kind, code(action, [draft(kind)])]).toEqual([
          action,
          kind,
          holds[action] === kind ? undefined : 'not-this-kind',
        ])
    }
  })
  it('for its own orders only, and with order power only', () => {
    expect(code('escalation', [draft('escalate'), draft('escalate', 'ca-ab-oipc:P2021-12')])).toBe(
      'wrong-office',
    )
    expect(code('issuance', [draft('issue', 'ca-fed-opc:X')], observer)).toBe('no-order-power')
  })
  it('one thing to one order', () => {
    expect(code('escalation', [draft('escalate'), draft('escalate')])).toBe('invalid-input')
    expect(
      code('escalation', [draft('escalate'), draft('escalate', 'ca-bc-oipc:P21-09')]),
    ).toBeUndefined()
  })
  it('a commissioner that has nothing to do is told so; an observer takes part without', () => {
    for (const action of jointKindSchema.options) {
      expect([action, code(action, [])]).toEqual([
        action,
        kindRules[action].drafts.length > 0 ? 'invalid-input' : undefined,
      ])
      expect(code(action, [], observer)).toBeUndefined()
    }
  })
  it('a refusal quotes what it is about', () => {
    expect(
      draftsProblem('escalation', bc, [draft('escalate', 'ca-ab-oipc:P2021-12')]),
    ).toMatchObject({
      value: 'ca-ab-oipc:P2021-12',
      message: expect.stringContaining('ca-ab-oipc:P2021-12'),
    })
    expect(draftsProblem('statement', bc, [draft('issue')])).toMatchObject({
      value: 'issue',
      message: expect.stringContaining('statement'),
    })
  })
})

describe('the form', () => {
  it('takes three kinds of command, strictly', () => {
    for (const kind of ['issue', 'extend', 'escalate'] as const)
      expect(draftSchema.parse(raw[kind]())).toEqual(raw[kind]())
    expect(
      draftSchema.safeParse({
        order: 'ca-bc-oipc:P21-08',
        command: { kind: 'close', ...base, reason: 'x' },
      }).success,
    ).toBe(false)
    expect(draftSchema.safeParse({ ...raw.escalate(), at: 'once' }).success).toBe(false)
    expect(
      draftSchema.safeParse({
        order: 'ca-bc-oipc:P21-08',
        command: { ...raw.escalate().command, secretly: true },
      }).success,
    ).toBe(false)
  })
  it('a prepared consent has a salt that cannot be guessed, and as many drafts as there is room for', () => {
    const prepared = (salt: string, count = 1) =>
      preparedSchema.safeParse({
        salt,
        drafts: Array.from({ length: count }, (_, n) => raw.escalate(`ca-bc-oipc:O${n}`)),
        conditions: [],
      }).success
    const salt = 'A'.repeat(22)
    expect([
      prepared(salt),
      prepared('short'),
      prepared(salt, maxDrafts),
      prepared(salt, maxDrafts + 1),
    ]).toEqual([true, false, true, false])
  })
})
