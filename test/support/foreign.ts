// Programs that nobody here wrote, from sources pinned in `test/foreign`: built once into the cache, run on free ports, ended by process id.

import { type ChildProcess, execFile, spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { existsSync, mkdirSync, readFileSync, renameSync } from 'node:fs'
import { connect } from 'node:net'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { cacheDir, withLock, withTemporary } from '../../infra/bootstrap/cache.cjs'
import { executableName } from '../../infra/engines/source.ts'

/** The package that each folder of `test/foreign` names as its tool. */
const packages = {
  witness: 'github.com/transparency-dev/witness/cmd/omniwitness',
  'openid-provider': 'github.com/zitadel/oidc/v3/example/server',
  'mail-server': 'github.com/axllent/mailpit',
} as const

export type ForeignName = keyof typeof packages
export const foreignNames = Object.keys(packages) as ForeignName[]

/** Whether Go is here: without it these programs cannot be built, and their tests say that they were skipped. */
export const hasGo = spawnSync('go', ['version']).status === 0

/** A first build takes minutes on two busy cores: for the hook that waits for it. */
export const firstBuildMs = 20 * 60_000

/** The executable. Another pinned source is another file, so that an old build is never taken for a new one. */
export async function foreignProgram(name: ForeignName): Promise<string> {
  const sources = fileURLToPath(new URL(`../foreign/${name}`, import.meta.url))
  const pinned = createHash('sha256')
  for (const file of ['go.mod', 'go.sum']) pinned.update(readFileSync(path.join(sources, file)))
  const all = path.join(cacheDir(), 'foreign')
  const folder = path.join(all, `${name}-${pinned.digest('hex').slice(0, 16)}`)
  const target = path.join(folder, executableName(name))
  const report = (line: string) => void process.stderr.write(`concert: ${line}\n`)
  return withLock(`${folder}.lock`, { report, what: `building ${name}` }, async () => {
    if (existsSync(target)) return target
    report(`${name}: building it from its author's sources, once`)
    await withTemporary(all, async (temporary) => {
      const made = path.join(temporary, executableName(name))
      const args = ['build', '-mod=readonly', '-o', made, packages[name]]
      await promisify(execFile)('go', args, { cwd: sources, timeout: firstBuildMs })
      mkdirSync(folder, { recursive: true })
      renameSync(made, target)
    })
    return target
  })
}

export interface RunningProgram extends AsyncDisposable {
  /** What it has written so far, to say in a failure. */
  readonly said: () => string
}

/** Runs it until it listens on `port`. Rejects with what it wrote where it ends before that. */
export async function runForeign(
  executable: string,
  args: readonly string[],
  { port, env = {} }: { readonly port: number; readonly env?: Readonly<Record<string, string>> },
): Promise<RunningProgram> {
  const child = spawn(executable, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => void (said = (said + chunk.toString()).slice(-20_000)))
  for (const giveUpAt = Date.now() + startPatienceMs; !(await listens(port)); await sleep(50)) {
    if (child.exitCode === null && Date.now() < giveUpAt) continue
    await ended(child)
    throw new Error(`${path.basename(executable)} does not listen on ${port}:\n${said}`)
  }
  return { said: () => said, [Symbol.asyncDispose]: () => ended(child) }
}

const startPatienceMs = 30_000

function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.once('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => resolve(false))
  })
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = once(child, 'exit')
  child.kill('SIGKILL')
  await gone
}
