// `concert ledger repair`: the ledger of one office that is stopped, put back into its broker from its own archive.

import path from 'node:path'
import { problem, ProblemError } from '../../../shared/kernel/problems.ts'
import { openArchive } from '../../adapters/archive/archive.ts'
import { readBrokerSeed } from '../../adapters/ledger/broker.ts'
import { openLedger } from '../../adapters/ledger/ledger.ts'
import { repairLedger, type Repair } from '../../adapters/ledger/repair.ts'
import { openLogStore } from '../../adapters/log/store.ts'
import { loadConfig } from '../../platform/config.ts'
import { holdLock } from '../../platform/folder-lock.ts'
import { makeFilesPrivate } from '../../platform/private-files.ts'

export async function repairOffice(configFile: string): Promise<Repair> {
  makeFilesPrivate()
  const { config, office } = loadConfig(configFile)
  using _lock = holdLock(path.join(config.dataDir, 'office.lock'), (holder) => {
    throw new ProblemError(
      problem(
        'conflict',
        {
          en: `${office.id} runs (process ${holder}): stop it, so that nothing is recorded while its ledger is put back.`,
          fr: `${office.id} est en marche (processus ${holder}) : arrêtez-le, pour que rien ne soit consigné pendant que son registre est remis.`,
        },
        holder,
      ),
    )
  })
  using archive = openArchive(path.join(config.dataDir, 'archive.sqlite'))
  using heads = openLogStore(path.join(config.dataDir, 'heads.sqlite'))
  const access = {
    seed: readBrokerSeed(config.keys.broker),
    name: `concert ledger repair ${office.id}`,
    log: silent,
  }
  const signal = AbortSignal.timeout(patienceMs)
  return repairLedger({
    office: office.id,
    archive,
    heads,
    open: (epoch) => openLedger(office, access, { epoch, signal }),
  })
}

const patienceMs = 15_000
const nothing = () => undefined
const silent = { debug: nothing, info: nothing, warn: nothing, error: nothing }
