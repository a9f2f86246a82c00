// Tells the lives of this office's aggregates what was recorded: in order, at least once, from a durable position, and never in the way of commands.
// Where Temporal was away or has lost something, every open aggregate is compared with the lives that run.

import { setTimeout as sleep } from 'node:timers/promises'
import type { Recorded } from '../../shared/kernel/aggregate.ts'
import { legalMs, realMsUntil, type ClockSetting } from '../../shared/kernel/clock.ts'
import type { Instant } from '../../shared/kernel/date.ts'
import { subjectOf, type AggregateRef, type OfficeId } from '../../shared/kernel/ids.ts'
import {
  dueSoonMs,
  enginePulseMs,
  lifeSweepMs,
  longestSettleMs,
  maxToldEvents,
  maxWaitingEvents,
  quietAfterMs,
  settledMs as usuallySettledMs,
  tellsAtOnce,
  tellsBesideCommands,
  toldMarkMs,
} from '../../shared/kernel/limits.ts'
import type { Log } from '../platform/log.ts'
import type { Lives, Store, StoreChange, VersionOf } from './ports.ts'

export interface TellingOptions {
  readonly office: OfficeId
  readonly store: Pick<
    Store,
    'aggregate' | 'eventsAfter' | 'versions' | 'versionOf' | 'toldUntil' | 'markTold' | 'cursor'
  >
  readonly lives: Lives
  /** Whether the own ledger has been read to its end: before that, what is open is not known. */
  readonly isRead: () => boolean
  readonly subscribe: (listener: (change: StoreChange) => void) => () => void
  readonly log: Pick<Log, 'info' | 'warn' | 'error'>
  /** The legal clock: what falls due in a moment is told at once. */
  readonly clock?: () => ClockSetting
  /** How many commands the door is working on: while there are any, an aggregate is told once it has settled. */
  readonly commandsUnderWay?: () => number
  /** For how long an aggregate stays unchanged before it counts as settled. */
  readonly settledMs?: number
  readonly pulseMs?: number
  readonly sweepMs?: number
  readonly now?: () => Instant
  /** Told when Temporal goes away or comes back. Must not throw. */
  readonly onChange?: () => void
}

export interface TellingStatus {
  /** Nobody watches the clocks since then; null while Temporal answers. */
  readonly awaySince: Instant | null
  /** How many recorded events no life has been told of yet, at least. */
  readonly waiting: number
  /** How many lives were started or told anew because Temporal did not have them. */
  readonly restored: number
  /** How many of them are still to be started; those that fall due first are started first. */
  readonly toRestore: number
}

export interface Telling extends AsyncDisposable {
  readonly status: TellingStatus
  /** Resolves when all that was recorded so far is told. */
  untilTold(): Promise<void>
  /** A stepped clock shows another instant: what falls due by it is told so. */
  clockMoved(): void
}

interface Waiting {
  readonly ref: AggregateRef
  readonly events: Recorded<unknown>[]
  readonly sinceMs: number
  lastMs: number
  /** It has ended, or falls due in a moment: it is told without waiting for more events. */
  atOnce: boolean
}

export function startTelling(options: TellingOptions): Telling {
  return new Teller(options)
}

class Teller implements Telling {
  readonly #options: TellingOptions
  readonly #stop = new AbortController()
  readonly #waiting = new Map<string, Waiting>()
  /** First sequence of what is being told now, by subject. */
  readonly #underWay = new Map<string, number>()
  readonly #listeners = new Set<() => void>()
  readonly #unsubscribe: () => void
  readonly #finished: Promise<unknown>
  #waitingEvents = 0
  /** The last sequence that was taken from the projection. */
  #taken: number
  #marked: number
  #markAtMs = 0
  #busyUntilMs = 0
  #awaySince: Instant | null = null
  #restored = 0
  #toRestore = 0
  #wasThere = false
  #hasMoved = false
  #sweepAt = 0

