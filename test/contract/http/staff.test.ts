// Who is let in, with staff that is not a double: sessions, tokens, roles and the audit list; and what an attacker tries.

import { expect, test } from 'vitest'
import type { Role } from '../../../shared/kernel/actor.ts'
import { heartbeatMs, sessionMs } from '../../../shared/kernel/limits.ts'
import { localSecret, staffed } from '../../support/staffed.ts'
import { clientOf } from './client.ts'
import { MemoryOffice } from './memory-office.ts'

const cookieName = 'concert-session-ca-bc-oipc'
const fact = { kind: 'refuse', id: 'r-1', on: '2022-01-14', terms: ['T1'], reason: 'will not' }
const commands = '/v1/orders/ca-bc-oipc:P21-08/commands'
type Answer = Record<string, unknown> & {
  readonly audit?: { number: number; kind: string; who: string | null; code: string | null }[]
}

function office(options: Parameters<typeof staffed>[1] = {}) {
  const made = staffed(new MemoryOffice(), { startsAt: Date.now(), ...options })
  const client = clientOf(made.api, { staff: made.staff })
  const answer = async (response: Response) => ({
    status: response.status,
    body: (await response.json()) as Answer,
  })
  const as = (headers: Record<string, string>) => ({
    get: async (path: string) => answer(await client.get(path, headers)),
    post: async (path: string, body: unknown = {}) =>
      answer(await client.post(path, body, headers)),
    page: (path: string) => client.get(path, { accept: 'text/html', ...headers }),
    form: (path: string, body: Record<string, string>, more: Record<string, string> = {}) =>
      client.send(path, {
        method: 'POST',
        body: new URLSearchParams(body).toString(),
        headers: {
          accept: 'text/html',
          'content-type': 'application/x-www-form-urlencoded',
          origin: 'http://127.0.0.1:8080',
          ...headers,
          ...more,
        },
      }),
  })
  const person = (name: string, ...roles: Role[]) =>
    as({ cookie: `${cookieName}=${made.signIn(name, { roles })}` })
  const bearer = (secret: unknown) => as({ authorization: `Bearer ${String(secret)}` })
  return { ...made, client, as, person, bearer }
}

test('a token does what its roles allow, until it expires or is revoked', async () => {
  const { person, bearer, pass } = office()
  const olga = person('Olga', 'officer', 'viewer')
  const made = await olga.post('/v1/tokens', { name: 'dashboard', roles: ['viewer'], days: 1 })
  expect(made.status).toBe(201)
  const program = bearer(made.body['secret'])
  expect((await program.get('/v1/board')).status).toBe(200)
  const refused = await program.post(commands, fact)
  expect(refused.status).toBe(403)
  expect(refused.body).toMatchObject({ code: 'not-permitted', value: 'record' })
  const beyond = await olga.post('/v1/tokens', { name: 'x', roles: ['auditor'], days: 1 })
  expect(beyond.status).toBe(403)
  pass(25 * 3_600_000)
  const late = await program.get('/v1/board')
  expect(late.status).toBe(401)
})

test('a revoked token lets nobody in, from the next request on', async () => {
  const { person, bearer } = office()
  const olga = person('Olga', 'viewer')
  const made = await olga.post('/v1/tokens', { name: 'dashboard', roles: ['viewer'], days: 1 })
  const program = bearer(made.body['secret'])
  expect((await program.get('/v1/board')).status).toBe(200)
  const { id } = made.body['token'] as { id: string }
  expect((await olga.post(`/v1/tokens/${id}/revoke`)).status).toBe(200)
  const response = await program.get('/v1/board')
  expect(response.status).toBe(401)
  expect(response.body['code']).toBe('not-signed-in')
})

test('the secret of a token is on the page that makes it, and never again', async () => {
  const { person } = office()
  const olga = person('Olga', 'viewer')
  const made = await olga.form('/tokens', { name: 'dashboard', roles: 'viewer', days: '7' })
  const shown = /concert_secret-\d+/.exec(await made.text())?.[0]
  expect(shown).toBeDefined()
  const again = await (await olga.page('/tokens')).text()
  expect(again).toContain('dashboard')
  expect(again).not.toContain(shown)
})

