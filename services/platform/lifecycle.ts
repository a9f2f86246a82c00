// One process is one composition root: parts start in order and stop in reverse, with one AbortSignal for all of them.
// A stop is asked for by a signal, by the parent's going away, or by a part that failed.

import { setTimeout as sleep } from 'node:timers/promises'

/** How long one part may take to stop before the next one is stopped anyway. */
const stopPartMs = 10_000
/** After everything was stopped, a handle that something forgot keeps the process no longer than this. */
const lingerMs = 3_000

export class Lifecycle implements AsyncDisposable {
  readonly #stack = new AsyncDisposableStack()
  readonly #controller = new AbortController()
  readonly #report: (event: string, part: string, error?: unknown) => void
  readonly #failed = Promise.withResolvers<never>()

  /** `report` is told `starting`, `started`, `stopping`, `stopped` and `failed to stop` of every part. */
  constructor(report: (event: string, part: string, error?: unknown) => void = () => undefined) {
    this.#report = report
    this.#failed.promise.catch(() => undefined)
  }

  get signal(): AbortSignal {
    return this.#controller.signal
  }

  /** Starts one part; `stop` is called in reverse order. Nothing starts once a stop was asked for. */
  async part<T>(
    name: string,
    start: () => T | Promise<T>,
    stop?: (part: T) => unknown,
  ): Promise<T> {
    this.signal.throwIfAborted()
    this.#report('starting', name)
    const part = await start()
    if (stop !== undefined) this.#stack.defer(() => this.#stopPart(name, async () => stop(part)))
    this.#report('started', name)
    return part
  }

  /** Asks everything to stop. Safe to call again. */
  stop(reason: string): void {
    this.#controller.abort(new Stopped(reason))
  }

  /** A part that cannot go on: `finished` rejects with it. */
  fail(error: unknown): void {
    this.#failed.reject(error)
  }

  /** Resolves when a stop was asked for; rejects when a part failed. */
  async finished(): Promise<void> {
    const stopped = Promise.withResolvers<void>()
    const onAbort = () => stopped.resolve()
    if (this.signal.aborted) return
    this.signal.addEventListener('abort', onAbort, { once: true })
    try {
      await Promise.race([stopped.promise, this.#failed.promise])
    } finally {
      this.signal.removeEventListener('abort', onAbort)
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.stop('the process ends')
    await this.#stack.disposeAsync()
  }

  /** A part that does not stop, or fails to, is reported and does not keep the others from stopping. */
  async #stopPart(name: string, stop: () => Promise<unknown>): Promise<void> {
    this.#report('stopping', name)
    const timer = new AbortController()
    try {
      const late = sleep(stopPartMs, 'late' as const, { signal: timer.signal, ref: false })
      late.catch(() => undefined)
      if ((await Promise.race([stop(), late])) === 'late')
        throw new Error(`${name} did not stop within ${stopPartMs} ms`)
      this.#report('stopped', name)
    } catch (error) {
      this.#report('failed to stop', name, error)
    } finally {
      timer.abort()
    }
  }
}

/** Why an AbortSignal of a Lifecycle is aborted. */
export class Stopped extends Error {
  constructor(reason: string) {
    super(`Stopped: ${reason}`)
    this.name = 'Stopped'
  }
}

/** Calls `stop` on SIGINT, SIGTERM, SIGHUP, and when the parent that started this process (with an IPC channel) is gone. Dispose to stop listening. */
export function onStopRequest(stop: (reason: string) => void): Disposable {
  const listeners = [
    ['SIGINT', () => stop('SIGINT')],
    ['SIGTERM', () => stop('SIGTERM')],
    ['SIGHUP', () => stop('SIGHUP')],
    ['disconnect', () => stop('its parent is gone')],
  ] as const
  for (const [name, listener] of listeners) process.on(name, listener)
  return {
    [Symbol.dispose]: () => {
      for (const [name, listener] of listeners) process.off(name, listener)
    },
  }
}

/** The last resort, after everything was stopped: a handle left open must not keep the process. */
export function exitSoon(exitCode: number, lingered: () => void = () => undefined): void {
  process.exitCode = exitCode
  setTimeout(() => {
    lingered()
    process.exit(exitCode)
  }, lingerMs).unref()
}
