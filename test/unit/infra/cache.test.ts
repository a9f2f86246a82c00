import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { cacheDir, withLock } from '../../../infra/bootstrap/cache.cjs'

let folder: string
beforeEach(() => void (folder = mkdtempSync(path.join(tmpdir(), 'concert-cache-'))))
afterEach(() => rmSync(folder, { recursive: true, force: true }))

describe('cacheDir', () => {
  it.each([
    ['CONCERT_CACHE before all', { CONCERT_CACHE: '/x/y', XDG_CACHE_HOME: '/z' }, 'linux', '/x/y'],
    ['XDG_CACHE_HOME', { XDG_CACHE_HOME: '/z' }, 'linux', '/z/concert'],
    ['Linux', {}, 'linux', '/home/a/.cache/concert'],
    ['macOS', {}, 'darwin', '/home/a/Library/Caches/concert'],
    [
      'Windows',
      { LOCALAPPDATA: 'C:\\Users\\a\\AppData\\Local' },
      'win32',
      'C:\\Users\\a\\AppData\\Local\\concert',
    ],
  ] as const)('%s', (_, env, platform, expected) => {
    expect(cacheDir(env, platform, '/home/a')).toBe(expected)
  })
})

describe('withLock', () => {
  const quiet = { report: () => undefined, what: 'a test' }

  it('lets one in at a time', async () => {
    const file = path.join(folder, 'lock')
    let inside = 0
    let most = 0
    await Promise.all(
      Array.from({ length: 4 }, () =>
        withLock(file, quiet, async () => {
          most = Math.max(most, ++inside)
          await new Promise((resolve) => setTimeout(resolve, 20))
          inside -= 1
        }),
      ),
    )
    expect(most).toBe(1)
    expect(existsSync(file)).toBe(false)
  })

  it('lets go when the work fails', async () => {
    const file = path.join(folder, 'lock')
    await expect(withLock(file, quiet, () => Promise.reject(new Error('no')))).rejects.toThrow('no')
    expect(await withLock(file, quiet, () => Promise.resolve('next'))).toBe('next')
  })

  it('takes over from a dead process at once', async () => {
    const file = path.join(folder, 'lock')
    const dead = spawnSync(process.execPath, ['-e', '']).pid
    writeFileSync(file, JSON.stringify({ pid: dead, host: hostname() }))
    expect(await withLock(file, quiet, () => Promise.resolve('mine'))).toBe('mine')
  })

  it('waits for a living one, says so, and stops waiting when told', async () => {
    const file = path.join(folder, 'lock')
    writeFileSync(file, JSON.stringify({ pid: process.pid, host: hostname() }))
    const said: string[] = []
    const signal = AbortSignal.timeout(400)
    await expect(
      withLock(file, { report: (line) => said.push(line), what: 'a test', signal }, () =>
        Promise.resolve(),
      ),
    ).rejects.toThrow()
    expect(said).toEqual(['waiting for another process that is busy with a test'])
  })

  it('takes over from another host only when its lock is no longer touched', async () => {
    const file = path.join(folder, 'lock')
    writeFileSync(file, JSON.stringify({ pid: 1, host: 'elsewhere' }))
    await expect(
      withLock(file, { ...quiet, signal: AbortSignal.timeout(400) }, () => Promise.resolve()),
    ).rejects.toThrow()
    const longAgo = new Date(Date.now() - 120_000)
    utimesSync(file, longAgo, longAgo)
    expect(await withLock(file, quiet, () => Promise.resolve('mine'))).toBe('mine')
  })
})
