// Carries out what an office does by itself in a joint action: opens what arrived, looks at its own orders, acts on them, makes good.
// Everything it sends has an id made of what it is about, so that doing it twice does it once.

import type { Actor } from '../../../shared/kernel/actor.ts'
import { dateAt } from '../../../shared/calendar/zone.ts'
import { canonical } from '../../../shared/kernel/canonical.ts'
import type { DecisionContext } from '../../../shared/policy/decision.ts'
import {
  participationRef,
  workflowIdOf,
  type AggregateRef,
  type CommandId,
  type JointId,
} from '../../../shared/kernel/ids.ts'
import type { Draft } from '../../../shared/joint/draft.schema.ts'
import { kindRules } from '../../../shared/joint/kinds.ts'
import type { Commitment, ParticipationState } from '../../../shared/joint/participation.ts'
import type {
  Done,
  ParticipationCommand,
  Readiness,
  Reason,
} from '../../../shared/joint/participation.schema.ts'
import type { JointContext, JointSnapshot } from '../../../shared/joint/snapshot.ts'
import type { ProposalState } from '../../../shared/joint/proposal.ts'
import { reactionId, type Reaction } from '../../../shared/joint/reactions.ts'
import { readinessOf } from '../../../shared/joint/readiness.ts'
import { saltedDocumentSchema, type SaltedDocument } from '../../../shared/joint/terms.schema.ts'
import type { MatterCommand } from '../../../shared/matter/matter.schema.ts'
import type { OrderCommand } from '../../../shared/order/order.schema.ts'
import {
  isToTryAgain,
  ProblemError,
  refuse,
  type Problem,
  type Result,
} from '../../../shared/kernel/problems.ts'
import { assertNever } from '../../../shared/kernel/text.ts'
import type { SubmitReply } from '../../../shared/contract/reply.ts'
import type { Signer } from '../ports.ts'
import type { Store } from '../ports.ts'
import { openPrepared } from './commands.ts'
import { ownOrders } from './own-orders.ts'
import { digestOf, type Sealing } from './sealing.ts'

export interface CarryOutOptions {
  readonly store: Pick<Store, 'aggregate'>
  readonly sealing: Sealing
  readonly signer: Pick<Signer, 'keyid' | 'signBytes'>
  readonly context: () => DecisionContext & { readonly joint: JointContext }
  readonly submit: (
    actor: Actor,
    ref: AggregateRef,
    command:
      | ParticipationCommand
      | OrderCommand
      | MatterCommand
      | Extract<Reaction, { do: 'send' }>['command'],
    /** What makes it the same command, where that is not all of it. */
    content?: unknown,
  ) => Promise<SubmitReply>
}

/** What every signature of a released document is over. */
export const documentType = 'application/vnd.concert.joint-document+json'
export function documentBytes(
  joint: JointId,
  version: number,
  document: SaltedDocument,
): Uint8Array {
  return Buffer.from(canonical({ joint, version, document }))
}

