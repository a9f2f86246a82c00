// What an office may do at all, whatever the state of things: bind somebody with an order, and write in whose ledger.

import type { OfficeId } from '../kernel/ids.ts'
import { problem, type Problem, type RuleRef } from '../kernel/problems.ts'
import type { Text } from '../kernel/text.ts'
import type { OfficeEntry } from './directory.schema.ts'

/** A commissioner issues orders; an observer watches, and speaks in its own ledger. */
export function hasOrderPower({ role }: Pick<OfficeEntry, 'role'>): boolean {
  return role === 'commissioner'
}

/** `no-order-power`. `so`: what follows from it, and what to do instead. `rule`: the section that says what the office has. */
export function noOrderPower(office: OfficeId, so: Text, rule?: RuleRef): Problem {
  return problem(
    'no-order-power',
    {
      en: `${office} has no order power: ${so.en}`,
      fr: `${office} n’a pas de pouvoir d’ordonnance : ${so.fr}`,
    },
    office,
    rule === undefined ? {} : { rule },
  )
}

/** `wrong-office` where `what` belongs to `owner` and not to `office`: an office decides and writes for itself only. */
export function notOwnProblem(
  office: OfficeId,
  owner: OfficeId | undefined,
  what: { readonly id: string; readonly name: Text },
): Problem | undefined {
  if (owner === office) return undefined
  return problem(
    'wrong-office',
    {
      en: `${what.name.en} "${what.id}" is not kept by ${office}: ${owner === undefined ? 'no office is named in it' : `it is for ${owner} alone to decide on it`}`,
      fr: `${what.name.fr} « ${what.id} » ne relève pas de ${office} : ${owner === undefined ? 'aucun organisme n’y est nommé' : `${owner} seul en décide`}`,
    },
    what.id,
  )
}

/** The names of what an office keeps, as a sentence begins with them. */
export const nameOfKind = {
  order: { en: 'Order', fr: 'L’ordonnance' },
  matter: { en: 'Matter', fr: 'Le dossier' },
  joint: { en: 'Joint action', fr: 'L’action conjointe' },
  office: { en: 'Office record', fr: 'Le registre' },
} as const satisfies Record<string, Text>
