// The faults that real cases showed (F1 to F17), each as a small case file with what is right of it.

import { describe, expect, it } from 'vitest'
import { plainDate } from '../../../services/web/kit/parts.ts'
import type { LocalDate } from '../../../shared/kernel/date.ts'
import { factsOf, fold, M, P, orderOf, routeOf, term, termOf } from './fold.ts'

const ab = (given: string, terms: object[] = [M]) =>
  [
    [given, 'order-issued', { terms }],
    [given, 'copy-given'],
  ] as const

describe('F1: set aside and sent back to the office', () => {
  const facts = factsOf('ab', [
    ...ab('2022-09-07', [M, term('T2', 'prohibition')]),
    ['2022-10-14', 'challenge-filed'],
    ['2023-09-01', 'court-decided', { outcome: 'remitted' }],
    ['2023-10-02', 'escalated', { route: 'court-filing', step: 'filed' }],
  ])
  const run = fold(facts, '2023-10-03')
  it('every term ended, and no clock runs', () => {
    expect(orderOf(run).terms.map(({ clock }) => clock)).toEqual(['ended', 'ended'])
    expect(orderOf(run).status).toBe('remitted')
    expect(orderOf(run).nextAlarm).toBeNull()
  })
  it('no route is open, and a filing is refused', () => {
    expect(orderOf(run).routes.filter(({ available }) => available)).toEqual([])
    expect(run.refused.map(({ index, code }) => [index, code])).toEqual([
      [4, 'route-not-available'],
    ])
  })
  it('a new order may follow it', () => {
    const again = fold(
      [
        ...facts,
        {
          on: '2024-02-01',
          office: 'ca-ab-oipc',
          what: 'order-issued',
          order: 'ca-ab-oipc:2',
          number: '2',
          statute: 'ca-ab-pipa',
          follows: { order: 'ca-ab-oipc:1', as: 'reconsideration' },
          terms: [M],
        },
      ],
      '2024-02-02',
    )
    expect(again.orders.map(({ order, status }) => [order, status])).toEqual([
      ['ca-ab-oipc:1', 'remitted'],
      ['ca-ab-oipc:2', 'issued'],
    ])
  })
})

describe('F2: a decision in part', () => {
  const two = [term('T1', 'mandate'), term('T2', 'mandate')]
  const inOne = [
    [
      '2023-09-01',
      'court-decided',
      {
        results: [
          { terms: ['T2'], outcome: 'quashed' },
          { terms: ['T1'], outcome: 'upheld' },
        ],
      },
    ],
  ] as const
  const inTwo = [
    ['2023-09-01', 'court-decided', { outcome: 'quashed', terms: ['T2'] }],
    ['2023-09-01', 'court-decided', { outcome: 'upheld', terms: ['T1'], citation: 'second' }],
  ] as const
  it.each([
    ['one decision', inOne],
    ['two decisions', inTwo],
  ])('in Alberta by %s: one ended, the stay of the other over', (_, decisions) => {
    const run = fold(
      factsOf('ab', [...ab('2022-09-07', two), ['2022-10-14', 'challenge-filed'], ...decisions]),
      '2023-09-02',
    )
    expect(run.refused).toEqual([])
    expect(termOf(run, 'T2')).toMatchObject({ clock: 'ended', ended: { how: 'quashed' } })
    expect(termOf(run, 'T1')).toMatchObject({ stayed: false, uncertain: false })
  })
  it('in British Columbia: one ended, the other stayed and not certain', () => {
    const run = fold(
      factsOf('bc', [...ab('2022-09-07', two), ['2022-10-14', 'challenge-filed'], ...inOne]),
      '2023-09-02',
    )
    expect(termOf(run, 'T2').clock).toBe('ended')
    expect(termOf(run, 'T1')).toMatchObject({ clock: 'stayed', stayed: true, uncertain: true })
  })
})

