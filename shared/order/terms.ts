// Where each term stands on a day: position, clock, stay, dates. Pure reading of facts; nothing is stored.

import { addDays, laterOf, type LocalDate } from '../kernel/date.ts'
import type { OrderStatus, TermView } from '../board/board.schema.ts'
import type { Deadline } from '../policy/deadline.schema.ts'
import type { DeadlineId } from '../policy/pack.schema.ts'
import type { Term } from './order.schema.ts'
import type { OrderState } from './state.ts'
import { isQuashed, stayOf } from './stays.ts'

/** One term as of the end of `asOf`, from a state folded from the facts known to that day. */
export function viewTerm(state: OrderState, term: Term, asOf: LocalDate): TermView {
  const { stayed, uncertain } = stayOf(state, term.id)
  const ended = endOf(state, term.id) !== undefined
  const due = earliest(state, 'comply', term.id)
  const notBefore = earliest(state, 'comply-not-before', term.id)
  const enforceable = earliest(state, 'enforceable', term.id)
  return {
    id: term.id,
    theme: term.theme,
    kind: term.kind,
    effort: term.effort,
    text: term.text,
    position: positionOf(state, term.id),
    clock: ended
      ? 'ended'
      : state.copies.length === 0
        ? 'not-started'
        : stayed
          ? 'stayed'
          : due !== undefined && asOf > surelyOver(due)
            ? 'lapsed'
            : 'running',
    stayed: stayed && !ended,
    uncertain: uncertain && !ended,
    notBefore: notBefore?.date ?? null,
    notBeforeConfidence: notBefore?.confidence ?? null,
    enforceableFrom: enforceable?.date ?? null,
    enforceableFromConfidence: enforceable?.confidence ?? null,
    due:
      due === undefined
        ? null
        : {
            date: due.date,
            endsAt: due.endsAt,
            confidence: due.confidence,
            ...(due.lenientDate === undefined ? {} : { lenientDate: due.lenientDate }),
          },
  }
}

/** Why and when a term has nothing left to run, if so. */
export function endOf(
  state: OrderState,
  term: string,
): { how: 'closed' | 'withdrawn' | 'quashed' | 'complied'; on: LocalDate } | undefined {
  const withdrawn = state.withdrawn.find((end) => end.term === term)
  if (withdrawn !== undefined) return { how: 'withdrawn', on: withdrawn.on }
  const quashed = isQuashed(state, term)
  if (quashed !== undefined) return { how: 'quashed', on: quashed }
  const last = lastPosition(state, term)
  if (last?.position === 'complied') return { how: 'complied', on: last.on }
  return state.closedOn === undefined ? undefined : { how: 'closed', on: state.closedOn }
}

export function liveTerms(state: OrderState): string[] {
  return state.terms.filter((term) => endOf(state, term.id) === undefined).map((term) => term.id)
}

/** The safe deadline of a clock for a term: the earliest among the parties served. */
export function earliest(state: OrderState, id: DeadlineId, term: string): Deadline | undefined {
  let first: Deadline | undefined
  for (const deadline of state.deadlines) {
    if (
      deadline.id === id &&
      deadline.terms.includes(term) &&
      (first === undefined || deadline.date < first.date)
    )
      first = deadline
  }
  return first
}

/** Terms that are due, enforceable, not stayed and not complied with at the end of `asOf`, with the last day that was left. */
export function breaches(state: OrderState, asOf: LocalDate): { term: string; since: LocalDate }[] {
  return liveTerms(state).flatMap((term) => {
    const due = earliest(state, 'comply', term)
    if (due === undefined || stayOf(state, term).stayed) return []
    const enforceable = earliest(state, 'enforceable', term)
    const since =
      enforceable === undefined
        ? surelyOver(due)
        : laterOf(surelyOver(due), addDays(surelyOver(enforceable), -1))
    return asOf > since ? [{ term, since }] : []
  })
}

/** The safe date warns the office; only after the lenient one may it say that time is up, and act on it. */
function surelyOver(due: Deadline): LocalDate {
  return due.lenientDate ?? due.date
}

/** The one word for the whole order at the end of `asOf`. */
export function statusOf(state: OrderState, asOf: LocalDate): OrderStatus {
  if (state.closedOn !== undefined) return 'closed'
  const ends = state.terms.map((term) => endOf(state, term.id)?.how)
  if (ends.every((how) => how !== undefined))
    return ends.includes('complied')
      ? 'complied'
      : ends.includes('quashed')
        ? 'quashed'
        : 'withdrawn'
  if (state.escalations.length > 0) return 'escalated'
  const live = liveTerms(state)
  if (live.every((term) => stayOf(state, term).stayed)) return 'stayed'
  if (state.challenges.some((challenge) => challenge.decision === undefined)) return 'challenged'
  if (live.some((term) => positionOf(state, term) === 'refused')) return 'refused'
  if (breaches(state, asOf).length > 0) return 'lapsed'
  return state.copies.length > 0 ? 'served' : 'issued'
}

function lastPosition(
  state: OrderState,
  term: string,
): OrderState['positions'][number] | undefined {
  let last: OrderState['positions'][number] | undefined
  for (const position of state.positions)
    if (position.term === term && (last === undefined || position.on >= last.on)) last = position
  return last
}

function positionOf(state: OrderState, term: string): TermView['position'] {
  return lastPosition(state, term)?.position ?? 'unknown'
}
