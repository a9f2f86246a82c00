// One fold behind everything that looks at a past or future day: boards, simulations, and a case that is only read.
// What falls due goes off by itself, and what is known up to a day is told in the order of legal dates.

import type { AggregateRef, CommandId } from './ids.ts'
import type { Instant, LocalDate } from './date.ts'
import type { Rules } from './aggregate.ts'

/** A fact with its place in the record. */
export interface Fact<E> {
  readonly version: number
  readonly event: E
}
export interface Folded<S> {
  /** The latest of the versions that were folded. */
  readonly version: number
  readonly state: S
}

/** The alarms that an aggregate's own life lets go off by `until`, each with the state after it. One that is refused holds up the later ones. */
export function* dueBy<S, C extends { readonly id: CommandId }, E, X>(
  rules: Rules<S, C, E, X>,
  ref: AggregateRef,
  state: S,
  until: Instant,
  context: X,
): Generator<{ readonly event: E; readonly state: S }> {
  let now = state
  for (;;) {
    const alarm = rules.nextAlarm(now)
    if (alarm === undefined || alarm.at > until) return
    const decided = rules.decide(ref, now, alarm.command, context)
    if (!decided.ok) return
    now = rules.evolve(ref, now, decided.value)
    // It would ring for ever, here as in the aggregate's own life: a fault of the rules, not of the facts.
    if (rules.nextAlarm(now)?.key === alarm.key)
      throw new Error(`The alarm ${alarm.key} of ${ref.office}:${ref.id} rings and is not heard`)
    yield { event: decided.value, state: now }
  }
}

/** What was known up to the end of `asOf`: the first fact, then the others by legal date, those of one day as they were recorded. */
export function foldAsOf<S, E extends { readonly on: string }>(
  { evolve }: { evolve(ref: AggregateRef, state: S | undefined, event: E): S },
  ref: AggregateRef,
  [first, ...later]: readonly Fact<E>[],
  asOf: LocalDate,
): Folded<S> | undefined {
  if (first === undefined || first.event.on > asOf) return undefined
  let { version } = first
  let state = evolve(ref, undefined, first.event)
  for (const fact of later.filter(({ event }) => event.on <= asOf).toSorted(byLegalDate)) {
    state = evolve(ref, state, fact.event)
    version = Math.max(version, fact.version)
  }
  return { version, state }
}

/** The order in which every board tells facts. */
export function byLegalDate<E extends { readonly on: string }>(a: Fact<E>, b: Fact<E>): number {
  return a.event.on < b.event.on ? -1 : a.event.on > b.event.on ? 1 : a.version - b.version
}
