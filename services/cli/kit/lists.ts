// The lists on the command line: what they are asked by, and how a page of them is printed.

import { Option, type Command } from 'commander'
import { z } from 'zod'
import {
  savedViewSchema,
  type DeskMark,
  type SavedView,
} from '../../../shared/contract/desk.schema.ts'
import {
  dueListSchema,
  dueSorts,
  jointListSchema,
  jointSorts,
  matterListSchema,
  matterSorts,
  orderListSchema,
  orderSorts,
  workKinds,
  type DueList,
  type JointList,
  type MatterList,
  type OrderList,
} from '../../../shared/contract/lists.schema.ts'
import { identitySchema } from '../../../shared/contract/staff.schema.ts'
import { utcText } from '../../../shared/kernel/date.ts'
import { present } from '../../../shared/kernel/present.ts'
import { problemError } from '../../../shared/kernel/problems.ts'
import type { OfficeClient, Query } from '../../client/office-client.ts'
import { maxListPage } from '../../../shared/kernel/limits.ts'
import { deadlineWords } from './law.ts'
import { wholeNumber } from './options.ts'
import { noAdvice, print, trustLegend, type Io, type Paint } from './output.ts'
import { findOffice, type TargetOptions } from './target.ts'
import { table, wrap } from './table.ts'

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
  readonly owner?: string
  readonly view?: string
}

export interface JointListOptions extends ListOptions {
  readonly action?: string
  readonly waiting?: boolean
}

/** Of every list: words, names, order and page. */
function addListOptions(command: Command, sorts: readonly string[]): Command {
  const listed = command
    .option('--filter <words>', 'with all of these words in number, name or matter, accents or not')
    .option('--respondent <name>', 'with this in the name of a respondent')
    .option('--limit <n>', `rows of one page, at most ${maxListPage} (default: 50)`, wholeNumber)
    .option('--after <cursor>', 'the page after this place, as the page before named it')
    .option('--owner <who>', 'on whose desk: me, nobody, or a colleague by name')
    .option('--view <name>', 'the filters and the order that were saved under this name')
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
  return addListOptions(command, dueSorts)
    .option('--of <office>', 'of this office only')
    .option('--matter <id>', 'of this matter only')
    .option('--overdue', 'what is overdue only')
}

export function addJointListOptions(command: Command): Command {
  return addListOptions(command, jointSorts)
    .option('--of <office>', 'proposed by this office')
    .option('--matter <id>', 'of this matter only')
    .option('--action <kind>', 'of this kind')
    .option('--status <status>', 'that stand so: open, going, released, …')
    .option('--waiting', 'what somebody of this office has to do something about')
}

/** Whether more is asked than what was there before lists had pages: then the answer is a page, as JSON too. */
export function asksForPage(options: ListOptions): boolean {
  const { filter, respondent, statute, work, dueBy, overdue, sort, limit, after } = options
  const { owner, view } = options
  return [filter, respondent, statute, work, dueBy, overdue, sort, limit, after, owner, view].some(
    (each) => each !== undefined,
  )
}

/** A filter that would be left out is refused. */
export function refusePages(options: ListOptions): void {
  if (asksForPage(options))
    throw problemError('invalid-input', {
      en: 'Filters, order and pages are of today: leave out --as-of and --known-on',
      fr: "Les filtres, le tri et les pages sont d'aujourd'hui : omettez --as-of et --known-on",
    })
}