test('what was typed for a token stays where it is refused', async () => {
  const { person } = office()
  const olga = person('Olga', 'viewer')
  const refused = await olga.form('/tokens', { name: 'dashboard', days: '7' })
  expect(refused.status).toBe(400)
  const text = await refused.text()
  expect(text).toContain('id="errors"')
  expect(text).toContain('value="dashboard"')
})

test('a role that is given lets in, and one that is revoked ends the open session at once', async () => {
  const { person, staff, signIn, as } = office()
  const operator = person('Oscar', 'operator')
  signIn('Vera', { roles: ['viewer'] })
  const given = await operator.post('/v1/staff/grants', { person: 'Vera', role: 'auditor' })
  expect(given.status).toBe(201)
  const secret = signIn('Vera', { roles: ['viewer'] })
  const vera = as({ cookie: `${cookieName}=${secret}` })
  expect((await vera.get('/v1/audit')).status).toBe(200)
  const revoked = await operator.form('/people/revoke', { id: String(given.body['id']) })
  expect(revoked.status).toBe(303)
  expect((await vera.get('/v1/audit')).status).toBe(401)
  expect(staff.recognise({ session: secret })).toBeUndefined()
})

test('nobody but an operator gives a role, and nobody to themselves', async () => {
  const { person } = office()
  const vera = person('Vera', 'viewer')
  const operator = person('Oscar', 'operator')
  const role = { person: 'Oscar', role: 'approver' }
  expect((await vera.post('/v1/staff/grants', role)).status).toBe(403)
  expect((await operator.post('/v1/staff/grants', role)).status).toBe(403)
})

test('the audit list names refusals with their rule, is filtered and paged, and is for auditors', async () => {
  const { person } = office()
  const vera = person('Vera', 'viewer')
  const ada = person('Ada', 'auditor')
  expect((await vera.post(commands, fact)).status).toBe(403)
  expect((await vera.get('/v1/audit')).status).toBe(403)
  const refusals = await ada.get('/v1/audit?kind=refused&who=vera')
  expect(refusals.body.audit).toMatchObject([
    { kind: 'refused', who: 'person:Vera', act: 'audit', rule: 'audit' },
    { kind: 'refused', who: 'person:Vera', act: 'order/refuse', rule: 'record' },
  ])
  const first = await ada.get('/v1/audit?limit=1')
  expect(first.body.audit).toHaveLength(1)
  const older = await ada.get(`/v1/audit?limit=1&before=${String(first.body.audit?.[0]?.number)}`)
  expect(older.body.audit?.[0]?.number).toBeLessThan(first.body.audit?.[0]?.number ?? 0)
  const page = await (await ada.page('/audit?kind=refused')).text()
  expect(page).toContain('Facts of orders and matters are recorded by officers.')
  const csv = await (await ada.page('/audit.csv?kind=refused')).text()
  expect(csv.trim().split('\r\n')).toHaveLength(3)
})

test('a page of the audit list has 50 entries, and its link leads to the others', async () => {
  const { person, staff } = office()
  const ada = person('Ada', 'auditor')
  const nobody = { kind: 'person', name: 'N', proof: { kind: 'token' } } as const
  for (let at = 0; at < 60; at += 1)
    staff.refused({ actor: nobody, act: 'board', code: 'not-permitted' })
  const text = await (await ada.page('/audit?kind=refused')).text()
  expect(text.match(/<td[^>]*>Read the board/g)).toHaveLength(50)
  const next = /href="([^"]+)" rel="next"/.exec(text)?.[1]?.replaceAll('&amp;', '&') ?? ''
  const rest = await (await ada.page(next)).text()
  expect(rest.match(/<td[^>]*>Read the board/g)).toHaveLength(10)
  expect(rest).not.toContain('rel="next"')
})

test('a forged cookie, a guessed token and no credential at all let nobody in', async () => {
  const { as, bearer } = office()
  for (const who of [as({ cookie: `${cookieName}=forged` }), bearer('concert_guess'), as({})]) {
    const response = await who.get('/v1/board')
    expect(response.status).toBe(401)
    expect((await who.post(commands, fact)).status).toBe(401)
  }
})

