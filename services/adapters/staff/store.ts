// People, sessions, tokens, prepared commands and the audit list of one office: a SQLite file of its own, which only the office's user can read.

import { DatabaseSync, type SQLInputValue } from 'node:sqlite'
import type { AuditEntry, StaffGrant } from '../../../shared/contract/staff.schema.ts'
import type {
  KeptPreparation,
  KeptToken,
  Person,
  Session,
  StaffStore,
} from '../../office/staff/ports.ts'
import { makePrivate } from '../sqlite.ts'

const schemaVersion = 3
const busyTimeoutMs = 5_000

/** Opens `file` (`:memory:` for one that is not kept). Throws where a newer version wrote it: unlike a projection it cannot be made anew. */
export function openStaffStore(file: string): StaffStore {
  const database = connect(file)
  const { user_version: version } = database.prepare('PRAGMA user_version').get() as {
    user_version: number
  }
  if (version === 0) create(database)
  else if (version < schemaVersion) {
    if (version === 1) addDevices(database)
    addPlaces(database)
  } else if (version !== schemaVersion) {
    database.close()
    throw new Error(
      `${file} was written by another version of Concert (${version}, this one writes ${schemaVersion}): start that version, or put the file aside; sessions, tokens and the audit list are in it`,
    )
  }
  return storeOf(database)
}

function connect(file: string): DatabaseSync {
  if (file !== ':memory:') makePrivate(file)
  const database = new DatabaseSync(file, { timeout: busyTimeoutMs })
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON')
  return database
}

function create(database: DatabaseSync): void {
  database.exec(`
    BEGIN;
    CREATE TABLE people (id TEXT PRIMARY KEY, subject TEXT NOT NULL, body TEXT NOT NULL) STRICT, WITHOUT ROWID;
    CREATE INDEX people_by_subject ON people (subject);
    CREATE TABLE sessions (
      hash TEXT PRIMARY KEY, person TEXT NOT NULL, signed_in_at TEXT NOT NULL, opened_at TEXT NOT NULL, used_at TEXT NOT NULL, device TEXT,
      id TEXT NOT NULL DEFAULT '', browser TEXT, address TEXT
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX sessions_by_person ON sessions (person);
    CREATE TABLE tokens (id TEXT PRIMARY KEY, hash TEXT NOT NULL UNIQUE, created_at TEXT NOT NULL, body TEXT NOT NULL) STRICT, WITHOUT ROWID;
    CREATE TABLE grants (id TEXT PRIMARY KEY, granted_at TEXT NOT NULL, body TEXT NOT NULL) STRICT, WITHOUT ROWID;
    CREATE TABLE prepared (id TEXT PRIMARY KEY, prepared_at TEXT NOT NULL, body TEXT NOT NULL) STRICT, WITHOUT ROWID;
    CREATE TABLE audit (number INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, body TEXT NOT NULL) STRICT;
    CREATE INDEX audit_by_kind ON audit (kind, number);
    CREATE TRIGGER audit_stays BEFORE UPDATE ON audit BEGIN SELECT raise(ABORT, 'the audit list is never changed'); END;
    CREATE TRIGGER audit_keeps BEFORE DELETE ON audit BEGIN SELECT raise(ABORT, 'the audit list is never changed'); END;
    PRAGMA user_version = ${schemaVersion};
    COMMIT;
  `)
}

/** Sessions of before are browsers'. */
function addDevices(database: DatabaseSync): void {
  database.exec(`
    BEGIN;
    ALTER TABLE sessions ADD COLUMN device TEXT;
    PRAGMA user_version = 2;
    COMMIT;
  `)
}

/** Where sessions of before come from is not known. */
function addPlaces(database: DatabaseSync): void {
  database.exec(`
    BEGIN;
    ALTER TABLE sessions ADD COLUMN id TEXT NOT NULL DEFAULT '';
    ALTER TABLE sessions ADD COLUMN browser TEXT;
    ALTER TABLE sessions ADD COLUMN address TEXT;
    UPDATE sessions SET id = lower(hex(randomblob(16)));
    PRAGMA user_version = 3;
    COMMIT;
  `)
}

