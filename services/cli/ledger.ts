// `concert ledger`: who holds and confirmed which ledger, a full comparison of an office's own, and a decision about one that forked.

import { InvalidArgumentError, type Command } from 'commander'
import {
  ledgersSchema,
  ledgerStandingSchema,
  maintenanceAnnouncementSchema,
  ownLedgerSchema,
  type LedgersView,
  type LedgerStanding,
  type OwnLedgerView,
} from '../../shared/contract/ledgers.schema.ts'
import type { Lang } from '../../shared/kernel/text.ts'
import type { Maintenance } from '../../shared/office/ledgers.schema.ts'
import { addOfficeOptions, langOption, withExamples } from './kit/options.ts'
import { exitCodes, type Io, type Paint, print } from './kit/output.ts'
import { findOffice, type TargetOptions } from './kit/target.ts'

/** What was written to a file of copies. */
export interface Exported {
  readonly office: string
  readonly ledger: string
  readonly epoch: string
  readonly entries: number
  readonly heads: number
  readonly file: string
}

/** A ledger that was opened as the successor of a lost one. */
export interface SucceededBy {
  readonly office: string
  readonly formerEpoch: string
  readonly epoch: string
  readonly size: number
  readonly known: number
}

/** Work on the files of one office; the command line knows none. */
export interface OfflineLedger {
  repair(configFile: string, from: readonly string[]): Promise<Repaired>
  succeed(
    configFile: string,
    from: readonly string[],
    said: { readonly reason: string },
  ): Promise<SucceededBy>
  export(configFile: string, ledger: string, file: string): Promise<Exported>
}

/** What was put back into a broker that lost an office's ledger. */
export interface Repaired {
  readonly office: string
  readonly epoch: string
  readonly found: number
  readonly putBack: number
}

export function register(program: Command, io: Io, offline: OfflineLedger): void {
  const ledger = program
    .command('ledger')
    .description(
      'who holds and confirmed which ledger, and whether an office’s own is the one it knows',
    )
  withExamples(ledger, 'concert ledger list', 'concert ledger check --office ca-bc-oipc')
  const list = addOfficeOptions(
    ledger
      .command('list')
      .description('of each ledger: held up to, signed and seen, confirmed by whom'),
  )
  withExamples(list, 'concert ledger list --office ca-bc-oipc')
  list.action(async (options: TargetOptions) => {
    const client = await findOffice(options)
    print(io, options.json, await client.get('/v1/ledgers', ledgersSchema), renderLedgers(io.lang))
  })

  const check = addOfficeOptions(
    ledger
      .command('check')
      .description(
        'compare every entry of an office’s own ledger with what it knows and what others confirmed; exit code 1 where it is not the same',
      ),
  )
  withExamples(check, 'concert ledger check --office ca-bc-oipc')
  check.action(async (options: TargetOptions) => {
    const client = await findOffice(options)
    const own = await client.post('/v1/ledgers/check', {}, ownLedgerSchema)
    print(io, options.json, own, renderOwn(io.lang))
    if (own.state !== 'intact') io.exit(exitCodes.fault)
  })

  addOffline(ledger, io, offline)
  addAccept(ledger, io)
  addMaintenance(ledger, io)

  const decide = addOfficeOptions(
    ledger
      .command('decide')
      .description('go on with what is held here of a ledger that has two signed histories')
      .argument('<ledger>', 'whose ledger: the id of its office'),
  ).requiredOption('--reason <text>', 'why; it is kept with your name')
  withExamples(
    decide,
    "concert ledger decide ca-ab-oipc --office ca-bc-oipc --reason 'Its archive was put back; letter of 24 November'",
  )
  decide.action(withReason(io, 'decision'))
}

function addAccept(ledger: Command, io: Io): void {
  const accept = addOfficeOptions(
    ledger
      .command('accept')
      .description(
        'accept the ledger that succeeds a lost one: it is followed when enough of those who hold the lost one have',
      )
      .argument('<ledger>', 'whose ledger: the id of its office'),
  ).requiredOption(
    '--reason <text>',
    'why; it is recorded in this office’s ledger, with your name, for everybody to read',
  )
  withExamples(
    accept,
    "concert ledger accept ca-ab-oipc --office ca-bc-oipc --reason 'Its disk failed; its registrar confirmed it by telephone'",
  )
  accept.action(withReason(io, 'succession'))
}

/** Says with a reason what becomes of another's ledger, and prints how it stands then. */
function withReason(io: Io, what: 'decision' | 'succession') {
  return async (of: string, options: TargetOptions & { readonly reason: string }) => {
    const client = await findOffice(options)
    const standing = await client.post(
      `/v1/ledgers/${encodeURIComponent(of)}/${what}`,
      { reason: options.reason },
      ledgerStandingSchema,
    )
    print(io, options.json, standing, renderStanding(io.lang))
  }
}

