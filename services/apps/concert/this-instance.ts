// What `concert doctor --config` says of one office from its own files: configuration, keys, the way to every broker, Temporal. The office need not run.

import { readFileSync } from 'node:fs'
import path from 'node:path'
import { checkOf } from '../../../shared/contract/check.ts'
import type { Check } from '../../../shared/contract/views.schema.ts'
import type { Instant } from '../../../shared/kernel/date.ts'
import type { Text } from '../../../shared/kernel/text.ts'
import { readBrokerSeed } from '../../adapters/ledger/broker.ts'
import { tryWay } from '../../adapters/ledger/way.ts'
import { tryTemporal } from '../../adapters/temporal/connection.ts'
import { wayCheck } from '../../office/ways.ts'
import { ConfigError, loadConfig, type LoadedConfig } from '../../platform/config.ts'
import { keyProblems } from '../office/keys.ts'

export interface InstanceChecks {
  readonly where: string
  readonly checks: readonly Check[]
}

export async function checkInstance(configFile: string): Promise<InstanceChecks> {
  const loaded = load(configFile)
  if ('problem' in loaded)
    return { where: configFile, checks: [checkOf(configName, 'failed', loaded.problem, mend)] }
  const { config, directory, office, file } = loaded
  const access = {
    as: office.id,
    seed: readBrokerSeed(config.keys.broker),
    name: `concert doctor ${office.id}`,
    tls: config.tls,
    log: silent,
  }
  const now = new Date().toISOString() as Instant
  const [temporal, ...ways] = await Promise.all([
    temporalCheck(loaded),
    ...directory.offices.map(async (each) =>
      wayCheck({ way: await tryWay(each, access), isOwn: each.id === office.id, now }),
    ),
  ])
  return {
    where: office.id,
    checks: [
      checkOf(configName, 'ok', { en: file, fr: file }),
      ...ways,
      temporal,
      await processCheck(config.dataDir, configFile),
    ],
  }
}

function load(file: string): LoadedConfig | { readonly problem: Text } {
  try {
    const loaded = loadConfig(file)
    const wrong = keyProblems(loaded)
    if (wrong.length > 0) throw new ConfigError(loaded.file, wrong)
    return loaded
  } catch (error) {
    if (!(error instanceof ConfigError)) {
      const said = error instanceof Error ? error.message : String(error)
      return { problem: { en: said, fr: said } }
    }
    const { message, messageFr, details = [], detailsFr = [] } = error.problem
    return {
      problem: {
        en: [message, ...details].join('; '),
        fr: [messageFr, ...detailsFr].join(' ; '),
      },
    }
  }
}

async function temporalCheck({ config }: LoadedConfig): Promise<Check> {
  const { address, namespace } = config.temporal
  const tried = await tryTemporal(config.temporal)
  const place = {
    en: `${address}, namespace ${namespace}`,
    fr: `${address}, espace de noms ${namespace}`,
  }
  switch (tried.kind) {
    case 'there':
      return checkOf(temporalName, 'ok', {
        en: `${place.en}, server ${tried.version}`,
        fr: `${place.fr}, serveur ${tried.version}`,
      })
    case 'no-namespace':
      return checkOf(
        temporalName,
        'failed',
        {
          en: `${address} has no namespace ${namespace}`,
          fr: `${address} n’a pas l’espace de noms ${namespace}`,
        },
        {
          en: `Make it: temporal operator namespace create --address ${address} --namespace ${namespace}`,
          fr: `Créez-le : temporal operator namespace create --address ${address} --namespace ${namespace}`,
        },
      )
    case 'away':
      return checkOf(
        temporalName,
        'failed',
        { en: `${place.en}: ${tried.why}`, fr: `${place.fr} : ${tried.why}` },
        {
          en: 'Start it, or correct "temporal" in office.json: address, tls, apiKey',
          fr: 'Démarrez-le, ou corrigez « temporal » dans office.json : address, tls, apiKey',
        },
      )
  }
}

/** Whether the office runs, and whether it answers where it says that it is. */
async function processCheck(dataDir: string, configFile: string): Promise<Check> {
  const url = runsAt(dataDir)
  const isHere =
    url !== undefined &&
    (await fetch(`${url}/v1/health`, { signal: AbortSignal.timeout(answerMs) }).then(
      () => true,
      () => false,
    ))
  return isHere
    ? checkOf(processName, 'ok', { en: `answers at ${url}`, fr: `répond à ${url}` })
    : checkOf(
        processName,
        'warning',
        { en: 'does not run', fr: 'n’est pas en marche' },
        {
          en: `Start it: concert office --config ${configFile}`,
          fr: `Démarrez-le : concert office --config ${configFile}`,
        },
      )
}

function runsAt(dataDir: string): string | undefined {
  try {
    const run: unknown = JSON.parse(readFileSync(path.join(dataDir, 'run.json'), 'utf8'))
    return typeof run === 'object' && run !== null && 'url' in run && typeof run.url === 'string'
      ? run.url
      : undefined
  } catch {
    return undefined
  }
}

const answerMs = 3_000
const configName: Text = { en: 'configuration', fr: 'configuration' }
const temporalName: Text = { en: 'Temporal', fr: 'Temporal' }
const processName: Text = { en: 'office', fr: 'organisme' }
const mend: Text = {
  en: 'Correct what is named; the guide for administrators shows a whole office.json',
  fr: 'Corrigez ce qui est nommé; le guide des administrateurs montre un office.json complet',
}
const nothing = () => undefined
const silent = { debug: nothing, info: nothing, warn: nothing, error: nothing }
