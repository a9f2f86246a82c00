// The projection of one process: verified events of every office, what they fold to, how far each ledger was read, and what was set aside.
// Only followers write. Pages, the API and the workflows' first state read; nothing in it is the record.

import { actorFrom, attributesOf, type ActorAttributes } from '../../../shared/kernel/actor.ts'
import type { SharedUnder } from '../../../shared/kernel/shared-under.ts'
import { sharedUnderText } from '../../../shared/ledger/shared-under.schema.ts'
import type { DatabaseSync, SQLInputValue } from 'node:sqlite'
import { isDeepStrictEqual } from 'node:util'
import {
  emptyAggregate,
  fold,
  type Aggregate,
  type Recorded,
} from '../../../shared/kernel/aggregate.ts'
import type { Instant } from '../../../shared/kernel/date.ts'
import type {
  AggregateKind,
  AggregateRef,
  CommandId,
  OfficeId,
} from '../../../shared/kernel/ids.ts'
import { present } from '../../../shared/kernel/present.ts'
import { asideReason, type AsideReason } from '../../../shared/ledger/aside.ts'
import type { Accepted, KnownLedger, LedgerMessage } from '../../../shared/ledger/verify.ts'
import type { Pack } from '../../../shared/policy/pack.schema.ts'
import type { AnyEvent, AnyRules } from '../../../shared/rules.ts'
import type {
  FoldAsOf,
  LedgerCursor,
  LedgerWriter,
  Lists,
  QuarantineSum,
  Store,
  StoreChange,
  StoredAggregate,
  StoredEvent,
  VersionOf,
} from '../../office/ports.ts'
import { inTransaction } from '../sqlite.ts'
import { prepareFoldAsOf } from './as-of.ts'
import { contentHash } from './content-hash.ts'
import { ListLines } from './list-lines.ts'
import { sqliteLists } from './lists.ts'
import { openDatabase, type BoundedKey } from './schema.ts'
import type { SetAsideWhy } from './damage.ts'

export interface StoreOptions {
  readonly rulesOf: (kind: AggregateKind) => AnyRules | undefined
  /** For what lists say of routes; without them no route is said to be open. */
  readonly packs?: readonly Pack[]
  /** Told where a file that could not be used was put. */
  readonly onSetAside?: (file: string, why: SetAsideWhy) => void
  /** Event keys that count only up to a sequence: a projection that has an event behind it is made anew without. */
  readonly bounded?: readonly BoundedKey[]
}

/** Opens the projection in `file`, or `:memory:`. */
export function openStore(file: string, options: StoreOptions): Store {
  const { database, setAside } = openDatabase(file, options.bounded)
  if (setAside !== undefined) options.onSetAside?.(setAside.file, setAside.why)
  return new SqliteStore(database, options)
}

type Row = Record<string, unknown>
type Writable<T> = { -readonly [K in keyof T]: T[K] }

class SqliteStore implements Store {
  readonly foldAsOf: FoldAsOf
  readonly lists: Lists
  readonly #lines: ListLines
  readonly #database: DatabaseSync
  readonly #rulesOf: (kind: AggregateKind) => AnyRules | undefined
  readonly #listeners = new Set<(change: StoreChange) => void>()
  readonly #get: (name: keyof typeof statements, ...values: SQLInputValue[]) => Row | undefined
  readonly #all: (name: keyof typeof statements, ...values: SQLInputValue[]) => Row[]
  readonly #run: (name: keyof typeof statements, ...values: SQLInputValue[]) => number