export async function printOrderList(io: Io, options: ListOptions): Promise<void> {
  const { filter, respondent, of, matter, status, statute, work, dueBy, sort } = options
  const client = await findOffice(options)
  const query = await queryOf(client, 'orders', options, {
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
  const found = await client.get('/v1/lists/orders', orderListSchema, query)
  print(io, options.json, found, (list, paint) => renderOrderList(list, paint, io.width))
}

export async function printMatterList(io: Io, options: ListOptions): Promise<void> {
  const { filter, respondent, of, overdue, sort } = options
  const client = await findOffice(options)
  const query = await queryOf(client, 'matters', options, {
    q: filter,
    respondent,
    office: of,
    overdue: overdue === true ? '1' : undefined,
    sort,
  })
  const found = await client.get('/v1/lists/matters', matterListSchema, query)
  print(io, options.json, found, (list, paint) => renderMatterList(list, paint, io.width))
}

export async function printDueList(io: Io, options: ListOptions): Promise<void> {
  const { filter, respondent, of, matter, overdue, until, sort } = options
  const client = await findOffice(options)
  const query = await queryOf(client, 'deadlines', options, {
    q: filter,
    respondent,
    office: of,
    matter,
    until,
    overdue: overdue === true ? '1' : undefined,
    sort,
  })
  const found = await client.get('/v1/lists/deadlines', dueListSchema, query)
  print(io, options.json, found, (list, paint) => renderDueList(list, paint, io.width))
}

export async function printJointList(io: Io, options: JointListOptions): Promise<void> {
  const { filter, of, matter, action, status, waiting, sort } = options
  const client = await findOffice(options)
  const query = await queryOf(client, 'joint', options, {
    q: filter,
    office: of,
    matter,
    action,
    status,
    waits: waiting === true ? '1' : undefined,
    sort,
  })
  const found = await client.get('/v1/lists/joint', jointListSchema, query)
  print(io, options.json, found, (list, paint) => renderJointPage(list, paint, io.width))
}

/** What the view says, and over it what was asked here. Throws ProblemError where there is no such view or colleague. */
async function queryOf(
  client: OfficeClient,
  list: SavedView['list'],
  { view, owner, limit, after }: ListOptions,
  asked: Query,
): Promise<Query> {
  const own = {
    ...asked,
    owner: owner === undefined ? undefined : await ownerFrom(client, owner),
    limit: limit === undefined ? undefined : String(limit),
    after,
  }
  return view === undefined ? own : { ...(await viewCalled(client, list, view)), ...present(own) }
}

async function ownerFrom(client: OfficeClient, owner: string): Promise<string> {
  if (owner === 'me' || owner === 'nobody') return owner
  const { colleagues } = await client.get('/v1/colleagues', colleaguesSchema)
  const found = colleagues.find(
    ({ id, name }) => id === owner || name.toLowerCase() === owner.toLowerCase(),
  )
  if (found !== undefined) return found.id
  const names = colleagues.map(({ name }) => name).join(', ')
  throw problemError(
    'not-found',
    {
      en: `Nobody of this office is called "${owner}"${names === '' ? '' : `; there are ${names}`}`,
      fr: `Personne de cet organisme ne s’appelle « ${owner} »${names === '' ? '' : `; il y a ${names}`}`,
    },
    owner,
  )
}

async function viewCalled(
  client: OfficeClient,
  list: SavedView['list'],
  name: string,
): Promise<Query> {
  const { views } = await client.get('/v1/views', viewsSchema)
  const ofList = views.filter((view) => view.list === list)
  const found = ofList.find((view) => view.name.toLowerCase() === name.toLowerCase())
  if (found !== undefined) return Object.fromEntries(new URLSearchParams(found.query))
  const names = ofList.map((view) => view.name).join(', ')
  throw problemError(
    'not-found',
    {
      en: `There is no saved view "${name}" of this list${names === '' ? '' : `; there are ${names}`}`,
      fr: `Aucune vue « ${name} » n’est enregistrée pour cette liste${names === '' ? '' : `; il y a ${names}`}`,
    },
    name,
  )
}

const colleaguesSchema = z.strictObject({ colleagues: z.array(identitySchema) })
const viewsSchema = z.strictObject({ views: z.array(savedViewSchema) })

/** `A. Roy, urgent, own date 2022-01-10, 2 notes`. */
function deskWords(mark: DeskMark | undefined): string {
  if (mark === undefined) return ''
  const { owner, due, priority, notes } = mark
  return [
    owner?.name ?? 'nobody',
    ...(priority === 'normal' ? [] : [priority === 'high' ? 'urgent' : 'can wait']),
    ...(due === null ? [] : [`own date ${due}`]),
    ...(notes === 0 ? [] : [notes === 1 ? '1 note' : `${notes} notes`]),
  ].join('\n')
}

/** A column more where anything of the page is on a desk. */
function withDesk(
  { desk }: { readonly desk: Readonly<Record<string, DeskMark>> },
  heads: readonly string[],
  rows: readonly (readonly [key: string, cells: readonly string[]])[],
  width: number | undefined,
): string {
  return Object.keys(desk).length === 0
    ? table(
        rows.map(([, cells]) => cells),
        heads,
        width,
      )
    : table(
        rows.map(([key, cells]) => [...cells, deskWords(desk[key])]),
        [...heads, 'Desk'],
        width,
      )
}

export function renderOrderList(list: OrderList, paint: Paint, width?: number): string {
  const rows = list.rows.map((order): Row => [
    `order ${order.order}`,
    [
      order.order,
      namesOf(order.respondents),
      order.matter,
      order.overdue === null ? order.status : paint('red', order.status),
      order.issuedOn,
      [
        ...(order.overdue === null
          ? []
          : [
              paint(
                'red',
                `overdue since ${order.overdue.since}: ${order.overdue.terms.join(', ')}`,
              ),
            ]),
        ...(order.unserved.length === 0 ? [] : [`no copy to ${namesOf(order.unserved)}`]),
        ...order.inCourt.map(({ kind, id, forum, since }) => `${kind} ${forum ?? id}, ${since}`),
        ...order.routes.map(({ route, section }) => `open: ${route} (s.${section})`),
        ...(order.next === null
          ? []
          : [`${order.next.date} ${order.next.confidence} ${deadlineWords[order.next.deadline]}`]),
      ].join('\n'),
    ],
  ])
  const heads = ['Order', 'Respondent', 'Matter', 'Status', 'Issued', 'Why']
  return pageText('order', list, withDesk(list, heads, rows, width), paint)
}

function renderMatterList(list: MatterList, paint: Paint, width?: number): string {
  const rows = list.rows.map(
    ({ matter, title, respondent, offices, orders, next, overdueSince }): Row => [
      `matter ${matter}`,
      [
        title === null ? matter : `${title.en}\n${matter}`,
        respondent ?? '',
        offices.join('\n'),
        orders.total === 0 ? '' : `${orders.open} open of ${orders.total}`,
        [
          ...(overdueSince === null ? [] : [paint('red', `overdue since ${overdueSince}`)]),
          ...(next === null ? [] : [`${next.date}\n${next.office}`]),
        ].join('\n'),
      ],
    ],
  )
  const heads = ['Matter', 'Respondent', 'Offices', 'Orders', 'Next']
  return pageText('matter', list, withDesk(list, heads, rows, width), paint)
}

function renderDueList(list: DueList, paint: Paint, width?: number): string {
  const rows = list.rows.map((due): Row => [
    due.order === null ? `matter ${due.matter}` : `order ${due.order}`,
    [
      `${due.date} ${due.confidence}${due.lenientDate === null ? '' : `\nor ${due.lenientDate}`}`,
      `${deadlineWords[due.deadline]}${due.name === null ? '' : ` (${due.name})`}${due.terms.length === 0 ? '' : ` ${due.terms.join(', ')}`}`,
      due.order ?? `${due.office}, matter`,
      due.respondent,
      due.matter,
      due.overdue ? paint('red', 'overdue') : due.stayed ? 'stayed' : '',
    ],
  ])
  const heads = ['Date', 'What', 'Order', 'Respondent', 'Matter', '']
  return [
    pageText('deadline', list, withDesk(list, heads, rows, width), paint),
    ...[trustLegend, noAdvice].map((line) => wrap(line, '  ', width)),
  ].join('\n')
}

export function renderJointPage(list: JointList, paint: Paint, width?: number): string {
  const rows = list.rows.map((each): Row => [
    `joint ${each.joint}`,
    [
      each.joint,
      `${each.action}\n${each.title?.en ?? 'sealed'}`,
      each.matter ?? '',
      each.status,
      each.step ?? 'not invited',
      utcText(each.replyBy),
      each.waitsFor.length === 0 ? '' : paint('yellow', each.waitsFor.join(', ')),
    ],
  ])
  const heads = ['Joint action', 'What', 'Matter', 'Status', 'Our step', 'Reply by', 'Waits for']
  return pageText('joint action', list, withDesk(list, heads, rows, width), paint)
}

type Row = readonly [key: string, cells: readonly string[]]

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
