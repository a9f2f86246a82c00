// From what a person sends in clear to the command that is recorded: documents salted, hashed and sealed, a prepared consent opened for its approval.
// Whether it is allowed is for the rules to say, in `shared/joint`.

import type { Directory, OfficeEntry } from '../../../shared/office/directory.schema.ts'
import { canonical } from '../../../shared/kernel/canonical.ts'
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
import { preparedSchema, type Prepared } from '../../../shared/joint/draft.schema.ts'
import { draftsProblem } from '../../../shared/joint/drafts.ts'
import { kindRules } from '../../../shared/joint/kinds.ts'
import type { ParticipationCommand } from '../../../shared/joint/participation.schema.ts'
import type { ParticipationState } from '../../../shared/joint/participation.ts'
import type { JointSnapshot } from '../../../shared/joint/snapshot.ts'
import type { ProposalState } from '../../../shared/joint/proposal.ts'
import type { ProposalCommand } from '../../../shared/joint/proposal.schema.ts'
import type { Choices, JointDocument, ProposalTerms } from '../../../shared/joint/terms.schema.ts'
import { ok, refuse, type Result } from '../../../shared/kernel/problems.ts'
import { assertNever } from '../../../shared/kernel/text.ts'
import type {
  ParticipantCommand,
  ProposerCommand,
  PublicJointCommand,
} from '../../../shared/contract/joint.schema.ts'
import type { Store } from '../ports.ts'
import { digestOf, newSalt, type Sealing } from './sealing.ts'

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

