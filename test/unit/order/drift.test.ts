// Changes of law, holidays and zone data while orders are open: what is listed, and that nothing else is.

import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { startOfDay } from '../../../shared/calendar/zone.ts'
import type { AggregateRef, OfficeId } from '../../../shared/kernel/ids.ts'
import type { OrderEvent } from '../../../shared/order/order.schema.ts'
import { evolve } from '../../../shared/order/evolve.ts'
import type { OrderState } from '../../../shared/order/state.ts'
import { orderRules } from '../../../shared/order/rules.ts'
import { driftOf, type Change, type Drift } from '../../../shared/order/drift.ts'
import type { Holiday, Pack } from '../../../shared/policy/pack.schema.ts'
import { unwrap } from '../../../shared/kernel/problems.ts'
import {
  officeEntry,
  OrderRun,
  respondent,
  threeTerms,
  type Loose,
} from '../../support/founding.ts'
import { recompute } from '../../support/recompute.ts'
import { d, packs } from '../policy/packs.ts'

const names: Readonly<Record<string, string>> = {
  'ca-bc-pipa': 'ca-bc-oipc',
  'ca-ab-pipa': 'ca-ab-oipc',
  'ca-qc-p391': 'ca-qc-cai',
}
const other = { ...respondent, id: 'acme-canada' }

function order(statute: string, all: readonly Pack[] = packs): OrderRun {
  const office = names[statute] ?? 'xx-office'
  const ref: AggregateRef = { office: office as OfficeId, kind: 'order', id: 'O1' }
  return new OrderRun(orderRules, ref, {
    office: officeEntry(office, statute),
    packs: all,
    zoneData: '2026c',
    today: d('2030-01-01'),
  })
}
function served(statute: string, on: string): OrderRun {
  return order(statute).say(
    {
      kind: 'issue',
      on,
      matter: 'm',
      statute,
      respondent,
      otherParties: [other],
      terms: threeTerms,
    },
    { kind: 'serve', on, party: 'acme', means: 'x' },
  )
}
const eventsOf = (run: OrderRun): OrderEvent[] => run.events.map(({ event }) => event)
const drift = (run: OrderRun, now: readonly Pack[], zoneData = '2026c'): Drift =>
  unwrap(driftOf(run.ref, run.state, eventsOf(run), { ...run.context, packs: now, zoneData }))
/** `comply T1+T2 before → after`, with the lenient dates. */
const moves = (changes: readonly Change[]) =>
  changes.map((change) => {
    if (change.kind !== 'deadline') return change.kind
    const side = (deadline: typeof change.before) =>
      deadline === undefined
        ? '-'
        : deadline.date + (deadline.lenientDate === undefined ? '' : `~${deadline.lenientDate}`)
    return `${[change.route ?? change.id, change.terms.join('+')].filter((part) => part !== '').join(' ')} ${side(change.before)} → ${side(change.after)}`
  })

const changed = (statute: string, change: (pack: Pack) => Pack): Pack[] =>
  packs.map((pack) =>
    pack.statute === statute ? { ...change(pack), version: `${pack.version}.1` } : pack,
  )
const mourning = (date: string): Holiday => ({
  id: 'mourning',
  name: { en: 'Day of mourning', fr: 'Jour de deuil' },
  rule: { kind: 'dates', dates: [d(date)] },
  citations: [{ section: 'Proclamation', confidence: 'S' }],
})
const proclaimed = (statute: string, date: string) =>
  changed(statute, (pack) => ({ ...pack, holidays: [...pack.holidays, mourning(date)] }))
const lost = (statute: string, id: string) =>
  changed(statute, (pack) => ({
    ...pack,
    holidays: pack.holidays.filter((holiday) => holiday.id !== id),
  }))

