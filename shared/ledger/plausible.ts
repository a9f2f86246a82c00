// What a peer's event may not say though its form is right: checked by every reader before it is stored, so that one office's mistake is not everybody's.
// A reason means: set aside. Pure, and independent of what the event's own schema checks.

import type { AggregateRef } from '../kernel/ids.ts'
import { maxSealedBytes, maxTextLength, plausibleYears } from '../kernel/limits.ts'
import { flawOf } from '../kernel/plain-text.ts'

export interface PlausibleInput {
  readonly ref: AggregateRef
  readonly version: number
  readonly commandId: string
  /** The event with its kind, as parsed. */
  readonly event: { readonly kind: string }
  /** Statutes that the directory says the office acts under. */
  readonly statutes: readonly string[]
  /** Whether an event of this command is known already in this aggregate. */
  readonly isKnownCommand: (commandId: string) => boolean
}

/** Why the event is set aside, or undefined where nothing speaks against it. */
export function implausible(input: PlausibleInput): string | undefined {
  return beginning(input) ?? repeated(input) ?? order(input) ?? texts(input)
}

/** How an aggregate begins. Those kinds come first and only there. */
const beginnings: Readonly<Partial<Record<AggregateRef['kind'], string>>> = {
  order: 'issued',
}

function beginning({ ref, version, event }: PlausibleInput): string | undefined {
  const first = beginnings[ref.kind]
  if (first === undefined) return undefined
  if (version === 1 && event.kind !== first)
    return `${ref.kind} ${ref.id} begins with "${event.kind}", not with "${first}"`
  if (version > 1 && event.kind === first)
    return `${ref.kind} ${ref.id} says "${first}" a second time, at version ${version}`
  return undefined
}

function repeated({ ref, commandId, isKnownCommand }: PlausibleInput): string | undefined {
  return isKnownCommand(commandId)
    ? `command "${commandId}" was recorded in ${ref.kind} ${ref.id} before`
    : undefined
}

function order({ ref, event, statutes }: PlausibleInput): string | undefined {
  if (ref.kind !== 'order' || event.kind !== 'issued') return undefined
  const { number, statute, respondent, otherParties, terms } = event as {
    readonly number?: unknown
    readonly statute?: unknown
    readonly respondent?: { readonly id?: unknown }
    readonly otherParties?: readonly { readonly id?: unknown }[]
    readonly terms?: readonly { readonly id?: unknown }[]
  }
  if (number !== ref.id) return `order ${ref.id} calls itself "${String(number)}"`
  if (!statutes.includes(String(statute)))
    return `${ref.office} does not act under "${String(statute)}"`
  const party = twice([respondent, ...(otherParties ?? [])].map((each) => each?.id))
  if (party !== undefined) return `two parties have the id "${party}"`
  const term = twice((terms ?? []).map(({ id }) => id))
  return term === undefined ? undefined : `two terms have the id "${term}"`
}

function twice(ids: readonly unknown[]): string | undefined {
  const found = ids.find((id, at) => ids.indexOf(id) !== at)
  return found === undefined ? undefined : String(found)
}

function texts({ ref, event }: PlausibleInput): string | undefined {
  const walk = (value: unknown, path: readonly string[]): string | undefined => {
    if (typeof value === 'string') {
      const flaw = flawOfText(value, path, ref.kind)
      return flaw === undefined ? undefined : `"${path.join('.')}": ${flaw}`
    }
    if (typeof value !== 'object' || value === null) return undefined
    for (const [key, inner] of Object.entries(value)) {
      const found =
        flawOf(key, 'one-line') === undefined
          ? walk(inner, [...path, key])
          : 'the name of a member has control characters'
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
): string | undefined {
  // Sealed content is long, and nothing but base64.
  const isSealed = kind === 'joint' && /^[\w+/=-]*$/.test(text)
  const maxLength = isSealed ? 2 * maxSealedBytes : maxTextLength
  if (text.length > maxLength)
    return `${text.length} characters are more than the ${maxLength} a text may have`
  const year = /^(\d{4})-\d{2}-\d{2}(?:$|T)/.exec(text)?.[1]
  if (year !== undefined && (+year < plausibleYears.first || +year > plausibleYears.last))
    return `the year ${year} is not between ${plausibleYears.first} and ${plausibleYears.last}`
  return flawOf(text, path.some((each) => oneLineMembers.has(each)) ? 'one-line' : 'lines')
}
