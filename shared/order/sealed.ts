// What a court keeps from publication: of which orders, which names and texts, and how they are withheld. The one rule of every exit.
// The ledger itself is what it is: what was recorded was shared. See docs/spec/sealed.md.

import type { LocalDate } from '../kernel/date.ts'
import type { MatterId, OrderId } from '../kernel/ids.ts'
import type { Text } from '../kernel/text.ts'
import { allRespondents, type OrderState } from './state.ts'
import { sideStay } from './stays.ts'

export interface Seal {
  /** `publication`: of the order, its names too; `names`: of the names alone. */
  readonly of: 'publication' | 'names'
  readonly since: LocalDate
  readonly forum: string
  readonly until?: LocalDate
}

/** Sealed as long as the publication of any term is, or that of the names. */
export function sealOf(state: OrderState, asOf: LocalDate): Seal | undefined {
  const terms = state.terms.length === 0 ? [''] : state.terms.map(({ id }) => id)
  for (const what of ['publication', 'names'] as const) {
    const [seal] = terms
      .flatMap((term) => sideStay(state, what, term, asOf) ?? [])
      .toSorted((a, b) => (a.on < b.on ? -1 : 1))
    if (seal === undefined) continue
    const { on: since, forum, until } = seal
    return { of: what, since, forum, ...(typeof until === 'string' ? { until } : {}) }
  }
  return undefined
}

/** All that is under seal at the end of a day. */
export interface UnderSeal {
  readonly orders: ReadonlySet<OrderId>
  /** Matters of such orders: their title and id may name somebody. */
  readonly matters: ReadonlySet<MatterId>
  /** Finds the names wherever they stand. */
  readonly names: RegExp | undefined
  /** Texts that are withheld whole. */
  readonly texts: ReadonlySet<string>
}

/** What stands where something is withheld: no language, so that programs know it. */
export const withheldMark = '█████'

/** Undefined where nothing is sealed. `titleOf`: what a matter is called, by whichever office. */
export function underSeal(
  states: Iterable<OrderState>,
  asOf: LocalDate,
  titlesOf: (matter: MatterId) => readonly Text[],
): UnderSeal | undefined {
  const orders = new Set<OrderId>()
  const matters = new Set<MatterId>()
  const names = new Set<string>()
  const texts = new Set<string>()
  for (const state of states) {
    const seal = sealOf(state, asOf)
    if (seal === undefined) continue
    orders.add(state.order)
    matters.add(state.matter)
    for (const name of namesOf(state)) names.add(name)
    collect(state.facts, seal.of === 'publication' ? proseOf : styleOf, texts)
    for (const title of titlesOf(state.matter))
      for (const text of [title.en, title.fr]) texts.add(text)
  }
  return orders.size === 0 ? undefined : { orders, matters, names: pattern(names), texts }
}

/** Keys whose texts name the parties: the style of a cause. */
const styleOf: ReadonlySet<string> = new Set(['citation', 'docket', 'from'])
/** Keys under which facts and views hold what somebody wrote. */
const proseOf: ReadonlySet<string> = new Set([
  ...styleOf,
  'en',
  'fr',
  'reason',
  'conditions',
  'stayConditions',
  'source',
  'other',
])
/** What the law says of an order, not what it says itself. */
const ofTheLaw: ReadonlySet<string> = new Set([
  'deadlines',
  'rules',
  'warnings',
  'sharing',
  'stays',
])

function collect(value: unknown, keys: ReadonlySet<string>, into: Set<string>): void {
  if (typeof value !== 'object' || value === null) return
  for (const [key, each] of Object.entries(value))
    if (typeof each === 'string') {
      if (keys.has(key)) into.add(each)
    } else if (!ofTheLaw.has(key)) collect(each, keys, into)
}

/** Of everybody whom the order names, before and after a succession; and ids that give a part of a name away. */
function namesOf(state: OrderState): string[] {
  const parties = [
    ...allRespondents(state),
    ...state.otherParties,
    ...state.facts.flatMap((fact) =>
      fact.kind === 'respondent-succeeded'
        ? [fact.before, { ...fact.before, name: fact.name }]
        : [],
    ),
  ]
  return parties.flatMap(({ id, name }) => (bare(name).includes(bare(id)) ? [name, id] : [name]))
}

function bare(text: string): string {
  return text
    .normalize('NFD')
    .replaceAll(/[^\p{L}\p{N}]/gu, '')
    .toLowerCase()
}

/** As whole words, the longest first; hyphens hold a word together, so that an address stays one. */
function pattern(names: ReadonlySet<string>): RegExp | undefined {
  const words = [...names]
    .filter((name) => name.length > 1)
    .toSorted((a, b) => b.length - a.length)
    .map((name) => name.replaceAll(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`))
  return words.length === 0
    ? undefined
    : new RegExp(String.raw`(?<![\p{L}\p{N}_-])(?:${words.join('|')})(?![\p{L}\p{N}_-])`, 'giu')
}

/**
 * The same with everything withheld that is under seal. `leaves`: it leaves the office, so the ids of matters, which somebody chose, go too;
 * inside they stay, for they are addresses.
 */
export function withhold<T>(value: T, under: UnderSeal | undefined, leaves = false): T {
  return under === undefined ? value : (masked(value, under, leaves) as T)
}

function masked(value: unknown, under: UnderSeal, leaves: boolean, key = ''): unknown {
  if (typeof value === 'string') return maskedText(value, under, leaves, key)
  if (Array.isArray(value)) return value.map((each) => masked(each, under, leaves, key))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, each]) => [name, masked(each, under, leaves, name)]),
  )
}

const addresses: ReadonlySet<string> = new Set(['order', 'matter'])

function maskedText(text: string, under: UnderSeal, leaves: boolean, key: string): string {
  if (!leaves && addresses.has(key)) return text
  if (leaves && under.matters.has(text as MatterId)) return withheldMark
  if (proseOf.has(key) && under.texts.has(text)) return withheldMark
  return under.names === undefined ? text : text.replaceAll(under.names, withheldMark)
}
