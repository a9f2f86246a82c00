// The rules of an order as an aggregate: what the workflow, the recorder, the projection and the simulator all run.

import type { Alarm, Rules } from '../kernel/aggregate.ts'
import type { CommandId } from '../kernel/ids.ts'
import type { DecisionContext } from '../policy/decision.ts'
import type { Deadline } from '../policy/deadline.schema.ts'
import { decide } from './decide.ts'
import type { OrderCommand, OrderEvent } from './order.schema.ts'
import { precheck } from './precheck.ts'
import { deadlineKey, evolve, type OrderState } from './state.ts'
import { stayOf } from './stays.ts'
import { endOf } from './terms.ts'

export const orderRules: Rules<OrderState, OrderCommand, OrderEvent, DecisionContext> = {
  precheck,
  decide,
  evolve,
  nextAlarm,
  isEnded: (state) =>
    state.closedOn !== undefined ||
    state.terms.every((term) => state.withdrawn.some((end) => end.term === term.id)),
}

/** Deadlines that still mean something: not those of ended or stayed terms, nor a window that was used. */
export function pendingDeadlines(state: OrderState): Deadline[] {
  const live = new Set(
    state.terms.filter((term) => endOf(state, term.id) === undefined).map((term) => term.id),
  )
  if (live.size === 0) return []
  return state.deadlines.filter((deadline) => {
    if (deadline.id === 'challenge')
      return !state.challenges.some(
        (challenge) => challenge.party === deadline.party && challenge.from === undefined,
      )
    if (
      deadline.route !== undefined &&
      state.escalations.some((escalation) => escalation.route === deadline.route)
    )
      return false
    return deadline.terms.some((term) => live.has(term) && !stayOf(state, term).stayed)
  })
}

function nextAlarm(state: OrderState): Alarm<OrderCommand> | undefined {
  const reached = new Set(state.reached)
  const next = pendingDeadlines(state)
    .filter((deadline) => !reached.has(deadlineKey(deadline)))
    .reduce<Deadline | undefined>(
      (first, deadline) =>
        first === undefined || deadline.alarmAt < first.alarmAt ? deadline : first,
      undefined,
    )
  if (next === undefined) return undefined
  const { id: deadline, party, terms, route, date, alarmAt } = next
  const id = `alarm/${deadline}/${alarmAt}/${route ?? terms[0] ?? 'order'}/${party}` as CommandId
  return {
    at: alarmAt as Alarm<OrderCommand>['at'],
    key: deadlineKey(next),
    command: {
      kind: 'mark-reached',
      id,
      on: date,
      deadline,
      party,
      terms,
      ...(route === undefined ? {} : { route }),
    },
  }
}
