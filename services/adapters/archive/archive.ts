// Every message of every ledger that was read here, byte for byte, in one SQLite file of its own. What was put is on the disk when it was synced.
// It is never thrown away: a file that is damaged is set aside, what can be read of it is taken over, and the rest is read from the ledgers again.

import { closeSync, fsyncSync, openSync, renameSync } from 'node:fs'
import { backup, DatabaseSync } from 'node:sqlite'
import type { OfficeId } from '../../../shared/kernel/ids.ts'
import type { LedgerMessage } from '../../../shared/ledger/verify.ts'
import type { Archive, ArchivedMessage } from '../../office/ports.ts'
import { hashOf } from '../ledger/read.ts'
import { inTransaction, makePrivate, openKept } from '../sqlite.ts'
import { isDamaged, isWhole, setAsideName } from '../store/damage.ts'

const schemaVersion = 1

export interface OpenedArchive extends Archive {
  /** Where a damaged file was put, and how many messages were taken over from it. */
  readonly setAside: { readonly file: string; readonly salvaged: number } | undefined
  /** A whole copy as it is at some instant while this is written on. */
  backup(file: string): Promise<void>
}

/** Opens or makes `file`; `:memory:` for one that is not kept. Throws where it is of another version. */
export function openArchive(file: string): OpenedArchive {
  if (file !== ':memory:') makePrivate(file)
  if (file === ':memory:' || isWhole(file)) return new SqliteArchive(file, connect(file))
  const damaged = setAsideName(file, 'damaged')
  for (const suffix of ['-wal', '-shm']) renameIfThere(`${file}${suffix}`, `${damaged}${suffix}`)
  renameSync(file, damaged)
  const database = connect(file)
  return new SqliteArchive(file, database, { file: damaged, salvaged: salvage(damaged, database) })
}

/** One that a running office writes, to be read beside it. */
export function readArchive(file: string): Archive {
  const database = new DatabaseSync(file, { readOnly: true, timeout: 5_000 })
  if (saysWhatWasAccepted(database)) return new SqliteArchive(file, database)
  database.close()
  return new SqliteArchive(file, connect(file))
}

type Row = Record<string, unknown>

class SqliteArchive implements OpenedArchive {
  readonly setAside: OpenedArchive['setAside']
  readonly #file: string
  readonly #database: DatabaseSync
  #isSynced = true
  readonly #held = new Map<OfficeId, number>()
  readonly #put: ReturnType<DatabaseSync['prepare']>

  constructor(file: string, database: DatabaseSync, setAside?: OpenedArchive['setAside']) {
    this.#file = file
    this.#database = database
    this.setAside = setAside
    this.#put = database.prepare(statements.put)
  }

