// `concert verify`: judges an evidence file without a network or configuration. Names and options only.

import { Option, type Command } from 'commander'
import { withExamples } from '../../cli/kit/options.ts'
import type { Io } from '../../cli/kit/output.ts'

export function register(program: Command, io: Io): void {
  const verify = program
    .command('verify')
    .description(
      'what an evidence file proves, what it does not, who confirmed it, and between which times; no network, no configuration',
    )
    .argument('<file>', 'evidence file')
    .option(
      '--directory <file>',
      'an office directory that you have from elsewhere: the keys in the file are compared with it',
    )
    .addOption(new Option('--lang <lang>', 'language').choices(['en', 'fr']).default('en'))
    .option('--json', 'JSON on standard output, and nothing else there')
    .addHelpText(
      'after',
      '\nEnds with 0 where all fits and every entry was confirmed by an independent\noffice, 3 where something is wrong or nobody confirmed an entry, 2 where a file\ncannot be read.',
    )
  withExamples(
    verify,
    'concert verify P21-08.evidence.json',
    'concert verify P21-08.evidence.json --directory directory.json --lang fr',
  )
  verify.action(async (file: string, options) => {
    const [action, crypto, sign] = await Promise.all([
      import('../../cli/verify/check.ts'),
      import('../../adapters/log/crypto.ts'),
      import('../../adapters/ledger/sign.ts'),
    ])
    const { sha256, verifyNoteSignature: verifyNote } = crypto
    action.verify(io, file, options, { sha256, verifyNote, verifySignature: sign.verifySignature })
  })
}
