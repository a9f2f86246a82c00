// Whether and when an office may lawfully do what it drafted, in the founding case and where its law closes again.

import { describe, expect, it } from 'vitest'
import type { DecisionContext } from '../../../shared/policy/decision.ts'
import { addDays, daysBetween, type Instant, type LocalDate } from '../../../shared/kernel/date.ts'
import { dateAt, startOfDay } from '../../../shared/calendar/zone.ts'
import type { OrderId } from '../../../shared/kernel/ids.ts'
import { draftSchema, type Draft } from '../../../shared/joint/draft.schema.ts'
import { readinessSchema, type Readiness } from '../../../shared/joint/participation.schema.ts'
import { readinessOf } from '../../../shared/joint/readiness.ts'
import { decide } from '../../../shared/order/decide.ts'
import { routeView } from '../../../shared/order/routes.ts'
import type { OrderState } from '../../../shared/order/state.ts'
import { packFor, routeOf } from '../../../shared/policy/clocks.ts'
import { unwrap } from '../../../shared/kernel/problems.ts'
import {
  d,
  issued,
  officeEntry,
  readPacks as packs,
  respondent,
  threeTerms,
  type OrderRun,
} from '../../support/founding.ts'

const zones = {
  'ca-bc-oipc': 'America/Vancouver',
  'ca-ab-oipc': 'America/Edmonton',
  'ca-qc-cai': 'America/Toronto',
  'ca-fed-opc': 'America/Toronto',
} as const
type Office = keyof typeof zones
const statutes: Record<Office, string> = {
  'ca-bc-oipc': 'ca-bc-pipa',
  'ca-ab-oipc': 'ca-ab-pipa',
  'ca-qc-cai': 'ca-qc-p391',
  'ca-fed-opc': 'ca-fed-pipeda',
}

const contextOf = (office: Office): DecisionContext => ({
  office: {
    ...officeEntry(office, statutes[office], office === 'ca-fed-opc' ? 'observer' : 'commissioner'),
    zone: zones[office],
  },
  packs,
  zoneData: '2026c',
  today: d('1900-01-01'),
})
const draft = (order: string, command: object): Draft =>
  draftSchema.parse({ order, command: { id: 'x', on: '2000-01-01', ...command } })
const escalate = (run: OrderRun, route: string, more: object = {}) =>
  draft(run.state.order, { kind: 'escalate', route, ...more })
const issue = (order: string, statute: string) =>
  draft(order, { kind: 'issue', matter: 'm', statute, respondent, terms: threeTerms })
const served = (office: Office, on: string, terms?: readonly object[]) =>
  issued(office, statutes[office], on, terms).say({
    kind: 'serve',
    on,
    party: 'acme',
    means: 'mail',
  })
const challenge = (kind: 'judicial-review' | 'appeal', on: string) =>
  ({ kind: 'challenge', on, challenge: 'c', challengeKind: kind, forum: 'court' }) as const

/** At noon UTC, unless an instant is given. What it answers must be what a ledger takes. */
const ask = (
  office: Office,
  drafts: readonly Draft[],
  runs: readonly OrderRun[],
  at: string,
): Readiness => {
  const byId = new Map(runs.map((run) => [run.state.order, run.state]))
  const answer = readinessOf({
    drafts,
    orderOf: (order) => byId.get(order),
    context: contextOf(office),
    now: (at.length === 10 ? `${at}T12:00:00.000Z` : at) as Instant,
  })
  return readinessSchema.parse(answer)
}
const ready = (answer: Readiness) => {
  if (answer.state !== 'ready') throw new Error(`blocked: ${answer.reason.message}`)
  return answer
}

