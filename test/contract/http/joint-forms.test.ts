// The forms of joint actions as a person fills them in: every one sends what the API takes, and says what was refused.

import { expect, test } from 'vitest'
import type { JointDetail } from '../../../shared/contract/joint.schema.ts'
import { PlainBrowser } from '../../support/plain-browser.ts'
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

/** One act by its form, without script: filled in, checked, recorded. Answers what is refused, undefined where there is a receipt. */
async function says(
  office: MemoryOffice,
  kind: string,
  values: Parameters<PlainBrowser['type']>[0],
  { lang = 'en', more = [] }: { readonly lang?: string; readonly more?: readonly string[] } = {},
): Promise<string | undefined> {
  const browser = await PlainBrowser.open(clientOf(office).send, `${path}/act/${kind}`, lang)
  for (const list of more) await browser.press(`add ${list}`)
  await browser.type(values).press('check')
  if (browser.status === 200) await browser.press('record')
  // Nothing that was typed ever stands in an address.
  for (const address of browser.addresses) expect(address).toMatch(/^\/joint\/[\w/-]+$/)
  if (/\/receipt\//.test(browser.path)) return undefined
  return (
    browser.document.querySelector('#errors ul')?.textContent.trim() ?? `status ${browser.status}`
  )
}

async function invited(more: object = {}, at = 'ca-qc-cai'): Promise<MemoryOffice> {
  const office = await new MemoryOffice(at, day).replay()
  await say(office, 'ca-fed-opc', { ...open, ...more })
  return office
}

test('a proposal, with moments by the clock of each office: what is signed is shown in words first', async () => {
  const office = await new MemoryOffice('ca-fed-opc', day).replay()
  const browser = await PlainBrowser.open(clientOf(office).send, '/joint/new?matter=clearview-ai')
  const kinds = [...browser.document.querySelectorAll('ul.acts a')].map((link) =>
    link.getAttribute('href'),
  )
  expect(kinds).toContain('/joint/new/statement?matter=clearview-ai')
  await browser.go('/joint/new/statement?matter=clearview-ai')
  expect(browser.value('number')).toBe('J21-01')
  // A person knows its title; the proposal has its id.
  expect(browser.value('matter')).toBe('Clearview AI facial recognition')
  await browser.press('add document.findings')
  await browser
    .type({
      number: 'J21-07',
      by: 'Director',
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
    .press('check')
  // 18 h in Victoria is not 18 h in Ottawa.
  expect(browser.words).toContain('OIPC BC: Tue, Dec 21, 2021, 15:00')
  expect(browser.words).toContain('What they have read cannot be called back')
  await browser.press('record')
  expect(browser.path).toBe('/joint/ca-fed-opc/J21-07/receipt/proposal/1')
  expect(browser.words).toContain('Recorded and signed in the ledger of OPC')
  // Which event it is, and who has confirmed it: what a person keeps of it.
  expect(browser.words).toContain('ca-fed-opc/e1/joint/J21-07/1')
  expect(browser.words).toMatch(/The proposal, entry \d+, version 1/)
  expect(browser.words).toMatch(/Confirmed by ?no other office yet/)
  expect(browser.addresses.join(' ')).not.toContain('Title')
  await browser.go('/joint/ca-fed-opc/J21-07')
  const [mark] = browser.document.querySelectorAll('details.verified')
  expect(mark?.textContent).toContain('Nobody else has confirmed it yet')
  expect(await detailOf(office, 'ca-fed-opc:J21-07')).toMatchObject({
    matter: 'clearview-ai',
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

test('the matter of a proposal is typed, and is completed from titles; one that nobody knows is refused at its field', async () => {
  const office = await new MemoryOffice('ca-fed-opc', day).replay()
  const browser = await PlainBrowser.open(clientOf(office).send, '/joint/new/hearing')
  const field = browser.document.querySelector('input[name="matter"]')
  expect(
    [...browser.document.querySelectorAll(`#${field?.getAttribute('list')} option`)].map((each) =>
      each.getAttribute('value'),
    ),
  ).toEqual(['Clearview AI facial recognition'])
  const filled = {
    by: 'Director',
    'document.title.en': 'A',
    'document.title.fr': 'B',
    'document.text.en': 'C',
    'document.text.fr': 'D',
  }
  await browser.type({ ...filled, matter: 'No such matter' }).press('check')
  expect(
    [...browser.document.querySelectorAll('#errors a')].map((each) => each.getAttribute('href')),
  ).toEqual(['#f-matter'])
  await browser.type({ matter: 'Clearview AI facial recognition' }).press('check')
  expect(browser.document.querySelector('#errors')).toBeNull()
  await browser.press('record')
  expect((await detailOf(office, 'ca-fed-opc:J21-01')).matter).toBe('clearview-ai')
})

test('a form sent twice is one act, and a new one that is not whole says what to fill in, at the field', async () => {
  const office = await new MemoryOffice('ca-fed-opc', day).replay()
  const browser = await PlainBrowser.open(clientOf(office).send, '/joint/new/deconfliction', 'fr')
  await browser.type({ 'document.title.fr': 'Qui?' }).press('check')
  expect(browser.status).toBe(422)
  expect(browser.title).toBe('Proposer une action conjointe')
  const links = [...browser.document.querySelectorAll('#errors a')].map((link) =>
    link.getAttribute('href'),
  )
  expect(links).toContain('#f-document-title-en')
  for (const link of links)
    expect(browser.document.querySelector(link ?? ''), `${link} leads to a field`).not.toBeNull()
  expect(browser.value('document.title.fr')).toBe('Qui?')
  await browser
    .type({
      'document.title.en': 'Who?',
      'document.text.en': 'Who has it?',
      'document.text.fr': 'Qui l’a?',
      offices: ['ca-qc-cai'],
    })
    .press('check')
  const form = browser.document.querySelector('main form[method="post"]')
  const body = new URLSearchParams()
  for (const field of form?.querySelectorAll('input') ?? []) body.append(field.name, field.value)
  body.append('button', 'record')
  const send = () =>
    clientOf(office).send('/joint/new/deconfliction', {
      method: 'POST',
      body: body.toString(),
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        origin: 'http://127.0.0.1:8080',
      },
    })
  const answers = [await send(), await send()]
  expect(answers.map((answer) => answer.status)).toEqual([303, 303])
  expect(answers[0]?.headers.get('location')).toBe(answers[1]?.headers.get('location'))
})

test('what cannot be done now is listed with the reason and has no button that would be refused', async () => {
  const office = await invited({}, 'ca-fed-opc')
  const browser = await PlainBrowser.open(clientOf(office).send, path)
  const offered = [...browser.document.querySelectorAll('ul.acts a')].map((link) =>
    link.getAttribute('href'),
  )
  expect(offered).not.toContain(`${path}/act/go`)
  expect(browser.document.querySelector('#cannot')?.textContent).toContain('Give the go')
  expect(browser.document.querySelector('#cannot')?.textContent).toContain('has not consented')
  await browser.go(`${path}/act/go`)
  expect(browser.words).toContain('As things stand this would be refused')
})

test('what waits comes first, and the buttons are named for what they do', async () => {
  const office = await invited()
  await says(office, 'consent', { by: 'First' })
  const browser = await PlainBrowser.open(clientOf(office).send, path)
  const first = browser.document.querySelector('ul.acts li')
  expect(first?.querySelector('a')?.getAttribute('href')).toBe(`${path}/act/approve`)
  expect(first?.textContent).toContain('waits for us')
  await browser.go(`${path}/act/approve`)
  await browser.type({ by: 'Second' }).press('check')
  expect(browser.document.querySelector('button.primary')?.textContent).toBe(
    'Approve the prepared consent',
  )
  expect(browser.words).toContain('At the moment it acts by itself')
})

test('a consent with conditions, refused to the same officer, approved by another', async () => {
  const office = await invited()
  expect(
    await says(office, 'consent', {
      by: 'First',
      'condition.notBefore': '2021-12-15T09:00',
      'condition.with': ['ca-ab-oipc'],
      'condition.words': 'if nothing happens',
    }),
  ).toBeUndefined()
  expect((await detailOf(office)).own?.conditions).toEqual([
    { kind: 'not-before', moment: '2021-12-15T14:00:00.000Z' },
    { kind: 'with', offices: ['ca-ab-oipc'] },
    { kind: 'words', text: 'if nothing happens' },
  ])
  expect(await says(office, 'approve', { by: 'First' })).toMatch(
    /^"First" has prepared this consent/,
  )
  expect(await says(office, 'approve', { by: 'Second' }, { lang: 'fr' })).toBeUndefined()
  expect(
    (await detailOf(office)).offices.find((each) => each.office === 'ca-qc-cai'),
  ).toMatchObject({ step: 'conditional', by: 'Second' })
})

test('an objection names the finding; a question is asked and answered; an answer is withdrawn', async () => {
  const office = await invited()
  await says(office, 'object', {
    by: 'A',
    finding: 'F1',
    change: 'Say it otherwise',
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
  await says(office, 'clarify', { question: 'ca-qc-cai Q1', text: 'Nobody' })
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
      'draft.number': 'Q-1',
      'draft.terms.0.text.en': 'Stop',
      'draft.terms.0.text.fr': 'Cesser',
      'draft.terms.2.theme': 'delete',
      'draft.terms.2.kind': 'mandate',
      'draft.terms.2.effort': 'absolute',
      'draft.terms.2.text.en': 'Delete',
      'draft.terms.2.text.fr': 'Supprimer',
      'draft.terms.2.due.days': '60',
    },
    { more: ['draft.terms', 'draft.terms'] },
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
    { 'drafts.at0.way': 'offence referred', 'drafts.at0.docket': 'D-1' },
    { kind: 'escalate', route: 'offence', step: 'referred', docket: 'D-1' },
  ],
  [
    'compliance-date',
    { 'drafts.at0.to': '2022-03-01', 'drafts.at0.reason': 'The same everywhere' },
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
    await says(office, 'consent', { by: 'First', 'condition.notBefore': '2022-03-13T02:30' }),
  ).toContain('no clock in America/Toronto ever shows this time')
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
      { by: 'First', 'condition.notBefore': '2022-03-13T02:30' },
      { lang: 'fr' },
    ),
  ).toContain('aucune horloge de America/Toronto n’indique jamais cette heure')
})
