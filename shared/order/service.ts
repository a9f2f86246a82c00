// A copy given to a party: what it starts, that the party disputes it, and what was decided of that.

import type { AggregateRef } from '../kernel/ids.ts'
import { present } from '../kernel/present.ts'
import { ok, type Result } from '../kernel/problems.ts'
import { deadlinesFor } from '../policy/clocks.ts'
import type { Deadline } from '../policy/deadline.schema.ts'
import type { DecisionContext } from '../policy/decision.ts'
import type { Pack } from '../policy/pack.schema.ts'
import { clockTerms } from './clock-terms.ts'
import { evolve } from './evolve.ts'
import { factOf } from './fact-of.ts'
import type { OrderCommandOf, OrderEvent, OrderEventOf } from './order.schema.ts'
import { firstReports } from './reports.ts'
import { respondentsOf, type OrderState } from './state.ts'
import { judgedAnew } from './timeliness.ts'

/** A copy starts what the pack says for its party; a corrected copy starts nothing that the correction did not (s.57.1: from its date). */
export function serve(
  state: OrderState,
  command: OrderCommandOf<'serve'>,
  pack: Pack,
  context: DecisionContext,
): Result<OrderEvent> {
  const { party, on, means } = command
  const again = state.correctedOn !== undefined && state.copies.some((copy) => copy.party === party)
  const deadlines = again ? ok([]) : startedBy(state, pack, context, party, on)
  if (!deadlines.ok) return deadlines
  return ok({
    kind: 'copy-given',
    ...factOf(command),
    party,
    means,
    deadlines: deadlines.value,
  })
}

/** Every date that a copy given on `on` starts for a party. */
function startedBy(
  state: OrderState,
  pack: Pack,
  { zoneData }: DecisionContext,
  party: string,
  on: OrderEvent['on'],
): Result<Deadline[]> {
  const mustComply = respondentsOf(state).includes(party)
  const clocks = deadlinesFor(pack, zoneData, {
    party,
    start: 'copy-given',
    on,
    terms: clockTerms(state, party),
    instrument: state.instrument,
    mustComply,
  })
  if (!clocks.ok) return clocks
  const reports = mustComply ? firstReports(pack, zoneData, state, party, on) : []
  return ok([...clocks.value, ...reports])
}

/** From then on both are possible: that the copy counts, and that it does not. The dates stay, because the safe reading is that it does. */
export function disputeService(
  ref: AggregateRef,
  state: OrderState,
  command: OrderCommandOf<'dispute-service'>,
  pack: Pack,
): OrderEvent {
  const { party, reason } = command
  const event: OrderEventOf<'service-disputed'> = {
    kind: 'service-disputed',
    ...factOf(command),
    party,
    reason,
    challenges: [],
  }
  return { ...event, challenges: judgedAnew(state, evolve(ref, state, event), pack, party) }
}

export function decideService(
  ref: AggregateRef,
  state: OrderState,
  command: OrderCommandOf<'decide-service'>,
  pack: Pack,
  context: DecisionContext,
): Result<OrderEvent> {
  const { party, outcome, givenOn, forum, reason } = command
  const deadlines = givenOn === undefined ? ok([]) : startedBy(state, pack, context, party, givenOn)
  if (!deadlines.ok) return deadlines
  const event: OrderEventOf<'service-decided'> = {
    kind: 'service-decided',
    ...factOf(command),
    party,
    outcome,
    ...present({ givenOn }),
    forum,
    ...present({ reason }),
    deadlines: deadlines.value,
    challenges: [],
  }
  return ok({ ...event, challenges: judgedAnew(state, evolve(ref, state, event), pack, party) })
}
