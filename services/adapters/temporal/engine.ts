// One office's Temporal, which may be away at the start, go away, and come back empty: connected in the background, with a worker that is made again when it fails.
// An office records without it; only its clocks are not watched meanwhile.

import { setTimeout as sleep } from 'node:timers/promises'
import type { DataConverter } from '@temporalio/common'
import {
  newsSignal,
  type LifeActivities,
  type NotificationActivities,
  type NotificationInput,
} from '../../../workflows/messages.ts'
import type { Lives } from '../../office/ports.ts'
import { tellTimeoutMs } from '../../../shared/kernel/limits.ts'
import { backOff } from '../../../shared/kernel/back-off.ts'
import type { Log } from '../../platform/log.ts'
import { connectTemporal, type TemporalAddress, type TemporalLink } from './connection.ts'
import { livesIn, type LivesOptions } from './lives.ts'
import { addSearchAttributes } from './search-attributes.ts'
import { createOfficeWorker, type OfficeWorker } from './worker.ts'

export interface EngineOptions extends LivesOptions, TemporalAddress {
  readonly converter: DataConverter
  readonly activities: LifeActivities & Partial<NotificationActivities>
  readonly bundlePath: () => Promise<string>
  readonly log: Log
  /** Told of what no waiting mends: the bundle cannot be built. */
  readonly onFault: (error: unknown) => void
}

export interface Engine extends Lives, AsyncDisposable {
  /** Version of the server, for a person. Throws where it does not answer. */
  serverVersion(): Promise<string>
  /** Wakes what tells a recipient, and starts it if it is not there. Throws where Temporal does not answer. */
  wake(recipient: string): Promise<void>
}

export function startEngine(options: EngineOptions): Engine {
  return new BackgroundEngine(options)
}

class BackgroundEngine implements Engine {
  readonly #options: EngineOptions
  readonly #stop = new AbortController()
  readonly #finished: Promise<void>
  #link: TemporalLink | undefined
  #lives: Lives | undefined
  #worker: OfficeWorker | undefined

  constructor(options: EngineOptions) {
    this.#options = options
    this.#finished = this.#run().catch((error: unknown) => {
      if (!this.#stop.signal.aborted) options.onFault(error)
    })
  }

  tell: Lives['tell'] = (...args) => this.#connected().tell(...args)
  running: Lives['running'] = () => this.#connected().running()

  /** A Temporal whose worker is being made again does not watch either. */
  async check(): Promise<boolean> {
    return this.#lives !== undefined && this.#worker !== undefined && this.#lives.check()
  }

  async serverVersion(): Promise<string> {
    const { client } = this.#linked()
    const info = await client.connection.withDeadline(Date.now() + answerMs, () =>
      client.connection.workflowService.getSystemInfo({}),
    )
    return info.serverVersion ?? 'unknown'
  }

  async wake(recipient: string): Promise<void> {
    const { client } = this.#linked()
    const input: NotificationInput = { recipient }
    await client.connection.withDeadline(Date.now() + tellTimeoutMs, () =>
      client.workflow.signalWithStart('notificationDelivery', {
        workflowId: `notifications/${recipient}`,
        taskQueue: this.#options.taskQueue,
        args: [input],
        signal: newsSignal,
        staticSummary: `notifications of ${recipient}`,
      }),
    )
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort(new Error('the office stops'))
    await this.#worker?.[Symbol.asyncDispose]()
    await this.#finished
    await this.#link?.[Symbol.asyncDispose]()
  }

  #connected(): Lives {
    if (this.#lives === undefined)
      throw new Error(`Temporal at ${this.#options.address} has not been reached yet`)
    return this.#lives
  }

  #linked(): TemporalLink {
    if (this.#link === undefined) throw new Error('it has not been reached yet')
    return this.#link
  }

  async #run(): Promise<void> {
    const { signal } = this.#stop
    const { log } = this.#options
    const bundlePath = await this.#options.bundlePath()
    for (const pauseMs of backOff({ firstMs: 200, longestMs: 5_000 })) {
      if (signal.aborted) return
      try {
        this.#link ??= await connectTemporal(this.#options)
        await addSearchAttributes(this.#link.client, this.#options.namespace)
        this.#lives ??= livesIn(this.#link.client, this.#options)
        this.#worker = await createOfficeWorker({
          ...this.#options,
          connection: this.#link.native,
          bundlePath,
        })
        // Stopped in between: the disposal has not seen this worker.
        if (signal.aborted) await this.#worker[Symbol.asyncDispose]()
        await this.#worker.finished
      } catch (error) {
        if (!signal.aborted)
          log.warn(
            { err: error, pauseMs },
            'Temporal is not reached, or its worker failed; trying again',
          )
      } finally {
        this.#worker = undefined
      }
      await sleep(pauseMs, undefined, { signal }).catch(() => undefined)
    }
  }
}

const answerMs = 1_500
