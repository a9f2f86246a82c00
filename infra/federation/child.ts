// One supervised process: started in a group of its own, waited for until it serves, started again with growing pauses when it ends unasked.

import { spawn, type ChildProcess } from 'node:child_process'
import { mkdirSync, openSync, closeSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { backOff } from '../../shared/kernel/back-off.ts'
import type { ProcessNotes } from './processes.ts'

export interface ChildSpec {
  readonly name: string
  readonly command: string
  readonly args: readonly string[]
  readonly env?: NodeJS.ProcessEnv
  /** Receives its standard output and standard error. */
  readonly log: string
  /** Part of the command line that only this process has. */
  readonly marker: string
  /** With an IPC channel: it stops by itself when this process is gone. */
  readonly ipc?: boolean
  /** Resolves when it serves. Aborted when it ends first. */
  ready(child: ChildProcess, signal: AbortSignal): Promise<void>
}

export interface SupervisedOptions {
  readonly report: (line: string) => void
  readonly notes: ProcessNotes
  /** Asked before it is started again; it must not be when everything stops. */
  readonly signal: AbortSignal
}

const readyWithinMs = 90_000
/** After this long without trouble the pause is short again. */
const steadyMs = 30_000
const stopWithinMs = 15_000

export class Supervised {
  readonly spec: ChildSpec
  readonly #options: SupervisedOptions
  #child: ChildProcess | undefined
  #stopping = false
  /** It was ended so that it starts anew. */
  #restarting = false
  #pauses = newPauses()

  constructor(spec: ChildSpec, options: SupervisedOptions) {
    this.spec = spec
    this.#options = options
  }

  /** Starts it and waits until it serves. A first start that fails throws, with the end of its log. */
  async start(): Promise<void> {
    const startedMs = Date.now()
    const child = this.#spawn()
    const ended = new AbortController()
    child.once('exit', (code, signal) =>
      ended.abort(
        new Error(`${this.spec.name} ended (${signal ?? `exit code ${code}`}) before it was ready`),
      ),
    )
    child.once('error', (cause) =>
      ended.abort(new Error(`${this.spec.name} cannot be started: ${cause.message}`, { cause })),
    )
    const signal = AbortSignal.any([
      ended.signal,
      this.#options.signal,
      AbortSignal.timeout(readyWithinMs),
    ])
    try {
      await raceAbort(this.spec.ready(child, signal), signal)
    } catch (cause) {
      await this.#end()
      const why =
        signal.reason instanceof Error && signal.reason.name !== 'TimeoutError'
          ? signal.reason.message
          : `${this.spec.name} was not ready within ${readyWithinMs / 1000} s`
      throw new Error(`${why}. The end of ${this.spec.log}:\n${endOf(this.spec.log)}`, { cause })
    }
    child.once('exit', (code, how) => void this.#again(how ?? `exit code ${code}`, startedMs))
    // It may have ended between being ready and the line above.
    if (child.exitCode !== null || child.signalCode !== null)
      void this.#again(child.signalCode ?? `exit code ${child.exitCode}`, startedMs)
  }

  /** Sends a message to a child with an IPC channel; one that is just being started again reads its files instead. */
  send(message: object): void {
    if (this.#child?.connected === true) this.#child.send(message)
  }

  /** Asks it to stop, and kills it if it does not. */
  async stop(): Promise<void> {
    this.#stopping = true
    await this.#end()
  }

  /** Ends it; it is started again as after every end. */
  async restart(why: string): Promise<void> {
    if (this.#stopping || this.#options.signal.aborted) return
    this.#options.report(`Starting ${this.spec.name} anew: ${why}`)
    this.#restarting = true
    await this.#end()
  }

  async #end(): Promise<void> {
    const child = this.#child
    if (child?.pid === undefined || child.exitCode !== null || child.signalCode !== null) return
    const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()))
    // Windows knows no polite signal: a child with a channel stops when the channel closes.
    if (process.platform === 'win32' && child.connected) child.disconnect()
    else child.kill('SIGTERM')
    const timer = new AbortController()
    const late = sleep(stopWithinMs, 'late' as const, { signal: timer.signal }).catch(
      () => undefined,
    )
    if ((await Promise.race([exited, late])) === 'late') {
      this.#options.report(`${this.spec.name} did not stop within ${stopWithinMs / 1000} s: killed`)
      child.kill('SIGKILL')
      await exited
    }
    timer.abort()
  }

  #spawn(): ChildProcess {
    const { name, command, args, env, log, marker, ipc = false } = this.spec
    mkdirSync(path.dirname(log), { recursive: true })
    const out = openSync(log, 'a', 0o600)
    try {
      // Its own group: Ctrl-C reaches the supervisor alone, which stops everything in order.
      const child = spawn(command, args, {
        env,
        stdio: ipc ? ['ignore', out, out, 'ipc'] : ['ignore', out, out],
        detached: process.platform !== 'win32',
        windowsHide: true,
      })
      this.#child = child
      child.on('error', (error) => this.#options.report(`${name}: ${error.message}`))
      if (child.pid !== undefined) this.#options.notes.add({ name, pid: child.pid, marker })
      child.once('exit', () => this.#options.notes.remove(name))
      return child
    } finally {
      closeSync(out)
    }
  }

  async #again(how: string, startedMs: number): Promise<void> {
    const { report, signal } = this.#options
    if (Date.now() - startedMs > steadyMs) this.#pauses = newPauses()
    for (let ended = how; !this.#stopping && !signal.aborted;) {
      const pauseMs = this.#pauses.next().value
      if (!this.#restarting)
        report(
          `${this.spec.name} ended unexpectedly (${ended}): starting it again in ${pauseMs} ms`,
        )
      this.#restarting = false
      await sleep(pauseMs, undefined, { signal }).catch(() => undefined)
      if (this.#stopping || signal.aborted) return
      try {
        await this.start()
        report(`${this.spec.name} is back`)
        return
      } catch (error) {
        ended = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error)
      }
    }
  }
}

function newPauses(): Generator<number, never> {
  return backOff({ firstMs: 250, longestMs: 10_000 })
}

async function raceAbort<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted()
  const aborted = Promise.withResolvers<never>()
  const onAbort = () => aborted.reject(signal.reason)
  signal.addEventListener('abort', onAbort, { once: true })
  work.catch(() => undefined)
  try {
    return await Promise.race([work, aborted.promise])
  } finally {
    signal.removeEventListener('abort', onAbort)
  }
}

function endOf(file: string): string {
  const text = readFileSync(file, 'utf8')
  return text.slice(-2_000).trim()
}