describe('F3: quashed, and restored by a higher court', () => {
  const chain = (then: string) =>
    factsOf('ab', [
      ...ab('2008-03-13'),
      ['2008-04-25', 'challenge-filed'],
      ['2009-06-01', 'court-decided', { outcome: 'quashed' }],
      ['2009-06-20', 'challenge-filed', { challenge: 'ca', kind: 'appeal', from: 'first' }],
      ['2010-01-27', 'court-decided', { challenge: 'ca', outcome: 'dismissed', citation: 'ca' }],
      ['2010-03-01', 'challenge-filed', { challenge: 'scc', kind: 'appeal', from: 'ca' }],
      [
        '2011-12-14',
        'court-decided',
        { challenge: 'scc', outcome: 'allowed', then, citation: 'scc' },
      ],
    ])
  it('was dead while it was quashed: no clock, no route', () => {
    const run = fold(chain('back-to-court'), '2011-06-09')
    expect(termOf(run)).toMatchObject({
      clock: 'ended',
      ended: { how: 'quashed', on: '2009-06-01' },
    })
    expect(routeOf(run, 'offence').available).toBe(false)
  })
  it('sent back to the court below: the application is open again, and stays again', () => {
    const run = fold(chain('back-to-court'), '2011-12-15')
    expect(run.refused).toEqual([])
    expect(termOf(run)).toMatchObject({ clock: 'stayed', stayed: true, uncertain: false })
    expect(orderOf(run).nextAlarm).toBeNull()
  })
  it('restored outright: the clock runs from that day at the earliest', () => {
    const run = fold(chain('order-stands'), '2011-12-14')
    expect(termOf(run)).toMatchObject({ clock: 'running', stayed: false })
    expect(termOf(run).due?.date).toBe('2011-12-14')
    expect(termOf(run).due?.lenientDate).toBeDefined()
  })
  it('decided by the court below after that: the stay is over', () => {
    const run = fold(
      [
        ...chain('back-to-court'),
        ...factsOf('ab', [
          ['2013-01-10', 'court-decided', { outcome: 'upheld', citation: 'again' }],
        ]),
      ],
      '2013-01-11',
    )
    expect(run.refused).toEqual([])
    expect(termOf(run)).toMatchObject({ stayed: false, uncertain: false })
  })
  it('a breach before the quashing leaves no limitation that ended meanwhile', () => {
    const facts = factsOf('ab', [
      ...ab('2008-03-13'),
      ['2008-06-20', 'challenge-filed'],
      ['2009-06-01', 'court-decided', { outcome: 'quashed' }],
      ['2009-06-20', 'challenge-filed', { challenge: 'ca', kind: 'appeal', from: 'first' }],
      [
        '2011-12-14',
        'court-decided',
        { challenge: 'ca', outcome: 'allowed', then: 'order-stands', citation: 'ca' },
      ],
    ])
    const run = fold(facts, '2012-01-10')
    expect(termOf(run)).toMatchObject({ clock: 'lapsed', due: { date: '2011-12-14' } })
    expect(routeOf(run, 'offence')).toMatchObject({ available: true })
    expect(routeOf(run, 'offence').why).toContain('2011-12-14')
  })
})

describe('F4: an appeal from a quashing that is dismissed', () => {
  const facts = (outcome: string) =>
    factsOf('ab', [
      ...ab('2022-09-07'),
      ['2022-10-14', 'challenge-filed'],
      ['2023-09-01', 'court-decided', { outcome: 'quashed' }],
      ['2023-09-20', 'challenge-filed', { challenge: 'up', kind: 'appeal', from: 'first' }],
      ['2024-05-01', 'court-decided', { challenge: 'up', outcome, citation: 'second' }],
    ])
  it('leaves it quashed', () => {
    expect(orderOf(fold(facts('dismissed'), '2024-05-02')).status).toBe('quashed')
  })
  it('under the word "upheld", which can mean two things, is refused with the words to choose from', () => {
    const run = fold(facts('upheld'), '2024-05-02')
    expect(run.refused.map(({ index, code }) => [index, code])).toEqual([[5, 'invalid-input']])
    expect(run.refused[0]?.message).toContain('order-stands')
    expect(orderOf(run).status).toBe('quashed')
  })
})

describe('F5: a complainant was given a copy earlier', () => {
  const facts = factsOf('bc', [
    [
      '2024-02-01',
      'order-issued',
      { otherParties: [{ id: 'complainant', name: 'The complainant', kind: 'individual' }] },
    ],
    ['2024-02-05', 'copy-given', { party: 'complainant' }],
    ['2024-02-12', 'copy-given'],
  ])
  it('the day for the organization is counted from its own copy', () => {
    expect(termOf(fold(facts, '2024-02-13')).due?.date).toBe('2024-03-26')
  })
  it('before its own copy nothing runs for it', () => {
    expect(termOf(fold(facts, '2024-02-06'))).toMatchObject({ clock: 'not-started', due: null })
  })
})

