// `concert import`: the open orders that an office has before it has an instance, from a table. Everything is checked before anything is recorded.

import type { Command } from 'commander'
import { CsvError, parse } from 'csv-parse/sync'
import { officeViewSchema, clockViewSchema } from '../../shared/contract/views.schema.ts'
import { previewSchema } from '../../shared/contract/acting.schema.ts'
import {
  columns,
  openOrdersOf,
  type BadRow,
  type ImportedOrder,
  type Row,
} from '../../shared/import/open-orders.schema.ts'
import { maxCaseBytes } from '../../shared/kernel/limits.ts'
import { parseOrderId } from '../../shared/kernel/ids.ts'
import {
  messageIn,
  problem,
  type Problem,
  ProblemError,
  problemError,
} from '../../shared/kernel/problems.ts'
import type { Lang } from '../../shared/kernel/text.ts'
import type { OfficeClient } from '../client/office-client.ts'
import { addOfficeOptions, withExamples } from './kit/options.ts'
import { exitCodes, print, type Io, type Paint } from './kit/output.ts'
import { readText } from './kit/send.ts'
import { findOffice, type TargetOptions } from './kit/target.ts'

interface ImportOptions extends TargetOptions {
  readonly dryRun?: boolean
}
interface Imported {
  readonly file: string
  readonly dryRun: boolean
  readonly orders: number
  /** Commands recorded now; those of an earlier import are recorded already, and count too. */
  readonly recorded: number
  /** Orders that wait for a second person: nothing of them is recorded yet. */
  readonly prepared: number
  readonly bad: readonly BadRow[]
}

export function register(program: Command, io: Io): void {
  const group = program.command('import').description('bring in what an office has already')
  withExamples(group, 'concert import orders open-orders.csv --office ca-bc-oipc --dry-run')
  const orders = addOfficeOptions(
    group
      .command('orders')
      .description('open orders from a CSV file: one row a term, all or nothing; again to resume')
      .argument(
        '<orders.csv>',
        'the file (- for standard input), UTF-8, its first line the columns',
      )
      .option('--dry-run', 'check every row, by form and by law, and record nothing'),
  )
  withExamples(
    orders,
    'concert import orders open-orders.csv --office ca-bc-oipc --dry-run',
    'concert import orders open-orders.csv --office ca-bc-oipc',
  )
  orders.addHelpText('after', `\nColumns (* must not be empty):\n${columnLines()}`)
  orders.action(async (file: string, options: ImportOptions) => importOrders(io, file, options))
}

function columnLines(): string {
  return Object.entries(columns)
    .map(([name, { required, means }]) => `  ${`${name}${required ? '*' : ''}`.padEnd(18)}${means}`)
    .join('\n')
}

async function importOrders(io: Io, file: string, options: ImportOptions): Promise<void> {
  const { header, rows } = tableIn(await readText(file), file)
  const client = await findOffice(options)
  const { office } = await client.get('/v1/office', officeViewSchema)
  const { legalToday } = await client.get('/v1/clock', clockViewSchema)
  const { orders, bad } = openOrdersOf(header, rows, office.id)
  const dryRun = options.dryRun === true
  const refused: BadRow[] = []
  for (const [at, order] of orders.entries()) {
    progress(io, options, `checking ${at + 1} of ${orders.length}`)
    const problem = await problemOf(client, order, legalToday)
    if (problem !== undefined) refused.push({ line: order.line, order: order.order, problem })
  }
  const allBad = [...bad, ...refused].toSorted((a, b) => a.line - b.line)
  let recorded = 0
  let prepared = 0
  if (!dryRun && allBad.length === 0)
    for (const [at, order] of orders.entries()) {
      progress(io, options, `recording ${at + 1} of ${orders.length}: ${order.order}`)
      const problem = await record(client, order)
      if (problem === undefined) recorded += 1
      else if (problem === 'prepared') prepared += 1
      else allBad.push({ line: order.line, order: order.order, problem })
    }
  print<Imported>(
    io,
    options.json,
    { file, dryRun, orders: orders.length, recorded, prepared, bad: allBad },
    render,
  )
  if (allBad.length > 0) io.exit(exitCodes.refused)
}

