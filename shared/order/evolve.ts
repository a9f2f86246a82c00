// An order folded from its events, and what stands instead of a fact that was recorded in error. What one fact does is in `apply.ts`.

import { canonical } from '../kernel/canonical.ts'
import { orderOf, type AggregateRef } from '../kernel/ids.ts'
import { apply } from './apply.ts'
import type { Instead, OrderEvent, OrderEventOf, PlainOrderEvent } from './order.schema.ts'
import type { OrderState } from './state.ts'

/** The order after one more event. Total over what `decide` produces, and indifferent to the order of legal dates. */
export function evolve(
  ref: AggregateRef,
  state: OrderState | undefined,
  event: OrderEvent,
): OrderState {
  if (event.kind === 'recorded-in-error') return retold(ref, state, event)
  const instead = state?.instead
  const fact = instead === undefined ? event : effectiveOf(event, instead.list, state?.facts ?? [])
  const facts = [...(state?.facts ?? []), event]
  if (fact !== null) return { ...apply(ref, state, fact), facts, ...keep(instead) }
  if (state === undefined) throw new Error(`${orderOf(ref)} has lost its issuance`)
  return { ...state, facts }
}

/** All facts told again, each as the newest correction has it. */
function retold(
  ref: AggregateRef,
  before: OrderState | undefined,
  event: OrderEventOf<'recorded-in-error'>,
): OrderState {
  if (before === undefined)
    throw new Error(`Cannot strike a fact of ${orderOf(ref)}: its first event must be "issued"`)
  const facts = [...before.facts, event]
  if (event.nth <= (before.instead?.nth ?? 0)) return { ...before, facts }
  const list = event.instead
  let state: OrderState | undefined
  for (const [at, fact] of before.facts.entries()) {
    if (fact.kind === 'recorded-in-error') continue
    const effective = effectiveOf(fact, list, before.facts.slice(0, at))
    if (effective !== null) state = apply(ref, state, effective)
  }
  if (state === undefined) throw new Error(`${orderOf(ref)} has lost its issuance`)
  return { ...state, facts, instead: { nth: event.nth, list } }
}

/**
 * An event is known by what it says: the fold has no other name for it, in whatever order it comes. Of several that say the same,
 * as many as were struck out are replaced, the first ones: what is recorded again afterwards has effect again.
 */
function effectiveOf(
  event: PlainOrderEvent,
  list: readonly Instead[],
  earlier: readonly OrderEvent[],
): PlainOrderEvent | null {
  if (!list.some(({ was }) => was.kind === event.kind && was.on === event.on)) return event
  const said = canonical(event)
  const same = (other: OrderEvent): boolean =>
    other.kind === event.kind && other.on === event.on && canonical(other) === said
  const mine = list.filter(({ was }) => same(was))[earlier.filter(same).length]
  return mine === undefined ? event : mine.now
}

/** What each event stands for by the newest correction: itself, another one, or nothing (`null`; so too the corrections themselves). */
export function effectiveVersions(events: readonly OrderEvent[]): (PlainOrderEvent | null)[] {
  let newest: OrderEventOf<'recorded-in-error'> | undefined
  for (const event of events)
    if (event.kind === 'recorded-in-error' && event.nth > (newest?.nth ?? 0)) newest = event
  const list = newest?.instead ?? []
  return events.map((event, at) =>
    event.kind === 'recorded-in-error' ? null : effectiveOf(event, list, events.slice(0, at)),
  )
}

/** The facts of an order as the newest correction has them, in the order of its record. */
export function effectiveFacts(events: readonly OrderEvent[]): PlainOrderEvent[] {
  return effectiveVersions(events).flatMap((event) => event ?? [])
}

function keep(instead: OrderState['instead']): Pick<OrderState, 'instead'> {
  return instead === undefined ? {} : { instead }
}
