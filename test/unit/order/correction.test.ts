// An approved correction of a recorded date: what it takes, what it moves, and that nothing else moves.

import { beforeEach, describe, expect, test } from 'vitest'
import { deadlineKey, type OrderState } from '../../../shared/order/state.ts'
import { driftOf } from '../../../shared/order/drift.ts'
import { whyDiffers } from '../../../shared/order/drift-why.ts'
import { orderRules } from '../../../shared/order/rules.ts'
import { orderEventSchema } from '../../../shared/order/order.schema.ts'
import type { Deadline } from '../../../shared/policy/deadline.schema.ts'
import { checkPacks } from '../../../shared/policy/check.ts'
import { packFor } from '../../../shared/policy/select.ts'
import type { Pack } from '../../../shared/policy/pack.schema.ts'
import { unwrap } from '../../../shared/kernel/problems.ts'
import { d, issued, packs, type OrderRun } from '../../support/founding.ts'

const withHoliday = (date: string, version = '2027-01-01'): Pack[] => [
  ...packs,
  ...packs
    .filter(({ statute }) => statute === 'ca-bc-pipa')
    .map((pack): Pack => ({
      ...pack,
      version,
      holidays: [
        ...pack.holidays,
        {
          id: 'mourning',
          name: { en: 'Day of mourning', fr: 'Jour de deuil' },
          rule: { kind: 'dates', dates: [d(date)] },
          citations: [{ section: 'Proclamation', confidence: 'S' }],
        },
      ],
    })),
]
const later = withHoliday('2022-01-10')

let run: OrderRun
beforeEach(() => {
  run = issued('ca-bc-oipc', 'ca-bc-pipa', '2021-12-14').say({
    kind: 'serve',
    on: '2021-12-14',
    party: 'acme',
    means: 'x',
  })
})

function listed(from: OrderRun, now: readonly Pack[] = later) {
  const { changes, pack } = unwrap(
    driftOf(
      from.ref,
      from.state,
      from.events.map(({ event }) => event),
      { ...from.context, packs: now },
    ),
  )
  return {
    changes: changes.flatMap((change) => (change.kind === 'deadline' ? [change] : [])),
    version: pack.after,
  }
}
function sides(id: Deadline['id']): { before: Deadline; after: Deadline } {
  const change = listed(run).changes.find((each) => each.id === id)
  if (change?.before === undefined || change.after === undefined)
    throw new Error(`no change of ${id}`)
  return { before: change.before, after: change.after }
}
const approval = (fields: object) => ({
  kind: 'approve-correction' as const,
  on: '2022-01-05',
  by: 'Registrar',
  reason: 'proclaimed',
  packVersion: '2027-01-01',
  ...fields,
})
const datesOf = ({ deadlines }: OrderState) =>
  deadlines.map(({ id, terms, date }) => `${id} ${terms.join('+')} ${date}`).sort()

