// What a federation started, kept in a file, so that what a killed one left running is found and stopped by the next.
// A process is only stopped if its command line still names our own file: an id may have been used again.

import { execFileSync } from 'node:child_process'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'

export interface ProcessNote {
  readonly name: string
  readonly pid: number
  /** Part of its command line that only this federation's process has: the absolute path of its own file. */
  readonly marker: string
}

/** The file's notes, kept up to date while processes come and go. */
export class ProcessNotes {
  readonly #file: string
  readonly #notes = new Map<string, ProcessNote>()
  readonly #report: (line: string) => void

  constructor(file: string, report: (line: string) => void) {
    this.#file = file
    this.#report = report
  }

  add(note: ProcessNote): void {
    this.#notes.set(note.name, note)
    this.#write()
  }

  remove(name: string): void {
    if (this.#notes.delete(name)) this.#write()
  }

  /** The process ids by name, for a person and for tests that kill them. */
  pids(): Readonly<Record<string, number>> {
    return Object.fromEntries([...this.#notes.values()].map(({ name, pid }) => [name, pid]))
  }

  #write(): void {
    try {
      if (this.#notes.size === 0) rmSync(this.#file, { force: true })
      else writeFileSync(this.#file, JSON.stringify([...this.#notes.values()], undefined, 2))
    } catch (error) {
      // Whoever removes the folder of a running federation must still be able to stop it.
      this.#report(
        `${this.#file} cannot be written: ${error instanceof Error ? error.message : String(error)}`,
      )
    }
  }
}

/** Stops what an earlier federation on the same data left running. */
export async function stopLeftovers(file: string, report: (line: string) => void): Promise<void> {
  const left = readNotes(file).filter(isStillOurs)
  for (const { name, pid } of left) {
    report(`Stopping ${name}, left running by an earlier federation (process ${pid})`)
    signal(pid, 'SIGTERM')
  }
  for (const note of left) {
    for (const startedMs = Date.now(); isStillOurs(note) && Date.now() - startedMs < politeMs;)
      await sleep(50)
    if (!isStillOurs(note)) continue
    report(`Killing ${note.name} (process ${note.pid}), which did not stop`)
    signal(note.pid, 'SIGKILL')
    for (const startedMs = Date.now(); isStillOurs(note); await sleep(50)) {
      if (Date.now() - startedMs > politeMs)
        throw new Error(
          `Cannot stop ${note.name}, process ${note.pid}, of an earlier federation: stop it by hand`,
        )
    }
  }
  rmSync(file, { force: true })
}

const politeMs = 8_000

function readNotes(file: string): ProcessNote[] {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as ProcessNote[]
  } catch (error) {
    // Absent, or cut off by the kill that left the processes: then what is left shows as taken ports.
    if (
      error instanceof SyntaxError ||
      (error instanceof Error && 'code' in error && error.code === 'ENOENT')
    )
      return []
    throw error
  }
}

function isStillOurs({ pid, marker }: ProcessNote): boolean {
  return commandLineOf(pid).includes(marker)
}

/** Empty where there is no such process (any more). */
function commandLineOf(pid: number): string {
  try {
    if (process.platform === 'linux')
      return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
    if (process.platform === 'win32')
      return execFileSync(
        'powershell',
        [
          '-NoProfile',
          '-Command',
          `(Get-CimInstance Win32_Process -Filter "ProcessId=${pid}").CommandLine`,
        ],
        { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] },
      )
    return execFileSync('ps', ['-ww', '-p', String(pid), '-o', 'command='], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    })
  } catch {
    return ''
  }
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error
  }
}