  constructor(options: TellingOptions) {
    const { office, store, subscribe } = options
    this.#options = options
    this.#taken = store.toldUntil(office) ?? store.cursor(office).sequence
    this.#marked = this.#taken
    this.#unsubscribe = subscribe((change) => {
      if (change.kind === 'stored' && change.office === office) this.#wake()
    })
    this.#finished = Promise.all([this.#run(), this.#watch()])
  }

  get status(): TellingStatus {
    const { office, store } = this.#options
    const behind = store.cursor(office).sequence - this.#position()
    return {
      awaySince: this.#awaySince,
      waiting: Math.max(0, behind),
      restored: this.#restored,
      toRestore: this.#toRestore,
    }
  }

  async untilTold(): Promise<void> {
    const { office, store } = this.#options
    const target = store.cursor(office).sequence
    while (!this.#stop.signal.aborted && this.#position() < target) await this.#woken(100)
  }

  clockMoved(): void {
    this.#hasMoved = true
    this.#wake()
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#unsubscribe()
    this.#stop.abort(new Error('the telling was stopped'))
    this.#wake()
    await this.#finished
  }

  /** All up to here was told. */
  #position(): number {
    let first = this.#taken + 1
    for (const sequence of this.#underWay.values()) first = Math.min(first, sequence)
    for (const { events } of this.#waiting.values())
      first = Math.min(first, events[0]?.sequence ?? first)
    return first - 1
  }

  /** Takes what is new from the projection, as much as memory is meant for. */
  #take(): void {
    const { office, store } = this.#options
    const nowMs = performance.now()
    while (this.#waitingEvents < maxWaitingEvents) {
      const events = store.eventsAfter(office, this.#taken, takenAtOnce)
      const touched = new Set<Waiting>()
      let told = 0
      for (const { ref, recorded } of events) {
        this.#taken = recorded.sequence
        // What an office says about ledgers has no clock, and no life.
        if (ref.kind === 'office') continue
        const key = subjectOf(ref)
        const waiting = this.#waiting.get(key) ?? newlyWaiting(ref, nowMs)
        waiting.events.push(recorded)
        waiting.lastMs = nowMs
        touched.add(waiting)
        this.#waiting.set(key, waiting)
        told++
      }
      for (const waiting of touched) waiting.atOnce = this.#isToldAtOnce(waiting.ref)
      this.#waitingEvents += told
      if (events.length < takenAtOnce) return
    }
  }

  #isToldAtOnce(ref: AggregateRef): boolean {
    const { store, clock = realClock } = this.#options
    const found = store.versionOf(ref)
    if (found === undefined || !found.open) return true
    return found.next !== null && realMsUntil(clock(), Date.now(), found.next) < dueSoonMs
  }

  /** Whether commands are under way, or were a moment ago. They come first. */
  #isBusy(nowMs: number): boolean {
    if ((this.#options.commandsUnderWay?.() ?? 0) > 0) this.#busyUntilMs = nowMs + quietAfterMs
    return nowMs < this.#busyUntilMs
  }

  /** The next aggregate that has settled and that nobody is telling now: the events of one go one signal after another. */
  #next(nowMs: number, isBusy: boolean): readonly [string, Waiting] | undefined {
    // The more commands run at once, the longer the wait for the next one of the same order.
    const crowd = Math.max(1, (this.#options.commandsUnderWay?.() ?? 0) / commandsWithoutCrowd)
    const settledMs = crowd * (this.#options.settledMs ?? usuallySettledMs)
    for (const [key, waiting] of this.#waiting) {
      if (this.#underWay.has(key)) continue
      const { atOnce, lastMs, sinceMs } = waiting
      const isSettled = nowMs - lastMs >= settledMs || nowMs - sinceMs >= longestSettleMs
      if (isBusy && !atOnce && !isSettled) continue
      this.#waiting.delete(key)
      this.#underWay.set(key, waiting.events[0]?.sequence ?? this.#taken)
      return [key, waiting]
    }
    return undefined
  }

  async #run(): Promise<void> {
    const telling = new Set<Promise<void>>()
    while (!this.#stop.signal.aborted) {
      this.#take()
      const isWatched = this.#wasThere && this.#awaySince === null
      if (isWatched && this.#hasMoved) await this.#tellWhatIsDue()
      const nowMs = performance.now()
      const isBusy = this.#isBusy(nowMs)
      const atOnce = isBusy ? tellsBesideCommands : tellsAtOnce
      while (isWatched && telling.size < atOnce) {
        const next = this.#next(nowMs, isBusy)
        if (next === undefined) break
        const told = this.#tellOne(...next).finally(() => void telling.delete(told))
        telling.add(told)
      }
      this.#mark(nowMs)
      if (isBusy) await this.#pause(tickMs)
      else await this.#woken(isWatched && this.#waiting.size > telling.size ? tickMs : idleMs)
    }
    await Promise.all(telling)
    this.#mark(Infinity)
  }

  async #tellWhatIsDue(): Promise<void> {
    const { office, store, lives, clock = realClock } = this.#options
    this.#hasMoved = false
    const now = new Date(legalMs(clock(), Date.now())).toISOString()
    try {
      for (const { ref, version, next } of store.versions(office))
        if (next !== null && next <= now)
          await lives.tell(ref, { version, events: [] }, store.aggregate(ref))
    } catch (error) {
      this.#options.log.warn({ err: error }, 'the lives cannot be told what time it is now')
      this.#hasMoved = true
      this.#nowAway()
    }
  }

  async #tellOne(key: string, waiting: Waiting): Promise<void> {
    const told = await this.#tell(waiting)
    this.#underWay.delete(key)
    if (told) this.#waitingEvents -= waiting.events.length
    else this.#putBack(key, waiting)
    this.#wake()
  }

  /** Writes down how far all was told, not after every one. */
  #mark(nowMs: number): void {
    const position = this.#position()
    if (position === this.#marked || nowMs < this.#markAtMs) return
    this.#options.store.markTold(this.#options.office, position)
    this.#marked = position
    this.#markAtMs = nowMs + toldMarkMs
  }

  #putBack(key: string, waiting: Waiting): void {
    const later = this.#waiting.get(key)?.events ?? []
    this.#waiting.set(key, { ...waiting, events: [...waiting.events, ...later] })
  }

  async #tell({ ref, events }: Waiting): Promise<boolean> {
    const { lives, log, store } = this.#options
    const version = events.at(-1)?.version ?? 0
    // A life that begins is given all there is; one that is told of more than it is given reads the rest from the ledger.
    const known = events[0]?.version === 1 ? store.aggregate(ref) : undefined
    const given = events.length > maxToldEvents ? [] : events
    try {
      if (known === undefined) await lives.tell(ref, { version, events: given })
      else await lives.tell(ref, { version: known.version, events: [] }, known)
      return true
    } catch (error) {
      log.warn({ err: error, ref }, 'a life cannot be told now')
      this.#nowAway()
      return false
    }
  }

  #nowAway(): void {
    if (this.#awaySince !== null) return
    this.#awaySince = (this.#options.now ?? realNow)()
    this.#options.log.warn({ since: this.#awaySince }, 'Temporal is away: no clock is watched')
    this.#options.onChange?.()
  }

  #nowBack(): void {
    if (this.#awaySince === null) return
    this.#options.log.info({ since: this.#awaySince }, 'Temporal is back')
    this.#awaySince = null
    this.#sweepAt = 0
    this.#options.onChange?.()
    this.#wake()
  }

  /** Asks a quiet Temporal whether it is there, and compares what it has with what is open whenever it may have lost something. */
  async #watch(): Promise<void> {
    const { lives, log, pulseMs = enginePulseMs, sweepMs = lifeSweepMs } = this.#options
    const patientUntil = performance.now() + pulseMs
    while (!this.#stop.signal.aborted) {
      // At the start it is given a moment: nothing is known to be wrong yet.
      if (!(await lives.check())) {
        if (this.#wasThere || performance.now() > patientUntil) this.#nowAway()
      } else {
        if (!this.#wasThere) this.#wake()
        this.#wasThere = true
        this.#nowBack()
      }
      const isWatched = this.#wasThere && this.#awaySince === null
      if (isWatched && this.#options.isRead() && performance.now() >= this.#sweepAt)
        await this.#sweep().then(
          () => (this.#sweepAt = performance.now() + sweepMs),
          (error: unknown) => {
            log.warn({ err: error }, 'the lives that run cannot be listed now')
            if (!this.#stop.signal.aborted) this.#nowAway()
          },
        )
      const pauseMs = isWatched && this.#options.isRead() ? pulseMs : pulseMs / 10
      await this.#pause(pauseMs)
    }
  }

  /** Every open aggregate has a running, caught-up workflow, and every ended one has been told so. */
  async #sweep(): Promise<void> {
    const { office, store, lives, log } = this.#options
    const running = new Map<string, number>()
    for await (const { ref, version } of lives.running()) running.set(subjectOf(ref), version)
    // What was just recorded is about to be told.
    this.#take()
    const lacking = store.versions(office).filter(({ ref, version, open }) => {
      // It is about to be told, and reads what it lacks.
      if (this.#waiting.has(subjectOf(ref)) || this.#underWay.has(subjectOf(ref))) return false
      const known = running.get(subjectOf(ref))
      return known === undefined ? open : known < version
    })
    // What falls due first is started first: no alarm waits behind an aggregate that has years to go.
    const each = lacking.toSorted(byNextInstant).values()
    this.#toRestore = lacking.length
    const restore = async (lane: number) => {
      for (const { ref } of each) {
        while (lane >= tellsBesideCommands && this.#isBusy(performance.now()))
          await this.#pause(tickMs)
        if (this.#stop.signal.aborted) return
        const aggregate = store.aggregate(ref)
        if (aggregate !== undefined) {
          await lives.tell(ref, { version: aggregate.version, events: [] }, aggregate)
          this.#restored += 1
        }
        this.#toRestore -= 1
      }
    }
    await Promise.all(Array.from({ length: tellsAtOnce }, (_, lane) => restore(lane))).finally(
      () => (this.#toRestore = 0),
    )
    if (lacking.length > 0) log.info({ lives: lacking.length }, 'lives were started or told anew')
  }

  async #pause(ms: number): Promise<void> {
    await sleep(ms, undefined, { signal: this.#stop.signal }).catch(() => undefined)
  }

  #wake(): void {
    for (const listener of this.#listeners) listener()
    this.#listeners.clear()
  }

  async #woken(timeoutMs: number): Promise<void> {
    if (this.#stop.signal.aborted) return
    await new Promise<void>((resolve) => {
      const done = () => {
        clearTimeout(timer)
        this.#listeners.delete(done)
        resolve()
      }
      const timer = setTimeout(done, timeoutMs)
      this.#listeners.add(done)
    })
  }
}

function newlyWaiting(ref: AggregateRef, nowMs: number): Waiting {
  return { ref, events: [], sinceMs: nowMs, lastMs: nowMs, atOnce: false }
}

/** What is due first, first; then what has nothing due. */
function byNextInstant({ next: one }: VersionOf, { next: other }: VersionOf): number {
  if (one === other) return 0
  if (one === null || other === null) return one === null ? 1 : -1
  return one < other ? -1 : 1
}

const realClock = (): ClockSetting => ({ kind: 'real' })
const takenAtOnce = 256
/** Up to this many commands at once are answered about as fast as one. */
const commandsWithoutCrowd = 4
/** How often it is looked whether something has settled. */
const tickMs = 20
/** What is stored wakes the tellers; this is for what was missed. */
const idleMs = 1_000

function realNow(): Instant {
  return new Date().toISOString() as Instant
}
