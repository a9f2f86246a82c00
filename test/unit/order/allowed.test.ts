// What an officer is offered on an order: only what would be recorded; for the rest, why not and by which section, in both languages.

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addDays } from '../../../shared/kernel/date.ts'
import { allowedOnOrder, type AllowedOnOrder } from '../../../shared/order/allowed.ts'
import { orderCommandSchema, type OrderCommand } from '../../../shared/order/order.schema.ts'
import { orderRules } from '../../../shared/order/rules.ts'
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

const on = (run: OrderRun, today: string) => ({ ...run.context, today: d(today) })
const allowed = (run: OrderRun, today: string): AllowedOnOrder[] =>
  allowedOnOrder(run.ref, run.aggregate.state, on(run, today))
const nameOf = ({ kind, which }: AllowedOnOrder) =>
  which === undefined ? kind : `${kind} ${which}`
/** What may be done, by name. */
const may = (run: OrderRun, today: string) =>
  allowed(run, today)
    .filter((each) => each.may)
    .map(nameOf)
/** Why one thing may not be done. */
const why = (run: OrderRun, today: string, name: string) => {
  const found = allowed(run, today).find((each) => nameOf(each) === name)
  if (found === undefined) throw new Error(`"${name}" is not spoken of`)
  return found.may ? undefined : found.problem
}

const serve = (day: string) =>
  ({ kind: 'serve', on: day, party: 'acme', means: 'courier' }) as const
const bc = () => issued('ca-bc-oipc', 'ca-bc-pipa', '2021-12-14')
const alberta = () => issued('ca-ab-oipc', 'ca-ab-pipa', '2021-12-07')
const quebec = () => issued('ca-qc-cai', 'ca-qc-p391', '2021-12-14')

describe('before anything', () => {
  it('a commissioner may issue, and nothing else', () => {
    const run = orderRun('ca-bc-oipc', 'ca-bc-pipa')
    expect(may(run, '2021-12-14')).toEqual(['issue'])
    expect(why(run, '2021-12-14', 'serve')?.code).toBe('unknown-order')
  })
  it('an observer may do nothing, and is told so by section', () => {
    const run = orderRun('ca-fed-opc', 'ca-fed-pipeda', 'O1', '2021-12-14', 'observer')
    expect(may(run, '2021-12-14')).toEqual([])
    expect(why(run, '2021-12-14', 'issue')).toMatchObject({
      code: 'no-order-power',
      rule: { statute: 'ca-fed-pipeda' },
    })
  })
  it("an office may do nothing with another's order", () => {
    const other = bc()
    const context = alberta().context
    for (const each of allowedOnOrder(other.ref, other.state, {
      ...context,
      today: d('2022-01-01'),
    }))
      expect([each.kind, each.may || each.problem.code]).toEqual([each.kind, 'wrong-office'])
  })
})

describe('British Columbia', () => {
  it('issued: a copy can be given; nothing runs, so nothing can be extended or enforced', () => {
    expect(may(bc(), '2021-12-15')).toEqual([
      'serve',
      'refuse',
      'comply',
      'assess',
      'challenge',
      'extend-challenge-time',
      'stay sought',
      'stay ordered',
      ...(why(bc(), '2021-12-15', 'correct') === undefined ? ['correct'] : []),
      'set-deadline',
      'rescind',
      'withdraw',
      'close',
      'succeed',
    ])
    expect(why(bc(), '2021-12-15', 'record-in-error')?.message).toContain('rescind or withdraw')
    expect(why(bc(), '2021-12-15', 'escalate offence')).toMatchObject({
      code: 'route-not-available',
      message: 'No copy has been given yet',
      messageFr: "Aucune copie n'a encore été remise",
    })
  })
  it('served: it is not served twice; no route is open until the time to comply is over', () => {
    const run = bc().say(serve('2021-12-14'))
    expect(why(run, '2021-12-20', 'serve')?.code).toBe('already-exists')
    expect(why(run, '2021-12-20', 'escalate offence')?.message).toContain('2022-01-25')
    expect(why(run, '2022-01-26', 'escalate offence')).toBeUndefined()
  })
  it('challenged: the court may decide, and no route is open while every term is stayed', () => {
    const run = bc().say(serve('2021-12-14'), {
      kind: 'challenge',
      on: '2022-01-25',
      challenge: 'jr',
      challengeKind: 'judicial-review',
      forum: 'court',
    })
    expect(may(run, '2022-01-26')).toContain('decide')
    expect(why(run, '2022-01-26', 'escalate offence')?.messageFr).toContain('suspendue')
    run.say({ kind: 'decide', on: '2022-02-01', challenge: 'jr', outcome: 'upheld', citation: 'c' })
    expect(why(run, '2022-02-02', 'decide')?.code).toBe('already-exists')
  })
  it('closed: nothing may be done but reopen it and strike out what was recorded in error, and everything says since when', () => {
    const run = bc().say({ kind: 'close', on: '2022-03-01', reason: 'r' })
    for (const each of allowed(run, '2022-03-02')) {
      const open = ['record-in-error', 'reopen'].includes(each.kind)
      expect([nameOf(each), each.may]).toEqual([nameOf(each), open])
      if (!each.may && each.kind !== 'issue') expect(each.problem.message).toContain('2022-03-01')
    }
  })
})

