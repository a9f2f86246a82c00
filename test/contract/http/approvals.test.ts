// Four eyes over HTTP, with staff that is not a double: one person prepares, another approves, by page and by API.

import { expect, test } from 'vitest'
import type { Actor, Role } from '../../../shared/kernel/actor.ts'
import type { LocalDate } from '../../../shared/kernel/date.ts'
import { PlainBrowser } from '../../support/plain-browser.ts'
import { staffed } from '../../support/staffed.ts'
import { clientOf } from './client.ts'
import { MemoryOffice } from './memory-office.ts'

const order = 'ca-bc-oipc:P21-08'
const orderPath = '/orders/ca-bc-oipc/P21-08'
const withdrawal = {
  kind: 'withdraw',
  id: 'w-1',
  on: '2022-01-14',
  terms: ['T1'],
  reason: 'no longer needed',
}

/** The founding case in an office that remembers who recorded. */
class NamingOffice extends MemoryOffice {
  actor: Actor | undefined
  override submit(...sent: Parameters<MemoryOffice['submit']>) {
    this.actor = sent[0]
    return super.submit(...sent)
  }
}

async function office() {
  const memory = new NamingOffice('ca-bc-oipc', '2022-01-01')
  await memory.replay()
  memory.today = '2022-01-14' as LocalDate
  const made = staffed(memory, { startsAt: Date.now() })
  const client = clientOf(made.api, { staff: made.staff })
  const signedIn = (name: string, ...roles: Role[]) => {
    const cookie = `concert-session-ca-bc-oipc=${made.signIn(name, { roles })}`
    const send = (path: string, init: RequestInit = {}) => {
      const headers = (init.headers ?? {}) as Record<string, string>
      return client.send(path, {
        ...init,
        headers: { ...headers, cookie: `${headers['cookie'] ?? ''}; ${cookie}` },
      })
    }
    return {
      cookie,
      browse: (path: string, lang?: string) => PlainBrowser.open(send, path, lang),
      get: async (path: string) => {
        const response = await send(path)
        return { status: response.status, body: (await response.json()) as Answer }
      },
      post: async (path: string, body: unknown = {}) => {
        const response = await client.post(path, body, { cookie })
        return { status: response.status, body: (await response.json()) as Answer }
      },
    }
  }
  return { ...made, memory, client, signedIn }
}
type Answer = Record<string, unknown> & { readonly approvals?: { id: string }[] }

test('one person prepares, is refused to approve it, and another one approves: the event names both', async () => {
  const { signedIn, memory, staff, who, signIn } = await office()
  const anna = signedIn('Anna', 'officer', 'approver')
  const ben = signedIn('Ben', 'approver')
  const before = memory.entries.length

  const prepared = await anna.post(`/v1/orders/${order}/commands`, withdrawal)
  expect(prepared.status).toBe(202)
  const id = String(prepared.body['prepared'])
  expect(memory.entries.length).toBe(before)
  expect((await ben.get('/v1/approvals')).body.approvals).toMatchObject([
    { id, act: 'order/withdraw', about: `order ${order}`, preparedBy: { name: 'Anna' } },
  ])

  const own = await anna.post(`/v1/approvals/${id}/approve`)
  expect(own.status).toBe(422)
  expect(own.body).toMatchObject({ code: 'same-officer', value: 'Anna' })
  expect(memory.entries.length).toBe(before)

  const approved = await ben.post(`/v1/approvals/${id}/approve`)
  expect(approved.status).toBe(200)
  expect(approved.body).toMatchObject({ kind: 'recorded', event: { kind: 'withdrawn' } })
  expect(memory.actor).toMatchObject({
    name: 'Ben',
    acting: { role: 'approver' },
    preparedBy: { name: 'Anna' },
  })
  expect((await ben.post(`/v1/approvals/${id}/approve`)).body['code']).toBe('not-found')

  const auditor = who(signIn('Ada', { roles: ['auditor'] }))
  const kinds = staff.audit(auditor, {}).map(({ kind, who: name, code }) => ({ kind, name, code }))
  expect(kinds).toContainEqual({ kind: 'prepared', name: 'person:Anna', code: null })
  expect(kinds).toContainEqual({ kind: 'refused', name: 'person:Anna', code: 'same-officer' })
  expect(kinds).toContainEqual({ kind: 'approved', name: 'person:Ben', code: null })
})

