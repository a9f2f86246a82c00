// Signing in at an identity provider that is real and that nobody here wrote, in process: code, PKCE, state and nonce, and what a thief of any of them gets.

import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import Provider from 'oidc-provider'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { OpenIdOptions } from '../../../services/web/sign-in/openid.ts'
import { staffed } from '../../support/staffed.ts'
import { clientOf } from './client.ts'
import { MemoryOffice } from './memory-office.ts'

const publicUrl = 'http://127.0.0.1:8080'
const redirectUri = `${publicUrl}/sign-in/callback`
let server: Server
let issuer: string
let provider: Provider

beforeAll(async () => {
  server = createServer((request, response) => void provider.callback()(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  provider = new Provider(issuer, {
    clients: [
      {
        client_id: 'concert',
        redirect_uris: [redirectUri],
        token_endpoint_auth_method: 'none',
        grant_types: ['authorization_code'],
        response_types: ['code'],
        require_auth_time: true,
      },
    ],
    pkce: { required: () => true },
    cookies: { keys: ['a key of this test'] },
    claims: { openid: ['sub'], profile: ['name', 'groups'] },
    conformIdTokenClaims: false,
    findAccount: (_, sub) => ({
      accountId: sub,
      claims: () => ({ sub, name: 'Camille Roy', groups: ['enforcement'] }),
    }),
  })
})
afterAll(() => void server.close())

function office() {
  const made = staffed(new MemoryOffice(), { startsAt: Date.now() })
  const openId: OpenIdOptions = {
    issuer,
    clientId: 'concert',
    publicUrl,
    scope: 'openid profile',
    rolesClaim: { claim: 'groups', roles: { enforcement: ['officer'] } },
  }
  return { ...made, client: clientOf(made.api, { staff: made.staff, openId }) }
}
type Client = ReturnType<typeof clientOf>

/** Cookies as a browser keeps them; it follows nothing by itself. */
class Jar {
  readonly #kept = new Map<string, string>()
  get header(): string {
    return [...this.#kept].map(([name, value]) => `${name}=${value}`).join('; ')
  }
  take(response: Response): Response {
    for (const cookie of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? []
      this.#kept.set(name, value)
    }
    return response
  }
}

async function begin(client: Client, jar: Jar, then = '/orders'): Promise<URL> {
  const path = `/sign-in/start?then=${encodeURIComponent(then)}`
  const response = jar.take(await client.get(path, { cookie: jar.header }))
  expect(response.status).toBe(303)
  return new URL(response.headers.get('location') ?? '')
}

/** A person at the provider's own pages: logs in, agrees, and is sent back to the office. */
async function atProvider(address: URL, login = 'camille'): Promise<URL> {
  const jar = new Jar()
  let next = address
  for (let step = 0; step < 12; step += 1) {
    const send = async (init: RequestInit = {}) =>
      jar.take(
        await fetch(next, {
          redirect: 'manual',
          ...init,
          headers: { cookie: jar.header, ...(init.headers as Record<string, string>) },
        }),
      )
    let response = await send()
    if (response.status === 200) {
      const text = await response.text()
      next = new URL(/action="([^"]+)"/.exec(text)?.[1] ?? '', next)
      const prompt = /name="prompt" value="(\w+)"/.exec(text)?.[1] ?? ''
      response = await send({
        method: 'POST',
        body: new URLSearchParams({ prompt, login, password: 'any' }).toString(),
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
      })
    }
    next = new URL(response.headers.get('location') ?? '', next)
    if (next.href.startsWith(redirectUri)) return next
  }
  throw new Error(`the provider never sent anybody back: ${next.href}`)
}

async function comeBack(client: Client, jar: Jar, back: URL): Promise<Response> {
  const headers = { cookie: jar.header, accept: 'text/html' }
  return jar.take(await client.get(`${back.pathname}${back.search}`, headers))
}

test('whoever signs in at the provider has the roles of their claims, and comes back to where they were', async () => {
  const { client, store } = office()
  const jar = new Jar()
  const address = await begin(client, jar)
  expect(address.searchParams.get('code_challenge_method')).toBe('S256')
  expect(address.searchParams.get('response_type')).toBe('code')
  const response = await comeBack(client, jar, await atProvider(address))
  expect(response.status).toBe(303)
  expect(response.headers.get('location')).toBe('/orders')
  expect((await client.get('/v1/board', { cookie: jar.header })).status).toBe(200)
  expect(store.audit({ kind: 'signed-in' })).toMatchObject([
    { who: 'person:Camille Roy', more: 'officer' },
  ])
})

test('an answer that comes back twice is accepted once', async () => {
  const { client, store } = office()
  const jar = new Jar()
  const back = await atProvider(await begin(client, jar))
  const stolen = jar.header
  expect((await comeBack(client, jar, back)).status).toBe(303)
  const replayed = await client.get(`${back.pathname}${back.search}`, {
    cookie: stolen,
    accept: 'text/html',
  })
  expect(replayed.status).toBe(403)
  expect(store.audit({ kind: 'sign-in-failed' })).toHaveLength(1)
})

test('a code that was used is worth nothing in a sign-in of one’s own', async () => {
  const { client } = office()
  const [victim, thief] = [new Jar(), new Jar()]
  const back = await atProvider(await begin(client, victim))
  const own = await begin(client, thief)
  back.searchParams.set('state', own.searchParams.get('state') ?? '')
  // The verifier is another one: the provider refuses the code.
  expect((await comeBack(client, thief, back)).status).toBe(403)
  expect((await client.get('/v1/board', { cookie: thief.header })).status).toBe(401)
})

test('an answer to another state, or in another browser, is not accepted', async () => {
  const { client, store } = office()
  const jar = new Jar()
  const back = await atProvider(await begin(client, jar))
  expect((await comeBack(client, new Jar(), back)).status).toBe(403)
  back.searchParams.set('state', 'another')
  expect((await comeBack(client, jar, back)).status).toBe(403)
  expect(store.audit({ kind: 'sign-in-failed' })[0]?.more).toContain('state')
})

test('an identity that was made for another nonce is not accepted', async () => {
  const { client, store } = office()
  const jar = new Jar()
  const address = await begin(client, jar)
  address.searchParams.set('nonce', 'another')
  expect((await comeBack(client, jar, await atProvider(address))).status).toBe(403)
  expect(store.audit({ kind: 'sign-in-failed' }).map(({ more }) => more)).toEqual([
    expect.stringContaining('nonce'),
  ])
  expect(store.audit({ kind: 'signed-in' })).toEqual([])
})
