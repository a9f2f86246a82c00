// What an office says of its readiness: the deadline, the section and the confidence, in both languages; the same words as long as nothing changes.

import { describe, expect, it } from 'vitest'
import type { DecisionContext } from '../../../shared/policy/decision.ts'
import type { Instant } from '../../../shared/kernel/date.ts'
import type { OrderId } from '../../../shared/kernel/ids.ts'
import { draftSchema, type Draft } from '../../../shared/joint/draft.schema.ts'
import { readinessSchema, type Readiness } from '../../../shared/joint/participation.schema.ts'
import { readinessOf } from '../../../shared/joint/readiness.ts'
import type { Pack } from '../../../shared/policy/pack.schema.ts'
import {
  d,
  issued,
  officeEntry,
  readPacks as packs,
  respondent,
  threeTerms,
  type OrderRun,
} from '../../support/founding.ts'

const offices = {
  'ca-bc-oipc': ['ca-bc-pipa', 'America/Vancouver'],
  'ca-ab-oipc': ['ca-ab-pipa', 'America/Edmonton'],
  'ca-qc-cai': ['ca-qc-p391', 'America/Toronto'],
} as const
type Office = keyof typeof offices
const served = (office: Office, on: string) =>
  issued(office, offices[office][0], on).say({ kind: 'serve', on, party: 'acme', means: 'mail' })
const draft = (order: string, command: object): Draft =>
  draftSchema.parse({ order, command: { id: 'x', on: '2000-01-01', ...command } })
const escalate = (run: OrderRun, route: string) =>
  draft(run.state.order, { kind: 'escalate', route })
const ask = (
  office: Office,
  drafts: readonly Draft[],
  states: readonly OrderRun['state'][],
  on: string,
  law: readonly Pack[] = packs,
): Readiness => {
  const context: DecisionContext = {
    office: { ...officeEntry(office, offices[office][0]), zone: offices[office][1] },
    packs: law,
    zoneData: '2026c',
    today: d('1900-01-01'),
  }
  return readinessSchema.parse(
    readinessOf({
      drafts,
      orderOf: (order) => states.find((state) => state.order === order),
      context,
      now: `${on}T12:00:00.000Z` as Instant,
    }),
  )
}
const why = (answer: Readiness) => (answer.state === 'ready' ? answer.why : answer.reason)

describe('why from that day', () => {
  it('names the deadline that ends, with its section and how sure it and its date are', () => {
    const run = served('ca-bc-oipc', '2021-12-14')
    expect(why(ask('ca-bc-oipc', [escalate(run, 'offence')], [run.state], '2021-12-20'))).toEqual({
      en: 'Order ca-bc-oipc:O1: route "offence" opens 2022-01-26, after the time to comply ended 2022-01-25 (s.53(1) V; date S). Order ca-bc-oipc:O1: route "offence" is open until 2023-01-25, the last day of its limitation period (Offence Act, RSBC 1996 c 338 s.3 S)',
      fr: "Ordonnance ca-bc-oipc:O1 : la voie « offence » s'ouvre le 2022-01-26, après la fin du délai pour se conformer le 2022-01-25 (art. 53(1) V; date S). Ordonnance ca-bc-oipc:O1 : la voie « offence » est ouverte jusqu'au 2023-01-25, dernier jour de la prescription (Offence Act, RSBC 1996 c 338 art. 3 S)",
    })
  })
  it('names the time to challenge where that is what the route waits for', () => {
    const run = served('ca-bc-oipc', '2021-12-14')
    const text = why(ask('ca-bc-oipc', [escalate(run, 'damages')], [run.state], '2021-12-20'))
    expect(text).toMatchObject({
      en: expect.stringContaining('after the time to challenge ended 2022-01-25'),
      fr: expect.stringContaining('délai de contestation'),
    })
  })
  it('names no window that the route does not wait for, though it ends on the same day', () => {
    const run = issued('ca-qc-cai', 'ca-qc-p391', '2021-12-14', threeTerms.slice(2)).say({
      kind: 'serve',
      on: '2021-12-14',
      party: 'acme',
      means: 'mail',
    })
    const { deadlines } = run.state
    expect(
      new Set(
        deadlines.flatMap(({ id, date, lenientDate }) =>
          id === 'enforceable' ? [] : [lenientDate ?? date],
        ),
      ).size,
    ).toBe(1)
    const text = why(ask('ca-qc-cai', [escalate(run, 'court-filing')], [run.state], '2021-12-20'))
    expect('en' in text && text.en.match(/after the time to (\w+)/g)).toBeNull()
    expect('en' in text && text.en).toContain('when the order becomes enforceable')
  })
  it('names the statute that comes into force', () => {
    const text = why(
      ask(
        'ca-qc-cai',
        [
          draft('ca-qc-cai:N1', {
            kind: 'issue',
            matter: 'm',
            statute: 'ca-qc-p391',
            respondent,
            terms: threeTerms,
          }),
        ],
        [],
        '2006-01-02',
      ),
    )
    expect(text).toMatchObject({
      en: expect.stringMatching(/can be issued from 2006-06-14, when .* M\)/),
      fr: expect.stringContaining('entrée en vigueur'),
    })
  })
  it('is short where nothing stands in the way', () => {
    const run = served('ca-ab-oipc', '2021-12-07')
    expect(
      why(ask('ca-ab-oipc', [escalate(run, 'court-filing')], [run.state], '2022-02-01')),
    ).toEqual({ en: 'Nothing stands in the way', fr: "Rien ne s'y oppose" })
  })
  it('fits into an event however many orders wait', () => {
    const { state } = served('ca-bc-oipc', '2021-12-14')
    const many = Array.from({ length: 50 }, (_, n) => ({
      ...state,
      order: `ca-bc-oipc:O${n}` as OrderId,
      number: `O${n}`,
    }))
    const text = why(
      ask(
        'ca-bc-oipc',
        many.map(({ order }) => draft(order, { kind: 'escalate', route: 'offence' })),
        many,
        '2021-12-20',
      ),
    )
    expect(text).toMatchObject({
      en: expect.stringContaining('And 92 more'),
      fr: expect.stringContaining('Et 92 de plus'),
    })
  })
})

