// Orders over years: several parties, late service, two levels of court, decisions by term, stays and extensions that come and go.

import { describe, expect, it } from 'vitest'
import { viewOrder } from '../../../shared/board/view.ts'
import { orderRules, pendingDeadlines } from '../../../shared/order/rules.ts'
import {
  d,
  orderRun,
  packs,
  respondent,
  threeTerms,
  type OrderRun,
} from '../../support/founding.ts'

const subsidiary = { ...respondent, id: 'acme-canada' }
const jr = (on: string, more: object = {}) =>
  ({
    kind: 'challenge',
    on,
    challenge: 'jr',
    challengeKind: 'judicial-review',
    forum: 'court',
    ...more,
  }) as const

function order(office: string, statute: string, on: string): OrderRun {
  return orderRun(office, statute).say({
    kind: 'issue',
    on,
    matter: 'm',
    statute,
    respondent,
    respondents: [subsidiary],
    terms: threeTerms,
  })
}
const bc = () =>
  order('ca-bc-oipc', 'ca-bc-pipa', '2021-12-14').say({
    kind: 'serve',
    on: '2021-12-14',
    party: 'acme',
    means: 'x',
  })
const terms = (run: OrderRun, day: string) =>
  viewOrder({ version: 1, state: run.upTo(day) }, packs, d(day)).terms

describe('several parties', () => {
  it('each have their own clocks; the earliest one warns', () => {
    const run = bc().say({ kind: 'serve', on: '2022-03-01', party: 'acme-canada', means: 'late' })
    const dates = run.state.deadlines
      .filter((deadline) => deadline.id === 'comply')
      .map((deadline) => [deadline.party, deadline.date])
    expect(dates).toEqual([
      ['acme', '2022-01-25'],
      ['acme-canada', '2022-04-12'],
    ])
    expect(terms(run, '2022-03-02')[0]?.due?.date).toBe('2022-01-25')
  })
  it('a challenge by one leaves the other its own window, and stays the order', () => {
    const run = bc().say(
      { kind: 'serve', on: '2021-12-20', party: 'acme-canada', means: 'x' },
      jr('2022-01-20', { party: 'acme-canada' }),
    )
    expect(pendingDeadlines(run.state).map((deadline) => [deadline.id, deadline.party])).toEqual([
      ['challenge', 'acme'],
    ])
    expect(terms(run, '2022-01-20').every((term) => term.stayed)).toBe(true)
    expect(
      run.say(jr('2022-01-27', { challenge: 'late', party: 'acme' })).state.challenges[1],
    ).toMatchObject({ inTime: 'no', stays: [] })
  })
})

describe('two levels of court', () => {
  const decided = () =>
    bc().say(jr('2022-01-20'), {
      kind: 'decide',
      on: '2023-05-01',
      challenge: 'jr',
      outcome: 'varied',
      citation: 'first',
      terms: ['T1', 'T2'],
      endsStay: true,
    })
  it('decisions diverge by term: those decided run again, the other stays stayed', () => {
    expect(
      terms(decided(), '2023-05-02').map((term) => [term.id, term.stayed, term.due?.date]),
    ).toEqual([
      ['T1', false, '2023-05-01'],
      ['T2', false, '2023-05-01'],
      ['T3', true, '2022-01-25'],
    ])
  })
  it('an appeal does not bring the stay back by itself; a court can', () => {
    const run = decided().say({
      kind: 'challenge',
      on: '2023-05-10',
      challenge: 'up',
      challengeKind: 'appeal',
      from: 'first',
      forum: 'higher court',
    })
    expect(terms(run, '2023-05-11')[0]).toMatchObject({ stayed: false })
    run.say({
      kind: 'stay',
      action: 'ordered',
      on: '2023-05-20',
      forum: 'higher court',
      terms: ['T1'],
    })
    expect(terms(run, '2023-05-20').map((term) => term.stayed)).toEqual([true, false, true])
    run.say({
      kind: 'stay',
      action: 'lifted',
      on: '2023-09-01',
      forum: 'higher court',
      terms: ['T1'],
    })
    expect(terms(run, '2023-09-01')[0]).toMatchObject({ stayed: false })
  })
})

