// What the parts of the desk are made with.

import type { DeskAbout } from '../../../shared/contract/desk.schema.ts'
import type { AuditEntry } from '../../../shared/contract/staff.schema.ts'
import type { Actor, Identity } from '../../../shared/kernel/actor.ts'
import type { Instant } from '../../../shared/kernel/date.ts'
import type { DeskStore } from './ports.ts'

export interface DeskOptions {
  readonly store: DeskStore
  /** Whether this office knows it: of what is not known nobody keeps a desk. */
  readonly isKnown: (about: DeskAbout) => boolean
  /** Who may have something on their desk; with an act: and may do that. */
  readonly colleagues: (act?: string) => readonly Identity[]
  readonly audit: (
    entry: Pick<AuditEntry, 'kind' | 'act' | 'about'> & Partial<AuditEntry>,
    actor: Actor,
  ) => void
  /** Real time. */
  readonly now: () => Instant
  readonly newId: () => string
}
