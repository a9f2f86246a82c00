// `concert matter …`: list matters, show one, print its chronology, record a statement in one.

import { deadlineWords, ruleText } from './kit/law.ts'
import { renderBoardOrder } from './kit/board-order.ts'
import type { Command } from 'commander'
import {
  list,
  addDateOptions,
  addFactOptions,
  addOfficeOptions,
  wholeNumber,
  withExamples,
} from './kit/options.ts'
import {
  addMatterListOptions,
  asksForPage,
  printMatterList,
  type ListOptions,
} from './kit/lists.ts'
import { type Io, noAdvice, type Paint, print, trustLegend } from './kit/output.ts'
import { z } from 'zod'
import { type AggregateRef, localIdPattern } from '../../shared/kernel/ids.ts'
import { matterCommandSchema } from '../../shared/matter/matter.schema.ts'
import type { PublicMatterCommand } from '../../shared/contract/office-api.ts'
import { present } from '../../shared/kernel/present.ts'
import { problemError } from '../../shared/kernel/problems.ts'
import {
  type Chronology,
  chronologySchema,
  type MatterDetail,
  matterDetailSchema,
  matterSummarySchema,
  officeViewSchema,
} from '../../shared/contract/views.schema.ts'
import type { Lang } from '../../shared/kernel/text.ts'
import { officeAndDays, sharedLines, sharedTitle } from './kit/sharing.ts'
import { findOffice, type TargetOptions } from './kit/target.ts'
import { complete, type FactOptions, readJson, sendCommand } from './kit/send.ts'
import { wrap } from './kit/table.ts'
import { recorderText } from '../../shared/contract/recorder.ts'
import { deadlinesOf, detailOf } from '../../shared/contract/event-text.ts'

/** Everything that an office says in a matter; what its own clock says is no business of a person. */
const sayable = [
  'noted',
  'statement-made',
  'recommendation-made',
  'recommendation-refused',
  'announced',
  'findings-published',
  'investigation-opened',
  'report-sent',
  'notice-of-intention',
  'commitment-made',
  'compliance-reported',
  'compliance-assessed',
  'court-application',
  'court-decided',
  'disposition',
  'reopened',
  'joint-action',
  'recorded-in-error',
  'opened',
] as const satisfies readonly PublicMatterCommand['kind'][]

