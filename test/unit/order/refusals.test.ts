// Every refusal about an order or a matter can be read by an officer in Québec and by one in Victoria, and says no code, no internal id, no UTC instant.

import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { dryRun } from '../../../shared/case/dry-run.ts'
import { parseCase } from '../../../shared/case/case.schema.ts'
import { checkZoneData } from '../../../shared/calendar/zone.ts'
import type { AggregateRef, OfficeId } from '../../../shared/kernel/ids.ts'
import {
  catalogue,
  unwrap,
  type Problem,
  type ProblemCode,
} from '../../../shared/kernel/problems.ts'
import { matterRules } from '../../../shared/matter/rules.ts'
import { orderCommandSchema } from '../../../shared/order/order.schema.ts'
import { matterCommandSchema } from '../../../shared/matter/matter.schema.ts'
import { checkAmount } from '../../../shared/policy/amounts.ts'
import { parsePack } from '../../../shared/policy/parse.schema.ts'
import { packFor, routeOf } from '../../../shared/policy/select.ts'
import { simulate } from '../../../shared/simulate/simulate.ts'
import { expectBilingual } from '../../support/bilingual.ts'
import { spokenFaults } from '../../support/spoken.ts'
import {
  d,
  issued,
  officeEntry,
  orderRun,
  packs,
  respondent,
  Run,
  threeTerms,
  type Loose,
  type OrderRun,
} from '../../support/founding.ts'

type Row = readonly [name: string, code: ProblemCode, provoke: () => Problem | undefined]

const bc = () => issued('ca-bc-oipc', 'ca-bc-pipa', '2021-12-14')
const served = (run: OrderRun = bc()) =>
  run.say({ kind: 'serve', on: '2021-12-14', party: 'acme', means: 'hand' })
const quebec = () =>
  issued('ca-qc-cai', 'ca-qc-p391', '2024-09-04').say({
    kind: 'serve',
    on: '2024-09-04',
    party: 'acme',
    means: 'hand',
  })
const jr: Loose = {
  kind: 'challenge',
  on: '2022-01-10',
  challenge: 'jr',
  challengeKind: 'judicial-review',
  forum: 'court',
}
const decided = (more: object): Loose => ({
  kind: 'decide',
  on: '2022-02-01',
  challenge: 'jr',
  citation: 'c',
  ...more,
})
const issue = (more: object = {}): Loose => ({
  kind: 'issue',
  on: '2021-12-14',
  matter: 'm',
  statute: 'ca-bc-pipa',
  respondent,
  terms: threeTerms,
  ...more,
})
const says = (run: () => OrderRun, command: Loose) => () => run().refusal(command)
const fresh = () => orderRun('ca-bc-oipc', 'ca-bc-pipa')
const listed = () => {
  const run = served()
  const before = run.state.deadlines.find(({ id }) => id === 'comply')
  if (before === undefined) throw new Error('nothing is due')
  return { run, before }
}
const corrects =
  (more: (before: ReturnType<typeof listed>['before']) => object, more2: Loose[] = []) =>
  () => {
    const { run, before } = listed()
    run.say(...more2)
    return run.refusal({
      kind: 'approve-correction',
      on: '2022-01-05',
      by: 'Registrar',
      reason: 'r',
      packVersion: '1',
      ...more(before),
    })
  }

