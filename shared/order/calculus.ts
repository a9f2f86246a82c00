// What binds, and what is stayed and by what, on a day: from the whole chain of courts, of the office's own acts and of stays.
// Pure reading of dated facts, whatever order they were recorded in. States and invariants: docs/spec/order-calculus.md.

import { addDays, type LocalDate } from '../kernel/date.ts'
import type { StayOfTerms } from './order.schema.ts'

/** What one decision does to a term, in the one form to which every word of every edition is read. */
export type Effect =
  | 'stands'
  | 'quashed'
  | 'varied'
  | 'remitted'
  /** The court below is to hear the challenge again. */
  | 'reopened'
  /** The challenge was withdrawn, or ended without a word about the order. */
  | 'ended'
  /** The decision below is left as it is. */
  | 'below-stands'
  /** The record uses a word that can mean two things. */
  | 'unclear'

export interface Ruling {
  readonly on: LocalDate
  readonly citation: string
  readonly results: readonly {
    readonly terms: readonly string[]
    /** As against which respondents; absent: all. */
    readonly parties?: readonly string[]
    readonly effect: Effect
  }[]
  readonly endsStay?: boolean
}
export interface ChallengeFacts {
  readonly id: string
  readonly on: LocalDate
  readonly terms: readonly string[]
  /** The citation of the decision appealed, where it is not the order itself. */
  readonly from?: string
  readonly inTime: 'yes' | 'no' | 'unknown'
  readonly stays: readonly StayOfTerms[]
  readonly decisions: readonly Ruling[]
}
export interface StayAct {
  readonly action: 'sought' | 'ordered' | 'lifted'
  readonly on: LocalDate
  readonly terms: readonly string[]
  readonly parties?: readonly string[]
  readonly forum: string
  /** The day it ends by itself, or the challenge with whose decision it does. */
  readonly until?: LocalDate | { readonly decision: string }
  readonly conditions?: string
  /** What is stayed; absent: the order. */
  readonly of?: 'order' | 'penalty' | 'publication' | 'names'
}
/** The office's own taking back. */
export interface OwnEnd {
  readonly term: string
  /** As against whom; absent: everybody. */
  readonly party?: string
  readonly on: LocalDate
}
export interface LifeFacts {
  readonly challenges: readonly ChallengeFacts[]
  readonly courtStays: readonly StayAct[]
  readonly withdrawn: readonly OwnEnd[]
  readonly rescinded: readonly OwnEnd[]
}

export type GoneHow = 'withdrawn' | 'rescinded' | 'quashed' | 'remitted'
export interface LifeStatus {
  /** Why and since when nothing of the term binds; absent: it binds. */
  readonly gone?: { readonly how: GoneHow; readonly on: LocalDate }
  readonly stayed: boolean
  /** Neither law nor record says whether it is stayed, or whether it stands. */
  readonly uncertain: boolean
  /** First day of the stay that holds. */
  readonly since?: LocalDate
  /** By another reading it began on this later day only: a filing after the registry had closed. */
  readonly orSince?: LocalDate
  /** Last day of the stay that holds, where it ends by itself. */
  readonly until?: LocalDate
  readonly conditions?: string
  /** A court let it stand, changed: what it says now, only that decision says. */
  readonly varied?: { readonly on: LocalDate; readonly citation: string }
}

export const forever = '9999-12-31' as LocalDate

/** An order without terms (a ruling) has one life, under the empty name; what names no terms speaks of all. */
export function speaksOf(terms: readonly string[], term: string): boolean {
  return terms.length === 0 || terms.includes(term)
}

/** Whether anything is said as against some respondents only: else all lives of a term are one. */
export function differByParty({
  challenges,
  courtStays,
  withdrawn,
  rescinded,
}: LifeFacts): boolean {
  return (
    courtStays.some(({ parties }) => parties !== undefined) ||
    [...withdrawn, ...rescinded].some(({ party }) => party !== undefined) ||
    challenges.some(({ decisions }) =>
      decisions.some(({ results }) => results.some(({ parties }) => parties !== undefined)),
    )
  )
}

