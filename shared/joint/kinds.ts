// What each kind of joint action may hold, in one table.

import type { OrderCommand } from '../order/order.schema.ts'
import type { JointKind } from './terms.schema.ts'

interface KindRule {
  /** It ends in a release, at which every office acts; otherwise it is a question that each office answers. */
  readonly together: boolean
  /** What an office may draft for its own orders. */
  readonly drafts: readonly OrderCommand['kind'][]
  /** Whether acting makes the document public. Where it does not, the document stays sealed for ever. */
  readonly reveals: boolean
}

export const kindRules: Readonly<Record<JointKind, KindRule>> = {
  issuance: { together: true, drafts: ['issue'], reveals: false },
  statement: { together: true, drafts: [], reveals: true },
  'compliance-date': { together: true, drafts: ['extend'], reveals: false },
  escalation: { together: true, drafts: ['escalate'], reveals: false },
  request: { together: true, drafts: [], reveals: true },
  hearing: { together: true, drafts: [], reveals: true },
  assistance: { together: false, drafts: [], reveals: false },
  deconfliction: { together: false, drafts: [], reveals: false },
}
