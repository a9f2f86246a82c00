// The office's own desk over HTTP, without script: by page and by API, who may see and change it, and that nothing of it goes anywhere else.

import { expect, test } from 'vitest'
import type { Role } from '../../../shared/kernel/actor.ts'
import type { MatterId, OrderId } from '../../../shared/kernel/ids.ts'
import { draftOf } from '../../support/draft.ts'
import { PlainBrowser } from '../../support/plain-browser.ts'
import { staffed } from '../../support/staffed.ts'
import { clientOf } from './client.ts'
import { joint, proposalOn, say } from './joint-run.ts'
import { MemoryOffice } from './memory-office.ts'

const order = 'ca-bc-oipc:P21-08'
const orderPath = '/orders/ca-bc-oipc/P21-08'

async function office() {
  const memory = await new MemoryOffice('ca-bc-oipc', '2022-01-14').replay()
  const made = staffed(memory, { startsAt: Date.now() })
  const client = clientOf(made.api, { staff: made.staff })
  const signedIn = (name: string, ...roles: Role[]) => {
    const session = made.signIn(name, { roles })
    const cookie = `concert-session-ca-bc-oipc=${session}`
    const send = (path: string, init: RequestInit = {}) => {
      const headers = (init.headers ?? {}) as Record<string, string>
      return client.send(path, {
        ...init,
        headers: { ...headers, cookie: `${headers['cookie'] ?? ''}; ${cookie}` },
      })
    }
    const { id = '' } = made.who(session)
    memory.colleaguesHere.push({ id, name })
    return {
      id,
      browse: (path: string, lang?: string) => PlainBrowser.open(send, path, lang),
      text: async (path: string) => (await send(path)).text(),
      status: async (path: string) => (await send(path)).status,
      post: async (path: string, body: unknown) => {
        const response = await client.post(path, body, { cookie })
        return { status: response.status, body: (await response.json()) as Record<string, unknown> }
      },
    }
  }
  return { ...made, memory, client, signedIn }
}

test.each([
  ['an order', orderPath, `order ${order}`],
  ['a matter', '/matters/clearview-ai', 'matter clearview-ai'],
  ['a joint action', '/joint/ca-fed-opc/J21-01', `joint ${joint}`],
])('%s is claimed, dated, annotated and handed over from its page', async (_, path, key) => {
  const { memory, signedIn } = await office()
  await say(memory, 'ca-fed-opc', proposalOn('2022-01-14'))
  const anna = signedIn('Anna', 'officer')
  const ben = signedIn('Ben', 'approver')
  const page = await anna.browse(path)
  await page.press('claim')
  expect([page.status, page.path]).toEqual([200, `${path}#desk`])
  expect(page.words).toContain('Who has itAnna')
  await page.type({ due: '2022-01-20' }).press('set-due')
  await page.type({ priority: 'high' }).press('set-priority')
  await page.type({ text: 'Called their counsel.\nA reply by Friday.' }).press('note')
  expect(page.words).toContain('A reply by Friday.')
  await page.type({ to: ben.id }).press('hand')
  expect(memory.deskStore.item(key)).toMatchObject({
    owner: { name: 'Ben' },
    due: '2022-01-20',
    priority: 'high',
  })
  const french = await ben.browse(path, 'fr')
  expect(french.words).toContain('Qui s’en chargeBen')
  await french.press('strike')
  expect(french.document.querySelector('del')?.textContent).toContain('A reply by Friday.')
  await french.press('release')
  expect(memory.deskStore.item(key)?.owner).toBeNull()
})

test('who comes second is told so, and what they typed is still there', async () => {
  const { signedIn } = await office()
  const [anna, ben] = [signedIn('Anna', 'officer'), signedIn('Ben', 'officer')]
  const late = await ben.browse(orderPath)
  await (await anna.browse(orderPath)).press('claim')
  await late.press('claim')
  expect(late.status).toBe(409)
  expect(late.words).toContain('Anna has it')
  expect(late.document.querySelector('#errors[role="alert"]')).not.toBeNull()
  await late.type({ text: '' }).press('note')
  expect(late.status).toBe(400)
  const long = 'x'.repeat(4_001)
  await late.type({ text: long }).press('note')
  expect(late.status).toBe(400)
  expect(late.value('text')).toBe(long)
})

