// What the record of an office could not say before: each in the case format, with where everything stands after it.

import { describe, expect, it } from 'vitest'
import { factsOf, fold, M, orderOf, P, routeOf, term, termOf } from './fold.ts'

describe('several respondents', () => {
  const outer = {
    respondents: [
      { id: 'acme', name: 'Acme Inc.', kind: 'organization' },
      { id: 'sub', name: 'Sub Inc.', kind: 'organization' },
    ],
  }
  const facts = factsOf('bc', [
    ['2022-01-10', 'order-issued', { terms: [M, term('T2', 'mandate', { respondents: ['sub'] })] }],
    ['2022-01-10', 'copy-given'],
    ['2022-02-14', 'copy-given', { party: 'sub' }],
    ['2022-02-15', 'compliance-reported', { party: 'acme', terms: ['T1'], outcome: 'complied' }],
    [
      '2022-02-16',
      'compliance-assessed',
      { party: 'acme', terms: ['T1'], finding: 'accepted', basis: 'report' },
    ],
  ])
  it('each has its own day, position and finding', () => {
    const run = fold(facts, '2022-03-01', { outer })
    expect(run.refused).toEqual([])
    expect(termOf(run).parties).toMatchObject([
      { party: 'acme', clock: 'ended', position: 'complied', finding: 'accepted' },
      { party: 'sub', clock: 'running', position: 'unknown', finding: null },
    ])
    expect(termOf(run).clock).toBe('running')
    expect(termOf(run, 'T2').due?.date).toBe(termOf(run).parties?.[1]?.due?.date)
  })
  it('the order is complied with when all are', () => {
    const more = factsOf('bc', [
      ['2022-03-02', 'compliance-assessed', { party: 'sub', finding: 'accepted', basis: 'audit' }],
    ])
    expect(orderOf(fold([...facts, ...more], '2022-03-03', { outer })).status).toBe('complied')
  })
})

describe('time as orders say it', () => {
  const due = (of: object, given = '2024-09-04') =>
    termOf(
      fold(
        factsOf('qc', [
          [given, 'order-issued', { terms: [term('T1', 'mandate', { due: of })] }],
          [given, 'copy-given'],
        ]),
        given,
      ),
    ).due
  it('months', () => expect(due({ months: 6 })).toMatchObject({ date: '2025-03-04' }))
  it('from the end of the time to appeal, by both readings', () =>
    // 2024-10-04 is a Friday: the time to appeal ends on it, and sixty days later is a Tuesday.
    expect(due({ days: 60, from: 'appeal-period' })).toMatchObject({ date: '2024-12-03' }))
  it('reports again and again, with the next one after each', () => {
    const facts = factsOf('qc', [
      [
        '2024-01-31',
        'order-issued',
        {
          terms: [
            term('T1', 'prohibition', {
              report: { first: { months: 1 }, every: { months: 1 }, until: '2024-06-30' },
            }),
          ],
        },
      ],
      ['2024-01-31', 'copy-given'],
      ['2024-02-20', 'compliance-reported', { outcome: 'partial' }],
    ])
    expect(termOf(fold(facts, '2024-02-01')).report?.date).toBe('2024-02-29')
    expect(termOf(fold(facts, '2024-02-21')).report?.date).toBe('2024-03-29')
    expect(termOf(fold(facts, '2024-04-10')).report?.date).toBe('2024-04-29')
  })
})

describe('stays', () => {
  const order = [
    ['2022-01-10', 'order-issued'],
    ['2022-01-10', 'copy-given'],
  ] as const
  const ordered = (more: object) => factsOf('bc', [...order, ['2022-02-01', 'stay-ordered', more]])
  it('with a last day and conditions end by themselves, and the clock goes on', () => {
    const facts = ordered({ until: '2022-06-30', conditions: 'deposits the records' })
    expect(termOf(fold(facts, '2022-06-30'))).toMatchObject({
      clock: 'stayed',
      stayedUntil: '2022-06-30',
      stayConditions: 'deposits the records',
    })
    const after = termOf(fold(facts, '2022-07-01'))
    expect(after).toMatchObject({ clock: 'running', stayed: false })
    expect(after.due?.date).toBe('2022-07-01')
    expect(termOf(fold(facts, '2022-12-01')).clock).toBe('lapsed')
  })
  it('of a penalty leave the order as it is', () => {
    expect(termOf(fold(ordered({ of: 'penalty' }), '2022-02-02')).stayed).toBe(false)
  })
  it('until a challenge is decided end with that decision', () => {
    const facts = factsOf('bc', [
      ...order,
      ['2022-03-01', 'challenge-filed'],
      ['2022-03-02', 'stay-ordered', { until: { decision: 'c' } }],
      ['2023-01-10', 'court-decided', { outcome: 'upheld' }],
    ])
    expect(termOf(fold(facts, '2023-01-09')).stayed).toBe(true)
    expect(termOf(fold(facts, '2023-01-10')).stayed).toBe(false)
  })
  it('by statute, lifted by a court, end', () => {
    const facts = factsOf('bc', [
      ...order,
      ['2022-01-20', 'challenge-filed'],
      ['2022-05-02', 'stay-lifted'],
    ])
    expect(termOf(fold(facts, '2022-05-03'))).toMatchObject({ stayed: false, clock: 'running' })
  })
})

