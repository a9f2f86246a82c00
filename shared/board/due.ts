// What is due: the deadlines that still mean something, each with what it binds now. For calendars; what is stayed or ended is left out.

import type { Instant } from '../kernel/date.ts'
import type { AggregateRef, MatterId } from '../kernel/ids.ts'
import type { MatterState } from '../matter/rules.ts'
import { dutyEnd } from '../order/duties.ts'
import { pendingDeadlines } from '../order/rules.ts'
import { deadlineKey, type OrderState } from '../order/state.ts'
import { stayOf } from '../order/stays.ts'
import type { Deadline } from '../policy/deadline.schema.ts'

export interface Due {
  readonly ref: AggregateRef
  /** Unique within `ref`. A deadline of an order that is moved keeps it. */
  readonly key: string
  readonly matter: MatterId
  readonly respondent: string
  readonly deadline: Deadline
  /** The terms it binds now: not those that ended or are stayed. Empty for a deadline of the whole order or matter. */
  readonly terms: readonly string[]
  /** Of the order or matter: it grows with everything that is recorded there. */
  readonly version: number
  /** When the latest of that was recorded. */
  readonly recordedAt: Instant
}

interface Folded<S> {
  readonly ref: AggregateRef
  readonly version: number
  readonly recordedAt: Instant
  readonly state: S
}

/** Those of one order, with days that have passed. */
export function dueInOrder({ ref, version, recordedAt, state }: Folded<OrderState>): Due[] {
  return pendingDeadlines(state).map((deadline) => {
    const { id, party, route, terms } = deadline
    const binding = terms.filter(
      (term) =>
        dutyEnd(state, term, party) === undefined && !stayOf(state, term, undefined, party).stayed,
    )
    return {
      ref,
      key: [id, party, terms.join('+'), route ?? ''].join('|'),
      matter: state.matter,
      respondent: state.respondent.name,
      deadline,
      terms: binding,
      version,
      recordedAt,
    }
  })
}

/** Those that a matter's reports set. A report's deadline is never moved: another report sets another one. */
export function dueInMatter({ ref, version, recordedAt, state }: Folded<MatterState>): Due[] {
  const byKey = new Map(state.deadlines.map((deadline) => [deadlineKey(deadline), deadline]))
  return [...byKey].map(([key, deadline]) => ({
    ref,
    key,
    matter: ref.id as MatterId,
    respondent: state.respondent.name,
    deadline,
    terms: [],
    version,
    recordedAt,
  }))
}
