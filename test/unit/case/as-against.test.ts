// Lives in which a court or the office decides as against one of several respondents, or a term gets new words: in each province, at each level.

import { describe, expect, it } from 'vitest'
import { factsOf, fold, orderOf, routeOf, term, termOf, type RawFact, type Where } from './fold.ts'

const sub = { id: 'sub', name: 'Sub Inc.', kind: 'organization' }
const two = { outer: { respondents: [sub] } }
const both = (where: Where, list: Parameters<typeof factsOf>[1], more: object = {}): RawFact[] =>
  factsOf(where, [
    ['2022-01-10', 'order-issued', more],
    ['2022-01-10', 'copy-given'],
    ['2022-01-10', 'copy-given', { party: 'sub' }],
    ...list,
  ])
const run = (facts: RawFact[], asOf: string) => fold(facts, asOf, two)
const partyOf = (at: ReturnType<typeof fold>, party: string, id = 'T1') => {
  const found = termOf(at, id).parties?.find((each) => each.party === party)
  if (found === undefined) throw new Error(`${party} is not bound by ${id}`)
  return found
}
const codes = (at: ReturnType<typeof fold>) => at.refused.map(({ code }) => code)
const filed = ['2022-01-20', 'challenge-filed'] as const
const quashedForOne = {
  results: [
    { terms: ['T1'], parties: ['acme'], outcome: 'quashed' },
    { terms: ['T1'], parties: ['sub'], outcome: 'upheld' },
  ],
}

