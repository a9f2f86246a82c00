// The state of one follower: connected, silent, behind or stopped, and why. It reads and stores nothing.

import type { FollowerView } from '../../../shared/board/board.schema.ts'
import type { Instant } from '../../../shared/kernel/date.ts'
import type { Text } from '../../../shared/kernel/text.ts'
import type { OfficeEntry } from '../../../shared/office/directory.schema.ts'
import type { FollowerStatus, Store } from '../../office/ports.ts'

export interface FollowerStateParts {
  readonly office: OfficeEntry
  readonly store: Store
  readonly now: () => Instant
  readonly heartbeatMs: number
  /** Whether live messages wait to be taken. */
  readonly isQueued: () => boolean
  /** Told when the state changes. Must not throw. */
  readonly onChange?: (status: FollowerStatus) => void
}

/** A ledger of which nothing was heard for this many heartbeats is silent, though its broker is there. */
const silentAfterHeartbeats = 3

export class FollowerState {
  readonly #parts: FollowerStateParts
  #connected = false
  /** The last read was not answered. */
  #unanswered = false
  /** When something was last heard, or the connection was made. */
  #quietSinceMs = 0
  #heardAt: Instant | null = null
  #problem: string | null = null
  /** Why nothing is taken from this ledger, until it is again what it was or a person has decided. */
  #stopped: string | undefined
  /** Why nothing is taken while known entries are missing. Nobody is accused: it goes on by itself when they are there. */
  #shortFor: Text | undefined
  /** How far the projection has been made anew from the archive. */
  #rebuilt: { readonly read: number; readonly of: number } | undefined
  #lastTold: FollowerView['state'] = 'unreachable'
  /** How many stored events are known to be ahead of the cursor; undefined: not asked since the connection was made. */
  pending: number | undefined

  constructor(parts: FollowerStateParts) {
    this.#parts = parts
  }

  get isConnected(): boolean {
    return this.#connected
  }

  /** Until it is again what it was, or a person has decided. */
  get isStopped(): boolean {
    return this.#stopped !== undefined
  }

  /** Stopped, or short for too long. */
  get takesNothing(): boolean {
    return this.isStopped || this.#shortFor !== undefined
  }

  /** Asked before everything that is decided in a joint action: it looks nothing up. */
  get current(): FollowerView['state'] {
    if (this.takesNothing) return 'stopped'
    if (this.#rebuilt !== undefined) return 'behind'
    if (!this.#connected) return 'unreachable'
    const quietMs = performance.now() - this.#quietSinceMs
    if (this.#unanswered || quietMs > silentAfterHeartbeats * this.#parts.heartbeatMs)
      return 'silent'
    return this.pending === 0 && !this.#parts.isQueued() ? 'current' : 'behind'
  }

  get status(): FollowerStatus {
    const { office, store } = this.#parts
    return {
      office: office.id,
      seq: store.cursor(office.id).sequence,
      state: this.current,
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

  connected(): void {
    this.#connected = true
    this.#quietSinceMs = performance.now()
    this.pending = undefined
  }

  /** The client tries again by itself. */
  disconnected(): void {
    this.#connected = false
    this.#problem = 'the connection to the broker is lost'
    this.tell()
  }

  /** The connection was given up. */
  closed(): void {
    this.#connected = false
    this.pending = undefined
    this.tell()
  }

  heard(): void {
    // The end of a silence is told even if nobody noticed the silence: the process itself may have stood still.
    this.tell()
    this.#quietSinceMs = performance.now()
    this.#heardAt = this.#parts.now()
    this.#unanswered = false
    this.#problem = this.#stopped ?? this.#shortFor?.en ?? null
  }

  failed(error: Error): void {
    this.#problem = error.message
    this.tell()
  }

  unanswered(error: Error): void {
    this.#unanswered = true
    this.failed(error)
  }

  /** Takes nothing more. Returns whether the reason is a new one, which is then to be logged. */
  stop(reason: string): boolean {
    const isNew = this.#stopped !== reason
    this.#stopped = reason
    this.#problem = reason
    this.tell()
    return isNew
  }

  goOn(): void {
    this.#stopped = undefined
  }

  /** Known entries have been missing for too long. Returns whether this is said for the first time. */
  stayedShort(why: Text): boolean {
    const isNew = this.#shortFor?.en !== why.en
    this.#shortFor = why
    this.#problem = this.#stopped ?? why.en
    return isNew
  }

  whole(): void {
    if (this.#shortFor === undefined) return
    this.#shortFor = undefined
    this.#problem = this.#stopped ?? null
  }

  rebuilding(read: number, of: number): void {
    this.#rebuilt = { read, of }
    this.tell()
  }

  rebuilt(): void {
    this.#rebuilt = undefined
  }

  tell(): void {
    const { current } = this
    if (current === this.#lastTold) return
    this.#lastTold = current
    this.#parts.onChange?.(this.status)
  }
}
