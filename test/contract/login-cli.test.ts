// `concert login`, `whoami`, `logout`, `people` and `import` by people who sign in, against an office with an identity provider, over a socket.

import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { freePort } from '../../infra/federation/ports.ts'
import { run } from '../../services/apps/concert/run.ts'
import { plain } from '../../services/cli/kit/output.ts'
import { startHttp, type HttpServer } from '../../services/web/server.ts'
import type { Role } from '../../shared/kernel/actor.ts'
import { staffed, type Staffed } from '../support/staffed.ts'
import { MemoryOffice } from './http/memory-office.ts'

let folder: string
let world: Staffed
let server: HttpServer
beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'concert-login-'))
  const office = await new MemoryOffice('ca-bc-oipc', '2022-01-26').replay()
  world = staffed(office, { realTime: true, devicePollMs: 20 })
  server = await startHttp(world.api, {
    port: await freePort(),
    version: '0.1.0',
    logFault: (error) => {
      throw error
    },
    staff: world.staff,
  })
  vi.stubEnv('CONCERT_URL', server.url)
  vi.stubEnv('CONCERT_TOKEN', '')
  as('roy')
})
afterEach(async () => {
  vi.unstubAllEnvs()
  await server[Symbol.asyncDispose]()
  rmSync(folder, { recursive: true })
})

/** Each person has a machine of their own. */
function as(person: string): void {
  vi.stubEnv('XDG_CONFIG_HOME', path.join(folder, person))
}
const kept = (person: string) => path.join(folder, person, 'concert', 'sign-ins.json')

interface Ran {
  readonly out: string
  readonly err: string
  readonly code: number
}

async function concert(...args: string[]): Promise<Ran> {
  return listening(() => undefined, ...args)
}

async function listening(heard: (line: string) => void, ...args: string[]): Promise<Ran> {
  let [out, err, code] = ['', '', 0]
  const result = await run(args, {
    out: (text) => void (out += `${text}\n`),
    err: (text) => {
      err += `${text}\n`
      heard(text)
    },
    paint: plain,
    exit: (ending) => void (code = ending),
  })
  return { out, err, code: result === 0 ? code : result }
}

/** Types the code that the terminal shows into a browser where this person has just signed in. */
async function login(person: string, roles: readonly Role[], ...args: string[]): Promise<Ran> {
  as(person)
  return listening(
    (line) => {
      const code = /\b[B-Z]{4}-[B-Z]{4}\b/.exec(line)?.[0]
      if (code === undefined) return
      const actor = world.who(world.signIn(person, { roles }))
      world.staff.confirmDevice(actor, code)
    },
    'login',
    ...args,
  )
}

test('who logs in acts under their own name, in a file that only they can read, until they log out', async () => {
  expect((await concert('whoami')).code).toBe(3)
  const signedIn = await login('roy', ['officer'])
  expect(signedIn.err).toContain(`${server.url}/sign-in/device`)
  expect(signedIn.out).toContain('Signed in: roy (officer), until ')
  expect(statSync(kept('roy')).mode & 0o777).toBe(0o600)
  expect(readFileSync(kept('roy'), 'utf8')).toContain('concert_')
  expect((await concert('whoami')).out).toMatch(/^roy {2}a person\n {2}roles {2}officer\n/)
  expect((await concert('whoami', '--lang', 'fr')).out).toContain('rôles  agente ou agent')

  const fact = await concert('order', 'refuse', 'ca-bc-oipc:P21-08', '--terms', 'T1')
  expect(fact).toMatchObject({ code: 0 })
  const show = await concert('order', 'show', 'ca-bc-oipc:P21-08')
  expect(show.out).toContain('by roy (officer)')
  const noted = await concert('matter', 'say', 'clearview-ai', 'noted', '--en', 'a', '--fr', 'b')
  expect(noted).toMatchObject({ code: 0 })
  const matter = await concert('matter', 'show', 'clearview-ai')
  expect(matter.out).toMatch(/noted: a · recorded by roy\s+\(officer\)/)

  const out = await concert('logout')
  expect(out.out).toContain('roy is signed out (ca-bc-oipc); sessions ended: 1')
  expect(() => statSync(kept('roy'))).toThrow('ENOENT')
  const after = await concert('whoami')
  expect(after.code).toBe(3)
  expect(after.err).toContain('concert login')
})

test('nobody is signed in where the code is denied on the page', async () => {
  const ran = await listening((line) => {
    const code = /\b[B-Z]{4}-[B-Z]{4}\b/.exec(line)?.[0]
    if (code !== undefined)
      world.staff.denyDevice(world.who(world.signIn('roy', { roles: ['officer'] })), code)
  }, 'login')
  expect(ran.code).toBe(3)
  expect(ran.err).toContain('sign-in-failed')
  expect(() => statSync(kept('roy'))).toThrow('ENOENT')
})

test('a session that was ended elsewhere lets nobody in, and is not replaced by somebody else’s', async () => {
  await login('roy', ['officer'])
  const elsewhere = world.signIn('roy', { roles: ['officer'] })
  world.staff.endSessions(world.who(elsewhere))
  const refused = await concert('order', 'list')
  expect(refused.code).toBe(3)
  expect(refused.err).toContain('not-signed-in')
})

