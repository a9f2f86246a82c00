// Which open dates of an order would be other ones, were its facts recorded today: after an upgrade of a pack, of holidays or of zone data.
// It lists; nothing moves by itself. What a correction becomes is an officer's decision and an event, not made here.

import type { DecisionContext } from '../policy/decision.ts'
import type { LocalDate } from '../kernel/date.ts'
import type { AggregateRef, OrderId } from '../kernel/ids.ts'
import { commandOf } from './command-of.ts'
import { decide } from './decide.ts'
import { effectiveFacts, evolve } from './evolve.ts'
import type { OrderEvent, PlainOrderEvent, StayOfTerms } from './order.schema.ts'
import { sameDates } from './precheck-correction.ts'
import type { OrderState } from './state.ts'
import { endOf } from './terms.ts'
import { ok, type Problem, type Result } from '../kernel/problems.ts'
import type { Deadline } from '../policy/deadline.schema.ts'
import { packFor } from '../policy/select.ts'

export type Change =
  /** A date, or the instant at which its day ends, with each side's own derivation, for the terms whose dates change alike; a side that is missing has no such deadline. */
  | {
      readonly kind: 'deadline'
      readonly id: Deadline['id']
      readonly party: string
      readonly terms: readonly string[]
      readonly route?: string
      readonly before?: Deadline
      readonly after?: Deadline
    }
  /** A challenge that would be in time, or late, or stay other terms. */
  | {
      readonly kind: 'challenge'
      readonly challenge: string
      readonly before: ChallengeEffect
      readonly after: ChallengeEffect
    }
  /** A recorded act that the law as now known would refuse: the dates that it gave are not on the `after` side. */
  | {
      readonly kind: 'refused'
      readonly fact: OrderEvent['kind']
      readonly on: LocalDate
      readonly problem: Problem
    }

export interface ChallengeEffect {
  readonly inTime: 'yes' | 'no' | 'unknown'
  readonly stays: readonly StayOfTerms[]
}
export interface Drift {
  readonly order: OrderId
  /** Version of the pack at issuance, and of the pack that is now there for that day. */
  readonly pack: { readonly before: string; readonly after: string }
  readonly zoneData: string
  readonly changes: readonly Change[]
}

/**
 * `events` are the order's own, as recorded and in that order: `state` has forgotten what a stay or an extension took the place of.
 * Every event whose dates the law made is decided again under the packs and zone data of `context`, the facts staying as they are.
 * Dates of ended terms, of a challenge window or a route that was used, and of a closed order are not open. Refused: the pack that governs is gone.
 */
export function driftOf(
  ref: AggregateRef,
  state: OrderState,
  events: readonly OrderEvent[],
  context: DecisionContext,
): Result<Drift> {
  const pack = packFor(context.packs, state.statute, state.issuedOn)
  if (!pack.ok) return pack
  const changes: Change[] = []
  let next: OrderState | undefined
  for (const event of state.closedOn === undefined ? effectiveFacts(events) : []) {
    // What an officer approved follows from the other facts and the law of that day: told anew, those give it by themselves.
    if (event.kind === 'deadline-corrected') continue
    const fresh: Result<OrderEvent> =
      next === undefined || event.kind === 'issued' || !lawDecides.includes(event.kind)
        ? ok(event)
        : decide(ref, next, commandOf(event), context)
    // Our own alarm is no act: where its deadline is another one now, it has nothing to say.
    if (!fresh.ok && event.kind !== 'deadline-reached')
      changes.push({ kind: 'refused', fact: event.kind, on: event.on, problem: fresh.problem })
    next = evolve(ref, next, fresh.ok ? fresh.value : withoutDates(event))
  }
  if (next !== undefined)
    changes.push(...deadlineChanges(state, next), ...challengeChanges(state, next))
  return ok({
    order: state.order,
    pack: { before: state.packVersion, after: pack.value.version },
    zoneData: context.zoneData,
    changes,
  })
}

function withoutDates(event: PlainOrderEvent): PlainOrderEvent {
  return 'deadlines' in event ? { ...event, deadlines: [] } : event
}

