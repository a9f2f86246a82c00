// `concert drift`: dates of open orders that would come out differently today, and an officer's approval of one correction.

import { deadlineWords, ruleText } from './kit/law.ts'
import { type Command, Option } from 'commander'
import { list, addOfficeOptions, withExamples } from './kit/options.ts'
import {
  type Io,
  noAdvice,
  type Paint,
  print,
  reportProblem,
  trustLegend,
  perhapsRecorded,
} from './kit/output.ts'
import { randomUUID } from 'node:crypto'
import { catalogue, messageIn, ProblemError } from '../../shared/kernel/problems.ts'
import type { Lang } from '../../shared/kernel/text.ts'
import type { Recorded } from '../client/office-client.ts'
import {
  type DeadlineDrift,
  type DriftChange,
  driftSchema,
  type DriftView,
  type OrderDrift,
} from '../../shared/contract/drift.schema.ts'
import { clockViewSchema, recordedReplySchema } from '../../shared/contract/views.schema.ts'
import { renderRecorded } from './kit/recorded.ts'
import { findOffice, type TargetOptions } from './kit/target.ts'
import { dateFrom, orderFrom } from './kit/arguments.ts'
import { approvalLine } from '../../shared/order/drift-line.ts'
import { wrap } from './kit/table.ts'

