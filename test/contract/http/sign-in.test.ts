// Signing in, and what gets past nobody: forged and fixed sessions, foreign pages, old sign-ins, one person under two names. Against the real application, rules and policy.

import { expect, test } from 'vitest'
import { freshSignInMs, sessionIdleMs, sessionMs } from '../../../shared/kernel/limits.ts'
import { publicPaths } from '../../../services/web/kit/gate.ts'
import { ownPath } from '../../../services/web/sign-in/pages.ts'
import { localSecret, staffed, type Staffed } from '../../support/staffed.ts'
import { clientOf } from './client.ts'
import { MemoryOffice } from './memory-office.ts'
import { orderCommandExamples } from '../../../services/web/orders/examples.ts'

const people = [
  { subject: 'roy', name: 'Camille Roy', roles: ['officer', 'coordinator'] },
  { subject: 'singh', name: 'Alex Singh', roles: ['approver', 'officer'] },
  { subject: 'chen', name: 'Dominique Chen', roles: ['auditor'] },
  { subject: 'kim', name: 'Kim Tremblay', roles: ['operator'] },
] as const

async function open(identity: 'local' | 'openid' = 'openid') {
  const office = await new MemoryOffice('ca-bc-oipc', '2022-03-01').replay()
  const staff = staffed(office, { identity, people })
  const client = clientOf(staff.api, { staff: staff.staff, heartbeatMs: 20 })
  const cookie = (secret: string) => ({ cookie: `concert-session-ca-bc-oipc=${secret}` })
  const form = (
    path: string,
    fields: Record<string, string>,
    headers: Record<string, string> = {},
  ) =>
    client.send(path, {
      method: 'POST',
      body: new URLSearchParams(fields).toString(),
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        origin: 'http://127.0.0.1:8080',
        accept: 'text/html',
        ...headers,
      },
    })
  return { ...client, ...staff, cookie, form }
}

const issue = {
  ...orderCommandExamples['issue']?.value,
  on: '2022-02-01',
} as Record<string, unknown>
const codeOf = async (response: Response) => ((await response.json()) as { code?: string }).code
const audit = ({ store }: Pick<Staffed, 'store'>) => store.audit({}).map(({ kind }) => kind)

test('every route but the public ones turns away whoever has not signed in', async () => {
  const { app, send } = await open()
  const routes = app.routes.filter(({ method, path }) => method !== 'ALL' && !path.includes('*'))
  expect(routes.length).toBeGreaterThan(40)
  for (const { method, path } of routes) {
    const address = path.replaceAll(/:\w+(\{[^}]*\})?\??/g, 'x.ics')
    if (publicPaths.includes(address)) continue
    const response = await send(address, {
      method,
      ...(method === 'POST' ? { body: '{}', headers: { 'content-type': 'application/json' } } : {}),
    })
    expect(response.status, `${method} ${path}`).toBe(401)
    expect(response.headers.get('www-authenticate'), path).toMatch(
      /^(Bearer|Basic) realm="Concert"/,
    )
    expect(response.headers.get('content-type'), path).toContain('application/problem+json')
  }
})

test('a reader is sent to the sign-in, and from there back to where they were', async () => {
  const { get } = await open('local')
  const sent = await get('/orders/ca-bc-oipc/P21-08?asOf=2021-12-20', { accept: 'text/html' })
  expect(sent.status).toBe(303)
  expect(sent.headers.get('location')).toBe(
    '/sign-in?then=%2Forders%2Fca-bc-oipc%2FP21-08%3FasOf%3D2021-12-20',
  )
})

test('a form that is sent after the session has ended records nothing, and loses nothing that was typed', async () => {
  const { form, signIn, cookie, office } = await open()
  const before = (await office.order(undefined as never, 'ca-bc-oipc:P21-08' as never, {}))?.view
  const values = {
    id: 'page/00000000-0000-4000-8000-000000000001',
    version: String(before?.version),
    reason: 'They <refuse>.',
    on: '2022-02-28',
  }
  const typed = { ...values, button: 'record' }
  const path = '/orders/ca-bc-oipc/P21-08/act/refuse'
  const answer = await form(path, typed)
  expect(answer.status).toBe(401)
  const page = await answer.text()
  expect(page).toContain('Nothing was recorded')
  expect(page).toContain('<input type="hidden" name="reason" value="They &lt;refuse&gt;.">')
  expect(page).not.toContain('value="record"')
  // Sent again by whoever has signed in meanwhile, it is shown to them before it is recorded.
  const again = await form(path, values, cookie(signIn('roy')))
  expect(await again.text()).toContain('Record and sign')
  const after = (await office.order(undefined as never, 'ca-bc-oipc:P21-08' as never, {}))?.view
  expect(after?.version).toBe(before?.version)
  // What another site sends is not kept for anybody to send on.
  const foreign = await form(path, typed, { origin: 'https://evil.example' })
  expect([foreign.status, (await foreign.text()).includes('refuse&gt;')]).toEqual([403, false])
})