export function register(program: Command, io: Io): void {
  const matter = program
    .command('matter')
    .description('a matter across offices: list, show, say something')
  withExamples(
    matter,
    'concert matter show clearview-ai',
    `concert matter say clearview-ai noted --office ca-fed-opc --en "Hearing set" --fr "Audience fixée"`,
  )

  const all = addMatterListOptions(
    addOfficeOptions(matter.command('list').description('matters that are known')),
  )
  withExamples(
    all,
    'concert matter list',
    'concert matter list --filter clearview --sort changed',
    'concert matter list --json',
  )
  all.action(async (options) => listMatters(io, options))

  const show = addOfficeOptions(
    matter
      .command('show')
      .description("a matter: each office's file, entries and orders")
      .argument('<matter>', 'its id'),
  )
  withExamples(show, 'concert matter show clearview-ai', 'concert matter show clearview-ai --json')
  show.action(async (id: string, options) => showMatter(io, id, options))

  const chronology = addDateOptions(
    addOfficeOptions(
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
  chronology.action(async (id: string, options) => showChronology(io, id, options))

  const saying = addFactOptions(
    matter
      .command('say')
      .description("record something in a matter, in this office's name")
      .argument('<matter>', 'its id')
      .argument('<kind>', `what: ${sayable.join(', ')}`),
  )
    .option('--en <text>', 'the text in English')
    .option('--fr <text>', 'the text in French')
    .option('--offices <ids>', 'the offices that take part', list)
    .option('--orders <ids>', 'the orders that are announced', list)
    .option('--to <whom>', 'report-sent: complainant or respondent')
    .option('--of <outcome>', 'disposition: well-founded, not-well-founded, resolved, …')
    .option('--notice <name>', 'notice-of-intention: a name for it')
    .option('--reply-by <date>', 'notice-of-intention: the last day to reply')
    .option('--application <name>', 'court-application, court-decided: its name')
    .option('--section <section>', 'court-application: the section of the law')
    .option('--forum <court>', 'court-application: the court')
    .option('--applicant <who>', 'court-application: who applies (default: this office)')
    .option('--citation <text>', 'court-decided: the decision')
    .option('--commitment <name>', 'commitment-made, compliance-reported, -assessed: its name')
    .option('--outcome <outcome>', 'court-decided: words; compliance-reported: complied or partial')
    .option('--finding <finding>', 'compliance-assessed: accepted, partly or not-accepted')
    .option(
      '--basis <basis>',
      'compliance-assessed: review, report, audit, inspection, or other words',
    )
    .option('--terms <ids>', 'compliance-reported, -assessed: these promises only', list)
    .option('--fact <version>', 'recorded-in-error: what is struck out', wholeNumber)
    .option('--reason <text>', 'recorded-in-error, reopened: why')
    .option('--file <fact.json>', 'the other fields of that kind as JSON (- for standard input)')
  withExamples(
    saying,
    `concert matter say clearview-ai noted --office ca-fed-opc --en "Hearing set" --fr "Audience fixée"`,
    'concert matter say clearview-ai announced --orders ca-bc-oipc:P21-08 --on 2021-12-14',
    'concert matter say new-matter opened --file opened.json',
    'concert matter say clearview-ai notice-of-intention --notice N1 --reply-by 2022-02-10 --dry-run',
  )
  saying.action(async (id: string, kind: string, options) => say(io, id, kind, options))
}

const mattersSchema = z.strictObject({ matters: z.array(matterSummarySchema) })

async function listMatters(io: Io, options: ListOptions): Promise<void> {
  if (options.json !== true || options.of !== undefined || asksForPage(options))
    return printMatterList(io, options)
  // As JSON it is whole, as it always was.
  const { matters } = await (await findOffice(options)).get('/v1/matters', mattersSchema)
  print(io, true, { matters }, () => '')
}

async function showMatter(io: Io, matter: string, options: TargetOptions): Promise<void> {
  print(
    io,
    options.json,
    await (
      await findOffice(options)
    ).get(`/v1/matters/${encodeURIComponent(matter)}`, matterDetailSchema),
    (detail, paint) => renderMatter(detail, paint, io.lang),
  )
}

async function showChronology(
  io: Io,
  matter: string,
  options: TargetOptions & { asOf?: string; knownOn?: string },
): Promise<void> {
  const { asOf, knownOn } = options
  print(
    io,
    options.json,
    await (
      await findOffice(options)
    ).get(`/v1/matters/${encodeURIComponent(matter)}/chronology`, chronologySchema, {
      asOf,
      knownOn,
    }),
    (chronology, paint) => renderChronology(chronology, paint, io.lang),
  )
}

interface SayOptions extends FactOptions {
  readonly en?: string
  readonly fr?: string
  readonly offices?: readonly string[]
  readonly orders?: readonly string[]
  readonly file?: string
  readonly applicant?: string
  readonly basis?: string
  /** The fields that are called as their options are. */
  readonly [name: string]: unknown
}

const plainFields = [
  'to',
  'of',
  'notice',
  'replyBy',
  'application',
  'section',
  'forum',
  'citation',
  'commitment',
  'outcome',
  'finding',
  'terms',
  'fact',
  'reason',
] as const

function fieldsOf(options: SayOptions): Record<string, unknown> {
  const { en, fr, offices, orders, basis } = options
  const known = ['review', 'report', 'audit', 'inspection']
  return present({
    text: en === undefined && fr === undefined ? undefined : present({ en, fr }),
    offices,
    orders,
    basis: basis === undefined || known.includes(basis) ? basis : { other: basis },
    ...Object.fromEntries(plainFields.map((name) => [name, options[name]])),
  })
}

export async function say(
  io: Io,
  matter: string,
  kind: string,
  options: SayOptions,
): Promise<void> {
  if (!localIdPattern.test(matter))
    throw problemError(
      'invalid-input',
      {
        en: `${JSON.stringify(matter)} is not a matter id: expected one such as clearview-ai`,
        fr: `${JSON.stringify(matter)} n'est pas l'identifiant d'un dossier : indiquez-en un, par exemple clearview-ai`,
      },
      matter,
    )
  const { file, applicant } = options
  // Who applies is "by" in the command, which of every other fact is who says so.
  const by = kind === 'court-application' ? { by: applicant } : {}
  const fields = {
    ...(file === undefined ? {} : await readJson(file)),
    ...fieldsOf(options),
    ...present(by),
    kind,
  }
  const client = await findOffice(options)
  const { office } = await client.get('/v1/office', officeViewSchema)
  const ref: AggregateRef = { office: office.id, kind: 'matter', id: matter }
  await sendCommand(
    io,
    client,
    ref,
    await complete(client, matterCommandSchema, fields, options),
    options,
  )
}

export function renderMatter(detail: MatterDetail, paint: Paint, lang: Lang = 'en'): string {
  const { matter, title, respondent, files, entries, orderViews } = detail
  const head = [
    `${paint('bold', matter)}  ${title?.en ?? ''}`,
    ...(respondent === null ? [] : [`  respondent  ${respondent.name}`]),
    ...files.map(({ office, file }) => `  file        ${office}  ${file}`),
  ]
  const said = entries.map((entry) => {
    const { on, office, event, confidence } = entry
    const recorder = recorderText('en', entry)
    return wrap(
      `  ${on}  ${office}  ${event.kind}${'text' in event && event.text !== undefined ? `: ${event.text.en}` : ''}${confidence === null ? '' : ` · ${confidence}`}${recorder === undefined ? '' : ` · recorded by ${recorder}`}`,
      '              ',
    )
  })
  return [
    head.join('\n'),
    ...(said.length === 0 ? [] : [[paint('bold', 'Entries'), ...said].join('\n')]),
    ...orderViews.map((order) => renderBoardOrder(order, paint)),
    ...sharedPart(lang, entries, paint),
  ].join('\n\n')
}

/** What each office lets others read it by; nothing where there are no entries. */
function sharedPart(
  lang: Lang,
  entries: MatterDetail['entries'] | Chronology['entries'],
  paint: Paint,
): string[] {
  const lines = sharedLines<(typeof entries)[number]>(lang, entries, officeAndDays)
  return lines.length === 0 ? [] : [[paint('bold', sharedTitle[lang]), ...lines].join('\n')]
}

export function renderChronology(chronology: Chronology, paint: Paint, lang: Lang = 'en'): string {
  const { matter, title, respondent, files, office, asOf, knownOn, entries, ledgers } = chronology
  const head = [
    `${paint('bold', matter)}  ${title?.en ?? ''}`,
    wrap(
      `  ${entries.length} facts up to ${asOf}${knownOn === undefined ? '' : `, from what was recorded by ${knownOn}`}, as ${office} has read them`,
    ),
    ...(respondent === null ? [] : [`  respondent  ${respondent.name}`]),
    ...files.map((each) => `  file        ${each.office}  ${each.file}`),
  ]
  const read = ledgers.map(
    (ledger) =>
      `  ${ledger.office}  up to entry ${ledger.seq}, ${ledger.state}${ledger.quarantined === 0 ? '' : `, ${ledger.quarantined} set aside`}`,
  )
  return [
    head.join('\n'),
    entries.length === 0
      ? 'Nothing had been recorded by then.'
      : entries.map((entry) => entryText(entry, paint)).join('\n'),
    ...sharedPart(lang, entries, paint),
    [paint('bold', 'Ledgers'), ...read].join('\n'),
    [trustLegend, noAdvice].map((line) => wrap(line)).join('\n'),
  ].join('\n\n')
}

function entryText(entry: Chronology['entries'][number], paint: Paint): string {
  const { on, between, office, event, confidence, source, by, recordedAt, verifiedKey, sequence } =
    entry
  const detail = detailOf('en', event, (id) => id)
  const recorder = recorderText('en', entry)
  const how = [confidence, source, by === null ? null : `by ${by}`]
    .filter((part) => part !== null)
    .join(' · ')
  return [
    wrap(
      `${paint('bold', on)}${between === null ? '' : ` (assumed, ${between[0]} to ${between[1]})`}  ${entry.about === 'order' ? entry.order : office}  ${event.kind}${detail === '' ? '' : `: ${detail}`}`,
      '    ',
    ),
    ...deadlinesOf(event).map((deadline) =>
      wrap(
        `    sets ${deadlineWords[deadline.id]}${deadline.terms.length === 0 ? '' : ` ${deadline.terms.join(', ')}`}: ${deadline.date} ${deadline.confidence}${deadline.lenientDate === undefined ? '' : ` (or ${deadline.lenientDate})`} (${deadline.rules.map(ruleText).join(', ')})`,
        '      ',
      ),
    ),
    wrap(
      `    ${how === '' ? '' : `${how} · `}recorded ${recordedAt.slice(0, 19)}Z${recorder === undefined ? '' : ` by ${recorder}`}, entry ${sequence}, key ${verifiedKey}`,
      '      ',
    ),
  ].join('\n')
}
