// Temporal's development server as the product runs it: data in a file, in WAL with full sync, the same flags, one namespace.

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, mkdirSync, openSync } from 'node:fs'
import path from 'node:path'
import { resolveEngine } from '../../infra/engines/resolve.ts'
import { layoutOf } from '../../infra/federation/layout.ts'
import { temporalSpec } from '../../infra/federation/parts.ts'
import { connectTemporal } from '../../services/adapters/temporal/connection.ts'
import { officeConverter } from '../../services/adapters/temporal/codec.ts'
import type { OfficeId } from '../../shared/kernel/ids.ts'
import { freePort } from '../../infra/federation/ports.ts'

export interface DurableTemporal extends AsyncDisposable {
  readonly address: string
}

/** Ready when it serves and the namespace is there. `folder` is where its data goes. */
export async function startDurableTemporal(
  folder: string,
  namespace: OfficeId,
): Promise<DurableTemporal> {
  const engine = await resolveEngine('temporal')
  const layout = layoutOf(folder)
  mkdirSync(path.dirname(layout.temporalDb), { recursive: true })
  const ports = { temporal: await freePort(), temporalUi: await freePort(), offices: {} }
  const spec = temporalSpec(layout, [{ id: namespace }], ports, engine.path)
  const log = openSync(spec.log, 'a')
  const child = spawn(spec.command, spec.args, { stdio: ['ignore', log, log] })
  closeSync(log)
  const ended = new AbortController()
  child.once('exit', (code) => ended.abort(new Error(`Temporal ended (${code}): see ${spec.log}`)))
  const stop = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return
    child.kill('SIGTERM')
    await once(child, 'exit')
  }
  const address = `127.0.0.1:${ports.temporal}`
  try {
    await spec.ready(child, ended.signal)
    await untilNamespaceAnswers(address, namespace)
  } catch (error) {
    await stop()
    throw error
  }
  return { address, [Symbol.asyncDispose]: stop }
}

async function untilNamespaceAnswers(address: string, namespace: string): Promise<void> {
  for (const giveUpAt = Date.now() + 30_000; ;) {
    try {
      const link = await connectTemporal({ address, namespace, converter: officeConverter() })
      return await link[Symbol.asyncDispose]()
    } catch (error) {
      if (Date.now() > giveUpAt) throw error
    }
  }
}