/** The first line names the columns; a line number is that of the file, where a quoted cell may span several. */
function tableIn(text: string, file: string): { header: string[]; rows: Row[] } {
  if (Buffer.byteLength(text) > maxCaseBytes)
    throw problemError(
      'too-large',
      {
        en: `${file} has ${Buffer.byteLength(text)} bytes: the limit is ${maxCaseBytes}`,
        fr: `${file} compte ${Buffer.byteLength(text)} octets : la limite est de ${maxCaseBytes}`,
      },
      file,
    )
  try {
    const records = parse(text, {
      bom: true,
      skip_empty_lines: true,
      relax_column_count: true,
      info: true,
    }) as unknown as {
      record: string[]
      info: { lines: number }
    }[]
    const [first, ...others] = records
    const header = (first?.record ?? []).map((name) => name.trim())
    return {
      header,
      rows: others.map(({ record, info }, at) => ({
        line: (others[at - 1]?.info ?? first?.info ?? info).lines + 1,
        count: record.length,
        cells: Object.fromEntries(record.map((cell, column) => [header[column] ?? '', cell])),
      })),
    }
  } catch (cause) {
    if (!(cause instanceof CsvError)) throw cause
    throw new ProblemError(
      problem(
        'invalid-input',
        {
          en: `${file} is no table: ${cause.message}`,
          fr: `${file} n'est pas un tableau (ligne ${String(cause['lines'] ?? '?')})`,
        },
        file,
      ),
      { cause },
    )
  }
}

/** Why the office would not record the order, or the copy that was given, if it were sent now. */
async function problemOf(
  client: OfficeClient,
  { order, commands }: ImportedOrder,
  today: string,
): Promise<Problem | undefined> {
  const future = commands.find(({ on }) => on > today)
  if (future !== undefined)
    return problem(
      'future-date',
      {
        en: `${future.on} has not come yet at the office: it is ${today}`,
        fr: `Le ${future.on} n'est pas encore arrivé à l'organisme : nous sommes le ${today}`,
      },
      future.on,
    )
  const [issue] = commands
  try {
    await client.post(`/v1/orders/${encodeURIComponent(order)}/preview`, issue, previewSchema)
    return undefined
  } catch (error) {
    if (error instanceof ProblemError && error.problem.code !== 'unavailable') return error.problem
    throw error
  }
}

/** `prepared` where the office wants two people for an order: what follows is sent when it was approved, by the same file again. */
async function record(
  client: OfficeClient,
  { order, commands }: ImportedOrder,
): Promise<Problem | 'prepared' | undefined> {
  const ref = parseOrderId(order)
  if (ref === undefined) throw new Error(`Not an order: ${order}`)
  for (const command of commands) {
    const reply = await client.send({ ref, command })
    if (reply.kind === 'refused') return reply.problem
    if (reply.kind === 'prepared') return 'prepared'
  }
  return undefined
}

function progress(io: Io, { json }: ImportOptions, text: string): void {
  if (json !== true) io.err(`concert: ${text}`)
}

function render(imported: Imported, _: Paint, lang: Lang): string {
  const { file, bad, prepared } = imported
  const lines = bad.map(
    ({ line, order, problem: found }) =>
      `${file}:${line}: ${order === undefined ? '' : `${order}: `}${messageIn(lang, found)} (${found.code})`,
  )
  return [
    ...lines,
    summary(lang, { ...imported, bad: bad.length }),
    ...(prepared === 0 ? [] : [waiting(lang, prepared)]),
  ].join('\n')
}

function summary(
  lang: Lang,
  {
    dryRun,
    orders,
    recorded,
    bad,
  }: Pick<Imported, 'dryRun' | 'orders' | 'recorded'> & { bad: number },
): string {
  const nothing = dryRun || recorded === 0
  if (lang === 'fr')
    return `${orders} ordonnances lisibles, ${bad} lignes refusées; ${nothing ? "rien n'a été consigné" : `${recorded} ordonnances consignées`}`
  return `${orders} orders can be read, ${bad} bad rows; ${nothing ? 'nothing was recorded' : `${recorded} orders recorded`}`
}

function waiting(lang: Lang, prepared: number): string {
  return lang === 'fr'
    ? `${prepared} ordonnances préparées : une autre personne les approuve (concert approvals list); puis relancez la même commande, qui consigne ce qui suit`
    : `${prepared} orders are prepared: another person approves them (concert approvals list); then run the same command again, which records what follows`
}
