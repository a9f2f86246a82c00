// `concert simulate`: what if. Names and options only.

import { InvalidArgumentError, Option, type Command } from 'commander'
import { speaksToOffice, withExamples } from './kit/options.ts'
import type { Io } from './kit/output.ts'

export function register(program: Command, io: Io): void {
  const bc = 'ca-bc-oipc:P21-08'
  const simulate = speaksToOffice(
    program
      .command('simulate')
      .description(
        "what if: suppose facts about orders and see every office's clocks change; nothing is recorded",
      )
      .argument('[orders...]', 'one or more orders, each office:number; the options apply to each'),
  )
    .option(
      '--serve <party=date>',
      'a copy was given to the party on this day instead, or at all; again for each party',
      partyDate,
    )
    .option('--challenge <date>', 'a challenge is filed on this day')
    .addOption(
      new Option('--kind <kind>', 'what the challenge is (default: what the law has)').choices([
        'judicial-review',
        'appeal',
      ]),
    )
    .option(
      '--lose <date>',
      'the challenge is lost on this day: the order is upheld and the stay ends',
    )
    .option('--extend <date>', 'time is extended to this day')
    .addOption(
      new Option('--extend-by <who>', 'who extends (default: who may)').choices([
        'office',
        'court',
      ]),
    )
    .option(
      '--file <changes.json>',
      'changes in the form of POST /v1/simulations (- for standard input); those of the options come after them',
    )
    .option(
      '--as-of <date>',
      'the day to look at (default: today, or the last day that is supposed)',
    )
  withExamples(
    simulate,
    `concert simulate ${bc} --serve clearview-ai-inc=2021-12-20`,
    `concert simulate ${bc} --lose 2022-06-01 --as-of 2022-06-02`,
    `concert simulate ${bc} ca-ab-oipc:P2021-12 --challenge 2022-01-10 --as-of 2022-01-12`,
    'concert simulate ca-ab-oipc:P2021-12 --extend 2022-03-01 --as-of 2022-01-20 --json',
    'concert simulate --file changes.json',
  )
  simulate.action(async (orders: string[], options) =>
    (await import('./actions/simulate.ts')).simulate(io, orders, options),
  )
}

function partyDate(
  text: string,
  before: { party: string; on: string }[] = [],
): { party: string; on: string }[] {
  const [party = '', on = '', ...more] = text.split('=')
  if (party === '' || on === '' || more.length > 0)
    throw new InvalidArgumentError('expected a party and a day such as acme=2022-01-10')
  return [...before, { party, on }]
}