test('who somebody claims to be in a header is heard with the secret of this machine only', async () => {
  const { as } = office({ identity: 'local' })
  const spoofed = { 'concert-actor': encodeURIComponent('local:The Commissioner') }
  expect((await as(spoofed).get('/v1/board')).status).toBe(401)
  const { body } = await as({ ...spoofed, authorization: 'Bearer guess' }).post(commands, fact)
  expect(body['code']).toBe('not-signed-in')
  const machine = as({ ...spoofed, authorization: `Bearer ${localSecret}` })
  expect((await machine.get('/v1/board')).status).toBe(200)
})

test('a session beside the header acts under its own name', async () => {
  const { signIn, as, store } = office()
  const cookie = `${cookieName}=${signIn('Vera', { roles: ['viewer'] })}`
  const spoofed = { cookie, 'concert-actor': encodeURIComponent('local:The Commissioner') }
  expect((await as(spoofed).post(commands, fact)).status).toBe(403)
  expect(store.audit({ kind: 'refused' })[0]?.who).toBe('person:Vera')
})

test('a session that was put into the browser before signing in opens nothing', async () => {
  const people = [{ subject: 'vera', name: 'Vera', roles: ['viewer' as const] }]
  const { as } = office({ identity: 'local', people })
  const planted = as({ cookie: `${cookieName}=planted` })
  const answer = await planted.form('/sign-in', { subject: 'vera', then: '/' })
  expect(answer.status).toBe(303)
  const set = answer.headers.get('set-cookie') ?? ''
  expect(set).toMatch(/HttpOnly/)
  expect(set).toMatch(/SameSite=Lax/)
  expect(set).not.toContain('planted')
  expect((await planted.get('/v1/board')).status).toBe(401)
  const own = /concert-session-ca-bc-oipc=([^;]+)/.exec(set)?.[1] ?? ''
  expect((await as({ cookie: `${cookieName}=${own}` }).get('/v1/board')).status).toBe(200)
})

test('a page of another site sends nothing in the name of who is signed in', async () => {
  const { person, store } = office()
  const olga = person('Olga', 'viewer')
  const token = { name: 'stolen', roles: 'viewer', days: '7' }
  for (const foreign of [{ origin: 'https://evil.example' }, { 'sec-fetch-site': 'cross-site' }])
    expect((await olga.form('/tokens', token, foreign)).status).toBe(403)
  expect(store.tokens()).toEqual([])
})

test('a session ends with its time, and with signing out', async () => {
  const { person, pass } = office()
  const vera = person('Vera', 'viewer')
  expect((await vera.form('/sign-out', {})).status).toBe(303)
  expect((await vera.get('/v1/board')).status).toBe(401)
  const olga = person('Olga', 'viewer')
  pass(sessionMs + 1)
  expect((await olga.get('/v1/board')).status).toBe(401)
})

interface Listed {
  readonly sessions: readonly {
    id: string
    kind: string
    name: string | null
    address: string | null
    current: boolean
    person: { name: string }
  }[]
}