/** The facts as they bear on one respondent: what is said as against others only is not among them. */
export function asAgainst<Facts extends LifeFacts>(facts: Facts, party: string): Facts {
  if (!differByParty(facts)) return facts
  const bears = ({ parties }: { readonly parties?: readonly string[] }): boolean =>
    parties === undefined || parties.includes(party)
  const ends = (own: readonly OwnEnd[]): OwnEnd[] =>
    own.filter((end) => end.party === undefined || end.party === party)
  return {
    ...facts,
    challenges: facts.challenges.map((challenge) => ({
      ...challenge,
      decisions: challenge.decisions.map((ruling) => ({
        ...ruling,
        results: ruling.results.filter(bears),
      })),
    })),
    courtStays: facts.courtStays.filter(bears),
    withdrawn: ends(facts.withdrawn),
    rescinded: ends(facts.rescinded),
  }
}

/** The life of `term` at the end of `day`, from facts that bear alike on everybody: of one respondent, see `life.ts`. */
export function lifeAt(facts: LifeFacts, term: string, day: LocalDate = forever): LifeStatus {
  const roots = facts.challenges
    .filter((each) => each.from === undefined && each.on <= day && speaksOf(each.terms, term))
    .map((root) => courseOf(facts, root, term, day))
  const gone = goneAt(facts, roots, term, day)
  if (gone !== undefined) return { gone, stayed: false, uncertain: false }
  const all = [
    ...roots.flatMap((course) => statutoryStays(facts, course, term, day)),
    courtStay(facts, term, day),
  ]
  const holding = all.filter((stay) => stay.stayed)
  const unclear = roots.some((course) => course.fate === 'unclear')
  const first = earliestOf(holding.flatMap((stay) => stay.since ?? []))
  const later = earliestOf(holding.flatMap((stay) => stay.orSince ?? stay.since ?? []))
  // A stay without an end holds longest; of several ends the last.
  const ends = holding.map((stay) => stay.until)
  const until = ends.includes(undefined) ? undefined : latestOf(ends.flatMap((end) => end ?? []))
  const conditions = holding.find((stay) => stay.conditions !== undefined)?.conditions
  const varied = roots.findLast((course) => course.varied !== undefined)?.varied
  return {
    stayed: holding.length > 0,
    uncertain:
      unclear ||
      (holding.length > 0
        ? holding.every((stay) => stay.uncertain)
        : all.some((stay) => stay.uncertain)),
    ...(first === undefined ? {} : { since: first }),
    ...(later === first || later === undefined ? {} : { orSince: later }),
    ...(holding.length === 0 || until === undefined ? {} : { until }),
    ...(conditions === undefined ? {} : { conditions }),
    ...(varied === undefined ? {} : { varied }),
  }
}

/** No time runs: nothing binds, or what binds is stayed. */
export function isHeld(status: LifeStatus): boolean {
  return status.gone !== undefined || status.stayed
}

export interface Held {
  readonly since: LocalDate
  /** The first day by another reading, where there is one. */
  readonly orSince?: LocalDate
  readonly quashed: boolean
}

/** The first day of the unbroken time up to `day` in which the term was held, where it is held on `day`. */
export function heldSince(facts: LifeFacts, term: string, day: LocalDate): Held | undefined {
  const here = lifeAt(facts, term, day)
  if (!isHeld(here)) return undefined
  let since = day
  let quashed = here.gone !== undefined
  for (const at of turningDays(facts)
    .filter((each) => each <= day)
    .toReversed()) {
    const status = lifeAt(facts, term, at)
    if (!isHeld(status)) break
    since = at
    quashed ||= status.gone !== undefined
  }
  const { orSince } = lifeAt(facts, term, since)
  return { since, ...(orSince === undefined ? {} : { orSince }), quashed }
}

/** Every day on which something of the life may change, in order. */
export function turningDays(facts: LifeFacts): LocalDate[] {
  const days = [
    ...facts.challenges.flatMap((each) => [
      each.on,
      ...each.stays.flatMap(({ begins }) =>
        begins === undefined ? [] : [begins.date, begins.lenientDate ?? begins.date],
      ),
      ...each.decisions.map(({ on }) => on),
    ]),
    ...facts.courtStays.flatMap(({ on, until }) =>
      typeof until === 'string' ? [on, addDays(until, 1)] : [on],
    ),
    ...facts.withdrawn.map(({ on }) => on),
    ...facts.rescinded.map(({ on }) => on),
  ]
  return [...new Set(days)].toSorted()
}

