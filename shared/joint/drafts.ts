// What an office may draft for itself in a joint action: acts of the right kind, on its own orders, with the power for them.

import type { OfficeEntry } from '../office/directory.schema.ts'
import { parseOrderId } from '../kernel/ids.ts'
import type { Problem } from '../kernel/problems.ts'
import type { Draft } from './draft.schema.ts'
import { kindRules } from './kinds.ts'
import type { JointKind } from './terms.schema.ts'

/** The first thing that is wrong with `drafts`: `not-this-kind`, `wrong-office`, `no-order-power`, `invalid-input`. */
export function draftsProblem(
  action: JointKind,
  office: Pick<OfficeEntry, 'id' | 'role'>,
  drafts: readonly Draft[],
): Problem | undefined {
  const allowed = kindRules[action].drafts
  const seen = new Set<string>()
  for (const { order, command } of drafts) {
    if (!allowed.includes(command.kind))
      return problem(
        'not-this-kind',
        `A joint ${action} holds ${allowed.length === 0 ? 'no drafts' : `drafts of ${allowed.join(', ')}`}, not "${command.kind}"`,
        command.kind,
      )
    if (parseOrderId(order)?.office !== office.id)
      return problem(
        'wrong-office',
        `Order "${order}" is not kept by ${office.id}: an office drafts for its own orders only`,
        order,
      )
    if (office.role === 'observer')
      return problem(
        'no-order-power',
        `${office.id} has no order power: it cannot draft for order "${order}"`,
        office.id,
      )
    if (seen.has(order))
      return problem('invalid-input', `Order "${order}" is drafted for twice`, order)
    seen.add(order)
  }
  return allowed.length > 0 && drafts.length === 0 && office.role === 'commissioner'
    ? problem(
        'invalid-input',
        `Nothing to do: a consent of ${office.id} to a joint ${action} comes with its own drafts (${allowed.join(', ')})`,
        action,
      )
    : undefined
}

function problem(code: Problem['code'], message: string, value: string): Problem {
  return { code, message, value }
}