test('a session travels encrypted, or stays on this machine', async () => {
  const refused = await concert('login', '--url', 'http://office.example')
  expect(refused.code).toBe(2)
  expect(refused.err).toContain('http://office.example is not https')
})

const header =
  'order,matter,statute,issued,respondent,respondent_name,term,theme,kind,text_en,text_fr,copy_given,means'
const row =
  'P22-77,clearview-ai,ca-bc-pipa,2022-01-10,clearview-ai-inc,"Clearview AI, Inc.",T1,delete,mandate,Delete it,Supprimer,2022-01-11,courier'

test('open orders are imported by one person, approved by another, and go on where they waited', async () => {
  const file = path.join(folder, 'orders.csv')
  writeFileSync(file, `${header}\r\n${row}\r\n`)
  await login('roy', ['officer'])
  const first = await concert('import', 'orders', file)
  expect(first).toMatchObject({ code: 0 })
  expect(first.out).toContain('nothing was recorded')
  expect(first.out).toContain('1 orders are prepared: another person approves them')
  // Sent again meanwhile it waits still, once.
  expect((await concert('import', 'orders', file)).out).toContain('1 orders are prepared')

  await login('singh', ['approver'])
  const waiting = await concert('approvals', 'list', '--json')
  const { approvals } = JSON.parse(waiting.out) as { approvals: { id: string }[] }
  expect(approvals).toHaveLength(1)
  const words = await concert('approvals', 'list')
  expect(words.out).toContain('Issue an order · Order P22-77')
  const approved = await concert('approvals', 'approve', approvals[0]?.id ?? '')
  expect(approved).toMatchObject({ code: 0 })

  as('roy')
  const rest = await concert('import', 'orders', file)
  expect(rest.out).toContain('1 orders recorded')
  const show = await concert('order', 'show', 'ca-bc-oipc:P22-77', '--json')
  const { history } = JSON.parse(show.out) as { history: Record<string, unknown>[] }
  expect(history).toMatchObject([
    { actor: 'person:singh', actorRole: 'approver', preparedBy: 'roy' },
    { actor: 'person:roy', actorRole: 'officer', preparedBy: null },
  ])
})

test('an old sign-in is told how to sign in anew, and --fresh does', async () => {
  const file = path.join(folder, 'orders.csv')
  writeFileSync(file, `${header}\r\n${row}\r\n`)
  as('roy')
  const asked = await listening((line) => {
    const code = /\b[B-Z]{4}-[B-Z]{4}\b/.exec(line)?.[0]
    if (code === undefined) return
    const actor = world.who(world.signIn('roy', { roles: ['officer'] }))
    world.staff.confirmDevice(actor, code)
  }, 'login')
  expect(asked.code).toBe(0)
  age('roy', 16 * 60_000)
  const refused = await concert('import', 'orders', file)
  expect(refused.code).toBe(3)
  expect(refused.out).toContain('older than 15 minutes')
  const again = await login('roy', ['officer'], '--fresh')
  expect(again).toMatchObject({ code: 0 })
  expect((await concert('import', 'orders', file)).out).toContain('1 orders are prepared')
})

/** Makes this person's sign-in on the command line older than it is. */
function age(person: string, ms: number): void {
  const file = JSON.parse(readFileSync(kept(person), 'utf8')) as Record<string, { secret: string }>
  const secret = Object.values(file)[0]?.secret ?? ''
  const hash = world.hashOf(secret)
  const session = world.store.session(hash)
  if (session === undefined) throw new Error(`${person} is not signed in`)
  world.store.endSession(hash)
  const signedInAt = new Date(Date.parse(session.signedInAt) - ms).toISOString() as never
  world.store.putSession({ ...session, signedInAt })
}

test('an operator looks after roles on the command line, and an officer lends one', async () => {
  world.signIn('singh', { roles: ['viewer'] })
  await login('kim', ['operator'])
  const given = await concert('people', 'grant', 'singh', '--role', 'approver', '--days', '30')
  expect(given.out).toContain('approver  singh  given by kim, until ')
  const list = await concert('people', 'list')
  expect(list.out).toContain('singh  viewer')
  expect((await concert('people', 'list', '--lang', 'fr')).out).toContain('approbation  singh')
  const id = given.out.trim().split(/\s+/).at(-1) ?? ''
  const taken = await concert('people', 'revoke', id)
  expect(taken.out).toContain('Revoked: approver, singh')

  await login('roy', ['officer'])
  expect((await concert('people', 'grant', 'singh', '--role', 'approver')).code).toBe(3)
  const lent = await concert('people', 'delegate', 'singh', '--role', 'officer', '--days', '3')
  expect(lent.out).toContain('officer  singh  delegated by roy, until ')
  await login('singh', ['viewer'])
  const fact = await concert('order', 'refuse', 'ca-bc-oipc:P21-08', '--terms', 'T1')
  expect(fact).toMatchObject({ code: 0 })
  const show = await concert('order', 'show', 'ca-bc-oipc:P21-08')
  expect(show.out).toMatch(/by singh \(officer\), for\s+roy/)
})
