// The worker of one office: runs its workflows and their `record` activity. It starts, and it stops after what it has begun.

import { ProblemError } from '../../../shared/kernel/problems.ts'
import { ApplicationFailure, type DataConverter } from '@temporalio/common'
import { type NativeConnection, Worker } from '@temporalio/worker'
import {
  maxCachedWorkflows,
  stickyWorkerTimeoutMs,
  workerShutdownMs,
} from '../../../shared/kernel/limits.ts'
import {
  faultsNotRetried,
  type LifeActivities,
  type NotificationActivities,
} from '../../../workflows/messages.ts'

export interface OfficeWorker extends AsyncDisposable {
  /** Resolves when the worker has stopped; rejects if it failed by itself, which the composition root has to act on. */
  readonly finished: Promise<void>
}

export interface WorkerOptions {
  readonly connection: NativeConnection
  readonly namespace: string
  readonly taskQueue: string
  readonly activities: LifeActivities & Partial<NotificationActivities>
  readonly bundlePath: string
  readonly converter: DataConverter
  readonly cachedWorkflows?: number
}

/** Disposing waits for what is under way, at most twice `workerShutdownMs`; what is cut off then is done again by the next worker. */
export async function createOfficeWorker(options: WorkerOptions): Promise<OfficeWorker> {
  const {
    connection,
    namespace,
    taskQueue,
    activities,
    bundlePath,
    converter,
    cachedWorkflows = maxCachedWorkflows,
  } = options
  const worker = await Worker.create({
    connection,
    namespace,
    taskQueue,
    activities: { ...activities, ...withNamedFaults(activities) },
    workflowBundle: { codePath: bundlePath },
    dataConverter: converter,
    maxCachedWorkflows: cachedWorkflows,
    stickyQueueScheduleToStartTimeout: stickyWorkerTimeoutMs,
    shutdownGraceTime: workerShutdownMs,
    shutdownForceTime: 2 * workerShutdownMs,
  })
  const finished = worker.run()
  // Whoever awaits `finished` hears of a failure; nobody having come to it yet must not end the process.
  finished.catch(() => undefined)
  return {
    finished,
    [Symbol.asyncDispose]: async () => {
      if (worker.getState() === 'RUNNING') worker.shutdown()
      await finished
    },
  }
}

/** Temporal knows an error by its class only; the port's promise is about the name of what is behind it. */
function withNamedFaults(activities: LifeActivities): LifeActivities {
  const named =
    <A extends unknown[], R>(call: (...args: A) => Promise<R>) =>
    async (...args: A): Promise<R> => {
      try {
        return await call(...args)
      } catch (error) {
        const fault = error instanceof ProblemError ? error.cause : error
        if (!(fault instanceof Error) || !faultsNotRetried.some((name) => name === fault.name))
          throw error
        throw ApplicationFailure.create({
          message: fault.message,
          type: fault.name,
          nonRetryable: true,
          cause: fault,
        })
      }
    }
  return { record: named(activities.record), read: named(activities.read) }
}
