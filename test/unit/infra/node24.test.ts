import { createHash } from 'node:crypto'
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { compareZoneData, findNode, refusal } from '../../../infra/bootstrap/node24.cjs'
import { gone, serve, tarGz } from './releases.ts'

const name = `node-v24.21.0-${process.platform}-${process.arch}`
const old = { versions: { node: '20.20.2', tz: '2025c' }, execPath: '/usr/bin/node' }
const limits = { headersMs: 300, stallMs: 300, totalMs: 5_000 }

let folder: string
let said: string[]
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'concert-node-'))
  said = []
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))
const base = () => ({
  report: (line: string) => void said.push(line),
  env: { CONCERT_CACHE: folder },
  self: old,
  limits,
})

describe('which Node serves', () => {
  it.each([
    ['24.21.0', '2026c', undefined],
    ['24.30.0', '2027a', undefined],
    ['26.1.0', '2026c', undefined],
    ['24.21.0', '2026b', 'older than 2026c'],
    ['24.9.0', '2025b', 'older than 2026c'],
    ['25.3.0', '2026c', 'not a long-term line'],
    ['22.20.0', '2026c', 'not a long-term line'],
    ['24.21.0', undefined, 'no time zone data'],
  ])('%s with %s', (node, tz, why) => {
    if (why === undefined) expect(refusal({ node, tz })).toBeUndefined()
    else expect(refusal({ node, tz })).toContain(why)
  })

  it('orders zone data by year, then letters', () => {
    const sorted = ['2024z', '2025', '2025a', '2025c', '2026c', '2026d', '2026za', '2027a']
    expect([...sorted].reverse().sort(compareZoneData)).toEqual(sorted)
    expect(compareZoneData('2026c', '2026c')).toBe(0)
  })
})

describe.skipIf(process.platform === 'win32')('findNode', () => {
  it('takes the Node that runs it, if it serves', async () => {
    expect(await findNode({ ...base(), self: process })).toEqual({
      path: process.execPath,
      from: 'this Node',
    })
    expect(said).toEqual([])
  })

  it('takes CONCERT_NODE first, and refuses one that does not serve', async () => {
    expect(await findNode({ ...base(), env: { CONCERT_NODE: process.execPath } })).toEqual({
      path: process.execPath,
      from: 'CONCERT_NODE',
    })
    const wrong = fakeNode(path.join(folder, 'wrong'), '22.1.0')
    await expect(findNode({ ...base(), env: { CONCERT_NODE: wrong } })).rejects.toThrow(
      /CONCERT_NODE is .*wrong, but Node 22\.1\.0/,
    )
    await expect(
      findNode({ ...base(), env: { CONCERT_NODE: path.join(folder, 'missing') } }),
    ).rejects.toThrow(/CONCERT_NODE, .*missing, does not run/)
  })

  it('fetches from npm once, then finds it in the cache, silently', async () => {
    let installs = 0
    const install = ({ folder: into }: { folder: string }) => {
      installs += 1
      const made = path.join(into, 'node_modules', `node-${process.platform}-${process.arch}`)
      fakeNode(path.join(made, 'bin', 'node'))
      writeFileSync(path.join(made, 'LICENSE'), 'x')
      return Promise.resolve()
    }
    const both = await Promise.all([
      findNode({ ...base(), install }),
      findNode({ ...base(), install }),
    ])
    expect(both.map(({ from }) => from).sort()).toEqual(['cache', 'npm'])
    said = []
    expect((await findNode({ ...base(), install })).from).toBe('cache')
    expect(said).toEqual([])
    expect(installs).toBe(1)
    expect(readdirSync(path.join(folder, 'runtime'))).toEqual([name])
  })

  const noNpm = () => Promise.reject(new Error('npm ci failed (exit 1): E404'))

  it('goes on to the official release, checked against its list', async () => {
    const archive = tarGz({ [`${name}/bin/node`]: fakeNodeText(), [`${name}/LICENSE`]: 'x' })
    await using server = await serve({
      prefix: '/v24.21.0',
      asset: `${name}.tar.gz`,
      sums: 'SHASUMS256.txt',
      archive,
    })
    expect(
      (await findNode({ ...base(), install: noNpm, releases: server.url, archives: {} })).from,
    ).toBe('official release')
    expect(readdirSync(path.join(folder, 'runtime', name))).toEqual(['LICENSE', 'bin'])
  })

  it('keeps nothing that is not what its list says, and ends with one message', async () => {
    const archive = tarGz({ [`${name}/bin/node`]: fakeNodeText(), [`${name}/LICENSE`]: 'x' })
    await using server = await serve({
      prefix: '/v24.21.0',
      asset: `${name}.tar.gz`,
      sums: 'SHASUMS256.txt',
      archive,
      fault: 'checksum',
    })
    await expect(
      findNode({ ...base(), install: noNpm, releases: server.url, archives: {} }),
    ).rejects.toThrow(
      /Install Node 24\.21\.0 .*CONCERT_NODE[\s\S]*this Node: Node 20\.20\.2[\s\S]*npm: npm ci failed[\s\S]*does not match its published SHA-256/,
    )
    expect(readdirSync(path.join(folder, 'runtime'))).toEqual([])
  })

  it('takes an archive that is pinned by that hash only, whatever its list says', async () => {
    const archive = tarGz({ [`${name}/bin/node`]: fakeNodeText(), [`${name}/LICENSE`]: 'x' })
    const asset = `${name}.tar.gz`
    await using server = await serve({
      prefix: '/v24.21.0',
      asset,
      sums: 'SHASUMS256.txt',
      archive,
    })
    const release = { ...base(), install: noNpm, releases: server.url }
    // The pins in the repository are of the real archives, which this one is not.
    await expect(findNode(release)).rejects.toThrow(/does not match its pinned SHA-256/)
    const archives = { [asset]: createHash('sha256').update(archive).digest('hex') }
    expect((await findNode({ ...release, archives })).from).toBe('official release')
    expect(server.asked).not.toContain('/v24.21.0/SHASUMS256.txt')
  })

  it('keeps nothing of a Node whose zone data is too old', async () => {
    const archive = tarGz({
      [`${name}/bin/node`]: fakeNodeText('24.21.0', '2025b'),
      [`${name}/LICENSE`]: 'x',
    })
    await using server = await serve({
      prefix: '/v24.21.0',
      asset: `${name}.tar.gz`,
      sums: 'SHASUMS256.txt',
      archive,
    })
    await expect(
      findNode({ ...base(), install: noNpm, releases: server.url, archives: {} }),
    ).rejects.toThrow(/time zone data 2025b, older than 2026c/)
    expect(readdirSync(path.join(folder, 'runtime'))).toEqual([])
  })

  it('moves on within its limits from a release that cannot be reached', async () => {
    await expect(findNode({ ...base(), install: noNpm, releases: await gone() })).rejects.toThrow(
      /official release: cannot reach/,
    )
  })
})

function fakeNodeText(node = '24.21.0', tz = '2026c'): string {
  return `#!/bin/sh\necho '${JSON.stringify({ node, tz })}'\n`
}

function fakeNode(file: string, node?: string): string {
  mkdirSync(path.dirname(file), { recursive: true })
  writeFileSync(file, fakeNodeText(node))
  chmodSync(file, 0o755)
  return file
}
