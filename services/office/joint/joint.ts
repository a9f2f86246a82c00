// Joint actions of one office: what people send, what it does by itself, what it shows. Put together here; the rules are in `shared/joint`.

import type { Actor } from '../../../shared/kernel/actor.ts'
import type { DecisionContext } from '../../../shared/policy/decision.ts'
import type { Directory, OfficeEntry } from '../../../shared/office/directory.schema.ts'
import type { AggregateRef, JointId } from '../../../shared/kernel/ids.ts'
import type { JointContext, JointDecisionContext } from '../../../shared/joint/snapshot.ts'
import type { VerifySignature } from '../../../shared/ledger/verify.ts'
import type { Problem } from '../../../shared/kernel/problems.ts'
import { rulesOf, type AnyCommand } from '../../../shared/rules.ts'
import type { SubmitReply } from '../../../shared/contract/reply.ts'
import type { PublicJointCommand } from '../../../shared/contract/joint.schema.ts'
import type { Change } from '../../../shared/contract/office-api.ts'
import type { LedgerReader } from '../ports.ts'
import type { Signer } from '../ports.ts'
import type { Log } from '../../platform/log.ts'
import type { Sealer } from '../ports.ts'
import type { Store } from '../ports.ts'
import { createCarryOut } from './carry-out.ts'
import type { CarryOutOptions } from './task.ts'
import { createCommands, hasCommand } from './commands.ts'
import { startReactor } from './reactor.ts'
import { createSealing } from './sealing.ts'
import { createJointViews, type JointViewOptions } from './views.ts'

export interface JointOptions {
  readonly office: OfficeEntry
  readonly directory: Directory
  readonly store: Pick<Store, 'aggregate' | 'aggregates' | 'eventsOf' | 'lists'>
  readonly sealer: Sealer
  readonly signer: Signer
  readonly verifySignature: VerifySignature
  readonly context: () => DecisionContext & { readonly joint: JointContext }
  readonly submit: CarryOutOptions['submit']
  readonly reach: JointViewOptions['reach']
}

export function createJoint({
  office,
  directory,
  store,
  sealer,
  signer,
  verifySignature,
  context,
  submit,
  reach,
}: JointOptions) {
  const sealing = createSealing(office.id, directory, sealer)
  const toRecord = createCommands({
    office,
    directory,
    sealing,
    snapshotOf: (joint) => context().joint.snapshotOf(joint),
    hasCommand: (order, id) => hasCommand(store, order, id),
  })
  return {
    ...createJointViews({
      own: office.id,
      directory,
      store,
      sealing,
      verifySignature,
      context,
      reach,
    }),

    async submitJoint(
      actor: Actor,
      joint: JointId,
      command: PublicJointCommand,
    ): Promise<SubmitReply> {
      const ready = await toRecord(joint, command)
      if (!ready.ok) return { kind: 'refused', problem: ready.problem }
      const { ref, command: recordable } = ready.value
      // Sealed anew each time: what was said in clear makes it the same command.
      return submit(actor, ref, recordable, command)
    },

    async previewJoint(
      _actor: Actor,
      joint: JointId,
      command: PublicJointCommand,
    ): Promise<Problem | undefined> {
      const ready = await toRecord(joint, command)
      return ready.ok ? refusalOf(ready.value, store, context()) : ready.problem
    },

    /** Goes on with everything that is open, until the signal. */
    start: (options: {
      readonly follower: Pick<LedgerReader, 'state'>
      readonly subscribe: (listener: (change: Change) => void) => () => void
      readonly log: Log
      readonly signal: AbortSignal
    }) =>
      startReactor({
        ...options,
        office,
        store,
        context,
        carryOut: createCarryOut({ store, sealing, signer, context, submit }),
      }),
  }
}

/** What the rules say of a command that is ready to be recorded. */
export function refusalOf(
  { ref, command }: { readonly ref: AggregateRef; readonly command: AnyCommand },
  store: Pick<Store, 'aggregate'>,
  context: JointDecisionContext,
): Problem | undefined {
  const decided = rulesOf(ref.kind)?.decide(ref, store.aggregate(ref)?.state, command, context)
  return decided === undefined || decided.ok ? undefined : decided.problem
}
