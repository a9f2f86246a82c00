// What courts do to an order: a challenge and what it stays, a decision, a stay of the court's own, more time to challenge.

import { addDays } from '../kernel/date.ts'
import type { AggregateRef } from '../kernel/ids.ts'
import { present } from '../kernel/present.ts'
import { ok, type Result } from '../kernel/problems.ts'
import { afterStay, byEither, extendedTo, ruleRefs } from '../policy/clocks.ts'
import type { Deadline } from '../policy/deadline.schema.ts'
import type { DecisionContext } from '../policy/decision.ts'
import type { Pack } from '../policy/pack.schema.ts'
import { belowOf } from './below.ts'
import { asAgainst, heldSince, isHeld, type Held } from './calculus.ts'
import { evolve } from './evolve.ts'
import { factOf } from './fact-of.ts'
import { boundByTerm, lifeOn } from './life.ts'
import type { OrderCommandOf, OrderEvent, OrderEventOf } from './order.schema.ts'
import { effectOf, unclearWord, type SaidResult } from './outcomes.ts'
import { decidedTerms, termsOf } from './scope.ts'
import type { Challenge, OrderState } from './state.ts'
import { judgedAnew, ruleOf, staysOf, timelinessOf } from './timeliness.ts'

/** Facts of the world are not refused: a challenge this pack does not know of is recorded, and stays nothing by statute. */
export function challenge(
  state: OrderState,
  command: OrderCommandOf<'challenge'>,
  pack: Pack,
): OrderEvent {
  const { challenge: id, challengeKind, forum, from, at, on } = command
  const party = command.party ?? state.respondent.id
  const rule = ruleOf(state, pack, { kind: challengeKind, ...present({ from }) })
  const terms = termsOf(state, command)
  const inTime = timelinessOf(state, rule, { party, on, ...present({ at }) })
  const registry = at === undefined ? undefined : rule?.registry
  return {
    kind: 'challenge-filed',
    ...factOf(command),
    challenge: id,
    challengeKind,
    forum,
    party,
    terms,
    ...present({ from, at }),
    inTime,
    stays: staysOf(state, pack, rule, inTime, { terms, on, ...present({ at }) }),
    rules: ruleRefs(pack, [...(rule?.citations ?? []), ...(registry?.citations ?? [])]),
  }
}

/** The window of one party is moved; what it filed before is judged by the new one. The time to comply stays where it was. */
export function extendChallengeTime(
  state: OrderState,
  command: OrderCommandOf<'extend-challenge-time'>,
  pack: Pack,
  context: DecisionContext,
): OrderEvent {
  const party = command.party ?? state.respondent.id
  const moved: Deadline = {
    ...extendedTo(pack, context.zoneData, {
      party,
      terms: [],
      to: command.to,
      start: 'extended',
      by: 'court',
    }),
    id: 'challenge',
  }
  const next: OrderState = {
    ...state,
    deadlines: [
      ...state.deadlines.filter((each) => each.id !== 'challenge' || each.party !== party),
      moved,
    ],
  }
  return {
    kind: 'challenge-time-extended',
    ...factOf(command),
    party,
    to: command.to,
    forum: command.forum,
    deadlines: [moved],
    challenges: judgedAnew(state, next, pack, party),
    rules: moved.rules,
  }
}

export function courtDecides(
  ref: AggregateRef,
  state: OrderState,
  command: OrderCommandOf<'decide'>,
  pack: Pack,
  context: DecisionContext,
): Result<OrderEvent> {
  const challenged = state.challenges.find((each) => each.id === command.challenge)
  const terms = decidedTerms(state, challenged, command)
  const unclear = unclearIn(state, challenged, command, terms)
  if (unclear !== undefined)
    return {
      ok: false,
      problem: unclearWord(command.challenge, unclear, challenged?.from !== undefined),
    }
  const event: OrderEventOf<'court-decided'> = {
    kind: 'court-decided',
    ...factOf(command),
    challenge: command.challenge,
    ...(command.outcome === undefined ? {} : { outcome: command.outcome }),
    ...(command.then === undefined ? {} : { then: command.then }),
    ...(command.results === undefined ? {} : { results: command.results }),
    citation: command.citation,
    terms,
    ...(command.parties === undefined ? {} : { parties: command.parties }),
    ...(command.byConsent === undefined ? {} : { byConsent: command.byConsent }),
    ...(command.endsStay === undefined ? {} : { endsStay: command.endsStay }),
    deadlines: [],
  }
  return ok({ ...event, deadlines: resumed(ref, state, event, pack, context) })
}

/** The first word of a decision that does not say what becomes of a term, for one of those whom it speaks of. */
function unclearIn(
  state: OrderState,
  challenged: Challenge | undefined,
  command: OrderCommandOf<'decide'>,
  terms: readonly string[],
): SaidResult | undefined {
  const { outcome, then, parties } = command
  const said: readonly SaidResult[] =
    command.results ?? (outcome === undefined ? [] : [{ terms, parties, outcome, then }])
  const appeal = challenged?.from !== undefined
  const below = (term: string, party: string) =>
    challenged === undefined ? undefined : belowOf(asAgainst(state, party), challenged, term)
  return said.find((result) =>
    (result.terms.length === 0 ? [''] : result.terms).some((term) =>
      (result.parties ?? boundByTerm(state, term)).some(
        (party) => effectOf(result, appeal, below(term, party)) === undefined,
      ),
    ),
  )
}

