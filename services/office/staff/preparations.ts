// Four eyes: a command that needs two people is kept here by the first, and recorded when another one approves it. Who they are, not what they are called, tells them apart.

import type { SubmitReply } from '../../../shared/contract/reply.ts'
import type { PreparedCommand } from '../../../shared/contract/staff.schema.ts'
import type { Actor, Identity } from '../../../shared/kernel/actor.ts'
import { canonical } from '../../../shared/kernel/canonical.ts'
import type { AggregateRef } from '../../../shared/kernel/ids.ts'
import { maxPreparedCommands } from '../../../shared/kernel/limits.ts'
import { problem, problemError, type Problem } from '../../../shared/kernel/problems.ts'
import { samePerson } from '../../../shared/office/permit.ts'
import type { AnyCommand } from '../../../shared/rules.ts'
import type { KeptPreparation } from './ports.ts'
import { identityOf, type StaffParts } from './parts.ts'

export interface Preparations {
  /** Keeps a command until another person approves it; the same command again is the same preparation. */
  prepare(
    actor: Actor,
    ref: AggregateRef,
    command: AnyCommand,
  ):
    | { readonly kind: 'prepared'; readonly prepared: string }
    | { readonly kind: 'refused'; readonly problem: Problem }
  list(actor: Actor): readonly PreparedCommand[]
  drop(actor: Actor, id: string): PreparedCommand
  approve(actor: Actor, id: string): Promise<SubmitReply>
}

export function createPreparations({ store, now, newId, audit, record }: StaffParts): Preparations {
  const found = (id: string): KeptPreparation => {
    const preparation = store.preparation(id)
    if (preparation !== undefined) return preparation
    const words = {
      en: `Nothing is prepared as "${id}" any more: it was approved, or dropped`,
      fr: `Plus rien n’est préparé sous « ${id} » : cela a été approuvé, ou écarté`,
    }
    throw problemError('not-found', words, id)
  }
  return {
    prepare(actor, ref, command) {
      const sent = canonical({ ref, command })
      const about = aboutOf(ref)
      const same = store
        .prepared()
        .find((each) => each.about === about && each.command.id === command.id)
      if (same !== undefined)
        return same.sent === sent
          ? { kind: 'prepared', prepared: same.id }
          : { kind: 'refused', problem: idReused(command.id) }
      const own = store.prepared().filter(({ preparedBy }) => preparedBy.id === (actor.id ?? ''))
      if (own.length >= maxPreparedCommands) return { kind: 'refused', problem: tooMany() }
      const preparation: KeptPreparation = {
        id: newId(),
        act: `${ref.kind}/${command.kind}`,
        about,
        command: { ...command },
        preparedBy: identityOf(actor),
        onBehalfOf: actor.acting?.onBehalfOf ?? null,
        preparedAt: now(),
        sent,
      }
      store.putPreparation(preparation)
      audit({ kind: 'prepared', act: preparation.act, about }, actor)
      return { kind: 'prepared', prepared: preparation.id }
    },
    list: () => store.prepared().map(publicPart),
    drop(actor, id) {
      const preparation = found(id)
      store.removePreparation(id)
      audit({ kind: 'dropped', act: preparation.act, about: preparation.about }, actor)
      return publicPart(preparation)
    },
    async approve(actor, id) {
      const preparation = found(id)
      const { act, about, preparedBy, sent } = preparation
      const mixed = samePersonProblem(actor, preparation)
      if (mixed !== undefined) {
        audit({ kind: 'refused', act, about, code: mixed.code, rule: 'approve' }, actor)
        return { kind: 'refused', problem: mixed }
      }
      const { ref, command } = JSON.parse(sent) as { ref: AggregateRef; command: AnyCommand }
      // Sent twice by two approvers it is one command all the same: the door records an id once.
      const reply = await record({ ...actor, preparedBy }, ref, command)
      if (reply.kind === 'recorded' && store.removePreparation(id))
        audit({ kind: 'approved', act, about }, actor)
      if (reply.kind === 'refused')
        audit({ kind: 'refused', act, about, code: reply.problem.code }, actor)
      return reply
    },
  }
}

/** `same-officer` where the one who approves, or for whom they do, is the one who prepared it, or for whom that was. */
export function samePersonProblem(
  actor: Actor,
  {
    preparedBy,
    onBehalfOf,
  }: { readonly preparedBy: Identity; readonly onBehalfOf: Identity | null },
): Problem | undefined {
  return samePerson(actor, { preparedBy, onBehalfOf })
    ? problem(
        'same-officer',
        {
          en: `${preparedBy.name} prepared this: another person has to approve it, and not one who acts for them`,
          fr: `${preparedBy.name} a préparé cela : une autre personne doit l’approuver, et non une personne qui agit en son nom`,
        },
        preparedBy.name,
      )
    : undefined
}

export function aboutOf({ kind, office, id }: AggregateRef): string {
  return kind === 'matter' ? `${kind} ${id}` : `${kind} ${office}:${id}`
}

function publicPart(kept: KeptPreparation): PreparedCommand {
  const { sent: _, ...preparation } = kept
  return preparation
}

function idReused(id: string): Problem {
  return problem(
    'id-reused',
    {
      en: `A command "${id}" with another content is prepared already: give this one an id of its own`,
      fr: `Une commande « ${id} » d’un autre contenu est déjà préparée : donnez à celle-ci un identifiant propre`,
    },
    id,
  )
}

const tooMany = () =>
  problem(
    'too-large',
    {
      en: `${maxPreparedCommands} commands that you prepared wait for a second person: have them approved, or drop some`,
      fr: `${maxPreparedCommands} commandes que vous avez préparées attendent une seconde personne : faites-les approuver, ou écartez-en`,
    },
    String(maxPreparedCommands),
  )
