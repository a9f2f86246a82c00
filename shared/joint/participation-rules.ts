// The rules of an office's part: what its people may answer, and what it promises and does by itself of what ledgers say.
// Every check here is this office's own: it counts the consents itself before it commits, and acts on nobody's word but the release.

import type { Alarm, Rules } from '../kernel/aggregate.ts'
import { parseJointRef, type AggregateRef, type CommandId } from '../kernel/ids.ts'
import { notYetProblem } from '../kernel/not-yet.ts'
import { ok, problem, refuse, type Problem, type Result } from '../kernel/problems.ts'
import { assertNever } from '../kernel/text.ts'
import { act, commit, compensate } from './participation-acts.ts'
import { approvalProblem, approve } from './participation-consent.ts'
import { evolveParticipation, isFinal, type ParticipationState } from './participation.ts'
import type { ParticipationCommand, ParticipationEvent } from './participation.schema.ts'
import {
  alreadyAsked,
  alreadyCommitted,
  alreadyDelegated,
  alreadyMadeGood,
  alreadyReceived,
  alreadyReleased,
  atVersion,
  noProposalRead,
  notCommitted,
  notEnded,
  nothingToMark,
  nothingToWithdraw,
  notInvited,
  notOfThisKind,
  notReceived,
  notSeen,
  otherVersionHere,
  partIsOver,
  toItself,
  type Part,
} from './participation-problems.ts'
import type { JointContext, JointDecisionContext, JointSnapshot } from './snapshot.ts'
import type { ProposalState } from './proposal.ts'
import { doing, endedWords } from './words.ts'

export const participationRules: Rules<
  ParticipationState,
  ParticipationCommand,
  ParticipationEvent,
  JointDecisionContext
> = {
  precheck,
  decide,
  evolve: evolveParticipation,
  nextAlarm,
  // What may still follow (a compensation, a new version) comes as a command, which starts the workflow again.
  isEnded: (state) => isFinal(state),
}

function precheck(
  ref: AggregateRef,
  state: ParticipationState | undefined,
  command: ParticipationCommand,
): Problem | undefined {
  const part = { office: ref.office, joint: parseJointRef(ref)?.joint ?? ref.id }
  if (command.kind === 'receive') {
    const known = state?.received.version
    return known !== undefined && command.version <= known
      ? alreadyReceived(part, known, command.version)
      : undefined
  }
  if (state === undefined)
    return problem('unknown-joint', notReceived(part.office, part.joint), part.joint)
  if (command.kind === 'compensate')
    return state.compensated === undefined ? undefined : alreadyMadeGood(part)
  if (isFinal(state)) return partIsOver(part, state)
  if ('version' in command && command.version !== state.received.version)
    return otherVersionHere(part, state.received.version, command.version)
  return whileItLives(part, state, command)
}

type Living = Exclude<ParticipationCommand, { kind: 'receive' | 'compensate' }>

/** What the part itself says against a command, as long as it is not over. */
function whileItLives(part: Part, state: ParticipationState, command: Living): Problem | undefined {
  const { committed } = state
  switch (command.kind) {
    case 'prepare':
      return command.digest === state.received.digest
        ? undefined
        : problem('not-seen', notSeen(part.office, part.joint, state), command.digest)
    case 'approve':
      return approvalProblem(part.joint, state, command)
    case 'withdraw': {
      const stands = state.answer !== undefined && state.answer.kind !== 'withdrawn'
      return stands ? undefined : nothingToWithdraw(part)
    }
    case 'delegate':
      return command.to === (state.delegate ?? null)
        ? alreadyDelegated(part, command.to)
        : undefined
    case 'ask':
      return state.questions.some(({ question }) => question === command.question)
        ? alreadyAsked(command.question)
        : undefined
    case 'commit':
      return committed?.round === command.round ? alreadyCommitted(part, command.round) : undefined
    case 'act':
    case 'fail':
      return committed?.round === command.round ? undefined : notCommitted(part, command.round)
    case 'mark-moment': {
      const said = command.what === 'moment' ? committed?.momentReached : committed?.windowPassed
      return committed?.round === command.round && said === false
        ? undefined
        : nothingToMark(command.what, command.round)
    }
    case 'object':
    case 'abstain':
    case 'forward':
    case 'split':
    case 'answer':
    case 'report':
    case 'stand-down':
      return undefined
    default:
      return assertNever(command)
  }
}

function decide(
  ref: AggregateRef,
  state: ParticipationState | undefined,
  command: ParticipationCommand,
  context: JointDecisionContext,
): Result<ParticipationEvent> {
  const found = precheck(ref, state, command)
  if (found !== undefined) return { ok: false, problem: found }
  const parsed = parseJointRef(ref)
  if (context.joint === undefined || parsed === undefined)
    throw new Error('A joint action was decided without what other ledgers say of it')
  const early = isAutomatic(command.kind)
    ? undefined
    : notYetProblem(command.on, context.today, doing[command.kind])
  if (early !== undefined) return { ok: false, problem: early }
  const snapshot = context.joint.snapshotOf(parsed.joint)
  const { proposal } = snapshot
  if (proposal === undefined) return { ok: false, problem: noProposalRead(parsed.joint) }
  const bad = blockingProblem(ref, proposal, command)
  if (bad !== undefined) return { ok: false, problem: bad }
  const isDated = !isAutomatic(command.kind) || command.kind === 'act'
  const { id: _, ...fact } = isDated ? command : { ...command, on: context.today }
  const read = {
    snapshot: { ...snapshot, proposal },
    joint: context.joint,
    zone: context.office.zone,
  }
  return eventOf(ref, state, fact, read)
}

