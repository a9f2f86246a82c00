// Finds strace: environment variable, PATH, cache, else Debian's own package, unpacked into the cache; nothing is installed on the machine.

import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, renameSync } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import { cacheDir, withLock, withTemporary } from '../../infra/bootstrap/cache.cjs'

/** Stands before the command that is to be traced. */
export type Strace = readonly string[]

export interface StraceOptions {
  readonly env?: NodeJS.ProcessEnv
  readonly report?: (line: string) => void
  /** Leaves the packages, as files, in `folder`. */
  readonly download?: (folder: string) => Promise<void>
}

const run = promisify(execFile)
const runsMs = 20_000
const downloadMs = 120_000

/** Where this machine can have none, or lets nobody trace, why. */
export async function resolveStrace(options: StraceOptions = {}): Promise<Strace | Error> {
  const {
    env = process.env,
    report = (line) => void process.stderr.write(`concert: ${line}\n`),
    download = downloadPackages,
  } = options
  const named = env['CONCERT_STRACE']
  if (named !== undefined && named !== '') return usable([named])
  const onPath = (env['PATH'] ?? '')
    .split(path.delimiter)
    .map((folder) => path.join(folder, 'strace'))
    .find((file) => path.isAbsolute(file) && existsSync(file))
  if (onPath !== undefined) return usable([onPath])
  const folder = path.join(cacheDir(env), 'engines', 'strace')
  return withLock(`${folder}.lock`, { report, what: 'fetching strace' }, async () => {
    if (!existsSync(folder)) {
      report('strace: not on PATH; taking it from the packages of this system, once')
      try {
        await withTemporary(path.dirname(folder), (temporary) =>
          unpackInto(folder, temporary, download),
        )
      } catch (cause) {
        return new Error(`strace cannot be fetched: ${messageOf(cause)}`, { cause })
      }
    }
    return usable(straceIn(folder))
  })
}

async function unpackInto(
  folder: string,
  temporary: string,
  download: (folder: string) => Promise<void>,
): Promise<void> {
  await download(temporary)
  const kept = path.join(temporary, 'kept')
  mkdirSync(kept)
  for (const file of readdirSync(temporary).filter((each) => each.endsWith('.deb')))
    await run('dpkg', ['-x', path.join(temporary, file), kept], { timeout: runsMs })
  const works = await usable(straceIn(kept))
  if (works instanceof Error) throw works
  renameSync(kept, folder)
}

/** strace and what it needs that this machine lacks, by lists of our own: the machine's may be empty, and only root may fill them. */
async function downloadPackages(folder: string): Promise<void> {
  const lists = path.join(folder, 'lists')
  mkdirSync(path.join(lists, 'partial'), { recursive: true })
  const own = [
    `Dir::State::lists=${lists}`,
    `Dir::Cache=${folder}`,
    'APT::Sandbox::User=root',
    'Acquire::http::Timeout=10',
  ].flatMap((each) => ['-o', each])
  const apt = (...args: string[]) =>
    run('apt-get', [...own, ...args], {
      cwd: folder,
      timeout: downloadMs,
      maxBuffer: 16 * 1024 * 1024,
    })
  await apt('update')
  const { stdout } = await apt('install', '--simulate', '--no-install-recommends', 'strace')
  const missing = [...stdout.matchAll(/^Inst (\S+)/gm)].map(([, name = '']) => name)
  await apt('download', ...new Set(['strace', ...missing]))
}

/** With the libraries that came with it; `env` is replaced by strace, and so changes no process id. */
function straceIn(folder: string): Strace {
  const program = path.join(folder, 'usr', 'bin', 'strace')
  const libraries = path.join(folder, 'usr', 'lib')
  const found = existsSync(libraries)
    ? readdirSync(libraries).map((name) => path.join(libraries, name))
    : []
  return found.length === 0
    ? [program]
    : ['env', `LD_LIBRARY_PATH=${found.join(path.delimiter)}`, program]
}

/** Where tracing is forbidden, as in some containers, strace itself runs and its first trace fails. */
async function usable(strace: Strace): Promise<Strace | Error> {
  const [command = '', ...args] = strace
  try {
    await run(command, [...args, '-f', '-o', '/dev/null', 'true'], { timeout: runsMs })
    return strace
  } catch (cause) {
    return new Error(`${strace.at(-1)} does not trace here: ${messageOf(cause)}`, { cause })
  }
}

function messageOf(cause: unknown): string {
  const said = cause instanceof Error && 'stderr' in cause ? String(cause.stderr).trim() : ''
  return (said || (cause instanceof Error ? cause.message : String(cause))).split('\n')[0] ?? ''
}