  constructor(database: DatabaseSync, { rulesOf, packs = [] }: StoreOptions) {
    const prepared = Object.fromEntries(
      Object.entries(statements).map(([name, sql]) => [name, database.prepare(sql)]),
    ) as Record<keyof typeof statements, ReturnType<DatabaseSync['prepare']>>
    this.#database = database
    this.#rulesOf = rulesOf
    this.#get = (name, ...values) => prepared[name].get(...values)
    this.#all = (name, ...values) => prepared[name].all(...values)
    this.#run = (name, ...values) => Number(prepared[name].run(...values).changes)
    this.foldAsOf = prepareFoldAsOf(database, rulesOf)
    this.#lines = new ListLines(database, this.foldAsOf, packs)
    this.lists = sqliteLists(database, this.#lines)
  }

  write(office: OfficeId, work: (writer: LedgerWriter) => void): void {
    const changes: StoreChange[] = []
    inTransaction(this.#database, () => {
      const before = this.cursor(office)
      const reached = { ...before }
      work(this.#writer(office, reached, changes))
      if (!isDeepStrictEqual(reached, before)) this.#putCursor(reached)
    })
    for (const change of changes) for (const listener of this.#listeners) listener(change)
  }

  rewind(office: OfficeId, sequence: number): void {
    const changes: StoreChange[] = []
    inTransaction(this.#database, () => {
      const last = this.#get('eventAt', office, sequence)
      for (const row of this.#all('changedAfter', office, sequence)) {
        const ref = { office, kind: row['kind'] as AggregateKind, id: row['id'] as string }
        this.#run('deleteAggregate', office, ref.kind, ref.id)
        this.#run('deleteEventsAfter', office, ref.kind, ref.id, sequence)
        for (const event of this.eventsOf(ref)) this.#foldAgain(event)
        this.#lines.outdate(ref)
        changes.push({ kind: 'stored', office, sequence, ref, eventKind: 'rewound' })
      }
      const { hash: _, ...cursor } = this.cursor(office)
      const hash = last?.['hash'] as string | undefined
      this.#putCursor({ ...cursor, sequence, ...present({ hash }) })
    })
    for (const change of changes) for (const listener of this.#listeners) listener(change)
  }

  /** Of an event that is stored: what it makes of its aggregate. */
  #foldAgain({ ref, recorded }: StoredEvent): void {
    const rules = this.#rulesOf(ref.kind)
    if (rules === undefined) return
    const folded = fold(rules, ref, this.aggregate(ref) ?? emptyAggregate, recorded)
    this.#putAggregate(ref, rules, folded, recorded)
  }

  cursor(office: OfficeId): LedgerCursor {
    return cursorOf(this.#get('cursor', office) ?? { office, sequence: 0 })
  }

  cursors(): LedgerCursor[] {
    return this.#all('cursors').map(cursorOf)
  }

  aggregate({ office, kind, id }: AggregateRef): Aggregate<unknown> | undefined {
    const row = this.#get('aggregate', office, kind, id)
    return row === undefined
      ? undefined
      : (JSON.parse(row['aggregate'] as string) as Aggregate<unknown>)
  }

  aggregates(kind: AggregateKind): StoredAggregate[] {
    return this.#all('aggregates', kind).map((row) => ({
      ref: { office: row['office'] as OfficeId, kind, id: row['id'] as string },
      aggregate: JSON.parse(row['aggregate'] as string) as Aggregate<unknown>,
    }))
  }

  versions(office: OfficeId): VersionOf[] {
    return this.#all('versions', office).map((row) =>
      versionOf({ office, kind: row['kind'] as AggregateKind, id: row['id'] as string }, row),
    )
  }

  versionOf(ref: AggregateRef): VersionOf | undefined {
    const row = this.#get('versionOf', ref.office, ref.kind, ref.id)
    return row === undefined ? undefined : versionOf(ref, row)
  }

  stayedOrders(): AggregateRef[] {
    return this.#all('stayedOrders').map((row) => ({
      office: row['office'] as OfficeId,
      kind: 'order',
      id: row['id'] as string,
    }))
  }

  eventsOf(ref: AggregateRef): StoredEvent[] {
    return this.#all('events', ref.office, ref.kind, ref.id).map((row) => storedOf(ref, row))
  }

  eventsAfter(office: OfficeId, sequence: number, limit: number): StoredEvent[] {
    return this.#all('eventsAfter', office, sequence, limit).map((row) =>
      storedOf({ office, kind: row['kind'] as AggregateKind, id: row['id'] as string }, row),
    )
  }

  eventOfCommand(ref: AggregateRef, command: CommandId): StoredEvent | undefined {
    const row = this.#get('eventOfCommand', ref.office, ref.kind, ref.id, command)
    return row === undefined ? undefined : storedOf(ref, row)
  }

  toldUntil(office: OfficeId): number | undefined {
    return this.#get('toldUntil', office)?.['sequence'] as number | undefined
  }

  markTold(office: OfficeId, sequence: number): void {
    this.#run('markTold', office, sequence)
  }

  envelopeOf({ office, kind, id }: AggregateRef, version: number): Uint8Array | undefined {
    return this.#get('envelope', office, kind, id, version)?.['envelope'] as Uint8Array | undefined
  }

  quarantineSums(): QuarantineSum[] {
    return this.#all('quarantineSums') as unknown as QuarantineSum[]
  }

  quarantinedCount(office: OfficeId): number {
    return this.#get('quarantinedCount', office)?.['count'] as number
  }

  quarantinedSequences(office: OfficeId, after: number, limit: number): number[] {
    return this.#all('quarantinedSequences', office, after, limit).map(
      (row) => row['sequence'] as number,
    )
  }

  quarantinedBytes(office: OfficeId): number {
    return this.#get('quarantinedBytes', office)?.['bytes'] as number
  }

  contentHash(): string {
    return contentHash(this.#database)
  }

  subscribe(listener: (change: StoreChange) => void): () => void {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  [Symbol.dispose](): void {
    if (this.#database.isOpen) this.#database.close()
  }

  /** `cursor`: how far the ledger was read, which is written down once, when all is done. */
  #writer(office: OfficeId, cursor: Writable<LedgerCursor>, changes: StoreChange[]): LedgerWriter {
    // What is asked of a message and what is folded is of the same aggregate: it is read once.
    let latest: StoredAggregate | undefined
    const aggregateOf = (ref: AggregateRef): Aggregate<unknown> => {
      if (latest === undefined || latest.ref.kind !== ref.kind || latest.ref.id !== ref.id)
        latest = { ref, aggregate: this.aggregate({ ...ref, office }) ?? emptyAggregate }
      return latest.aggregate
    }
    const known: KnownLedger = {
      get cursor() {
        return cursor.sequence
      },
      get epoch() {
        return cursor.epoch
      },
      versionOf: (ref) => aggregateOf(ref).version,
      hashOf: ({ kind, id }, version) =>
        this.#get('hash', office, kind, id, version)?.['hash'] as string | undefined,
      isKnownCommand: (ref, command) => {
        const { version, commands } = aggregateOf(ref)
        if (commands.some((each) => each.id === command)) return true
        // It remembers the latest of them.
        return (
          version > commands.length &&
          this.#get('eventOfCommand', office, ref.kind, ref.id, command) !== undefined
        )
      },
    }
    const quarantine: LedgerWriter['quarantine'] = (
      outcome,
      { code, reason, reasonFr },
      { bytes, hash, subject, sequence },
      receivedAt,
    ) => {
      const added = this.#run(
        'addQuarantined',
        office,
        sequence,
        subject,
        outcome,
        code,
        reason,
        reasonFr,
        receivedAt,
        hash,
        bytes,
      )
      if (added > 0) changes.push({ kind: 'quarantined', office })
    }
    return {
      known,
      quarantine,
      accept: (verdict, message, receivedAt) => {
        const { ref } = verdict
        const accepted = this.#accept(verdict, message, aggregateOf(ref))
        if (accepted.kind === 'refused')
          return quarantine('unknown', accepted.why, message, receivedAt)
        latest = { ref, aggregate: accepted.aggregate }
        cursor.epoch ??= verdict.epoch
        changes.push({
          kind: 'stored',
          office,
          sequence: message.sequence,
          ref: verdict.ref,
          eventKind: verdict.recorded.event.kind,
        })
      },
      release: (sequence) => {
        if (this.#run('release', office, sequence) > 0)
          changes.push({ kind: 'quarantined', office })
      },
      succeed: (epoch) => void (cursor.epoch = epoch),
      advance: (sequence, hash) => {
        cursor.sequence = sequence
        if (hash === undefined) delete cursor.hash
        else cursor.hash = hash
      },
    }
  }

  #putCursor({ office, sequence, epoch, hash }: LedgerCursor): void {
    this.#run('putCursor', office, sequence, epoch ?? null, hash ?? null)
  }

  /** Stores and folds one event; refused where the rules cannot take it, which is not our fault but the writer's. */
  #accept(
    { ref, recorded, keyid, hash }: Accepted,
    { bytes }: LedgerMessage,
    before: Aggregate<unknown>,
  ):
    | { readonly kind: 'stored'; readonly aggregate: Aggregate<unknown> }
    | { readonly kind: 'refused'; readonly why: AsideReason } {
    const rules = this.#rulesOf(ref.kind)
    if (rules === undefined)
      return {
        kind: 'refused',
        why: asideReason('no-rules', {
          en: `there are no rules for "${ref.kind}" here`,
          fr: `il n'y a pas de règles pour « ${ref.kind} » ici`,
        }),
      }
    const { office, kind, id } = ref
    const { version, sequence, commandId, recordedAt, event, actor, commandMac, sharedUnder } =
      recorded
    let aggregate: Aggregate<unknown>
    try {
      aggregate = fold(rules, ref, before, recorded)
    } catch (error) {
      return {
        kind: 'refused',
        why: asideReason('does-not-follow', {
          en: `does not follow from what came before: ${error instanceof Error ? error.message : String(error)}`,
          fr: `la version ${version} de ${kind}/${id} (« ${event.kind} ») ne découle pas de ce qui la précède`,
        }),
      }
    }
    this.#run(
      'addEvent',
      office,
      kind,
      id,
      version,
      sequence,
      recorded.id,
      commandId,
      event.kind,
      event.on,
      recordedAt,
      keyid,
      hash,
      JSON.stringify(event),
      bytes,
      actor === undefined ? null : JSON.stringify(attributesOf(actor)),
      commandMac ?? null,
      sharedUnder === undefined ? null : sharedUnderText(sharedUnder),
    )
    this.#putAggregate(ref, rules, aggregate, recorded)
    return { kind: 'stored', aggregate }
  }

  #putAggregate(
    ref: AggregateRef,
    rules: AnyRules,
    aggregate: Aggregate<unknown>,
    { version, event, recordedAt }: Recorded<AnyEvent>,
  ): void {
    const { office, kind, id } = ref
    const isOpen = aggregate.state !== undefined && !rules.isEnded(aggregate.state)
    const next = isOpen ? rules.nextAlarm(aggregate.state)?.at : undefined
    this.#run(
      'putAggregate',
      office,
      kind,
      id,
      version,
      JSON.stringify(aggregate),
      isOpen ? 1 : 0,
      next ?? null,
      event.on,
      recordedAt,
      matterOf(ref, aggregate.state),
    )
    this.#lines.outdate(ref)
  }
}

