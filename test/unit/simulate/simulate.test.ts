// Worked questions: what an officer would ask, and what must come out.

import { describe, expect, it } from 'vitest'
import type { LocalDate } from '../../../shared/kernel/date.ts'
import type { OrderId } from '../../../shared/kernel/ids.ts'
import type { OrderCommand } from '../../../shared/order/order.schema.ts'
import { packFor } from '../../../shared/policy/clocks.ts'
import type { Change } from '../../../shared/simulate/steps.ts'
import { lastDayOf, simulate, type Simulation } from '../../../shared/simulate/simulate.ts'
import { changesFor, type Supposed } from '../../../shared/simulate/suppose.ts'
import { d, issued, packs, respondent, type Loose, type OrderRun } from '../../support/founding.ts'

const record = (run: OrderRun, command: Loose): Change => ({
  kind: 'record',
  orders: [run.state.order],
  command: { id: 'x', ...command } as unknown as OrderCommand,
})
const ask = (runs: OrderRun | OrderRun[], changes: readonly Change[], asOf: string): Simulation => {
  const [first, ...more] = [runs].flat()
  if (first === undefined) throw new Error('no order')
  return simulate({
    orders: [first, ...more].map(({ ref, events }) => ({ ref, events })),
    changes,
    context: { ...first.context, today: d('2022-02-01') },
    asOf: d(asOf),
  })
}
const due = (simulation: Simulation, order = 0) => [
  simulation.orders[order]?.before.terms[0]?.due?.date,
  simulation.orders[order]?.after.terms[0]?.due?.date,
]

const bc = () =>
  issued('ca-bc-oipc', 'ca-bc-pipa', '2021-12-14').say({
    kind: 'serve',
    on: '2021-12-14',
    party: 'acme',
    means: 'mail',
  })
const alberta = () =>
  issued('ca-ab-oipc', 'ca-ab-pipa', '2021-12-07').say({
    kind: 'serve',
    on: '2021-12-08',
    party: 'acme',
    means: 'mail',
  })

