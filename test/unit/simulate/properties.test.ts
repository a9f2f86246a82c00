// What was simulated is what happens: the same facts, supposed in one world and recorded in another, leave the order in the same place on any day.
// The other world is recorded here one fact at a time, with every alarm at its instant, as an office and its workflow would.

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { viewOrder } from '../../../shared/board/view.ts'
import { addDays, type Instant, type LocalDate } from '../../../shared/kernel/date.ts'
import { endOfDay, startOfDay } from '../../../shared/calendar/zone.ts'
import type { OrderCommand } from '../../../shared/order/order.schema.ts'
import { orderRules } from '../../../shared/order/rules.ts'
import type { Problem } from '../../../shared/kernel/problems.ts'
import { changedDeadlines } from '../../../shared/simulate/differences.ts'
import type { Change } from '../../../shared/simulate/steps.ts'
import { simulate } from '../../../shared/simulate/simulate.ts'
import {
  d,
  orderRun,
  packs,
  respondent,
  threeTerms,
  type Loose,
  type OrderRun,
} from '../../support/founding.ts'

const start = d('2021-06-01')
const horizon = d('2034-01-01')
const day = fc.integer({ min: 0, max: 1500 }).map((offset) => addDays(start, offset))
const soon = fc.integer({ min: 0, max: 90 }).map((offset) => addDays(start, offset))
const when = fc.oneof(soon, day)
const terms = fc.option(fc.subarray(['T1', 'T2', 'T3', 'T9'], { minLength: 1 }), {
  nil: undefined,
  freq: 2,
})
const challenge = fc.constantFrom('c1', 'c2')
const party = fc.constantFrom('acme', 'subsidiary')

const serve: fc.Arbitrary<Loose> = fc.record({
  kind: fc.constant('serve' as const),
  on: soon,
  party,
  means: fc.constant('courier'),
})
const filed: fc.Arbitrary<Loose> = fc.record({
  kind: fc.constant('challenge' as const),
  on: soon,
  challenge,
  challengeKind: fc.constantFrom('judicial-review', 'appeal'),
  forum: fc.constant('court'),
  terms,
  from: fc.option(fc.constantFrom('d1', 'd2'), { nil: undefined, freq: 1 }),
})
const other: fc.Arbitrary<Loose> = fc.oneof(
  fc.record({ kind: fc.constant('refuse' as const), on: when, terms }),
  fc.record({
    kind: fc.constant('comply' as const),
    on: when,
    terms,
    outcome: fc.constantFrom('complied', 'partial'),
  }),
  fc.record({
    kind: fc.constant('decide' as const),
    on: when,
    challenge,
    outcome: fc.constantFrom('upheld', 'quashed', 'varied', 'withdrawn'),
    citation: fc.constantFrom('d1', 'd2'),
    terms,
    endsStay: fc.option(fc.boolean(), { nil: undefined }),
  }),
  fc.record({
    kind: fc.constant('stay' as const),
    on: when,
    action: fc.constantFrom('sought', 'ordered', 'lifted'),
    forum: fc.constant('court'),
    terms,
  }),
  fc.record({
    kind: fc.constant('extend' as const),
    on: when,
    to: when,
    grantedBy: fc.constantFrom('office', 'court', 'court'),
    reason: fc.constant('r'),
    terms,
  }),
  fc.record({
    kind: fc.constant('undo-extension' as const),
    on: when,
    reason: fc.constant('r'),
    terms,
  }),
  fc.record({
    kind: fc.constant('correct' as const),
    on: when,
    touchesConclusions: fc.boolean(),
    reason: fc.constant('r'),
  }),
  fc.record({
    kind: fc.constant('escalate' as const),
    on: day,
    route: fc.constantFrom('offence', 'court-filing', 'contempt', 'penal', 'damages'),
  }),
  fc.record({
    kind: fc.constant('record-outcome' as const),
    on: day,
    route: fc.constantFrom('offence', 'court-filing', 'penal'),
    outcome: fc.constantFrom('convicted', 'filed', 'contempt'),
    amount: fc.option(fc.constantFrom(10_000, 60_000), { nil: undefined }),
    subsequent: fc.boolean(),
  }),
  fc.record({ kind: fc.constant('withdraw' as const), on: day, terms, reason: fc.constant('r') }),
  fc.record({ kind: fc.constant('close' as const), on: day, reason: fc.constant('r') }),
)
const fact = fc.oneof(
  { arbitrary: serve, weight: 2 },
  { arbitrary: filed, weight: 2 },
  { arbitrary: other, weight: 5 },
)
const office = fc.constantFrom(
  ['ca-bc-oipc', 'ca-bc-pipa'] as const,
  ['ca-ab-oipc', 'ca-ab-pipa'] as const,
  ['ca-qc-cai', 'ca-qc-p391'] as const,
)
type At = readonly [string, string]

