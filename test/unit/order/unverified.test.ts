// What nobody verified warns, is recorded with the event, and refuses nothing: with every mark taken away, no history is refused by law.

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addDays } from '../../../shared/kernel/date.ts'
import type { Problem } from '../../../shared/kernel/problems.ts'
import type { Confidence } from '../../../shared/kernel/text.ts'
import { parsePack } from '../../../shared/policy/parse.schema.ts'
import type { Pack } from '../../../shared/policy/pack.schema.ts'
import { unwrap } from '../../../shared/kernel/problems.ts'
import {
  d,
  issued,
  orderRun,
  packs,
  respondent,
  threeTerms,
  type Loose,
  type OrderRun,
} from '../../support/founding.ts'

const marked = (mark: Confidence): Pack[] =>
  packs.map((pack) =>
    unwrap(
      parsePack(
        JSON.parse(
          JSON.stringify(pack, (key, value: unknown) => (key === 'confidence' ? mark : value)),
        ),
      ),
    ),
  )
const [read, unread] = [marked('V'), marked('M')]

const start = d('2021-06-01')
const day = fc.integer({ min: 0, max: 1_500 }).map((offset) => addDays(start, offset))
const some = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined })
const routes = packs.flatMap((pack) => [
  ...pack.routes.map(({ id }) => id),
  ...(pack.absentRoutes ?? []).map(({ id }) => id),
])
const steps = packs.flatMap((pack) =>
  pack.routes.flatMap((route) =>
    route.steps.map((step) => (typeof step === 'string' ? step : step.id)),
  ),
)
const outcomes = packs.flatMap((pack) =>
  pack.routes.flatMap((route) => route.outcomes.map(({ id }) => id)),
)
const command: fc.Arbitrary<Loose> = fc.oneof(
  fc.record({
    kind: fc.constant('serve' as const),
    on: day,
    party: fc.constant('acme'),
    means: fc.constant('courier'),
  }),
  fc.record({
    kind: fc.constant('challenge' as const),
    on: day,
    challenge: fc.constantFrom('c1', 'c2'),
    challengeKind: fc.constantFrom('judicial-review', 'appeal'),
    forum: fc.constant('court'),
  }),
  fc.record({
    kind: fc.constant('decide' as const),
    on: day,
    challenge: fc.constantFrom('c1', 'c2'),
    outcome: fc.constantFrom('upheld', 'quashed', 'withdrawn'),
    citation: fc.constantFrom('d1', 'd2'),
  }),
  fc.record({
    kind: fc.constant('extend' as const),
    on: day,
    to: day,
    grantedBy: fc.constantFrom('office', 'court'),
    reason: fc.constant('r'),
  }),
  fc.record({
    kind: fc.constant('correct' as const),
    on: day,
    touchesConclusions: fc.boolean(),
    asked: some(fc.constant(true)),
    reason: fc.constant('r'),
  }),
  fc.record({
    kind: fc.constant('escalate' as const),
    on: day,
    route: fc.constantFrom(...new Set(routes)),
    step: some(fc.constantFrom(...new Set(steps))),
    failureOn: some(day),
  }),
  fc.record({
    kind: fc.constant('record-outcome' as const),
    on: day,
    route: fc.constantFrom(...new Set(routes)),
    outcome: fc.constantFrom(...new Set(outcomes)),
    amount: some(fc.constantFrom(0, 500, 20_000, 300_000_000)),
  }),
)
const offices = [
  ['ca-bc-oipc', 'ca-bc-pipa'],
  ['ca-ab-oipc', 'ca-ab-pipa'],
  ['ca-qc-cai', 'ca-qc-p391'],
  ['au-oaic', 'au-privacy-act'],
] as const

const clean = (loose: Loose): Loose =>
  Object.fromEntries(Object.entries(loose).filter(([, value]) => value !== undefined)) as Loose

/** Every refusal of a history, under the law as it would be with these marks. */
function refusals(
  law: readonly Pack[],
  [office, statute]: readonly [string, string],
  commands: readonly Loose[],
): Problem[] {
  const run = orderRun(office, statute)
  ;(run.context as { packs: readonly Pack[] }).packs = law
  const issue: Loose = {
    kind: 'issue',
    on: start,
    matter: 'm',
    statute,
    respondent,
    terms: threeTerms.map((term) => ({ ...term, due: { days: 20 } })),
  }
  const first = run.refusal(issue)
  // Where an order may not set its own time, it is issued without one.
  if (first !== undefined) run.refusal({ ...issue, terms: threeTerms })
  return [first, ...commands.map((each) => run.refusal(clean(each)))].flatMap(
    (problem) => problem ?? [],
  )
}