test('nobody is sent elsewhere by a link to the sign-in', () => {
  for (const then of [
    '//evil.example',
    '/\\evil.example',
    'https://evil.example/',
    '/\t/evil.example',
    'javascript:alert(1)',
    '',
  ])
    expect(ownPath(then), then).toBe('/')
  expect(ownPath('/orders?x=1#y')).toBe('/orders?x=1#y')
})

test('one chooses who one is where identities are local, and every page says what that is worth', async () => {
  const { get, form } = await open('local')
  for (const [lang, mark] of [
    ['en', 'Demonstration.'],
    ['fr', 'Démonstration.'],
  ]) {
    const page = await (await get(`/sign-in?lang=${lang}`, { accept: 'text/html' })).text()
    expect(page).toContain('Camille Roy')
    expect(page).toContain(mark)
  }
  const chosen = await form('/sign-in', { subject: 'roy', then: '/joint' })
  expect(chosen.status).toBe(303)
  expect(chosen.headers.get('location')).toBe('/joint')
  const set = chosen.headers.get('set-cookie') ?? ''
  expect(set).toMatch(/HttpOnly/)
  expect(set).toMatch(/SameSite=Lax/)
  const page = await get('/joint', { accept: 'text/html', cookie: set.split(';')[0] ?? '' })
  const text = await page.text()
  expect(page.status).toBe(200)
  expect(text).toContain('Camille Roy')
  expect(text).toContain('Demonstration.')
})

test('nobody chooses where people have to prove who they are', async () => {
  const { form } = await open('openid')
  const chosen = await form('/sign-in', { subject: 'roy', then: '/' })
  expect(chosen.status).toBe(403)
  expect(chosen.headers.get('set-cookie')).toBeNull()
})

test('local identities answer nobody who comes through a proxy', async () => {
  const { get } = await open('local')
  for (const name of ['x-forwarded-for', 'forwarded', 'x-real-ip'])
    expect((await get('/v1/health', { [name]: '203.0.113.9' })).status, name).toBe(403)
})

test('a made-up session, one that was signed out, and one that was put there before, open nothing', async () => {
  const { get, form, cookie, signIn, store } = await open('local')
  expect((await get('/v1/board', cookie('made-up'))).status).toBe(401)
  const fixed = 'fixed-by-somebody-else'
  const chosen = await form('/sign-in', { subject: 'roy', then: '/' }, cookie(fixed))
  expect(chosen.headers.get('set-cookie')).not.toContain(fixed)
  expect((await get('/v1/board', cookie(fixed))).status).toBe(401)
  const session = signIn('roy')
  expect((await get('/v1/board', cookie(session))).status).toBe(200)
  await form('/sign-out', {}, cookie(session))
  expect((await get('/v1/board', cookie(session))).status).toBe(401)
  expect(audit({ store })).toContain('signed-out')
})

test('signing in again ends the session before it', async () => {
  const { get, form, cookie, signIn } = await open('local')
  const before = signIn('roy')
  await form('/sign-in', { subject: 'singh', then: '/' }, cookie(before))
  expect((await get('/v1/board', cookie(before))).status).toBe(401)
})

test('a session ends when nobody uses it and when it is old; a page that refreshes itself is no use', async () => {
  const { get, cookie, signIn, pass } = await open()
  const session = signIn('roy')
  const half = sessionIdleMs / 2 + 1
  pass(half)
  expect((await get('/v1/board', { ...cookie(session), 'concert-refresh': '1' })).status).toBe(200)
  pass(half)
  expect((await get('/v1/board', cookie(session))).status).toBe(401)
  const used = signIn('roy')
  for (let past = 0; past <= sessionMs; past += half) {
    expect((await get('/v1/board', cookie(used))).status).toBe(200)
    pass(half)
  }
  expect((await get('/v1/board', cookie(used))).status).toBe(401)
})

test('a role that is taken away is gone at once, and so are the sessions', async () => {
  const { get, cookie, signIn, who, staff } = await open()
  const session = signIn('new', { name: 'New Person', roles: ['viewer'] })
  const kim = who(signIn('kim'))
  const grant = staff.grant(kim, { person: 'new', role: 'officer' })
  expect(who(session).grants).toEqual([{ role: 'viewer' }, { role: 'officer' }])
  staff.revokeGrant(kim, grant.id)
  expect((await get('/v1/board', cookie(session))).status).toBe(401)
})

