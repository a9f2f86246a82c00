// `concert deadlines`: what is due across orders; or, with a statute, which dates would follow. Names and options only.

import { Option, type Command } from 'commander'
import { speaksToOffice, wholeNumber, withExamples } from './kit/options.ts'
import type { Io } from './kit/output.ts'

export function register(program: Command, io: Io): void {
  const deadlines = speaksToOffice(
    program
      .command('deadlines')
      .description(
        'what is due across orders; with a statute: which dates follow from a day, computed here',
      )
      .argument('[statute]', 'such as ca-bc-pipa'),
  )
    .option('--as-of <date>', 'without a statute: from this legal date on (default: today)')
    .option('--until <date>', 'without a statute: the last day to show')
    .option('--given <date>', 'with a statute: the day a copy was given, or a report sent')
    .addOption(
      new Option('--term <kind>', 'this kind of term only').choices(['mandate', 'prohibition']),
    )
    .addOption(
      new Option('--days <n>', 'the order sets its own time: days')
        .argParser(wholeNumber)
        .conflicts('on'),
    )
    .option('--on <date>', 'the order sets its own time: a date')
  withExamples(
    deadlines,
    'concert deadlines',
    'concert deadlines ca-bc-pipa --given 2021-12-14',
    'concert deadlines ca-qc-p391 --given 2021-12-14 --term mandate --days 90 --json',
  )
  deadlines.action(async (statute: string | undefined, options) => {
    const actions = await import('./actions/deadlines.ts')
    await (statute === undefined
      ? actions.upcoming(io, options)
      : actions.compute(io, statute, options))
  })
}
