// Random histories: whatever people send in whatever order, the rules answer, never contradict themselves, and forget nothing.

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { boardOrderSchema } from '../../../shared/board/board.schema.ts'
import { viewOrder } from '../../../shared/board/view.ts'
import { addDays } from '../../../shared/kernel/date.ts'
import { orderEventSchema } from '../../../shared/order/order.schema.ts'
import { orderRules } from '../../../shared/order/rules.ts'
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
const day = fc.integer({ min: 0, max: 1500 }).map((offset) => addDays(start, offset))
const terms = fc.option(fc.subarray(['T1', 'T2', 'T3', 'T9'], { minLength: 1 }), { nil: undefined })
const challenge = fc.constantFrom('c1', 'c2', 'c3')

const command: fc.Arbitrary<Loose> = fc.oneof(
  fc.record({
    kind: fc.constant('serve' as const),
    on: day,
    party: fc.constantFrom('acme', 'subsidiary', 'stranger'),
    means: fc.constant('courier'),
  }),
  fc.record({ kind: fc.constant('refuse' as const), on: day, terms }),
  fc.record({
    kind: fc.constant('comply' as const),
    on: day,
    terms,
    outcome: fc.constantFrom('complied', 'partial'),
  }),
  fc.record({
    kind: fc.constant('challenge' as const),
    on: day,
    challenge,
    challengeKind: fc.constantFrom('judicial-review', 'appeal'),
    forum: fc.constant('court'),
    terms,
    from: fc.option(fc.constantFrom('d1', 'd2'), { nil: undefined }),
  }),
  fc.record({
    kind: fc.constant('decide' as const),
    on: day,
    challenge,
    outcome: fc.constantFrom('upheld', 'quashed', 'varied', 'remitted', 'withdrawn'),
    citation: fc.constantFrom('d1', 'd2', 'd3'),
    endsStay: fc.option(fc.boolean(), { nil: undefined }),
  }),
  fc.record({
    kind: fc.constant('stay' as const),
    on: day,
    action: fc.constantFrom('sought', 'ordered', 'lifted'),
    forum: fc.constant('court'),
    terms,
  }),
  fc.record({
    kind: fc.constant('extend' as const),
    on: day,
    to: day,
    grantedBy: fc.constantFrom('office', 'court'),
    reason: fc.constant('r'),
    terms,
  }),
  fc.record({
    kind: fc.constant('correct' as const),
    on: day,
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
    route: fc.constantFrom('offence', 'court-filing', 'contempt', 'penal'),
    outcome: fc.constantFrom('convicted', 'filed', 'contempt'),
    amount: fc.option(fc.integer({ min: 0, max: 300_000 }), { nil: undefined }),
  }),
  fc.record({ kind: fc.constant('withdraw' as const), on: day, terms, reason: fc.constant('r') }),
  fc.record({ kind: fc.constant('close' as const), on: day, reason: fc.constant('r') }),
)

const office = fc.constantFrom(
  ['ca-bc-oipc', 'ca-bc-pipa'] as const,
  ['ca-ab-oipc', 'ca-ab-pipa'] as const,
  ['ca-qc-cai', 'ca-qc-p391'] as const,
)

function play([id, statute]: readonly [string, string], commands: readonly Loose[]): OrderRun {
  const run = orderRun(id, statute).say({
    kind: 'issue',
    on: start,
    matter: 'm',
    statute,
    respondent,
    otherParties: [{ ...respondent, id: 'subsidiary' }],
    terms: threeTerms,
  })
  for (const each of commands) {
    const clean = Object.fromEntries(
      Object.entries(each).filter(([, value]) => value !== undefined),
    ) as Loose
    run.refusal(clean)
  }
  return run
}

describe('any sequence of commands', () => {
  it('gives events of the published form, and views of the published form on every day', () => {
    let recorded = 0
    fc.assert(
      fc.property(
        office,
        fc.array(command, { minLength: 5, maxLength: 25 }),
        day,
        (at, commands, asOf) => {
          const run = play(at, commands)
          recorded += run.events.length - 1
          for (const { event } of run.events)
            expect(orderEventSchema.safeParse(event).error).toBeUndefined()
          const view = viewOrder(
            { version: run.aggregate.version, state: run.upTo(asOf) },
            packs,
            asOf,
          )
          expect(boardOrderSchema.safeParse(view).error).toBeUndefined()
          for (const term of view.terms) {
            expect(term.stayed && term.clock !== 'stayed' && term.clock !== 'not-started').toBe(
              false,
            )
            if (term.clock === 'lapsed')
              expect(term.due !== null && asOf > term.due.date).toBe(true)
          }
        },
      ),
      { numRuns: 300 },
    )
    expect(recorded).toBeGreaterThan(100)
  })

  it('leaves finitely many alarms, none of them for a closed order', () => {
    fc.assert(
      fc.property(office, fc.array(command, { maxLength: 15 }), (at, commands) => {
        const run = play(at, commands)
        let rung = 0
        for (
          let alarm = orderRules.nextAlarm(run.state);
          alarm !== undefined;
          alarm = orderRules.nextAlarm(run.state)
        ) {
          expect(run.state.closedOn).toBeUndefined()
          const problem = run.try(alarm.command as never)
          if (problem?.code === 'future-date' || problem?.code === 'conflict') break
          expect(problem).toBeUndefined()
          rung += 1
          expect(rung).toBeLessThanOrEqual(run.state.deadlines.length)
        }
      }),
      { numRuns: 200 },
    )
  })

  it('is the same whoever folds it, and whenever', () => {
    fc.assert(
      fc.property(office, fc.array(command, { maxLength: 20 }), (at, commands) => {
        const run = play(at, commands)
        expect(run.upTo('9999-12-31')).toEqual(run.state)
      }),
      { numRuns: 100 },
    )
  })
})
