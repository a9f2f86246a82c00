// Who asks, and who recorded: a person, a program, a workflow, or a replay. Every call of the contract names one, and every event says which.

export type Actor =
  /** A person at this office's own door, by the name that they gave: nobody has signed in yet. */
  | { readonly kind: 'local'; readonly name: string }
  /** A program that calls the API for the office. */
  | { readonly kind: 'program'; readonly name: string }
  /** The life of an order, a matter or a joint action, when a moment has come: its workflow id. */
  | { readonly kind: 'workflow'; readonly name: string }
  /** A case file that is carried through the office's own commands. */
  | { readonly kind: 'replay'; readonly name: string }

export const actorKinds = [
  'local',
  'program',
  'workflow',
  'replay',
] as const satisfies readonly Actor['kind'][]

/** Longest name, in characters: a person's, a program's, or a workflow id. */
export const maxActorName = 200

/** `local:M. Roy`, as an event carries it. */
export function actorText({ kind, name }: Actor): string {
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

function hasControlCharacter(text: string): boolean {
  return /[\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069]/u.test(text)
}
