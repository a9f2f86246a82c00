// The rules of a proposal: what its office may say of it, and what it decides alone for everybody: go, release, called off.
// The release is one event in one ledger, so that it is there or not there; all else about it is who has heard.

import type { Alarm, Rules } from '../kernel/aggregate.ts'
import type { Instant } from '../kernel/date.ts'
import { later } from '../calendar/zone.ts'
import { parseJointRef, type AggregateRef, type CommandId } from '../kernel/ids.ts'
import { notYetProblem } from '../kernel/not-yet.ts'
import { ok, problem, refuse, type Problem, type Result } from '../kernel/problems.ts'
import { present } from '../kernel/present.ts'
import { assertNever } from '../kernel/text.ts'
import { kindRules } from './kinds.ts'
import { answered, conclude, go, release, type Fact, type Proposed } from './proposal-course.ts'
import {
  alreadyClarified,
  alreadyProposed,
  noGoOfThisKind,
  noNumber,
  noQuestion,
  notProposed,
  notTheNext,
  nothingToPostpone,
  releasedBefore,
  repliesClosed,
} from './proposal-problems.ts'
import { refusedTimes, sameReplyBy, termsProblem } from './proposal-terms.ts'
import type { JointContext, JointDecisionContext } from './snapshot.ts'
import { evolveProposal, firstMoment, newsBy, type ProposalState } from './proposal.ts'
import type { ProposalCommand, ProposalCommandOf, ProposalEvent } from './proposal.schema.ts'
import { hasAnswered, isGoing } from './tally.ts'
import { isClarified } from './view.ts'
import { doing, endedWords, noGo } from './words.ts'

export const proposalRules: Rules<
  ProposalState,
  ProposalCommand,
  ProposalEvent,
  JointDecisionContext
> = {
  precheck,
  decide,
  evolve: evolveProposal,
  nextAlarm,
  isEnded: (state) => state.ended !== undefined,
}

function precheck(
  ref: AggregateRef,
  state: ProposalState | undefined,
  command: ProposalCommand,
): Problem | undefined {
  const name = `${ref.office}:${ref.id}`
  if (command.kind === 'propose') {
    if (state !== undefined) return alreadyProposed(name, state.proposedOn)
    return parseJointRef(ref)?.part === 'proposal' ? termsProblem(command.terms) : noNumber(ref.id)
  }
  if (state === undefined) return notProposed(ref.office, name)
  if (state.ended !== undefined)
    return problem('already-ended', endedWords(name, state.ended), name)
  return whileOpen(name, state, command)
}

/** What the proposal itself says against a command, as long as it has not ended. */
function whileOpen(
  name: string,
  state: ProposalState,
  command: Exclude<ProposalCommand, { kind: 'propose' }>,
): Problem | undefined {
  const { version, terms, silent, going, released } = state
  switch (command.kind) {
    case 'amend':
      if (command.version !== version + 1) return notTheNext(name, version, command.version)
      return whileUnreleased(state, command.kind) ?? termsProblem(command.terms)
    case 'postpone': {
      const { replyBy, moment, moments } = command
      const isEmpty = replyBy === undefined && moment === undefined && moments === undefined
      return isEmpty ? nothingToPostpone(name) : whileUnreleased(state, command.kind)
    }
    case 'go':
      if (!kindRules[terms.action].together) return noGoOfThisKind(terms.action)
      return whileUnreleased(state, command.kind)
    case 'cancel':
      return whileUnreleased(state, command.kind)
    case 'close-replies':
      return command.version === version && silent === undefined
        ? undefined
        : repliesClosed(name, command.version)
    case 'release':
      if (released !== undefined) return releasedBefore(name, version, released.on)
      return command.version === version && command.round === going?.round
        ? undefined
        : problem('outdated', noGo(name, command), String(command.round))
    case 'clarify':
    case 'conclude':
      return undefined
    default:
      return assertNever(command)
  }
}

function decide(
  ref: AggregateRef,
  state: ProposalState | undefined,
  command: ProposalCommand,
  context: JointDecisionContext,
): Result<ProposalEvent> {
  const found = precheck(ref, state, command)
  if (found !== undefined) return { ok: false, problem: found }
  const { joint } = context
  if (joint === undefined)
    throw new Error('A joint action was decided without what other ledgers say of it')
  // What the workflow or the process says by itself happened on the office's own day.
  const on = isAutomatic(command.kind) ? context.today : command.on
  const early = notYetProblem(on, context.today, doing[command.kind])
  if (early !== undefined) return { ok: false, problem: early }
  const { zone } = context.office
  const fact = { on, ...(command.by === undefined ? {} : { by: command.by }) }
  if (command.kind === 'propose')
    return (
      refusedTimes(command.terms, command.terms, joint, zone) ??
      ok({ kind: 'proposed', ...fact, terms: command.terms })
    )
  if (state === undefined)
    return { ok: false, problem: notProposed(ref.office, `${ref.office}:${ref.id}`) }
  const snapshot = { ...joint.snapshotOf(state.joint), proposal: state }
  return eventOf(snapshot, command, joint, fact, zone)
}