function storeOf(database: DatabaseSync): StaffStore {
  const prepared = new Map<string, ReturnType<DatabaseSync['prepare']>>()
  const statement = (sql: string) => {
    const known = prepared.get(sql)
    if (known !== undefined) return known
    const made = database.prepare(sql)
    prepared.set(sql, made)
    return made
  }
  const run = (sql: string, ...values: SQLInputValue[]) =>
    Number(statement(sql).run(...values).changes)
  const one = <T>(sql: string, ...values: SQLInputValue[]) =>
    bodyOf<T>(statement(sql).get(...values) as Row | undefined)
  const all = <T>(sql: string, ...values: SQLInputValue[]) =>
    statement(sql)
      .all(...values)
      .map((row) => bodyOf<T>(row as Row) as T)
  const token = 'SELECT body FROM tokens WHERE'
  const putToken = ({ id, hash, createdAt, ...body }: KeptToken) =>
    void run(
      'INSERT INTO tokens (id, hash, created_at, body) VALUES (?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET body = excluded.body',
      id,
      hash,
      createdAt,
      JSON.stringify({ ...body, id, hash, createdAt }),
    )
  const changeToken = (id: string, change: Partial<KeptToken>) => {
    const found = one<KeptToken>(`${token} id = ?`, id)
    if (found !== undefined) putToken({ ...found, ...change })
  }
  return {
    person: (id) => one<Person>('SELECT body FROM people WHERE id = ?', id),
    findPerson: (text) =>
      one<Person>('SELECT body FROM people WHERE id = ? OR subject = ? LIMIT 1', text, text),
    people: () => all<Person>('SELECT body FROM people ORDER BY id'),
    putPerson: (person) =>
      void run(
        'INSERT INTO people (id, subject, body) VALUES (?, ?, ?) ON CONFLICT (id) DO UPDATE SET body = excluded.body',
        person.id,
        person.subject,
        JSON.stringify(person),
      ),

    session: (hash) => {
      const row = statement('SELECT * FROM sessions WHERE hash = ?').get(hash)
      return row === undefined ? undefined : sessionOf(row)
    },
    sessions: () =>
      statement('SELECT * FROM sessions ORDER BY used_at DESC, id').all().map(sessionOf),
    putSession: ({ hash, person, signedInAt, openedAt, usedAt, device, id, browser, address }) =>
      void run(
        'INSERT INTO sessions (hash, person, signed_in_at, opened_at, used_at, device, id, browser, address) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
        hash,
        person,
        signedInAt,
        openedAt,
        usedAt,
        device,
        id,
        browser,
        address,
      ),
    useSession: (hash, at) => void run('UPDATE sessions SET used_at = ? WHERE hash = ?', at, hash),
    endSession: (hash) => run('DELETE FROM sessions WHERE hash = ?', hash) > 0,
    endSessionsOf: (person) => run('DELETE FROM sessions WHERE person = ?', person),
    endSessionsBefore: (opened, used) =>
      void run('DELETE FROM sessions WHERE opened_at < ? OR used_at < ?', opened, used),

    token: (hash) => one<KeptToken>(`${token} hash = ?`, hash),
    tokens: () => all<KeptToken>('SELECT body FROM tokens ORDER BY created_at, id'),
    putToken,
    useToken: (id, at) => changeToken(id, { lastUsedAt: at }),
    revokeToken: (id, at) => changeToken(id, { revokedAt: at }),

    grants: () => all<StaffGrant>('SELECT body FROM grants ORDER BY granted_at, id'),
    putGrant: (grant) =>
      void run(
        'INSERT INTO grants (id, granted_at, body) VALUES (?, ?, ?)',
        grant.id,
        grant.grantedAt,
        JSON.stringify(grant),
      ),
    removeGrant: (id) => void run('DELETE FROM grants WHERE id = ?', id),

    prepared: () => all<KeptPreparation>('SELECT body FROM prepared ORDER BY prepared_at, id'),
    preparation: (id) => one<KeptPreparation>('SELECT body FROM prepared WHERE id = ?', id),
    putPreparation: (preparation) =>
      void run(
        'INSERT INTO prepared (id, prepared_at, body) VALUES (?, ?, ?)',
        preparation.id,
        preparation.preparedAt,
        JSON.stringify(preparation),
      ),
    removePreparation: (id) => run('DELETE FROM prepared WHERE id = ?', id) > 0,

    addAudit: (entry) =>
      void run('INSERT INTO audit (kind, body) VALUES (?, ?)', entry.kind, JSON.stringify(entry)),
    audit: ({ before, limit = defaultPage, kind, who }) =>
      statement(
        `SELECT number, body FROM audit WHERE number < ? AND (? IS NULL OR kind = ?)
          AND (? IS NULL OR instr(lower(json_extract(body, '$.who')), lower(?)) > 0)
          ORDER BY number DESC LIMIT ?`,
      )
        .all(
          before ?? Number.MAX_SAFE_INTEGER,
          kind ?? null,
          kind ?? null,
          who ?? null,
          who ?? null,
          limit,
        )
        .map((row) => ({
          ...(JSON.parse(row['body'] as string) as Omit<AuditEntry, 'number'>),
          number: row['number'] as number,
        })),
    [Symbol.dispose]: () => database.close(),
  }
}

const defaultPage = 50

type Row = Readonly<Record<string, unknown>>

function bodyOf<T>(row: Row | undefined): T | undefined {
  return row === undefined ? undefined : (JSON.parse(row['body'] as string) as T)
}

function sessionOf(row: Row): Session {
  return {
    hash: row['hash'] as string,
    person: row['person'] as string,
    signedInAt: row['signed_in_at'] as Session['signedInAt'],
    openedAt: row['opened_at'] as Session['openedAt'],
    usedAt: row['used_at'] as Session['usedAt'],
    device: row['device'] as Session['device'],
    id: row['id'] as string,
    browser: row['browser'] as Session['browser'],
    address: row['address'] as Session['address'],
  }
}
