// The rules of an office's part: what its people may answer, and what it promises and does by itself of what ledgers say.
// Every check here is this office's own: it counts the consents itself before it commits, and acts on nobody's word but the release.

import { later } from '../calendar/zone.ts'
import type { Alarm, Rules } from '../kernel/aggregate.ts'
import { parseJointRef, type AggregateRef, type CommandId } from '../kernel/ids.ts'
import { notYetProblem } from '../kernel/not-yet.ts'
import { ok, problem, refuse, type Problem, type Result } from '../kernel/problems.ts'
import { assertNever } from '../kernel/text.ts'
import { kindRules } from './kinds.ts'
import { evolveParticipation, type ParticipationState } from './participation.ts'
import type {
  ParticipationCommand,
  ParticipationCommandOf,
  ParticipationEvent,
} from './participation.schema.ts'
import {
  agreementNotSeen,
  alreadyAsked,
  alreadyCommitted,
  alreadyDelegated,
  alreadyMadeGood,
  alreadyReceived,
  alreadyReleased,
  anotherText,
  atVersion,
  bound,
  noProposalRead,
  notCommitted,
  notConsented,
  notEnded,
  nothingToMark,
  nothingToWithdraw,
  notInvited,
  notOfThisKind,
  notPrepared,
  notReceived,
  notSeen,
  notToCommit,
  otherVersionHere,
  partIsOver,
  timeToActEnded,
  toItself,
  type Part,
} from './participation-problems.ts'
import {
  withPart,
  type JointContext,
  type JointDecisionContext,
  type JointSnapshot,
} from './snapshot.ts'
import { firstMoment, momentOf, type ProposalState } from './proposal.ts'
import { agreementFor, isGoing, stillOpen } from './tally.ts'
import { doing, endedWords, formatMoment, kindNames, noGo } from './words.ts'

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
      return state === undefined
        ? unknown()
        : commit(ref, state, fact, withOwn(snapshot, ref, state), joint, zone)
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

/** Others may rely on an earlier consent by now, and the text is the one that this office has seen. */
function approve(
  { office }: AggregateRef,
  state: ParticipationState | undefined,
  fact: Omit<ParticipationCommandOf<'approve'>, 'id'>,
  proposal: ProposalState,
): Result<ParticipationEvent> {
  const part = { office, joint: proposal.joint }
  if (breaksCommitment(state, proposal, fact))
    return { ok: false, problem: bound(part, state?.committed?.round ?? 0, proposal.proposer) }
  return fact.digest === proposal.terms.digest
    ? ok({ ...fact, kind: 'consented' })
    : { ok: false, problem: anotherText(part, fact) }
}

/** What people may not say (any more), by the proposal as it is read here. */
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

/** Four eyes: who prepared a consent cannot approve it; a named delegate alone can. */
function approvalProblem(
  joint: string,
  { prepared, delegate, office }: ParticipationState,
  { version, digest, prepared: looked, preparedBy, by }: ParticipationCommandOf<'approve'>,
): Problem | undefined {
  if (prepared !== undefined && prepared.version === version && prepared.prepared !== looked)
    return problem(
      'outdated',
      {
        en: `Another consent of ${office} to version ${version} of "${joint}" has been prepared since: look at it again`,
        fr: `Un autre consentement de ${office} à la version ${version} de « ${joint} » a été préparé depuis : relisez-le`,
      },
      looked,
    )
  if (
    prepared === undefined ||
    prepared.version !== version ||
    prepared.digest !== digest ||
    prepared.by !== preparedBy
  )
    return problem('not-prepared', notPrepared(office, joint, version), String(version))
  if (sameName(by, preparedBy))
    return problem(
      'same-officer',
      {
        en: `"${by}" has prepared this consent: another officer of ${office} has to approve it`,
        fr: `« ${by} » a préparé ce consentement : une autre personne de ${office} doit l’approuver`,
      },
      by,
    )
  return delegate === undefined || sameName(delegate, by)
    ? undefined
    : problem(
        'not-delegated',
        {
          en: `"${by}" may not approve for ${office}: it has delegated this to "${delegate}"`,
          fr: `« ${by} » ne peut pas approuver pour ${office}, qui l’a délégué à « ${delegate} »`,
        },
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
  zone: string,
): Result<ParticipationEvent> {
  const { joint, version, terms, released } = snapshot.proposal
  if (
    !isGoing(snapshot) ||
    snapshot.proposal.going.round !== fact.round ||
    version !== fact.version
  )
    return refuse('outdated', noGo(joint, fact), {
      value: String(fact.round),
    })
  const { going } = snapshot.proposal
  const part = { office: ref.office, joint }
  if (released !== undefined || !going.acting.includes(ref.office))
    return { ok: false, problem: notToCommit(part, fact.round) }
  if (
    fact.digest !== terms.digest ||
    state.answer?.kind !== 'consented' ||
    fact.draftsDigest !== state.answer.draftsDigest
  )
    return { ok: false, problem: notConsented(part, fact.digest) }
  // Counted here again, of what this office has read itself: the coordinator's word is not enough.
  const { acting, lacking } = agreementFor(snapshot, stillOpen(going, terms, now))
  const missing = going.acting.filter((office) => !acting.includes(office))
  if (lacking.length > 0 || missing.length > 0)
    return { ok: false, problem: agreementNotSeen(part, fact.round, lacking, missing) }
  const moment = momentOf(going, ref.office)
  const until = later(moment, going.windowMs)
  if (terms.partition === 'call-off' && now > until)
    return { ok: false, problem: timeToActEnded(part, formatMoment(until, zone), now) }
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
      {
        en: `${ref.office} has not been released by go number ${fact.round} of "${joint}"`,
        fr: `${ref.office} n’a pas été autorisé à agir par le feu vert no ${fact.round} de « ${joint} »`,
      },
      { value: String(fact.round) },
    )
  const { reveals } = kindRules[terms.action]
  if (reveals !== (fact.document !== undefined))
    return refuse(
      'invalid-input',
      reveals
        ? {
            en: `A ${kindNames[terms.action].en} is released with its text`,
            fr: `Le texte est rendu public avec l’action : ${kindNames[terms.action].fr}`,
          }
        : {
            en: `A ${kindNames[terms.action].en} reveals no text`,
            fr: `Aucun texte n’est rendu public : ${kindNames[terms.action].fr}`,
          },
      { value: terms.action },
    )
  if (fact.document !== undefined && digestOf(fact.document) !== committed.digest)
    return refuse(
      'text-differs',
      {
        en: `The text that ${ref.office} would reveal in "${joint}" is not the one that it committed to`,
        fr: `Le texte que ${ref.office} rendrait public dans « ${joint} » n’est pas celui auquel il s’est engagé`,
      },
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
    return refuse(
      'conflict',
      {
        en: `${ref.office} has nothing to make good in "${joint}"`,
        fr: `${ref.office} n’a rien à réparer dans « ${joint} »`,
      },
      {
        value: joint,
      },
    )
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
