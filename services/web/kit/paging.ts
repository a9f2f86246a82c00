// One page of a list that was made whole, and the cursor of the next: the key of its last row, and its place should that row be gone by then.

import { createHash } from 'node:crypto'
import { problemError } from '../../../shared/kernel/problems.ts'
import { maxListPage } from '../../../shared/kernel/limits.ts'
import type { PageQuery } from '../../../shared/contract/paging.schema.ts'

export interface Page<T> {
  readonly rows: T[]
  /** To be spread into the answer: nothing where no page was asked for. */
  readonly next: { readonly next?: string | null }
}

/** Throws `invalid-input` for a cursor that no list answered. `keyOf`: the same row has the same, and no other has it. */
export function pageOf<T>(
  all: readonly T[],
  keyOf: (row: T) => string,
  { limit, after }: PageQuery,
): Page<T> {
  if (limit === undefined && after === undefined) return { rows: [...all], next: {} }
  const begin = after === undefined ? 0 : beginAfter(all, keyOf, after)
  const rows = all.slice(begin, begin + (limit ?? maxListPage))
  const end = begin + rows.length
  const last = rows.at(-1)
  const next = last === undefined || end >= all.length ? null : cursorOf(keyOf(last), end)
  return { rows, next: { next } }
}

function beginAfter<T>(all: readonly T[], keyOf: (row: T) => string, after: string): number {
  const [mark, place] = read(after)
  const at = all.findIndex((row) => markOf(keyOf(row)) === mark)
  return at === -1 ? place : at + 1
}

function cursorOf(key: string, place: number): string {
  return Buffer.from(JSON.stringify([markOf(key), place])).toString('base64url')
}

/** As short whatever the key, and nothing to be made by hand. */
function markOf(key: string): string {
  return createHash('sha256').update(key).digest('base64url').slice(0, 22)
}

function read(cursor: string): [mark: string, place: number] {
  try {
    const value: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))
    if (Array.isArray(value) && value.length === 2) {
      const [mark, place] = value as unknown[]
      if (typeof mark === 'string' && Number.isSafeInteger(place) && (place as number) >= 0)
        return [mark, place as number]
    }
  } catch {
    // Said below.
  }
  throw problemError(
    'invalid-input',
    {
      en: 'This is no cursor that a list answered',
      fr: 'Ceci n’est pas un curseur donné par une liste',
    },
    cursor.slice(0, 100),
    { path: 'after' },
  )
}