describe('what is not the law of this program', () => {
  it.each([{ months: 6 }, { days: 400 }, { years: 4 }])(
    'a limitation of %j is found in the pack',
    (period) => {
      const law = packs.map((pack) => ({
        ...pack,
        routes: pack.routes.map((route) =>
          route.limitation === undefined
            ? route
            : { ...route, limitation: { ...route.limitation, period } },
        ),
      }))
      const run = served('ca-bc-oipc', '2021-12-14')
      const answer = ask('ca-bc-oipc', [escalate(run, 'offence')], [run.state], '2022-02-01', law)
      const last = {
        months: '2022-07-26T06:59:59.999Z',
        days: '2023-03-02T07:59:59.999Z',
        years: '2026-01-26T07:59:59.999Z',
      }[Object.keys(period)[0] as 'days']
      expect(answer).toMatchObject({ state: 'ready', until: last })
    },
  )
  it('a power to order that comes later than its statute is found in the pack', () => {
    const law = packs.map((pack) => ({
      ...pack,
      instruments: pack.instruments.map((instrument) => ({
        ...instrument,
        inForce: { from: d('2022-05-01') },
      })),
    }))
    expect(
      ask(
        'ca-bc-oipc',
        [
          draft('ca-bc-oipc:N1', {
            kind: 'issue',
            matter: 'm',
            statute: 'ca-bc-pipa',
            respondent,
            terms: threeTerms,
          }),
        ],
        [],
        '2022-01-10',
        law,
      ),
    ).toMatchObject({ state: 'ready', from: '2022-05-01T07:00:00.000Z' })
  })
})

describe('why not', () => {
  it('says the same on every day, so that it is reported once', () => {
    const run = served('ca-bc-oipc', '2021-12-14').say({
      kind: 'challenge',
      on: '2022-01-25',
      challenge: 'c',
      challengeKind: 'judicial-review',
      forum: 'court',
    })
    const [one, other] = ['2022-03-01', '2022-03-02'].map((on) =>
      ask('ca-bc-oipc', [escalate(run, 'offence')], [run.state], on),
    )
    expect(one).toMatchObject({
      state: 'blocked',
      reason: {
        message:
          'The route "Referral for prosecution of an offence" of order "ca-bc-oipc:O1" is not open: Every term is stayed',
      },
    })
    expect(one).toEqual(other)
  })
  it("another office's order", () => {
    const run = served('ca-ab-oipc', '2021-12-07')
    expect(
      ask('ca-bc-oipc', [escalate(run, 'court-filing')], [run.state], '2022-03-01'),
    ).toMatchObject({ state: 'blocked', reason: { code: 'wrong-office' } })
  })
  it('windows that do not meet: each with its days', () => {
    const states = [
      { ...served('ca-bc-oipc', '2021-01-04').state, order: 'ca-bc-oipc:A' as OrderId },
      { ...served('ca-bc-oipc', '2022-01-14').state, order: 'ca-bc-oipc:B' as OrderId },
    ]
    const answer = ask(
      'ca-bc-oipc',
      states.map(({ order }) => draft(order, { kind: 'escalate', route: 'offence' })),
      states,
      '2022-01-15',
    )
    expect(answer).toEqual({
      state: 'blocked',
      reason: {
        code: 'not-ready',
        message:
          'On no day is all lawful that was drafted: "ca-bc-oipc:A" until 2022-02-16, "ca-bc-oipc:B" from 2022-03-01 until 2023-02-28',
        messageFr:
          'Aucun jour ne convient à tout ce qui a été préparé : « ca-bc-oipc:A » jusqu’au 2022-02-16, « ca-bc-oipc:B » dès le 2022-03-01 jusqu’au 2023-02-28',
      },
    })
  })
})