describe('the founding case, in December 2021', () => {
  const bc = () => served('ca-bc-oipc', '2021-12-14')
  it('the offence route of British Columbia opens with 2022-01-26 in Victoria, which is 08:00 UTC', () => {
    const answer = ready(ask('ca-bc-oipc', [escalate(bc(), 'offence')], [bc()], '2021-12-20'))
    expect(answer).toMatchObject({
      from: '2022-01-26T08:00:00.000Z',
      date: '2022-01-26',
      zone: 'America/Vancouver',
    })
    expect(answer.why.en).toContain('2022-01-25')
    expect(answer.why.fr).toContain('2022-01-26')
  })
  it('the day before in Victoria it is not open yet, although that day has passed in Québec', () => {
    const answer = ready(
      ask('ca-bc-oipc', [escalate(bc(), 'offence')], [bc()], '2022-01-26T07:59:59.999Z'),
    )
    expect(answer.from).toBe('2022-01-26T08:00:00.000Z')
    expect(
      ready(ask('ca-bc-oipc', [escalate(bc(), 'offence')], [bc()], '2022-01-26T08:00:00.000Z')),
    ).toMatchObject({ from: '2022-01-26T08:00:00.000Z', date: '2022-01-26' })
  })
  it('Alberta files in court the day after its own fifty days', () => {
    const alberta = served('ca-ab-oipc', '2021-12-07')
    expect(
      ready(ask('ca-ab-oipc', [escalate(alberta, 'court-filing')], [alberta], '2021-12-20')),
    ).toMatchObject({ from: '2022-01-27T07:00:00.000Z', date: '2022-01-27' })
  })
  it('Quebec may file its prohibition at once, its mandate once that is enforceable', () => {
    const [, prohibition, mandate] = threeTerms as [object, object, object]
    const both = served('ca-qc-cai', '2021-12-14', [prohibition, { ...mandate, due: { days: 90 } }])
    expect(
      ready(ask('ca-qc-cai', [escalate(both, 'court-filing')], [both], '2021-12-20')),
    ).toMatchObject({ from: '2021-12-20T12:00:00.000Z', date: '2021-12-20' })
    const alone = served('ca-qc-cai', '2021-12-14', [{ ...mandate, due: { days: 90 } }])
    expect(
      ready(ask('ca-qc-cai', [escalate(alone, 'court-filing')], [alone], '2021-12-20')),
    ).toMatchObject({ date: '2022-01-13', from: '2022-01-13T05:00:00.000Z' })
  })
  it('a judicial review in time stays every term in British Columbia: blocked, by what the rules say', () => {
    const run = bc().say(challenge('judicial-review', '2022-01-25'))
    const answer = ask('ca-bc-oipc', [escalate(run, 'offence')], [run], '2022-01-26')
    expect(answer).toMatchObject({
      state: 'blocked',
      reason: {
        code: 'route-not-available',
        rule: { statute: 'ca-bc-pipa', section: '56(1)(f)', confidence: 'V' },
      },
    })
    expect(answer.state === 'blocked' && answer.reason.message).toContain('Every term is stayed')
  })
  it('a judicial review that came too late blocks nothing', () => {
    const run = bc().say(challenge('judicial-review', '2022-01-26'))
    expect(ready(ask('ca-bc-oipc', [escalate(run, 'offence')], [run], '2022-02-01')).date).toBe(
      '2022-02-01',
    )
  })
  it('where two ways of counting could apply, the office waits for the later day', () => {
    const run = served('ca-ab-oipc', '2021-12-07').say(challenge('judicial-review', '2022-01-20'), {
      kind: 'decide',
      on: '2025-05-08',
      challenge: 'c',
      outcome: 'upheld',
      citation: '2025 ABKB 287',
    })
    expect(
      ready(ask('ca-ab-oipc', [escalate(run, 'court-filing')], [run], '2025-05-08')).date,
    ).toBe('2025-05-15')
  })
})

