// `concert setup`: what an office needs before it can start: keys, its entry in the office directory, the directory, its broker's configuration. Names and options only.

import { InvalidArgumentError, type Command } from 'commander'
import { langOption, withExamples } from '../../cli/kit/options.ts'
import type { Io } from '../../cli/kit/output.ts'

export function register(program: Command, io: Io): void {
  const setup = program
    .command('setup')
    .description('keys, office directory and broker configuration of one office')
  withExamples(
    setup,
    'concert setup entry about.json --keys keys -o ca-bc-oipc.json',
    'concert setup directory ca-bc-oipc.json ca-qc-cai.json -o directory.json',
    'concert setup broker --config office.json --store ledger -o broker.conf',
  )
  const actions = () => import('./setup-files.ts')

  const entry = withOutput(
    setup
      .command('entry')
      .description('make the keys that are missing, and the entry for the office directory')
      .argument('<about>', 'who the office is and where its broker is, without keys')
      .requiredOption('--keys <folder>', 'where its keys are, or shall be; keys there are kept')
      .requiredOption('-o, --output <file>', 'the entry: nothing in it is secret')
      .option(
        '--until <date>',
        'the last day for which the keys in use are meant: people are warned before',
      )
      .option(
        '--former <file>',
        'the directory in use: its keys that are changed stay in the entry',
      )
      .option(
        '--up-to <entries>',
        'what the changed keys signed counts up to this many entries of the ledger (with --former)',
        numberOfEntries,
      )
      .option(
        '--stolen <date>',
        'the day from which somebody else may have had them (with --up-to)',
      )
      .option(
        '--key <names...>',
        'former keys that --up-to and --stolen are about (default: those that this entry changes)',
      ),
  )
  withExamples(
    entry,
    'concert setup entry about.json --keys keys -o ca-bc-oipc.json',
    'concert setup entry about.json --keys keys --former directory.json --up-to 4711 -o ca-bc-oipc.2.json',
    'concert setup entry about.json --keys keys --former directory.json --up-to 4650 --stolen 2031-05-02 -o ca-bc-oipc.2.json',
  )
  entry.action(async (about: string, options) => (await actions()).makeEntry(io, about, options))

  const directory = withOutput(
    setup
      .command('directory')
      .description(
        'one office directory from entries and directories; a later one of the same office counts, and its former keys stay',
      )
      .argument('<files...>', 'entries, or directories')
      .option('-o, --output <file>', 'the directory (default: only its fingerprint is said)'),
  )
  withExamples(
    directory,
    'concert setup directory ca-bc-oipc.json ca-qc-cai.json ca-fed-opc.json -o directory.json',
    'concert setup directory directory.json ca-on-ipc.json -o directory.2.json',
    'concert setup directory directory.json        the fingerprint, to compare by telephone',
  )
  directory.action(async (files: string[], options) =>
    (await actions()).makeDirectory(io, files, options),
  )

  const broker = withOutput(
    setup
      .command('broker')
      .description('the configuration of nats-server, from the office directory')
      .requiredOption('--config <file>', 'office.json')
      .requiredOption('--store <folder>', 'where the broker keeps the ledger')
      .requiredOption('-o, --output <file>', 'the configuration; one made before is replaced')
      .option('--listen <host>', 'the address it listens on (default: every one, or this machine)')
      .option('--certificate <file>', 'its certificate with those in between, PEM')
      .option('--key <file>', 'the key of the certificate, PEM')
      .option('--clients <file>', 'let in only who shows a certificate of these authorities, PEM'),
  )
  withExamples(
    broker,
    'concert setup broker --config office.json --store ledger -o broker.conf --certificate tls/broker.pem --key tls/broker.key',
  )
  broker.action(async (options) => (await actions()).makeBroker(io, options))
}

function numberOfEntries(text: string): number {
  if (!/^\d{1,12}$/.test(text)) throw new InvalidArgumentError('expected a number of entries')
  return Number(text)
}

const withOutput = (command: Command): Command =>
  command
    .option('--json', 'JSON on standard output, and nothing else there')
    .addOption(langOption())
