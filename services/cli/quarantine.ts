// `concert quarantine`: what was set aside instead of stored, with its reason; as a file; and another look at it.

import { Option, type Command } from 'commander'
import type { z } from 'zod'
import { quarantinePageSchema } from '../../shared/contract/lists.schema.ts'
import { retriedSchema, type Retried } from '../../shared/contract/ledgers.schema.ts'
import { quarantineOutcomes } from '../../shared/contract/views.schema.ts'
import { csvOf } from '../../shared/kernel/csv.ts'
import { listPageRows, maxListPage } from '../../shared/kernel/limits.ts'
import { escaped, visible } from '../../shared/kernel/plain-text.ts'
import type { Lang } from '../../shared/kernel/text.ts'
import { table } from './kit/table.ts'
import { writeNewFile } from './kit/new-file.ts'
import { addOfficeOptions, wholeNumber, withExamples } from './kit/options.ts'
import { print, type Io } from './kit/output.ts'
import { findOffice, type TargetOptions } from './kit/target.ts'

type QuarantinePage = z.output<typeof quarantinePageSchema>
type Quarantined = QuarantinePage['quarantine'][number]

interface WhichOptions extends TargetOptions {
  readonly of?: string
  readonly outcome?: string
}
interface ListOptions extends WhichOptions {
  readonly limit?: number
  readonly after?: string
}
interface ExportOptions extends WhichOptions {
  readonly output: string
  readonly format?: 'csv' | 'json'
}

export function register(program: Command, io: Io): void {
  const quarantine = program
    .command('quarantine')
    .description('what was set aside instead of stored')
  withExamples(
    quarantine,
    'concert quarantine list --office ca-bc-oipc',
    'concert quarantine export --office ca-bc-oipc -o aside.csv',
    'concert quarantine retry --office ca-bc-oipc',
  )
  addList(quarantine, io)
  addExport(quarantine, io)
  addRetry(quarantine, io)
}

function addWhich(command: Command): Command {
  return addOfficeOptions(command)
    .option('--of <office>', 'only of this office’s ledger')
    .addOption(new Option('--outcome <kind>', 'only of this kind').choices([...quarantineOutcomes]))
}

function addList(quarantine: Command, io: Io): void {
  const list = addWhich(
    quarantine.command('list').description('a page of what was set aside, the latest first'),
  )
    .option('--limit <n>', `rows of one page, at most ${maxListPage} (default: 50)`, wholeNumber)
    .option('--after <cursor>', 'the page after this place, as the page before named it')
  withExamples(list, 'concert quarantine list --office ca-bc-oipc --of ca-ab-oipc')
  list.action(async (options: ListOptions) => {
    const page = await pageOf(options, options.limit ?? listPageRows, options.after)
    print(io, options.json, page, (shown, _, lang) => renderQuarantine(shown, lang, io.width))
  })
}

function addExport(quarantine: Command, io: Io): void {
  const command = addWhich(
    quarantine.command('export').description('writes all of it to a file, with hashes and reasons'),
  )
    .requiredOption('-o, --output <file>', 'where to write it; a file that is there is kept')
    .addOption(
      new Option('--format <form>', 'by the end of the file’s name').choices(['csv', 'json']),
    )
  withExamples(command, 'concert quarantine export --office ca-bc-oipc -o aside.json')
  command.action(async (options: ExportOptions) => {
    const rows: Quarantined[] = []
    for (let after: string | undefined; ;) {
      const page = await pageOf(options, maxListPage, after)
      rows.push(...page.quarantine)
      after = page.next ?? undefined
      if (after === undefined) break
    }
    const { output, format = output.endsWith('.csv') ? 'csv' : 'json' } = options
    writeNewFile(output, format === 'csv' ? csvText(rows) : jsonText(rows))
    print(io, options.json, { file: output, messages: rows.length }, (_, __, lang) =>
      lang === 'fr'
        ? `${output} : ${rows.length} messages mis à part`
        : `${output}: ${rows.length} messages that were set aside`,
    )
  })
}

function addRetry(quarantine: Command, io: Io): void {
  const retry = addOfficeOptions(
    quarantine
      .command('retry')
      .description('read it once more and judge it again; what is accepted now is stored')
      .option('--of <office>', 'only of this office’s ledger'),
  )
  withExamples(retry, 'concert quarantine retry --office ca-bc-oipc --of ca-ab-oipc')
  retry.action(async (options: TargetOptions & { readonly of?: string }) => {
    const client = await findOffice(options)
    const of = options.of === undefined ? '' : `?office=${encodeURIComponent(options.of)}`
    const retried = await client.post(`/v1/quarantine/retry${of}`, {}, retriedSchema)
    print(io, options.json, retried, renderRetried(io.lang))
  })
}

async function pageOf(
  { of, outcome, ...target }: WhichOptions,
  limit: number,
  after: string | undefined,
): Promise<QuarantinePage> {
  const client = await findOffice(target)
  return client.get('/v1/quarantine', quarantinePageSchema, {
    office: of,
    outcome,
    limit: String(limit),
    after,
  })
}

function renderQuarantine(
  { quarantine, total = quarantine.length, next }: QuarantinePage,
  lang: Lang,
  width?: number,
): string {
  const isFrench = lang === 'fr'
  if (total === 0) return isFrench ? 'Rien n’est mis à part.' : 'Nothing is set aside.'
  const heads = isFrench
    ? ['Registre de', 'Séquence', 'Nature', 'Motif', 'Reçu']
    : ['Ledger of', 'Sequence', 'Kind', 'Reason', 'Received']
  const rows = quarantine.map((each) => [
    each.office,
    String(each.sequence ?? ''),
    outcomeWords[each.outcome][lang],
    isFrench ? each.reasonFr : each.reason,
    each.receivedAt,
  ])
  return [
    table(rows, heads, width),
    isFrench ? `${quarantine.length} sur ${total}` : `${quarantine.length} of ${total}`,
    ...(next == null ? [] : [`… --after ${next}`]),
  ].join('\n')
}

const outcomeWords = {
  fork: { en: 'fork', fr: 'divergence' },
  forged: { en: 'forged', fr: 'falsifié' },
  unknown: { en: 'unknown', fr: 'inconnu' },
  gap: { en: 'missing', fr: 'absent' },
} as const

/** Both languages, for whoever it is sent to. */
function csvText(rows: readonly Quarantined[]): string {
  const heads = [
    'office',
    'sequence',
    'subject',
    'outcome',
    'code',
    'reason',
    'reasonFr',
    'receivedAt',
    'hash',
  ] as const
  return csvOf([
    heads,
    ...rows.map((row) =>
      heads.map((name) => {
        const value = row[name] ?? ''
        return typeof value === 'number' ? value : visible(value, 'one-line')
      }),
    ),
  ])
}

function jsonText(rows: readonly Quarantined[]): string {
  return `${escaped(JSON.stringify({ quarantine: rows }, null, 2))}\n`
}

const renderRetried =
  (lang: Lang) =>
  ({ retried, accepted }: Retried): string =>
    lang === 'fr'
      ? `${retried} relus et jugés de nouveau, dont ${accepted} acceptés.`
      : `${retried} read and judged again, ${accepted} of them accepted.`
