// Takes a command to the workflow of its aggregate, starting it if need be, and brings back what was recorded or why not.
// Nothing is decided here. A command may be sent again with the same id at any time: it is recorded once.

import { randomUUID } from 'node:crypto'
import {
  ServiceError,
  WithStartWorkflowOperation,
  WorkflowUpdateFailedError,
  WorkflowUpdateRPCTimeoutOrCancelledError,
  type Client,
} from '@temporalio/client'
import { ApplicationFailure, WorkflowNotFoundError } from '@temporalio/common'
import type { Aggregate } from '../../../shared/kernel/aggregate.ts'
import type { ClockSetting } from '../../../shared/kernel/clock.ts'
import { type AggregateRef, workflowIdOf } from '../../../shared/kernel/ids.ts'
import { submitTimeoutMs, workflowTaskTimeoutMs } from '../../../shared/kernel/limits.ts'
import { catalogue, type Problem, ProblemError } from '../../../shared/kernel/problems.ts'
import type { SubmitReply } from '../../../shared/contract/reply.ts'
import {
  type AnyCommand,
  catchUpUpdate,
  type EntityInput,
  knownAlready,
  type UpdateReply,
  workflowTypeOf,
} from '../../../workflows/messages.ts'

export interface Submitter {
  /**
   * The answer is an event or a refusal. Throws a ProblemError `unavailable` where no answer came in time (the command may still be
   * carried out), and `internal-fault` where it could not be recorded for a reason that somebody has to mend.
   */
  submit(ref: AggregateRef, command: AnyCommand): Promise<SubmitReply>
  /** Has the aggregate's workflow running with all that the ledger has, so that its alarms go off: for a Temporal that has lost some of it, or the whole workflow. */
  wake(ref: AggregateRef, aggregate: Aggregate<unknown>): Promise<void>
}

export interface SubmitOptions {
  readonly taskQueue: string
  readonly clock: ClockSetting
  /** Version of the aggregate in the office's projection: a workflow that knows less refuses nothing by itself. */
  readonly seen?: (ref: AggregateRef) => number
  readonly timeoutMs?: number
  /** For tests: bounds of a workflow run, and a workflow type of their own. */
  readonly limits?: EntityInput['limits']
  readonly workflowType?: string
}

