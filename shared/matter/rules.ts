// The rules of a matter: an office's own running record of a case: what it found, was promised, asked of a court, and how it closed its part.
// An office without order power records here all that it does; its clocks are those of reports, notices, commitments and applications.

import type { DecisionContext } from '../policy/decision.ts'
import type { Alarm, Rules } from '../kernel/aggregate.ts'
import type { AggregateRef, CommandId } from '../kernel/ids.ts'
import { notYetProblem } from '../kernel/not-yet.ts'
import { problem, type Problem, type Result } from '../kernel/problems.ts'
import type { Deadline } from '../policy/deadline.schema.ts'
import { decideMatter } from './decide.ts'
import type { MatterCommand, MatterEvent } from './matter.schema.ts'
import { commitmentOf, dispositionOf, evolve, findingOf, type MatterState } from './state.ts'

export type { MatterState } from './state.ts'

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
      : problem(
          'already-exists',
          {
            en: `Matter "${ref.id}" was opened on ${state.openedOn}`,
            fr: `Le dossier « ${ref.id} » a été ouvert le ${state.openedOn}`,
          },
          ref.id,
        )
  if (state === undefined)
    return problem(
      'not-found',
      {
        en: `There is no matter "${ref.id}" at ${ref.office}: open it first`,
        fr: `Il n'y a pas de dossier « ${ref.id} » à ${ref.office} : l'ouvrir d'abord`,
      },
      ref.id,
    )
  switch (command.kind) {
    case 'mark-reached':
      return nothingReached(state, command)
    case 'reopened':
      return dispositionOf(state) === undefined ? notClosed(ref) : undefined
    case 'commitment-made':
      return state.entries.some(
        (entry) => entry.kind === command.kind && entry.commitment === command.commitment,
      )
        ? twice(command.commitment)
        : undefined
    case 'court-application':
      return state.entries.some(
        (entry) => entry.kind === command.kind && entry.application === command.application,
      )
        ? twice(command.application)
        : undefined
    case 'compliance-reported':
    case 'compliance-assessed':
      return commitmentProblem(state, command)
    case 'court-decided':
      return state.entries.some(
        (entry) => entry.kind === 'court-application' && entry.application === command.application,
      )
        ? undefined
        : unknown('application', 'demande', command.application)
    default:
      return undefined
  }
}

function nothingReached(
  state: MatterState,
  command: Extract<MatterCommand, { kind: 'mark-reached' }>,
): Problem | undefined {
  return pending(state).some((deadline) => isNamed(deadline, command))
    ? undefined
    : problem(
        'already-exists',
        {
          en: `No date of "${command.party}" in this matter is reached: it moved, or it was said`,
          fr: `Aucune échéance de « ${command.party} » n’est atteinte dans ce dossier : elle a été déplacée, ou c’est déjà dit`,
        },
        command.deadline,
      )
}

function notClosed({ id }: AggregateRef): Problem {
  return problem(
    'conflict',
    {
      en: `This office has not closed its part of matter "${id}": there is nothing to reopen`,
      fr: `Cet organisme n’a pas clos sa part du dossier « ${id} » : il n’y a rien à rouvrir`,
    },
    id,
  )
}

function commitmentProblem(
  state: MatterState,
  {
    commitment,
    terms,
  }: Extract<MatterCommand, { kind: 'compliance-reported' | 'compliance-assessed' }>,
): Problem | undefined {
  const made = commitmentOf(state, commitment)
  if (made === undefined) return unknown('commitment', 'engagement', commitment)
  const strange = terms?.find((term) => !made.terms.some(({ id }) => id === term))
  return strange === undefined ? undefined : unknown('term', 'disposition', strange)
}

function twice(id: string): Problem {
  return problem(
    'already-exists',
    { en: `"${id}" is recorded already: choose another id`, fr: `« ${id} » est déjà consigné` },
    id,
  )
}

function unknown(en: string, fr: string, id: string): Problem {
  return problem(
    'not-found',
    { en: `There is no ${en} "${id}" in this matter`, fr: `Ce dossier n'a pas de ${fr} « ${id} »` },
    id,
  )
}

function decide(
  ref: AggregateRef,
  state: MatterState | undefined,
  command: MatterCommand,
  context: DecisionContext,
): Result<MatterEvent> {
  const found =
    precheck(ref, state, command) ??
    notYetProblem(command.on, context.today, {
      en: `record this of matter "${ref.id}"`,
      fr: `consigner ce fait du dossier « ${ref.id} »`,
    })
  if (found !== undefined) return { ok: false, problem: found }
  return decideMatter(state, command, context)
}

export function pending(state: MatterState): Deadline[] {
  return state.deadlines
    .filter((deadline) => !state.reached.includes(deadline.alarmAt) && isOpen(state, deadline))
    .toSorted((a, b) => (a.alarmAt < b.alarmAt ? -1 : 1))
}

/** A promise that was found kept has no dates any more. */
export function isOpen(state: MatterState, { name, terms }: Deadline): boolean {
  if (name === undefined || terms.length === 0) return true
  return !terms.every((term) => findingOf(state, name, term)?.finding === 'accepted')
}

function isNamed(
  deadline: Deadline,
  named: Pick<
    Extract<MatterCommand, { kind: 'mark-reached' }>,
    'deadline' | 'party' | 'name' | 'terms'
  >,
): boolean {
  return (
    deadline.id === named.deadline &&
    deadline.party === named.party &&
    deadline.name === named.name &&
    deadline.terms.join() === (named.terms ?? []).join()
  )
}

function nextAlarm(state: MatterState): Alarm<MatterCommand> | undefined {
  const next = pending(state)[0]
  if (next === undefined) return undefined
  const { id: deadline, party, name, terms, date, alarmAt } = next
  const what = name === undefined ? deadline : `${deadline}:${name}:${terms.join('+')}`
  const id = `alarm/${what.replaceAll('+', '_')}/${alarmAt}/${party}` as CommandId
  return {
    at: alarmAt as Alarm<MatterCommand>['at'],
    key: id,
    command: {
      kind: 'mark-reached',
      id,
      on: date,
      deadline,
      party,
      ...(name === undefined ? {} : { name }),
      ...(terms.length === 0 ? {} : { terms }),
    },
  }
}