describe('F6: a court gives more time to challenge', () => {
  const extension = [
    '2022-02-08',
    'challenge-time-extended',
    { party: 'acme', to: '2022-02-15' },
  ] as const
  it('before the filing: in time, stayed, and the time to comply where it was', () => {
    const run = fold(
      factsOf('ab', [...ab('2021-12-07'), extension, ['2022-02-10', 'challenge-filed']]),
      '2022-02-10',
    )
    expect(termOf(run)).toMatchObject({
      clock: 'stayed',
      stayed: true,
      uncertain: false,
      due: { date: '2022-01-26' },
    })
  })
  it('after the filing: what was late is in time', () => {
    const late = factsOf('ab', [...ab('2021-12-07'), ['2022-02-10', 'challenge-filed']])
    expect(termOf(fold(late, '2022-02-12')).stayed).toBe(false)
    const run = fold(
      [...late, ...factsOf('ab', [['2022-02-14', extension[1], extension[2]]])],
      '2022-02-14',
    )
    expect(termOf(run).stayed).toBe(true)
    expect(routeOf(run, 'court-filing').available).toBe(false)
  })
})

describe('F7: Quebec 2021, decided by the Court of Québec', () => {
  it('the stay ends with that decision, whatever is pending above', () => {
    const run = fold(
      factsOf('qc', [
        ['2021-12-14', 'order-issued'],
        ['2021-12-14', 'copy-given'],
        ['2022-01-10', 'challenge-filed', { kind: 'appeal' }],
        ['2023-05-01', 'court-decided', { outcome: 'upheld' }],
        ['2023-05-20', 'challenge-filed', { challenge: 'up', from: 'first' }],
      ]),
      '2023-06-01',
    )
    expect(termOf(run)).toMatchObject({ stayed: false, uncertain: false })
  })
})

describe('F8: stay and window hang on the instrument', () => {
  const facts = (instrument: string | undefined, of: object) =>
    factsOf('qc', [
      ['2024-09-04', 'order-issued', { terms: [of], ...(instrument && { instrument }) }],
      ['2024-09-04', 'copy-given'],
      ['2024-09-25', 'challenge-filed', { kind: 'appeal' }],
    ])
  it('an adjudicative decision is suspended by the appeal', () => {
    const run = fold(facts('adjudicative-decision', M), '2024-12-01')
    expect(termOf(run)).toMatchObject({ clock: 'stayed', uncertain: false })
    expect(routeOf(run, 'penal').available).toBe(false)
  })
  it('except to cease or refrain', () => {
    expect(termOf(fold(facts('adjudicative-decision', P), '2024-12-01')).stayed).toBe(false)
  })
  it('an order of the oversight division is not', () => {
    expect(termOf(fold(facts(undefined, M), '2024-12-01'))).toMatchObject({ stayed: false })
  })
})

describe('F9: an office without order power', () => {
  const report = ['2024-02-29', 'report-sent', { to: 'complainant' }] as const
  const agreement = [
    '2024-04-01',
    'commitment-made',
    {
      commitment: 'agreement',
      instrument: 'compliance-agreement',
      terms: [{ id: 'A1', theme: 'delete', text: { en: 'a', fr: 'a' }, due: { months: 6 } }],
    },
  ] as const
  const applies = [
    '2024-06-03',
    'court-application',
    { application: 'a', section: '15(a)', forum: 'Federal Court' },
  ] as const
  it('the year to apply begins when the report is sent', () => {
    const [matter] = fold(factsOf('fed', [report]), '2024-03-01').matters
    expect(matter?.deadlines).toMatchObject([{ id: 'challenge', date: '2025-02-28' }])
  })
  it('it may apply in that year', () => {
    const run = fold(factsOf('fed', [report, applies]), '2024-06-04')
    expect(run.refused).toEqual([])
    expect(run.matters[0]?.applications).toMatchObject([{ application: 'a', inTime: 'yes' }])
  })
  it('not while a compliance agreement stands; the complainant may', () => {
    const run = fold(factsOf('fed', [report, agreement, applies]), '2024-06-04')
    expect(run.refused).toMatchObject([
      { index: 2, code: 'route-not-available', rule: { section: '17.1(3)', confidence: 'V' } },
    ])
    const own = [
      applies[0],
      applies[1],
      { ...applies[2], section: '14', by: 'complainant' },
    ] as const
    expect(fold(factsOf('fed', [report, agreement, own]), '2024-06-04').refused).toEqual([])
  })
  it('a default gives it a year of its own', () => {
    const assessed = [
      '2025-01-15',
      'compliance-assessed',
      { commitment: 'agreement', finding: 'not-accepted', basis: 'audit' },
    ] as const
    const again = ['2025-06-02', applies[1], applies[2]] as const
    const run = fold(factsOf('fed', [report, agreement, assessed, again]), '2025-06-03')
    expect(run.refused).toEqual([])
    expect(run.matters[0]?.deadlines).toContainEqual(
      expect.objectContaining({ id: 'challenge', name: 'default', date: '2026-01-15' }),
    )
    expect(run.matters[0]?.commitments[0]?.terms[0]).toMatchObject({
      clock: 'lapsed',
      finding: 'not-accepted',
      due: { date: '2024-10-01' },
    })
  })
})

