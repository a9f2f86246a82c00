// Acting from the pages when something goes wrong: fields, refusals, twice the same, somebody who was quicker, forms from elsewhere.

import { beforeEach, describe, expect, test } from 'vitest'
import { PlainBrowser } from '../../support/plain-browser.ts'
import { clientOf } from './client.ts'
import { MemoryOffice } from './memory-office.ts'

const path = '/orders/ca-bc-oipc/P21-08'
let office: MemoryOffice
let client: ReturnType<typeof clientOf>
beforeEach(async () => {
  office = await new MemoryOffice('ca-bc-oipc', '2022-01-14').replay()
  client = clientOf(office)
})
const open = (act: string, lang = 'en') =>
  PlainBrowser.open(client.send, `${path}/act/${act}`, lang)
const summary = (browser: PlainBrowser) =>
  [...browser.document.querySelectorAll('#errors a')].map((link) => [
    link.getAttribute('href'),
    link.textContent,
  ])

describe('what is wrong with a form', () => {
  test('stands above it with links, and at each field, and nothing that was typed is lost', async () => {
    const browser = await open('challenge')
    const size = office.entries.length
    await browser.type({ forum: 'a court', on: '', terms: ['T2'] }).press('check')
    expect(browser.status).toBe(422)
    expect(summary(browser)).toEqual([
      ['#f-challengeKind', 'Choose: what was filed'],
      ['#f-on', 'Fill in: date on which it happened'],
    ])
    for (const [href] of summary(browser)) {
      const field = browser.document.querySelector(href ?? '')
      expect(field?.getAttribute('aria-invalid')).toBe('true')
      const [described = ''] = (field?.getAttribute('aria-describedby') ?? '').split(' ').slice(-1)
      expect(browser.document.querySelector(`#${described}`)?.className).toBe('error')
    }
    expect(browser.document.querySelector('#errors')?.hasAttribute('autofocus')).toBe(true)
    expect(browser.document.querySelector('title')?.textContent).toMatch(/^Problem: /)
    expect(browser.value('forum')).toBe('a court')
    expect(
      browser.document.querySelector('[name="terms"][value="T2"]')?.hasAttribute('checked'),
    ).toBe(true)
    await browser.type({ on: '2022-01-14', challengeKind: 'judicial-review' }).press('check')
    await browser.press('record')
    expect(office.entries.length).toBe(size + 1)
    expect(office.entries.at(-1)?.recorded.event).toMatchObject({ terms: ['T2'] })
  })

  test('is said in French on a French page, refusals of the rules with names and section', async () => {
    const browser = await open('serve', 'fr')
    await browser.type({ party: 'clearview-ai-inc', means: 'other' }).press('check')
    expect(summary(browser)).toEqual([
      ['#f-means-other', 'À remplir\u00a0: autre précision pour «\u00a0mode de remise\u00a0»'],
    ])
    await browser.type({ means: 'mail' }).press('check')
    const [[href, words] = []] = summary(browser)
    expect(href).toBe('#f-party')
    expect(words).not.toContain('clearview-ai-inc')
    expect(browser.document.querySelector('html')?.getAttribute('lang')).toBe('fr-CA')
  })

  test('a day that does not exist, from a browser that lets it be typed', async () => {
    const answer = await client.send(`${path}/act/close`, {
      method: 'POST',
      body: 'on=2021-02-31&reason=done&button=check',
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        origin: 'http://127.0.0.1:8080',
      },
    })
    expect(answer.status).toBe(422)
    expect(await answer.text()).toContain(
      '<a href="#f-on">This is not a day that exists: Date on which it happened</a>',
    )
  })

  test('an amount above the maximum leads to the amount', async () => {
    office.today = '2022-02-10' as typeof office.today
    await (await open('escalate/offence')).press('check').then((page) => page.press('record'))
    const browser = await open('record-outcome/offence')
    await browser.type({ outcome: 'offence/convicted', amount: 'a lot' }).press('check')
    expect(summary(browser)).toEqual([['#f-amount', 'This is not a number: Amount, in dollars']])
    await browser.type({ amount: '$100,001' }).press('check')
    expect(summary(browser)[0]?.[0]).toBe('#f-amount')
    expect(browser.value('amount')).toBe('$100,001')
  })

  test('a law that forbids it says so before anything is typed', async () => {
    const browser = await open('extend/office')
    expect(browser.document.querySelector('.notice:not(#no-link)')?.textContent).toMatch(
      /would be refused.*Personal Information Protection Act.*s\. 53/s,
    )
  })
})

