// Whether a challenge came in time, and what it stays, as its pack says; and again, when what its time ran from is another one.

import { addDays, type LocalDate } from '../kernel/date.ts'
import { present } from '../kernel/present.ts'
import { weakest } from '../kernel/text.ts'
import { challengeRule, ruleRefs } from '../policy/clocks.ts'
import type { ChallengeRule, Pack, StayEffect } from '../policy/pack.schema.ts'
import type { OrderEventOf, StayOfTerms } from './order.schema.ts'
import { isServiceDisputed, type Challenge, type OrderState } from './state.ts'

export type InTime = Challenge['inTime']

export function ruleOf(
  state: OrderState,
  pack: Pack,
  { kind, from }: Pick<Challenge, 'kind' | 'from'>,
): ChallengeRule | undefined {
  return challengeRule(pack, kind, from === undefined ? 'order' : 'decision', state.instrument)
}

/** Where the readings of law and record differ (two dates, a closed registry, a copy that is disputed), it is not known. */
export function timelinessOf(
  state: OrderState,
  rule: ChallengeRule | undefined,
  filing: Pick<Challenge, 'party' | 'on' | 'at'>,
): InTime {
  if (rule?.window === undefined) return 'unknown'
  const window = state.deadlines.find(
    (deadline) => deadline.id === rule.window && deadline.party === filing.party,
  )
  if (window === undefined) return 'yes'
  const answers = new Set(
    filingDays(rule, filing).map((day): InTime => {
      if (day <= window.date) return 'yes'
      return day <= (window.lenientDate ?? window.date) ? 'unknown' : 'no'
    }),
  )
  // Without that copy no time ran.
  if (isServiceDisputed(state, filing.party)) answers.add('yes')
  const [first, ...others] = answers
  return first === undefined || others.length > 0 ? 'unknown' : first
}

/** The day on which a filing counts: after the registry has closed, the next one; by a rule that nobody verified, either. */
function filingDays(
  { registry }: ChallengeRule,
  { on, at }: Pick<Challenge, 'on' | 'at'>,
): LocalDate[] {
  if (registry === undefined || at === undefined || at <= registry.closes) return [on]
  const next = addDays(on, 1)
  return weakest(registry.citations.map(({ confidence }) => confidence)) === 'M'
    ? [on, next]
    : [next]
}

export function staysOf(
  state: OrderState,
  pack: Pack,
  rule: ChallengeRule | undefined,
  inTime: InTime,
  { terms, ...filing }: Pick<Challenge, 'terms' | 'on' | 'at'>,
): StayOfTerms[] {
  const days = rule === undefined ? [filing.on] : filingDays(rule, filing)
  const effects = (inTime === 'no' ? rule?.late : rule?.inTime) ?? []
  return effects.flatMap((effect): StayOfTerms[] => {
    const stayed = state.terms
      .filter((term) => terms.includes(term.id) && effect.termKinds.includes(term.kind))
      .map((term) => term.id)
    return effect.stays && effect.until !== undefined && stayed.length > 0
      ? [
          {
            terms: stayed,
            ...present({ begins: beginningOf(effect, days, filing.on) }),
            until: effect.until,
            rules: ruleRefs(pack, effect.citations),
          },
        ]
      : []
  })
}

/** The first day of a stay: that on which the filing counts, where the text says that the stay begins with it; else that or the day of the filing itself. */
function beginningOf(
  { from }: StayEffect,
  days: readonly LocalDate[],
  on: LocalDate,
): StayOfTerms['begins'] {
  const [date = on, ...later] = from === 'filing' ? days : [...new Set([on, ...days])]
  const lenientDate = later.at(-1)
  if (lenientDate !== undefined) return { date, lenientDate }
  return date === on ? undefined : { date }
}

/** The challenges of one party's that are in time, or late, or doubtful in `next` and were not so before. */
export function judgedAnew(
  before: OrderState,
  next: OrderState,
  pack: Pack,
  party: string,
): OrderEventOf<'challenge-time-extended'>['challenges'] {
  return before.challenges.flatMap((each) => {
    if (each.party !== party || each.from !== undefined) return []
    const rule = ruleOf(before, pack, each)
    const inTime = timelinessOf(next, rule, each)
    return inTime === each.inTime
      ? []
      : [{ challenge: each.id, inTime, stays: staysOf(before, pack, rule, inTime, each) }]
  })
}
