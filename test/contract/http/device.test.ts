// A command line that is signed in by a code on a page: who may confirm it, what it may then do, how it ends, and what an attacker tries.

import { expect, test } from 'vitest'
import type { Role } from '../../../shared/kernel/actor.ts'
import { devicePatienceMs, devicePollMs, freshSignInMs } from '../../../shared/kernel/limits.ts'
import { orderCommandExamples } from '../../../services/web/orders/examples.ts'
import { PlainBrowser } from '../../support/plain-browser.ts'
import { staffed } from '../../support/staffed.ts'
import { clientOf } from './client.ts'
import { MemoryOffice } from './memory-office.ts'

const cookieName = 'concert-session-ca-bc-oipc'
const issue = { ...orderCommandExamples['issue']?.value, on: '2022-02-01' }
const orders = '/v1/orders/ca-bc-oipc:P22-01/commands'
interface Asked {
  readonly deviceCode: string
  readonly userCode: string
  readonly verificationUri: string
}
type Body = Record<string, unknown>

async function open() {
  const office = await new MemoryOffice('ca-bc-oipc', '2022-03-01').replay()
  const world = staffed(office, { startsAt: Date.now() })
  const client = clientOf(world.api, { staff: world.staff })
  const bodyOf = async (response: Response) => (await response.json()) as Body
  const ask = async (fresh = false) =>
    (await bodyOf(
      await client.post('/v1/sign-in/device', { name: 'roy@laptop', fresh }),
    )) as unknown as Asked
  const poll = async ({ deviceCode }: Asked) =>
    bodyOf(await client.post('/v1/sign-in/device/poll', { deviceCode }))
  const pages = (session: string, lang = 'en') => {
    const send = (path: string, init: RequestInit = {}) => {
      const headers = (init.headers ?? {}) as Record<string, string>
      const cookie = `${headers['cookie'] ?? ''}; ${cookieName}=${session}`
      return client.send(path, { ...init, headers: { ...headers, cookie } })
    }
    return PlainBrowser.open(send, '/sign-in/device', lang)
  }
  const person = (subject: string, ...roles: Role[]) => world.signIn(subject, { roles })
  /** Confirmed on the page, as a person does. */
  const confirm = async (session: string, asked: Asked) => {
    const page = await pages(session)
    await page.type({ code: asked.userCode.toLowerCase().replace('-', ' ') }).press('find')
    return page.press('confirm')
  }
  const login = async (session: string) => {
    const asked = await ask()
    await confirm(session, asked)
    return String((await poll(asked))['secret'])
  }
  const bearer = (secret: string) => ({ authorization: `Bearer ${secret}` })
  const codeOf = async (response: Promise<Response>) => (await bodyOf(await response))['code']
  return { ...world, client, ask, poll, pages, person, confirm, login, bearer, codeOf, bodyOf }
}

test('a code that a person confirms on the page signs their command line in, once', async () => {
  const { ask, poll, person, confirm, client, bearer, bodyOf, pass, store } = await open()
  const session = person('roy', 'officer')
  const asked = await ask()
  expect(asked.userCode).toMatch(/^[B-Z]{4}-[B-Z]{4}$/)
  expect(asked.verificationUri).toBe('http://127.0.0.1:8080/sign-in/device')
  expect(await poll(asked)).toEqual({ kind: 'pending' })
  const page = await confirm(session, asked)
  expect(page.words).toContain('“roy@laptop” is signed in.')
  pass(devicePollMs)
  const answer = await poll(asked)
  expect(answer).toMatchObject({ kind: 'signed-in', name: 'roy', roles: ['officer'] })
  const me = await bodyOf(await client.get('/v1/me', bearer(String(answer['secret']))))
  expect(me).toMatchObject({ kind: 'person', name: 'roy', roles: [{ role: 'officer' }] })
  expect(await poll(asked)).toEqual({ kind: 'expired' })
  // Only its hash is kept.
  expect(store.session(String(answer['secret']))).toBeUndefined()
  const kinds = store.audit({}).map(({ kind, about, who }) => ({ kind, about, who }))
  expect(kinds).toContainEqual({
    kind: 'device-signed-in',
    about: 'roy@laptop',
    who: 'person:roy',
  })
})

