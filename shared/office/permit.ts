// Whether somebody may do something now, by the office's policy. Pure: who they are was found out before.

import type { Actor, Grant, Identity, Role } from '../kernel/actor.ts'
import type { Instant } from '../kernel/date.ts'
import { freshSignInMs } from '../kernel/limits.ts'
import { problem, type Problem } from '../kernel/problems.ts'
import type { Lang, Text } from '../kernel/text.ts'
import { ruleFor, type Rule } from './policy.ts'

export type Permission =
  | { readonly kind: 'allowed'; readonly actor: Actor; readonly rule: Rule }
  | { readonly kind: 'refused'; readonly problem: Problem; readonly rule?: Rule }

/** `now`: by real time, as the sign-in was. The actor that is let in says under which role, and for whom. */
export function permission(actor: Actor, act: string, now: Instant): Permission {
  const rule = ruleFor(act)
  if (rule === undefined) return { kind: 'refused', problem: noRule(act) }
  const { proof } = actor
  if (rule.anybody === true && proof === undefined) return { kind: 'allowed', actor, rule }
  if (proof === undefined) return { kind: 'refused', problem: notSignedIn(), rule }
  if (proof.kind === 'this-machine') return { kind: 'allowed', actor, rule }
  const grant = grantFor(actor.grants ?? [], rule.roles)
  if (grant === undefined) return { kind: 'refused', problem: notPermitted(actor, rule), rule }
  if (rule.peopleOnly === true && actor.kind !== 'person')
    return { kind: 'refused', problem: peopleOnly(actor, rule), rule }
  if (rule.fresh === true && !isFresh(actor, now))
    return { kind: 'refused', problem: signInAgain(rule), rule }
  const { role, from } = grant
  return {
    kind: 'allowed',
    actor: { ...actor, acting: { role, ...(from === undefined ? {} : { onBehalfOf: from }) } },
    rule,
  }
}

/** Whether somebody's roles cover an act, whenever they signed in: for what a page offers. */
export function mayEver(actor: Actor, act: string): boolean {
  const rule = ruleFor(act)
  if (rule === undefined || actor.proof === undefined) return false
  if (actor.proof.kind === 'this-machine') return true
  const covered = grantFor(actor.grants ?? [], rule.roles) !== undefined
  return covered && !(rule.peopleOnly === true && actor.kind !== 'person')
}

/** Whether what is under seal is withheld from whoever asks: they may not read it, or what they ask for leaves the office. */
export function isWithheldFrom(actor: Actor): boolean {
  return actor.leaves === true || !mayEver(actor, 'readUnderSeal')
}

/** Whether an act asks for a sign-in that is fresher than this actor's. */
export function asksForSignIn(actor: Actor, act: string, now: Instant): boolean {
  return (
    ruleFor(act)?.fresh === true && actor.proof?.kind !== 'this-machine' && !isFresh(actor, now)
  )
}

/** Everybody who stands behind an act: the actor, and the one whose role they use. */
export function behind({ id, acting }: Pick<Actor, 'id' | 'acting'>): readonly string[] {
  return [id, acting?.onBehalfOf?.id].filter((each) => each !== undefined)
}

/** Whether the one who would approve, or for whom they do, is the one who prepared it, or for whom that was. */
export function samePerson(
  actor: Pick<Actor, 'id' | 'acting'>,
  prepared: { readonly preparedBy: Identity; readonly onBehalfOf: Identity | null },
): boolean {
  const first = [prepared.preparedBy.id, prepared.onBehalfOf?.id].filter((id) => id !== '')
  // The owner of a demonstration's machine is one person, whatever name they give.
  return actor.id === undefined
    ? prepared.preparedBy.id === ''
    : behind(actor).some((id) => first.includes(id))
}

/** A role of one's own counts before one that was delegated. */
function grantFor(grants: readonly Grant[], roles: readonly Role[]): Grant | undefined {
  const covering = grants.filter(({ role }) => roles.includes(role))
  return covering.find(({ from }) => from === undefined) ?? covering[0]
}

function isFresh({ proof }: Actor, now: Instant): boolean {
  return proof?.kind === 'sign-in' && Date.parse(now) - Date.parse(proof.at) <= freshSignInMs
}

export const roleNames: Readonly<Record<Role, Text>> = {
  viewer: { en: 'viewer', fr: 'consultation' },
  officer: { en: 'officer', fr: 'agente ou agent' },
  approver: { en: 'approver', fr: 'approbation' },
  coordinator: { en: 'coordinator', fr: 'coordination' },
  operator: { en: 'operator', fr: 'exploitation' },
  auditor: { en: 'auditor', fr: 'audit' },
}

function named(roles: readonly Role[], lang: Lang): string {
  return roles.map((role) => roleNames[role][lang]).join(', ')
}

function noRule(act: string): Problem {
  return problem(
    'not-permitted',
    {
      en: 'No rule of this office lets anybody do this',
      fr: 'Aucune règle de cet organisme ne permet cela à qui que ce soit',
    },
    act,
  )
}

export function notSignedIn(): Problem {
  return problem('not-signed-in', {
    en: 'Sign in, or send a token, before you ask this of the office',
    fr: 'Connectez-vous, ou envoyez un jeton, avant de demander cela à l’organisme',
  })
}

function notPermitted({ name, grants = [] }: Actor, { id, says, roles }: Rule): Problem {
  const own = [...new Set(grants.map(({ role }) => role))]
  return problem(
    'not-permitted',
    {
      en: `${says.en} This asks for the role of ${named(roles, 'en')}; "${name}" has ${own.length === 0 ? 'none' : named(own, 'en')}`,
      fr: `${says.fr} Il y faut le rôle : ${named(roles, 'fr')}; « ${name} » a : ${own.length === 0 ? 'aucun' : named(own, 'fr')}`,
    },
    id,
  )
}

function peopleOnly({ name }: Actor, { id, says }: Rule): Problem {
  return problem(
    'not-permitted',
    {
      en: `${says.en} This is for a person who signs in, and "${name}" is a program`,
      fr: `${says.fr} C’est à une personne connectée de le faire, et « ${name} » est un programme`,
    },
    id,
  )
}

function signInAgain({ id, says }: Rule): Problem {
  const minutes = freshSignInMs / 60_000
  return problem(
    'sign-in-again',
    {
      en: `${says.en} Your sign-in is older than ${minutes} minutes: sign in again, then send it again`,
      fr: `${says.fr} Votre connexion date de plus de ${minutes} minutes : connectez-vous de nouveau, puis renvoyez`,
    },
    id,
  )
}
