// Where each term stands on a day, for the board: position, finding, clock, stay, dates. Pure reading of facts; nothing is stored.

import type { LocalDate } from '../kernel/date.ts'
import { present } from '../kernel/present.ts'
import type { OrderStatus, PartyView, TermView } from '../board/board.schema.ts'
import type { Deadline } from '../policy/deadline.schema.ts'
import { asAgainst, courseIsOpen, differByParty } from './calculus.ts'
import {
  breachOf,
  dutyClock,
  earliest,
  endOf,
  lastFinding,
  lastPosition,
  worstFinding,
  type Breach,
  type DutyClock,
} from './duties.ts'
import { boundBy, lifeOf, lifeOn, wordingOf } from './life.ts'
import type { Term } from './order.schema.ts'
import { isServiceDisputed, respondentsOf, type OrderState } from './state.ts'
import { lastDayOf } from './stays.ts'

export { earliest, endOf } from './duties.ts'

/** One term as of the end of `asOf`, from a state folded from the facts known to that day. */
export function viewTerm(state: OrderState, term: Term, asOf: LocalDate): TermView {
  const life = lifeOf(state, term.id, asOf)
  const ended = endOf(state, term.id, asOf) !== undefined
  const parties = boundBy(state, term)
  const disputed = ended ? [] : parties.filter((party) => isServiceDisputed(state, party))
  const clocks = parties.map((party) => dutyClock(state, term, party, asOf))
  const notBefore = earliest(state, 'comply-not-before', term.id)
  const enforceable = earliest(state, 'enforceable', term.id)
  const positions = parties.map((party) => lastPosition(state, term.id, party, asOf))
  const early = state.positions
    .filter((each) => each.term === term.id && each.on <= asOf && each.early !== undefined)
    .at(-1)
  const report = earliest(state, 'report', term.id)
  return {
    id: term.id,
    theme: term.theme,
    kind: term.kind,
    effort: term.effort,
    ...wordsOf(state, term, parties, asOf),
    position: weakestPosition(positions.map((each) => each?.position ?? 'unknown')),
    finding:
      worstFinding(parties.map((party) => lastFinding(state, term.id, party, asOf)?.finding)) ??
      null,
    clock: ended ? 'ended' : worstClock(clocks),
    stayed: life.stayed && !ended,
    uncertain: (life.uncertain || disputed.length > 0) && !ended,
    ...(disputed.length === 0
      ? {}
      : { serviceDisputed: withoutTheCopies(state, term, disputed, asOf) }),
    early: early?.early === undefined ? null : { on: early.on, firstLawfulDay: early.early },
    notBefore: notBefore?.date ?? null,
    notBeforeConfidence: notBefore?.confidence ?? null,
    enforceableFrom: enforceable?.date ?? null,
    enforceableFromConfidence: enforceable?.confidence ?? null,
    due: dueOf(earliest(state, 'comply', term.id)),
    ...(report === undefined ? {} : { report: dueOf(report) }),
    ...(life.since === undefined || life.orSince === undefined || !life.stayed
      ? {}
      : { stayedSince: { date: life.since, lenientDate: life.orSince } }),
    ...(life.until === undefined || !life.stayed ? {} : { stayedUntil: life.until }),
    ...(life.conditions === undefined || !life.stayed ? {} : { stayConditions: life.conditions }),
    ...(life.varied === undefined ? {} : { varied: life.varied }),
    ...(life.gone === undefined ? {} : { ended: { how: life.gone.how, on: life.gone.on } }),
    ...(parties.length < 2
      ? {}
      : {
          parties: parties.map((party, at): PartyView => ({
            party,
            position: positions[at]?.position ?? 'unknown',
            finding: lastFinding(state, term.id, party, asOf)?.finding ?? null,
            clock: clocks[at] ?? 'not-started',
            due: dueOf(earliest(state, 'comply', term.id, party)),
            ...ownLife(state, term, party, asOf),
          })),
        }),
  }
}

/** What it says today, and what it said before it was reworded; where it says different things to several, each has its own. */
function wordsOf(
  state: OrderState,
  term: Term,
  parties: readonly string[],
  asOf: LocalDate,
): Pick<TermView, 'text' | 'reworded'> {
  const all = parties.map((party) => wordingOf(state, term.id, party, asOf))
  const [one] = all
  return one === undefined || all.some((each) => each?.text !== one.text)
    ? { text: term.text }
    : {
        text: one.text,
        reworded: { on: one.on, before: term.text, ...present({ decision: one.decision }) },
      }
}

/** What of one respondent's life of the term is not that of all: it ended, is stayed, was varied or says something for it alone. */
function ownLife(
  state: OrderState,
  term: Term,
  party: string,
  asOf: LocalDate,
): Pick<PartyView, 'ended' | 'varied' | 'text' | 'uncertain'> {
  const { gone, varied, uncertain } = lifeOn(state, term.id, party, asOf)
  const own = differByParty(state)
  const said = wordingOf(state, term.id, party, asOf)
  return {
    ...(own && gone !== undefined ? { ended: gone } : {}),
    ...(own && varied !== undefined ? { varied } : {}),
    ...(own && uncertain ? { uncertain: true as const } : {}),
    ...(said === undefined ? {} : { text: said.text }),
  }
}