const ofOrders: readonly Row[] = [
  [
    'a command on no order',
    'unknown-order',
    says(fresh, { kind: 'close', on: '2021-12-14', reason: 'r' }),
  ],
  ['issued twice', 'already-exists', says(bc, issue())],
  ['a party twice', 'invalid-input', says(fresh, issue({ otherParties: [respondent] }))],
  ['a term twice', 'invalid-input', says(fresh, issue({ terms: [threeTerms[0], threeTerms[0]] }))],
  [
    'a term of a stranger',
    'unknown-party',
    says(fresh, issue({ terms: [{ ...threeTerms[0], respondents: ['x'] }] })),
  ],
  ['an instrument that is none', 'invalid-input', says(fresh, issue({ instrument: 'edict' }))],
  [
    'without order power',
    'no-order-power',
    says(
      () => orderRun('ca-fed-opc', 'ca-fed-pipeda', 'O1', '2021-12-14', 'observer'),
      issue({ statute: 'ca-fed-pipeda' }),
    ),
  ],
  ['under the statute of others', 'wrong-office', says(fresh, issue({ statute: 'ca-ab-pipa' }))],
  ['under no statute', 'unknown-statute', says(fresh, issue({ statute: 'xx' }))],
  ['before the statute', 'statute-not-in-force', says(fresh, issue({ on: '1950-01-01' }))],
  [
    'its own time where the law sets it',
    'not-settable',
    says(fresh, issue({ terms: [{ ...threeTerms[2], due: { days: 5 } }] })),
  ],
  [
    'tomorrow',
    'future-date',
    () => {
      const run = bc()
      return run.try({ kind: 'close', on: '2999-01-01', reason: 'r' } as never)
    },
  ],
  [
    'before it was issued',
    'before-issued',
    says(bc, { kind: 'close', on: '2021-12-01', reason: 'r' }),
  ],
  [
    'after it was closed',
    'already-ended',
    says(() => bc().say({ kind: 'close', on: '2022-01-01', reason: 'r' }), {
      kind: 'refuse',
      on: '2022-01-02',
    }),
  ],
  [
    'after it was withdrawn',
    'already-ended',
    says(() => bc().say({ kind: 'withdraw', on: '2022-01-01', reason: 'r' }), {
      kind: 'refuse',
      on: '2022-01-02',
    }),
  ],
  [
    'a withdrawn term',
    'already-ended',
    says(() => bc().say({ kind: 'withdraw', on: '2022-01-01', terms: ['T1'], reason: 'r' }), {
      kind: 'refuse',
      on: '2022-01-02',
      terms: ['T1'],
    }),
  ],
  [
    'a term that is none',
    'unknown-term',
    says(bc, { kind: 'refuse', on: '2022-01-02', terms: ['T9'] }),
  ],
  [
    'a copy to a stranger',
    'unknown-party',
    says(bc, { kind: 'serve', on: '2022-01-02', party: 'x', means: 'hand' }),
  ],
  [
    'a copy twice',
    'already-exists',
    says(served, { kind: 'serve', on: '2022-01-02', party: 'acme', means: 'hand' }),
  ],
  [
    'a refusal of who only gets a copy',
    'unknown-party',
    says(() => fresh().say(issue({ otherParties: [{ ...respondent, id: 'minister' }] })), {
      kind: 'refuse',
      on: '2022-01-02',
      party: 'minister',
    }),
  ],
  [
    'too far away',
    'invalid-input',
    () => {
      const run = orderRun('ca-bc-oipc', 'ca-bc-pipa').say(issue())
      const context = { ...run.context, today: d('9999-01-01') }
      const decided = run.rules.decide(
        run.ref,
        run.state,
        { kind: 'serve', id: 'x', on: '9998-01-01', party: 'acme', means: 'hand' } as never,
        context,
      )
      return decided.ok ? undefined : decided.problem
    },
  ],
  ['a challenge twice', 'already-exists', says(() => served().say(jr), jr)],
  ['an appeal from nothing', 'unknown-challenge', says(served, { ...jr, from: 'nothing' })],
  ['a decision on nothing', 'unknown-challenge', says(served, decided({ outcome: 'upheld' }))],
  [
    'a decision before it was filed',
    'invalid-input',
    says(() => served().say(jr), decided({ on: '2022-01-01', outcome: 'upheld' })),
  ],
  ['neither outcome nor results', 'invalid-input', says(() => served().say(jr), decided({}))],
  [
    'a decision on no term',
    'unknown-term',
    says(() => served().say(jr), decided({ results: [{ terms: ['T9'], outcome: 'upheld' }] })),
  ],
  [
    'two results for a term',
    'invalid-input',
    says(
      () => served().say(jr),
      decided({
        results: [
          { terms: ['T1'], outcome: 'upheld' },
          { terms: ['T1'], outcome: 'quashed' },
        ],
      }),
    ),
  ],
  [
    'decided twice',
    'already-exists',
    says(() => served().say(jr, decided({ outcome: 'upheld' })), decided({ outcome: 'quashed' })),
  ],
  [
    'a word that means two things',
    'invalid-input',
    says(() => served().say(jr), decided({ outcome: 'allowed' })),
  ],
  [
    'of an appeal',
    'invalid-input',
    says(
      () =>
        served().say(jr, decided({ outcome: 'quashed' }), {
          ...jr,
          on: '2022-02-02',
          challenge: 'a',
          from: 'c',
        }),
      { ...decided({ outcome: 'upheld' }), challenge: 'a', on: '2022-03-01' },
    ),
  ],
  [
    'no stay',
    'no-stay',
    says(served, { kind: 'stay', on: '2022-01-10', action: 'lifted', forum: 'f' }),
  ],
  [
    'no stay of a penalty',
    'no-stay',
    says(served, { kind: 'stay', on: '2022-01-10', action: 'lifted', forum: 'f', of: 'penalty' }),
  ],
  [
    'more time from the office',
    'not-extendable',
    says(served, {
      kind: 'extend',
      on: '2022-01-10',
      to: '2022-09-01',
      grantedBy: 'office',
      reason: 'r',
    }),
  ],
  [
    'more time before any copy',
    'not-served',
    says(() => issued('ca-ab-oipc', 'ca-ab-pipa', '2021-12-07'), {
      kind: 'extend',
      on: '2022-01-10',
      to: '2022-09-01',
      grantedBy: 'court',
      reason: 'r',
    }),
  ],
  [
    'less time',
    'invalid-input',
    says(() => served(issued('ca-ab-oipc', 'ca-ab-pipa', '2021-12-07')), {
      kind: 'extend',
      on: '2022-01-10',
      to: '2022-01-11',
      grantedBy: 'court',
      reason: 'r',
    }),
  ],
  [
    'nothing extended',
    'not-found',
    says(served, { kind: 'undo-extension', on: '2022-01-10', reason: 'r' }),
  ],
  [
    'a correction too late',
    'not-extendable',
    says(() => quebec().say({ ...jr, on: '2024-09-20' }), {
      kind: 'correct',
      on: '2024-09-21',
      asked: true,
      touchesConclusions: true,
      reason: 'r',
    }),
  ],
  [
    'a route that is none',
    'unknown-route',
    says(served, { kind: 'escalate', on: '2022-03-01', route: 'duel' }),
  ],
  [
    'a route that the law withholds',
    'unknown-route',
    says(served, { kind: 'escalate', on: '2022-03-01', route: 'administrative-penalty' }),
  ],
  [
    'a route that is not open',
    'route-not-available',
    says(served, { kind: 'escalate', on: '2022-01-01', route: 'offence' }),
  ],
  [
    'a step that is none',
    'invalid-input',
    says(served, { kind: 'escalate', on: '2022-03-01', route: 'offence', step: 'x' }),
  ],
  [
    'a route twice',
    'already-exists',
    says(() => served().say({ kind: 'escalate', on: '2022-03-01', route: 'offence' }), {
      kind: 'escalate',
      on: '2022-03-02',
      route: 'offence',
    }),
  ],
  [
    'a route that ended',
    'already-ended',
    says(
      () =>
        issued('ca-ab-oipc', 'ca-ab-pipa', '2022-01-05').say(
          { kind: 'serve', on: '2022-01-05', party: 'acme', means: 'hand' },
          { kind: 'escalate', on: '2022-03-01', route: 'court-filing' },
          { kind: 'record-outcome', on: '2022-03-02', route: 'court-filing', outcome: 'filed' },
        ),
      { kind: 'escalate', on: '2022-03-03', route: 'court-filing' },
    ),
  ],
  [
    'the end of a route not taken',
    'route-not-started',
    says(served, {
      kind: 'record-outcome',
      on: '2022-03-01',
      route: 'offence',
      outcome: 'convicted',
    }),
  ],
  [
    'the end of a route twice',
    'already-exists',
    says(
      () =>
        served().say(
          { kind: 'escalate', on: '2022-03-01', route: 'offence' },
          { kind: 'record-outcome', on: '2022-03-02', route: 'offence', outcome: 'declined' },
        ),
      { kind: 'record-outcome', on: '2022-03-03', route: 'offence', outcome: 'declined' },
    ),
  ],
  [
    'a fact that is none',
    'not-found',
    says(served, { kind: 'record-in-error', on: '2022-03-01', fact: 9, reason: 'r' }),
  ],
  [
    'a correction before the day of what it corrects',
    'future-date',
    says(() => served().say({ kind: 'escalate', on: '2022-03-01', route: 'offence' }), {
      kind: 'record-in-error',
      on: '2022-02-28',
      fact: 3,
      reason: 'r',
    }),
  ],
  [
    'the issuance struck out',
    'invalid-input',
    says(served, { kind: 'record-in-error', on: '2022-03-01', fact: 1, reason: 'r' }),
  ],
  [
    'struck out twice',
    'already-exists',
    says(() => served().say({ kind: 'record-in-error', on: '2022-03-01', fact: 2, reason: 'r' }), {
      kind: 'record-in-error',
      on: '2022-03-01',
      fact: 2,
      reason: 'r',
    }),
  ],
  [
    'a correction struck out',
    'invalid-input',
    says(() => served().say({ kind: 'record-in-error', on: '2022-03-01', fact: 2, reason: 'r' }), {
      kind: 'record-in-error',
      on: '2022-03-01',
      fact: 3,
      reason: 'r',
    }),
  ],
  [
    'an alarm of nothing',
    'already-exists',
    says(served, {
      kind: 'mark-reached',
      on: '2022-01-25',
      deadline: 'comply',
      party: 'x',
      terms: [],
    }),
  ],
  ['a correction of nothing', 'conflict', corrects(() => ({}))],
  [
    'of a term that is none',
    'unknown-term',
    corrects((before) => ({ before: { ...before, terms: ['T9'] } })),
  ],
  ['of a stranger', 'unknown-party', corrects((before) => ({ before: { ...before, party: 'x' } }))],
  [
    'of a withdrawn term',
    'already-ended',
    corrects(
      (before) => ({ before }),
      [{ kind: 'withdraw', on: '2022-01-01', terms: ['T1'], reason: 'r' }],
    ),
  ],
  [
    'into another clock',
    'conflict',
    corrects((before) => ({ before, after: { ...before, id: 'challenge' } })),
  ],
  [
    'of what does not stand',
    'conflict',
    corrects((before) => ({ before: { ...before, date: '2022-09-09' } })),
  ],
  ['into the same date', 'conflict', corrects((before) => ({ before, after: before }))],
]

