// What the command line reads from the environment, once. Nothing else of it reads the environment.

import { readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import path from 'node:path'
import { problemError } from '../../../shared/kernel/problems.ts'
import { jsonFrom } from './json.ts'
import type { Lang } from '../../../shared/kernel/text.ts'

export interface Environment {
  /** Where a local federation keeps its data: `--data`, CONCERT_DATA, or `.concert` here. */
  readonly dataDir: string
  /** CONCERT_URL: the office to speak to. */
  readonly url: string | undefined
  /** CONCERT_TOKEN: what lets this program in there. */
  readonly token: string | undefined
  /** Where the command line keeps who is signed in where: of this user alone. */
  readonly configDir: string
}

export function readEnvironment(
  env: NodeJS.ProcessEnv = process.env,
  cwd: string = process.cwd(),
): Environment {
  return {
    dataDir: path.resolve(cwd, nonEmpty(env['CONCERT_DATA']) ?? '.concert'),
    url: nonEmpty(env['CONCERT_URL']),
    token: nonEmpty(env['CONCERT_TOKEN']),
    configDir: path.join(
      nonEmpty(env['XDG_CONFIG_HOME']) ?? path.join(homedir(), '.config'),
      'concert',
    ),
  }
}

/** The language of messages, from the first of LC_ALL, LC_MESSAGES and LANG that is set: French for `fr…`, else English. */
export function readLang(env: NodeJS.ProcessEnv = process.env): Lang {
  const locale = nonEmpty(env['LC_ALL']) ?? nonEmpty(env['LC_MESSAGES']) ?? nonEmpty(env['LANG'])
  return locale?.toLowerCase().startsWith('fr') === true ? 'fr' : 'en'
}

export interface RunningOffice {
  readonly id: string
  readonly url: string
  /** What lets the command line in there. */
  readonly token?: string | undefined
}

/** The offices of the federation on this machine, in its own order, from its `federation.json`; undefined where there is none. */
export function localOffices(dataDir: string): RunningOffice[] | undefined {
  const file = path.join(dataDir, 'federation.json')
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    if (
      error instanceof Error &&
      'code' in error &&
      (error.code === 'ENOENT' || error.code === 'ENOTDIR')
    )
      return undefined
    throw error
  }
  // Read without zod and tolerantly: only the addresses matter here, and most commands start with this.
  const { ports } = jsonFrom(text, file) as {
    ports?: { offices?: Record<string, { http?: unknown }> }
  }
  if (typeof ports?.offices !== 'object')
    throw problemError(
      'invalid-input',
      {
        en: `${file} cannot be read as the settings of a federation: it does not say on which ports the offices are`,
        fr: `${file} ne se lit pas comme les réglages d'une fédération : il ne dit pas sur quels ports sont les organismes`,
      },
      file,
    )
  return Object.entries(ports.offices).map(([id, { http }]) => ({
    id,
    url: `http://127.0.0.1:${Number(http)}`,
  }))
}

function nonEmpty(text: string | undefined): string | undefined {
  return text === undefined || text.trim() === '' ? undefined : text.trim()
}
