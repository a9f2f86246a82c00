import { describe, expect, test } from 'vitest'
import {
  challengeRule,
  checkAmount,
  extensionRule,
  packFor,
  routeOf,
  withheldDoubt,
  type Amount,
} from '../../../shared/policy/clocks.ts'
import { parsePack } from '../../../shared/policy/parse.schema.ts'
import { d, pack, packFiles, packJson, packs } from './packs.ts'

const quebec2021 = pack('ca-qc-p391', '2021-12-14')

describe('which pack', () => {
  test.each([
    ['2021-12-14', '2006-06-14'],
    ['2023-09-21', '2006-06-14'],
    ['2023-09-22', '2023-09-22'],
    ['2026-11-22', '2023-09-22'],
  ])('Quebec on %s: the one from %s', (on, from) => {
    expect(pack('ca-qc-p391', on).inForce.from).toBe(from)
  })
  test('refusals name the statute, the day and what is known', () => {
    expect(packFor(packs, 'ca-zz-pipa', d('2022-01-01'))).toMatchObject({
      ok: false,
      problem: {
        code: 'unknown-statute',
        value: 'ca-zz-pipa',
        message: expect.stringContaining('ca-bc-pipa'),
      },
    })
    const early = packFor(packs, 'ca-qc-p391', d('1999-01-01'))
    expect(early).toMatchObject({
      ok: false,
      problem: {
        code: 'statute-not-in-force',
        details: ['2006-06-14 to 2023-09-21', 'from 2023-09-22'],
      },
    })
    expect(early.ok ? '' : early.problem.message).toMatch(
      /ca-qc-p391.*1999-01-01.*2006-06-14 to 2023-09-21/,
    )
  })
})

describe('what a challenge does', () => {
  const stays = (rule: ReturnType<typeof challengeRule>, when: 'inTime' | 'late') =>
    Object.fromEntries(
      (rule?.[when] ?? []).flatMap((effect) =>
        effect.termKinds.map((kind) => [
          kind,
          effect.stays
            ? `${effect.until} ${effect.citations[0]?.confidence}`
            : `no ${effect.citations[0]?.confidence}`,
        ]),
      ),
    )
  test.each([
    [
      'BC',
      challengeRule(pack('ca-bc-pipa'), 'judicial-review', 'order'),
      { mandate: 'court-orders-otherwise V', prohibition: 'court-orders-otherwise V' },
      { mandate: 'no V', prohibition: 'no V' },
    ],
    [
      'Alberta',
      challengeRule(pack('ca-ab-pipa'), 'judicial-review', 'order'),
      { mandate: 'court-has-dealt M', prohibition: 'court-has-dealt M' },
      { mandate: 'no M', prohibition: 'no M' },
    ],
    [
      'Quebec 2021',
      challengeRule(quebec2021, 'appeal', 'order'),
      { mandate: 'court-has-dealt D', prohibition: 'no D' },
      { mandate: 'no D', prohibition: 'no D' },
    ],
    [
      'Quebec today',
      challengeRule(pack('ca-qc-p391'), 'appeal', 'order'),
      { mandate: 'no V', prohibition: 'no V' },
      { mandate: 'no V', prohibition: 'no V' },
    ],
  ])('%s', (_, rule, inTime, late) => {
    expect(stays(rule, 'inTime')).toEqual(inTime)
    expect(stays(rule, 'late')).toEqual(late)
    expect(rule?.window).toBe('challenge')
  })
  test('of a decision: the packs say that it can be, and that its effect is not known', () => {
    expect(challengeRule(pack('ca-bc-pipa'), 'appeal', 'decision')).toMatchObject({
      inTime: [],
      late: [],
    })
    expect(challengeRule(pack('ca-fed-pipeda'), 'appeal', 'order')).toBeUndefined()
  })
})

test('who may extend or correct', () => {
  const said = (statute: string, act: 'extend' | 'correct', by: 'office' | 'court') => {
    const rule = extensionRule(pack(statute), act, by)
    return rule === undefined
      ? undefined
      : `${rule.allowed} ${rule.restartsClock} s.${rule.citations[0]?.section} ${rule.citations[0]?.confidence}`
  }
  expect(said('ca-bc-pipa', 'extend', 'office')).toBe('false false s.53 V')
  expect(said('ca-ab-pipa', 'extend', 'office')).toBe('false false s.54(5) M')
  expect(said('ca-ab-pipa', 'extend', 'court')).toBe('true false s.54(5) M')
  expect(said('ca-qc-p391', 'correct', 'office')).toBe('true true s.57.1 V')
  expect(said('ca-bc-pipa', 'correct', 'office')).toBeUndefined()
})