/** The facts in which the law decided something. */
const lawDecides: readonly OrderEvent['kind'][] = [
  'copy-given',
  'service-disputed',
  'service-decided',
  'challenge-filed',
  'court-decided',
  'stay-ordered',
  'stay-lifted',
  'challenge-time-extended',
  'extended',
  'extension-undone',
  'corrected',
  'deadline-reached',
]

function deadlineChanges(before: OrderState, after: OrderState): Change[] {
  if (areSame(before.deadlines, after.deadlines)) return []
  const open = openTerms(before)
  const [old, now] = [
    openByTerm(before, open, before.deadlines),
    openByTerm(before, open, after.deadlines),
  ]
  const groups = new Map<
    string,
    { at: PerTerm; terms: string[]; before: Deadline | undefined; after: Deadline | undefined }
  >()
  for (const [key, at] of new Map([...old, ...now])) {
    const [one, other] = [old.get(key)?.deadline, now.get(key)?.deadline]
    if (one !== undefined && other !== undefined && sameDates(one, other)) continue
    const name = `${one === undefined ? '' : before.deadlines.indexOf(one)}|${other === undefined ? '' : after.deadlines.indexOf(other)}`
    const group = groups.get(name) ?? { at, terms: [], before: one, after: other }
    groups.set(name, group)
    if (at.term !== '') group.terms.push(at.term)
  }
  return [...groups.values()].map(
    ({
      at: {
        deadline: { id, party, route },
      },
      terms,
      before: one,
      after: other,
    }) => ({
      kind: 'deadline',
      id,
      party,
      terms,
      ...(route === undefined ? {} : { route }),
      ...(one === undefined ? {} : { before: { ...one, terms } }),
      ...(other === undefined ? {} : { after: { ...other, terms } }),
    }),
  )
}

/** Of most orders no date is another one: then nothing of them needs to be looked at. */
function areSame(before: readonly Deadline[], after: readonly Deadline[]): boolean {
  return (
    before.length === after.length &&
    before.every((one, at) => {
      const other = after[at]
      return (
        other !== undefined &&
        one.id === other.id &&
        one.party === other.party &&
        one.route === other.route &&
        one.name === other.name &&
        sameDates(one, other) &&
        one.terms.length === other.terms.length &&
        one.terms.every((term, nth) => term === other.terms[nth])
      )
    })
  )
}

function openTerms(state: OrderState): ReadonlySet<string> {
  return new Set(
    state.terms.filter((term) => endOf(state, term.id) === undefined).map((term) => term.id),
  )
}

interface PerTerm {
  readonly term: string
  readonly deadline: Deadline
}

/** Each deadline once for each open term; those of stayed terms too, because the rest of the time is counted from them. */
function openByTerm(
  state: OrderState,
  live: ReadonlySet<string>,
  deadlines: readonly Deadline[],
): Map<string, PerTerm> {
  const found = new Map<string, PerTerm>()
  for (const deadline of live.size === 0 ? [] : deadlines) {
    const { id, party, route, name } = deadline
    if (
      id === 'challenge' &&
      state.challenges.some(
        (challenge) => challenge.party === party && challenge.from === undefined,
      )
    )
      continue
    if (route !== undefined && state.escalations.some((escalation) => escalation.route === route))
      continue
    for (const term of deadline.terms.length === 0
      ? ['']
      : deadline.terms.filter((each) => live.has(each)))
      found.set([id, party, route ?? '', name ?? '', term].join('|'), { term, deadline })
  }
  return found
}

function challengeChanges(before: OrderState, after: OrderState): Change[] {
  return before.challenges.flatMap(({ id, inTime, stays }): Change[] => {
    const now = after.challenges.find((challenge) => challenge.id === id)
    if (now === undefined || (now.inTime === inTime && stayedBy(now.stays) === stayedBy(stays)))
      return []
    return [
      {
        kind: 'challenge',
        challenge: id,
        before: { inTime, stays },
        after: { inTime: now.inTime, stays: now.stays },
      },
    ]
  })
}

function stayedBy(stays: readonly StayOfTerms[]): string {
  return JSON.stringify(stays.map(({ terms, until }) => [terms, until]))
}