type Fact = WithoutId<ParticipationCommand>
type WithoutId<C> = C extends unknown ? Omit<C, 'id'> : never

/** What was read of the others, and by what clock it is spoken of. */
interface Read {
  readonly snapshot: JointSnapshot & { readonly proposal: ProposalState }
  readonly joint: JointContext
  readonly zone: string
}

function eventOf(
  ref: AggregateRef,
  state: ParticipationState | undefined,
  fact: Fact,
  { snapshot, joint, zone }: Read,
): Result<ParticipationEvent> {
  const { proposal } = snapshot
  const unknown = () =>
    refuse('unknown-joint', notReceived(ref.office, proposal.joint), { value: proposal.joint })
  switch (fact.kind) {
    case 'receive':
      return ok({ ...fact, kind: 'received' })
    case 'prepare':
      return ok({ ...fact, kind: 'consent-prepared' })
    case 'approve':
      return approve(ref, state, fact, proposal)
    case 'object':
      return ok({ ...fact, kind: 'objected' })
    case 'abstain':
      return ok({ ...fact, kind: 'abstained' })
    case 'delegate':
      return ok({ ...fact, kind: 'delegated' })
    case 'withdraw':
      return ok({ ...fact, kind: 'withdrawn' })
    case 'ask':
      return ok({ ...fact, kind: 'clarification-asked' })
    case 'forward':
      return ok({ ...fact, kind: 'forwarded' })
    case 'split':
      return ok({ ...fact, kind: 'split' })
    case 'answer':
      return ok({ ...fact, kind: 'answered' })
    case 'report':
      return ok({ ...fact, kind: 'readiness-reported' })
    case 'commit':
      return state === undefined ? unknown() : commit(ref, state, fact, snapshot, joint, zone)
    case 'act':
      return state === undefined ? unknown() : act(ref, state, fact, proposal, joint)
    case 'fail':
      return ok({ ...fact, kind: 'not-acted' })
    case 'stand-down':
      return proposal.ended !== undefined || !proposal.terms.offices.includes(ref.office)
        ? ok({ ...fact, kind: 'stood-down' })
        : { ok: false, problem: notEnded(proposal.joint) }
    case 'compensate':
      return compensate(ref, state, fact, proposal)
    case 'mark-moment': {
      const { what, on, version, round } = fact
      return ok({
        kind: what === 'moment' ? 'moment-reached' : 'window-passed',
        on,
        version,
        round,
      })
    }
    default:
      return assertNever(fact)
  }
}

/** What the proposal, as it was read here, says against a command. */
function blockingProblem(
  ref: AggregateRef,
  { joint, terms, version, ended, released }: ProposalState,
  command: ParticipationCommand,
): Problem | undefined {
  const isInvited = terms.offices.includes(ref.office)
  if (isAutomatic(command.kind)) {
    if (command.kind !== 'receive') return undefined
    if (!isInvited) return problem('not-invited', notInvited(ref.office, joint), ref.office)
    return command.version === version
      ? undefined
      : problem('outdated', atVersion(joint, version), String(command.version))
  }
  if (!isInvited) return problem('not-invited', notInvited(ref.office, joint), ref.office)
  if (ended !== undefined) return problem('already-ended', endedWords(joint, ended), joint)
  if ('version' in command && command.version !== version)
    return problem('outdated', atVersion(joint, version), String(command.version))
  const unfit = notOfThisKind(terms.action, command)
  if (unfit !== undefined) return unfit
  if (command.kind === 'forward' && command.to === ref.office) return toItself(ref.office)
  return released !== undefined && beforeRelease.has(command.kind)
    ? alreadyReleased(joint, released.on)
    : undefined
}

const beforeRelease: ReadonlySet<ParticipationCommand['kind']> = new Set([
  'prepare',
  'approve',
  'object',
  'abstain',
  'delegate',
] as const)

function nextAlarm(state: ParticipationState): Alarm<ParticipationCommand> | undefined {
  const { committed } = state
  if (committed === undefined || committed.windowPassed) return undefined
  const { version, round, moment, until } = committed
  const what = committed.ownMoment && !committed.momentReached ? 'moment' : 'window'
  const at = what === 'moment' ? moment : until
  const key = `${what}/${version}/${round}/${at}`
  return {
    at,
    key,
    command: {
      kind: 'mark-moment',
      id: `alarm/${key}` as CommandId,
      on: at.slice(0, 10) as ParticipationCommand['on'],
      version,
      round,
      what,
    },
  }
}

const automatic: ReadonlySet<ParticipationCommand['kind']> = new Set<ParticipationCommand['kind']>([
  'receive',
  'report',
  'commit',
  'act',
  'fail',
  'stand-down',
  'compensate',
  'mark-moment',
])

/** Made by the office's own workflow or process; people cannot send it. */
export function isAutomatic(kind: ParticipationCommand['kind']): boolean {
  return automatic.has(kind)
}
