// The earliest instant at which all may act, across laws and zones, and which office it waits for.

import * as fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import type { Instant } from '../../../shared/kernel/date.ts'
import { dateAt, instantOf, startOfDay, wallClock } from '../../../shared/calendar/zone.ts'
import type { OfficeId } from '../../../shared/kernel/ids.ts'
import { commonMoment } from '../../../shared/joint/common-moment.ts'
import type { Readiness } from '../../../shared/joint/participation.schema.ts'
import { d } from '../../support/founding.ts'

const [bc, ab, qc, opc] = ['ca-bc-oipc', 'ca-ab-oipc', 'ca-qc-cai', 'ca-fed-opc'] as OfficeId[] as [
  OfficeId,
  OfficeId,
  OfficeId,
  OfficeId,
]
const zones = {
  [bc]: 'America/Vancouver',
  [ab]: 'America/Edmonton',
  [qc]: 'America/Toronto',
  [opc]: 'America/Toronto',
}
const at = (text: string) => text as Instant
const noon = at('2021-12-20T12:00:00.000Z')

const from = (office: OfficeId, date: string, until?: string): [OfficeId, Readiness] => {
  const zone = zones[office] ?? 'UTC'
  return [
    office,
    {
      state: 'ready',
      from: startOfDay(d(date), zone),
      date: d(date),
      zone,
      ...(until === undefined ? {} : { until: at(until) }),
      why: { en: `${office} from ${date}`, fr: `${office} dès ${date}` },
    },
  ]
}
const nowReady = (office: OfficeId): [OfficeId, Readiness] => [
  office,
  {
    state: 'ready',
    from: noon,
    date: dateAt(noon, zones[office] ?? 'UTC'),
    zone: zones[office] ?? 'UTC',
    why: { en: 'now', fr: 'maintenant' },
  },
]
const blocked = (office: OfficeId): [OfficeId, Readiness] => [
  office,
  { state: 'blocked', reason: { code: 'route-not-available', message: 'Every term is stayed' } },
]
const ask = (
  reports: readonly [OfficeId, Readiness][],
  required: readonly OfficeId[] = reports.map(([office]) => office),
  now = noon,
) => commonMoment(new Map(reports), required, now)

describe('the founding case: offence in British Columbia, court filing in Alberta, prohibition in Quebec', () => {
  const answer = ask([from(bc, '2022-01-26'), from(ab, '2022-01-27'), nowReady(qc)])
  if (answer.state !== 'at') throw new Error(answer.state)
  it('all three can act when the day of Alberta begins', () => {
    expect(answer.earliest).toBe('2022-01-27T07:00:00.000Z')
    expect(answer).not.toHaveProperty('latest')
  })
  it('which is another hour, and in Victoria another day, on each wall', () => {
    expect(answer.steps.map(({ office, local, offset }) => [office, local, offset])).toEqual([
      [bc, '2022-01-26 23:00', '-08:00'],
      [ab, '2022-01-27 00:00', '-07:00'],
      [qc, '2022-01-27 02:00', '-05:00'],
    ])
  })
  it('and it is Alberta for which the others wait', () => {
    expect(answer.steps.filter(({ binding }) => binding).map(({ office }) => office)).toEqual([ab])
    expect(answer.steps.map(({ why }) => why.en)).toEqual([
      'ca-bc-oipc from 2022-01-26',
      'ca-ab-oipc from 2022-01-27',
      'now',
    ])
  })
})

describe('what decides', () => {
  it('the same date begins later in the west: British Columbia binds, by three hours', () => {
    const answer = ask([from(bc, '2022-02-01'), from(qc, '2022-02-01')])
    expect(answer).toMatchObject({
      state: 'at',
      earliest: '2022-02-01T08:00:00.000Z',
      steps: [
        { office: bc, binding: true },
        { office: qc, binding: false, local: '2022-02-01 03:00' },
      ],
    })
  })
  it('now, and nobody, where all are ready, though they said so in the past', () => {
    expect(ask([from(bc, '2021-12-01'), nowReady(qc)])).toMatchObject({
      state: 'at',
      earliest: noon,
      steps: [{ binding: false }, { binding: false }],
    })
  })
  it('only those that are required: another one may be blocked, or say nothing', () => {
    expect(ask([from(bc, '2022-01-26'), blocked(ab)], [bc])).toMatchObject({
      state: 'at',
      earliest: '2022-01-26T08:00:00.000Z',
      steps: [{ office: bc }],
    })
  })
  it('the first window that ends is the latest moment', () => {
    expect(
      ask([
        from(bc, '2022-01-26', '2023-01-26T07:59:59.999Z'),
        from(ab, '2022-01-27', '2024-01-27T06:59:59.999Z'),
      ]),
    ).toMatchObject({ state: 'at', latest: '2023-01-26T07:59:59.999Z' })
  })
  it('the last instant of a window still is in it; a millisecond later it is not', () => {
    const until = (text: string) =>
      ask([from(bc, '2021-12-20', text), from(ab, '2022-01-27')]).state
    expect([until('2022-01-27T07:00:00.000Z'), until('2022-01-27T06:59:59.999Z')]).toEqual([
      'at',
      'never',
    ])
  })
})