export function stay(
  ref: AggregateRef,
  state: OrderState,
  command: OrderCommandOf<'stay'>,
  pack: Pack,
  context: DecisionContext,
): OrderEvent {
  const { forum, until, conditions, of } = command
  const said = {
    ...factOf(command),
    forum,
    terms: termsOf(state, command),
    ...(command.parties === undefined ? {} : { parties: command.parties }),
    ...(until === undefined ? {} : { until }),
    ...(conditions === undefined ? {} : { conditions }),
    ...(of === undefined ? {} : { of }),
  }
  if (command.action === 'sought') return { kind: 'stay-sought', ...said }
  if (command.action === 'ordered') {
    const ordered: OrderEventOf<'stay-ordered'> = { kind: 'stay-ordered', ...said }
    const deadlines = untilItEnds(ref, state, ordered, pack, context)
    return deadlines.length === 0 ? ordered : { ...ordered, deadlines }
  }
  const lifted: OrderEventOf<'stay-lifted'> = { kind: 'stay-lifted', ...said, deadlines: [] }
  return { ...lifted, deadlines: resumed(ref, state, lifted, pack, context) }
}

/** The deadlines of the terms that this event frees, as the pack says a clock goes on after a stay; of what was quashed, from that day at the earliest. */
function resumed(
  ref: AggregateRef,
  state: OrderState,
  event: OrderEvent,
  pack: Pack,
  context: DecisionContext,
): Deadline[] {
  const next = evolve(ref, state, event)
  return movedBy(state, pack, context, event.on, (term, party) => {
    const after = lifeOn(next, term, party, event.on)
    return isHeld(after) ? undefined : heldSince(asAgainst(state, party), term, event.on)
  })
}

/** A stay with a last day frees its terms by itself on the day after: that is known when it is ordered. */
function untilItEnds(
  ref: AggregateRef,
  state: OrderState,
  event: OrderEventOf<'stay-ordered'>,
  pack: Pack,
  context: DecisionContext,
): Deadline[] {
  const { until } = event
  if (typeof until !== 'string') return []
  const next = evolve(ref, state, event)
  return movedBy(state, pack, context, addDays(until, 1), (term, party) =>
    event.terms.includes(term) &&
    event.parties?.includes(party) !== false &&
    !isHeld(lifeOn(next, term, party, addDays(until, 1)))
      ? heldSince(asAgainst(next, party), term, until)
      : undefined,
  )
}

interface Freed extends Held {
  readonly deadline: Deadline
}

function movedBy(
  state: OrderState,
  pack: Pack,
  context: DecisionContext,
  endedOn: OrderEvent['on'],
  held: (term: string, party: string) => ReturnType<typeof heldSince>,
): Deadline[] {
  return state.deadlines
    .filter((deadline) => deadline.id === 'comply')
    .flatMap((deadline) => {
      const freed = deadline.terms.flatMap((term): Freed[] => {
        const was = held(term, deadline.party)
        if (was === undefined) return []
        const one = beforeItsStay(state, deadline, term, was.since)
        return [{ deadline: { ...one, terms: [term] }, ...was }]
      })
      const alike = Map.groupBy(freed, ({ deadline: one, since, orSince, quashed }) =>
        [one.date, one.lenientDate, since, orSince, quashed].join('|'),
      )
      return [...alike.values()].flatMap((group) => {
        const [first] = group
        if (first === undefined) return []
        const from = (stayedFrom: OrderEvent['on']): Deadline =>
          afterStay(pack, context.zoneData, {
            deadline: {
              ...first.deadline,
              terms: group.flatMap(({ deadline: { terms } }) => terms),
            },
            stayedFrom,
            endedOn,
            restored: first.quashed,
          })
        const moved =
          first.orSince === undefined
            ? from(first.since)
            : byEither(from(first.orSince), from(first.since))
        return moved.date === deadline.date && moved.lenientDate === deadline.lenientDate
          ? []
          : [moved]
      })
    })
}

/**
 * A stay with a last day moved the time to comply when it was ordered, to where it would be if the stay ended as it was to.
 * Where it ends sooner, or another stay goes on from it, the time is counted from what was due before it: else the rest counts twice.
 * `since`: the first day of the unbroken time in which the term was held.
 */
function beforeItsStay(
  { courtStays }: OrderState,
  deadline: Deadline,
  term: string,
  since: OrderEvent['on'],
): Deadline {
  const isOf = (of: Deadline): boolean => of.party === deadline.party && of.terms.includes(term)
  let one = deadline
  for (const { on, expected } of courtStays.toReversed()) {
    if (expected === undefined || on < since) continue
    const after = expected.after.find(isOf)
    // Moved since by something else, an extension: that stands.
    if (after?.date !== one.date || after.lenientDate !== one.lenientDate) continue
    one = expected.before.find(isOf) ?? one
  }
  return one
}
