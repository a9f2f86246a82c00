// What an office may draft for itself in a joint action: acts of the right kind, on its own orders, with the power for them.

import type { OfficeEntry } from '../office/directory.schema.ts'
import { parseOrderId } from '../kernel/ids.ts'
import { problem, type Problem } from '../kernel/problems.ts'
import type { Text } from '../kernel/text.ts'
import { hasOrderPower, nameOfKind, noOrderPower, notOwnProblem } from '../office/powers.ts'
import type { OrderCommand } from '../order/order.schema.ts'
import type { Draft } from './draft.schema.ts'
import { kindRules } from './kinds.ts'
import type { JointKind } from './terms.schema.ts'
import { draftWords, kindNames } from './words.ts'

/** The first thing that is wrong with `drafts`: `not-this-kind`, `wrong-office`, `no-order-power`, `invalid-input`. */
export function draftsProblem(
  action: JointKind,
  office: Pick<OfficeEntry, 'id' | 'role'>,
  drafts: readonly Draft[],
): Problem | undefined {
  const allowed = kindRules[action].drafts
  const seen = new Set<string>()
  for (const { order, command } of drafts) {
    if (!allowed.includes(command.kind)) return notThisKind(action, allowed, command.kind)
    const foreign = notOwnProblem(office.id, parseOrderId(order)?.office, {
      id: order,
      name: nameOfKind.order,
    })
    if (foreign !== undefined) return foreign
    if (!hasOrderPower(office))
      return noOrderPower(office.id, {
        en: `it cannot draft for order "${order}"`,
        fr: `il ne peut rien préparer pour l’ordonnance « ${order} »`,
      })
    if (seen.has(order))
      return problem(
        'invalid-input',
        {
          en: `Order "${order}" is drafted for twice`,
          fr: `L’ordonnance « ${order} » figure deux fois`,
        },
        order,
      )
    seen.add(order)
  }
  if (allowed.length === 0 || drafts.length > 0 || !hasOrderPower(office)) return undefined
  const holds = draftNames(allowed)
  return problem(
    'invalid-input',
    {
      en: `Nothing to do: a consent of ${office.id} comes here with its own drafts (${kindNames[action].en}: ${holds.en})`,
      fr: `Rien à faire : un consentement de ${office.id} est accompagné ici de ses propres projets (${kindNames[action].fr} : ${holds.fr})`,
    },
    action,
  )
}

function notThisKind(
  action: JointKind,
  allowed: readonly OrderCommand['kind'][],
  kind: OrderCommand['kind'],
): Problem {
  const [holds, given] = [draftNames(allowed), draftNames([kind])]
  return problem(
    'not-this-kind',
    {
      en: `A ${kindNames[action].en} holds ${holds.en}, not ${given.en}`,
      fr: `Ce qui y a sa place (${kindNames[action].fr}) : ${holds.fr}, et non ${given.fr}`,
    },
    kind,
  )
}

function draftNames(kinds: readonly OrderCommand['kind'][]): Text {
  const other = { en: 'something else', fr: 'autre chose' }
  const each = (lang: keyof Text) =>
    kinds.map((kind) => (draftWords[kind] ?? other)[lang]).join(', ')
  return { en: each('en') || 'no drafts', fr: each('fr') || 'aucun projet' }
}
