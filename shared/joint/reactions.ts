// What an office does by itself next in a joint action, from what it has read: nothing is remembered, so a crash forgets nothing.
// Asked again after every event that is stored, and at start; a command that was recorded already is the same command, by its id.

import type { LocalDate } from '../kernel/date.ts'
import {
  participationRef,
  proposalRef,
  type AggregateRef,
  type CommandId,
  type OfficeId,
} from '../kernel/ids.ts'
import { present } from '../kernel/present.ts'
import { wordsOf } from '../kernel/problems.ts'
import { assertNever, type Text } from '../kernel/text.ts'
import { kindRules } from './kinds.ts'
import {
  hasDone,
  isFinal,
  type Answer,
  type Commitment,
  type ParticipationState,
} from './participation.ts'
import type { ParticipationCommand } from './participation.schema.ts'
import type { JointContext, JointSnapshot } from './snapshot.ts'
import { firstMoment, firstWindow, type ProposalState } from './proposal.ts'
import type { ProposalCommand } from './proposal.schema.ts'
import {
  agreementFor,
  hasAnswered,
  isGoing,
  isOver,
  isProposed,
  lackingForRelease,
  resultsOf,
  stillOpen,
} from './tally.ts'
import { endings } from './words.ts'

/** A command that is ready to be sent, or a task that needs more than the rules: opening a document, looking at the office's own orders, acting. */
export type Reaction =
  | {
      readonly do: 'send'
      readonly ref: AggregateRef
      readonly command: ProposalCommand | ParticipationCommand
      /** Look at the office's own orders first: if a crash came after some were done and before that was recorded, it is recorded instead. */ readonly unlessBegun?: Commitment
    }
  /** Open the document of this version, and say that it was received. */
  | { readonly do: 'receive'; readonly version: number }
  /** Work out the office's readiness, and report it if it has changed. */
  | { readonly do: 'report'; readonly version: number }
  /** Carry out the office's own drafts, reveal the document, and record that. */
  | { readonly do: 'act'; readonly committed: Commitment }
  | {
      readonly do: 'compensate'
      readonly version: number
      readonly with: 'withdraw' | 'correction'
    }

type Proposed = JointSnapshot & { readonly proposal: ProposalState }

/** In the order in which they are to be carried out. `today`: the office's own. */
export function reactionsOf(
  office: OfficeId,
  snapshot: JointSnapshot,
  context: Pick<JointContext, 'now' | 'pace' | 'unreachable' | 'unread'>,
  today: LocalDate,
): Reaction[] {
  if (!isProposed(snapshot)) return []
  return [
    ...asParticipant(office, snapshot, context, today),
    ...(snapshot.proposal.proposer === office ? asProposer(snapshot, context, today) : []),
  ]
}

/** Ids are made of what they are about, so that the same reaction is the same command. */
export function reactionId(what: string, ...about: readonly (string | number)[]): CommandId {
  return ['joint', what, ...about].join('/') as CommandId
}

/** One office's part in what was read, and what may be said of it. */
interface Participant {
  readonly office: OfficeId
  readonly snapshot: Proposed
  readonly state: ParticipationState | undefined
  readonly today: LocalDate
  readonly now: JointContext['now']
  /** The office may act without being told: until it reports the result, nobody else can know it. */
  readonly owing: Commitment | undefined
}

function asParticipant(
  office: OfficeId,
  snapshot: Proposed,
  { now }: Pick<JointContext, 'now'>,
  today: LocalDate,
): Reaction[] {
  const { proposal, parts } = snapshot
  const { terms, version, ended, released } = proposal
  const state = parts.get(office)?.state
  const { committed } = state ?? {}
  const isOwing = state !== undefined && committed?.round === released?.round && !isFinal(state)
  const owing = isOwing ? committed : undefined
  const participant: Participant = { office, snapshot, state, today, now, owing }

  if (!terms.offices.includes(office)) return standDown(participant, 'not-invited')
  if (ended !== undefined) return afterItsEnd(participant, ended)
  if (state === undefined || state.received.version < version) return [{ do: 'receive', version }]
  if (isFinal(state)) return []
  const { answer } = state
  // An office that committed and then withdrew its consent records that it did not act, so that the others need not wait.
  if (answer?.kind !== 'consented')
    return owing === undefined || answer === undefined
      ? []
      : fail(participant, owing, 'not-agreed', noLonger(answer))
  if (!kindRules[terms.action].together) return []
  if (released !== undefined)
    return owing === undefined ? [] : onceReleased(participant, owing, released)
  return answer.version === version ? beforeTheRelease(participant, state, answer) : []
}