describe('Alberta', () => {
  it('steps to comply that the statute bars are a fact of the world: they may be recorded, and are marked early', () => {
    const run = alberta().say(serve('2021-12-07'))
    expect(why(run, '2021-12-20', 'comply')).toBeUndefined()
    expect(why(run, '2022-01-24', 'comply')).toBeUndefined()
  })
})

describe('Quebec', () => {
  it('each route of its statute is spoken of, and each that is refused has its section', () => {
    const run = quebec().say(serve('2021-12-14'))
    const routes = allowed(run, '2021-12-20').filter(({ kind }) => kind === 'escalate')
    const pack = packs.find(({ statute }) => statute === 'ca-qc-p391')
    expect(routes.map(({ which }) => which)).toEqual(
      expect.arrayContaining((pack?.routes ?? []).map(({ id }) => id)),
    )
    for (const route of routes)
      if (!route.may) {
        expect([route.which, route.problem.rule?.section]).toEqual([
          route.which,
          expect.any(String),
        ])
        expect([route.which, route.problem.messageFr]).toEqual([route.which, expect.any(String)])
        expect(route.problem.messageFr).not.toBe(route.problem.message)
      }
  })
  it('a route that was taken ends in one of its outcomes, and goes on by its steps', () => {
    const run = quebec().say(serve('2021-12-14'))
    const open = allowed(run, '2022-06-01').find(({ kind, may: yes }) => kind === 'escalate' && yes)
    expect(open, 'a route is open half a year later').toBeDefined()
    run.say({ kind: 'escalate', on: '2022-06-01', route: open?.which ?? '' })
    expect(may(run, '2022-06-02')).toContain(`record-outcome ${open?.which}`)
  })
})

describe('what courts leave', () => {
  const challenged = () =>
    bc().say(serve('2021-12-14'), {
      kind: 'challenge',
      on: '2022-01-10',
      challenge: 'jr',
      challengeKind: 'judicial-review',
      forum: 'court',
    })
  it('of a challenge decided in part, the terms that are left may be decided', () => {
    const run = challenged().say({
      kind: 'decide',
      on: '2022-02-01',
      challenge: 'jr',
      results: [{ terms: ['T2'], outcome: 'quashed' }],
      citation: 'c',
    })
    expect(why(run, '2022-02-02', 'decide')).toBeUndefined()
  })
  it('an appeal from a quashing may be decided: by a word that can mean one thing only', () => {
    const run = challenged().say(
      { kind: 'decide', on: '2022-02-01', challenge: 'jr', outcome: 'quashed', citation: 'c' },
      {
        kind: 'challenge',
        on: '2022-02-10',
        challenge: 'appeal',
        challengeKind: 'appeal',
        forum: 'court',
        from: 'c',
      },
    )
    expect(why(run, '2022-02-11', 'decide')).toBeUndefined()
  })
  it("a penalty's stay is lifted only where there is one", () => {
    const run = bc().say(serve('2021-12-14'))
    expect(why(run, '2022-01-01', 'stay lifted')?.code).toBe('no-stay')
    run.say({ kind: 'stay', on: '2022-01-02', action: 'ordered', of: 'penalty', forum: 'f' })
    expect(why(run, '2022-01-03', 'stay lifted')).toBeUndefined()
    run.say({ kind: 'stay', on: '2022-01-04', action: 'lifted', of: 'penalty', forum: 'f' })
    expect(why(run, '2022-01-05', 'stay lifted')?.code).toBe('no-stay')
  })
  it('an order taken back whole by its office is over, as a withdrawn one is', () => {
    const run = bc().say({ kind: 'rescind', on: '2022-01-05', reason: 'r' })
    expect(why(run, '2022-01-06', 'rescind')?.message).toContain('2022-01-05')
    expect(may(run, '2022-01-06')).toEqual(['set-deadline', 'close', 'record-in-error'])
  })
})

