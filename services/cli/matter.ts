// `concert matter …`: what offices say about a matter besides their orders. Names and options only.

import type { Command } from 'commander'
import { list, readsOnDates, recordsFact, speaksToOffice, withExamples } from './kit/options.ts'
import type { Io } from './kit/output.ts'

export function register(program: Command, io: Io): void {
  const matter = program
    .command('matter')
    .description('a matter across offices: list, show, say something')
  withExamples(
    matter,
    'concert matter show clearview-ai',
    `concert matter say clearview-ai noted --office ca-fed-opc --en "Hearing set" --fr "Audience fixée"`,
  )

  const all = speaksToOffice(matter.command('list').description('matters that are known'))
  withExamples(all, 'concert matter list', 'concert matter list --json')
  all.action(async (options) => (await import('./actions/matter.ts')).listMatters(io, options))

  const show = speaksToOffice(
    matter
      .command('show')
      .description("a matter: each office's file, entries and orders")
      .argument('<matter>', 'its id'),
  )
  withExamples(show, 'concert matter show clearview-ai', 'concert matter show clearview-ai --json')
  show.action(async (id: string, options) =>
    (await import('./actions/matter.ts')).showMatter(io, id, options),
  )

  const chronology = readsOnDates(
    speaksToOffice(
      matter
        .command('chronology')
        .description(
          'every fact of every office in a matter, by legal date, with its source, record and key',
        )
        .argument('<matter>', 'its id'),
    ),
  )
  withExamples(
    chronology,
    'concert matter chronology clearview-ai',
    'concert matter chronology clearview-ai --as-of 2022-01-26 --known-on 2022-01-26 --json',
  )
  chronology.action(async (id: string, options) =>
    (await import('./actions/matter.ts')).showChronology(io, id, options),
  )

  const say = recordsFact(
    matter
      .command('say')
      .description("record something in a matter, in this office's name")
      .argument('<matter>', 'its id')
      .argument(
        '<kind>',
        'noted, statement-made, recommendation-made, recommendation-refused, announced, findings-published, investigation-opened, joint-action or opened',
      ),
  )
    .option('--en <text>', 'the text in English')
    .option('--fr <text>', 'the text in French')
    .option('--offices <ids>', 'the offices that take part', list)
    .option('--orders <ids>', 'the orders that are announced', list)
    .option('--file <fact.json>', 'the other fields of that kind as JSON (- for standard input)')
  withExamples(
    say,
    `concert matter say clearview-ai noted --office ca-fed-opc --en "Hearing set" --fr "Audience fixée"`,
    'concert matter say clearview-ai announced --orders ca-bc-oipc:P21-08 --on 2021-12-14',
    'concert matter say new-matter opened --file opened.json',
  )
  say.action(async (id: string, kind: string, options) =>
    (await import('./actions/matter.ts')).say(io, id, kind, options),
  )
}
