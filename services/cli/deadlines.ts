// `concert deadlines`: what is due across orders, as an office says; or, with a statute,
// the dates that follow from a day, computed here with the policy packs of this version.

import { type Command, Option } from 'commander'
import { addOfficeOptions, wholeNumber, withExamples } from './kit/options.ts'
import {
  addDueListOptions,
  asksForPage,
  printDueList,
  refusePages,
  type ListOptions,
} from './kit/lists.ts'
import { type Io, noAdvice, type Paint, print, trustLegend } from './kit/output.ts'
import { z } from 'zod'
import { packFor } from '../../shared/policy/clocks.ts'
import {
  explainDeadlines,
  type ExplainedDeadline,
  type Explanation,
  startsOf,
} from '../../shared/policy/explain.ts'
import { dateSchema, type TermKind } from '../../shared/policy/pack.schema.ts'
import { problemError, unwrap } from '../../shared/kernel/problems.ts'
import { upcomingSchema } from '../../shared/contract/views.schema.ts'
import { zoneData as checkedZoneData } from '../platform/clock.ts'
import { loadPacks } from '../platform/packs.ts'
import { findOffice } from './kit/target.ts'
import { dateFrom } from './kit/arguments.ts'
import { deadlineWords, ruleText } from './kit/law.ts'
import { table, wrap } from './kit/table.ts'

export function register(program: Command, io: Io): void {
  const deadlines = addDueListOptions(
    addOfficeOptions(
      program
        .command('deadlines')
        .description(
          'what is overdue and due in orders and matters; with a statute: which dates follow from a day, computed here',
        )
        .argument('[statute]', 'such as ca-bc-pipa'),
    ),
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
    'concert deadlines --overdue --of ca-bc-oipc',
    'concert deadlines ca-bc-pipa --given 2021-12-14',
    'concert deadlines ca-qc-p391 --given 2021-12-14 --term mandate --days 90 --json',
  )
  deadlines.action(async (statute: string | undefined, options) => {
    await (statute === undefined ? upcoming(io, options) : compute(io, statute, options))
  })
}

const deadlinesSchema = z.strictObject({ today: dateSchema, deadlines: z.array(upcomingSchema) })
export type UpcomingDeadlines = z.output<typeof deadlinesSchema>

export async function upcoming(
  io: Io,
  options: ListOptions & { asOf?: string; until?: string; given?: string },
): Promise<void> {
  if (options.given !== undefined)
    throw problemError(
      'invalid-input',
      {
        en: '--given needs a statute, such as "concert deadlines ca-bc-pipa --given 2021-12-14"',
        fr: '--given exige une loi, par exemple « concert deadlines ca-bc-pipa --given 2021-12-14 »',
      },
      options.given,
    )
  const isPage = asksForPage(options) || options.of !== undefined || options.matter !== undefined
  if (options.asOf === undefined && (options.json !== true || isPage))
    return printDueList(io, options)
  refusePages(options)
  print(
    io,
    options.json,
    await (
      await findOffice(options)
    ).get('/v1/deadlines', deadlinesSchema, { asOf: options.asOf, until: options.until }),
    renderUpcoming,
  )
}

interface ComputeOptions {
  readonly given?: string
  readonly term?: TermKind
  readonly days?: number
  readonly on?: string
  readonly json?: boolean
}

export async function compute(io: Io, statute: string, options: ComputeOptions): Promise<void> {
  if (options.given === undefined)
    throw problemError('invalid-input', {
      en: `From which day? Add --given DATE, the day a copy was given, such as "concert deadlines ${statute} --given 2021-12-14"`,
      fr: `À partir de quel jour? Ajoutez --given DATE, le jour où une copie a été remise, par exemple « concert deadlines ${statute} --given 2021-12-14 »`,
    })
  const zoneData = checkedZoneData()
  const given = dateFrom(options.given, '--given')
  const pack = unwrap(packFor(loadPacks(), statute, given))
  const due =
    options.days !== undefined
      ? { days: options.days }
      : options.on !== undefined
        ? { on: dateFrom(options.on, '--on') }
        : undefined
  const explanation = unwrap(explainDeadlines(pack, zoneData, { given, term: options.term, due }))
  print(io, options.json, explanation, (value, paint) =>
    renderComputed(
      value,
      { given, start: startsOf(pack).join(' or '), title: pack.title.en },
      paint,
    ),
  )
}

function renderUpcoming({ today, deadlines }: UpcomingDeadlines, paint: Paint): string {
  if (deadlines.length === 0) return `Nothing is due from ${today} on.`
  const rows = deadlines.map(({ order, respondent, deadline, stayed }) => [
    `${deadline.date} ${deadline.confidence}${deadline.lenientDate === undefined ? '' : `\nor ${deadline.lenientDate}`}`,
    `${deadlineWords[deadline.id]}${deadline.terms.length === 0 ? '' : ` ${deadline.terms.join(', ')}`}`,
    order,
    respondent,
    stayed ? 'stayed' : '',
  ])
  return [
    paint('bold', `Due from ${today} on`),
    table(rows, ['Date', 'What', 'Order', 'Respondent', '']),
    ...[trustLegend, noAdvice].map((line) => wrap(line)),
  ].join('\n')
}

function renderComputed(
  { statute, pack, inForce, zoneData, deadlines }: Explanation,
  { given, start, title }: { given: string; start: string; title: string },
  paint: Paint,
): string {
  const head = [
    `${paint('bold', title)} (${statute}, pack ${pack}, zone data ${zoneData})`,
    `In force from ${inForce.from}${inForce.to === undefined ? '' : ` to ${inForce.to}`}`,
    `${starts[start] ?? 'Nothing starts a clock:'} ${given}`,
  ]
  return [
    head.join('\n'),
    ...deadlines.map((deadline) => renderDeadline(deadline, paint)),
    [trustLegend, noAdvice].map((line) => wrap(line)).join('\n'),
  ].join('\n\n')
}

const starts: Readonly<Record<string, string>> = {
  'copy-given': 'Copy given',
  'report-sent': 'Report sent',
  'copy-given or report-sent': 'Copy given, or report sent,',
}

function renderDeadline(
  {
    id,
    terms,
    date,
    lenientDate,
    endsAt,
    confidence,
    rules,
    steps,
    lenientSteps = [],
  }: ExplainedDeadline,
  paint: Paint,
): string {
  const counted = steps.filter((step) => step.counted).length
  return [
    `${paint('bold', date)}${lenientDate === undefined ? '' : ` (or ${lenientDate})`}  ${deadlineWords[id]}${terms.length === 0 ? '' : ` a ${terms.join(' or ')}`}  ${confidence}`,
    `  ends    ${endsAt}`,
    wrap(`  rules   ${rules.map(ruleText).join(', ')}`, '          '),
    `  counted ${counted} days`,
    ...passedLine('passed ', steps),
    ...passedLine('or pass', lenientSteps),
  ].join('\n')
}

function passedLine(word: string, steps: ExplainedDeadline['steps']): string[] {
  const passed = steps.slice(1).filter((step) => !step.counted)
  return passed.length === 0
    ? []
    : [
        wrap(
          `  ${word} ${passed.map((step) => `${step.date} ${step.why}`).join(', ')}`,
          '          ',
        ),
      ]
}