describe('holidays', () => {
  test('one proclaimed inside the window moves both dates, and each side has its own reasons', () => {
    const { changes, pack } = drift(
      served('ca-bc-pipa', '2021-12-14'),
      proclaimed('ca-bc-pipa', '2022-01-10'),
    )
    expect(moves(changes)).toEqual([
      'challenge 2022-01-25 → 2022-01-26',
      'comply T1+T2+T3 2022-01-25 → 2022-01-26',
    ])
    const [challenge] = changes
    if (
      challenge?.kind !== 'deadline' ||
      challenge.before === undefined ||
      challenge.after === undefined
    )
      throw new Error('no two sides')
    expect([recompute(challenge.before.derivation), recompute(challenge.after.derivation)]).toEqual(
      ['2022-01-25', '2022-01-26'],
    )
    expect(challenge.before.derivation.skipped).not.toContainEqual({
      date: '2022-01-10',
      why: 'mourning',
    })
    expect(challenge.after.derivation.skipped).toContainEqual({
      date: '2022-01-10',
      why: 'mourning',
    })
    expect(challenge.after.rules).toContainEqual({
      statute: 'ca-bc-pipa',
      section: 'Proclamation',
      confidence: 'S',
    })
    expect(challenge.after.endsAt).toBe('2022-01-27T08:00:00.000Z')
    expect(pack.after).toBe(`${pack.before}.1`)
  })
  test.each<[string, string, string, Pack[], string[]]>([
    [
      'proclaimed on a Saturday: nothing',
      'ca-bc-pipa',
      '2021-12-14',
      proclaimed('ca-bc-pipa', '2022-01-08'),
      [],
    ],
    [
      'proclaimed the day after: nothing',
      'ca-bc-pipa',
      '2021-12-14',
      proclaimed('ca-bc-pipa', '2022-01-26'),
      [],
    ],
    [
      'under another statute: nothing',
      'ca-bc-pipa',
      '2021-12-14',
      proclaimed('ca-ab-pipa', '2022-01-10'),
      [],
    ],
    [
      'lost',
      'ca-bc-pipa',
      '2023-09-15',
      lost('ca-bc-pipa', 'thanksgiving'),
      ['challenge 2023-10-30 → 2023-10-27', 'comply T1+T2+T3 2023-10-30 → 2023-10-27'],
    ],
    [
      'on the last day of calendar days: only what ended that day, and what hangs on it',
      'ca-ab-pipa',
      '2021-12-07',
      proclaimed('ca-ab-pipa', '2022-01-21'),
      ['challenge 2022-01-21 → 2022-01-24', 'comply-not-before T1+T2+T3 2022-01-22 → 2022-01-25'],
    ],
    [
      'inside calendar days: nothing',
      'ca-ab-pipa',
      '2021-12-07',
      proclaimed('ca-ab-pipa', '2022-01-10'),
      [],
    ],
    [
      'both readings move',
      'ca-qc-p391',
      '2024-05-02',
      proclaimed('ca-qc-p391', '2024-06-03'),
      [
        'challenge 2024-06-01~2024-06-03 → 2024-06-01~2024-06-04',
        'enforceable T3 2024-06-01~2024-06-03 → 2024-06-01~2024-06-04',
        'comply T3 2024-06-01~2024-06-03 → 2024-06-01~2024-06-04',
      ],
    ],
  ])('%s', (_, statute, on, now, expected) => {
    expect(moves(drift(served(statute, on), now).changes)).toEqual(expected)
  })
})

