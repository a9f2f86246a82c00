import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { installDependencies } from '../../../infra/bootstrap/dependencies.cjs'

let root: string
let installs: number
let said: string[]
beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'concert-deps-'))
  installs = 0
  said = []
  process.env['CONCERT_CACHE'] = path.join(root, 'cache')
  writeLock('1.0.0')
})
afterEach(() => {
  delete process.env['CONCERT_CACHE']
  rmSync(root, { recursive: true, force: true })
})

const elsewhere = process.platform === 'win32' ? 'linux' : 'win32'

function writeLock(version: string): void {
  const packages = {
    '': { name: 'x' },
    'node_modules/a': { version, integrity: `sha512-${version}` },
    'node_modules/native-here': {
      version,
      integrity: 'sha512-n',
      optional: true,
      os: [process.platform],
      cpu: [process.arch],
    },
    'node_modules/native-elsewhere': {
      version,
      integrity: 'sha512-n',
      optional: true,
      os: [elsewhere],
      cpu: [process.arch],
    },
  }
  writeFileSync(path.join(root, 'package-lock.json'), JSON.stringify({ packages }))
}

function writeNpmRecord(version: string, names: readonly string[]): void {
  mkdirSync(path.join(root, 'node_modules'), { recursive: true })
  const packages = Object.fromEntries(
    names.map((name) => [
      `node_modules/${name}`,
      { version, integrity: name === 'a' ? `sha512-${version}` : 'sha512-n' },
    ]),
  )
  writeFileSync(path.join(root, 'node_modules', '.package-lock.json'), JSON.stringify({ packages }))
}

async function installAll(work: () => void = () => undefined): Promise<void> {
  await installDependencies({
    root,
    node: process.execPath,
    report: (line) => said.push(line),
    install: ({ folder }) => {
      expect(folder).toBe(root)
      installs += 1
      mkdirSync(path.join(root, 'node_modules'), { recursive: true })
      work()
      return Promise.resolve()
    },
  })
}

it('installs once, then is silent', async () => {
  await installAll()
  await installAll()
  expect(installs).toBe(1)
  expect(said).toEqual([])
})

it('installs again after an interrupted install, and when the lock changes', async () => {
  await expect(
    installAll(() => {
      throw new Error('interrupted')
    }),
  ).rejects.toThrow('interrupted')
  await installAll()
  expect(installs).toBe(2)
  writeLock('1.0.1')
  await installAll()
  expect(installs).toBe(3)
})

it('installs once when two start at once', async () => {
  await Promise.all([installAll(), installAll()])
  expect(installs).toBe(1)
})

it("takes over somebody's own npm install of the same lock", async () => {
  writeNpmRecord('1.0.0', ['a', 'native-here'])
  await installAll()
  expect(installs).toBe(0)
  expect(existsSync(path.join(root, 'node_modules', '.concert-stamp'))).toBe(true)
})

it.each([
  ['another version', '0.9.0', ['a', 'native-here']],
  ['a missing package', '1.0.0', ['native-here']],
  ["a missing native package of this platform's", '1.0.0', ['a']],
])('does not take over one with %s', async (_, version, names) => {
  writeNpmRecord(version, names)
  await installAll()
  expect(installs).toBe(1)
})
