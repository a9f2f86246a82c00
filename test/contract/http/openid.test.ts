// Signing in at a real OpenID provider, over real sockets; and what comes back from it twice, to somebody else, changed, or too old.

import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { freePort } from '../../../infra/federation/ports.ts'
import { startHttp, type HttpServer } from '../../../services/web/server.ts'
import { browser, clientId, startProvider, type TestProvider } from '../../support/oidc-provider.ts'
import { staffed, type Staffed } from '../../support/staffed.ts'
import { MemoryOffice } from './memory-office.ts'

let provider: TestProvider
let server: HttpServer
let world: Staffed
let url: string

beforeAll(async () => {
  const port = await freePort()
  url = `http://127.0.0.1:${port}`
  provider = await startProvider(url)
  world = staffed(await new MemoryOffice('ca-bc-oipc', '2022-03-01').replay(), { realTime: true })
  server = await startHttp(world.api, {
    port,
    version: '0.1.0',
    logFault: () => undefined,
    staff: world.staff,
    openId: {
      issuer: provider.issuer,
      clientId,
      publicUrl: url,
      scope: 'openid',
      rolesClaim: {
        claim: 'groups',
        roles: { officers: ['officer'], approvers: ['approver', 'viewer'] },
      },
    },
  })
})
beforeEach(() => {
  provider.next = { subject: 'roy', name: 'Camille Roy', groups: ['officers'], agoSeconds: 0 }
})
afterAll(async () => {
  await server?.[Symbol.asyncDispose]()
  await provider?.[Symbol.asyncDispose]()
})

const toCallback = (address: string) => address.includes('/sign-in/callback')
const signIn = (visitor: ReturnType<typeof browser>, more = '') =>
  visitor.follow(`${url}/sign-in/start?then=${encodeURIComponent('/joint')}${more}`)
const me = async (visitor: ReturnType<typeof browser>) =>
  (await visitor.get(`${url}/v1/me`, { headers: { accept: 'application/json' } })).json()

test('who signs in there comes back to where they were, with the roles of their groups', async () => {
  const visitor = browser()
  const { way, response } = await signIn(visitor)
  expect(response?.status, way.join('\n')).toBe(200)
  expect(way.at(-1)).toBe(`${url}/joint`)
  const asked = new URL(way[1] as string).searchParams
  expect(asked.get('code_challenge_method')).toBe('S256')
  expect(asked.get('response_type')).toBe('code')
  expect(await me(visitor)).toMatchObject({
    kind: 'person',
    name: 'Camille Roy',
    roles: [{ role: 'officer', from: null }],
    identity: 'openid',
  })
})

test('a group that is left takes its role along at the next sign-in; without any role nobody gets in', async () => {
  const visitor = browser()
  provider.next = { subject: 'singh', name: 'Alex Singh', groups: ['approvers'], agoSeconds: 0 }
  await signIn(visitor)
  expect(await me(visitor)).toMatchObject({ roles: [{ role: 'approver' }, { role: 'viewer' }] })
  provider.next = { ...provider.next, groups: ['constructor', '__proto__'] }
  const { response } = await signIn(browser())
  expect(response?.status).toBe(403)
  expect(await me(visitor)).toMatchObject({ roles: [] })
  expect((await visitor.get(`${url}/joint`)).status).toBe(403)
  expect(world.store.audit({ kind: 'sign-in-failed' })[0]).toMatchObject({
    who: 'person:Alex Singh',
    code: 'not-permitted',
  })
})

test('an answer counts once, and in the browser that asked only', async () => {
  const visitor = browser()
  const { way } = await visitor.follow(`${url}/sign-in/start?then=/`, toCallback)
  const answer = way.at(-1) as string
  // Somebody who was sent the address of another's answer: no session of theirs.
  const stranger = browser()
  expect((await stranger.get(answer)).status).toBe(403)
  expect(await me(stranger)).toMatchObject({ code: 'not-signed-in' })
  const kept = new Map(visitor.jarOf(url))
  expect((await visitor.get(answer)).status).toBe(303)
  // Sent again, with the cookie that the browser had.
  const again = browser()
  for (const [name, value] of kept) again.jarOf(url).set(name, value)
  expect((await again.get(answer)).status).toBe(403)
  // Seen here, and not only by a provider that takes a code once.
  expect(world.store.audit({ kind: 'sign-in-failed' })[0]?.more).toContain('has come back before')
  expect(await me(again)).toMatchObject({ code: 'not-signed-in' })
})

test.each([
  ['another state', (answer: URL) => answer.searchParams.set('state', 'x')],
  ['no state', (answer: URL) => answer.searchParams.delete('state')],
  ['another code', (answer: URL) => answer.searchParams.set('code', 'x')],
  ['another issuer', (answer: URL) => answer.searchParams.set('iss', 'https://evil.example')],
])('%s: nobody gets in', async (_, change) => {
  const visitor = browser()
  const { way } = await visitor.follow(`${url}/sign-in/start?then=/`, toCallback)
  const answer = new URL(way.at(-1) as string)
  change(answer)
  expect((await visitor.get(answer.href)).status).toBe(403)
  expect(await me(visitor)).toMatchObject({ code: 'not-signed-in' })
})

