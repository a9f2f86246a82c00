// An office's commands to its own orders in joint actions: each is carried out once, and it is known whether, however late the answer comes.

import type { Actor } from '../../../shared/kernel/actor.ts'
import {
  parseOrderId,
  type AggregateRef,
  type OfficeId,
  type OrderId,
} from '../../../shared/kernel/ids.ts'
import type { Draft } from '../../../shared/joint/draft.schema.ts'
import type { Done } from '../../../shared/joint/participation.schema.ts'
import type { OrderCommand } from '../../../shared/order/order.schema.ts'
import type { OrderState } from '../../../shared/order/state.ts'
import { catalogue, problem, ProblemError, problemError } from '../../../shared/kernel/problems.ts'
import type { SubmitReply } from '../../../shared/contract/reply.ts'
import type { Store } from '../ports.ts'

export interface OwnOrdersOptions {
  readonly office: () => OfficeId
  readonly store: Pick<Store, 'aggregate'>
  readonly submit: (
    actor: Actor,
    ref: AggregateRef,
    command: OrderCommand,
    content?: unknown,
  ) => Promise<SubmitReply>
}

export type OwnOrders = ReturnType<typeof ownOrders>

export function ownOrders({ office, store, submit }: OwnOrdersOptions) {
  /** Sent and not answered yet: they may still be carried out. A process that dies forgets them; what was carried out all the same is made good later. */
  const unanswered = new Map<
    string,
    { readonly ref: AggregateRef; readonly command: OrderCommand }
  >()

  return {
    stateOf(order: OrderId): OrderState | undefined {
      const ref = parseOrderId(order)
      return ref === undefined ? undefined : (store.aggregate(ref)?.state as OrderState | undefined)
    },

    /** Throws ProblemError where it is to be tried again. */
    async send(actor: Actor, order: OrderId, command: OrderCommand): Promise<SubmitReply> {
      const ref = parseOrderId(order)
      if (ref?.office !== office())
        return {
          kind: 'refused',
          problem: problem(
            'wrong-office',
            {
              en: `Order "${order}" is not kept by ${office()}: no joint action moves another office's order`,
              fr: `L’ordonnance « ${order} » ne relève pas de ${office()} : aucune action conjointe ne modifie l’ordonnance d’un autre organisme`,
            },
            order,
          ),
        }
      unanswered.set(sentAs(order, command), { ref, command })
      const reply = await submit(actor, ref, command)
      unanswered.delete(sentAs(order, command))
      if (reply.kind === 'refused' && catalogue[reply.problem.code].retryable)
        throw new ProblemError(reply.problem)
      return reply
    },

    /** Resolves when it is known for every sent draft whether it was carried out. Sent again under the same id, a draft is the same command. */
    async settle(actor: Actor, drafts: readonly Draft[]): Promise<void> {
      for (const { order, command } of drafts) {
        const sent = unanswered.get(sentAs(order, command))
        if (sent === undefined) continue
        const reply = await submit(actor, sent.ref, sent.command)
        // What was done is looked for in the projection.
        if (reply.kind === 'recorded' && (store.aggregate(sent.ref)?.version ?? 0) < reply.version)
          throw problemError('unavailable', {
            en: `Version ${reply.version} of order "${order}" is recorded, and not read here yet`,
            fr: `La version ${reply.version} de l’ordonnance « ${order} » est consignée, mais pas encore lue ici`,
          })
        unanswered.delete(sentAs(order, command))
      }
    },

    /** The drafts that the office's own ledger has as commands already. */
    doneOf(drafts: readonly Draft[]): Done[] {
      return drafts.flatMap(({ order, command }): Done[] => {
        const ref = parseOrderId(order)
        const recorded =
          ref === undefined
            ? undefined
            : store.aggregate(ref)?.commands.find(({ id }) => id === command.id)
        return recorded === undefined
          ? []
          : [{ order, version: recorded.version, did: command.kind }]
      })
    },
  }
}

/** Ids of commands are unique within one order only. */
function sentAs(order: OrderId, { id }: Pick<OrderCommand, 'id'>): string {
  return `${order} ${id}`
}