function addMaintenance(ledger: Command, io: Io): void {
  const maintenance = addOfficeOptions(
    ledger
      .command('maintenance')
      .description(
        'tell the others that this office will be away: they show until when, instead of that it is away',
      ),
  )
    .requiredOption('--from <time>', 'when it begins, such as 2026-11-28T18:00-08:00', instant)
    .requiredOption(
      '--until <time>',
      'when it ends; said again with another, the latest counts',
      instant,
    )
    .requiredOption(
      '--reason <text>',
      'why; it is recorded in this office’s ledger, with your name, for everybody to read',
    )
  withExamples(
    maintenance,
    "concert ledger maintenance --from 2026-11-28T18:00-08:00 --until 2026-11-28T20:00-08:00 --reason 'The broker moves to another machine'",
  )
  maintenance.action(async (options: TargetOptions & Maintenance) => {
    const { from, until, reason } = options
    const client = await findOffice(options)
    const said = await client.post(
      '/v1/maintenance',
      { from, until, reason },
      maintenanceAnnouncementSchema,
    )
    print(io, options.json, said, (each, _, lang) =>
      lang === 'fr'
        ? `Annoncé : interruption du ${each.from} au ${each.until}. ${each.reason}`
        : `Announced: maintenance from ${each.from} until ${each.until}. ${each.reason}`,
    )
  })
}

function instant(text: string): string {
  const ms = /^\d{4}-\d{2}-\d{2}T.*(Z|[+-]\d{2}:\d{2})$/.test(text) ? Date.parse(text) : NaN
  if (Number.isNaN(ms))
    throw new InvalidArgumentError('expected a time with its zone, such as 2026-11-28T18:00-08:00')
  return new Date(ms).toISOString()
}

/** Those that work on an office's own files and broker, without its API. */
function addOffline(ledger: Command, io: Io, offline: OfflineLedger): void {
  const repair = withFiles(
    ledger
      .command('repair')
      .description(
        'put the entries of an office’s own ledger back, the same bytes in order, into a broker that lost them; the office is stopped, its broker runs',
      ),
  )
  addFrom(repair)
  withExamples(
    repair,
    'concert ledger repair --config office.json',
    'concert ledger repair --config office.json --from from-ab.jsonl from-on.jsonl',
  )
  repair.action(async ({ config, from = [], json }: FileOptions) => {
    print(io, json, await offline.repair(config, from), renderRepaired)
  })

  const succeed = withFiles(
    ledger
      .command('succeed')
      .description(
        'where entries are lost for good: open a new ledger that goes on with all that can be had, and names the lost one; the others follow it once enough of them accept it',
      ),
  ).requiredOption('--reason <text>', 'what happened; it is recorded for everybody to read')
  addFrom(succeed)
  withExamples(
    succeed,
    "concert ledger succeed --config office.json --from from-ab.jsonl --reason 'The disk failed; two entries were not read by anybody'",
  )
  succeed.action(async ({ config, from = [], json, reason = '' }: FileOptions) => {
    print(io, json, await offline.succeed(config, from, { reason }), renderSucceeded)
  })

  const copy = withFiles(
    ledger
      .command('export')
      .description(
        'copy a ledger, byte for byte, from this office’s archive into a file: with it its office puts a lost one back',
      )
      .argument('<ledger>', 'whose ledger: the id of its office'),
  ).requiredOption('-o, --output <file>', 'not there yet')
  withExamples(copy, 'concert ledger export ca-bc-oipc --config office.json -o for-bc.jsonl')
  copy.action(async (of: string, { config, json, output = '' }: FileOptions) => {
    print(io, json, await offline.export(config, of, output), renderExported)
  })
}

interface FileOptions {
  readonly config: string
  readonly json?: boolean
  readonly from?: readonly string[]
  readonly reason?: string
  readonly output?: string
}

function withFiles(command: Command): Command {
  return command
    .requiredOption('--config <file>', 'its office.json')
    .option('--json', 'JSON on standard output, and nothing else there')
    .addOption(langOption())
}

function addFrom(command: Command): void {
  command.option(
    '--from <file...>',
    'copies of it that other offices made with "concert ledger export"',
  )
}

const renderExported = ({ ledger, epoch, entries, heads, file }: Exported, _: Paint, lang: Lang) =>
  lang === 'fr'
    ? `${entries} entrées du registre de ${ledger} (époque ${epoch}) et ${heads} têtes signées sont dans ${file}. Rien n'y est secret pour qui peut lire ce registre.`
    : `${entries} entries of the ledger of ${ledger} (epoch ${epoch}) and ${heads} signed heads are in ${file}. Nothing in it is secret to those who may read that ledger.`

const renderSucceeded = (
  { office, formerEpoch, epoch, size, known }: SucceededBy,
  _: Paint,
  lang: Lang,
) =>
  lang === 'fr'
    ? `Le registre de ${office} continue sous l'époque ${epoch} : ${size} entrées de l'époque ${formerEpoch}, octet pour octet ; ${known - size} sont perdues. Démarrez l'organisme ; les autres suivent dès qu'un nombre suffisant l'a accepté par « concert ledger accept ${office} ».`
    : `The ledger of ${office} goes on under epoch ${epoch}: ${size} entries of epoch ${formerEpoch}, byte for byte; ${known - size} are lost. Start the office; the others follow once enough of them have accepted it with "concert ledger accept ${office}".`

