// What came last into the record of an office: reopening, a disputed copy, a sealed publication, the hours of a registry,
// appeals of convictions, the limitation of a penalty, and rules that nobody verified.

import { describe, expect, it } from 'vitest'
import { factsOf, fold, M, orderOf, P, routeOf, term, termOf, type Where } from './fold.ts'

const codes = (run: ReturnType<typeof fold>) => run.refused.map(({ index, code }) => [index, code])

describe('reopened', () => {
  const closed = [
    ['2022-01-10', 'order-issued'],
    ['2022-01-10', 'copy-given'],
    ['2022-02-01', 'closed', { reason: 'settled' }],
  ] as const
  it('a closed order goes on: its dates run and ring as if it had not been closed', () => {
    const run = fold(
      factsOf('bc', [...closed, ['2022-02-10', 'reopened', { reason: 'the settlement failed' }]]),
      '2022-02-11',
    )
    expect(run.refused).toEqual([])
    expect(orderOf(run).status).toBe('served')
    expect(termOf(run)).toMatchObject({ clock: 'running', due: { date: '2022-02-22' } })
    expect(orderOf(run).nextAlarm).toMatchObject({ date: '2022-02-22' })
  })
  it('on the days between it was closed', () => {
    const facts = factsOf('bc', [...closed, ['2022-02-10', 'reopened', { reason: 'r' }]])
    expect(orderOf(fold(facts, '2022-02-05')).status).toBe('closed')
  })
  it('what is not closed cannot be reopened, and what is closed takes nothing else', () => {
    const open = factsOf('bc', [closed[0], ['2022-01-11', 'reopened', { reason: 'r' }]])
    expect(codes(fold(open, '2022-01-12'))).toEqual([[1, 'conflict']])
    const shut = factsOf('bc', [...closed, ['2022-02-05', 'refusal-declared']])
    expect(codes(fold(shut, '2022-02-06'))).toEqual([[3, 'already-ended']])
  })
  it('an office takes its part of a matter up again', () => {
    const facts = [
      ...factsOf('fed', [['2022-06-01', 'disposition', { of: 'resolved' }]]),
      { on: '2022-09-01', office: 'ca-fed-opc', what: 'reopened', reason: 'new facts' },
    ]
    expect(fold(facts, '2022-08-01').matters[0]?.disposition).toBe('resolved')
    const run = fold(facts, '2022-09-02')
    expect(run.refused).toEqual([])
    expect(run.matters[0]).toMatchObject({ disposition: null, dispositionOn: null })
    const again = factsOf('fed', [['2023-01-10', 'disposition', { of: 'well-founded' }]])
    expect(fold([...facts, ...again], '2023-01-11').matters[0]?.disposition).toBe('well-founded')
  })
  it('a part that was not closed has nothing to reopen', () => {
    const facts = [
      ...factsOf('fed', [['2022-06-01', 'noted', { text: { en: 'n', fr: 'n' } }]]),
      { on: '2022-09-01', office: 'ca-fed-opc', what: 'reopened' },
    ]
    expect(codes(fold(facts, '2022-09-02'))).toEqual([[1, 'conflict']])
  })
})

describe('a successor of a respondent', () => {
  const facts = factsOf('bc', [
    ['2022-01-10', 'order-issued'],
    ['2022-01-10', 'copy-given'],
    ['2022-01-20', 'refusal-declared'],
    [
      '2022-02-01',
      'respondent-succeeded',
      { party: 'acme', name: 'Acme Holdings', reason: 'merger' },
    ],
  ])
  it('stands in its place from that day: copies, dates and positions go on in the new name', () => {
    const run = fold(facts, '2022-02-02')
    expect(run.refused).toEqual([])
    expect(orderOf(run).respondent).toBe('Acme Holdings')
    expect(termOf(run)).toMatchObject({
      clock: 'running',
      position: 'refused',
      due: { date: '2022-02-22' },
    })
    expect(orderOf(fold(facts, '2022-01-31')).respondent).toBe('Acme Inc.')
  })
  it('struck out, there was none', () => {
    const error = ['2022-02-05', 'recorded-in-error', { fact: 3, reason: 'not the same' }] as const
    expect(orderOf(fold([...facts, ...factsOf('bc', [error])], '2022-02-06')).respondent).toBe(
      'Acme Inc.',
    )
  })
  it('is refused of whom the order does not bind', () => {
    const other = ['2022-02-05', 'respondent-succeeded', { party: 'other', name: 'O' }] as const
    expect(codes(fold([...facts, ...factsOf('bc', [other])], '2022-02-06'))).toEqual([
      [4, 'unknown-party'],
    ])
  })
})