describe('an approved correction', () => {
  test('moves exactly its deadline, is an event in the form of the ledger, and is not listed again', () => {
    expect(listed(run).changes.map(({ id }) => id)).toEqual(['challenge', 'comply'])
    run.say(approval(sides('comply')))
    expect(datesOf(run.state)).toEqual(['challenge  2022-01-25', 'comply T1+T2+T3 2022-01-26'])
    const event = run.events.at(-1)?.event
    expect(event).toMatchObject({
      kind: 'deadline-corrected',
      on: '2022-01-05',
      by: 'Registrar',
      reason: 'proclaimed',
      packVersion: '2027-01-01',
      before: { date: '2022-01-25' },
      after: { date: '2022-01-26', endsAt: '2022-01-27T08:00:00.000Z' },
    })
    expect(orderEventSchema.parse(JSON.parse(JSON.stringify(event)))).toEqual(event)
    expect(listed(run).changes.map(({ id }) => id)).toEqual(['challenge'])
    run.say(approval(sides('challenge')))
    expect(listed(run).changes).toEqual([])
  })
  test('moves the alarm, also where the old one had gone off', () => {
    const first = orderRules.nextAlarm(run.state)
    expect(first?.at).toBe('2022-01-26T08:00:00.000Z')
    for (let n = 0; n < 2; n += 1)
      run.say({
        ...orderRules.nextAlarm(run.state)?.command,
        kind: 'mark-reached',
        on: '2022-01-25',
      })
    expect(run.state.reached).toHaveLength(2)
    run.say(approval({ ...sides('comply'), on: '2022-01-26' }))
    const next = orderRules.nextAlarm(run.state)
    expect(next).toMatchObject({
      at: '2022-01-27T08:00:00.000Z',
      command: { deadline: 'comply', on: '2022-01-26' },
    })
    expect(run.state.reached).not.toContain(next?.key)
    expect(run.state.reached).toContain(deadlineKey(sides('challenge').before))
  })
  test('a still later law is listed against what was approved', () => {
    run.say(approval(sides('comply')))
    const twice = withHoliday('2022-01-10', '2028-01-01').map((pack) =>
      pack.version === '2028-01-01'
        ? {
            ...pack,
            holidays: [
              ...pack.holidays,
              {
                id: 'second',
                name: { en: 'x', fr: 'x' },
                rule: { kind: 'dates' as const, dates: [d('2022-01-11')] },
                citations: [{ section: 'Second', confidence: 'S' as const }],
              },
            ],
          }
        : pack,
    )
    expect(
      listed(run, twice).changes.map(({ id, before, after }) => [id, before?.date, after?.date]),
    ).toEqual([
      ['challenge', '2022-01-25', '2022-01-27'],
      ['comply', '2022-01-26', '2022-01-27'],
    ])
    expect(
      listed(run, packs).changes.map(({ id, before, after }) => [id, before?.date, after?.date]),
    ).toEqual([['comply', '2022-01-26', '2022-01-25']])
  })
  test('of the terms that are still open, where another one has ended', () => {
    const stale = sides('comply')
    run.say({ kind: 'withdraw', on: '2021-12-20', terms: ['T1'], reason: 'x' })
    expect(run.refusal(approval(stale))).toMatchObject({ code: 'already-ended', value: 'T1' })
    run.say(approval(sides('comply')))
    expect(datesOf(run.state)).toEqual([
      'challenge  2022-01-25',
      'comply T1 2022-01-25',
      'comply T2+T3 2022-01-26',
    ])
    expect(listed(run).changes.map(({ id }) => id)).toEqual(['challenge'])
  })
  test('for some of the terms leaves the others, and can take a deadline away or give one', () => {
    const { before, after } = sides('comply')
    run.say(approval({ before: { ...before, terms: ['T2'] }, after: { ...after, terms: ['T2'] } }))
    expect(datesOf(run.state)).toEqual([
      'challenge  2022-01-25',
      'comply T1+T3 2022-01-25',
      'comply T2 2022-01-26',
    ])
    run.say(approval({ before: { ...before, terms: ['T3'] } }))
    expect(datesOf(run.state)).toEqual([
      'challenge  2022-01-25',
      'comply T1 2022-01-25',
      'comply T2 2022-01-26',
    ])
    run.say(approval({ after: { ...after, terms: ['T3'] } }))
    expect(datesOf(run.state)).toEqual([
      'challenge  2022-01-25',
      'comply T1 2022-01-25',
      'comply T2 2022-01-26',
      'comply T3 2022-01-26',
    ])
    run.say(approval({ before: sides('challenge').before }))
    expect(datesOf(run.state)).toEqual([
      'comply T1 2022-01-25',
      'comply T2 2022-01-26',
      'comply T3 2022-01-26',
    ])
  })
})

describe('refused, and nothing is recorded', () => {
  test.each<[string, (both: { before: Deadline; after: Deadline }) => object, string, string]>([
    ['no side', () => ({}), 'conflict', 'ca-bc-oipc:O1'],
    [
      'another date stands',
      ({ before, after }) => ({ before: { ...before, date: d('2022-01-24') }, after }),
      'conflict',
      '2022-01-26',
    ],
    [
      'other reasons stand',
      ({ before, after }) => ({ before: { ...before, rules: [] }, after }),
      'conflict',
      '2022-01-26',
    ],
    ['none is said to stand, and one does', ({ after }) => ({ after }), 'conflict', '2022-01-26'],
    [
      'one is said to stand, and none does',
      ({ before, after }) => ({
        before: { ...before, id: 'enforceable' },
        after: { ...after, id: 'enforceable' },
      }),
      'conflict',
      '2022-01-26',
    ],
    [
      'another deadline afterwards',
      ({ before, after }) => ({ before, after: { ...after, id: 'challenge' } }),
      'conflict',
      '2022-01-26',
    ],
    [
      'other terms afterwards',
      ({ before, after }) => ({ before, after: { ...after, terms: ['T1'] } }),
      'conflict',
      '2022-01-26',
    ],
    [
      'another route afterwards',
      ({ before, after }) => ({ before, after: { ...after, route: 'offence' } }),
      'conflict',
      '2022-01-26',
    ],
    [
      'another party afterwards',
      ({ before, after }) => ({ before, after: { ...after, party: 'other' } }),
      'conflict',
      '2022-01-26',
    ],
    ['nothing would change', ({ before }) => ({ before, after: before }), 'conflict', '2022-01-25'],
    [
      'an unknown term',
      ({ after }) => ({ after: { ...after, terms: ['T9'] } }),
      'unknown-term',
      'T9',
    ],
    [
      'an unknown party',
      ({ after }) => ({ after: { ...after, party: 'nobody' } }),
      'unknown-party',
      'nobody',
    ],
  ])('%s', (_, fields, code, value) => {
    const before = run.state
    expect(run.refusal(approval(fields(sides('comply'))))).toMatchObject({ code, value })
    expect(run.state).toBe(before)
  })
  test('approved twice, or after the date moved otherwise', () => {
    const both = sides('comply')
    run.say(approval(both))
    expect(run.refusal(approval(both))).toMatchObject({ code: 'conflict', value: '2022-01-26' })
  })
  test('the order is closed', () => {
    const both = sides('comply')
    run.say({ kind: 'close', on: '2022-01-05', reason: 'x' })
    expect(run.refusal(approval(both))).toMatchObject({ code: 'already-ended' })
  })
})