/** What is refused whatever the law: an order that does not stand, an appeal of nothing, a day that has not come. */
const ofTheRecord = /does not stand|comes after an outcome|No term is left|The failure is of/
const withheldBy = ([, statute]: readonly [string, string]): string[] =>
  packs
    .filter((pack) => pack.statute === statute && pack.inForce.from <= start)
    .flatMap((pack) => (pack.absentRoutes ?? []).map(({ id }) => id))

describe('whatever is sent, in whatever order', () => {
  const history = fc.tuple(
    fc.constantFrom(...offices),
    fc.array(command, { minLength: 4, maxLength: 25 }),
  )

  it('no refusal names a rule that nobody verified, nor is one of the law', () => {
    const byLaw = new Set<string>()
    fc.assert(
      fc.property(history, ([office, commands]) => {
        for (const { rule, code, message, value } of refusals(unread, office, commands)) {
          expect(rule).toBeUndefined()
          if (code === 'route-not-available') expect(message).toMatch(ofTheRecord)
          if (code === 'unknown-route') expect(withheldBy(office)).not.toContain(value)
          expect(['not-settable', 'not-extendable', 'above-cap', 'below-minimum']).not.toContain(
            code,
          )
        }
        for (const { rule, code } of refusals(read, office, commands))
          if (rule !== undefined) byLaw.add(code)
      }),
      // What is counted below must not hang on chance.
      { numRuns: 150, seed: 20_261_127 },
    )
    // The same histories are refused, by section, once somebody has read the law.
    expect([...byLaw]).toEqual(
      expect.arrayContaining(['route-not-available', 'unknown-route', 'not-settable']),
    )
  })

  it('nor under the law with the marks that it has', () => {
    fc.assert(
      fc.property(history, ([office, commands]) => {
        for (const { rule } of refusals(packs, office, commands))
          expect(rule?.confidence).not.toBe('M')
      }),
      { numRuns: 100 },
    )
  })
})

const served = (office: string, statute: string, on: string): OrderRun =>
  issued(office, statute, on).say({ kind: 'serve', on, party: 'acme', means: 'courier' })
const warnings = (run: OrderRun): readonly { en: string; fr: string }[] => {
  const event = run.events.at(-1)?.event
  return event !== undefined && 'warnings' in event ? (event.warnings ?? []) : []
}

describe('a route that is not open by a rule that nobody verified', () => {
  it('Alberta: contempt before any filing is recorded, and the event names section and mark', () => {
    const run = served('ca-ab-oipc', 'ca-ab-pipa', '2024-01-10').say({
      kind: 'escalate',
      on: '2024-06-01',
      route: 'contempt',
    })
    expect(warnings(run)).toEqual([
      {
        en: 'The route "Filing with the Court of King\'s Bench" comes first; that it may not be taken now (s.52(6)) rests on rules that nobody verified (M)',
        fr: expect.stringContaining('(M)'),
      },
    ])
  })

  it('British Columbia: the same before any breach is refused, by a section that was read', () => {
    const run = served('ca-bc-oipc', 'ca-bc-pipa', '2024-04-10')
    expect(run.refusal({ kind: 'escalate', on: '2024-04-15', route: 'offence' })).toMatchObject({
      code: 'route-not-available',
      rule: { section: '56(1)(f)', confidence: 'V' },
    })
  })

  it('a route that Alberta’s Act is not known to give is recorded with its outcome, and shown', () => {
    const run = served('ca-ab-oipc', 'ca-ab-pipa', '2024-01-10').say(
      { kind: 'escalate', on: '2024-06-01', route: 'administrative-penalty', step: 'notice' },
      {
        kind: 'record-outcome',
        on: '2024-07-01',
        route: 'administrative-penalty',
        outcome: 'imposed',
        amount: 5_000,
      },
    )
    expect(warnings(run)[0]?.en).toContain('(s.whole Act, M)')
    expect(run.state.escalations).toMatchObject([
      { route: 'administrative-penalty', decided: { outcome: 'imposed', amount: 5_000 } },
    ])
  })

  it('one that was read to be absent is refused, whatever comes before', () => {
    const run = served('ca-bc-oipc', 'ca-bc-pipa', '2024-01-10')
    expect(
      run.refusal({ kind: 'escalate', on: '2024-06-01', route: 'court-filing' }),
    ).toMatchObject({ code: 'unknown-route', rule: { confidence: 'V' } })
  })

  it('an order that does not stand carries none, whatever was read', () => {
    const run = served('ca-ab-oipc', 'ca-ab-pipa', '2024-01-10').say({
      kind: 'withdraw',
      on: '2024-02-01',
      reason: 'r',
    })
    expect(run.refusal({ kind: 'escalate', on: '2024-06-01', route: 'court-filing' })).toBeDefined()
  })
})
