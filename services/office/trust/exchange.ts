// Heads between offices: each shows its own, and what it says about others', on its own broker; each reads what the others show.
// What comes in is judged in passes, with one sync for all of it. Nobody is accused by what could not be read.

import type { OfficeId } from '../../../shared/kernel/ids.ts'
import { headPassMs, maxShownProofs, maxWaitingHeads } from '../../../shared/kernel/limits.ts'
import { originOf, parseOrigin } from '../../../shared/ledger/log/names.ts'
import { formatShown, parseShown, type Shown } from '../../../shared/ledger/log/shown.schema.ts'
import { isWitnessName } from '../../../shared/ledger/log/witness.ts'
import type { EntryKeeper, Fork, LogStore } from './ports.ts'
import type { SeenStatements } from './seen.ts'
import { formerEpochs, type Successions } from './successions.ts'
import type { Heard } from './hear-head.ts'
import type { Trust } from './trust.ts'

export interface ExchangeOptions {
  readonly office: OfficeId
  readonly trust: Trust
  readonly store: LogStore
  /** Epoch of an office's ledger, as far as its events say. */
  readonly epochOf: (office: OfficeId) => string | undefined
  readonly seen: SeenStatements
  readonly successions: Pick<Successions, 'judge'>
  /** Puts it where every reader of this office's broker finds it. Rejects where the broker is away. */
  readonly show: (about: OfficeId, shown: Uint8Array) => Promise<void>
  /** An entry of this office's own ledger was taken. */
  readonly onOwnEntry: () => void
  /** What somebody confirmed of this office's own ledger is not what it knows itself. */
  readonly onOwnDoubt: () => void
  /** A ledger was found to have two histories. */
  readonly onFork: (office: OfficeId, fork: Fork) => void
  /** Told once of what could not be used, with who showed it. */
  readonly onRefused: (from: OfficeId, why: string) => void
  readonly passMs?: number
}

export class Exchange implements AsyncDisposable {
  readonly #options: ExchangeOptions
  /** The latest of each office about each log, until it is judged. */
  readonly #waiting = new Map<OfficeId, Map<string, Shown>>()
  /** Heads that go further than what is held, without a proof: judged when the entries are there. */
  readonly #refusals = new Map<OfficeId, string>()
  #due: NodeJS.Timeout | undefined
  #showing: Promise<unknown> = Promise.resolve()
  #stopped = false

  constructor(options: ExchangeOptions) {
    this.#options = options
  }

  /** Something that an office shows; whatever it is. */
  heard(from: OfficeId, bytes: Uint8Array): void {
    const shown = parseShown(bytes)
    if (shown === undefined) return this.#refused(from, 'it is not what an office shows of a log')
    const origin = shown.note.slice(0, shown.note.indexOf('\n'))
    const waiting = this.#waiting.get(from) ?? new Map<string, Shown>()
    this.#waiting.set(from, waiting)
    if (waiting.size < maxWaitingHeads || waiting.has(origin)) waiting.set(origin, shown)
    this.#schedule()
  }

  /** A head of the office's own log, with proofs from what the others said last. */
  async showOwn(note: string): Promise<void> {
    const { office, trust, store, seen, show } = this.#options
    const [origin = '', size = '0'] = note.split('\n')
    const said = store.furthestReceipts(origin).map((receipt) => receipt.size)
    const from = [...new Set(said)].filter((each) => each > 0 && each < Number(size))
    const proofs = from.slice(0, maxShownProofs).map((each) => ({
      from: each,
      hashes: [...trust.consistency(origin, each, Number(size))],
    }))
    const statement = seen.statement(parseOrigin(origin)?.epoch ?? '')
    await show(
      office,
      formatShown({
        note: note + this.#witnessed(origin, Number(size)),
        proofs,
        ...(statement === undefined ? {} : { seen: statement }),
      }),
    )
  }