test('roles end on their day, and nobody gives one to themselves', async () => {
  const { signIn, who, staff, pass } = await open()
  const session = signIn('new', { roles: ['viewer'] })
  const kim = who(signIn('kim'))
  expect(() => staff.grant(kim, { person: 'kim', role: 'officer' })).toThrow(/not-permitted/)
  expect(() => staff.grant(who(session), { person: 'kim', role: 'officer' })).toThrow(
    /not-permitted/,
  )
  staff.grant(kim, { person: 'new', role: 'officer', days: 1 })
  expect(who(session).grants).toContainEqual({ role: 'officer' })
  pass(24 * 3_600_000 + 1)
  expect(who(signIn('new', { roles: ['viewer'] })).grants).toEqual([{ role: 'viewer' }])
})

test('a role that ends is gone from the open session at that moment, and the others stay', async () => {
  const { get, cookie, signIn, who, staff, pass } = await open()
  signIn('new', { roles: ['viewer'] })
  const kim = who(signIn('kim'))
  staff.grant(kim, { person: 'new', role: 'auditor', days: 1 })
  pass(24 * 3_600_000 - 60_000)
  const session = signIn('new', { roles: ['viewer'] })
  expect((await get('/v1/audit', cookie(session))).status).toBe(200)
  pass(60_001)
  expect((await get('/v1/audit', cookie(session))).status).toBe(403)
  expect((await get('/v1/board', cookie(session))).status).toBe(200)
})

test('a delegated role is gone from the open session when the one who delegated it loses it', async () => {
  const { get, post, cookie, signIn, who, staff } = await open()
  signIn('new', { roles: ['viewer'] })
  const kim = who(signIn('kim'))
  signIn('lee', { roles: ['viewer'] })
  const grant = staff.grant(kim, { person: 'lee', role: 'officer' })
  staff.delegate(who(signIn('lee', { roles: ['viewer'] })), { to: 'new', role: 'officer', days: 3 })
  const session = signIn('new', { roles: ['viewer'] })
  const fact = { kind: 'refuse', id: 'f', on: '2022-02-20', terms: ['T1'], reason: 'will not' }
  const send = () => post('/v1/orders/ca-bc-oipc:P21-08/commands', fact, cookie(session))
  expect((await send()).status).not.toBe(403)
  staff.revokeGrant(kim, grant.id)
  expect(await codeOf(await send())).toBe('not-permitted')
  expect((await get('/v1/board', cookie(session))).status).toBe(200)
})

test('signing out in one browser leaves the other; everywhere ends both, and what it listens to', async () => {
  const { get, form, cookie, signIn } = await open()
  const [first, second, third] = [signIn('roy'), signIn('roy'), signIn('roy')]
  await form('/sign-out', {}, cookie(first))
  expect((await get('/v1/board', cookie(first))).status).toBe(401)
  expect((await get('/v1/board', cookie(second))).status).toBe(200)
  const stream = await get('/v1/events', cookie(second))
  const heard = stream.text()
  await form('/sign-out', { everywhere: 'yes' }, cookie(third))
  expect((await get('/v1/board', cookie(second))).status).toBe(401)
  // It ends by itself: nothing more is told to whoever is out.
  expect(await heard).toContain(': open')
})

test('a page of another site sends nothing in somebody’s session', async () => {
  const { form, post, cookie, signIn, office } = await open()
  const session = signIn('roy')
  const events = office.entries.length
  const foreign = { origin: 'https://evil.example', ...cookie(session) }
  expect((await form('/sign-out', {}, foreign)).status).toBe(403)
  expect((await post('/v1/orders/ca-bc-oipc:P21-08/commands', {}, foreign)).status).toBe(403)
  expect((await form('/sign-out', {}, { origin: 'null', ...cookie(session) })).status).toBe(403)
  expect(office.entries).toHaveLength(events)
})

test('what a header says about who asks is heard with this machine’s own secret only', async () => {
  const { json, cookie, signIn, get } = await open('local')
  const said = { 'concert-actor': encodeURIComponent('local:Somebody Else') }
  expect((await get('/v1/me', said)).status).toBe(401)
  expect(
    await json('/v1/me', { ...said, ...cookie(signIn('chen', { name: 'Dominique Chen' })) }),
  ).toMatchObject({
    kind: 'person',
    name: 'Dominique Chen',
  })
  const bearer = { ...said, authorization: `Bearer ${localSecret}` }
  expect(await json('/v1/me', bearer)).toMatchObject({ kind: 'local', name: 'Somebody Else' })
  expect((await get('/v1/me', { ...bearer, 'concert-actor': 'workflow:x' })).status).toBe(400)
})

