// An office's own ledger: the stream on its own broker, made once with all that makes it append-only, and appended to idempotently.
// What is appended is for the door to say; reading other offices' ledgers is for `follower.ts`.

import type { Ledger, Append } from '../../office/ports.ts'
import type { CopyState, OwnBroker, OwnLedgerLook, ReadersState } from '../../office/trust/ports.ts'
import { randomBytes } from 'node:crypto'
import {
  DiscardPolicy,
  jetstream,
  JetStreamApiError,
  RetentionPolicy,
  StorageType,
  type JetStreamClient,
  type JetStreamManager,
  type StreamConfig,
} from '@nats-io/jetstream'
import type { NatsConnection } from '@nats-io/transport-node'
import type { Instant } from '../../../shared/kernel/date.ts'
import type { OfficeEntry } from '../../../shared/office/directory.schema.ts'
import {
  headsStream,
  headSubjectOf,
  headSubjects,
  kindsOf,
  ledgerStream,
  ledgerSubjects,
  liveSubjectOf,
  subjectOf,
  type AggregateRef,
  type OfficeId,
} from '../../../shared/kernel/ids.ts'
import {
  brokerTimeoutMs,
  maxEventBytes,
  maxEventHeaderBytes,
} from '../../../shared/kernel/limits.ts'
import type { LedgerMessage } from '../../../shared/ledger/verify.ts'
import {
  asFault,
  connectPatiently,
  isNoAnswer,
  type BrokerAccess,
  type LedgerLog,
} from './broker.ts'
import { LedgerIntegrityError, LedgerUnavailableError } from '../../office/faults.ts'
import { infoOf, lookAt, managerOf } from './own-look.ts'
import { ReaderSlots } from './reader-slots.ts'
import { ReadersBound } from './readers-bound.ts'
import { ReadersCopy } from './readers-copy.ts'
import { readSubject } from './read.ts'
import type { ReaderLimits } from './reader-count.ts'

const wrongLastSequence = 10_071
/** Insufficient resources, storage resources exceeded, the stream's store failed. */
const noRoomCodes = new Set([10_023, 10_047, 10_077])

/** Waits until the broker is there, makes the stream if there is none, and checks its settings. Throws `LedgerIntegrityError` where they are others. */
export async function openLedger(
  office: OfficeEntry,
  access: Omit<BrokerAccess, 'url' | 'as'>,
  options: {
    readonly signal?: AbortSignal
    readonly replicas?: number
    /** Of a stream that is made now: that of a ledger whose entries are put back. */
    readonly epoch?: string
    /** The connection is lost: what comes back may be another broker. Must not throw. */
    readonly onDisconnect?: () => void
    /** `storesNothingSince` is another one. Must not throw. */
    readonly onStoresNothing?: (since: Instant | undefined) => void
    /** What one reader may take, where it is not what `limits.ts` says. */
    readonly readerLimits?: ReaderLimits
  } = {},
): Promise<Ledger & OwnBroker> {
  const {
    signal = new AbortController().signal,
    replicas = 1,
    epoch: given,
    onDisconnect,
    onStoresNothing,
    readerLimits,
  } = options
  const own = { ...access, url: office.broker.url, as: office.id }
  const connection = await connectPatiently(own, signal)
  try {
    const epoch = await openStream(
      await managerOf(connection),
      streamConfig(office, replicas),
      given,
    )
    const ledger = new OwnLedger(office.id, epoch, connection, {
      log: access.log,
      access: own,
      onDisconnect,
      onStoresNothing,
      readerLimits,
    })
    await ledger.ensureCopy()
    return ledger
  } catch (error) {
    await connection.close()
    throw error instanceof LedgerIntegrityError
      ? error
      : asFault(error, `the ledger of ${office.id}`)
  }
}

interface Told {
  readonly access: BrokerAccess
  readonly readerLimits: ReaderLimits | undefined
  readonly log: LedgerLog
  readonly onDisconnect?: (() => void) | undefined
  readonly onStoresNothing?: ((since: Instant | undefined) => void) | undefined
}

