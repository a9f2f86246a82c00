// Refusals with code, value and rule; and the roads the founding case did not take.

import { describe, expect, it } from 'vitest'
import { viewOrder } from '../../../shared/board/view.ts'
import { orderRules } from '../../../shared/order/rules.ts'
import {
  d,
  issued,
  orderRun,
  packs,
  respondent,
  threeTerms,
  type Loose,
} from '../../support/founding.ts'

const served = (on: string, office = 'ca-bc-oipc', statute = 'ca-bc-pipa') =>
  issued(office, statute, on).say({ kind: 'serve', on, party: 'acme', means: 'courier' })

describe('refusals name the code, the value and the rule', () => {
  const cases: [string, () => { run: ReturnType<typeof served>; command: Loose }, object][] = [
    [
      'a challenge to an order that does not exist',
      () => ({
        run: orderRun('ca-bc-oipc', 'ca-bc-pipa'),
        command: {
          kind: 'challenge',
          on: '2022-01-01',
          challenge: 'c',
          challengeKind: 'judicial-review',
          forum: 'f',
        },
      }),
      { code: 'unknown-order', value: 'ca-bc-oipc:O1' },
    ],
    [
      'a term that does not exist',
      () => ({
        run: served('2021-12-14'),
        command: { kind: 'refuse', on: '2021-12-14', terms: ['T9'] },
      }),
      { code: 'unknown-term', value: 'T9' },
    ],
    [
      'a party the order does not bind',
      () => ({
        run: issued('ca-bc-oipc', 'ca-bc-pipa', '2021-12-14'),
        command: { kind: 'serve', on: '2021-12-14', party: 'other', means: 'x' },
      }),
      { code: 'unknown-party', value: 'other' },
    ],
    [
      'a second copy to the same party',
      () => ({
        run: served('2021-12-14'),
        command: { kind: 'serve', on: '2021-12-20', party: 'acme', means: 'x' },
      }),
      { code: 'already-exists', value: 'acme' },
    ],
    [
      'a date before the order',
      () => ({ run: served('2021-12-14'), command: { kind: 'refuse', on: '2021-12-13' } }),
      { code: 'before-issued', value: '2021-12-13' },
    ],
    [
      'a date that has not come',
      () => ({ run: served('2021-12-14'), command: { kind: 'refuse', on: '2026-11-23' } }),
      { code: 'future-date', value: '2026-11-23' },
    ],
    [
      'an extension by the office in BC',
      () => ({
        run: served('2021-12-14'),
        command: {
          kind: 'extend',
          on: '2021-12-20',
          to: '2022-03-01',
          grantedBy: 'office',
          reason: 'asked',
        },
      }),
      { code: 'not-extendable', value: '2022-03-01' },
    ],
    [
      'a route the statute does not have',
      () => ({
        run: served('2021-12-14'),
        command: { kind: 'escalate', on: '2022-02-01', route: 'court-filing' },
      }),
      { code: 'unknown-route', value: 'court-filing' },
    ],
    [
      'a route before anything is overdue',
      () => ({
        run: served('2021-12-14'),
        command: { kind: 'escalate', on: '2022-01-25', route: 'offence' },
      }),
      { code: 'route-not-available', value: 'offence' },
    ],
    [
      'an outcome of a route not taken',
      () => ({
        run: served('2021-12-14'),
        command: {
          kind: 'record-outcome',
          on: '2022-02-01',
          route: 'offence',
          outcome: 'convicted',
          amount: 1,
        },
      }),
      { code: 'route-not-started', value: 'offence' },
    ],
    [
      'lifting a stay that is not there',
      () => ({
        run: served('2021-12-14'),
        command: { kind: 'stay', action: 'lifted', on: '2022-02-01', forum: 'f' },
      }),
      { code: 'no-stay' },
    ],
    [
      'an appeal from a decision nobody made',
      () => ({
        run: served('2021-12-14'),
        command: {
          kind: 'challenge',
          on: '2022-02-01',
          challenge: 'a',
          challengeKind: 'appeal',
          forum: 'f',
          from: '2024 X 1',
        },
      }),
      { code: 'unknown-challenge', value: '2024 X 1' },
    ],
  ]
  it.each(cases)('%s', (_, make, expected) => {
    const { run, command } = make()
    const before = run.aggregate
    expect(run.refusal(command)).toMatchObject(expected)
    expect(run.aggregate).toBe(before)
  })

  it('an order by an office without order power, naming the section', () => {
    const run = orderRun('ca-fed-opc', 'ca-fed-pipeda', 'X1', '2026-11-22', 'observer')
    expect(
      run.refusal({
        kind: 'issue',
        on: '2021-12-14',
        matter: 'm',
        statute: 'ca-fed-pipeda',
        respondent,
        terms: threeTerms,
      }),
    ).toMatchObject({
      code: 'no-order-power',
      value: 'ca-fed-opc',
      rule: { statute: 'ca-fed-pipeda' },
    })
  })
  it('a statute that is not the office’s own', () => {
    expect(
      orderRun('ca-bc-oipc', 'ca-bc-pipa').refusal({
        kind: 'issue',
        on: '2021-12-14',
        matter: 'm',
        statute: 'ca-ab-pipa',
        respondent,
        terms: threeTerms,
      }),
    ).toMatchObject({ code: 'wrong-office' })
  })
})

