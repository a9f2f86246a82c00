// The copy of the office's own ledger that readers are answered from: a mirror in the same broker, so that a reader who asks for much delays no command.
// It is a cache. If it is not a copy of this ledger, or stands still, it is made anew; whether the ledger itself is right is not checked here.

import {
  PersistMode,
  RetentionPolicy,
  StorageType,
  type JetStreamManager,
  type StreamConfig,
  type StreamInfo,
} from '@nats-io/jetstream'
import type { NatsConnection } from '@nats-io/transport-node'
import { sameBytes } from '../../../shared/kernel/base64.ts'
import type { Instant } from '../../../shared/kernel/date.ts'
import {
  copied,
  copyApi,
  copyStream,
  directGetSubject,
  ledgerStream,
  type OfficeId,
} from '../../../shared/kernel/ids.ts'
import { copyLongestPatienceMs, copyPatienceMs } from '../../../shared/kernel/limits.ts'
import { LedgerPermissionError } from '../../office/faults.ts'
import type { CopyState } from '../../office/trust/ports.ts'
import { asFault, type LedgerLog } from './broker.ts'
import { entryAt, entriesOf, infoOf, managerOf } from './own-look.ts'

export interface ReadersCopyOptions {
  readonly office: OfficeId
  readonly epoch: string
  readonly connection: NatsConnection
  readonly log: LedgerLog
  readonly patienceMs?: number
}

export class ReadersCopy {
  readonly #options: ReadersCopyOptions
  readonly #firstPatienceMs: number
  #patienceMs: number
  /** Where it stood behind the ledger when it was last looked at, and since when. */
  #still: { readonly entries: number; readonly sinceMs: number } | undefined
  /** Its length when its last entry was compared. */
  #compared = 0
  #isForbidden = false

  constructor(options: ReadersCopyOptions) {
    this.#options = options
    this.#firstPatienceMs = options.patienceMs ?? copyPatienceMs
    this.#patienceMs = this.#firstPatienceMs
  }

  /** What comes back may be another broker, with another configuration. */
  disconnected(): void {
    this.#still = undefined
    this.#compared = 0
    this.#isForbidden = false
  }