/** What a decision of `challenge` says of `term` by `day`, on it or on appeals from it, in the order in which it was decided. */
export function rulingsOf(
  facts: Pick<LifeFacts, 'challenges'>,
  root: ChallengeFacts,
  term: string,
  day: LocalDate = forever,
  family: readonly ChallengeFacts[] = familyOf(facts, root),
): { ruling: Ruling; effect: Effect; of: ChallengeFacts }[] {
  const found: { ruling: Ruling; effect: Effect; of: ChallengeFacts }[] = []
  for (const of of family)
    for (const ruling of of.decisions) {
      if (ruling.on > day) continue
      const result = ruling.results.find(({ terms }) => speaksOf(terms, term))
      if (result !== undefined) found.push({ ruling, effect: result.effect, of })
    }
  // A stable sort: of one day, the court below decided before the court above.
  return found.toSorted((a, b) =>
    a.ruling.on < b.ruling.on ? -1 : a.ruling.on > b.ruling.on ? 1 : 0,
  )
}

/** A challenge with every appeal from its decisions, from theirs, and so on: the lower before the higher. */
export function familyOf(
  { challenges }: Pick<LifeFacts, 'challenges'>,
  root: ChallengeFacts,
): ChallengeFacts[] {
  const family = [root]
  const appealsFrom = Map.groupBy(challenges, ({ from }) => from)
  const seen = new Set(family)
  for (const member of family)
    for (const { citation } of member.decisions)
      for (const appeal of appealsFrom.get(citation) ?? [])
        if (!seen.has(appeal)) {
          seen.add(appeal)
          family.push(appeal)
        }
  return family
}

type Fate = 'open' | 'stands' | 'quashed' | 'remitted' | 'ended' | 'unclear'
interface Course {
  readonly root: ChallengeFacts
  readonly fate: Fate
  /** The day since which it is so. */
  readonly since: LocalDate
  /** When it last came before a court: filed, or sent back. What was lifted before that day is over. */
  readonly opened: LocalDate
  /** What the latest decision that spoke of it said of the stay. */
  readonly endsStay?: boolean
  /** The decision by which it stands, changed. */
  readonly varied?: { readonly on: LocalDate; readonly citation: string }
}

/** How one challenge of the order stands for a term: the latest decision that changes anything, whichever court made it. */
function courseOf(facts: LifeFacts, root: ChallengeFacts, term: string, day: LocalDate): Course {
  let fate: Fate = 'open'
  let since = root.on
  let opened = root.on
  let endsStay: boolean | undefined
  let varied: Course['varied']
  for (const { ruling, effect } of rulingsOf(facts, root, term, day)) {
    if (ruling.endsStay !== undefined) endsStay = ruling.endsStay
    if (effect === 'below-stands') continue
    since = ruling.on
    varied = effect === 'varied' ? { on: ruling.on, citation: ruling.citation } : undefined
    fate = effect === 'reopened' ? 'open' : effect === 'varied' ? 'stands' : effect
    // The application is before the court again: what an earlier decision said of its stay is over.
    if (effect !== 'reopened') continue
    endsStay = ruling.endsStay
    opened = ruling.on
  }
  return {
    root,
    fate,
    since,
    opened,
    ...(endsStay === undefined ? {} : { endsStay }),
    ...(varied === undefined ? {} : { varied }),
  }
}

/** Whether a challenge of the order is before a court for a term: never decided, or sent back. */
export function courseIsOpen(
  facts: LifeFacts,
  root: ChallengeFacts,
  term: string,
  day: LocalDate = forever,
): boolean {
  return courseOf(facts, root, term, day).fate === 'open'
}

function goneAt(
  facts: LifeFacts,
  roots: readonly Course[],
  term: string,
  day: LocalDate,
): LifeStatus['gone'] {
  const own = (ends: readonly OwnEnd[]) =>
    ends.find((end) => end.on <= day && (end.term === term || end.term === ''))
  const withdrawn = own(facts.withdrawn)
  if (withdrawn !== undefined) return { how: 'withdrawn', on: withdrawn.on }
  const rescinded = own(facts.rescinded)
  if (rescinded !== undefined) return { how: 'rescinded', on: rescinded.on }
  for (const { fate, since } of roots)
    if (fate === 'quashed' || fate === 'remitted') return { how: fate, on: since }
  return undefined
}