describe('escalation to the end', () => {
  it('BC: a referral and a conviction within the cap; an amount above it names s.56', () => {
    const run = served('2024-01-10')
    run.say({ kind: 'escalate', on: '2024-03-01', route: 'offence' })
    expect(
      run.refusal({
        kind: 'record-outcome',
        on: '2024-09-01',
        route: 'offence',
        outcome: 'convicted',
        amount: 100_001,
      }),
    ).toMatchObject({
      code: 'above-cap',
      value: '100001',
      rule: { statute: 'ca-bc-pipa', section: expect.stringContaining('56') },
    })
    run.say({
      kind: 'record-outcome',
      on: '2024-09-01',
      route: 'offence',
      outcome: 'convicted',
      amount: 100_000,
    })
    expect(run.state.escalations[0]?.decided).toEqual({
      on: '2024-09-01',
      outcome: 'convicted',
      amount: 100_000,
    })
  })
  it('Alberta: contempt only after filing with the court', () => {
    const run = served('2024-01-10', 'ca-ab-oipc', 'ca-ab-pipa')
    const contempt = (): unknown =>
      viewOrder({ version: 1, state: run.state }, packs, d('2024-06-01')).routes.find(
        ({ route }) => route === 'contempt',
      )
    // Not open, by a section that nobody read: see unverified.test.ts.
    expect(contempt()).toMatchObject({ available: false, unverified: true })
    run.say({ kind: 'escalate', on: '2024-06-01', route: 'court-filing' })
    expect(contempt()).toMatchObject({ available: true })
    run.say({ kind: 'escalate', on: '2024-07-01', route: 'contempt' })
    expect(viewOrder({ version: 1, state: run.state }, packs, d('2024-07-02')).status).toBe(
      'escalated',
    )
  })
  it('Quebec: a mandate due on day 10 is overdue then, but cannot be enforced before day 30', () => {
    const terms = [{ ...threeTerms[2], due: { days: 10 } }]
    const run = issued('ca-qc-cai', 'ca-qc-p391', '2024-03-01', terms).say({
      kind: 'serve',
      on: '2024-03-01',
      party: 'acme',
      means: 'bailiff',
    })
    expect(
      viewOrder({ version: 1, state: run.state }, packs, d('2024-03-20')).terms[0],
    ).toMatchObject({ clock: 'lapsed', due: { date: '2024-03-11' } })
    expect(
      run.refusal({ kind: 'escalate', on: '2024-03-20', route: 'court-filing' }),
    ).toMatchObject({ code: 'route-not-available' })
    run.say({ kind: 'escalate', on: '2024-04-05', route: 'court-filing' })
  })
  it('is closed while every term is stayed', () => {
    const run = served('2021-12-14').say({
      kind: 'challenge',
      on: '2022-01-20',
      challenge: 'c',
      challengeKind: 'judicial-review',
      forum: 'f',
    })
    expect(run.refusal({ kind: 'escalate', on: '2022-03-01', route: 'offence' })).toMatchObject({
      code: 'route-not-available',
      message: expect.stringContaining('stayed'),
    })
  })
  it('a limitation that nobody verified warns, and does not refuse', () => {
    // Quebec's is read in its text (s.92.2); British Columbia's nobody verified, and it warns.
    const run = served('2023-10-02', 'ca-qc-cai', 'ca-qc-p391').say({
      kind: 'assess',
      on: '2023-10-03',
      finding: 'not-accepted',
      basis: 'inspection',
    })
    const late = issued('ca-qc-cai', 'ca-qc-p391', '2010-01-04').say(
      { kind: 'serve', on: '2010-01-04', party: 'acme', means: 'hand' },
      { kind: 'assess', on: '2010-01-05', finding: 'not-accepted', basis: 'inspection' },
      { kind: 'escalate', on: '2023-01-26', route: 'penal' },
    )
    expect(late.state.facts.at(-1)).toMatchObject({
      warnings: [{ en: expect.stringContaining('nobody verified') }],
    })
    expect(run.refusal({ kind: 'escalate', on: '2026-11-01', route: 'penal' })).toBeUndefined()
  })
})

