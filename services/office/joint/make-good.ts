// Makes good what an office did of a joint action that came to nothing: its orders withdrawn, or its correction published, as the proposal says.

import type { CommandId, OrderId } from '../../../shared/kernel/ids.ts'
import { present } from '../../../shared/kernel/present.ts'
import { problem, type Problem } from '../../../shared/kernel/problems.ts'
import type { ParticipationState } from '../../../shared/joint/participation.ts'
import type { Done } from '../../../shared/joint/participation.schema.ts'
import type { ProposalState } from '../../../shared/joint/proposal.ts'
import { reactionId } from '../../../shared/joint/reactions.ts'
import { problemOf, type Task } from './task.ts'
import { committedDrafts, reasonOf } from './own-part.ts'

interface MadeGood {
  readonly done: readonly Done[]
  readonly problem?: Problem | undefined
}

/** Returns the refusal, if the event that records it was refused; undefined also if there is nothing to make good. */
export async function makeGood(
  task: Task,
  { version, terms }: ProposalState,
  own: ParticipationState,
  how: 'withdraw' | 'correction',
): Promise<Problem | undefined> {
  const made =
    how === 'withdraw'
      ? await withdrawIssued(task, own)
      : { done: [], problem: await publishCorrection(task, terms.matter, own) }
  if (made === undefined) return undefined
  return task.say({
    kind: 'compensate',
    id: reactionId('compensate', version),
    on: task.today,
    version,
    with: how,
    done: [...made.done],
    ...present({ problem: made.problem === undefined ? undefined : reasonOf(made.problem) }),
  })
}

/** Undefined where it said that it did not act, and so it was. */
async function withdrawIssued(task: Task, own: ParticipationState): Promise<MadeGood | undefined> {
  const { joint, actor, today, orders } = task
  const issued = await issuedOrders(task, own)
  if (issued.size === 0) return undefined
  const done: Done[] = []
  let refused: Problem | undefined
  for (const order of issued) {
    const reply = await orders.send(actor, order, {
      kind: 'withdraw',
      id: `joint/${joint}/withdraw` as CommandId,
      on: today,
      reason: `${joint}: not every office could act, and the proposal says that what was issued is withdrawn`,
    })
    if (reply.kind === 'recorded') done.push({ order, version: reply.version, did: 'withdraw' })
    else refused = reply.problem
  }
  return { done, problem: refused }
}

/** What it said that it did, and what its own ledger has of what it had promised. */
async function issuedOrders(
  { sealing, orders }: Task,
  own: ParticipationState,
): Promise<ReadonlySet<OrderId>> {
  const { acted, notActed, committed } = own
  const drafts =
    committed === undefined ? undefined : await committedDrafts(sealing, own, committed)
  const found = drafts?.ok === true ? orders.doneOf(drafts.value) : []
  return new Set([...(acted?.done ?? notActed?.done ?? []), ...found].map(({ order }) => order))
}

async function publishCorrection(
  { joint, office, actor, today, submit }: Task,
  matter: string | undefined,
  { acted }: ParticipationState,
): Promise<Problem | undefined> {
  const text = acted?.document?.correction
  if (text === undefined || matter === undefined)
    return problem(
      'not-found',
      text === undefined
        ? {
            en: `"${joint}" has no correction to publish: publish one by other means`,
            fr: `« ${joint} » n’a pas de rectificatif à publier : publiez-en un par un autre moyen`,
          }
        : {
            en: `"${joint}" has no matter to publish its correction in: publish it by other means`,
            fr: `« ${joint} » n’a pas de dossier où publier son rectificatif : publiez-le par un autre moyen`,
          },
      joint,
    )
  return problemOf(
    await submit(
      actor,
      { office: office.id, kind: 'matter', id: matter },
      { kind: 'statement-made', id: `joint/${joint}/correction` as CommandId, on: today, text },
    ),
  )
}