test('routes of each statute, what they need and who decides', () => {
  const routes = (statute: string, on?: string) =>
    pack(statute, on).routes.map(
      (route) =>
        `${route.id}: ${route.needs.map((need) => (need.is === 'after' ? `after ${need.route}` : need.is)).join(' + ')}`,
    )
  expect(routes('ca-bc-pipa')).toEqual([
    'offence: breach',
    'contempt: breach',
    'damages: order-final',
    'damages-after-conviction: after offence',
  ])
  expect(routes('ca-ab-pipa')).toEqual([
    'court-filing: breach',
    'contempt: after court-filing + breach',
    'offence: breach',
    'damages: order-final',
  ])
  expect(routes('ca-qc-p391')).toEqual([
    'court-filing: enforceable',
    'penal: breach',
    'public-notice: reasonable-time',
    'punitive-damages: ',
    'undertaking: ',
    'administrative-penalty: ',
  ])
  expect(routes('ca-qc-p391', '2021-12-14')).toEqual(['court-filing: enforceable', 'penal: breach'])
  expect(routes('ca-fed-pipeda')).toEqual(['hearing: ', 'compliance-agreement: '])
  expect(routeOf(pack('ca-bc-pipa'), 'offence')).toMatchObject({
    ok: true,
    value: {
      decidedBy: { en: 'A court, on conviction' },
      limitation: { period: { months: 12 }, citations: [{ confidence: 'M' }] },
    },
  })
  expect(routeOf(pack('ca-bc-pipa'), 'court-filing')).toMatchObject({
    ok: false,
    problem: { code: 'unknown-route', rule: { statute: 'ca-bc-pipa', confidence: 'V' } },
  })
  expect(routeOf(pack('ca-qc-p391'), 'administrative-penalty')).toMatchObject({
    ok: true,
    value: { of: 'failure' },
  })
  // Nobody verified that the law of 2021 had none: it is known by name, and nothing else of it is.
  const unread = pack('ca-qc-p391', '2021-12-14')
  expect(routeOf(unread, 'administrative-penalty')).toMatchObject({
    ok: true,
    value: { needs: [], outcomes: [{ id: 'decided' }] },
  })
  expect(withheldDoubt(unread, 'administrative-penalty')).toHaveLength(1)
  expect(routeOf(pack('ca-bc-pipa'), 'guillotine')).toMatchObject({
    ok: false,
    problem: { code: 'unknown-route', value: 'guillotine' },
  })
})

