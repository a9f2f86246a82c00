// Leaves, heads, receipts and forks of every ledger in one SQLite file beside the broker, never in it. What is written is synced before a call returns.
// It is evidence, not a cache: it is never made anew over a file that is there.

import { DatabaseSync, type SQLInputValue } from 'node:sqlite'
import type { OfficeId } from '../../../shared/kernel/ids.ts'
import { leafHash, type ReadNode, type TreeNode } from '../../../shared/ledger/log/tree.ts'
import type { SignatureType } from '../../../shared/ledger/log/note.ts'
import type {
  Fork,
  ForkDecision,
  LogStore,
  Receipt,
  StoredHead,
  StoredStatement,
  Succession,
} from '../../office/trust/ports.ts'
import { inTransaction, openKept } from '../sqlite.ts'
import { sha256 } from './crypto.ts'

const schemaVersion = 1
const dayMs = 24 * 3_600_000

/** Opens or makes `file`; `:memory:` for one that is not kept. Throws where it is of another version or damaged: nothing is thrown away. */
export function openLogStore(
  file: string,
  counts: (head: StoredHead) => boolean = () => true,
): LogStore {
  const database = openKept(file, { name: 'The store of heads in', version: schemaVersion, tables })
  // Came later, and what is there stays as it is.
  database.exec(tablesSince)
  database.exec(index)
  return new SqliteLogStore(database, counts)
}

/** One that a running office writes, to be read beside it. */
export function readLogStore(file: string): LogStore {
  return new SqliteLogStore(new DatabaseSync(file, { readOnly: true, timeout: 5_000 }), () => true)
}

type Row = Record<string, unknown>
type Speaker = Pick<Receipt, 'by' | 'role' | 'type'>

class SqliteLogStore implements LogStore {
  readonly #database: DatabaseSync
  readonly #statements = new Map<string, ReturnType<DatabaseSync['prepare']>>()
  readonly #numbers = new Map<string, number>()
  /** Who has said something about a log, in which role and with which algorithm: few, of very many receipts. */
  readonly #speakers = new Map<string, Map<string, Speaker>>()
  #mode: 'FULL' | 'NORMAL' = 'FULL'

  readonly #counts: (head: StoredHead) => boolean

  constructor(database: DatabaseSync, counts: (head: StoredHead) => boolean) {
    this.#database = database
    this.#counts = counts
  }

  origins(): string[] {
    return this.#all('SELECT origin FROM logs ORDER BY number').map((row) => String(row['origin']))
  }

  size(origin: string): number {
    return Number(this.#get('SELECT size FROM logs WHERE origin = ?', origin)?.['size'] ?? 0)
  }

  entry(origin: string, index: number): Uint8Array | undefined {
    const row = this.#get(
      'SELECT hash FROM entries WHERE log = ? AND idx = ?',
      this.#number(origin),
      index,
    )
    return row?.['hash'] as Uint8Array | undefined
  }

