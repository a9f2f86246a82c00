// Tells lives in Temporal, starts those that are not there, and lists those that run. Nothing is decided here.

import type { Client } from '@temporalio/client'
import type { Aggregate } from '../../../shared/kernel/aggregate.ts'
import { realMsUntil, type ClockSetting } from '../../../shared/kernel/clock.ts'
import { parseWorkflowId, workflowIdOf, type AggregateRef } from '../../../shared/kernel/ids.ts'
import {
  engineAnswerMs,
  tellTimeoutMs,
  workflowTaskTimeoutMs,
} from '../../../shared/kernel/limits.ts'
import { showingOf as showingOfKind, type Showing } from '../../../shared/phase.ts'
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
  readonly showingOf?: typeof showingOfKind
}

/** What a life that is not there yet shows from its first moment, and for how long nothing needs to be run for it. What runs already keeps its own. */
function startedAs({ phase, version, until, isEnded }: Showing, clock: ClockSetting) {
  const sleepMs = until === undefined ? longestSleepMs : realMsUntil(clock, Date.now(), until)
  return {
    searchAttributes: {
      [searchAttributes.phase]: [phase],
      [searchAttributes.version]: [version],
      ...(until === undefined ? {} : { [searchAttributes.until]: [new Date(until)] }),
    },
    ...(isEnded || sleepMs <= 0 ? {} : { startDelay: Math.min(sleepMs, longestSleepMs) }),
  }
}

/** Ten years: a life that wakes without a reason sleeps again. */
const longestSleepMs = 3_650 * 86_400_000

export function livesIn(client: Client, options: LivesOptions): Lives {
  const { taskQueue, clock, limits, showingOf = showingOfKind } = options
  return {
    async tell(ref: AggregateRef, told: Told, known?: Aggregate<unknown>): Promise<void> {
      const type = options.workflowType ?? lifeTypeOf(ref)
      if (type === undefined) return
      const setting = clock()
      const showing = known === undefined ? undefined : showingOf(ref, known)
      const input: LifeInput = {
        ref,
        clock: setting,
        ...(known === undefined ? {} : { aggregate: known }),
        ...(showing === undefined ? {} : { shown: showing.version }),
        ...(limits === undefined ? {} : { limits }),
      }
      await client.connection.withDeadline(Date.now() + tellTimeoutMs, () =>
        client.workflow.signalWithStart(type, {
          workflowId: workflowIdOf(ref),
          taskQueue,
          args: [input],
          signal: toldSignal,
          signalArgs: [setting.kind === 'stepped' ? { ...told, clock: setting } : told],
          workflowIdReusePolicy: 'ALLOW_DUPLICATE',
          workflowTaskTimeout: workflowTaskTimeoutMs,
          staticSummary: `${ref.kind} ${ref.office}:${ref.id}`,
          ...(showing === undefined ? {} : startedAs(showing, setting)),
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
