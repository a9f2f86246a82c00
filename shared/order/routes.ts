// Which ways of escalating are open on a day, and why or why not, in words that quote the dates. The needs are the pack's data.
// Nothing rests on an order that does not stand. What is not open by a rule that nobody verified is said so, and not refused.

import { addDays, addMonths, type LocalDate } from '../kernel/date.ts'
import type { RouteView } from '../board/board.schema.ts'
import type { Deadline } from '../policy/deadline.schema.ts'
import type { Citation, Pack, Period, Route, RouteNeed } from '../policy/pack.schema.ts'
import {
  challengeRule,
  clocksOf,
  routeOf,
  usualInstrument,
  withheldDoubt,
} from '../policy/select.ts'
import { unverified, weakest, type Confidence, type Text } from '../kernel/text.ts'
import { rulingsOf } from './calculus.ts'
import { earliest, mendedBreachOf, type Breach } from './duties.ts'
import { boundBy, lifeOf } from './life.ts'
import { isServiceDisputed, respondentsOf, type OrderState } from './state.ts'
import { sideStay } from './stays.ts'
import { breaches, liveTerms, openChallenges } from './terms.ts'

/** Every route of the pack for the order's instrument, as of the end of `asOf`. */
export function routeViews(state: OrderState, pack: Pack, asOf: LocalDate): RouteView[] {
  const instrument = state.instrument ?? usualInstrument(pack)
  return [
    ...pack.routes
      .filter(({ instruments }) => instruments?.includes(instrument) !== false)
      .map((route) => routeView(state, pack, route, asOf)),
    ...withheldAndTaken(state, pack, asOf),
  ]
}

/** What was taken although the law, as far as anybody knows, does not give it. */
function withheldAndTaken(state: OrderState, pack: Pack, asOf: LocalDate): RouteView[] {
  const taken = new Set(state.escalations.map(({ route }) => route))
  return (pack.absentRoutes ?? [])
    .filter(({ id }) => taken.has(id))
    .flatMap(({ id }) => {
      const route = routeOf(pack, id)
      if (!route.ok) return []
      const [why] = withheldDoubt(pack, id)
      const view = routeView(state, pack, route.value, asOf)
      return why === undefined
        ? []
        : [
            {
              ...view,
              available: false,
              unverified: true as const,
              why: why.en,
              whyFr: why.fr,
              warnings: [],
              warningsFr: [],
            },
          ]
    })
}

export function routeView(state: OrderState, pack: Pack, route: Route, asOf: LocalDate): RouteView {
  const look: Look = { state, pack, route, asOf, failed: failuresFor(state, route, asOf) }
  const warnings: Text[] = []
  const blocked = blockedBy(look, warnings)
  const taken = state.escalations.findLast((escalation) => escalation.route === route.id)
  const open = blocked?.why ?? openBecause(look)
  warnings.push(...stayedPenalty(look))
  const marks = blocked?.rests
  const doubtful = marks !== undefined && unverified(marks)
  const warned =
    blocked === undefined ? warnings : doubtful ? [unread(blocked.why, route.citations)] : []
  return {
    route: route.id,
    name: route.name,
    available: blocked === undefined,
    why: open.en,
    whyFr: open.fr,
    section: sections(route.citations),
    confidence: weakest(route.citations.map((citation) => citation.confidence)),
    ...(doubtful ? { unverified: true as const } : {}),
    taken: taken === undefined ? 'no' : taken.decided === undefined ? 'started' : 'ended',
    warnings: warned.map(({ en }) => en),
    warningsFr: warned.map(({ fr }) => fr),
  }
}

/** Why a route is not open, and the marks of the rules that this rests on; without any it rests on the record alone. */
interface Block {
  readonly why: Text
  readonly rests?: readonly Confidence[]
}

/** The reason with the rule's own mark: what nobody verified does not refuse. */
function unread({ en, fr }: Text, citations: readonly Citation[]): Text {
  const where = sections(citations)
  return {
    en: `${en}; that it may not be taken now (s.${where}) rests on rules that nobody verified (M)`,
    fr: `${fr}; qu’elle ne puisse être engagée maintenant (art. ${where}) repose sur des règles que personne n’a vérifiées (M)`,
  }
}

/** A court that stayed a penalty left the order as it is, and not what a penalty is asked for. */
function stayedPenalty({ state, route, asOf }: Look): Text[] {
  if (route.kind !== 'offence' && route.kind !== 'administrative-penalty') return []
  const terms = state.terms.length === 0 ? [''] : state.terms.map(({ id }) => id)
  const [stay] = terms.flatMap((term) => sideStay(state, 'penalty', term, asOf) ?? [])
  return stay === undefined
    ? []
    : [
        {
          en: `A stay of the penalty holds since ${stay.on} (${stay.forum}); the order itself is not stayed by it`,
          fr: `La sanction est suspendue depuis le ${stay.on} (${stay.forum}); l’ordonnance elle-même ne l’est pas pour autant`,
        },
      ]
}