const statute = (id: string) => unwrap(packFor(packs, id, d('2024-01-01')))
const amount = (id: string, route: string, more: object) => () =>
  checkAmount(statute(id), route, { party: 'organization', ...more })
const refusalOf = (result: { ok: true } | { ok: false; problem: Problem }) =>
  result.ok ? undefined : result.problem
const ofPolicy: readonly Row[] = [
  [
    'an outcome that is none',
    'unknown-outcome',
    amount('ca-bc-pipa', 'offence', { outcome: 'exile' }),
  ],
  ['no amount', 'invalid-input', amount('ca-bc-pipa', 'offence', { outcome: 'convicted' })],
  [
    'an amount too many',
    'invalid-input',
    amount('ca-bc-pipa', 'offence', { outcome: 'declined', amount: 5 }),
  ],
  ['less than nothing', 'invalid-input', amount('ca-bc-pipa', 'offence', { amount: -1 })],
  [
    'a turnover below nothing',
    'invalid-input',
    amount('ca-qc-p391', 'penal', { amount: 20_000, turnover: -1 }),
  ],
  ['too much', 'above-cap', amount('ca-bc-pipa', 'offence', { amount: 1_000_000 })],
  [
    'too much, with a turnover',
    'above-cap',
    amount('ca-qc-p391', 'penal', { amount: 90_000_000, turnover: 1000, subsequent: true }),
  ],
  ['too much, without one', 'above-cap', amount('ca-qc-p391', 'penal', { amount: 90_000_000 })],
  ['too little', 'below-minimum', amount('ca-qc-p391', 'penal', { amount: 5 })],
  [
    'a route that is none',
    'unknown-route',
    () => refusalOf(routeOf(statute('ca-bc-pipa'), 'duel')),
  ],
  ['no pack at all', 'unknown-statute', () => refusalOf(packFor([], 'xx', d('2024-01-01')))],
  ['a pack without form', 'invalid-input', () => refusalOf(parsePack({}))],
  [
    'a pack with a date that is none',
    'impossible-date',
    () => refusalOf(parsePack({ ...statute('ca-bc-pipa'), inForce: { from: '2021-02-30' } })),
  ],
  [
    'a pack that contradicts itself',
    'invalid-input',
    () => refusalOf(parsePack({ ...statute('ca-bc-pipa'), countings: {} })),
  ],
  ['old zone data', 'zone-data-too-old', () => refusalOf(checkZoneData('2020a', '2026c', 'x'))],
  [
    'a copy moved that was not given',
    'not-served',
    () =>
      simulated({
        kind: 'move-service',
        orders: ['ca-bc-oipc:O1'],
        party: 'x',
        to: d('2022-01-01'),
      } as never),
  ],
  [
    'an order that is not here',
    'unknown-order',
    () =>
      simulated({
        kind: 'record',
        orders: ['ca-bc-oipc:O9'],
        command: { id: 'x', ...issue() },
      } as never),
  ],
]
function simulated(change: never): Problem | undefined {
  const run = served()
  const { steps } = simulate({
    orders: [{ ref: run.ref, events: run.events }],
    changes: [change],
    context: run.context,
    asOf: d('2022-03-01'),
  })
  const [step] = steps
  return step?.kind === 'refused' ? step.problem : undefined
}