describe('a court decides as against one respondent', () => {
  it('Alberta: quashed for one, upheld for the other: the stay is over for the other, whose time goes on', () => {
    const at = run(
      both('ab', [filed, ['2022-06-01', 'court-decided', quashedForOne]]),
      '2022-06-02',
    )
    expect(at.refused).toEqual([])
    expect(partyOf(at, 'acme')).toMatchObject({
      clock: 'ended',
      ended: { how: 'quashed', on: '2022-06-01' },
    })
    expect(partyOf(at, 'sub').clock).toBe('running')
    expect(partyOf(at, 'sub').ended).toBeUndefined()
    expect(partyOf(at, 'sub').due?.date).not.toBe(partyOf(at, 'acme').due?.date)
    expect(termOf(at).ended).toBeUndefined()
    expect(orderOf(at).status).toBe('served')
  })
  it('British Columbia: the other stays stayed until a court orders otherwise, uncertain; the first is not', () => {
    const at = run(
      both('bc', [filed, ['2022-06-01', 'court-decided', quashedForOne]]),
      '2022-06-02',
    )
    expect(partyOf(at, 'acme')).toMatchObject({ clock: 'ended' })
    expect(partyOf(at, 'sub')).toMatchObject({ clock: 'stayed', uncertain: true })
    expect(partyOf(at, 'acme').uncertain).toBeUndefined()
  })
  it('what the decision does not say of the other is still before the court, and is said in a second decision', () => {
    const first = [
      '2022-06-01',
      'court-decided',
      { outcome: 'quashed', parties: ['acme'] },
    ] as const
    const one = run(both('ab', [filed, first]), '2022-06-02')
    expect(partyOf(one, 'acme').clock).toBe('ended')
    expect(partyOf(one, 'sub').clock).toBe('stayed')
    expect(orderOf(one).status).toBe('stayed')
    const second = { outcome: 'quashed', parties: ['sub'], citation: 'second' }
    const done = run(
      both('ab', [filed, first, ['2022-09-01', 'court-decided', second]]),
      '2022-09-02',
    )
    expect(done.refused).toEqual([])
    expect(orderOf(done).status).toBe('quashed')
    expect(termOf(done).ended).toEqual({ how: 'quashed', on: '2022-09-01' })
  })
  it('the same term of the same respondent is decided once', () => {
    const first = [
      '2022-06-01',
      'court-decided',
      { outcome: 'quashed', parties: ['acme'] },
    ] as const
    const again = [
      '2022-06-02',
      'court-decided',
      { outcome: 'upheld', citation: 'second' },
    ] as const
    expect(codes(run(both('ab', [filed, first, again]), '2022-06-03'))).toEqual(['already-exists'])
    const overlap = {
      results: [
        { terms: ['T1'], outcome: 'upheld' },
        { terms: ['T1'], parties: ['sub'], outcome: 'quashed' },
      ],
    }
    expect(
      codes(run(both('ab', [filed, ['2022-06-01', 'court-decided', overlap]]), '2022-06-03')),
    ).toEqual(['invalid-input'])
  })
  it('an appeal dismissed leaves each as the decision below did; one allowed for one leaves the other', () => {
    const appeal = [
      '2022-06-10',
      'challenge-filed',
      { challenge: 'a', kind: 'appeal', from: 'first' },
    ] as const
    const until = (more: object) =>
      run(
        both('ab', [
          filed,
          ['2022-06-01', 'court-decided', quashedForOne],
          appeal,
          ['2023-02-01', 'court-decided', { challenge: 'a', citation: 'above', ...more }],
        ]),
        '2023-02-02',
      )
    const dismissed = until({ outcome: 'dismissed' })
    expect(dismissed.refused).toEqual([])
    expect(partyOf(dismissed, 'acme').ended?.how).toBe('quashed')
    expect(partyOf(dismissed, 'sub').clock).toBe('lapsed')
    const restored = until({ outcome: 'allowed', then: 'order-stands', parties: ['acme'] })
    expect(restored.refused).toEqual([])
    expect(partyOf(restored, 'acme').clock).toBe('running')
    expect(partyOf(restored, 'sub').clock).toBe('lapsed')
  })
  it('a stay as against one holds for one, and its time alone is moved when it ends', () => {
    const stayed = both(
      'qc',
      [['2022-01-15', 'stay-ordered', { parties: ['sub'], until: '2022-02-15' }]],
      { terms: [term('T1', 'mandate', { due: { days: 60 } })] },
    )
    const at = run(stayed, '2022-02-01')
    expect(partyOf(at, 'sub').clock).toBe('stayed')
    expect(partyOf(at, 'acme').clock).toBe('running')
    expect(termOf(at).stayed).toBe(false)
    const after = run(stayed, '2022-02-16')
    expect(partyOf(after, 'sub').clock).toBe('running')
    expect(partyOf(after, 'acme').due?.date).toBe('2022-03-11')
    expect(partyOf(after, 'sub').due?.lenientDate ?? partyOf(after, 'sub').due?.date).not.toBe(
      '2022-03-11',
    )
  })
  it('the way to the prosecutor stays open for whoever is bound: a quashing for one is no pardon for the other', () => {
    const facts = both('ab', [filed, ['2022-06-01', 'court-decided', quashedForOne]])
    const at = run(facts, '2023-01-10')
    expect(routeOf(at, 'offence')).toMatchObject({ available: true })
    const none = { results: [{ terms: ['T1'], outcome: 'quashed' }] }
    expect(
      routeOf(
        run(both('ab', [filed, ['2022-06-01', 'court-decided', none]]), '2023-01-10'),
        'offence',
      ),
    ).toMatchObject({ available: false })
  })
})

describe('the office decides as against one respondent', () => {
  it.each(['bc', 'ab', 'qc'] as const)(
    '%s: rescinded for one, its dates are gone and the other’s stay',
    (where) => {
      const at = run(
        both(where, [
          ['2022-01-20', 'rescinded', { parties: ['sub'], reason: 'it never collected' }],
        ]),
        '2022-01-21',
      )
      expect(at.refused).toEqual([])
      expect(partyOf(at, 'sub')).toMatchObject({ clock: 'ended', ended: { how: 'rescinded' } })
      expect(partyOf(at, 'acme').clock).toBe('running')
      expect(orderOf(at).nextAlarm?.party).toBe('acme')
    },
  )
  it('withdrawn for one after the other, nothing is left of it', () => {
    const one = ['2022-01-20', 'withdrawn', { parties: ['sub'] }] as const
    const other = ['2022-01-25', 'withdrawn', { parties: ['acme'] }] as const
    expect(orderOf(run(both('bc', [one]), '2022-01-26')).status).toBe('served')
    const at = run(both('bc', [one, other]), '2022-01-26')
    expect(orderOf(at)).toMatchObject({ status: 'withdrawn', nextAlarm: null })
    expect(
      codes(run(both('bc', [one, other, ['2022-01-26', 'refusal-declared']]), '2022-01-27')),
    ).toEqual(['already-ended'])
  })
  it('more time for one moves its day alone', () => {
    const facts = both('ab', [
      ['2022-01-20', 'extended', { to: '2022-05-02', grantedBy: 'court', parties: ['sub'] }],
    ])
    const at = run(facts, '2022-01-21')
    expect(at.refused).toEqual([])
    expect(partyOf(at, 'sub').due?.date).toBe('2022-05-02')
    expect(partyOf(at, 'acme').due?.date).toBe('2022-03-01')
  })
  it('only who is bound by the term can be named', () => {
    const terms = [term('T1', 'mandate'), term('T2', 'mandate', { respondents: ['acme'] })]
    const wrong = ['2022-01-20', 'rescinded', { terms: ['T2'], parties: ['sub'] }] as const
    expect(codes(run(both('bc', [wrong], { terms }), '2022-01-21'))).toEqual(['unknown-party'])
    const unnamed = ['2022-01-20', 'rescinded', { parties: ['sub'] }] as const
    const at = run(both('bc', [unnamed], { terms }), '2022-01-21')
    expect(at.refused).toEqual([])
    expect(partyOf(at, 'sub').clock).toBe('ended')
    expect(termOf(at, 'T2').clock).toBe('running')
  })
})