test('sent twice, it is recorded once, and the second answer is the receipt of the first', async () => {
  const browser = await open('withdraw')
  await browser.type({ terms: ['T1'], reason: 'moot' }).press('check')
  const size = office.entries.length
  const form = new URLSearchParams()
  for (const field of browser.document.querySelectorAll('form.act input'))
    form.append(field.getAttribute('name') ?? '', field.getAttribute('value') ?? '')
  form.append('button', 'record')
  const send = () =>
    client.send(`${path}/act/withdraw`, {
      method: 'POST',
      body: form.toString(),
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        origin: 'http://127.0.0.1:8080',
      },
    })
  const answers = [...(await Promise.all([send(), send()])), await send()]
  expect(answers.map(({ status }) => status)).toEqual([303, 303, 303])
  expect(new Set(answers.map((answer) => answer.headers.get('location'))).size).toBe(1)
  expect(office.entries.length).toBe(size + 1)
})

test('what somebody else recorded meanwhile is shown, nothing is recorded, and it is checked anew', async () => {
  const mine = await open('withdraw')
  await mine.type({ terms: ['T1'], reason: 'moot' }).press('check')
  const theirs = await open('comply')
  await theirs.type({ outcome: 'partial', terms: ['T3'], by: 'M. Roy' }).press('check')
  await theirs.press('record')
  const size = office.entries.length
  await mine.press('record')
  expect(mine.status).toBe(409)
  expect(office.entries.length).toBe(size)
  expect(mine.document.querySelector('#errors')?.textContent).toMatch(
    /Meanwhile.*Compliance reported.*M\. Roy.*T3/s,
  )
  await mine.press('record')
  expect(office.entries.length).toBe(size + 1)
  expect(office.entries.at(-1)?.recorded.event).toMatchObject({ kind: 'withdrawn', terms: ['T1'] })
})

test('the check leads back with everything that was typed', async () => {
  const browser = await open('extend-challenge-time')
  await browser.type({ to: '2022-03-01', forum: 'a court', source: 'a letter' }).press('check')
  expect(browser.words).toContain('What will be signed')
  expect(browser.words).toContain('Tue, Mar 1, 2022')
  await browser.press('change')
  expect([browser.value('to'), browser.value('forum'), browser.value('source')]).toEqual([
    '2022-03-01',
    'a court',
    'a letter',
  ])
})

test('the other language keeps what was typed, on the form and on the check', async () => {
  const browser = await open('close')
  await browser.type({ reason: 'all done' }).press('lang fr form')
  expect(browser.title).toBe('Clore l’ordonnance')
  expect(browser.value('reason')).toBe('all done')
  await browser.press('check')
  await browser.press('lang en check')
  expect(browser.title).toBe('Check: Close the order')
  expect(browser.words).toContain('all done')
})

test('a list grows by a button, without script, and empty entries are left out', async () => {
  const browser = await PlainBrowser.open(client.send, '/matters/clearview-ai/act/issue')
  await browser.type({ number: 'P22-02', 'terms.0.theme': 'delete' }).press('add terms')
  await browser.press('add terms')
  await browser
    .type({
      'terms.2.text.en': 'Stop',
      'terms.2.text.fr': 'Cesser',
      'terms.2.theme': 'stop-collection',
      'terms.2.kind': 'prohibition',
    })
    .press('check')
  // The second entry is empty and is left out; the first is half filled and says so, at its own place.
  expect(summary(browser).map(([href]) => href)).toEqual(['#f-terms-0-text-en', '#f-terms-0-kind'])
  await browser
    .type({
      'terms.0.text.en': 'Delete',
      'terms.0.text.fr': 'Supprimer',
      'terms.0.kind': 'mandate',
    })
    .press('check')
  await browser.press('record')
  expect(browser.path).toBe('/orders/ca-bc-oipc/P22-02/receipt/1')
  expect(office.entries.at(-1)?.recorded.event).toMatchObject({
    terms: [
      { id: 'T1', theme: 'delete' },
      { id: 'T2', theme: 'stop-collection' },
    ],
  })
})