  /** What a follower asks and tells about the entries of the ledger that it reads. */
  entriesOf(office: OfficeId): EntryKeeper {
    const { trust, store, successions, onOwnEntry, onFork } = this.#options
    const origin = () => this.#originOf(office)
    return {
      get held() {
        const known = origin()
        return known === undefined ? undefined : store.size(known)
      },
      get signed() {
        const known = origin()
        return known === undefined || store.forks(known).length > 0
          ? undefined
          : store.latestHead(known)?.size
      },
      get stopped() {
        const known = origin()
        return known === undefined ? undefined : trust.stoppedAt(known)
      },
      get formerEpochs() {
        return formerEpochs(store, office)
      },
      succession: (message, successor) => successions.judge(office, message, successor),
      differsAt: (from, hashes) => {
        const known = origin()
        if (known === undefined) return undefined
        const at = hashes.findIndex((hash, index) => {
          const held = store.entry(known, from + index)
          return held !== undefined && Buffer.compare(held, hash) !== 0
        })
        return at < 0 ? undefined : from + at
      },
      take: (from, hashes) => {
        const known = origin()
        if (known === undefined || hashes.length === 0) return
        const before = store.size(known)
        const taken = trust.take(known, from, hashes)
        if (taken.kind === 'fork') onFork(office, taken.fork)
        if (taken.kind !== 'taken' || taken.size === before) return
        if (office === this.#options.office) onOwnEntry()
        if (this.#waiting.size > 0) this.#schedule()
      },
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stopped = true
    clearTimeout(this.#due)
    await this.#showing
  }

  /** After a succession it is the log that was followed last. */
  #originOf(office: OfficeId): string | undefined {
    const { store, epochOf } = this.#options
    const known = store.origins().findLast((each) => parseOrigin(each)?.office === office)
    const epoch = known === undefined ? epochOf(office) : undefined
    return epoch === undefined ? known : originOf(office, epoch)
  }

  #schedule(): void {
    if (this.#stopped) return
    this.#due ??= setTimeout(() => this.#pass(), this.#options.passMs ?? headPassMs)
  }

  #pass(): void {
    this.#due = undefined
    const { store, show } = this.#options
    const changed = store.together(() => this.#judgeAll())
    for (const origin of changed) {
      const about = parseOrigin(origin)?.office
      const note = this.#saidAbout(origin)
      if (about === undefined || note === undefined) continue
      // What is not shown now is shown with the next head.
      this.#showing = show(about, formatShown({ note, proofs: [] })).catch(() => undefined)
    }
  }

  /** Answers the logs about which this office has something new to say. */
  #judgeAll(): Set<string> {
    const changed = new Set<string>()
    for (const [from, waiting] of this.#waiting) {
      for (const [origin, shown] of waiting) {
        const judged = this.#judge(from, origin, shown)
        if (judged !== 'later') waiting.delete(origin)
        if (judged === 'say') changed.add(origin)
      }
      if (waiting.size === 0) this.#waiting.delete(from)
    }
    return changed
  }

  #judge(from: OfficeId, origin: string, { note, proofs, seen }: Shown): 'say' | 'done' | 'later' {
    const { office, trust, store, onOwnDoubt, onFork } = this.#options
    const owner = parseOrigin(origin)?.office
    // A log that was succeeded is said of no more: it grows nowhere.
    if (owner !== undefined && store.succession(this.#originOf(owner) ?? '')?.former === origin)
      return 'done'
    // What its owner shows, or a head that is larger than every one before, is confirmed; what others say about it is compared.
    const seenBefore = store.latestHead(origin)?.size ?? -1
    const isNew = (size: number) => owner === from || size > seenBefore
    const heard: Heard = trust.hear(note, ...proofs)
    if (from !== office && seen !== undefined && !this.#options.seen.hear(from, seen))
      this.#refused(from, 'what it says it has seen is not signed by it')
    if (owner === office && isDoubt(heard)) onOwnDoubt()
    switch (heard.kind) {
      case 'needs-proof':
        return 'later'
      case 'fork':
        if (owner !== undefined) onFork(owner, heard.fork)
        return 'done'
      case 'refused':
        this.#refused(from, `${heard.why}: ${heard.reason}`)
        return 'done'
      case 'agreed':
        return owner !== office && isNew(heard.size) && trust.confirm(origin) !== ''
          ? 'say'
          : 'done'
      case 'older':
      case 'stopped':
        return 'done'
    }
  }

  /** What witnesses that are no offices said of it: those who know their keys keep it too. */
  #witnessed(origin: string, size: number): string {
    return this.#options.store
      .receipts(origin, size)
      .flatMap(({ by, last }) => (isWitnessName(by) ? last.line : []))
      .join('')
  }

  /** The latest head of a log with this office's own words about it. */
  #saidAbout(origin: string): string | undefined {
    const { office, store } = this.#options
    const head = store.latestHead(origin)
    if (head === undefined) return undefined
    const own = store.receipts(origin, head.size).filter(({ by }) => by === office)
    return head.note + own.map(({ first, last }) => last.line || first.line).join('')
  }

  #refused(from: OfficeId, why: string): void {
    if (this.#refusals.get(from) === why) return
    this.#refusals.set(from, why)
    this.#options.onRefused(from, why)
  }
}

/** A head of one's own log that goes further than what is held, or says something else: one's own store of heads is older, or the keys are used elsewhere. */
function isDoubt(heard: Heard): boolean {
  return (
    heard.kind === 'needs-proof' ||
    heard.kind === 'fork' ||
    (heard.kind === 'refused' && heard.why === 'unknown-epoch')
  )
}
