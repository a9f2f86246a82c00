// The files of `concert setup`: an office's keys and entry, the directory of all, the configuration of a broker. Nothing here is sent anywhere.

import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import { writeBrokerConfig } from '../../../infra/brokers/config.ts'
import { ensureOfficeKeys, keyFilesIn } from '../../../infra/brokers/keys.ts'
import { isZone } from '../../../shared/calendar/zone.ts'
import { problemOf } from '../../../shared/kernel/problem-of.schema.ts'
import { ProblemError, problemError } from '../../../shared/kernel/problems.ts'
import type { Lang, Text } from '../../../shared/kernel/text.ts'
import {
  directorySchema,
  officeEntrySchema,
  type Directory,
  type OfficeEntry,
} from '../../../shared/office/directory.schema.ts'
import { isTls } from '../../adapters/ledger/broker.ts'
import { jsonFrom } from '../../cli/kit/json.ts'
import { writeNewFile } from '../../cli/kit/new-file.ts'
import { print, type Io, type Paint } from '../../cli/kit/output.ts'
import { readText } from '../../cli/kit/send.ts'
import { isLoopback, loadConfig } from '../../platform/config.ts'
import { makeFilesPrivate } from '../../platform/private-files.ts'

/** An entry as it is before there are keys. */
const aboutSchema = officeEntrySchema
  .omit({ broker: true, eventKeys: true, sealKeys: true, logKeys: true })
  .extend({ broker: z.strictObject({ url: z.url({ protocol: /^(nats|tls)$/ }) }) })

interface Output {
  readonly output: string
  readonly json?: boolean
}

export async function makeEntry(
  io: Io,
  file: string,
  { keys, output, json }: Output & { readonly keys: string },
): Promise<void> {
  makeFilesPrivate()
  const { broker, ...about } = parsed(aboutSchema, await readJson(file), file)
  if (!isZone(about.zone)) throw unknownZone(file, about.zone)
  refuseToOverwrite(output)
  const publicKeys = ensureOfficeKeys(keys, about.id)
  const entry: OfficeEntry = {
    ...about,
    broker: { ...broker, publicKey: publicKeys.broker },
    eventKeys: [publicKeys.eventKey],
    sealKeys: [publicKeys.sealKey],
    logKeys: publicKeys.logKeys,
  }
  writeNewFile(output, jsonText(entry))
  const made = { office: entry.id, entry: output, keys: keyFilesIn(path.resolve(keys)) }
  print(io, json, made, renderEntry)
}

export async function makeDirectory(
  io: Io,
  files: readonly string[],
  { output, json }: { readonly output?: string; readonly json?: boolean },
): Promise<void> {
  const entries = new Map<string, OfficeEntry>()
  for (const file of files) {
    const value = await readJson(file)
    const isDirectory = typeof value === 'object' && value !== null && 'offices' in value
    const some = isDirectory
      ? parsed(directorySchema, value, file).offices
      : [parsed(officeEntrySchema, value, file)]
    for (const entry of some) {
      if (!isZone(entry.zone)) throw unknownZone(file, entry.zone)
      entries.set(entry.id, withFormerKeys(entry, entries.get(entry.id)))
    }
  }
  // Whoever makes it, and in whatever order: the same entries are the same file.
  const offices = [...entries.values()].sort((a, b) => (a.id < b.id ? -1 : 1))
  const directory: Directory = { version: 1, offices }
  const text = jsonText(directory)
  if (output !== undefined) writeNewFile(output, text)
  const made = {
    directory: output ?? null,
    fingerprint: createHash('sha256').update(text).digest('hex'),
    offices: offices.map(({ id, role, broker }) => ({ id, role, broker: broker.url })),
  }
  print(io, json, made, renderDirectory)
}

export interface BrokerOptions extends Output {
  readonly config: string
  readonly store: string
  readonly listen?: string
  readonly certificate?: string
  readonly key?: string
  readonly clients?: string
}

export function makeBroker(io: Io, options: BrokerOptions): void {
  makeFilesPrivate()
  const { certificate, key, clients, output } = options
  const { directory, office } = loadConfig(options.config)
  const url = new URL(office.broker.url)
  const host = options.listen ?? (isLoopback(url.hostname) ? '127.0.0.1' : '0.0.0.0')
  if (isTls(office.broker.url) !== (certificate !== undefined && key !== undefined))
    throw refused(
      isTls(office.broker.url)
        ? {
            en: `The directory says ${office.broker.url}: name the certificate and its key with --certificate and --key.`,
            fr: `Le répertoire indique ${office.broker.url} : nommez le certificat et sa clé par --certificate et --key.`,
          }
        : {
            en: `The directory says ${office.broker.url}, which is not TLS: give it as tls:// in the entry, or leave out --certificate and --key.`,
            fr: `Le répertoire indique ${office.broker.url}, qui n’est pas TLS : inscrivez tls:// dans l’inscription, ou omettez --certificate et --key.`,
          },
      office.broker.url,
    )
  if (existsSync(output) && !readFileSync(output, 'utf8').startsWith('# Generated '))
    throw refused(
      {
        en: `${output} is there, and "concert setup" did not write it: nothing was written.`,
        fr: `${output} existe, et « concert setup » ne l’a pas écrit : rien n’a été écrit.`,
      },
      output,
    )
  for (const file of [certificate, key, clients])
    if (file !== undefined && !existsSync(file))
      throw refused({ en: `${file} is not there.`, fr: `${file} n’existe pas.` }, file)
  const port = Number(url.port === '' ? 4222 : url.port)
  writeBrokerConfig(path.resolve(output), {
    directory,
    office,
    storeDir: options.store,
    host,
    port,
    ...(certificate === undefined || key === undefined
      ? {}
      : { tls: { certificate, key, ...(clients === undefined ? {} : { clients }) } }),
  })
  const made = {
    office: office.id,
    broker: output,
    listens: `${host}:${port}`,
    readers: directory.offices.map(({ id }) => id).filter((id) => id !== office.id),
  }
  print(io, options.json, made, renderBroker)
}

