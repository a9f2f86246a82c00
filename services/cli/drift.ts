// `concert drift`: open dates that would be other ones today, and an officer's approval of each correction. Names and options only.

import { Option, type Command } from 'commander'
import { list, speaksToOffice, withExamples } from './kit/options.ts'
import type { Io } from './kit/output.ts'

export function register(program: Command, io: Io): void {
  const example = 'ca-bc-oipc:P21-08'
  const approval = `concert drift approve ${example} --deadline comply --party clearview-ai-inc --terms T1,T2,T3 --date 2022-01-26 --by Registrar --reason 'January 10 was proclaimed a holiday'`
  const drift = speaksToOffice(
    program
      .command('drift')
      .description(
        'dates of open orders that newer packs, holidays or zone data would make other ones: before, after and why; nothing moves by itself',
      ),
  )
  withExamples(drift, 'concert drift', 'concert drift --office ca-bc-oipc --json', approval)
  drift.action(async (options) => (await import('./actions/drift.ts')).showDrift(io, options))

  const approve = speaksToOffice(
    drift
      .command('approve')
      .description(
        'approve one correction, as it is listed: exactly that date moves, and the approval is recorded',
      )
      .argument('<order>', 'its id, office:number'),
  )
    .addOption(
      new Option('--deadline <id>', 'which deadline')
        .choices(['challenge', 'comply-not-before', 'enforceable', 'comply', 'limitation'])
        .makeOptionMandatory(),
    )
    .requiredOption('--party <id>', 'the party that it binds')
    .option('--terms <ids>', 'the terms, as listed (none: the whole order)', list)
    .option('--route <id>', 'the route whose limitation it is')
    .requiredOption(
      '--date <date>',
      'the new date as it is listed, or none; where it is another one by now, nothing is recorded',
    )
    .requiredOption('--by <name>', 'the officer who approves')
    .requiredOption('--reason <text>', 'why')
    .option('--id <id>', 'command id; the same id is the same approval (default: a new one)')
  withExamples(approve, approval)
  // What the listing and the approval both have is given to the listing where it stands before the word.
  approve.action(async (order: string, _options, command: Command) =>
    (await import('./actions/drift.ts')).approve(io, order, command.optsWithGlobals()),
  )
}
