// The rules of a matter: an office's own running record of a case, without any force of law. Its only clock is one a report starts.

import type { DecisionContext } from '../policy/decision.ts'
import type { Alarm, Rules } from '../kernel/aggregate.ts'
import type { LocalDate } from '../kernel/date.ts'
import type { AggregateRef, CommandId } from '../kernel/ids.ts'
import { deadlinesFor, packFor } from '../policy/clocks.ts'
import type { Deadline } from '../policy/deadline.schema.ts'
import { ok, refuse, type Problem, type Result } from '../kernel/problems.ts'
import type { MatterCommand, MatterEvent, MatterEventOf } from './matter.schema.ts'

export interface MatterState {
  readonly matter: string
  readonly title: MatterEventOf<'opened'>['title']
  readonly respondent: MatterEventOf<'opened'>['respondent']
  readonly file?: string
  readonly openedOn: LocalDate
  /** What was said after the opening, in the order of the record. */
  readonly entries: readonly MatterEvent[]
  readonly deadlines: readonly Deadline[]
  readonly reached: readonly string[]
}

export const matterRules: Rules<MatterState, MatterCommand, MatterEvent, DecisionContext> = {
  precheck,
  decide,
  evolve,
  nextAlarm,
  isEnded: () => false,
}

function precheck(
  ref: AggregateRef,
  state: MatterState | undefined,
  command: MatterCommand,
): Problem | undefined {
  if (command.kind === 'opened')
    return state === undefined
      ? undefined
      : {
          code: 'already-exists',
          message: `Matter "${ref.id}" was opened on ${state.openedOn}`,
          value: ref.id,
        }
  if (state === undefined)
    return {
      code: 'not-found',
      message: `There is no matter "${ref.id}" at ${ref.office}: open it first`,
      value: ref.id,
    }
  if (
    command.kind === 'mark-reached' &&
    !pending(state).some(
      (deadline) => deadline.id === command.deadline && deadline.party === command.party,
    )
  )
    return {
      code: 'already-exists',
      message: `Nothing to say of ${command.deadline}`,
      value: command.deadline,
    }
  return undefined
}

function decide(
  ref: AggregateRef,
  state: MatterState | undefined,
  command: MatterCommand,
  context: DecisionContext,
): Result<MatterEvent> {
  const problem = precheck(ref, state, command)
  if (problem !== undefined) return { ok: false, problem }
  if (command.on > context.today)
    return refuse(
      'future-date',
      `Cannot record "${command.kind}" on ${command.on}: today is ${context.today}`,
      { value: command.on },
    )
  const { id: _, ...said } = command
  if (said.kind === 'mark-reached') {
    const due = state?.deadlines.find(
      (deadline) => deadline.id === said.deadline && deadline.party === said.party,
    )
    return due === undefined
      ? refuse('conflict', `Deadline "${said.deadline}" has moved`, { value: said.deadline })
      : ok({ ...said, kind: 'deadline-reached', alarmAt: due.alarmAt })
  }
  if (said.kind !== 'opened' && said.kind !== 'findings-published') return ok(said)
  const pack = packFor(context.packs, context.office.statutes[0] ?? '', said.on)
  if (!pack.ok) return pack
  if (said.kind === 'opened') return ok({ ...said, sharing: pack.value.sharing })
  const deadlines = deadlinesFor(pack.value, context.zoneData, {
    party: 'complainant',
    start: 'report-sent',
    on: said.on,
    terms: [],
  })
  return deadlines.ok ? ok({ ...said, deadlines: deadlines.value }) : deadlines
}

function evolve(
  ref: AggregateRef,
  state: MatterState | undefined,
  event: MatterEvent,
): MatterState {
  if (event.kind === 'opened') {
    return {
      matter: ref.id,
      title: event.title,
      respondent: event.respondent,
      openedOn: event.on,
      entries: [],
      deadlines: [],
      reached: [],
      ...(event.file === undefined ? {} : { file: event.file }),
    }
  }
  if (state === undefined)
    throw new Error(
      `Cannot apply "${event.kind}" to matter ${ref.office}:${ref.id}: its first event must be "opened"`,
    )
  if (event.kind === 'deadline-reached')
    return { ...state, reached: [...state.reached, event.alarmAt] }
  const entries = [...state.entries, event]
  return event.kind === 'findings-published'
    ? { ...state, entries, deadlines: [...state.deadlines, ...event.deadlines] }
    : { ...state, entries }
}

function pending(state: MatterState): Deadline[] {
  return state.deadlines
    .filter((deadline) => !state.reached.includes(deadline.alarmAt))
    .toSorted((a, b) => (a.alarmAt < b.alarmAt ? -1 : 1))
}

function nextAlarm(state: MatterState): Alarm<MatterCommand> | undefined {
  const next = pending(state)[0]
  if (next === undefined) return undefined
  const { id: deadline, party, date, alarmAt } = next
  const id = `alarm/${deadline}/${alarmAt}/${party}` as CommandId
  return {
    at: alarmAt as Alarm<MatterCommand>['at'],
    key: id,
    command: { kind: 'mark-reached', id, on: date, deadline, party },
  }
}