/** What the former keys signed is still verified, and what was sealed to them is still known as such. */
function withFormerKeys(entry: OfficeEntry, former: OfficeEntry | undefined): OfficeEntry {
  if (former === undefined) return entry
  const { eventKeys, sealKeys } = entry
  const merged = <K extends { readonly keyid: string }>(now: readonly K[], then: readonly K[]) => [
    ...now,
    ...then.filter(({ keyid }) => now.every((key) => key.keyid !== keyid)),
  ]
  return {
    ...entry,
    eventKeys: merged(eventKeys, former.eventKeys),
    ...(sealKeys === undefined ? {} : { sealKeys: merged(sealKeys, former.sealKeys ?? []) }),
  }
}

function parsed<S extends z.ZodType>(schema: S, value: unknown, file: string): z.output<S> {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  throw new ProblemError(
    problemOf(result.error, value, { where: { en: file, fr: file }, path: '' }),
  )
}

const readJson = async (file: string) => jsonFrom(await readText(file), file)
const jsonText = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`

/** Before keys are made for nothing. */
function refuseToOverwrite(file: string): void {
  if (existsSync(file))
    throw refused(
      {
        en: `${file} is there already: nothing was written. Name another file.`,
        fr: `${file} existe déjà : rien n’a été écrit. Nommez un autre fichier.`,
      },
      file,
    )
}

function unknownZone(file: string, zone: string): ProblemError {
  return refused(
    {
      en: `${file}: this runtime does not know the zone "${zone}"; one is "America/Toronto".`,
      fr: `${file} : le fuseau « ${zone} » est inconnu ici; « America/Toronto » en est un.`,
    },
    zone,
  )
}

const refused = (words: Text, value: string) => problemError('invalid-input', words, value)

interface EntryMade {
  readonly office: string
  readonly entry: string
  readonly keys: ReturnType<typeof keyFilesIn>
}

function renderEntry({ office, entry, keys }: EntryMade, paint: Paint, lang: Lang): string {
  const files = Object.entries(keys).map(([name, file]) => `  ${name.padEnd(8)} ${file}`)
  return lang === 'fr'
    ? [
        paint('bold', `Clés de ${office} :`),
        ...files,
        `Elles ne quittent pas cette machine. Envoyez ${entry} aux autres organismes : rien n’y est secret.`,
      ].join('\n')
    : [
        paint('bold', `Keys of ${office}:`),
        ...files,
        `They stay on this machine. Send ${entry} to the other offices: nothing in it is secret.`,
      ].join('\n')
}

interface DirectoryMade {
  readonly directory: string | null
  readonly fingerprint: string
  readonly offices: readonly {
    readonly id: string
    readonly role: string
    readonly broker: string
  }[]
}

function renderDirectory(made: DirectoryMade, paint: Paint, lang: Lang): string {
  const { directory, fingerprint, offices } = made
  const groups = fingerprint.match(/.{8}/g)?.join(' ') ?? fingerprint
  const rows = offices.map(({ id, role, broker }) => `  ${id}  ${roles[lang][role]}  ${broker}`)
  return lang === 'fr'
    ? [
        ...(directory === null ? [] : [`${directory} est écrit.`]),
        paint('bold', `${offices.length} organismes :`),
        ...rows,
        `Empreinte, à comparer par téléphone avec chacun :\n  ${groups}`,
      ].join('\n')
    : [
        ...(directory === null ? [] : [`${directory} is written.`]),
        paint('bold', `${offices.length} offices:`),
        ...rows,
        `Fingerprint, to compare with each of them by telephone:\n  ${groups}`,
      ].join('\n')
}

const roles: Readonly<Record<Lang, Readonly<Record<string, string>>>> = {
  en: { commissioner: 'commissioner', observer: 'observer' },
  fr: { commissioner: 'commissaire', observer: 'observateur' },
}

interface BrokerMade {
  readonly broker: string
  readonly listens: string
  readonly readers: readonly string[]
}

function renderBroker({ broker, listens, readers }: BrokerMade, _: Paint, lang: Lang): string {
  const list = readers.join(', ')
  return lang === 'fr'
    ? `${broker} est écrit : écoute sur ${listens}, lecture par ${list}.\nDémarrez par : nats-server -c ${broker}\nS’il est en marche, redémarrez-le : recharger ne suffit pas après l’ajout d’un organisme.`
    : `${broker} is written: listens on ${listens}, read by ${list}.\nStart it with: nats-server -c ${broker}\nWhere it runs, start it anew: a reload is not enough after an office was added.`
}
