// The life of a term on one respondent, and of the term as a whole: what is said as against some respondents only bears on them alone.
// What it says on a day, to whom, stands here too: a court's new wording counts as long as the decision that made it does.

import type { LocalDate } from '../kernel/date.ts'
import type { Text } from '../kernel/text.ts'
import { asAgainst, differByParty, forever, lifeAt, type LifeStatus } from './calculus.ts'
import type { Term } from './order.schema.ts'
import { respondentsOf, type OrderState, type Wording } from './state.ts'

/** Whom a term binds. */
export function boundBy(
  state: Pick<OrderState, 'respondent' | 'respondents'>,
  term: Pick<Term, 'respondents'> | undefined,
): string[] {
  const all = respondentsOf(state)
  return term?.respondents === undefined
    ? all
    : all.filter((party) => term.respondents?.includes(party))
}

/** The same of the term with this id; the empty one stands for an order without terms. */
export function boundByTerm(state: OrderState, term: string): string[] {
  return boundBy(
    state,
    state.terms.find(({ id }) => id === term),
  )
}

/** The life of `term` on `party` at the end of `day`; of somebody whom it does not bind, that of the whole term. */
export function lifeOn(
  state: OrderState,
  term: string,
  party: string,
  day: LocalDate = forever,
): LifeStatus {
  if (!differByParty(state)) return lifeAt(state, term, day)
  return boundByTerm(state, term).includes(party)
    ? lifeAt(asAgainst(state, party), term, day)
    : lifeOf(state, term, day)
}

/** The life of the whole term: gone where it binds nobody any more, stayed where it is for everybody whom it still binds. */
export function lifeOf(state: OrderState, term: string, day: LocalDate = forever): LifeStatus {
  const [only, ...others] = livesOf(state, term, day)
  if (only === undefined) return lifeAt(state, term, day)
  const lives = [only, ...others]
  const live = lives.filter(({ gone }) => gone === undefined)
  if (live.length === 0)
    return lives.reduce((a, b) => ((b.gone?.on ?? '') > (a.gone?.on ?? '') ? b : a))
  const stayed = live.every((life) => life.stayed)
  const [first = only] = live.filter((life) => !stayed || life.since !== undefined)
  // All are stayed from the day on which the last of them is, and until the first of their stays ends.
  const latest = live.reduce((a, b) => ((b.since ?? '') > (a.since ?? '') ? b : a), first)
  const until = live
    .flatMap((life) => life.until ?? [])
    .toSorted()
    .at(0)
  const conditions = live.find((life) => life.conditions !== undefined)?.conditions
  const varied = live.find((life) => life.varied !== undefined)?.varied
  return {
    stayed,
    uncertain: live.some((life) => life.uncertain),
    ...(stayed && latest.since !== undefined ? { since: latest.since } : {}),
    ...(stayed && latest.orSince !== undefined ? { orSince: latest.orSince } : {}),
    ...(stayed && until !== undefined ? { until } : {}),
    ...(conditions === undefined ? {} : { conditions }),
    ...(varied === undefined ? {} : { varied }),
  }
}

/** One life where all are the same. */
function livesOf(state: OrderState, term: string, day: LocalDate): LifeStatus[] {
  return differByParty(state)
    ? boundByTerm(state, term).map((party) => lifeAt(asAgainst(state, party), term, day))
    : [lifeAt(state, term, day)]
}

export interface WordingNow {
  readonly text: Text
  readonly on: LocalDate
  /** The court's decision; absent: the office's own correction. */
  readonly decision?: string
}

/** What `term` says to `party` at the end of `day`, where that is not what it said when the order was issued. */
export function wordingOf(
  state: OrderState,
  term: string,
  party: string,
  day: LocalDate = forever,
): WordingNow | undefined {
  const own = (state.wordings ?? []).filter(
    (each) => each.term === term && each.on <= day && each.parties?.includes(party) !== false,
  )
  if (own.length === 0) return undefined
  const { varied } = lifeOn(state, term, party, day)
  // Set aside above, or varied anew since, a decision's words are the term's no more.
  return own
    .filter(({ decision }) => decision === undefined || decision === varied?.citation)
    .reduce<Wording | undefined>(
      (last, each) => (last === undefined || each.on >= last.on ? each : last),
      undefined,
    )
}