describe("a complainant's challenge", () => {
  const facts = (filed: string) =>
    factsOf('bc', [
      [
        '2024-02-01',
        'order-issued',
        { otherParties: [{ id: 'complainant', name: 'The complainant', kind: 'individual' }] },
      ],
      ['2024-02-05', 'copy-given', { party: 'complainant' }],
      ['2024-02-12', 'copy-given'],
      [filed, 'challenge-filed', { party: 'complainant' }],
    ])
  it('is judged by its own window, and stays the order for everybody', () => {
    const run = fold(facts('2024-03-19'), '2024-03-19')
    expect(run.refused).toEqual([])
    expect(termOf(run)).toMatchObject({ clock: 'stayed', stayed: true, uncertain: false })
  })
  it('after its own window is late, though the respondent could still file', () => {
    expect(termOf(fold(facts('2024-03-20'), '2024-03-20')).stayed).toBe(false)
  })
  it('leaves the window of the respondent open', () => {
    expect(orderOf(fold(facts('2024-03-20'), '2024-03-20')).nextAlarm).toMatchObject({
      date: '2024-03-26',
      party: 'acme',
    })
  })
})

describe('a copy that is disputed', () => {
  const served = (where: Where, day = '2022-01-10') =>
    factsOf(where, [
      [day, 'order-issued'],
      [day, 'copy-given'],
    ])
  const disputed = [
    '2022-02-25',
    'service-disputed',
    { party: 'acme', reason: 'never came' },
  ] as const
  const decided = (more: object) =>
    ['2022-04-01', 'service-decided', { party: 'acme', forum: 'court', ...more }] as const
  const base = [...served('bc'), ...factsOf('bc', [disputed])]
  it('shows both readings until it is decided', () => {
    const run = fold(base, '2022-02-26')
    expect(run.refused).toEqual([])
    expect(termOf(run)).toMatchObject({
      clock: 'lapsed',
      uncertain: true,
      serviceDisputed: { parties: ['acme'], clock: 'not-started', due: null },
    })
  })
  it('warns whoever takes a route that rests on it', () => {
    const { available, warnings, warningsFr } = routeOf(fold(base, '2022-02-26'), 'offence')
    expect(available).toBe(true)
    expect(warnings.join()).toContain('disputes that it was given a copy')
    expect(warningsFr.join()).toContain('conteste la remise')
  })
  it('leaves it open whether a late challenge is in time', () => {
    const late = factsOf('bc', [['2022-03-01', 'challenge-filed']])
    expect(termOf(fold([...base, ...late], '2022-03-02'))).toMatchObject({
      clock: 'stayed',
      uncertain: true,
    })
    // Filed before the dispute: judged anew by it.
    const before = factsOf('bc', [['2022-02-24', 'challenge-filed']])
    expect(termOf(fold([...served('bc'), ...before], '2022-02-24')).stayed).toBe(false)
    expect(
      termOf(fold([...served('bc'), ...before, ...factsOf('bc', [disputed])], '2022-02-26')),
    ).toMatchObject({ stayed: true, uncertain: true })
  })
  it('found good, is as if it had not been disputed', () => {
    const facts = [
      ...base,
      ...factsOf('bc', [['2022-03-01', 'challenge-filed'], decided({ outcome: 'good' })]),
    ]
    const run = fold(facts, '2022-04-02')
    expect(run.refused).toEqual([])
    expect(termOf(run)).toMatchObject({ clock: 'lapsed', stayed: false, uncertain: false })
    expect(termOf(run).serviceDisputed).toBeUndefined()
  })
  it('found good from another day, runs from that day', () => {
    const facts = [...base, ...factsOf('bc', [decided({ outcome: 'good', givenOn: '2022-03-01' })])]
    const run = fold(facts, '2022-04-02')
    expect(termOf(run)).toMatchObject({ clock: 'running', due: { date: '2022-04-12' } })
  })
  it('found not good, starts nothing: a challenge is in time, and a copy can be given again', () => {
    const facts = [
      ...base,
      ...factsOf('bc', [['2022-03-01', 'challenge-filed'], decided({ outcome: 'not-good' })]),
    ]
    expect(termOf(fold(facts, '2022-04-02'))).toMatchObject({ clock: 'not-started', due: null })
    expect(orderOf(fold(facts, '2022-04-02')).nextAlarm).toBeNull()
    const again = factsOf('bc', [['2022-04-04', 'copy-given', { means: 'hand' }]])
    const run = fold([...facts, ...again], '2022-04-05')
    expect(run.refused).toEqual([])
    expect(termOf(run)).toMatchObject({ clock: 'stayed', stayed: true, uncertain: false })
  })
  it('of one respondent leaves the others as they are', () => {
    const outer = {
      respondents: [
        { id: 'acme', name: 'Acme Inc.', kind: 'organization' },
        { id: 'sub', name: 'Sub Inc.', kind: 'organization' },
      ],
    }
    const facts = [
      ...served('bc'),
      ...factsOf('bc', [
        ['2022-01-10', 'copy-given', { party: 'sub' }],
        ['2022-02-25', 'service-disputed', { party: 'sub', reason: 'r' }],
        decided({ party: 'sub', outcome: 'not-good' }),
      ]),
    ]
    const run = fold(facts, '2022-04-02', { outer })
    expect(run.refused).toEqual([])
    expect(termOf(run).parties).toMatchObject([
      { party: 'acme', clock: 'lapsed' },
      { party: 'sub', clock: 'not-started', due: null },
    ])
  })
  it('is refused of a copy that is not on record, twice, and decided where nothing is disputed', () => {
    const facts = factsOf('bc', [
      ['2022-01-10', 'order-issued'],
      ['2022-01-11', 'service-disputed', { party: 'acme' }],
      ['2022-01-12', 'copy-given'],
      ['2022-01-13', 'service-decided', { party: 'acme', outcome: 'good', forum: 'court' }],
      ['2022-01-14', 'service-disputed', { party: 'acme' }],
      ['2022-01-15', 'service-disputed', { party: 'acme' }],
      [
        '2022-01-16',
        'service-decided',
        { party: 'acme', outcome: 'not-good', forum: 'court', givenOn: '2022-01-13' },
      ],
    ])
    expect(codes(fold(facts, '2022-02-01'))).toEqual([
      [1, 'not-served'],
      [3, 'not-found'],
      [5, 'already-exists'],
      [6, 'invalid-input'],
    ])
  })
})

