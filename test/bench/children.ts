// Every process that this one starts, whoever started it: what a part that was cut off has left running is stopped at the end.

import type { ChildProcess } from 'node:child_process'
import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'

export interface Children extends AsyncDisposable {
  /** Those that still run. */
  readonly running: readonly ChildProcess[]
}

/** From now on. Disposing stops those that still run: politely, and after `politeMs` at once. */
export function watchChildren(politeMs = 5_000): Children {
  const all = new Set<ChildProcess>()
  const onStart = (message: unknown) => {
    const { process: child } = message as { process: ChildProcess }
    all.add(child)
    child.once('exit', () => all.delete(child))
    child.once('error', () => child.pid === undefined && all.delete(child))
  }
  subscribe('child_process', onStart)
  return {
    get running() {
      return [...all]
    },
    [Symbol.asyncDispose]: async () => {
      unsubscribe('child_process', onStart)
      await Promise.all([...all].map((child) => stop(child, politeMs)))
    },
  }
}

async function stop(child: ChildProcess, politeMs: number): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exited = once(child, 'exit')
  child.kill('SIGTERM')
  const timer = new AbortController()
  const late = sleep(politeMs, 'late' as const, { signal: timer.signal }).catch(() => undefined)
  if ((await Promise.race([exited, late])) === 'late') {
    child.kill('SIGKILL')
    await exited
  }
  timer.abort()
}
