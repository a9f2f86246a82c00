// Reads office.json once: typed, frozen, every problem reported together by field. The only place that reads the environment for an office.
// A variable overrides one field; a problem with it names the variable. No value of a secret is ever shown.

import { hash } from 'node:crypto'
import { accessSync, constants, readFileSync } from 'node:fs'
import path from 'node:path'
import {
  directorySchema,
  type Directory,
  type OfficeEntry,
} from '../../shared/office/directory.schema.ts'
import { isZone } from '../../shared/calendar/zone.ts'
import { witnessOf } from '../../shared/ledger/log/witness.ts'
import { officeConfigSchema, type OfficeConfig } from './config.schema.ts'

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

export class ConfigError extends Error {
  readonly problems: readonly string[]
  constructor(file: string, problems: readonly string[], options?: ErrorOptions) {
    super(
      [
        `Configuration ${file} cannot be used:`,
        ...problems.map((problem) => `  - ${problem}`),
      ].join('\n'),
      options,
    )
    this.name = 'ConfigError'
    this.problems = problems
  }
}

/** The configuration in `file` with the overrides of `env`. Throws ConfigError with every problem at once. */
export function loadConfig(file: string, env: NodeJS.ProcessEnv = process.env): LoadedConfig {
  const absolute = path.resolve(file)
  const raw = readJson(absolute)
  if ('problem' in raw) throw new ConfigError(absolute, [raw.problem])
  const overridden = applyOverrides(raw.value, env)
  const parsed = officeConfigSchema.safeParse(raw.value)
  if (!parsed.success) {
    const problems = parsed.error.issues.map(({ path: at, message }) => {
      const field = at.join('.') || '(file)'
      const variable = overridden.get(field)
      return variable === undefined
        ? `${field}: ${message}`
        : `${field}, from ${variable}: ${message}`
    })
    throw new ConfigError(absolute, problems)
  }
  const config = resolvePaths(parsed.data, path.dirname(absolute))
  const problems: string[] = []
  for (const name of ['broker', 'event', 'payload', 'seal'] as const)
    if (!isReadable(config.keys[name]))
      problems.push(`keys.${name}: ${config.keys[name]} cannot be read`)
  if (config.workflowBundle !== undefined && !isReadable(config.workflowBundle))
    problems.push(`workflowBundle: ${config.workflowBundle} cannot be read`)
  problems.push(...identityProblems(config), ...witnessProblems(config))
  for (const [field, file] of secretFilesOf(config.notify))
    if (!isReadable(file)) problems.push(`${field}: ${file} cannot be read`)
  const directory = readDirectory(config.directory, problems)
  const office = directory?.offices.find(({ id }) => id === config.office)
  if (directory !== undefined && office === undefined)
    problems.push(
      `office: "${config.office}" is not in the directory ${config.directory}, which lists ${directory.offices.map(({ id }) => id).join(', ')}`,
    )
  for (const entry of directory?.offices ?? [])
    if (!isZone(entry.zone))
      problems.push(
        `directory: ${entry.id} has the zone "${entry.zone}", which this runtime does not know`,
      )
  if (problems.length > 0 || directory === undefined || office === undefined)
    throw new ConfigError(absolute, problems)
  return deepFreeze({ file: absolute, config, directory, office })
}

/** What makes of the configured keys no witness; two entries of one name would count as one. */
function witnessProblems({ witnesses }: OfficeConfig): string[] {
  const names = new Set<string>()
  return witnesses.flatMap(({ keys }, n) => {
    const witness = witnessOf((bytes) => hash('sha256', bytes, 'buffer'), keys)
    if (typeof witness === 'string') return [`witnesses.${n}.keys: ${witness}`]
    if (names.has(witness.name)) return [`witnesses.${n}.keys: "${witness.name}" stands twice`]
    names.add(witness.name)
    return []
  })
}

/** What would let people in who have not proved who they are. */
function identityProblems({ http, identity }: OfficeConfig): string[] {
  const problems: string[] = []
  if (identity.kind === 'local') {
    if (!isLoopback(http.host))
      problems.push(
        `http.host: ${http.host} can be reached from other machines, and identities are local, which anybody could choose: configure "identity" with an OpenID Connect provider, or listen on 127.0.0.1`,
      )
    if (http.hosts !== undefined)
      problems.push(
        'http.hosts: with local identities this office has no name but those of this machine',
      )
    return problems
  }
  for (const [field, text] of [
    ['publicUrl', identity.publicUrl],
    ['issuer', identity.issuer],
  ] as const) {
    const { protocol, hostname } = new URL(text)
    if (protocol !== 'https:' && !(protocol === 'http:' && isLoopback(hostname)))
      problems.push(
        `identity.${field}: ${text} is not https: sign-ins and cookies would travel in clear`,
      )
  }
  if (identity.clientSecret !== undefined && !isReadable(identity.clientSecret))
    problems.push(`identity.clientSecret: ${identity.clientSecret} cannot be read`)
  return problems
}

export function isLoopback(host: string): boolean {
  return /^(localhost|127(\.\d{1,3}){3}|\[?::1\]?)$/.test(host.toLowerCase())
}

function readDirectory(file: string, problems: string[]): Directory | undefined {
  const raw = readJson(file)
  if ('problem' in raw) {
    problems.push(`directory: ${raw.problem}`)
    return undefined
  }
  const parsed = directorySchema.safeParse(raw.value)
  if (parsed.success) return parsed.data
  problems.push(
    ...parsed.error.issues.map(
      (issue) => `directory ${file}, ${issue.path.join('.') || '(file)'}: ${issue.message}`,
    ),
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
  return {
    ...config,
    directory: at(config.directory),
    dataDir: at(config.dataDir),
    keys: {
      broker: at(config.keys.broker),
      event: at(config.keys.event),
      payload: at(config.keys.payload),
      seal: at(config.keys.seal),
      ...(config.keys.log === undefined ? {} : { log: at(config.keys.log) }),
    },
    packFolders: config.packFolders.map(at),
    ...(config.identity.kind === 'openid' && config.identity.clientSecret !== undefined
      ? { identity: { ...config.identity, clientSecret: at(config.identity.clientSecret) } }
      : {}),
    ...(config.workflowBundle === undefined ? {} : { workflowBundle: at(config.workflowBundle) }),
    ...(config.notify === undefined ? {} : { notify: withPaths(config.notify, at) }),
  }
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

/** The files of secrets that telling people needs. */
function secretFilesOf(notify: OfficeConfig['notify']): [field: string, file: string][] {
  const password = notify?.mailServer?.passwordFile
  return [
    ...(password === undefined
      ? []
      : [['notify.mailServer.passwordFile', password] as [string, string]]),
    ...(notify?.recipients ?? []).flatMap(({ address }, n): [string, string][] =>
      address.kind === 'mail'
        ? []
        : [[`notify.recipients.${n}.address.secretFile`, address.secretFile]],
    ),
  ]
}

function readJson(file: string): { value: unknown } | { problem: string } {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    return { problem: `${file} cannot be read: ${messageOf(error)}` }
  }
  try {
    return { value: JSON.parse(text) as unknown }
  } catch (error) {
    return { problem: `${file} is not JSON: ${messageOf(error)}` }
  }
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
