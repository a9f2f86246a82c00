import { describe, expect, test } from 'vitest'
import { checkPacks, type Finding } from '../../../shared/policy/check.ts'
import type { Pack, Route } from '../../../shared/policy/pack.schema.ts'
import { d, pack, packs } from './packs.ts'

const bc = pack('ca-bc-pipa')
const alberta = pack('ca-ab-pipa')
const said = (list: readonly Finding[]) => list.map(({ code, path }) => `${code} ${path}`)
const errors = (...some: Pack[]) => said(checkPacks(some).errors)
/** What is doubtful of British Columbia's own pack is left out: see the first test. */
const known = new Set(said(checkPacks([bc]).warnings))
const warnings = (...some: Pack[]) =>
  said(checkPacks(some).warnings).filter((each) => !known.has(each))
const at = (base: Pack, from: string, to?: string): Pack => ({
  ...base,
  inForce: {
    from: d(from),
    citations: base.inForce.citations,
    ...(to === undefined ? {} : { to: d(to) }),
  },
})
/** The Alberta pack with its route `offence` changed. */
const offence = (change: Partial<Route>): Pack => ({
  ...alberta,
  routes: alberta.routes.map((route) => (route.id === 'offence' ? { ...route, ...change } : route)),
})

test("Concert's own packs have no errors; what is not known of Australia and the Union is told", () => {
  const { errors: wrong, warnings: doubtful } = checkPacks(packs)
  expect(wrong).toEqual([])
  expect(
    new Set(
      doubtful
        .filter(({ code }) => code !== 'unverified-refusal' && code !== 'unreachable-sharing')
        .map(({ statute }) => statute),
    ),
  ).toEqual(new Set(['au-privacy-act', 'eu-gdpr']))
  expect(
    doubtful
      .filter(({ code }) => code === 'unverified-refusal')
      .map(({ statute, path }) => `${statute} ${path}`),
  ).toEqual([
    'ca-ab-pipa clocks.2',
    'ca-ab-pipa extensions.0',
    'ca-ab-pipa routes.0.needs',
    'ca-ab-pipa routes.1.needs',
    'ca-ab-pipa routes.2.limitation',
    'ca-ab-pipa absentRoutes.0',
    'ca-bc-pipa routes.0.limitation',
    'ca-qc-p391 extensions.0',
    'ca-qc-p391 routes.0.needs',
    'ca-qc-p391 routes.1.limitation',
    'ca-qc-p391 absentRoutes.0',
  ])
  expect(said(doubtful)).toEqual(
    expect.arrayContaining([
      'effect-unknown challenges.0.inTime',
      'no-time-to-comply clocks',
      'unstated countings.calendar.citations',
    ]),
  )
})

describe('in force', () => {
  test('a hole of one day between two packs, named with both dates', () => {
    const { errors: found } = checkPacks([at(bc, '2023-03-02'), at(bc, '2004-01-01', '2023-02-28')])
    expect(found).toMatchObject([
      {
        at: 1,
        statute: 'ca-bc-pipa',
        from: '2004-01-01',
        code: 'gap-in-force',
        path: 'inForce.to',
        message: expect.stringMatching(/2023-02-28.*2023-03-02/),
      },
    ])
  })
  test.each<[string, Pack[], string[]]>([
    ['the day after is no hole', [at(bc, '2004-01-01', '2023-02-28'), at(bc, '2023-03-01')], []],
    [
      'over the end of February in a leap year',
      [at(bc, '2004-01-01', '2024-02-28'), at(bc, '2024-02-29')],
      [],
    ],
    [
      'one day twice',
      [at(bc, '2004-01-01', '2023-03-01'), at(bc, '2023-03-01')],
      ['overlap-in-force inForce.to'],
    ],
    [
      'without end, and another after it',
      [at(bc, '2004-01-01'), at(bc, '2023-03-01')],
      ['overlap-in-force inForce.to'],
    ],
    [
      'the same first day',
      [at(bc, '2004-01-01'), at(bc, '2004-01-01')],
      ['overlap-in-force inForce.to'],
    ],
    [
      'two statutes have nothing to do with each other',
      [at(bc, '2004-01-01', '2010-01-01'), at(alberta, '2012-01-01')],
      [],
    ],
    [
      'three in a row, one hole',
      [
        at(bc, '2020-01-01'),
        at(bc, '2004-01-01', '2010-12-31'),
        at(bc, '2011-02-01', '2019-12-31'),
      ],
      ['gap-in-force inForce.to'],
    ],
  ])('%s', (_, some, expected) => {
    expect(errors(...some)).toEqual(expected)
  })
})

