// One duty: one term on one respondent. Whether it runs, binds, was breached, or is over, on a day. Pure reading of facts.
// Silence is not a breach, and a claim of the respondent is a claim: only the office's finding ends a duty.

import { addDays, laterOf, type LocalDate } from '../kernel/date.ts'
import type { Deadline } from '../policy/deadline.schema.ts'
import type { DeadlineId } from '../policy/pack.schema.ts'
import type { GoneHow, LifeStatus } from './calculus.ts'
import { boundBy, lifeOf, lifeOn } from './life.ts'
import type { Finding, Term } from './order.schema.ts'
import { respondentsOf, type Assessment, type OrderState, type Position } from './state.ts'

export type DutyClock = 'not-started' | 'running' | 'in-force' | 'stayed' | 'lapsed' | 'ended'

export interface Breach {
  readonly term: string
  readonly party: string
  /** The last day that was left, or the day before the breach became known. */
  readonly since: LocalDate
  /** Whether the office found it; else the day passed in silence, or the respondent says it itself. */
  readonly known: 'found' | 'said' | 'silence'
  /** The respondent claims to have complied, and nobody has found it so. */
  readonly claimedOn?: LocalDate
  /** Complied with in the end, too late. */
  readonly mendedOn?: LocalDate
}

/** The safe deadline of a clock for a term: the earliest among those who must comply; `party`: of that one. */
export function earliest(
  state: OrderState,
  id: DeadlineId,
  term: string,
  party?: string,
): Deadline | undefined {
  const bound = respondentsOf(state)
  let first: Deadline | undefined
  for (const deadline of state.deadlines) {
    if (
      deadline.id === id &&
      deadline.terms.includes(term) &&
      (party === undefined ? bound.includes(deadline.party) : deadline.party === party) &&
      (first === undefined || deadline.date < first.date)
    )
      first = deadline
  }
  return first
}

/** Why and when a term has nothing left to run for anybody, if so. */
export function endOf(
  state: OrderState,
  term: string,
  asOf?: LocalDate,
): { how: 'closed' | 'complied' | GoneHow; on: LocalDate } | undefined {
  const { gone } = lifeOf(state, term, asOf)
  if (gone !== undefined) return gone
  const found = state.terms.find((each) => each.id === term)
  const parties = found === undefined ? [] : boundBy(state, found)
  const ends = parties.map(
    (party) => acceptedOn(state, term, party, asOf) ?? lifeOn(state, term, party, asOf).gone?.on,
  )
  if (parties.length > 0 && !ends.includes(undefined)) {
    const on = ends
      .flatMap((end) => end ?? [])
      .toSorted()
      .at(-1)
    if (on !== undefined) return { how: 'complied', on }
  }
  return state.closedOn === undefined || (asOf !== undefined && state.closedOn > asOf)
    ? undefined
    : { how: 'closed', on: state.closedOn }
}

/** The same for one party: what a court or the office ended as against it alone has ended for it. */
export function dutyEnd(
  state: OrderState,
  term: string,
  party: string,
  asOf?: LocalDate,
): ReturnType<typeof endOf> {
  return endOf(state, term, asOf) ?? lifeOn(state, term, party, asOf).gone
}

export function dutyClock(
  state: OrderState,
  term: Term,
  party: string,
  asOf: LocalDate,
  life: LifeStatus = lifeOn(state, term.id, party, asOf),
): DutyClock {
  if (life.gone !== undefined || state.closedOn !== undefined) return 'ended'
  if (acceptedOn(state, term.id, party, asOf) !== undefined) return 'ended'
  if (!state.copies.some((copy) => copy.party === party)) return 'not-started'
  if (life.stayed) return 'stayed'
  if (breachOf(state, term, party, asOf, life) !== undefined) return 'lapsed'
  const due = earliest(state, 'comply', term.id, party)
  // Its day may pass before it can be enforced: it is late then, and no route rests on it yet.
  if (term.kind === 'mandate' && due !== undefined && asOf > surelyOver(due)) return 'lapsed'
  return term.kind === 'prohibition' && binds(state, term, party, asOf) ? 'in-force' : 'running'
}

/** The breach of a duty that binds, as it is known at the end of `asOf`; none while it is stayed, gone or found complied with. */
export function breachOf(
  state: OrderState,
  term: Term,
  party: string,
  asOf: LocalDate,
  life: LifeStatus = lifeOn(state, term.id, party, asOf),
): Breach | undefined {
  if (life.gone !== undefined || life.stayed) return undefined
  if (acceptedOn(state, term.id, party, asOf) !== undefined) return undefined
  const failed = failureOf(state, term, party, asOf)
  return failed !== undefined && asOf > failed.since ? failed : undefined
}