  put(office: OfficeId, messages: readonly LedgerMessage[], accepted?: ReadonlySet<number>): void {
    if (messages.length === 0) return
    inTransaction(this.#database, () => {
      for (const { sequence, hash, subject, bytes } of messages)
        this.#put.run(office, sequence, hash, subject, bytes, accepted?.has(sequence) ? 1 : 0)
    })
    this.#isSynced = false
  }

  sync(): void {
    if (this.#isSynced || this.#file === ':memory:') return
    // What was committed since the last checkpoint is in the log beside the file; SQLite syncs both when it moves it over.
    const log = openSync(`${this.#file}-wal`, 'r+')
    try {
      fsyncSync(log)
    } finally {
      closeSync(log)
    }
    this.#isSynced = true
  }

  held(office: OfficeId): number {
    // From where it was whole when it was last asked: messages are only ever added.
    let held = this.#held.get(office) ?? 0
    const next = this.#database.prepare(statements.sequencesAfter)
    for (const { sequence } of next.iterate(office, held) as Iterable<{ sequence: number }>) {
      if (sequence > held + 1) break
      held = sequence
    }
    this.#held.set(office, held)
    return held
  }

  read(office: OfficeId, after: number, limit: number): ArchivedMessage[] {
    return this.#database
      .prepare(statements.after)
      .all(office, after, limit)
      .flatMap((row) => whole(row))
  }

  at(office: OfficeId, sequence: number): LedgerMessage[] {
    return this.#database
      .prepare(statements.at)
      .all(office, sequence)
      .flatMap((row) => whole(row))
  }

  find(office: OfficeId, subject: string): LedgerMessage[] {
    return this.#database
      .prepare(statements.bySubject)
      .all(office, subject)
      .flatMap((row) => whole(row))
  }

  async backup(file: string): Promise<void> {
    await backup(this.#database, file)
  }

  [Symbol.dispose](): void {
    if (this.#database.isOpen) this.#database.close()
  }
}

function connect(file: string): DatabaseSync {
  const database = openKept(file, { name: 'The archive', version: schemaVersion, tables })
  // Came later. What was archived before is verified once more when it is read.
  if (!saysWhatWasAccepted(database))
    database.exec('ALTER TABLE messages ADD COLUMN accepted INTEGER NOT NULL DEFAULT 0')
  // A sync at every event would hold the process that takes commands: whoever signs something about what is here syncs it first.
  database.exec('PRAGMA synchronous = NORMAL')
  return database
}

function saysWhatWasAccepted(database: DatabaseSync): boolean {
  const columns = database.prepare("SELECT name FROM pragma_table_info('messages')").all()
  return columns.some(({ name }) => name === 'accepted')
}

/** A row whose bytes are what their hash says; a disk that changed one must not speak for the office. */
function whole(row: Row): ArchivedMessage[] {
  const message = {
    accepted: row['accepted'] === 1,
    sequence: row['sequence'] as number,
    hash: row['hash'] as string,
    subject: row['subject'] as string,
    bytes: row['bytes'] as Uint8Array,
  }
  return hashOf(message.bytes) === message.hash ? [message] : []
}

/** Takes over, one row at a time, what can be read and is what it says. */
function salvage(from: string, into: DatabaseSync): number {
  let salvaged = 0
  const put = into.prepare(statements.put)
  try {
    using damaged = new DatabaseSync(from, { readOnly: true })
    into.exec('BEGIN IMMEDIATE')
    try {
      for (const row of damaged.prepare('SELECT * FROM messages').iterate())
        for (const { sequence, hash, subject, bytes } of whole(row)) {
          // A damaged file says nothing about what was verified.
          put.run(String(row['office']), sequence, hash, subject, bytes, 0)
          salvaged++
        }
    } finally {
      into.exec('COMMIT')
    }
  } catch (error) {
    if (!isDamaged(error)) throw error
  }
  return salvaged
}

function renameIfThere(from: string, to: string): void {
  try {
    renameSync(from, to)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error
  }
}

const statements = {
  // Another message at the same place is kept beside the first: which of them counts is said by the heads.
  put: `INSERT INTO messages (office, sequence, hash, subject, bytes, accepted) VALUES (?, ?, ?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET accepted = 1 WHERE excluded.accepted > accepted`,
  sequencesAfter:
    'SELECT DISTINCT sequence FROM messages WHERE office = ? AND sequence > ? ORDER BY sequence',
  after:
    'SELECT sequence, hash, subject, bytes, accepted FROM messages WHERE office = ? AND sequence > ? ORDER BY sequence, rowid LIMIT ?',
  at: 'SELECT sequence, hash, subject, bytes, accepted FROM messages WHERE office = ? AND sequence = ? ORDER BY rowid',
  bySubject:
    'SELECT sequence, hash, subject, bytes, accepted FROM messages WHERE office = ? AND subject = ? ORDER BY sequence, rowid',
} as const

const tables = `
  BEGIN;
  CREATE TABLE messages (
    office TEXT NOT NULL, sequence INTEGER NOT NULL, hash TEXT NOT NULL, subject TEXT NOT NULL, bytes BLOB NOT NULL,
    UNIQUE (office, sequence, hash)
  ) STRICT;
  CREATE INDEX messages_by_subject ON messages (office, subject);
  PRAGMA user_version = ${schemaVersion};
  COMMIT;
`