interface Look {
  readonly state: OrderState
  readonly pack: Pack
  readonly route: Route
  readonly asOf: LocalDate
  /** The breaches that this route can rest on. */
  readonly failed: readonly Breach[]
}

function failuresFor(state: OrderState, route: Route, asOf: LocalDate): Breach[] {
  const now = breaches(state, asOf)
  const mended = route.needs.some((need) => need.is === 'breach' && need.orMended === true)
  if (!mended || state.closedOn !== undefined) return now
  return [
    ...now,
    ...state.terms.flatMap((term) =>
      boundBy(state, term).flatMap((party) => mendedBreachOf(state, term, party, asOf) ?? []),
    ),
  ]
}

function blockedBy(look: Look, warnings: Text[]): Block | undefined {
  const { state, pack, route, asOf } = look
  if (state.closedOn !== undefined)
    return {
      why: {
        en: `The order was closed on ${state.closedOn}`,
        fr: `L'ordonnance a été fermée le ${state.closedOn}`,
      },
    }
  const gone = route.of === 'order' ? notStanding(state, asOf) : undefined
  if (gone !== undefined) return { why: gone }
  for (const bar of route.bars ?? []) {
    const barred = state.escalations.find(
      (taken) =>
        taken.route === bar.route &&
        (bar.step === undefined || taken.steps.some(({ step }) => step === bar.step)),
    )
    if (barred === undefined) continue
    const by = pack.routes.find(({ id }) => id === bar.route)?.name ?? {
      en: bar.route,
      fr: bar.route,
    }
    const where = sections(bar.citations)
    const why = {
      en: `Barred since ${barred.on} by "${by.en}" (${where})`,
      fr: `Fermée depuis le ${barred.on} par « ${by.fr} » (${where})`,
    }
    if (!unverified(marksOf(bar.citations))) return { why }
    warnings.push({
      en: `${why.en}, by a rule that nobody verified (M)`,
      fr: `${why.fr}, selon une règle que personne n’a vérifiée (M)`,
    })
  }
  for (const need of route.needs) {
    const missing = missingNeed(look, need, warnings)
    // That it must be so before is what the route's own section says, too.
    if (missing !== undefined)
      return { ...missing, rests: [...marksOf(route.citations), ...(missing.rests ?? [])] }
  }
  const over = limitationOver(look, warnings)
  return over === undefined ? undefined : { why: over }
}

function marksOf(citations: readonly Citation[]): Confidence[] {
  return citations.map(({ confidence }) => confidence)
}

/** Why nothing of the order binds, if so. */
function notStanding(state: OrderState, asOf: LocalDate): Text | undefined {
  const names = state.terms.length === 0 ? [''] : state.terms.map((term) => term.id)
  const gone = names.map((term) => lifeOf(state, term, asOf).gone)
  const last = gone.at(-1)
  if (last === undefined || gone.includes(undefined)) return undefined
  const words = {
    quashed: { en: 'quashed', fr: 'annulée' },
    remitted: {
      en: 'set aside and sent back to the office',
      fr: "annulée et renvoyée à l'organisme",
    },
    withdrawn: { en: 'withdrawn', fr: 'retirée' },
    rescinded: { en: 'rescinded', fr: 'révoquée' },
  }[last.how]
  return {
    en: `The order does not stand: ${words.en} on ${last.on}`,
    fr: `L'ordonnance ne tient plus : ${words.fr} le ${last.on}`,
  }
}

function missingNeed(look: Look, need: RouteNeed, warnings: Text[]): Block | undefined {
  const { state, asOf } = look
  switch (need.is) {
    case 'breach':
      if (look.failed.length === 0) return noBreach(look)
      warnings.push(...look.failed.flatMap(warningsOf), ...disputedCopies(state, look.failed))
      return undefined
    case 'enforceable':
      return notEnforceable(look, warnings)
    case 'reasonable-time':
      if (state.copies.length === 0) return notServed(look, 'enforceable')
      if (unstayed(state, asOf).length === 0) return noBreach(look)
      warnings.push({
        en: 'The law asks for a reasonable time after the order, and no clock says how long that is',
        fr: "La loi demande un délai raisonnable après l'ordonnance, et aucun délai n'est fixé",
      })
      return undefined
    case 'after': {
      const why = notAfter(look, need)
      return why === undefined ? stillAppealable(look, need) : { why }
    }
    case 'challenge-window-over':
      return windowOpen(look)
    case 'order-final':
      return notFinal(look, warnings)
  }
}

