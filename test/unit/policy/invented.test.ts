// A new jurisdiction is a file: an invented statute from a temporary folder, and the packs of Australia and the European Union, under the same rules.

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { loadPacks } from '../../../services/platform/packs.ts'
import type { AggregateRef, OfficeId } from '../../../shared/kernel/ids.ts'
import { routeViews } from '../../../shared/order/routes.ts'
import { orderRules } from '../../../shared/order/rules.ts'
import { viewTerm } from '../../../shared/order/terms.ts'
import { packFor } from '../../../shared/policy/clocks.ts'
import { checkPacks } from '../../../shared/policy/check.ts'
import { explainDeadlines } from '../../../shared/policy/explain.ts'
import type { Pack } from '../../../shared/policy/pack.schema.ts'
import { unwrap } from '../../../shared/kernel/problems.ts'
import { officeEntry, OrderRun, respondent, threeTerms } from '../../support/founding.ts'
import { d, lines, packs } from './packs.ts'

const text = (en: string) => ({ en, fr: en })
const by = (section: string, confidence: 'V' | 'S' | 'D' | 'M' = 'V') => [{ section, confidence }]

/** The Privacy Act of Freedonia: clear days, months, a holiday proclaimed once, a chain of clocks, a stay by kind of term, two routes in a row. */
const freedonia = {
  statute: 'xf-privacy',
  version: '1',
  title: text('Privacy Act of Freedonia'),
  citation: 'Privacy Act, SF 1933 c 1',
  zone: 'Europe/San_Marino',
  zoneData: '2026c',
  inForce: { from: '2020-01-01', citations: by('99') },
  instruments: [{ id: 'decree', name: text('Decree'), binding: true, citations: by('2') }],
  holidays: [
    {
      id: 'firefly-day',
      name: text('Firefly Day'),
      rule: { kind: 'dates', dates: ['2026-05-13'] },
      citations: by('Proclamation 7', 'S'),
    },
    {
      id: 'leap-day',
      name: text('Leap Day'),
      rule: { kind: 'fixed', month: 2, day: 29 },
      citations: by('4'),
    },
  ],
  countings: {
    sittings: { skips: ['sunday', 'holiday'], rollsOver: [], clear: true, citations: by('5') },
    months: { skips: [], rollsOver: ['saturday', 'sunday', 'holiday'], citations: by('6') },
    plain: { skips: [], rollsOver: [], citations: by('7') },
  },
  clocks: [
    {
      id: 'challenge',
      termKinds: ['mandate', 'prohibition'],
      from: 'copy-given',
      period: { days: 10 },
      counting: 'sittings',
      citations: by('10'),
    },
    {
      id: 'enforceable',
      termKinds: ['mandate', 'prohibition'],
      from: { clock: 'challenge' },
      period: { days: 1 },
      counting: 'plain',
      citations: by('11'),
    },
    {
      id: 'comply',
      termKinds: ['mandate'],
      from: 'copy-given',
      period: { months: 1 },
      orderMaySet: true,
      counting: 'months',
      citations: by('12'),
    },
    {
      id: 'comply',
      termKinds: ['prohibition'],
      from: { clock: 'enforceable' },
      period: { days: 7 },
      counting: 'plain',
      citations: by('13'),
    },
  ],
  challenges: [
    {
      kind: 'appeal',
      of: 'order',
      name: text('Appeal to the Chamber'),
      window: 'challenge',
      courtMayExtendWindow: false,
      inTime: [
        { termKinds: ['mandate'], stays: true, until: 'court-has-dealt', citations: by('20') },
        { termKinds: ['prohibition'], stays: false, citations: by('20') },
      ],
      late: [{ termKinds: ['mandate', 'prohibition'], stays: false, citations: by('21') }],
      citations: by('20'),
    },
  ],
  afterStay: { clock: 'remaining', citations: by('22') },
  extensions: [{ act: 'extend', by: 'office', allowed: true, citations: by('30') }],
  routes: [
    {
      id: 'warning',
      name: text('Warning'),
      kind: 'publication',
      startedBy: text('The office'),
      decidedBy: text('The office'),
      needs: [{ is: 'breach' }],
      steps: ['drafted'],
      outcomes: [{ id: 'published', name: text('Published'), amount: 'none' }],
      citations: by('40'),
    },
    {
      id: 'fine',
      name: text('Fine'),
      kind: 'administrative-penalty',
      startedBy: text('The office'),
      decidedBy: text('The Chamber'),
      needs: [{ is: 'after', route: 'warning', outcomes: ['published'] }],
      steps: [],
      outcomes: [{ id: 'fined', name: text('Fined'), amount: 'required' }],
      caps: {
        first: { individual: { max: 10 }, organization: { max: 1000, percent: 1 } },
        subsequent: {
          individual: { max: 20 },
          organization: { max: 2000, percent: 2 },
          citations: by('42'),
        },
        citations: by('41'),
      },
      citations: by('41'),
    },
  ],
  sharing: {
    rules: [
      {
        classes: ['act', 'proceedings', 'compliance', 'file', 'coordination'],
        with: 'anyone',
        purpose: text('To be seen'),
        onward: { may: 'freely', citations: by('50') },
        citations: by('50'),
      },
    ],
    agreements: [],
  },
}

