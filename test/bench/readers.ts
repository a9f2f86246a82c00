// The other offices' processes, and when each saw what: the other end of `reader-main.ts`.

import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { keyFilesIn } from '../../infra/brokers/keys.ts'
import type { ReaderSays, ReaderStart } from './reader-main.ts'
import { floor, readers, type Stage } from './stage.ts'

export interface Readers extends AsyncDisposable {
  /** When the last of them had it, in monotonic nanoseconds: stored and visible (order and kind of event), or received from the floor (its sequence). */
  allHave(kind: 'visible' | 'received', what: string): Promise<bigint>
}

/** A lost event would be waited for without end. */
const patienceMs = 30_000

export async function startReaders(stage: Stage): Promise<Readers> {
  const { brokers, office } = stage
  const seen = new Map<string, bigint[]>()
  const children: ChildProcess[] = []
  let failure: Error | undefined
  let changed = Promise.withResolvers<void>()
  const wake = () => {
    changed.resolve()
    changed = Promise.withResolvers()
  }

  async function start(id: string): Promise<void> {
    const { folder, entry } = brokers.office(id)
    const child = fork(path.join(import.meta.dirname, 'reader-main.ts'), {
      execArgv: ['--disable-warning=ExperimentalWarning'],
    })
    children.push(child)
    const ready = Promise.withResolvers<void>()
    const fail = (why: string) => {
      failure ??= new Error(`Reader ${id}: ${why}`)
      ready.reject(failure)
      wake()
    }
    child.on('message', (says: ReaderSays) => {
      if (says.kind === 'failed') return fail(says.why)
      if (says.kind === 'ready') return ready.resolve()
      const key = `${says.kind} ${says.what}`
      seen.set(key, [...(seen.get(key) ?? []), BigInt(says.ns)])
      wake()
    })
    child.once('exit', (code) => fail(`ended with code ${code}`))
    child.send({
      as: entry.id,
      seedFile: keyFilesIn(path.join(folder, 'keys')).broker,
      storeFile: path.join(folder, 'projection.sqlite'),
      office: office.entry,
      floor: brokers.office(floor).entry,
    } satisfies ReaderStart)
    await ready.promise
  }

  const stop = async () => {
    for (const child of children) {
      child.removeAllListeners('exit')
      if (child.exitCode !== null || child.signalCode !== null) continue
      if (child.connected) child.disconnect()
      await once(child, 'exit')
    }
  }

  try {
    await Promise.all(readers.map(start))
  } catch (error) {
    await stop()
    throw error
  }
  return {
    allHave: async (kind, what) => {
      const key = `${kind} ${what}`
      for (const giveUpAt = Date.now() + patienceMs; ;) {
        if (failure !== undefined) throw failure
        const times = seen.get(key) ?? []
        if (times.length === readers.length) {
          seen.delete(key)
          return times.reduce((last, ns) => (ns > last ? ns : last))
        }
        if (Date.now() > giveUpAt)
          throw new Error(
            `"${what}" was not ${kind} at ${readers.length - times.length} of ${readers.length} readers within ${patienceMs} ms`,
          )
        await Promise.race([changed.promise, once(AbortSignal.timeout(1_000), 'abort')])
      }
    },
    [Symbol.asyncDispose]: stop,
  }
}