const renderRepaired = (
  { office, epoch, found, putBack }: Repaired,
  _: Paint,
  lang: Lang,
): string =>
  lang === 'fr'
    ? `Registre de ${office} (époque ${epoch}) : ${found} entrées étaient là, ${putBack} ont été remises, octet pour octet. Au démarrage, l'organisme le compare avec ce qu'il en sait et avec ce que les autres ont confirmé.`
    : `Ledger of ${office} (epoch ${epoch}): ${found} entries were there, ${putBack} were put back, byte for byte. When the office starts, it compares it with what it knows, and with what others confirmed.`

const renderOwn =
  (lang: Lang) =>
  ({ state, length, problem }: OwnLedgerView, paint: Paint): string => {
    if (problem !== null) return paint('red', problem[lang])
    if (state !== 'intact') return state
    const entries = length ?? 0
    return lang === 'fr'
      ? `Le registre est celui que connaît l'organisme : ${entries} ${entries < 2 ? 'entrée' : 'entrées'}.`
      : `The ledger is the one that the office knows: ${entries} ${entries === 1 ? 'entry' : 'entries'}.`
  }

const renderStanding =
  (lang: Lang) =>
  (standing: LedgerStanding, paint: Paint): string => {
    const { office, state, held, seen, confirmations, witnesses, stopped, short, succession } =
      standing
    const fr = lang === 'fr'
    const head = `${paint('bold', office)}  ${state}  ${fr ? 'détenu' : 'held'} ${held}, ${
      seen === null
        ? fr
          ? 'aucune tête vue'
          : 'no head seen'
        : `${fr ? 'tête vue' : 'head seen'} ${seen.size} (${seen.at})`
    }`
    const since = fr ? 'non confirmé depuis' : 'not confirmed since'
    const line = (says: string, { size, at, stale }: (typeof witnesses)[number]) =>
      `  ${says} ${size}${stale ? paint('yellow', `, ${since} ${at}`) : ''}`
    const [saw, holds] = fr ? ['a vu', 'détient'] : ['saw', 'holds']
    const said = [
      ...confirmations.map((each) =>
        line(`${each.by} ${each.role === 'mirror' ? holds : saw}`, each),
      ),
      ...witnesses.map((each) => line(`${fr ? 'témoin' : 'witness'} ${each.by} ${saw}`, each)),
    ]
    const fork =
      stopped === null
        ? []
        : [
            paint(
              'red',
              fr
                ? `  deux historiques signés : arrêté à l'entrée ${stopped.agreedSize} depuis ${stopped.since}`
                : `  two signed histories: stopped at entry ${stopped.agreedSize} since ${stopped.since}`,
            ),
          ]
    const after =
      succession === null
        ? []
        : [
            paint(
              succession.state === 'waits' ? 'red' : 'yellow',
              `  ${succeeds(lang, succession)}`,
            ),
            ...succession.accepted.map(
              ({ office: by, by: who, reason }) =>
                `  ${fr ? 'accepté par' : 'accepted by'} ${by} (${who})${fr ? '\u00A0' : ''}: ${reason}`,
            ),
          ]
    const early = short === undefined ? [] : [paint('red', `  ${short[lang]}`)]
    return [head, ...fork, ...early, ...after, ...said].join('\n')
  }

function succeeds(
  lang: Lang,
  { state, size, known, needed, holders, reason }: NonNullable<LedgerStanding['succession']>,
): string {
  const fr = lang === 'fr'
  const lost = known - size
  const what = fr
    ? `succède à un registre perdu à l'entrée ${size}, ${lost} perdues : ${reason}`
    : `succeeds a lost ledger at entry ${size}, ${lost} lost: ${reason}`
  if (state === 'followed') return what
  const who = holders.join(', ')
  return fr
    ? `${what} ; attend l'acceptation de ${needed ?? 0} de ceux qui le détiennent (${who})`
    : `${what}; waits for ${needed ?? 0} of those who hold it (${who}) to accept`
}

const renderLedgers =
  (lang: Lang) =>
  ({ own, witnessProblems, barredReaders = [], ledgers }: LedgersView, paint: Paint): string =>
    [
      renderOwn(lang)(own, paint),
      ...witnessProblems.map(({ name, since, problem }) =>
        paint(
          'yellow',
          lang === 'fr'
            ? `Témoin ${name}, depuis ${since} : ${problem.fr}`
            : `Witness ${name}, since ${since}: ${problem.en}`,
        ),
      ),
      ...barredReaders.map(({ office, until, problem }) =>
        paint(
          'yellow',
          `${office}, ${lang === 'fr' ? 'jusqu’à' : 'until'} ${until}. ${problem[lang]}`,
        ),
      ),
      ...ledgers.map((each) => renderStanding(lang)(each, paint)),
    ].join('\n\n')
