import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addDays, daysBetween } from '../../../shared/kernel/date.ts'
import { checkDue, deadlinesFor, expand, type ClockTerm } from '../../../shared/policy/clocks.ts'
import { deadlineSchema, type Deadline } from '../../../shared/policy/deadline.schema.ts'
import { d, deadlines, lines, oneOfEach, pack } from './packs.ts'

const mandate = (due?: ClockTerm['due']): ClockTerm => ({ id: 'T2', kind: 'mandate', due })
const of = (list: Deadline[], id: string): Deadline => {
  const found = list.find((deadline) => deadline.id === id)
  if (found === undefined) throw new Error(`No deadline ${id} in ${lines(list).join(', ')}`)
  return found
}

describe('worked dates', () => {
  test('British Columbia, the founding case', () => {
    expect(lines(deadlines('ca-bc-pipa', '2021-12-14'))).toEqual([
      'challenge 2022-01-25',
      'comply P+M 2022-01-25',
    ])
  })
  test.each([
    [
      '2021-12-07',
      ['challenge 2022-01-21', 'comply-not-before P+M 2022-01-22', 'comply P+M 2022-01-26'],
    ],
    [
      '2021-12-14',
      ['challenge 2022-01-28', 'comply-not-before P+M 2022-01-29', 'comply P+M 2022-02-02'],
    ],
    // Day 45 is Saturday 2022-01-22 and rolls to Monday; the bar ends with it. Day 50 is Thursday.
    [
      '2021-12-08',
      ['challenge 2022-01-24', 'comply-not-before P+M 2022-01-25', 'comply P+M 2022-01-27'],
    ],
    // The first lawful day does not roll: 2024-11-02 is a Saturday. Day 50 is a Wednesday.
    [
      '2024-09-17',
      ['challenge 2024-11-01', 'comply-not-before P+M 2024-11-02', 'comply P+M 2024-11-06'],
    ],
  ])('Alberta, given %s', (on, expected) => {
    expect(lines(deadlines('ca-ab-pipa', on))).toEqual(expected)
  })
  test('Quebec on 2021-12-14: prohibitions at once, mandates on day 30 or when the order says', () => {
    const terms: ClockTerm[] = [
      { id: 'T1', kind: 'prohibition' },
      mandate({ days: 90 }),
      { id: 'T3', kind: 'mandate' },
    ]
    expect(lines(deadlines('ca-qc-p391', '2021-12-14', terms))).toEqual([
      'challenge 2022-01-13',
      'enforceable T2+T3 2022-01-13',
      'enforceable T1 2021-12-14',
      'comply T2 2022-03-14',
      'comply T3 2022-01-13',
      'comply T1 2021-12-14',
    ])
  })
  test('Quebec, day 30 on a Saturday: the safe date and the lenient one; on a Sunday both Acts roll', () => {
    expect(lines(deadlines('ca-qc-p391', '2021-12-16', [mandate()]))).toEqual([
      'challenge 2022-01-15~2022-01-17',
      'enforceable T2 2022-01-15~2022-01-17',
      'comply T2 2022-01-15~2022-01-17',
    ])
    expect(lines(deadlines('ca-qc-p391', '2021-12-17', [mandate()]))).toEqual([
      'challenge 2022-01-17',
      'enforceable T2 2022-01-17',
      'comply T2 2022-01-17',
    ])
    const saturday = of(deadlines('ca-qc-p391', '2021-12-16', [mandate()]), 'challenge')
    expect(saturday.rules).toContainEqual({
      statute: 'Code of Civil Procedure, CQLR c C-25.01',
      section: '83',
      confidence: 'V',
    })
    expect(saturday.alarmAt).toBe('2022-01-16T05:00:00.000Z')
    expect(saturday.lenientDerivation?.rolled.map((day) => day.why)).toEqual(['saturday', 'sunday'])
  })
  test('Quebec prohibitions take effect on a Sunday and on a holiday too', () => {
    expect(
      lines(deadlines('ca-qc-p391', '2022-12-25', [{ id: 'T1', kind: 'prohibition' }])).slice(1),
    ).toEqual(['enforceable T1 2022-12-25', 'comply T1 2022-12-25'])
  })
  test('federal: a year from the report, and no time to comply', () => {
    expect(lines(deadlines('ca-fed-pipeda', '2021-02-02', [], 'report-sent'))).toEqual([
      'challenge 2022-02-02',
    ])
    expect(lines(deadlines('ca-fed-pipeda', '2021-02-02', oneOfEach, 'report-sent'))).toEqual([
      'challenge 2022-02-02',
    ])
    // 2023-09-30 is a Saturday and a holiday: it rolls over Sunday to Monday.
    expect(lines(deadlines('ca-fed-pipeda', '2022-09-30', [], 'report-sent'))).toEqual([
      'challenge 2023-10-02',
    ])
    expect(deadlines('ca-fed-pipeda', '2021-02-02', [], 'copy-given')).toEqual([])
  })
})