function orderUnder(statute: string, all: readonly Pack[]): OrderRun {
  const ref: AggregateRef = { office: 'xx-office' as OfficeId, kind: 'order', id: 'O1' }
  return new OrderRun(orderRules, ref, {
    office: officeEntry('xx-office', statute),
    packs: all,
    zoneData: '2026c',
    today: d('2026-11-23'),
  })
}

describe('an invented statute from a folder', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'concert-freedonia-'))
  let all: readonly Pack[] = []
  beforeAll(() => {
    writeFileSync(path.join(folder, 'xf-privacy.json'), JSON.stringify(freedonia))
    all = loadPacks([folder], ['xf-privacy'])
  })
  afterAll(() => rmSync(folder, { recursive: true }))
  const issued = () =>
    orderUnder('xf-privacy', all).say({
      kind: 'issue',
      on: '2026-05-01',
      matter: 'm',
      statute: 'xf-privacy',
      respondent,
      terms: threeTerms,
    })
  const served = () =>
    issued().say({ kind: 'serve', on: '2026-05-04', party: 'acme', means: 'by hand' })
  const routes = (run: OrderRun, on: string) =>
    routeViews(run.state, unwrap(packFor(all, 'xf-privacy', d('2026-05-01'))), d(on)).map(
      ({ route, available }) => `${route} ${available}`,
    )

  test('is a pack like any other, and has nothing to be said against it', () => {
    expect(checkPacks(all.filter(({ statute }) => statute === 'xf-privacy'))).toEqual({
      errors: [],
      warnings: [],
    })
  })
  test('gives its own dates: clear sitting days past Sunday and Firefly Day, a chain of clocks, a month that ends on the same number', () => {
    // From Monday 2026-05-04: 5, 6, 7, 8, 9, 11, 12, 14, 15, 16 are ten; clear: Monday 18 is the eleventh, past Sunday 17.
    expect(lines(served().state.deadlines)).toEqual([
      'challenge 2026-05-18',
      'enforceable T1+T2+T3 2026-05-19',
      'comply T3 2026-06-04',
      'comply T1+T2 2026-05-26',
    ])
    expect(served().state.deadlines[0]).toMatchObject({
      endsAt: '2026-05-18T22:00:00.000Z',
      confidence: 'S',
      rules: expect.arrayContaining([
        { statute: 'xf-privacy', section: 'Proclamation 7', confidence: 'S' },
      ]),
    })
  })
  test('an appeal in time stays mandates only; what was left runs on; a late one stays nothing', () => {
    const appealed = served().say({
      kind: 'challenge',
      on: '2026-05-18',
      challenge: 'a',
      challengeKind: 'appeal',
      forum: 'Chamber',
    })
    expect(
      appealed.state.terms.map((term) => viewTerm(appealed.state, term, d('2026-05-18')).stayed),
    ).toEqual([false, false, true])
    appealed.say({
      kind: 'decide',
      on: '2026-09-01',
      challenge: 'a',
      outcome: 'upheld',
      citation: '2026 Ch 1',
    })
    // 17 days were left of the month on 2026-05-18. September 18 is a Friday.
    expect(lines(appealed.state.deadlines).filter((line) => line.startsWith('comply'))).toEqual([
      'comply T1+T2 2026-05-26',
      'comply T3 2026-09-18',
    ])
    const late = served().say({
      kind: 'challenge',
      on: '2026-05-19',
      challenge: 'a',
      challengeKind: 'appeal',
      forum: 'Chamber',
    })
    expect(late.state.challenges[0]).toMatchObject({ inTime: 'no', stays: [] })
  })
  test('the office may extend here, and the order may set the time of a mandate only', () => {
    expect(
      lines(
        served().say({
          kind: 'extend',
          on: '2026-05-20',
          to: '2026-06-30',
          grantedBy: 'office',
          reason: 'asked',
        }).state.deadlines,
      ).at(-1),
    ).toBe('comply T1+T2+T3 2026-06-30')
    const own = (kind: string) =>
      orderUnder('xf-privacy', all).refusal({
        kind: 'issue',
        on: '2026-05-01',
        matter: 'm',
        statute: 'xf-privacy',
        respondent,
        terms: [{ ...threeTerms[0], kind, due: { days: 5 } }],
      })
    expect(own('mandate')).toBeUndefined()
    expect(own('prohibition')).toMatchObject({
      code: 'not-settable',
      rule: { statute: 'xf-privacy', section: '13' },
    })
  })
  test('routes open one after the other, with its caps', () => {
    const run = served().say({ kind: 'refuse', on: '2026-05-20' })
    expect(routes(run, '2026-05-26')).toEqual(['warning false', 'fine false'])
    expect(routes(run, '2026-05-27')).toEqual(['warning true', 'fine false'])
    expect(run.refusal({ kind: 'escalate', on: '2026-05-27', route: 'fine' })).toMatchObject({
      code: 'route-not-available',
      rule: { statute: 'xf-privacy', section: '41' },
    })
    run.say(
      { kind: 'escalate', on: '2026-05-27', route: 'warning' },
      { kind: 'record-outcome', on: '2026-06-01', route: 'warning', outcome: 'published' },
      { kind: 'escalate', on: '2026-06-02', route: 'fine' },
    )
    expect(
      run.refusal({
        kind: 'record-outcome',
        on: '2026-07-01',
        route: 'fine',
        outcome: 'fined',
        amount: 1001,
      }),
    ).toMatchObject({ code: 'above-cap', rule: { section: '41' } })
    run.say({
      kind: 'record-outcome',
      on: '2026-07-01',
      route: 'fine',
      outcome: 'fined',
      amount: 2000,
      subsequent: true,
    })
  })
  test('an order issued before it was in force is refused by name', () => {
    expect(
      orderUnder('xf-privacy', all).refusal({
        kind: 'issue',
        on: '2019-12-31',
        matter: 'm',
        statute: 'xf-privacy',
        respondent,
        terms: threeTerms,
      }),
    ).toMatchObject({ code: 'statute-not-in-force', value: '2019-12-31' })
  })
  test('zone data older than it needs is refused, by the name of the pack', () => {
    writeFileSync(
      path.join(folder, 'later.json'),
      JSON.stringify({ ...freedonia, statute: 'xf-later', zoneData: '2099a' }),
    )
    expect(() => loadPacks([folder])).toThrow(
      /later\.json: zone-data-too-old: .*2099a, which policy pack xf-later 1 needs/,
    )
    rmSync(path.join(folder, 'later.json'))
    expect(() => loadPacks([folder], [], '2026b')).toThrow(
      /ca-bc-pipa\.json: zone-data-too-old: .*"2026b" is older than 2026c, which policy pack ca-bc-pipa/,
    )
  })
})