/** What rests on a copy that its party disputes rests on one of two readings. */
function disputedCopies(state: OrderState, of: readonly { readonly party: string }[]): Text[] {
  return [...new Set(of.map(({ party }) => party))]
    .filter((party) => isServiceDisputed(state, party))
    .map((party) => ({
      en: `${party}: disputes that it was given a copy, and that is not decided; without it no time ran`,
      fr: `${party} : conteste la remise de la copie, et ce n’est pas tranché; sans elle aucun délai n’a couru`,
    }))
}

function warningsOf({ term, since, known, claimedOn, mendedOn }: Breach): Text[] {
  const warnings: Text[] = []
  if (known === 'silence' && mendedOn === undefined)
    warnings.push({
      en: `${term}: its time ended on ${since} and nothing was found; silence is not a breach`,
      fr: `${term} : son délai a pris fin le ${since} et rien n'a été constaté; le silence n'est pas un manquement`,
    })
  if (known === 'said')
    warnings.push({
      en: `${term}: rests on the respondent's own word; the office has found nothing`,
      fr: `${term} : repose sur la parole de la partie visée; l'organisme n'a rien constaté`,
    })
  if (mendedOn !== undefined)
    warnings.push({
      en: `${term}: complied with on ${mendedOn}, after ${since}; having been late is what is left`,
      fr: `${term} : exécutée le ${mendedOn}, après le ${since}; il ne reste que le retard`,
    })
  else if (claimedOn !== undefined)
    warnings.push({
      en: `${term}: the respondent says since ${claimedOn} that it complied; the office has not found so`,
      fr: `${term} : la partie visée dit depuis le ${claimedOn} avoir exécuté; l'organisme ne l'a pas constaté`,
    })
  return warnings
}

function notAfter(
  { state, pack }: Look,
  need: Extract<RouteNeed, { is: 'after' }>,
): Text | undefined {
  const before = state.escalations.findLast((escalation) => escalation.route === need.route)
  const named = pack.routes.find(({ id }) => id === need.route)
  const name = named?.name ?? { en: need.route, fr: need.route }
  if (before === undefined)
    return {
      en: `The route "${name.en}" comes first`,
      fr: `La voie « ${name.fr} » doit d'abord être prise`,
    }
  if (
    need.outcomes === undefined ||
    (before.decided !== undefined && need.outcomes.includes(before.decided.outcome))
  )
    return undefined
  const outcomes = (lang: 'en' | 'fr'): string =>
    (need.outcomes ?? [])
      .map((id) => named?.outcomes.find((each) => each.id === id)?.name[lang] ?? id)
      .join(', ')
  return {
    en: `The route "${name.en}" must first end in: ${outcomes('en')}`,
    fr: `La voie « ${name.fr} » doit d'abord aboutir à : ${outcomes('fr')}`,
  }
}

/** Its outcome is final only when the time to appeal it is over: what was convicted may be acquitted above. */
function stillAppealable(
  { state, pack, asOf }: Look,
  need: Extract<RouteNeed, { is: 'after' }>,
): Block | undefined {
  const decided = state.escalations.findLast(({ route }) => route === need.route)?.decided
  const appeal = state.deadlines.find(
    ({ id, route, derivation }) =>
      id === 'step' &&
      route === need.route &&
      derivation.start.startsWith('outcome:') &&
      derivation.from === decided?.on,
  )
  if (need.final !== true || appeal === undefined) return undefined
  const last = appeal.lenientDate ?? appeal.date
  const { name = { en: need.route, fr: need.route } } =
    pack.routes.find(({ id }) => id === need.route) ?? {}
  return asOf > last
    ? undefined
    : {
        why: {
          en: `How the route "${name.en}" ended may be appealed until ${last}`,
          fr: `L’issue de la voie « ${name.fr} » peut être portée en appel jusqu’au ${last}`,
        },
        rests: [appeal.confidence],
      }
}

function unstayed(state: OrderState, asOf: LocalDate): string[] {
  return liveTerms(state, asOf).filter((term) => !lifeOf(state, term, asOf).stayed)
}