describe('a deadline', () => {
  test('carries instants, zone data, and each rule it rests on with its own mark', () => {
    const bc = of(deadlines('ca-bc-pipa', '2021-12-14'), 'comply')
    expect(bc).toMatchObject({
      party: 'acme',
      endsAt: '2022-01-26T08:00:00.000Z',
      alarmAt: '2022-01-26T08:00:00.000Z',
      zone: 'America/Vancouver',
      zoneData: '2026c',
      confidence: 'S',
    })
    expect(bc.rules.map((rule) => `${rule.section} ${rule.confidence}`)).toEqual([
      '53(1) V',
      '1 V',
      '25 S',
      '29 S',
    ])
    expect(deadlineSchema.parse(bc)).toEqual(bc)
  })
  test('a holiday passed over is a rule too: BC over September 30, 2024 is as sure as a secondary source', () => {
    expect(of(deadlines('ca-bc-pipa', '2024-09-16'), 'comply').confidence).toBe('S')
    expect(of(deadlines('ca-bc-pipa', '2022-09-16'), 'comply').confidence).toBe('S')
  })
  test('a window that opens is told at its first instant', () => {
    expect(of(deadlines('ca-ab-pipa', '2021-12-07'), 'comply-not-before')).toMatchObject({
      alarmAt: '2022-01-22T07:00:00.000Z',
      derivation: { from: '2022-01-21', start: 'clock:challenge', period: { days: 1 } },
    })
  })
  test('confidence as the facts are marked', () => {
    expect(deadlines('ca-ab-pipa', '2021-12-07').map((each) => each.confidence)).toEqual([
      'M',
      'M',
      'M',
    ])
    expect(new Set(deadlines('ca-qc-p391', '2021-12-14').map((each) => each.confidence))).toEqual(
      new Set(['M']),
    )
    expect(new Set(deadlines('ca-qc-p391', '2024-02-01').map((each) => each.confidence))).toEqual(
      new Set(['V']),
    )
    expect(
      of(deadlines('ca-fed-pipeda', '2021-02-02', [], 'report-sent'), 'challenge').confidence,
    ).toBe('V')
  })
  test('instants follow the clocks on the wall: BC in the winter of 2027, Alberta too', () => {
    expect(of(deadlines('ca-bc-pipa', '2026-12-14'), 'comply').endsAt).toMatch(/T07:00:00.000Z$/)
    expect(of(deadlines('ca-ab-pipa', '2026-12-14'), 'comply').endsAt).toMatch(/T06:00:00.000Z$/)
  })
})