describe('F10: silence after a prohibition', () => {
  const facts = factsOf('qc', [
    [
      '2017-08-16',
      'order-issued',
      { terms: [term('T1', 'prohibition', { report: { first: { days: 60 } } })] },
    ],
    ['2017-08-16', 'copy-given'],
  ])
  it('is no breach: it is in force, and the report is due', () => {
    const run = fold(facts, '2017-08-17')
    expect(termOf(run)).toMatchObject({ clock: 'in-force', report: { date: '2017-10-16' } })
    expect(routeOf(run, 'penal').available).toBe(false)
  })
  it('is one once the office finds it', () => {
    const found = [
      '2018-02-01',
      'compliance-assessed',
      { finding: 'not-accepted', basis: 'inspection' },
    ] as const
    const run = fold([...facts, ...factsOf('qc', [found])], '2018-02-01')
    expect(termOf(run)).toMatchObject({ clock: 'lapsed', finding: 'not-accepted' })
    expect(routeOf(run, 'penal')).toMatchObject({ available: true, warnings: [] })
  })
})

describe('F11: damages wait for the end of every appeal', () => {
  const facts = factsOf('ab', [
    ...ab('2021-12-07'),
    ['2022-01-20', 'challenge-filed'],
    ['2025-05-08', 'court-decided', { outcome: 'upheld' }],
  ])
  it('closed on the day of the decision', () => {
    expect(routeOf(fold(facts, '2025-05-08'), 'damages')).toMatchObject({ available: false })
  })
  it('open later, and warned where the period was not verified', () => {
    const { available, warnings } = routeOf(fold(facts, '2025-09-01'), 'damages')
    expect(available).toBe(true)
    expect(warnings.join()).toContain('nobody verified')
  })
  it('never for a quashed order', () => {
    const quashed = factsOf('ab', [
      ...ab('2021-12-07'),
      ['2022-01-20', 'challenge-filed'],
      ['2025-05-08', 'court-decided', { outcome: 'quashed' }],
    ])
    expect(routeOf(fold(quashed, '2026-11-01'), 'damages').available).toBe(false)
  })
})

describe('F12: complied with too late, as the respondent says', () => {
  const base = [
    ['2022-09-07', 'order-issued'],
    ['2022-09-07', 'copy-given'],
    ['2023-01-10', 'compliance-reported', { outcome: 'complied' }],
  ] as const
  const referral = ['2023-02-01', 'escalated', { route: 'offence', step: 'referred' }] as const
  it('is a claim: the referral is recorded, with the warning', () => {
    const run = fold(factsOf('bc', [...base, referral]), '2023-02-02')
    expect(run.refused).toEqual([])
    expect(termOf(run)).toMatchObject({ clock: 'lapsed', position: 'complied', finding: null })
    expect(routeOf(run, 'offence').warnings.join()).toContain('2023-01-10')
  })
  it('accepted by the office, ends the duty; having been late remains an offence', () => {
    const accepted = [
      '2023-01-20',
      'compliance-assessed',
      { finding: 'accepted', basis: 'report' },
    ] as const
    const run = fold(factsOf('bc', [...base, accepted, referral]), '2023-02-02')
    expect(run.refused).toEqual([])
    expect(termOf(run)).toMatchObject({ clock: 'ended', finding: 'accepted' })
  })
  it('and not within time', () => {
    const run = fold(
      factsOf('bc', [
        base[0],
        base[1],
        ['2022-10-01', 'compliance-reported', { outcome: 'complied' }],
        ['2022-10-05', 'compliance-assessed', { finding: 'accepted', basis: 'report' }],
        referral,
      ]),
      '2023-02-02',
    )
    expect(run.refused.map(({ code }) => code)).toEqual(['route-not-available'])
  })
})

describe('F13: filed in court once enforceable', () => {
  const facts = factsOf('qc', [
    ['2024-09-04', 'order-issued', { terms: [term('T1', 'mandate', { due: { days: 90 } })] }],
    ['2024-09-04', 'copy-given'],
  ])
  it.each([
    ['2024-10-03', false],
    ['2024-10-04', true],
  ])('on %s: %s', (day, open) => {
    expect(routeOf(fold(facts, day), 'court-filing').available).toBe(open)
  })
  it('the filing is recorded, and a public notice needs a reasonable time and no breach', () => {
    const run = fold(
      [
        ...facts,
        ...factsOf('qc', [['2024-10-07', 'escalated', { route: 'court-filing', step: 'filed' }]]),
      ],
      '2024-10-08',
    )
    expect(run.refused).toEqual([])
    expect(routeOf(run, 'public-notice')).toMatchObject({ available: true })
    expect(routeOf(run, 'public-notice').warnings.join()).toContain('reasonable')
  })
})