describe('a stay ordered retroactively', () => {
  it('holds from its own date, whenever it was recorded', () => {
    const run = bc().say(
      { kind: 'refuse', on: '2022-02-10' },
      { kind: 'stay', action: 'ordered', on: '2022-01-15', forum: 'court' },
    )
    expect(terms(run, '2022-01-14')[0]).toMatchObject({ stayed: false })
    expect(terms(run, '2022-01-15')[0]).toMatchObject({ stayed: true, clock: 'stayed' })
    expect(run.refusal({ kind: 'escalate', on: '2022-03-01', route: 'offence' })).toMatchObject({
      code: 'route-not-available',
    })
  })
})

describe('an extension by the court in Alberta', () => {
  const extended = () =>
    order('ca-ab-oipc', 'ca-ab-pipa', '2021-12-07').say(
      { kind: 'serve', on: '2021-12-07', party: 'acme', means: 'x' },
      {
        kind: 'extend',
        on: '2022-01-10',
        to: '2022-03-15',
        grantedBy: 'court',
        reason: 'consent',
        terms: ['T1', 'T3'],
      },
    )
  it('moves only its terms', () => {
    expect(terms(extended(), '2022-01-11').map((term) => term.due?.date)).toEqual([
      '2022-03-15',
      '2022-01-26',
      '2022-03-15',
    ])
  })
  it('undone while stayed, gives the earlier dates back and leaves the stay', () => {
    const run = extended().say(jr('2022-01-18'), {
      kind: 'undo-extension',
      on: '2022-02-01',
      reason: 'set aside',
      terms: ['T1'],
    })
    expect(terms(run, '2022-02-01').map((term) => [term.due?.date, term.stayed])).toEqual([
      ['2022-01-26', true],
      ['2022-01-26', true],
      ['2022-03-15', true],
    ])
    expect(
      run.refusal({ kind: 'undo-extension', on: '2022-02-02', reason: 'again', terms: ['T1'] }),
    ).toMatchObject({ code: 'not-found' })
  })
})

describe('a back-dated fact that arrives late', () => {
  it('is true from its own day for whoever asks about that day afterwards', () => {
    const run = bc().say({ kind: 'refuse', on: '2022-01-28' }, jr('2022-01-25'))
    expect(run.state.challenges[0]).toMatchObject({ inTime: 'yes' })
    expect(terms(run, '2022-01-26').every((term) => term.stayed)).toBe(true)
  })
})

describe('limitation periods', () => {
  it('that ran from a day that was moved fall with it', () => {
    const run = order('ca-ab-oipc', 'ca-ab-pipa', '2021-12-07').say({
      kind: 'serve',
      on: '2021-12-07',
      party: 'acme',
      means: 'x',
    })
    for (
      let alarm = orderRules.nextAlarm(run.state);
      alarm !== undefined && alarm.at < '2023';
      alarm = orderRules.nextAlarm(run.state)
    )
      run.do(alarm.command as never)
    const limits = () =>
      run.state.deadlines
        .filter((deadline) => deadline.id === 'limitation')
        .map((deadline) => [deadline.terms.join(), deadline.date])
    expect(limits()).toEqual([['T1,T2,T3', '2024-01-26']])
    run.say({
      kind: 'extend',
      on: '2022-02-01',
      to: '2022-06-30',
      grantedBy: 'court',
      reason: 'consent',
      terms: ['T1'],
    })
    expect(limits()).toEqual([['T2,T3', '2024-01-26']])
  })

  it('begin when time to comply is over, warn once at their end, and are silent once the route is taken', () => {
    const run = bc()
    const ring = () => {
      const alarm = orderRules.nextAlarm(run.state)
      if (alarm !== undefined) run.do(alarm.command as never)
      return alarm?.key
    }
    expect([ring(), ring()].map((key) => key?.split('|')[0])).toEqual(['challenge', 'comply'])
    expect(run.state.deadlines.filter((deadline) => deadline.id === 'limitation')).toMatchObject([
      {
        route: 'offence',
        date: '2023-01-25',
        confidence: 'M',
        rules: expect.arrayContaining([expect.objectContaining({ section: '3' })]),
      },
    ])
    expect(orderRules.nextAlarm(run.state)).toMatchObject({
      at: '2023-01-26T08:00:00.000Z',
      command: { deadline: 'limitation', route: 'offence' },
    })
    const taken = run.upTo('9999-12-31')
    expect(
      orderRules.nextAlarm({
        ...taken,
        escalations: [{ route: 'offence', on: d('2022-06-01'), steps: [] }],
      }),
    ).toBeUndefined()
    expect(ring()?.split('|')[0]).toBe('limitation')
    expect(ring()).toBeUndefined()
  })
})