const matter = (office = 'ca-fed-opc', id = 'ca-fed-pipeda') => {
  const ref: AggregateRef = { office: office as OfficeId, kind: 'matter', id: 'm' }
  return new Run(matterRules, ref, {
    office: officeEntry(office, id, 'observer'),
    packs,
    zoneData: '2026c',
    today: d('2022-06-01'),
  })
}
const words = { en: 'e', fr: 'f' }
const opened = () =>
  matter().do({ kind: 'opened', on: d('2022-01-01'), title: words, respondent } as never)
const promised = () =>
  opened().do({
    kind: 'commitment-made',
    on: d('2022-01-02'),
    commitment: 'K',
    instrument: 'compliance-agreement',
    terms: [{ id: 'T1', theme: 't', text: words }],
  } as never)
const inMatter =
  (run: () => Run<never, never, never> | ReturnType<typeof matter>, command: object) => () =>
    run().try({ on: d('2022-02-01'), ...command } as never)
const ofMatters: readonly Row[] = [
  [
    'opened twice',
    'already-exists',
    inMatter(opened, { kind: 'opened', title: words, respondent }),
  ],
  ['not opened', 'not-found', inMatter(matter, { kind: 'noted', text: words })],
  [
    'tomorrow',
    'future-date',
    inMatter(opened, { kind: 'noted', text: words, on: d('2023-01-01') }),
  ],
  [
    'a correction before the day of what it corrects',
    'future-date',
    inMatter(() => opened().do({ kind: 'noted', on: d('2022-02-02'), text: words } as never), {
      kind: 'recorded-in-error',
      fact: 2,
      reason: 'r',
    }),
  ],
  [
    'promised twice',
    'already-exists',
    inMatter(promised, { kind: 'commitment-made', commitment: 'K', terms: [] }),
  ],
  [
    'kept what was not promised',
    'not-found',
    inMatter(opened, { kind: 'compliance-reported', commitment: 'X', outcome: 'complied' }),
  ],
  [
    'kept a term that is none',
    'not-found',
    inMatter(promised, {
      kind: 'compliance-reported',
      commitment: 'K',
      terms: ['T9'],
      outcome: 'complied',
    }),
  ],
  [
    'an application that the law bars',
    'route-not-available',
    inMatter(promised, { kind: 'court-application', application: 'A', section: '15', forum: 'f' }),
  ],
  [
    'a decision on no application',
    'not-found',
    inMatter(opened, { kind: 'court-decided', application: 'A', outcome: 'o', citation: 'c' }),
  ],
  [
    'an alarm of nothing',
    'already-exists',
    inMatter(opened, { kind: 'mark-reached', deadline: 'challenge', party: 'x' }),
  ],
  [
    'a fact that is none',
    'not-found',
    inMatter(opened, { kind: 'recorded-in-error', fact: 9, reason: 'r' }),
  ],
  [
    'struck out twice',
    'already-exists',
    inMatter(
      () =>
        promised().do({
          kind: 'recorded-in-error',
          on: d('2022-01-03'),
          fact: 2,
          reason: 'r',
        } as never),
      { kind: 'recorded-in-error', fact: 2, reason: 'r' },
    ),
  ],
]

