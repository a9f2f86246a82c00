// What differs between two states of one order on a day: dates, how each term stands, which routes are open. For whoever is told before and after.

import type { LocalDate } from '../kernel/date.ts'
import type { Pack } from '../policy/pack.schema.ts'
import { changedDeadlines, type ChangedDeadline } from '../simulate/differences.ts'
import type { Difference } from './order.schema.ts'
import { routeViews } from './routes.ts'
import type { OrderState } from './state.ts'
import { viewTerm } from './terms.ts'

export interface FullDifference extends Difference {
  /** The same as `dates`, each side with the derivation that says why. */
  readonly deadlines: readonly ChangedDeadline[]
}

/** As of the end of `asOf`. Without a pack that this version has, routes cannot be judged and are left out. */
export function differenceOf(
  before: OrderState,
  after: OrderState,
  pack: Pack | undefined,
  asOf: LocalDate,
): FullDifference {
  const deadlines = changedDeadlines(before.deadlines, after.deadlines)
  return {
    deadlines,
    dates: deadlines.map(({ before: was, after: now, ...which }) => ({
      ...which,
      ...(was === null ? {} : { before: datesOf(was) }),
      ...(now === null ? {} : { after: datesOf(now) }),
    })),
    terms: changedTerms(before, after, asOf),
    routes: pack === undefined ? [] : changedRoutes(before, after, pack, asOf),
  }
}

function datesOf({ date, lenientDate }: { date: LocalDate; lenientDate?: LocalDate | undefined }) {
  return { date, ...(lenientDate === undefined ? {} : { lenientDate }) }
}

function changedTerms(before: OrderState, after: OrderState, asOf: LocalDate): Difference['terms'] {
  return after.terms.flatMap((term) => {
    const [was, now] = [before, after].map((state) => {
      const { clock, stayed, uncertain } = viewTerm(state, term, asOf)
      return { clock, stayed, uncertain }
    })
    return was === undefined || now === undefined || JSON.stringify(was) === JSON.stringify(now)
      ? []
      : [{ term: term.id, before: was, after: now }]
  })
}

function changedRoutes(
  before: OrderState,
  after: OrderState,
  pack: Pack,
  asOf: LocalDate,
): Difference['routes'] {
  const was = new Map(routeViews(before, pack, asOf).map((view) => [view.route, view.available]))
  return routeViews(after, pack, asOf).flatMap(({ route, name, available, why, whyFr }) =>
    was.get(route) === available
      ? []
      : [{ route, name, open: available, why: { en: why, fr: whyFr } }],
  )
}
