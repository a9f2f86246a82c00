// The activities of a workflow: to record, through the office's door, that an instant has come, and to read what the workflow missed.

import { workflowIdOf } from '../../shared/kernel/ids.ts'
import { isToTryAgain, ProblemError } from '../../shared/kernel/problems.ts'
import type { AnyCommand } from '../../shared/rules.ts'
import type { LifeActivities } from '../../workflows/messages.ts'
import { isMark, type Door } from './door.ts'

export interface LifeActivityOptions {
  readonly door: Pick<Door, 'submit' | 'eventsAfter'>
}

export function createLifeActivities({ door }: LifeActivityOptions): LifeActivities {
  return {
    async record({ ref, command, late, after }) {
      // The rules made this command, from the facts of one of the office's own aggregates.
      const said = { ...command, ...(late && isMark(command) ? { late } : {}) } as AnyCommand
      const actor = { kind: 'workflow', name: workflowIdOf(ref) } as const
      // The id identifies an alarm completely: late or in time, it is the same command.
      const reply = await door.submit(actor, ref, said, command.id)
      if (reply.kind === 'refused' && isToTryAgain(reply.problem))
        throw new ProblemError(reply.problem)
      const events = await door.eventsAfter(ref, after)
      return reply.kind === 'refused' ? { events, refused: reply.problem } : { events }
    },
    read: ({ ref, after }) => door.eventsAfter(ref, after),
  }
}
