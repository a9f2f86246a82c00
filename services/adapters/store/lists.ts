// The questions that lists ask of the projection: filters, order, pages and counts in SQL, on lines that are kept up to date.

import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite'
import type { ChangeRow, Cursor } from '../../../shared/contract/lists.schema.ts'
import type { LocalDate } from '../../../shared/kernel/date.ts'
import type { AggregateRef, OfficeId } from '../../../shared/kernel/ids.ts'
import { listPageRows } from '../../../shared/kernel/limits.ts'
import { present } from '../../../shared/kernel/present.ts'
import type { Text } from '../../../shared/kernel/text.ts'
import type { DueRow, MatterRow, OrderRow } from '../../../shared/lists/rows.schema.ts'
import { foldedText, searchWords } from '../../../shared/lists/search.ts'
import { wrongCursor } from '../../office/lists-cursor.ts'
import type {
  Among,
  JointQuery,
  JointRow,
  Lists,
  QuarantinedMessage,
  Rows,
} from '../../office/ports.ts'
import type { ListLines } from './list-lines.ts'

export function sqliteLists(database: DatabaseSync, lines: ListLines): Lists {
  const prepared = new Map<string, StatementSync>()
  const prepare = (sql: string): StatementSync => {
    const known = prepared.get(sql)
    if (known !== undefined) return known
    if (prepared.size >= maxPrepared) prepared.clear()
    const made = database.prepare(sql)
    prepared.set(sql, made)
    return made
  }
  // What was counted stays counted until a line changes: a page that is read again counts nothing.
  const counted = new Map<string, number>()
  let countedAt = lines.revision
  const count: Count = (sql, ...values) => {
    if (countedAt !== lines.revision || counted.size >= maxCounts) counted.clear()
    countedAt = lines.revision
    const key = JSON.stringify([sql, ...values])
    let n = counted.get(key)
    if (n === undefined) counted.set(key, (n = prepare(sql).get(...values)?.['n'] as number))
    return n
  }
  /** What was set aside is no line of a list: nothing says when it changes. */
  const countNow: Count = (sql, ...values) => prepare(sql).get(...values)?.['n'] as number
  const page = <R>(asked: Asked): Rows<R> => pageOf<R>(prepare, count, asked)
  return {
    refresh(today, limit) {
      const made = lines.refresh(today, limit)
      // Where nothing is left to do, the statistics are counted ahead of whoever asks first.
      if (made === 0) lines.courses.read(coursesAtOnce)
      return made
    },
    orders(query, today) {
      lines.refresh(today, all)
      const [column, descending] = orderOrder[query.sort ?? 'due']
      return page<OrderRow>({
        table: 'order_list',
        rows: 'order_rows',
        key: [column, 'office', 'id'],
        descending,
        filter: orderFilter(query),
        ...placeIn(query),
      })
    },
    matters(query, today) {
      lines.refresh(today, all)
      const [column, descending] = matterOrder[query.sort ?? 'due']
      return page<MatterRow>({
        table: 'matter_list',
        key: column === 'matter' ? ['matter'] : [column, 'matter'],
        descending,
        filter: matterFilter(query),
        ...placeIn(query),
      })
    },
    due(query, today) {
      lines.refresh(today, all)
      return page<DueRow>({
        table: 'due_list',
        key: dueOrder[query.sort ?? 'due'],
        descending: false,
        filter: dueFilter(query),
        ...placeIn(query),
      })
    },
    joint(query, own, now) {
      lines.refreshJoint(own, now, all)
      const [key, descending] = jointOrder[query.sort ?? 'waiting']
      return page<JointRow>({
        table: 'joint_list',
        key,
        descending,
        filter: jointFilter(query),
        ...placeIn(query),
      })
    },
    refreshJoint: (own, now, limit) => lines.refreshJoint(own, now, limit),
    quarantine: (query) =>
      pageOf<QuarantinedMessage>(prepare, countNow, {
        table: 'quarantine_list',
        key: ['received_at', 'office', 'place', 'outcome', 'hash'],
        descending: true,
        filter: filterOf({ office: query.office, outcome: query.outcome }, {}),
        ...placeIn(query),
      }),
    work(own, today, soon, among) {
      lines.refresh(today, all)
      const near = 'stayed = 0 AND overdue = 0 AND date >= ? AND date <= ?'
      const both = (table: 'due_list' | 'order_list', where: string, ...values: string[]) => {
        const ofOffice = where === near ? 'office' : fewOf('office')
        const desk = among === undefined ? undefined : deskRows[table](among)
        const mine = amountOf(count, table, {
          where: [where, `${ofOffice} = ?`],
          values: [...values, own],
          desk,
        })
        return [mine, amountOf(count, table, { where: [where], values, desk }) - mine] as const
      }
      const amounts = {
        overdue: both('due_list', 'overdue = 1'),
        dueSoon: both('due_list', near, today, soon),
        unserved: both('order_list', 'unserved = 1'),
        inCourt: both('order_list', 'in_court = 1'),
        routes: both('order_list', 'routes = 1'),
      }
      const side = (at: 0 | 1) =>
        Object.fromEntries(
          Object.entries(amounts).map(([name, pair]) => [name, pair[at]]),
        ) as Record<keyof typeof amounts, number>
      return { own: side(0), others: side(1) }
    },
    statistics(today) {
      lines.refresh(today, all)
      return lines.courses.at(today)
    },
    titlesOf(matters) {
      if (matters.length === 0) return {}
      const rows = prepare(titlesSql).all(JSON.stringify(matters))
      return Object.fromEntries(
        rows.map(({ matter, title }) => [matter as string, JSON.parse(title as string) as Text]),
      )
    },
    changedSince(seen, limit) {
      const rows = Object.entries(seen).flatMap(([office, sequence]) =>
        prepare(changedSql).all(office, sequence).map(changeOf),
      )
      rows.sort((a, b) => (a.recordedAt < b.recordedAt ? 1 : -1))
      return { total: rows.length, rows: rows.slice(0, limit) }
    },
    ofMatter: (matter, kind): AggregateRef[] =>
      prepare('SELECT office, id FROM aggregates WHERE matter = ? AND kind = ? ORDER BY office, id')
        .all(matter, kind)
        .map((row) => ({ office: row['office'] as OfficeId, kind, id: row['id'] as string })),
  }
}