describe('what cannot be', () => {
  it('never, with the two offices that exclude each other', () => {
    const answer = ask([
      nowReady(qc),
      from(bc, '2021-12-20', '2022-01-01T07:59:59.999Z'),
      from(ab, '2022-01-27'),
    ])
    expect(answer).toMatchObject({
      state: 'never',
      because: [
        { office: bc, reason: { code: 'not-ready' } },
        { office: ab, reason: { code: 'not-ready' } },
      ],
    })
  })
  it('never, with the one whose window is over', () => {
    const answer = ask([from(bc, '2021-11-01', '2021-12-01T07:59:59.999Z'), from(qc, '2021-12-01')])
    expect(answer.state === 'never' && answer.because.map(({ office }) => office)).toEqual([bc])
  })
  it('never, with the reason of every one that is blocked; who has said nothing cannot help', () => {
    expect(ask([blocked(bc), blocked(ab)], [bc, ab, qc])).toMatchObject({
      state: 'never',
      because: [{ office: bc, reason: { code: 'route-not-available' } }, { office: ab }],
    })
  })
  it('unknown, with those that have not reported', () => {
    expect(ask([nowReady(qc)], [qc, bc, ab])).toEqual({ state: 'unknown', missing: [bc, ab] })
  })
})

test('it is the first instant at which all may act: not a millisecond earlier, and it stays so until the latest', () => {
  const days = fc
    .integer({ min: 0, max: 40 })
    .map((n) => new Date(Date.UTC(2021, 11, 1 + n)).toISOString().slice(0, 10))
  const window = fc.record({
    office: fc.constantFrom(bc, ab, qc, opc),
    start: days,
    length: fc.option(fc.integer({ min: 1, max: 30 }), { nil: undefined }),
  })
  fc.assert(
    fc.property(
      fc.uniqueArray(window, { selector: ({ office }) => office, minLength: 1 }),
      (windows) => {
        const reports = windows.map(({ office, start, length }): [OfficeId, Readiness] => {
          const [, first] = from(office, start)
          if (first.state !== 'ready' || length === undefined) return [office, first]
          return [
            office,
            {
              ...first,
              until: at(new Date(Date.parse(first.from) + length * 86_400_000 - 1).toISOString()),
            },
          ]
        })
        const mayAll = (instant: number) =>
          reports.every(
            ([, own]) =>
              own.state === 'ready' &&
              Date.parse(own.from) <= instant &&
              (own.until === undefined || instant <= Date.parse(own.until)),
          )
        const answer = ask(reports)
        const starts = [
          Date.parse(noon),
          ...reports.flatMap(([, own]) => (own.state === 'ready' ? [Date.parse(own.from)] : [])),
        ].filter((instant) => instant >= Date.parse(noon))
        const first = starts.toSorted((a, b) => a - b).find(mayAll)
        expect(answer.state === 'at' ? Date.parse(answer.earliest) : undefined).toBe(first)
        if (answer.state === 'at' && answer.latest !== undefined)
          expect([
            mayAll(Date.parse(answer.latest)),
            mayAll(Date.parse(answer.latest) + 1),
          ]).toEqual([true, false])
      },
    ),
  )
})

describe('clocks on the wall', () => {
  test.each([
    ['2021-12-15T02:00:00.000Z', 'America/Vancouver', '2021-12-14 18:00', '-08:00'],
    ['2021-12-15T02:00:00.000Z', 'America/Toronto', '2021-12-14 21:00', '-05:00'],
    ['2021-12-15T02:00:00.000Z', 'America/St_Johns', '2021-12-14 22:30', '-03:30'],
    ['2021-12-15T02:00:00.000Z', 'Europe/Brussels', '2021-12-15 03:00', '+01:00'],
    ['2022-07-15T02:00:00.000Z', 'America/Vancouver', '2022-07-14 19:00', '-07:00'],
    ['2026-12-15T02:00:00.000Z', 'America/Vancouver', '2026-12-14 19:00', '-07:00'],
    ['2021-12-15T02:00:59.999Z', 'UTC', '2021-12-15 02:00', '+00:00'],
  ])('%s in %s shows %s', (instant, zone, local, offset) => {
    expect(wallClock(at(instant), zone)).toEqual({ local, offset })
  })
  test('what a clock shows names the first instant at which it shows it; twice in autumn, never in spring', () => {
    expect(instantOf('2021-11-07 01:30', 'America/Toronto')).toBe('2021-11-07T05:30:00.000Z')
    expect(instantOf('2021-03-14 02:30', 'America/Toronto')).toBeUndefined()
    expect(instantOf('soon', 'America/Toronto')).toBeUndefined()
    fc.assert(
      fc.property(
        fc.integer({ min: Date.UTC(1990, 0, 1) / 60_000, max: Date.UTC(2060, 0, 1) / 60_000 }),
        fc.constantFrom(
          'America/Vancouver',
          'America/Toronto',
          'America/St_Johns',
          'Australia/Sydney',
        ),
        (minute, zone) => {
          const instant = at(new Date(minute * 60_000).toISOString())
          const { local } = wallClock(instant, zone)
          const found = instantOf(local, zone)
          expect(
            found !== undefined && found <= instant && wallClock(found, zone).local === local,
          ).toBe(true)
        },
      ),
    )
  })
})