  nodes(origin: string): ReadNode {
    const log = this.#number(origin)
    return (level, index) => {
      // Leaves are not kept beside their entries: hashing one again is cheaper than 32 bytes on the disk.
      const hash =
        level === 0
          ? this.entry(origin, index)
          : this.#get(
              'SELECT hash FROM nodes WHERE log = ? AND level = ? AND idx = ?',
              log,
              level,
              index,
            )?.['hash']
      if (hash === undefined) throw new Error(`${origin} has no node ${level}/${index}`)
      return level === 0 ? leafHash(sha256, hash as Uint8Array) : (hash as Uint8Array)
    }
  }

  together<T>(work: () => T): T {
    return this.#transaction(work)
  }

  append(
    origin: string,
    size: number,
    entries: readonly Uint8Array[],
    nodes: readonly TreeNode[],
  ): void {
    // A sync for each entry would hold the process for milliseconds at every event. The head over it is synced, and the entry before it.
    this.#transaction(() => {
      const log = this.#number(origin, true)
      const had = this.size(origin)
      if (had !== size) throw new Error(`${origin} has ${had} entries, not ${size}`)
      for (const [at, hash] of entries.entries())
        this.#run('INSERT INTO entries (log, idx, hash) VALUES (?, ?, ?)', log, size + at, hash)
      for (const { level, index, hash } of nodes)
        if (level > 0)
          this.#run(
            'INSERT INTO nodes (log, level, idx, hash) VALUES (?, ?, ?, ?)',
            log,
            level,
            index,
            hash,
          )
      this.#run('UPDATE logs SET size = ? WHERE number = ?', size + entries.length, log)
    }, 'NORMAL')
  }

  putHead(
    { origin, size, root, note }: Omit<StoredHead, 'firstMs' | 'lastMs'>,
    atMs: number,
  ): void {
    this.#transaction(() => {
      const log = this.#number(origin, true)
      this.#run(
        `INSERT INTO heads (log, size, root, note, first_ms, last_ms) VALUES (?, ?, ?, ?, ?, ?)
          ON CONFLICT DO UPDATE SET note = excluded.note, last_ms = max(last_ms, excluded.last_ms)`,
        log,
        size,
        root,
        note,
        atMs,
        atMs,
      )
    })
  }

  heads(origin: string, from = 0, to = Number.MAX_SAFE_INTEGER): StoredHead[] {
    return this.#all(
      `SELECT ${headColumns} FROM heads WHERE log = ? AND size BETWEEN ? AND ? ORDER BY size, first_ms`,
      this.#number(origin),
      from,
      to,
    )
      .map((row) => headOf(origin, row))
      .filter(this.#counts)
  }

  latestHead(origin: string): StoredHead | undefined {
    const row = this.#get(
      `SELECT ${headColumns} FROM heads WHERE log = ? ORDER BY size DESC, first_ms LIMIT 1`,
      this.#number(origin),
    )
    const latest = row === undefined ? undefined : headOf(origin, row)
    if (latest === undefined || this.#counts(latest)) return latest
    return this.heads(origin).at(-1)
  }

  putReceipt(
    { origin, size, root, by, role, type }: Omit<Receipt, 'first' | 'last'>,
    { seconds, line }: Receipt['first'],
  ): void {
    this.#transaction(() => {
      this.#run(
        `INSERT INTO receipts (log, size, root, by, role, type, first_seconds, first_line, last_seconds, last_line)
          VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
          ON CONFLICT DO UPDATE SET
            first_line = iif(excluded.first_seconds < first_seconds, excluded.first_line, first_line),
            last_line = CASE
              WHEN excluded.first_seconds > last_seconds THEN excluded.first_line
              WHEN excluded.first_seconds < first_seconds AND last_line = '' THEN first_line
              ELSE last_line END,
            first_seconds = min(first_seconds, excluded.first_seconds),
            last_seconds = max(last_seconds, excluded.last_seconds)`,
        this.#number(origin, true),
        size,
        root,
        by,
        role,
        type,
        seconds,
        line,
        seconds,
        // Said once: the last time is the first. With ML-DSA-44 a line has 3.3 kB.
        '',
      )
    })
    this.#speakers.get(origin)?.set(`${by} ${role} ${type}`, { by, role, type })
  }

  receipts(origin: string, size?: number): Receipt[] {
    const log = this.#number(origin)
    const rows =
      size === undefined
        ? this.#all('SELECT * FROM receipts WHERE log = ? ORDER BY size, by, role, type', log)
        : this.#all(
            'SELECT * FROM receipts WHERE log = ? AND size = ? ORDER BY by, role, type',
            log,
            size,
          )
    return rows.map((row) => receiptOf(origin, row))
  }

  furthestReceipts(origin: string): Receipt[] {
    const log = this.#number(origin)
    return [...this.#speakersOf(origin).values()].flatMap(({ by, role, type }) => {
      const row = this.#get(
        'SELECT * FROM receipts WHERE log = ? AND by = ? AND role = ? AND type = ? ORDER BY size DESC LIMIT 1',
        log,
        by,
        role,
        type,
      )
      return row === undefined ? [] : receiptOf(origin, row)
    })
  }

  /** Looked for once: each receipt that comes adds who said it. */
  #speakersOf(origin: string): ReadonlyMap<string, Speaker> {
    const known = this.#speakers.get(origin)
    if (known !== undefined) return known
    const found = this.#all(
      'SELECT DISTINCT by, role, type FROM receipts WHERE log = ? ORDER BY by, role, type',
      this.#number(origin),
    ).map((row): [string, Speaker] => {
      const speaker = { by: row['by'], role: row['role'], type: row['type'] } as Speaker
      return [`${speaker.by} ${speaker.role} ${speaker.type}`, speaker]
    })
    const speakers = new Map(found)
    this.#speakers.set(origin, speakers)
    return speakers
  }

  thinReceipts(origin: string, type: SignatureType, beforeMs: number): number[] {
    return this.#transaction(() => {
      const log = this.#number(origin)
      const heads = this.#all(
        `SELECT size, min(first_seconds) / 86400 AS day, count(DISTINCT by) AS offices FROM receipts
          WHERE log = ? AND type = ? GROUP BY size HAVING min(first_seconds) / 86400 < ?
          ORDER BY day, offices DESC, size DESC`,
        log,
        type,
        Math.floor(beforeMs / dayMs),
      )
      const gone = heads.filter(({ day }, at) => heads[at - 1]?.['day'] === day)
      for (const { size } of gone)
        this.#run(
          'DELETE FROM receipts WHERE log = ? AND type = ? AND size = ?',
          log,
          type,
          size as number,
        )
      return gone.map(({ size }) => size as number)
    })
  }

  putFork({ origin, agreedSize, between, notes, foundMs }: Fork): void {
    this.#transaction(() => {
      this.#run(
        'INSERT INTO forks (log, agreed_size, between_what, notes, found_ms) VALUES (?, ?, ?, ?, ?)',
        this.#number(origin, true),
        agreedSize,
        between,
        JSON.stringify(notes),
        foundMs,
      )
    })
  }

  openFork(origin: string): Fork | undefined {
    return this.forks(origin).find((fork) => fork.decision === undefined)
  }

  forks(origin: string): Fork[] {
    return this.#all('SELECT * FROM forks WHERE log = ? ORDER BY rowid', this.#number(origin)).map(
      (row) => forkOf(origin, row),
    )
  }

  decideFork(origin: string, decision: ForkDecision): void {
    this.#transaction(() => {
      this.#run(
        'UPDATE forks SET decision = ? WHERE log = ? AND decision IS NULL',
        JSON.stringify(decision),
        this.#number(origin),
      )
    })
  }

  putSuccession(origin: string, { former, size }: Succession): void {
    this.#transaction(() => {
      this.#run(
        'INSERT OR IGNORE INTO successions (log, former, size) VALUES (?, ?, ?)',
        this.#number(origin, true),
        former,
        size,
      )
    })
  }

  succession(origin: string): Succession | undefined {
    const row = this.#get(
      'SELECT former, size FROM successions WHERE log = ?',
      this.#number(origin),
    )
    return row === undefined
      ? undefined
      : { former: row['former'] as string, size: row['size'] as number }
  }

  putStatement({ by, seconds, hash, note }: StoredStatement): void {
    this.#transaction(() => {
      this.#run(
        'INSERT OR IGNORE INTO statements (by, seconds, hash, note) VALUES (?, ?, ?, ?)',
        by,
        seconds,
        hash,
        note,
      )
    })
  }

  latestStatement(by: OfficeId): StoredStatement | undefined {
    const row = this.#get(
      'SELECT * FROM statements WHERE by = ? ORDER BY seconds DESC, rowid DESC LIMIT 1',
      by,
    )
    return row === undefined ? undefined : statementOf(row)
  }

  statement(hash: Uint8Array): StoredStatement | undefined {
    const row = this.#get('SELECT * FROM statements WHERE hash = ?', hash)
    return row === undefined ? undefined : statementOf(row)
  }

  *statements(by: OfficeId): Iterable<StoredStatement> {
    for (const row of this.#all(
      'SELECT * FROM statements WHERE by = ? ORDER BY seconds, rowid',
      by,
    ))
      yield statementOf(row)
  }

  [Symbol.dispose](): void {
    if (this.#database.isOpen) this.#database.close()
  }

  /** A short number for each log: its name would stand in every row. -1 for a log that is not known. */
  #number(origin: string, make = false): number {
    const known = this.#numbers.get(origin)
    if (known !== undefined) return known
    const inside = this.#database.isTransaction
    if (make) this.#run('INSERT OR IGNORE INTO logs (origin, size) VALUES (?, 0)', origin)
    const number = this.#get('SELECT number FROM logs WHERE origin = ?', origin)?.['number']
    if (number === undefined) return -1
    // Not remembered before it is committed: a transaction that fails takes it back.
    if (!inside) this.#numbers.set(origin, Number(number))
    return Number(number)
  }

  /** Within another one it is part of that. */
  #transaction<T>(work: () => T, synchronous: 'FULL' | 'NORMAL' = 'FULL'): T {
    if (this.#database.isTransaction) return work()
    this.#synchronous(synchronous)
    return inTransaction(this.#database, work)
  }

  #synchronous(mode: 'FULL' | 'NORMAL'): void {
    if (this.#mode === mode) return
    this.#database.exec(`PRAGMA synchronous = ${mode}`)
    this.#mode = mode
  }

  #prepared(sql: string) {
    let statement = this.#statements.get(sql)
    if (statement === undefined) {
      statement = this.#database.prepare(sql)
      this.#statements.set(sql, statement)
    }
    return statement
  }

  #get(sql: string, ...values: SQLInputValue[]): Row | undefined {
    return this.#prepared(sql).get(...values)
  }

  #all(sql: string, ...values: SQLInputValue[]): Row[] {
    return this.#prepared(sql).all(...values)
  }

  #run(sql: string, ...values: SQLInputValue[]): void {
    this.#prepared(sql).run(...values)
  }
}