/** As a limit: none. */
const all = -1
/** Courses of orders that are counted between two requests: some ten milliseconds. */
const coursesAtOnce = 2_000
/** Statements kept ready: each combination of filters is another one. */
const maxPrepared = 200
/** Counts kept at once: each combination of filters and their values is another one. */
const maxCounts = 1_000
/** Where so few rows pass the filters, they are found and sorted faster than met in the order of the list. */
const fewRows = 2_000

type Count = (sql: string, ...values: SQLInputValue[]) => number

interface Filter {
  readonly where: readonly string[]
  readonly values: readonly SQLInputValue[]
  readonly desk?: DeskRows | undefined
}

/** The rows that are on the desk that is asked for, or on no desk; found by their keys, however many rows there are. */
interface DeskRows {
  readonly kind: Among['kind']
  readonly rowids: string
  readonly keys: readonly string[]
}

interface Place {
  readonly limit: number
  readonly after: Cursor | undefined
  readonly before: Cursor | undefined
}

interface Asked extends Place {
  readonly table: string
  /** Where the shown row stands, if not in the table itself; known by office and id. */
  readonly rows?: string
  /** Unique, and in the order of the list. */
  readonly key: readonly string[]
  readonly descending: boolean
  readonly filter: Filter
}

const orderOrder = {
  due: ['due_on', false],
  issued: ['issued_on', true],
  changed: ['recorded_at', true],
  number: ['number', false],
  respondent: ['respondent', false],
  matter: ['matter', false],
} as const
const matterOrder = {
  due: ['due_on', false],
  opened: ['opened_on', true],
  changed: ['recorded_at', true],
  matter: ['matter', false],
  respondent: ['respondent', false],
} as const
/** Each unique; soonest first among equals. */
const dueOrder = {
  due: ['date', 'office', 'kind', 'id', 'key'],
  respondent: ['respondent', 'date', 'office', 'kind', 'id', 'key'],
  matter: ['matter', 'date', 'office', 'kind', 'id', 'key'],
  office: ['office', 'date', 'kind', 'id', 'key'],
} as const
/** What waits for this office comes first where nothing else is asked. */
const jointOrder = {
  waiting: [['waits', 'proposed_on', 'joint'], true],
  proposed: [['proposed_on', 'joint'], true],
  reply: [['reply_by', 'joint'], false],
  moment: [['moment', 'joint'], false],
  number: [['number', 'joint'], false],
  matter: [['matter', 'joint'], false],
} as const
const workColumns = {
  overdue: 'overdue',
  unserved: 'unserved',
  'in-court': 'in_court',
  routes: 'routes',
} as const

function placeIn(query: {
  readonly limit?: number | undefined
  readonly after?: Cursor | undefined
  readonly before?: Cursor | undefined
}): Place {
  return { limit: query.limit ?? listPageRows, after: query.after, before: query.before }
}