describe('a publication that is sealed', () => {
  const order = [
    ['2022-01-10', 'order-issued'],
    ['2022-01-10', 'copy-given'],
    ['2022-01-12', 'stay-ordered', { of: 'publication', forum: 'court', until: '2024-01-31' }],
  ] as const
  it('leaves the order as it is, and says so until it is lifted or ends', () => {
    const run = fold(factsOf('bc', order), '2022-03-01')
    expect(run.refused).toEqual([])
    expect(termOf(run)).toMatchObject({ clock: 'lapsed', stayed: false })
    expect(orderOf(run).sealed).toEqual({
      of: 'publication',
      since: '2022-01-12',
      forum: 'court',
      until: '2024-01-31',
    })
    expect(orderOf(fold(factsOf('bc', order), '2024-02-01')).sealed).toBeUndefined()
    const lifted = factsOf('bc', [...order, ['2022-06-01', 'stay-lifted', { of: 'publication' }]])
    expect(orderOf(fold(lifted, '2022-06-01')).sealed).toBeUndefined()
    expect(orderOf(fold(lifted, '2022-05-31')).sealed).toBeDefined()
  })
  it('is not lifted where it is not sealed', () => {
    const facts = factsOf('bc', [
      ...order.slice(0, 2),
      ['2022-06-01', 'stay-lifted', { of: 'publication' }],
    ])
    expect(codes(fold(facts, '2022-06-02'))).toEqual([[2, 'no-stay']])
  })
  it('of a stay of the order, lifting the seal lifts nothing', () => {
    const facts = factsOf('bc', [
      ['2022-01-10', 'order-issued'],
      ['2022-01-10', 'copy-given'],
      ['2022-01-20', 'challenge-filed'],
      ['2022-01-21', 'stay-ordered', { of: 'publication' }],
      ['2022-01-25', 'stay-lifted', { of: 'publication' }],
    ])
    expect(termOf(fold(facts, '2022-01-26')).stayed).toBe(true)
  })
})