describe('a service date that moves', () => {
  it('moves what follows from it, with the derivation of the new date', () => {
    const answer = ask(
      bc(),
      [
        {
          kind: 'move-service',
          orders: ['ca-bc-oipc:O1' as OrderId],
          party: 'acme',
          to: d('2021-12-20'),
        },
      ],
      '2021-12-31',
    )
    expect(due(answer)).toEqual(['2022-01-25', '2022-01-31'])
    expect(
      answer.orders[0]?.deadlines.map(({ id, terms, before, after }) => [
        id,
        terms,
        before?.derivation.from,
        after?.derivation.from,
        after?.date,
      ]),
    ).toEqual([
      ['challenge', [], '2021-12-14', '2021-12-20', '2022-01-31'],
      ['comply', ['T1', 'T2', 'T3'], '2021-12-14', '2021-12-20', '2022-01-31'],
    ])
  })

  it('changes what a recorded challenge does, and says so', () => {
    const run = bc().say({
      kind: 'challenge',
      on: '2022-01-24',
      challenge: 'jr',
      challengeKind: 'judicial-review',
      forum: 'court',
    })
    run.say({
      kind: 'decide',
      on: '2022-06-01',
      challenge: 'jr',
      outcome: 'upheld',
      citation: 'd1',
      endsStay: true,
    })
    const moved = (to: string) =>
      ask(
        run,
        [{ kind: 'move-service', orders: [run.state.order], party: 'acme', to: d(to) }],
        '2022-01-28',
      )
    const later = moved('2021-12-20')
    expect(later.steps.map(({ change, kind }) => [change, kind])).toEqual([[0, 'recorded']])
    expect(later.orders[0]?.after.terms[0]?.clock).toBe('stayed')
    const run2 = issued('ca-bc-oipc', 'ca-bc-pipa', '2021-11-01').say(
      { kind: 'serve', on: '2021-12-14', party: 'acme', means: 'mail' },
      {
        kind: 'challenge',
        on: '2022-01-24',
        challenge: 'jr',
        challengeKind: 'judicial-review',
        forum: 'court',
      },
    )
    const earlier = ask(
      run2,
      [{ kind: 'move-service', orders: [run2.state.order], party: 'acme', to: d('2021-11-02') }],
      '2022-01-28',
    )
    expect(earlier.steps).toMatchObject([
      { change: 0, kind: 'recorded' },
      { change: null, kind: 'recorded', command: 'challenge', event: { inTime: 'no', stays: [] } },
    ])
    expect([
      earlier.orders[0]?.before.terms[0]?.clock,
      earlier.orders[0]?.after.terms[0]?.clock,
    ]).toEqual(['stayed', 'in-force'])
  })

  it('lets a recorded fact fall that the law would have refused', () => {
    const run = bc().say({ kind: 'escalate', on: '2022-02-10', route: 'offence' })
    const answer = ask(
      run,
      [{ kind: 'move-service', orders: [run.state.order], party: 'acme', to: d('2022-01-05') }],
      '2022-02-12',
    )
    expect(answer.steps).toMatchObject([
      { change: 0, kind: 'recorded' },
      {
        change: null,
        kind: 'refused',
        command: 'escalate',
        problem: { code: 'route-not-available', rule: { section: '56(1)(f)' } },
      },
    ])
    expect([answer.orders[0]?.before.status, answer.orders[0]?.after.status]).toEqual([
      'escalated',
      'served',
    ])
  })

  it('that is not possible is a refused step, and the copy stays where it was', () => {
    const run = bc()
    for (const [change, code] of [
      [
        { kind: 'move-service', orders: [run.state.order], party: 'acme', to: d('2021-12-01') },
        'before-issued',
      ],
      [
        { kind: 'move-service', orders: [run.state.order], party: 'stranger', to: d('2021-12-20') },
        'not-served',
      ],
    ] as const) {
      const answer = ask(
        run,
        [
          change,
          record(run, { kind: 'stay', on: '2021-12-20', action: 'ordered', forum: 'court' }),
        ],
        '2021-12-31',
      )
      expect(
        answer.steps
          .map(
            (step) => `${step.change} ${step.kind === 'refused' ? step.problem.code : step.kind}`,
          )
          .toSorted(),
      ).toEqual([`0 ${code}`, '1 recorded'])
      expect(due(answer)).toEqual(['2022-01-25', '2022-01-25'])
      expect(answer.orders[0]?.after.status).toBe('stayed')
    }
  })

  it('keeps a fine that only a subsequent offence allows: the event does not say that it was one', () => {
    const run = issued('ca-qc-cai', 'ca-qc-p391', '2024-01-10').say(
      { kind: 'serve', on: '2024-01-10', party: 'acme', means: 'mail' },
      { kind: 'escalate', on: '2024-06-01', route: 'penal' },
      {
        kind: 'record-outcome',
        on: '2024-09-01',
        route: 'penal',
        outcome: 'convicted',
        amount: 40_000_000,
        subsequent: true,
      },
    )
    const answer = ask(
      run,
      [{ kind: 'move-service', orders: [run.state.order], party: 'acme', to: d('2024-01-12') }],
      '2024-10-01',
    )
    expect(answer.steps.map(({ kind, change }) => [kind, change])).toEqual([['recorded', 0]])
    expect(answer.orders[0]?.after.routes.find(({ route }) => route === 'penal')?.taken).toBe(
      'ended',
    )
  })
})

describe('a supposed command', () => {
  it('may lie in the future, where a real one is refused; the view is of the last day supposed', () => {
    const run = bc()
    const change = record(run, {
      kind: 'stay',
      on: '2022-03-01',
      action: 'ordered',
      forum: 'court',
    })
    expect(
      run.rules.decide(
        run.ref,
        run.state,
        (change as Extract<Change, { kind: 'record' }>).command,
        { ...run.context, today: d('2022-02-01') },
      ),
    ).toMatchObject({ ok: false, problem: { code: 'future-date' } })
    const answer = ask(run, [change], lastDayOf('2022-02-01' as LocalDate, [change]))
    expect(answer.asOf).toBe('2022-03-01')
    expect([answer.orders[0]?.before.status, answer.orders[0]?.after.status]).toEqual([
      'lapsed',
      'stayed',
    ])
  })

  it('on several orders changes each by its own law; the others of the matter are shown too', () => {
    const orders = [
      bc(),
      alberta(),
      issued('ca-qc-cai', 'ca-qc-p391', '2021-12-14').say({
        kind: 'serve',
        on: '2021-12-14',
        party: 'acme',
        means: 'mail',
      }),
    ]
    const named = orders.slice(0, 2).map(({ state }) => state.order)
    const answer = ask(
      orders,
      [{ kind: 'move-service', orders: named, party: 'acme', to: d('2021-12-20') }],
      '2021-12-31',
    )
    expect(answer.orders.map(({ office, changed }) => [office, changed])).toEqual([
      ['ca-bc-oipc', true],
      ['ca-ab-oipc', true],
      ['ca-qc-cai', false],
    ])
    expect([due(answer, 0), due(answer, 1)]).toEqual([
      ['2022-01-25', '2022-01-31'],
      ['2022-01-27', '2022-02-08'],
    ])
  })

  it('on an order that is not known is refused', () => {
    const answer = ask(
      bc(),
      [
        {
          kind: 'move-service',
          orders: ['ca-bc-oipc:NONE' as OrderId],
          party: 'acme',
          to: d('2021-12-20'),
        },
      ],
      '2021-12-31',
    )
    expect(answer.steps).toMatchObject([
      { order: 'ca-bc-oipc:NONE', change: 0, kind: 'refused', problem: { code: 'unknown-order' } },
    ])
    expect(answer.orders.map(({ changed }) => changed)).toEqual([false])
  })

  it('before the order was issued there is nothing to show', () => {
    expect(ask(bc(), [], '2021-12-13').orders).toEqual([])
  })
})