class OwnLedger implements Ledger, OwnBroker {
  readonly office: OfficeId
  readonly epoch: string
  readonly #connection: NatsConnection
  readonly #jetstream: JetStreamClient
  readonly #told: Told
  readonly #copy: ReadersCopy
  readonly #readers: ReadersBound
  readonly #slots: ReaderSlots
  #connected = true
  #losses = 0
  #storesNothingSince: Instant | undefined
  /** Made once on each connection. */
  #heads: Promise<unknown> | undefined

  constructor(office: OfficeId, epoch: string, connection: NatsConnection, told: Told) {
    this.office = office
    this.epoch = epoch
    this.#connection = connection
    this.#jetstream = jetstream(connection)
    this.#told = told
    const { log, readerLimits: limits } = told
    this.#copy = new ReadersCopy({ office, epoch, connection, log })
    this.#slots = new ReaderSlots(told.access)
    this.#readers = new ReadersBound({ office, connection, log, limits, slots: this.#slots })
    void this.#watch()
  }

  get connected(): boolean {
    return this.#connected && !this.#connection.isClosed()
  }

  get storesNothingSince(): Instant | undefined {
    return this.#storesNothingSince
  }

  async append({ ref, eventId, bytes, expectedSequence }: Append): ReturnType<Ledger['append']> {
    // The client would drop it and let the caller wait for an answer.
    if (!this.connected) throw new LedgerUnavailableError(`the broker of ${this.office} is away`)
    const losses = this.#losses
    try {
      const ack = await this.#jetstream.publish(subjectOf(ref), bytes, {
        msgID: eventId,
        expect: { lastSubjectSequence: expectedSequence },
        timeout: brokerTimeoutMs,
      })
      this.#storesNothing(undefined)
      // A duplicate is known by its id only; other bytes may have been stored under it.
      if (!ack.duplicate) return { kind: 'appended', sequence: ack.seq }
    } catch (error) {
      if (codeOf(error) !== wrongLastSequence) {
        // What was on its way when the connection was lost says nothing about the broker that came back.
        if (this.connected && losses === this.#losses && isNotStored(error))
          this.#storesNothing(this.#storesNothingSince ?? (new Date().toISOString() as Instant))
        throw asFault(error, `the ledger of ${this.office}`)
      }
    }
    const stored = (await this.read(ref, expectedSequence))[0]
    return stored !== undefined && Buffer.compare(stored.bytes, bytes) === 0
      ? { kind: 'appended', sequence: stored.sequence }
      : { kind: 'conflict' }
  }

  async read(ref: AggregateRef, after: number): Promise<readonly LedgerMessage[]> {
    if (!this.connected) throw new LedgerUnavailableError(`the broker of ${this.office} is away`)
    return readSubject(this.#connection, subjectOf(ref), after)
  }

  async look(): Promise<OwnLedgerLook> {
    try {
      return lookAt(this.#connection, await infoOf(await this.#manager(), ledgerStream))
    } catch (error) {
      throw asFault(error, `the ledger of ${this.office}`)
    }
  }

  ensureCopy(): Promise<void> {
    return this.#copy.ensure()
  }

  checkCopy(depth: 'last' | 'full'): Promise<CopyState> {
    return this.#copy.check(depth)
  }

  checkReaders(): Promise<ReadersState> {
    return this.#readers.check()
  }

  async show(about: OfficeId, shown: Uint8Array): Promise<void> {
    if (!this.connected) throw new LedgerUnavailableError(`the broker of ${this.office} is away`)
    try {
      // It is in memory: a broker that was started anew does not have it any more. Without it, whoever listens hears, and nobody keeps.
      this.#heads ??= this.#manager().then(({ streams }) => streams.add(headsConfig(this.office)))
      await this.#heads
      await this.#jetstream.publish(headSubjectOf(this.office, about), shown, {
        timeout: brokerTimeoutMs,
      })
    } catch (error) {
      this.#heads = undefined
      throw asFault(error, `the heads of ${this.office}`)
    }
  }

  #storesNothing(since: Instant | undefined): void {
    if (this.#storesNothingSince === since) return
    this.#storesNothingSince = since
    this.#told.onStoresNothing?.(since)
  }

  #manager(): Promise<JetStreamManager> {
    return managerOf(this.#connection)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#slots.end()
    await this.#connection.close()
  }

  async #watch(): Promise<void> {
    for await (const { type } of this.#connection.status()) {
      if (type === 'disconnect') {
        this.#connected = false
        this.#losses++
        this.#heads = undefined
        this.#copy.disconnected()
        this.#readers.disconnected()
        this.#told.onDisconnect?.()
      } else if (type === 'reconnect') {
        this.#connected = true
        // It was started anew: whether this one stores is not known yet.
        this.#storesNothing(undefined)
      }
    }
  }
}

