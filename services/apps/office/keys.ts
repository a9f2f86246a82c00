// Are the key files of an office those that the directory names? An office that signs with another key is believed by nobody, itself included.

import { existsSync } from 'node:fs'
import path from 'node:path'
import { readPublicKeys } from '../../../infra/brokers/keys.ts'
import type { Text } from '../../../shared/kernel/text.ts'
import { ensureLogKeys, logKeyFileIn } from '../../adapters/log/keys.ts'
import type { LoadedConfig } from '../../platform/config.ts'

/** Throws where a file is no key at all. */
export function keyProblems({ config, office }: Pick<LoadedConfig, 'config' | 'office'>): Text[] {
  const { keys } = config
  const { broker, eventKey, sealKey } = readPublicKeys(keys)
  const logFile = keys.log ?? logKeyFileIn(path.dirname(keys.broker))
  const has = (all: readonly { keyid: string; publicKey: string }[], own: typeof eventKey) =>
    all.some(({ keyid, publicKey }) => keyid === own.keyid && publicKey === own.publicKey)
  const differing: [field: string, file: string, fits: boolean][] = [
    ['keys.broker', keys.broker, office.broker.publicKey === broker],
    ['keys.event', keys.event, has(office.eventKeys, eventKey)],
    ['keys.seal', keys.seal, office.sealKeys === undefined || has(office.sealKeys, sealKey)],
    [
      'keys.log',
      logFile,
      office.logKeys === undefined ||
        !existsSync(logFile) ||
        JSON.stringify(ensureLogKeys(logFile)) === JSON.stringify(office.logKeys),
    ],
  ]
  return differing
    .filter(([, , fits]) => !fits)
    .map(([field, file]) => ({
      en: `${field}: ${file} is another key than the directory has of ${office.id}: use the right file, or send the others the entry that "concert setup entry" makes from it`,
      fr: `${field} : ${file} n’est pas la clé que le répertoire donne de ${office.id} : employez le bon fichier, ou envoyez aux autres l’inscription que « concert setup entry » en tire`,
    }))
}
