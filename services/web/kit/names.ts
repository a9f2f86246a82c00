// Names for what events and refusals carry as ids: parties of an order, routes of its law.

import type { Names } from '../../../shared/contract/event-text.ts'
import type { OrderDetail } from '../../../shared/contract/views.schema.ts'
import type { MatterEvent } from '../../../shared/matter/matter.schema.ts'
import type { OrderEvent, Party } from '../../../shared/order/order.schema.ts'
import { withheldRoutes } from '../../../shared/policy/select.ts'
import type { Pack } from '../../../shared/policy/pack.schema.ts'
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
    ...routeNames(page, pack === undefined ? [] : [pack]),
    statute: (id) => statuteName(page, id),
  }
}

/** For the facts of a whole matter: whom its orders and its openings name, and the routes of every law in it. */
export function namesInMatter(
  page: PageContext,
  entries: readonly { readonly event: OrderEvent | MatterEvent }[],
): Names {
  const parties = new Map<string, string>()
  const packs = new Set<Pack>()
  for (const { event } of entries) {
    if (event.kind === 'issued') {
      const pack = page.api.packOf(event.statute, event.on)
      if (pack !== undefined) packs.add(pack)
      const { respondent, respondents = [], otherParties = [] } = event
      for (const { id, name } of [respondent, ...respondents, ...otherParties])
        parties.set(id, name)
    } else if (event.kind === 'opened') parties.set(event.respondent.id, event.respondent.name)
  }
  return {
    party: (id) => parties.get(id) ?? id,
    ...routeNames(page, [...packs]),
    statute: (id) => statuteName(page, id),
  }
}

function routeNames(
  { lang }: PageContext,
  packs: readonly Pack[],
): Pick<Names, 'route' | 'outcome'> {
  const find = (id: string) =>
    packs.flatMap(({ routes }) => routes.filter((each) => each.id === id))
  return {
    route: (id) => find(id)[0]?.name[lang] ?? id.replaceAll('-', ' '),
    outcome: (route, id) =>
      find(route)
        .flatMap(({ outcomes }) => outcomes)
        .find((outcome) => outcome.id === id)?.name[lang] ?? id.replaceAll('-', ' '),
  }
}

/** A refusal quotes parties, routes, orders and offices as they were sent; a person knows their names. */
export function withNames(
  page: PageContext,
  text: string,
  parties: readonly { readonly id: string; readonly name: string }[],
  pack?: Pack,
): string {
  const found = pack === undefined ? [] : [...pack.routes, ...withheldRoutes(pack)]
  const routes = found.map(({ id, name }) => ({ id, name: name[page.lang] }))
  return [...parties, ...routes].reduce(
    (named, { id, name }) =>
      named.replaceAll(`"${id}"`, `"${name}"`).replaceAll(`« ${id} »`, `« ${name} »`),
    withOffices(page, text),
  )
}

/** A refusal names offices and joint actions as programs do. */
export function withOffices({ api, lang }: PageContext, text: string): string {
  return api.directory.offices.reduce(
    (named, { id, short }) => named.replaceAll(`${id}:`, '').replaceAll(id, short[lang]),
    text,
  )
}