describe('law', () => {
  const longer = (pack: Pack): Pack => ({
    ...pack,
    clocks: pack.clocks.map((clock) =>
      clock.id === 'comply' ? { ...clock, period: { days: 60 } } : clock,
    ),
  })
  test('a section that was read wrongly, corrected in the same pack', () => {
    expect(
      moves(drift(served('ca-ab-pipa', '2021-12-07'), changed('ca-ab-pipa', longer)).changes),
    ).toEqual(['comply T1+T2+T3 2022-01-26 → 2022-02-07'])
  })
  test('an amendment is a second pack: an order issued before it keeps its own, one issued after has the new one', () => {
    const amended = packs.flatMap((pack) =>
      pack.statute === 'ca-ab-pipa'
        ? [
            { ...pack, inForce: { ...pack.inForce, to: d('2021-12-31') } },
            { ...longer(pack), inForce: { ...pack.inForce, from: d('2022-01-01') } },
          ]
        : [pack],
    )
    expect(drift(served('ca-ab-pipa', '2021-12-07'), amended).changes).toEqual([])
    expect(moves(drift(served('ca-ab-pipa', '2022-01-04'), amended).changes)).toEqual([
      'comply T1+T2+T3 2022-02-23 → 2022-03-07',
    ])
  })
  test('a new version that says the same: nothing, but the version is told', () => {
    const run = served('ca-ab-pipa', '2021-12-07')
    const { changes, pack } = drift(
      run,
      changed('ca-ab-pipa', (same) => same),
    )
    expect(changes).toEqual([])
    expect(pack).toEqual({ before: run.state.packVersion, after: `${run.state.packVersion}.1` })
  })
  test('a clock that is gone, and one that is new', () => {
    const gone = changed('ca-ab-pipa', (pack) => ({
      ...pack,
      clocks: pack.clocks.map((clock) =>
        clock.id === 'comply-not-before' ? { ...clock, id: 'enforceable' } : clock,
      ),
    }))
    expect(moves(drift(served('ca-ab-pipa', '2021-12-07'), gone).changes)).toEqual([
      'comply-not-before T1+T2+T3 2022-01-22 → -',
      'enforceable T1+T2+T3 - → 2022-01-22',
    ])
  })
  test('an extension that nobody had power to give is named, and the date without it', () => {
    const run = served('ca-ab-pipa', '2021-12-07').say({
      kind: 'extend',
      on: '2022-01-10',
      to: '2022-03-15',
      grantedBy: 'court',
      terms: ['T1'],
      reason: 'consent',
    })
    const none = changed('ca-ab-pipa', (pack) => ({
      ...pack,
      extensions: pack.extensions.map((rule) => ({
        ...rule,
        allowed: false,
        citations: rule.citations.map((one) => ({ ...one, confidence: 'V' as const })),
      })),
    }))
    const { changes } = drift(run, none)
    expect(changes[0]).toMatchObject({
      kind: 'refused',
      fact: 'extended',
      on: '2022-01-10',
      problem: { code: 'not-extendable', rule: { section: '54(5)' } },
    })
    expect(moves(changes.slice(1))).toEqual(['comply T1 2022-03-15 → 2022-01-26'])
    expect(drift(run, packs).changes).toEqual([])
  })
  test('the pack that governs is gone: refused by name', () => {
    const run = served('ca-ab-pipa', '2021-12-07')
    expect(
      driftOf(run.ref, run.state, eventsOf(run), {
        ...run.context,
        packs: packs.filter(({ statute }) => statute !== 'ca-ab-pipa'),
      }),
    ).toMatchObject({ ok: false, problem: { code: 'unknown-statute', value: 'ca-ab-pipa' } })
  })
})

describe('zone data', () => {
  /** The order as data older than 2026c would have recorded it: British Columbia still an hour behind in the winter of 2026–27. */
  function recordedWithOldData(run: OrderRun): { state: OrderState; events: OrderEvent[] } {
    const old = (instant: string) =>
      instant >= '2026-11-01' ? new Date(Date.parse(instant) + 3_600_000).toISOString() : instant
    const events = eventsOf(run).map((event): OrderEvent =>
      event.kind !== 'copy-given'
        ? event
        : {
            ...event,
            deadlines: event.deadlines.map((deadline) => ({
              ...deadline,
              zoneData: '2025c',
              endsAt: old(deadline.endsAt),
              alarmAt: old(deadline.alarmAt),
            })),
          },
    )
    return {
      events,
      state: events.reduce<OrderState | undefined>(
        (state, event) => evolve(run.ref, state, event),
        undefined,
      ) as OrderState,
    }
  }
  test('newer data moves the instant at which the same date ends, and says which data gave it', () => {
    const run = served('ca-bc-pipa', '2026-11-02')
    const { state, events } = recordedWithOldData(run)
    const { changes } = unwrap(driftOf(run.ref, state, events, run.context))
    expect(moves(changes)).toEqual([
      'challenge 2026-12-15 → 2026-12-15',
      'comply T1+T2+T3 2026-12-15 → 2026-12-15',
    ])
    expect(changes[1]).toMatchObject({
      before: { endsAt: '2026-12-16T08:00:00.000Z', zoneData: '2025c' },
      after: { endsAt: '2026-12-16T07:00:00.000Z', zoneData: '2026c' },
    })
    expect(startOfDay(d('2026-12-16'), 'America/Vancouver')).toBe('2026-12-16T07:00:00.000Z')
  })
  test('dates that end the same under both: nothing', () => {
    const run = served('ca-bc-pipa', '2026-08-03')
    const { state, events } = recordedWithOldData(run)
    expect(unwrap(driftOf(run.ref, state, events, run.context)).changes).toEqual([])
  })
})