function eventOf(
  snapshot: Proposed,
  command: Exclude<ProposalCommand, { kind: 'propose' }>,
  joint: JointContext,
  fact: Fact,
  zone: string,
): Result<ProposalEvent> {
  const state = snapshot.proposal
  switch (command.kind) {
    case 'amend': {
      const { terms, because } = command
      const version = state.version + 1
      return (
        refusedTimes(terms, terms, joint, zone) ??
        ok({ kind: 'amended', ...fact, version, terms, ...present({ because }) })
      )
    }
    case 'postpone':
      return postpone(state, command, joint, fact, zone)
    case 'clarify':
      return clarify(snapshot, command, fact)
    case 'go':
      return go(snapshot, command, joint, fact, zone)
    case 'cancel':
      return ok({ kind: 'cancelled', ...fact, reason: command.reason })
    case 'close-replies': {
      const silent = state.terms.offices.filter(
        (office) => !hasAnswered(state, snapshot.parts.get(office)?.state),
      )
      return ok({ kind: 'replies-closed', ...fact, version: state.version, silent })
    }
    case 'release':
      return isGoing(snapshot)
        ? release(snapshot, joint, fact, zone)
        : refuse('outdated', noGo(state.joint), { value: state.joint })
    case 'conclude':
      return kindRules[state.terms.action].together
        ? conclude(snapshot, joint, fact)
        : answered(snapshot, fact)
    default:
      return assertNever(command)
  }
}

/** An office with a moment of its own keeps it, unless that is postponed as well. */
function postpone(
  state: ProposalState,
  { moment, moments, replyBy, because }: ProposalCommandOf<'postpone'>,
  joint: JointContext,
  fact: Fact,
  zone: string,
): Result<ProposalEvent> {
  const own = moment === undefined ? moments : (moments ?? state.terms.moments)
  return (
    sameReplyBy(state, replyBy, zone) ??
    refusedTimes({ replyBy, moment, moments: own }, state.terms, joint, zone) ??
    ok({
      kind: 'postponed',
      ...fact,
      version: state.version,
      ...present({ moment, moments, replyBy, because }),
    })
  )
}

function clarify(
  { proposal, parts }: Proposed,
  { office, question, sealed }: ProposalCommandOf<'clarify'>,
  fact: Fact,
): Result<ProposalEvent> {
  const { joint, version, clarifications } = proposal
  if (isClarified(clarifications, office, question))
    return { ok: false, problem: alreadyClarified(joint, office, question) }
  const asked = parts.get(office)?.state.questions.some((each) => each.question === question)
  return asked === true
    ? ok({ kind: 'clarified', ...fact, version, office, question, sealed })
    : { ok: false, problem: noQuestion(joint, office, question) }
}

function nextAlarm({
  version,
  terms,
  silent,
  going,
  held,
  released,
}: ProposalState): Alarm<ProposalCommand> | undefined {
  const alarm = (
    at: Instant,
    what: string,
    command:
      | Omit<ProposalCommandOf<'close-replies'>, 'id' | 'on'>
      | Omit<ProposalCommandOf<'release'>, 'id' | 'on'>
      | Omit<ProposalCommandOf<'conclude'>, 'id' | 'on'>,
  ): Alarm<ProposalCommand> => {
    const key = `${what}/${version}/${going?.round ?? 0}/${at}`
    return {
      at,
      key,
      command: {
        ...command,
        id: `alarm/${key}` as CommandId,
        on: at.slice(0, 10) as ProposalCommand['on'],
      } as ProposalCommand,
    }
  }
  if (released !== undefined && going !== undefined)
    return terms.partition === 'call-off'
      ? alarm(newsBy(going), 'conclude', { kind: 'conclude', version })
      : undefined
  if (going === undefined)
    return silent === undefined
      ? alarm(terms.replyBy, 'replies', { kind: 'close-replies', version })
      : undefined
  const first = firstMoment(going)
  if (held === undefined)
    return alarm(first, 'release', { kind: 'release', version, round: going.round })
  // A millisecond after the window, so that within it everything may still come together.
  return terms.partition === 'call-off'
    ? alarm(later(first, going.windowMs + 1), 'call-off', {
        kind: 'release',
        version,
        round: going.round,
      })
    : undefined
}

function whileUnreleased(
  { released, joint }: ProposalState,
  what: ProposalCommand['kind'],
): Problem | undefined {
  return released === undefined
    ? undefined
    : problem(
        'already-released',
        {
          en: `Cannot ${doing[what].en} any more: the offices in "${joint}" were released on ${released.on}`,
          fr: `Impossible de ${doing[what].fr} : les organismes de « ${joint} » ont été autorisés à agir le ${released.on}`,
        },
        joint,
      )
}

function isAutomatic(kind: ProposalCommand['kind']): boolean {
  return kind === 'close-replies' || kind === 'release' || kind === 'conclude'
}