export function register(program: Command, io: Io): void {
  const example = 'ca-bc-oipc:P21-08'
  const approvalExample = `concert drift approve ${example} --deadline comply --party clearview-ai-inc --terms T1,T2,T3 --date 2022-01-26 --by Registrar --reason 'January 10 was proclaimed a holiday'`
  const drift = addOfficeOptions(
    program
      .command('drift')
      .description(
        'dates of open orders that newer packs, holidays or zone data would change: before, after and why; nothing moves by itself',
      ),
  )
  withExamples(drift, 'concert drift', 'concert drift --office ca-bc-oipc --json', approvalExample)
  drift.action(async (options) => showDrift(io, options))

  const approval = addOfficeOptions(
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
  withExamples(approval, approvalExample)
  // What the listing and the approval both have is given to the listing where it stands before the word.
  approval.action(async (order: string, _options, command: Command) =>
    approve(io, order, command.optsWithGlobals()),
  )
}

export interface ApproveOptions extends TargetOptions {
  readonly deadline: string
  readonly party: string
  readonly terms?: readonly string[]
  readonly route?: string
  readonly date: string
  readonly by: string
  readonly reason: string
  readonly id?: string
}

async function showDrift(io: Io, options: TargetOptions): Promise<void> {
  const client = await findOffice(options)
  print(io, options.json, await client.get('/v1/drift', driftSchema), renderDrift)
}

export async function approve(io: Io, order: string, options: ApproveOptions): Promise<void> {
  const ref = orderFrom(order)
  const { deadline, party, terms = [], route, by, reason, id = `cli/${randomUUID()}` } = options
  const date = options.date === 'none' ? null : dateFrom(options.date, '--date')
  const client = await findOffice(options, { order })
  const on = (await client.get('/v1/clock', clockViewSchema)).legalToday
  let recorded: Recorded
  try {
    recorded = await client.post(
      `/v1/orders/${encodeURIComponent(order)}/corrections`,
      { id, deadline, party, terms, route, date, by, reason },
      recordedReplySchema,
    )
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error
    const refusal =
      catalogue[error.problem.code].status >= 500
        ? perhapsRecorded(error.problem, id)
        : error.problem
    return io.exit(reportProblem(io, refusal, options.json))
  }
  print(io, options.json, recorded, (value, paint) => renderRecorded(ref, { id, on }, value, paint))
}

export function renderDrift(
  { today, zoneData, orders, unknown }: DriftView,
  paint: Paint,
  lang: Lang = 'en',
): string {
  const unsaid = unknown.map(({ order, problem }) =>
    wrap(`${paint('red', order)}  cannot be checked: ${messageIn(lang, problem)}`, '    '),
  )
  if (orders.length === 0 && unsaid.length === 0)
    return `No open date would come out differently today (${today}, zone data ${zoneData}).`
  const head = `${paint('bold', `Dates that would come out differently on ${today}`)} (zone data ${zoneData}). Nothing moves by itself.`
  return [
    head,
    ...orders.map((order) => renderOrder(order, paint, lang)),
    ...unsaid,
    [trustLegend, noAdvice].map((line) => wrap(line)).join('\n'),
  ].join('\n\n')
}

function renderOrder({ order, own, pack, changes }: OrderDrift, paint: Paint, lang: Lang): string {
  const head = `${paint('bold', order)}  pack at issuance ${pack.before}, now ${pack.after}${own ? '' : "  another office's: for information"}`
  return [
    head,
    ...changes.flatMap((change) => changeLines(change, paint, lang)),
    ...(own
      ? changes.flatMap((change) =>
          change.kind === 'deadline' ? ['  approve', `    ${approvalLine(order, change)}`] : [],
        )
      : []),
  ].join('\n')
}

function changeLines(change: DriftChange, paint: Paint, lang: Lang): string[] {
  switch (change.kind) {
    case 'deadline': {
      const { id, party, terms, route, before, after, why } = change
      const what = `${deadlineWords[id]}${terms.length === 0 ? '' : ` ${terms.join(', ')}`}${route === undefined ? '' : `, ${route}`} (${party})`
      return [
        wrap(`  ${dateOf(before)} → ${paint('yellow', dateOf(after))}  ${what}`, '    '),
        wrap(
          `    why  ${why.length === 0 ? 'follows from an earlier fact of the order' : why.map(reasonText).join('; ')}`,
          '         ',
        ),
      ]
    }
    case 'challenge':
      return [
        wrap(
          `  challenge ${change.challenge} would be judged otherwise: in time ${change.after.inTime} (recorded ${change.before.inTime}), ${staysOf(change.after)} (recorded: ${staysOf(change.before)})`,
          '    ',
        ),
      ]
    case 'refused':
      return [
        wrap(
          `  ${change.fact} of ${change.on} would be refused today: ${messageIn(lang, change.problem)}`,
          '    ',
        ),
      ]
  }
}

function dateOf(deadline: DeadlineDrift['before']): string {
  return deadline === null
    ? 'no date'
    : `${deadline.date}${deadline.lenientDate === undefined ? '' : ` (or ${deadline.lenientDate})`}`
}

function staysOf({ stays }: Extract<DriftChange, { kind: 'challenge' }>['before']): string {
  return stays.length === 0
    ? 'stays nothing'
    : `stays ${stays.flatMap(({ terms }) => terms).join(', ')}`
}

function reasonText(reason: DeadlineDrift['why'][number]): string {
  switch (reason.kind) {
    case 'day':
      return reason.counts
        ? `${reason.date} counts now (before: ${reason.why})`
        : `${reason.date} does not count now (${reason.why})`
    case 'start':
      return `it begins ${reason.after.from} (${reason.after.start}), before ${reason.before.from} (${reason.before.start})`
    case 'period':
      return `the period is ${periodText(reason.after)}, before ${periodText(reason.before)}`
    case 'counting':
      return `days are counted as ${reason.after}, before as ${reason.before}`
    case 'rules':
      return [
        ...reason.added.map((rule) => `now ${ruleText(rule)}`),
        ...reason.gone.map((rule) => `no longer ${ruleText(rule)}`),
      ].join(', ')
    case 'zone-data':
      return `the day ends at another instant: zone data ${reason.after}, before ${reason.before}`
    case 'new':
      return 'there was no such date'
    case 'gone':
      return 'the law as it is here now gives no such date'
  }
}

function periodText(
  period: Extract<DeadlineDrift['why'][number], { kind: 'period' }>['before'],
): string {
  return Object.entries(period)
    .map(([unit, n]) => `${n} ${unit}`)
    .join(' ')
}