test('before it is confirmed the page says which machine asks, as whom it will act, and warns', async () => {
  const { ask, person, pages } = await open()
  const { userCode } = await ask()
  for (const [lang, words] of [
    ['en', ['roy@laptop', userCode, 'roy (officer)', 'Confirm only what you started yourself']],
    ['fr', ['roy@laptop', userCode, 'roy (agente ou agent)', 'Ne confirmez que ce que vous avez']],
  ] as const) {
    const page = await pages(person('roy', 'officer'), lang)
    await page.type({ code: userCode }).press('find')
    for (const each of words) expect(page.words).toContain(each)
    expect(page.path).toBe('/sign-in/device')
  }
})

test('what is denied on the page is told to the command line, and nobody is signed in', async () => {
  const { ask, poll, person, pages, store } = await open()
  const asked = await ask()
  const page = await pages(person('roy', 'officer'))
  await page.type({ code: asked.userCode }).press('find')
  await page.press('deny')
  expect(page.words).toContain('turned away')
  expect(await poll(asked)).toEqual({ kind: 'denied' })
  expect(store.audit({ kind: 'device-denied' })).toMatchObject([{ who: 'person:roy' }])
})

test('whoever polls too often is told to slow down, and a code is none after ten minutes', async () => {
  const { ask, poll, pass, person, pages } = await open()
  const asked = await ask()
  expect(await poll(asked)).toEqual({ kind: 'pending' })
  pass(devicePollMs / 5)
  expect(await poll(asked)).toEqual({ kind: 'slow-down' })
  pass(devicePatienceMs)
  expect(await poll(asked)).toEqual({ kind: 'expired' })
  const page = await pages(person('roy', 'officer'))
  await page.type({ code: asked.userCode }).press('find')
  expect(page.status).toBe(404)
  expect(page.words).toContain('No command line waits under this code')
})

test('nobody confirms a code without having signed in lately', async () => {
  const { ask, poll, person, pages, pass, client } = await open()
  const asked = await ask()
  const old = person('roy', 'officer')
  pass(freshSignInMs - devicePatienceMs + 2)
  const again = await ask()
  pass(devicePatienceMs - 1)
  const page = await pages(old)
  expect(page.document.querySelector('[name="code"]')).toBe(null)
  expect(page.text).toContain('/sign-in?fresh=1&amp;then=%2Fsign-in%2Fdevice')
  const forced = await client.send('/sign-in/device', {
    method: 'POST',
    body: new URLSearchParams({ code: again.userCode, button: 'confirm' }).toString(),
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      origin: 'http://127.0.0.1:8080',
      cookie: `${cookieName}=${old}`,
      accept: 'text/html',
    },
  })
  expect(forced.status).toBe(401)
  expect(await poll(again)).toEqual({ kind: 'pending' })
  expect(await poll(asked)).toEqual({ kind: 'expired' })
})

test('a command line that asks for a fresh sign-in is confirmed by one that is younger only', async () => {
  const { ask, poll, person, pages, confirm, pass } = await open()
  const before = person('roy', 'officer')
  pass(2_000)
  const asked = await ask(true)
  const page = await pages(before)
  await page.type({ code: asked.userCode }).press('find')
  expect(page.status).toBe(401)
  expect(page.text).toContain('/sign-in?fresh=1&amp;then=%2Fsign-in%2Fdevice')
  expect(await poll(asked)).toEqual({ kind: 'pending' })
  pass(2_000)
  await confirm(person('roy', 'officer'), asked)
  pass(devicePollMs)
  expect(await poll(asked)).toMatchObject({ kind: 'signed-in' })
})

test('wrong codes are counted: nobody tries them one after the other', async () => {
  const { staff, person, who } = await open()
  const roy = who(person('roy', 'officer'))
  const codes = Array.from({ length: 40 }, (_, at) => `BBBB-BB${'BCDFGHJKLM'[at % 10]}B`)
  const answers = codes.map((code) => {
    try {
      staff.waitingDevice(roy, code)
      return 'found'
    } catch (error) {
      return String((error as { problem?: { code: string } }).problem?.code)
    }
  })
  expect(answers.slice(0, 30)).toEqual(Array.from({ length: 30 }, () => 'not-found'))
  expect(answers.slice(30)).toEqual(Array.from({ length: 10 }, () => 'not-permitted'))
})

