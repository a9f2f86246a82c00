// Acting from the pages, without script: every command from its form over the check to the receipt, in both languages; and what goes wrong.

import { expect, test } from 'vitest'
import {
  publicMatterCommandSchema,
  publicOrderCommandSchema,
} from '../../../shared/contract/commands.schema.ts'
import { deadlinesOf } from '../../../shared/contract/event-text.ts'
import { parseOrderId, type AggregateRef } from '../../../shared/kernel/ids.ts'
import { PlainBrowser } from '../../support/plain-browser.ts'
import { clientOf } from './client.ts'
import { MemoryOffice } from './memory-office.ts'

type Filled = Readonly<Record<string, string | readonly string[]>>
interface Case {
  /** Of the address; `issue` from the matter. */
  readonly act: string
  /** Default: British Columbia's, and its order of the founding case. */
  readonly office?: string
  readonly today?: string
  readonly to?: 'order' | 'matter'
  /** What was recorded before, besides the founding case. */
  readonly before?: readonly object[]
  readonly fill: Filled
  readonly event: object
}

const day = '2022-01-14'
const orders = {
  'ca-bc-oipc': 'ca-bc-oipc:P21-08',
  'ca-ab-oipc': 'ca-ab-oipc:P2021-12',
  'ca-qc-cai': 'ca-qc-cai:1023158-S',
} as const
const both = (name: string) => ({ [`${name}.en`]: 'In English', [`${name}.fr`]: 'En français' })
const text = { en: 'In English', fr: 'En français' }
const reason = { reason: 'for a reason' }
const filed = {
  kind: 'challenge',
  id: 'c0',
  on: '2022-01-12',
  challenge: 'C1',
  challengeKind: 'judicial-review',
  forum: 'Supreme Court of British Columbia',
}
const disputed = {
  kind: 'dispute-service',
  id: 's0',
  on: '2022-01-12',
  party: 'clearview-ai-inc',
  reason: 'never came',
}
const promised = {
  kind: 'commitment-made',
  id: 'p0',
  on: '2022-01-05',
  commitment: 'E1',
  terms: [{ id: 'T1', theme: 'delete', text, due: { on: '2022-03-01' } }],
}
const applied = {
  kind: 'court-application',
  id: 'a0',
  on: '2022-01-05',
  application: 'A1',
  section: '15',
  forum: 'Federal Court',
}

