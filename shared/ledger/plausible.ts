// What a peer's event may not say though its form is right: checked by every reader before it is stored, so that one office's mistake is not everybody's.
// The door asks it too, before it appends: what everybody would set aside is refused to whoever sent it. Pure, and independent of the event's own schema.

import type { AggregateRef } from '../kernel/ids.ts'
import { maxSealedBytes, maxTextLength, plausibleYears } from '../kernel/limits.ts'
import { flawOf } from '../kernel/plain-text.ts'
import type { Text } from '../kernel/text.ts'

export interface PlausibleInput {
  readonly ref: AggregateRef
  readonly version: number
  readonly commandId: string
  /** The event with its kind, as parsed. */
  readonly event: { readonly kind: string }
  /** Statutes that the directory says the office acts under. */
  readonly statutes: readonly string[] | undefined
  /** Whether an event of this command is known already in this aggregate. */
  readonly isKnownCommand: (commandId: string) => boolean
}

/** Why the event is set aside, or undefined where nothing speaks against it. */
export function implausible(input: PlausibleInput): Text | undefined {
  return beginning(input) ?? repeated(input) ?? order(input) ?? texts(input)
}

/** How an aggregate begins. Those kinds come first and only there. */
const beginnings: Readonly<Partial<Record<AggregateRef['kind'], string>>> = {
  order: 'issued',
}

function beginning({ ref, version, event }: PlausibleInput): Text | undefined {
  const first = beginnings[ref.kind]
  if (first === undefined) return undefined
  if (version === 1 && event.kind !== first)
    return {
      en: `${ref.kind} ${ref.id} begins with "${event.kind}", not with "${first}"`,
      fr: `${ref.id} commence par « ${event.kind} », et non par « ${first} »`,
    }
  if (version > 1 && event.kind === first)
    return {
      en: `${ref.kind} ${ref.id} says "${first}" a second time, at version ${version}`,
      fr: `${ref.id} dit « ${first} » une deuxième fois, à la version ${version}`,
    }
  return undefined
}

function repeated({ ref, commandId, isKnownCommand }: PlausibleInput): Text | undefined {
  return isKnownCommand(commandId)
    ? {
        en: `command "${commandId}" was recorded in ${ref.kind} ${ref.id} before`,
        fr: `la commande « ${commandId} » a déjà été consignée dans ${ref.id}`,
      }
    : undefined
}

function order({ ref, event, statutes }: PlausibleInput): Text | undefined {
  if (ref.kind !== 'order' || event.kind !== 'issued') return undefined
  const { number, statute, respondent, respondents, otherParties, terms } = event as {
    readonly number?: unknown
    readonly statute?: unknown
    readonly respondent?: { readonly id?: unknown }
    readonly respondents?: readonly { readonly id?: unknown }[]
    readonly otherParties?: readonly { readonly id?: unknown }[]
    readonly terms?: readonly { readonly id?: unknown }[]
  }
  if (number !== ref.id)
    return {
      en: `order ${ref.id} calls itself "${String(number)}"`,
      fr: `l'ordonnance ${ref.id} se nomme « ${String(number)} »`,
    }
  if (statutes !== undefined && !statutes.includes(String(statute)))
    return {
      en: `${ref.office} does not act under "${String(statute)}"`,
      fr: `${ref.office} n'agit pas en vertu de « ${String(statute)} »`,
    }
  const party = twice(
    [respondent, ...(respondents ?? []), ...(otherParties ?? [])].map((each) => each?.id),
  )
  if (party !== undefined)
    return {
      en: `two parties have the id "${party}"`,
      fr: `deux parties ont l'identifiant « ${party} »`,
    }
  const term = twice((terms ?? []).map(({ id }) => id))
  return term === undefined
    ? undefined
    : {
        en: `two terms have the id "${term}"`,
        fr: `deux dispositions ont l'identifiant « ${term} »`,
      }
}

function twice(ids: readonly unknown[]): string | undefined {
  const found = ids.find((id, at) => ids.indexOf(id) !== at)
  return found === undefined ? undefined : String(found)
}

function texts({ ref, event }: PlausibleInput): Text | undefined {
  const walk = (value: unknown, path: readonly string[]): Text | undefined => {
    if (typeof value === 'string') {
      const flaw = flawOfText(value, path, ref.kind)
      const at = path.join('.')
      return flaw === undefined
        ? undefined
        : { en: `"${at}": ${flaw.en}`, fr: `« ${at} » : ${flaw.fr}` }
    }
    if (typeof value !== 'object' || value === null) return undefined
    for (const [key, inner] of Object.entries(value)) {
      const found =
        flawOf(key, 'one-line') === undefined
          ? walk(inner, [...path, key])
          : {
              en: 'the name of a member has control characters',
              fr: "le nom d'un membre contient des caractères de commande",
            }
      if (found !== undefined) return found
    }
    return undefined
  }
  return walk(event, [])
}

/** Members whose texts are of one line: what lists, headers and terminals show. */
const oneLineMembers = new Set(['name', 'by', 'source', 'means', 'title', 'number', 'id', 'zone'])

function flawOfText(
  text: string,
  path: readonly string[],
  kind: AggregateRef['kind'],
): Text | undefined {
  // Sealed content is long, and nothing but base64.
  const isSealed = kind === 'joint' && /^[\w+/=-]*$/.test(text)
  const maxLength = isSealed ? 2 * maxSealedBytes : maxTextLength
  if (text.length > maxLength)
    return {
      en: `${text.length} characters are more than the ${maxLength} a text may have`,
      fr: `${text.length} caractères dépassent les ${maxLength} qu'un texte peut compter`,
    }
  const year = /^(\d{4})-\d{2}-\d{2}(?:$|T)/.exec(text)?.[1]
  if (year !== undefined && (+year < plausibleYears.first || +year > plausibleYears.last))
    return {
      en: `the year ${year} is not between ${plausibleYears.first} and ${plausibleYears.last}`,
      fr: `l'année ${year} n'est pas entre ${plausibleYears.first} et ${plausibleYears.last}`,
    }
  const flaw = flawOf(text, path.some((each) => oneLineMembers.has(each)) ? 'one-line' : 'lines')
  return flaw === undefined
    ? undefined
    : { en: flaw, fr: 'un caractère de commande, ou de l’Unicode non valide, y figure' }
}