describe('what came after', () => {
  const jr = (on: string) =>
    ({
      kind: 'challenge',
      on,
      challenge: 'jr',
      challengeKind: 'judicial-review',
      forum: 'court',
    }) as const
  test('a holiday before a stay changes what was left of the time, and so the date after it', () => {
    const run = served('ca-bc-pipa', '2021-12-14').say(jr('2022-01-11'), {
      kind: 'decide',
      on: '2022-02-10',
      challenge: 'jr',
      outcome: 'upheld',
      citation: '2022 BCSC 1',
      endsStay: true,
    })
    // Ten PIPA-days were left; with January 10 a holiday, eleven.
    expect(moves(drift(run, proclaimed('ca-bc-pipa', '2022-01-10')).changes)).toEqual([
      'comply T1+T2+T3 2022-02-10~2022-02-25 → 2022-02-10~2022-02-28',
    ])
    expect(moves(drift(run, proclaimed('ca-bc-pipa', '2022-02-15')).changes)).toEqual([
      'comply T1+T2+T3 2022-02-10~2022-02-25 → 2022-02-10~2022-02-28',
    ])
  })
  test('stayed terms are listed too: the rest of their time is counted from the date', () => {
    const run = served('ca-bc-pipa', '2021-12-14').say(jr('2022-01-11'))
    expect(moves(drift(run, proclaimed('ca-bc-pipa', '2022-01-10')).changes)).toEqual([
      'comply T1+T2+T3 2022-01-25 → 2022-01-26',
    ])
  })
  test('a challenge on the last day is late once a holiday is lost: that it stays nothing is told', () => {
    const run = order('ca-bc-pipa', proclaimed('ca-bc-pipa', '2022-01-10')).say(
      {
        kind: 'issue',
        on: '2021-12-14',
        matter: 'm',
        statute: 'ca-bc-pipa',
        respondent,
        terms: threeTerms,
      },
      { kind: 'serve', on: '2021-12-14', party: 'acme', means: 'x' },
      jr('2022-01-26'),
    )
    const { changes } = drift(run, packs)
    expect(moves(changes)).toEqual(['comply T1+T2+T3 2022-01-26 → 2022-01-25', 'challenge'])
    expect(changes[1]).toMatchObject({
      challenge: 'jr',
      before: { inTime: 'yes', stays: [{ terms: ['T1', 'T2', 'T3'] }] },
      after: { inTime: 'no', stays: [] },
    })
  })
  test('a correction that restarted the clock, and a limitation period that a reached date began', () => {
    const corrected = served('ca-qc-p391', '2024-03-04').say({
      kind: 'correct',
      on: '2024-03-18',
      touchesConclusions: true,
      reason: 'clerical',
    })
    expect(moves(drift(corrected, proclaimed('ca-qc-p391', '2024-04-17')).changes)).toEqual([
      'challenge 2024-04-17 → 2024-04-18',
      'enforceable T3 2024-04-17 → 2024-04-18',
      'comply T3 2024-04-17 → 2024-04-18',
    ])
    const reached = served('ca-bc-pipa', '2021-12-14')
    for (
      let alarm = orderRules.nextAlarm(reached.state);
      alarm !== undefined && !alarm.key.startsWith('limitation');
      alarm = orderRules.nextAlarm(reached.state)
    )
      reached.do(alarm.command as never)
    expect(moves(drift(reached, proclaimed('ca-bc-pipa', '2022-01-10')).changes)).toEqual([
      'challenge 2022-01-25 → 2022-01-26',
      'comply T1+T2+T3 2022-01-25 → 2022-01-26',
      'offence T1+T2+T3 2023-01-25 → 2023-01-26',
    ])
  })
  test.each<[string, Loose[], string[]]>([
    [
      'terms that have ended are not open',
      [
        { kind: 'withdraw', on: '2022-01-03', terms: ['T1'], reason: 'x' },
        { kind: 'assess', on: '2022-01-03', terms: ['T2'], finding: 'accepted', basis: 'report' },
      ],
      ['challenge 2022-01-25 → 2022-01-26', 'comply T3 2022-01-25 → 2022-01-26'],
    ],
    [
      'nor is anything of an order all of which has ended',
      [{ kind: 'assess', on: '2022-01-03', finding: 'accepted', basis: 'report' }],
      [],
    ],
    ['nor of a closed one', [{ kind: 'close', on: '2022-01-03', reason: 'x' }], []],
    [
      'the other party has its own',
      [{ kind: 'serve', on: '2022-02-01', party: 'acme-canada', means: 'x' }],
      ['challenge 2022-01-25 → 2022-01-26', 'comply T1+T2+T3 2022-01-25 → 2022-01-26'],
    ],
  ])('%s', (_, more, expected) => {
    expect(
      moves(
        drift(
          served('ca-bc-pipa', '2021-12-14').say(...more),
          proclaimed('ca-bc-pipa', '2022-01-10'),
        ).changes,
      ),
    ).toEqual(expected)
  })
})

