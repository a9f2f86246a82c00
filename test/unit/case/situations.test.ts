// Ten situations as a hostile lawyer would put them: each date, what may be done now, and what neither law nor record says.

import { describe, expect, it } from 'vitest'
import { detailOf } from '../../../shared/contract/event-text.ts'
import { meansDoubt } from '../../../shared/order/means.ts'
import {
  issued,
  d,
  packs as rulesPacks,
  threeTerms,
  type OrderRun,
} from '../../support/founding.ts'
import { viewOrder } from '../../../shared/board/view.ts'
import { factsOf, fold, M, orderOf, routeOf, term, termOf } from './fold.ts'

/** In British Columbia, given on 2021-12-14, due on 2022-01-25. */
const given = [
  ['2021-12-14', 'order-issued'],
  ['2021-12-14', 'copy-given'],
] as const
const filed = ['2022-01-20', 'challenge-filed'] as const
const lastWarnings = (run: OrderRun): readonly { en: string; fr: string }[] => {
  const event = run.events.at(-1)?.event
  return event !== undefined && 'warnings' in event ? (event.warnings ?? []) : []
}
const served = (
  office: string,
  statute: string,
  on: string,
  terms = threeTerms.slice(2),
): OrderRun =>
  issued(office, statute, on, terms).say({ kind: 'serve', on, party: 'acme', means: 'courier' })

describe('1. varied on judicial review', () => {
  const facts = factsOf('bc', [
    ...given,
    filed,
    ['2022-06-01', 'court-decided', { outcome: 'varied', endsStay: true }],
  ])
  it('it binds as changed, and the view says that the text is the old one, by which decision it is not', () => {
    expect(termOf(fold(facts, '2022-06-02'))).toMatchObject({
      stayed: false,
      varied: { on: '2022-06-01', citation: 'first' },
    })
    expect(termOf(fold(facts, '2022-05-31')).varied).toBeUndefined()
  })
  it('an appeal that restores the order takes that word away', () => {
    const restored = factsOf('bc', [
      ['2022-06-20', 'challenge-filed', { challenge: 'a', kind: 'appeal', from: 'first' }],
      [
        '2023-01-10',
        'court-decided',
        { challenge: 'a', citation: 'second', outcome: 'allowed', then: 'order-stands' },
      ],
    ])
    expect(termOf(fold([...facts, ...restored], '2023-01-11')).varied).toBeUndefined()
  })
})

describe('2. complied with in part', () => {
  it('of several terms each stands by itself; what is late and what was done too late are told apart, and a route may rest on either', () => {
    const run = fold(
      factsOf('bc', [
        ['2021-12-14', 'order-issued', { terms: [M, term('T2', 'mandate')] }],
        given[1],
        ['2022-01-20', 'compliance-reported', { outcome: 'partial' }],
        [
          '2022-02-01',
          'compliance-assessed',
          { terms: ['T1'], finding: 'accepted', basis: 'report' },
        ],
        [
          '2022-02-01',
          'compliance-assessed',
          { terms: ['T2'], finding: 'partly', basis: 'report' },
        ],
      ]),
      '2022-02-02',
    )
    expect([termOf(run).clock, termOf(run, 'T2').clock]).toEqual(['ended', 'lapsed'])
    expect(routeOf(run, 'offence')).toMatchObject({
      available: true,
      why: 'Overdue and not stayed: T2 (2022-01-25); Complied with too late: T1 (2022-01-25)',
      whyFr: 'Échues et non suspendues : T2 (2022-01-25); Exécutées en retard : T1 (2022-01-25)',
    })
  })
})

describe('3. decided by consent', () => {
  it('says so in both languages, with what becomes of the order', () => {
    const said = (lang: 'en' | 'fr') =>
      detailOf(
        lang,
        {
          kind: 'court-decided',
          on: d('2022-06-01'),
          challenge: 'a',
          outcome: 'allowed',
          then: 'order-varied',
          citation: '2022 BCCA 1',
          terms: [],
          byConsent: true,
          deadlines: [],
        },
        (id) => id,
      )
    expect(said('en')).toBe('2022 BCCA 1 · allowed · the order is varied · by consent')
    expect(said('fr')).toBe(
      '2022 BCCA 1 · accueillie · l’ordonnance est modifiée · par consentement',
    )
  })
})