const start = d('2021-06-01')
const day = fc.integer({ min: 0, max: 900 }).map((offset) => addDays(start, offset))
const office = fc.constantFrom(
  ['ca-bc-oipc', 'ca-bc-pipa'] as const,
  ['ca-ab-oipc', 'ca-ab-pipa'] as const,
  ['ca-qc-cai', 'ca-qc-p391'] as const,
)

/** Every ending of every route of the three statutes, each with what it may need. */
const endings = packs.flatMap(({ routes }) =>
  routes.flatMap(({ id: route, outcomes }) =>
    outcomes.map(({ id: outcome, amount }) => ({
      route,
      outcome,
      ...(amount === 'none' ? {} : { amount: 10_000 }),
    })),
  ),
)
const some = fc.option(fc.subarray(['T1', 'T2', 'T3'], { minLength: 1 }), {
  nil: undefined,
  freq: 1,
})
const reason = 'r'
const issue: Loose = { kind: 'issue', on: start, matter: 'm', respondent, terms: threeTerms }
/** One of each kind that people send, most of them possible; `on` is put in later. */
const loose: fc.Arbitrary<Loose> = fc.oneof(
  { weight: 3, arbitrary: fc.constant({ kind: 'serve', party: 'acme', means: 'hand' }) },
  fc.record({ kind: fc.constant('refuse'), terms: some }),
  fc.record({ kind: fc.constant('comply'), terms: some, outcome: fc.constant('complied') }),
  fc.record({
    kind: fc.constant('assess'),
    terms: some,
    finding: fc.constantFrom('accepted', 'not-accepted'),
    basis: fc.constant('audit'),
  }),
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('challenge'),
      challenge: fc.constantFrom('c1', 'c2', 'c3'),
      challengeKind: fc.constantFrom('judicial-review', 'appeal'),
      forum: fc.constant('court'),
      terms: some,
      from: fc.option(fc.constantFrom('d1', 'd2'), { nil: undefined, freq: 1 }),
    }),
  },
  fc.constant({ kind: 'extend-challenge-time', to: '2030-01-01', forum: 'court' }),
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('decide'),
      challenge: fc.constantFrom('c1', 'c2', 'c3'),
      outcome: fc.constantFrom('upheld', 'quashed', 'varied', 'remitted', 'dismissed', 'withdrawn'),
      citation: fc.constantFrom('d1', 'd2', 'd3'),
      terms: some,
    }),
  },
  fc.record({
    kind: fc.constant('stay'),
    action: fc.constantFrom('sought', 'ordered', 'lifted'),
    forum: fc.constant('court'),
    terms: some,
    of: fc.constantFrom(undefined, 'penalty'),
  }),
  fc.record({
    kind: fc.constant('extend'),
    grantedBy: fc.constantFrom('office', 'court'),
    reason: fc.constant(reason),
    terms: some,
  }),
  fc.record({ kind: fc.constant('undo-extension'), terms: some, reason: fc.constant(reason) }),
  fc.record({
    kind: fc.constant('correct'),
    touchesConclusions: fc.boolean(),
    asked: fc.boolean(),
    reason: fc.constant(reason),
  }),
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('escalate'),
      route: fc.constantFrom(...endings.map(({ route }) => route)),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.constantFrom(...endings).map((ending) => ({ kind: 'record-outcome', ...ending })),
  },
  fc.constant({
    kind: 'set-deadline',
    deadline: 'own',
    text: { en: 'e', fr: 'f' },
    to: '2030-01-01',
    reason,
  }),
  fc.record({
    kind: fc.constant('reword'),
    term: fc.constantFrom('T1', 'T2', 'T3'),
    decision: fc.constantFrom('d1', 'd2', 'd3'),
    text: fc.constant({ en: 'e', fr: 'f' }),
  }),
  fc.record({ kind: fc.constant('rescind'), terms: some, reason: fc.constant(reason) }),
  fc.record({ kind: fc.constant('withdraw'), terms: some, reason: fc.constant(reason) }),
  fc.constant({ kind: 'close', reason }),
  fc.constant({ kind: 'reopen', reason }),
  fc.constant({ kind: 'succeed', party: 'acme', name: 'n', partyKind: 'individual', reason }),
  fc.constant({ kind: 'dispute-service', party: 'acme', reason }),
  fc.record({
    kind: fc.constant('decide-service'),
    party: fc.constant('acme'),
    outcome: fc.constantFrom('good', 'not-good'),
    forum: fc.constant('court'),
  }),
  fc.record({
    kind: fc.constant('record-in-error'),
    fact: fc.integer({ min: 1, max: 9 }),
    reason: fc.constant(reason),
  }),
) as fc.Arbitrary<object> as fc.Arbitrary<Loose>

