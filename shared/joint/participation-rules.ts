// The rules of an office's part: what its people may answer, and what it promises and does by itself of what ledgers say.
// Every check here is this office's own: it counts the consents itself before it commits, and acts on nobody's word but the release.

import { later } from '../calendar/zone.ts'
import type { Alarm, Rules } from '../kernel/aggregate.ts'
import { parseJointRef, type AggregateRef, type CommandId, type OfficeId } from '../kernel/ids.ts'
import { notYetProblem } from '../kernel/not-yet.ts'
import { ok, problem, refuse, type Problem, type Result } from '../kernel/problems.ts'
import { assertNever, type Text } from '../kernel/text.ts'
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
import { agreementFor, isGoing, stillOpen } from './tally.ts'
import {
  doing,
  endedWords,
  endings,
  formatBlockers,
  formatMoment,
  kindNames,
  noGo,
} from './words.ts'

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
          {
            en: `Version ${state.received.version} of "${joint}" was received already`,
            fr: `La version ${state.received.version} de « ${joint} » a déjà été reçue`,
          },
          String(command.version),
        )
      : undefined
  }
  if (state === undefined) return problem('unknown-joint', notReceived(ref.office, joint), joint)
  if (command.kind === 'compensate')
    return state.compensated === undefined
      ? undefined
      : problem(
          'already-exists',
          {
            en: `${ref.office} has made good for "${joint}" already`,
            fr: `${ref.office} a déjà réparé dans « ${joint} »`,
          },
          joint,
        )
  if (isFinal(state)) return problem('already-ended', overWords(ref.office, joint, state), joint)
  if ('version' in command && command.version !== state.received.version)
    return problem(
      'outdated',
      {
        en: `"${joint}" is at version ${state.received.version} here: look at it again before you speak of version ${command.version}`,
        fr: `« ${joint} » en est ici à la version ${state.received.version} : relisez-la avant de vous prononcer sur la version ${command.version}`,
      },
      String(command.version),
    )
  switch (command.kind) {
    case 'prepare':
      return command.digest === state.received.digest
        ? undefined
        : problem('not-seen', notSeen(ref.office, joint, state), command.digest)
    case 'approve':
      return approvalProblem(joint, state, command)
    case 'withdraw':
      return state.answer === undefined || state.answer.kind === 'withdrawn'
        ? problem(
            'not-found',
            {
              en: `${ref.office} has no answer to "${joint}" to withdraw`,
              fr: `${ref.office} n’a pas de réponse à retirer dans « ${joint} »`,
            },
            joint,
          )
        : undefined
    case 'delegate':
      return command.to === (state.delegate ?? null)
        ? problem(
            'already-exists',
            command.to === null
              ? {
                  en: 'Nobody is named who alone may approve',
                  fr: 'Personne n’est désigné pour approuver seul',
                }
              : {
                  en: `"${command.to}" is already who alone may approve`,
                  fr: `« ${command.to} » est déjà la seule personne à pouvoir approuver`,
                },
            joint,
          )
        : undefined
    case 'ask':
      return state.questions.some((each) => each.question === command.question)
        ? problem(
            'already-exists',
            {
              en: `Question "${command.question}" was asked already`,
              fr: `La question « ${command.question} » a déjà été posée`,
            },
            command.question,
          )
        : undefined
    case 'commit':
      return state.committed?.round === command.round
        ? problem(
            'already-exists',
            {
              en: `${ref.office} has committed to go number ${command.round} of "${joint}" already`,
              fr: `${ref.office} s’est déjà engagé au feu vert no ${command.round} de « ${joint} »`,
            },
            String(command.round),
          )
        : undefined
    case 'act':
    case 'fail':
      return state.committed?.round === command.round
        ? undefined
        : problem(
            'not-agreed',
            {
              en: `${ref.office} has not committed to go number ${command.round} of "${joint}"`,
              fr: `${ref.office} ne s’est pas engagé au feu vert no ${command.round} de « ${joint} »`,
            },
            String(command.round),
          )
    case 'mark-moment': {
      const { committed } = state
      const said = command.what === 'moment' ? committed?.momentReached : committed?.windowPassed
      return committed?.round === command.round && said === false
        ? undefined
        : problem(
            'outdated',
            {
              en: `Nothing to say of ${command.what === 'moment' ? 'the moment' : 'the time to act'} of go number ${command.round}`,
              fr: `Rien à dire ${command.what === 'moment' ? 'du moment' : 'du temps pour agir'} du feu vert no ${command.round}`,
            },
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
  const early = isAutomatic(command.kind)
    ? undefined
    : notYetProblem(command.on, context.today, doing[command.kind])
  if (early !== undefined) return { ok: false, problem: early }
  const snapshot = context.joint.snapshotOf(parsed.joint)
  const { proposal } = snapshot
  if (proposal === undefined)
    return refuse(
      'unknown-joint',
      {
        en: `No proposal of "${parsed.joint}" has been read here`,
        fr: `Aucune proposition de « ${parsed.joint} » n’a été lue ici`,
      },
      {
        value: parsed.joint,
      },
    )
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
          {
            en: `${ref.office} has committed to go number ${state?.committed?.round} of "${parsed.joint}" with the consent that it gave: it can withdraw it, or consent to something else when ${proposal.proposer} has postponed it`,
            fr: `${ref.office} s’est engagé au feu vert no ${state?.committed?.round} de « ${parsed.joint} » avec le consentement donné : il peut le retirer, ou consentir à autre chose quand ${proposal.proposer} aura reporté l’action`,
          },
          { value: parsed.joint },
        )
      return fact.digest === proposal.terms.digest
        ? ok({ ...fact, kind: 'consented' })
        : refuse(
            'text-differs',
            {
              en: `The text of version ${fact.version} of "${parsed.joint}" is another one than that which ${ref.office} has seen`,
              fr: `Le texte de la version ${fact.version} de « ${parsed.joint} » n’est pas celui que ${ref.office} a vu`,
            },
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
        ? refuse('unknown-joint', notReceived(ref.office, parsed.joint), { value: parsed.joint })
        : commit(
            ref,
            state,
            fact,
            withOwn(snapshot, ref, state),
            context.joint,
            context.office.zone,
          )
    case 'act':
      return state === undefined
        ? refuse('unknown-joint', notReceived(ref.office, parsed.joint), { value: parsed.joint })
        : act(ref, state, fact, proposal, context.joint)
    case 'fail':
      return ok({ ...fact, kind: 'not-acted' })
    case 'stand-down':
      return proposal.ended !== undefined || !proposal.terms.offices.includes(ref.office)
        ? ok({ ...fact, kind: 'stood-down' })
        : refuse(
            'conflict',
            {
              en: `"${parsed.joint}" has not ended`,
              fr: `« ${parsed.joint} » n’a pas pris fin`,
            },
            { value: parsed.joint },
          )
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
    if (!isInvited) return problem('not-invited', notInvited(ref.office, joint), ref.office)
    return command.version === version
      ? undefined
      : problem('outdated', atVersion(joint, version), String(command.version))
  }
  if (!isInvited) return problem('not-invited', notInvited(ref.office, joint), ref.office)
  if (ended !== undefined) return problem('already-ended', endedWords(joint, ended), joint)
  if ('version' in command && command.version !== version)
    return problem('outdated', atVersion(joint, version), String(command.version))
  if ((command.kind === 'prepare' || command.kind === 'approve') && !together)
    return problem(
      'not-this-kind',
      {
        en: `A ${kindNames[terms.action].en} is answered, not consented to`,
        fr: `On répond à une ${kindNames[terms.action].fr}, on n’y consent pas`,
      },
      terms.action,
    )
  if (command.kind === 'delegate' && !together)
    return problem(
      'not-this-kind',
      {
        en: `A ${kindNames[terms.action].en} needs no approval: there is none to delegate`,
        fr: `Aucune approbation à déléguer : ${kindNames[terms.action].fr}`,
      },
      terms.action,
    )
  if (command.kind === 'answer' && together)
    return problem(
      'not-this-kind',
      {
        en: `A ${kindNames[terms.action].en} is consented to or not: there is nothing to answer`,
        fr: `On consent ou non, il n’y a rien à répondre : ${kindNames[terms.action].fr}`,
      },
      terms.action,
    )
  if ((command.kind === 'forward' || command.kind === 'split') && terms.action !== 'assistance')
    return problem(
      'not-this-kind',
      {
        en: `Only a request for assistance can be forwarded or split, not a ${kindNames[terms.action].en}`,
        fr: `Seule une demande d’assistance peut être transmise ou scindée ; c’est ici autre chose : ${kindNames[terms.action].fr}`,
      },
      terms.action,
    )
  if (command.kind === 'forward' && command.to === ref.office)
    return problem(
      'invalid-input',
      {
        en: `${ref.office} cannot forward a request to itself`,
        fr: `${ref.office} ne peut pas se transmettre une demande à lui-même`,
      },
      command.to,
    )
  const late: readonly ParticipationCommand['kind'][] = [
    'prepare',
    'approve',
    'object',
    'abstain',
    'delegate',
  ]
  return released !== undefined && late.includes(command.kind)
    ? problem(
        'already-released',
        {
          en: `"${joint}" was released on ${released.on}: what counts was said before`,
          fr: `L’exécution de « ${joint} » a été autorisée le ${released.on} : ce qui compte a été dit avant`,
        },
        joint,
      )
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
  if (released !== undefined || !going.acting.includes(ref.office))
    return refuse(
      'outdated',
      {
        en: `${ref.office} is not to commit to go number ${fact.round} of "${joint}"`,
        fr: `${ref.office} n’a pas à s’engager au feu vert no ${fact.round} de « ${joint} »`,
      },
      {
        value: String(fact.round),
      },
    )
  if (
    fact.digest !== terms.digest ||
    state.answer?.kind !== 'consented' ||
    fact.draftsDigest !== state.answer.draftsDigest
  )
    return refuse(
      'text-differs',
      {
        en: `${ref.office} has not consented to that text of "${joint}"`,
        fr: `${ref.office} n’a pas consenti à ce texte de « ${joint} »`,
      },
      {
        value: fact.digest,
      },
    )
  // Counted here again, of what this office has read itself: the coordinator's word is not enough.
  const { acting, lacking } = agreementFor(snapshot, stillOpen(going, terms, now))
  const missing = going.acting.filter((office) => !acting.includes(office))
  if (lacking.length > 0 || missing.length > 0) {
    const [named, others] = [formatBlockers(lacking), missing.join(', ')]
    return refuse(
      'not-agreed',
      {
        en: `${ref.office} does not see the agreement that go number ${fact.round} of "${joint}" speaks of: missing are ${lacking.length > 0 ? named.en : others}`,
        fr: `${ref.office} ne voit pas l’accord dont parle le feu vert no ${fact.round} de « ${joint} » : il manque ${lacking.length > 0 ? named.fr : others}`,
      },
      { value: joint },
    )
  }
  const moment = momentOf(going, ref.office)
  const until = later(moment, going.windowMs)
  if (terms.partition === 'call-off' && now > until)
    return refuse(
      'moment-passed',
      {
        en: `The time to act of ${ref.office} in "${joint}" ended on ${formatMoment(until, zone)}`,
        fr: `Le temps pour agir de ${ref.office} dans « ${joint} » a pris fin le ${formatMoment(until, zone)}`,
      },
      {
        value: now,
      },
    )
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

/** Why nothing is known here of a joint action, and what to do. */
export function notReceived(office: OfficeId, joint: string): Text {
  return {
    en: `${office} has received no joint action "${joint}": ask whether it is invited, and whether its line to the proposer is up`,
    fr: `${office} n’a reçu aucune action conjointe « ${joint} » : demandez s’il est invité, et si sa liaison avec le proposant fonctionne`,
  }
}

export function notPrepared(office: OfficeId, joint: string, version: number): Text {
  return {
    en: `No consent of ${office} to version ${version} of "${joint}" waits for approval: prepare one first`,
    fr: `Aucun consentement de ${office} à la version ${version} de « ${joint} » n’attend d’approbation : préparez-en un d’abord`,
  }
}

function notInvited(office: OfficeId, joint: string): Text {
  return {
    en: `${office} is not invited to "${joint}"`,
    fr: `${office} n’est pas invité à « ${joint} »`,
  }
}

function atVersion(joint: string, version: number): Text {
  return {
    en: `"${joint}" is at version ${version}: look at it again`,
    fr: `« ${joint} » en est à la version ${version} : relisez-la`,
  }
}

function notSeen(office: OfficeId, joint: string, { received }: ParticipationState): Text {
  const { problem: why, version } = received
  return {
    en: `The text of version ${version} of "${joint}" was not seen by ${office}: ${why?.message ?? 'it is another one than was announced'}`,
    fr: `Le texte de la version ${version} de « ${joint} » n’a pas été vu par ${office} : ${why?.messageFr ?? 'ce n’est pas celui qui était annoncé'}`,
  }
}

function overWords(
  office: OfficeId,
  joint: string,
  { acted, notActed, stoodDown }: ParticipationState,
): Text {
  const because = stoodDown?.because
  const why =
    acted !== undefined
      ? { en: `it acted on ${acted.on}`, fr: `il a agi le ${acted.on}` }
      : notActed !== undefined
        ? { en: 'it could not act', fr: 'il n’a pas pu agir' }
        : because === undefined || because === 'not-invited'
          ? { en: 'it is not invited any more', fr: 'il n’est plus invité' }
          : endings[because]
  return {
    en: `The part of ${office} in "${joint}" is over: ${why.en}`,
    fr: `La participation de ${office} à « ${joint} » est terminée : ${why.fr}`,
  }
}
