// What a person of an office may do in a joint action now, what not, and why not: each least command is put to the rules themselves.
// Proposing is not among it: a new joint action has no snapshot, and may always be proposed.

import { tryOut, type Allowed } from '../kernel/allowed.ts'
import { later } from '../calendar/zone.ts'
import type { Instant } from '../kernel/date.ts'
import {
  participationRef,
  proposalRef,
  type CommandId,
  type JointId,
  type OfficeId,
} from '../kernel/ids.ts'
import { problem, type Problem } from '../kernel/problems.ts'
import { participationRules } from './participation-rules.ts'
import type { ParticipationState } from './participation.ts'
import type { ParticipationCommand } from './participation.schema.ts'
import { proposalRules } from './proposal-rules.ts'
import type { ProposalState } from './proposal.ts'
import type { ProposalCommand } from './proposal.schema.ts'
import type { Sealed } from './sealed.schema.ts'
import type { JointContext, JointDecisionContext } from './snapshot.ts'
import { earliestOf, openQuestions, type Proposed } from './view.ts'
import { doing } from './words.ts'

/** As people call them: a consent is prepared by one officer, and approved by another. */
export type JointAct =
  | Exclude<ProposalCommand['kind'], 'propose' | 'close-replies' | 'release' | 'conclude'>
  | 'consent'
  | 'approve'
  | 'object'
  | 'abstain'
  | 'delegate'
  | 'withdraw'
  | 'ask'
  | 'answer'
  | 'forward'
  | 'split'
export type AllowedInJoint = Allowed<ProposalCommand | ParticipationCommand, JointAct>

type Context = JointDecisionContext & { readonly joint: JointContext }
type Candidates<C> = readonly [C, ...C[]]

/** What the proposer may do first, then what an invited office may; both for `context.office`. */
export function allowedInJoint(snapshot: Proposed, context: Context): AllowedInJoint[] {
  // Asked of one and the same snapshot, whatever has been read since.
  const asked = { ...context, joint: { ...context.joint, snapshotOf: () => snapshot } }
  return [...asProposer(snapshot, asked), ...asParticipant(snapshot, asked)]
}

/** Only the proposer leads a joint action. */
export function notProposerProblem(
  office: OfficeId,
  joint: JointId,
  kind: ProposalCommand['kind'],
): Problem | undefined {
  const { office: proposer } = proposalRef(joint)
  return proposer === office
    ? undefined
    : problem(
        'wrong-office',
        {
          en: `"${joint}" was not proposed by ${office}: only ${proposer} may ${doing[kind].en}`,
          fr: `« ${joint} » n’a pas été proposée par ${office} : seul ${proposer} peut ${doing[kind].fr}`,
        },
        joint,
      )
}

function asProposer(snapshot: Proposed, context: Context): AllowedInJoint[] {
  const { proposal } = snapshot
  const { office } = context
  const ref = proposalRef(proposal.joint)
  const refusal = (command: ProposalCommand) => {
    const foreign = notProposerProblem(office.id, proposal.joint, command.kind)
    if (foreign !== undefined) return foreign
    const decided = proposalRules.decide(ref, proposal, command, context)
    return decided.ok ? undefined : decided.problem
  }
  const base = { id: 'allowed' as CommandId, on: context.today }
  const times = timesToCome(proposal, context.joint.now)
  const kinds = {
    go: goes(base, snapshot, context.joint.now),
    amend: [
      {
        kind: 'amend',
        ...base,
        version: proposal.version + 1,
        terms: { ...proposal.terms, ...times },
      },
    ],
    postpone: [{ kind: 'postpone', ...base, ...times }],
    cancel: [{ kind: 'cancel', ...base, reason: unnamed }],
    clarify: clarifications(base, snapshot),
  } as const satisfies Partial<Record<JointAct, Candidates<ProposalCommand>>>
  return Object.entries(kinds).map(([kind, candidates]) =>
    tryOut<ProposalCommand, JointAct>({ kind: kind as JointAct }, candidates, refusal),
  )
}

function asParticipant(snapshot: Proposed, context: Context): AllowedInJoint[] {
  const { joint } = snapshot
  const { office } = context
  const state = snapshot.parts.get(office.id)?.state
  const ref = participationRef(joint, office.id)
  const refusal = (command: ParticipationCommand) => {
    const decided = participationRules.decide(ref, state, command, context)
    return decided.ok ? undefined : decided.problem
  }
  return leastAnswers(snapshot, state, context).map(([kind, command]) =>
    tryOut<ParticipationCommand, JointAct>({ kind }, [command], refusal),
  )
}