test('people see where they are signed in, and end one session without the others', async () => {
  const { person, signIn, as, staff, store, pass } = office()
  const olga = person('Olga', 'officer')
  const other = signIn('Olga', { roles: ['officer'] })
  person('Ben', 'officer')
  const asked = staff.askDevice({ name: 'olga@laptop', fresh: false }, { address: '192.0.2.7' })
  staff.confirmDevice(staff.recognise({ session: other })!, asked.userCode)
  const polled = staff.pollDevice(asked.deviceCode)
  if (polled.kind !== 'signed-in') throw new Error(polled.kind)
  pass(1_000)
  const seen = (await olga.get('/v1/sessions')).body as unknown as Listed
  expect(
    seen.sessions
      .map(({ kind, name, address, current }) => [kind, name, address, current])
      .toSorted(),
  ).toEqual([
    ['browser', null, null, false],
    ['browser', null, null, true],
    ['command-line', 'olga@laptop', '192.0.2.7', false],
  ])
  expect(JSON.stringify(seen)).not.toMatch(/secret|Ben/)

  const line = seen.sessions.find(({ kind }) => kind === 'command-line')
  expect((await olga.post(`/v1/sessions/${line?.id}/end`)).status).toBe(200)
  expect(staff.recognise({ token: polled.secret })).toBeUndefined()
  expect((await as({ cookie: `${cookieName}=${other}` }).get('/v1/me')).status).toBe(200)
  expect((await olga.post(`/v1/sessions/${line?.id}/end`)).status).toBe(404)
  expect(store.audit({ kind: 'session-ended' })).toMatchObject([
    { who: 'person:Olga', about: 'Olga', more: 'olga@laptop' },
  ])

  // Its own session, from the page: out, and told so.
  const own = seen.sessions.find(({ current }) => current)
  const out = await olga.form('/sessions/end', { id: String(own?.id) })
  expect([out.status, out.headers.get('location')]).toEqual([303, '/sign-in?out=1'])
  expect((await olga.get('/v1/me')).status).toBe(401)
})

test('nobody sees or ends a session of somebody else, but an operator, who is named for it', async () => {
  const { person, signIn, staff, store, as } = office()
  const [first, second] = [
    signIn('Vera', { roles: ['viewer'] }),
    signIn('Vera', { roles: ['viewer'] }),
  ]
  const olga = person('Olga', 'officer', 'auditor')
  const operator = person('Oscar', 'operator')
  expect((await olga.get('/v1/sessions?all=yes')).status).toBe(403)
  const all = (await operator.get('/v1/sessions?all=yes')).body as unknown as Listed
  const veras = all.sessions.filter((each) => each.person.name === 'Vera')
  expect(veras).toHaveLength(2)
  expect((await olga.post(`/v1/sessions/${veras[0]?.id}/end`)).status).toBe(403)
  expect((await olga.post('/v1/staff/Vera/sign-out')).status).toBe(403)
  expect((await operator.post(`/v1/sessions/${veras[0]?.id}/end`)).status).toBe(200)
  const left = [first, second].filter((session) => staff.recognise({ session }) !== undefined)
  expect(left).toHaveLength(1)
  const vera = as({ cookie: `${cookieName}=${left[0]}` })
  expect((await vera.page('/sessions')).status).toBe(200)
  expect(await (await vera.page('/sessions')).text()).not.toContain('Olga')
  expect((await operator.post('/v1/staff/Vera/sign-out')).body).toEqual({ ended: 1 })
  expect((await vera.get('/v1/me')).status).toBe(401)
  expect((await operator.post('/v1/staff/Nobody/sign-out')).status).toBe(404)
  expect(store.audit({ kind: 'session-ended' })).toMatchObject([
    { who: 'person:Oscar', about: 'Vera', more: '1' },
    { who: 'person:Oscar', about: 'Vera', more: null },
  ])
  const page = await (await operator.page('/sessions')).text()
  expect(page).toContain('Sessions of others')
})

test('what a session listens to ends with it at once, and says nothing more', async () => {
  const { signIn, as, person, office: memory } = office()
  const secret = signIn('Vera', { roles: ['viewer'] })
  const vera = as({ cookie: `${cookieName}=${secret}` })
  const stream = await vera.page('/v1/events')
  const heard = stream.text()
  await expect.poll(() => memory.listeners.size).toBe(1)
  const begun = Date.now()
  await person('Oscar', 'operator').post('/v1/staff/Vera/sign-out')
  expect(await heard).toMatch(/event: refresh\ndata: \{\}\n\n$/)
  // Not by the next heartbeat, which would find it out as well.
  expect(Date.now() - begun).toBeLessThan(heartbeatMs / 2)
  expect(memory.listeners.size).toBe(0)
})

test('a session that ended by itself is in no list', async () => {
  const { signIn, who, staff, pass } = office()
  const secret = signIn('Vera', { roles: ['viewer'] })
  expect(staff.sessions(who(secret))).toHaveLength(1)
  const actor = who(secret)
  pass(sessionMs + 1)
  expect(staff.sessions(actor)).toEqual([])
})