/** The other reading, while copies are disputed: how the term stands if they do not count. */
function withoutTheCopies(
  state: OrderState,
  term: Term,
  parties: readonly string[],
  asOf: LocalDate,
): NonNullable<TermView['serviceDisputed']> {
  const none = (party: string): boolean => parties.includes(party)
  const other: OrderState = {
    ...state,
    serviceDisputes: [],
    copies: state.copies.filter((copy) => !none(copy.party)),
    deadlines: state.deadlines.filter((deadline) => !none(deadline.party)),
  }
  const { clock, due } = viewTerm(other, term, asOf)
  return { parties: [...parties], clock, due }
}

function dueOf(due: Deadline | undefined): TermView['due'] {
  return due === undefined
    ? null
    : {
        date: due.date,
        endsAt: due.endsAt,
        confidence: due.confidence,
        ...(due.lenientDate === undefined ? {} : { lenientDate: due.lenientDate }),
      }
}

/** Of several respondents, the one that wants attention first. */
function worstClock(clocks: readonly DutyClock[]): DutyClock {
  const order: readonly DutyClock[] = ['lapsed', 'stayed', 'in-force', 'running', 'not-started']
  return order.find((each) => clocks.includes(each)) ?? 'ended'
}

function weakestPosition(positions: readonly TermView['position'][]): TermView['position'] {
  const order = ['refused', 'partial', 'unknown', 'complied'] as const
  return order.find((each) => positions.includes(each)) ?? 'unknown'
}

export function liveTerms(state: OrderState, asOf?: LocalDate): string[] {
  return state.terms
    .filter((term) => endOf(state, term.id, asOf) === undefined)
    .map((term) => term.id)
}

/** Duties that are due, enforceable, not stayed and not found complied with at the end of `asOf`, with the last day that was left. */
export function breaches(state: OrderState, asOf: LocalDate): Breach[] {
  if (state.closedOn !== undefined) return []
  return state.terms.flatMap((term) => {
    return boundBy(state, term).flatMap((party) => breachOf(state, term, party, asOf) ?? [])
  })
}

/** The one word for the whole order at the end of `asOf`. */
export function statusOf(state: OrderState, asOf: LocalDate): OrderStatus {
  if (state.closedOn !== undefined) return 'closed'
  const names = state.terms.length === 0 ? [''] : state.terms.map((term) => term.id)
  const ends = names.map((term) => endOf(state, term, asOf)?.how)
  if (ends.every((how) => how !== undefined))
    return ends.includes('complied')
      ? 'complied'
      : ((['quashed', 'remitted', 'rescinded'] as const).find((how) => ends.includes(how)) ??
          'withdrawn')
  if (state.escalations.length > 0) return 'escalated'
  const live = names.filter((term) => endOf(state, term, asOf) === undefined)
  if (live.every((term) => lifeOf(state, term, asOf).stayed)) return 'stayed'
  if (isChallenged(state, asOf)) return 'challenged'
  if (live.some((term) => positionOf(state, term, asOf) === 'refused')) return 'refused'
  if (breaches(state, asOf).length > 0) return 'lapsed'
  return state.copies.length > 0 ? 'served' : 'issued'
}

/** A challenge, or a part of one, is before a court. */
function isChallenged(state: OrderState, asOf: LocalDate = lastDayOf(state)): boolean {
  return openChallenges(state, asOf).length > 0
}

/** The challenges before a court at the end of `asOf`: undecided for some term, or sent back to be heard again. */
export function openChallenges(state: OrderState, asOf: LocalDate): string[] {
  return state.challenges
    .filter((challenge) => challenge.on <= asOf)
    .filter((challenge) => {
      const terms = challenge.terms.length === 0 ? [''] : challenge.terms
      return (differByParty(state) ? respondentsOf(state) : [state.respondent.id]).some((party) =>
        isOpenFor(asAgainst(state, party), challenge.id, boundTo(state, terms, party), asOf),
      )
    })
    .map(({ id }) => id)
}

/** Those of the terms that bind the party; all of them where all bind alike. */
function boundTo(state: OrderState, terms: readonly string[], party: string): string[] {
  return terms.filter((id) => {
    const term = state.terms.find((each) => each.id === id)
    return !differByParty(state) || term === undefined || boundBy(state, term).includes(party)
  })
}

function isOpenFor(
  state: OrderState,
  id: string,
  terms: readonly string[],
  asOf: LocalDate,
): boolean {
  const challenge = state.challenges.find((each) => each.id === id)
  const speaks = (term: string) =>
    challenge?.decisions.some(
      (one) =>
        one.on <= asOf && one.results.some(({ terms: of }) => of.length === 0 || of.includes(term)),
    )
  return terms.some((term) => speaks(term) !== true) || isReopened(state, id, terms, asOf)
}

function isReopened(
  state: OrderState,
  id: string,
  terms: readonly string[],
  asOf: LocalDate,
): boolean {
  const root = state.challenges.find((each) => each.id === id)
  if (root === undefined || root.from !== undefined) return false
  return terms.some((term) => courseIsOpen(state, root, term, asOf))
}

function positionOf(state: OrderState, term: string, asOf: LocalDate): TermView['position'] {
  const found = state.terms.find((each) => each.id === term)
  return found === undefined ? 'unknown' : viewTerm(state, found, asOf).position
}