/** What is equal by name, what is found in a text, and what else is asked. */
function filterOf(
  equal: Readonly<Record<string, string | number | undefined>>,
  texts: Readonly<Record<string, readonly string[]>>,
  ...others: readonly (readonly [string, ...SQLInputValue[]] | undefined)[]
): Filter {
  const parts = [
    ...Object.entries(present(equal)).map(([column, value]) => [`${column} = ?`, value] as const),
    ...Object.entries(texts).flatMap(([column, words]) =>
      words.map((word) => [`instr(${column}, ?) > 0`, word] as const),
    ),
    ...others.filter((each) => each !== undefined),
  ]
  return {
    where: parts.map(([sql]) => sql),
    values: parts.flatMap(([, ...values]) => values as SQLInputValue[]),
  }
}

/** Where an index has the few rows that are asked for, SQLite is kept from walking through all rows of an office instead. */
const fewOf = (column: string) => `+${column}`

const flag = (value: boolean | undefined) => (value === undefined ? undefined : value ? 1 : 0)
const folded = (text: string | undefined) =>
  text === undefined || foldedText(text) === '' ? [] : [foldedText(text)]

function orderFilter(query: Parameters<Lists['orders']>[0]): Filter {
  const { q = '', office, matter, statute, respondent, status, work, open, dueBy } = query
  return {
    ...filterOf(
      {
        [work === undefined ? 'office' : fewOf('office')]: office,
        matter,
        statute,
        status,
        open: flag(open),
      },
      { search: searchWords(q), respondent: folded(respondent) },
      // Written out: an index of some rows only serves who says so before values are known.
      work === undefined ? undefined : [`${workColumns[work]} = 1`],
      dueBy === undefined ? undefined : ['due_on <= ?', dueBy],
    ),
    desk: query.among === undefined ? undefined : deskRows.order_list(query.among),
  }
}

function matterFilter(query: Parameters<Lists['matters']>[0]): Filter {
  const { q = '', office, matter, respondent, overdue, open } = query
  return {
    ...filterOf(
      { matter, overdue: flag(overdue) },
      {
        search: searchWords(q),
        respondent: folded(respondent),
        offices: office === undefined ? [] : [` ${office} `],
      },
      open === undefined ? undefined : [open ? 'open > 0' : 'open = 0'],
    ),
    desk: query.among === undefined ? undefined : deskRows.matter_list(query.among),
  }
}

function dueFilter(query: Parameters<Lists['due']>[0]): Filter {
  const { q = '', office, matter, respondent, deadline, overdue, stayed, from, until } = query
  return {
    ...filterOf(
      { [overdue === true ? fewOf('office') : 'office']: office, matter, deadline },
      { search: searchWords(q), respondent: folded(respondent) },
      overdue === undefined ? undefined : [`overdue = ${overdue ? 1 : 0}`],
      stayed === undefined ? undefined : [`stayed = ${stayed ? 1 : 0}`],
      from === undefined ? undefined : ['date >= ?', from],
      until === undefined ? undefined : ['date <= ?', until],
    ),
    desk: query.among === undefined ? undefined : deskRows.due_list(query.among),
  }
}

function jointFilter(query: JointQuery): Filter {
  const { office, action, matter, status, waits, mayDo = [] } = query
  return {
    ...filterOf(
      {
        proposer: office,
        action,
        matter,
        status,
        waits: waits === undefined ? undefined : waits === false ? '0' : '1',
      },
      {},
      waits === 'me'
        ? [
            `(0${' OR instr(waits_for, ?) > 0'.repeat(mayDo.length)})`,
            ...mayDo.map((act) => ` ${act} `),
          ]
        : undefined,
    ),
    desk: query.among === undefined ? undefined : deskRows.joint_list(query.among),
  }
}

/** From keys as the desk has them: `order ca-bc-oipc:P21-08`. */
const deskRows = {
  order_list: ({ kind, keys }: Among): DeskRows => ({
    kind,
    rowids: `SELECT o.rowid FROM json_each(?) AS k CROSS JOIN order_list AS o
      WHERE o.office = k.value ->> 0 AND o.id = k.value ->> 1`,
    keys: [ordersIn(keys)],
  }),
  matter_list: ({ kind, keys }: Among): DeskRows => ({
    kind,
    rowids: `SELECT m.rowid FROM json_each(?) AS k CROSS JOIN matter_list AS m WHERE m.matter = k.value`,
    keys: [mattersIn(keys)],
  }),
  joint_list: ({ kind, keys }: Among): DeskRows => ({
    kind,
    rowids: `SELECT j.rowid FROM json_each(?) AS k CROSS JOIN joint_list AS j WHERE j.joint = k.value`,
    keys: [JSON.stringify(idsIn(keys, 'joint'))],
  }),
  due_list: ({ kind, keys }: Among): DeskRows => ({
    kind,
    rowids: `SELECT d.rowid FROM json_each(?) AS k CROSS JOIN due_list AS d
        WHERE d.office = k.value ->> 0 AND d.kind = 'order' AND d.id = k.value ->> 1
      UNION ALL SELECT d.rowid FROM json_each(?) AS k CROSS JOIN due_list AS d
        WHERE d.matter = k.value AND d.kind = 'matter'`,
    keys: [ordersIn(keys), mattersIn(keys)],
  }),
}