export function createCommands({
  office,
  directory,
  sealing,
  snapshotOf,
  hasCommand,
}: CommandOptions): (joint: JointId, command: PublicJointCommand) => Promise<Result<Ready>> {
  return async (joint, command) => {
    if (!isProposers(command)) {
      const answer = await participants(joint, command)
      return answer.ok
        ? ok({ ref: participationRef(joint, office.id), command: answer.value })
        : answer
    }
    const ref = proposalRef(joint)
    if (ref.office !== office.id)
      return refuse(
        'wrong-office',
        `"${joint}" was not proposed by ${office.id}: only ${ref.office} may ${command.kind} it`,
        { value: joint },
      )
    const said = await proposers(joint, command)
    return said.ok ? ok({ ref, command: said.value }) : said
  }

  async function proposers(
    joint: JointId,
    command: ProposerCommand,
  ): Promise<Result<ProposalCommand>> {
    const { proposal } = snapshotOf(joint)
    switch (command.kind) {
      case 'propose':
      case 'amend': {
        const version = command.kind === 'propose' ? 1 : (proposal?.version ?? 1) + 1
        const terms = await sealedTerms(joint, command, version)
        if (!terms.ok) return terms
        const { id, on, by } = command
        const base = { id, on, ...(by === undefined ? {} : { by }), terms: terms.value }
        return ok(
          command.kind === 'propose'
            ? { kind: 'propose', ...base }
            : {
                kind: 'amend',
                ...base,
                version,
                ...(command.because === undefined ? {} : { because: command.because }),
              },
        )
      }
      case 'clarify': {
        const { text, ...rest } = command
        const sealed = await sealing.seal(
          {
            joint,
            author: office.id,
            what: 'clarification',
            which: `${command.office}/${command.question}`,
          },
          { text },
          proposal?.terms.offices ?? [],
        )
        return sealed.ok ? ok({ ...rest, sealed: sealed.value }) : sealed
      }
      case 'postpone':
      case 'go':
      case 'cancel':
        return ok(command)
      default:
        return assertNever(command)
    }
  }

  async function sealedTerms(
    joint: JointId,
    command: Extract<ProposerCommand, { document: JointDocument }>,
    version: number,
  ): Promise<Result<ProposalTerms>> {
    const {
      id: _,
      on: __,
      by: ___,
      kind: ____,
      document,
      required = command.offices,
      quorum = required.length || 1,
      ...rest
    } = command
    const { because: _____, ...choices } = { because: undefined, ...rest }
    const { action, offices, compensation } = choices
    const powerless =
      kindRules[action].drafts.length === 0
        ? undefined
        : required.find(
            (each) => directory.offices.find(({ id }) => id === each)?.role === 'observer',
          )
    if (powerless !== undefined)
      return refuse(
        'no-order-power',
        `${powerless} has no order power: it cannot be required in a joint ${action}. Invite it without requiring it, or leave it out`,
        { value: powerless },
      )
    if (compensation === 'correction' && document.correction === undefined)
      return refuse(
        'invalid-input',
        'A compensation by correction needs the text of the correction in the document',
        { path: 'document.correction' },
      )
    const salted = { ...document, salt: newSalt() }
    const sealed = await sealing.seal(
      { joint, author: office.id, what: 'document', which: version },
      salted,
      offices,
    )
    return sealed.ok
      ? ok({
          ...(choices as Choices),
          required,
          quorum,
          digest: digestOf(salted),
          sealed: sealed.value,
        })
      : sealed
  }

  async function participants(
    joint: JointId,
    command: ParticipantCommand,
  ): Promise<Result<ParticipationCommand>> {
    const { proposal, parts } = snapshotOf(joint)
    const state = parts.get(office.id)?.state
    if (proposal === undefined || state === undefined)
      return refuse(
        'unknown-joint',
        `${office.id} has received no joint action "${joint}": ask whether it is invited, and whether its follower of the proposer is current`,
        { value: joint },
      )
    const everybody = [proposal.proposer, ...proposal.terms.offices]
    const { proposer } = proposal
    switch (command.kind) {
      case 'consent':
        return prepare(joint, proposal, state, command)
      case 'approve': {
        // A repeated approval is answered as the first was; whether there is something to approve, the rules say.
        const prepared = state.prepared ?? approvedBefore(state)
        if (prepared === undefined)
          return refuse(
            'not-prepared',
            `No consent of ${office.id} to version ${command.version} of "${joint}" waits for approval: prepare one first`,
            { value: String(command.version) },
          )
        const opened = await openPrepared(
          joint,
          office.id,
          prepared.version,
          prepared.sealed,
          sealing,
        )
        if (!opened.ok) return opened
        const { drafts, conditions } = opened.value
        return ok({
          ...command,
          prepared: command.prepared ?? prepared.prepared,
          digest: prepared.digest,
          preparedBy: prepared.by,
          conditions,
          ...(drafts.length === 0 ? {} : { draftsDigest: digestOf(opened.value) }),
        })
      }
      case 'object': {
        const { objections, ...rest } = command
        const sealed = await sealing.seal(
          { joint, author: office.id, what: 'objections', which: command.version },
          objections,
          everybody,
        )
        return sealed.ok ? ok({ ...rest, count: objections.length, sealed: sealed.value }) : sealed
      }
      case 'ask': {
        const { text, ...rest } = command
        const sealed = await sealing.seal(
          { joint, author: office.id, what: 'question', which: command.question },
          { text },
          everybody,
        )
        return sealed.ok ? ok({ ...rest, sealed: sealed.value }) : sealed
      }
      case 'forward': {
        const { text, ...rest } = command
        const sealed = await sealing.seal(
          { joint, author: office.id, what: 'forward', which: command.to },
          { text },
          [proposer],
        )
        return sealed.ok ? ok({ ...rest, sealed: sealed.value }) : sealed
      }
      case 'split': {
        const { parts: texts, ...rest } = command
        const sealed = await sealing.seal(
          { joint, author: office.id, what: 'split', which: command.version },
          { parts: texts },
          [proposer],
        )
        return sealed.ok
          ? ok({
              ...rest,
              parts: texts.map(({ part, to }) => ({ part, to })),
              sealed: sealed.value,
            })
          : sealed
      }
      case 'answer': {
        const { answer, text, ...rest } = command
        const allowed =
          proposal.terms.action === 'deconfliction'
            ? ['yes', 'no', 'ask']
            : ['granted', 'partly', 'declined']
        if (!allowed.includes(answer))
          return refuse(
            'invalid-input',
            `A ${proposal.terms.action} is answered with ${allowed.join(', ')}, not with "${answer}"`,
            { value: answer, path: 'answer' },
          )
        // No more than one word may be learnt from it.
        if (proposal.terms.action === 'deconfliction' && text !== undefined)
          return refuse(
            'invalid-input',
            'A deconfliction question is answered with yes, no or ask, and nothing else',
            { path: 'text' },
          )
        const sealed = await sealing.seal(
          { joint, author: office.id, what: 'answer', which: command.version },
          { answer, ...(text === undefined ? {} : { text }) },
          [proposer],
        )
        return sealed.ok ? ok({ ...rest, sealed: sealed.value }) : sealed
      }
      case 'abstain':
      case 'delegate':
      case 'withdraw':
        return ok(command)
      default:
        return assertNever(command)
    }
  }

  async function prepare(
    joint: JointId,
    { terms }: ProposalState,
    { committed }: ParticipationState,
    command: Extract<ParticipantCommand, { kind: 'consent' }>,
  ): Promise<Result<ParticipationCommand>> {
    const { id, on, by, version, conditions = [], drafts = [] } = command
    const problem = draftsProblem(terms.action, office, drafts)
    if (problem !== undefined) return { ok: false, problem }
    const known = drafts.find(({ order, command: draft }) => hasCommand(order, draft.id))
    if (known !== undefined)
      return refuse(
        'already-exists',
        `Order "${known.order}" has a command "${known.command.id}" already: a draft is a new one, with an id of its own`,
        { value: known.command.id },
      )
    // What was promised before is the same promise, if it is the same.
    const before =
      committed?.sealed === undefined
        ? undefined
        : await openPrepared(joint, office.id, committed.version, committed.sealed, sealing)
    const isSame =
      before?.ok === true &&
      canonical({ drafts: before.value.drafts, conditions: before.value.conditions }) ===
        canonical({ drafts, conditions })
    const prepared: Prepared = { salt: isSame ? before.value.salt : newSalt(), drafts, conditions }
    const sealed = await sealing.seal(
      { joint, author: office.id, what: 'consent', which: version },
      prepared,
      [],
    )
    return sealed.ok
      ? ok({
          kind: 'prepare',
          id,
          on,
          by,
          version,
          digest: terms.digest,
          prepared: digestOf(prepared),
          sealed: sealed.value,
        })
      : sealed
  }
}

function approvedBefore({
  answer,
}: ParticipationState): NonNullable<ParticipationState['prepared']> | undefined {
  if (answer?.kind !== 'consented') return undefined
  const { on, version, digest, sealed, preparedBy, prepared } = answer
  return { on, version, digest, prepared, sealed, by: preparedBy }
}

/** The office's own consent with its drafts; `text-differs` where it cannot be opened any more. */
export async function openPrepared(
  joint: JointId,
  office: OfficeId,
  version: number,
  sealed: ProposalTerms['sealed'],
  sealing: Sealing,
): Promise<Result<Prepared>> {
  const opened = await sealing.open(
    { joint, author: office, what: 'consent', which: version },
    sealed,
    preparedSchema,
  )
  if (!opened.ok) return opened
  return opened.value === undefined
    ? refuse(
        'text-differs',
        `The consent that ${office} prepared for "${joint}" was sealed with a key that it no longer has: prepare it again`,
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
