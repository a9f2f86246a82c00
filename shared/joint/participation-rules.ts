// The rules of an office's part: what its people may answer, and what it promises and does by itself of what ledgers say.
// Every check here is this office's own: it counts the consents itself before it commits, and acts on nobody's word but the release.

import { later } from '../calendar/zone.ts'
import type { Alarm, Rules } from '../kernel/aggregate.ts'
import { parseJointRef, type AggregateRef, type CommandId } from '../kernel/ids.ts'
import { ok, refuse, type Problem, type Result } from '../kernel/problems.ts'
import { assertNever } from '../kernel/text.ts'
import { kindRules } from './kinds.ts'
import { evolveParticipation, type ParticipationState } from './participation.ts'
import type {
  ParticipationCommand,
  ParticipationCommandOf,
  ParticipationEvent,
} from './participation.schema.ts'
import {
  withPart,
  type JointContext,
  type JointDecisionContext,
  type JointSnapshot,
} from './snapshot.ts'
import { firstMoment, momentOf, type ProposalState } from './proposal.ts'
import { formatBlockers } from './proposal-rules.ts'
import { agreementFor, isGoing, stillOpen } from './tally.ts'

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

/** It has acted, could not, or knows that nothing will come of it. */
export function isFinal({ acted, notActed, stoodDown }: ParticipationState): boolean {
  return acted !== undefined || notActed !== undefined || stoodDown !== undefined
}

/** It acted, or did a part of what it was to do before it could not go on: there is something to make good. */
export function hasDone({ acted, notActed }: ParticipationState): boolean {
  return acted !== undefined || (notActed?.done.length ?? 0) > 0
}