function headOf(origin: string, row: Row): StoredHead {
  return {
    origin,
    size: row['size'] as number,
    root: row['root'] as Uint8Array,
    note: row['note'] as string,
    firstMs: row['first_ms'] as number,
    lastMs: row['last_ms'] as number,
  }
}

function receiptOf(origin: string, row: Row): Receipt {
  return {
    origin,
    size: row['size'] as number,
    root: row['root'] as Uint8Array,
    by: row['by'] as Receipt['by'],
    role: row['role'] as Receipt['role'],
    type: row['type'] as Receipt['type'],
    first: { seconds: row['first_seconds'] as number, line: row['first_line'] as string },
    last: {
      seconds: row['last_seconds'] as number,
      line: (row['last_line'] === '' ? row['first_line'] : row['last_line']) as string,
    },
  }
}

function forkOf(origin: string, row: Row): Fork {
  const fork: Fork = {
    origin,
    agreedSize: row['agreed_size'] as number,
    between: row['between_what'] as Fork['between'],
    notes: JSON.parse(row['notes'] as string) as string[],
    foundMs: row['found_ms'] as number,
  }
  return typeof row['decision'] === 'string'
    ? { ...fork, decision: JSON.parse(row['decision']) as ForkDecision }
    : fork
}

function statementOf(row: Row): StoredStatement {
  return {
    by: row['by'] as OfficeId,
    seconds: row['seconds'] as number,
    hash: row['hash'] as Uint8Array,
    note: row['note'] as string,
  }
}

