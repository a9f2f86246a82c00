// What the command line shows to which office: a token goes where it was given for, a person's session to their office, this machine's secret to its own.

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { machineToken, tokenFor } from '../../../services/cli/kit/credential.ts'
import { dropSignIn, keepSignIn, signInAt } from '../../../services/cli/kit/sign-ins.ts'

const here = 'http://127.0.0.1:4301'
const elsewhere = 'https://concert.office.example'
const signIn = { office: 'ca-bc-oipc', name: 'Camille Roy', secret: 'session', until: '2026-11-28' }
let dataDir: string
beforeEach(() => {
  dataDir = mkdtempSync(path.join(tmpdir(), 'concert-credential-'))
  mkdirSync(path.join(dataDir, 'offices', 'ca-bc-oipc'), { recursive: true })
  writeFileSync(path.join(dataDir, 'offices', 'ca-bc-oipc', 'local.token'), 'machine\n')
  const ports = { offices: { 'ca-bc-oipc': { http: 4301 } } }
  writeFileSync(path.join(dataDir, 'federation.json'), JSON.stringify({ ports }))
  vi.stubEnv('XDG_CONFIG_HOME', path.join(dataDir, 'config'))
  vi.stubEnv('CONCERT_TOKEN', '')
})
afterEach(() => {
  vi.unstubAllEnvs()
  rmSync(dataDir, { recursive: true })
})
const shown = (url: string, given?: string) => tokenFor(url, { dataDir, given })

test('an office on this machine is shown this machine’s secret, and another one nothing', () => {
  expect(shown(here)).toBe('machine')
  expect(shown('http://localhost:4301')).toBe('machine')
  expect(shown(elsewhere)).toBeUndefined()
})

test('whoever signed in at an office acts as themselves there and nowhere else', () => {
  keepSignIn(here, signIn)
  keepSignIn(elsewhere, { ...signIn, secret: 'other' })
  expect(shown(here)).toBe('session')
  expect(shown(`${elsewhere}/`)).toBe('other')
  expect(shown('https://evil.example')).toBeUndefined()
  // A replay acts for several people, and for none of them.
  expect(machineToken(here, dataDir)).toBe('machine')
  expect(dropSignIn(here)).toBe(true)
  expect(dropSignIn(here)).toBe(false)
  expect(shown(here)).toBe('machine')
  expect(signInAt(elsewhere)?.secret).toBe('other')
})

test('a token that was given goes to the address that it was given with, before a session', () => {
  keepSignIn(elsewhere, signIn)
  vi.stubEnv('CONCERT_TOKEN', 'given')
  expect(shown(elsewhere, elsewhere)).toBe('given')
  expect(shown(here, elsewhere)).toBe('machine')
  expect(shown('https://peer.example', elsewhere)).toBeUndefined()
})

test('a file that is spoiled signs nobody in', () => {
  keepSignIn(here, signIn)
  const file = path.join(dataDir, 'config', 'concert', 'sign-ins.json')
  writeFileSync(file, '{"http://127.0.0.1:4301":{"secret":7}}')
  expect(signInAt(here)).toBeUndefined()
  writeFileSync(file, '{')
  expect(shown(here)).toBe('machine')
})

test('a token that no header can carry is refused by the name of its variable', () => {
  vi.stubEnv('CONCERT_TOKEN', '…')
  expect(() => shown(elsewhere, elsewhere)).toThrow(/invalid-input: CONCERT_TOKEN is not a token/)
})
