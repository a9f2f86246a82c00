// What people are to be told, and what was sent to them, in one SQLite file of the office's own. It is on the disk when a call returns.
// It holds names and what happened: nobody but its owner reads the file.

import type { DatabaseSync, SQLInputValue } from 'node:sqlite'
import type { Cursor } from '../../../shared/contract/lists.schema.ts'
import type { Instant, LocalDate } from '../../../shared/kernel/date.ts'
import { parseSubject, subjectOf, type OfficeId } from '../../../shared/kernel/ids.ts'
import { wrongCursor } from '../../office/lists-cursor.ts'
import type { Message } from '../../office/notifications/message.ts'
import type { Notification, Urgency } from '../../office/notifications/notification.ts'
import type { Kept, KeptMessage, Outbox } from '../../office/notifications/ports.ts'
import { inTransaction, openKept } from '../sqlite.ts'

const schemaVersion = 2

/** Opens or makes `file`; `:memory:` for one that is not kept. Throws where it is of another version or damaged. */
export function openOutbox(file: string): Outbox {
  return new SqliteOutbox(
    openKept(file, {
      name: 'The outbox in',
      version: schemaVersion,
      tables,
      upgrades: {
        1: `ALTER TABLE messages ADD COLUMN html TEXT;
          DROP INDEX notifications_latest; DROP INDEX messages_latest; ${indexes}`,
      },
    }),
  )
}

type Row = Record<string, unknown>

class SqliteOutbox implements Outbox {
  readonly #database: DatabaseSync

  constructor(database: DatabaseSync) {
    this.#database = database
  }

  position(office: OfficeId): number | undefined {
    const [row] = this.#all('SELECT sequence FROM positions WHERE office = ?', office)
    return row === undefined ? undefined : Number(row['sequence'])
  }

