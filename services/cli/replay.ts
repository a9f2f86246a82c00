// `concert replay`: a case file through the running offices. Names and options only.

import type { Command } from 'commander'
import { withExamples } from './kit/options.ts'
import type { Io } from './kit/output.ts'

export function register(program: Command, io: Io): void {
  const replay = program
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
  withExamples(
    replay,
    'concert replay cases/clearview-ai.json',
    'concert replay cases/exercise.json --json',
    'concert replay cases/clearview-ai.json --dry-run --as-of 2022-01-26',
  )
  replay.action(async (file: string, options) =>
    options.dryRun === true
      ? (await import('./actions/dry-run.ts')).replayDry(io, file, options)
      : (await import('./actions/replay.ts')).replay(io, file, options),
  )
}
