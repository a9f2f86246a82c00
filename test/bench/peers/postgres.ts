// A PostgreSQL for DBOS: the one that CONCERT_POSTGRES_URL names, or a private one on the loopback, synced as it comes, removed afterwards.

import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, chownSync, existsSync, globSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { freePort } from '../../support/temporal.ts'

export interface Postgres extends AsyncDisposable {
  readonly url: string
  readonly name: string
}

/** Undefined where there is none on this machine. */
export async function openPostgres(): Promise<Postgres | undefined> {
  const given = process.env['CONCERT_POSTGRES_URL']
  if (given !== undefined && given !== '')
    return { url: given, name: 'the one of CONCERT_POSTGRES_URL', async [Symbol.asyncDispose]() {} }
  const programs = await programsFolder()
  return programs === undefined ? undefined : startPrivate(programs)
}

async function programsFolder(): Promise<string | undefined> {
  const folders = [
    ...(process.env['PATH'] ?? '').split(path.delimiter),
    ...globSync('/usr/lib/postgresql/*/bin').toSorted().toReversed(),
  ]
  return folders.find((folder) =>
    ['initdb', 'postgres'].every((name) => existsSync(path.join(folder, name))),
  )
}

async function startPrivate(programs: string): Promise<Postgres> {
  const run = promisify(execFile)
  const folder = mkdtempSync(path.join(tmpdir(), 'concert-postgres-'))
  const as = await notRoot()
  chmodSync(folder, 0o700)
  if ('uid' in as) chownSync(folder, as.uid, as.gid)
  const data = path.join(folder, 'data')
  const initial = ['-D', data, '-U', 'concert', '--auth=trust', '--encoding=UTF8', '--locale=C']
  await run(path.join(programs, 'initdb'), initial, { ...as, cwd: folder })
  const port = await freePort()
  const args = ['-D', data, '-p', String(port), '-h', '127.0.0.1', '-k', folder]
  const child = spawn(path.join(programs, 'postgres'), args, {
    ...as,
    cwd: folder,
    stdio: 'ignore',
  })
  const url = `postgresql://concert@127.0.0.1:${port}/concert_bench`
  const ready = ['-h', '127.0.0.1', '-p', String(port), '-U', 'concert', 'postgres', '-c']
  for (const giveUpAt = Date.now() + 20_000; ;) {
    try {
      await run(path.join(programs, 'psql'), [...ready, 'CREATE DATABASE concert_bench'])
      break
    } catch (error) {
      if (child.exitCode !== null || Date.now() > giveUpAt) throw error
      await sleep(100)
    }
  }
  const { stdout } = await run(path.join(programs, 'postgres'), ['--version'])
  return {
    url,
    name: stdout.trim(),
    [Symbol.asyncDispose]: async () => {
      // Fast shutdown: who is still connected is cut off.
      child.kill('SIGINT')
      if (child.exitCode === null) await once(child, 'exit')
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** PostgreSQL refuses to run as root: then as its own user, or as nobody. */
async function notRoot(): Promise<{ uid: number; gid: number } | Record<never, never>> {
  if (process.getuid?.() !== 0) return {}
  for (const user of ['postgres', 'nobody']) {
    const idOf = async (flag: string) =>
      Number((await promisify(execFile)('id', [flag, user])).stdout.trim())
    try {
      return { uid: await idOf('-u'), gid: await idOf('-g') }
    } catch {
      continue
    }
  }
  throw new Error('PostgreSQL does not run as root, and there is no other user')
}