describe('4. more time that is granted once the time is over', () => {
  const run = served('ca-bc-oipc', 'ca-bc-pipa', '2021-12-14')
  it('by a court it is recorded; what it makes of the days between is said to be nowhere said', () => {
    run.say({ kind: 'extend', on: '2022-02-10', to: '2022-03-01', grantedBy: 'court', reason: 'r' })
    expect(lastWarnings(run).map(({ en }) => en)).toEqual([
      expect.stringContaining('not said by the policy pack'),
      'The time to comply had ended on 2022-01-25: whether more time that is given afterwards undoes that it was late, neither the policy pack nor the record says',
    ])
    expect(lastWarnings(run)[1]?.fr).toContain('efface le retard')
  })
  it('and is read wherever the event is, in the language of the reader', () => {
    const event = run.events.at(-1)?.event
    if (event === undefined) throw new Error('nothing recorded')
    expect(detailOf('en', event, (id) => id)).toContain('not certain: The time to comply had ended')
    expect(detailOf('fr', event, (id) => id)).toContain('Le délai pour se conformer avait pris fin')
  })
  it('on the days between it was late, and afterwards it is due on the new day', () => {
    const clock = (day: string) =>
      viewOrder({ version: 1, state: run.upTo(day) }, rulesPacks, d(day)).terms[0]?.clock
    expect([clock('2022-02-09'), clock('2022-02-10'), clock('2022-03-02')]).toEqual([
      'lapsed',
      'running',
      'lapsed',
    ])
  })
  it('in time nothing is doubtful of it but the power', () => {
    const early = served('ca-bc-oipc', 'ca-bc-pipa', '2021-12-14').say({
      kind: 'extend',
      on: '2022-01-20',
      to: '2022-03-01',
      grantedBy: 'court',
      reason: 'r',
    })
    expect(lastWarnings(early)).toHaveLength(1)
  })
})

describe('5. a copy sent by e-mail to a company abroad', () => {
  it('starts the clocks, which is safe, and says that the pack is silent on such a copy', () => {
    const facts = factsOf('bc', [given[0], ['2021-12-14', 'copy-given', { means: 'email' }]])
    expect(termOf(fold(facts, '2021-12-20')).due?.date).toBe('2022-01-25')
    for (const means of ['email', 'abroad', 'deemed', 'unknown'])
      expect(meansDoubt(means)).toMatchObject({
        en: expect.stringContaining('does not say'),
        fr: expect.stringContaining('ne dit pas'),
      })
    for (const means of ['hand', 'courier', 'substituted', 'toString'])
      expect(meansDoubt(means)).toBeUndefined()
  })
})

describe('6. the respondent is bankrupt', () => {
  const bankrupt = factsOf('bc', [
    ...given,
    [
      '2022-02-10',
      'stay-ordered',
      { of: 'penalty', forum: 'Bankruptcy and Insolvency Act, s. 69.3' },
    ],
  ])
  it('what is asked of it in money is stayed, the order binds, and whoever refers it is told', () => {
    const run = fold(bankrupt, '2022-02-11')
    expect(run.refused).toEqual([])
    expect(termOf(run)).toMatchObject({ clock: 'lapsed', stayed: false })
    const { available, warnings, warningsFr } = routeOf(run, 'offence')
    expect(available).toBe(true)
    expect(warnings.join()).toContain(
      'A stay of the penalty holds since 2022-02-10 (Bankruptcy and Insolvency Act, s. 69.3)',
    )
    expect(warningsFr.join()).toContain('La sanction est suspendue depuis le 2022-02-10')
  })
  it('not before, and not of what asks for no penalty', () => {
    expect(routeOf(fold(bankrupt, '2022-02-09'), 'offence').warnings.join()).not.toContain(
      'penalty',
    )
    expect(routeOf(fold(bankrupt, '2022-02-11'), 'damages').warnings.join()).not.toContain(
      'penalty',
    )
  })
})

describe('7. two respondents, of whom one goes to court', () => {
  const outer = {
    respondents: [{ id: 'subsidiary', name: 'Subsidiary Ltd.', kind: 'organization' }],
  }
  const both = (terms: object[]) =>
    factsOf('bc', [
      ['2021-12-14', 'order-issued', { terms, respondents: ['acme', 'subsidiary'] }],
      given[1],
      ['2021-12-14', 'copy-given', { party: 'subsidiary' }],
    ])
  it('s.53(2) stays the order, so for both: neither is late', () => {
    const run = fold([...both([M]), ...factsOf('bc', [filed])], '2022-02-01', { outer })
    expect(run.refused).toEqual([])
    expect(termOf(run).parties?.map(({ clock }) => clock)).toEqual(['stayed', 'stayed'])
    expect(routeOf(run, 'offence').available).toBe(false)
  })
  it('where it challenges its own term alone, the other one’s runs out', () => {
    const own = [
      term('T1', 'mandate', { respondents: ['acme'] }),
      term('T2', 'mandate', { respondents: ['subsidiary'] }),
    ]
    const run = fold(
      [...both(own), ...factsOf('bc', [[...filed, { terms: ['T1'] }]])],
      '2022-02-01',
      { outer },
    )
    expect([termOf(run).clock, termOf(run, 'T2').clock]).toEqual(['stayed', 'lapsed'])
    expect(routeOf(run, 'offence').why).toBe('Overdue and not stayed: T2 (2022-01-25)')
  })
  it('the other one’s own window ends all the same', () => {
    const late = factsOf('bc', [
      filed,
      ['2022-01-26', 'challenge-filed', { challenge: 'd', party: 'subsidiary' }],
      ['2022-03-01', 'court-decided', { outcome: 'withdrawn', endsStay: true }],
    ])
    expect(termOf(fold([...both([M]), ...late], '2022-03-02', { outer })).stayed).toBe(false)
  })
})

