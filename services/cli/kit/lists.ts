// The lists on the command line: what they are asked by, and how a page of them is printed.

import { Option, type Command } from 'commander'
import {
  dueListSchema,
  matterListSchema,
  matterSorts,
  orderListSchema,
  orderSorts,
  workKinds,
  type DueList,
  type MatterList,
  type OrderList,
} from '../../../shared/contract/lists.schema.ts'
import { problem, ProblemError } from '../../../shared/kernel/problems.ts'
import { maxListPage } from '../../../shared/kernel/limits.ts'
import { fittedTable } from './fit.ts'
import { deadlineWords } from './law.ts'
import { wholeNumber } from './options.ts'
import { noAdvice, print, trustLegend, type Io, type Paint } from './output.ts'
import { findOffice, type TargetOptions } from './target.ts'
import { wrap } from './table.ts'

export interface ListOptions extends TargetOptions {
  readonly filter?: string
  readonly respondent?: string
  readonly of?: string
  readonly matter?: string
  readonly status?: string
  readonly statute?: string
  readonly work?: string
  readonly dueBy?: string
  readonly overdue?: boolean
  readonly until?: string
  readonly sort?: string
  readonly limit?: number
  readonly after?: string
}

/** Of every list: words, names, order and page. */
function addListOptions(command: Command, sorts: readonly string[]): Command {
  const listed = command
    .option('--filter <words>', 'with all of these words in number, name or matter, accents or not')
    .option('--respondent <name>', 'with this in the name of a respondent')
    .option('--limit <n>', `rows of one page, at most ${maxListPage} (default: 50)`, wholeNumber)
    .option('--after <cursor>', 'the page after this place, as the page before named it')
  return sorts.length === 0
    ? listed
    : listed.addOption(new Option('--sort <by>', 'in this order').choices([...sorts]))
}

export function addOrderListOptions(command: Command): Command {
  return addListOptions(command, orderSorts)
    .option('--statute <id>', 'made under this statute')
    .option('--due-by <date>', 'overdue or due by this date')
    .addOption(new Option('--work <kind>', 'what waits').choices([...workKinds]))
}

export function addMatterListOptions(command: Command): Command {
  return addListOptions(command, matterSorts)
    .option('--of <office>', 'in which this office takes part')
    .option('--overdue', 'with something overdue')
}

export function addDueListOptions(command: Command): Command {
  return addListOptions(command, [])
    .option('--of <office>', 'of this office only')
    .option('--matter <id>', 'of this matter only')
    .option('--overdue', 'what is overdue only')
}

/** Whether more is asked than what was there before lists had pages: then the answer is a page, as JSON too. */
export function asksForPage(options: ListOptions): boolean {
  const { filter, respondent, statute, work, dueBy, overdue, sort, limit, after } = options
  return [filter, respondent, statute, work, dueBy, overdue, sort, limit, after].some(
    (each) => each !== undefined,
  )
}

/** A filter that would be left out is refused. */
export function refusePages(options: ListOptions): void {
  if (asksForPage(options))
    throw new ProblemError(
      problem('invalid-input', {
        en: 'Filters, order and pages are of today: leave out --as-of and --known-on',
        fr: "Les filtres, le tri et les pages sont d'aujourd'hui : omettez --as-of et --known-on",
      }),
    )
}

export async function printOrderList(io: Io, options: ListOptions): Promise<void> {
  const { filter, respondent, of, matter, status, statute, work, dueBy, sort } = options
  const client = await findOffice(options)
  const found = await client.get('/v1/lists/orders', orderListSchema, {
    ...pageOf(options),
    q: filter,
    respondent,
    office: of,
    matter,
    status,
    statute,
    work,
    dueBy,
    sort,
  })
  print(io, options.json, found, (list, paint) => renderOrderList(list, paint, io.width))
}

export async function printMatterList(io: Io, options: ListOptions): Promise<void> {
  const { filter, respondent, of, overdue, sort } = options
  const client = await findOffice(options)
  const found = await client.get('/v1/lists/matters', matterListSchema, {
    ...pageOf(options),
    q: filter,
    respondent,
    office: of,
    overdue: overdue === true ? '1' : undefined,
    sort,
  })
  print(io, options.json, found, (list, paint) => renderMatterList(list, paint, io.width))
}

