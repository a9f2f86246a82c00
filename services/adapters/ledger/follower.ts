// Follows one office's ledger, a peer's or one's own: live events where they come without a gap, the batch read for everything else.
// What is taken of it, once and in order, is for `intake.ts`. What cannot be accepted is read a second time before it is set aside.
// A ledger that is another one than before stops: nothing more is taken from it.

import { setImmediate as breathe, setTimeout as sleep } from 'node:timers/promises'
import type { NatsConnection } from '@nats-io/transport-node'
import type { FollowerView } from '../../../shared/board/board.schema.ts'
import { backOff } from '../../../shared/kernel/back-off.ts'
import type { Instant } from '../../../shared/kernel/date.ts'
import type { Text } from '../../../shared/kernel/text.ts'
import { ledgersRef } from '../../../shared/office/ledgers.schema.ts'
import {
  headsGetSubject,
  headSubjects,
  ledgerSubjects,
  liveSubjectOf,
  subjectOf,
  type OfficeId,
} from '../../../shared/kernel/ids.ts'
import {
  asideRetryMs,
  gatherMs,
  lagFirstMs,
  lagPatienceMs,
  ledgerHeartbeatMs,
  maxAsideRetried,
  maxQueuedLiveEvents,
  storeBatchEvents,
} from '../../../shared/kernel/limits.ts'
import { asideReason, type AsideReason } from '../../../shared/ledger/aside.ts'
import { readSuccessor, type Successor } from '../../../shared/ledger/succession.ts'
import { entryOf, type LedgerMessage } from '../../../shared/ledger/verify.ts'
import type { FollowerStatus, LedgerReader } from '../../office/ports.ts'
import { asFault, brokerPauses, connectPatiently, type BrokerAccess } from './broker.ts'
import { LedgerPermissionError, LedgerUnavailableError } from '../../office/faults.ts'
import { Intake, isReadTwice, type IntakeParts, type Taken } from './intake.ts'
import { Lag } from './lag.ts'
import { hashOf, readBatch, readLast, readSubject, storedMessage } from './read.ts'
import {
  readAgain,
  ReadDifferentlyError,
  readSequences,
  type SecondReading,
} from './second-reading.ts'
import { Signal } from './signal.ts'

export interface FollowerOptions extends IntakeParts {
  /** Who reads it. */
  readonly access: Omit<BrokerAccess, 'url'>
  /** Real time: when something was heard or set aside. */
  readonly now?: () => Instant
  readonly heartbeatMs?: number
  readonly timeoutMs?: number
  /** How long it may end before what is known to be in it, without growing, before nothing more is taken. */
  readonly lagPatienceMs?: number
  /** While it answers true, live messages are gathered for a moment, so that they share a transaction and a sync. */
  readonly isCrowded?: () => boolean
  /** While it answers true, a command of this process waits for its acknowledgement: it is answered before what it recorded is stored here. */
  readonly isAnswering?: () => boolean
  /** Told what the office shows of logs, as it came. Must not throw. */
  readonly onHead?: (shown: Uint8Array) => void
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
  /** Why nothing is taken from this ledger, until it is again what it was or a person has decided. */
  #stopped: string | undefined
  readonly #lag: Lag
  /** It ended before what is known to be in it when it was read last: it is asked again soon. */
  #isShort = false
  /** Between two questions: short ones after a connection was made, when its copy may be behind unseen, and while it ends short; then heartbeats. */
  #pauses: Generator<number, never>
  /** Why nothing is taken while it stays short. Nobody is accused: it goes on by itself when the entries are there. */
  #shortFor: Text | undefined
  /** Where entries are missing in what is shown of it: they are not asked for again on this connection. */
  #missingFrom: number | undefined
  #missingFromArchive: number | undefined
  /** How far the projection has been made anew from the archive. */
  #rebuilt: { readonly read: number; readonly of: number } | undefined
  readonly #intake: Intake
  #retriedAtMs = Number.NEGATIVE_INFINITY

