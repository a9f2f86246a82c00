// Keeps the statistics counted while lines change: read once from the projection, a part at a time, and after that only what changed is counted again.

import type { DatabaseSync, StatementSync } from 'node:sqlite'
import type { LocalDate } from '../../../shared/kernel/date.ts'
import { present } from '../../../shared/kernel/present.ts'
import {
  StatisticsCounts,
  type CountedOrder,
  type Statistics,
} from '../../../shared/lists/statistics.ts'

type Row = Record<string, unknown>

export class CourseCounts {
  readonly #next: StatementSync
  readonly #one: StatementSync
  #counts = new StatisticsCounts()
  /** The last order that was read, by office and id; all of them were where it is undefined. */
  #readUpTo: readonly [office: string, id: string] | undefined = ['', '']

  constructor(database: DatabaseSync) {
    this.#next = database.prepare(
      `SELECT ${columns} FROM order_list WHERE (office, id) > (?, ?) ORDER BY office, id LIMIT ?`,
    )
    this.#one = database.prepare(`SELECT ${columns} FROM order_list WHERE office = ? AND id = ?`)
  }

  /** Reads at most `limit` more (a negative one: all that are left). */
  read(limit: number): void {
    if (this.#readUpTo === undefined) return
    let read = 0
    for (const row of this.#next.iterate(...this.#readUpTo, limit) as Iterable<Row>) {
      this.#counts.add(courseOf(row))
      this.#readUpTo = [row['office'] as string, row['id'] as string]
      read += 1
    }
    if (limit < 0 || read < limit) this.#readUpTo = undefined
  }

  /** Around every change of an order's line: out as it was, in as it is. An order that was not read yet is read later as it is then. */
  remove(office: string, id: string): void {
    const row = this.#counted(office, id)
    if (row !== undefined) this.#counts.remove(courseOf(row))
  }

  add(office: string, id: string): void {
    const row = this.#counted(office, id)
    if (row !== undefined) this.#counts.add(courseOf(row))
  }

  /** After a transaction that was taken back: what it changed is not known any more. */
  restart(): void {
    this.#counts = new StatisticsCounts()
    this.#readUpTo = ['', '']
  }

  at(today: LocalDate): Statistics {
    this.read(-1)
    return this.#counts.at(today)
  }

  #counted(office: string, id: string): Row | undefined {
    if (this.#readUpTo !== undefined) {
      const [lastOffice, lastId] = this.#readUpTo
      if (office > lastOffice || (office === lastOffice && id > lastId)) return undefined
    }
    return this.#one.get(office, id)
  }
}

const columns =
  'office, id, statute, status, issued_on, overdue, served_on, challenged_on, decided_on, escalated_on, ended_on'

function courseOf(row: Row): CountedOrder {
  const day = (name: string) => (row[name] as LocalDate | null) ?? undefined
  return {
    office: row['office'] as string,
    statute: row['statute'] as string,
    status: row['status'] as CountedOrder['status'],
    issuedOn: row['issued_on'] as LocalDate,
    overdue: row['overdue'] === 1,
    ...present({
      servedOn: day('served_on'),
      challengedOn: day('challenged_on'),
      decidedOn: day('decided_on'),
      escalatedOn: day('escalated_on'),
      endedOn: day('ended_on'),
    }),
  }
}
