// Turns folded orders into the board of one day. The same for every office: only `office` and `followers` are one's own.

import type { LocalDate } from '../kernel/date.ts'
import type { OfficeId } from '../kernel/ids.ts'
import type { Folded } from '../kernel/life.ts'
import { present } from '../kernel/present.ts'
import { pendingDeadlines } from '../order/rules.ts'
import { routeViews } from '../order/routes.ts'
import { sealOf } from '../order/sealed.ts'
import type { OrderState } from '../order/state.ts'
import { statusOf, viewTerm } from '../order/terms.ts'
import { packFor } from '../policy/select.ts'
import type { Pack } from '../policy/pack.schema.ts'
import type { Board, BoardOrder, FollowerView } from './board.schema.ts'

export type FoldedOrder = Folded<OrderState>

/** The board as of the end of `asOf`; `orders` must be folded from the facts up to that day only, and from what was recorded by `knownOn`. */
export function viewBoard(input: {
  office: OfficeId
  asOf: LocalDate
  knownOn?: LocalDate | undefined
  orders: readonly FoldedOrder[]
  packs: readonly Pack[]
  followers: readonly FollowerView[]
}): Board {
  const { office, asOf, knownOn, packs, followers } = input
  const orders = input.orders
    .map((order) => viewOrder(order, packs, asOf))
    .toSorted((a, b) =>
      a.issuedOn === b.issuedOn ? (a.order < b.order ? -1 : 1) : a.issuedOn < b.issuedOn ? -1 : 1,
    )
  return {
    asOf,
    ...(knownOn === undefined ? {} : { knownOn }),
    office,
    orders,
    followers: [...followers],
  }
}

export function viewOrder(
  { version, state }: FoldedOrder,
  packs: readonly Pack[],
  asOf: LocalDate,
): BoardOrder {
  const pack = packFor(packs, state.statute, state.issuedOn)
  // An alarm at the very end of `asOf` is one day's last instant, so it is still to come on that day.
  const next = pendingDeadlines(state)
    .filter((deadline) =>
      deadline.alarmAt === deadline.endsAt ? deadline.date >= asOf : deadline.date > asOf,
    )
    .toSorted((a, b) => (a.alarmAt < b.alarmAt ? -1 : a.alarmAt > b.alarmAt ? 1 : 0))[0]
  return {
    order: state.order,
    office: state.office,
    matter: state.matter,
    statute: state.statute,
    respondent: state.respondent.name,
    status: statusOf(state, asOf),
    version,
    issuedOn: state.issuedOn,
    terms: state.terms.map((term) => viewTerm(state, term, asOf)),
    nextAlarm:
      next === undefined
        ? null
        : {
            deadline: next.id,
            party: next.party,
            terms: next.terms,
            ...(next.route === undefined ? {} : { route: next.route }),
            date: next.date,
            at: next.alarmAt,
          },
    ...present({ sealed: sealOf(state, asOf) }),
    // An office that joined with a pack we do not have is still shown; only its routes cannot be judged here.
    routes: pack.ok ? routeViews(state, pack.value, asOf) : [],
  }
}
