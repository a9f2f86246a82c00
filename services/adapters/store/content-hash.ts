// One hash over all that a projection holds: two projections of the same ledgers have the same, however and whenever they were filled.

import { createHash } from 'node:crypto'
import type { DatabaseSync } from 'node:sqlite'

/** SHA-256, hex, over every event's hash and every aggregate's folded content, sorted. What was set aside is left out: it depends on who saw it. */
export function contentHash(database: DatabaseSync): string {
  const hash = createHash('sha256')
  for (const row of database
    .prepare(
      'SELECT office, kind, id, version, sequence, hash FROM events ORDER BY office, kind, id, version',
    )
    .iterate()) {
    hash.update(`event ${Object.values(row).join(' ')}\n`)
  }
  for (const { aggregate, ...name } of database
    .prepare('SELECT office, kind, id, aggregate FROM aggregates ORDER BY office, kind, id')
    .iterate()) {
    hash.update(
      `aggregate ${Object.values(name).join(' ')} ${sortedJson(JSON.parse(aggregate as string))}\n`,
    )
  }
  return hash.digest('hex')
}

/** JSON whose members are in the order of their names: how an object came about leaves no trace. */
function sortedJson(value: unknown): string {
  return JSON.stringify(value, (_, each: unknown) =>
    typeof each === 'object' && each !== null && !Array.isArray(each)
      ? Object.fromEntries(Object.entries(each).sort(([a], [b]) => (a < b ? -1 : 1)))
      : each,
  )
}
