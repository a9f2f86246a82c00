// Open orders from a table, such as an office keeps before it has an instance: one row a term, rows of one order together.
// Every row is judged by itself, so that one bad row does not hide the others. What the law allows is for the office to say.

import { z } from 'zod'
import { orderIdOf, type OfficeId, type OrderId } from '../kernel/ids.ts'
import type { LocalDate } from '../kernel/date.ts'
import { present } from '../kernel/present.ts'
import { problem, type Problem } from '../kernel/problems.ts'
import { problemOf } from '../kernel/problem-of.schema.ts'
import { orderCommandSchema, type OrderCommand } from '../order/order.schema.ts'

/** The columns, in the order of the example; those that are not required may be missing or empty. */
export const columns = {
  order: { required: true, means: 'its number at the office, such as P21-08' },
  matter: { required: true, means: 'the matter that it belongs to' },
  statute: { required: true, means: 'the statute that it is made under' },
  issued: { required: true, means: 'the day of the order, YYYY-MM-DD' },
  respondent: { required: true, means: 'id of whom it binds, such as clearview-ai-inc' },
  respondent_name: { required: true, means: 'the name of whom it binds' },
  respondent_kind: { required: false, means: 'organization (default) or individual' },
  term: { required: true, means: 'the number of the term, such as T1' },
  theme: { required: true, means: 'what the term is about, such as delete' },
  kind: { required: true, means: 'prohibition or mandate' },
  effort: { required: false, means: 'absolute (default) or best-efforts' },
  text_en: { required: true, means: 'the term in English' },
  text_fr: { required: true, means: 'the term in French' },
  due_days: { required: false, means: "the order's own time, in days" },
  due_on: { required: false, means: "the order's own last day, YYYY-MM-DD" },
  copy_given: { required: false, means: 'the day on which the respondent received a copy' },
  means: { required: false, means: 'how: hand, mail, courier, email, … (default: unknown)' },
  source: { required: false, means: 'where it was read' },
} as const
export type Column = keyof typeof columns

export interface ImportedOrder {
  readonly order: OrderId
  /** The line of its first row, from 2: the first line names the columns. */
  readonly line: number
  readonly commands: readonly OrderCommand[]
}
export interface BadRow {
  readonly line: number
  readonly order: string | undefined
  readonly problem: Problem
}
export interface OpenOrders {
  readonly orders: readonly ImportedOrder[]
  /** An order with a bad row is not among `orders`: half an order is none. */
  readonly bad: readonly BadRow[]
}
export interface Row {
  readonly line: number
  /** How many cells the row has; as many as there are columns, where nothing is wrong. */
  readonly count: number
  readonly cells: Readonly<Record<string, string>>
}

/** `header`: the columns as the file names them. Never throws; a header that does not fit is one bad row, on line 1. */
export function openOrdersOf(
  header: readonly string[],
  rows: readonly Row[],
  office: OfficeId,
): OpenOrders {
  const wrong = headerProblem(header)
  if (wrong !== undefined)
    return { orders: [], bad: [{ line: 1, order: undefined, problem: wrong }] }
  const bad: BadRow[] = []
  const byOrder = new Map<string, Row[]>()
  for (const row of rows) {
    const missing = requiredColumns.find((column) => cell(row, column) === undefined)
    if (row.count !== header.length) bad.push(badRow(row, otherLength(row.count, header.length)))
    else if (missing !== undefined) bad.push(badRow(row, emptyCell(missing)))
    const number = cell(row, 'order')
    if (number !== undefined) byOrder.set(number, [...(byOrder.get(number) ?? []), row])
  }
  const orders: ImportedOrder[] = []
  for (const [number, own] of byOrder) {
    bad.push(...own.flatMap((row) => disagreement(row, own[0] as Row)))
    if (own.some((row) => bad.some(({ line }) => line === row.line))) continue
    const made = orderOf(office, number, own)
    if ('problem' in made) bad.push(made)
    else orders.push(made)
  }
  return { orders, bad: bad.toSorted((a, b) => a.line - b.line) }
}

const requiredColumns = (Object.keys(columns) as Column[]).filter(
  (column) => columns[column].required,
)
/** What every row of an order says alike; the other columns are the row's own term. */
const ofTheOrder: readonly Column[] = [
  'matter',
  'statute',
  'issued',
  'respondent',
  'respondent_name',
  'respondent_kind',
  'copy_given',
  'means',
  'source',
]

function headerProblem(header: readonly string[]): Problem | undefined {
  const unknown = header.find((column) => !(column in columns))
  if (unknown !== undefined)
    return problem(
      'invalid-input',
      {
        en: `There is no column "${unknown}"; known are ${Object.keys(columns).join(', ')}`,
        fr: `Il n'y a pas de colonne « ${unknown} »; sont connues : ${Object.keys(columns).join(', ')}`,
      },
      unknown,
    )
  const missing = requiredColumns.find((column) => !header.includes(column))
  if (missing !== undefined)
    return problem(
      'invalid-input',
      {
        en: `The column "${missing}" is missing: ${columns[missing].means}`,
        fr: `La colonne « ${missing} » manque`,
      },
      missing,
    )
  const twice = header.find((column, at) => header.indexOf(column) !== at)
  return twice === undefined
    ? undefined
    : problem(
        'invalid-input',
        {
          en: `The column "${twice}" stands there twice`,
          fr: `La colonne « ${twice} » figure deux fois`,
        },
        twice,
      )
}

