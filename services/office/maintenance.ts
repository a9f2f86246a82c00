// An office announces that it will be away, in its own ledger; the others read it there, and show until when instead of that it is away.

import type { Actor } from '../../shared/kernel/actor.ts'
import type { Instant, LocalDate } from '../../shared/kernel/date.ts'
import type { AggregateRef, CommandId, OfficeId } from '../../shared/kernel/ids.ts'
import { ProblemError } from '../../shared/kernel/problems.ts'
import type { SubmitReply } from '../../shared/contract/reply.ts'
import { maintenanceNow, type LedgersState } from '../../shared/office/ledgers.ts'
import { maintenanceRef, type Maintenance } from '../../shared/office/ledgers.schema.ts'
import type { AnyCommand } from '../../shared/rules.ts'

export interface MaintenanceOptions {
  readonly office: OfficeId
  readonly aggregate: (ref: AggregateRef) => { readonly state: unknown } | undefined
  readonly now: () => Instant
  readonly today: () => LocalDate
  readonly submit: (actor: Actor, ref: AggregateRef, command: AnyCommand) => Promise<SubmitReply>
}

export function createMaintenance({ office, aggregate, now, today, submit }: MaintenanceOptions) {
  const stateOf = (id: OfficeId) => aggregate(maintenanceRef(id))?.state as LedgersState | undefined
  return {
    /** What an office announced, while it lasts. */
    of: (id: OfficeId) => maintenanceNow(stateOf(id), now()),
    async announce(actor: Actor, { from, until, reason }: Maintenance): Promise<Maintenance> {
      const before = stateOf(office)?.maintenances.length ?? 0
      const command = {
        // Sent again it is the same; announced anew it is another, whatever was announced in between.
        id: `maintenance/${Date.parse(from)}/${Date.parse(until)}/${before}` as CommandId,
        kind: 'announce-maintenance',
        on: today(),
        from,
        until,
        reason,
      } as const
      const reply = await submit(actor, maintenanceRef(office), command)
      if (reply.kind === 'refused') throw new ProblemError(reply.problem)
      return { from, until, reason }
    },
  }
}
