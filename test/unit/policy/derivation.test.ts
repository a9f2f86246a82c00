// Every date of every pack, 1990 to 2060, recomputed from its derivation alone by code that shares nothing with the counting.

import { clocksOf } from '../../../shared/policy/select.ts'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { deadlinesFor, expand, type ClockTerm } from '../../../shared/policy/clocks.ts'
import type { Deadline } from '../../../shared/policy/deadline.schema.ts'
import type { Clock, Pack } from '../../../shared/policy/pack.schema.ts'
import { startsOf } from '../../../shared/policy/explain.ts'
import { unwrap } from '../../../shared/kernel/problems.ts'
import {
  numberOf,
  recompute,
  recomputeFromSteps,
  textOf,
  weekendOf,
} from '../../support/recompute.ts'
import { d, packs } from './packs.ts'

const first = numberOf('1990-01-01')
const date = fc.integer({ min: first, max: numberOf('2060-12-31') }).map((day) => d(textOf(day)))
const due = fc.oneof(
  fc.constant(undefined),
  fc.record({ days: fc.integer({ min: 0, max: 400 }) }),
  date.map((on) => ({ on })),
)
const citations = [{ section: '1', confidence: 'M' as const }]

/** Each pack with its own clocks, and with its `comply` clock in months, years and clear days, which none of them has. */
const variants: readonly Pack[] = packs.flatMap((pack) => {
  const counting = Object.entries(pack.countings).map(([name, each]): Pack['countings'] => ({
    [`${name}-clear`]: { ...each, clear: true, citations },
  }))
  const countings = Object.assign({}, pack.countings, ...counting) as Pack['countings']
  const other = (period: Clock['period']): Pack => ({
    ...pack,
    countings,
    clocks: pack.clocks.map((clock) => ({
      ...clock,
      period,
      counting: `${clock.counting}-clear`,
      lenientCounting: clock.counting,
    })),
  })
  return [
    pack,
    other({ months: 1 }),
    other({ months: 13 }),
    other({ years: 1 }),
    other({ days: 45 }),
  ]
})

// By number, so that a counterexample can be read.
const cases = fc.record({ variant: fc.nat(variants.length - 1), given: date, due })

function all(variant: number, given: string, own: ClockTerm['due']): Deadline[] {
  const pack = variants[variant] as Pack
  const settable = (kind: ClockTerm['kind']) =>
    clocksOf(pack).some((clock) => clock.orderMaySet && clock.termKinds.includes(kind))
  const terms = (['mandate', 'prohibition'] as const).map((kind): ClockTerm => ({
    id: kind,
    kind,
    due: settable(kind) ? own : undefined,
  }))
  return startsOf(pack).flatMap((start) =>
    unwrap(deadlinesFor(pack, '2026c', { party: 'acme', start, on: d(given), terms })),
  )
}

