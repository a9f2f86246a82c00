// `concert calendar`: deadlines as an .ics file for a calendar program, exactly as an office serves it.

import { type Command, Option } from 'commander'
import { withExamples } from './kit/options.ts'
import type { Io } from './kit/output.ts'
import { orderFrom } from './kit/arguments.ts'
import { findOffice, type TargetOptions } from './kit/target.ts'

export function register(program: Command, io: Io): void {
  const calendar = program
    .command('calendar')
    .description('deadlines as an .ics file for a calendar program, on standard output')
    .addOption(
      new Option('--matter <id>', 'of one matter, all offices').conflicts(['order', 'all']),
    )
    .addOption(
      new Option('--order <id>', 'of one order, office:number').conflicts(['matter', 'all']),
    )
    .option('--all', 'of all offices that this one follows')
    // Not `addOfficeOptions`: here the office is also what is asked for, and there is no JSON.
    .option(
      '--office [id]',
      "what is due in this office's own orders (the default, with the first office here)",
    )
    .option(
      '--url <url>',
      'address of an office (default: CONCERT_URL, else the federation on this machine)',
    )
    .option(
      '--data <folder>',
      'data folder of the federation on this machine (default: CONCERT_DATA, else .concert)',
    )
    .addOption(
      new Option('--lang <lang>', 'language of the events').choices(['en', 'fr']).default('en'),
    )
  withExamples(
    calendar,
    'concert calendar --office ca-bc-oipc > office.ics',
    'concert calendar --matter clearview-ai --lang fr > matter.ics',
    'concert calendar --order ca-bc-oipc:P21-08 > order.ics',
  )
  calendar.action(async (options) => writeCalendar(io, options))
}

interface CalendarOptions extends Omit<TargetOptions, 'office' | 'json'> {
  readonly matter?: string
  readonly order?: string
  readonly all?: boolean
  /** `true` where the option came without an id. */
  readonly office?: string | true
  readonly lang: 'en' | 'fr'
}

async function writeCalendar(
  io: Io,
  { office, matter, order, all, lang, ...rest }: CalendarOptions,
): Promise<void> {
  const path = pathOf({ matter, order, all })
  const client = await findOffice(
    { ...rest, ...(typeof office === 'string' ? { office } : {}) },
    order === undefined ? {} : { order },
  )
  // The last line end is the output's own.
  io.out((await client.text(path, { lang })).replace(/\n$/, ''))
}

function pathOf({
  matter,
  order,
  all,
}: {
  matter: string | undefined
  order: string | undefined
  all: boolean | undefined
}): string {
  if (matter !== undefined) return `/calendar/matters/${encodeURIComponent(matter)}.ics`
  if (order === undefined) return `/calendar/${all === true ? 'all' : 'office'}.ics`
  const ref = orderFrom(order)
  return `/calendar/orders/${ref.office}/${ref.id}.ics`
}
