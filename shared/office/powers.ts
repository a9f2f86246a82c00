// What an office may do at all, whatever the state of things: bind somebody with an order, and write in whose ledger.

import type { LocalDate } from '../kernel/date.ts'
import type { AggregateRef, OfficeId } from '../kernel/ids.ts'
import { problem, type Problem, type RuleRef } from '../kernel/problems.ts'
import type { Text } from '../kernel/text.ts'
import { readRule } from '../policy/doubt.ts'
import type { Pack } from '../policy/pack.schema.ts'
import { packFor, ruleRefs } from '../policy/select.ts'
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
    readRule(rule),
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

/** What an office may write at all, on what day: its own aggregates, and orders with order power only. With the section that says what it has instead. */
export function powerProblem(
  office: Pick<OfficeEntry, 'id' | 'role' | 'statutes'>,
  packs: readonly Pack[],
  ref: AggregateRef,
  on: LocalDate,
): Problem | undefined {
  const id = ref.kind === 'matter' ? ref.id : `${ref.office}:${ref.id}`
  const foreign = notOwnProblem(office.id, ref.office, { id, name: nameOfKind[ref.kind] })
  if (foreign !== undefined) return foreign
  if (ref.kind !== 'order' || hasOrderPower(office)) return undefined
  const [statute = ''] = office.statutes
  const pack = packFor(packs, statute, on)
  const [rule] = pack.ok
    ? ruleRefs(pack.value, pack.value.instruments.find(({ binding }) => !binding)?.citations ?? [])
    : []
  return noOrderPower(
    office.id,
    {
      en: `it cannot record order "${id}", for it makes no binding orders under ${statute}`,
      fr: `il ne peut pas consigner l’ordonnance « ${id} », car il ne rend pas d’ordonnance exécutoire en vertu de ${statute}`,
    },
    rule,
  )
}

/** The names of what an office keeps, as a sentence begins with them. */
export const nameOfKind = {
  order: { en: 'Order', fr: 'L’ordonnance' },
  matter: { en: 'Matter', fr: 'Le dossier' },
  joint: { en: 'Joint action', fr: 'L’action conjointe' },
  office: { en: 'Office record', fr: 'Le registre' },
} as const satisfies Record<string, Text>