function notEnforceable(look: Look, warnings: Text[]): Block | undefined {
  const { state, asOf } = look
  if (state.copies.length === 0) return notServed(look, 'enforceable')
  const free = unstayed(state, asOf)
  if (free.length === 0) return noBreach(look)
  warnings.push(
    ...disputedCopies(
      state,
      respondentsOf(state).map((party) => ({ party })),
    ),
  )
  const dates = free.flatMap((term) => earliest(state, 'enforceable', term) ?? [])
  const first = dates.toSorted((a, b) => (a.date < b.date ? -1 : 1))[0]
  if (first === undefined)
    return {
      why: {
        en: 'It is not known from which day a term can be enforced',
        fr: 'On ne sait pas à partir de quel jour une disposition est exécutoire',
      },
    }
  if (asOf < first.date)
    return {
      why: {
        en: `No term is enforceable yet; the first is on ${first.date}`,
        fr: `Aucune disposition n'est encore exécutoire; la première le sera le ${first.date}`,
      },
      rests: [first.confidence],
    }
  if (first.lenientDate !== undefined && asOf < first.lenientDate)
    warnings.push({
      en: `By a second reading it is enforceable from ${first.lenientDate} only`,
      fr: `Selon une seconde lecture, elle n'est exécutoire qu'à partir du ${first.lenientDate}`,
    })
  return undefined
}

/** Final: every window over, every challenge decided, and no appeal left, as far as the pack knows how long one may be brought. */
function notFinal(look: Look, warnings: Text[]): Block | undefined {
  const { state, pack, asOf } = look
  const open = openChallenges(state, asOf)[0]
  if (open !== undefined)
    return {
      why: {
        en: `The challenge "${open}" is not decided`,
        fr: `Le recours « ${open} » n'est pas tranché`,
      },
    }
  const window = windowOpen(look)
  if (window !== undefined) return window
  const decided = state.challenges
    .filter((challenge) => challenge.from === undefined)
    .flatMap((root) =>
      (root.terms.length === 0 ? [''] : root.terms).flatMap((term) =>
        rulingsOf(state, root, term, asOf)
          .filter(({ effect }) => effect !== 'ended')
          .map(({ ruling }) => ruling),
      ),
    )
    .toSorted((a, b) => (a.on < b.on ? -1 : 1))
    .at(-1)
  if (decided === undefined) return undefined
  const rule = challengeRule(pack, 'appeal', 'decision', state.instrument)
  const period = rule?.appealPeriod
  if (period === undefined)
    return {
      why: {
        en: `Whether an appeal is left from the decision of ${decided.on} is not known: the pack has no period for one`,
        fr: `On ne sait pas si la décision du ${decided.on} est encore susceptible d'appel : le cadre n'a pas de délai`,
      },
    }
  const last = lastDayOfPeriod(decided.on, period.period)
  const where = sections(period.citations)
  if (asOf <= last)
    return {
      why: {
        en: `The decision of ${decided.on} may be appealed until ${last} (${where})`,
        fr: `La décision du ${decided.on} peut être portée en appel jusqu'au ${last} (${where})`,
      },
      rests: marksOf(period.citations),
    }
  if (unverified(marksOf(period.citations)))
    warnings.push({
      en: `That no appeal is left since ${last} rests on a period that nobody verified (${where})`,
      fr: `Qu'aucun appel ne soit possible depuis le ${last} repose sur un délai que personne n'a vérifié (${where})`,
    })
  return undefined
}

function windowOpen(look: Look): Block | undefined {
  const { state, asOf } = look
  if (state.copies.length === 0) return notServed(look, 'challenge')
  const lastDay = ({ date, lenientDate }: Deadline): LocalDate => lenientDate ?? date
  const last = state.deadlines
    .filter((deadline) => deadline.id === 'challenge')
    .toSorted((a, b) => (lastDay(a) < lastDay(b) ? -1 : 1))
    .at(-1)
  return last === undefined || asOf > lastDay(last)
    ? undefined
    : {
        why: {
          en: `The order can be challenged until ${lastDay(last)}`,
          fr: `L'ordonnance peut être contestée jusqu'au ${lastDay(last)}`,
        },
        rests: [last.confidence],
      }
}

/** That time runs from a copy is what the clocks' sections say. */
function notServed({ state, pack }: Look, id: Deadline['id']): Block {
  return {
    why: { en: 'No copy has been given yet', fr: "Aucune copie n'a encore été remise" },
    rests: clocksOf(pack, state.instrument)
      .filter((clock) => clock.id === id)
      .flatMap(({ citations }) => marksOf(citations)),
  }
}