describe('F14: a correction in Quebec', () => {
  const base = [
    ['2024-09-04', 'order-issued'],
    ['2024-09-04', 'copy-given'],
    ['2024-09-25', 'challenge-filed', { kind: 'appeal' }],
  ] as const
  const windowOf = (facts: Parameters<typeof factsOf>[1]) => {
    const run = fold(factsOf('qc', facts), '2024-10-04')
    return {
      refused: run.refused.map(({ index, code }) => [index, code]),
      due: termOf(run).due?.date,
    }
  }
  it('of its own motion restarts the time from its own date, and a corrected copy adds nothing', () => {
    expect(
      windowOf([
        ...base,
        ['2024-09-30', 'corrected', { touchesConclusions: true }],
        ['2024-10-03', 'copy-given'],
      ]),
    ).toEqual({ refused: [], due: '2024-10-30' })
  })
  it("on a party's motion not once an appeal is lodged", () => {
    expect(
      windowOf([...base, ['2024-09-30', 'corrected', { touchesConclusions: true, asked: 'acme' }]])
        .refused,
    ).toEqual([[3, 'not-extendable']])
  })
  it('of its own motion not once execution has begun', () => {
    const run = fold(
      factsOf('qc', [
        base[0],
        base[1],
        ['2024-10-07', 'escalated', { route: 'court-filing', step: 'filed' }],
        ['2024-10-08', 'corrected', { touchesConclusions: true }],
      ]),
      '2024-10-09',
    )
    expect(run.refused.map(({ index, code }) => [index, code])).toEqual([[3, 'not-extendable']])
  })
})

describe('F15: a failure that goes on, after a limitation that nobody verified', () => {
  it('the referral is recorded, with the warning', () => {
    const run = fold(
      factsOf('bc', [
        ['2022-01-10', 'order-issued', { terms: [P] }],
        ['2022-01-10', 'copy-given'],
        ['2022-03-01', 'compliance-assessed', { finding: 'not-accepted', basis: 'inspection' }],
        ['2023-05-01', 'escalated', { route: 'offence', step: 'referred' }],
      ]),
      '2023-05-01',
    )
    expect(run.refused).toEqual([])
    expect(routeOf(run, 'offence').warnings.join()).toContain('each day')
  })
  it('a second penal proceeding in Quebec, at twice the fine', () => {
    const run = fold(
      factsOf('qc', [
        ['2023-10-02', 'order-issued', { terms: [P] }],
        ['2023-10-02', 'copy-given'],
        ['2023-11-01', 'compliance-assessed', { finding: 'not-accepted', basis: 'inspection' }],
        ['2023-12-01', 'escalated', { route: 'penal', step: 'instituted' }],
        [
          '2024-06-03',
          'escalation-decided',
          { route: 'penal', outcome: 'convicted', amount: 20000 },
        ],
        ['2024-09-03', 'escalated', { route: 'penal', step: 'instituted' }],
        [
          '2025-03-03',
          'escalation-decided',
          { route: 'penal', outcome: 'convicted', amount: 40000, subsequent: true },
        ],
      ]),
      '2025-03-04',
    )
    expect(run.refused).toEqual([])
    expect(routeOf(run, 'penal').taken).toBe('ended')
  })
})

describe('F16: steps taken before the first lawful day', () => {
  it('are recorded, and marked early', () => {
    const run = fold(
      factsOf('ab', [
        ...ab('2021-12-07'),
        ['2022-01-10', 'compliance-reported', { outcome: 'complied' }],
      ]),
      '2022-01-11',
    )
    expect(run.refused).toEqual([])
    expect(termOf(run)).toMatchObject({
      position: 'complied',
      early: { on: '2022-01-10', firstLawfulDay: '2022-01-22' },
    })
  })
})

describe('F17: the first of a month in French', () => {
  it.each([
    ['2022-03-01', '1er mars 2022'],
    ['2022-03-11', '11 mars 2022'],
    ['2022-03-21', '21 mars 2022'],
  ])('%s is %s', (date, text) => {
    expect(plainDate('fr', date as LocalDate)).toContain(text)
  })
  it('and in English as before', () => {
    expect(plainDate('en', '2022-03-01' as LocalDate)).not.toContain('1er')
  })
})
