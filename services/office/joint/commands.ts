// From what a person sends in clear to the command that is recorded: documents salted, hashed and sealed, a prepared consent opened for its approval.
// What is chosen is judged in `shared/joint/choices.ts`; whether it is allowed now, the rules say.

import type {
  ParticipantCommand,
  ProposerCommand,
  PublicJointCommand,
} from '../../../shared/contract/joint.schema.ts'
import { notProposerProblem } from '../../../shared/joint/allowed.ts'
import {
  answerProblem,
  consentProblem,
  consentToApprove,
  isSamePromise,
  neededOf,
  proposalProblem,
} from '../../../shared/joint/choices.ts'
import { preparedSchema, type Prepared } from '../../../shared/joint/draft.schema.ts'
import { notPrepared, notReceived } from '../../../shared/joint/participation-problems.ts'
import type { ParticipationCommand } from '../../../shared/joint/participation.schema.ts'
import type { ParticipationState } from '../../../shared/joint/participation.ts'
import type { ProposalState } from '../../../shared/joint/proposal.ts'
import type { ProposalCommand } from '../../../shared/joint/proposal.schema.ts'
import type { Sealed } from '../../../shared/joint/sealed.schema.ts'
import type { JointSnapshot } from '../../../shared/joint/snapshot.ts'
import type { Choices, JointDocument, ProposalTerms } from '../../../shared/joint/terms.schema.ts'
import {
  parseOrderId,
  participationRef,
  proposalRef,
  type AggregateRef,
  type CommandId,
  type JointId,
  type OfficeId,
  type OrderId,
} from '../../../shared/kernel/ids.ts'
import { ok, refuse, type Result } from '../../../shared/kernel/problems.ts'
import { assertNever } from '../../../shared/kernel/text.ts'
import type { Directory, OfficeEntry } from '../../../shared/office/directory.schema.ts'
import type { Store } from '../ports.ts'
import { digestOf, newSalt, type Place, type Sealing } from './sealing.ts'

export interface CommandOptions {
  readonly office: OfficeEntry
  readonly directory: Directory
  readonly sealing: Sealing
  readonly snapshotOf: (joint: JointId) => JointSnapshot
  /** Whether an own order has a command of this id already. */
  readonly hasCommand: (order: OrderId, id: CommandId) => boolean
}

type Ready = {
  readonly ref: AggregateRef
  readonly command: ProposalCommand | ParticipationCommand
}
type Proposals<K extends ProposerCommand['kind']> = Extract<ProposerCommand, { kind: K }>
type Answers<K extends ParticipantCommand['kind']> = Extract<ParticipantCommand, { kind: K }>

export function createCommands(
  options: CommandOptions,
): (joint: JointId, command: PublicJointCommand) => Promise<Result<Ready>> {
  const { office, snapshotOf } = options
  return async (joint, command) => {
    if (isProposers(command)) {
      const foreign = notProposerProblem(office.id, joint, command.kind)
      if (foreign !== undefined) return { ok: false, problem: foreign }
      const lead = await ofProposer(options, joint, snapshotOf(joint).proposal, command)
      return lead.ok ? ok({ ref: proposalRef(joint), command: lead.value }) : lead
    }
    const { proposal, parts } = snapshotOf(joint)
    const state = parts.get(office.id)?.state
    if (proposal === undefined || state === undefined)
      return refuse('unknown-joint', notReceived(office.id, joint), { value: joint })
    const answer = await ofParticipant(options, proposal, state, command)
    return answer.ok
      ? ok({ ref: participationRef(joint, office.id), command: answer.value })
      : answer
  }
}

async function ofProposer(
  options: CommandOptions,
  joint: JointId,
  proposal: ProposalState | undefined,
  command: ProposerCommand,
): Promise<Result<ProposalCommand>> {
  switch (command.kind) {
    case 'propose':
    case 'amend':
      return proposed(options, joint, proposal, command)
    case 'clarify': {
      const { text, ...rest } = command
      const which = `${command.office}/${command.question}`
      const place = { joint, author: options.office.id, what: 'clarification', which } as const
      return sealInto(options.sealing, place, { text }, proposal?.terms.offices ?? [], rest)
    }
    case 'postpone':
    case 'go':
    case 'cancel':
      return ok(command)
    default:
      return assertNever(command)
  }
}

async function proposed(
  options: CommandOptions,
  joint: JointId,
  proposal: ProposalState | undefined,
  command: Proposals<'propose' | 'amend'>,
): Promise<Result<ProposalCommand>> {
  const { id, on, by } = command
  const base = { id, on, ...(by === undefined ? {} : { by }) }
  if (command.kind === 'propose') {
    const terms = await sealedTerms(options, joint, command, 1)
    return terms.ok ? ok({ kind: 'propose', ...base, terms: terms.value }) : terms
  }
  const version = (proposal?.version ?? 1) + 1
  const { because, ...chosen } = command
  const terms = await sealedTerms(options, joint, chosen, version)
  const reason = because === undefined ? {} : { because }
  return terms.ok ? ok({ kind: 'amend', ...base, version, terms: terms.value, ...reason }) : terms
}

async function sealedTerms(
  { office, directory, sealing }: CommandOptions,
  joint: JointId,
  chosen: Omit<Proposals<'propose'>, 'kind'> & { readonly kind: string },
  version: number,
): Promise<Result<ProposalTerms>> {
  const { id: _, on: __, by: ___, kind: ____, document, ...rest } = chosen
  const choices = { ...rest, ...neededOf(rest) } as Choices
  const problem = proposalProblem(choices, document as JointDocument, directory)
  if (problem !== undefined) return { ok: false, problem }
  const salted = { ...document, salt: newSalt() }
  const place = { joint, author: office.id, what: 'document', which: version } as const
  const digest = digestOf(salted)
  return sealInto(sealing, place, salted, choices.offices, { ...choices, digest })
}

