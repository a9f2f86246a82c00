// A PostgreSQL for DBOS: the one that CONCERT_POSTGRES_URL names, or a private one on the loopback, synced as it comes, removed afterwards.

import { execFile, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  chownSync,
  existsSync,
  globSync,
  mkdtempSync,
  realpathSync,
  rmSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { freePort } from '../../../infra/federation/ports.ts'

export interface Postgres extends AsyncDisposable {
  readonly url: string
  readonly name: string
}

/** Undefined where there is none on this machine. */
export async function openPostgres(): Promise<Postgres | undefined> {
  const given = process.env['CONCERT_POSTGRES_URL']
  if (given !== undefined && given !== '')
    return { url: given, name: 'the one of CONCERT_POSTGRES_URL', async [Symbol.asyncDispose]() {} }
  const programs = programsFolder()
  return programs === undefined ? undefined : startPrivate(programs)
}

function programsFolder(): string | undefined {
  const folders = [
    ...(process.env['PATH'] ?? '').split(path.delimiter),
    ...globSync('/usr/lib/postgresql/*/bin').toSorted().toReversed(),
  ]
  const found = folders.find((folder) =>
    ['initdb', 'postgres'].every((name) => existsSync(path.join(folder, name))),
  )
  // A link to one of its programs does not have the others beside it.
  return found === undefined ? undefined : path.dirname(realpathSync(path.join(found, 'postgres')))
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
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  await untilReady(child)
  const { stdout } = await run(path.join(programs, 'postgres'), ['--version'])
  return {
    url: `postgresql://concert@127.0.0.1:${port}/postgres`,
    name: stdout.trim(),
    [Symbol.asyncDispose]: async () => {
      // Fast shutdown: who is still connected is cut off.
      child.kill('SIGINT')
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Its log says so; all of it is read, so that it can go on writing. */
async function untilReady(child: ChildProcess): Promise<void> {
  const ready = Promise.withResolvers<void>()
  let log = ''
  child.stderr?.on('data', (chunk: Buffer) => {
    log = (log + chunk.toString()).slice(-2_000)
    if (log.includes('ready to accept connections')) ready.resolve()
  })
  child.once('exit', () => ready.reject(new Error(`PostgreSQL ended: ${log}`)))
  await ready.promise
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