describe('challenges', () => {
  it('filed one day late stays nothing', () => {
    const run = served('2021-12-14').say({
      kind: 'challenge',
      on: '2022-01-26',
      challenge: 'late',
      challengeKind: 'judicial-review',
      forum: 'f',
    })
    expect(run.state.challenges[0]).toMatchObject({ inTime: 'no', stays: [] })
  })
  it('that quashes one term leaves the others; a higher court may restore it', () => {
    const run = served('2021-12-14').say(
      {
        kind: 'challenge',
        on: '2022-01-20',
        challenge: 'jr',
        challengeKind: 'judicial-review',
        forum: 'f',
      },
      {
        kind: 'decide',
        on: '2023-01-10',
        challenge: 'jr',
        outcome: 'quashed',
        citation: 'first',
        terms: ['T1'],
      },
    )
    const clocks = () =>
      viewOrder({ version: 1, state: run.state }, packs, d('2023-06-01')).terms.map(
        (term) => term.clock,
      )
    expect(clocks()).toEqual(['ended', 'stayed', 'stayed'])
    run.say(
      {
        kind: 'challenge',
        on: '2023-02-01',
        challenge: 'up',
        challengeKind: 'appeal',
        from: 'first',
        forum: 'g',
      },
      {
        kind: 'decide',
        on: '2023-05-01',
        challenge: 'up',
        outcome: 'allowed',
        then: 'order-stands',
        citation: 'second',
        terms: ['T1'],
      },
    )
    expect(clocks()[0]).toBe('stayed')
  })
})

describe('compliance, withdrawal, closing', () => {
  it('a claim keeps its clock; what the office found complied with has none', () => {
    const run = served('2021-12-14').say(
      { kind: 'comply', on: '2022-01-10', terms: ['T1'], outcome: 'complied' },
      { kind: 'comply', on: '2022-01-10', terms: ['T2', 'T3'], outcome: 'complied' },
      { kind: 'assess', on: '2022-01-11', terms: ['T1'], finding: 'accepted', basis: 'report' },
      { kind: 'assess', on: '2022-01-11', terms: ['T2'], finding: 'partly', basis: 'report' },
    )
    expect(
      viewOrder({ version: 1, state: run.state }, packs, d('2022-01-11')).terms.map((term) => [
        term.position,
        term.finding,
        term.clock,
      ]),
    ).toEqual([
      ['complied', 'accepted', 'ended'],
      ['complied', 'partly', 'running'],
      ['complied', null, 'running'],
    ])
  })
  it('a withdrawn order has no alarm left, and takes no more commands but closing', () => {
    const run = served('2021-12-14').say({ kind: 'withdraw', on: '2022-01-03', reason: 'settled' })
    expect(orderRules.nextAlarm(run.state)).toBeUndefined()
    expect(orderRules.isEnded(run.state)).toBe(true)
    expect(run.refusal({ kind: 'refuse', on: '2022-01-04', terms: ['T1'] })).toMatchObject({
      code: 'already-ended',
    })
    run.say({ kind: 'close', on: '2022-01-05', reason: 'done' })
    expect(run.refusal({ kind: 'close', on: '2022-01-06', reason: 'again' })).toMatchObject({
      code: 'already-ended',
    })
  })
})

describe('alarms', () => {
  it('go off once each, in order, and are silent while stayed', () => {
    const run = served('2021-12-07', 'ca-ab-oipc', 'ca-ab-pipa')
    const dates: string[] = []
    for (
      let alarm = orderRules.nextAlarm(run.state);
      alarm !== undefined;
      alarm = orderRules.nextAlarm(run.state)
    ) {
      dates.push(`${(alarm.command as { deadline: string }).deadline} ${alarm.at}`)
      run.do(alarm.command as never)
    }
    expect(dates).toEqual([
      'challenge 2022-01-22T07:00:00.000Z',
      'comply-not-before 2022-01-22T07:00:00.000Z',
      'comply 2022-01-27T07:00:00.000Z',
      'limitation 2024-01-27T07:00:00.000Z',
    ])
    const stayed = served('2021-12-07', 'ca-ab-oipc', 'ca-ab-pipa').say({
      kind: 'challenge',
      on: '2022-01-20',
      challenge: 'c',
      challengeKind: 'judicial-review',
      forum: 'f',
    })
    expect(orderRules.nextAlarm(stayed.state)).toBeUndefined()
  })
})
