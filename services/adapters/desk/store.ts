// The desk of one office in a SQLite file of its own, which only the office's user can read: it is backed up, and never made anew.

import type { SQLInputValue } from 'node:sqlite'
import type { DeskItem, Note, SavedDraft, SavedView } from '../../../shared/contract/desk.schema.ts'
import type { DeskStore, KeptItem } from '../../office/desk/ports.ts'
import { openKept } from '../sqlite.ts'

const tables = `
  BEGIN;
  CREATE TABLE items (key TEXT PRIMARY KEY, owner TEXT, body TEXT NOT NULL) STRICT, WITHOUT ROWID;
  CREATE INDEX items_by_owner ON items (owner) WHERE owner IS NOT NULL;
  CREATE TABLE notes (
    number INTEGER PRIMARY KEY, key TEXT NOT NULL, id TEXT NOT NULL, struck INTEGER NOT NULL, body TEXT NOT NULL, UNIQUE (key, id)
  ) STRICT;
  CREATE INDEX notes_by_key ON notes (key, number);
  CREATE TRIGGER notes_stay BEFORE DELETE ON notes BEGIN SELECT raise(ABORT, 'a note is struck out, not deleted'); END;
  CREATE TABLE views (id TEXT PRIMARY KEY, person TEXT NOT NULL, shared INTEGER NOT NULL, name TEXT NOT NULL, body TEXT NOT NULL) STRICT;
  CREATE TABLE drafts (
    person TEXT NOT NULL, id TEXT NOT NULL, saved_at TEXT NOT NULL, body TEXT NOT NULL, PRIMARY KEY (person, id)
  ) STRICT, WITHOUT ROWID;
  PRAGMA user_version = 1;
  COMMIT;
`

/** Opens `file`, or `:memory:` for one that is not kept. */
export function openDeskStore(file: string): DeskStore {
  const database = openKept(file, { name: 'The desk', version: 1, tables })
  const prepared = new Map<string, ReturnType<typeof database.prepare>>()
  const statement = (sql: string) => {
    let made = prepared.get(sql)
    if (made === undefined) prepared.set(sql, (made = database.prepare(sql)))
    return made
  }
  const run = (sql: string, ...values: SQLInputValue[]) =>
    Number(statement(sql).run(...values).changes)
  const all = <T>(sql: string, ...values: SQLInputValue[]) =>
    statement(sql)
      .all(...values)
      .map((row) => JSON.parse(row['body'] as string) as T)
  return {
    item: (key) => all<KeptItem>('SELECT body FROM items WHERE key = ?', key)[0],
    putItem: (key, item) =>
      void run(
        'INSERT INTO items (key, owner, body) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET owner = excluded.owner, body = excluded.body',
        key,
        item.owner?.id ?? null,
        JSON.stringify(item),
      ),
    ownedBy: (person) =>
      statement(
        person === undefined
          ? 'SELECT key FROM items WHERE owner IS NOT NULL'
          : 'SELECT key FROM items WHERE owner = ?',
      )
        .all(...(person === undefined ? [] : [person]))
        .map((row) => row['key'] as string),
    owners: () =>
      all<KeptItem>('SELECT max(key), body FROM items WHERE owner IS NOT NULL GROUP BY owner').map(
        ({ owner }): DeskItem['owner'] => owner,
      ),

    notes: (key) => all<Note>('SELECT body FROM notes WHERE key = ? ORDER BY number', key),
    noteCount: (key) =>
      statement('SELECT count(*) AS n FROM notes WHERE key = ? AND struck = 0').get(key)?.[
        'n'
      ] as number,
    putNote: (key, note) =>
      void run(
        'INSERT INTO notes (key, id, struck, body) VALUES (?, ?, ?, ?) ON CONFLICT (key, id) DO UPDATE SET struck = excluded.struck, body = excluded.body',
        key,
        note.id,
        note.struck === null ? 0 : 1,
        JSON.stringify(note),
      ),

    views: (person) =>
      all<SavedView>(
        'SELECT body FROM views WHERE person = ? OR shared = 1 ORDER BY name, id',
        person,
      ),
    view: (id) => all<SavedView>('SELECT body FROM views WHERE id = ?', id)[0],
    putView: (view) =>
      void run(
        'INSERT INTO views (id, person, shared, name, body) VALUES (?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET shared = excluded.shared, name = excluded.name, body = excluded.body',
        view.id,
        view.by.id,
        view.shared ? 1 : 0,
        view.name,
        JSON.stringify(view),
      ),
    removeView: (id) => void run('DELETE FROM views WHERE id = ?', id),

    drafts: (person) =>
      all<SavedDraft>(
        'SELECT body FROM drafts WHERE person = ? ORDER BY saved_at DESC, id',
        person,
      ),
    putDraft: (person, draft) =>
      void run(
        'INSERT INTO drafts (person, id, saved_at, body) VALUES (?, ?, ?, ?) ON CONFLICT (person, id) DO UPDATE SET saved_at = excluded.saved_at, body = excluded.body',
        person,
        draft.id,
        draft.savedAt,
        JSON.stringify(draft),
      ),
    moveDraft: (from, to, draft) =>
      void run(
        'UPDATE drafts SET person = ?, body = ? WHERE person = ? AND id = ?',
        to,
        JSON.stringify(draft),
        from,
        draft.id,
      ),
    draftsFrom: (person) =>
      all<SavedDraft>(
        `SELECT body FROM drafts WHERE person <> ? AND EXISTS
          (SELECT 1 FROM json_each(body, '$.handed') WHERE value ->> '$.by.id' = ?) ORDER BY saved_at DESC, id`,
        person,
        person,
      ),
    removeDraft: (person, id) =>
      run('DELETE FROM drafts WHERE person = ? AND id = ?', person, id) > 0,
    [Symbol.dispose]: () => database.close(),
  }
}