test('a viewer reads it and changes nothing; whoever only operates the instance sees nothing of it', async () => {
  const { memory, signedIn, store } = await office()
  const anna = signedIn('Anna', 'officer')
  await anna.post(`/v1/desk/order/${order}`, { kind: 'claim' })
  await anna.post(`/v1/desk/order/${order}`, { kind: 'note', id: 'n', text: 'A secret' })
  const vera = signedIn('Vera', 'viewer')
  expect(await vera.text(orderPath)).toContain('A secret')
  expect(await vera.text(orderPath)).not.toContain('value="claim"')
  expect((await vera.post(`/v1/desk/order/${order}`, { kind: 'release' })).status).toBe(403)
  const otto = signedIn('Otto', 'operator')
  expect(await otto.text(orderPath)).not.toContain('A secret')
  for (const path of [`/v1/desk/order/${order}`, '/v1/desk', '/v1/colleagues', '/desk'])
    expect(await otto.status(path), path).toBe(403)
  for (const list of ['orders', 'matters', 'deadlines', 'joint'])
    expect(await otto.status(`/v1/lists/${list}?owner=me`), list).toBe(403)
  const rows = JSON.parse(await otto.text('/v1/lists/orders')) as { desk: object }
  expect(rows.desk).toEqual({})
  expect(await otto.text('/orders')).not.toContain('Anna')
  expect(store.audit({ kind: 'refused' })[0]).toMatchObject({ who: 'person:Otto' })
  expect(memory.deskStore.item(`order ${order}`)?.owner?.name).toBe('Anna')
})

test('nothing of it leaves the office: no event, no feed, no file, no news', async () => {
  const { memory, signedIn, client } = await office()
  const anna = signedIn('Zorblax', 'officer', 'coordinator')
  const before = memory.entries.length
  const news: unknown[] = []
  memory.listeners.add((change) => void news.push(change))
  const about = { order: order as OrderId, matter: 'clearview-ai' as MatterId }
  for (const [kind, id] of Object.entries(about)) {
    const path = `/v1/desk/${kind}/${encodeURIComponent(id)}`
    for (const change of [
      { kind: 'claim' },
      { kind: 'set-due', due: '2022-03-29' },
      { kind: 'note', id: `zorblax-${kind}`, text: 'zorblax note' },
    ])
      expect((await anna.post(path, change)).status).toBe(200)
  }
  const view = { name: 'zorblax view', list: 'orders', query: 'owner=me', shared: true }
  expect((await anna.post('/v1/views', view)).status).toBe(200)
  const draft = draftOf('zorblax', { id: 'page/z' })
  expect((await anna.post('/v1/drafts', draft)).status).toBe(200)
  expect(await anna.text('/orders?owner=me')).toContain('zorblax view')

  expect(memory.entries).toHaveLength(before)
  expect(JSON.stringify(memory.entries)).not.toMatch(/zorblax/i)
  expect(news).toEqual([])
  for (const path of [
    '/calendar/office.ics',
    '/calendar/all.ics',
    '/calendar/matters/clearview-ai.ics',
    '/calendar/orders/ca-bc-oipc/P21-08.ics',
    '/orders.csv',
    '/matters.csv',
    '/deadlines.csv',
    '/joint.csv',
    '/matters/clearview-ai/chronology',
    '/v1/matters/clearview-ai/chronology',
    `/v1/orders/${order}`,
    '/v1/matters/clearview-ai',
    '/v1/notifications',
    '/v1/board',
  ]) {
    // Who is signed in stands at the top of a page.
    const shown = (await anna.text(path)).replaceAll(/<div class="who">.*?<\/div>/gs, '')
    expect(shown.length, path).toBeGreaterThan(0)
    expect(shown, path).not.toMatch(/zorblax/i)
    expect(shown, path).not.toContain('2022-03-29')
  }
  expect((await client.get('/v1/desk')).status).toBe(401)
})

