// Are the key files of an office those that the directory names? An office that signs with another key is believed by nobody, itself included.

import { existsSync } from 'node:fs'
import path from 'node:path'
import { readPublicKeys } from '../../../infra/brokers/keys.ts'
import type { Text } from '../../../shared/kernel/text.ts'
import { pairsOf, type LogKeys } from '../../../shared/ledger/log/keys.schema.ts'
import { isChanged, type KeyPeriod } from '../../../shared/office/key-period.ts'
import { ensureLogKeys, logKeyFileIn } from '../../adapters/log/keys.ts'
import type { LoadedConfig } from '../../platform/config.ts'

/** Throws where a file is no key at all. */
export function keyProblems({ config, office }: Pick<LoadedConfig, 'config' | 'office'>): Text[] {
  const { keys } = config
  const { broker, eventKey, sealKey } = readPublicKeys(keys)
  const logFile = keys.log ?? logKeyFileIn(path.dirname(keys.broker))
  const has = (all: readonly (KeyPeriod & typeof eventKey)[], own: typeof eventKey) =>
    all.some((key) => key.keyid === own.keyid && key.publicKey === own.publicKey && !isChanged(key))
  const logKeys = (all: LogKeys) => JSON.stringify(pairsOf(all))
  const differing: [field: string, file: string, fits: boolean][] = [
    ['keys.broker', keys.broker, office.broker.publicKey === broker],
    ['keys.event', keys.event, has(office.eventKeys, eventKey)],
    ['keys.seal', keys.seal, office.sealKeys === undefined || has(office.sealKeys, sealKey)],
    [
      'keys.log',
      logFile,
      office.logKeys === undefined ||
        !existsSync(logFile) ||
        logKeys(ensureLogKeys(logFile)) === logKeys(office.logKeys),
    ],
  ]
  return differing
    .filter(([, , fits]) => !fits)
    .map(([field, file]) => ({
      en: `${field}: ${file} is not a key that the directory has of ${office.id} as one in use: use the right file, or send the others the entry that "concert setup entry" makes from it`,
      fr: `${field} : ${file} n’est pas une clé que le répertoire donne de ${office.id} comme étant en usage : employez le bon fichier, ou envoyez aux autres l’inscription que « concert setup entry » en tire`,
    }))
}
