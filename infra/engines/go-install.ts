// `go install` of the pinned version: works where only package registries are reached.
// The engine's own source is pinned by hash in this repository, and with it the versions of its modules; their contents are checked against Go's checksum database.

import { execFile, spawn } from 'node:child_process'
import { promisify } from 'node:util'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { executableName, type SourceTask } from './source.ts'

const sayEveryMs = 5_000
/** Four times the slowest build measured. */
const limitMs = 30 * 60_000
const keptLines = 15

/** Checks the source, builds it into `folder` and returns the executable; reports the elapsed time and go's last word every few seconds. */
export async function goInstall(task: SourceTask): Promise<string> {
  await checkSource(task)
  return build(task)
}

/** Throws where Go's source of this version has another hash than the pinned one. */
async function checkSource({ pin, folder, signal }: SourceTask): Promise<void> {
  const { path: module, sum } = pin.goModule
  const args = ['mod', 'download', '-json', `${module}@v${pin.version}`]
  const options = { cwd: folder, env: checkedEnv(), timeout: limitMs, signal }
  const answer = await promisify(execFile)('go', args, options).catch(
    (error: NodeJS.ErrnoException & { readonly stderr?: string }) => {
      if (error.code === 'ENOENT') throw new Error('go is not on PATH', { cause: error })
      const said = error.stderr === undefined || error.stderr === '' ? error.message : error.stderr
      throw new Error(`go mod download failed: ${said.trim()}`, { cause: error })
    },
  )
  const { Sum: found = 'none' } = JSON.parse(answer.stdout) as { readonly Sum?: string }
  if (found !== sum)
    throw new Error(`the source of ${module} ${pin.version} has the hash ${found}, not ${sum}`)
}

/** The caller's environment without what lets modules pass unchecked. */
function checkedEnv(): NodeJS.ProcessEnv {
  const env = { ...process.env }
  for (const name of ['GONOSUMDB', 'GONOSUMCHECK', 'GOPRIVATE', 'GOINSECURE']) delete env[name]
  if (env['GOSUMDB'] === 'off') delete env['GOSUMDB']
  return env
}

function build({ name, pin, folder, report, signal }: SourceTask): Promise<string> {
  const what = `${name} ${pin.version}`
  report(`${what}: building it with go install (about ${pin.goMinutes} minutes on two cores, once)`)
  return new Promise((resolve, reject) => {
    const started = performance.now()
    // In the terminal's own process group, so that Ctrl-C reaches it; on an interrupt go ends its compilers first.
    const child = spawn('go', ['install', '-v', `${pin.goPackage}@v${pin.version}`], {
      cwd: folder,
      env: { ...checkedEnv(), GOBIN: folder },
      stdio: ['ignore', 'ignore', 'pipe'],
      timeout: limitMs,
      killSignal: 'SIGINT',
      signal,
    })
    const lines: string[] = []
    let count = 0
    createInterface({ input: child.stderr }).on('line', (line) => {
      count += 1
      lines.push(line)
      if (lines.length > keptLines) lines.shift()
    })
    const ticking = setInterval(
      () =>
        report(
          `${what}: ${elapsed(started)}, ${count} steps, now ${lines.at(-1) ?? 'resolving modules'}`,
        ),
      sayEveryMs,
    )
    child.on('error', (error: NodeJS.ErrnoException) => {
      if (child.pid !== undefined) return // it was told to stop; `close` follows when it has
      clearInterval(ticking)
      reject(error.code === 'ENOENT' ? new Error('go is not on PATH', { cause: error }) : error)
    })
    child.on('close', (code, killedBy) => {
      clearInterval(ticking)
      if (code === 0) return resolve(path.join(folder, executableName(name)))
      reject(
        new Error(
          [
            `go install failed (${killedBy ?? `exit ${code}`}) after ${elapsed(started)}`,
            ...lines,
          ].join('\n    '),
        ),
      )
    })
  })
}

function elapsed(started: number): string {
  const seconds = Math.round((performance.now() - started) / 1000)
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`
}
