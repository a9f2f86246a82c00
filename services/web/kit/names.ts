// Names for what events and refusals carry as ids: parties of an order, routes of its law.

import type { Names } from '../../../shared/contract/event-text.ts'
import type { OrderDetail } from '../../../shared/contract/views.schema.ts'
import type { Party } from '../../../shared/order/order.schema.ts'
import type { PageContext } from './context.ts'
import { statuteName } from './parts.ts'

/** Whom an order binds, and who else gets a copy. */
export function partiesOf({ state }: OrderDetail): readonly Party[] {
  return [state.respondent, ...(state.respondents ?? []), ...state.otherParties]
}

export function namesOf(page: PageContext, order: OrderDetail): Names {
  const pack = page.api.packOf(order.view.statute, order.view.issuedOn)
  return {
    party: (id) => partiesOf(order).find((party) => party.id === id)?.name ?? id,
    route: (id) => pack?.routes.find((route) => route.id === id)?.name[page.lang] ?? id,
    statute: (id) => statuteName(page, id),
  }
}

/** A refusal quotes ids as they were sent; a person knows the names. */
export function withNames(
  text: string,
  parties: readonly { readonly id: string; readonly name: string }[],
): string {
  return parties.reduce(
    (named, { id, name }) =>
      named.replaceAll(`"${id}"`, `"${name}"`).replaceAll(`« ${id} »`, `« ${name} »`),
    text,
  )
}