describe("the order's own time", () => {
  test('a date is taken as given, a number of days counts as the clock counts', () => {
    expect(
      of(deadlines('ca-qc-p391', '2024-05-02', [mandate({ on: d('2024-08-04') })]), 'comply'),
    ).toMatchObject({
      date: '2024-08-04',
      derivation: {
        from: '2024-08-04',
        start: 'set-by-order',
        period: { days: 0 },
        counting: 'as-given',
        rolled: [],
      },
    })
    // 2024-05-02 + 60 = Monday 2024-07-01, a holiday.
    expect(of(deadlines('ca-qc-p391', '2024-05-02', [mandate({ days: 60 })]), 'comply').date).toBe(
      '2024-07-02',
    )
  })
  test('shorter than the enforceable day: it is not moved, both stand', () => {
    expect(lines(deadlines('ca-qc-p391', '2024-05-01', [mandate({ days: 10 })]))).toEqual([
      'challenge 2024-05-31',
      'enforceable T2 2024-05-31',
      'comply T2 2024-05-11~2024-05-13',
    ])
  })
  test('terms with the same date and the same reasons share a deadline', () => {
    const terms: ClockTerm[] = [
      mandate({ days: 30 }),
      { id: 'T3', kind: 'mandate' },
      { id: 'T4', kind: 'mandate', due: { on: d('2024-05-31') } },
    ]
    expect(lines(deadlines('ca-qc-p391', '2024-05-01', terms)).slice(2)).toEqual([
      'comply T2+T3 2024-05-31',
      'comply T4 2024-05-31',
    ])
  })
  test.each([
    ['ca-bc-pipa', '53(1)'],
    ['ca-fed-pipeda', '13'],
  ])('%s does not let the order set it: refused by s.%s', (statute, section) => {
    const result = deadlinesFor(pack(statute), '2026c', {
      party: 'acme',
      start: 'copy-given',
      on: d('2024-01-02'),
      terms: [mandate({ days: 60 })],
    })
    expect(result).toMatchObject({
      ok: false,
      problem: { code: 'not-settable', rule: { statute, section }, value: '{"days":60}' },
    })
    expect(checkDue(pack(statute), mandate())).toBeUndefined()
  })
})

test('a correction starts every clock again, from its own day', () => {
  const list = deadlines('ca-qc-p391', '2024-03-04', [mandate()], 'corrected')
  expect(lines(list)).toEqual([
    'challenge 2024-04-03',
    'enforceable T2 2024-04-03',
    'comply T2 2024-04-03',
  ])
  expect(list[0]?.derivation.start).toBe('corrected')
})

test('a day too far away is refused', () => {
  expect(
    deadlinesFor(pack('ca-bc-pipa'), '2026c', {
      party: 'acme',
      start: 'copy-given',
      on: d('9999-12-20'),
      terms: [],
    }),
  ).toMatchObject({ ok: false, problem: { code: 'invalid-input', value: '9999-12-20' } })
})

describe('the days of a derivation', () => {
  test('BC: from the day after, weekends skipped, the thirtieth is the deadline', () => {
    const steps = expand(of(deadlines('ca-bc-pipa', '2021-12-14'), 'comply').derivation)
    expect(steps.slice(0, 6)).toEqual([
      { date: '2021-12-14', n: 0, counted: false, why: 'copy-given' },
      { date: '2021-12-15', n: 1, counted: true, why: 'counted' },
      { date: '2021-12-16', n: 2, counted: true, why: 'counted' },
      { date: '2021-12-17', n: 3, counted: true, why: 'counted' },
      { date: '2021-12-18', n: 3, counted: false, why: 'saturday' },
      { date: '2021-12-19', n: 3, counted: false, why: 'sunday' },
    ])
    expect(steps.at(-1)).toEqual({ date: '2022-01-25', n: 30, counted: true, why: 'counted' })
  })
  test('a rolled end: the day it would have been keeps its number and does not count', () => {
    const steps = expand(
      of(deadlines('ca-qc-p391', '2021-12-17', [mandate()]), 'comply').derivation,
    )
    expect(steps.slice(-3)).toEqual([
      { date: '2022-01-15', n: 29, counted: true, why: 'counted' },
      { date: '2022-01-16', n: 30, counted: false, why: 'sunday' },
      { date: '2022-01-17', n: 30, counted: true, why: 'rolled' },
    ])
  })
  test('always: each day once and in order, as many counted as the period has, the last one is the deadline', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('ca-bc-pipa', 'ca-ab-pipa', 'ca-qc-p391', 'ca-fed-pipeda'),
        fc.integer({ min: 0, max: 16_000 }),
        (statute, offset) => {
          const on = addDays(d('2015-06-18'), offset)
          for (const deadline of deadlines(
            statute,
            on,
            oneOfEach,
            statute === 'ca-fed-pipeda' ? 'report-sent' : 'copy-given',
          )) {
            const steps = expand(deadline.derivation)
            const { period } = deadline.derivation
            expect(steps.map((step) => step.date)).toEqual(
              steps.map((_, n) => addDays(deadline.derivation.from, n)),
            )
            expect(steps.at(-1)?.date).toBe(deadline.date)
            if ('days' in period)
              expect(steps.filter((step) => step.counted).length).toBe(period.days)
            else expect(steps.length - 1).toBe(daysBetween(deadline.derivation.from, deadline.date))
            // A step taken too early is the unlawful one: there the later day is the safe one.
            const [early, late] =
              deadline.id === 'comply-not-before'
                ? [deadline.lenientDate, deadline.date]
                : [deadline.date, deadline.lenientDate]
            expect((early ?? '0') < (late ?? '9')).toBe(true)
          }
        },
      ),
      { numRuns: 150 },
    )
  })
})