/** Which matter an order or an office's part belongs to. */
function matterOf({ kind, id }: AggregateRef, state: unknown): string | null {
  if (kind === 'matter') return id
  return kind === 'order' ? ((state as { readonly matter?: string }).matter ?? null) : null
}

function storedOf(ref: AggregateRef, row: Row): StoredEvent {
  const actor =
    typeof row['actor'] === 'string'
      ? actorFrom(JSON.parse(row['actor']) as ActorAttributes)
      : undefined
  return {
    ref,
    keyid: row['keyid'] as string,
    hash: row['hash'] as string,
    recorded: {
      id: row['event_id'] as string,
      version: row['version'] as number,
      sequence: row['sequence'] as number,
      commandId: row['command_id'] as CommandId,
      recordedAt: row['recorded_at'] as Instant,
      ...(actor === undefined ? {} : { actor }),
      ...(typeof row['command_mac'] === 'string' ? { commandMac: row['command_mac'] } : {}),
      ...(typeof row['shared_under'] === 'string'
        ? { sharedUnder: JSON.parse(row['shared_under']) as SharedUnder }
        : {}),
      event: JSON.parse(row['event'] as string) as AnyEvent,
    },
  }
}

function versionOf(ref: AggregateRef, row: Row): VersionOf {
  const next = row['next_at'] as Instant | null
  return { ref, version: row['version'] as number, open: row['open'] === 1, next }
}