function precheck(
  ref: AggregateRef,
  state: ParticipationState | undefined,
  command: ParticipationCommand,
): Problem | undefined {
  const joint = parseJointRef(ref)?.joint ?? ref.id
  if (command.kind === 'receive') {
    return state !== undefined && command.version <= state.received.version
      ? problem(
          'already-exists',
          `Version ${state.received.version} of "${joint}" was received already`,
          String(command.version),
        )
      : undefined
  }
  if (state === undefined)
    return problem(
      'unknown-joint',
      `${ref.office} has received no joint action "${joint}": ask whether it is invited, and whether its follower of the proposer is current`,
      joint,
    )
  if (command.kind === 'compensate')
    return state.compensated === undefined
      ? undefined
      : problem('already-exists', `${ref.office} has compensated for "${joint}" already`, joint)
  if (isFinal(state))
    return problem(
      'already-ended',
      `The part of ${ref.office} in "${joint}" is over: ${state.acted !== undefined ? `it acted on ${state.acted.on}` : state.notActed !== undefined ? 'it could not act' : `${state.stoodDown?.because}`}`,
      joint,
    )
  if ('version' in command && command.version !== state.received.version)
    return problem(
      'outdated',
      `"${joint}" is at version ${state.received.version} here: look at it again before you ${command.kind} version ${command.version}`,
      String(command.version),
    )
  switch (command.kind) {
    case 'prepare':
      return command.digest === state.received.digest
        ? undefined
        : problem(
            'not-seen',
            `The text of version ${command.version} of "${joint}" was not seen by ${ref.office}: ${state.received.problem?.message ?? 'its hash is another one'}`,
            command.digest,
          )
    case 'approve':
      return approvalProblem(joint, state, command)
    case 'withdraw':
      return state.answer === undefined || state.answer.kind === 'withdrawn'
        ? problem('not-found', `${ref.office} has no answer to "${joint}" to withdraw`, joint)
        : undefined
    case 'delegate':
      return command.to === (state.delegate ?? null)
        ? problem(
            'already-exists',
            command.to === null
              ? 'Nobody is named who alone may approve'
              : `"${command.to}" is already who alone may approve`,
            joint,
          )
        : undefined
    case 'ask':
      return state.questions.some((each) => each.question === command.question)
        ? problem(
            'already-exists',
            `Question "${command.question}" was asked already`,
            command.question,
          )
        : undefined
    case 'commit':
      return state.committed?.round === command.round
        ? problem(
            'already-exists',
            `${ref.office} has committed to go ${command.round} of "${joint}"`,
            String(command.round),
          )
        : undefined
    case 'act':
    case 'fail':
      return state.committed?.round === command.round
        ? undefined
        : problem(
            'not-agreed',
            `${ref.office} has not committed to go ${command.round} of "${joint}"`,
            String(command.round),
          )
    case 'mark-moment': {
      const { committed } = state
      const said = command.what === 'moment' ? committed?.momentReached : committed?.windowPassed
      return committed?.round === command.round && said === false
        ? undefined
        : problem(
            'outdated',
            `Nothing to say of the ${command.what} of go ${command.round}`,
            String(command.round),
          )
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
  if (command.on > context.today && !isAutomatic(command.kind))
    return refuse(
      'future-date',
      `Cannot ${command.kind} on ${command.on}: today is ${context.today}`,
      { value: command.on },
    )
  const snapshot = context.joint.snapshotOf(parsed.joint)
  const { proposal } = snapshot
  if (proposal === undefined)
    return refuse('unknown-joint', `No proposal of "${parsed.joint}" has been read here`, {
      value: parsed.joint,
    })
  const { id: _, ...fact } =
    isAutomatic(command.kind) && command.kind !== 'act'
      ? { ...command, on: context.today }
      : command
  const bad = blockingProblem(ref, proposal, command)
  if (bad !== undefined) return { ok: false, problem: bad }
  switch (fact.kind) {
    case 'receive':
      return ok({ ...fact, kind: 'received' })
    case 'prepare':
      return ok({ ...fact, kind: 'consent-prepared' })
    case 'approve':
      if (breaksCommitment(state, proposal, fact))
        return refuse(
          'conflict',
          `${ref.office} has committed to go ${state?.committed?.round} of "${parsed.joint}" with the consent that it gave: it can withdraw it, or consent to something else when ${proposal.proposer} has postponed it`,
          { value: parsed.joint },
        )
      return fact.digest === proposal.terms.digest
        ? ok({ ...fact, kind: 'consented' })
        : refuse(
            'text-differs',
            `The text of version ${fact.version} of "${parsed.joint}" is another one than that which ${ref.office} has seen`,
            { value: fact.digest },
          )
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
      return state === undefined
        ? refuse('unknown-joint', parsed.joint)
        : commit(ref, state, fact, withOwn(snapshot, ref, state), context.joint)
    case 'act':
      return state === undefined
        ? refuse('unknown-joint', parsed.joint)
        : act(ref, state, fact, proposal, context.joint)
    case 'fail':
      return ok({ ...fact, kind: 'not-acted' })
    case 'stand-down':
      return proposal.ended !== undefined || !proposal.terms.offices.includes(ref.office)
        ? ok({ ...fact, kind: 'stood-down' })
        : refuse('conflict', `"${parsed.joint}" has not ended`, { value: parsed.joint })
    case 'compensate':
      return compensate(ref, state, fact, proposal)
    case 'mark-moment':
      return ok({
        kind: fact.what === 'moment' ? 'moment-reached' : 'window-passed',
        on: fact.on,
        version: fact.version,
        round: fact.round,
      })
    default:
      return assertNever(fact)
  }
}

/** What people may not say (any more), by the proposal as it is read here. */
function blockingProblem(
  ref: AggregateRef,
  { joint, terms, version, ended, released }: ProposalState,
  command: ParticipationCommand,
): Problem | undefined {
  const { together } = kindRules[terms.action]
  const isInvited = terms.offices.includes(ref.office)
  if (isAutomatic(command.kind)) {
    if (command.kind !== 'receive') return undefined
    if (!isInvited)
      return problem('not-invited', `${ref.office} is not invited to "${joint}"`, ref.office)
    return command.version === version
      ? undefined
      : problem('outdated', `"${joint}" is at version ${version}`, String(command.version))
  }
  if (!isInvited)
    return problem('not-invited', `${ref.office} is not invited to "${joint}"`, ref.office)
  if (ended !== undefined)
    return problem('already-ended', `"${joint}" ended on ${ended.on}: ${ended.how}`, joint)
  if ('version' in command && command.version !== version)
    return problem(
      'outdated',
      `"${joint}" is at version ${version}: look at it again`,
      String(command.version),
    )
  if ((command.kind === 'prepare' || command.kind === 'approve') && !together)
    return problem(
      'not-this-kind',
      `A question of ${terms.action} is answered, not consented to`,
      terms.action,
    )
  if (command.kind === 'answer' && together)
    return problem(
      'not-this-kind',
      `A proposal of ${terms.action} is consented to or not: there is nothing to answer`,
      terms.action,
    )
  if ((command.kind === 'forward' || command.kind === 'split') && terms.action !== 'assistance')
    return problem(
      'not-this-kind',
      `Only a request for assistance can be forwarded or split, not a ${terms.action}`,
      terms.action,
    )
  if (command.kind === 'forward' && command.to === ref.office)
    return problem('invalid-input', `${ref.office} cannot forward a request to itself`, command.to)
  const late: readonly ParticipationCommand['kind'][] = ['prepare', 'approve', 'object', 'abstain']
  return released !== undefined && late.includes(command.kind)
    ? problem('already-released', `"${joint}" was released at ${released.at}`, joint)
    : undefined
}

/** Four eyes: who prepared a consent cannot approve it; a named delegate alone can. */
function approvalProblem(
  joint: string,
  { prepared, delegate, office }: ParticipationState,
  { version, digest, prepared: looked, preparedBy, by }: ParticipationCommandOf<'approve'>,
): Problem | undefined {
  if (prepared !== undefined && prepared.version === version && prepared.prepared !== looked)
    return problem(
      'outdated',
      `Another consent of ${office} to version ${version} of "${joint}" has been prepared since: look at it again`,
      looked,
    )
  if (
    prepared === undefined ||
    prepared.version !== version ||
    prepared.digest !== digest ||
    prepared.by !== preparedBy
  )
    return problem(
      'not-prepared',
      `No consent of ${office} to version ${version} of "${joint}" waits for approval: prepare one first`,
      String(version),
    )
  if (sameName(by, preparedBy))
    return problem(
      'same-officer',
      `"${by}" has prepared this consent: another officer of ${office} has to approve it`,
      by,
    )
  return delegate === undefined || sameName(delegate, by)
    ? undefined
    : problem(
        'not-delegated',
        `"${by}" may not approve for ${office}: it has delegated this to "${delegate}"`,
        by,
      )
}

/** Others rely on a commitment: until the go it is for is gone, the office consents again to the very same or not at all. */
function breaksCommitment(
  state: ParticipationState | undefined,
  { version, going }: ProposalState,
  {
    draftsDigest,
    conditions,
  }: Pick<ParticipationCommandOf<'approve'>, 'draftsDigest' | 'conditions'>,
): boolean {
  const { committed } = state ?? {}
  return (
    committed !== undefined &&
    committed.version === version &&
    committed.round === going?.round &&
    (committed.draftsDigest !== draftsDigest || conditions.length > 0)
  )
}

function sameName(one: string, other: string): boolean {
  return one.normalize('NFC').trim().toLowerCase() === other.normalize('NFC').trim().toLowerCase()
}

function commit(
  ref: AggregateRef,
  state: ParticipationState,
  fact: Omit<ParticipationCommandOf<'commit'>, 'id'>,
  snapshot: JointSnapshot & { readonly proposal: ProposalState },
  { now }: JointContext,
): Result<ParticipationEvent> {
  const { joint, version, terms, released } = snapshot.proposal
  if (
    !isGoing(snapshot) ||
    snapshot.proposal.going.round !== fact.round ||
    version !== fact.version
  )
    return refuse('outdated', `No go ${fact.version}/${fact.round} stands in "${joint}"`, {
      value: String(fact.round),
    })
  const { going } = snapshot.proposal
  if (released !== undefined || !going.acting.includes(ref.office))
    return refuse('outdated', `${ref.office} is not to commit to go ${fact.round} of "${joint}"`, {
      value: String(fact.round),
    })
  if (
    fact.digest !== terms.digest ||
    state.answer?.kind !== 'consented' ||
    fact.draftsDigest !== state.answer.draftsDigest
  )
    return refuse('text-differs', `${ref.office} has not consented to that text of "${joint}"`, {
      value: fact.digest,
    })
  // Counted here again, of what this office has read itself: the coordinator's word is not enough.
  const { acting, lacking } = agreementFor(snapshot, stillOpen(going, terms, now))
  const missing = going.acting.filter((office) => !acting.includes(office))
  if (lacking.length > 0 || missing.length > 0)
    return refuse(
      'not-agreed',
      `${ref.office} does not see the agreement that go ${fact.round} of "${joint}" speaks of: missing are ${formatBlockers(lacking)} ${missing.join(', ')}`,
      { value: joint },
    )
  const moment = momentOf(going, ref.office)
  const until = later(moment, going.windowMs)
  if (terms.partition === 'call-off' && now > until)
    return refuse('moment-passed', `The window of ${ref.office} in "${joint}" ended at ${until}`, {
      value: now,
    })
  return ok({ ...fact, kind: 'committed', moment, until, ownMoment: moment > firstMoment(going) })
}

/** What was done is recorded, whatever has become known since; whether to do it at all is asked before, in `reactions.ts`. */
function act(
  ref: AggregateRef,
  { committed }: ParticipationState,
  fact: Omit<ParticipationCommandOf<'act'>, 'id'>,
  { joint, released, terms }: ProposalState,
  { digestOf }: JointContext,
): Result<ParticipationEvent> {
  if (committed === undefined || released?.round !== fact.round)
    return refuse(
      'not-released',
      `${ref.office} has not been released by go ${fact.round} of "${joint}"`,
      { value: String(fact.round) },
    )
  const { reveals } = kindRules[terms.action]
  if (reveals !== (fact.document !== undefined))
    return refuse(
      'invalid-input',
      reveals ? `A ${terms.action} is released with its text` : `A ${terms.action} reveals no text`,
      { value: terms.action },
    )
  if (fact.document !== undefined && digestOf(fact.document) !== committed.digest)
    return refuse(
      'text-differs',
      `The text that ${ref.office} would reveal in "${joint}" is not the one that it committed to`,
      { value: committed.digest },
    )
  return ok({ ...fact, kind: 'acted', late: fact.at > committed.until })
}

function compensate(
  ref: AggregateRef,
  state: ParticipationState | undefined,
  fact: Omit<ParticipationCommandOf<'compensate'>, 'id'>,
  { joint, ended, terms }: ProposalState,
): Result<ParticipationEvent> {
  if (
    state === undefined ||
    !(hasDone(state) || fact.done.length > 0) ||
    ended?.how !== 'incomplete' ||
    terms.compensation !== fact.with
  )
    return refuse('conflict', `${ref.office} has nothing to make good in "${joint}"`, {
      value: joint,
    })
  return ok({ ...fact, kind: 'compensated' })
}

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

/** The aggregate's version is of no use to a count, and is not known here. */
function withOwn(
  snapshot: JointSnapshot,
  ref: AggregateRef,
  state: ParticipationState,
): JointSnapshot & { readonly proposal: ProposalState } {
  return withPart(snapshot, ref.office, { version: 0, state }) as JointSnapshot & {
    readonly proposal: ProposalState
  }
}

function problem(code: Problem['code'], message: string, value: string): Problem {
  return { code, message, value }
}