describe("a registry's hours", () => {
  /** Given on 2021-12-14, the window ends on 2022-01-25. */
  const filed = (at: string | undefined, on = '2022-01-25') =>
    termOf(
      fold(
        factsOf('bc', [
          ['2021-12-14', 'order-issued'],
          ['2021-12-14', 'copy-given'],
          [on, 'challenge-filed', at === undefined ? {} : { at }],
        ]),
        on,
      ),
    )
  it.each([
    ['without an hour', undefined],
    ['at the minute it closes', '16:00'],
  ])('in time %s', (_, at) => {
    expect(filed(at)).toMatchObject({ stayed: true, uncertain: false })
  })
  it('after it has closed on the last day: both readings, by a rule that nobody verified', () => {
    expect(filed('16:01')).toMatchObject({ stayed: true, uncertain: true })
  })
  it('after it has closed on another day: in time all the same, and stayed from that day or the next', () => {
    expect(filed('23:59', '2022-01-24')).toMatchObject({
      stayed: true,
      uncertain: true,
      stayedSince: { date: '2022-01-24', lenientDate: '2022-01-25' },
    })
    const next = termOf(
      fold(
        factsOf('bc', [
          ['2021-12-14', 'order-issued'],
          ['2021-12-14', 'copy-given'],
          ['2022-01-24', 'challenge-filed', { at: '23:59' }],
        ]),
        '2022-01-25',
      ),
    )
    expect(next).toMatchObject({ stayed: true, uncertain: false })
  })
  it('after the window: late at any hour', () => {
    expect(filed('09:00', '2022-01-26').stayed).toBe(false)
  })
  it('an hour that there is not is refused', () => {
    const facts = factsOf('bc', [
      ['2021-12-14', 'order-issued'],
      ['2021-12-14', 'copy-given'],
      ['2022-01-25', 'challenge-filed', { at: '25:00' }],
    ])
    expect(codes(fold(facts, '2022-01-26'))).toEqual([[2, 'invalid-input']])
  })
})

describe('the appeal of a conviction', () => {
  const roads = [
    ['bc', 'offence', 'referred', 60_000],
    ['ab', 'offence', 'referred', 60_000],
    ['qc', 'penal', 'instituted', 20_000],
  ] as const
  const convicted = (where: Where, route: string, step: string, amount: number) =>
    factsOf(where, [
      ['2023-10-02', 'order-issued', { terms: [P] }],
      ['2023-10-02', 'copy-given'],
      ['2024-01-15', 'compliance-assessed', { finding: 'not-accepted', basis: 'inspection' }],
      ['2024-02-01', 'escalated', { route, step }],
      ['2024-06-03', 'escalation-decided', { route, outcome: 'convicted', amount }],
    ])
  const appeal = (where: Where, route: string, on = '2024-06-20') =>
    factsOf(where, [[on, 'escalated', { route, step: 'appealed' }]])
  it.each(roads)(
    'in %s may be brought within its time, and the route goes on',
    (where, ...road) => {
      const [route] = road
      const before = fold(convicted(where, ...road), '2024-06-04')
      expect(before.refused).toEqual([])
      expect(orderOf(before).nextAlarm).toMatchObject({ deadline: 'step', date: '2024-07-03' })
      expect(routeOf(before, route).taken).toBe('ended')
      const run = fold([...convicted(where, ...road), ...appeal(where, route)], '2024-06-21')
      expect(run.refused).toEqual([])
      expect(routeOf(run, route).taken).toBe('started')
      expect(orderOf(run).nextAlarm?.deadline).not.toBe('step')
    },
  )
  it.each(roads)(
    'in %s ends in another outcome, or sends it back to be tried again',
    (where, ...road) => {
      const [route] = road
      const run = fold(
        [
          ...convicted(where, ...road),
          ...appeal(where, route),
          ...factsOf(where, [
            ['2025-01-10', 'escalation-decided', { route, outcome: 'new-trial' }],
            ['2025-02-03', 'escalated', { route, step: 'tried-again' }],
            ['2025-09-01', 'escalation-decided', { route, outcome: 'acquitted' }],
          ]),
        ],
        '2025-09-02',
      )
      expect(run.refused).toEqual([])
      expect(routeOf(run, route).taken).toBe('ended')
    },
  )
  it('twice, to a court above', () => {
    const run = fold(
      [
        ...convicted('qc', 'penal', 'instituted', 20_000),
        ...appeal('qc', 'penal'),
        ...factsOf('qc', [
          ['2025-01-10', 'escalation-decided', { route: 'penal', outcome: 'acquitted' }],
          ['2025-01-30', 'escalated', { route: 'penal', step: 'appealed' }],
          [
            '2026-01-12',
            'escalation-decided',
            { route: 'penal', outcome: 'convicted', amount: 20_000 },
          ],
        ]),
      ],
      '2026-01-13',
    )
    expect(run.refused).toEqual([])
  })
  it('needs an outcome', () => {
    const facts = [
      ...convicted('bc', 'offence', 'referred', 60_000).slice(0, 4),
      ...appeal('bc', 'offence'),
    ]
    expect(codes(fold(facts, '2024-06-21'))).toEqual([[4, 'route-not-available']])
  })
})

