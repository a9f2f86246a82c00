// The files of `concert setup`: an office's keys and entry, the directory of all, the configuration of a broker. Nothing here is sent anywhere.

import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import { writeBrokerConfig } from '../../../infra/brokers/config.ts'
import { ensureOfficeKeys, keyFilesIn, madeOn } from '../../../infra/brokers/keys.ts'
import { isZone } from '../../../shared/calendar/zone.ts'
import { problemOf } from '../../../shared/kernel/problem-of.schema.ts'
import { parseDate, type LocalDate } from '../../../shared/kernel/date.ts'
import { present } from '../../../shared/kernel/present.ts'
import { ProblemError, problemError } from '../../../shared/kernel/problems.ts'
import type { Lang, Text } from '../../../shared/kernel/text.ts'
import {
  directorySchema,
  officeEntrySchema,
  type Directory,
  type OfficeEntry,
} from '../../../shared/office/directory.schema.ts'
import { isTls, readBrokerSeed } from '../../adapters/ledger/broker.ts'
import { jsonFrom } from '../../cli/kit/json.ts'
import { writeNewFile } from '../../cli/kit/new-file.ts'
import { print, type Io, type Paint } from '../../cli/kit/output.ts'
import { readText } from '../../cli/kit/send.ts'
import { isLoopback, loadConfig } from '../../platform/config.ts'
import { makeFilesPrivate } from '../../platform/private-files.ts'
import { changedKeys, withFormerKeys, type Change } from './changed-keys.ts'

/** An entry as it is before there are keys. */
const aboutSchema = officeEntrySchema
  .omit({ broker: true, eventKeys: true, sealKeys: true, logKeys: true, formerLogKeys: true })
  .extend({ broker: z.strictObject({ url: z.url({ protocol: /^(nats|tls)$/ }) }) })

interface Output {
  readonly output: string
  readonly json?: boolean
}

export async function makeEntry(
  io: Io,
  file: string,
  options: Output & { readonly keys: string } & ChangeOptions,
): Promise<void> {
  const { keys, output, json } = options
  makeFilesPrivate()
  const { broker, ...about } = parsed(aboutSchema, await readJson(file), file)
  if (!isZone(about.zone)) throw unknownZone(file, about.zone)
  refuseToOverwrite(output)
  const { until, former, change } = await readChange(options, about.id)
  const publicKeys = ensureOfficeKeys(keys, about.id)
  const files = keyFilesIn(path.resolve(keys))
  const period = (keyFile: string) => present({ from: madeOn(keyFile), until })
  const made: OfficeEntry = {
    ...about,
    broker: { ...broker, publicKey: publicKeys.broker },
    eventKeys: [{ ...publicKeys.eventKey, ...period(files.event) }],
    sealKeys: [{ ...publicKeys.sealKey, ...period(files.seal) }],
    logKeys: { ...publicKeys.logKeys, ...period(files.log) },
  }
  const entry = parsed(officeEntrySchema, changedKeys(made, former, change), output)
  writeNewFile(output, jsonText(entry))
  print(io, json, { office: entry.id, entry: output, keys: files }, renderEntry)
}

interface ChangeOptions {
  readonly until?: string
  readonly former?: string
  readonly upTo?: number
  readonly stolen?: string
  readonly key?: readonly string[]
}

/** What the options say of the keys: until when they are meant, which were used before, and what is said of those. */
async function readChange(
  { until, former, upTo, stolen, key }: ChangeOptions,
  office: string,
): Promise<{ until: LocalDate | undefined; former: OfficeEntry | undefined; change: Change }> {
  if (upTo !== undefined && former === undefined)
    throw refused(
      {
        en: 'Name the directory that has the changed keys with --former.',
        fr: 'Nommez par --former le répertoire qui contient les clés remplacées.',
      },
      String(upTo),
    )
  if (stolen !== undefined && upTo === undefined)
    throw refused(
      {
        en: 'Say with --up-to how many entries of the ledger what a stolen key signed counts for: nothing else tells its thief’s entries from yours.',
        fr: 'Indiquez par --up-to jusqu’à combien d’inscriptions du registre vaut ce qu’une clé volée a signé : rien d’autre ne distingue les inscriptions du voleur des vôtres.',
      },
      stolen,
    )
  const change = { upTo, stolenOn: dayOf(stolen), names: key }
  if (former === undefined) return { until: dayOf(until), former: undefined, change }
  const found = parsed(directorySchema, await readJson(former), former).offices.find(
    ({ id }) => id === office,
  )
  if (found === undefined)
    throw refused(
      {
        en: `${former} does not have ${office}.`,
        fr: `${former} ne contient pas ${office}.`,
      },
      office,
    )
  return { until: dayOf(until), former: found, change }
}

function dayOf(text: string | undefined): LocalDate | undefined {
  if (text === undefined) return undefined
  const day = parseDate(text)
  if (day !== undefined) return day
  throw refused(
    {
      en: `"${text}" is no day: give it as YYYY-MM-DD.`,
      fr: `« ${text} » n’est pas un jour : donnez-le sous la forme AAAA-MM-JJ.`,
    },
    text,
  )
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
      const known = entries.get(entry.id)
      entries.set(entry.id, known === undefined ? entry : withFormerKeys(entry, known))
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
  const { config, directory, office } = loadConfig(options.config)
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
    seed: existsSync(config.keys.broker) ? readBrokerSeed(config.keys.broker) : undefined,
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