/** A broker whose disk is full answers reads, and nothing at all to what it cannot store; one whose bound is reached says so. */
function isNotStored(error: unknown): boolean {
  return isNoAnswer(error) || noRoomCodes.has(codeOf(error) ?? 0)
}

/** By which JetStream names what it refuses; undefined where it is not JetStream that does. */
function codeOf(error: unknown): number | undefined {
  return error instanceof JetStreamApiError ? error.code : undefined
}

/** All that makes the stream a ledger. */
export function streamConfig(office: Pick<OfficeEntry, 'id' | 'role'>, replicas = 1) {
  return {
    name: ledgerStream,
    subjects: kindsOf(office.role).map((kind) => ledgerSubjects(office.id, kind)),
    storage: StorageType.File,
    retention: RetentionPolicy.Limits,
    discard: DiscardPolicy.New,
    max_age: 0,
    max_msgs: -1,
    max_bytes: -1,
    max_msgs_per_subject: -1,
    max_msg_size: maxEventBytes + maxEventHeaderBytes,
    num_replicas: replicas,
    allow_direct: true,
    deny_delete: true,
    deny_purge: true,
    allow_rollup_hdrs: false,
    republish: { src: ledgerSubjects(office.id), dest: liveSubjectOf(office.id) },
  } satisfies Partial<StreamConfig>
}

/** The latest word about each log. Not the record: it is signed anew every minute, and kept by whoever reads it. */
function headsConfig(office: OfficeId) {
  return {
    name: headsStream,
    subjects: [headSubjects(office)],
    storage: StorageType.Memory,
    retention: RetentionPolicy.Limits,
    discard: DiscardPolicy.Old,
    max_msgs_per_subject: 1,
    max_msg_size: maxEventBytes + maxEventHeaderBytes,
    allow_direct: true,
  } satisfies Partial<StreamConfig>
}

/** The epoch of the stream, which is made if there is none. */
async function openStream(
  manager: JetStreamManager,
  wanted: ReturnType<typeof streamConfig>,
  given = randomBytes(9).toString('base64url'),
): Promise<string> {
  const found = await infoOf(manager, ledgerStream)
  const { config } =
    found ??
    (await manager.streams.add({
      ...wanted,
      metadata: { epoch: given },
    }))
  const wrong = Object.entries(wanted).filter(
    ([name, value]) => canonical(config[name as keyof StreamConfig]) !== canonical(value),
  )
  if (wrong.length > 0)
    throw new LedgerIntegrityError(
      `Stream ${ledgerStream} is not set up as a ledger: ${wrong.map(([name, value]) => `"${name}" is ${canonical(config[name as keyof StreamConfig])}, not ${canonical(value)}`).join('; ')}`,
    )
  const epoch = config.metadata?.['epoch']
  if (epoch === undefined || epoch === '')
    throw new LedgerIntegrityError(
      `Stream ${ledgerStream} has no epoch in its metadata: it was not made by Concert`,
    )
  return epoch
}

/** Absent is false; order of subjects and of names means nothing. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return JSON.stringify(value.toSorted())
  if (typeof value === 'object' && value !== null)
    return JSON.stringify(
      Object.fromEntries(
        Object.entries(value)
          .filter(([, each]) => each !== false)
          .sort(([a], [b]) => (a < b ? -1 : 1)),
      ),
    )
  return JSON.stringify(value ?? false)
}