function cursorOf(row: Row): LedgerCursor {
  return {
    office: row['office'] as OfficeId,
    sequence: row['sequence'] as number,
    ...(typeof row['epoch'] === 'string' ? { epoch: row['epoch'] } : {}),
    ...(typeof row['hash'] === 'string' ? { hash: row['hash'] } : {}),
  }
}

const eventColumns =
  'version, sequence, event_id, command_id, recorded_at, keyid, hash, event, actor, command_mac, shared_under'

const statements = {
  cursor: 'SELECT office, sequence, epoch, hash FROM cursors WHERE office = ?',
  cursors: 'SELECT office, sequence, epoch, hash FROM cursors ORDER BY office',
  putCursor: 'INSERT OR REPLACE INTO cursors (office, sequence, epoch, hash) VALUES (?, ?, ?, ?)',
  hash: 'SELECT hash FROM events WHERE office = ? AND kind = ? AND id = ? AND version = ?',
  versions:
    'SELECT kind, id, version, open, next_at FROM aggregates WHERE office = ? ORDER BY kind, id',
  versionOf:
    'SELECT version, open, next_at FROM aggregates WHERE office = ? AND kind = ? AND id = ?',
  aggregate: 'SELECT aggregate FROM aggregates WHERE office = ? AND kind = ? AND id = ?',
  // Office by office: the key begins with it, and the few of one kind are found without reading the many of another.
  aggregates: `WITH RECURSIVE each_office (office) AS (
      SELECT min(office) FROM aggregates
      UNION ALL SELECT (SELECT min(office) FROM aggregates WHERE office > each_office.office) FROM each_office WHERE office IS NOT NULL)
    SELECT aggregates.office, id, aggregate FROM each_office CROSS JOIN aggregates
    WHERE aggregates.office = each_office.office AND kind = ? ORDER BY aggregates.office, id`,
  events: `SELECT ${eventColumns} FROM events WHERE office = ? AND kind = ? AND id = ? ORDER BY version`,
  stayedOrders: `SELECT DISTINCT office, id FROM events WHERE event_kind = 'stay-ordered' ORDER BY office, id`,
  eventsAfter: `SELECT kind, id, ${eventColumns} FROM events WHERE office = ? AND sequence > ? ORDER BY sequence LIMIT ?`,
  eventOfCommand: `SELECT ${eventColumns} FROM events WHERE office = ? AND kind = ? AND id = ? AND command_id = ? ORDER BY version LIMIT 1`,
  toldUntil: 'SELECT sequence FROM told WHERE office = ?',
  markTold:
    'INSERT INTO told (office, sequence) VALUES (?, ?) ON CONFLICT DO UPDATE SET sequence = max(sequence, excluded.sequence)',
  envelope: 'SELECT envelope FROM events WHERE office = ? AND kind = ? AND id = ? AND version = ?',
  addEvent:
    'INSERT INTO events (office, kind, id, version, sequence, event_id, command_id, event_kind, fact_on, recorded_at, keyid, hash, event, envelope, actor, command_mac, shared_under) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
  putAggregate: `INSERT INTO aggregates (office, kind, id, version, aggregate, open, next_at, in_order, last_on, last_recorded_at, matter) VALUES (?, ?, ?, ?, ?, ?, ?, 1, ?, ?, ?)
    ON CONFLICT DO UPDATE SET version = excluded.version, aggregate = excluded.aggregate, open = excluded.open, next_at = excluded.next_at, matter = excluded.matter,
      in_order = in_order AND excluded.last_on >= last_on, last_on = max(last_on, excluded.last_on), last_recorded_at = max(last_recorded_at, excluded.last_recorded_at)`,
  eventAt: 'SELECT hash FROM events WHERE office = ? AND sequence = ?',
  changedAfter: 'SELECT DISTINCT kind, id FROM events WHERE office = ? AND sequence > ?',
  deleteAggregate: 'DELETE FROM aggregates WHERE office = ? AND kind = ? AND id = ?',
  deleteEventsAfter: 'DELETE FROM events WHERE office = ? AND kind = ? AND id = ? AND sequence > ?',
  addQuarantined:
    'INSERT OR IGNORE INTO quarantine (office, sequence, subject, outcome, code, reason, reason_fr, received_at, hash, bytes) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)',
  quarantineSums:
    'SELECT office, outcome, count(*) AS count FROM quarantine GROUP BY office, outcome ORDER BY office, outcome',
  release: 'DELETE FROM quarantine WHERE office = ? AND sequence = ?',
  quarantinedSequences:
    'SELECT DISTINCT sequence FROM quarantine WHERE office = ? AND sequence > ? ORDER BY sequence LIMIT ?',
  quarantinedBytes:
    'SELECT coalesce(sum(length(bytes)), 0) AS bytes FROM quarantine WHERE office = ?',
  quarantinedCount: 'SELECT count(*) AS count FROM quarantine WHERE office = ?',
} as const
