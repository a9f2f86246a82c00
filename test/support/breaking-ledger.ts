// A ledger in memory whose connection breaks at the points that a test chooses, before a message is stored or after, for deaths by seed.

import { LedgerUnavailableError } from '../../services/office/faults.ts'
import type { Append, Ledger } from '../../services/office/ports.ts'
import type { AggregateRef, OfficeId } from '../../shared/kernel/ids.ts'
import type { LedgerMessage } from '../../shared/ledger/verify.ts'
import { memoryBroker } from './memory-ledger.ts'

export type FaultPoint = 'before-append' | 'after-append' | 'read'

export class BreakingLedger implements Ledger {
  readonly office: OfficeId
  readonly epoch: string
  readonly messages: readonly LedgerMessage[]
  /** Called at each point: true breaks the connection there. */
  breaks: (point: FaultPoint) => boolean = () => false
  /** Told of every message that was stored, as followers are. */
  onStored: (message: LedgerMessage) => void = () => undefined
  readonly #ledger: Ledger

  constructor(office: string) {
    this.office = office as OfficeId
    const broker = memoryBroker({ id: this.office, role: 'commissioner' })
    this.#ledger = broker.open()
    this.epoch = this.#ledger.epoch
    this.messages = broker.messages
  }

  get connected(): boolean {
    return this.#ledger.connected
  }

  async append(append: Append): ReturnType<Ledger['append']> {
    this.#at('before-append')
    const before = this.messages.length
    const appended = await this.#ledger.append(append)
    for (const message of this.messages.slice(before)) this.onStored(message)
    this.#at('after-append')
    return appended
  }

  async read(ref: AggregateRef, after: number): Promise<readonly LedgerMessage[]> {
    this.#at('read')
    return this.#ledger.read(ref, after)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#ledger[Symbol.asyncDispose]()
  }

  #at(point: FaultPoint): void {
    if (this.breaks(point)) throw new LedgerUnavailableError(`the connection broke ${point}`)
  }
}