  /** Makes it where there is none. One that is there is not touched: while the ledger is not known to be whole, it may have what the ledger lost. */
  async ensure(): Promise<void> {
    await this.#asPermitted(async (manager) => {
      if ((await infoOf(manager, copyStream)) === undefined) await manager.streams.add(this.#config)
    })
  }

  /** Only of a ledger that is the one the office knows. `last`: its length and last entry; `full`: every entry. Throws where the broker is away. */
  async check(depth: 'last' | 'full'): Promise<CopyState> {
    const found = await this.#asPermitted((manager) => this.#check(manager, depth))
    return found ?? { kind: 'not-permitted' }
  }

  async #check(manager: JetStreamManager, depth: 'last' | 'full'): Promise<CopyState> {
    // The ledger second: it grows meanwhile, and its copy is never longer.
    const copy = await infoOf(manager, copyStream)
    const ledger = await infoOf(await managerOf(this.#options.connection), ledgerStream)
    const [entries, of] = [copy?.state.last_seq ?? 0, ledger?.state.last_seq ?? 0]
    const wrong =
      copy === undefined
        ? 'there was none'
        : (this.#unlike(copy, of) ?? (await this.#differing(entries, depth)))
    if (wrong !== undefined) return this.#makeAnew(manager, copy, wrong)
    if (entries >= of || this.#still === undefined || entries > this.#still.entries) {
      if (entries >= of) this.#patienceMs = this.#firstPatienceMs
      this.#still = entries >= of ? undefined : { entries, sinceMs: Date.now() }
      return { kind: 'follows', entries }
    }
    const { sinceMs } = this.#still
    if (Date.now() - sinceMs < this.#patienceMs)
      return {
        kind: 'stands-still',
        entries,
        of,
        since: new Date(sinceMs).toISOString() as Instant,
      }
    this.#patienceMs = Math.min(2 * this.#patienceMs, copyLongestPatienceMs)
    return this.#makeAnew(manager, copy, `it stood still at ${entries} of ${of} entries`)
  }

  get #config() {
    return {
      name: copyStream,
      mirror: { name: ledgerStream, external: copied },
      storage: StorageType.File,
      retention: RetentionPolicy.Limits,
      // It is not what is acknowledged: a sync of its own for every event would only slow the ledger's down.
      persist_mode: PersistMode.Async,
      allow_direct: true,
      deny_delete: true,
      deny_purge: true,
      metadata: { epoch: this.#options.epoch },
    } satisfies Partial<StreamConfig>
  }

  /** Why it cannot be a copy of this ledger, by what the broker says of it. */
  #unlike({ config, state }: StreamInfo, of: number): string | undefined {
    const { mirror, metadata, ...wanted } = this.#config
    if (config.mirror?.name !== mirror.name) return 'it was no copy of the ledger'
    if (config.metadata?.['epoch'] !== metadata.epoch) return 'it was of another epoch'
    const name = (Object.keys(wanted) as (keyof typeof wanted)[]).find(
      (each) => (config[each] ?? false) !== wanted[each],
    )
    if (name !== undefined) return `its "${name}" was another one`
    if (state.messages !== state.last_seq) return 'entries were missing in it'
    return state.last_seq > of ? 'it had more than the ledger' : undefined
  }

  async #differing(entries: number, depth: 'last' | 'full'): Promise<string | undefined> {
    const { connection } = this.#options
    if (entries === 0 || (depth === 'last' && entries === this.#compared)) return undefined
    const found =
      depth === 'full'
        ? await firstDiffering(connection, entries)
        : (await isSameAt(connection, entries))
          ? undefined
          : entries
    if (found !== undefined) return `its entry ${found} was another one, or could not be read`
    this.#compared = entries
    return undefined
  }

  async #makeAnew(
    manager: JetStreamManager,
    copy: StreamInfo | undefined,
    why: string,
  ): Promise<CopyState> {
    const { log, office } = this.#options
    log.warn({ office, why, entries: copy?.state.last_seq }, 'the copy for readers is made anew')
    if (copy !== undefined) await manager.streams.delete(copyStream)
    await manager.streams.add(this.#config)
    this.#still = undefined
    this.#compared = 0
    return { kind: 'follows', entries: 0 }
  }

  /** Undefined if the broker's configuration dates from before there were copies: then readers ask the ledger itself. */
  async #asPermitted<T>(work: (manager: JetStreamManager) => Promise<T>): Promise<T | undefined> {
    if (this.#isForbidden) return undefined
    const { office, log, connection } = this.#options
    try {
      return await work(await managerOf(connection, copyApi.prefix))
    } catch (error) {
      const fault = asFault(error, `the copy of the ledger of ${office}`)
      if (!(fault instanceof LedgerPermissionError)) throw fault
      this.#isForbidden = true
      log.warn({ office, err: fault }, 'readers ask the ledger itself: generate the configuration')
      return undefined
    }
  }
}

/** As the office asks it. */
const copyGet = `${copyApi.prefix}.${copyApi.get}`

async function isSameAt(connection: NatsConnection, sequence: number): Promise<boolean> {
  const [copied, recorded] = await Promise.all(
    [copyGet, directGetSubject].map((from) => entryAt(connection, sequence - 1, from)),
  )
  return copied !== undefined && recorded !== undefined && sameBytes(copied, recorded)
}

/** The sequence of the first of so many entries that is not the ledger's. */
async function firstDiffering(
  connection: NatsConnection,
  entries: number,
): Promise<number | undefined> {
  const recorded = entriesOf(connection, directGetSubject)
  let sequence = 0
  for await (const hash of entriesOf(connection, copyGet)) {
    const { value } = await recorded.next()
    if (++sequence > entries) return undefined
    if (!(value instanceof Uint8Array) || !sameBytes(value, hash)) return sequence
  }
  return sequence < entries ? sequence + 1 : undefined
}
