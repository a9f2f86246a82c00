// The rules of an order as an aggregate: what the door, the life, the projection and the simulator all run.

import type { Alarm, Rules } from '../kernel/aggregate.ts'
import type { LocalDate } from '../kernel/date.ts'
import type { CommandId } from '../kernel/ids.ts'
import type { DecisionContext } from '../policy/decision.ts'
import type { Deadline } from '../policy/deadline.schema.ts'
import { decide } from './decide.ts'
import { evolve } from './evolve.ts'
import type { OrderCommand, OrderEvent } from './order.schema.ts'
import { upToDate } from './older-state.ts'
import { precheck } from './precheck.ts'
import { deadlineKey, type OrderState } from './state.ts'
import { lifeOn } from './life.ts'
import { takenBackOn } from './scope.ts'
import { lastDayOf } from './stays.ts'
import { endOf } from './terms.ts'

export const orderRules: Rules<OrderState, OrderCommand, OrderEvent, DecisionContext> = {
  precheck: (ref, state, command) => precheck(ref, upToDate(state), command),
  decide: (ref, state, command, context) => decide(ref, upToDate(state), command, context),
  evolve: (ref, state, event) => evolve(ref, upToDate(state), event),
  nextAlarm: (state) => nextAlarm(upToDate(state) ?? state),
  isEnded: (before) => isEnded(upToDate(before) ?? before),
}

/** Closed, or taken back, with no proceeding whose clocks still run. */
function isEnded(state: OrderState): boolean {
  if (state.closedOn !== undefined) return true
  return takenBackOn(state) !== undefined && nextAlarm(state) === undefined
}

/** Deadlines that still mean something: not those of ended or held terms, nor a window that was used, nor a step that was answered. */
export function pendingDeadlines(state: OrderState): Deadline[] {
  if (state.closedOn !== undefined) return []
  const day = lastDayOf(state)
  const names = state.terms.length === 0 ? [''] : state.terms.map((term) => term.id)
  const live = new Set(names.filter((term) => endOf(state, term, day) === undefined))
  // What binds nobody any more has no dates; a proceeding about the failure itself goes on.
  if (live.size === 0) return state.deadlines.filter((each) => isOfProceeding(state, each))
  const free = (term: string, party: string, due: LocalDate): boolean => {
    if (!live.has(term)) return false
    const { gone, stayed, until } = lifeOn(state, term, party, day)
    return gone === undefined && (!stayed || (until !== undefined && due > until))
  }
  return state.deadlines.filter((deadline) => {
    switch (deadline.id) {
      case 'challenge':
        return (
          [...live].some((term) => lifeOn(state, term, deadline.party, day).gone === undefined) &&
          !state.challenges.some(
            (challenge) => challenge.party === deadline.party && challenge.from === undefined,
          )
        )
      case 'by-hand':
      case 'reply':
        return true
      case 'step':
        return isOfProceeding(state, deadline)
      default:
        if (isOfProceeding(state, deadline)) return true
        return (
          isUntaken(state, deadline) &&
          deadline.terms.some((term) => free(term, deadline.party, deadline.date))
        )
    }
  })
}

/** The clock of a step or of an outcome, or the limitation of a step, while it runs. */
function isOfProceeding(state: OrderState, deadline: Deadline): boolean {
  if (deadline.id === 'step') return isStepOpen(state, deadline)
  return (
    deadline.id === 'limitation' &&
    deadline.derivation.start === 'failure' &&
    isBeforeItsStep(state, deadline)
  )
}

function isUntaken({ escalations }: OrderState, { route }: Deadline): boolean {
  return route === undefined || !escalations.some((escalation) => escalation.route === route)
}

/** A limitation that runs from the failure holds until the step that it is of, or the end of its route. */
function isBeforeItsStep({ escalations }: OrderState, { route, name }: Deadline): boolean {
  const taken = escalations.findLast((escalation) => escalation.route === route)
  return (
    name !== undefined &&
    taken?.decided === undefined &&
    taken?.steps.some(({ step }) => step === name) !== true
  )
}

/** The clock of a step runs until a later step of its route, or the end of it; that of an outcome until it is appealed. */
function isStepOpen(state: OrderState, deadline: Deadline): boolean {
  const taken = state.escalations.findLast(({ route }) => route === deadline.route)
  const { from, start } = deadline.derivation
  if (start.startsWith('outcome:')) return taken?.decided?.on === from
  return (
    taken !== undefined &&
    taken.decided === undefined &&
    !taken.steps.some(({ step, on }) => on > from && `step:${step}` !== start)
  )
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
  const { id: deadline, party, terms, route, name, date, alarmAt } = next
  const what = name === undefined ? deadline : `${deadline}:${name}`
  // An alarm that a correction took back rings anew if its date returns: it is another command then.
  const again = state.instead === undefined ? '' : `/${state.instead.nth}`
  const id =
    `alarm/${what}/${alarmAt}/${route ?? terms[0] ?? 'order'}/${party}${again}` as CommandId
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
      ...(name === undefined ? {} : { name }),
    },
  }
}