/** So that every kind is recorded in every run, whatever chance brings. */
/** A route that the law, as far as anybody knows, does not give: what became of it has to be recorded as well. */
const takenThoughWithheld: Loose[] = [
  { kind: 'escalate', on: start, route: 'administrative-penalty' },
  { kind: 'record-outcome', on: start, route: 'administrative-penalty', outcome: 'quashed' },
]

const everyKind = [
  { kind: 'dispute-service', party: 'acme', reason },
  { kind: 'decide-service', party: 'acme', outcome: 'good', forum: 'court' },
  { kind: 'extend', grantedBy: 'court', reason },
  { kind: 'undo-extension', reason },
  { kind: 'refuse', terms: ['T1'] },
  { kind: 'comply', terms: ['T2'], outcome: 'partial' },
  { kind: 'assess', terms: ['T2'], finding: 'accepted', basis: 'review' },
  { kind: 'extend-challenge-time', to: '2022-02-01', forum: 'court' },
  { kind: 'set-deadline', deadline: 'own', text: { en: 'e', fr: 'f' }, to: '2030-01-01', reason },
  { kind: 'escalate', route: 'court-filing' },
  { kind: 'record-outcome', route: 'court-filing', outcome: 'filed' },
  {
    kind: 'challenge',
    challenge: 'c1',
    challengeKind: 'judicial-review',
    forum: 'court',
    terms: ['T1'],
  },
  { kind: 'stay', action: 'ordered', forum: 'court', terms: ['T3'] },
  { kind: 'decide', challenge: 'c1', outcome: 'upheld', citation: 'd1' },
  {
    kind: 'challenge',
    challenge: 'c2',
    challengeKind: 'judicial-review',
    forum: 'court',
    terms: ['T2'],
  },
  { kind: 'decide', challenge: 'c2', outcome: 'varied', citation: 'd2' },
  { kind: 'reword', term: 'T2', decision: 'd2', text: { en: 'less', fr: 'moins' } },
  { kind: 'succeed', party: 'acme', name: 'n', partyKind: 'individual', reason },
  { kind: 'record-in-error', fact: 6, reason },
  { kind: 'rescind', terms: ['T2'], reason },
  { kind: 'withdraw', terms: ['T3'], reason },
  { kind: 'close', reason },
  { kind: 'reopen', reason },
] as unknown as Loose[]

