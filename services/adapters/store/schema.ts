// The projection's tables. The projection can be thrown away: it is rebuilt from the ledgers, so one that is damaged or of another version is set aside and made anew.

import { readdirSync, renameSync, rmSync } from 'node:fs'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { isWhole, setAsideName, type SetAsideWhy } from './damage.ts'
import { listTables } from './list-tables.ts'

/** Raised when a table, or what a rule makes of the same events, changes: the file is then made anew. */
const schemaVersion = 9

/** How long one connection waits for another process that reads the file. */
const busyTimeoutMs = 5_000

export interface OpenedDatabase {
  readonly database: DatabaseSync
  /** Where the file that was there was put, and why it is made anew. */
  readonly setAside: { readonly file: string; readonly why: SetAsideWhy } | undefined
}

/** Opens the projection in `file` (`:memory:` for one that is not kept); a file that is damaged or of another version is set aside for an empty one. */
export function openDatabase(file: string, bounded: readonly BoundedKey[] = []): OpenedDatabase {
  if (file === ':memory:') return { database: create(connect(file)), setAside: undefined }
  if (!isWhole(file)) {
    const aside = setAside(file, 'damaged')
    return { database: create(connect(file)), setAside: aside }
  }
  const database = connect(file)
  const { user_version: version } = database.prepare('PRAGMA user_version').get() as {
    user_version: number
  }
  if (version === schemaVersion && !hasBehind(database, bounded))
    return { database, setAside: undefined }
  if (version === 0 && isEmpty(database)) return { database: create(database), setAside: undefined }
  database.close()
  const aside = setAside(file, version === schemaVersion ? 'disbelieved' : 'outdated')
  return { database: create(connect(file)), setAside: aside }
}

/** An event key of an office that counts up to a sequence of its ledger. */
export interface BoundedKey {
  readonly office: string
  readonly keyid: string
  readonly upTo: number
}

/** Whether it has an event that was signed with one of these behind its place. */
function hasBehind(database: DatabaseSync, bounded: readonly BoundedKey[]): boolean {
  const find = database.prepare(
    'SELECT 1 FROM events WHERE office = ? AND keyid = ? AND sequence > ? LIMIT 1',
  )
  return bounded.some(({ office, keyid, upTo }) => find.get(office, keyid, upTo) !== undefined)
}

/** Only the latest is kept: it is a cache, and disks are finite. */
function setAside(file: string, why: SetAsideWhy): OpenedDatabase['setAside'] {
  const folder = path.dirname(file)
  for (const name of readdirSync(folder))
    if (new RegExp(`^${path.basename(file)}\\.(damaged|outdated|disbelieved)-`).test(name))
      rmSync(path.join(folder, name), { force: true })
  const aside = setAsideName(file, why)
  renameSync(file, aside)
  for (const suffix of ['-wal', '-shm']) rmSync(`${file}${suffix}`, { force: true })
  return { file: aside, why }
}

function connect(file: string): DatabaseSync {
  const database = new DatabaseSync(file, { timeout: busyTimeoutMs })
  // NORMAL may lose the last transactions in a power cut; the cursor is lost with them, and the follower reads them again.
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL')
  return database
}

function isEmpty(database: DatabaseSync): boolean {
  return database.prepare('SELECT count(*) AS tables FROM sqlite_schema').get()?.['tables'] === 0
}

function create(database: DatabaseSync): DatabaseSync {
  database.exec(`
    BEGIN;
    CREATE TABLE events (
      office TEXT NOT NULL, kind TEXT NOT NULL, id TEXT NOT NULL, version INTEGER NOT NULL,
      sequence INTEGER NOT NULL, event_id TEXT NOT NULL, command_id TEXT NOT NULL, event_kind TEXT NOT NULL,
      fact_on TEXT NOT NULL, recorded_at TEXT NOT NULL, keyid TEXT NOT NULL, hash TEXT NOT NULL,
      event TEXT NOT NULL, envelope BLOB NOT NULL, actor TEXT, command_mac TEXT, shared_under TEXT,
      UNIQUE (office, kind, id, version)
    ) STRICT;
    CREATE INDEX events_by_command ON events (office, kind, id, command_id);
    CREATE UNIQUE INDEX events_by_sequence ON events (office, sequence);
    CREATE INDEX events_of_stays ON events (office, id) WHERE event_kind = 'stay-ordered';
    -- How far each own ledger was told to Temporal.
    CREATE TABLE told (office TEXT PRIMARY KEY, sequence INTEGER NOT NULL) STRICT, WITHOUT ROWID;
    CREATE TABLE aggregates (
      office TEXT NOT NULL, kind TEXT NOT NULL, id TEXT NOT NULL, version INTEGER NOT NULL, aggregate TEXT NOT NULL, open INTEGER NOT NULL, matter TEXT,
      -- The next instant that its life waits for.
      next_at TEXT,
      -- Whether the events came in the order of their legal dates, and the latest of each date: then the state serves every later day.
      in_order INTEGER NOT NULL, last_on TEXT NOT NULL, last_recorded_at TEXT NOT NULL,
      PRIMARY KEY (office, kind, id)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX aggregates_by_matter ON aggregates (matter, kind) WHERE matter IS NOT NULL;
    CREATE TABLE cursors (office TEXT PRIMARY KEY, sequence INTEGER NOT NULL, epoch TEXT, hash TEXT) STRICT, WITHOUT ROWID;
    CREATE TABLE quarantine (
      office TEXT NOT NULL, sequence INTEGER NOT NULL, subject TEXT NOT NULL, outcome TEXT NOT NULL,
      code TEXT NOT NULL, reason TEXT NOT NULL, reason_fr TEXT NOT NULL,
      received_at TEXT NOT NULL, hash TEXT NOT NULL, bytes BLOB NOT NULL,
      UNIQUE (office, sequence, outcome, hash)
    ) STRICT;
    -- As a list is read: a key of texts in the order of the list, and the row.
    CREATE VIEW quarantine_list AS SELECT
      received_at, office, printf('%016d', sequence) AS place, outcome, hash,
      json_object(
        'office', office, 'sequence', sequence, 'subject', subject, 'outcome', outcome, 'code', code, 'reason', reason,
        'reasonFr', reason_fr, 'receivedAt', received_at, 'hash', hash
      ) AS row
    FROM quarantine;
    ${listTables}
    PRAGMA user_version = ${schemaVersion};
    COMMIT;
  `)
  return database
}
