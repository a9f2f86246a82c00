// A barred reader is kept out by taking its place: the broker gives each reader a few connections, and the office holds all of them.
// To cut it alone does not keep it out: each time it came back it could ask for everything before it was cut again.

import type { NatsConnection } from '@nats-io/transport-node'
import type { OfficeId } from '../../../shared/kernel/ids.ts'
import { brokerLimits } from '../../../shared/kernel/limits.ts'
import { connectBroker, type BrokerAccess } from './broker.ts'
import { slotKey, slotSeed } from './slot-keys.ts'

/** How often the reader is cut and its place tried for, before the next look tries again. */
const rounds = 10

export class ReaderSlots {
  /** Of the office itself. */
  readonly #access: BrokerAccess
  readonly #held = new Map<OfficeId, NatsConnection[]>()
  #isEnded = false

  constructor(access: BrokerAccess) {
    this.#access = access
  }

  /** By which the broker knows who holds them: these are not cut. */
  keyFor(reader: OfficeId): string {
    return slotKey(this.#access.seed, reader)
  }

  /** Takes what the reader may have; `cut` ends its connections. Whoever is quicker has a place, so it is tried some times. */
  async hold(reader: OfficeId, cut: () => Promise<void>): Promise<void> {
    for (let round = 0; round < rounds; round++) {
      await cut()
      const open = (this.#held.get(reader) ?? []).filter((each) => !each.isClosed())
      const missing = brokerLimits.readerConnections - open.length
      const tried = await Promise.all(Array.from({ length: missing }, () => this.#take(reader)))
      const taken = tried.filter((each) => each !== undefined)
      this.#held.set(reader, [...open, ...taken])
      if (this.#isEnded) return this.release(reader)
      if (taken.length === missing) return
    }
  }

  async release(reader: OfficeId): Promise<void> {
    const held = this.#held.get(reader) ?? []
    this.#held.delete(reader)
    await Promise.all(held.map((each) => each.close()))
  }

  async end(): Promise<void> {
    this.#isEnded = true
    await Promise.all([...this.#held.keys()].map((reader) => this.release(reader)))
  }

  /** Undefined where the reader has it, or the broker's configuration is of before there were such keys. */
  async #take(reader: OfficeId): Promise<NatsConnection | undefined> {
    const { seed, ...access } = this.#access
    try {
      return await connectBroker(
        { ...access, name: `place of ${reader}`, seed: slotSeed(seed, reader) },
        { comesBack: false },
      )
    } catch {
      return undefined
    }
  }
}
