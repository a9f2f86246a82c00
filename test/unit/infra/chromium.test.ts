import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { brotliCompressSync } from 'node:zlib'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { resolveChromium, type ChromiumOptions } from '../../../infra/engines/chromium.ts'

let root: string
const said: string[] = []
beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'concert-chromium-'))
  said.length = 0
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

const saying = (line: string) => `#!/bin/sh\necho "${line}"\n`

function program(line: string, ...at: readonly string[]): string {
  const file = path.join(root, ...at)
  mkdirSync(path.dirname(file), { recursive: true })
  writeFileSync(file, saying(line), { mode: 0o755 })
  return file
}

/** A machine on which nothing is but what the test puts there. */
function look(options: ChromiumOptions = {}) {
  return resolveChromium({
    report: (line) => said.push(line),
    installed: [],
    platform: 'linux-x64',
    install: () => Promise.reject(new Error('no registry')),
    ...options,
    env: { PATH: path.join(root, 'bin'), CONCERT_CACHE: path.join(root, 'cache'), ...options.env },
  })
}

/** As npm leaves it: the program in one compressed file. */
function bring(line: string): NonNullable<ChromiumOptions['install']> {
  return ({ folder }) => {
    expect(readFileSync(path.join(folder, 'package-lock.json'), 'utf8')).toContain('sha512-')
    const bin = path.join(folder, 'node_modules', '@sparticuz', 'chromium', 'bin')
    mkdirSync(bin, { recursive: true })
    writeFileSync(path.join(bin, 'chromium.br'), brotliCompressSync(saying(line)))
    return Promise.resolve()
  }
}

it('takes the one that is named, before any other; one that does not serve is not passed over', async () => {
  program('Chromium 150.0.1.2', 'bin', 'chromium')
  const named = program('Chromium 151.0.3.4', 'named')
  expect(await look({ env: { CONCERT_CHROMIUM: named } })).toMatchObject({
    path: named,
    version: '151.0.3.4',
    from: 'env',
  })
  await expect(look({ env: { CONCERT_CHROMIUM: path.join(root, 'nowhere') } })).rejects.toThrow(
    /of CONCERT_CHROMIUM, .*nowhere, does not run/,
  )
})

it('takes one on PATH, else where installers put it; passes over one that is too old', async () => {
  const old = program('Chromium 90.0.1.2', 'bin', 'chromium')
  const installed = program('Google Chrome 150.0.1.2', 'usr', 'google-chrome')
  expect(await look({ installed: [installed] })).toMatchObject({
    path: installed,
    from: 'installed',
  })
  const newer = program('Chromium 150.0.1.2', 'bin', 'google-chrome')
  expect(await look({ installed: [installed] })).toMatchObject({ path: newer, from: 'path' })
  expect(old).not.toBe(newer)
})

it('fetches one where there is none, once, and keeps it outside the clone', async () => {
  const brought = await look({ install: bring('Chromium 153.0.0.0') })
  expect(brought).toMatchObject({ from: 'npm', version: '153.0.0.0' })
  expect(brought.path.startsWith(path.join(root, 'cache', 'engines'))).toBe(true)
  expect(brought.env['LD_LIBRARY_PATH']).toContain(path.dirname(brought.path))
  expect(await look()).toMatchObject({ from: 'cache', path: brought.path })
})

it('keeps nothing of one that came and does not run', async () => {
  await expect(look({ install: bring('Chromium 3.0.0.0') })).rejects.toThrow(
    /131 or later is needed/,
  )
  expect(existsSync(path.join(root, 'cache', 'engines', 'chromium-153.0.0'))).toBe(false)
})

it('says what to install, and what was tried, where none can be had', async () => {
  await expect(look()).rejects.toThrow(
    /^Install Chromium 131 or later .*\n {2}- CONCERT_CHROMIUM is not set\n {2}- none on PATH or where installers put it\n {2}- npm: no registry$/,
  )
  await expect(look({ platform: 'darwin-arm64' })).rejects.toThrow(
    'npm: it has none for darwin-arm64',
  )
})