test('an order needs two people, told apart by who they are; the event names both', async () => {
  const { post, cookie, signIn, office, staff, who, store } = await open()
  const roy = signIn('roy', { name: 'Camille Roy' })
  const sent = await post('/v1/orders/ca-bc-oipc:P22-01/commands', issue, cookie(roy))
  expect(await sent.clone().json()).toMatchObject({ kind: 'prepared' })
  expect(sent.status).toBe(202)
  const { prepared } = (await sent.json()) as { prepared: string }
  const events = office.entries.length

  // The same again is the same preparation; another content under the same id is none.
  const again = await post('/v1/orders/ca-bc-oipc:P22-01/commands', issue, cookie(roy))
  expect(await again.json()).toEqual({ kind: 'prepared', prepared })
  const other = { ...issue, sharing: undefined, on: '2022-02-02' }
  expect(
    await codeOf(await post('/v1/orders/ca-bc-oipc:P22-01/commands', other, cookie(roy))),
  ).toBe('id-reused')

  // Roy becomes an approver, and changes the name at the provider: it is the same person.
  const kim = who(signIn('kim'))
  staff.grant(kim, { person: 'roy', role: 'approver' })
  const renamed = signIn('roy', { name: 'C. Roy' })
  const own = await post(`/v1/approvals/${prepared}/approve`, {}, cookie(renamed))
  expect(await codeOf(own)).toBe('same-officer')

  // Singh delegates to Roy: Roy for Singh is Roy all the same.
  const singh = signIn('singh', { name: 'Alex Singh' })
  staff.delegate(who(singh), { to: 'roy', role: 'approver', days: 3 })
  expect(
    await codeOf(await post(`/v1/approvals/${prepared}/approve`, {}, cookie(signIn('roy')))),
  ).toBe('same-officer')
  expect(office.entries).toHaveLength(events)

  const done = await post(
    `/v1/approvals/${prepared}/approve`,
    {},
    cookie(signIn('singh', { name: 'Alex Singh' })),
  )
  expect(await done.json()).toMatchObject({ kind: 'recorded', version: 1 })
  expect(office.actors.at(-1)).toMatchObject({
    name: 'Alex Singh',
    acting: { role: 'approver' },
    preparedBy: { name: 'Camille Roy' },
  })
  expect(
    await codeOf(await post(`/v1/approvals/${prepared}/approve`, {}, cookie(signIn('singh')))),
  ).toBe('not-found')
  expect(audit({ store })).toEqual(
    expect.arrayContaining(['prepared', 'refused', 'role-delegated', 'approved']),
  )
})

test('what the rules would refuse is not prepared; what is recorded already is answered', async () => {
  const { post, cookie, signIn } = await open()
  const roy = signIn('roy')
  const late = { ...issue, on: '2030-01-01' }
  expect(await codeOf(await post('/v1/orders/ca-bc-oipc:P22-02/commands', late, cookie(roy)))).toBe(
    'future-date',
  )
})

test('an officer records alone what needs one person, and an old sign-in is asked for again where it matters', async () => {
  const { post, cookie, signIn, pass, office } = await open()
  const roy = signIn('roy', { name: 'Camille Roy' })
  pass(freshSignInMs + 1)
  const fact = await post(
    '/v1/orders/ca-bc-oipc:P21-08/commands',
    { kind: 'close', id: 'c1', on: '2022-02-20', reason: 'test' },
    cookie(roy),
  )
  expect([200, 422]).toContain(fact.status)
  const issued = await post('/v1/orders/ca-bc-oipc:P22-03/commands', issue, cookie(roy))
  expect(issued.status).toBe(401)
  expect(issued.headers.get('www-authenticate')).toContain('insufficient_user_authentication')
  expect(await codeOf(issued)).toBe('sign-in-again')
  expect(office.entries.some(({ ref }) => ref.id === 'P22-03')).toBe(false)
})

test('the audit list is read by auditors only, as a page in both languages and as a table', async () => {
  const { get, post, cookie, signIn } = await open()
  await post('/v1/orders/ca-bc-oipc:P22-01/commands', issue, cookie(signIn('roy')))
  const singh = signIn('singh')
  expect((await get('/audit', { ...cookie(singh), accept: 'text/html' })).status).toBe(403)
  const list = await get('/audit?lang=fr', { ...cookie(signIn('chen')), accept: 'text/html' })
  expect(await list.text()).toContain('préparation')
  const csv = await (await get('/audit.csv', cookie(signIn('chen')))).text()
  expect(csv.split('\r\n').length).toBeGreaterThan(5)
})

