// Which ways of escalating are open on a day, and why or why not, in words that quote the dates. The needs are the pack's data.

import { addDays, addMonths, type LocalDate } from '../kernel/date.ts'
import type { RouteView } from '../board/board.schema.ts'
import type { Citation, Pack, Period, Route, RouteNeed } from '../policy/pack.schema.ts'
import { weakest, type Text } from '../kernel/text.ts'
import type { OrderState } from './state.ts'
import { stayOf } from './stays.ts'
import { breaches, earliest, liveTerms } from './terms.ts'

/** Every route of the pack, as of the end of `asOf`. */
export function routeViews(state: OrderState, pack: Pack, asOf: LocalDate): RouteView[] {
  return pack.routes.map((route) => routeView(state, route, asOf))
}

export function routeView(state: OrderState, route: Route, asOf: LocalDate): RouteView {
  const blocked = blockedBy(state, route, asOf)
  const taken = state.escalations.find((escalation) => escalation.route === route.id)
  const open = blocked ?? openBecause(state, asOf, route)
  return {
    route: route.id,
    name: route.name,
    available: blocked === undefined,
    why: open.en,
    whyFr: open.fr,
    section: sections(route.citations),
    confidence: weakest(route.citations.map((citation) => citation.confidence)),
    taken: taken === undefined ? 'no' : taken.decided === undefined ? 'started' : 'ended',
  }
}

function blockedBy(state: OrderState, route: Route, asOf: LocalDate): Text | undefined {
  if (state.closedOn !== undefined)
    return {
      en: `The order was closed on ${state.closedOn}`,
      fr: `L'ordonnance a été fermée le ${state.closedOn}`,
    }
  for (const need of route.needs) {
    const missing = missingNeed(state, need, asOf)
    if (missing !== undefined) return missing
  }
  return limitationOver(state, route, asOf)
}

function missingNeed(state: OrderState, need: RouteNeed, asOf: LocalDate): Text | undefined {
  switch (need.is) {
    case 'breach':
      return breaches(state, asOf).length > 0 ? undefined : noBreach(state)
    case 'after': {
      const before = state.escalations.find((escalation) => escalation.route === need.route)
      if (before === undefined)
        return {
          en: `The route "${need.route}" comes first`,
          fr: `La voie « ${need.route} » doit d'abord être prise`,
        }
      if (
        need.outcomes === undefined ||
        (before.decided !== undefined && need.outcomes.includes(before.decided.outcome))
      )
        return undefined
      return {
        en: `The route "${need.route}" must first end in: ${need.outcomes.join(', ')}`,
        fr: `La voie « ${need.route} » doit d'abord aboutir à : ${need.outcomes.join(', ')}`,
      }
    }
    case 'challenge-window-over':
      return windowOpen(state, asOf)
    case 'order-final': {
      const open = state.challenges.find((challenge) => challenge.decision === undefined)
      if (open !== undefined)
        return {
          en: `The challenge "${open.id}" is not decided`,
          fr: `Le recours « ${open.id} » n'est pas tranché`,
        }
      return windowOpen(state, asOf)
    }
  }
}

function windowOpen(state: OrderState, asOf: LocalDate): Text | undefined {
  if (state.copies.length === 0) return notServed
  const last = state.deadlines
    .filter((deadline) => deadline.id === 'challenge')
    .map((deadline) => deadline.lenientDate ?? deadline.date)
    .toSorted()
    .at(-1)
  return last === undefined || asOf > last
    ? undefined
    : {
        en: `The order can be challenged until ${last}`,
        fr: `L'ordonnance peut être contestée jusqu'au ${last}`,
      }
}

const notServed: Text = {
  en: 'No copy has been given yet',
  fr: "Aucune copie n'a encore été remise",
}

function noBreach(state: OrderState): Text {
  if (state.copies.length === 0) return notServed
  const live = liveTerms(state)
  if (live.length === 0)
    return {
      en: 'No term is left to enforce',
      fr: 'Il ne reste aucune disposition à faire exécuter',
    }
  const stays = live.map((term) => ({ term, ...stayOf(state, term) }))
  if (stays.every((stay) => stay.stayed)) {
    const unsure = stays.some((stay) => stay.uncertain)
    return unsure
      ? {
          en: 'Every term is stayed, and neither law nor record says whether the stay still holds',
          fr: 'Chaque disposition est suspendue, et ni la loi ni le dossier ne disent si la suspension tient encore',
        }
      : { en: 'Every term is stayed', fr: 'Chaque disposition est suspendue' }
  }
  const dues = live
    .flatMap((term) =>
      stayOf(state, term).stayed ? [] : [earliest(state, 'comply', term)?.date ?? '?'],
    )
    .toSorted()
  return {
    en: `No unstayed term is overdue; the next is due ${dues[0]}`,
    fr: `Aucune disposition non suspendue n'est échue; la prochaine échoit le ${dues[0]}`,
  }
}

function limitationOver(state: OrderState, route: Route, asOf: LocalDate): Text | undefined {
  if (route.limitation === undefined) return undefined
  const start =
    route.limitation.from === 'order'
      ? state.issuedOn
      : breaches(state, asOf)
          .map((breach) => breach.since)
          .toSorted()
          .at(-1)
  if (start === undefined) return undefined
  const last = after(start, route.limitation.period)
  if (asOf <= last) return undefined
  const where = sections(route.limitation.citations)
  return {
    en: `The limitation period ended on ${last} (${where})`,
    fr: `La prescription est acquise depuis le ${last} (${where})`,
  }
}

function openBecause(state: OrderState, asOf: LocalDate, route: Route): Text {
  if (!route.needs.some((need) => need.is === 'breach'))
    return { en: 'Nothing more is needed', fr: "Rien d'autre n'est requis" }
  const overdue = breaches(state, asOf)
  const list = overdue.map((breach) => `${breach.term} (${breach.since})`).join(', ')
  return { en: `Overdue and not stayed: ${list}`, fr: `Échues et non suspendues : ${list}` }
}

function sections(citations: readonly Citation[]): string {
  return citations
    .map((citation) =>
      citation.statute === undefined ? citation.section : `${citation.statute} ${citation.section}`,
    )
    .join(', ')
}

function after(start: LocalDate, period: Period): LocalDate {
  if ('days' in period) return addDays(start, period.days)
  return addMonths(start, 'months' in period ? period.months : period.years * 12)
}
