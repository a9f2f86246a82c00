// Reads a ledger's stored entries again where they were never counted, or are missing in the archive, and adds them there.

import type { NatsConnection } from '@nats-io/transport-node'
import { present } from '../../../shared/kernel/present.ts'
import { entryOf, type LedgerMessage } from '../../../shared/ledger/verify.ts'
import type { IntakeParts } from './intake.ts'
import { readBatch } from './read.ts'
import { ReadDifferentlyError, type SecondReading } from './second-reading.ts'

export interface BackfillParts extends Pick<
  IntakeParts,
  'office' | 'store' | 'archive' | 'entries'
> {
  readonly timeoutMs?: number
  readonly readAgain: (from: number, to: number) => Promise<SecondReading>
}

export class Backfill {
  readonly #parts: BackfillParts
  /** Where the ledger does not show the entries that are looked for: they are not asked for again on this connection. */
  #missingFrom: number | undefined
  #missingFromArchive: number | undefined

  constructor(parts: BackfillParts) {
    this.#parts = parts
  }

  /** Entries that were not shown before may be there now. */
  askAgain(): void {
    this.#missingFrom = this.#missingFromArchive = undefined
  }

  /** Whether what follows the first `held` entries was asked for, and was not shown. */
  isMissingAt(held: number): boolean {
    return this.#missingFrom === held
  }

  /** Entries that were stored before anybody counted them. Two readings make up for a verification that was done long ago. */
  async countEntries(connection: NatsConnection): Promise<void> {
    const { office, store, entries, readAgain } = this.#parts
    for (;;) {
      const held = entries?.held
      const { sequence } = store.cursor(office.id)
      if (entries === undefined || held === undefined || held >= sequence) return
      if (this.#missingFrom === held) return
      const run = await this.#readRun(connection, held, sequence)
      const last = run.at(-1)
      if (last === undefined) return void (this.#missingFrom = held)
      const again = await readAgain(held + 1, last.sequence)
      for (const message of run)
        if (again.get(message.sequence)?.hash !== message.hash)
          throw new ReadDifferentlyError(message.sequence)
      entries.take(held, run.map(entryOf))
    }
  }

  /** Entries from before there was an archive, or lost with a damaged one. They are kept if they are the ones that were counted. */
  async fillArchive(connection: NatsConnection): Promise<void> {
    const { office, store, entries, archive } = this.#parts
    if (archive === undefined) return
    for (;;) {
      const held = archive.held(office.id)
      const { sequence } = store.cursor(office.id)
      if (held >= sequence || this.#missingFromArchive === held) return
      const run = await this.#readRun(connection, held, sequence)
      const isCounted = entries?.differsAt(held, run.map(entryOf)) === undefined
      if (run.length === 0 || !isCounted) return void (this.#missingFromArchive = held)
      archive.put(office.id, run)
    }
  }

  /** The next messages behind the first `held`, without a gap, and none behind `last`. */
  async #readRun(
    connection: NatsConnection,
    held: number,
    last: number,
  ): Promise<readonly LedgerMessage[]> {
    const { timeoutMs } = this.#parts
    const { messages } = await readBatch(connection, { from: held + 1, ...present({ timeoutMs }) })
    return messages.filter(({ sequence }, at) => sequence === held + 1 + at && sequence <= last)
  }
}
