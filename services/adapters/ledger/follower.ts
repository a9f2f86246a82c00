// Follows one office's ledger, a peer's or one's own: live events where they come without a gap, the batch read for everything else.
// `intake.ts` takes what was read, once and in order. A message that cannot be accepted is read a second time before it is set aside.
// If the ledger is no longer the one that was read before, the follower stops and takes nothing more from it.

import { setImmediate as breathe, setTimeout as sleep } from 'node:timers/promises'
import type { NatsConnection } from '@nats-io/transport-node'
import type { FollowerView } from '../../../shared/board/board.schema.ts'
import { backOff } from '../../../shared/kernel/back-off.ts'
import type { Instant } from '../../../shared/kernel/date.ts'
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
import type { AsideReason } from '../../../shared/ledger/aside.ts'
import type { Successor } from '../../../shared/ledger/succession.ts'
import { entryOf, type LedgerMessage } from '../../../shared/ledger/verify.ts'
import type { FollowerStatus, LedgerReader } from '../../office/ports.ts'
import { asFault, brokerPauses, connectPatiently, type BrokerAccess } from './broker.ts'
import { LedgerPermissionError, LedgerUnavailableError } from '../../office/faults.ts'
import { Backfill } from './backfill.ts'
import { Epochs } from './epochs.ts'
import { FollowerState } from './follower-state.ts'
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
import { endsAt, madeAnewAt, rewrittenAt, twoHistoriesFrom } from './stop-words.ts'

export interface FollowerOptions extends IntakeParts {
  /** Who reads it. */
  readonly access: Omit<BrokerAccess, 'url'>
  /** Real time: when something was heard or set aside. */
  readonly now?: () => Instant
  readonly heartbeatMs?: number
  readonly timeoutMs?: number
  /** How long the ledger may show fewer entries than are known to be in it, without growing, before the follower stops. */
  readonly lagPatienceMs?: number
  /** While true, live messages are gathered for a moment, so that they share one transaction and one sync. */
  readonly isCrowded?: () => boolean
  /** While true, a command of this process waits for its acknowledgement: it is answered before its event is stored here. */
  readonly isAnswering?: () => boolean
  /** Told what the office shows of logs, as it came. Must not throw. */
  readonly onHead?: (shown: Uint8Array) => void
  /** Told when the view's state changes. Must not throw. */
  readonly onChange?: (view: FollowerStatus) => void
}

export class Follower implements LedgerReader, AsyncDisposable {
  readonly #options: FollowerOptions
  readonly #stop = new AbortController()
  readonly #signal = new Signal()
  readonly #finished: Promise<void>
  readonly #heartbeatMs: number
  readonly #now: () => Instant
  #live: LedgerMessage[] = []
  #mustRead = true
  /** Whether it was read to its end since the connection was made. */
  #readToEnd = false
  #failure: Error | undefined
  #connection: NatsConnection | undefined
  readonly #state: FollowerState
  readonly #epochs: Epochs
  readonly #backfill: Backfill
  readonly #lag: Lag
  /** At the last read it showed fewer entries than are known to be in it: it is read again soon. */
  #isShort = false
  /** Pauses between two reads: short after connecting, when the readers' copy may lag unseen, and while entries are missing; otherwise heartbeats. */
  #pauses: Generator<number, never>
  readonly #intake: Intake
  #retriedAtMs = Number.NEGATIVE_INFINITY