describe('Australia, as far as it has been read', () => {
  const run = () =>
    orderUnder('au-privacy-act', packs).say(
      {
        kind: 'issue',
        on: '2026-03-02',
        matter: 'm',
        statute: 'au-privacy-act',
        respondent,
        terms: threeTerms,
      },
      { kind: 'serve', on: '2026-03-07', party: 'acme', means: 'post' },
    )
  test('28 days for review; an end on a weekend is given both ways; the day ends in Sydney', () => {
    expect(lines(run().state.deadlines)).toEqual(['challenge 2026-04-04~2026-04-06'])
    expect(run().state.deadlines[0]).toMatchObject({
      endsAt: '2026-04-04T13:00:00.000Z',
      confidence: 'M',
    })
  })
  test('a review is recorded, and what it does is not claimed', () => {
    expect(
      run().say({
        kind: 'challenge',
        on: '2026-04-04',
        challenge: 'r',
        challengeKind: 'judicial-review',
        forum: 'tribunal',
      }).state.challenges[0],
    ).toMatchObject({ inTime: 'yes', stays: [] })
    expect(
      run().say({
        kind: 'challenge',
        on: '2026-04-06',
        challenge: 'r',
        challengeKind: 'judicial-review',
        forum: 'tribunal',
      }).state.challenges[0],
    ).toMatchObject({ inTime: 'unknown' })
  })
  test('enforced by a fresh hearing, from primary text', () => {
    const [hearing] = routeViews(
      run().state,
      unwrap(packFor(packs, 'au-privacy-act', d('2026-03-02'))),
      d('2026-04-10'),
    )
    expect(hearing).toMatchObject({ route: 'hearing', available: true, confidence: 'V' })
  })
})

describe('GDPR, as far as it has been read', () => {
  const gdpr = unwrap(packFor(packs, 'eu-gdpr', d('2026-03-06')))
  test('four weeks for objections to a draft decision, then two', () => {
    expect(
      unwrap(explainDeadlines(gdpr, '2026c', { given: d('2026-03-06') })).deadlines.map(
        ({ id, date, lenientDate, confidence }) => [id, date, lenientDate, confidence],
      ),
    ).toEqual([
      ['challenge', '2026-04-03', undefined, 'M'],
      ['enforceable', '2026-04-18', undefined, 'M'],
    ])
    expect(
      unwrap(explainDeadlines(gdpr, '2026c', { given: d('2026-03-07') })).deadlines.map(
        ({ id, date, lenientDate }) => [id, date, lenientDate],
      ),
    ).toEqual([
      ['challenge', '2026-04-04', '2026-04-06'],
      ['enforceable', '2026-04-19', '2026-04-21'],
    ])
  })
  test('an order under art. 58 is issued and served; no time is claimed that has not been read', () => {
    const run = orderUnder('eu-gdpr', packs).say(
      {
        kind: 'issue',
        on: '2026-05-01',
        matter: 'm',
        statute: 'eu-gdpr',
        respondent,
        terms: threeTerms,
      },
      { kind: 'serve', on: '2026-05-04', party: 'acme', means: 'post' },
    )
    expect(run.state.deadlines).toEqual([])
    expect(
      run.say({ kind: 'comply', on: '2026-05-05', outcome: 'complied' }).state.positions,
    ).toHaveLength(3)
  })
})
