// `concert replay`: sends the facts of a case file to the running offices, each on its legal date.
// Progress goes to standard error, the summary to standard output.

import { ruleText } from './kit/law.ts'
import type { Command } from 'commander'
import { langOption, withExamples } from './kit/options.ts'
import { exitCodes, type Io, type Paint, print } from './kit/output.ts'
import { parseCase } from '../../shared/case/case.schema.ts'
import type { LocalDate } from '../../shared/kernel/date.ts'
import { unwrap, messageIn } from '../../shared/kernel/problems.ts'
import type { Lang } from '../../shared/kernel/text.ts'
import { replayCase, type ReplayProgress, type ReplaySummary } from '../client/replay/replay.ts'
import { stopSignal } from './kit/stop.ts'
import { findOffices, type TargetOptions } from './kit/target.ts'
import { readText } from './kit/send.ts'
import { wrap } from './kit/table.ts'

export function register(program: Command, io: Io): void {
  const command = program
    .command('replay')
    .description(
      'drive a case file through the running offices, on their legal clock; again to resume',
    )
    .argument('<case>', 'a case file (- for standard input)')
    .option(
      '--url <url>',
      'address of an office that knows the others (default: CONCERT_URL, else the federation on this machine)',
    )
    .option(
      '--data <folder>',
      'data folder of the federation on this machine (default: CONCERT_DATA, else .concert)',
    )
    .option(
      '--dry-run',
      'fold the file by the same rules without offices, network or keys, and show where everything stands',
    )
    .option('--as-of <date>', 'with --dry-run: the day to look at (default: today)')
    .option('--known-on <date>', 'with --dry-run: only what was known by the end of this day')
    .option('--json', 'the summary as JSON on standard output, and nothing else there')
    .addOption(langOption())
  withExamples(
    command,
    'concert replay cases/clearview-ai.json',
    'concert replay cases/exercise.json --json',
    'concert replay cases/clearview-ai.json --dry-run --as-of 2022-01-26',
  )
  command.action(async (file: string, options) =>
    options.dryRun === true
      ? (await import('./kit/dry-run.ts')).replayDry(io, file, options)
      : replay(io, file, options),
  )
}

export async function replay(io: Io, file: string, options: TargetOptions): Promise<void> {
  // The real date: what has not happened anywhere yet is no fact.
  const parsed = unwrap(
    parseCase(await readText(file), new Date().toISOString().slice(0, 10) as LocalDate),
  )
  using stop = stopSignal()
  try {
    const offices = await findOffices(options, stop.signal, { asMachine: true })
    const summary = await replayCase(parsed, {
      offices,
      signal: stop.signal,
      onProgress: (progress) => io.err(lineOf(progress, io.lang)),
    })
    print(io, options.json, summary, renderReplay)
  } catch (error) {
    if (!stop.signal.aborted) throw error
    io.err('concert: stopped; the same command resumes')
    io.exit(exitCodes.fault)
  }
}

function lineOf(progress: ReplayProgress, lang: Lang): string {
  switch (progress.kind) {
    case 'fact':
      return `fact ${progress.n} of ${progress.of}  ${progress.legalDate}  ${progress.office}  ${progress.what}${progress.refused ? '  refused' : ''}`
    case 'retrying':
      return `${progress.office}: ${messageIn(lang, progress.problem)}; trying again`
    case 'settling':
      return 'all facts sent; waiting until every office has read every ledger'
  }
}

export function renderReplay(
  { matter, facts, recorded, refused }: ReplaySummary,
  paint: Paint,
  lang: Lang = 'en',
): string {
  const head = `${paint('bold', matter)}: ${recorded} of ${facts} facts recorded, ${refused.length} refused; every office has read every ledger`
  const lines = refused.map(({ index, office, on, what, code, rule, ...said }) =>
    wrap(
      `  ${index === null ? 'opening' : `fact ${index}`}  ${on ?? '?'}  ${office ?? '?'}  ${what ?? '?'}  ${paint('red', code)}: ${messageIn(lang, said)}${rule === undefined ? '' : ` [${ruleText(rule)}]`}`,
      '      ',
    ),
  )
  return [head, ...lines].join('\n')
}
