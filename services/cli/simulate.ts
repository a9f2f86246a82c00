// `concert simulate`: supposes facts about orders and shows where every order of the matter would stand. Nothing is recorded.

import { deadlineWords, ruleText } from './kit/law.ts'
import { type Command, InvalidArgumentError, Option } from 'commander'
import { addOfficeOptions, withExamples } from './kit/options.ts'
import { type Io, noAdvice, type Paint, print, reportProblem, trustLegend } from './kit/output.ts'
import type { LocalDate } from '../../shared/kernel/date.ts'
import { packFor } from '../../shared/policy/clocks.ts'
import { messageIn, type Problem, problemError } from '../../shared/kernel/problems.ts'
import type { Lang } from '../../shared/kernel/text.ts'
import { changesFor } from '../../shared/simulate/suppose.ts'
import type { OfficeClient } from '../client/office-client.ts'
import { type SimulationReply, simulationSchema } from '../../shared/contract/simulation.schema.ts'
import { orderDetailSchema } from '../../shared/contract/views.schema.ts'
import { loadPacks } from '../platform/packs.ts'
import { findOffice, type TargetOptions } from './kit/target.ts'
import { dateFrom } from './kit/arguments.ts'
import { readJson } from './kit/send.ts'
import type { TermView } from '../../shared/board/board.schema.ts'
import type { Deadline } from '../../shared/policy/deadline.schema.ts'
import { type Cell, table, wrap } from './kit/table.ts'