test('several respondents, and a term that binds one of them', async () => {
  const browser = await PlainBrowser.open(client.send, '/matters/clearview-ai/act/issue')
  await browser.press('add parties')
  await browser
    .type({
      number: 'P22-03',
      'parties.1.name': 'Société Élan',
      'terms.0.text.en': 'Stop',
      'terms.0.text.fr': 'Cesser',
      'terms.0.theme': 'stop-collection',
      'terms.0.kind': 'prohibition',
      'terms.0.respondents': ['1'],
    })
    .press('check')
  await browser.press('record')
  expect(office.entries.at(-1)?.recorded.event).toMatchObject({
    respondents: [{ id: 'societe-elan', name: 'Société Élan' }],
    terms: [{ respondents: ['societe-elan'] }],
  })
})

test('a number that another order has leads back to the number', async () => {
  const browser = await PlainBrowser.open(client.send, '/matters/clearview-ai/act/issue', 'fr')
  await browser
    .type({
      number: 'P21-08',
      'terms.0.text.en': 'Stop',
      'terms.0.text.fr': 'Cesser',
      'terms.0.theme': 'delete',
      'terms.0.kind': 'mandate',
    })
    .press('check')
  expect(summary(browser)[0]?.[0]).toBe('#f-number')
  await browser.type({ number: 'P 22/4' }).press('check')
  expect(summary(browser)).toEqual([
    ['#f-number', 'Lettres, chiffres et traits d’union seulement\u00a0: Numéro de l’ordonnance'],
  ])
})

describe('what may be done now', () => {
  test('stands on the page as links, and what may not with its reason', async () => {
    const browser = await PlainBrowser.open(client.send, path)
    const links = [...browser.document.querySelectorAll('.acts a')].map((a) =>
      a.getAttribute('href'),
    )
    expect(links).toContain(`${path}/act/challenge`)
    expect(links).toContain(`${path}/act/stay/ordered`)
    expect(links).not.toContain(`${path}/act/extend/office`)
    const cannot = browser.document.querySelector('#cannot')?.textContent ?? ''
    expect(cannot).toMatch(
      /Extend the time, by the office.*Personal Information Protection Act.*53/s,
    )
    for (const link of links) {
      await browser.go(link ?? '')
      expect(browser.status, link ?? '').toBe(200)
    }
  })
  test('of a route that the law is not known to give: its form has it by name, and what becomes of it', async () => {
    const quebec = clientOf(await new MemoryOffice('ca-qc-cai', '2022-01-26').replay())
    const order = '/orders/ca-qc-cai/1023158-S/act'
    for (const kind of ['escalate', 'record-outcome']) {
      const form = await PlainBrowser.open(
        quebec.send,
        `${order}/${kind}/administrative-penalty?lang=fr`,
      )
      expect(form.status, kind).toBe(200)
      expect(form.words).toContain('Sanction administrative pécuniaire')
      const values = [...form.document.querySelectorAll('option')].map((each) => each.value)
      expect(values).toContain('administrative-penalty')
      if (kind === 'record-outcome') expect(values).toContain('administrative-penalty/decided')
    }
  })
  test('is nothing on another office’s order, and on another day', async () => {
    const other = await PlainBrowser.open(client.send, '/orders/ca-ab-oipc/P2021-12')
    expect(other.words).toContain('Only OIPC Alberta can act on this order')
    const past = await PlainBrowser.open(client.send, `${path}?asOf=2021-12-20`)
    expect(past.document.querySelector('.acts')).toBeNull()
    const refused = await PlainBrowser.open(client.send, '/orders/ca-ab-oipc/P2021-12/act/close')
    await refused.type({ reason: 'mine' }).press('check')
    expect(refused.status).toBe(422)
  })
  test('of a matter: an order where the office has the power', async () => {
    const page = await PlainBrowser.open(client.send, '/matters/clearview-ai')
    expect(page.document.querySelector('.acts a')?.getAttribute('href')).toBe(
      '/matters/clearview-ai/act/issue',
    )
    const observer = clientOf(await new MemoryOffice('ca-fed-opc', '2022-01-14').replay())
    const theirs = await PlainBrowser.open(observer.send, '/matters/clearview-ai')
    expect(theirs.document.querySelector('.acts a[href$="/issue"]')).toBeNull()
    expect(theirs.document.querySelector('#cannot')?.textContent).toMatch(
      /Issue an order.*order power/s,
    )
  })
})

