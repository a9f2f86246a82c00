// Which deadlines of an order differ between two of its states, each with both derivations. A date that stays is not listed, whatever its reasons.

import type { Deadline } from '../policy/deadline.schema.ts'

export interface ChangedDeadline {
  id: Deadline['id']
  party: string
  /** Empty for a deadline of the whole order. */
  terms: string[]
  route?: string
  name?: string
  /** Null where there is none. */
  before: Deadline | null
  after: Deadline | null
}

/** Soonest first; terms whose dates change alike stand together. */
export function changedDeadlines(
  before: readonly Deadline[],
  after: readonly Deadline[],
): ChangedDeadline[] {
  const pairs = new Map<string, { term: string; before: Deadline | null; after: Deadline | null }>()
  for (const [key, term, deadline] of byTerm(before))
    pairs.set(key, { term, before: deadline, after: null })
  for (const [key, term, deadline] of byTerm(after))
    pairs.set(key, { term, before: pairs.get(key)?.before ?? null, after: deadline })

  const changed = [...pairs.values()].filter((pair) => datesOf(pair.before) !== datesOf(pair.after))
  const alike = Map.groupBy(changed, (pair) =>
    [clockOf(pair.before ?? pair.after), datesOf(pair.before), datesOf(pair.after)].join('|'),
  )
  return [...alike.values()]
    .flatMap((group): ChangedDeadline[] => {
      const { before: was = null, after: now = null } = group[0] ?? {}
      const any = now ?? was
      if (any === null) return []
      const { id, party, route, name } = any
      return [
        {
          id,
          party,
          terms: group.flatMap(({ term }) => (term === '' ? [] : [term])),
          ...(route === undefined ? {} : { route }),
          ...(name === undefined ? {} : { name }),
          before: was,
          after: now,
        },
      ]
    })
    .toSorted((a, b) => (dayOf(a) < dayOf(b) ? -1 : dayOf(a) > dayOf(b) ? 1 : 0))
}

/** One entry for each term a deadline binds, or one for the whole order. */
function byTerm(deadlines: readonly Deadline[]): [key: string, term: string, Deadline][] {
  return deadlines.flatMap((deadline) =>
    (deadline.terms.length === 0 ? [''] : deadline.terms).map(
      (term): [string, string, Deadline] => [`${clockOf(deadline)}|${term}`, term, deadline],
    ),
  )
}

function clockOf(deadline: Deadline | null): string {
  return deadline === null
    ? ''
    : [deadline.id, deadline.party, deadline.route ?? '', deadline.name ?? ''].join('|')
}

function datesOf(deadline: Deadline | null): string {
  return deadline === null ? '' : [deadline.date, deadline.lenientDate ?? ''].join('|')
}

function dayOf({ before, after }: ChangedDeadline): string {
  return (after ?? before)?.date ?? ''
}
