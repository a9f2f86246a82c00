// Signing in at an OpenID provider that nobody here wrote: zitadel's example server, in Go. It puts names and groups at its user info endpoint only, as the standard lets it.

import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startHttp, type HttpServer } from '../../../services/web/server.ts'
import {
  firstBuildMs,
  foreignProgram,
  hasGo,
  runForeign,
  type RunningProgram,
} from '../../support/foreign.ts'
import { browser } from '../../support/oidc-provider.ts'
import { staffed, type Staffed } from '../../support/staffed.ts'
import { freePort } from '../../../infra/federation/ports.ts'
import { MemoryOffice } from './memory-office.ts'

const person = {
  ID: 'helene',
  Username: 'officers',
  Password: 'un mot de passe',
  FirstName: 'Hélène',
  LastName: 'Côté-Lévesque',
  Email: 'helene@office.example',
  PreferredLanguage: 'fr',
}

describe.skipIf(!hasGo)('at a provider of another author (needs Go on PATH)', () => {
  let provider: RunningProgram
  let issuer: string
  let server: HttpServer
  let world: Staffed
  let url: string

  beforeAll(async () => {
    const executable = await foreignProgram('openid-provider')
    const [port, webPort] = [await freePort(), await freePort()]
    url = `http://127.0.0.1:${webPort}`
    issuer = `http://localhost:${port}/`
    const users = path.join(mkdtempSync(path.join(tmpdir(), 'concert-users-')), 'users.json')
    writeFileSync(users, JSON.stringify({ [person.ID]: person }))
    provider = await runForeign(executable, [], {
      port,
      env: { PORT: String(port), REDIRECT_URI: `${url}/sign-in/callback`, USERS_FILE: users },
    })
    world = staffed(await new MemoryOffice('ca-bc-oipc', '2022-03-01').replay(), { realTime: true })
    server = await startHttp(world.api, {
      port: webPort,
      version: '0.1.0',
      logFault: () => undefined,
      staff: world.staff,
      openId: {
        issuer,
        clientId: 'native',
        publicUrl: url,
        scope: 'openid profile email',
        // Told at the user info endpoint only.
        rolesClaim: { claim: 'preferred_username', roles: { officers: ['officer'] } },
      },
    })
  }, firstBuildMs)
  afterAll(async () => {
    await server?.[Symbol.asyncDispose]()
    await provider?.[Symbol.asyncDispose]()
  })

  /** From our page to its form, the form filled in, and back. */
  async function signIn(password: string, more = '') {
    const visitor = browser()
    const asked = await visitor.follow(
      `${url}/sign-in/start?then=${encodeURIComponent('/joint')}${more}`,
    )
    const form = asked.way.at(-1) as string
    const posted = await visitor.get(new URL('/login/username', form).href, {
      method: 'POST',
      body: new URLSearchParams({
        id: new URL(form).searchParams.get('authRequestID') ?? '',
        username: person.Username,
        password,
      }).toString(),
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    })
    const to = posted.headers.get('location')
    const back = to === null ? undefined : await visitor.follow(new URL(to, form).href)
    return { visitor, asked: new URL(asked.way[1] as string).searchParams, posted, back }
  }
  const me = async (visitor: ReturnType<typeof browser>) =>
    (await visitor.get(`${url}/v1/me`, { headers: { accept: 'application/json' } })).json()

  test('a person comes back to where they were, under their own name and with their roles', async () => {
    const { visitor, asked, back } = await signIn(person.Password)
    expect(asked.get('response_type')).toBe('code')
    expect(asked.get('code_challenge_method')).toBe('S256')
    expect(back?.response?.status, [...(back?.way ?? []), provider.said()].join('\n')).toBe(200)
    expect(back?.way.at(-1)).toBe(`${url}/joint`)
    expect(await me(visitor)).toMatchObject({
      kind: 'person',
      name: 'Hélène Côté-Lévesque',
      roles: [{ role: 'officer', from: null }],
      identity: 'openid',
    })
    expect(world.store.audit({ kind: 'signed-in' })[0]).toMatchObject({
      who: 'person:Hélène Côté-Lévesque',
    })
  })

  test('a fresh sign-in is asked for, and taken as one', async () => {
    const { visitor, asked, back } = await signIn(person.Password, '&fresh=1')
    expect(asked.get('prompt')).toBe('login')
    expect(back?.response?.status, back?.way.join('\n')).toBe(200)
    expect(await me(visitor)).toMatchObject({ name: 'Hélène Côté-Lévesque' })
  })

  test('who does not know the password does not come back, and is nobody here', async () => {
    const { visitor, posted, back } = await signIn('guessed')
    expect(posted.status).toBe(200)
    expect(back).toBeUndefined()
    expect(await me(visitor)).toMatchObject({ code: 'not-signed-in' })
  })

  test('a code that was changed on its way is not taken', async () => {
    const visitor = browser()
    const asked = await visitor.follow(`${url}/sign-in/start?then=/`)
    const form = asked.way.at(-1) as string
    const posted = await visitor.get(new URL('/login/username', form).href, {
      method: 'POST',
      body: new URLSearchParams({
        id: new URL(form).searchParams.get('authRequestID') ?? '',
        username: person.Username,
        password: person.Password,
      }).toString(),
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    })
    const callback = await visitor.follow(
      new URL(posted.headers.get('location') ?? '', form).href,
      (address) => address.includes('/sign-in/callback'),
    )
    const answer = new URL(callback.way.at(-1) as string)
    answer.searchParams.set('code', `${answer.searchParams.get('code')}x`)
    expect((await visitor.get(answer.href)).status).toBe(403)
    expect(await me(visitor)).toMatchObject({ code: 'not-signed-in' })
  })
})