describe('a window that closes', () => {
  it('the limitation period gives the last instant, in the zone of the office', () => {
    const run = served('ca-bc-oipc', '2021-12-14')
    expect(ready(ask('ca-bc-oipc', [escalate(run, 'offence')], [run], '2022-06-01')).until).toBe(
      '2023-01-26T07:59:59.999Z',
    )
    expect(
      ready(ask('ca-bc-oipc', [escalate(run, 'offence')], [run], '2023-01-26T07:59:59.999Z')).date,
    ).toBe('2023-01-25')
  })
  it('and after it the route is blocked, for good', () => {
    const run = served('ca-bc-oipc', '2021-12-14')
    expect(
      ask('ca-bc-oipc', [escalate(run, 'offence')], [run], '2023-01-26T08:00:00.000Z'),
    ).toMatchObject({
      state: 'blocked',
      reason: { code: 'route-not-available', message: expect.stringContaining('2023-01-25') },
    })
  })
  it('is the same as before the time to comply is over: the limitation that will run is seen', () => {
    const run = served('ca-bc-oipc', '2021-12-14')
    expect(ready(ask('ca-bc-oipc', [escalate(run, 'offence')], [run], '2021-12-20')).until).toBe(
      '2023-01-26T07:59:59.999Z',
    )
  })
  it('a route without limitation has no end', () => {
    const run = served('ca-ab-oipc', '2021-12-07')
    expect(
      ready(ask('ca-ab-oipc', [escalate(run, 'court-filing')], [run], '2022-02-01')),
    ).not.toHaveProperty('until')
  })
})

describe('issue and extend', () => {
  it('an order can be issued from the first day on which its statute is in force, in the zone of the office', () => {
    expect(
      ready(ask('ca-qc-cai', [issue('ca-qc-cai:N1', 'ca-qc-p391')], [], '2006-01-02')),
    ).toMatchObject({ from: '2006-06-14T04:00:00.000Z', date: '2006-06-14' })
  })
  it('and without a break where one version of it follows another', () => {
    const answer = ready(ask('ca-qc-cai', [issue('ca-qc-cai:N1', 'ca-qc-p391')], [], '2023-09-01'))
    expect(answer.date).toBe('2023-09-01')
    expect(answer).not.toHaveProperty('until')
  })
  it('not at all under a statute that gives no power, or where the order is there', () => {
    expect(
      ask('ca-fed-opc', [issue('ca-fed-opc:N1', 'ca-fed-pipeda')], [], '2022-01-01'),
    ).toMatchObject({ state: 'blocked', reason: { code: 'no-order-power' } })
    const run = served('ca-bc-oipc', '2021-12-14')
    expect(
      ask('ca-bc-oipc', [issue(run.state.order, 'ca-bc-pipa')], [run], '2022-01-01'),
    ).toMatchObject({ state: 'blocked', reason: { code: 'already-exists' } })
  })
  it('an extension that the law gives nobody the power for is blocked with its section', () => {
    const run = served('ca-bc-oipc', '2021-12-14')
    expect(
      ask(
        'ca-bc-oipc',
        [
          draft(run.state.order, {
            kind: 'extend',
            to: '2022-03-01',
            grantedBy: 'office',
            reason: 'asked for',
          }),
        ],
        [run],
        '2022-01-10',
      ),
    ).toMatchObject({
      state: 'blocked',
      reason: { code: 'not-extendable', rule: { section: '53' } },
    })
  })
  it('one that a court may give in Alberta is ready at once', () => {
    const run = served('ca-ab-oipc', '2021-12-07')
    expect(
      ready(
        ask(
          'ca-ab-oipc',
          [
            draft(run.state.order, {
              kind: 'extend',
              to: '2022-03-01',
              grantedBy: 'court',
              reason: 'ordered',
            }),
          ],
          [run],
          '2022-01-10',
        ),
      ).date,
    ).toBe('2022-01-10')
  })
})

