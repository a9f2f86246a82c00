// The ledger port in memory, for tests that need thousands of ledgers or a fault at a chosen point. It is held to the same suite as the real one.

import { hashOf } from '../../services/adapters/ledger/read.ts'
import { LedgerUnavailableError } from '../../services/office/faults.ts'
import type { Append, Ledger } from '../../services/office/ports.ts'
import { subjectOf, type AggregateRef, type OfficeId } from '../../shared/kernel/ids.ts'
import type { LedgerMessage } from '../../shared/ledger/verify.ts'

/** Where a test may let the connection break. */
export type FaultPoint = 'before-append' | 'after-append' | 'read'

export class MemoryLedger implements Ledger {
  readonly office: OfficeId
  readonly epoch = 'e1'
  connected = true
  readonly messages: LedgerMessage[] = []
  /** Called at each point: true breaks the connection there. */
  breaks: (point: FaultPoint) => boolean = () => false
  /** Told of every message that was stored, as followers are. */
  onStored: (message: LedgerMessage) => void = () => undefined

  constructor(office: string) {
    this.office = office as OfficeId
  }

  async append({ ref, bytes, expectedSequence }: Append): ReturnType<Ledger['append']> {
    this.#at('before-append')
    const subject = subjectOf(ref)
    const last = this.messages.findLast((each) => each.subject === subject)?.sequence ?? 0
    if (last === expectedSequence) {
      const message = { bytes, hash: hashOf(bytes), subject, sequence: this.messages.length + 1 }
      this.messages.push(message)
      this.onStored(message)
      this.#at('after-append')
      return { kind: 'appended', sequence: message.sequence }
    }
    const [stored] = await this.read(ref, expectedSequence)
    return stored !== undefined && Buffer.compare(stored.bytes, bytes) === 0
      ? { kind: 'appended', sequence: stored.sequence }
      : { kind: 'conflict' }
  }

  async read(ref: AggregateRef, after: number): Promise<readonly LedgerMessage[]> {
    this.#at('read')
    const subject = subjectOf(ref)
    return this.messages.filter((each) => each.subject === subject && each.sequence > after)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.connected = false
  }

  #at(point: FaultPoint): void {
    if (this.breaks(point)) throw new LedgerUnavailableError(`the connection broke ${point}`)
  }
}