interface OneStay {
  readonly stayed: boolean
  readonly uncertain: boolean
  readonly since?: LocalDate
  readonly orSince?: LocalDate
  readonly until?: LocalDate
  readonly conditions?: string
}
const none: OneStay = { stayed: false, uncertain: false }

function statutoryStays(facts: LifeFacts, course: Course, term: string, day: LocalDate): OneStay[] {
  return course.root.stays
    .filter((stay) => stay.terms.includes(term))
    .map((stay) => statutoryStay(facts, course, stay, term, day))
}

function statutoryStay(
  facts: LifeFacts,
  course: Course,
  stay: StayOfTerms,
  term: string,
  day: LocalDate,
): OneStay {
  const { root, fate, endsStay, opened: since } = course
  const doubtful = root.inTime === 'unknown'
  const lifted = facts.courtStays.some(
    (act) =>
      act.action === 'lifted' &&
      isOfOrder(act) &&
      act.on >= since &&
      act.on <= day &&
      speaksOf(act.terms, term),
  )
  if (lifted || fate === 'quashed' || fate === 'remitted') return none
  // Sent back, it holds again from that day, whenever it had begun.
  const begun = since === root.on ? (stay.begins ?? { date: since }) : { date: since }
  if (day < begun.date) return none
  const holds = {
    stayed: true,
    uncertain: doubtful || day < (begun.lenientDate ?? begun.date),
    since: begun.date,
    ...(begun.lenientDate === undefined ? {} : { orSince: begun.lenientDate }),
  }
  if (endsStay !== undefined) return endsStay ? none : holds
  if (fate === 'open') return holds
  switch (stay.until) {
    case 'court-has-dealt':
      // Withdrawn, no court has dealt with it, and none will: whether that ends the stay, the section does not say.
      return fate === 'ended' ? { stayed: false, uncertain: true } : none
    case 'final-decision': {
      const pending = familyOf(facts, root).some(
        (each) => each !== root && each.on <= day && isOpen(each, term, day),
      )
      return { ...holds, uncertain: !pending || holds.uncertain }
    }
    case 'court-orders-otherwise':
      return { ...holds, uncertain: true }
  }
}

/** Nothing has been decided on it for the term, or what was decided sent it back. */
function isOpen(challenge: ChallengeFacts, term: string, day: LocalDate): boolean {
  return !challenge.decisions.some(
    (ruling) => ruling.on <= day && ruling.results.some(({ terms }) => speaksOf(terms, term)),
  )
}

function courtStay(facts: LifeFacts, term: string, day: LocalDate): OneStay {
  const acts = facts.courtStays
    .filter((act) => act.on <= day && isOfOrder(act) && speaksOf(act.terms, term))
    .toSorted((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0))
  const at = acts.findLastIndex((act) => act.action !== 'sought')
  const ruling = acts[at]
  const asked = acts.length > at + 1
  if (ruling?.action !== 'ordered') return { stayed: false, uncertain: asked }
  const end = endOfStay(facts, ruling, day)
  if (end !== undefined && end < day) return { stayed: false, uncertain: asked }
  return {
    stayed: true,
    uncertain: false,
    since: ruling.on,
    ...(typeof ruling.until === 'string' ? { until: ruling.until } : {}),
    ...(ruling.conditions === undefined ? {} : { conditions: ruling.conditions }),
  }
}

/** A stay of a penalty, or of the publication, leaves the order as it is. */
function isOfOrder({ of }: StayAct): boolean {
  return of === undefined || of === 'order'
}

/** The last day of a court's stay that ends by itself, where that day is known by `day`. */
export function endOfStay(
  facts: Pick<LifeFacts, 'challenges'>,
  { until }: StayAct,
  day: LocalDate,
): LocalDate | undefined {
  if (until === undefined || typeof until === 'string') return until
  const decided = facts.challenges
    .find(({ id }) => id === until.decision)
    // One as against others only is none here.
    ?.decisions.filter(({ results }) => results.length > 0)
    .map(({ on }) => on)
    .filter((on) => on <= day)
    .toSorted()[0]
  return decided === undefined ? undefined : addDays(decided, -1)
}

function earliestOf(days: readonly LocalDate[]): LocalDate | undefined {
  return days.toSorted()[0]
}

function latestOf(days: readonly LocalDate[]): LocalDate | undefined {
  return days.toSorted().at(-1)
}