  /** Starts at once and runs until it is disposed, however long the broker is away. */
  constructor(options: FollowerOptions) {
    this.#options = options
    this.#heartbeatMs = options.heartbeatMs ?? ledgerHeartbeatMs
    this.#lag = new Lag(options.lagPatienceMs ?? lagPatienceMs)
    this.#pauses = this.#shortPauses()
    this.#now = options.now ?? (() => new Date().toISOString() as Instant)
    const { log } = options.access
    this.#intake = new Intake({ ...options, now: this.#now, log })
    this.#epochs = new Epochs({ ...options, log })
    this.#backfill = new Backfill({
      ...options,
      readAgain: (from, to) => this.#readAgain(from, to),
    })
    this.#state = new FollowerState({
      ...options,
      now: this.#now,
      heartbeatMs: this.#heartbeatMs,
      isQueued: () => this.#live.length > 0,
    })
    this.#finished = this.#run()
  }

  /** Whose ledger. */
  get office(): OfficeId {
    return this.#options.office.id
  }

  /** Asked before everything that is decided in a joint action: it looks nothing up. */
  get state(): FollowerView['state'] {
    return this.#state.current
  }

  /** It can be reached, and has been read to its end since: what it says is known here. */
  get isRead(): boolean {
    return (
      this.#readToEnd && !this.#isShort && (this.state === 'current' || this.state === 'behind')
    )
  }

  get status(): FollowerStatus {
    return this.#state.status
  }

  /** Something was found or decided about this ledger elsewhere: it is looked at now. */
  lookAgain(): void {
    this.#mustRead = true
    this.#signal.raise()
  }

  /** Reads what was set aside once more and judges it again: after an upgrade, after a bad reading, or on request. What waited behind it follows. */
  async retryAside(): Promise<{ readonly retried: number; readonly accepted: number }> {
    const { office, store, access } = this.#options
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
    // Whoever asks has looked: as much again may be set aside before the next pause. Only now, or what came in meanwhile would count as looked at.
    this.#intake.looked()
    if (retried > 0) access.log.info({ office: office.id, retried, accepted }, 'judged again')
    this.lookAgain()
    return { retried, accepted }
  }

  /** What the office shows of logs now. Throws where its broker is away. */
  async readHeads(timeoutMs?: number): Promise<readonly Uint8Array[]> {
    const { office } = this.#options
    if (this.#connection === undefined || !this.#state.isConnected)
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
      this.#state.rebuilt()
    })
    let pauses = brokerPauses()
    while (!signal.aborted) {
      try {
        this.#connection = await connectPatiently(
          { ...access, url: office.broker.url },
          signal,
          (error) => this.#state.failed(error),
        )
        await this.#follow(this.#connection, () => (pauses = brokerPauses()))
      } catch (error) {
        if (signal.aborted) break
        if (!(error instanceof Error)) throw error
        this.#state.failed(error)
        access.log.warn({ office: office.id, err: error }, 'cannot follow; trying again')
      } finally {
        this.#state.closed()
        this.#readToEnd = false
        this.#live = []
        await this.#connection?.close()
        this.#state.tell()
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
      if (this.#state.isConnected && this.#mustRead) {
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
          this.#state.unanswered(error)
          this.#options.access.log.warn(
            { office: this.#options.office.id, err: error },
            'the ledger does not answer; asking again',
          )
          waitMs = retries.next().value
        }
      }
      await this.#gather()
      await this.#takeLive()
      this.#state.tell()
      if (this.#live.length > 0 || (this.#mustRead && this.#state.isConnected)) continue
      // A quiet ledger is read now and then, so that silence is a fact and not a guess.
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
    this.#state.connected()
    this.#lag.connected()
    this.#isShort = false
    this.#pauses = this.#shortPauses()
    this.#readToEnd = false
    this.#mustRead = true
    this.#backfill.askAgain()
    if (this.#options.onHead !== undefined) void this.#catchUpWithHeads(this.#options.onHead)
  }

  /** The heads that were shown before this connection was made. They are shown again every minute. */
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
        // An office of an earlier version shows none, and its broker does not permit the question.
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
          this.#state.pending = 1
          this.#mustRead = true
        }
        this.#signal.raise()
      },
    })
  }

  async #watch(connection: NatsConnection): Promise<void> {
    for await (const { type } of connection.status()) {
      if (type === 'disconnect') {
        this.#state.disconnected()
      } else if (type === 'reconnect') {
        this.#nowConnected()
      } else continue
      this.#state.tell()
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
      await this.#backfill.countEntries(connection)
      await this.#backfill.fillArchive(connection)
      const cursor = store.cursor(office.id)
      const batch = await readBatch(connection, {
        from: cursor.sequence,
        ...(timeoutMs === undefined ? {} : { timeoutMs }),
      })
      this.#state.heard()
      if (!(await this.#isContinued(connection, batch.messages, cursor))) return
      const next = batch.messages.filter((message) => message.sequence > cursor.sequence)
      this.#state.pending = next.length + batch.pending
      this.#state.tell()
      await this.#store(next, 'read')
      this.#state.pending = batch.pending
      if (this.#state.isStopped) return
      const read = store.cursor(office.id).sequence
      // Nothing was taken beyond a gap.
      if (read < (next.at(-1)?.sequence ?? 0)) this.#lag.saw(next.at(-1)?.sequence ?? 0)
      if ((batch.pending === 0 || read === cursor.sequence) && this.#endsShort(read)) return
      if (batch.pending === 0) {
        this.#readToEnd = true
        await this.#retryAsideNowAndThen()
      }
      if (batch.pending === 0 || this.#stop.signal.aborted) return
    }
  }

  /** A ledger with other entries than before was restored or rewritten: the follower stops until they are back. One with fewer entries is waited for. */
  async #isContinued(
    connection: NatsConnection,
    messages: readonly LedgerMessage[],
    { sequence, hash }: { readonly sequence: number; readonly hash?: string },
  ): Promise<boolean> {
    const first = messages[0]?.sequence === sequence ? messages[0] : undefined
    if (sequence > 0 && hash !== undefined && first?.hash !== hash) {
      const last = first ?? (await this.#lastShown(connection))
      if (last === undefined || !this.#intake.contradictsHeld(last)) {
        // A gap, fewer entries than were read, or a gap that was filled just now.
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
    this.#state.goOn()
    return true
  }

  /** The last message of a ledger that now shows fewer entries than were read: it must be what was read at that place. */
  #lastShown(connection: NatsConnection): Promise<LedgerMessage | undefined> {
    const { office, timeoutMs } = this.#options
    return readLast(connection, ledgerSubjects(office.id), timeoutMs)
  }

  /** Whether the ledger shows fewer entries than are known to be in it: its copy lags, or it was shortened. It is read again soon. */
  #endsShort(end: number): boolean {
    const { office, store, entries, access } = this.#options
    const known = Math.max(store.cursor(office.id).sequence, entries?.signed ?? 0)
    const ended = this.#lag.ended(end, known, performance.now())
    const wasShort = this.#isShort
    this.#isShort = ended.kind === 'short'
    if (ended.kind === 'whole') {
      this.#state.whole()
      // Entries that were missing then may be there now.
      if (wasShort) this.#backfill.askAgain()
      return false
    }
    if (!wasShort) this.#pauses = this.#shortPauses()
    this.#state.pending = Math.max(1, ended.known - end)
    if (ended.isTooLong) {
      const why = endsAt(end, ended.known)
      if (this.#state.stayedShort(why)) access.log.error({ office: office.id }, why.en)
    }
    this.#state.tell()
    return true
  }

  /** Judges what a ledger says to begin another epoch; while that waits for a person, nothing is taken. */
  #judge(message: LedgerMessage, successor: Successor): 'none' | 'waits' | 'followed' {
    const judged = this.#epochs.judge(message, successor)
    if (judged.kind === 'waits') this.#stopFor(judged.reason, 'warn', { epoch: successor.epoch })
    return judged.kind
  }

  /** Whether the message may be taken: one that begins another epoch only if that epoch is followed here. */
  #goesOn(message: LedgerMessage): boolean {
    const { office, store } = this.#options
    const successor = this.#epochs.successorIn(message)
    if (successor === undefined) return true
    const judged = this.#judge(message, successor)
    if (judged === 'followed') store.write(office.id, (writer) => writer.succeed(successor.epoch))
    return judged !== 'waits'
  }

  /** For a ledger that is not what it was: whether its office says that another one, with fewer entries than are held, succeeds it. */
  async #lookForSuccessor(connection: NatsConnection): Promise<'none' | 'waits' | 'followed'> {
    const { office, store, entries } = this.#options
    if (entries === undefined) return 'none'
    const said = await readSubject(connection, subjectOf(ledgersRef(office.id)), 0)
    for (const message of said.toReversed()) {
      const successor = this.#epochs.successorIn(message)
      const judged = successor === undefined ? 'none' : this.#judge(message, successor)
      if (judged === 'none') continue
      if (judged === 'waits') return judged
      const { size } = successor?.event.former ?? { size: 0 }
      // What was read behind it counts no more; the archive keeps it.
      if (store.cursor(office.id).sequence > size) store.rewind(office.id, size)
      else if (entries.stopped === undefined) continue
      this.#state.goOn()
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

  /** Junk must not fill a disk or a log: if too much is set aside, nothing more is taken for a while, or until somebody has looked. */
  #isTooMuchAside(): boolean {
    const reason = this.#intake.tooMuchAside()
    if (reason === undefined) return false
    this.#stopFor(reason, 'error', this.#intake.setAside)
    return true
  }

  /**
   * A projection that is made anew is filled from the archive first, which is local. A message whose signature this office has verified before,
   * and which is the entry that it counted, is not verified a second time: its hash shows that it is the same.
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
      const run = this.#epochs.before(all)
      // The archive checks each message against its hash: it cannot have been damaged on its way.
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
      this.#state.rebuilding(sequence + stored, last)
      await breathe()
    }
    this.#state.rebuilt()
  }

  #readAgain(from: number, to: number): Promise<SecondReading> {
    const { access, office, timeoutMs } = this.#options
    return readAgain({ ...access, url: office.broker.url }, from, to, timeoutMs)
  }

  /** The ledger forked: entries beyond the last agreed one count nowhere until a person has decided. */
  #stopAt(agreedSize: number): void {
    const { office, store } = this.#options
    if (store.cursor(office.id).sequence > agreedSize) store.rewind(office.id, agreedSize)
    this.#stopFor(twoHistoriesFrom(agreedSize), 'error', { entry: agreedSize })
  }

  /** Nothing more is taken, for this reason; it is logged once. */
  #stopFor(reason: string, level: 'warn' | 'error', found: object): void {
    const { office, access } = this.#options
    if (this.#state.stop(reason)) access.log[level]({ office: office.id, ...found }, reason)
    this.#state.tell()
  }

  #stopWith(why: AsideReason, message: LedgerMessage): void {
    const { office, store, access } = this.#options
    if (this.#state.stop(why.reason))
      access.log.error({ office: office.id, sequence: message.sequence }, why.reason)
    store.write(office.id, (writer) => writer.quarantine('fork', why, message, this.#now()))
    this.#state.tell()
  }

  /** Events of concurrent commands are stored together. An event may arrive here before its command is acknowledged, and that must not wait for a sync. */
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
    if (this.#state.takesNothing) return
    this.#state.heard()
    let next = this.#options.store.cursor(this.#options.office.id).sequence + 1
    const following: LedgerMessage[] = []
    for (const message of messages) {
      if (message.sequence < next) {
        // Another message was read there before: the ledger was shortened and went on, or this one was damaged on its way.
        if (this.#intake.contradictsHeld(message)) {
          const { access, office } = this.#options
          access.log.warn({ office: office.id, sequence: message.sequence }, 'heard another entry')
          this.#mustRead = true
        }
        continue
      }
      if (message.sequence > next) {
        this.#state.pending = message.sequence - next + 1
        this.#mustRead = true
        break
      }
      following.push(message)
      next++
    }
    await this.#store(following, 'live')
  }

  /** Stores what was read, in batches. A message in doubt is first read again, with all that came with it. */
  async #store(messages: readonly LedgerMessage[], from: 'read' | 'live'): Promise<void> {
    let again: SecondReading | undefined
    for (let start = 0; start < messages.length && !this.#stop.signal.aborted;) {
      if (start > 0) await breathe()
      const first = messages[start]
      if (first === undefined || !this.#goesOn(first)) return
      const some = this.#epochs.before(messages.slice(start, start + storeBatchEvents))
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

  /** The message was heard live and cannot be read yet: it is judged once it can. */
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
    const isBehind = held !== undefined && held < store.cursor(office.id).sequence
    if (isBehind && !this.#backfill.isMissingAt(held)) this.#mustRead = true
    if (entries.stopped !== undefined) this.lookAgain()
  }
}

/** Stands for a message that is missing. */
function nothingAt(sequence: number): LedgerMessage {
  const bytes = new Uint8Array()
  return { bytes, hash: hashOf(bytes), subject: '', sequence }
}