describe('other instruments', () => {
  it('a ruling without a duty is challenged, and stands or falls', () => {
    const facts = factsOf('bc', [
      ['2022-03-01', 'order-issued', { instrument: 'ruling', terms: [] }],
      ['2022-03-01', 'copy-given'],
      ['2022-03-31', 'challenge-filed'],
      ['2024-05-14', 'court-decided', { outcome: 'quashed' }],
    ])
    expect(fold(facts, '2024-05-15').refused).toEqual([])
    expect(orderOf(fold(facts, '2022-04-01')).status).toBe('challenged')
    expect(orderOf(fold(facts, '2024-05-15')).status).toBe('quashed')
  })
  it("Alberta's breach-notification decision knows no fifty days", () => {
    const facts = (terms: object[]) =>
      factsOf('ab', [
        ['2022-03-01', 'order-issued', { instrument: 'breach-notification-decision', terms }],
        ['2022-03-01', 'copy-given'],
      ])
    expect(termOf(fold(facts([M]), '2022-03-02'))).toMatchObject({ due: null, notBefore: null })
    expect(
      termOf(fold(facts([term('T1', 'mandate', { due: { days: 10 } })]), '2022-03-02')).due?.date,
    ).toBe('2022-03-11')
  })
  it('an order to produce takes its own time, and contempt follows', () => {
    const facts = factsOf('bc', [
      [
        '2022-06-20',
        'order-issued',
        { instrument: 'production-order', terms: [term('T1', 'mandate', { due: { days: 10 } })] },
      ],
      ['2022-06-20', 'copy-given'],
    ])
    const run = fold(facts, '2022-07-06')
    expect(termOf(run)).toMatchObject({ due: { date: '2022-07-05' }, clock: 'lapsed' })
    expect(routeOf(run, 'contempt').available).toBe(true)
  })
  it('one that the statute does not have is refused by name', () => {
    const run = fold(
      factsOf('bc', [['2022-06-20', 'order-issued', { instrument: 'decree' }]]),
      '2022-07-01',
    )
    expect(run.refused).toMatchObject([{ code: 'invalid-input', value: 'decree' }])
  })
})

describe("Quebec's administrative penalty", () => {
  const step = (on: string, name: string) =>
    [on, 'escalated', { route: 'administrative-penalty', step: name }] as const
  const order = [
    ['2024-03-04', 'order-issued', { terms: [P] }],
    ['2024-03-04', 'copy-given'],
  ] as const
  it('goes by its steps, each with its clock', () => {
    const run = fold(
      factsOf('qc', [
        ...order,
        step('2024-05-01', 'notice-of-non-compliance'),
        step('2024-06-03', 'notice-of-claim'),
      ]),
      '2024-06-04',
    )
    expect(run.refused).toEqual([])
    expect(orderOf(run).nextAlarm).toMatchObject({ deadline: 'step', date: '2024-07-03' })
  })
  it('no claim before the notice of non-compliance', () => {
    const run = fold(factsOf('qc', [...order, step('2024-06-03', 'notice-of-claim')]), '2024-06-04')
    expect(run.refused.map(({ code }) => code)).toEqual(['route-not-available'])
  })
  it('barred by a statement of offence', () => {
    const run = fold(
      factsOf('qc', [
        ...order,
        ['2024-04-01', 'compliance-assessed', { finding: 'not-accepted', basis: 'inspection' }],
        ['2024-05-01', 'escalated', { route: 'penal', step: 'instituted' }],
        step('2024-06-03', 'notice-of-non-compliance'),
      ]),
      '2024-06-04',
    )
    expect(run.refused.map(({ index, code }) => [index, code])).toEqual([
      [4, 'route-not-available'],
    ])
  })
})

