// The peers' packages: fetched by npm at pinned versions into the cache, outside the clone, the first time that they are asked for.

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { cacheDir, withLock } from '../../../infra/bootstrap/cache.cjs'

const versions = {
  '@restatedev/restate-server': '1.7.12',
  '@restatedev/restate-sdk': '1.17.2',
  '@dbos-inc/dbos-sdk': '5.3.0',
} as const
export type PeerPackage = keyof typeof versions

/** One folder for one set of versions. */
function folder(): string {
  const name = Object.values(versions).join('+')
  return path.join(cacheDir(), 'peers', name)
}

/** Throws, with what npm said, where they cannot be had. */
export async function fetchPeers(report: (line: string) => void): Promise<void> {
  const done = path.join(folder(), 'fetched')
  if (existsSync(done)) return
  const what = 'the packages of the peers'
  await withLock(path.join(cacheDir(), 'locks', 'peers'), { report, what }, async () => {
    if (existsSync(done)) return
    report(`fetching ${what} by npm: ${Object.keys(versions).join(', ')}`)
    mkdirSync(folder(), { recursive: true })
    const manifest = { private: true, dependencies: versions }
    writeFileSync(path.join(folder(), 'package.json'), JSON.stringify(manifest))
    // No scripts: one of them tells its makers of every installation.
    const args = ['install', '--no-audit', '--no-fund', '--ignore-scripts']
    const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm'
    const child = spawn(npm, args, { cwd: folder(), stdio: ['ignore', 'ignore', 'inherit'] })
    const [code] = (await once(child, 'exit')) as [number | null]
    if (code !== 0) throw new Error(`npm could not fetch ${what} (exit code ${code})`)
    writeFileSync(done, '')
  })
}

/** A fetched package as a module; its types are written down where it is used. */
export async function importPeer(name: PeerPackage): Promise<unknown> {
  return import(pathToFileURL(requireOf().resolve(name)).href)
}

/** The server that the package for this machine brings. */
export function restateServer(): string {
  const name = `@restatedev/restate-server-${process.platform}-${process.arch}`
  const manifest = requireOf().resolve(`${name}/package.json`)
  return path.join(path.dirname(manifest), 'bin', 'restate-server')
}

function requireOf(): NodeJS.Require {
  return createRequire(path.join(folder(), 'package.json'))
}