describe('new wording', () => {
  const less = { en: 'Delete the images of minors', fr: 'Supprimer les images des mineurs' }
  const varied = ['2022-06-01', 'court-decided', { outcome: 'varied' }] as const
  const reworded = [
    '2022-06-15',
    'term-reworded',
    { term: 'T1', decision: 'first', text: less },
  ] as const

  it('of a varied term stands from the day on which it is said, with what it said before', () => {
    const facts = both('ab', [filed, varied, reworded])
    const before = termOf(run(facts, '2022-06-10'))
    expect(before.text.en).toBe('T1')
    expect(before).toMatchObject({ varied: { citation: 'first' } })
    expect(before.reworded).toBeUndefined()
    const after = termOf(run(facts, '2022-06-15'))
    expect(after.text).toEqual(less)
    expect(after.reworded).toEqual({
      on: '2022-06-15',
      decision: 'first',
      before: { en: 'T1', fr: 'T1' },
    })
  })
  it('falls with the decision: restored above, the term says again what it said', () => {
    const above = [
      ['2022-07-01', 'challenge-filed', { challenge: 'a', kind: 'appeal', from: 'first' }],
      [
        '2023-02-01',
        'court-decided',
        { challenge: 'a', citation: 'above', outcome: 'allowed', then: 'order-stands' },
      ],
    ] as const
    const facts = both('ab', [filed, varied, reworded, ...above])
    expect(termOf(run(facts, '2023-01-31')).text).toEqual(less)
    const at = termOf(run(facts, '2023-02-01'))
    expect(at.text.en).toBe('T1')
    expect(at.reworded).toBeUndefined()
    expect(at.varied).toBeUndefined()
  })
  it('said to one respondent is said to that one', () => {
    const forOne = [
      '2022-06-01',
      'court-decided',
      {
        results: [
          { terms: ['T1'], parties: ['sub'], outcome: 'varied' },
          { terms: ['T1'], parties: ['acme'], outcome: 'upheld' },
        ],
      },
    ] as const
    const at = run(
      both('ab', [
        filed,
        forOne,
        [
          '2022-06-15',
          'term-reworded',
          { term: 'T1', decision: 'first', text: less, parties: ['sub'] },
        ],
      ]),
      '2022-06-16',
    )
    expect(at.refused).toEqual([])
    expect(partyOf(at, 'sub')).toMatchObject({ text: less, varied: { citation: 'first' } })
    expect(partyOf(at, 'acme').text).toBeUndefined()
    expect(termOf(at).text.en).toBe('T1')
    // To both it cannot be said: for one of them nothing was varied.
    expect(codes(run(both('ab', [filed, forOne, reworded]), '2022-06-16'))).toEqual([
      'unknown-challenge',
    ])
  })
  it('what one decision says to each of two is each one’s own', () => {
    const more = { en: 'Delete all images', fr: 'Supprimer toutes les images' }
    const words = (text: object, party: string) =>
      [
        '2022-06-15',
        'term-reworded',
        { term: 'T1', decision: 'first', text, parties: [party] },
      ] as const
    const at = run(
      both('ab', [filed, varied, words(less, 'sub'), words(more, 'acme')]),
      '2022-06-16',
    )
    expect(at.refused).toEqual([])
    expect(partyOf(at, 'sub').text).toEqual(less)
    expect(partyOf(at, 'acme').text).toEqual(more)
    expect(termOf(at).reworded).toBeUndefined()
  })
  it('without a decision that varied the term there is none', () => {
    const upheld = ['2022-06-01', 'court-decided', { outcome: 'upheld' }] as const
    expect(codes(run(both('bc', [filed, upheld, reworded]), '2022-06-16'))).toEqual([
      'unknown-challenge',
    ])
  })
  it('Quebec: a correction that touches the conclusions gives the new words and starts the clocks again (s. 57.1)', () => {
    const facts = both(
      'qc',
      [
        [
          '2022-01-20',
          'corrected',
          { terms: ['T1'], touchesConclusions: true, text: less, reason: 'the order was meant so' },
        ],
      ],
      { terms: [term('T1', 'mandate', { due: { days: 60 } })] },
    )
    const before = run(facts, '2022-01-19')
    const after = run(facts, '2022-01-20')
    expect(after.refused).toEqual([])
    expect(partyOf(before, 'acme').due?.date).toBe('2022-03-11')
    expect(partyOf(after, 'acme').due?.date).toBe('2022-03-21')
    expect(termOf(after)).toMatchObject({ text: less, reworded: { on: '2022-01-20' } })
  })
  it('new words that touch nothing, or are of no one term, are refused', () => {
    const bad = (more: object) =>
      codes(
        run(
          both('qc', [['2022-01-20', 'corrected', { text: less, reason: 'r', ...more }]]),
          '2022-01-21',
        ),
      )
    expect(bad({ touchesConclusions: false, terms: ['T1'] })).toEqual(['invalid-input'])
    expect(bad({ touchesConclusions: true })).toEqual(['invalid-input'])
  })
})

