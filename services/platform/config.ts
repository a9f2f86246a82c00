// Reads office.json once: typed, frozen, every problem reported together by field. The only place that reads the environment for an office.
// A variable overrides one field; a problem with it names the variable. No value of a secret is ever shown.

import { hash } from 'node:crypto'
import { accessSync, constants, readFileSync } from 'node:fs'
import path from 'node:path'
import type { z } from 'zod'
import {
  directorySchema,
  type Directory,
  type OfficeEntry,
} from '../../shared/office/directory.schema.ts'
import { isZone } from '../../shared/calendar/zone.ts'
import { witnessOf } from '../../shared/ledger/log/witness.ts'
import { findingsOf } from '../../shared/kernel/problem-of.schema.ts'
import { present } from '../../shared/kernel/present.ts'
import { problem, ProblemError } from '../../shared/kernel/problems.ts'
import type { Text } from '../../shared/kernel/text.ts'
import { officeConfigSchema, type OfficeConfig, type TlsConfig } from './config.schema.ts'

export interface LoadedConfig {
  readonly file: string
  /** Every path in it is absolute. */
  readonly config: OfficeConfig
  readonly directory: Directory
  /** The directory's entry of this office. */
  readonly office: OfficeEntry
}

/** What overrides which field of office.json. */
export const overrides = {
  CONCERT_OFFICE_HTTP_HOST: ['http', 'host'],
  CONCERT_OFFICE_HTTP_PORT: ['http', 'port'],
  CONCERT_OFFICE_TEMPORAL_ADDRESS: ['temporal', 'address'],
  CONCERT_OFFICE_LOG_LEVEL: ['log', 'level'],
} as const

/** A refusal with every problem at once; each begins with the field that it is about. */
export class ConfigError extends ProblemError {
  /** In English. */
  readonly problems: readonly string[]
  constructor(file: string, found: readonly Text[]) {
    const said = { en: found.map(({ en }) => en), fr: found.map(({ fr }) => fr) }
    super(
      problem(
        'invalid-input',
        {
          en: `${file} cannot be used${said.en.length === 1 ? `: ${said.en.join('')}` : ''}`,
          fr: `${file} est inutilisable${said.fr.length === 1 ? ` : ${said.fr.join('')}` : ''}`,
        },
        undefined,
        said.en.length === 1 ? {} : { details: said.en, detailsFr: said.fr },
      ),
    )
    this.name = 'ConfigError'
    this.problems = said.en
  }
}

/** The configuration in `file` with the overrides of `env`. Throws ConfigError with every problem at once. */
export function loadConfig(file: string, env: NodeJS.ProcessEnv = process.env): LoadedConfig {
  const absolute = path.resolve(file)
  const raw = readJson(absolute)
  if ('problem' in raw) throw new ConfigError(absolute, [raw.problem])
  const overridden = applyOverrides(raw.value, env)
  const parsed = officeConfigSchema.safeParse(raw.value)
  if (!parsed.success)
    throw new ConfigError(absolute, formProblems(parsed.error, raw.value, overridden))
  const config = resolvePaths(parsed.data, path.dirname(absolute))
  const problems: Text[] = unreadable(filesOf(config))
  problems.push(...identityProblems(config), ...witnessProblems(config))
  const directory = readDirectory(config.directory, problems)
  const office = directory?.offices.find(({ id }) => id === config.office)
  if (directory !== undefined && office === undefined) {
    const listed = directory.offices.map(({ id }) => id).join(', ')
    problems.push({
      en: `office: "${config.office}" is not in the directory ${config.directory}, which lists ${listed}`,
      fr: `office : « ${config.office} » ne figure pas au répertoire ${config.directory}, où se trouvent ${listed}`,
    })
  }
  for (const entry of directory?.offices ?? [])
    if (!isZone(entry.zone))
      problems.push({
        en: `directory: ${entry.id} has the zone "${entry.zone}", which this runtime does not know`,
        fr: `directory : ${entry.id} a le fuseau « ${entry.zone} », inconnu ici`,
      })
  if (problems.length > 0 || directory === undefined || office === undefined)
    throw new ConfigError(absolute, problems)
  return deepFreeze({ file: absolute, config, directory, office })
}