test('lists show and filter by who has what; the work list is of everybody, of oneself, or of nobody', async () => {
  const { signedIn } = await office()
  const [anna, ben] = [signedIn('Anna', 'officer'), signedIn('Ben', 'officer')]
  await anna.post(`/v1/desk/order/${order}`, { kind: 'claim' })
  const ordersIn = (text: string) =>
    [...text.matchAll(/<th role="rowheader" scope="row"><a href="\/orders\/([^"]+)"/g)].map(
      (match) => match[1],
    )
  expect(ordersIn(await anna.text('/orders?owner=me'))).toEqual(['ca-bc-oipc/P21-08'])
  expect(ordersIn(await ben.text('/orders?owner=me'))).toEqual([])
  expect(ordersIn(await ben.text(`/orders?owner=${anna.id}`))).toEqual(['ca-bc-oipc/P21-08'])
  const all = ordersIn(await ben.text('/orders'))
  expect(all).toContain('ca-bc-oipc/P21-08')
  expect(ordersIn(await ben.text('/orders?owner=nobody'))).toEqual(
    all.filter((each) => each !== 'ca-bc-oipc/P21-08'),
  )
  expect(await ben.text('/orders')).toContain('>Anna')
  const count = async (who: typeof anna, path: string) =>
    (JSON.parse(await who.text(path)) as { total: number }).total
  const due = await count(anna, '/v1/lists/deadlines')
  const mine = await count(anna, '/v1/lists/deadlines?owner=me')
  const nobodys = await count(anna, '/v1/lists/deadlines?owner=nobody')
  expect([mine > 0, nobodys > 0, mine + nobodys]).toEqual([true, true, due])
  expect(await count(anna, '/v1/lists/matters?owner=me')).toBe(0)
  await anna.post('/v1/desk/matter/clearview-ai', { kind: 'claim' })
  expect(await count(anna, '/v1/lists/matters?owner=me')).toBe(1)

  const home = await ben.browse('/?owner=nobody')
  expect(home.text).not.toContain('/orders/ca-bc-oipc/P21-08"')
  expect(home.text).toMatch(/href="\/deadlines\?[^"]*owner=nobody/)
  await home.go('/?owner=me')
  expect(home.words).not.toContain('On your desk2')
  const annas = await anna.browse('/?owner=me')
  expect(annas.text).toContain('/orders/ca-bc-oipc/P21-08')
  expect(annas.document.querySelector('#my-desk')).not.toBeNull()
  await annas.go('/desk')
  expect(annas.words).toContain('2 on the desk')
})

test('a view is saved from a list, found on it and on the work list, and removed', async () => {
  const { signedIn } = await office()
  const [anna, ben] = [signedIn('Anna', 'officer'), signedIn('Ben', 'officer')]
  const page = await anna.browse('/orders?work=unserved&sort=issued&after=')
  await page.type({ name: 'To serve' }).press('save-view')
  expect(page.path).toBe('/orders?work=unserved&sort=issued')
  expect(page.text).toContain('<a href="/orders?work=unserved&amp;sort=issued">To serve</a>')
  expect(await ben.text('/')).not.toContain('To serve')
  await page.type({ name: 'To serve', shared: 'on' }).press('save-view')
  expect(await ben.text('/')).toContain('To serve')
  expect(await ben.text('/matters')).not.toContain('To serve')
  const other = await ben.browse('/orders', 'fr')
  expect(other.words).toContain('partagée par Anna')
  await other.press('remove-view')
  expect(await anna.text('/orders')).not.toContain('To serve')
})

test('a form is saved as it was typed, taken up again by its author, and gone when it is recorded', async () => {
  const { memory, signedIn } = await office()
  const [anna, ben] = [signedIn('Anna', 'officer'), signedIn('Ben', 'officer')]
  const page = await anna.browse(`${orderPath}/act/refuse`)
  await page.type({ on: '', source: 'A letter' }).press('save')
  expect([page.status, page.words.includes('Saved as a draft')]).toEqual([200, true])
  const before = memory.entries.length
  const home = await anna.browse('/', 'fr')
  expect(home.words).toContain('Vos brouillons')
  const link = home.document.querySelector('#drafts')?.parentElement?.querySelector('a')
  const address = link?.getAttribute('href') ?? ''
  expect(address).toContain('draft=page')
  expect(await ben.text('/')).not.toContain('draft=page')
  // Whoever has the address has not the draft.
  expect((await ben.browse(address)).value('source')).toBe('')

  await page.go(address)
  expect([page.value('on'), page.value('source')]).toEqual(['', 'A letter'])
  await page.press('check')
  expect(page.status).toBe(422)
  await page
    .type({ terms: ['T1'], reason: 'beyond its powers', on: '2022-01-14', confidence: 'S' })
    .press('check')
  expect(page.status, page.words).toBe(200)
  await page.press('record')
  expect(memory.entries.length, page.words).toBe(before + 1)
  expect(await anna.text('/')).not.toContain('draft=page')
})

test('a draft of a joint action keeps its sealed text in this office, and is removed by hand', async () => {
  const { memory, signedIn } = await office()
  const cora = signedIn('Cora', 'coordinator')
  const page = await cora.browse('/joint/new/statement')
  const before = memory.entries.length
  await page.type({ 'document.title.en': 'Half a title' }).press('save')
  expect(page.words).toContain('Saved as a draft')
  const home = await cora.browse('/')
  const address = home.document
    .querySelector('#drafts')
    ?.parentElement?.querySelector('a')
    ?.getAttribute('href')
  await page.go(address ?? '')
  expect(page.value('document.title.en')).toBe('Half a title')
  await home.press('remove-draft')
  expect(home.text).not.toContain('draft=page')
  expect(memory.entries).toHaveLength(before)
})