describe('citations', () => {
  test('none, or one without a section, anywhere in the pack', () => {
    const [clock] = bc.clocks
    if (clock === undefined) throw new Error('BC has no clock')
    expect(errors({ ...bc, clocks: [{ ...clock, citations: [] }, ...bc.clocks.slice(1)] })).toEqual(
      ['missing-citation clocks.0.citations'],
    )
    expect(
      errors({
        ...bc,
        sharing: {
          ...bc.sharing,
          rules: bc.sharing.rules.map((rule, nth) =>
            nth === 1 ? { ...rule, citations: [{ section: ' ', confidence: 'V' }] } : rule,
          ),
        },
      }),
    ).toEqual(['missing-citation sharing.rules.1.citations'])
    expect(
      errors({
        ...bc,
        challenges: bc.challenges.map((rule) => ({
          ...rule,
          late: rule.late.map((effect) => ({ ...effect, citations: [] })),
        })),
      }),
    ).toEqual(['missing-citation challenges.0.late.0.citations'])
  })
})

describe('routes that can never be taken', () => {
  // What comes after a conviction cannot be reached, either.
  const bcUnreachable = [0, 1, 3].map((at) => `unreachable-route routes.${at}.needs`)
  test.each<[string, Pack, string[]]>([
    [
      'two that wait for each other',
      {
        ...alberta,
        routes: alberta.routes.map((route) =>
          route.id === 'court-filing'
            ? { ...route, needs: [{ is: 'after' as const, route: 'contempt' }] }
            : route,
        ),
      },
      ['unreachable-route routes.0.needs', 'unreachable-route routes.1.needs'],
    ],
    [
      'one that waits for itself',
      offence({ needs: [{ is: 'after', route: 'offence' }] }),
      ['unreachable-route routes.2.needs'],
    ],
    [
      'after a route that is not there',
      offence({ needs: [{ is: 'after', route: 'exile' }] }),
      ['contradiction routes.2.needs', 'unreachable-route routes.2.needs'],
    ],
    [
      'after none of its outcomes',
      offence({ needs: [{ is: 'after', route: 'court-filing', outcomes: [] }] }),
      ['unreachable-route routes.2.needs'],
    ],
    [
      'nothing is ever due, and nobody can extend',
      { ...bc, clocks: bc.clocks.filter(({ id }) => id !== 'comply') },
      bcUnreachable,
    ],
    [
      'due only after a report',
      {
        ...bc,
        clocks: bc.clocks.map((clock) =>
          clock.id === 'comply' ? { ...clock, from: 'report-sent' as const } : clock,
        ),
      },
      bcUnreachable,
    ],
    [
      'no order power, so no breach',
      {
        ...bc,
        instruments: bc.instruments.map((instrument) => ({ ...instrument, binding: false })),
      },
      bcUnreachable,
    ],
    [
      'a court may extend: then something is due',
      { ...alberta, clocks: alberta.clocks.filter(({ id }) => id !== 'comply') },
      [],
    ],
  ])('%s', (_, one, expected) => {
    expect(errors(one)).toEqual(expected)
  })
  test('the reason names what stands in the way', () => {
    expect(
      checkPacks([offence({ needs: [{ is: 'after', route: 'exile' }] })]).errors[1]?.message,
    ).toBe('offence can never be taken: it comes after exile, which cannot be taken before it')
  })
})

