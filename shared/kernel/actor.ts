// Who asks, and who recorded: a person, a program, a workflow, or a replay. Every call of the contract names one, and every event says which.

import type { Instant } from './date.ts'
import { present } from './present.ts'

const actorKinds = [
  /** Somebody who signed in, by the name that the identity provider gives. */
  'person',
  /** Somebody at this machine's own door who has not signed in, by the name that they gave. */
  'local',
  /** A program that calls the API for the office. */
  'program',
  /** The life of an order, a matter or a joint action, when a moment has come: its workflow id. */
  'workflow',
  /** A case file that is carried through the office's own commands. */
  'replay',
] as const

/** What somebody may be in an office. Who may what: `shared/office/policy.ts`. */
export const roles = [
  'viewer',
  'officer',
  'approver',
  'coordinator',
  'operator',
  'auditor',
] as const
export type Role = (typeof roles)[number]

/** Somebody, known by an id that stays the same when the name does not. */
export interface Identity {
  readonly id: string
  readonly name: string
}

/** A role that somebody has: their own, or one that somebody else delegated to them. */
export interface Grant {
  readonly role: Role
  readonly from?: Identity
}

/** How it is known who asks. */
export type Proof =
  /** `session`: which one, in the list of them; it lets nobody in. */
  | { readonly kind: 'sign-in'; readonly at: Instant; readonly session?: string }
  | { readonly kind: 'token' }
  /** The secret of this machine's own office, in a file that only its user can read: the owner of the demonstration. */
  | { readonly kind: 'this-machine' }

export interface Actor {
  readonly kind: (typeof actorKinds)[number]
  readonly name: string
  /** Made by the office: it means nothing elsewhere, and is the same for the same person. */
  readonly id?: string
  /** The role under which the call was let in, and for whom where that was delegated. */
  readonly acting?: { readonly role: Role; readonly onBehalfOf?: Identity }
  /** Who prepared what this actor approved. */
  readonly preparedBy?: Identity
  /** What only this office knows; it does not travel. */
  readonly proof?: Proof
  readonly grants?: readonly Grant[]
  /** What is asked leaves the office: a calendar, a table. What is under seal is withheld then, whoever asks. */
  readonly leaves?: true
  /** Whose token a program uses. */
  readonly owner?: Identity
}

/** Whose desk is meant by "me": a program that uses somebody's token works at that person's; whoever is not signed in, under the name that they gave. */
export function selfOf(actor: Actor): Identity {
  const { owner, id, name } = actor
  return owner ?? { id: id ?? actorText(actor), name }
}

/** Whoever asks, for something that leaves the office. */
export function leaving(actor: Actor): Actor {
  return { ...actor, leaves: true }
}

/** Longest name, in characters: a person's, a program's, or a workflow id. */
export const maxActorName = 200

/** `local:M. Roy`, as an event carries it. */
export function actorText({ kind, name }: Pick<Actor, 'kind' | 'name'>): string {
  return `${kind}:${name}`
}

/** The actor of a text, or undefined where it is none that this version knows. */
export function parseActor(text: string): Actor | undefined {
  const [, kind, name] = /^([a-z]+):(.+)$/su.exec(text) ?? []
  if (name === undefined || name.length > maxActorName || hasControlCharacter(name))
    return undefined
  const known = actorKinds.find((each) => each === kind)
  return known === undefined ? undefined : { kind: known, name }
}

/** What an event says of who recorded it, attribute by attribute; the names are the wire's, which has lower-case letters only. */
export interface ActorAttributes {
  readonly actor?: string | undefined
  readonly actorid?: string | undefined
  readonly actorrole?: string | undefined
  readonly actorfor?: string | undefined
  readonly actorforid?: string | undefined
  readonly preparedby?: string | undefined
  readonly preparedbyid?: string | undefined
}

export function attributesOf(actor: Actor): ActorAttributes & { readonly actor: string } {
  const { id, acting, preparedBy } = actor
  return {
    actor: actorText(actor),
    ...present({
      actorid: id,
      actorrole: acting?.role,
      actorfor: acting?.onBehalfOf?.name,
      actorforid: acting?.onBehalfOf?.id,
      preparedby: preparedBy?.name,
      preparedbyid: preparedBy?.id,
    }),
  }
}

/** The actor that an event names; what this version does not know of it is left out, and stays in the envelope. */
export function actorFrom(said: ActorAttributes): Actor | undefined {
  const actor = said.actor === undefined ? undefined : parseActor(said.actor)
  if (actor === undefined) return undefined
  const role = roles.find((each) => each === said.actorrole)
  const onBehalfOf = identityFrom(said.actorforid, said.actorfor)
  return {
    ...actor,
    ...present({
      id: said.actorid,
      acting: role === undefined ? undefined : { role, ...present({ onBehalfOf }) },
      preparedBy: identityFrom(said.preparedbyid, said.preparedby),
    }),
  }
}

function identityFrom(id: string | undefined, name: string | undefined): Identity | undefined {
  return id === undefined || name === undefined || hasControlCharacter(name)
    ? undefined
    : { id, name }
}

function hasControlCharacter(text: string): boolean {
  return /[\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069]/u.test(text)
}