describe('a matter without an order', () => {
  const facts = factsOf('fed', [
    ['2022-06-01', 'disposition', { of: 'conditionally-resolved' }],
    [
      '2022-06-01',
      'commitment-made',
      {
        commitment: 'plan',
        terms: [
          { id: 'C1', theme: 'delete', text: { en: 'd', fr: 'd' }, due: { days: 90 } },
          {
            id: 'C2',
            theme: 'audit',
            text: { en: 'a', fr: 'a' },
            report: { first: { months: 12 }, every: { months: 12 } },
          },
        ],
      },
    ],
    [
      '2023-06-29',
      'compliance-assessed',
      { commitment: 'plan', terms: ['C1'], finding: 'accepted', basis: 'report' },
    ],
    ['2022-05-02', 'notice-of-intention', { notice: 'n', replyBy: '2022-05-20' }],
  ])
  it('closes in its own way, with duties that are watched', () => {
    const [matter] = fold(facts, '2022-09-01').matters
    expect(matter).toMatchObject({
      disposition: 'conditionally-resolved',
      notices: [{ notice: 'n', replyBy: '2022-05-20', open: false }],
      commitments: [
        {
          terms: [
            { id: 'C1', clock: 'lapsed', due: { date: '2022-08-30' } },
            { id: 'C2', clock: 'running' },
          ],
        },
      ],
    })
  })
  it('a finding ends a duty, and the next report is due a year later', () => {
    const [matter] = fold(facts, '2023-07-01').matters
    expect(matter?.commitments[0]?.terms).toMatchObject([
      { clock: 'ended', finding: 'accepted' },
      { report: { date: '2024-06-01' } },
    ])
  })
})

describe("the office's own acts", () => {
  it('rescinded: nothing binds', () => {
    const run = fold(
      factsOf('bc', [
        ['2022-01-10', 'order-issued'],
        ['2022-01-10', 'copy-given'],
        ['2022-01-12', 'rescinded', { reason: 'reopened' }],
      ]),
      '2022-03-01',
    )
    expect(orderOf(run).status).toBe('rescinded')
    expect(orderOf(run).nextAlarm).toBeNull()
  })
  it('a date by hand is watched, and marked as nobody’s law', () => {
    const run = fold(
      factsOf('bc', [
        ['2022-01-10', 'order-issued'],
        ['2022-01-10', 'copy-given'],
        [
          '2022-01-11',
          'deadline-set',
          { deadline: 'meeting', text: 'Meeting', to: '2022-01-15', reason: 'agreed' },
        ],
      ]),
      '2022-01-12',
    )
    expect(orderOf(run).nextAlarm).toMatchObject({ deadline: 'by-hand', date: '2022-01-15' })
  })
})

describe('recorded in error', () => {
  const base = [
    ['2021-12-14', 'order-issued'],
    ['2021-12-14', 'copy-given'],
    ['2022-01-25', 'challenge-filed'],
  ] as const
  it('a copy that was not given then: its dates fall, the challenge is judged anew', () => {
    const facts = factsOf('bc', [
      ...base,
      ['2022-03-01', 'recorded-in-error', { fact: 1, reason: 'another order' }],
      ['2022-03-01', 'copy-given', { means: 'courier' }],
    ])
    const run = fold(facts, '2022-03-02')
    expect(run.refused).toEqual([])
    expect(termOf(run)).toMatchObject({ stayed: true, due: { date: '2022-04-12' } })
  })
  it('as of a day before the correction, and as known then, it is what it was', () => {
    const facts = factsOf('bc', [
      ...base,
      ['2022-03-01', 'recorded-in-error', { fact: 2, reason: 'never filed' }],
    ])
    expect(termOf(fold(facts, '2022-02-01')).stayed).toBe(false)
    expect(termOf(fold(facts, '2022-02-01', { knownOn: '2022-02-28' })).stayed).toBe(true)
  })
  it('twice: the second list takes the place of the first', () => {
    const facts = factsOf('bc', [
      ...base,
      ['2022-02-01', 'refusal-declared'],
      ['2022-03-01', 'recorded-in-error', { fact: 2, reason: 'never filed' }],
      ['2022-03-02', 'recorded-in-error', { fact: 3, reason: 'another order' }],
    ])
    const run = fold(facts, '2022-03-03')
    expect(run.refused).toEqual([])
    expect(termOf(run)).toMatchObject({ stayed: false, position: 'unknown', clock: 'lapsed' })
  })
  it('a fact struck already, and the issuance, are refused', () => {
    const facts = factsOf('bc', [
      ...base,
      ['2022-03-01', 'recorded-in-error', { fact: 2, reason: 'x' }],
      ['2022-03-01', 'recorded-in-error', { fact: 2, reason: 'x' }],
      ['2022-03-01', 'recorded-in-error', { fact: 0, reason: 'x' }],
    ])
    expect(fold(facts, '2022-03-02').refused.map(({ index, code }) => [index, code])).toEqual([
      [4, 'already-exists'],
      [5, 'invalid-input'],
    ])
  })
  it('in a matter: what it started is gone', () => {
    const facts = factsOf('fed', [
      ['2024-02-29', 'report-sent', { to: 'complainant' }],
      ['2024-03-04', 'recorded-in-error', { fact: 0, reason: 'sent to another' }],
    ])
    expect(fold(facts, '2024-03-05').matters[0]?.deadlines).toEqual([])
    expect(fold(facts, '2024-03-05', { knownOn: '2024-03-03' }).matters[0]?.deadlines).toHaveLength(
      1,
    )
  })
})