export function createSubmitter(client: Client, options: SubmitOptions): Submitter {
  const { taskQueue, clock, seen = () => 0, timeoutMs = submitTimeoutMs, limits } = options

  function startOf(ref: AggregateRef, aggregate?: Aggregate<unknown>) {
    const type = options.workflowType ?? typeOf(ref)
    const input: EntityInput = {
      ref,
      clock,
      ...(aggregate === undefined ? {} : { aggregate }),
      ...(limits === undefined ? {} : { limits }),
    }
    return {
      type,
      with: {
        workflowId: workflowIdOf(ref),
        taskQueue,
        args: [input],
        workflowIdConflictPolicy: 'USE_EXISTING',
        workflowIdReusePolicy: 'ALLOW_DUPLICATE',
        workflowTaskTimeout: workflowTaskTimeoutMs,
        staticSummary: `${ref.kind} ${ref.office}:${ref.id}`,
      } as const,
    }
  }

  async function update<R, A extends unknown[]>(
    name: string,
    start: ReturnType<typeof startOf>,
    args: A,
    updateId: string,
  ): Promise<R> {
    const startWorkflowOperation = new WithStartWorkflowOperation<
      (input: EntityInput) => Promise<void>
    >(start.type, start.with)
    return client.workflow.executeUpdateWithStart<(input: EntityInput) => Promise<void>, R, A>(
      name,
      { updateId, args, startWorkflowOperation },
    )
  }

  function send(
    ref: AggregateRef,
    command: AnyCommand,
    updateId: string,
    asked: string,
  ): Promise<UpdateReply> {
    return untilDelivered(() =>
      update<UpdateReply, [AnyCommand, string, number]>(
        command.kind,
        startOf(ref),
        [command, asked, seen(ref)],
        updateId,
      ),
    )
  }

  /** Temporal remembers an update's outcome by its id, a refusal and a fault too; those are asked anew, so that a later try can succeed. */
  async function ask(ref: AggregateRef, command: AnyCommand): Promise<SubmitReply> {
    const asked = randomUUID()
    const first = await send(ref, command, command.id, asked).catch((error: unknown) => {
      if (error instanceof WorkflowUpdateFailedError && problemOf(error) === undefined)
        return undefined
      throw error
    })
    if (first !== undefined && (first.reply.kind === 'recorded' || first.asked === asked))
      return first.reply
    return (await send(ref, command, `${command.id}~${asked}`, asked)).reply
  }

  return {
    submit: async (ref, command) => {
      try {
        return await client.connection.withDeadline(Date.now() + timeoutMs, () => ask(ref, command))
      } catch (error) {
        const problem = error instanceof WorkflowUpdateFailedError ? problemOf(error) : undefined
        if (problem !== undefined) return { kind: 'refused', problem }
        throw asProblem(
          error,
          `Command "${command.id}" (${command.kind}) for ${ref.kind} "${ref.office}:${ref.id}"`,
          timeoutMs,
        )
      }
    },
    wake: async (ref, aggregate) => {
      const caughtUp = () =>
        untilDelivered(() =>
          update<void, [Aggregate<unknown>]>(
            catchUpUpdate,
            startOf(ref, aggregate),
            [aggregate],
            `${catchUpUpdate}/${randomUUID()}`,
          ),
        )
      try {
        await client.connection.withDeadline(Date.now() + timeoutMs, caughtUp)
      } catch (error) {
        if (
          error instanceof WorkflowUpdateFailedError &&
          error.cause instanceof ApplicationFailure &&
          error.cause.type === knownAlready
        )
          return
        throw asProblem(error, `The workflow of ${ref.kind} "${ref.office}:${ref.id}"`, timeoutMs)
      }
    },
  }
}

/** A workflow that ends or continues as new just then lets go of an update that it has not taken: it is sent again, until the deadline. */
async function untilDelivered<T>(send: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await send()
    } catch (error) {
      if (!(error instanceof WorkflowNotFoundError)) throw error
    }
  }
}

function typeOf(ref: AggregateRef): string {
  const type = workflowTypeOf(ref)
  if (type === undefined) throw new Error(`There is no workflow for a ${ref.kind}`)
  return type
}

/** The refusal that the validator put into the failure, if it is one. */
function problemOf(error: WorkflowUpdateFailedError): Problem | undefined {
  const { cause } = error
  if (
    !(cause instanceof ApplicationFailure) ||
    typeof cause.type !== 'string' ||
    !(cause.type in catalogue)
  )
    return undefined
  return cause.details?.[0] as Problem | undefined
}

function asProblem(error: unknown, what: string, timeoutMs: number): ProblemError {
  if (error instanceof WorkflowUpdateFailedError) {
    return new ProblemError(
      {
        code: 'internal-fault',
        message: `${what} could not be recorded: ${rootMessage(error)}. See the office's log, mend it, and send the command again with the same id`,
        value: what,
      },
      { cause: error },
    )
  }
  if (error instanceof WorkflowUpdateRPCTimeoutOrCancelledError || error instanceof ServiceError) {
    return new ProblemError(
      {
        code: 'unavailable',
        message: `${what} was not answered within ${timeoutMs / 1000} s: it may still be carried out. Send it again with the same id: it is recorded once`,
      },
      { cause: error },
    )
  }
  return new ProblemError(
    { code: 'internal-fault', message: `${what} failed: ${rootMessage(error)}` },
    { cause: error },
  )
}

function rootMessage(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return error.cause === undefined ? error.message : rootMessage(error.cause)
}