function noBreach(look: Look): Block {
  const { state, asOf } = look
  if (state.copies.length === 0) return notServed(look, 'comply')
  const live = liveTerms(state, asOf)
  if (live.length === 0)
    return {
      why: {
        en: 'No term is left to enforce',
        fr: 'Il ne reste aucune disposition à faire exécuter',
      },
    }
  const stays = live.map((term) => lifeOf(state, term, asOf))
  if (stays.every((stay) => stay.stayed))
    return {
      why: stays.some((stay) => stay.uncertain)
        ? {
            en: 'Every term is stayed, and neither law nor record says whether the stay still holds',
            fr: 'Chaque disposition est suspendue, et ni la loi ni le dossier ne disent si la suspension tient encore',
          }
        : { en: 'Every term is stayed', fr: 'Chaque disposition est suspendue' },
      rests: live.every((term) => isSurelyStayed(state, term, asOf)) ? [] : ['M'],
    }
  const dues = unstayed(state, asOf).flatMap((term) => earliest(state, 'comply', term) ?? [])
  const coming = dues
    .filter(({ date }) => date >= asOf)
    .toSorted((a, b) => (a.date < b.date ? -1 : 1))
  return {
    why:
      coming[0] === undefined
        ? {
            en: 'No breach of a term in force was found or reported',
            fr: "Aucun manquement à une disposition en vigueur n'a été constaté ni signalé",
          }
        : {
            en: `No unstayed term is overdue; the next is due ${coming[0].date}`,
            fr: `Aucune disposition non suspendue n'est échue; la prochaine échoit le ${coming[0].date}`,
          },
    rests: coming.map(({ confidence }) => confidence),
  }
}

/** Stayed by a court, or by a section that somebody read. */
function isSurelyStayed(state: OrderState, term: string, asOf: LocalDate): boolean {
  const read = state.challenges.map((challenge) => ({
    ...challenge,
    stays: challenge.stays.filter(
      ({ rules }) => !unverified(rules.map(({ confidence }) => confidence)),
    ),
  }))
  return lifeOf({ ...state, challenges: read }, term, asOf).stayed
}

function limitationOver(look: Look, warnings: Text[]): Text | undefined {
  const { state, route, asOf, failed } = look
  if (route.limitation === undefined) return undefined
  const { from, period, continuing, citations } = route.limitation
  // From the failure itself, whose day whoever takes the route names: judged at the step that must come in time.
  if (from === 'failure') return undefined
  const start =
    from === 'order'
      ? state.issuedOn
      : failed
          .map((breach) => breach.since)
          .toSorted()
          .at(-1)
  if (start === undefined) return undefined
  const last = lastDayOfPeriod(start, period)
  if (asOf <= last) return undefined
  const where = sections(citations)
  const over: Text = {
    en: `The limitation period ended on ${last} (${where})`,
    fr: `La prescription est acquise depuis le ${last} (${where})`,
  }
  const goesOn = failed.some((breach) => breach.mendedOn === undefined)
  if (continuing !== undefined && goesOn) {
    warnings.push({
      en: `${over.en}; a failure that goes on may be a new one each day (${sections(continuing)})`,
      fr: `${over.fr}; un manquement qui se poursuit peut en être un nouveau chaque jour (${sections(continuing)})`,
    })
    return undefined
  }
  if (!unverified(marksOf(citations))) return over
  warnings.push({
    en: `${over.en}, by a rule that nobody verified (M)`,
    fr: `${over.fr}, selon une règle que personne n'a vérifiée (M)`,
  })
  return undefined
}

function openBecause({ route, failed }: Look): Text {
  if (!route.needs.some((need) => need.is === 'breach'))
    return { en: 'Nothing more is needed', fr: "Rien d'autre n'est requis" }
  const listed = (of: readonly Breach[]): string =>
    [...new Set(of.map((breach) => `${breach.term} (${breach.since})`))].join(', ')
  const open = listed(failed.filter(({ mendedOn }) => mendedOn === undefined))
  const late = listed(failed.filter(({ mendedOn }) => mendedOn !== undefined))
  const parts: readonly Text[] = [
    { en: `Overdue and not stayed: ${open}`, fr: `Échues et non suspendues : ${open}` },
    { en: `Complied with too late: ${late}`, fr: `Exécutées en retard : ${late}` },
  ].filter((_, at) => [open, late][at] !== '')
  return { en: parts.map(({ en }) => en).join('; '), fr: parts.map(({ fr }) => fr).join('; ') }
}

function sections(citations: readonly Citation[]): string {
  return citations
    .map((citation) =>
      citation.statute === undefined ? citation.section : `${citation.statute} ${citation.section}`,
    )
    .join(', ')
}

export function lastDayOfPeriod(start: LocalDate, period: Period): LocalDate {
  if ('days' in period) return addDays(start, period.days)
  return addMonths(start, 'months' in period ? period.months : period.years * 12)
}