describe('on any order, on any day', () => {
  it('what is offered is recorded when sent, as the published command; what is not is refused', () => {
    const kinds = { offered: new Set<string>(), refused: new Set<string>() }
    fc.assert(
      fc.property(
        office,
        // Each choice is one of what is offered then: histories grow by what the list itself says.
        fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 90 })), { maxLength: 12 }),
        day,
        ([id, statute], choices, first) => {
          const run = orderRun(id, statute).say({
            kind: 'issue',
            on: first,
            matter: 'm',
            statute,
            respondent,
            otherParties: [{ ...respondent, id: 'subsidiary' }],
            terms: threeTerms,
          })
          let today = first
          for (const [choice, days] of choices) {
            today = addDays(today, days)
            const context = { ...run.context, today }
            const now = allowedOnOrder(run.ref, run.state, context)
            for (const each of now) {
              kinds[each.may ? 'offered' : 'refused'].add(nameOf(each))
              const sent = each.may ? orderCommandSchema.parse(plain(each.tried)) : each.tried
              const decided = orderRules.decide(run.ref, run.state, sent, context)
              expect([nameOf(each), decided.ok]).toEqual([nameOf(each), each.may])
              if (!each.may) expect(each.problem.messageFr).toEqual(expect.any(String))
            }
            const open = now.filter((each) => each.may && each.kind !== 'close')
            const chosen = open[choice % Math.max(open.length, 1)]
            if (chosen !== undefined) run.try({ ...chosen.tried, id: undefined } as never)
          }
        },
      ),
      { numRuns: 150 },
    )
    // The runs were about something: most of what can be done was offered, and was refused, somewhere.
    expect(kinds.offered.size).toBeGreaterThan(15)
    expect(kinds.refused.size).toBeGreaterThan(15)
  })

  it('whatever is recorded was offered before, by its kind: nothing that may be done is left out', () => {
    const recorded = new Set<string>()
    fc.assert(
      fc.property(office, fc.array(loose, { maxLength: 25 }), ([id, statute], more) => {
        const run = orderRun(id, statute)
        for (const [at, each] of [issue, serve('2021-06-01'), ...more].entries()) {
          const today = addDays(start, at * 40)
          const context = { ...run.context, today }
          const sent = orderCommandSchema.parse({
            ...plain(each as never),
            id: `c${at}`,
            on: today,
            ...(each.kind === 'issue' ? { statute } : {}),
            ...(each.kind === 'extend' ? { to: addDays(today, 300) } : {}),
          })
          const decided = orderRules.decide(run.ref, run.aggregate.state, sent, context)
          if (!decided.ok) continue
          const which =
            sent.kind === 'stay'
              ? sent.action
              : sent.kind === 'extend'
                ? sent.grantedBy
                : sent.kind === 'escalate' || sent.kind === 'record-outcome'
                  ? sent.route
                  : undefined
          const offered = allowedOnOrder(run.ref, run.aggregate.state, context).find(
            (one) => one.kind === sent.kind && one.which === which,
          )
          recorded.add(sent.kind)
          expect([sent.kind, which, offered?.may]).toEqual([sent.kind, which, true])
          run.do(sent)
        }
      }),
      {
        numRuns: 150,
        examples: [
          [['ca-ab-oipc', 'ca-ab-pipa'], everyKind],
          [['ca-qc-cai', 'ca-qc-p391'], takenThoughWithheld],
        ],
      },
    )
    const all = orderCommandSchema.options.map(({ shape }) => shape.kind.value)
    expect(all.filter((kind) => !recorded.has(kind))).toEqual([
      'approve-correction',
      'mark-reached',
    ])
  })

  it('who sends something else of a kind that is refused for its state is refused as well', () => {
    const run = bc().say(serve('2021-12-14'), { kind: 'close', on: '2022-03-01', reason: 'r' })
    const others: Loose[] = [
      { kind: 'refuse', on: '2022-03-02', terms: ['T1'] },
      { kind: 'withdraw', on: '2022-03-02', terms: ['T3'], reason: 'r' },
      { kind: 'stay', on: '2022-03-02', action: 'sought', forum: 'f', terms: ['T2'] },
    ]
    for (const other of others) expect(run.refusal(other)?.code).toBe('already-ended')
  })
})

function plain(command: OrderCommand): object {
  return JSON.parse(JSON.stringify(command)) as object
}