test.each([
  ['en', 'Prepared by', 'Withdraw', 'Approve and record'],
  ['fr', 'Préparé par', 'Retirer', 'Approuver et consigner'],
])('by page, in %s, without script', async (lang, preparedBy, act, approve) => {
  const { signedIn, memory } = await office()
  const anna = signedIn('Anna', 'officer', 'approver')
  const ben = signedIn('Ben', 'approver')
  const form = await anna.browse(`${orderPath}/act/withdraw`, lang)
  form.type({ terms: ['T1'], reason: 'no longer needed', on: '2022-01-14' })
  await form.press('check')
  expect(form.status).toBe(200)
  await form.press('record')
  expect(form.status).toBe(200)
  expect(form.path).toMatch(/^\/approvals\//)
  expect(form.words).toContain('no longer needed')
  // Whoever prepared it is told why they cannot approve it, and is not offered to.
  expect(form.words).toContain(
    lang === 'en' ? 'before another person approves it' : 'avant qu’une autre personne',
  )
  expect(form.words).not.toContain(approve)
  const recorded = memory.entries.length

  const home = await ben.browse('/', lang)
  // The number leads to the very thing, and its row says whom it is about and in which matter.
  expect(home.document.querySelector(`.numbers a[href="${form.path}"] b`)?.textContent).toBe('1')
  const cells = [...home.document.querySelectorAll('section[aria-labelledby="approve"] tbody td')]
  expect(cells.slice(0, 2).map((cell) => cell.textContent)).toEqual([
    'Clearview AI, Inc.',
    lang === 'en' ? 'Clearview AI facial recognition' : 'Reconnaissance faciale de Clearview AI',
  ])
  const list = await ben.browse('/approvals', lang)
  expect(list.words).toContain(act)
  const one = await ben.browse(form.path, lang)
  expect(one.words).toContain(`${preparedBy}Anna`)
  expect(one.words).toContain('no longer needed')
  expect(one.words).toContain(approve)
  await one.press('approve')
  expect(one.status).toBe(200)
  expect(one.path).toMatch(/^\/orders\/ca-bc-oipc\/P21-08\/receipt\/\d+$/)
  expect(memory.entries.length).toBe(recorded + 1)
  expect((await ben.browse('/approvals', lang)).words).not.toContain(act)
})

test('an order that is prepared is shown whole, with every term, before it is approved', async () => {
  const { signedIn } = await office()
  const anna = signedIn('Anna', 'officer')
  const ben = signedIn('Ben', 'approver')
  const issue = {
    kind: 'issue',
    id: 'i-1',
    on: '2022-01-14',
    matter: 'clearview-ai',
    statute: 'ca-bc-pipa',
    respondent: { id: 'clearview-ai-inc', name: 'Clearview AI Inc.', kind: 'organization' },
    terms: [
      {
        id: 'T1',
        theme: 'delete',
        kind: 'mandate',
        effort: 'absolute',
        text: { en: 'Delete the images.', fr: 'Supprimer les images.' },
      },
    ],
  }
  const prepared = await anna.post('/v1/orders/ca-bc-oipc:P22-01/commands', issue)
  expect(prepared.body).toMatchObject({ kind: 'prepared' })
  const page = await ben.browse(`/approvals/${String(prepared.body['prepared'])}`)
  for (const words of ['P22-01', 'Delete the images.', 'Supprimer les images.', 'mandate'])
    expect(page.words).toContain(words)
  await page.press('approve')
  expect(page.path).toMatch(/^\/orders\/ca-bc-oipc\/P22-01\/receipt\/1$/)
})

test('what changed meanwhile is shown again before it is approved', async () => {
  const { signedIn, memory } = await office()
  const anna = signedIn('Anna', 'officer')
  const ben = signedIn('Ben', 'approver')
  const { body } = await anna.post(`/v1/orders/${order}/commands`, withdrawal)
  const page = await ben.browse(`/approvals/${String(body['prepared'])}`)
  const served = { kind: 'refuse', id: 's-1', on: '2022-01-14', terms: ['T2'], reason: 'will not' }
  expect((await anna.post(`/v1/orders/${order}/commands`, served)).status).toBe(200)
  const between = memory.entries.length
  await page.press('approve')
  expect(page.status).toBe(409)
  expect(page.words).toContain('Look at it again')
  expect(memory.entries.length).toBe(between)
  await page.press('approve')
  expect(page.path).toContain('/receipt/')
})

test('what is dropped is never recorded, and says who dropped it', async () => {
  const { signedIn, memory, store } = await office()
  const anna = signedIn('Anna', 'officer')
  const { body } = await anna.post(`/v1/orders/${order}/commands`, withdrawal)
  const before = memory.entries.length
  const page = await anna.browse(`/approvals/${String(body['prepared'])}`)
  await page.press('drop')
  expect(page.path).toBe('/approvals?dropped=1')
  expect(page.words).toContain('Nothing was recorded')
  expect(memory.entries.length).toBe(before)
  expect(store.audit({ kind: 'dropped' })).toMatchObject([{ who: 'person:Anna' }])
})

test('a sign-in that is no longer fresh approves nothing, and the page leads to a new one', async () => {
  const { signedIn, pass, memory } = await office()
  const anna = signedIn('Anna', 'officer')
  const ben = signedIn('Ben', 'approver')
  const { body } = await anna.post(`/v1/orders/${order}/commands`, withdrawal)
  const before = memory.entries.length
  pass(16 * 60_000)
  const reply = await ben.post(`/v1/approvals/${String(body['prepared'])}/approve`)
  expect(reply.status).toBe(401)
  expect(reply.body['code']).toBe('sign-in-again')
  expect(memory.entries.length).toBe(before)
})

test('whoever may not read what is prepared sees no number and no list', async () => {
  const { signedIn } = await office()
  const anna = signedIn('Anna', 'officer')
  await anna.post(`/v1/orders/${order}/commands`, withdrawal)
  const vera = signedIn('Vera', 'viewer')
  expect((await vera.get('/v1/approvals')).status).toBe(403)
  const home = await vera.browse('/')
  expect(home.status).toBe(200)
  expect(home.document.querySelector('a[href="/approvals"]')).toBe(null)
})