function formProblems(
  error: z.core.$ZodError,
  raw: unknown,
  overridden: ReadonlyMap<string, string>,
): Text[] {
  return findingsOf(error, raw).map(({ path: at, words }) => {
    const field = at === '' ? { en: '(file)', fr: '(fichier)' } : { en: at, fr: at }
    const variable = overridden.get(at)
    return variable === undefined
      ? { en: `${field.en}: ${words.en}`, fr: `${field.fr} : ${words.fr}` }
      : {
          en: `${field.en}, from ${variable}: ${words.en}`,
          fr: `${field.fr}, d’après ${variable} : ${words.fr}`,
        }
  })
}

type NamedFile = readonly [field: string, file: string]

function unreadable(files: readonly NamedFile[]): Text[] {
  return files
    .filter(([, file]) => !isReadable(file))
    .map(([field, file]) => ({
      en: `${field}: ${file} cannot be read`,
      fr: `${field} : ${file} ne se lit pas`,
    }))
}

/** What makes of the configured keys no witness; two entries of one name would count as one. */
function witnessProblems({ witnesses }: OfficeConfig): Text[] {
  const names = new Set<string>()
  return witnesses.flatMap(({ keys }, n) => {
    const witness = witnessOf((bytes) => hash('sha256', bytes, 'buffer'), keys)
    const at = `witnesses.${n}.keys`
    if (typeof witness === 'string')
      return [{ en: `${at}: ${witness}`, fr: `${at} : ce ne sont pas les clés d’un témoin` }]
    if (names.has(witness.name))
      return [
        {
          en: `${at}: "${witness.name}" stands twice`,
          fr: `${at} : « ${witness.name} » figure deux fois`,
        },
      ]
    names.add(witness.name)
    return []
  })
}

/** What would let people in who have not proved who they are. */
function identityProblems({ http, identity }: OfficeConfig): Text[] {
  const problems: Text[] = []
  if (identity.kind === 'local') {
    if (!isLoopback(http.host))
      problems.push({
        en: `http.host: ${http.host} can be reached from other machines, and identities are local, which anybody could choose: configure "identity" with an OpenID Connect provider, or listen on 127.0.0.1`,
        fr: `http.host : ${http.host} est joignable d’autres machines, et les identités sont locales, au choix de n’importe qui : configurez « identity » avec un fournisseur OpenID Connect, ou écoutez sur 127.0.0.1`,
      })
    if (http.hosts !== undefined)
      problems.push({
        en: 'http.hosts: with local identities this office has no name but those of this machine',
        fr: 'http.hosts : avec des identités locales, cet organisme n’a d’autre nom que ceux de cette machine',
      })
    return problems
  }
  for (const [field, text] of [
    ['publicUrl', identity.publicUrl],
    ['issuer', identity.issuer],
  ] as const) {
    const { protocol, hostname } = new URL(text)
    if (protocol !== 'https:' && !(protocol === 'http:' && isLoopback(hostname)))
      problems.push({
        en: `identity.${field}: ${text} is not https: sign-ins and cookies would travel in clear`,
        fr: `identity.${field} : ${text} n’est pas en https : les connexions et les témoins de session circuleraient en clair`,
      })
  }
  return problems
}

export function isLoopback(host: string): boolean {
  return /^(localhost|127(\.\d{1,3}){3}|\[?::1\]?)$/.test(host.toLowerCase())
}

function readDirectory(file: string, problems: Text[]): Directory | undefined {
  const raw = readJson(file)
  if ('problem' in raw) {
    problems.push({
      en: `directory: ${file}: ${raw.problem.en}`,
      fr: `directory : ${file} : ${raw.problem.fr}`,
    })
    return undefined
  }
  const parsed = directorySchema.safeParse(raw.value)
  if (parsed.success) return parsed.data
  problems.push(
    ...formProblems(parsed.error, raw.value, new Map()).map(({ en, fr }) => ({
      en: `directory ${file}, ${en}`,
      fr: `directory ${file}, ${fr}`,
    })),
  )
  return undefined
}

/** Writes the overrides into `raw`; answers which field came from which variable. */
function applyOverrides(raw: unknown, env: NodeJS.ProcessEnv): Map<string, string> {
  const from = new Map<string, string>()
  if (!isRecord(raw)) return from
  for (const [variable, [section, field]] of Object.entries(overrides)) {
    const value = env[variable]
    const target = raw[section]
    if (value === undefined || value === '' || !isRecord(target)) continue
    target[field] = field === 'port' && /^\d+$/.test(value) ? Number(value) : value
    from.set(`${section}.${field}`, variable)
  }
  return from
}

