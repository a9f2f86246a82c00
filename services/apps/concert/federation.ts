// `concert federation`: every office on this machine, with a case. Names and options only.

import { InvalidArgumentError, Option, type Command } from 'commander'
import { collect, withExamples } from '../../cli/kit/options.ts'
import type { Io } from '../../cli/kit/output.ts'

export function register(program: Command, io: Io): void {
  const federation = program
    .command('federation')
    .description(
      'every office on this machine: engines, brokers, offices and a case; Ctrl-C stops all of it',
    )
    .option('--case <file>', 'the case to replay (default: the founding case)')
    .option('--until-done', 'end when the case has been replayed, with the final table')
    .option(
      '--json',
      "the observer's board as JSON on standard output when the case has been replayed, and nothing else there",
    )
    .addOption(new Option('--as-of <date>', 'the final board on a legal date (default: today)'))
    .option('--fresh', 'empty the data folder first')
    .option(
      '--rate <n>',
      'legal time per real time, for a new data folder; 1 is real time (default: 3000000, six years in a minute)',
      rate,
    )
    .option(
      '--packs <folder>',
      'policy packs besides those that Concert brings, for this start: later versions, further statutes; again for each',
      collect,
    )
    .option('--data <folder>', 'data folder (default: CONCERT_DATA, else .concert)')
    .addOption(
      new Option(
        '--port-base <n>',
        'first of a row of ports, pages of the offices first (default: free ports, chosen once)',
      )
        .env('CONCERT_PORT_BASE')
        .argParser(port),
    )
  withExamples(
    federation,
    'concert federation',
    'concert federation --until-done --json --as-of 2022-01-26',
    'concert federation --fresh --case cases/exercise.json',
    'concert federation --port-base 4300',
  )
  federation.action(async (options) =>
    (await import('./start-federation.ts')).runFederation(io, options),
  )
}

function rate(text: string): number {
  const value = Number(text)
  if (!Number.isFinite(value) || value < 1 || value > 1e9)
    throw new InvalidArgumentError('expected a number from 1 to 1000000000')
  return value
}

function port(text: string): number {
  const value = Number(text)
  if (!Number.isInteger(value) || value < 1 || value > 65_500)
    throw new InvalidArgumentError('expected a port from 1 to 65500')
  return value
}