function leastAnswers(
  { proposal }: Proposed,
  state: ParticipationState | undefined,
  { office, today }: Context,
): (readonly [JointAct, ParticipationCommand])[] {
  const { version, terms } = proposal
  const base = { id: 'allowed' as CommandId, on: today, by: anOfficer }
  const { prepared } = state ?? {}
  const other = terms.offices.find((each) => each !== office.id) ?? proposal.proposer
  const approval = {
    version,
    digest: prepared?.digest ?? terms.digest,
    prepared: prepared?.prepared ?? noDigest,
    preparedBy: prepared?.by ?? anOfficer,
    by: secondOf(state),
    conditions: [],
    ...promised(state),
  }
  const said = { ...base, version, sealed: nothing }
  return [
    ['consent', { kind: 'prepare', ...said, digest: terms.digest, prepared: noDigest }],
    ['approve', { kind: 'approve', ...base, ...approval }],
    ['answer', { kind: 'answer', ...said }],
    [
      'forward',
      { kind: 'forward', ...said, to: other === office.id ? ('another' as OfficeId) : other },
    ],
    ['split', { kind: 'split', ...said, parts: [{ part: 'P1', to: other }] }],
    ['object', { kind: 'object', ...said, count: 1 }],
    ['abstain', { kind: 'abstain', ...base, version }],
    ['delegate', { kind: 'delegate', ...base, to: delegateOf(state) }],
    ['withdraw', { kind: 'withdraw', ...base, reason: unnamed }],
    ['ask', { kind: 'ask', ...said, question: unusedQuestion(state) }],
  ]
}

/** A consent given again to what was committed to is the same consent. */
function promised(state: ParticipationState | undefined): { readonly draftsDigest?: string } {
  const digest = state?.committed?.draftsDigest
  return digest === undefined ? {} : { draftsDigest: digest }
}

/** As it is proposed; at the first moment at which all that are required may act; now. */
function goes(
  base: Pick<ProposalCommand, 'id' | 'on'>,
  snapshot: Proposed,
  now: Instant,
): Candidates<ProposalCommand> {
  const earliest = earliestOf(snapshot, now)
  return [
    { kind: 'go', ...base },
    ...(earliest.state === 'at'
      ? [{ kind: 'go' as const, ...base, moment: earliest.earliest }]
      : []),
    { kind: 'go', ...base, moment: now },
  ]
}

function clarifications(
  base: Pick<ProposalCommand, 'id' | 'on'>,
  snapshot: Proposed,
): Candidates<ProposalCommand> {
  const [first, ...others] = openQuestions(snapshot).map(
    ({ office, question }): ProposalCommand => ({
      kind: 'clarify',
      ...base,
      office,
      question,
      sealed: nothing,
    }),
  )
  return first === undefined
    ? [
        {
          kind: 'clarify',
          ...base,
          office: snapshot.proposal.terms.offices[0] ?? snapshot.proposal.proposer,
          question: unnamed,
          sealed: nothing,
        },
      ]
    : [first, ...others]
}

/** The times of the proposal, an hour later than now where they are over. */
function timesToCome({ terms, silent }: ProposalState, now: Instant) {
  const hourMs = 3_600_000
  const replyBy =
    terms.replyBy > now && silent === undefined
      ? terms.replyBy
      : later(terms.replyBy > now ? terms.replyBy : now, hourMs)
  const toCome = (moment: Instant) => (moment > replyBy ? moment : later(replyBy, hourMs))
  return {
    replyBy,
    ...(terms.moment === undefined ? {} : { moment: toCome(terms.moment) }),
    ...(terms.moments === undefined
      ? {}
      : {
          moments: Object.fromEntries(
            Object.entries(terms.moments).map(([office, moment]) => [office, toCome(moment)]),
          ),
        }),
  }
}

/** Stands where a person would put a name or a reason. */
const unnamed = '…'
const anOfficer = 'an officer'
const noDigest = '0'.repeat(64)
const nothing: Sealed = { protected: '', iv: '', ciphertext: '', tag: '', recipients: [] }

function secondOf(state: ParticipationState | undefined): string {
  return state?.delegate ?? `another than ${state?.prepared?.by ?? anOfficer}`
}

function delegateOf(state: ParticipationState | undefined): string {
  return state?.delegate === anOfficer ? 'another officer' : anOfficer
}

function unusedQuestion(state: ParticipationState | undefined): string {
  const asked = new Set(state?.questions.map(({ question }) => question))
  for (let at = asked.size + 1; ; at += 1) if (!asked.has(`Q${at}`)) return `Q${at}`
}