function resolvePaths(config: OfficeConfig, base: string): OfficeConfig {
  const at = (file: string) => path.resolve(base, file)
  const { identity, keys, notify, temporal, tls, workflowBundle } = config
  return {
    ...config,
    directory: at(config.directory),
    dataDir: at(config.dataDir),
    keys: {
      broker: at(keys.broker),
      event: at(keys.event),
      payload: at(keys.payload),
      seal: at(keys.seal),
      ...present({
        log: keys.log === undefined ? undefined : at(keys.log),
        formerSeal: keys.formerSeal?.map(at),
        formerPayload: keys.formerPayload?.map(at),
      }),
    },
    temporal: {
      ...temporal,
      ...(temporal.apiKey === undefined ? {} : { apiKey: at(temporal.apiKey) }),
      ...(temporal.tls === undefined ? {} : { tls: tlsAt(temporal.tls, at) }),
    },
    ...(tls === undefined ? {} : { tls: tlsAt(tls, at) }),
    packFolders: config.packFolders.map(at),
    ...(identity.kind === 'openid' && identity.clientSecret !== undefined
      ? { identity: { ...identity, clientSecret: at(identity.clientSecret) } }
      : {}),
    ...(workflowBundle === undefined ? {} : { workflowBundle: at(workflowBundle) }),
    ...(notify === undefined ? {} : { notify: withPaths(notify, at) }),
  }
}

function tlsAt(files: TlsConfig, at: (file: string) => string): TlsConfig {
  return Object.fromEntries(Object.entries(present(files)).map(([name, file]) => [name, at(file)]))
}

function withPaths(
  notify: NonNullable<OfficeConfig['notify']>,
  at: (file: string) => string,
): NonNullable<OfficeConfig['notify']> {
  const { mailServer } = notify
  return {
    ...notify,
    recipients: notify.recipients.map((recipient) => ({
      ...recipient,
      address:
        recipient.address.kind === 'mail'
          ? recipient.address
          : { ...recipient.address, secretFile: at(recipient.address.secretFile) },
    })),
    ...(mailServer === undefined
      ? {}
      : {
          mailServer: {
            ...mailServer,
            ...(mailServer.passwordFile === undefined
              ? {}
              : { passwordFile: at(mailServer.passwordFile) }),
          },
        }),
  }
}

/** Every file that has to be there, by the field that names it. */
function filesOf({ identity, keys, notify, temporal, tls, workflowBundle }: OfficeConfig) {
  const named: (readonly [field: string, file: string | undefined])[] = [
    ...(['broker', 'event', 'payload', 'seal'] as const).map(
      (name) => [`keys.${name}`, keys[name]] as const,
    ),
    ...(['formerSeal', 'formerPayload'] as const).flatMap((name) =>
      (keys[name] ?? []).map((file, n) => [`keys.${name}.${n}`, file] as const),
    ),
    ...Object.entries(tls ?? {}).map(([name, file]) => [`tls.${name}`, file] as const),
    ...Object.entries(temporal.tls ?? {}).map(
      ([name, file]) => [`temporal.tls.${name}`, file] as const,
    ),
    ['temporal.apiKey', temporal.apiKey],
    ['workflowBundle', workflowBundle],
    ['identity.clientSecret', identity.kind === 'openid' ? identity.clientSecret : undefined],
    ['notify.mailServer.passwordFile', notify?.mailServer?.passwordFile],
    ...(notify?.recipients ?? []).map(
      ({ address }, n) =>
        [
          `notify.recipients.${n}.address.secretFile`,
          address.kind === 'mail' ? undefined : address.secretFile,
        ] as const,
    ),
  ]
  return named.flatMap(([field, file]): NamedFile[] => (file === undefined ? [] : [[field, file]]))
}

function readJson(file: string): { value: unknown } | { problem: Text } {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    return {
      problem: {
        en: `it cannot be read (${codeOf(error)})`,
        fr: `impossible de le lire (${codeOf(error)})`,
      },
    }
  }
  try {
    return { value: JSON.parse(text) as unknown }
  } catch (error) {
    return {
      problem: {
        en: `it is not JSON: ${messageOf(error)}`,
        fr: 'ce n’est pas du JSON',
      },
    }
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'erreur'
}

function isReadable(file: string): boolean {
  try {
    accessSync(file, constants.R_OK)
    return true
  } catch {
    return false
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value)
    for (const inner of Object.values(value)) deepFreeze(inner)
  }
  return value
}
