// Where everything of a federation on one machine is, below one data folder. Paths only; nothing is read or written here.

import path from 'node:path'

export interface OfficeLayout {
  readonly folder: string
  readonly config: string
  readonly keys: string
  /** Written by the office itself, where identities are local. */
  readonly localToken: string
  readonly brokerConf: string
  readonly ledger: string
  readonly officeLog: string
  readonly brokerLog: string
}

export interface Layout {
  readonly root: string
  /** What marks a folder as a Concert data folder. */
  readonly settings: string
  readonly directory: string
  readonly lock: string
  readonly processes: string
  readonly temporalDb: string
  readonly temporalLog: string
  office(id: string): OfficeLayout
}

export function layoutOf(dataDir: string): Layout {
  const root = path.resolve(dataDir)
  const at = (...parts: string[]) => path.join(root, ...parts)
  return {
    root,
    settings: at('federation.json'),
    directory: at('directory.json'),
    lock: at('federation.lock'),
    processes: at('processes.json'),
    temporalDb: at('temporal', 'temporal.sqlite'),
    temporalLog: at('temporal', 'temporal.log'),
    office: (id) => ({
      folder: at('offices', id),
      config: at('offices', id, 'office.json'),
      keys: at('offices', id, 'keys'),
      localToken: at('offices', id, 'local.token'),
      brokerConf: at('offices', id, 'nats.conf'),
      ledger: at('offices', id, 'ledger'),
      officeLog: at('offices', id, 'log', 'process.log'),
      brokerLog: at('offices', id, 'log', 'broker.log'),
    }),
  }
}
