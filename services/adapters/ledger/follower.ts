// Follows one office's ledger, a peer's or one's own: live events where they come without a gap, the batch read for everything else.
// Each message is verified and then stored, in order, once. What cannot be accepted is set aside with its reason, and the cursor moves on.

import { setImmediate as breathe, setTimeout as sleep } from 'node:timers/promises'
import { Events, type NatsConnection } from 'nats'
import type { FollowerView } from '../../../shared/board/board.schema.ts'
import type { Instant } from '../../../shared/kernel/date.ts'
import type { OfficeEntry } from '../../../shared/office/directory.schema.ts'
import { liveSubjectOf, type OfficeId } from '../../../shared/kernel/ids.ts'
import {
  ledgerHeartbeatMs,
  maxQueuedLiveEvents,
  storeBatchEvents,
} from '../../../shared/kernel/limits.ts'
import {
  verifyEvent,
  type LedgerMessage,
  type VerifySignature,
} from '../../../shared/ledger/verify.ts'
import type { FollowerStatus, LedgerWriter, Store, LedgerReader } from '../../office/ports.ts'
import { asFault, brokerPauses, connectPatiently, type BrokerAccess } from './broker.ts'
import { LedgerPermissionError, LedgerUnavailableError } from '../../office/faults.ts'
import { hashOf, readBatch, storedMessage, type Batch } from './read.ts'
import { Signal } from './signal.ts'

export interface FollowerOptions {
  /** Whose ledger. */
  readonly office: OfficeEntry
  /** Who reads it. */
  readonly access: Omit<BrokerAccess, 'url'>
  readonly store: Store
  readonly verifySignature: VerifySignature
  /** Real time: when something was heard or set aside. */
  readonly now?: () => Instant
  readonly heartbeatMs?: number
  readonly timeoutMs?: number
  /** Told when the view's state changes. Must not throw. */
  readonly onChange?: (view: FollowerStatus) => void
}

/** A ledger of which nothing was heard for this many heartbeats is silent, though its broker is there. */
const silentAfterHeartbeats = 3

export class Follower implements LedgerReader, AsyncDisposable {
  readonly #options: FollowerOptions
  readonly #stop = new AbortController()
  readonly #signal = new Signal()
  readonly #finished: Promise<void>
  readonly #heartbeatMs: number
  readonly #now: () => Instant
  #live: LedgerMessage[] = []
  #connected = false
  /** How many stored events are known to be ahead of the cursor; undefined: not asked since the connection was made. */
  #pending: number | undefined
  #mustRead = true
  /** Whether it was read to its end since the connection was made. */
  #readToEnd = false
  #failure: Error | undefined
  #problem: string | null = null
  /** The last read was not answered. */
  #unanswered = false
  #connection: NatsConnection | undefined
  /** When something was last heard, or the connection was made. */
  #quietSinceMs = 0
  #heardAt: Instant | null = null
  #lastState: FollowerView['state'] = 'unreachable'

  /** Starts at once, and goes on until it is disposed, however long the broker is away. */
  constructor(options: FollowerOptions) {
    this.#options = options
    this.#heartbeatMs = options.heartbeatMs ?? ledgerHeartbeatMs
    this.#now = options.now ?? (() => new Date().toISOString() as Instant)
    this.#finished = this.#run()
  }

  /** Whose ledger. */
  get office(): OfficeId {
    return this.#options.office.id
  }