test('a token lets a program do what it is for, until it is revoked, ends, or its maker loses the role', async () => {
  const { get, post, json, cookie, signIn, who, staff, pass, store } = await open()
  const roy = signIn('roy')
  const beyond = await post('/v1/tokens', { name: 'import', roles: ['auditor'] }, cookie(roy))
  expect(beyond.status).toBe(403)
  const made = await post(
    '/v1/tokens',
    { name: 'import', roles: ['officer'], days: 2 },
    cookie(roy),
  )
  const { secret, token } = (await made.json()) as { secret: string; token: { id: string } }
  const bearer = { authorization: `Bearer ${secret}` }
  expect(await json('/v1/me', bearer)).toMatchObject({ kind: 'program', name: 'import' })
  expect(JSON.stringify(store.tokens())).not.toContain(secret)
  expect(JSON.stringify(await json('/v1/tokens', cookie(roy)))).not.toContain(secret.slice(8))
  // Calendar programs know passwords only.
  const basic = { authorization: `Basic ${Buffer.from(`any:${secret}`).toString('base64')}` }
  expect((await get('/calendar/office.ics', basic)).status).toBe(200)
  expect(await codeOf(await post('/v1/orders/ca-bc-oipc:P22-01/commands', issue, bearer))).toBe(
    'not-permitted',
  )
  expect(await codeOf(await get('/v1/audit', bearer))).toBe('not-permitted')
  staff.revokeToken(who(roy), token.id)
  expect((await get('/v1/me', bearer)).status).toBe(401)

  const second = staff.createToken(who(signIn('roy')), {
    name: 'other',
    roles: ['officer'],
    days: 1,
  })
  const other = { authorization: `Bearer ${second.secret}` }
  expect((await get('/v1/me', other)).status).toBe(200)
  pass(24 * 3_600_000 + 1)
  expect((await get('/v1/me', other)).status).toBe(401)
})

test('nobody revokes another person’s token but an operator', async () => {
  const { who, signIn, staff } = await open()
  const { token } = staff.createToken(who(signIn('roy')), {
    name: 'import',
    roles: ['officer'],
    days: 2,
  })
  expect(() => staff.revokeToken(who(signIn('singh')), token.id)).toThrow(/not-permitted/)
  expect(staff.revokeToken(who(signIn('kim')), token.id).revokedAt).not.toBeNull()
})

test('the audit list cannot be changed, and names who was refused what by which rule', async () => {
  const { get, cookie, signIn, store, api, who } = await open()
  await get('/v1/doctor', cookie(signIn('roy', { name: 'Camille Roy' })))
  expect(store.audit({ kind: 'refused' })[0]).toMatchObject({
    who: 'person:Camille Roy',
    act: 'doctor',
    code: 'not-permitted',
    rule: 'diagnose',
  })
  const closed = await api.submit(
    who(signIn('chen')),
    { kind: 'order', office: 'ca-bc-oipc' as never, id: 'P21-08' },
    { kind: 'close', id: 'c', on: '2022-02-01', reason: 'x' } as never,
  )
  expect(closed).toMatchObject({
    kind: 'refused',
    problem: { code: 'not-permitted', value: 'record' },
  })
  expect(store.audit({ kind: 'refused' })[0]).toMatchObject({
    act: 'order/close',
    about: 'order ca-bc-oipc:P21-08',
  })
})

test('what is answered to somebody is kept by no cache on the way', async () => {
  const { app, send, cookie, signIn } = await open()
  const paths = app.routes.flatMap(({ method, path }) =>
    method === 'GET' && !path.includes('*') && path !== '/v1/events' ? [path] : [],
  )
  const session = signIn('roy')
  for (const path of paths) {
    if (publicPaths.includes(path)) continue
    const address = path
      .replace(':office/:file', 'ca-bc-oipc/P21-08.ics')
      .replace(':office/:number', 'ca-bc-oipc/P21-08')
      .replace(':order', 'ca-bc-oipc:P21-08')
      .replace(':matter', 'clearview-ai')
      .replaceAll(/:\w+(\{[^}]*\})?\??/g, 'x')
    const answer = await send(address, { headers: { ...cookie(session), accept: 'text/html' } })
    await answer.body?.cancel()
    expect(answer.headers.get('cache-control'), address).toMatch(/private|no-store/)
  }
})
