// The forms of joint actions as a person fills them in: every one sends what the API takes, and says what was refused.

import { expect, test } from 'vitest'
import type { JointDetail } from '../../../shared/contract/joint.schema.ts'
import { BrowserPage } from '../../support/browser-page.ts'
import { clientOf } from './client.ts'
import { joint, proposal, say } from './joint-run.ts'
import { MemoryOffice, anybody } from './memory-office.ts'

const id = 'ca-fed-opc:J21-01'
const path = '/joint/ca-fed-opc/J21-01'
const day = '2021-12-14'
const detailOf = async (office: MemoryOffice, of = id) =>
  (await office.jointAction(anybody, of as never)) as JointDetail
/** Not yet its moment, so that nothing is over before somebody says so. */
const open = {
  ...proposal,
  start: 'coordinator',
  replyBy: '2021-12-15T17:00:00.000Z',
  moment: '2021-12-16T17:00:00.000Z',
} as const

/** The page of an office, on which one command is said. */
async function says(
  office: MemoryOffice,
  kind: string,
  values: Parameters<BrowserPage['fill']>[1],
  {
    url = path,
    include = [],
  }: { readonly url?: string; readonly include?: readonly string[] } = {},
): Promise<string | undefined> {
  await using page = await BrowserPage.open(clientOf(office).send, url)
  for (const label of include) page.include(kind, label)
  page.fill(kind, values)
  return await page.send(kind)
}

async function invited(more: object = {}, at = 'ca-qc-cai'): Promise<MemoryOffice> {
  const office = await new MemoryOffice(at, day).replay()
  await say(office, 'ca-fed-opc', { ...open, ...more })
  return office
}

test('a proposal, with moments by the clock of each office', async () => {
  const office = await new MemoryOffice('ca-fed-opc', day).replay()
  await using page = await BrowserPage.open(clientOf(office).send, '/joint/new')
  expect(page.fields('propose', '[name="joint"]')[0]?.value).toBe('J21-01')
  page.include('propose', 'Finding 2')
  page.fill('propose', {
    joint: 'J21-07',
    matter: 'clearview-ai',
    by: 'Director',
    action: 'statement',
    offices: ['ca-bc-oipc', 'ca-qc-cai'],
    required: ['ca-qc-cai'],
    quorum: '2',
    replyBy: '2021-12-20T12:00',
    moment: '2021-12-21T18:00',
    'moments.ca-bc-oipc': '2021-12-21T18:00',
    'document.title.en': 'Title',
    'document.title.fr': 'Titre',
    'document.text.en': 'Text',
    'document.text.fr': 'Texte',
    'document.findings.1.text.en': 'A',
    'document.findings.1.text.fr': 'B',
  })
  expect(await page.send('propose')).toBeUndefined()
  expect(page.went).toBe('/joint/ca-fed-opc/J21-07')
  expect(await detailOf(office, 'ca-fed-opc:J21-07')).toMatchObject({
    matter: 'clearview-ai',
    // 18 h in Victoria is not 18 h in Ottawa.
    choices: {
      offices: ['ca-bc-oipc', 'ca-qc-cai'],
      required: ['ca-qc-cai'],
      quorum: 2,
      replyBy: '2021-12-20T17:00:00.000Z',
      moment: '2021-12-21T23:00:00.000Z',
      moments: { 'ca-bc-oipc': '2021-12-22T02:00:00.000Z' },
      windowSeconds: 60,
    },
    document: {
      title: { en: 'Title', fr: 'Titre' },
      findings: [{ id: 'F2', text: { en: 'A', fr: 'B' } }],
    },
  })
})

test('what every clock shows is told as soon as a time is chosen, by the zone data of the office', async () => {
  const office = await new MemoryOffice('ca-bc-oipc', '2026-11-25').replay()
  await using page = await BrowserPage.open(clientOf(office).send, '/joint/new')
  page.fill('propose', { moment: '2026-11-30T09:00' })
  const [field] = page.fields('propose', '[name="moment"]')
  if (field !== undefined) page.change(field)
  await expect
    .poll(() => field?.parentElement?.querySelector('.clocks')?.textContent)
    .toBe(
      'OIPC BC 2026-11-30 09:00 · OIPC Alberta 2026-11-30 10:00 · CAI Quebec 2026-11-30 11:00 · OPC 2026-11-30 11:00',
    )
})

test('what a field asks for is a pattern that browsers take: with the flag `v`', async () => {
  const patterns = new Set<string>()
  for (const [url, more] of [
    ['/joint/new', {}],
    [path, { action: 'issuance', offices: ['ca-qc-cai'], compensation: 'none' }],
  ] as const) {
    await using page = await BrowserPage.open(clientOf(await invited(more)).send, url)
    for (const field of page.window.document.querySelectorAll('[pattern]'))
      patterns.add(field.getAttribute('pattern') ?? '')
  }
  expect(
    [...patterns].map((pattern) => [
      new RegExp(`^(?:${pattern})$`, 'v').test('J26-01'),
      new RegExp(`^(?:${pattern})$`, 'v').test('J 26'),
    ]),
  ).toEqual([
    [true, false],
    [true, false],
  ])
})