const clean = (loose: Loose) =>
  Object.fromEntries(Object.entries(loose).filter(([, value]) => value !== undefined)) as Loose
const byDate = (facts: readonly Loose[]) =>
  facts.toSorted((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0))
const commandOf = (loose: Loose, n: number) =>
  ({ ...loose, id: `s${n}` }) as unknown as OrderCommand

/** Records facts on their days, and alarms as they go off, up to the end of `until`. A command that means all terms is kept as one that names none. */
function record([id, statute]: At, facts: readonly Loose[], until: LocalDate) {
  const run = orderRun(id, statute, 'O1', '9999-12-31').say({
    kind: 'issue',
    on: start,
    matter: 'm',
    statute,
    respondent,
    otherParties: [{ ...respondent, id: 'subsidiary' }],
    terms: threeTerms,
  })
  const { zone } = run.state
  const taken: Loose[] = []
  const problems = new Map<Loose, Problem>()
  for (const each of byDate(facts)) {
    if (each.on > until) continue
    ring(run, startOfDay(each.on as LocalDate, zone))
    const { terms: _, ...all } = each
    const plain = orderRules.decide(run.ref, run.state, commandOf(all as Loose, 0), run.context)
    const problem = run.refusal(each)
    if (problem !== undefined) {
      problems.set(each, problem)
      continue
    }
    const event = run.events.at(-1)?.event
    const same =
      plain.ok &&
      event !== undefined &&
      'terms' in plain.value &&
      'terms' in event &&
      plain.value.terms?.join() === event.terms?.join()
    taken.push(same ? (all as Loose) : each)
  }
  ring(run, endOfDay(until, zone))
  return { run, taken, problems }
}

function ring(run: OrderRun, until: Instant): void {
  for (
    let alarm = orderRules.nextAlarm(run.state);
    alarm !== undefined && alarm.at <= until;
    alarm = orderRules.nextAlarm(run.state)
  )
    if (run.try(alarm.command as never) !== undefined) return
}

/** As a board shows it: the facts up to the day, in the order of their legal dates. */
function lookAt({ ref, events: [first, ...later] }: OrderRun, asOf: LocalDate) {
  if (first === undefined) throw new Error('nothing was recorded')
  const known = later
    .map(({ event }) => event)
    .filter(({ on }) => on <= asOf)
    .toSorted((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0))
  const state = known.reduce(
    (before, event) => orderRules.evolve(ref, before, event),
    orderRules.evolve(ref, undefined, first.event),
  )
  return {
    view: { ...viewOrder({ version: 1, state }, packs, asOf), version: 1 },
    deadlines: state.deadlines,
  }
}

/** The simulation on what `recorded` has, against worlds in which it happened and in which it did not. */
function compare(
  asOf: LocalDate,
  recorded: OrderRun,
  changes: readonly Change[],
  without: OrderRun,
  withIt: OrderRun,
) {
  const {
    orders: [found],
    steps,
  } = simulate({
    orders: [{ ref: recorded.ref, events: recorded.events }],
    changes,
    context: recorded.context,
    asOf,
  })
  if (found === undefined) throw new Error('the order is gone')
  const before = lookAt(without, asOf)
  const after = lookAt(withIt, asOf)
  expect({ ...found.before, version: 1 }).toEqual(before.view)
  expect({ ...found.after, version: 1 }).toEqual(after.view)
  expect(found.deadlines).toEqual(changedDeadlines(before.deadlines, after.deadlines))
  expect(found.changed || JSON.stringify(before.view) === JSON.stringify(after.view)).toBe(true)
  return { steps, found }
}