describe('several drafts, and none', () => {
  const late = () => served('ca-bc-oipc', '2022-02-01')
  const numbered = (run: OrderRun, number: string) => ({
    ...run.state,
    order: `ca-bc-oipc:${number}` as OrderId,
    number,
  })
  const askTwo = (
    at: string,
    one: OrderRun,
    two: OrderRun,
    routes: readonly [string, string] = ['offence', 'offence'],
  ) => {
    const states = [numbered(one, 'A'), numbered(two, 'B')]
    return readinessSchema.parse(
      readinessOf({
        drafts: states.map(({ order }, at) =>
          draft(order, { kind: 'escalate', route: routes[at] }),
        ),
        orderOf: (order) => states.find((state) => state.order === order),
        context: contextOf('ca-bc-oipc'),
        now: `${at}T12:00:00.000Z` as Instant,
      }),
    )
  }
  it('an office with nothing to draft is ready now, an observer too', () => {
    for (const office of ['ca-qc-cai', 'ca-fed-opc'] as const) {
      const answer = ready(ask(office, [], [], '2021-12-14T23:30:00.000Z'))
      expect(answer).toMatchObject({
        from: '2021-12-14T23:30:00.000Z',
        date: '2021-12-14',
        zone: 'America/Toronto',
      })
      expect(answer).not.toHaveProperty('until')
    }
  })
  it('all of them wait for the last, and end with the first', () => {
    const answer = ready(askTwo('2022-02-02', served('ca-bc-oipc', '2021-12-14'), late()))
    expect(answer.date).toBe('2022-03-17')
    expect(answer.until).toBe('2023-01-26T07:59:59.999Z')
  })
  it('one that is blocked blocks all, with its own reason', () => {
    const stayed = late().say(challenge('judicial-review', '2022-02-10'))
    expect(askTwo('2022-02-20', served('ca-bc-oipc', '2021-12-14'), stayed)).toMatchObject({
      state: 'blocked',
      reason: { code: 'route-not-available', message: expect.stringContaining('stayed') },
    })
  })
  it('windows that do not meet are no window', () => {
    expect(
      askTwo('2022-01-15', served('ca-bc-oipc', '2021-01-04'), served('ca-bc-oipc', '2022-01-14'))
        .state,
    ).toBe('blocked')
    for (const [one, two] of [
      ['2021-01-04', '2021-01-05'],
      ['2022-01-14', '2022-01-14'],
    ] as const)
      expect(askTwo('2022-01-15', served('ca-bc-oipc', one), served('ca-bc-oipc', two)).state).toBe(
        'ready',
      )
  })
})

function isOpen(state: OrderState, id: string, day: LocalDate): boolean {
  const pack = unwrap(packFor(packs, state.statute, state.issuedOn))
  return routeView(state, pack, unwrap(routeOf(pack, id)), day).available
}

it('answers for every day what the rules answer on that day, as long as nothing happens', () => {
  for (const [office, route, at] of [
    ['ca-bc-oipc', 'offence', '2021-12-20'],
    ['ca-ab-oipc', 'offence', '2021-12-20'],
    ['ca-qc-cai', 'penal', '2021-12-20'],
    ['ca-bc-oipc', 'damages', '2021-12-20'],
    ['ca-qc-cai', 'penal', '2024-01-10'],
  ] as const) {
    const run = served(office, at)
    const answer = ready(ask(office, [escalate(run, route)], [run], at))
    const context = contextOf(office)
    for (let n = 0; n < 2_400; n += 1) {
      const day = addDays(d(at), n)
      const { order: _, command } = escalate(run, route)
      const decided = decide(
        run.ref,
        run.state,
        { ...command, on: day },
        { ...context, today: day },
      )
      // What nobody verified is recorded with a warning; what is promised to others is known to be open.
      const lawful = decided.ok && isOpen(run.state, route, day)
      const noon = startOfDay(day, context.office.zone)
      const said =
        daysBetween(answer.date, dateAt(noon, context.office.zone)) >= 0 &&
        (answer.until === undefined || noon <= answer.until)
      if (lawful !== said)
        throw new Error(
          `${office} ${route} on ${day}: the rules say ${lawful}, the readiness ${said} (${JSON.stringify(answer)})`,
        )
    }
  }
})