const cases: readonly Case[] = [
  {
    act: 'serve',
    before: [
      { kind: 'correct', id: 'k', on: '2022-01-12', touchesConclusions: true, reason: 'slip' },
    ],
    office: 'ca-qc-cai',
    fill: { party: 'clearview-ai-inc', means: 'other', 'means.other': 'by drone' },
    event: { kind: 'copy-given', party: 'clearview-ai-inc', means: { other: 'by drone' } },
  },
  {
    act: 'refuse',
    fill: {
      terms: ['T1', 'T2'],
      reason: 'beyond its powers',
      confidence: 'S',
      source: 'press',
      'between.first': '2022-01-10',
      'between.last': '2022-01-14',
    },
    event: {
      kind: 'refusal-declared',
      terms: ['T1', 'T2'],
      reason: 'beyond its powers',
      confidence: 'S',
      source: 'press',
      between: ['2022-01-10', '2022-01-14'],
    },
  },
  {
    act: 'comply',
    fill: { outcome: 'partial', terms: ['T3'] },
    event: { kind: 'compliance-reported', outcome: 'partial', terms: ['T3'] },
  },
  {
    act: 'assess',
    fill: { finding: 'not-accepted', basis: 'inspection', terms: ['T1'] },
    event: {
      kind: 'compliance-assessed',
      finding: 'not-accepted',
      basis: 'inspection',
      terms: ['T1'],
    },
  },
  {
    act: 'challenge',
    fill: {
      challengeKind: 'judicial-review',
      forum: 'Supreme Court of British Columbia',
      at: '15:45',
    },
    event: { kind: 'challenge-filed', challenge: 'C1', inTime: 'yes', at: '15:45' },
  },
  {
    act: 'extend-challenge-time',
    fill: { to: '2022-03-01', forum: 'Supreme Court of British Columbia' },
    event: { kind: 'challenge-time-extended', to: '2022-03-01' },
  },
  {
    act: 'decide',
    before: [filed],
    fill: { challenge: 'C1', outcome: 'upheld', citation: '2022 BCSC 1', endsStay: 'yes' },
    event: { kind: 'court-decided', challenge: 'C1', outcome: 'upheld', endsStay: true },
  },
  {
    act: 'decide',
    before: [filed],
    fill: {
      challenge: 'C1',
      citation: '2022 BCSC 1',
      'results.0.terms': ['T1'],
      'results.0.outcome': 'upheld',
      'results.1.terms': ['T2', 'T3'],
      'results.1.outcome': 'quashed',
    },
    event: {
      kind: 'court-decided',
      results: [
        { terms: ['T1'], outcome: 'upheld' },
        { terms: ['T2', 'T3'], outcome: 'quashed' },
      ],
    },
  },
  {
    act: 'stay/ordered',
    fill: {
      forum: 'Supreme Court of British Columbia',
      until: 'day',
      'until.day': '2022-04-01',
      conditions: 'security',
    },
    event: { kind: 'stay-ordered', until: '2022-04-01', conditions: 'security' },
  },
  {
    act: 'stay',
    before: [filed],
    fill: { action: 'ordered', forum: 'a court', until: 'decision', 'until.decision': 'C1' },
    event: { kind: 'stay-ordered', until: { decision: 'C1' } },
  },
  {
    act: 'extend/court',
    office: 'ca-ab-oipc',
    fill: { to: '2022-03-01', ...reason },
    event: { kind: 'extended', to: '2022-03-01', grantedBy: 'court' },
  },
  {
    act: 'undo-extension',
    office: 'ca-ab-oipc',
    before: [
      {
        kind: 'extend',
        id: 'x',
        on: '2022-01-12',
        to: '2022-03-01',
        grantedBy: 'court',
        reason: 'consent',
      },
    ],
    fill: reason,
    event: { kind: 'extension-undone' },
  },
  {
    act: 'correct',
    office: 'ca-qc-cai',
    fill: { touchesConclusions: 'no', ...reason },
    event: { kind: 'corrected', touchesConclusions: false },
  },
  {
    act: 'correct',
    office: 'ca-qc-cai',
    fill: { touchesConclusions: 'yes', terms: ['T2'], ...both('text'), ...reason },
    event: { kind: 'corrected', touchesConclusions: true, terms: ['T2'], text },
  },
  {
    act: 'reword',
    before: [
      filed,
      {
        kind: 'decide',
        id: 'd0',
        on: '2022-01-12',
        challenge: 'C1',
        outcome: 'varied',
        citation: '2022 BCSC 1',
      },
    ],
    fill: { term: 'T2', ...both('text') },
    event: { kind: 'term-reworded', term: 'T2', decision: '2022 BCSC 1', text },
  },
  {
    act: 'set-deadline',
    fill: { ...both('text'), to: '2022-06-01', ...reason },
    event: { kind: 'deadline-set', deadline: 'D1', text, to: '2022-06-01' },
  },
  {
    act: 'escalate/offence',
    today: '2022-02-10',
    fill: { step: 'offence/referred', docket: 'K-1' },
    event: { kind: 'escalated', route: 'offence', step: 'referred', docket: 'K-1' },
  },
  {
    act: 'record-outcome/offence',
    today: '2022-02-10',
    before: [{ kind: 'escalate', id: 'e', on: '2022-02-10', route: 'offence', step: 'referred' }],
    fill: { outcome: 'offence/convicted', amount: '60 000', subsequent: 'no' },
    event: { kind: 'escalation-decided', route: 'offence', outcome: 'convicted', amount: 60_000 },
  },
  {
    act: 'withdraw',
    fill: { terms: ['T2'], ...reason },
    event: { kind: 'withdrawn', terms: ['T2'] },
  },
  {
    act: 'rescind',
    fill: { terms: ['T3'], ...reason },
    event: { kind: 'rescinded', terms: ['T3'] },
  },
  { act: 'close', fill: reason, event: { kind: 'closed' } },
  {
    act: 'reopen',
    before: [{ kind: 'close', id: 'x', on: '2022-01-12', reason: 'settled' }],
    fill: reason,
    event: { kind: 'reopened', reason: 'for a reason' },
  },
  {
    act: 'succeed',
    fill: {
      party: 'clearview-ai-inc',
      name: 'Clearview Holdings',
      partyKind: 'organization',
      ...reason,
    },
    event: { kind: 'respondent-succeeded', name: 'Clearview Holdings' },
  },
  {
    act: 'dispute-service',
    fill: { party: 'clearview-ai-inc', ...reason },
    event: { kind: 'service-disputed', party: 'clearview-ai-inc' },
  },
  {
    act: 'decide-service',
    before: [disputed],
    fill: {
      party: 'clearview-ai-inc',
      outcome: 'good',
      givenOn: '2021-12-20',
      forum: 'Supreme Court of British Columbia',
    },
    event: { kind: 'service-decided', outcome: 'good', givenOn: '2021-12-20' },
  },
  {
    act: 'record-in-error',
    fill: { fact: '3', ...reason },
    event: {
      kind: 'recorded-in-error',
      on: '2021-12-14',
      saidOn: day,
      fact: 3,
      was: { kind: 'refusal-declared' },
    },
  },
  {
    act: 'issue',
    to: 'matter',
    office: 'ca-qc-cai',
    fill: {
      number: 'P22-01',
      ...both('terms.0.text'),
      'terms.0.theme': 'Delete the images',
      'terms.0.kind': 'mandate',
      'terms.0.due': 'days',
      'terms.0.due.days': '45',
      'terms.0.report.first': 'on',
      'terms.0.report.first.on': '2022-06-01',
      'terms.0.report.every': 'months',
      'terms.0.report.every.months': '3',
      'otherParties.0.name': 'A complainant',
    },
    event: {
      kind: 'issued',
      number: 'P22-01',
      matter: 'clearview-ai',
      respondent: { id: 'clearview-ai-inc', name: 'Clearview AI, Inc.' },
      otherParties: [{ id: 'a-complainant', name: 'A complainant', kind: 'individual' }],
      terms: [
        {
          id: 'T1',
          theme: 'delete-the-images',
          kind: 'mandate',
          text,
          due: { days: 45 },
          report: { first: { on: '2022-06-01' }, every: { months: 3 } },
        },
      ],
    },
  },
  {
    act: 'investigation-opened',
    to: 'matter',
    fill: { offices: ['ca-bc-oipc', 'ca-qc-cai'] },
    event: { kind: 'investigation-opened', offices: ['ca-bc-oipc', 'ca-qc-cai'] },
  },
  {
    act: 'findings-published',
    to: 'matter',
    fill: {},
    event: { kind: 'findings-published', offices: ['ca-bc-oipc'] },
  },
  {
    act: 'recommendation-made',
    to: 'matter',
    fill: both('text'),
    event: { kind: 'recommendation-made', text },
  },
  {
    act: 'recommendation-refused',
    to: 'matter',
    fill: both('text'),
    event: { kind: 'recommendation-refused', text },
  },
  {
    act: 'announced',
    to: 'matter',
    fill: { orders: ['ca-bc-oipc:P21-08'] },
    event: { kind: 'announced', orders: ['ca-bc-oipc:P21-08'] },
  },
  {
    act: 'statement-made',
    to: 'matter',
    fill: both('text'),
    event: { kind: 'statement-made', text },
  },
  {
    act: 'joint-action',
    to: 'matter',
    fill: { actionKind: 'letter' },
    event: { kind: 'joint-action', actionKind: 'letter', offices: ['ca-bc-oipc'] },
  },
  { act: 'noted', to: 'matter', fill: both('text'), event: { kind: 'noted', text } },
  {
    act: 'disposition',
    to: 'matter',
    fill: { of: 'resolved' },
    event: { kind: 'disposition', of: 'resolved' },
  },
  {
    act: 'reopened',
    to: 'matter',
    before: [{ kind: 'disposition', id: 'd0', on: '2022-01-05', of: 'resolved' }],
    fill: reason,
    event: { kind: 'reopened', reason: 'for a reason' },
  },
  {
    act: 'commitment-made',
    to: 'matter',
    fill: {
      ...both('terms.0.text'),
      'terms.0.theme': 'delete',
      'terms.0.due': 'on',
      'terms.0.due.on': '2022-05-01',
      instrument: 'undertaking',
    },
    event: {
      kind: 'commitment-made',
      commitment: 'E1',
      instrument: 'undertaking',
      terms: [{ id: 'T1', theme: 'delete', due: { on: '2022-05-01' } }],
    },
  },
  {
    act: 'notice-of-intention',
    to: 'matter',
    fill: { replyBy: '2022-02-10' },
    event: { kind: 'notice-of-intention', notice: 'N1', replyBy: '2022-02-10' },
  },
  {
    act: 'report-sent',
    to: 'matter',
    fill: { to: 'complainant' },
    event: { kind: 'report-sent', to: 'complainant' },
  },
  {
    act: 'court-application',
    to: 'matter',
    fill: { section: '15', forum: 'a court', by: 'complainant' },
    event: { kind: 'court-application', application: 'A1', by: 'complainant' },
  },
  {
    act: 'court-decided',
    to: 'matter',
    before: [applied],
    fill: { application: 'A1', outcome: 'granted', citation: '2022 FC 1' },
    event: { kind: 'court-decided', application: 'A1', outcome: 'granted' },
  },
  {
    act: 'compliance-reported',
    to: 'matter',
    before: [promised],
    fill: { commitment: 'E1', outcome: 'partial' },
    event: { kind: 'compliance-reported', commitment: 'E1', outcome: 'partial' },
  },
  {
    act: 'compliance-assessed',
    to: 'matter',
    before: [promised],
    fill: { commitment: 'E1', finding: 'accepted', basis: 'review' },
    event: { kind: 'compliance-assessed', finding: 'accepted', basis: 'review' },
  },
  {
    act: 'recorded-in-error',
    to: 'matter',
    before: [{ kind: 'noted', id: 'n0', on: '2022-01-05', text }],
    fill: reason,
    event: { kind: 'recorded-in-error', on: '2022-01-05', was: { kind: 'noted' } },
  },
]

