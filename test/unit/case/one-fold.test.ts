// A dry run, a simulation of nothing, and the board of an office's projection say the same of any life, on any day: they are one fold.
// Lives are random: facts of every kind, back-dated ones and facts recorded in error among them, most of them as real cases have them.

import fc from 'fast-check'
import { expect, it } from 'vitest'
import { openStore } from '../../../services/adapters/store/store.ts'
import { viewBoard } from '../../../shared/board/view.ts'
import { parseCase } from '../../../shared/case/case.schema.ts'
import { dryRun, tellCase, type DryRunInput } from '../../../shared/case/dry-run.ts'
import { addDays, type Instant, type LocalDate } from '../../../shared/kernel/date.ts'
import { subjectOf, type CommandId, type OfficeId } from '../../../shared/kernel/ids.ts'
import { unwrap } from '../../../shared/kernel/problems.ts'
import type { OrderState } from '../../../shared/order/state.ts'
import { rulesOf, type AnyEvent } from '../../../shared/rules.ts'
import { simulate } from '../../../shared/simulate/simulate.ts'
import { factsOf, M, offices, packs, term, today, type RawFact, type Where } from './fold.ts'

const start = '2021-12-14' as LocalDate
const days = (max: number) => fc.integer({ min: 0, max })
const terms = fc.option(fc.constantFrom(['T1'], ['T2']), { nil: undefined, freq: 1 })
const fact: fc.Arbitrary<readonly [string, object]> = fc.oneof(
  fc.constant(['copy-given', {}] as const),
  fc.tuple(fc.constant('refusal-declared'), fc.record({ terms })),
  fc.tuple(
    fc.constant('compliance-reported'),
    fc.record({ terms, outcome: fc.constantFrom('complied', 'partial') }),
  ),
  fc.tuple(
    fc.constant('compliance-assessed'),
    fc.record({
      terms,
      finding: fc.constantFrom('accepted', 'not-accepted'),
      basis: fc.constant('audit'),
    }),
  ),
  fc.tuple(
    fc.constant('challenge-filed'),
    fc.record({
      challenge: fc.constantFrom('c', 'd'),
      kind: fc.constantFrom('judicial-review', 'appeal'),
      terms,
      from: fc.option(fc.constant('first'), { nil: undefined, freq: 1 }),
    }),
  ),
  fc.tuple(
    fc.constant('court-decided'),
    fc.record({
      challenge: fc.constantFrom('c', 'd'),
      citation: fc.constantFrom('first', 'second'),
      outcome: fc.constantFrom('upheld', 'quashed', 'remitted', 'dismissed'),
      terms,
    }),
  ),
  fc.tuple(
    fc.constantFrom('stay-ordered', 'stay-lifted'),
    fc.record({ terms, until: fc.option(fc.constant('2023-06-01'), { nil: undefined, freq: 1 }) }),
  ),
  fc.constant(['extended', { to: '2023-03-01', grantedBy: 'court', reason: 'r' }] as const),
  fc.constant(['escalated', { route: 'offence' }] as const),
  fc.constant(['withdrawn', { terms: ['T2'] }] as const),
  fc.tuple(
    fc.constant('recorded-in-error'),
    fc.record({ fact: fc.integer({ min: 1, max: 6 }), reason: fc.constant('r') }),
  ),
)
const life = fc.record({
  where: fc.constantFrom<Where>('bc', 'ab', 'qc'),
  served: days(20),
  // Few days and many: facts of one day keep the order of the record.
  facts: fc.array(fc.tuple(fc.oneof(fc.constantFrom(20, 60), days(900)), fact), { maxLength: 10 }),
  asOf: days(1400),
})

function inputOf(
  where: Where,
  served: number,
  list: readonly RawFact[],
  asOf: number,
): DryRunInput {
  const outer = {
    matter: 'm',
    title: { en: 'm', fr: 'm' },
    respondent: { id: 'acme', name: 'Acme', kind: 'organization' },
  }
  const first = factsOf(where, [
    [
      start,
      'order-issued',
      {
        terms: [
          M,
          term('T2', 'prohibition', { report: { first: { days: 60 }, every: { months: 3 } } }),
        ],
      },
    ],
    [addDays(start, served), 'copy-given'],
  ])
  const facts = [...first, ...list]
  const files = Object.fromEntries(facts.map(({ office }) => [office, 'F']))
  return {
    parsed: unwrap(parseCase(JSON.stringify({ ...outer, files, facts }), today)),
    officeOf: (id) => offices.get(id),
    packs,
    zoneData: '2026c',
    today,
    asOf: addDays(start, asOf),
  }
}

/** The board of a projection into which the whole record was read. */
function boardOf({ orders }: ReturnType<typeof tellCase>, asOf: LocalDate) {
  using store = openStore(':memory:', { rulesOf })
  let sequence = 0
  for (const { ref, facts } of orders)
    for (const { version, event } of facts) {
      sequence += 1
      const hash = `h${sequence}`
      const recordedAt = '2026-11-27T00:00:00.000Z' as Instant
      const recorded = {
        id: hash,
        version,
        sequence,
        commandId: hash as CommandId,
        recordedAt,
        event: JSON.parse(JSON.stringify(event)) as AnyEvent,
      }
      store.write(ref.office, (writer) => {
        writer.accept(
          { outcome: 'accepted', ref, recorded, epoch: 'e', keyid: 'k', hash },
          { bytes: new Uint8Array(), hash, subject: subjectOf(ref), sequence },
          recordedAt,
        )
        writer.advance(sequence, hash)
      })
    }
  const folded = store
    .foldAsOf('order', { asOf })
    .map(({ version, state }) => ({ version, state: state as OrderState }))
  return viewBoard({ office: '' as OfficeId, asOf, orders: folded, packs, followers: [] }).orders
}

it('a dry run, a simulation of nothing and the board of a projection cannot differ', () => {
  let compared = 0
  fc.assert(
    fc.property(life, ({ where, served, facts, asOf }) => {
      const list = factsOf(
        where,
        facts.map(([offset, [what, more]]) => [addDays(start, offset), what, more] as const),
      )
      const input = inputOf(where, served, list, asOf)
      const day = addDays(start, asOf)
      const dry = dryRun(input)
      const told = tellCase(input)
      expect(boardOf(told, day)).toEqual(dry.orders)
      for (const { ref, facts: record, context } of told.orders) {
        const events = record.map(({ version, event }) => ({
          id: `${version}`,
          version,
          sequence: version,
          commandId: `c${version}` as CommandId,
          recordedAt: '2026-11-27T00:00:00.000Z' as Instant,
          event,
        }))
        const [same] = simulate({
          orders: [{ ref, events }],
          changes: [],
          context,
          asOf: day,
        }).orders
        // A simulation tells corrected facts only: it counts fewer versions of the same life.
        expect({ ...same?.after, version: 0 }).toEqual({ ...dry.orders[0], version: 0 })
        compared += 1
      }
      // What was known by an earlier day is the beginning of what is known later.
      const early = tellCase({ ...input, knownOn: addDays(start, Math.floor(asOf / 2)) })
      for (const each of early.orders)
        expect(told.orders[0]?.facts.slice(0, each.facts.length)).toEqual(each.facts)
    }),
    { numRuns: 120 },
  )
  expect(compared).toBeGreaterThan(60)
})
