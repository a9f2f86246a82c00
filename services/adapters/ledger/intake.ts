// Takes the messages of one ledger: each is judged, then stored and archived, or set aside with its reason. It knows no broker; `follower.ts` reads.

import type { Instant } from '../../../shared/kernel/date.ts'
import { asideLimits, storeBatchMs } from '../../../shared/kernel/limits.ts'
import { present } from '../../../shared/kernel/present.ts'
import { parseCloudEvent, parseEnvelope } from '../../../shared/ledger/parse.schema.ts'
import {
  entryOf,
  verifyEvent,
  type Accepted,
  type KnownLedger,
  type LedgerMessage,
  type VerifySignature,
} from '../../../shared/ledger/verify.ts'
import type { OfficeEntry } from '../../../shared/office/directory.schema.ts'
import type { Archive, LedgerWriter, Store } from '../../office/ports.ts'
import type { EntryKeeper } from '../../office/trust/ports.ts'
import { AsideBounds, type SetAside } from './aside-bounds.ts'
import type { LedgerLog } from './broker.ts'
import type { SecondReading } from './second-reading.ts'

export interface IntakeParts {
  /** Whose ledger. */
  readonly office: OfficeEntry
  readonly store: Store
  readonly verifySignature: VerifySignature
  /** What may be set aside before it pauses. */
  readonly asideLimits?: Readonly<Record<keyof typeof asideLimits, number>>
  /** For the office's own ledger: the content of a message that this process itself signed and appended a moment ago, byte for byte. It is not verified twice. */
  readonly justRecorded?: (message: LedgerMessage) => Accepted | undefined
  /** Keeps every message that was verified. */
  readonly archive?: Archive
  /** Counts every entry of the ledger, and knows whether it forked. */
  readonly entries?: EntryKeeper
}

export interface IntakeOptions extends IntakeParts {
  /** Real time: when something was set aside. */
  readonly now: () => Instant
  readonly log: LedgerLog
}

/** How many messages were stored; the one that must be read again before it can be judged; whether entries are missing before the next; whether any was set aside. */
export interface Taken {
  readonly stored: number
  readonly doubtful?: LedgerMessage
  readonly isMissing?: boolean
  readonly asideGrew?: boolean
}

export class Intake {
  readonly #options: IntakeOptions
  readonly #asideBounds: AsideBounds

  constructor(options: IntakeOptions) {
    this.#options = options
    this.#asideBounds = new AsideBounds(options.asideLimits ?? asideLimits)
  }

  /** Judges and stores some messages, in one transaction. `before`: sequences whose signature was verified before. */
  take(
    messages: readonly LedgerMessage[],
    from: 'read' | 'live',
    again: SecondReading | undefined,
    before: ReadonlySet<number> = new Set(),
  ): Taken {
    const { archive, office, store } = this.#options
    let stored = 0
    let doubtful: LedgerMessage | undefined
    let isMissing = false
    let asideGrew = false
    const untilMs = performance.now() + storeBatchMs
    const accepted = new Set<number>()
    store.write(office.id, (writer) => {
      for (const message of messages) {
        const taken = this.#judge(writer, message, from, again, before)
        if (taken === 'doubtful') {
          doubtful = message
          break
        }
        if (taken === 'missing') {
          isMissing = true
          break
        }
        if (taken === 'accepted') accepted.add(message.sequence)
        if (taken === 'set-aside') asideGrew = true
        stored++
        if (asideGrew || performance.now() > untilMs) break
      }
      // In the archive before anything made of it can be seen.
      archive?.put(office.id, messages.slice(0, stored), accepted)
    })
    return { stored, isMissing, asideGrew, ...present({ doubtful }) }
  }

