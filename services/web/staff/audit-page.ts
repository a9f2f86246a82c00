// One page of the audit list, the newest first, for the page and the API.

import type { AuditEntry, AuditQuery } from '../../../shared/contract/staff.schema.ts'
import type { Staff } from '../../../shared/contract/staff.ts'
import type { Actor } from '../../../shared/kernel/actor.ts'

export const pageSize = 50

export interface AuditPage {
  readonly entries: readonly AuditEntry[]
  /** The number to ask for what is older; null at the end of the list. */
  readonly next: number | null
}

/** One page, the newest first, and where the next one begins. */
export function auditPage(staff: Staff, actor: Actor, query: AuditQuery): AuditPage {
  const limit = query.limit ?? pageSize
  const found = staff.audit(actor, { ...query, limit: limit + 1 })
  const entries = found.slice(0, limit)
  return { entries, next: found.length > limit ? (entries.at(-1)?.number ?? null) : null }
}
