// Who recorded what, under which role and for whom: in histories and receipts, and in the audit list in words of both languages.

import { expect, test } from 'vitest'
import type { Role } from '../../../shared/kernel/actor.ts'
import type { LocalDate } from '../../../shared/kernel/date.ts'
import { actName } from '../../../shared/contract/act-words.ts'
import { auditKindText } from '../../../shared/contract/audit-text.ts'
import { auditKinds } from '../../../shared/contract/staff.schema.ts'
import { acts } from '../../../shared/office/policy.ts'
import { PlainBrowser } from '../../support/plain-browser.ts'
import { staffed } from '../../support/staffed.ts'
import { clientOf } from './client.ts'
import { MemoryOffice } from './memory-office.ts'

const cookieName = 'concert-session-ca-bc-oipc'
const order = 'ca-bc-oipc:P21-08'
const withdrawal = { kind: 'withdraw', id: 'w-1', on: '2022-01-14', terms: ['T1'], reason: 'done' }
const refusal = { kind: 'refuse', id: 'r-1', on: '2022-01-14', terms: ['T2'], reason: 'will not' }
type Body = Record<string, unknown>

async function open() {
  const office = await new MemoryOffice('ca-bc-oipc', '2022-01-01').replay()
  office.today = '2022-01-14' as LocalDate
  const world = staffed(office, { startsAt: Date.now() })
  const client = clientOf(world.api, { staff: world.staff })
  const person = (name: string, ...roles: Role[]) => {
    const session = world.signIn(name, { roles })
    const cookie = { cookie: `${cookieName}=${session}` }
    const send = (path: string, init: RequestInit = {}) => {
      const headers = (init.headers ?? {}) as Record<string, string>
      const all = { ...headers, cookie: `${headers['cookie'] ?? ''}; ${cookie.cookie}` }
      return client.send(path, { ...init, headers: all })
    }
    return {
      session,
      browse: (path: string, lang?: string) => PlainBrowser.open(send, path, lang),
      text: async (path: string) => (await send(path)).text(),
      json: async (path: string) => (await (await send(path)).json()) as Body,
      post: async (path: string, body: object = {}) =>
        (await (await client.post(path, body, cookie)).json()) as Body,
    }
  }
  return { ...world, person }
}

async function withdrawn() {
  const world = await open()
  const anna = world.person('Anna', 'officer')
  const ben = world.person('Ben', 'approver')
  const { prepared } = await anna.post(`/v1/orders/${order}/commands`, withdrawal)
  const { version } = await ben.post(`/v1/approvals/${String(prepared)}/approve`)
  return { ...world, anna, ben, version: Number(version) }
}

test('the history of an order says who prepared, who approved, and under which role', async () => {
  const { ben } = await withdrawn()
  const { history } = (await ben.json(`/v1/orders/${order}`)) as unknown as { history: Body[] }
  expect(history.at(-1)).toMatchObject({
    actor: 'person:Ben',
    actorRole: 'approver',
    onBehalfOf: null,
    preparedBy: 'Anna',
  })
  const page = await ben.browse('/orders/ca-bc-oipc/P21-08')
  expect(page.words).toContain('Ben (approver); prepared by Anna')
  const french = await ben.browse('/orders/ca-bc-oipc/P21-08', 'fr')
  expect(french.words).toContain('Ben (approbation); préparé par Anna')
  const chronology = await ben.browse('/matters/clearview-ai/chronology')
  expect(chronology.words).toContain('Ben (approver); prepared by Anna')
})

test.each([
  ['en', 'Prepared byAnna', 'Approved and recorded byBen (approver)'],
  ['fr', 'Préparé parAnna', 'Approuvé et consigné parBen (approbation)'],
])('the receipt names both, in %s', async (lang, prepared, approved) => {
  const { ben, version } = await withdrawn()
  const receipt = await ben.browse(`/orders/ca-bc-oipc/P21-08/receipt/${version}`, lang)
  expect(receipt.status).toBe(200)
  expect(receipt.words).toContain(prepared)
  expect(receipt.words).toContain(approved)
})

test('what is recorded with a lent role says for whom, and ends with it at once', async () => {
  const { person, staff, who, pass } = await open()
  const anna = person('Anna', 'officer')
  person('Lee', 'viewer')
  staff.delegate(who(anna.session), { to: 'Lee', role: 'officer', days: 1 })
  const lee = person('Lee', 'viewer')
  expect(await lee.post(`/v1/orders/${order}/commands`, refusal)).toMatchObject({
    kind: 'recorded',
  })
  const { history } = (await lee.json(`/v1/orders/${order}`)) as unknown as { history: Body[] }
  expect(history.at(-1)).toMatchObject({
    actor: 'person:Lee',
    actorRole: 'officer',
    onBehalfOf: 'Anna',
    preparedBy: null,
  })
  const page = await lee.browse('/orders/ca-bc-oipc/P21-08')
  expect(page.words).toContain('Lee (officer), for Anna')
  pass(24 * 3_600_000 + 1)
  const after = person('Lee', 'viewer')
  const again = { ...refusal, id: 'r-2', terms: ['T3'] }
  expect(await after.post(`/v1/orders/${order}/commands`, again)).toMatchObject({
    code: 'not-permitted',
  })
})

test('the audit list says in words what was asked, of what and by whom, and leads there', async () => {
  const { person, anna, staff } = await withdrawn()
  await anna.json('/v1/audit')
  staff.signInFailed('a token that is none, or none any more', 'not-signed-in')
  const ada = person('Ada', 'auditor')
  for (const [lang, words, others] of [
    [
      'en',
      ['Withdraw the order or terms', 'Order P21-08', 'Anna', 'Read the audit list', 'officer'],
      ['order/withdraw', 'person:', 'ca-bc-oipc:'],
    ],
    [
      'fr',
      [
        'Retirer l’ordonnance ou des dispositions',
        'Ordonnance P21-08',
        'Lire la liste d’audit',
        'agente ou agent',
        'un jeton qui n’en est pas un',
      ],
      ['order/withdraw', 'person:', 'officer', 'none any more', 'approver', 'Order '],
    ],
  ] as const) {
    const page = await ada.browse('/audit', lang)
    for (const each of words) expect(page.words, lang).toContain(each)
    for (const each of others) expect(page.words, lang).not.toContain(each)
    expect(page.document.querySelector('a[href="/orders/ca-bc-oipc/P21-08"]')).not.toBe(null)
  }
})

test('its CSV has the words, and the codes beside them', async () => {
  const { person } = await withdrawn()
  const csv = await person('Ada', 'auditor').text('/audit.csv?kind=prepared&lang=fr')
  const [head = '', row = ''] = csv.trim().split('\r\n')
  expect(head.split(',')).toHaveLength(14)
  expect(row).toContain('Retirer l’ordonnance ou des dispositions,Ordonnance P21-08')
  expect(row).toContain('prepared,person:Anna,order/withdraw,order ca-bc-oipc:P21-08')
})

test('everything that can be asked, and every kind of entry, has words in both languages', () => {
  for (const act of acts) {
    expect(actName('en', act), act).not.toBe(act)
    expect(actName('fr', act), act).not.toBe(actName('en', act))
    expect(actName('fr', act), act).not.toMatch(/\b(the|of|read|record)\b/)
  }
  for (const kind of auditKinds)
    expect(auditKindText('fr', kind), kind).not.toBe(auditKindText('en', kind))
  expect(actName('fr', 'constructor')).toBe('constructor')
})
