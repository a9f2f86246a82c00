// Joint actions for the office in memory: the real commands, reactions and views of every office over one projection; sealed in name only.

import type { Actor } from '../../../shared/kernel/actor.ts'
import { createHash } from 'node:crypto'
import type { DecisionContext } from '../../../shared/policy/decision.ts'
import type { Instant, LocalDate } from '../../../shared/kernel/date.ts'
import type { Directory, OfficeEntry } from '../../../shared/office/directory.schema.ts'
import {
  parseJointRef,
  type AggregateRef,
  type JointId,
  type OfficeId,
} from '../../../shared/kernel/ids.ts'
import type { JointContext } from '../../../shared/joint/snapshot.ts'
import { reactionsOf } from '../../../shared/joint/reactions.ts'
import { isProposed } from '../../../shared/joint/tally.ts'
import type { Pack } from '../../../shared/policy/pack.schema.ts'
import type { AnyCommand } from '../../../shared/rules.ts'
import type { PublicJointCommand } from '../../../shared/contract/joint.schema.ts'
import { refusalOf } from '../../../services/office/joint/joint.ts'
import type { Problem } from '../../../shared/kernel/problems.ts'
import type { Reach } from '../../../shared/contract/reach.schema.ts'
import type { SubmitReply } from '../../../shared/contract/reply.ts'
import { createCarryOut } from '../../../services/office/joint/carry-out.ts'
import { createCommands, hasCommand } from '../../../services/office/joint/commands.ts'
import { snapshotOf } from '../../../services/office/joint/context.ts'
import { createSealing, digestOf } from '../../../services/office/joint/sealing.ts'
import { createJointViews } from '../../../services/office/joint/views.ts'
import type { Sealer } from '../../../services/office/ports.ts'
import { SealError } from '../../../services/office/faults.ts'
import type { Store } from '../../../services/office/ports.ts'

export interface MemoryJointOptions {
  readonly directory: Directory
  readonly store: Store
  readonly packs: readonly Pack[]
  readonly today: () => LocalDate
  readonly now: () => Instant
  readonly submit: (ref: AggregateRef, command: AnyCommand, actor?: Actor) => Promise<SubmitReply>
  readonly reach: () => readonly Reach[]
}

export function memoryJoint({
  directory,
  store,
  packs,
  today,
  now,
  submit,
  reach,
}: MemoryJointOptions) {
  const joint = (): JointContext => ({
    now: now(),
    pace: 1,
    unreachable: new Set(),
    unread: new Set(),
    snapshotOf: (id) => snapshotOf(id, store, directory),
    digestOf,
  })
  const contextOf =
    (office: OfficeEntry) => (): DecisionContext & { readonly joint: JointContext } => ({
      office,
      packs,
      zoneData: '2026c',
      today: today(),
      joint: joint(),
    })
  const offices = new Map(
    directory.offices.map((office) => {
      const sealing = createSealing(office.id, directory, nameOnly(office.id))
      const context = contextOf(office)
      const signer = {
        keyid: office.eventKeys[0]?.keyid ?? '',
        signBytes: (type: string, bytes: Uint8Array) =>
          createHash('sha256').update(type).update(bytes).digest('base64'),
      }
      const send = (actor: Actor, ref: AggregateRef, command: AnyCommand) =>
        submit(ref, command, actor)
      return [
        office.id,
        {
          context,
          ...createJointViews({
            own: office.id,
            directory,
            store,
            sealing,
            verifySignature: () => true,
            context,
            reach,
          }),
          toRecord: createCommands({
            office,
            directory,
            sealing,
            snapshotOf: (id) => joint().snapshotOf(id),
            hasCommand: (order, id) => hasCommand(store, order, id),
          }),
          carryOut: createCarryOut({ store, sealing, signer, context, submit: send }),
        },
      ] as const
    }),
  )
  const of = (office: OfficeId) => {
    const found = offices.get(office)
    if (found === undefined) throw new Error(`No office ${office}`)
    return found
  }

  /** Until no office has anything to do by itself. */
  async function settle(id: JointId): Promise<void> {
    for (
      let before = -1, after = eventsOf(id);
      after !== before;
      before = after, after = eventsOf(id)
    ) {
      for (const [office, { carryOut }] of offices) {
        const snapshot = joint().snapshotOf(id)
        if (isProposed(snapshot))
          for (const reaction of reactionsOf(office, snapshot, joint(), today()))
            await carryOut(snapshot, reaction)
      }
    }
  }
  const eventsOf = (id: JointId) =>
    store
      .aggregates('joint')
      .filter(({ ref }) => parseJointRef(ref)?.joint === id)
      .reduce((sum, { aggregate: { version } }) => sum + version, 0)

  return {
    views: of,
    contextOf,
    settle,
    async previewJoint(
      office: OfficeId,
      id: JointId,
      command: PublicJointCommand,
    ): Promise<Problem | undefined> {
      const { toRecord, context } = of(office)
      const ready = await toRecord(id, command)
      return ready.ok ? refusalOf(ready.value, store, context()) : ready.problem
    },
    async submitJoint(
      office: OfficeId,
      id: JointId,
      command: PublicJointCommand,
      actor?: Actor,
    ): Promise<SubmitReply> {
      const ready = await of(office).toRecord(id, command)
      if (!ready.ok) return { kind: 'refused', problem: ready.problem }
      const reply = await submit(ready.value.ref, ready.value.command, actor)
      await settle(id)
      return reply
    },
  }
}

/** Keeps who may open what, and no secret. */
function nameOnly(office: OfficeId): Sealer {
  return {
    keyid: office,
    seal: async (value, recipients, about) => ({
      protected: about,
      iv: 'a',
      ciphertext: JSON.stringify(value),
      tag: createHash('sha256')
        .update(about)
        .update(JSON.stringify(value))
        .digest('base64url')
        .slice(0, 22),
      recipients: recipients.map(({ keyid }) => ({ header: { kid: keyid }, encrypted_key: 'a' })),
    }),
    open: async (sealed, about) => {
      if (!sealed.recipients.some(({ header }) => header.kid === office))
        throw new SealError('no-recipient', 'Sealed to others')
      if (sealed.protected !== about) throw new SealError('elsewhere', 'Sealed for another place')
      return JSON.parse(sealed.ciphertext) as unknown
    },
  }
}