export function register(program: Command, io: Io): void {
  const bc = 'ca-bc-oipc:P21-08'
  const command = addOfficeOptions(
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
    .option('--as-of <date>', 'the day to show (default: today, or the last day that is supposed)')
  withExamples(
    command,
    `concert simulate ${bc} --serve clearview-ai-inc=2021-12-20`,
    `concert simulate ${bc} --lose 2022-06-01 --as-of 2022-06-02`,
    `concert simulate ${bc} ca-ab-oipc:P2021-12 --challenge 2022-01-10 --as-of 2022-01-12`,
    'concert simulate ca-ab-oipc:P2021-12 --extend 2022-03-01 --as-of 2022-01-20 --json',
    'concert simulate --file changes.json',
  )
  command.action(async (orders: string[], options) => simulate(io, orders, options))
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

interface SimulateOptions extends TargetOptions {
  readonly serve?: readonly { readonly party: string; readonly on: string }[]
  readonly challenge?: string
  readonly kind?: 'judicial-review' | 'appeal'
  readonly lose?: string
  readonly extend?: string
  readonly extendBy?: 'office' | 'court'
  readonly file?: string
  readonly asOf?: string
}

export async function simulate(
  io: Io,
  orders: readonly string[],
  options: SimulateOptions,
): Promise<void> {
  const supposed = supposedOf(options)
  const asked = Object.keys(supposed).length > 0
  if (asked && orders.length === 0)
    throw problemError('invalid-input', {
      en: 'Which order? Name it, office:number, such as "concert simulate ca-bc-oipc:P21-08 --lose 2022-06-01"',
      fr: 'Quelle ordonnance? Nommez-la, organisme:numéro, par exemple « concert simulate ca-bc-oipc:P21-08 --lose 2022-06-01 »',
    })
  if (!asked && options.file === undefined)
    throw problemError('invalid-input', {
      en: 'What do you want to suppose? Add --serve, --challenge, --lose, --extend or --file',
      fr: 'Que voulez-vous supposer? Ajoutez --serve, --challenge, --lose, --extend ou --file',
    })
  const file = options.file === undefined ? {} : await readJson(options.file)
  const asOf = options.asOf === undefined ? undefined : dateFrom(options.asOf, '--as-of')
  const client = await findOffice(options, orders[0] === undefined ? {} : { order: orders[0] })
  const changes = asked
    ? await Promise.all(orders.map((order) => changesOf(client, order, supposed, asOf)))
    : []
  const body = {
    ...file,
    changes: [...withIds(file['changes']), ...changes.flat()],
    ...(asOf === undefined ? {} : { asOf }),
  }
  const simulation = await client.post('/v1/simulations', body, simulationSchema)
  print(io, options.json, simulation, renderSimulation)
  // A recorded fact that could not stand is part of the answer; what was asked and is refused is a refusal. Parsed JSON has no field that is undefined.
  for (const step of simulation.steps)
    if (step.kind === 'refused' && step.change !== null)
      io.exit(reportProblem(io, step.problem as Problem))
}

function supposedOf({
  serve,
  challenge,
  kind,
  lose,
  extend,
  extendBy,
}: SimulateOptions): Parameters<typeof changesFor>[1] {
  return {
    ...(serve === undefined
      ? {}
      : { serve: serve.map(({ party, on }) => ({ party, on: dateFrom(on, '--serve') })) }),
    ...(challenge === undefined
      ? {}
      : { challenge: { on: dateFrom(challenge, '--challenge'), kind } }),
    ...(lose === undefined ? {} : { lose: dateFrom(lose, '--lose') }),
    ...(extend === undefined ? {} : { extend: { to: dateFrom(extend, '--extend'), by: extendBy } }),
  }
}

async function changesOf(
  client: OfficeClient,
  order: string,
  supposed: Parameters<typeof changesFor>[1],
  asOf: LocalDate | undefined,
): Promise<ReturnType<typeof changesFor>> {
  const { state, asOf: today } = await client.get(
    `/v1/orders/${encodeURIComponent(order)}`,
    orderDetailSchema,
  )
  const pack = packFor(loadPacks(), state.statute, state.issuedOn)
  return changesFor(state, supposed, pack.ok ? pack.value : undefined, asOf ?? today)
}

/** In a file, a supposed command needs no id: it is never sent twice. */
function withIds(changes: unknown): unknown[] {
  const list = changes === undefined ? [] : Array.isArray(changes) ? changes : [changes]
  return list.map((change: unknown) => {
    if (
      typeof change !== 'object' ||
      change === null ||
      !('command' in change) ||
      typeof change.command !== 'object'
    )
      return change
    return { ...change, command: { id: 'what-if', ...change.command } }
  })
}

function renderSimulation(
  { asOf, steps, orders }: SimulationReply,
  paint: Paint,
  lang: Lang = 'en',
): string {
  const told = steps.map((step) => {
    const where = `${step.on}  ${step.order}  ${step.command}`
    if (step.kind === 'refused')
      return wrap(
        `  ${step.change === null ? 'could not stand' : paint('red', 'refused')}  ${where}: ${step.problem.code}: ${messageIn(lang, step.problem)}`,
        '      ',
      )
    return step.change === null
      ? wrap(
          `  as recorded, with another effect  ${where}${step.event.kind === 'challenge-filed' ? `: in time: ${step.event.inTime}` : ''}`,
          '      ',
        )
      : `  supposed  ${where}`
  })
  return [
    [paint('bold', `What if, on ${asOf}: as recorded → as supposed`), ...told].join('\n'),
    ...(orders.length === 0
      ? ['No order had been issued by this date.']
      : orders.map((order) => renderOrder(order, paint))),
    ['Nothing was recorded.', trustLegend, noAdvice].map((line) => wrap(line)).join('\n'),
  ].join('\n\n')
}

type Simulated = SimulationReply['orders'][number]

function renderOrder(
  { order, changed, before, after, deadlines }: Simulated,
  paint: Paint,
): string {
  const head = `${paint('bold', order)}  ${fromTo(before.status.toUpperCase(), after.status.toUpperCase())}${changed ? '' : '  no change'}`
  const rows = before.terms.map((was, at): Cell[] => {
    const now = after.terms[at] ?? was
    return [
      was.id,
      was.theme,
      fromTo(clockOf(was), clockOf(now)),
      fromTo(earliestOf(was), earliestOf(now)),
      fromTo(dueOf(was), dueOf(now)),
    ]
  })
  const next = fromTo(nextOf(before), nextOf(after))
  return [
    wrap(head),
    table(rows, ['Term', 'Theme', 'Clock', 'Not before', 'Due']),
    ...(next === '' ? [] : [wrap(`  next    ${next}`, '          ')]),
    ...deadlines.map(renderDeadline),
  ].join('\n')
}

function renderDeadline({
  id,
  party,
  terms,
  before,
  after,
}: Simulated['deadlines'][number]): string {
  const head = wrap(
    `  ${before?.date ?? 'none'} → ${after?.date ?? 'none'}  ${deadlineWords[id]}${terms.length === 0 ? '' : ` ${terms.join(', ')}`} (${party})`,
    '    ',
  )
  return after === null ? head : `${head}\n${wrap(`    ${whyOf(after)}`, '    ')}`
}

function whyOf({
  derivation: { from, start, period, counting, skipped, rolled },
  rules,
}: Deadline): string {
  const [[unit, n] = ['days', 0]] = Object.entries(period)
  const passed = `${skipped.length === 0 ? '' : `, ${skipped.length} days not counted`}${rolled.length === 0 ? '' : `, moved past ${rolled.map((day) => `${day.date} (${day.why})`).join(', ')}`}`
  return `${start} ${from}, ${n} ${unit} (${counting})${passed}; ${rules.map(ruleText).join(', ')}`
}

function fromTo(before: string, after: string): string {
  return before === after
    ? before
    : `${before === '' ? 'none' : before} → ${after === '' ? 'none' : after}`
}

function clockOf(term: TermView): string {
  return `${term.clock}${term.uncertain ? (term.stayed ? ' ?' : ', stay ?') : ''}`
}

function earliestOf(term: TermView): string {
  return term.notBefore !== null
    ? `${term.notBefore} ${term.notBeforeConfidence}`
    : term.enforceableFrom === null
      ? ''
      : `enforceable ${term.enforceableFrom} ${term.enforceableFromConfidence}`
}

function dueOf({ due }: TermView): string {
  return due === null
    ? ''
    : `${due.date} ${due.confidence}${due.lenientDate === undefined ? '' : ` or ${due.lenientDate}`}`
}

function nextOf({ nextAlarm }: Simulated['before']): string {
  return nextAlarm === null
    ? ''
    : `${nextAlarm.date} ${deadlineWords[nextAlarm.deadline]}${nextAlarm.terms.length === 0 ? '' : ` ${nextAlarm.terms.join(', ')}`} (${nextAlarm.party})`
}