describe('amounts', () => {
  test.each<[string, string, string, Amount, string]>([
    [
      'BC at the cap',
      'ca-bc-pipa',
      'offence',
      { party: 'organization', outcome: 'convicted', amount: 100_000 },
      'fine',
    ],
    [
      'BC above',
      'ca-bc-pipa',
      'offence',
      { party: 'organization', outcome: 'convicted', amount: 100_000.01 },
      'above-cap s.56 $100,000',
    ],
    [
      'BC individual',
      'ca-bc-pipa',
      'offence',
      { party: 'individual', outcome: 'convicted', amount: 10_001 },
      'above-cap s.56 $10,000',
    ],
    [
      'BC subsequent: the Act knows none',
      'ca-bc-pipa',
      'offence',
      { party: 'organization', amount: 100_001, subsequent: true },
      'above-cap s.56 $100,000',
    ],
    [
      'Alberta',
      'ca-ab-pipa',
      'offence',
      { party: 'organization', amount: 150_000 },
      'above-cap s.59 $100,000',
    ],
    [
      'Quebec today, minimum',
      'ca-qc-p391',
      'penal',
      { party: 'organization', amount: 14_999 },
      'below-minimum s.91(10) $15,000',
    ],
    [
      'Quebec today, no turnover told',
      'ca-qc-p391',
      'penal',
      { party: 'organization', amount: 25_000_001 },
      'above-cap s.91(10) $25,000,000',
    ],
    [
      'Quebec today, 4 % is greater',
      'ca-qc-p391',
      'penal',
      { party: 'organization', amount: 40_000_000, turnover: 1_000_000_000 },
      'fine',
    ],
    [
      'Quebec today, above 4 %',
      'ca-qc-p391',
      'penal',
      { party: 'organization', amount: 40_000_001, turnover: 1_000_000_000 },
      'above-cap s.91(10) $40,000,000',
    ],
    [
      'Quebec today, 4 % is less',
      'ca-qc-p391',
      'penal',
      { party: 'organization', amount: 25_000_000, turnover: 1_000 },
      'fine',
    ],
    [
      'Quebec today, individual',
      'ca-qc-p391',
      'penal',
      { party: 'individual', amount: 100_001 },
      'above-cap s.91(10) $100,000',
    ],
    [
      'Quebec today, doubled',
      'ca-qc-p391',
      'penal',
      { party: 'organization', amount: 50_000_000, subsequent: true },
      'fine',
    ],
    [
      'Quebec today, above the doubled',
      'ca-qc-p391',
      'penal',
      { party: 'organization', amount: 50_000_001, subsequent: true },
      'above-cap s.92.1 $50,000,000',
    ],
    [
      'Quebec today, below the doubled',
      'ca-qc-p391',
      'penal',
      { party: 'individual', amount: 9_999, subsequent: true },
      'below-minimum s.92.1 $10,000',
    ],
    [
      'punitive damages have a minimum and no maximum',
      'ca-qc-p391',
      'punitive-damages',
      { party: 'organization', outcome: 'awarded', amount: 1e9 },
      'fine',
    ],
    [
      'punitive damages, too little',
      'ca-qc-p391',
      'punitive-damages',
      { party: 'organization', outcome: 'awarded', amount: 999 },
      'below-minimum s.93.1 $1,000',
    ],
    [
      'needed and missing',
      'ca-bc-pipa',
      'offence',
      { party: 'organization', outcome: 'convicted' },
      'invalid-input s.56(1)(f)',
    ],
    [
      'given and senseless',
      'ca-bc-pipa',
      'offence',
      { party: 'organization', outcome: 'acquitted', amount: 5 },
      'invalid-input s.56(1)(f)',
    ],
    [
      'negative',
      'ca-bc-pipa',
      'offence',
      { party: 'organization', amount: -1 },
      'invalid-input s.56(1)(f)',
    ],
    [
      'not a number',
      'ca-bc-pipa',
      'offence',
      { party: 'organization', amount: NaN },
      'invalid-input s.56(1)(f)',
    ],
    [
      'no such outcome',
      'ca-bc-pipa',
      'offence',
      { party: 'organization', outcome: 'hanged' },
      'unknown-outcome s.56(1)(f)',
    ],
    [
      'no such route',
      'ca-bc-pipa',
      'administrative-penalty',
      { party: 'organization', amount: 1 },
      'unknown-route s.whole Act',
    ],
    [
      'a route without caps',
      'ca-bc-pipa',
      'damages',
      { party: 'organization', outcome: 'awarded', amount: 1e12 },
      'fine',
    ],
  ])('%s', (_, statute, route, amount, expected) => {
    const problem = checkAmount(pack(statute), route, amount)
    const [code, section, cap] = expected.split(/ (?=s\.|\$)/)
    expect(problem === undefined ? 'fine' : problem.code).toBe(code)
    if (section !== undefined) expect(`s.${problem?.rule?.section}`).toBe(section)
    if (cap !== undefined) expect(problem?.message).toContain(`${cap} for`)
  })
  test('Quebec in 2021', () => {
    expect(checkAmount(quebec2021, 'penal', { party: 'organization', amount: 10_001 })?.code).toBe(
      'above-cap',
    )
    expect(
      checkAmount(quebec2021, 'penal', { party: 'organization', amount: 10_001, subsequent: true }),
    ).toBeUndefined()
    expect(checkAmount(quebec2021, 'penal', { party: 'organization', amount: 999 })?.code).toBe(
      'below-minimum',
    )
  })
})