describe('8. quashed and sent back, and made again', () => {
  it('nothing of the first binds; the second has clocks of its own', () => {
    const again = fold(
      [
        ...factsOf('bc', [
          ...given,
          filed,
          ['2022-06-01', 'court-decided', { outcome: 'remitted' }],
        ]),
        {
          ...factsOf('bc', [['2022-09-01', 'order-issued', { number: '2' }]])[0],
          what: 'order-issued',
          order: 'ca-bc-oipc:2',
          follows: { order: 'ca-bc-oipc:1', as: 'reconsideration' },
        },
        {
          ...factsOf('bc', [['2022-09-01', 'copy-given']])[0],
          what: 'copy-given',
          order: 'ca-bc-oipc:2',
        },
      ],
      '2022-09-02',
    )
    expect(again.refused).toEqual([])
    const dues = again.orders.map(({ order, terms }) => [
      order,
      terms[0]?.clock,
      terms[0]?.ended?.how,
    ])
    expect(dues).toEqual([
      ['ca-bc-oipc:1', 'ended', 'remitted'],
      ['ca-bc-oipc:2', 'running', undefined],
    ])
    expect(orderOf(again).routes.filter(({ available }) => available)).toEqual([])
  })
})

describe('9. a second prosecution, after the fine of the first', () => {
  const convicted = (office: string, statute: string) =>
    served(office, statute, '2023-01-10', threeTerms.slice(0, 1)).say(
      { kind: 'assess', on: '2023-06-01', finding: 'not-accepted', basis: 'inspection' },
      { kind: 'escalate', on: '2023-06-15', route: 'offence', step: 'referred' },
      {
        kind: 'record-outcome',
        on: '2024-01-15',
        route: 'offence',
        outcome: 'convicted',
        amount: 5_000,
      },
    )
  it.each([
    ['ca-bc-oipc', 'ca-bc-pipa'],
    ['ca-ab-oipc', 'ca-ab-pipa'],
  ])(
    '%s: of a failure that went on it is recorded, and told that it needs one of its own',
    (office, statute) => {
      const run = convicted(office, statute).say({
        kind: 'escalate',
        on: '2024-03-01',
        route: 'offence',
        step: 'referred',
      })
      expect(
        lastWarnings(run)
          .map(({ en }) => en)
          .join(),
      ).toContain(
        'another proceeding after a court’s decision needs a failure of its own, after that day',
      )
      expect(run.state.escalations).toHaveLength(2)
    },
  )
  it('an appeal of the first is no second one', () => {
    const run = convicted('ca-bc-oipc', 'ca-bc-pipa').say({
      kind: 'escalate',
      on: '2024-02-01',
      route: 'offence',
      step: 'appealed',
    })
    expect(run.state.escalations).toHaveLength(1)
  })
})

describe('10. settled: the application is withdrawn', () => {
  const settled = (where: 'bc' | 'ab', more: object = {}) =>
    factsOf(where, [
      ['2022-09-07', 'order-issued'],
      ['2022-09-07', 'copy-given'],
      ['2022-10-03', 'challenge-filed'],
      ['2022-12-01', 'court-decided', { outcome: 'withdrawn', ...more }],
    ])
  it('British Columbia: stayed "until a court orders otherwise", and no court will: not certain', () => {
    expect(termOf(fold(settled('bc'), '2022-12-02'))).toMatchObject({
      stayed: true,
      uncertain: true,
    })
  })
  it('Alberta: stayed "until the court has dealt with it", and it never will: the clock goes on, not for certain', () => {
    expect(termOf(fold(settled('ab'), '2022-12-02'))).toMatchObject({
      stayed: false,
      uncertain: true,
    })
  })
  it('where the record says that the stay ended, it did', () => {
    for (const where of ['bc', 'ab'] as const)
      expect(termOf(fold(settled(where, { endsStay: true }), '2022-12-02'))).toMatchObject({
        stayed: false,
        uncertain: false,
      })
  })
  it('closed by the office, nothing runs and no route is open', () => {
    const run = fold(
      [...settled('bc'), ...factsOf('bc', [['2022-12-05', 'closed', { reason: 'settled' }]])],
      '2022-12-06',
    )
    expect(orderOf(run).status).toBe('closed')
    expect(routeOf(run, 'offence')).toMatchObject({
      available: false,
      why: 'The order was closed on 2022-12-05',
    })
  })
})
