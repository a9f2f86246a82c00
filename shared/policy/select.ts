// Finds what a set of packs says: the pack of a statute on a day, and one pack's rules by what they are about.

import type { LocalDate } from '../kernel/date.ts'
import { ok, refuse, type Result, type RuleRef } from '../kernel/problems.ts'
import type { Text } from '../kernel/text.ts'
import { doubtOf, type Doubt } from './doubt.ts'
import type {
  ChallengeRule,
  Citation,
  Clock,
  ExtensionRule,
  Pack,
  Route,
  RouteStep,
} from './pack.schema.ts'

/**
 * The pack that governs an order issued on `on`. Refused: `unknown-statute`, `statute-not-in-force`.
 * Of packs with the same statute and first day, the one with the latest version counts and the others do not:
 * an office puts a newer one beside those that Concert brings. Where two others overlap, which `policy check` reports, the later one governs.
 */
export function packFor(packs: readonly Pack[], statute: string, on: LocalDate): Result<Pack> {
  const known = periodsOf(packs, statute)
  if (known.length === 0) {
    const statutes = [...new Set(packs.map((pack) => pack.statute))].sort()
    return refuse(
      'unknown-statute',
      {
        en: `There is no policy pack for statute ${JSON.stringify(statute)}: known are ${statutes.join(', ') || 'none'}`,
        fr: `Il n’y a pas de cadre pour la loi « ${statute} » : sont connus ${statutes.join(', ') || 'aucun'}`,
      },
      { value: statute },
    )
  }
  const pack = known.findLast(
    ({ inForce }) => inForce.from <= on && (inForce.to === undefined || on <= inForce.to),
  )
  if (pack !== undefined) return ok(pack)
  const details = known.map(({ inForce: { from, to } }) =>
    to === undefined ? `from ${from}` : `${from} to ${to}`,
  )
  const detailsFr = known.map(({ inForce: { from, to } }) =>
    to === undefined ? `depuis le ${from}` : `du ${from} au ${to}`,
  )
  return refuse(
    'statute-not-in-force',
    {
      en: `No policy pack for statute ${JSON.stringify(statute)} is in force on ${on}: known periods are ${details.join('; ')}`,
      fr: `Aucun cadre pour la loi « ${statute} » n’est en vigueur le ${on} : périodes connues : ${detailsFr.join('; ')}`,
    },
    { value: on, details, detailsFr },
  )
}

/** The packs of a statute that count, by their first day. Looked for once: lists of packs are few, and never change. */
function periodsOf(packs: readonly Pack[], statute: string): readonly Pack[] {
  let byStatute = periods.get(packs)
  if (byStatute === undefined) periods.set(packs, (byStatute = new Map()))
  let known = byStatute.get(statute)
  if (known === undefined) {
    known = packs
      .filter((pack) => pack.statute === statute && !packs.some((other) => replaces(other, pack)))
      .sort((a, b) => (a.inForce.from < b.inForce.from ? -1 : 1))
    byStatute.set(statute, known)
  }
  return known
}
const periods = new WeakMap<readonly Pack[], Map<string, readonly Pack[]>>()

/** Whether `other` is a later version of the same pack. */
export function replaces(other: Pack, pack: Pack): boolean {
  return (
    other.statute === pack.statute &&
    other.inForce.from === pack.inForce.from &&
    byVersion.compare(other.version, pack.version) > 0
  )
}
/** `2` before `10`, `2026-11-22` before `2026-11-22.1`. */
const byVersion = new Intl.Collator('en', { numeric: true })

/** What an order is where nothing else is said: the first binding instrument of the pack, else its first. */
export function usualInstrument(pack: Pack): string {
  return (pack.instruments.find((each) => each.binding) ?? pack.instruments[0])?.id ?? 'order'
}

/** The clocks of an instrument: those that name it, and of the others those whose id no clock that names it has. */
export function clocksOf(pack: Pack, instrument?: string): readonly Clock[] {
  if (pack.clocks.every((clock) => clock.instruments === undefined)) return pack.clocks
  const id = instrument ?? usualInstrument(pack)
  const own = pack.clocks.filter((clock) => clock.instruments?.includes(id) === true)
  return pack.clocks.filter(
    (clock) =>
      own.includes(clock) ||
      (clock.instruments === undefined &&
        !own.some(
          (each) =>
            each.id === clock.id && each.termKinds.some((kind) => clock.termKinds.includes(kind)),
        )),
  )
}

/** The rule on a challenge of this kind against this instrument, or undefined where the pack does not answer. */
export function challengeRule(
  pack: Pack,
  kind: ChallengeRule['kind'],
  of: ChallengeRule['of'],
  instrument: string = usualInstrument(pack),
): ChallengeRule | undefined {
  const rules = pack.challenges.filter((rule) => rule.kind === kind && rule.of === of)
  return (
    rules.find((rule) => rule.instruments?.includes(instrument) === true) ??
    rules.find((rule) => rule.instruments === undefined)
  )
}