test('the answer to one sign-in does not fit another: state, nonce and verifier belong together', async () => {
  const [victim, attacker] = [browser(), browser()]
  const first = await attacker.follow(`${url}/sign-in/start?then=/`, toCallback)
  await victim.follow(`${url}/sign-in/start?then=/`, toCallback)
  const stolen = new URL(first.way.at(-1) as string)
  expect((await victim.get(stolen.href)).status).toBe(403)
  expect(await me(victim)).toMatchObject({ code: 'not-signed-in' })
})

test('a changed nonce in the request gives an identity that is not taken', async () => {
  const visitor = browser()
  const started = await visitor.get(`${url}/sign-in/start?then=/`)
  const asked = new URL(started.headers.get('location') as string)
  asked.searchParams.set('nonce', 'another')
  const { way } = await visitor.follow(asked.href, toCallback)
  expect((await visitor.get(way.at(-1) as string)).status).toBe(403)
  expect(await me(visitor)).toMatchObject({ code: 'not-signed-in' })
})

test('where a fresh sign-in is asked for, the provider is asked for one, and an old one is not taken', async () => {
  const visitor = browser()
  const { way } = await signIn(visitor, '&fresh=1')
  const asked = new URL(way[1] as string).searchParams
  expect(asked.get('prompt')).toBe('login')
  expect(asked.get('max_age')).toBe('0')
  expect(await me(visitor)).toMatchObject({ name: 'Camille Roy' })
  provider.next = { ...provider.next, agoSeconds: 3 * 3600 }
  const old = await signIn(browser(), '&fresh=1')
  expect(old.response?.status).toBe(403)
})

test.each([
  ['a day ahead', -86_400],
  ['beyond every calendar', -1e15],
])(
  'a sign-in that the provider dates %s is no fault, and no fresher than one of now',
  async (_, ago) => {
    provider.next = { ...provider.next, agoSeconds: ago }
    const visitor = browser()
    // Asked for a fresh sign-in, it says when it was.
    const { response } = await signIn(visitor, '&fresh=1')
    expect(response?.status).toBe(200)
    const { signedInAt } = (await me(visitor)) as { signedInAt: string }
    expect(Date.parse(signedInAt)).toBeLessThanOrEqual(Date.now())
  },
)

test('a provider that is away is said, and used when it is back', async () => {
  const away = staffed(new MemoryOffice('ca-bc-oipc', '2022-03-01'))
  const port = await freePort()
  await using other = await startHttp(away.api, {
    port: 0,
    version: '0.1.0',
    logFault: () => undefined,
    staff: away.staff,
    openId: {
      issuer: `http://127.0.0.1:${port}`,
      clientId,
      publicUrl: 'http://127.0.0.1:1',
      scope: 'openid',
    },
  })
  const response = await fetch(`${other.url}/sign-in/start`, {
    redirect: 'manual',
    headers: { accept: 'text/html', 'accept-language': 'fr' },
  })
  expect(response.status).toBe(403)
  expect(await response.text()).toContain('Le fournisseur d’identité ne répond pas')
})

test('a command line is signed in by whoever signs in at the provider, who comes back to type its code', async () => {
  const asked = (await (
    await fetch(`${url}/v1/sign-in/device`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ name: 'roy@laptop' }),
    })
  ).json()) as { deviceCode: string; userCode: string; verificationUri: string }
  expect(asked.verificationUri).toBe(`${url}/sign-in/device`)
  const visitor = browser()
  const turned = await visitor.get(asked.verificationUri)
  expect(turned.headers.get('location')).toBe('/sign-in?fresh=1&then=%2Fsign-in%2Fdevice')
  const { response } = await visitor.follow(`${url}/sign-in/start?fresh=1&then=%2Fsign-in%2Fdevice`)
  expect(await response?.text()).toContain('name="code"')
  const confirmed = await visitor.get(asked.verificationUri, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', origin: url },
    body: new URLSearchParams({ code: asked.userCode, button: 'confirm' }).toString(),
  })
  expect(await confirmed.text()).toContain('“roy@laptop” is signed in.')
  const answer = await fetch(`${url}/v1/sign-in/device/poll`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ deviceCode: asked.deviceCode }),
  })
  expect(answer.headers.get('cache-control')).toBe('no-store')
  const { secret } = (await answer.json()) as { secret: string }
  const known = await fetch(`${url}/v1/me`, { headers: { authorization: `Bearer ${secret}` } })
  expect(await known.json()).toMatchObject({ kind: 'person', name: 'Camille Roy' })
})

test('a sign-in that the provider calls old signs no command line in', async () => {
  const asked = world.staff.askDevice({ name: 'x', fresh: false })
  provider.next = { ...provider.next, agoSeconds: 3 * 3600 }
  const visitor = browser()
  const { response } = await visitor.follow(`${url}/sign-in/start?then=%2Fsign-in%2Fdevice`)
  expect(await response?.text()).not.toContain('name="code"')
  const refused = await visitor.get(`${url}/sign-in/device`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded', origin: url },
    body: new URLSearchParams({ code: asked.userCode, button: 'confirm' }).toString(),
  })
  expect(refused.status).toBe(401)
  expect(world.staff.pollDevice(asked.deviceCode)).toEqual({ kind: 'pending' })
})