test('a draft leads to a form of this office, and nowhere else', async () => {
  const { signedIn } = await office()
  const anna = signedIn('Anna', 'officer')
  const draft = draftOf('A draft')
  for (const path of [
    '//evil.example',
    '/\\evil.example',
    '/\t/evil.example',
    '/\n\\x',
    'https://evil.example',
    '',
  ]) {
    const saved = await anna.post('/v1/drafts', { ...draft, path })
    expect([path, saved.status, saved.body['code']]).toEqual([path, 400, 'invalid-input'])
  }
  expect((await anna.post('/v1/drafts', { ...draft, path: `${orderPath}/serve?x=1` })).status).toBe(
    200,
  )
})

test('a program with somebody’s token sees, changes and removes none of their drafts', async () => {
  const { signedIn, staff, who, signIn, client } = await office()
  const anna = signedIn('Anna', 'officer', 'operator')
  const draft = draftOf('zorblax', {
    act: 'joint/propose',
    path: '/joint/new',
    values: { text: ['zorblax'] },
  })
  expect((await anna.post('/v1/drafts', draft)).status).toBe(200)
  const maker = who(signIn('Anna', { roles: ['officer', 'operator'] }))
  const { secret } = staff.createToken(maker, {
    name: 'x',
    roles: ['officer', 'operator'],
    days: 1,
  })
  const authorization = { authorization: `Bearer ${secret}` }
  const read = await client.get('/v1/drafts', authorization)
  expect([read.status, (await read.text()).includes('zorblax')]).toEqual([403, false])
  expect((await client.post('/v1/drafts', draft, authorization)).status).toBe(403)
  expect((await client.post('/v1/drafts/page%2F1/remove', {}, authorization)).status).toBe(403)
  expect((await client.post('/v1/drafts/page%2F1/hand', { to: 'x' }, authorization)).status).toBe(
    403,
  )
  expect((await client.get('/v1/drafts/handed-over', authorization)).status).toBe(403)
  expect(await anna.text('/')).toContain('zorblax')
})

test('a draft is handed to a colleague, who finds it in their work list and records it; the giver sees who has it', async () => {
  const { memory, signedIn } = await office()
  const [anna, ben] = [signedIn('Anna', 'officer'), signedIn('Ben', 'officer')]
  const form = await anna.browse(`${orderPath}/act/refuse`)
  await form.type({ on: '', source: 'A letter' }).press('save')
  const home = await anna.browse('/', 'fr')
  await home.go(home.document.querySelector('a[href^="/drafts/hand"]')?.getAttribute('href') ?? '')
  expect(home.words).toContain('Confier un brouillon')
  expect(
    [...home.document.querySelectorAll('select[name="to"] option')].map((each) => each.textContent),
  ).toEqual(['Ben'])
  await home.type({ to: ben.id }).press('hand-draft')
  expect([home.status, home.path]).toEqual([200, '/#drafts'])
  expect(home.words).toContain('Qui l’a maintenant')
  expect(home.text).not.toContain('draft=page')
  expect(await anna.text('/v1/drafts')).toBe('{"drafts":[]}')
  expect(await anna.text('/v1/drafts/handed-over')).not.toContain('A letter')

  const bens = await ben.browse('/')
  expect(bens.words).toContain('handed over by Anna')
  const address = bens.document.querySelector('a[href*="draft=page"]')?.getAttribute('href') ?? ''
  await bens.go(address)
  expect(bens.value('source')).toBe('A letter')
  const before = memory.entries.length
  await bens
    .type({ terms: ['T1'], reason: 'beyond its powers', on: '2022-01-14', confidence: 'S' })
    .press('check')
  await bens.press('record')
  expect(memory.entries.length, bens.words).toBe(before + 1)
  expect(await anna.text('/')).not.toContain('Handed over')
  expect(JSON.stringify(memory.entries)).not.toContain('handed')
  expect(memory.deskAudit).toMatchObject([{ act: 'desk/hand-draft', who: 'Anna', more: 'Ben' }])
})

test('only whoever acts for the office hands a draft over, and a refusal says why', async () => {
  const { signedIn } = await office()
  const [anna, vera] = [signedIn('Anna', 'officer'), signedIn('Vera', 'viewer')]
  const draft = draftOf('x', { id: 'page/z' })
  await vera.post('/v1/drafts', draft)
  expect((await vera.post('/v1/drafts/page%2Fz/hand', { to: anna.id })).status).toBe(403)
  expect(await vera.text('/')).not.toContain('/drafts/hand')
  await anna.post('/v1/drafts', draft)
  const page = await anna.browse('/drafts/hand?draft=page%2Fz')
  await page.type({ to: vera.id }).press('hand-draft')
  expect([page.status, page.document.querySelector('#errors[role="alert"]') === null]).toEqual([
    409,
    false,
  ])
})