describe('caps', () => {
  const caps = (first: object, subsequent: object): Pack =>
    offence({
      caps: {
        first: { individual: { max: 10 }, organization: first },
        subsequent: {
          individual: { max: 10 },
          organization: subsequent,
          citations: [{ section: '9', confidence: 'V' }],
        },
        citations: [{ section: '9', confidence: 'V' }],
      },
    })
  test.each<[object, object, string[]]>([
    [{ min: 5, max: 100, percent: 2 }, { min: 10, max: 200, percent: 4 }, []],
    [{ max: 100 }, { max: 100 }, []],
    [{ max: 100 }, {}, []],
    [{ max: 200 }, { max: 100 }, ['caps routes.2.caps.subsequent.organization']],
    [{}, { max: 100 }, ['caps routes.2.caps.subsequent.organization']],
    [{ min: 20, max: 100 }, { min: 10, max: 100 }, ['caps routes.2.caps.subsequent.organization']],
    [{ max: 100, percent: 4 }, { max: 200 }, ['caps routes.2.caps.subsequent.organization']],
    [{ min: 200, max: 100 }, { min: 300, max: 400 }, ['caps routes.2.caps.first.organization']],
  ])('first %j, subsequent %j', (first, subsequent, expected) => {
    expect(errors(caps(first, subsequent))).toEqual(expected)
  })
})

describe('clocks, windows and holidays', () => {
  test.each<[string, Pack, string[]]>([
    [
      'a counting that is not there',
      { ...bc, clocks: bc.clocks.map((clock) => ({ ...clock, counting: 'lunar' })) },
      [
        'contradiction clocks.0.counting',
        'contradiction clocks.1.counting',
        'contradiction clocks.2.counting',
      ],
    ],
    [
      'clocks in a circle',
      {
        ...alberta,
        clocks: alberta.clocks.map((clock) =>
          clock.id === 'challenge'
            ? { ...clock, from: { clock: 'comply-not-before' as const } }
            : clock,
        ),
      },
      [
        'contradiction clocks.0.from',
        'contradiction clocks.0.from',
        'contradiction clocks.1.from',
        'contradiction clocks.1.from',
        'window-never-given challenges.0.window',
      ],
    ],
    [
      'a window that no clock gives',
      {
        ...bc,
        challenges: bc.challenges.map((rule) =>
          rule.window === undefined ? rule : { ...rule, window: 'enforceable' as const },
        ),
      },
      ['contradiction challenges.0.window', 'window-never-given challenges.0.window'],
    ],
    [
      'a window for mandates only, of a challenge that also stays prohibitions',
      {
        ...bc,
        clocks: bc.clocks.map((clock) =>
          clock.id === 'challenge' ? { ...clock, termKinds: ['mandate' as const] } : clock,
        ),
      },
      ['window-never-given challenges.0.window'],
    ],
    [
      'February 30',
      {
        ...bc,
        holidays: [
          {
            ...(bc.holidays[0] as Pack['holidays'][number]),
            rule: { kind: 'fixed', month: 2, day: 30, ifSunday: 'stays' },
          },
        ],
      },
      ['impossible-holiday holidays.0.rule'],
    ],
    [
      'years backwards',
      {
        ...bc,
        holidays: [
          { ...(bc.holidays[0] as Pack['holidays'][number]), fromYear: 2020, toYear: 2019 },
        ],
      },
      ['impossible-holiday holidays.0'],
    ],
    [
      'a proclaimed day outside its own years',
      {
        ...bc,
        holidays: [
          {
            ...(bc.holidays[0] as Pack['holidays'][number]),
            rule: { kind: 'dates', dates: [d('2022-09-19')] },
            fromYear: 2023,
          },
        ],
      },
      ['impossible-holiday holidays.0.rule'],
    ],
  ])('%s', (_, one, expected) => {
    expect(errors(one)).toEqual(expected)
  })
  test('February 29 is a day that some year has', () => {
    expect(
      errors({
        ...bc,
        holidays: [
          {
            ...(bc.holidays[0] as Pack['holidays'][number]),
            rule: { kind: 'fixed', month: 2, day: 29, ifSunday: 'stays' },
          },
        ],
      }),
    ).toEqual([])
  })
  test('warnings: holidays lost or of no use, a counting nobody uses, no window', () => {
    expect(warnings({ ...bc, holidays: [] })).toEqual(['no-holidays holidays'])
    expect(
      warnings({
        ...bc,
        countings: {
          ...bc.countings,
          spare: {
            skips: [],
            rollsOver: [],
            clear: false,
            citations: [{ section: '1', confidence: 'V' }],
          },
        },
      }),
    ).toEqual(['unused countings.spare'])
    expect(
      warnings({
        ...bc,
        challenges: bc.challenges.map(
          (rule) => ({ ...rule, window: undefined }) as Pack['challenges'][number],
        ),
      }),
    ).toEqual(['window-unknown challenges.0'])
  })
})