test('two readings of a bar: the later first lawful day is the safe one, and its window the other way round', () => {
  const base = pack('ca-ab-pipa')
  const twice = {
    ...base,
    clocks: base.clocks.map((clock) =>
      clock.id === 'challenge'
        ? { ...clock, counting: 'calendar', lenientCounting: 'calendar-rolling' }
        : clock,
    ),
  }
  const result = deadlinesFor(twice, '2026c', {
    party: 'acme',
    start: 'copy-given',
    on: d('2021-12-08'),
    terms: oneOfEach,
  })
  expect(result.ok ? lines(result.value) : result).toEqual([
    'challenge 2022-01-22~2022-01-24',
    'comply-not-before P+M 2022-01-25~2022-01-23',
    'comply P+M 2022-01-27',
  ])
})

test('the days of clear days, and of months that roll', () => {
  const clear = expand({
    from: d('2024-05-01'),
    start: 'copy-given',
    period: { days: 2 },
    counting: 'x',
    clear: true,
    skipped: [],
    rolled: [],
  })
  expect(clear.map(({ date, n, why }) => `${date} ${n} ${why}`)).toEqual([
    '2024-05-01 0 copy-given',
    '2024-05-02 1 counted',
    '2024-05-03 2 counted',
    '2024-05-04 3 clear',
  ])
  const month = expand({
    from: d('2024-01-31'),
    start: 'report-sent',
    period: { months: 1 },
    counting: 'x',
    clear: false,
    skipped: [],
    rolled: [{ date: d('2024-02-29'), why: 'holiday' }],
  })
  expect(month.slice(-2)).toEqual([
    { date: '2024-02-29', n: 29, counted: false, why: 'holiday' },
    { date: '2024-03-01', n: 29, counted: true, why: 'rolled' },
  ])
})

test('what was asked before is answered as if it were counted anew, whoever asks and whatever the terms are called', () => {
  const kinds = fc.constantFrom('mandate' as const, 'prohibition' as const)
  const due = fc.option(
    fc.oneof(
      fc.record({ days: fc.integer({ min: 0, max: 90 }) }),
      fc.record({
        days: fc.integer({ min: 1, max: 90 }),
        from: fc.constant('appeal-period' as const),
      }),
      fc.record({ on: fc.constantFrom(d('2024-05-01'), d('2024-09-03')) }),
    ),
    { nil: undefined },
  )
  const question = fc.record({
    statute: fc.constantFrom('ca-bc-pipa', 'ca-ab-pipa', 'ca-qc-p391'),
    start: fc.constantFrom('copy-given' as const, 'corrected' as const),
    day: fc.integer({ min: 0, max: 3 }),
    instrument: fc.constantFrom(undefined, 'ruling'),
    mustComply: fc.boolean(),
    party: fc.constantFrom('acme', 'sub'),
    terms: fc
      .array(fc.record({ kind: kinds, due }), { maxLength: 3 })
      .map((all) => all.map((term, at) => ({ id: `T${at + 1}`, ...term }))),
    renamed: fc.boolean(),
  })
  let answers = 0
  fc.assert(
    fc.property(fc.array(question, { minLength: 20, maxLength: 40 }), (questions) => {
      for (const { statute, day, renamed, terms, instrument, ...more } of questions) {
        const named = renamed ? terms.map((term) => ({ ...term, id: `X${term.id}` })) : terms
        const input = {
          ...more,
          on: addDays(d('2024-03-27'), day),
          terms: named,
          ...(instrument === undefined ? {} : { instrument }),
        }
        const one = pack(statute, input.on)
        // A copy of the pack remembers nothing.
        expect(deadlinesFor(one, '2026c', input)).toEqual(deadlinesFor({ ...one }, '2026c', input))
        answers += 1
      }
    }),
    { numRuns: 40 },
  )
  expect(answers).toBeGreaterThan(400)
})