describe('any history', () => {
  const day = fc.integer({ min: 0, max: 120 })
  const on = (days: number) =>
    new Date(Date.UTC(2022, 0, 3) + days * 86_400_000).toISOString().slice(0, 10)
  const act = fc.oneof(
    fc.record({
      kind: fc.constant('serve'),
      days: day,
      party: fc.constantFrom('acme', 'acme-canada'),
      means: fc.constant('x'),
    }),
    fc.record({
      kind: fc.constant('challenge'),
      days: day,
      challenge: fc.constantFrom('a', 'b'),
      challengeKind: fc.constantFrom('appeal', 'judicial-review'),
      forum: fc.constant('court'),
    }),
    fc.record({
      kind: fc.constant('decide'),
      days: day,
      challenge: fc.constantFrom('a', 'b'),
      outcome: fc.constantFrom('upheld', 'varied'),
      citation: fc.constantFrom('c1', 'c2'),
      endsStay: fc.boolean(),
    }),
    fc.record({
      kind: fc.constant('stay'),
      days: day,
      action: fc.constantFrom('ordered', 'lifted'),
      forum: fc.constant('court'),
    }),
    fc.record({
      kind: fc.constant('extend'),
      days: day,
      to: day.map((days) => on(days + 60)),
      grantedBy: fc.constant('court'),
      reason: fc.constant('x'),
    }),
    fc.record({ kind: fc.constant('undo-extension'), days: day, reason: fc.constant('x') }),
    fc.record({
      kind: fc.constant('correct'),
      days: day,
      touchesConclusions: fc.constant(true),
      reason: fc.constant('x'),
    }),
  )
  const history = fc.record({
    statute: fc.constantFrom(...Object.keys(names)),
    acts: fc.array(act, { minLength: 3, maxLength: 12 }),
    holiday: fc.integer({ min: 0, max: 200 }).map(on),
  })

  function play(
    statute: string,
    acts: readonly { kind: string; days: number }[],
    all: readonly Pack[],
  ): OrderRun {
    const run = order(statute, all).say(
      {
        kind: 'issue',
        on: on(0),
        matter: 'm',
        statute,
        respondent,
        otherParties: [other],
        terms: threeTerms,
      },
      { kind: 'serve', on: on(0), party: 'acme', means: 'x' },
    )
    // Much of it is refused, and leaves no trace.
    for (const { days, ...rest } of acts.toSorted((a, b) => a.days - b.days))
      run.refusal({ ...rest, on: on(days) } as Loose)
    return run
  }

  test('under the same packs and zone data: nothing', () => {
    fc.assert(
      fc.property(history, ({ statute, acts }) => {
        expect(drift(play(statute, acts, packs), packs).changes).toEqual([])
      }),
      { numRuns: 200 },
    )
  })
  test('with a holiday more: exactly what recording the same facts under it gives', () => {
    let moved = 0
    fc.assert(
      fc.property(history, ({ statute, acts, holiday }) => {
        const now = proclaimed(statute, holiday)
        const [before, after] = [play(statute, acts, packs), play(statute, acts, now)]
        // Where another act is refused under the new law, the facts are not the same.
        fc.pre(
          before.events.map(({ event }) => `${event.kind} ${event.on}`).join() ===
            after.events.map(({ event }) => `${event.kind} ${event.on}`).join(),
        )
        const perTerm = (state: OrderState) =>
          new Map(
            state.deadlines.flatMap((deadline) =>
              (deadline.terms.length === 0 ? [''] : deadline.terms).map((term) => [
                `${deadline.id} ${deadline.party} ${term}`,
                `${deadline.date} ${deadline.lenientDate}`,
              ]),
            ),
          )
        const [old, fresh] = [perTerm(before.state), perTerm(after.state)]
        const challenged = (key: string) =>
          key.startsWith('challenge') &&
          before.state.challenges.some(({ party }) => key.includes(` ${party} `))
        const expected = [...new Set([...old.keys(), ...fresh.keys()])].filter(
          (key) => old.get(key) !== fresh.get(key) && !challenged(key),
        )
        const listed = drift(before, now).changes.flatMap((change) =>
          change.kind === 'deadline'
            ? (change.terms.length === 0 ? [''] : change.terms).map(
                (term) => `${change.id} ${change.party} ${term}`,
              )
            : [],
        )
        expect(listed.toSorted()).toEqual(expected.toSorted())
        moved += listed.length
      }),
      { numRuns: 400 },
    )
    expect(moved).toBeGreaterThan(20)
  })
})
