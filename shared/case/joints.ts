// From the joint actions of a case to what each office's staff needs: ids that are the same in every run, and each office's own drafts.

import type { LocalDate } from '../kernel/date.ts'
import {
  jointIdOf,
  type CommandId,
  type JointId,
  type OfficeId,
  type OrderId,
} from '../kernel/ids.ts'
import type { OrderCommand } from '../order/order.schema.ts'
import { legalDateOf, type Case, type CaseFact } from './case.schema.ts'
import { commandsOf, idOf } from './commands.ts'

export type JointFact = Extract<CaseFact, { readonly what: 'joint-proposed' }>
export interface CaseDraft {
  readonly order: OrderId
  readonly command: OrderCommand
}
export interface CaseJoint {
  readonly index: number
  readonly joint: JointId
  readonly on: LocalDate
  readonly fact: JointFact
  /** Per invited office: the very commands by which the case's own facts issue its orders, so that whichever comes second changes nothing. */
  readonly drafts: ReadonlyMap<OfficeId, readonly CaseDraft[]>
  idOf(step: 'propose' | `${'consent' | 'approve'}/${OfficeId}` | `go/${string}`): CommandId
}

export function jointsOf(file: Case): CaseJoint[] {
  const issues = commandsOf(file).flatMap((step) =>
    step.to === 'order' && step.command.kind === 'issue' && step.ref.office === step.office
      ? [step]
      : [],
  )
  return file.facts.flatMap((fact): CaseJoint[] => {
    if (fact.what !== 'joint-proposed') return []
    const own = issues.filter(({ order }) => fact.orders?.includes(order) === true)
    const drafts = new Map(
      fact.offices.map((office) => [
        office,
        own
          .filter((step) => step.office === office)
          .map(({ order, command }) => ({ order, command })),
      ]),
    )
    return [
      {
        index: fact.index,
        joint: jointIdOf(fact.office, fact.action),
        on: legalDateOf(fact),
        fact,
        drafts,
        idOf: (step) => idOf(file, `${fact.index}/${step}`),
      },
    ]
  })
}
