import { describe, expect, test } from 'vitest'
import { explainDeadlines, type Question } from '../../../shared/policy/explain.ts'
import { unwrap } from '../../../shared/kernel/problems.ts'
import { recomputeFromSteps } from '../../support/recompute.ts'
import { d, pack } from './packs.ts'

const explain = (statute: string, given: string, more: Omit<Question, 'given'> = {}) =>
  unwrap(explainDeadlines(pack(statute, given), '2026c', { given: d(given), ...more }))
const dates = (...args: Parameters<typeof explain>) =>
  explain(...args).deadlines.map(({ id, date }) => `${id} ${date}`)

describe('which dates follow, and why', () => {
  test('the form, as it is published', () => {
    const explanation = explain('ca-bc-pipa', '2021-12-14')
    expect(explanation).toMatchObject({
      statute: 'ca-bc-pipa',
      pack: pack('ca-bc-pipa').version,
      inForce: { from: '2004-01-01' },
      zoneData: '2026c',
    })
    expect(explanation.deadlines.map((deadline) => Object.keys(deadline))).toEqual(
      Array.from({ length: 2 }, () => [
        'id',
        'terms',
        'date',
        'endsAt',
        'confidence',
        'rules',
        'steps',
      ]),
    )
    expect(explanation.deadlines[1]).toMatchObject({
      id: 'comply',
      date: '2022-01-25',
      endsAt: '2022-01-26T08:00:00.000Z',
      confidence: 'S',
      rules: expect.arrayContaining([{ statute: 'ca-bc-pipa', section: '53(1)', confidence: 'V' }]),
    })
    expect(explanation.deadlines[1]?.steps.slice(0, 2)).toEqual([
      { date: '2021-12-14', n: 0, counted: false, why: 'copy-given' },
      { date: '2021-12-15', n: 1, counted: true, why: 'counted' },
    ])
    expect(JSON.parse(JSON.stringify(explanation))).toEqual(explanation)
  })
  test.each<[Parameters<typeof explain>, string[]]>([
    [
      ['ca-ab-pipa', '2021-12-07'],
      ['challenge 2022-01-21', 'comply-not-before 2022-01-22', 'comply 2022-01-26'],
    ],
    [
      ['ca-ab-pipa', '2021-12-14'],
      ['challenge 2022-01-28', 'comply-not-before 2022-01-29', 'comply 2022-02-02'],
    ],
    [
      ['ca-qc-p391', '2021-12-14', { term: 'mandate' }],
      ['challenge 2022-01-13', 'enforceable 2022-01-13', 'comply 2022-01-13'],
    ],
    [
      ['ca-qc-p391', '2021-12-14', { term: 'prohibition' }],
      ['challenge 2022-01-13', 'enforceable 2021-12-14', 'comply 2021-12-14'],
    ],
    [
      ['ca-qc-p391', '2021-12-14', { term: 'mandate', due: { days: 90 } }],
      ['challenge 2022-01-13', 'enforceable 2022-01-13', 'comply 2022-03-14'],
    ],
    [
      ['ca-qc-p391', '2024-03-07', { term: 'mandate', due: { on: d('2024-06-01') } }],
      ['challenge 2024-04-06', 'enforceable 2024-04-06', 'comply 2024-06-01'],
    ],
    [['ca-fed-pipeda', '2021-02-02'], ['challenge 2022-02-02']],
  ])('%j', (args, expected) => {
    expect(dates(...args)).toEqual(expected)
  })
  test('the pack in force on the day is used, with the days on which it was', () => {
    expect(explain('ca-qc-p391', '2023-09-21').inForce).toEqual({
      from: '2006-06-14',
      to: '2023-09-21',
    })
    expect(explain('ca-qc-p391', '2023-09-22').inForce).toEqual({ from: '2023-09-22' })
  })
  test('where two rules could apply both dates are there, each with its own days', () => {
    const [challenge] = explain('ca-qc-p391', '2021-12-16', { term: 'mandate' }).deadlines
    expect(challenge).toMatchObject({ date: '2022-01-15', lenientDate: '2022-01-17' })
    expect(recomputeFromSteps(challenge?.steps ?? []).date).toBe('2022-01-15')
    expect(recomputeFromSteps(challenge?.lenientSteps ?? []).date).toBe('2022-01-17')
    expect(challenge?.lenientSteps?.slice(-3).map(({ why }) => why)).toEqual([
      'saturday',
      'sunday',
      'rolled',
    ])
  })
  test('a pack whose clocks start in two ways gives both', () => {
    const base = pack('ca-bc-pipa')
    const both = {
      ...base,
      clocks: base.clocks.map((clock) =>
        clock.id === 'challenge' ? { ...clock, from: 'report-sent' as const } : clock,
      ),
    }
    expect(
      unwrap(explainDeadlines(both, '2026c', { given: d('2021-12-14') })).deadlines.map(
        ({ id, steps }) => [id, steps[0]?.why],
      ),
    ).toEqual([
      ['comply', 'copy-given'],
      ['challenge', 'report-sent'],
    ])
  })
  test('a time that the order may not set is refused with the section; a day too far away too', () => {
    expect(
      explainDeadlines(pack('ca-bc-pipa'), '2026c', { given: d('2021-12-14'), due: { days: 60 } }),
    ).toMatchObject({ ok: false, problem: { code: 'not-settable', rule: { section: '53(1)' } } })
    expect(explainDeadlines(pack('ca-bc-pipa'), '2026c', { given: d('9999-01-01') })).toMatchObject(
      { ok: false, problem: { code: 'invalid-input', value: '9999-01-01' } },
    )
  })
})
