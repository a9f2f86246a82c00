// What a federation's processes are: command lines, logs, and how each shows that it serves.

import { execFile } from 'node:child_process'
import path from 'node:path'
import { promisify } from 'node:util'
import type { OfficeId } from '../../shared/kernel/ids.ts'
import type { OfficeEntry } from '../../shared/office/directory.schema.ts'
import { overrides } from '../../services/platform/config.ts'
import { searchAttributeFlags } from '../../services/adapters/temporal/search-attributes.ts'
import type { ChildSpec } from './child.ts'
import type { Layout } from './layout.ts'
import type { Ports } from './ports.ts'
import { brokerServes, officeServes, storesNothingIn, temporalServes } from './probes.ts'

const officeEntryPoint = path.join(
  import.meta.dirname,
  '..',
  '..',
  'services',
  'apps',
  'office',
  'main.ts',
)

export function brokerSpec(
  layout: Layout,
  id: OfficeId,
  ports: Ports,
  executable: string,
): ChildSpec {
  const { brokerConf, brokerLog } = layout.office(id)
  const port = ports.offices[id]?.broker
  if (port === undefined) throw new Error(`No port for the broker of ${id}`)
  return {
    name: `broker of ${id}`,
    command: executable,
    args: ['-c', brokerConf],
    log: brokerLog,
    marker: brokerConf,
    ready: (_, signal) => brokerServes(port, signal),
  }
}

/** Without these the development server keeps a rollback journal, which is as durable and several times slower. */
export const durableSqlite = [
  '--sqlite-pragma',
  'journal_mode=wal',
  '--sqlite-pragma',
  'synchronous=2',
]

/** Temporal's development server, with one namespace per office and its data in one file. */
export function temporalSpec(
  layout: Layout,
  offices: readonly { readonly id: OfficeId }[],
  ports: Ports,
  executable: string,
): ChildSpec {
  const namespaces = offices.flatMap(({ id }) => ['--namespace', id])
  return {
    name: 'Temporal',
    command: executable,
    args: [
      'server',
      'start-dev',
      '--ip',
      '127.0.0.1',
      '--port',
      String(ports.temporal),
      '--ui-port',
      String(ports.temporalUi),
      '--db-filename',
      layout.temporalDb,
      ...durableSqlite,
      ...searchAttributeFlags,
      '--log-level',
      'error',
      ...namespaces,
    ],
    log: layout.temporalLog,
    marker: layout.temporalDb,
    ready: (_, signal) => temporalServes(executable, `127.0.0.1:${ports.temporal}`, signal),
  }
}

/** One office's own process. It stops by itself when this one is gone. */
export function officeSpec(
  layout: Layout,
  office: Pick<OfficeEntry, 'id' | 'role'>,
  told: {
    readonly ready: (url: string) => void
    readonly storesNothing: (since: string | null) => void
  },
): ChildSpec {
  const { config, officeLog } = layout.office(office.id)
  return {
    name: office.id,
    command: process.execPath,
    args: [
      '--disable-warning=ExperimentalWarning',
      '--max-semi-space-size=4',
      officeEntryPoint,
      config,
    ],
    // Four offices share this machine: small young generations and few allocator arenas keep each small, and no clear cost was seen.
    env: { MALLOC_ARENA_MAX: '2', ...withoutOverrides(process.env) },
    log: officeLog,
    marker: config,
    ipc: true,
    ready: async (child, signal) => {
      child.on('message', (message) => {
        const since = storesNothingIn(message)
        if (since !== undefined) told.storesNothing(since)
      })
      told.ready((await officeServes(child, signal)).url)
    },
  }
}

/** The bundle of today's workflows, built if it is not there yet. Answers its path. */
export async function bundleWorkflows(signal: AbortSignal): Promise<string> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', path.join(import.meta.dirname, 'bundle.ts')],
    { signal },
  )
  return stdout.trim()
}

/** What overrides one office's configuration would override all of them. */
function withoutOverrides(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !(name in overrides)))
}