async function ofParticipant(
  options: CommandOptions,
  proposal: ProposalState,
  state: ParticipationState,
  command: ParticipantCommand,
): Promise<Result<ParticipationCommand>> {
  const { sealing } = options
  const { joint, proposer } = proposal
  const author = options.office.id
  const everybody = [proposer, ...proposal.terms.offices]
  switch (command.kind) {
    case 'consent':
      return preparation(options, proposal, state, command)
    case 'approve':
      return approval(options, joint, state, command)
    case 'object': {
      const { objections, ...rest } = command
      const place = { joint, author, what: 'objections', which: command.version } as const
      const count = objections.length
      return sealInto(sealing, place, objections, everybody, { ...rest, count })
    }
    case 'ask': {
      const { text, ...rest } = command
      const place = { joint, author, what: 'question', which: command.question } as const
      return sealInto(sealing, place, { text }, everybody, rest)
    }
    case 'forward': {
      const { text, ...rest } = command
      const place = { joint, author, what: 'forward', which: command.to } as const
      return sealInto(sealing, place, { text }, [proposer], rest)
    }
    case 'split': {
      const { parts: texts, ...rest } = command
      const place = { joint, author, what: 'split', which: command.version } as const
      const parts = texts.map(({ part, to }) => ({ part, to }))
      return sealInto(sealing, place, { parts: texts }, [proposer], { ...rest, parts })
    }
    case 'answer': {
      const { answer, text, ...rest } = command
      const problem = answerProblem(proposal.terms.action, answer, text)
      if (problem !== undefined) return { ok: false, problem }
      const place = { joint, author, what: 'answer', which: command.version } as const
      const said = { answer, ...(text === undefined ? {} : { text }) }
      return sealInto(sealing, place, said, [proposer], rest)
    }
    case 'abstain':
    case 'delegate':
    case 'withdraw':
      return ok(command)
    default:
      return assertNever(command)
  }
}

async function preparation(
  { office, sealing, hasCommand }: CommandOptions,
  { joint, terms }: ProposalState,
  { committed }: ParticipationState,
  { id, on, by, version, conditions = [], drafts = [] }: Answers<'consent'>,
): Promise<Result<ParticipationCommand>> {
  const problem = consentProblem(terms.action, office, drafts, hasCommand)
  if (problem !== undefined) return { ok: false, problem }
  const before =
    committed?.sealed === undefined
      ? undefined
      : await openPrepared(joint, office.id, committed.version, committed.sealed, sealing)
  const isSame = before?.ok === true && isSamePromise(before.value, { drafts, conditions })
  const prepared: Prepared = { salt: isSame ? before.value.salt : newSalt(), drafts, conditions }
  const place = { joint, author: office.id, what: 'consent', which: version } as const
  return sealInto(sealing, place, prepared, [], {
    kind: 'prepare' as const,
    id,
    on,
    by,
    version,
    digest: terms.digest,
    prepared: digestOf(prepared),
  })
}

/** Whether there is something to approve, and by whom, the rules say. */
async function approval(
  { office, sealing }: CommandOptions,
  joint: JointId,
  state: ParticipationState,
  command: Answers<'approve'>,
): Promise<Result<ParticipationCommand>> {
  const consent = consentToApprove(state)
  if (consent === undefined)
    return refuse('not-prepared', notPrepared(office.id, joint, command.version), {
      value: String(command.version),
    })
  const opened = await openPrepared(joint, office.id, consent.version, consent.sealed, sealing)
  if (!opened.ok) return opened
  const { drafts, conditions } = opened.value
  return ok({
    ...command,
    prepared: command.prepared ?? consent.prepared,
    digest: consent.digest,
    preparedBy: consent.by,
    conditions,
    ...(drafts.length === 0 ? {} : { draftsDigest: digestOf(opened.value) }),
  })
}

async function sealInto<C extends object>(
  sealing: Sealing,
  place: Place,
  value: unknown,
  offices: readonly OfficeId[],
  command: C,
): Promise<Result<C & { readonly sealed: Sealed }>> {
  const sealed = await sealing.seal(place, value, offices)
  return sealed.ok ? ok({ ...command, sealed: sealed.value }) : sealed
}

/** The office's own consent with its drafts; `text-differs` where it cannot be opened any more. */
export async function openPrepared(
  joint: JointId,
  office: OfficeId,
  version: number,
  sealed: ProposalTerms['sealed'],
  sealing: Sealing,
): Promise<Result<Prepared>> {
  const place = { joint, author: office, what: 'consent', which: version } as const
  const opened = await sealing.open(place, sealed, preparedSchema)
  if (!opened.ok) return opened
  return opened.value === undefined
    ? refuse(
        'text-differs',
        {
          en: `The consent that ${office} prepared for "${joint}" was sealed with a key that it no longer has: prepare it again`,
          fr: `Le consentement que ${office} a préparé pour « ${joint} » a été scellé avec une clé qu’il n’a plus : préparez-le de nouveau`,
        },
        { value: joint },
      )
    : ok(opened.value)
}

/** Of those that the order remembers: the latest. */
export function hasCommand(
  store: Pick<Store, 'aggregate'>,
  order: OrderId,
  id: CommandId,
): boolean {
  const ref = parseOrderId(order)
  return (
    ref !== undefined && (store.aggregate(ref)?.commands.some((each) => each.id === id) ?? false)
  )
}

function isProposers(command: PublicJointCommand): command is ProposerCommand {
  return (
    command.kind === 'propose' ||
    command.kind === 'amend' ||
    command.kind === 'postpone' ||
    command.kind === 'clarify' ||
    command.kind === 'go' ||
    command.kind === 'cancel'
  )
}