function idsIn(keys: readonly string[], kind: 'order' | 'matter' | 'joint'): string[] {
  return keys.flatMap((key) => (key.startsWith(`${kind} `) ? [key.slice(kind.length + 1)] : []))
}
const ordersIn = (keys: readonly string[]) =>
  JSON.stringify(
    idsIn(keys, 'order').map((id) => [id.slice(0, id.indexOf(':')), id.slice(id.indexOf(':') + 1)]),
  )
const mattersIn = (keys: readonly string[]) => JSON.stringify(idsIn(keys, 'matter'))

/** What is on nobody's desk is all, which is counted already, without what is on somebody's. */
function amountOf(count: Count, table: string, { where, values, desk }: Filter): number {
  const sql = `SELECT count(*) AS n FROM ${table} WHERE ${where.length === 0 ? '1' : where.join(' AND ')}`
  if (desk === undefined) return count(sql, ...values)
  const on = count(`${sql} AND rowid IN (${desk.rowids})`, ...values, ...desk.keys)
  return desk.kind === 'only' ? on : count(sql, ...values) - on
}

function withDesk({ where, values, desk }: Filter): Filter {
  if (desk === undefined) return { where, values }
  const condition = `rowid ${desk.kind === 'only' ? 'IN' : 'NOT IN'} (${desk.rowids})`
  return { where: [...where, condition], values: [...values, ...desk.keys] }
}

function pageOf<R>(prepare: (sql: string) => StatementSync, count: Count, asked: Asked): Rows<R> {
  const { table, rows, key, limit, after, before } = asked
  const total = amountOf(count, table, asked.filter)
  const filter = withDesk(asked.filter)
  const where = filter.where.length === 0 ? '1' : filter.where.join(' AND ')
  const cursor = before ?? after
  if (cursor !== undefined && cursor.length !== key.length) throw wrongCursor()
  const backwards = before !== undefined
  const down = asked.descending !== backwards
  // The unary plus keeps SQLite from walking through the index of the sort.
  const names = filter.where.length > 0 && total <= fewRows ? key.map((name) => `+${name}`) : key
  const direction = down ? 'DESC' : 'ASC'
  const order = (columns: readonly string[]) =>
    columns.map((name) => `${name} ${direction}`).join(', ')
  const from =
    cursor === undefined
      ? ''
      : ` AND (${names.join(', ')}) ${down ? '<' : '>'} (${key.map(() => '?').join(', ')})`
  const inner = `SELECT ${key.join(', ')}${rows === undefined ? ', row' : ''} FROM ${table} WHERE ${where}${from} ORDER BY ${order(names)} LIMIT ?`
  const sql =
    rows === undefined
      ? inner
      : `SELECT found.*, row FROM (${inner}) AS found JOIN ${rows} USING (office, id) ORDER BY ${order(key)}`
  const found = prepare(sql).all(...filter.values, ...(cursor ?? []), limit + 1)
  const isMore = found.length > limit
  const shown = found.slice(0, limit)
  if (backwards) shown.reverse()
  const cursorAt = (row: Record<string, unknown> | undefined): Cursor | undefined =>
    row === undefined ? undefined : key.map((name) => row[name] as string)
  return {
    total,
    rows: shown.map((row) => JSON.parse(row['row'] as string) as R),
    next: backwards || isMore ? cursorAt(shown.at(-1)) : undefined,
    previous: (backwards ? isMore : after !== undefined) ? cursorAt(shown[0]) : undefined,
  }
}

const titlesSql = `SELECT matter, row -> '$.title' AS title FROM matter_list
  WHERE matter IN (SELECT value FROM json_each(?)) AND row ->> '$.title' IS NOT NULL`

// Where max() is asked for, SQLite takes the other columns from its row.
const changedSql = `SELECT office, kind, id, count(*) AS events, max(sequence) AS sequence, event_kind, fact_on, recorded_at FROM events
  WHERE office = ? AND sequence > ? AND kind <> 'office' GROUP BY kind, id`

function changeOf(row: Record<string, unknown>): ChangeRow {
  return {
    office: row['office'] as OfficeId,
    kind: row['kind'] as ChangeRow['kind'],
    id: row['id'] as string,
    events: row['events'] as number,
    eventKind: row['event_kind'] as string,
    on: row['fact_on'] as LocalDate,
    recordedAt: row['recorded_at'] as string,
  }
}
