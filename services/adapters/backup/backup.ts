// A copy of everything that one office cannot make again, taken while it runs. Its broker's files and the projection are not in it:
// the archive has every entry of every ledger, byte for byte, and the projection is made from it.

import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { present } from '../../../shared/kernel/present.ts'
import { type ProblemError, problemError } from '../../../shared/kernel/problems.ts'
import type { LoadedConfig } from '../../platform/config.ts'
import type { OfficeConfig, TlsConfig } from '../../platform/config.schema.ts'
import { logKeyFileIn } from '../log/keys.ts'
import { hashFile, isFilled, syncFolder, writeDurably } from './files.ts'
import { manifestName, manifestSchema, type Manifest } from './manifest.schema.ts'

/**
 * Heads first and the archive last: what an earlier copy knows, a later one has.
 * A database that a process of this office has not made yet is left out.
 */
const databases = [
  'heads.sqlite',
  'staff.sqlite',
  'desk.sqlite',
  'notifications.sqlite',
  'archive.sqlite',
]

/** Writes into `folder`, which is empty or not there yet. Throws ProblemError where it has something. */
export function backupOffice(
  { config, directory, office }: LoadedConfig,
  folder: string,
  { withKeys, now = () => new Date() }: { readonly withKeys: boolean; readonly now?: () => Date },
): Manifest {
  if (isFilled(folder)) throw notEmpty(folder)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const names: string[] = []
  for (const name of databases) {
    const from = path.join(config.dataDir, name)
    if (!existsSync(from)) continue
    copyDatabase(from, path.join(folder, name))
    names.push(name)
  }
  const moved = movedConfig(config, withKeys)
  writeJson(path.join(folder, 'office.json'), moved.config)
  writeJson(path.join(folder, 'directory.json'), directory)
  if (moved.secrets.size > 0) mkdirSync(path.join(folder, 'secrets'), { mode: 0o700 })
  for (const [name, from] of moved.secrets)
    writeDurably(path.join(folder, name), readFileSync(from))
  names.push('office.json', 'directory.json', ...moved.secrets.keys())
  const manifest = manifestSchema.parse({
    format: 'concert-backup',
    version: 1,
    office: office.id,
    madeAt: now().toISOString(),
    withKeys,
    files: names.map((name) => ({ name, ...hashFile(path.join(folder, name)) })),
  })
  if (moved.secrets.size > 0) syncFolder(path.join(folder, 'secrets'))
  syncFolder(folder)
  writeJson(path.join(folder, manifestName), manifest)
  syncFolder(folder)
  return manifest
}

/** One snapshot, whatever is written meanwhile: SQLite's online backup would begin again at every write of the running office. */
function copyDatabase(from: string, to: string): void {
  writeFileSync(to, '', { mode: 0o600, flag: 'wx' })
  using database = new DatabaseSync(from, { readOnly: true, timeout: 5_000 })
  database.prepare('VACUUM INTO ?').run(to)
}

/**
 * The configuration as it is used where it is put back: the office's own folder is the one that it stands in.
 * Secrets that are not in the backup stay where they are; a bundle of workflows is built anew.
 */
function movedConfig(
  config: OfficeConfig,
  withKeys: boolean,
): { readonly config: OfficeConfig; readonly secrets: ReadonlyMap<string, string> } {
  const secrets = new Map<string, string>()
  const secret = (as: string, file: string): string => {
    if (!withKeys) return file
    secrets.set(`secrets/${as}`, file)
    return `secrets/${as}`
  }
  const { workflowBundle: _, keys, identity, notify, temporal, tls, ...rest } = config
  const pem = (as: string, files: TlsConfig): TlsConfig =>
    Object.fromEntries(
      Object.entries(present(files)).map(([name, file]) => [
        name,
        secret(`${as}-${name}.pem`, file),
      ]),
    )
  const log = keys.log ?? logKeyFileIn(path.dirname(keys.broker))
  const { mailServer } = notify ?? {}
  return {
    secrets,
    config: {
      ...rest,
      dataDir: '.',
      directory: 'directory.json',
      keys: {
        broker: secret('broker.key', keys.broker),
        event: secret('event.key', keys.event),
        payload: secret('payload.key', keys.payload),
        seal: secret('seal.key', keys.seal),
        ...(existsSync(log) ? { log: secret('log.key', log) } : {}),
        ...present({
          formerSeal: keys.formerSeal?.map((file, n) => secret(`seal-${n}.key`, file)),
          formerPayload: keys.formerPayload?.map((file, n) => secret(`payload-${n}.key`, file)),
        }),
      },
      temporal: {
        ...temporal,
        ...(temporal.tls === undefined ? {} : { tls: pem('temporal', temporal.tls) }),
        ...(temporal.apiKey === undefined
          ? {}
          : { apiKey: secret('temporal-api-key', temporal.apiKey) }),
      },
      ...(tls === undefined ? {} : { tls: pem('brokers', tls) }),
      identity:
        identity.kind === 'openid' && identity.clientSecret !== undefined
          ? { ...identity, clientSecret: secret('client-secret', identity.clientSecret) }
          : identity,
      ...(notify === undefined
        ? {}
        : {
            notify: {
              ...notify,
              recipients: notify.recipients.map((recipient, at) => ({
                ...recipient,
                address:
                  recipient.address.kind === 'mail'
                    ? recipient.address
                    : {
                        ...recipient.address,
                        secretFile: secret(`webhook-${at}`, recipient.address.secretFile),
                      },
              })),
              ...(mailServer === undefined
                ? {}
                : {
                    mailServer:
                      mailServer.passwordFile === undefined
                        ? mailServer
                        : {
                            ...mailServer,
                            passwordFile: secret('mail-password', mailServer.passwordFile),
                          },
                  }),
            },
          }),
    },
  }
}

function writeJson(file: string, value: unknown): void {
  writeDurably(file, `${JSON.stringify(value, null, 2)}\n`)
}

export function notEmpty(folder: string): ProblemError {
  return problemError(
    'already-exists',
    {
      en: `${folder} is not an empty folder: nothing was written. Name one that is empty, or not there yet.`,
      fr: `${folder} n'est pas un dossier vide : rien n'a été écrit. Nommez-en un qui soit vide, ou qui n'existe pas encore.`,
    },
    folder,
  )
}