const caseOf = (facts: object[]) =>
  JSON.stringify({ matter: 'm', title: words, respondent, files: { 'ca-bc-oipc': 'F1' }, facts })
const refusedFact = (fact: object) => () => {
  const parsed = parseCase(
    caseOf([{ office: 'ca-bc-oipc', what: 'noted', on: '2022-01-01', text: words, ...fact }]),
    d('2022-06-01'),
  )
  return unwrap(parsed).refused[0]?.problem
}
const ofCases: readonly Row[] = [
  ['not JSON', 'not-json', () => refusalOf(parseCase('{', d('2022-01-01')))],
  ['too large', 'too-large', () => refusalOf(parseCase(' '.repeat(6_000_000), d('2022-01-01')))],
  ['no case', 'invalid-input', () => refusalOf(parseCase('{}', d('2022-01-01')))],
  ['a fact of no kind', 'invalid-input', refusedFact({ what: 'dance' })],
  ['a day that is none', 'impossible-date', refusedFact({ on: '2022-02-30' })],
  ['a day that has not come', 'future-date', refusedFact({ on: '2023-01-01' })],
  ['an office without a file', 'not-found', refusedFact({ office: 'ca-ab-oipc' })],
]

describe.each([
  ['orders', ofOrders],
  ['matters', ofMatters],
  ['policy and simulation', ofPolicy],
  ['case files', ofCases],
])('a refusal about %s', (_, rows) => {
  it.each(rows)('%s: %s, in words and in both languages', (_name, code, provoke) => {
    const problem = provoke()
    expect(problem?.code).toBe(code)
    if (problem === undefined) return
    expect(spokenFaults(problem)).toEqual([])
    const given = [problem.value ?? '', ...(problem.details ?? [])].filter((each) => each !== '')
    expectBilingual({ en: problem.message, fr: problem.messageFr }, given)
    // The names of commands are the program's own: "Cannot undo-extension order …" is no sentence.
    for (const kind of kinds) expect(problem.message).not.toMatch(new RegExp(`\\b${kind}\\b(?!")`))
  })
})
const kinds = [...orderCommandSchema.options, ...matterCommandSchema.options]
  .map(({ shape }) => shape.kind.value)
  .filter((kind) => kind.includes('-'))