describe('what was simulated', () => {
  it('is what happens when the same facts are recorded, whatever they are and whenever it is asked', () => {
    let taken = 0
    let refused = 0
    let moved = 0
    fc.assert(
      fc.property(
        office,
        fc.array(fact.map(clean), { maxLength: 12 }),
        fc.array(fact.map(clean), { minLength: 1, maxLength: 4 }),
        day,
        day,
        (at, facts, supposed, today, asOf) => {
          const known = record(at, facts, today)
          const order = known.run.state.order
          const changes = supposed.map((each, n): Change => ({
            kind: 'record',
            orders: [order],
            command: commandOf(each, n),
          }))
          const happened = record(at, [...known.taken, ...supposed], horizon)
          const { steps, found } = compare(
            asOf,
            known.run,
            changes,
            record(at, known.taken, horizon).run,
            happened.run,
          )
          for (const [n, each] of supposed.entries()) {
            const [step, ...more] = steps.filter((own) => own.change === n)
            expect(more).toEqual([])
            const problem = happened.problems.get(each)
            expect(step?.kind === 'refused' ? step.problem : undefined).toEqual(problem)
            if (problem === undefined) taken += 1
            else refused += 1
          }
          if (found.deadlines.length > 0) moved += 1
        },
      ),
      // An alarm whose legal date is before the fact that set it.
      {
        numRuns: 400,
        examples: [
          [
            ['ca-ab-oipc', 'ca-ab-pipa'],
            [],
            [
              { kind: 'serve', on: '2021-06-01', party: 'acme', means: 'courier' },
              {
                kind: 'extend',
                on: '2021-07-23',
                to: '2021-07-22',
                grantedBy: 'court',
                reason: 'r',
              },
            ],
            d('2021-06-01'),
            d('2021-07-22'),
          ],
        ],
      },
    )
    expect(Math.min(taken, refused)).toBeGreaterThan(50)
    expect(moved).toBeGreaterThan(10)
  })

  it('is what happens when a copy is given on another day', () => {
    let done = 0
    let refused = 0
    fc.assert(
      fc.property(
        office,
        serve,
        fc.array(fact.map(clean), { maxLength: 12 }),
        fc.integer({ min: -20, max: 120 }),
        day,
        day,
        (at, first, facts, offset, today, asOf) => {
          const known = record(at, [first, ...facts], today)
          const copy = known.taken.findLast(
            (each) => each.kind === 'serve' && each['party'] === first['party'],
          )
          if (copy === undefined) return
          const to = addDays(start, offset)
          const changes: Change[] = [
            {
              kind: 'move-service',
              orders: [known.run.state.order],
              party: String(copy['party']),
              to,
            },
          ]
          const elsewhere = { ...copy, on: to }
          const happened = record(
            at,
            known.taken.map((each) => (each === copy ? elsewhere : each)),
            horizon,
          )
          const stays = record(at, known.taken, horizon)
          const problem = happened.problems.get(elsewhere)
          const { steps } = compare(
            asOf,
            known.run,
            changes,
            stays.run,
            problem === undefined ? happened.run : stays.run,
          )
          const step = steps.find((each) => each.change === 0)
          expect(step?.kind === 'refused' ? step.problem : undefined).toEqual(problem)
          if (problem === undefined) done += 1
          else refused += 1
        },
      ),
      { numRuns: 400 },
    )
    expect(done).toBeGreaterThan(30)
    expect(refused).toBeGreaterThan(2)
  })

  it('with nothing supposed, is what is', () => {
    fc.assert(
      fc.property(office, fc.array(fact.map(clean), { maxLength: 15 }), day, (at, facts, asOf) => {
        const { run } = record(at, facts, horizon)
        const { steps, orders } = simulate({
          orders: [{ ref: run.ref, events: run.events }],
          changes: [],
          context: run.context,
          asOf,
        })
        expect(steps).toEqual([])
        expect(orders[0]).toMatchObject({ changed: false, deadlines: [] })
        expect(orders[0]?.after).toEqual(orders[0]?.before)
      }),
      { numRuns: 100 },
    )
  })
})
