// `go install` of the pinned version: works where only package registries are reached. Go checks every module against its checksum database.

import { spawn } from 'node:child_process'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { executableName, type SourceTask } from './source.ts'

const sayEveryMs = 5_000
/** Four times the slowest build measured. */
const limitMs = 30 * 60_000
const keptLines = 15

/** Builds into `folder` and returns the executable; reports the elapsed time and go's last word every few seconds. */
export function goInstall({ name, pin, folder, report, signal }: SourceTask): Promise<string> {
  const what = `${name} ${pin.version}`
  report(`${what}: building it with go install (about ${pin.goMinutes} minutes on two cores, once)`)
  return new Promise((resolve, reject) => {
    const started = performance.now()
    // In the terminal's own process group, so that Ctrl-C reaches it; on an interrupt go ends its compilers first.
    const child = spawn('go', ['install', '-v', `${pin.goPackage}@v${pin.version}`], {
      cwd: folder,
      env: { ...process.env, GOBIN: folder },
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