it('what a case file is refused by the rules is told in both languages', () => {
  const text = readFileSync(new URL('../../../cases/exercise.json', import.meta.url), 'utf8')
  const { facts, ...file } = JSON.parse(text) as { facts: { what: string }[] }
  // Everything twice, backwards: most of it can be recorded once only.
  const parsed = unwrap(
    parseCase(
      JSON.stringify({
        ...file,
        facts: [...facts, ...facts.toReversed()].filter(({ what }) => what !== 'joint-proposed'),
      }),
      d('2026-01-01'),
    ),
  )
  const { refused } = dryRun({
    parsed,
    officeOf: (id) =>
      officeEntry(
        id,
        id === 'ca-ab-oipc' ? 'ca-ab-pipa' : id === 'ca-qc-cai' ? 'ca-qc-p391' : 'ca-bc-pipa',
      ),
    packs,
    zoneData: '2026c',
    today: d('2026-01-01'),
  })
  expect(refused.length).toBeGreaterThan(5)
  for (const each of refused) expect(spokenFaults(each)).toEqual([])
})

it('the table speaks of every refusal that the rules of orders know', () => {
  const said = new Set([...ofOrders, ...ofMatters, ...ofPolicy, ...ofCases].map(([, code]) => code))
  const elsewhere = Object.keys(catalogue).filter((code) => !said.has(code as ProblemCode))
  // What is left belongs to doors, ledgers, and joint actions.
  expect(elsewhere).not.toEqual(
    expect.arrayContaining(['not-extendable', 'unknown-term', 'above-cap', 'no-stay']),
  )
})
