// `concert ledger repair`, `succeed` and `export`: the ledger of one office that is stopped, put back or succeeded; and a copy of another's for whoever lost it.

import path from 'node:path'
import { dateAt } from '../../../shared/calendar/zone.ts'
import type { OfficeId } from '../../../shared/kernel/ids.ts'
import { type ProblemError, problemError } from '../../../shared/kernel/problems.ts'
import { openArchive, readArchive } from '../../adapters/archive/archive.ts'
import { readBrokerSeed } from '../../adapters/ledger/broker.ts'
import { readCopy, writeCopy } from '../../adapters/ledger/copies.ts'
import { openLedger } from '../../adapters/ledger/ledger.ts'
import { repairLedger, type Repair } from '../../adapters/ledger/repair.ts'
import { succeedLedger, type Succeeded } from '../../adapters/ledger/succeed.ts'
import { readSigner } from '../../adapters/ledger/sign.ts'
import { sha256, verifyNoteSignature } from '../../adapters/log/crypto.ts'
import { logKeyFileIn, readLogSigners } from '../../adapters/log/keys.ts'
import { openLogStore, readLogStore } from '../../adapters/log/store.ts'
import { commandMac } from '../../adapters/seal/mac.ts'
import { localActor } from '../../cli/kit/actor.ts'
import type { Exported } from '../../cli/ledger.ts'
import { createTrust } from '../../office/trust/trust.ts'
import { openClock } from '../../platform/clock.ts'
import { loadConfig, type LoadedConfig } from '../../platform/config.ts'
import { holdLock } from '../../platform/folder-lock.ts'
import { makeFilesPrivate } from '../../platform/private-files.ts'
import { logOfficesOf } from '../office/trust.ts'
import { readFileSync } from 'node:fs'

export async function repairOffice(
  configFile: string,
  from: readonly string[] = [],
): Promise<Repair> {
  await using lost = await openLost(configFile, from)
  return await repairLedger(lost.parts)
}

export async function succeedOffice(
  configFile: string,
  from: readonly string[],
  { reason }: { readonly reason: string },
): Promise<Succeeded> {
  await using lost = await openLost(configFile, from)
  const { parts, loaded, signers } = lost
  const { config, directory, office } = loaded
  const clock = openClock(config.clock, office.zone)
  const offices = logOfficesOf(directory, office.id, signers.publicKeys)
  return await succeedLedger({
    ...parts,
    trust: createTrust({
      office: office.id,
      store: parts.heads,
      signers,
      sha256,
      verify: verifyNoteSignature,
      offices: () => offices,
      keep: () => parts.archive.sync(),
      nowMs: () => Date.now(),
    }),
    signer: readSigner(config.keys.event),
    macOf: commandMac(readFileSync(config.keys.payload)).macOf,
    said: {
      actor: localActor(),
      at: clock.now(),
      on: dateAt(clock.now(), office.zone),
      reason,
    },
  })
}

/** While the office runs: its files are only read. */
export function exportLedger(configFile: string, ledger: string, file: string): Promise<Exported> {
  makeFilesPrivate()
  const { config, directory, office } = loadConfig(configFile)
  const found = directory.offices.find(({ id }) => id === ledger)
  if (found === undefined) throw unknown(ledger)
  using archive = readArchive(path.join(config.dataDir, 'archive.sqlite'))
  using heads = readLogStore(path.join(config.dataDir, 'heads.sqlite'))
  const written = writeCopy({ by: office.id, archive, heads }, found.id, file)
  return Promise.resolve({ office: office.id, ledger, file, ...written })
}

/** The files and the broker of an office that is stopped, for as long as something is done to its ledger. */
async function openLost(configFile: string, from: readonly string[]) {
  makeFilesPrivate()
  const loaded = loadConfig(configFile)
  const { config, office } = loaded
  const copies = await Promise.all(from.map(readCopy))
  await using stack = new AsyncDisposableStack()
  stack.use(lockOf(loaded))
  const archive = stack.use(openArchive(path.join(config.dataDir, 'archive.sqlite')))
  const heads = stack.use(openLogStore(path.join(config.dataDir, 'heads.sqlite')))
  const keyFile = config.keys.log ?? logKeyFileIn(path.dirname(config.keys.broker))
  const signers = readLogSigners(office.id, keyFile)
  const access = {
    seed: readBrokerSeed(config.keys.broker),
    name: `concert ledger ${office.id}`,
    tls: config.tls,
    log: silent,
  }
  const open = (epoch: string) =>
    openLedger(office, access, { epoch, signal: AbortSignal.timeout(patienceMs) })
  const all = stack.move()
  return {
    loaded,
    signers,
    parts: { office, keys: signers.publicKeys, archive, heads, copies, open },
    [Symbol.asyncDispose]: () => all[Symbol.asyncDispose](),
  }
}

function lockOf({ config, office }: LoadedConfig): Disposable {
  return holdLock(path.join(config.dataDir, 'office.lock'), (holder) => {
    throw problemError(
      'conflict',
      {
        en: `${office.id} runs (process ${holder}): stop it, so that nothing is recorded while its ledger is put back.`,
        fr: `${office.id} est en marche (processus ${holder}) : arrêtez-le, pour que rien ne soit consigné pendant que son registre est remis.`,
      },
      holder,
    )
  })
}

function unknown(ledger: string): ProblemError {
  return problemError(
    'not-found',
    {
      en: `"${ledger}" is not in the office directory.`,
      fr: `« ${ledger} » ne figure pas au répertoire des organismes.`,
    },
    ledger as OfficeId,
  )
}

const patienceMs = 15_000
const nothing = () => undefined
const silent = { debug: nothing, info: nothing, warn: nothing, error: nothing }