/** The rule on who may extend or correct, or undefined where the pack does not answer. */
export function extensionRule(
  pack: Pack,
  act: ExtensionRule['act'],
  by: ExtensionRule['by'],
): ExtensionRule | undefined {
  return pack.extensions.find((rule) => rule.act === act && rule.by === by)
}

/** The steps of a route in one form. */
export function stepsOf(route: Route): readonly RouteStep[] {
  return route.steps.map((step) => (typeof step === 'string' ? { id: step } : step))
}

/**
 * The route of this id. Refused: `unknown-route`, with the section that withholds it where the pack names one that somebody read.
 * Of one that is withheld by a rule that nobody verified only what is `said` of it is known: it asks for nothing, and knows no limits.
 */
export function routeOf(
  pack: Pack,
  id: string,
  said: { readonly step?: string | undefined; readonly outcome?: string | undefined } = {},
): Result<Route> {
  const route = pack.routes.find((candidate) => candidate.id === id)
  if (route !== undefined) return ok(route)
  const absent = pack.absentRoutes?.find((candidate) => candidate.id === id)
  if (absent === undefined) {
    const known = (lang: 'en' | 'fr') =>
      pack.routes.map((each) => `${each.id} (${each.name[lang]})`).join(', ')
    return refuse(
      'unknown-route',
      {
        en: `${pack.citation} has no route ${JSON.stringify(id)}: it has ${known('en') || 'none'}`,
        fr: `${pack.citation} n’a pas de voie « ${id} » : ses voies sont ${known('fr') || 'aucune'}`,
      },
      { value: id },
    )
  }
  const doubt = withheld(pack, absent)
  if (doubt.problem !== undefined) return { ok: false, problem: doubt.problem }
  return ok(bareRoute(absent, said))
}

/** Routes that this law, as far as anybody knows, does not give: with no more than has to be said to record that one was taken. */
export function withheldRoutes(pack: Pack): Route[] {
  return (pack.absentRoutes ?? []).map((absent) => bareRoute(absent, {}))
}

function bareRoute(
  { id, name = { en: id, fr: id }, why, citations }: Withheld,
  said: { readonly step?: string | undefined; readonly outcome?: string | undefined },
): Route {
  const outcome = said.outcome ?? 'decided'
  return {
    id,
    name,
    of: 'failure',
    kind: 'administrative-penalty',
    startedBy: why,
    decidedBy: why,
    needs: [],
    steps: said.step === undefined ? [] : [said.step],
    outcomes: [
      {
        id: outcome,
        name:
          outcome === 'decided' ? { en: 'Decided', fr: 'Décidée' } : { en: outcome, fr: outcome },
        amount: 'optional',
      },
    ],
    citations,
  }
}

type Withheld = NonNullable<Pack['absentRoutes']>[number]

function withheld(pack: Pack, { id, why, citations }: Withheld): Doubt {
  return doubtOf(
    'unknown-route',
    {
      en: `${pack.citation} has no route ${JSON.stringify(id)}: ${why.en}`,
      fr: `${pack.citation} n’a pas de voie « ${id} » : ${why.fr}`,
    },
    ruleRefs(pack, citations),
    { value: id },
  )
}

/** What is said of a route that the law, as far as anybody knows, does not give; nothing of the others. */
export function withheldDoubt(pack: Pack, id: string): readonly Text[] {
  const absent = pack.absentRoutes?.find((candidate) => candidate.id === id)
  const doubt = absent === undefined ? undefined : withheld(pack, absent)
  return doubt?.warning === undefined ? [] : [doubt.warning]
}

/** A citation as it travels: the pack's own statute where it names no other. */
export function ruleRef(pack: Pack, citation: Citation | undefined): RuleRef {
  if (citation === undefined)
    throw new Error(`Pack ${pack.statute} ${pack.version} has a rule without a citation`)
  const statute = citation.statute ?? pack.statute
  const known = refs.get(citation)
  // Packs of one statute may share their citations.
  if (known?.statute === statute) return known
  const ref = { statute, section: citation.section, confidence: citation.confidence }
  refs.set(citation, ref)
  return ref
}
const refs = new WeakMap<Citation, RuleRef>()

/** Citations as they travel, each rule once. */
export function ruleRefs(pack: Pack, citations: readonly Citation[]): RuleRef[] {
  return uniqueRules(citations.map((citation) => ruleRef(pack, citation)))
}

export function uniqueRules(rules: readonly RuleRef[]): RuleRef[] {
  const unique: RuleRef[] = []
  for (const rule of rules) if (!unique.some((other) => isSame(other, rule))) unique.push(rule)
  return unique
}

function isSame(one: RuleRef, other: RuleRef): boolean {
  return (
    one === other ||
    (one.section === other.section &&
      one.statute === other.statute &&
      one.confidence === other.confidence)
  )
}