function standDown(
  { state, office, snapshot, today }: Participant,
  because: Extract<ParticipationCommand, { kind: 'stand-down' }>['because'],
): Reaction[] {
  if (state === undefined || isFinal(state)) return []
  const { version } = state.received
  const id = reactionId('stand-down', version)
  return send(snapshot, office, { kind: 'stand-down', id, on: today, version, because })
}

function send({ proposal }: Proposed, office: OfficeId, command: ParticipationCommand): Reaction[] {
  return [{ do: 'send', ref: participationRef(proposal.joint, office), command }]
}

/** Records that the office does not act; if it had already begun, that is recorded instead. */
function fail(
  { office, snapshot, today }: Participant,
  owing: Commitment,
  code: string,
  why: Text,
): Reaction[] {
  const { version, round } = owing
  const command: ParticipationCommand = {
    kind: 'fail',
    id: reactionId('fail', version, round),
    on: today,
    version,
    round,
    reason: { code, ...wordsOf(why) },
    done: [],
  }
  const ref = participationRef(snapshot.proposal.joint, office)
  return [{ do: 'send', ref, command, unlessBegun: owing }]
}

function afterItsEnd(
  participant: Participant,
  { how }: NonNullable<ProposalState['ended']>,
): Reaction[] {
  const { office, owing, state, snapshot } = participant
  const { terms, version } = snapshot.proposal
  if (owing !== undefined)
    return fail(participant, owing, 'already-ended', {
      en: `It ended before ${office} acted: ${endings[how].en}`,
      fr: `Elle a pris fin avant que ${office} n’agisse : ${endings[how].fr}`,
    })
  const { compensation } = terms
  const owes = how === 'incomplete' && state?.compensated === undefined && mayHaveActed(participant)
  return owes && compensation !== 'none'
    ? [{ do: 'compensate', version, with: compensation }]
    : standDown(participant, how)
}

/** An office that recorded that it did not act may still have acted: an order may have been under way at that time. */
function mayHaveActed({ state, snapshot }: Participant): boolean {
  if (state === undefined) return false
  const { notActed, committed } = state
  const couldHave = notActed !== undefined && committed?.draftsDigest !== undefined
  return hasDone(state) || (snapshot.proposal.terms.compensation === 'withdraw' && couldHave)
}

/** The coordinator is not believed: everybody who is to act has committed, in a ledger that was read here, to this text and this go. */
function onceReleased(
  participant: Participant,
  owing: Commitment,
  { basis }: NonNullable<ProposalState['released']>,
): Reaction[] {
  const { office, now, snapshot } = participant
  const { parts, proposal } = snapshot
  // The release itself means that the common moment has come; the office waits only if its own moment is later.
  if (owing.ownMoment && !owing.momentReached && now < owing.moment) return []
  if (proposal.terms.partition === 'call-off' && now > owing.until)
    return fail(participant, owing, 'moment-passed', {
      en: 'The release was heard after its time to act had ended',
      fr: 'L’autorisation d’agir est arrivée après la fin du temps pour agir',
    })
  // The release relied on what these offices had recorded by then: an older state of theirs is out of date.
  const isUnread = basis.some(
    (each) => each.office !== office && (parts.get(each.office)?.version ?? 0) < each.version,
  )
  if (isUnread) return []
  const uncommitted = withoutCommitment(snapshot)
  if (uncommitted !== undefined)
    return fail(participant, owing, 'not-agreed', {
      en: `The release names no commitment of ${uncommitted} to this text: nobody acts on it`,
      fr: `L’autorisation d’agir ne repose sur aucun engagement de ${uncommitted} envers ce texte : personne n’agit`,
    })
  const dropped = isGoing(snapshot)
    ? [
        ...resultsOf(snapshot).notActed,
        ...dissenting(snapshot, snapshot.proposal.going.acting),
      ].find((other) => other !== office)
    : undefined
  return dropped === undefined
    ? [{ do: 'act', committed: owing }]
    : fail(participant, owing, 'not-agreed', {
        en: `${dropped} does not act: nobody acts on a part of what was agreed`,
        fr: `${dropped} n’agit pas : personne n’agit sur une partie de ce qui a été convenu`,
      })
}

