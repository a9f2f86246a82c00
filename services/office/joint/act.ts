// Carries out what an office committed to, once it is released: its own orders by its drafts, its text revealed and signed, and the event that says so.
// The rules are asked once more at the very end: what was lawful when it was promised may have been stayed since.

import { dateAt } from '../../../shared/calendar/zone.ts'
import { canonical } from '../../../shared/kernel/canonical.ts'
import type { LocalDate } from '../../../shared/kernel/date.ts'
import type { JointId } from '../../../shared/kernel/ids.ts'
import { present } from '../../../shared/kernel/present.ts'
import {
  ok,
  problem,
  type Problem,
  problemError,
  type Result,
} from '../../../shared/kernel/problems.ts'
import type { Draft } from '../../../shared/joint/draft.schema.ts'
import { kindRules } from '../../../shared/joint/kinds.ts'
import type { Commitment, ParticipationState } from '../../../shared/joint/participation.ts'
import type { Done } from '../../../shared/joint/participation.schema.ts'
import type { ProposalState } from '../../../shared/joint/proposal.ts'
import { reactionId } from '../../../shared/joint/reactions.ts'
import { readinessOf } from '../../../shared/joint/readiness.ts'
import type { SaltedDocument } from '../../../shared/joint/terms.schema.ts'
import { formatMoment } from '../../../shared/joint/words.ts'
import type { Task } from './task.ts'
import { committedDrafts, openDocument, reasonOf } from './own-part.ts'

/** What every signature of a released document is over. */
export const documentType = 'application/vnd.concert.joint-document+json'
export function documentBytes(
  joint: JointId,
  version: number,
  document: SaltedDocument,
): Uint8Array {
  return Buffer.from(canonical({ joint, version, document }))
}

/** Answers the refusal of the event that says what was done or why not; throws ProblemError where it has to be tried again. */
export async function act(
  task: Task,
  { terms, version }: ProposalState,
  own: ParticipationState,
  committed: Commitment,
): Promise<Problem | undefined> {
  const { joint, today, now, say } = task
  const { round } = committed
  const fail = (why: Problem, done: readonly Done[]) =>
    say({
      kind: 'fail',
      id: reactionId('fail', version, round),
      on: today,
      version,
      round,
      reason: reasonOf(why),
      done: [...done],
    })
  throwIfTooEarly(task, committed)
  const drafts = await committedDrafts(task.sealing, own, committed)
  if (!drafts.ok) return fail(drafts.problem, [])
  // Orders that were recorded before the process died stand; the rules are asked about the rest.
  const done = task.orders.doneOf(drafts.value)
  const left = drafts.value.filter(({ order }) => !done.some((each) => each.order === order))
  const blocked = unlawfulNow(task, left)
  if (blocked !== undefined) return fail(blocked, done)
  const { reveals } = kindRules[terms.action]
  const document = reveals ? await openDocument(task.sealing, task.proposal) : undefined
  if (document?.ok === false) return fail(document.problem, done)
  const on = dayOfActing(task, left, committed)
  const carriedOut = await carryOutDrafts(task, left, on, done)
  if (!carriedOut.ok) return fail(carriedOut.problem, done)
  return say({
    kind: 'act',
    id: reactionId('act', version, round),
    on,
    version,
    round,
    at: now,
    done,
    ...(document === undefined ? {} : revealed(task, joint, version, document.value)),
  })
}

/** The coordinator's clock is ahead of ours: on ours the day of the moment may not have begun. */
function throwIfTooEarly({ joint, office, now }: Task, { moment }: Commitment): void {
  if (now >= moment) return
  const [then, shown] = [formatMoment(moment, office.zone), formatMoment(now, office.zone)]
  throw problemError('unavailable', {
    en: `"${joint}" was released for ${then}; the clock of ${office.id} shows ${shown}`,
    fr: `L’exécution de « ${joint} » a été autorisée pour le ${then} ; l’horloge de ${office.id} indique le ${shown}`,
  })
}

function unlawfulNow(task: Task, left: readonly Draft[]): Problem | undefined {
  const { office, now } = task
  const ready = readinessOf({
    drafts: left,
    orderOf: task.orders.stateOf,
    context: task.context(),
    now,
  })
  if (ready.state === 'blocked') {
    const { code, message, messageFr = message, rule } = ready.reason
    return { code: code as Problem['code'], message, messageFr, ...present({ rule }) }
  }
  if (ready.from <= now) return undefined
  const from = formatMoment(ready.from, office.zone)
  return problem('not-ready', {
    en: `${office.id} may act from ${from} only: ${ready.why.en}`,
    fr: `${office.id} ne peut agir qu’à compter du ${from} : ${ready.why.fr}`,
  })
}

/** Dated on the day of its moment; dated today if the release arrived late, or if acting was not lawful yet on that day. */
function dayOfActing(task: Task, left: readonly Draft[], { moment, until }: Commitment): LocalDate {
  const promised = readinessOf({
    drafts: left,
    orderOf: task.orders.stateOf,
    context: task.context(),
    now: moment,
  })
  const isByThen = promised.state === 'ready' && promised.from <= moment
  return task.now <= until && isByThen ? dateAt(moment, task.office.zone) : task.today
}

/** Adds to `done` what was recorded, even if it ends in a refusal. */
async function carryOutDrafts(
  { orders, actor }: Task,
  left: readonly Draft[],
  on: LocalDate,
  done: Done[],
): Promise<Result<undefined>> {
  for (const { order, command } of left) {
    const reply = await orders.send(actor, order, { ...command, on })
    if (reply.kind === 'refused') return { ok: false, problem: reply.problem }
    done.push({ order, version: reply.version, did: command.kind })
  }
  return ok(undefined)
}

function revealed({ signer }: Task, joint: JointId, version: number, document: SaltedDocument) {
  const sig = signer.signBytes(documentType, documentBytes(joint, version, document))
  return { document, signature: { keyid: signer.keyid, sig } }
}
