// Where strace comes from, in order, and how each way fails. What it is for: test/contract/synced.test.ts.

import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { resolveStrace, type StraceOptions } from '../../support/strace.ts'

let root: string
let said: string[]
beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'concert-strace-'))
  said = []
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

const traces = 'exit 0'
const isForbidden =
  'echo "strace: ptrace(PTRACE_TRACEME, ...): Operation not permitted" >&2; exit 1'

function program(script: string, ...at: readonly string[]): string {
  const file = path.join(root, ...at)
  mkdirSync(path.dirname(file), { recursive: true })
  writeFileSync(file, `#!/bin/sh\n${script}\n`, { mode: 0o755 })
  return file
}

/** A machine on which nothing is but what the test puts there. */
const look = ({ env, ...options }: StraceOptions = {}) =>
  resolveStrace({
    report: (line) => said.push(line),
    download: () => Promise.reject(new Error('no packages')),
    ...options,
    env: { PATH: path.join(root, 'bin'), CONCERT_CACHE: path.join(root, 'cache'), ...env },
  })

it('is the one that is named, before the one on PATH', async () => {
  const onPath = program(traces, 'bin', 'strace')
  const named = program(traces, 'named')
  expect(await look()).toEqual([onPath])
  expect(await look({ env: { CONCERT_STRACE: named } })).toEqual([named])
})

it('that may not trace is none, and says so', async () => {
  program(isForbidden, 'bin', 'strace')
  expect(await look()).toEqual(
    expect.objectContaining({
      message: expect.stringMatching(/bin\/strace does not trace here: .*Operation not permitted/),
    }),
  )
})

it('that can be had nowhere says why', async () => {
  expect(await look()).toEqual(new Error('strace cannot be fetched: no packages'))
})

describe.skipIf(spawnSync('dpkg-deb', ['--version']).status !== 0)('from packages', () => {
  /** As a distribution packs it, with a library of its own. */
  const packed =
    (script: string) =>
    async (folder: string): Promise<void> => {
      const source = path.join(root, 'source')
      program(script, 'source', 'usr', 'bin', 'strace')
      mkdirSync(path.join(source, 'usr', 'lib', 'x86_64-linux-gnu'), { recursive: true })
      mkdirSync(path.join(source, 'DEBIAN'))
      writeFileSync(
        path.join(source, 'DEBIAN', 'control'),
        'Package: strace\nVersion: 1\nArchitecture: all\nMaintainer: nobody\nDescription: a test\n',
      )
      execFileSync('dpkg-deb', ['--build', source, path.join(folder, 'strace.deb')])
    }

  it('is unpacked into the cache, once, and finds its libraries there', async () => {
    const kept = path.join(root, 'cache', 'engines', 'strace', 'usr')
    const strace = [
      'env',
      `LD_LIBRARY_PATH=${path.join(kept, 'lib', 'x86_64-linux-gnu')}`,
      path.join(kept, 'bin', 'strace'),
    ]
    expect(await look({ download: packed(traces) })).toEqual(strace)
    expect(said).toEqual([expect.stringContaining('not on PATH')])
    expect(await look()).toEqual(strace)
  })

  it('is not kept where it does not trace', async () => {
    expect(await look({ download: packed(isForbidden) })).toBeInstanceOf(Error)
    expect(existsSync(path.join(root, 'cache', 'engines', 'strace'))).toBe(false)
  })
})
