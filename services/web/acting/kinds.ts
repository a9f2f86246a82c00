// Which commands people send: asked of the schemas that the API takes, so that a new one has a form or the compiler says so.

import {
  publicMatterCommandSchema,
  publicOrderCommandSchema,
} from '../../../shared/contract/commands.schema.ts'
import type {
  PublicMatterCommand,
  PublicOrderCommand,
} from '../../../shared/contract/office-api.ts'

export const orderKinds = publicOrderCommandSchema.options.map(
  (option) => option.shape.kind.value,
) as readonly PublicOrderCommand['kind'][]
export const matterKinds = publicMatterCommandSchema.options.map(
  (option) => option.shape.kind.value,
) as readonly PublicMatterCommand['kind'][]

/** Under which heading an order's acts stand: in the order of its life. */
export const orderGroups = {
  service: ['issue', 'serve', 'dispute-service', 'decide-service'],
  respondent: ['comply', 'refuse', 'assess'],
  time: ['extend', 'undo-extension', 'set-deadline', 'correct'],
  court: ['challenge', 'extend-challenge-time', 'decide', 'reword', 'stay'],
  escalation: ['escalate', 'record-outcome'],
  order: ['rescind', 'withdraw', 'close', 'reopen', 'succeed', 'record-in-error'],
} as const satisfies Record<string, readonly PublicOrderCommand['kind'][]>

export type OrderGroup = keyof typeof orderGroups

/** Does not compile while an act stands under no heading. */
type Ungrouped = Exclude<PublicOrderCommand['kind'], (typeof orderGroups)[OrderGroup][number]>
true satisfies [Ungrouped] extends [never] ? true : never