/** Answers the refusal, if there was one; throws ProblemError where it has to be tried again. */
export function createCarryOut({
  store,
  sealing,
  signer,
  context,
  submit,
}: CarryOutOptions): (
  snapshot: JointSnapshot & { readonly proposal: ProposalState },
  reaction: Reaction,
) => Promise<Problem | undefined> {
  const orders = ownOrders({ store, submit, office: () => context().office.id })
  return async (snapshot, reaction) => {
    const {
      office,
      today,
      joint: { now },
    } = context()
    const { joint, proposal } = snapshot
    const state = snapshot.parts.get(office.id)?.state
    const ref = participationRef(joint, office.id)
    const actor: Actor = { kind: 'workflow', name: workflowIdOf(ref) }
    // What an office does by itself has an id that says all of it: when it was done is no part of what it is.
    const say = async (command: ParticipationCommand) =>
      problemOf(await submit(actor, ref, command, command.id))
    switch (reaction.do) {
      case 'send': {
        const { command, unlessBegun } = reaction
        if (unlessBegun === undefined || command.kind !== 'fail' || state === undefined)
          return problemOf(await submit(actor, reaction.ref, command, command.id))
        // A process that died while it acted has said nothing of what it did: that comes first. And what was sent without an answer may still be done.
        const drafts = await committedDrafts(state, unlessBegun)
        if (drafts.ok) await orders.settle(actor, drafts.value)
        const done = drafts.ok ? orders.doneOf(drafts.value) : []
        return drafts.ok && done.length > 0 && done.length === drafts.value.length
          ? act(proposal, state, unlessBegun)
          : say({ ...command, done })
      }
      case 'receive': {
        const { version } = reaction
        const document = await openDocument(proposal)
        const base = {
          kind: 'receive',
          id: reactionId('receive', version),
          on: today,
          version,
        } as const
        return say(
          document.ok
            ? { ...base, digest: proposal.terms.digest }
            : { ...base, digest: null, problem: reasonOf(document.problem) },
        )
      }
      case 'report': {
        const readiness =
          state?.answer?.kind === 'consented' ? await ownReadiness(state) : undefined
        if (
          readiness === undefined ||
          state === undefined ||
          sameReadiness(
            state.readiness?.version === reaction.version ? state.readiness.readiness : undefined,
            readiness,
            context().joint.now,
          )
        )
          return undefined
        return say({
          kind: 'report',
          id: reactionId('report', reaction.version, state.reports + 1),
          on: today,
          version: reaction.version,
          readiness,
        })
      }
      case 'act':
        return state === undefined ? undefined : act(proposal, state, reaction.committed)
      case 'compensate':
        return state === undefined ? undefined : compensate(proposal, state, reaction)
      default:
        return assertNever(reaction)
    }

    async function act(
      { terms, version }: ProposalState,
      own: ParticipationState,
      committed: Commitment,
    ): Promise<Problem | undefined> {
      const { round, moment, until } = committed
      const fail = (problem: Problem, done: Done[]) =>
        say({
          kind: 'fail',
          id: reactionId('fail', version, round),
          on: today,
          version,
          round,
          reason: reasonOf(problem),
          done,
        })
      // The coordinator's clock is ahead of ours: on ours the day of the moment may not have begun.
      if (now < moment)
        throw new ProblemError({
          code: 'unavailable',
          message: `"${joint}" was released for ${moment}; the clock of ${office.id} shows ${now}`,
        })
      const drafts = await committedDrafts(own, committed)
      if (!drafts.ok) return fail(drafts.problem, [])
      // What was done before the process died is done; the law is asked for the rest.
      const done = orders.doneOf(drafts.value)
      const left = drafts.value.filter(({ order }) => !done.some((each) => each.order === order))
      // The law has the last word: what was lawful when it was promised may be stayed by now.
      const ready = readinessOf({ drafts: left, orderOf: orders.stateOf, context: context(), now })
      if (ready.state === 'blocked')
        return fail(
          {
            code: ready.reason.code as Problem['code'],
            message: ready.reason.message,
            ...(ready.reason.rule === undefined ? {} : { rule: ready.reason.rule }),
          },
          done,
        )
      if (ready.from > now)
        return fail(
          {
            code: 'not-ready',
            message: `${office.id} may act from ${ready.from} only: ${ready.why.en}`,
          },
          done,
        )
      const document = kindRules[terms.action].reveals ? await openDocument(proposal) : undefined
      if (document?.ok === false) return fail(document.problem, done)
      // By the day of its moment; by today's where it hears late, or where it was not lawful on that day yet.
      const promised = readinessOf({
        drafts: left,
        orderOf: orders.stateOf,
        context: context(),
        now: moment,
      })
      const on =
        now <= until && promised.state === 'ready' && promised.from <= moment
          ? dateAt(moment, office.zone)
          : today
      for (const { order, command } of left) {
        const reply = await orders.send(actor, order, { ...command, on })
        if (reply.kind === 'refused') return fail(reply.problem, done)
        done.push({ order, version: reply.version, did: command.kind })
      }
      const revealed =
        document === undefined
          ? {}
          : {
              document: document.value,
              signature: {
                keyid: signer.keyid,
                sig: signer.signBytes(documentType, documentBytes(joint, version, document.value)),
              },
            }
      return say({
        kind: 'act',
        id: reactionId('act', version, round),
        on,
        version,
        round,
        at: now,
        done,
        ...revealed,
      })
    }

    async function compensate(
      { version, terms }: ProposalState,
      own: ParticipationState,
      how: Extract<Reaction, { do: 'compensate' }>,
    ): Promise<Problem | undefined> {
      const done: Done[] = []
      let problem: Problem | undefined
      const reason = `${joint}: not every office could act, and the proposal says that what was issued is withdrawn`
      if (how.with === 'withdraw') {
        const drafts =
          own.committed === undefined ? undefined : await committedDrafts(own, own.committed)
        const issued = new Set(
          [
            ...(own.acted?.done ?? own.notActed?.done ?? []),
            ...(drafts?.ok === true ? orders.doneOf(drafts.value) : []),
          ].map(({ order }) => order),
        )
        // It said that it did not act, and so it was.
        if (issued.size === 0) return undefined
        for (const order of issued) {
          const reply = await orders.send(actor, order, {
            kind: 'withdraw',
            id: `joint/${joint}/withdraw` as CommandId,
            on: today,
            reason,
          })
          if (reply.kind === 'recorded')
            done.push({ order, version: reply.version, did: 'withdraw' })
          else problem = reply.problem
        }
      } else problem = await publishCorrection(terms.matter, own)
      return say({
        kind: 'compensate',
        id: reactionId('compensate', version),
        on: today,
        version,
        with: how.with,
        done,
        ...(problem === undefined ? {} : { problem: reasonOf(problem) }),
      })
    }

    async function publishCorrection(
      matter: string | undefined,
      { acted }: ParticipationState,
    ): Promise<Problem | undefined> {
      const text = acted?.document?.correction
      if (text === undefined || matter === undefined)
        return refuse(
          'not-found',
          `"${joint}" has no ${text === undefined ? 'correction' : 'matter'} to publish a correction in: publish it by other means`,
          { value: joint },
        ).problem
      return problemOf(
        await submit(
          actor,
          { office: office.id, kind: 'matter', id: matter },
          { kind: 'statement-made', id: `joint/${joint}/correction` as CommandId, on: today, text },
        ),
      )
    }
  }

  async function openDocument({
    joint,
    proposer,
    version,
    terms,
  }: ProposalState): Promise<Result<SaltedDocument>> {
    const opened = await sealing.open(
      { joint, author: proposer, what: 'document', which: version },
      terms.sealed,
      saltedDocumentSchema,
    )
    if (!opened.ok) return opened
    if (opened.value === undefined)
      return refuse(
        'not-seen',
        `The document of "${joint}" is not sealed to this office: ask ${proposer} to amend it`,
        { value: joint },
      )
    // One ciphertext could be made to open differently for different offices: only what has this very hash is the text.
    return digestOf(opened.value) === terms.digest
      ? { ok: true, value: opened.value }
      : refuse(
          'text-differs',
          `The document of "${joint}" that was sealed to this office has not the hash ${terms.digest} that everybody sees`,
          { value: terms.digest },
        )
  }

  async function ownReadiness({
    joint,
    office,
    answer,
  }: ParticipationState): Promise<Readiness | undefined> {
    if (answer?.kind !== 'consented') return undefined
    const opened = await openPrepared(joint, office, answer.version, answer.sealed, sealing)
    if (!opened.ok) return { state: 'blocked', reason: reasonOf(opened.problem) }
    const decision = context()
    return readinessOf({
      drafts: opened.value.drafts,
      orderOf: orders.stateOf,
      context: decision,
      now: decision.joint.now,
    })
  }

  async function committedDrafts(
    { joint, office }: ParticipationState,
    { version, sealed, draftsDigest }: Commitment,
  ): Promise<Result<readonly Draft[]>> {
    if (draftsDigest === undefined || sealed === undefined) return { ok: true, value: [] }
    const opened = await openPrepared(joint, office, version, sealed, sealing)
    if (!opened.ok) return opened
    return digestOf(opened.value) === draftsDigest
      ? { ok: true, value: opened.value.drafts }
      : refuse(
          'text-differs',
          `The drafts of ${office} for "${joint}" are not those that it committed to`,
          { value: draftsDigest },
        )
  }
}

/** The same for whoever plans: "ready from a moment that has passed" is ready, whichever moment that was. */
function sameReadiness(reported: Readiness | undefined, found: Readiness, now: string): boolean {
  if (reported?.state !== found.state) return false
  if (reported.state === 'blocked')
    return (
      found.state === 'blocked' &&
      reported.reason.code === found.reason.code &&
      reported.reason.message === found.reason.message
    )
  return (
    found.state === 'ready' &&
    reported.until === found.until &&
    (reported.from === found.from || (reported.from <= now && found.from <= now))
  )
}

function reasonOf({ code, message, rule }: Problem): Reason {
  return { code, message, ...(rule === undefined ? {} : { rule }) }
}

function problemOf(reply: SubmitReply): Problem | undefined {
  if (reply.kind === 'recorded') return undefined
  if (isToTryAgain(reply.problem)) throw new ProblemError(reply.problem)
  return reply.problem
}