test('who has order power', () => {
  expect(
    packs.map(
      (each) => `${each.statute} ${each.instruments.some((instrument) => instrument.binding)}`,
    ),
  ).toEqual([
    'au-privacy-act true',
    'ca-ab-pipa true',
    'ca-bc-pipa true',
    'ca-fed-pipeda false',
    'ca-qc-p391 true',
    'ca-qc-p391 true',
    'eu-gdpr true',
  ])
})

/** The BC pack with some places changed: `clocks.0.counting` → value, `undefined` takes away, a place ending in `.+` appends. */
function bent(changes: Record<string, unknown>): string[] {
  const json: unknown = packJson('ca-bc-pipa.json')
  for (const [place, value] of Object.entries(changes)) {
    const keys = place.split('.')
    const last = keys.pop() ?? ''
    const parent = keys.reduce<unknown>((at, key) => (at as Record<string, unknown>)[key], json)
    if (Array.isArray(parent) && last === '+') parent.push(value)
    else if (value === undefined) delete (parent as Record<string, unknown>)[last]
    else (parent as Record<string, unknown>)[last] = value
  }
  const result = parsePack(json)
  return result.ok ? [] : [result.problem.code, ...(result.problem.details ?? [])]
}

describe('reading a pack', () => {
  const original = JSON.parse(JSON.stringify(packJson('ca-bc-pipa.json'))) as {
    clocks: unknown[]
    holidays: unknown[]
  }
  test.each(packFiles)('%s is one', (file) => {
    expect(parsePack(packJson(file)).ok).toBe(true)
  })
  test('every problem at once, by place', () => {
    expect(bent({})).toEqual([])
    expect(
      bent({
        'clocks.0.citations': undefined,
        'holidays.0.surprise': true,
        'clocks.1.period': { days: -1 },
      }),
    ).toEqual([
      'invalid-input',
      expect.stringMatching(/^holidays\.0\.surprise: /),
      expect.stringMatching(/^clocks\.0\.citations: /),
      expect.stringMatching(/^clocks\.1\.period/),
    ])
  })
  test.each<[string, Record<string, unknown>, string]>([
    ['a date that does not exist', { 'inForce.from': '2003-02-29' }, 'impossible-date'],
    ['a rule without citation', { 'clocks.0.citations': [] }, 'clocks.0.citations'],
    [
      'a counting that is not there',
      { 'clocks.0.counting': 'lunar' },
      'clocks.0.counting: there is no counting "lunar"',
    ],
    [
      'a lenient counting that is not there',
      { 'clocks.0.lenientCounting': 'lunar' },
      'clocks.0.lenientCounting: there is no counting "lunar"',
    ],
    [
      'a clock from one that is not there',
      { 'clocks.0.from': { clock: 'enforceable' } },
      'there is no clock enforceable for a mandate',
    ],
    [
      'clocks in a circle',
      { 'clocks.0.from': { clock: 'comply' }, 'clocks.1.from': { clock: 'challenge' } },
      'start from each other',
    ],
    [
      'the same clock twice',
      { 'clocks.+': original.clocks[0] },
      'clocks: challenge of a mandate is there twice',
    ],
    [
      'a holiday twice',
      { 'holidays.+': original.holidays[0] },
      'holidays: new-years-day is there twice',
    ],
    ['a holiday called Saturday', { 'holidays.0.id': 'saturday' }, 'holidays.0.id'],
    ['a window that is not there', { 'challenges.0.window': 'enforceable' }, 'challenges.0.window'],
    ['a stay without end', { 'challenges.0.inTime.0.until': undefined }, 'a stay says until when'],
    [
      'a route after one that is not there',
      { 'routes.0.needs.+': { is: 'after', route: 'filing' } },
      'there is no route "filing"',
    ],
    [
      'a route after an outcome that is not there',
      { 'routes.0.needs.+': { is: 'after', route: 'damages', outcomes: ['won'] } },
      'route damages has no outcome "won"',
    ],
    ['in force backwards', { 'inForce.to': '2003-12-31' }, 'before it begins'],
    ['a zone nobody knows', { zone: 'America/Atlantis' }, 'America/Atlantis'],
  ])('refuses %s', (_, changes, said) => {
    expect(bent(changes).join('\n')).toContain(said)
  })
  test.each([[null], [[]], ['text'], [{}]])('refuses %j', (json) => {
    expect(parsePack(json).ok).toBe(false)
  })
})
