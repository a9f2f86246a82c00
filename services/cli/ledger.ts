// `concert ledger`: who holds and confirmed which ledger, a full comparison of an office's own, and a decision about one that forked.

import type { Command } from 'commander'
import {
  ledgersSchema,
  ledgerStandingSchema,
  ownLedgerSchema,
  type LedgersView,
  type LedgerStanding,
  type OwnLedgerView,
} from '../../shared/contract/ledgers.schema.ts'
import type { Lang } from '../../shared/kernel/text.ts'
import { addOfficeOptions, langOption, withExamples } from './kit/options.ts'
import { exitCodes, type Io, type Paint, print } from './kit/output.ts'
import { findOffice, type TargetOptions } from './kit/target.ts'

/** What was put back into a broker that lost an office's ledger. */
export interface Repaired {
  readonly office: string
  readonly epoch: string
  readonly found: number
  readonly putBack: number
}

/** `repair`: works on the files of an office that is stopped; the command line knows none. */
export function register(
  program: Command,
  io: Io,
  repair: (configFile: string) => Promise<Repaired>,
): void {
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

  addRepair(ledger, io, repair)

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
  decide.action(async (of: string, options: TargetOptions & { readonly reason: string }) => {
    const client = await findOffice(options)
    const standing = await client.post(
      `/v1/ledgers/${encodeURIComponent(of)}/decision`,
      { reason: options.reason },
      ledgerStandingSchema,
    )
    print(io, options.json, standing, renderStanding(io.lang))
  })
}

function addRepair(
  ledger: Command,
  io: Io,
  repair: (configFile: string) => Promise<Repaired>,
): void {
  const command = ledger
    .command('repair')
    .description(
      'put the entries of an office’s own ledger back, the same bytes in order, into a broker that lost them; the office is stopped, its broker runs',
    )
    .requiredOption('--config <file>', 'its office.json')
    .option('--json', 'JSON on standard output, and nothing else there')
    .addOption(langOption())
  withExamples(command, 'concert ledger repair --config office.json')
  command.action(async (options: { readonly config: string; readonly json?: boolean }) => {
    print(io, options.json, await repair(options.config), renderRepaired)
  })
}

const renderRepaired = (
  { office, epoch, found, putBack }: Repaired,
  _: Paint,
  lang: Lang,
): string =>
  lang === 'fr'
    ? `Registre de ${office} (époque ${epoch}) : ${found} entrées étaient là, ${putBack} ont été remises, octet pour octet. Au démarrage, l'organisme le compare avec ce qu'il en sait et avec ce que les autres ont confirmé.`
    : `Ledger of ${office} (epoch ${epoch}): ${found} entries were there, ${putBack} were put back, byte for byte. When the office starts, it compares it with what it knows, and with what others confirmed.`

export const renderOwn =
  (lang: Lang) =>
  ({ state, length, problem }: OwnLedgerView, paint: Paint): string => {
    if (problem !== null) return paint('red', problem[lang])
    if (state !== 'intact') return state
    return lang === 'fr'
      ? `Les ${length ?? 0} entrées sont celles que connaît l'organisme.`
      : `All ${length ?? 0} entries are what the office knows.`
  }

export const renderStanding =
  (lang: Lang) =>
  (standing: LedgerStanding, paint: Paint): string => {
    const { office, state, held, seen, confirmations, witnesses, stopped } = standing
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
    return [head, ...fork, ...said].join('\n')
  }

export const renderLedgers =
  (lang: Lang) =>
  ({ own, witnessProblems, ledgers }: LedgersView, paint: Paint): string =>
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
      ...ledgers.map((each) => renderStanding(lang)(each, paint)),
    ].join('\n\n')