export async function printDueList(io: Io, options: ListOptions): Promise<void> {
  const { filter, respondent, of, matter, overdue, until } = options
  const client = await findOffice(options)
  const found = await client.get('/v1/lists/deadlines', dueListSchema, {
    ...pageOf(options),
    q: filter,
    respondent,
    office: of,
    matter,
    until,
    overdue: overdue === true ? '1' : undefined,
  })
  print(io, options.json, found, (list, paint) => renderDueList(list, paint, io.width))
}

function pageOf({ limit, after }: ListOptions) {
  return { limit: limit === undefined ? undefined : String(limit), after }
}

export function renderOrderList(list: OrderList, paint: Paint, width?: number): string {
  const rows = list.rows.map((order) => [
    order.order,
    namesOf(order.respondents),
    order.matter,
    order.overdue === null ? order.status : paint('red', order.status),
    order.issuedOn,
    [
      ...(order.overdue === null
        ? []
        : [
            paint('red', `overdue since ${order.overdue.since}: ${order.overdue.terms.join(', ')}`),
          ]),
      ...(order.unserved.length === 0 ? [] : [`no copy to ${namesOf(order.unserved)}`]),
      ...order.inCourt.map(({ kind, id, forum, since }) => `${kind} ${forum ?? id}, ${since}`),
      ...order.routes.map(({ route, section }) => `open: ${route} (s.${section})`),
      ...(order.next === null
        ? []
        : [`${order.next.date} ${order.next.confidence} ${deadlineWords[order.next.deadline]}`]),
    ].join('\n'),
  ])
  const heads = ['Order', 'Respondent', 'Matter', 'Status', 'Issued', 'Why']
  return pageText('order', list, fittedTable(heads, rows, width), paint)
}

export function renderMatterList(list: MatterList, paint: Paint, width?: number): string {
  const rows = list.rows.map(
    ({ matter, title, respondent, offices, orders, next, overdueSince }) => [
      title === null ? matter : `${title.en}\n${matter}`,
      respondent ?? '',
      offices.join('\n'),
      orders.total === 0 ? '' : `${orders.open} open of ${orders.total}`,
      [
        ...(overdueSince === null ? [] : [paint('red', `overdue since ${overdueSince}`)]),
        ...(next === null ? [] : [`${next.date}\n${next.office}`]),
      ].join('\n'),
    ],
  )
  const heads = ['Matter', 'Respondent', 'Offices', 'Orders', 'Next']
  return pageText('matter', list, fittedTable(heads, rows, width), paint)
}

export function renderDueList(list: DueList, paint: Paint, width?: number): string {
  const rows = list.rows.map((due) => [
    `${due.date} ${due.confidence}${due.lenientDate === null ? '' : `\nor ${due.lenientDate}`}`,
    `${deadlineWords[due.deadline]}${due.name === null ? '' : ` (${due.name})`}${due.terms.length === 0 ? '' : ` ${due.terms.join(', ')}`}`,
    due.order ?? `${due.office}, matter`,
    due.respondent,
    due.matter,
    due.overdue ? paint('red', 'overdue') : due.stayed ? 'stayed' : '',
  ])
  const heads = ['Date', 'What', 'Order', 'Respondent', 'Matter', '']
  return [
    pageText('deadline', list, fittedTable(heads, rows, width), paint),
    ...[trustLegend, noAdvice].map((line) => wrap(line, width)),
  ].join('\n')
}

interface Page {
  readonly today: string
  readonly total: number
  readonly rows: readonly unknown[]
  readonly next: string | null
}

function pageText(
  one: string,
  { today, total, rows, next }: Page,
  shown: string,
  paint: Paint,
): string {
  const many = `${total} ${one}${total === 1 ? '' : 's'}`
  if (total === 0) return `No such ${one}s on ${today}.`
  const part = rows.length === total ? many : `${rows.length} of ${many}`
  return [
    paint('bold', `${part} on ${today}`),
    shown,
    ...(next === null ? [] : [`More: the same command with --after ${next}`]),
  ].join('\n')
}

function namesOf([name = '', ...more]: readonly string[]): string {
  return more.length === 0 ? name : `${name} and ${more.length} more`
}