describe("Quebec's limitation of an administrative penalty", () => {
  const order = [
    ['2024-03-04', 'order-issued', { terms: [P] }],
    ['2024-03-04', 'copy-given'],
  ] as const
  const step = (on: string, name: string, more: object = {}) =>
    [on, 'escalated', { route: 'administrative-penalty', step: name, ...more }] as const
  const notice = step('2024-05-01', 'notice-of-non-compliance', { failureOn: '2023-10-10' })
  it('runs from the failure, and is watched until the notice of claim', () => {
    const run = fold(factsOf('qc', [...order, notice]), '2024-05-02')
    expect(run.refused).toEqual([])
    expect(orderOf(run).nextAlarm).toMatchObject({ deadline: 'limitation', date: '2025-10-10' })
    const claimed = fold(
      factsOf('qc', [...order, notice, step('2025-10-10', 'notice-of-claim')]),
      '2025-10-11',
    )
    expect(claimed.refused).toEqual([])
    expect(orderOf(claimed).nextAlarm).toMatchObject({ deadline: 'step' })
  })
  it('bars the notice of claim after two years, by s.90.10', () => {
    const run = fold(
      factsOf('qc', [...order, notice, step('2025-10-11', 'notice-of-claim')]),
      '2025-10-12',
    )
    expect(run.refused).toMatchObject([
      { index: 3, code: 'route-not-available', rule: { section: '90.10', confidence: 'V' } },
    ])
  })
  it('goes on beside an order that is withdrawn: it is of the failure', () => {
    const run = fold(
      factsOf('qc', [...order, notice, ['2024-06-03', 'withdrawn', { reason: 'r' }]]),
      '2024-06-04',
    )
    expect(orderOf(run).nextAlarm).toMatchObject({ deadline: 'limitation', date: '2025-10-10' })
  })
  it('a failure after the notice is refused', () => {
    const late = step('2024-05-01', 'notice-of-non-compliance', { failureOn: '2024-05-02' })
    expect(codes(fold(factsOf('qc', [...order, late]), '2024-05-03'))).toEqual([
      [2, 'invalid-input'],
    ])
  })
})

describe("an order's own time, where nobody verified that the law sets it", () => {
  const facts = (due: object, where: Where = 'ab') =>
    factsOf(where, [
      ['2021-12-07', 'order-issued', { terms: [term('T1', 'mandate', { due })] }],
      ['2021-12-07', 'copy-given'],
    ])
  it('is recorded, and both dates are shown', () => {
    const run = fold(facts({ days: 90 }), '2021-12-08')
    expect(run.refused).toEqual([])
    // The statute's fifty days, and the order's ninety.
    expect(termOf(run).due).toMatchObject({ date: '2022-01-26', lenientDate: '2022-03-07' })
  })
  it('earlier than the time of the law: the earlier one is the safe one', () => {
    expect(termOf(fold(facts({ days: 10 }), '2021-12-08')).due).toMatchObject({
      date: '2021-12-17',
      lenientDate: '2022-01-26',
    })
  })
  it('is refused where it was read, as in British Columbia', () => {
    expect(codes(fold(facts({ days: 90 }, 'bc'), '2021-12-08'))[0]).toEqual([0, 'not-settable'])
  })
  it('of terms that set none, is the time of the law alone', () => {
    const plain = factsOf('ab', [
      ['2021-12-07', 'order-issued', { terms: [M] }],
      ['2021-12-07', 'copy-given'],
    ])
    expect(termOf(fold(plain, '2021-12-08')).due?.lenientDate).toBeUndefined()
  })
})
