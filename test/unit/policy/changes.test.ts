import { describe, expect, test } from 'vitest'
import { afterStay, expand, extendedTo } from '../../../shared/policy/clocks.ts'
import type { Deadline } from '../../../shared/policy/deadline.schema.ts'
import type { Pack } from '../../../shared/policy/pack.schema.ts'
import { d, deadlines, lines, pack } from './packs.ts'

const comply = (statute: string, on: string): Deadline => {
  const found = deadlines(statute, on).find((deadline) => deadline.id === 'comply')
  if (found === undefined) throw new Error(`No time to comply under ${statute}`)
  return found
}
const remaining = (base: Pack): Pack => ({
  ...base,
  afterStay: { clock: 'remaining', citations: [{ section: '99', confidence: 'V' }] },
})

describe('extended', () => {
  test('the date is as given, by the rule that allows it', () => {
    // A Sunday: what a court sets does not roll.
    expect(
      extendedTo(pack('ca-ab-pipa'), '2026c', {
        party: 'acme',
        terms: ['T1', 'T2'],
        to: d('2022-06-05'),
        start: 'extended',
        by: 'court',
      }),
    ).toMatchObject({
      id: 'comply',
      terms: ['T1', 'T2'],
      date: '2022-06-05',
      endsAt: '2022-06-06T06:00:00.000Z',
      confidence: 'M',
      rules: [{ section: '54(5)', confidence: 'M' }],
      derivation: { from: '2022-06-05', start: 'extended', counting: 'as-given' },
    })
  })
  test('where no rule allows it, it is never as sure as primary text', () => {
    expect(
      extendedTo(pack('ca-bc-pipa'), '2026c', {
        party: 'acme',
        terms: ['T1'],
        to: d('2022-06-05'),
        start: 'extended',
      }).confidence,
    ).toBe('M')
  })
})

describe('after a stay, where the law does not say what is left', () => {
  const bc = pack('ca-bc-pipa')
  const own = comply('ca-bc-pipa', '2021-12-14')
  test('ended after the date: due the day it ended, and leniently with the days that were left', () => {
    // Ten PIPA-days after 2022-01-11 up to 2022-01-25, counted again from Thursday 2022-02-10; February 21 is Family Day.
    const after = afterStay(bc, '2026c', {
      deadline: own,
      stayedFrom: d('2022-01-11'),
      endedOn: d('2022-02-10'),
    })
    expect(lines([after])).toEqual(['comply P+M 2022-02-10~2022-02-25'])
    expect(after.derivation).toMatchObject({
      start: 'stay-ended',
      from: '2022-02-10',
      counting: 'as-given',
    })
    expect(after.lenientDerivation).toMatchObject({
      start: 'stay-ended',
      from: '2022-02-10',
      period: { days: 10 },
      counting: 'pipa-days',
    })
    expect(expand(after.lenientDerivation ?? after.derivation).at(-1)?.date).toBe('2022-02-25')
    expect(after.rules.map((rule) => rule.section)).toEqual(
      expect.arrayContaining(['53(1)', '53(2)', '29']),
    )
    expect(after.confidence).toBe('M')
    expect(after.endsAt).toBe('2022-02-11T08:00:00.000Z')
  })
  test('ended before the date: its own date is the safe one, with its own reasons', () => {
    const after = afterStay(bc, '2026c', {
      deadline: own,
      stayedFrom: d('2021-12-20'),
      endedOn: d('2021-12-29'),
    })
    expect(lines([after])).toEqual(['comply P+M 2022-01-25~2022-02-03'])
    expect(after.derivation).toEqual(own.derivation)
  })
  test('stayed on the last day: nothing is left, one date', () => {
    expect(
      lines([
        afterStay(bc, '2026c', {
          deadline: own,
          stayedFrom: d('2022-01-25'),
          endedOn: d('2026-02-18'),
        }),
      ]),
    ).toEqual(['comply P+M 2026-02-18'])
  })
  test('a clock that had run out, or a stay that ended before it began, changes nothing', () => {
    expect(
      afterStay(bc, '2026c', {
        deadline: own,
        stayedFrom: d('2022-01-26'),
        endedOn: d('2022-03-01'),
      }),
    ).toBe(own)
    expect(
      afterStay(bc, '2026c', {
        deadline: own,
        stayedFrom: d('2022-01-10'),
        endedOn: d('2022-01-05'),
      }),
    ).toBe(own)
  })
  test('with a lenient date of its own: the stay after the safe date gives back days to the lenient one only', () => {
    const quebec = comply('ca-qc-p391', '2024-05-02')
    const mandate =
      deadlines('ca-qc-p391', '2024-05-02').find(
        (deadline) => deadline.id === 'comply' && deadline.terms.includes('M'),
      ) ?? quebec
    expect(lines([mandate])).toEqual(['comply M 2024-06-01~2024-06-03'])
    expect(
      lines([
        afterStay(pack('ca-qc-p391'), '2026c', {
          deadline: mandate,
          stayedFrom: d('2024-06-02'),
          endedOn: d('2024-07-10'),
        }),
      ]),
    ).toEqual(['comply M 2024-06-01~2024-07-11'])
  })
  test('a pack that says nothing at all is no surer than general knowledge', () => {
    const { afterStay: _, ...silent } = pack('ca-qc-p391')
    const mandate = deadlines('ca-qc-p391', '2024-02-01').find(
      (deadline) => deadline.id === 'comply',
    ) as Deadline
    expect(mandate.confidence).toBe('V')
    expect(
      afterStay(silent, '2026c', {
        deadline: mandate,
        stayedFrom: d('2024-02-05'),
        endedOn: d('2024-05-01'),
      }).confidence,
    ).toBe('M')
  })
})

test('after a stay, where the law says that the rest runs on: one date', () => {
  const own = comply('ca-bc-pipa', '2021-12-14')
  const after = afterStay(remaining(pack('ca-bc-pipa')), '2026c', {
    deadline: own,
    stayedFrom: d('2022-01-11'),
    endedOn: d('2022-02-10'),
  })
  expect(lines([after])).toEqual(['comply P+M 2022-02-25'])
  expect(after.derivation).toMatchObject({ start: 'stay-ended', period: { days: 10 } })
  expect(after.rules).toContainEqual({ statute: 'ca-bc-pipa', section: '99', confidence: 'V' })
})

test('clear days: the day they add is not added twice', () => {
  const base = pack('ca-ab-pipa')
  const counting = base.countings['calendar']
  if (counting === undefined) throw new Error('The pack lost its counting')
  const clear: Pack = remaining({
    ...base,
    countings: { ...base.countings, calendar: { ...counting, clear: true } },
  })
  const deadline: Deadline = {
    ...comply('ca-ab-pipa', '2021-12-07'),
    date: d('2022-01-10'),
    derivation: {
      from: d('2021-12-30'),
      start: 'copy-given',
      period: { days: 10 },
      counting: 'calendar',
      clear: true,
      skipped: [],
      rolled: [],
    },
  }
  expect(
    afterStay(clear, '2026c', { deadline, stayedFrom: d('2021-12-31'), endedOn: d('2022-01-31') })
      .date,
  ).toBe('2022-02-10')
})