  /** Asked before everything that is decided in a joint action: it looks nothing up. */
  get state(): FollowerView['state'] {
    if (!this.#connected) return 'unreachable'
    if (
      this.#unanswered ||
      performance.now() - this.#quietSinceMs > silentAfterHeartbeats * this.#heartbeatMs
    )
      return 'silent'
    return this.#pending === 0 && this.#live.length === 0 ? 'current' : 'behind'
  }

  /** It can be reached, and has been read to its end since: what it says is known here. */
  get isRead(): boolean {
    return this.#readToEnd && (this.state === 'current' || this.state === 'behind')
  }

  get status(): FollowerStatus {
    const { office, store } = this.#options
    return {
      office: office.id,
      seq: store.cursor(office.id).sequence,
      state: this.state,
      lastHeard: this.#heardAt,
      quarantined: store.quarantinedCount(office.id),
      problem: this.#problem,
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort(new Error('the follower was stopped'))
    this.#signal.raise()
    // Ends a read that is under way.
    await this.#connection?.close()
    await this.#finished
  }

  async #run(): Promise<void> {
    const { office, access } = this.#options
    const { signal } = this.#stop
    let pauses = brokerPauses()
    while (!signal.aborted) {
      try {
        this.#connection = await connectPatiently(
          { ...access, url: office.broker.url },
          signal,
          (error) => this.#trouble(error),
        )
        await this.#follow(this.#connection, () => (pauses = brokerPauses()))
      } catch (error) {
        if (signal.aborted) break
        if (!(error instanceof Error)) throw error
        this.#trouble(error)
        access.log.warn({ office: office.id, err: error }, 'cannot follow; trying again')
      } finally {
        this.#connected = false
        this.#readToEnd = false
        this.#pending = undefined
        this.#live = []
        await this.#connection?.close()
        this.#tell()
      }
      // Aborting ends the pause.
      await sleep(pauses.next().value, undefined, { signal }).catch(() => undefined)
    }
  }

  /** Until stopped, or until something fails that a new connection may mend. */
  async #follow(connection: NatsConnection, onProgress: () => void): Promise<void> {
    this.#nowConnected()
    this.#failure = undefined
    this.#listen(connection)
    void this.#watch(connection)
    let waitMs = this.#heartbeatMs
    let retries = brokerPauses()
    while (!this.#stop.signal.aborted && !connection.isClosed()) {
      if (this.#failure !== undefined) throw this.#failure
      if (this.#connected && this.#mustRead) {
        try {
          await this.#readOn(connection)
          onProgress()
          waitMs = this.#heartbeatMs
          retries = brokerPauses()
        } catch (error) {
          if (
            !(error instanceof LedgerUnavailableError || error instanceof LedgerPermissionError) ||
            this.#stop.signal.aborted
          )
            throw error
          this.#unanswered = true
          this.#trouble(error)
          this.#options.access.log.warn(
            { office: this.#options.office.id, err: error },
            'the ledger does not answer; asking again',
          )
          waitMs = retries.next().value
        }
      }
      await this.#takeLive()
      this.#tell()
      if (this.#live.length > 0 || (this.#mustRead && this.#connected)) continue
      // A ledger that is quiet is asked now and then, so that silence is a fact and not a guess.
      if ((await this.#signal.wait(waitMs)) === 'timeout') this.#mustRead = true
    }
  }

  #nowConnected(): void {
    this.#connected = true
    this.#readToEnd = false
    this.#quietSinceMs = performance.now()
    this.#pending = undefined
    this.#mustRead = true
  }

  #listen(connection: NatsConnection): void {
    const subject = liveSubjectOf(this.#options.office.id)
    connection.subscribe(subject, {
      callback: (error, received) => {
        if (error !== null)
          this.#failure = asFault(error, `subscribing to ${subject} at ${connection.getServer()}`)
        const message = error === null ? storedMessage(received) : undefined
        if (message !== undefined) this.#live.push(message)
        if (this.#live.length > maxQueuedLiveEvents) {
          this.#live = []
          this.#pending = 1
          this.#mustRead = true
        }
        this.#signal.raise()
      },
    })
  }

  async #watch(connection: NatsConnection): Promise<void> {
    for await (const { type } of connection.status()) {
      if (type === Events.Disconnect) {
        this.#connected = false
        this.#problem = 'the connection to the broker is lost'
      } else if (type === Events.Reconnect) {
        this.#nowConnected()
      } else continue
      this.#tell()
      this.#signal.raise()
    }
  }

  /** Reads from the cursor to the end of the ledger. The message at the cursor is read again: it must be what was stored. */
  async #readOn(connection: NatsConnection): Promise<void> {
    const { office, store, timeoutMs } = this.#options
    // What becomes due while this reads is read next.
    this.#mustRead = false
    for (;;) {
      const cursor = store.cursor(office.id)
      const batch = await readBatch(connection, {
        from: cursor.sequence,
        ...(timeoutMs === undefined ? {} : { timeoutMs }),
      })
      this.#heard()
      this.#checkCursor(batch, cursor)
      const next = batch.messages.filter((message) => message.sequence > cursor.sequence)
      this.#pending = next.length + batch.pending
      this.#tell()
      await this.#store(next, 'read')
      this.#pending = batch.pending
      if (batch.pending === 0) this.#readToEnd = true
      if (batch.pending === 0 || this.#stop.signal.aborted) return
    }
  }

  /** A ledger that has less than it had, or something else, was restored or rewritten: that is set aside as a fork, once. */
  #checkCursor(
    { messages }: Batch,
    { sequence, hash }: { readonly sequence: number; readonly hash?: string },
  ): void {
    if (sequence === 0 || hash === undefined) return
    const again = messages[0]?.sequence === sequence ? messages[0] : undefined
    if (again?.hash === hash) return
    const { office, store, access } = this.#options
    const reason =
      again === undefined
        ? `the ledger no longer has sequence ${sequence}, which was read before: it was restored or made anew`
        : `sequence ${sequence} is not what was read before: the ledger was rewritten`
    access.log.error({ office: office.id, sequence }, reason)
    this.#problem = reason
    store.write(office.id, (writer) =>
      writer.quarantine('fork', reason, again ?? nothingAt(sequence), this.#now()),
    )
  }

  /** Takes live messages as long as each is the very next one. */
  async #takeLive(): Promise<void> {
    const messages = this.#live
    this.#live = []
    if (messages.length === 0) return
    this.#heard()
    let next = this.#options.store.cursor(this.#options.office.id).sequence + 1
    const following: LedgerMessage[] = []
    for (const message of messages) {
      if (message.sequence < next) continue
      if (message.sequence > next) {
        this.#pending = message.sequence - next + 1
        this.#mustRead = true
        break
      }
      following.push(message)
      next++
    }
    await this.#store(following, 'live')
  }