  take(
    office: OfficeId,
    position: number,
    notifications: readonly Notification[],
    recipients: readonly string[],
  ): void {
    inTransaction(this.#database, () => {
      for (const { id, urgency, about, madeAt, what, why, by } of notifications)
        for (const recipient of recipients)
          this.#run(
            `INSERT INTO notifications (recipient, id, urgency, about, made_at, what_en, what_fr, why_en, why_fr, by)
             VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
            recipient,
            id,
            urgency,
            subjectOf(about),
            madeAt,
            what.en,
            what.fr,
            why.en,
            why.fr,
            by ?? null,
          )
      this.#run(
        'INSERT INTO positions (office, sequence) VALUES (?, ?) ON CONFLICT DO UPDATE SET sequence = max(sequence, excluded.sequence)',
        office,
        position,
      )
    })
  }

  waiting(recipient: string): Notification[] {
    return this.#all(
      'SELECT * FROM notifications WHERE recipient = ? AND message IS NULL ORDER BY made_at, id',
      recipient,
    ).flatMap(notificationIn)
  }

  sentAt(recipient: string, after: Instant): Instant[] {
    return this.#all(
      'SELECT sent_at FROM messages WHERE recipient = ? AND sent_at > ?',
      recipient,
      after,
    ).map((row) => String(row['sent_at']) as Instant)
  }

  put(recipient: string, message: Message, notifications: readonly string[]): void {
    const { id, kind, madeAt, subject, text, html } = message
    inTransaction(this.#database, () => {
      this.#run(
        `INSERT INTO messages (recipient, id, kind, made_at, subject, text, html) VALUES (?, ?, ?, ?, ?, ?, ?)
         ON CONFLICT DO NOTHING`,
        recipient,
        id,
        kind,
        madeAt,
        subject,
        text,
        html ?? null,
      )
      for (const notification of notifications)
        this.#run(
          'UPDATE notifications SET message = ? WHERE recipient = ? AND id = ? AND message IS NULL',
          id,
          recipient,
          notification,
        )
    })
  }

  unsent(recipient: string): KeptMessage[] {
    return this.#all(
      'SELECT * FROM messages WHERE recipient = ? AND (sent_at IS NULL OR again = 1) ORDER BY made_at, id',
      recipient,
    ).map(messageIn)
  }

  tried(recipient: string, message: string, sentAt: Instant | undefined, problem?: string): void {
    if (sentAt === undefined)
      this.#run(
        'UPDATE messages SET tries = tries + 1, problem = ? WHERE recipient = ? AND id = ?',
        problem ?? null,
        recipient,
        message,
      )
    else
      this.#run(
        'UPDATE messages SET tries = tries + 1, problem = NULL, again = 0, sent_at = ? WHERE recipient = ? AND id = ?',
        sentAt,
        recipient,
        message,
      )
  }

  again(recipient: string, message: string): boolean {
    return this.#changed(
      'UPDATE messages SET again = 1 WHERE recipient = ? AND id = ?',
      recipient,
      message,
    )
  }

  acknowledge(recipient: string, id: string, by: string, at: Instant): boolean {
    const isThere = this.#changed(
      'UPDATE notifications SET acknowledged_at = coalesce(acknowledged_at, ?), acknowledged_by = coalesce(acknowledged_by, ?) WHERE recipient = ? AND id = ?',
      at,
      by,
      recipient,
      id,
    )
    return isThere
  }

  list(limit: number, asked: { after?: Cursor; acknowledged?: boolean } = {}): Kept[] {
    const { acknowledged } = asked
    const state =
      acknowledged === undefined ? '1' : `acknowledged_at IS ${acknowledged ? 'NOT NULL' : 'NULL'}`
    return this.#page('notifications', state, limit, asked.after).flatMap((row) =>
      notificationIn(row).map((notification) => ({
        ...notification,
        recipient: String(row['recipient']),
        message: textIn(row, 'message'),
        acknowledgedAt: textIn(row, 'acknowledged_at') as Instant | undefined,
        acknowledgedBy: textIn(row, 'acknowledged_by'),
      })),
    )
  }

  messages(limit: number, { after }: { after?: Cursor } = {}): KeptMessage[] {
    return this.#page('messages', '1', limit, after).map(messageIn)
  }

  #page(table: 'notifications' | 'messages', where: string, limit: number, after?: Cursor): Row[] {
    if (after !== undefined && after.length !== place.length) throw wrongCursor()
    const from =
      after === undefined ? '' : `AND (${place.join(', ')}) < (${place.map(() => '?').join(', ')})`
    return this.#all(
      `SELECT * FROM ${table} WHERE ${where} ${from} ORDER BY ${place.map((name) => `${name} DESC`).join(', ')} LIMIT ?`,
      ...(after ?? []),
      limit,
    )
  }

  [Symbol.dispose](): void {
    this.#database.close()
  }

  #all(sql: string, ...values: SQLInputValue[]): Row[] {
    return this.#database.prepare(sql).all(...values)
  }

  #run(sql: string, ...values: SQLInputValue[]): void {
    this.#database.prepare(sql).run(...values)
  }

  #changed(sql: string, ...values: SQLInputValue[]): boolean {
    return Number(this.#database.prepare(sql).run(...values).changes) > 0
  }
}

/** As `placeOf` has it. */
const place = ['made_at', 'id', 'recipient'] as const

function notificationIn(row: Row): Notification[] {
  const about = parseSubject(String(row['about']))
  const by = textIn(row, 'by')
  return about === undefined
    ? []
    : [
        {
          id: String(row['id']),
          urgency: String(row['urgency']) as Urgency,
          about,
          madeAt: String(row['made_at']) as Instant,
          what: { en: String(row['what_en']), fr: String(row['what_fr']) },
          why: { en: String(row['why_en']), fr: String(row['why_fr']) },
          ...(by === undefined ? {} : { by: by as LocalDate }),
        },
      ]
}

function messageIn(row: Row): KeptMessage {
  return {
    recipient: String(row['recipient']),
    id: String(row['id']),
    kind: String(row['kind']) as Message['kind'],
    madeAt: String(row['made_at']) as Instant,
    subject: String(row['subject']),
    text: String(row['text']),
    html: textIn(row, 'html'),
    sentAt: textIn(row, 'sent_at') as Instant | undefined,
    tries: Number(row['tries']),
    problem: textIn(row, 'problem'),
  }
}

function textIn(row: Row, column: string): string | undefined {
  const value = row[column]
  return typeof value === 'string' ? value : undefined
}

/** Of the lists, the latest first. */
const indexes = `CREATE INDEX notifications_latest ON notifications (made_at, id, recipient);
CREATE INDEX messages_latest ON messages (made_at, id, recipient)`

const tables = `
BEGIN;
CREATE TABLE positions (office TEXT PRIMARY KEY, sequence INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE notifications (
  recipient TEXT NOT NULL,
  id TEXT NOT NULL,
  urgency TEXT NOT NULL,
  about TEXT NOT NULL,
  made_at TEXT NOT NULL,
  what_en TEXT NOT NULL,
  what_fr TEXT NOT NULL,
  why_en TEXT NOT NULL,
  why_fr TEXT NOT NULL,
  by TEXT,
  message TEXT,
  acknowledged_at TEXT,
  acknowledged_by TEXT,
  PRIMARY KEY (recipient, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX notifications_waiting ON notifications (recipient, made_at) WHERE message IS NULL;
CREATE TABLE messages (
  recipient TEXT NOT NULL,
  id TEXT NOT NULL,
  kind TEXT NOT NULL,
  made_at TEXT NOT NULL,
  subject TEXT NOT NULL,
  text TEXT NOT NULL,
  html TEXT,
  sent_at TEXT,
  tries INTEGER NOT NULL DEFAULT 0,
  problem TEXT,
  again INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (recipient, id)
) STRICT, WITHOUT ROWID;
${indexes};
PRAGMA user_version = ${schemaVersion};
COMMIT;`