/** It says whether it is ready; and once there is a go and it sees the agreement itself, it commits. */
function beforeTheRelease(
  { office, snapshot, now, today }: Participant,
  { committed }: ParticipationState,
  { draftsDigest }: Extract<Answer, { kind: 'consented' }>,
): Reaction[] {
  const { terms, version } = snapshot.proposal
  const report: Reaction[] = [{ do: 'report', version }]
  if (!isGoing(snapshot)) return report
  const { going } = snapshot.proposal
  const { acting, lacking } = agreementFor(snapshot, stillOpen(going, terms, now))
  const agreed = lacking.length === 0 && going.acting.every((other) => acting.includes(other))
  if (committed?.round === going.round || !going.acting.includes(office) || !agreed) return report
  const commit: ParticipationCommand = {
    kind: 'commit',
    id: reactionId('commit', version, going.round),
    on: today,
    version,
    round: going.round,
    digest: terms.digest,
    ...present({ draftsDigest }),
  }
  return [...report, ...send(snapshot, office, commit)]
}

/** The first office that is to act and whose commitment the release does not name, or this office has not read; undefined if there is none. */
function withoutCommitment(snapshot: Proposed): OfficeId | undefined {
  if (!isGoing(snapshot)) return snapshot.proposal.proposer
  const { going, released, terms, version } = snapshot.proposal
  return going.acting.find((office) => {
    const committed = snapshot.parts.get(office)?.state.committed
    return (
      released?.basis.some((each) => each.office === office) !== true ||
      committed?.version !== version ||
      committed.round !== released.round ||
      committed.round !== going.round ||
      committed.digest !== terms.digest
    )
  })
}

function noLonger(answer: Answer): Text {
  switch (answer.kind) {
    case 'withdrawn':
      return {
        en: `Its consent was withdrawn: ${answer.reason}`,
        fr: `Son consentement a été retiré : ${answer.reason}`,
      }
    case 'objected':
      return { en: 'It objects now', fr: 'Il s’y oppose maintenant' }
    case 'abstained':
      return { en: 'It abstains now', fr: 'Il s’abstient maintenant' }
    case 'consented':
    case 'answered':
      return { en: 'Its consent no longer stands', fr: 'Son consentement ne tient plus' }
    default:
      return assertNever(answer)
  }
}

/** The offices that were to act, no longer consent, and have not acted. */
function dissenting({ parts }: JointSnapshot, offices: readonly OfficeId[]): OfficeId[] {
  return offices.filter((office) => {
    const state = parts.get(office)?.state
    return (
      state?.answer !== undefined && state.answer.kind !== 'consented' && state.acted === undefined
    )
  })
}

function asProposer(
  snapshot: Proposed,
  context: Pick<JointContext, 'now' | 'pace' | 'unreachable' | 'unread'>,
  today: LocalDate,
): Reaction[] {
  const { now, pace } = context
  const { proposal, parts } = snapshot
  const { joint, version, terms, ended, released, held, silent, round } = proposal
  if (ended !== undefined) return []
  const send = (command: ProposalCommand): Reaction[] => [
    { do: 'send', ref: proposalRef(joint), command },
  ]
  const conclude = () =>
    send({ kind: 'conclude', id: reactionId('conclude', version), on: today, version })
  if (!kindRules[terms.action].together)
    return silent !== undefined ||
      terms.offices.every((office) => hasAnswered(proposal, parts.get(office)?.state))
      ? conclude()
      : []
  if (!isGoing(snapshot)) {
    const { moment, moments } = terms
    if (terms.start !== 'quorum' || moment === undefined || !isSettled(snapshot)) return []
    const plan = {
      moment,
      windowMs: terms.windowSeconds * 1000 * pace,
      ...(moments === undefined ? {} : { moments }),
    }
    const { acting, lacking } = agreementFor(snapshot, plan)
    // Once the moment has passed, only people can choose another.
    return lacking.length === 0 && now <= firstWindow({ ...plan, acting })
      ? send({ kind: 'go', id: reactionId('go', version, round + 1), on: today })
      : []
  }
  const { going } = snapshot.proposal
  if (released !== undefined) {
    return isOver(snapshot, context) ? conclude() : []
  }
  if (now < firstMoment(going) || lackingForRelease(snapshot, context).length > 0) return []
  // Sent before the release was held, this command may itself become the hold, if an office dropped out just then: a later one needs another id.
  return send({
    kind: 'release',
    id: reactionId('release', version, going.round, held === undefined ? 'at-once' : 'after-held'),
    on: today,
    version,
    round: going.round,
  })
}

/** The quorum gives the go when every office has answered and reported its readiness, or when the time to reply is over: nobody who would still consent is left out. */
function isSettled({ proposal, parts }: Proposed): boolean {
  return (
    proposal.silent !== undefined ||
    proposal.terms.offices.every((office) => {
      const state = parts.get(office)?.state
      return (
        hasAnswered(proposal, state) &&
        (state?.answer?.kind !== 'consented' || state.readiness?.version === proposal.version)
      )
    })
  )
}