describe("an officer's short questions", () => {
  const question = (run: OrderRun, supposed: Supposed, today = '2022-02-01') => {
    const pack = packFor(packs, run.state.statute, run.state.issuedOn)
    return changesFor(run.state, supposed, pack.ok ? pack.value : undefined, d(today))
  }
  it('take what they leave out from the order and its law', () => {
    expect(
      question(bc(), {
        serve: [
          { party: 'acme', on: d('2021-12-20') },
          { party: 'other', on: d('2021-12-21') },
        ],
      }).map((change) => (change.kind === 'record' ? change.command.kind : change.kind)),
    ).toEqual(['move-service', 'serve'])
    expect(question(bc(), { challenge: { on: d('2022-01-10') } })).toMatchObject([
      {
        command: {
          challengeKind: 'judicial-review',
          forum: 'Application for judicial review, Supreme Court of British Columbia',
        },
      },
    ])
    expect(
      question(issued('ca-qc-cai', 'ca-qc-p391', '2021-12-14'), {
        challenge: { on: d('2022-01-10') },
      }),
    ).toMatchObject([{ command: { challengeKind: 'appeal' } }])
    expect(question(alberta(), { extend: { to: d('2022-03-01') } })).toMatchObject([
      { command: { on: '2022-02-01', grantedBy: 'court' } },
    ])
    expect(question(bc(), { extend: { to: d('2022-01-30') } })).toMatchObject([
      { command: { on: '2022-01-30', grantedBy: 'office' } },
    ])
  })
  it('lose the challenge that is open on the day, or the one just supposed', () => {
    const run = bc().say(
      {
        kind: 'challenge',
        on: '2022-01-10',
        challenge: 'jr',
        challengeKind: 'judicial-review',
        forum: 'court',
      },
      { kind: 'decide', on: '2022-06-01', challenge: 'jr', outcome: 'quashed', citation: 'd1' },
    )
    const lose = question(run, { lose: d('2022-03-01') })
    expect(lose).toMatchObject([
      { command: { kind: 'decide', challenge: 'jr', outcome: 'upheld', endsStay: true } },
    ])
    const answer = ask(run, lose, '2022-07-01')
    expect(answer.steps).toMatchObject([
      { change: 0, kind: 'recorded' },
      { change: null, kind: 'refused', command: 'decide', problem: { code: 'already-exists' } },
    ])
    expect([answer.orders[0]?.before.status, answer.orders[0]?.after.status]).toEqual([
      'quashed',
      'lapsed',
    ])
    expect(
      question(run, { challenge: { on: d('2022-01-11') }, lose: d('2022-03-01') }),
    ).toMatchObject([{ command: { challenge: 'what-if' } }, { command: { challenge: 'what-if' } }])
    expect(ask(bc(), question(bc(), { lose: d('2022-03-01') }), '2022-03-01').steps).toMatchObject([
      { kind: 'refused', problem: { code: 'unknown-challenge' } },
    ])
  })
  it('give a first copy where none was given', () => {
    const run = issued('ca-bc-oipc', 'ca-bc-pipa', '2021-12-14')
    expect(
      ask(
        run,
        question(run, { serve: [{ party: respondent.id, on: d('2021-12-20') }] }),
        '2021-12-31',
      ).orders[0]?.after.status,
    ).toBe('served')
  })
})
