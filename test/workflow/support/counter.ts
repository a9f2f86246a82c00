// The smallest aggregate that has everything: a total, a deadline that can move, an end. It makes a life testable without law.

import type { Aggregate, Alarm, Rules } from '../../../shared/kernel/aggregate.ts'
import type { Instant } from '../../../shared/kernel/date.ts'
import type { AggregateRef, CommandId, OfficeId } from '../../../shared/kernel/ids.ts'
import type { Showing } from '../../../shared/phase.ts'
import { ok, type Problem, refuse, wordsOf } from '../../../shared/kernel/problems.ts'
import type { Text } from '../../../shared/kernel/text.ts'

export type CounterCommand = { readonly id: CommandId } & (
  | { readonly kind: 'open' }
  | { readonly kind: 'add'; readonly amount: number }
  | { readonly kind: 'take'; readonly amount: number }
  | { readonly kind: 'set-alarm'; readonly at: Instant }
  | { readonly kind: 'close' }
  | { readonly kind: 'mark-reached'; readonly at: Instant; readonly late?: true }
)
export type CounterEvent =
  | { readonly kind: 'opened' }
  | { readonly kind: 'added'; readonly amount: number }
  | { readonly kind: 'taken'; readonly amount: number }
  | { readonly kind: 'alarm-set'; readonly at: Instant }
  | { readonly kind: 'closed' }
  | { readonly kind: 'reached'; readonly at: Instant; readonly late?: true }

export interface CounterState {
  readonly total: number
  readonly alarmAt?: Instant
  readonly reached: readonly Instant[]
  readonly closed: boolean
}

export const counterRules: Rules<CounterState, CounterCommand, CounterEvent, unknown> = {
  precheck: (ref, state, command) => {
    if (command.kind === 'open')
      return state === undefined ? undefined : problem('already-exists', ref)
    if (state === undefined) return problem('unknown-order', ref)
    if (command.kind === 'take' && command.amount > state.total)
      return problem('below-minimum', ref)
    return state.closed ? problem('already-ended', ref) : undefined
  },
  decide: (ref, state, command) => {
    const refused = counterRules.precheck(ref, state, command)
    if (refused !== undefined) return { ok: false, problem: refused }
    switch (command.kind) {
      case 'open':
        return ok({ kind: 'opened' })
      case 'add':
        // What only the ledger side can know, as the law is for an order.
        return command.amount > 100
          ? refuse('above-cap', words(`${command.amount} is above 100`), {
              value: String(command.amount),
            })
          : ok({ kind: 'added', amount: command.amount })
      case 'take':
        return ok({ kind: 'taken', amount: command.amount })
      case 'set-alarm':
        return ok({ kind: 'alarm-set', at: command.at })
      case 'close':
        return ok({ kind: 'closed' })
      case 'mark-reached':
        return state?.alarmAt === command.at
          ? ok({
              kind: 'reached',
              at: command.at,
              ...(command.late === undefined ? {} : { late: command.late }),
            })
          : refuse('already-exists', words('it moved'))
    }
  },
  evolve: (_ref, state = { total: 0, reached: [], closed: false }, event) => {
    switch (event.kind) {
      case 'opened':
        return state
      case 'added':
        return { ...state, total: state.total + event.amount }
      case 'taken':
        return { ...state, total: state.total - event.amount }
      case 'alarm-set':
        return { ...state, alarmAt: event.at }
      case 'closed':
        return { ...state, closed: true }
      case 'reached':
        return { ...state, reached: [...state.reached, event.at] }
    }
  },
  nextAlarm: (state): Alarm<CounterCommand> | undefined => {
    const { alarmAt: at } = state
    if (at === undefined || state.reached.includes(at)) return undefined
    return { at, key: at, command: { kind: 'mark-reached', id: `alarm/${at}` as CommandId, at } }
  },
  isEnded: (state) => state.closed,
}

export function counterShowing(
  _: AggregateRef,
  aggregate: Aggregate<unknown>,
): Showing | undefined {
  const { version } = aggregate
  const state = aggregate.state as CounterState | undefined
  if (state === undefined) return undefined
  const until = counterRules.nextAlarm(state)?.at
  return { phase: `total ${state.total}`, version, until, isEnded: state.closed }
}

export const open: CounterCommand = { id: 'open' as CommandId, kind: 'open' }
export const add = (id: string, amount = 1): CounterCommand => ({
  id: id as CommandId,
  kind: 'add',
  amount,
})

export function counterRef(id: string): AggregateRef {
  return { office: 'test-office' as OfficeId, kind: 'order', id }
}

function problem(code: Problem['code'], ref: AggregateRef): Problem {
  return { code, ...wordsOf(words(`${code}: counter ${ref.id}`)), value: ref.id }
}

/** A counter speaks one language. */
function words(said: string): Text {
  return { en: said, fr: said }
}
