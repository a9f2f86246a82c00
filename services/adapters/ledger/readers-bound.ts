// What each reader takes of the office's own broker: one that takes too much is cut, and cut again whenever it comes back while it is barred.
// By the broker's own count for each reader's account. What is known of it begins with this process; how much is too much is in `limits.ts`.

import type { NatsConnection } from '@nats-io/transport-node'
import {
  ledgerStream,
  readerAccountOf,
  readerAccountPrefix,
  readersApi,
  type OfficeId,
} from '../../../shared/kernel/ids.ts'
import { brokerTimeoutMs, readerLimits } from '../../../shared/kernel/limits.ts'
import { LedgerPermissionError } from '../../office/faults.ts'
import type { Bar, ReadersState } from '../../office/trust/ports.ts'
import { asFault, type LedgerLog } from './broker.ts'
import { infoOf, managerOf } from './own-look.ts'
import { ReaderCount, type ReaderLimits } from './reader-count.ts'
import type { ReaderSlots } from './reader-slots.ts'

export interface ReadersBoundOptions {
  readonly office: OfficeId
  readonly connection: NatsConnection
  readonly log: LedgerLog
  /** By which their places are taken. */
  readonly slots: ReaderSlots
  readonly limits?: ReaderLimits | undefined
}

export class ReadersBound {
  readonly #options: ReadersBoundOptions
  readonly #limits: ReaderLimits
  readonly #counts = new Map<OfficeId, ReaderCount>()
  /** The broker whose counts these are. */
  #server: string | undefined
  #hears = false
  #isForbidden = false

  constructor(options: ReadersBoundOptions) {
    this.#options = options
    this.#limits = options.limits ?? readerLimits
  }

  /** What comes back may be another broker, with another configuration. */
  disconnected(): void {
    this.#isForbidden = false
  }

  /** Cuts whoever took too much, and says who is barred. Throws where the broker is away. */
  async check(): Promise<ReadersState> {
    if (this.#isForbidden) return { kind: 'not-permitted' }
    const { office, log } = this.#options
    try {
      const barred = await this.#judge()
      if (!this.#hears) void this.#hearWhoBegins()
      for (const { reader } of barred)
        await this.#options.slots.hold(reader, () => this.#cutAll(reader))
      return { kind: 'looked-at', barred }
    } catch (error) {
      const fault = asFault(error, `the count of what readers take of ${office}`)
      if (!(fault instanceof LedgerPermissionError)) throw fault
      this.#isForbidden = true
      log.warn({ office, err: fault }, 'readers are not counted: generate the configuration')
      return { kind: 'not-permitted' }
    }
  }

  async #judge() {
    const { connection } = this.#options
    // An account without connections too: whoever comes and goes between two looks is counted.
    const { server, data } = await ask<TakenAnswer>(connection, readersApi.taken.own, {
      include_unused: true,
    })
    const nowMs = Date.now()
    const isAnother = this.#server !== undefined && this.#server !== server.id
    this.#server = server.id
    let ledgerBytes: number | undefined
    const barred = []
    for (const { acc, sent, received } of data.account_statz ?? []) {
      const reader = readerIn(acc)
      if (reader === undefined) continue
      const count = this.#counts.get(reader) ?? new ReaderCount(this.#limits)
      this.#counts.set(reader, count)
      if (isAnother) count.startAnew(nowMs)
      const bytes = count.saw({ bytes: sent.bytes, requests: received.msgs }, nowMs)
      if (bytes > this.#limits.bytesPerHour) ledgerBytes ??= await this.#ledgerBytes()
      const wasBarred = count.barredAt(nowMs)
      const bar = count.judge(ledgerBytes ?? 0, nowMs)
      if (bar === undefined) {
        await this.#options.slots.release(reader)
        continue
      }
      if (!wasBarred) this.#say(reader, bar)
      barred.push({ reader, ...bar })
    }
    return barred
  }

  async #ledgerBytes(): Promise<number> {
    const manager = await managerOf(this.#options.connection)
    return (await infoOf(manager, ledgerStream))?.state.bytes ?? 0
  }

  #say(reader: OfficeId, { taken, sinceMs, untilMs }: Bar): void {
    const { log, office } = this.#options
    log.error(
      { office, reader, taken, seconds: (untilMs - sinceMs) / 1_000 },
      'a reader took too much of the broker: it is cut, and barred for a while',
    )
  }

  /** Whoever is barred and comes back is cut at once, not at the next look. What ends it, the next look begins again. */
  async #hearWhoBegins(): Promise<void> {
    const { connection, log, office } = this.#options
    this.#hears = true
    try {
      for await (const message of connection.subscribe(`${readersApi.begun.prefix}.>`)) {
        const { client, server } = message.json<BegunEvent>()
        if (!this.#isToBeCut(client)) continue
        await cut(connection, server.id, client.id).catch((error: unknown) => {
          log.debug({ office, err: error }, 'a connection was not cut; the next look does it')
        })
      }
    } catch (error) {
      log.warn({ office, err: error }, 'who begins to read is not heard any more')
    } finally {
      this.#hears = false
    }
  }

  #isToBeCut({ acc, user }: BegunEvent['client']): boolean {
    const reader = readerIn(acc)
    return (
      reader !== undefined &&
      this.#counts.get(reader)?.barredAt(Date.now()) === true &&
      user !== this.#options.slots.keyFor(reader)
    )
  }

  async #cutAll(reader: OfficeId): Promise<void> {
    const { connection, slots } = this.#options
    const { server, data } = await ask<ConnectionsAnswer>(connection, readersApi.connections.own, {
      acc: readerAccountOf(reader),
      auth: true,
    })
    const own = slots.keyFor(reader)
    for (const { cid, authorized_user: user } of data.connections ?? [])
      if (user !== own) await cut(connection, server.id, cid)
  }
}

function readerIn(account: string): OfficeId | undefined {
  return account.startsWith(readerAccountPrefix)
    ? (account.slice(readerAccountPrefix.length) as OfficeId)
    : undefined
}

/** As nats-server answers. */
interface Answer<T> {
  readonly server: { readonly id: string }
  readonly data: T
}
interface TakenAnswer {
  readonly account_statz?: readonly {
    readonly acc: string
    /** To its connections. */
    readonly sent: { readonly bytes: number }
    /** By them. */
    readonly received: { readonly msgs: number }
  }[]
}
interface ConnectionsAnswer {
  readonly connections?: readonly { readonly cid: number; readonly authorized_user?: string }[]
}
interface BegunEvent {
  readonly server: { readonly id: string }
  readonly client: { readonly acc: string; readonly user?: string; readonly id: number }
}

async function ask<T>(connection: NatsConnection, subject: string, body: object) {
  const reply = await connection.request(subject, JSON.stringify(body), {
    timeout: brokerTimeoutMs,
    noMux: true,
  })
  return reply.json<Answer<T>>()
}

function cut(connection: NatsConnection, server: string, cid: number): Promise<unknown> {
  return ask(connection, readersApi.cut.own.replace('*', server), { cid })
}