describe('what the sections say besides', () => {
  it('British Columbia: damages after a conviction, once it is final (s. 57(2)), whatever becomes of the order', () => {
    const convicted = [
      ['2022-03-01', 'escalated', { route: 'offence', step: 'charged' }],
      [
        '2022-09-01',
        'escalation-decided',
        { route: 'offence', outcome: 'convicted', amount: 5000 },
      ],
    ] as const
    const route = (asOf: string, more: Parameters<typeof factsOf>[1] = []) =>
      routeOf(run(both('bc', [...convicted, ...more]), asOf), 'damages-after-conviction')
    expect(route('2022-08-31').available).toBe(false)
    // That it may be appealed until then rests on a period that nobody verified: warned of, not refused.
    expect(route('2022-10-01')).toMatchObject({ available: false, unverified: true })
    expect(route('2022-10-02').available).toBe(true)
    const quashed = [
      ['2022-11-01', 'challenge-filed'],
      ['2023-01-10', 'court-decided', { outcome: 'quashed' }],
    ] as const
    expect(route('2023-01-11', quashed).available).toBe(true)
    const appealed = [['2022-09-20', 'escalated', { route: 'offence', step: 'appealed' }]] as const
    expect(route('2022-12-01', appealed).available).toBe(false)
  })
  it('Quebec: leave to appeal an interlocutory decision, ten days from receipt (s. 61.1), and what it suspends (s. 64)', () => {
    const facts = (kind: 'mandate' | 'prohibition') =>
      both('qc', [['2022-01-18', 'challenge-filed', { kind: 'appeal' }]], {
        instrument: 'interlocutory-decision',
        statute: 'ca-qc-p391',
        terms: [term('T1', kind)],
      }).map((fact) => ({ ...fact, on: String(fact['on']).replace('2022', '2025') }))
    const at = run(facts('mandate'), '2025-01-19')
    expect(at.refused).toEqual([])
    expect(termOf(at).clock).toBe('stayed')
    expect(orderOf(run(facts('mandate').slice(0, 3), '2025-01-12')).nextAlarm).toMatchObject({
      deadline: 'challenge',
      date: '2025-01-20',
    })
    expect(termOf(run(facts('prohibition'), '2025-01-19')).clock).toBe('in-force')
  })
})