const headColumns = 'size, root, note, first_ms, last_ms'

/** Pages ask for the furthest of each on every look: found, not counted through. */
const index = 'CREATE INDEX IF NOT EXISTS receipts_furthest ON receipts (log, by, role, type, size)'

const tables = `
  BEGIN;
  CREATE TABLE logs (number INTEGER PRIMARY KEY, origin TEXT NOT NULL UNIQUE, size INTEGER NOT NULL) STRICT;
  CREATE TABLE entries (log INTEGER NOT NULL, idx INTEGER NOT NULL, hash BLOB NOT NULL, PRIMARY KEY (log, idx)) STRICT, WITHOUT ROWID;
  CREATE TABLE nodes (log INTEGER NOT NULL, level INTEGER NOT NULL, idx INTEGER NOT NULL, hash BLOB NOT NULL, PRIMARY KEY (log, level, idx)) STRICT, WITHOUT ROWID;
  CREATE TABLE heads (
    log INTEGER NOT NULL, size INTEGER NOT NULL, root BLOB NOT NULL, note TEXT NOT NULL,
    first_ms INTEGER NOT NULL, last_ms INTEGER NOT NULL, PRIMARY KEY (log, size, root)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE receipts (
    log INTEGER NOT NULL, size INTEGER NOT NULL, root BLOB NOT NULL, by TEXT NOT NULL, role TEXT NOT NULL, type INTEGER NOT NULL,
    first_seconds INTEGER NOT NULL, first_line TEXT NOT NULL, last_seconds INTEGER NOT NULL, last_line TEXT NOT NULL,
    PRIMARY KEY (log, size, root, by, role, type)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE forks (log INTEGER NOT NULL, agreed_size INTEGER NOT NULL, between_what TEXT NOT NULL, notes TEXT NOT NULL, found_ms INTEGER NOT NULL, decision TEXT) STRICT;
  PRAGMA user_version = ${schemaVersion};
  COMMIT;
`

const tablesSince = `
  CREATE TABLE IF NOT EXISTS statements (by TEXT NOT NULL, seconds INTEGER NOT NULL, hash BLOB NOT NULL UNIQUE, note TEXT NOT NULL) STRICT;
  CREATE INDEX IF NOT EXISTS statements_by_office ON statements (by, seconds);
  CREATE TABLE IF NOT EXISTS successions (log INTEGER PRIMARY KEY, former TEXT NOT NULL, size INTEGER NOT NULL) STRICT;
`