test('a consent with conditions, refused to the same officer, approved by another', async () => {
  const office = await invited()
  expect(
    await says(office, 'consent', {
      by: 'First',
      'condition.not-before': '2021-12-15T09:00',
      'condition.with': ['ca-ab-oipc'],
      'condition.words': 'if nothing happens',
    }),
  ).toBeUndefined()
  expect((await detailOf(office)).own?.conditions).toEqual([
    { kind: 'not-before', moment: '2021-12-15T14:00:00.000Z' },
    { kind: 'words', text: 'if nothing happens' },
    { kind: 'with', offices: ['ca-ab-oipc'] },
  ])
  expect(await says(office, 'approve', { by: 'First' })).toMatch(
    /^Another officer has to approve\. "First" has prepared this consent/,
  )
  expect(
    await says(office, 'approve', { by: 'Second' }, { url: `${path}?lang=fr` }),
  ).toBeUndefined()
  expect(
    (await detailOf(office)).offices.find((each) => each.office === 'ca-qc-cai'),
  ).toMatchObject({ step: 'conditional', by: 'Second' })
})

test('an objection names the finding; a question is asked and answered; an answer is withdrawn', async () => {
  const office = await invited()
  await says(office, 'object', {
    by: 'A',
    'objections.0.finding': 'F1',
    'objections.0.change': 'Say it otherwise',
  })
  await says(office, 'ask', { question: 'Q1', text: 'Who is told before?' })
  const { talk } = await detailOf(office)
  expect([talk.objections[0]?.objections, talk.questions[0]?.text]).toEqual([
    [{ finding: 'F1', change: 'Say it otherwise' }],
    'Who is told before?',
  ])
  await says(office, 'withdraw', { reason: 'Changed our mind' })
  expect((await detailOf(office)).step).toBe('withdrawn')
})

test('an abstention; who alone may approve, and anybody again', async () => {
  const office = await invited()
  await says(office, 'delegate', { to: 'B. Registrar' })
  expect(
    (await detailOf(office)).offices.find((each) => each.office === 'ca-qc-cai')?.delegate,
  ).toBe('B. Registrar')
  await says(office, 'delegate', { to: '' })
  await says(office, 'abstain', {})
  expect(
    (await detailOf(office)).offices.find((each) => each.office === 'ca-qc-cai'),
  ).toMatchObject({ delegate: null, step: 'abstained' })
})

test('the proposer clarifies, amends with the rest as it was, postpones, gives the go, cancels', async () => {
  const office = await invited(
    { moments: { 'ca-bc-oipc': '2021-12-17T17:00:00.000Z' } },
    'ca-fed-opc',
  )
  await say(office, 'ca-qc-cai', { kind: 'ask', version: 1, question: 'Q1', text: 'Who?' })
  await says(office, 'clarify', { 'office+question': 'ca-qc-cai Q1', text: 'Nobody' })
  expect((await detailOf(office)).talk.questions[0]?.answer?.text).toBe('Nobody')
  expect(
    await says(office, 'amend', {
      because: 'shorter',
      'document.text.en': 'Three authorities have made orders.',
    }),
  ).toBeUndefined()
  const amended = await detailOf(office)
  expect(amended).toMatchObject({
    version: 2,
    because: 'shorter',
    choices: {
      offices: open.offices,
      moment: open.moment,
      moments: { 'ca-bc-oipc': '2021-12-17T17:00:00.000Z' },
      compensation: 'correction',
    },
    document: {
      title: open.document.title,
      findings: open.document.findings,
      correction: open.document.correction,
    },
  })
  const { text } = await clientOf(office)
    .send(path)
    .then(async (response) => ({ text: await response.text() }))
  expect(text).toMatch(/<del>[^<]*provincial[^<]*<\/del>/)
  // Nobody has agreed to the second version: the go is not offered, and why not is said.
  expect(amended.can).not.toContain('go')
  expect(amended.cannot.find(({ kind }) => kind === 'go')).toMatchObject({
    code: 'not-agreed',
    message: expect.stringContaining('ca-qc-cai (has not consented)'),
    messageFr: expect.stringContaining('ca-qc-cai (n’a pas consenti)'),
  })
  await says(office, 'postpone', { moment: '2021-12-18T09:00' })
  expect((await detailOf(office)).choices.moment).toBe('2021-12-18T14:00:00.000Z')
  await says(office, 'cancel', { reason: 'Overtaken' })
  expect((await detailOf(office)).status).toBe('cancelled')
})

