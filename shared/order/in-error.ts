// A fact that its office recorded in error: struck out, and what followed from it decided anew as if it had not been.
// What happened stays: an act that the rules would refuse without it is named as doubtful, not removed.

import { canonical } from '../kernel/canonical.ts'
import type { AggregateRef } from '../kernel/ids.ts'
import { ok, type Result } from '../kernel/problems.ts'
import type { DecisionContext } from '../policy/decision.ts'
import { packFor } from '../policy/select.ts'
import { commandOf } from './command-of.ts'
import { differenceOf } from './difference.ts'
import { evolve } from './evolve.ts'
import { factOf } from './fact-of.ts'
import type {
  Instead,
  OrderCommand,
  OrderCommandOf,
  OrderEvent,
  OrderEventOf,
  PlainOrderEvent,
} from './order.schema.ts'
import type { OrderState } from './state.ts'
import { struckIn } from './strikable.ts'

/** The rules' own `decide`, given by it: the two call each other. */
type Decide = (
  ref: AggregateRef,
  state: OrderState | undefined,
  command: OrderCommand,
  context: DecisionContext,
) => Result<OrderEvent>

export function recordInError(
  ref: AggregateRef,
  state: OrderState,
  command: OrderCommandOf<'record-in-error'>,
  context: DecisionContext,
  decide: Decide,
): Result<OrderEvent> {
  const { fact } = command
  const struck = state.facts[fact - 1]
  if (struck === undefined || struck.kind === 'recorded-in-error')
    throw new Error(`Fact ${fact} of ${state.order} passed its precheck and cannot be struck out`)
  const before = struckIn(state)
  const told = toldWithout(ref, state, new Set([...before, fact]), context, decide)
  const event: OrderEventOf<'recorded-in-error'> = {
    kind: 'recorded-in-error',
    ...factOf(command),
    on: struck.on,
    saidOn: command.on,
    fact,
    was: struck,
    reason: command.reason,
    nth: (state.instead?.nth ?? 0) + 1,
    ...told,
  }
  const pack = packFor(context.packs, state.statute, state.issuedOn)
  const after = evolve(ref, state, event)
  const { dates, terms, routes } = differenceOf(
    state,
    after,
    pack.ok ? pack.value : undefined,
    command.on,
  )
  return ok({ ...event, difference: { dates, terms, routes } })
}

/** Every fact decided again without the struck ones, by the law as it is now known; an act is dated as it was. */
function toldWithout(
  ref: AggregateRef,
  state: OrderState,
  struck: ReadonlySet<number>,
  context: DecisionContext,
  decide: Decide,
): Pick<OrderEventOf<'recorded-in-error'>, 'instead' | 'doubtful' | 'alarms'> {
  const instead: Instead[] = []
  const doubtful: { fact: number; why: string; whyFr?: string }[] = []
  const alarms: number[] = []
  let next: OrderState | undefined
  for (const [at, was] of state.facts.entries()) {
    const fact = at + 1
    if (was.kind === 'recorded-in-error') continue
    if (struck.has(fact)) {
      instead.push({ fact, was, now: null })
      continue
    }
    const now = again(ref, next, was, context, decide)
    if (now.ok) {
      if (canonical(now.value) !== canonical(was)) instead.push({ fact, was, now: now.value })
      next = evolve(ref, next, now.value)
      continue
    }
    // Our own alarm is no act: it rang for a date that there was not.
    if (was.kind === 'deadline-reached') {
      alarms.push(fact)
      instead.push({ fact, was, now: null })
      continue
    }
    const { message: why, messageFr: whyFr } = now.problem
    doubtful.push({ fact, why, ...(whyFr === undefined ? {} : { whyFr }) })
    const bare = withoutDates(was)
    if (bare !== was) instead.push({ fact, was, now: bare })
    next = evolve(ref, next, bare)
  }
  return { instead, doubtful, alarms }
}

function again(
  ref: AggregateRef,
  state: OrderState | undefined,
  was: PlainOrderEvent,
  context: DecisionContext,
  decide: Decide,
): Result<PlainOrderEvent> {
  // An issuance, and what an officer approved, stand as they are.
  if (state === undefined || was.kind === 'issued' || was.kind === 'deadline-corrected')
    return ok(was)
  const decided = decide(ref, state, commandOf(was), context)
  return decided.ok && decided.value.kind !== 'recorded-in-error'
    ? { ok: true, value: decided.value }
    : decided.ok
      ? ok(was)
      : decided
}

/** A fact that stays although it would be refused gives no dates: they followed from what was not so. */
function withoutDates(event: PlainOrderEvent): PlainOrderEvent {
  return 'deadlines' in event && event.deadlines !== undefined && event.deadlines.length > 0
    ? { ...event, deadlines: [] }
    : event
}