describe('recomputed from the derivation alone', () => {
  test('every date, and every lenient one', () => {
    const seen = { dates: 0, lenient: 0, skipped: 0, rolled: 0, months: 0 }
    fc.assert(
      fc.property(cases, ({ variant, given, due: own }) => {
        for (const deadline of all(variant, given, own)) {
          // As it stands in an event: JSON, nothing of the program's own types.
          const { derivation, lenientDerivation } = JSON.parse(JSON.stringify(deadline)) as Deadline
          expect(recompute(derivation)).toBe(deadline.date)
          seen.dates += 1
          seen.skipped += derivation.skipped.length
          seen.rolled += derivation.rolled.length
          seen.months += 'days' in derivation.period ? 0 : 1
          if (lenientDerivation === undefined) continue
          expect(recompute(lenientDerivation)).toBe(deadline.lenientDate)
          seen.lenient += 1
        }
      }),
      { numRuns: 600 },
    )
    for (const [what, times] of Object.entries(seen)) expect(times, what).toBeGreaterThan(0)
  })
  test('the days spelled out say the same, and as many count as the period has', () => {
    fc.assert(
      fc.property(cases, ({ variant, given, due: own }) => {
        for (const { date: last, derivation } of all(variant, given, own)) {
          const { period, clear } = derivation
          const steps = expand(derivation)
          const again = recomputeFromSteps(steps)
          expect(again.date).toBe(last)
          // Whatever the derivation says: no weekend is counted, and none is the end, where the pack passes it over.
          const { skips, rollsOver } = variants[variant]?.countings[derivation.counting] ?? {
            skips: [],
            rollsOver: [],
          }
          const [passes, ends]: [readonly string[], readonly string[]] = [
            'days' in period ? skips : [],
            rollsOver,
          ]
          expect(
            steps.filter(
              (step) => step.counted && passes.includes(weekendOf(numberOf(step.date)) ?? ''),
            ),
          ).toEqual([])
          expect(ends.includes(weekendOf(numberOf(last)) ?? '')).toBe(false)
          if ('days' in period) expect(again.counted).toBe(period.days + (clear ? 1 : 0))
        }
      }),
      { numRuns: 300 },
    )
  })
  test('a period of no days that cannot end where it begins: the start, then the same day as one that was moved past', () => {
    const steps = expand({
      from: d('2023-01-01'),
      start: 'copy-given',
      period: { days: 0 },
      counting: 'x',
      clear: false,
      skipped: [],
      rolled: [
        { date: d('2023-01-01'), why: 'sunday' },
        { date: d('2023-01-02'), why: 'new-years-day' },
      ],
    })
    expect(steps.map(({ date: day, n, counted, why }) => `${day} ${n} ${counted} ${why}`)).toEqual([
      '2023-01-01 0 false copy-given',
      '2023-01-01 0 false sunday',
      '2023-01-02 0 false new-years-day',
      '2023-01-03 0 true rolled',
    ])
    expect(recomputeFromSteps(steps)).toEqual({ date: '2023-01-03', counted: 0 })
  })
  test('a later day given never gives an earlier date, under any clock', () => {
    fc.assert(
      fc.property(cases, fc.integer({ min: 1, max: 40 }), ({ variant, given }, later) => {
        const [now, then] = [
          all(variant, given, undefined),
          all(variant, textOf(numberOf(given) + later), undefined),
        ].map(
          (list) =>
            new Map(
              list.flatMap((deadline) =>
                (deadline.terms.length === 0 ? [''] : deadline.terms).map((term) => [
                  `${deadline.id} ${term}`,
                  deadline,
                ]),
              ),
            ),
        )
        expect([...(then ?? []).keys()]).toEqual([...(now ?? []).keys()])
        for (const [key, deadline] of now ?? []) {
          const after = then?.get(key)
          expect(
            after !== undefined &&
              after.date >= deadline.date &&
              after.endsAt >= deadline.endsAt &&
              (after.lenientDate ?? after.date) >= (deadline.lenientDate ?? deadline.date),
            key,
          ).toBe(true)
        }
      }),
      { numRuns: 300 },
    )
  })
})

describe('the evaluator is no yes-man', () => {
  const pipa = {
    from: '2021-12-14',
    period: { days: 3 },
    clear: false,
    skipped: [{ date: '2021-12-18', why: 'saturday' }],
    rolled: [{ date: '2021-12-19', why: 'sunday' }],
  }
  test('its calendar is the Gregorian one', () => {
    expect(
      [
        '1990-01-01',
        '2000-02-29',
        '2023-03-01',
        '2024-02-29',
        '2060-12-31',
        '1900-02-28',
        '2100-03-01',
      ].map((text) => textOf(numberOf(text))),
    ).toEqual([
      '1990-01-01',
      '2000-02-29',
      '2023-03-01',
      '2024-02-29',
      '2060-12-31',
      '1900-02-28',
      '2100-03-01',
    ])
    expect([
      numberOf('1970-01-01'),
      numberOf('2024-03-01') - numberOf('2024-02-28'),
      numberOf('2023-03-01') - numberOf('2023-02-28'),
    ]).toEqual([719_468, 2, 1])
  })
  test.each([
    [
      'a day that was skipped is forgotten: another date',
      { ...pipa, from: '2021-12-15', skipped: [], rolled: [] },
      '2021-12-18',
    ],
    [
      'as it is',
      { ...pipa, from: '2021-12-15', rolled: [{ date: '2021-12-19', why: 'sunday' }] },
      '2021-12-20',
    ],
    [
      'a month from the last day',
      { from: '2024-01-31', period: { months: 1 }, clear: false, skipped: [], rolled: [] },
      '2024-02-29',
    ],
    [
      'a clear year from a leap day',
      { from: '2024-02-29', period: { years: 1 }, clear: true, skipped: [], rolled: [] },
      '2025-03-01',
    ],
  ])('%s', (_, derivation, expected) => {
    expect(recompute(derivation)).toBe(expected)
  })
  test.each([
    [
      'a Saturday that is none',
      {
        ...pipa,
        from: '2021-12-15',
        skipped: [{ date: '2021-12-17', why: 'saturday' }],
        rolled: [],
      },
      'no saturday',
    ],
    ['moved past another day than the end', { ...pipa, from: '2021-12-14' }, 'outside'],
    [
      'moved past a gap',
      {
        ...pipa,
        skipped: [],
        rolled: [
          { date: '2021-12-17', why: 'x' },
          { date: '2021-12-19', why: 'sunday' },
        ],
      },
      'was moved past',
    ],
    [
      'skipped after the end',
      { ...pipa, skipped: [{ date: '2021-12-25', why: 'saturday' }], rolled: [] },
      'outside',
    ],
  ])('complains of %s', (_, derivation, said) => {
    expect(() => recompute(derivation)).toThrow(said)
  })
})
