// The hands of one office (commands, reactor, carrying out) over the world without engines: what is sealed is only kept.

import type { Actor } from '../../../shared/kernel/actor.ts'
import { pino } from 'pino'
import { createCarryOut } from '../../../services/office/joint/carry-out.ts'
import { createCommands } from '../../../services/office/joint/commands.ts'
import { startReactor } from '../../../services/office/joint/reactor.ts'
import type { Change } from '../../../shared/contract/office-api.ts'
import {
  numberIn,
  parseJointRef,
  type AggregateRef,
  type OfficeId,
  type OrderId,
} from '../../../shared/kernel/ids.ts'
import { ok, type Problem } from '../../../shared/kernel/problems.ts'
import type { AnyCommand } from '../../../shared/rules.ts'
import type { SubmitReply } from '../../../shared/contract/reply.ts'
import { offices as entries } from '../../contract/http/memory-office.ts'
import type { Stage } from './stage.ts'
import { joint, keyOf, sealed } from './world.ts'

export const issue = (order: string, statute: string, id = 'draft') => ({
  order,
  command: {
    kind: 'issue',
    id,
    on: '2000-01-01',
    matter: 'm',
    statute,
    respondent: { id: 'r', name: 'R', kind: 'organization' },
    terms: [
      {
        id: 'T1',
        theme: 'delete',
        kind: 'mandate',
        effort: 'absolute',
        text: { en: 'Delete', fr: 'Supprimer' },
      },
    ],
  },
})

export function inOffice(stage: Stage, office: OfficeId) {
  const { world } = stage
  const entry = entries.find(({ id }) => id === office)
  if (entry === undefined) throw new Error(`No office ${office}`)
  const kept = new Map<string, unknown>()
  const sealing = {
    seal: async (_: unknown, value: unknown) => {
      const tag = `kept-${kept.size}`
      kept.set(tag, value)
      return ok({ ...sealed, tag })
    },
    open: async (_: unknown, { tag }: { readonly tag: string }) => ok(kept.get(tag)),
  }
  const store = { aggregate: (ref: AggregateRef) => world.node(office).known.get(keyOf(ref)) }
  const asked: { readonly ref: AggregateRef; readonly command: AnyCommand }[] = []
  /** As Temporal: the answer is what the ledger says. Tests put another in its place. */
  const hands = {
    submit: async (ref: AggregateRef, command: AnyCommand): Promise<SubmitReply> => {
      const problem = world.record(office, ref, command)
      return problem === undefined
        ? {
            kind: 'recorded',
            version: store.aggregate(ref)?.version ?? 0,
            eventId: 'e',
            event: { kind: command.kind },
          }
        : { kind: 'refused', problem }
    },
  }
  const submit = (_actor: Actor, ref: AggregateRef, command: AnyCommand) => {
    asked.push({ ref, command })
    return hands.submit(ref, command)
  }
  const context = () => world.contextOf(office)
  const carryOut = createCarryOut({
    store,
    sealing,
    signer: { keyid: 'k', signBytes: () => 'AAAA' },
    context,
    submit,
  } as never)
  const toRecord = createCommands({
    office: entry,
    directory: { version: 1, offices: entries },
    sealing,
    snapshotOf: () => world.snapshotOf(office),
    hasCommand: (order: string, id: string) =>
      store
        .aggregate({ office, kind: 'order', id: numberIn(order as OrderId) })
        ?.commands.some((each) => each.id === id) ?? false,
  } as never)

  return {
    asked,
    hands,
    /** A person's command, sealed and then decided; answers the refusal. */
    async says(command: object): Promise<Problem | undefined> {
      const made = await toRecord(joint, command as never)
      if (!made.ok) return made.problem
      const { id: _, ...rest } = made.value.command
      return made.value.ref.office === office && parseJointRef(made.value.ref)?.part === 'proposal'
        ? stage.tryLead(rest as never)
        : stage.tryPart(office, rest as never)
    },
    /** One look, as the reactor has it carried out. */
    async reacts(): Promise<void> {
      for (const reaction of stage.reactions(office))
        await carryOut(world.snapshotOf(office) as never, reaction).catch(() => undefined)
      for (const reader of world.offices)
        for (const peer of world.offices) world.deliver(reader, peer)
    },
    /** The real reactor, which only notes what it would have done. */
    reactor(follower: { state: string }) {
      const done: string[] = []
      const listeners = new Set<(change: Change) => void>()
      const stop = new AbortController()
      const running = startReactor({
        office: entry,
        log: pino({ level: 'silent' }),
        signal: stop.signal,
        follower: follower as never,
        context: context as never,
        store: {
          aggregates: () =>
            [...world.node(office).known]
              .map(([key, aggregate]) => ({
                ref: {
                  office: key.split('/')[0],
                  kind: key.split('/')[1],
                  id: key.split('/')[2],
                } as AggregateRef,
                aggregate,
              }))
              .filter(({ ref }) => ref.kind === 'joint'),
        },
        carryOut: async (_, reaction) => {
          done.push(reaction.do === 'send' ? reaction.command.kind : reaction.do)
          return undefined
        },
        subscribe: (listener) => {
          listeners.add(listener)
          return () => void listeners.delete(listener)
        },
      })
      return {
        done,
        tell: (change: Change) => listeners.forEach((listener) => listener(change)),
        [Symbol.asyncDispose]: async () => {
          stop.abort()
          await running[Symbol.asyncDispose]()
        },
      }
    },
  }
}
