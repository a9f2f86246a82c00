// Makes the data folder of a federation: keys, the office directory, and every broker's and office's configuration.
// Keys are made once; everything else is written anew at each start, from the founding offices and today's ports.

import { mkdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import type { ClockSetting } from '../../shared/kernel/clock.ts'
import {
  directorySchema,
  officeEntrySchema,
  type Directory,
} from '../../shared/office/directory.schema.ts'
import type { OfficeConfigFile } from '../../services/platform/config.schema.ts'
import { readBrokerSeed } from '../../services/adapters/ledger/broker.ts'
import { writeBrokerConfig } from '../brokers/config.ts'
import { ensureOfficeKeys, keyFilesIn } from '../brokers/keys.ts'
import type { Layout } from './layout.ts'
import type { Ports } from './ports.ts'
import { writeJson } from './settings.ts'

const foundingSchema = officeEntrySchema.omit({
  broker: true,
  eventKeys: true,
  sealKeys: true,
  logKeys: true,
  url: true,
})
export type FoundingOffice = z.output<typeof foundingSchema>

/** The offices of the founding case; a federation on this machine runs these. */
export function foundingOffices(): FoundingOffice[] {
  return z
    .array(foundingSchema)
    .parse(JSON.parse(readFileSync(path.join(import.meta.dirname, 'offices.json'), 'utf8')))
}

/** Keys, directory and broker configurations. Answers the directory that every office reads. */
export function prepareBrokers(
  layout: Layout,
  founding: readonly FoundingOffice[],
  ports: Ports,
): Directory {
  const offices = founding.map((office) => {
    const { http, broker } = portsOf(ports, office.id)
    const keys = ensureOfficeKeys(layout.office(office.id).keys, office.id)
    return {
      ...office,
      broker: { url: `nats://127.0.0.1:${broker}`, publicKey: keys.broker },
      eventKeys: [keys.eventKey],
      sealKeys: [keys.sealKey],
      logKeys: keys.logKeys,
      url: `http://127.0.0.1:${http}`,
    }
  })
  const directory = directorySchema.parse({ version: 1, offices })
  writeJson(layout.directory, directory)
  for (const office of directory.offices) {
    const { brokerConf, ledger, keys } = layout.office(office.id)
    writeBrokerConfig(brokerConf, {
      directory,
      office,
      storeDir: ledger,
      seed: readBrokerSeed(keyFilesIn(keys).broker),
      port: portsOf(ports, office.id).broker,
    })
  }
  mkdirSync(path.dirname(layout.temporalDb), { recursive: true })
  return directory
}

export function prepareOffices(
  layout: Layout,
  directory: Directory,
  run: {
    readonly ports: Ports
    readonly clock: ClockSetting
    readonly workflowBundle: string
    readonly packFolders: readonly string[]
  },
): void {
  for (const { id } of directory.offices) {
    const { folder, config, keys } = layout.office(id)
    const settings: OfficeConfigFile = {
      office: id,
      directory: layout.directory,
      dataDir: folder,
      keys: keyFilesIn(keys),
      http: { host: '127.0.0.1', port: portsOf(run.ports, id).http },
      temporal: { address: `127.0.0.1:${run.ports.temporal}`, namespace: id },
      clock: run.clock,
      packFolders: run.packFolders.map((folder) => path.resolve(folder)),
      workflowBundle: run.workflowBundle,
      log: { level: 'info' },
    }
    writeJson(config, settings)
  }
}

function portsOf(ports: Ports, id: string): Ports['offices'][string] {
  const found = ports.offices[id]
  if (found === undefined) throw new Error(`No ports for ${id}`)
  return found
}