  async #store(messages: readonly LedgerMessage[], from: 'read' | 'live'): Promise<void> {
    for (
      let start = 0;
      start < messages.length && !this.#stop.signal.aborted;
      start += storeBatchEvents
    ) {
      if (start > 0) await breathe()
      this.#options.store.write(this.#options.office.id, (writer) => {
        for (const message of messages.slice(start, start + storeBatchEvents))
          this.#take(writer, message, from)
      })
    }
  }

  #take(writer: LedgerWriter, message: LedgerMessage, from: 'read' | 'live'): void {
    const { office, verifySignature, access } = this.#options
    const verdict = verifyEvent({ message, known: writer.known, office, verifySignature })
    const at = {
      office: office.id,
      sequence: message.sequence,
      subject: message.subject,
      hash: message.hash,
    }
    if (verdict.outcome === 'gap') {
      // A live gap never comes here. What the ledger itself does not have will not come any more.
      if (from === 'live')
        throw new Error(`Sequences ${verdict.from} to ${verdict.to} of ${office.id} come first`)
      const reason = `sequences ${verdict.from} to ${verdict.to} are not in the ledger any more`
      access.log.error(at, reason)
      writer.quarantine('gap', reason, nothingAt(verdict.from), this.#now())
      writer.advance(verdict.to)
      return this.#take(writer, message, from)
    }
    if (verdict.outcome === 'accepted') writer.accept(verdict, message, this.#now())
    else if (verdict.outcome !== 'duplicate') {
      access.log.error({ ...at, outcome: verdict.outcome, reason: verdict.reason }, 'set aside')
      writer.quarantine(verdict.outcome, verdict.reason, message, this.#now())
    }
    if (message.sequence > writer.known.cursor) writer.advance(message.sequence, message.hash)
  }

  #heard(): void {
    // A silence that ends here is told, also where it was never noticed: the process itself may have stood still.
    this.#tell()
    this.#quietSinceMs = performance.now()
    this.#heardAt = this.#now()
    this.#unanswered = false
    this.#problem = null
  }

  #trouble(error: Error): void {
    this.#problem = error.message
    this.#tell()
  }

  #tell(): void {
    const state = this.state
    if (state === this.#lastState) return
    this.#lastState = state
    this.#options.onChange?.(this.status)
  }
}

/** Stands for a message that is missing. */
function nothingAt(sequence: number): LedgerMessage {
  const bytes = new Uint8Array()
  return { bytes, hash: hashOf(bytes), subject: '', sequence }
}
