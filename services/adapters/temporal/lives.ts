// Tells lives in Temporal, starts those that are not there, and lists those that run. Nothing is decided here.

import type { Client } from '@temporalio/client'
import type { Aggregate } from '../../../shared/kernel/aggregate.ts'
import type { ClockSetting } from '../../../shared/kernel/clock.ts'
import { parseWorkflowId, workflowIdOf, type AggregateRef } from '../../../shared/kernel/ids.ts'
import {
  engineAnswerMs,
  tellTimeoutMs,
  workflowTaskTimeoutMs,
} from '../../../shared/kernel/limits.ts'
import type { Lives } from '../../office/ports.ts'
import {
  type LifeInput,
  lifeTypeOf,
  searchAttributes,
  type Told,
  toldSignal,
} from '../../../workflows/messages.ts'

export interface LivesOptions {
  readonly taskQueue: string
  readonly clock: () => ClockSetting
  /** For tests: bounds of a run, and a workflow type of their own. */
  readonly limits?: LifeInput['limits']
  readonly workflowType?: string
}

export function livesIn(client: Client, options: LivesOptions): Lives {
  const { taskQueue, clock, limits } = options
  return {
    async tell(ref: AggregateRef, told: Told, known?: Aggregate<unknown>): Promise<void> {
      const type = options.workflowType ?? lifeTypeOf(ref)
      if (type === undefined) return
      const input: LifeInput = {
        ref,
        clock: clock(),
        ...(known === undefined ? {} : { aggregate: known }),
        ...(limits === undefined ? {} : { limits }),
      }
      await client.connection.withDeadline(Date.now() + tellTimeoutMs, () =>
        client.workflow.signalWithStart(type, {
          workflowId: workflowIdOf(ref),
          taskQueue,
          args: [input],
          signal: toldSignal,
          signalArgs: [told],
          workflowIdReusePolicy: 'ALLOW_DUPLICATE',
          workflowTaskTimeout: workflowTaskTimeoutMs,
          staticSummary: `${ref.kind} ${ref.office}:${ref.id}`,
        }),
      )
    },

    async *running() {
      const query = "ExecutionStatus = 'Running'"
      for await (const { workflowId, searchAttributes: found } of client.workflow.list({
        query,
        pageSize: 1_000,
      })) {
        const ref = parseWorkflowId(workflowId)
        const version = found[searchAttributes.version]?.[0]
        if (ref !== undefined) yield { ref, version: typeof version === 'number' ? version : 0 }
      }
    },

    async check(): Promise<boolean> {
      try {
        await client.connection.withDeadline(Date.now() + engineAnswerMs, () =>
          client.connection.workflowService.describeNamespace({
            namespace: client.options.namespace,
          }),
        )
        return true
      } catch {
        return false
      }
    },
  }
}