/** What remains an offence after it was mended: found complied with, and too late. */
export function mendedBreachOf(
  state: OrderState,
  term: Term,
  party: string,
  asOf: LocalDate,
): Breach | undefined {
  const { gone } = lifeOn(state, term.id, party, asOf)
  const accepted = acceptedOn(state, term.id, party, asOf)
  if (gone !== undefined || accepted === undefined) return undefined
  // The claim that was accepted says when; without one, the finding does.
  const claim = state.positions.findLast(
    (each) => isOf(each, term.id, party) && each.position === 'complied' && each.on <= accepted,
  )
  const mendedOn = claim?.on ?? accepted
  const failed = failureOf(state, term, party, mendedOn)
  return failed !== undefined && mendedOn > failed.since ? { ...failed, mendedOn } : undefined
}

/** Whether a prohibition binds at the end of `asOf`: from the day it is enforceable, else once its time to comply is over. */
export function binds(state: OrderState, term: Term, party: string, asOf: LocalDate): boolean {
  const enforceable = earliest(state, 'enforceable', term.id, party)
  if (enforceable !== undefined) return asOf >= surelyOver(enforceable)
  const due = earliest(state, 'comply', term.id, party)
  return due !== undefined && asOf > surelyOver(due)
}

function failureOf(
  state: OrderState,
  term: Term,
  party: string,
  asOf: LocalDate,
): Breach | undefined {
  const due = earliest(state, 'comply', term.id, party)
  if (due === undefined) return undefined
  const enforceable = earliest(state, 'enforceable', term.id, party)
  const over = surelyOver(due)
  const since =
    enforceable === undefined ? over : laterOf(over, addDays(surelyOver(enforceable), -1))
  const finding = lastFinding(state, term.id, party, asOf)
  const claim = lastPosition(state, term.id, party, asOf)
  const found = finding !== undefined && finding.finding !== 'accepted'
  const base = {
    term: term.id,
    party,
    ...(claim?.position === 'complied' ? { claimedOn: claim.on } : {}),
  }
  if (term.kind === 'mandate')
    return {
      ...base,
      since,
      known: found ? 'found' : claim?.position === 'refused' ? 'said' : 'silence',
    }
  const said = saidBreach(state, term.id, party, since, asOf)
  const first = [found ? finding.on : undefined, said].flatMap((day) => day ?? []).toSorted()[0]
  return first === undefined
    ? undefined
    : { ...base, since: laterOf(since, addDays(first, -1)), known: found ? 'found' : 'said' }
}

/** The day from which the respondent's own word was that it does not obey a prohibition that bound by then, if it was. */
function saidBreach(
  state: OrderState,
  term: string,
  party: string,
  since: LocalDate,
  asOf: LocalDate,
): LocalDate | undefined {
  const said = positionsOf(state, term, party, asOf)
  return said.find(
    ({ position }, at) => position !== 'complied' && (said[at + 1]?.on ?? '9999') > since,
  )?.on
}

/** The day the office found the duty complied with, while that is its latest finding. */
function acceptedOn(
  state: OrderState,
  term: string,
  party: string,
  asOf?: LocalDate,
): LocalDate | undefined {
  const last = lastFinding(state, term, party, asOf)
  return last?.finding === 'accepted' ? last.on : undefined
}

export function lastFinding(
  state: OrderState,
  term: string,
  party: string,
  asOf?: LocalDate,
): Assessment | undefined {
  return latest(state.findings, term, party, asOf)
}

export function lastPosition(
  state: OrderState,
  term: string,
  party: string,
  asOf?: LocalDate,
): Position | undefined {
  return latest(state.positions, term, party, asOf)
}

function positionsOf(state: OrderState, term: string, party: string, asOf: LocalDate): Position[] {
  return state.positions
    .filter((each) => isOf(each, term, party) && each.on <= asOf)
    .toSorted((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0))
}

function latest<T extends { term: string; party?: string; on: LocalDate }>(
  all: readonly T[],
  term: string,
  party: string,
  asOf?: LocalDate,
): T | undefined {
  let last: T | undefined
  for (const each of all)
    if (
      isOf(each, term, party) &&
      (asOf === undefined || each.on <= asOf) &&
      (last === undefined || each.on >= last.on)
    )
      last = each
  return last
}

function isOf(
  said: { readonly term: string; readonly party?: string },
  term: string,
  party: string,
): boolean {
  return said.term === term && (said.party === undefined || said.party === party)
}

/** The safe date warns the office; only after the lenient one may it say that time is up, and act on it. */
export function surelyOver(due: Deadline): LocalDate {
  return due.lenientDate ?? due.date
}

/** The stronger of two findings for a view: what was not accepted is not hidden by what was. */
export function worstFinding(findings: readonly (Finding | undefined)[]): Finding | undefined {
  return (['not-accepted', 'partly', 'accepted'] as const).find((each) => findings.includes(each))
}