  /** `doubtful`: it must be read again first. `missing`: earlier entries are not shown. Of both nothing was written. */
  #judge(
    writer: LedgerWriter,
    message: LedgerMessage,
    from: 'read' | 'live',
    again: SecondReading | undefined,
    before: ReadonlySet<number>,
  ): 'accepted' | 'set-aside' | 'passed-over' | 'doubtful' | 'missing' {
    const { office, log, now } = this.#options
    const verifySignature = before.has(message.sequence)
      ? () => true
      : this.#options.verifySignature
    const verdict =
      this.#justRecorded(message, writer.known) ??
      verifyEvent({ message, known: writer.known, office, verifySignature })
    const at = {
      office: office.id,
      sequence: message.sequence,
      subject: message.subject,
      hash: message.hash,
    }
    if (verdict.outcome === 'gap') {
      // A live gap never comes here.
      if (from === 'live')
        throw new Error(`Sequences ${verdict.from} to ${verdict.to} of ${office.id} come first`)
      return 'missing'
    }
    const isSetAside = verdict.outcome !== 'accepted' && verdict.outcome !== 'duplicate'
    if (verdict.outcome === 'accepted') writer.accept(verdict, message, now())
    else if (isSetAside) {
      if (!isReadTwice(message, again)) return 'doubtful'
      const { outcome, code, reason } = verdict
      log.error({ ...at, outcome, code, reason }, 'set aside')
      writer.quarantine(outcome, verdict, message, now())
      this.#asideBounds.took(performance.now())
    }
    if (message.sequence > writer.known.cursor) writer.advance(message.sequence, message.hash)
    return verdict.outcome === 'accepted' ? 'accepted' : isSetAside ? 'set-aside' : 'passed-over'
  }

  /** Only if it is the very next event of its aggregate in the known ledger; otherwise it is judged like any other. */
  #justRecorded(message: LedgerMessage, known: KnownLedger): Accepted | undefined {
    const accepted = this.#options.justRecorded?.(message)
    if (accepted === undefined || message.sequence !== known.cursor + 1) return undefined
    const isSameLedger = known.epoch === undefined || known.epoch === accepted.epoch
    const isNext = known.versionOf(accepted.ref) === accepted.recorded.version - 1
    return isSameLedger && isNext ? accepted : undefined
  }

  /** Whether a message that was set aside is accepted now. */
  judgeAgain(message: LedgerMessage): boolean {
    const { office, store, verifySignature, now } = this.#options
    const { sequence } = message
    let accepted = false
    store.write(office.id, (writer) => {
      const known: KnownLedger = {
        cursor: sequence - 1,
        epoch: this.#epochFor(message, writer.known.epoch),
        versionOf: (ref) => writer.known.versionOf(ref),
        hashOf: (ref, version) => writer.known.hashOf(ref, version),
        isKnownCommand: (ref, command) => writer.known.isKnownCommand(ref, command),
      }
      const verdict = verifyEvent({ message, known, office, verifySignature })
      if (verdict.outcome !== 'accepted' && verdict.outcome !== 'duplicate') return
      writer.release(sequence)
      if (verdict.outcome === 'duplicate') return
      writer.accept(verdict, message, now())
      accepted = true
    })
    return accepted
  }

  /** A message that was set aside before its ledger was succeeded is judged under the epoch of that time. */
  #epochFor(message: LedgerMessage, known: string | undefined): string | undefined {
    const former = this.#options.entries?.formerEpochs ?? []
    const said = former.length === 0 ? undefined : epochIn(message)
    return said !== undefined && former.includes(said) ? said : known
  }

  /** The first message that differs from the entry that is held in its place. */
  differing(messages: readonly LedgerMessage[]): LedgerMessage | undefined {
    const first = messages[0]
    if (first === undefined || this.#options.entries === undefined) return undefined
    const run = messages.filter(({ sequence }, at) => sequence === first.sequence + at)
    const index = this.#options.entries.differsAt(first.sequence - 1, run.map(entryOf))
    return index === undefined ? undefined : run[index - (first.sequence - 1)]
  }

  /** Whether another message is held in its place. False where none is. */
  contradictsHeld(message: LedgerMessage): boolean {
    const { office, store, archive } = this.#options
    const { sequence, hash } = message
    const cursor = store.cursor(office.id)
    if (sequence > cursor.sequence) return false
    if (sequence === cursor.sequence) return cursor.hash !== undefined && cursor.hash !== hash
    if (this.differing([message]) !== undefined) return true
    // After a succession, what was counted and archived may be the new one already.
    const [stored] = store.eventsAfter(office.id, sequence - 1, 1)
    if (stored?.recorded.sequence === sequence && stored.hash !== hash) return true
    const archived = archive?.at(office.id, sequence) ?? []
    return archived.length > 0 && archived.every((each) => each.hash !== hash)
  }

  /** How much is set aside now. */
  get setAside(): SetAside {
    const { office, store } = this.#options
    return {
      bytes: store.quarantinedBytes(office.id),
      messages: store.quarantinedCount(office.id),
    }
  }

  /** Somebody has looked at it: as much again may be set aside before it pauses. */
  looked(): void {
    this.#asideBounds.looked(this.setAside)
  }

  /** Why nothing more is taken now; undefined where it is. */
  tooMuchAside(): string | undefined {
    return this.#asideBounds.exceeded(this.setAside, performance.now())
  }
}

/** A second reading, on a connection of its own, gave the same bytes. */
export function isReadTwice(message: LedgerMessage, again: SecondReading | undefined): boolean {
  return again?.get(message.sequence)?.hash === message.hash
}

function epochIn({ bytes }: LedgerMessage): string | undefined {
  const opened = parseEnvelope(bytes)
  const event = opened.ok ? parseCloudEvent(opened.value.payload) : opened
  return event.ok ? event.value.epoch : undefined
}
