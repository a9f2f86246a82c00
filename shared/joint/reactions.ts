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
import { wordsOf } from '../kernel/problems.ts'
import { assertNever, type Text } from '../kernel/text.ts'
import { kindRules } from './kinds.ts'
import { hasDone, isFinal } from './participation-rules.ts'
import type { Answer, Commitment } from './participation.ts'
import type { ParticipationCommand, Reason } from './participation.schema.ts'
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

/** A command that is ready to be sent, or what needs the world first: opening a document, looking at one's own orders, acting. */
export type Reaction =
  | {
      readonly do: 'send'
      readonly ref: AggregateRef
      readonly command: ProposalCommand | ParticipationCommand
      /** Look at one's own orders first: what a crash kept from being said was done, and is said instead. */ readonly unlessBegun?: Commitment
    }
  /** Open the document of this version, and say that it was received. */
  | { readonly do: 'receive'; readonly version: number }
  /** Work out the office's readiness, and report it where it is another one than reported. */
  | { readonly do: 'report'; readonly version: number }
  /** Carry out one's own drafts, reveal the document, and say so. */
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

function asParticipant(
  office: OfficeId,
  snapshot: Proposed,
  { now }: Pick<JointContext, 'now'>,
  today: LocalDate,
): Reaction[] {
  const { proposal, parts } = snapshot
  const { terms, version, ended, released } = proposal
  const state = parts.get(office)?.state
  const ref = participationRef(proposal.joint, office)
  const send = (command: ParticipationCommand): Reaction[] => [{ do: 'send', ref, command }]
  const standDown = (because: Extract<ParticipationCommand, { kind: 'stand-down' }>['because']) =>
    state === undefined || isFinal(state)
      ? []
      : send({
          kind: 'stand-down',
          id: reactionId('stand-down', state.received.version),
          on: today,
          version: state.received.version,
          because,
        })

  const fail = (unlessBegun: Commitment, reason: Reason): Reaction[] => [
    {
      do: 'send',
      ref,
      command: {
        kind: 'fail',
        id: reactionId('fail', unlessBegun.version, unlessBegun.round),
        on: today,
        version: unlessBegun.version,
        round: unlessBegun.round,
        reason,
        done: [],
      },
      unlessBegun,
    },
  ]

  if (!terms.offices.includes(office)) return standDown('not-invited')
  // It may act by itself: until it says what came of that, nobody else can know.
  const owing =
    state?.committed !== undefined && state.committed.round === released?.round && !isFinal(state)
      ? state.committed
      : undefined
  if (ended !== undefined) {
    const { compensation } = terms
    if (owing !== undefined)
      return fail(owing, {
        code: 'already-ended',
        ...wordsOf({
          en: `It ended before ${office} acted: ${endings[ended.how].en}`,
          fr: `Elle a pris fin avant que ${office} n’agisse : ${endings[ended.how].fr}`,
        }),
      })
    // Who said that it did not act may have done so all the same: an order that was under way when it said so.
    const owes =
      state !== undefined &&
      (hasDone(state) ||
        (compensation === 'withdraw' &&
          state.notActed !== undefined &&
          state.committed?.draftsDigest !== undefined)) &&
      state.compensated === undefined &&
      ended.how === 'incomplete'
    return owes && compensation !== 'none'
      ? [{ do: 'compensate', version, with: compensation }]
      : standDown(ended.how)
  }
  if (state === undefined || state.received.version < version) return [{ do: 'receive', version }]
  if (isFinal(state)) return []
  const { answer } = state
  // Who no longer consents after it had committed says that it did not act, so that the others need not wait to know.
  if (answer?.kind !== 'consented')
    return owing === undefined || answer === undefined
      ? []
      : fail(owing, {
          code: 'not-agreed',
          ...wordsOf(noLonger(answer)),
        })
  if (!kindRules[terms.action].together) return []
  const { committed } = state

  if (released !== undefined) {
    if (owing === undefined) return []
    // The release itself says that the common moment has come; only a later one of its own is waited for.
    if (owing.ownMoment && !owing.momentReached && now < owing.moment) return []
    if (terms.partition === 'call-off' && now > owing.until)
      return fail(owing, {
        code: 'moment-passed',
        ...wordsOf({
          en: 'The release was heard after its time to act had ended',
          fr: 'L’autorisation d’agir est arrivée après la fin du temps pour agir',
        }),
      })
    // The release relied on what these had said by then: older words of theirs are not their last.
    if (
      released.basis.some(
        (each) => each.office !== office && (parts.get(each.office)?.version ?? 0) < each.version,
      )
    )
      return []
    // The coordinator is not believed: everybody who is to act has committed, in a ledger that was read here, to this text and this go.
    const uncommitted = withoutCommitment(snapshot)
    if (uncommitted !== undefined)
      return fail(owing, {
        code: 'not-agreed',
        ...wordsOf({
          en: `The release names no commitment of ${uncommitted} to this text: nobody acts on it`,
          fr: `L’autorisation d’agir ne repose sur aucun engagement de ${uncommitted} envers ce texte : personne n’agit`,
        }),
      })
    const dropped = isGoing(snapshot)
      ? [
          ...resultsOf(snapshot).notActed,
          ...dissenting(snapshot, snapshot.proposal.going.acting),
        ].find((other) => other !== office)
      : undefined
    return dropped === undefined
      ? [{ do: 'act', committed: owing }]
      : fail(owing, {
          code: 'not-agreed',
          ...wordsOf({
            en: `${dropped} does not act: nobody acts on a part of what was agreed`,
            fr: `${dropped} n’agit pas : personne n’agit sur une partie de ce qui a été convenu`,
          }),
        })
  }
  if (answer.version !== version) return []
  const report: Reaction[] = [{ do: 'report', version }]
  if (!isGoing(snapshot)) return report
  const { going } = snapshot.proposal
  const { acting, lacking } = agreementFor(snapshot, stillOpen(going, terms, now))
  const agreed = lacking.length === 0 && going.acting.every((other) => acting.includes(other))
  if (committed?.round === going.round || !going.acting.includes(office) || !agreed) return report
  const { draftsDigest } = answer
  return [
    ...report,
    ...send({
      kind: 'commit',
      id: reactionId('commit', version, going.round),
      on: today,
      version,
      round: going.round,
      digest: terms.digest,
      ...(draftsDigest === undefined ? {} : { draftsDigest }),
    }),
  ]
}

/** Who is to act and has not committed to it, as far as the release names and this office has read; undefined where everybody has. */
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

/** Of those who are to act, who no longer consents and has not acted. */
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
    // After its moment only people can say when it is to be.
    return lacking.length === 0 && now <= firstWindow({ ...plan, acting })
      ? send({ kind: 'go', id: reactionId('go', version, round + 1), on: today })
      : []
  }
  const { going } = snapshot.proposal
  if (released !== undefined) {
    return isOver(snapshot, context) ? conclude() : []
  }
  if (now < firstMoment(going) || lackingForRelease(snapshot, context).length > 0) return []
  // Asked before anything was held, it may be decided as held, if somebody fell away just then: what is asked afterwards is another command.
  return send({
    kind: 'release',
    id: reactionId('release', version, going.round, held === undefined ? 'at-once' : 'after-held'),
    on: today,
    version,
    round: going.round,
  })
}

/** The quorum speaks when everybody has answered and said from when, or the time to reply is over: who would still consent is not left behind. */
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