async function placed({
  office: id = 'ca-bc-oipc',
  today = day,
  to = 'order',
  before = [],
}: Partial<Case>) {
  const office = await new MemoryOffice(id, '2022-01-01').replay()
  office.today = today as typeof office.today
  const order = orders[id as keyof typeof orders]
  const ref: AggregateRef =
    to === 'order'
      ? (parseOrderId(order) as AggregateRef)
      : { office: office.office.id, kind: 'matter', id: 'clearview-ai' }
  for (const command of before) {
    const reply = await office.record(ref, command as never)
    if (reply.kind === 'refused') throw new Error(reply.problem.message)
  }
  const path = to === 'order' ? `/orders/${order.replace(':', '/')}` : '/matters/clearview-ai'
  return { office, path, ref, client: clientOf(office) }
}

test.each(
  cases.flatMap((each) =>
    (['en', 'fr'] as const).map((lang) => ({ name: `${each.act}, ${lang}`, lang, each })),
  ),
)('$name: form, check, record, receipt', async ({ lang, each }) => {
  const { office, path, client } = await placed(each)
  const browser = await PlainBrowser.open(client.send, `${path}/act/${each.act}`, lang)
  expect(browser.status).toBe(200)
  const size = office.entries.length
  const fill =
    each.act === 'recorded-in-error' ? { ...each.fill, fact: newestFact(browser) } : each.fill
  await browser.type(fill).press('check')
  expect(browser.document.querySelector('#errors')?.textContent).toBeUndefined()
  expect(browser.status).toBe(200)
  expect(browser.title).toMatch(lang === 'fr' ? /^Vérifier\u00a0: / : /^Check: /)
  expect(browser.text).not.toMatch(/\{"|undefined|\[object/)
  expect(office.entries.length).toBe(size)
  await browser.press('record')
  expect(browser.path).toMatch(/\/receipt\/\d+$/)
  expect(browser.status).toBe(200)
  expect(office.entries.length).toBe(size + 1)
  const { recorded } = office.entries.at(-1) ?? {}
  expect(recorded?.event).toMatchObject({ on: each.today ?? day, ...each.event })
  expect(browser.words).toContain(recorded?.id)
  // What was typed and what was recorded never stood in an address.
  for (const address of browser.addresses) expect(address).not.toMatch(/[?&]/)
  for (const deadline of deadlinesOf(recorded?.event as never))
    expect(browser.text).toContain(`datetime="${deadline.date}"`)
})

test.each([
  ['en', 'since Fri, Jan 14, 2022, or since Sat, Jan 15, 2022'],
  ['fr', 'depuis le ven. 14 janv. 2022, ou depuis le sam. 15 janv. 2022'],
] as const)(
  'the check of a challenge that is filed after the registry has closed shows both first days of its stay, in %s',
  async (lang, either) => {
    const { path, client } = await placed({ today: '2022-01-17' })
    const filedAt = async (at: string) => {
      const browser = await PlainBrowser.open(client.send, `${path}/act/challenge`, lang)
      const forum = 'Supreme Court of British Columbia'
      await browser.type({ challengeKind: 'judicial-review', forum, on: day, at }).press('check')
      expect(browser.document.querySelector('#errors')?.textContent).toBeUndefined()
      return browser.words
    }
    expect(await filedAt('18:45')).toContain(either)
    expect(await filedAt('15:45')).not.toContain(either)
  },
)

/** Of the facts that can be struck out. */
function newestFact(browser: PlainBrowser): string {
  const [first] = browser.document.querySelectorAll('[name="fact"] option[value]:not([value=""])')
  return first?.getAttribute('value') ?? ''
}

test('every command that people send has its form, and is tried above', () => {
  const kindsOf = (schema: typeof publicOrderCommandSchema | typeof publicMatterCommandSchema) =>
    schema.options.map((option) => option.shape.kind.value).toSorted()
  const tried = (to: 'order' | 'matter') =>
    [
      ...new Set(
        cases.filter((each) => (each.to ?? 'order') === to).map(({ act }) => act.split('/')[0]),
      ),
    ].toSorted()
  expect([...tried('order'), 'issue'].toSorted()).toEqual(kindsOf(publicOrderCommandSchema))
  expect([...tried('matter').filter((kind) => kind !== 'issue'), 'opened'].toSorted()).toEqual(
    kindsOf(publicMatterCommandSchema),
  )
})