  /** Starts at once, and goes on until it is disposed, however long the broker is away. */
  constructor(options: FollowerOptions) {
    this.#options = options
    this.#heartbeatMs = options.heartbeatMs ?? ledgerHeartbeatMs
    this.#lag = new Lag(options.lagPatienceMs ?? lagPatienceMs)
    this.#pauses = this.#shortPauses()
    this.#now = options.now ?? (() => new Date().toISOString() as Instant)
    this.#intake = new Intake({ ...options, now: this.#now, log: options.access.log })
    this.#finished = this.#run()
  }

  /** Whose ledger. */
  get office(): OfficeId {
    return this.#options.office.id
  }

  /** Asked before everything that is decided in a joint action: it looks nothing up. */
  get state(): FollowerView['state'] {
    if (this.#stopped !== undefined || this.#shortFor !== undefined) return 'stopped'
    if (this.#rebuilt !== undefined) return 'behind'
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
    return (
      this.#readToEnd && !this.#isShort && (this.state === 'current' || this.state === 'behind')
    )
  }

  get status(): FollowerStatus {
    const { office, store } = this.#options
    return {
      office: office.id,
      seq: store.cursor(office.id).sequence,
      state: this.state,
      lastHeard: this.#heardAt,
      quarantined: store.quarantinedCount(office.id),
      problem:
        this.#rebuilt === undefined
          ? this.#problem
          : `being made anew from the archive: ${this.#rebuilt.read} of ${this.#rebuilt.of}`,
      ...(this.#shortFor === undefined || this.#problem !== this.#shortFor.en
        ? {}
        : { problemFr: this.#shortFor.fr }),
    }
  }

  /** Something was found or decided about this ledger elsewhere: it is looked at now. */
  lookAgain(): void {
    this.#mustRead = true
    this.#signal.raise()
  }

  /** Reads what was set aside once more and judges it again: by another version, after a bad reading, or on request. What waited behind it follows. */
  async retryAside(): Promise<{ readonly retried: number; readonly accepted: number }> {
    const { office, store, access } = this.#options
    // Whoever asks has looked: as much again may be set aside before it pauses.
    this.#intake.looked()
    let retried = 0
    let accepted = 0
    for (let after = 0; ;) {
      const sequences = store.quarantinedSequences(office.id, after, maxAsideRetried)
      const last = sequences.at(-1)
      if (last === undefined) break
      after = last
      retried += sequences.length
      for (const message of (
        await readSequences(
          { ...access, url: office.broker.url },
          sequences,
          this.#options.timeoutMs,
        )
      ).values())
        if (this.#intake.judgeAgain(message)) accepted++
    }
    if (retried > 0) access.log.info({ office: office.id, retried, accepted }, 'judged again')
    this.lookAgain()
    return { retried, accepted }
  }

  /** What the office shows of logs now. Throws where its broker is away. */
  async readHeads(timeoutMs?: number): Promise<readonly Uint8Array[]> {
    const { office } = this.#options
    if (this.#connection === undefined || !this.#connected)
      throw new LedgerUnavailableError(`the broker of ${office.id} is away`)
    const { messages } = await readBatch(this.#connection, {
      from: 1,
      requestSubject: headsGetSubject,
      subject: headSubjects(office.id),
      ...(timeoutMs === undefined ? {} : { timeoutMs }),
    })
    return messages.map(({ bytes }) => bytes)
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
    await this.#takeFromArchive().catch((error: unknown) => {
      access.log.error({ office: office.id, err: error }, 'the archive cannot be read')
      this.#rebuilt = undefined
    })
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
          waitMs = this.#pauses.next().value
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
      await this.#gather()
      await this.#takeLive()
      this.#tell()
      if (this.#live.length > 0 || (this.#mustRead && this.#connected)) continue
      // A ledger that is quiet is asked now and then, so that silence is a fact and not a guess.
      if ((await this.#signal.wait(waitMs)) === 'timeout') this.#mustRead = true
    }
  }

  #shortPauses(): Generator<number, never> {
    return backOff({
      firstMs: Math.min(lagFirstMs, this.#heartbeatMs),
      longestMs: this.#heartbeatMs,
    })
  }

  #nowConnected(): void {
    this.#connected = true
    this.#lag.connected()
    this.#isShort = false
    this.#pauses = this.#shortPauses()
    this.#readToEnd = false
    this.#quietSinceMs = performance.now()
    this.#pending = undefined
    this.#mustRead = true
    this.#missingFrom = undefined
    this.#missingFromArchive = undefined
    if (this.#options.onHead !== undefined) void this.#catchUpWithHeads(this.#options.onHead)
  }

  /** Those that were shown before this connection was there. They are shown anew every minute. */
  async #catchUpWithHeads(onHead: (shown: Uint8Array) => void): Promise<void> {
    try {
      for (const shown of await this.readHeads()) onHead(shown)
    } catch (error) {
      this.#options.access.log.debug({ office: this.#options.office.id, err: error }, 'no heads')
    }
  }

  #listen(connection: NatsConnection): void {
    const { onHead, office } = this.#options
    if (onHead !== undefined)
      connection.subscribe(headSubjects(office.id), {
        // An office of an earlier version shows none, and its broker does not permit to ask.
        callback: (error, { data }) => void (error === null && onHead(data)),
      })
    const subject = liveSubjectOf(office.id)
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
      if (type === 'disconnect') {
        this.#connected = false
        this.#problem = 'the connection to the broker is lost'
      } else if (type === 'reconnect') {
        this.#nowConnected()
      } else continue
      this.#tell()
      this.#signal.raise()
    }
  }

  /** Reads from the cursor to the end of the ledger. The message at the cursor is read again: it must be what was stored. */
  async #readOn(connection: NatsConnection): Promise<void> {
    const { office, store, entries, timeoutMs } = this.#options
    // What becomes due while this reads is read next.
    this.#mustRead = false
    for (;;) {
      const fork = entries?.stopped
      if (fork !== undefined) {
        const found = await this.#lookForSuccessor(connection)
        if (found === 'none') return this.#stopAt(fork.agreedSize)
        if (found === 'waits') return
      }
      if (this.#isTooMuchAside()) return
      await this.#readMissingEntries(connection)
      await this.#fillArchive(connection)
      const cursor = store.cursor(office.id)
      const batch = await readBatch(connection, {
        from: cursor.sequence,
        ...(timeoutMs === undefined ? {} : { timeoutMs }),
      })
      this.#heard()
      if (!(await this.#isContinued(connection, batch.messages, cursor))) return
      const next = batch.messages.filter((message) => message.sequence > cursor.sequence)
      this.#pending = next.length + batch.pending
      this.#tell()
      await this.#store(next, 'read')
      this.#pending = batch.pending
      if (this.#stopped !== undefined) return
      const read = store.cursor(office.id).sequence
      // Behind a hole nothing was taken.
      if (read < (next.at(-1)?.sequence ?? 0)) this.#lag.saw(next.at(-1)?.sequence ?? 0)
      if ((batch.pending === 0 || read === cursor.sequence) && this.#endsShort(read)) return
      if (batch.pending === 0) {
        this.#readToEnd = true
        await this.#retryAsideNowAndThen()
      }
      if (batch.pending === 0 || this.#stop.signal.aborted) return
    }
  }

  /** A ledger that has something else than it had was restored or rewritten: it stops until it is again what it was. One that has less is waited for. */
  async #isContinued(
    connection: NatsConnection,
    messages: readonly LedgerMessage[],
    { sequence, hash }: { readonly sequence: number; readonly hash?: string },
  ): Promise<boolean> {
    const first = messages[0]?.sequence === sequence ? messages[0] : undefined
    if (sequence > 0 && hash !== undefined && first?.hash !== hash) {
      const last = first ?? (await this.#lastShown(connection))
      if (last === undefined || !this.#intake.contradictsHeld(last)) {
        // A hole, an end before what was read, or filled in this moment.
        this.#endsShort(Math.min(last?.sequence ?? 0, sequence - 1))
        return false
      }
      const again = (await this.#readAgain(last.sequence, last.sequence)).get(last.sequence)
      if (again?.hash !== last.hash) throw new ReadDifferentlyError(last.sequence)
      if ((await this.#lookForSuccessor(connection)) !== 'none') return false
      if (first === undefined)
        this.#stopWith(madeAnewAt(last.sequence, sequence), nothingAt(sequence))
      else this.#stopWith(rewrittenAt(sequence), again)
      return false
    }
    const next = messages.find((message) => message.sequence === sequence + 1)
    if (next !== undefined && !this.#goesOn(next)) return false
    this.#stopped = undefined
    return true
  }

  /** Where what is shown ends before what was read: that end, which must be what was read there. */
  #lastShown(connection: NatsConnection): Promise<LedgerMessage | undefined> {
    const { office, timeoutMs } = this.#options
    return readLast(connection, ledgerSubjects(office.id), timeoutMs)
  }

  /** Whether what is shown ends before what is known to be there: it is behind, or was shortened, and is asked again soon. */
  #endsShort(end: number): boolean {
    const { office, store, entries, access } = this.#options
    const known = Math.max(store.cursor(office.id).sequence, entries?.signed ?? 0)
    const ended = this.#lag.ended(end, known, performance.now())
    const wasShort = this.#isShort
    this.#isShort = ended.kind === 'short'
    if (ended.kind === 'whole') {
      if (this.#shortFor !== undefined) {
        this.#shortFor = undefined
        this.#problem = this.#stopped ?? null
      }
      // What it did not have then, it may have now.
      if (wasShort) this.#missingFrom = this.#missingFromArchive = undefined
      return false
    }
    if (!wasShort) this.#pauses = this.#shortPauses()
    this.#pending = Math.max(1, ended.known - end)
    if (ended.isTooLong) {
      const why = endsAt(end, ended.known)
      if (this.#shortFor?.en !== why.en) access.log.error({ office: office.id }, why.en)
      this.#shortFor = why
      this.#problem = this.#stopped ?? why.en
    }
    this.#tell()
    return true
  }

  /** What a message says that begins another epoch than the one that is known. */
  #successorIn(message: LedgerMessage): Successor | undefined {
    const { office, store, verifySignature } = this.#options
    if (message.subject !== subjectOf(ledgersRef(office.id))) return undefined
    const found = readSuccessor(message, office, verifySignature)
    return found?.epoch === store.cursor(office.id).epoch ? undefined : found
  }

  /** Judges what a ledger says to begin another epoch; what is read next is then judged under that one. */
  #judged(message: LedgerMessage, successor: Successor): 'none' | 'waits' | 'followed' {
    const { office, entries, archive, access } = this.#options
    if (entries === undefined) return 'none'
    const judged = entries.succession(message, successor)
    if (judged.kind === 'not-it') {
      access.log.error({ office: office.id, reason: judged.reason }, 'no successor of this ledger')
      return 'none'
    }
    // Whoever accepts it says that every entry is held.
    archive?.put(office.id, [message])
    if (judged.kind === 'followed') return 'followed'
    if (this.#stopped !== judged.reason)
      access.log.warn({ office: office.id, epoch: successor.epoch }, judged.reason)
    this.#stopped = judged.reason
    this.#problem = judged.reason
    this.#tell()
    return 'waits'
  }

  /** Whether it may be taken: what begins another epoch only where that is followed here. */
  #goesOn(message: LedgerMessage): boolean {
    const { office, store } = this.#options
    const successor = this.#successorIn(message)
    if (successor === undefined) return true
    const judged = this.#judged(message, successor)
    if (judged === 'followed') store.write(office.id, (writer) => writer.succeed(successor.epoch))
    return judged !== 'waits'
  }

  /** Those before one that begins another epoch; that one comes first in a batch of its own. */
  #untilSuccessor(messages: readonly LedgerMessage[]): readonly LedgerMessage[] {
    const at = messages.findIndex(
      (message, index) => index > 0 && this.#successorIn(message) !== undefined,
    )
    return at < 0 ? messages : messages.slice(0, at)
  }

  /** Asked where a ledger is not what it was: whether its office says that another one succeeds it, with fewer entries than are held. */
  async #lookForSuccessor(connection: NatsConnection): Promise<'none' | 'waits' | 'followed'> {
    const { office, store, entries } = this.#options
    if (entries === undefined) return 'none'
    const said = await readSubject(connection, subjectOf(ledgersRef(office.id)), 0)
    for (const message of said.toReversed()) {
      const successor = this.#successorIn(message)
      const judged = successor === undefined ? 'none' : this.#judged(message, successor)
      if (judged === 'none') continue
      if (judged === 'waits') return judged
      const { size } = successor?.event.former ?? { size: 0 }
      // What was read behind it counts no more; the archive keeps it.
      if (store.cursor(office.id).sequence > size) store.rewind(office.id, size)
      else if (entries.stopped === undefined) continue
      this.#stopped = undefined
      this.lookAgain()
      return judged
    }
    return 'none'
  }

  /** After a start (perhaps as another version), and every hour. */
  async #retryAsideNowAndThen(): Promise<void> {
    if (performance.now() - this.#retriedAtMs < asideRetryMs) return
    this.#retriedAtMs = performance.now()
    if (this.#options.store.quarantinedCount(this.#options.office.id) > 0) await this.retryAside()
  }

  /** Junk fills nobody's disk, log or time: too much of it, and nothing more is taken for a while, or until somebody has looked. */
  #isTooMuchAside(): boolean {
    const { office, access } = this.#options
    const reason = this.#intake.tooMuchAside()
    if (reason === undefined) return false
    if (this.#stopped !== reason)
      access.log.error({ office: office.id, ...this.#intake.setAside }, reason)
    this.#stopped = reason
    this.#problem = reason
    this.#tell()
    return true
  }

  /** Entries that were stored before anybody counted them. Two readings make up for a verification that was done long ago. */
  async #readMissingEntries(connection: NatsConnection): Promise<void> {
    const { office, store, entries, timeoutMs } = this.#options
    for (;;) {
      const held = entries?.held
      const { sequence } = store.cursor(office.id)
      if (entries === undefined || held === undefined || held >= sequence) return
      if (this.#missingFrom === held) return
      const { messages } = await readBatch(connection, {
        from: held + 1,
        ...(timeoutMs === undefined ? {} : { timeoutMs }),
      })
      const run = messages.filter(
        (message, at) => message.sequence === held + 1 + at && message.sequence <= sequence,
      )
      const last = run.at(-1)
      if (last === undefined) return void (this.#missingFrom = held)
      const again = await this.#readAgain(held + 1, last.sequence)
      for (const message of run)
        if (again.get(message.sequence)?.hash !== message.hash)
          throw new ReadDifferentlyError(message.sequence)
      entries.take(held, run.map(entryOf))
    }
  }

  /** What was stored before there was an archive, or what a damaged one has lost. It is kept where it is what was counted. */
  async #fillArchive(connection: NatsConnection): Promise<void> {
    const { office, store, entries, archive, timeoutMs } = this.#options
    if (archive === undefined) return
    for (;;) {
      const held = archive.held(office.id)
      const { sequence } = store.cursor(office.id)
      if (held >= sequence || this.#missingFromArchive === held) return
      const { messages } = await readBatch(connection, {
        from: held + 1,
        ...(timeoutMs === undefined ? {} : { timeoutMs }),
      })
      const run = messages.filter(
        (message, at) => message.sequence === held + 1 + at && message.sequence <= sequence,
      )
      const isCounted = entries?.differsAt(held, run.map(entryOf)) === undefined
      if (run.length === 0 || !isCounted) return void (this.#missingFromArchive = held)
      archive.put(office.id, run)
    }
  }

  /**
   * A projection that was made anew is filled from the archive first: it is here. A message that this office once found rightly signed,
   * and that is the entry it counted, is not verified a second time: its hash says that it is the same.
   */
  async #takeFromArchive(): Promise<void> {
    const { office, store, archive } = this.#options
    if (archive === undefined) return
    const last = archive.held(office.id)
    while (!this.#stop.signal.aborted) {
      const { sequence } = store.cursor(office.id)
      if (sequence >= last) break
      const some = archive
        .read(office.id, sequence, storeBatchEvents)
        .filter((message) => this.#intake.differing([message]) === undefined)
      const all = some.filter((message, at) => message.sequence === sequence + 1 + at)
      if (all[0] !== undefined && !this.#goesOn(all[0])) break
      const run = this.#untilSuccessor(all)
      // Read here a second time, and it is what its hash says: a carrier cannot have spoiled it.
      const again = new Map(run.map((message) => [message.sequence, message]))
      const counted = this.#options.entries?.held ?? 0
      const accepted = new Set(
        all.flatMap((message) =>
          message.accepted && message.sequence <= counted ? [message.sequence] : [],
        ),
      )
      const { stored } = this.#intake.take(run, 'read', again, accepted)
      this.#countEntries(run.slice(0, stored))
      if (stored === 0) break
      this.#rebuilt = { read: sequence + stored, of: last }
      this.#tell()
      await breathe()
    }
    this.#rebuilt = undefined
  }

  #readAgain(from: number, to: number): Promise<SecondReading> {
    const { access, office, timeoutMs } = this.#options
    return readAgain({ ...access, url: office.broker.url }, from, to, timeoutMs)
  }

  /** It forked: what was read beyond what is agreed counts nowhere until a person has decided. */
  #stopAt(agreedSize: number): void {
    const { office, store, access } = this.#options
    if (store.cursor(office.id).sequence > agreedSize) store.rewind(office.id, agreedSize)
    const reason = `the ledger has two signed histories: it stops at entry ${agreedSize} until a person decides`
    if (this.#stopped !== reason) access.log.error({ office: office.id, entry: agreedSize }, reason)
    this.#stopped = reason
    this.#problem = reason
    this.#tell()
  }

  #stopWith(why: AsideReason, message: LedgerMessage): void {
    const { office, store, access } = this.#options
    const { reason } = why
    if (this.#stopped !== reason)
      access.log.error({ office: office.id, sequence: message.sequence }, reason)
    this.#stopped = reason
    this.#problem = reason
    store.write(office.id, (writer) => writer.quarantine('fork', why, message, this.#now()))
    this.#tell()
  }

  /** Commands that come at once are stored at once. What one recorded may be heard before its acknowledgement, which must not wait for a sync here. */
  async #gather(): Promise<void> {
    if (this.#live.length === 0) return
    const { isCrowded, isAnswering } = this.#options
    const { signal } = this.#stop
    const pause = (ms: number) => sleep(ms, undefined, { signal }).catch(() => undefined)
    if (isCrowded?.() === true) return pause(gatherMs)
    for (let waited = 0; isAnswering?.() === true && waited < gatherMs; waited++) await pause(1)
  }

  /** Takes live messages as long as each is the very next one. */
  async #takeLive(): Promise<void> {
    const messages = this.#live
    this.#live = []
    if (messages.length === 0) return
    for (const { sequence } of messages) this.#lag.saw(sequence)
    if (this.#stopped !== undefined || this.#shortFor !== undefined) return
    this.#heard()
    let next = this.#options.store.cursor(this.#options.office.id).sequence + 1
    const following: LedgerMessage[] = []
    for (const message of messages) {
      if (message.sequence < next) {
        // What was read there before is another one: the ledger was shortened and went on, or this was spoiled on its way.
        if (this.#intake.contradictsHeld(message)) {
          const { access, office } = this.#options
          access.log.warn({ office: office.id, sequence: message.sequence }, 'heard another entry')
          this.#mustRead = true
        }
        continue
      }
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

  /** Stores what was read, some at a time. What is in doubt is read again first, with all that came with it. */
  async #store(messages: readonly LedgerMessage[], from: 'read' | 'live'): Promise<void> {
    let again: SecondReading | undefined
    for (let start = 0; start < messages.length && !this.#stop.signal.aborted;) {
      if (start > 0) await breathe()
      const first = messages[start]
      if (first === undefined || !this.#goesOn(first)) return
      const some = this.#untilSuccessor(messages.slice(start, start + storeBatchEvents))
      const changed = this.#intake.differing(some)
      const doubt =
        changed !== undefined && !isReadTwice(changed, again)
          ? { stored: 0, doubtful: changed }
          : undefined
      if (changed !== undefined && doubt === undefined) {
        const connection = this.#connection
        if (connection !== undefined && (await this.#lookForSuccessor(connection)) !== 'none')
          return
        return this.#stopWith(rewrittenAt(changed.sequence), changed)
      }
      const taken: Taken = doubt ?? this.#intake.take(some, from, again)
      this.#countEntries(some.slice(0, taken.stored))
      start += taken.stored
      if (taken.isMissing === true) return
      const { doubtful } = taken
      if ((doubtful !== undefined || taken.asideGrew === true) && this.#isTooMuchAside()) return
      if (doubtful === undefined) continue
      again = await this.#readAgain(doubtful.sequence, messages.at(-1)?.sequence ?? 0)
      if (!again.has(doubtful.sequence)) return this.#readLater(doubtful, from)
      if (!isReadTwice(doubtful, again)) throw new ReadDifferentlyError(doubtful.sequence)
    }
  }

  /** It was heard, and what is read does not have it yet: it is judged when it has. */
  #readLater({ sequence }: LedgerMessage, from: 'read' | 'live'): void {
    this.#lag.saw(sequence)
    this.#endsShort(sequence - 1)
    if (from === 'live') this.#mustRead = true
  }

  /** Every message is an entry, whether or not it was accepted. */
  #countEntries(messages: readonly LedgerMessage[]): void {
    const { entries, store, office } = this.#options
    const [first] = messages
    if (entries === undefined || first === undefined) return
    entries.take(
      first.sequence - 1,
      messages.filter(({ sequence }, at) => sequence === first.sequence + at).map(entryOf),
    )
    const { held } = entries
    if (held !== undefined && held < store.cursor(office.id).sequence && this.#missingFrom !== held)
      this.#mustRead = true
    if (entries.stopped !== undefined) this.lookAgain()
  }

  #heard(): void {
    // A silence that ends here is told, also where it was never noticed: the process itself may have stood still.
    this.#tell()
    this.#quietSinceMs = performance.now()
    this.#heardAt = this.#now()
    this.#unanswered = false
    this.#problem = this.#stopped ?? this.#shortFor?.en ?? null
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

function madeAnewAt(end: number, sequence: number): AsideReason {
  return asideReason('made-anew', {
    en: `the ledger no longer has sequence ${sequence}, which was read before, and sequence ${end}, its last, is another one: it was restored or made anew`,
    fr: `le registre n'a plus la séquence ${sequence}, qui avait été lue, et sa dernière, ${end}, en est une autre : il a été restauré ou refait`,
  })
}

function endsAt(end: number, known: number): Text {
  return {
    en: `The ledger shows ${end} entries, and ${known} are known to be in it: what its office shows to readers stands still, or the ledger was shortened. Nothing more is taken from it until they are there`,
    fr: `Le registre montre ${end} entrées, alors que ${known} y sont connues : ce que son organisme montre aux lecteurs est arrêté, ou le registre a été raccourci. Rien de plus n’en est repris tant qu’elles n’y sont pas`,
  }
}

function rewrittenAt(sequence: number): AsideReason {
  return asideReason('rewritten', {
    en: `sequence ${sequence} is not what was read before: the ledger was rewritten`,
    fr: `la séquence ${sequence} n'est pas ce qui avait été lu : le registre a été réécrit`,
  })
}

/** Stands for a message that is missing. */
function nothingAt(sequence: number): LedgerMessage {
  const bytes = new Uint8Array()
  return { bytes, hash: hashOf(bytes), subject: '', sequence }
}
