// Tells the lives of this office's aggregates what was recorded: in order, at least once, from a durable position, and never in the way of commands.
// Where Temporal was away or has lost something, every open aggregate is compared with the lives that run.

import { setTimeout as sleep } from 'node:timers/promises'
import type { Recorded } from '../../shared/kernel/aggregate.ts'
import type { Instant } from '../../shared/kernel/date.ts'
import { subjectOf, type AggregateRef, type OfficeId } from '../../shared/kernel/ids.ts'
import {
  enginePulseMs,
  lifeSweepMs,
  maxToldEvents,
  maxWaitingEvents,
  tellsAtOnce,
} from '../../shared/kernel/limits.ts'
import type { Log } from '../platform/log.ts'
import type { Lives, Store, StoreChange } from './ports.ts'

export interface TellingOptions {
  readonly office: OfficeId
  readonly store: Pick<
    Store,
    'aggregate' | 'eventsAfter' | 'versions' | 'toldUntil' | 'markTold' | 'cursor'
  >
  readonly lives: Lives
  /** Whether the own ledger has been read to its end: before that, what is open is not known. */
  readonly isRead: () => boolean
  readonly subscribe: (listener: (change: StoreChange) => void) => () => void
  readonly log: Pick<Log, 'info' | 'warn' | 'error'>
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
}

export interface Telling extends AsyncDisposable {
  readonly status: TellingStatus
  /** Resolves when all that was recorded so far is told. */
  untilTold(): Promise<void>
}

interface Waiting {
  readonly ref: AggregateRef
  readonly events: Recorded<unknown>[]
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
  #awaySince: Instant | null = null
  #restored = 0
  #wasThere = false
  #sweepAt = 0

  constructor(options: TellingOptions) {
    const { office, store, subscribe } = options
    this.#options = options
    this.#taken = store.toldUntil(office) ?? store.cursor(office).sequence
    this.#unsubscribe = subscribe((change) => {
      if (change.kind === 'stored' && change.office === office) this.#wake()
    })
    const tellers = Array.from({ length: tellsAtOnce }, () => this.#tellOneAfterAnother())
    this.#finished = Promise.all([...tellers, this.#watch()])
  }

  get status(): TellingStatus {
    const { office, store } = this.#options
    const behind = store.cursor(office).sequence - this.#position()
    return { awaySince: this.#awaySince, waiting: Math.max(0, behind), restored: this.#restored }
  }

  async untilTold(): Promise<void> {
    const { office, store } = this.#options
    const target = store.cursor(office).sequence
    while (!this.#stop.signal.aborted && this.#position() < target) await this.#woken(100)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#unsubscribe()
    this.#stop.abort(new Error('the telling was stopped'))
    this.#wake()
    await this.#finished
  }

  /** All up to here was told. */
  #position(): number {
    const first = [...this.#underWay.values()]
    for (const { events } of this.#waiting.values())
      if (events[0] !== undefined) first.push(events[0].sequence)
    return first.length === 0 ? this.#taken : Math.min(...first) - 1
  }

  /** Takes what is new from the projection, as much as memory is meant for. */
  #take(): void {
    const { office, store } = this.#options
    while (this.#waitingEvents < maxWaitingEvents) {
      const events = store.eventsAfter(office, this.#taken, takenAtOnce)
      for (const { ref, recorded } of events) {
        const key = subjectOf(ref)
        const waiting = this.#waiting.get(key) ?? { ref, events: [] }
        waiting.events.push(recorded)
        this.#waiting.set(key, waiting)
        this.#taken = recorded.sequence
      }
      this.#waitingEvents += events.length
      if (events.length < takenAtOnce) return
    }
  }

  /** The next aggregate that nobody is telling now: the events of one go one signal after another. */
  #next(): readonly [string, Waiting] | undefined {
    for (const [key, waiting] of this.#waiting) {
      if (this.#underWay.has(key)) continue
      this.#waiting.delete(key)
      this.#underWay.set(key, waiting.events[0]?.sequence ?? this.#taken)
      return [key, waiting]
    }
    return undefined
  }

  async #tellOneAfterAnother(): Promise<void> {
    while (!this.#stop.signal.aborted) {
      this.#take()
      const next = this.#wasThere && this.#awaySince === null ? this.#next() : undefined
      if (next === undefined) {
        await this.#woken(idleMs)
        continue
      }
      const [key, waiting] = next
      const told = await this.#tell(waiting)
      this.#underWay.delete(key)
      if (told) {
        this.#waitingEvents -= waiting.events.length
        this.#options.store.markTold(this.#options.office, this.#position())
      } else this.#putBack(key, waiting)
      this.#wake()
    }
  }

  #putBack(key: string, waiting: Waiting): void {
    const later = this.#waiting.get(key)?.events ?? []
    this.#waiting.set(key, { ref: waiting.ref, events: [...waiting.events, ...later] })
  }

  async #tell({ ref, events }: Waiting): Promise<boolean> {
    const { lives, log } = this.#options
    const version = events.at(-1)?.version ?? 0
    // A life that is told of more than it is given reads the rest from the ledger.
    const told = { version, events: events.length > maxToldEvents ? [] : events }
    try {
      await lives.tell(ref, told)
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
      await sleep(pauseMs, undefined, { signal: this.#stop.signal }).catch(() => undefined)
    }
  }

  /** Every open aggregate has a life that knows all of it, and what has ended was told so. */
  async #sweep(): Promise<void> {
    const { office, store, lives, log } = this.#options
    const running = new Map<string, number>()
    for await (const { ref, version } of lives.running()) running.set(subjectOf(ref), version)
    const lacking = store.versions(office).filter(({ ref, version, open }) => {
      // It is about to be told, and reads what it lacks.
      if (this.#waiting.has(subjectOf(ref)) || this.#underWay.has(subjectOf(ref))) return false
      const known = running.get(subjectOf(ref))
      return known === undefined ? open : known < version
    })
    const each = lacking.values()
    const restore = async () => {
      for (const { ref } of each) {
        if (this.#stop.signal.aborted) return
        const aggregate = store.aggregate(ref)
        if (aggregate === undefined) continue
        await lives.tell(ref, { version: aggregate.version, events: [] }, aggregate)
        this.#restored += 1
      }
    }
    await Promise.all(Array.from({ length: tellsAtOnce }, restore))
    if (lacking.length > 0) log.info({ lives: lacking.length }, 'lives were started or told anew')
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

const takenAtOnce = 256
/** What is stored wakes the tellers; this is for what was missed. */
const idleMs = 1_000

function realNow(): Instant {
  return new Date().toISOString() as Instant
}