describe('why', () => {
  test('a holiday, with its rule; weekends at the end of the longer count made no difference', () => {
    const { before, after } = sides('comply')
    expect(whyDiffers(before, after)).toEqual([
      { kind: 'day', date: '2022-01-10', why: 'mourning', counts: false },
      {
        kind: 'rules',
        gone: [],
        added: [{ statute: 'ca-bc-pipa', section: 'Proclamation', confidence: 'S' }],
      },
    ])
    const weekend = issued('ca-bc-oipc', 'ca-bc-pipa', '2021-12-10').say({
      kind: 'serve',
      on: '2021-12-10',
      party: 'acme',
      means: 'x',
    })
    const moved = listed(weekend).changes.find(({ id }) => id === 'comply')
    expect([moved?.before?.date, moved?.after?.date]).toEqual(['2022-01-21', '2022-01-24'])
    expect(
      whyDiffers(moved?.before, moved?.after).map((reason) =>
        reason.kind === 'day' ? reason.date : reason.kind,
      ),
    ).toEqual(['2022-01-10', 'rules'])
    expect(whyDiffers(after, before)).toEqual([
      { kind: 'day', date: '2022-01-10', why: 'mourning', counts: true },
      {
        kind: 'rules',
        gone: [{ statute: 'ca-bc-pipa', section: 'Proclamation', confidence: 'S' }],
        added: [],
      },
    ])
  })
  test('the period, the start, zone data; a deadline that is new or gone', () => {
    const { before } = sides('comply')
    expect(
      whyDiffers(before, {
        ...before,
        date: d('2022-03-01'),
        derivation: { ...before.derivation, period: { days: 60 } },
      }),
    ).toEqual([{ kind: 'period', before: { days: 30 }, after: { days: 60 } }])
    expect(
      whyDiffers(before, {
        ...before,
        date: d('2022-01-26'),
        derivation: { ...before.derivation, from: d('2021-12-15') },
      }),
    ).toMatchObject([
      { kind: 'start', before: { from: '2021-12-14' }, after: { from: '2021-12-15' } },
    ])
    expect(
      whyDiffers(before, { ...before, endsAt: '2022-01-26T07:00:00.000Z', zoneData: '2027a' }),
    ).toEqual([{ kind: 'zone-data', before: '2026c', after: '2027a' }])
    expect([whyDiffers(undefined, before), whyDiffers(before, undefined)]).toEqual([
      [{ kind: 'new' }],
      [{ kind: 'gone' }],
    ])
  })
})

describe('of packs with the same statute and first day', () => {
  test('the latest version counts, in whatever order they are found; an earlier one counts nowhere', () => {
    const bc = packs.filter(({ statute }) => statute === 'ca-bc-pipa')
    const from = bc[0]?.inForce.from ?? d('2004-01-01')
    const [two, ten] = ['2', '10'].map(
      (version) => ({ ...bc[0], version, inForce: { from, to: d('2021-12-31') } }) as Pack,
    )
    if (two === undefined || ten === undefined || bc[0] === undefined) throw new Error('no pack')
    const old = { ...bc[0], version: '1' }
    for (const all of [
      [old, two, ten],
      [ten, two, old],
    ])
      expect(unwrap(packFor(all, 'ca-bc-pipa', d('2021-12-14'))).version).toBe('10')
    const after = packFor([old, two, ten], 'ca-bc-pipa', d('2022-01-01'))
    expect(after.ok ? after.value.version : after.problem.code).toBe('statute-not-in-force')
  })
  test('the later one is no second law for "policy check"', () => {
    const both = withHoliday('2022-01-10').filter(({ statute }) => statute === 'ca-bc-pipa')
    expect(both).toHaveLength(2)
    expect(checkPacks(both).errors).toEqual([])
    expect(
      checkPacks(
        [...both, ...both.slice(0, 1)].map((pack) => ({ ...pack, version: '1' })),
      ).errors.map(({ code }) => code),
    ).toContain('overlap-in-force')
  })
})
