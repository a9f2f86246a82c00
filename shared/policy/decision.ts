// What a decision may look at besides the state of its aggregate: the law, the office that decides, and today.

import type { LocalDate } from '../kernel/date.ts'
import type { OfficeEntry } from '../office/directory.schema.ts'
import type { Pack } from './pack.schema.ts'

export interface DecisionContext {
  readonly office: OfficeEntry
  readonly packs: readonly Pack[]
  /** Version of the zone data in use; it goes into every derivation. */
  readonly zoneData: string
  /** Today's legal date in the office's own zone. */
  readonly today: LocalDate
}
