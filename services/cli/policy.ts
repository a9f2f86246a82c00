// `concert policy`: policy packs as files, before an office uses them. Names and options only.

import type { Command } from 'commander'
import { withExamples } from './kit/options.ts'
import type { Io } from './kit/output.ts'

export function register(program: Command, io: Io): void {
  const policy = withExamples(
    program.command('policy').description('policy packs: statutes as data'),
    'concert policy check packs/xx-privacy-act.json',
  )
  const check = policy
    .command('check')
    .description(
      'what is wrong in policy packs: gaps and overlaps in force, missing citations, routes that cannot be reached, caps, holidays. Files of one statute are also checked against each other',
    )
    .argument('<file...>', 'policy packs, JSON')
    .option('--json', 'JSON on standard output, and nothing else there')
    .addHelpText(
      'after',
      '\nEnds with 0 where nothing is wrong (warnings may remain), 2 where a file cannot be read or does not have the form of a pack, 3 where a pack has errors.',
    )
  withExamples(
    check,
    'concert policy check packs/xx-privacy-act.json',
    'concert policy check packs/xx-privacy-act.2020.json packs/xx-privacy-act.json --json',
  )
  check.action(async (files: string[], options) =>
    (await import('./actions/policy.ts')).check(io, files, options),
  )
}