function otherLength(count: number, expected: number): Problem {
  return problem(
    'invalid-input',
    {
      en: `The row has ${count} cells, and there are ${expected} columns: is a comma unquoted?`,
      fr: `La ligne compte ${count} cellules pour ${expected} colonnes : manque-t-il des guillemets autour d'une virgule?`,
    },
    String(count),
  )
}

function emptyCell(column: Column): Problem {
  return problem(
    'invalid-input',
    {
      en: `"${column}" is empty: ${columns[column].means}`,
      fr: `« ${column} » est vide`,
    },
    '',
    { path: column },
  )
}

function disagreement(row: Row, first: Row): BadRow[] {
  return ofTheOrder.flatMap((column) => {
    const [here, there] = [cell(row, column), cell(first, column)]
    return here === there
      ? []
      : [
          badRow(
            row,
            problem(
              'invalid-input',
              {
                en: `"${column}" is "${here ?? ''}" here and "${there ?? ''}" on line ${first.line}: the rows of one order agree`,
                fr: `« ${column} » vaut « ${here ?? ''} » ici et « ${there ?? ''} » à la ligne ${first.line} : les lignes d'une même ordonnance concordent`,
              },
              here ?? '',
              { path: column },
            ),
          ),
        ]
  })
}

/** The issue, and the copy given where there was one. The ids make a second import the same commands. */
function orderOf(office: OfficeId, number: string, rows: readonly Row[]): ImportedOrder | BadRow {
  const first = rows[0] as Row
  const order = orderIdOf(office, number)
  const base = { source: cell(first, 'source') }
  const drafts: { readonly draft: Record<string, unknown>; readonly on: Row }[] = [
    {
      on: first,
      draft: {
        kind: 'issue',
        id: `import/${number}/issue`,
        on: cell(first, 'issued'),
        ...base,
        matter: cell(first, 'matter'),
        statute: cell(first, 'statute'),
        respondent: {
          id: cell(first, 'respondent'),
          name: cell(first, 'respondent_name'),
          kind: cell(first, 'respondent_kind') ?? 'organization',
        },
        terms: rows.map(termOf),
      },
    },
  ]
  const [issued, copyGiven] = [cell(first, 'issued'), cell(first, 'copy_given')]
  if (issued !== undefined && copyGiven !== undefined && copyGiven < issued)
    return badRow(first, copyBeforeOrder(copyGiven, issued))
  if (copyGiven !== undefined)
    drafts.push({
      on: first,
      draft: {
        kind: 'serve',
        id: `import/${number}/serve`,
        on: copyGiven,
        ...base,
        party: cell(first, 'respondent'),
        means: cell(first, 'means') ?? 'unknown',
      },
    })
  const parsed = drafts.map(({ draft, on }) => {
    const input = present(draft)
    const result = orderCommandSchema.safeParse(input)
    return result.success
      ? { command: result.data }
      : badRow(
          rowOf(result.error, rows) ?? on,
          problemOf(result.error, input, {
            where: { en: `Order ${number}`, fr: `Ordonnance ${number}` },
            path: '',
          }),
        )
  })
  const wrong = parsed.find((each) => 'problem' in each)
  return (
    wrong ?? {
      order,
      line: first.line,
      commands: parsed.flatMap((each) => ('command' in each ? [each.command] : [])),
    }
  )
}

function copyBeforeOrder(copyGiven: string, issued: string): Problem {
  return problem(
    'invalid-input',
    {
      en: `A copy was given on ${copyGiven}, before the order of ${issued}`,
      fr: `Une copie a été remise le ${copyGiven}, avant l'ordonnance du ${issued}`,
    },
    copyGiven,
    { path: 'copy_given' },
  )
}

function termOf(row: Row): Record<string, unknown> {
  const [days, on] = [cell(row, 'due_days'), cell(row, 'due_on')]
  return present({
    id: cell(row, 'term'),
    theme: cell(row, 'theme'),
    kind: cell(row, 'kind'),
    effort: cell(row, 'effort') ?? 'absolute',
    text: { en: cell(row, 'text_en'), fr: cell(row, 'text_fr') },
    due:
      days === undefined
        ? on === undefined
          ? undefined
          : { on: on as LocalDate }
        : { days: Number(days), ...(on === undefined ? {} : { on }) },
  })
}

/** The row whose term the error is about. */
function rowOf(error: z.ZodError, rows: readonly Row[]): Row | undefined {
  const path = error.issues[0]?.path ?? []
  return path[0] === 'terms' && typeof path[1] === 'number' ? rows[path[1]] : undefined
}

function cell({ cells }: Row, column: Column): string | undefined {
  const text = cells[column]?.trim()
  return text === undefined || text === '' ? undefined : text
}

function badRow(row: Row, found: Problem): BadRow {
  return { line: row.line, order: cell(row, 'order'), problem: found }
}