test('a request for assistance is forwarded, split, and answered', async () => {
  const { matter: _, moment: __, start: ___, compensation: ____, ...rest } = open
  const office = await invited({
    ...rest,
    action: 'assistance',
    moment: undefined,
    compensation: 'none',
  })
  await says(office, 'forward', { to: 'ca-ab-oipc', text: 'It is theirs' })
  expect(
    await says(office, 'split', {
      'parts.0.to': 'ca-ab-oipc',
      'parts.0.text': 'The file',
      'parts.1.to': 'ca-bc-oipc',
      'parts.1.text': 'The rest',
    }),
  ).toBeUndefined()
  const { talk } = await detailOf(office)
  expect([talk.forwarded[0]?.to, talk.split[0]?.parts]).toEqual([
    'ca-ab-oipc',
    [
      { part: 'P1', to: 'ca-ab-oipc' },
      { part: 'P2', to: 'ca-bc-oipc' },
    ],
  ])
  await says(office, 'answer', { answer: 'partly', text: 'What may be shared' })
  expect((await detailOf(office)).talk.answers[0]?.answer).toEqual({
    answer: 'partly',
    text: 'What may be shared',
  })
})

test('an order of two terms, drafted on the page', async () => {
  const office = await invited({ action: 'issuance', offices: ['ca-qc-cai'], compensation: 'none' })
  const refused = await says(
    office,
    'consent',
    {
      by: 'First',
      'drafts.0.order': 'Q-1',
      'drafts.0.command.terms.0.text.en': 'Stop',
      'drafts.0.command.terms.0.text.fr': 'Cesser',
      'drafts.0.command.terms.2.theme': 'delete',
      'drafts.0.command.terms.2.kind': 'mandate',
      'drafts.0.command.terms.2.text.en': 'Delete',
      'drafts.0.command.terms.2.text.fr': 'Supprimer',
      'drafts.0.command.terms.2.due.days': '60',
    },
    { include: ['Term 3'] },
  )
  expect(refused).toBeUndefined()
  expect((await detailOf(office)).own?.drafts).toEqual([
    {
      order: 'ca-qc-cai:Q-1',
      command: {
        kind: 'issue',
        id: 'draft/ca-fed-opc:J21-01/1/0',
        on: day,
        matter: 'clearview-ai',
        statute: 'ca-qc-p391',
        respondent: { id: 'clearview-ai-inc', name: 'Clearview AI, Inc.', kind: 'organization' },
        terms: [
          {
            id: 'T1',
            theme: 'stop-offering',
            kind: 'prohibition',
            effort: 'absolute',
            text: { en: 'Stop', fr: 'Cesser' },
          },
          {
            id: 'T3',
            theme: 'delete',
            kind: 'mandate',
            effort: 'absolute',
            text: { en: 'Delete', fr: 'Supprimer' },
            due: { days: 60 },
          },
        ],
      },
    },
  ])
})

test.each([
  [
    'escalation',
    { 'drafts.0.command.route+step': 'offence referred', 'drafts.0.command.docket': 'D-1' },
    { kind: 'escalate', route: 'offence', step: 'referred', docket: 'D-1' },
  ],
  [
    'compliance-date',
    { 'drafts.0.command.to': '2022-03-01', 'drafts.0.command.reason': 'The same everywhere' },
    { kind: 'extend', to: '2022-03-01', grantedBy: 'office', reason: 'The same everywhere' },
  ],
])('a joint %s acts on the own orders of the matter', async (action, values, command) => {
  const office = await new MemoryOffice('ca-bc-oipc', '2021-12-20').replay()
  await say(
    office,
    'ca-fed-opc',
    {
      ...open,
      action,
      compensation: 'none',
      offices: ['ca-bc-oipc'],
      replyBy: '2021-12-25T17:00:00.000Z',
      moment: '2021-12-26T17:00:00.000Z',
    },
    joint,
  )
  expect(await says(office, 'consent', { by: 'First', ...values })).toBeUndefined()
  expect((await detailOf(office)).own?.drafts).toEqual([
    {
      order: 'ca-bc-oipc:P21-08',
      command: { id: 'draft/ca-fed-opc:J21-01/1/0', on: '2021-12-20', ...command },
    },
  ])
})

test('a time that no clock shows is said, and nothing is sent', async () => {
  const office = await new MemoryOffice('ca-qc-cai', '2022-03-01').replay()
  await say(office, 'ca-fed-opc', {
    ...open,
    replyBy: '2022-03-15T17:00:00.000Z',
    moment: '2022-03-16T17:00:00.000Z',
  })
  expect(
    await says(office, 'consent', { by: 'First', 'condition.not-before': '2022-03-13T02:30' }),
  ).toContain('No clock in America/Toronto ever shows "2022-03-13T02:30"')
  expect((await detailOf(office)).step).toBe('received')
})

test('what is refused is said in the language of the page', async () => {
  const office = await new MemoryOffice('ca-qc-cai', '2022-03-01').replay()
  await say(office, 'ca-fed-opc', {
    ...open,
    replyBy: '2022-03-15T17:00:00.000Z',
    moment: '2022-03-16T17:00:00.000Z',
  })
  expect(
    await says(
      office,
      'consent',
      { by: 'First', 'condition.not-before': '2022-03-13T02:30' },
      { url: `${path}?lang=fr` },
    ),
  ).toBe(
    "L'entrée n'a pas la forme attendue. Aucune horloge de America/Toronto n'indique jamais \"2022-03-13T02:30\"",
  )
})