test('a form from elsewhere is refused: another site, no Origin, and any form sent to the API', async () => {
  const size = office.entries.length
  const send = (to: string, headers: Record<string, string>) =>
    client.send(to, {
      method: 'POST',
      body: 'reason=mine&button=record',
      headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
    })
  const own = { origin: 'http://127.0.0.1:8080' }
  expect((await send(`${path}/act/close`, { origin: 'https://evil.example' })).status).toBe(403)
  expect((await send(`${path}/act/close`, { origin: 'null' })).status).toBe(403)
  expect((await send(`${path}/act/close`, {})).status).toBe(403)
  expect((await send(`${path}/act/close`, { ...own, 'sec-fetch-site': 'cross-site' })).status).toBe(
    403,
  )
  expect((await send('/v1/orders/ca-bc-oipc:P21-08/commands', own)).status).toBe(400)
  expect(office.entries.length).toBe(size)
})

test('what is no command, no order and no receipt is not there', async () => {
  for (const [to, status] of [
    [`${path}/act/mark-reached`, 404],
    [`${path}/act/forgive`, 404],
    ['/orders/ca-bc-oipc/NONE/act/close', 404],
    ['/matters/none/act/noted', 404],
    [`${path}/receipt/99`, 404],
  ] as const)
    expect((await PlainBrowser.open(client.send, to)).status, to).toBe(status)
})

test('a receipt names the offices whose signed heads cover the entry, and no other', async () => {
  await (
    await open('close')
  )
    .type({ reason: 'done' })
    .press('check')
    .then((page) => page.press('record'))
  const own = office.entries.filter(({ ref }) => ref.office === 'ca-bc-oipc')
  const words = async (sequence: number) => {
    const entry = own.find(({ recorded }) => recorded.sequence === sequence)
    const at = entry?.ref.kind === 'matter' ? '/matters/clearview-ai' : path
    const to = `${at}/receipt/${entry?.recorded.version}`
    return (await PlainBrowser.open(client.send, to)).words
  }
  // Every other office confirmed four entries.
  expect(await words(4)).toMatch(/Confirmed by ?OIPC Alberta, CAI Quebec, OPC/)
  expect(await words(5)).toMatch(/Confirmed by ?no other office yet/)
})

describe('a matter', () => {
  test('that nobody has opened yet is opened from a page of its own', async () => {
    const list = await PlainBrowser.open(client.send, '/matters')
    expect(list.document.querySelector('main a[href="/open-matter"]')).not.toBeNull()
    const browser = await PlainBrowser.open(client.send, '/open-matter', 'fr')
    await browser.type({ matter: 'Un dossier', 'title.en': 'A matter' }).press('check')
    expect(summary(browser).map(([href]) => href)).toEqual([
      '#f-matter',
      '#f-title-fr',
      '#f-respondent-name',
    ])
    await browser
      .type({ matter: 'a-matter', 'title.fr': 'Un dossier', 'respondent.name': 'Société Élan' })
      .press('check')
    await browser.press('record')
    expect(browser.path).toBe('/matters/a-matter/receipt/1')
    expect(office.entries.at(-1)?.recorded.event).toMatchObject({
      kind: 'opened',
      respondent: { id: 'societe-elan', name: 'Société Élan', kind: 'organization' },
    })
  })
  test('that another office opened is opened with its respondent', async () => {
    const theirs = { office: 'ca-ab-oipc', kind: 'matter', id: 'theirs' } as never
    const opened = {
      kind: 'opened',
      id: 'o',
      on: '2022-01-10',
      title: { en: 'Theirs', fr: 'Le leur' },
      respondent: { id: 'resp-43', name: 'Acme Inc.', kind: 'organization' },
    }
    await office.record(theirs, opened as never)
    const page = await PlainBrowser.open(client.send, '/matters/theirs')
    expect(page.document.querySelector('.acts a[href="/matters/theirs/act/opened"]')).not.toBeNull()
    const browser = await PlainBrowser.open(client.send, '/matters/theirs/act/opened')
    await browser.type({ 'title.en': 'Theirs', 'title.fr': 'Le leur' }).press('check')
    await browser.press('record')
    expect(office.entries.at(-1)?.recorded.event).toMatchObject({ respondent: { id: 'resp-43' } })
  })
})
