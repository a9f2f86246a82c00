// Carries out what an office does by itself in a joint action: says what arrived, looks at its own orders, acts on them, makes good.
// Everything it sends has an id made of what it is about, so that doing it twice does it once.

import type { Actor } from '../../../shared/kernel/actor.ts'
import { participationRef, workflowIdOf } from '../../../shared/kernel/ids.ts'
import type { Problem } from '../../../shared/kernel/problems.ts'
import { assertNever } from '../../../shared/kernel/text.ts'
import type { ParticipationState } from '../../../shared/joint/participation.ts'
import type { ParticipationCommand } from '../../../shared/joint/participation.schema.ts'
import type { ProposalState } from '../../../shared/joint/proposal.ts'
import { reactionId, type Reaction } from '../../../shared/joint/reactions.ts'
import type { JointSnapshot } from '../../../shared/joint/snapshot.ts'
import { act } from './act.ts'
import { makeGood } from './make-good.ts'
import { ownOrders } from './own-orders.ts'
import { committedDrafts, openDocument, ownReadiness, reasonOf, sameReadiness } from './own-part.ts'
import { problemOf, type CarryOutOptions, type SendReaction, type Task } from './task.ts'

type Proposed = JointSnapshot & { readonly proposal: ProposalState }

/** Answers the refusal, if there was one; throws ProblemError where it has to be tried again. */
export function createCarryOut(
  options: CarryOutOptions,
): (snapshot: Proposed, reaction: Reaction) => Promise<Problem | undefined> {
  const { store, submit, context } = options
  const orders = ownOrders({ store, submit, office: () => context().office.id })
  return async (snapshot, reaction) => {
    const { office, today, joint: ledgers } = context()
    const { joint, proposal } = snapshot
    const ref = participationRef(joint, office.id)
    const actor: Actor = { kind: 'workflow', name: workflowIdOf(ref) }
    const say = async (command: ParticipationCommand) =>
      problemOf(await submit(actor, ref, command, command.id))
    const { now } = ledgers
    const task = { ...options, joint, proposal, office, today, now, actor, orders, say }
    return carryOut(task, snapshot.parts.get(office.id)?.state, reaction)
  }
}

async function carryOut(
  task: Task,
  own: ParticipationState | undefined,
  reaction: Reaction,
): Promise<Problem | undefined> {
  const { proposal } = task
  if (reaction.do === 'send') return send(task, own, reaction)
  if (reaction.do === 'receive') return receive(task, reaction.version)
  if (own === undefined) return undefined
  switch (reaction.do) {
    case 'report':
      return report(task, own, reaction.version)
    case 'act':
      return act(task, proposal, own, reaction.committed)
    case 'compensate':
      return makeGood(task, proposal, own, reaction.with)
    default:
      return assertNever(reaction)
  }
}

async function send(
  task: Task,
  own: ParticipationState | undefined,
  { ref, command, unlessBegun }: SendReaction,
): Promise<Problem | undefined> {
  const { actor, orders } = task
  if (unlessBegun === undefined || command.kind !== 'fail' || own === undefined)
    return problemOf(await task.submit(actor, ref, command, command.id))
  // A process that died while acting has not recorded what it did: that comes first. A command that was sent and not answered may still be carried out.
  const drafts = await committedDrafts(task.sealing, own, unlessBegun)
  if (!drafts.ok) return task.say({ ...command, done: [] })
  await orders.settle(actor, drafts.value)
  const done = orders.doneOf(drafts.value)
  return done.length > 0 && done.length === drafts.value.length
    ? act(task, task.proposal, own, unlessBegun)
    : task.say({ ...command, done })
}

async function receive(task: Task, version: number): Promise<Problem | undefined> {
  const { proposal, today } = task
  const document = await openDocument(task.sealing, proposal)
  const received = {
    kind: 'receive',
    id: reactionId('receive', version),
    on: today,
    version,
  } as const
  return task.say(
    document.ok
      ? { ...received, digest: proposal.terms.digest }
      : { ...received, digest: null, problem: reasonOf(document.problem) },
  )
}

/** Only if the readiness differs from the one that was reported for this version. */
async function report(
  task: Task,
  own: ParticipationState,
  version: number,
): Promise<Problem | undefined> {
  const context = task.context()
  const readiness = await ownReadiness(task.sealing, task.orders, context, own)
  if (readiness === undefined) return undefined
  const reported = own.readiness?.version === version ? own.readiness.readiness : undefined
  if (sameReadiness(reported, readiness, task.context().joint.now)) return undefined
  return task.say({
    kind: 'report',
    id: reactionId('report', version, own.reports + 1),
    on: task.today,
    version,
    readiness,
  })
}