test('the secret of a command line opens no page, and that of a browser is no token', async () => {
  const { login, person, client, bearer } = await open()
  const session = person('roy', 'officer')
  const secret = await login(session)
  expect((await client.get('/v1/board', bearer(secret))).status).toBe(200)
  const asCookie = await client.get('/v1/board', { cookie: `${cookieName}=${secret}` })
  expect(asCookie.status).toBe(401)
  expect((await client.get('/v1/board', bearer(session))).status).toBe(401)
})

test('two people issue an order from two command lines: four eyes are identities there too', async () => {
  const { login, person, client, bearer, codeOf, bodyOf, office } = await open()
  const roy = bearer(await login(person('roy', 'officer', 'approver')))
  const singh = bearer(await login(person('singh', 'approver')))
  const prepared = await bodyOf(await client.post(orders, issue, roy))
  expect(prepared['kind']).toBe('prepared')
  const approval = `/v1/approvals/${String(prepared['prepared'])}/approve`
  expect(await codeOf(client.post(approval, {}, roy))).toBe('same-officer')
  expect(await bodyOf(await client.post(approval, {}, singh))).toMatchObject({ kind: 'recorded' })
  expect(office.actors.at(-1)).toMatchObject({
    kind: 'person',
    name: 'singh',
    acting: { role: 'approver' },
    preparedBy: { name: 'roy' },
  })
})

test('what cannot be taken back asks for a new sign-in from a command line as well', async () => {
  const { login, person, client, bearer, codeOf, pass } = await open()
  const roy = bearer(await login(person('roy', 'officer')))
  pass(freshSignInMs + 1)
  expect((await client.get('/v1/board', roy)).status).toBe(200)
  expect(await codeOf(client.post(orders, issue, roy))).toBe('sign-in-again')
})

test('a command line is as fresh as the sign-in that confirmed it, and no fresher', async () => {
  const { login, person, client, bearer, codeOf, bodyOf, pass } = await open()
  const session = person('roy', 'officer')
  pass(10 * 60_000)
  const roy = bearer(await login(session))
  const { signedInAt, freshUntil } = await bodyOf(await client.get('/v1/me', roy))
  expect(Date.parse(String(freshUntil)) - Date.parse(String(signedInAt))).toBe(freshSignInMs)
  pass(5 * 60_000 + 1)
  expect(await codeOf(client.post(orders, issue, roy))).toBe('sign-in-again')
})

test('a command line is signed out by itself, by a sign-out everywhere, and by the loss of a role', async () => {
  const { login, person, client, bearer, staff, who, signIn } = await open()
  const isIn = async (secret: string) => (await client.get('/v1/me', bearer(secret))).status === 200
  const session = person('roy', 'officer')
  const [first, second] = [await login(session), await login(session)]
  expect((await client.post('/v1/sign-out', {}, bearer(first))).status).toBe(200)
  expect(await isIn(first)).toBe(false)
  expect(await isIn(second)).toBe(true)

  const third = await login(session)
  const out = await client.send('/sign-out', {
    method: 'POST',
    body: 'everywhere=yes',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      origin: 'http://127.0.0.1:8080',
      cookie: `${cookieName}=${session}`,
    },
  })
  expect(out.status).toBe(303)
  expect([await isIn(second), await isIn(third)]).toEqual([false, false])

  const kim = who(signIn('kim', { roles: ['operator'] }))
  const again = await login(person('roy', 'officer'))
  const { id } = staff.grant(kim, { person: 'roy', role: 'approver' })
  staff.revokeGrant(kim, id)
  expect(await isIn(again)).toBe(false)
})

test('a confirmation that was not fetched is gone when its person signs out everywhere', async () => {
  const { ask, poll, person, confirm, staff, who } = await open()
  const session = person('roy', 'officer')
  const asked = await ask()
  await confirm(session, asked)
  staff.endSessions(who(session))
  expect(await poll(asked)).toEqual({ kind: 'expired' })
})
