// Makes the lines of the lists anew: those of which something was recorded, and those whose day has come. What they say is in shared/lists.

import { createHash } from 'node:crypto'
import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite'
import type { Instant, LocalDate } from '../../../shared/kernel/date.ts'
import type { AggregateKind, AggregateRef, MatterId, OfficeId } from '../../../shared/kernel/ids.ts'
import { matterRow, partLines, type FoldedPart } from '../../../shared/lists/matter-row.ts'
import { orderLines } from '../../../shared/lists/order-row.ts'
import type { DueRow } from '../../../shared/lists/rows.schema.ts'
import { foldedText } from '../../../shared/lists/search.ts'
import { never } from '../../../shared/lists/turns.ts'
import type { MatterState } from '../../../shared/matter/rules.ts'
import type { OrderState } from '../../../shared/order/state.ts'
import type { Pack } from '../../../shared/policy/pack.schema.ts'
import type { FoldAsOf } from '../../office/ports.ts'
import { inTransaction } from '../sqlite.ts'
import { CourseCounts } from './course-counts.ts'
import { JointLines } from './joint-lines.ts'

/** Raised when shared/lists makes other rows of the same facts. */
const linesVersion = 1

type Line = { readonly kind: AggregateKind; readonly office: OfficeId; readonly id: string }

export class ListLines {
  readonly #database: DatabaseSync
  readonly #foldAsOf: FoldAsOf
  readonly #packs: readonly Pack[]
  readonly #sql: Record<keyof typeof statements, StatementSync>

  readonly courses: CourseCounts
  readonly joint: JointLines
  /** Another number whenever a line may be another one. */
  revision = 0

  constructor(database: DatabaseSync, foldAsOf: FoldAsOf, packs: readonly Pack[]) {
    this.#database = database
    this.#foldAsOf = foldAsOf
    this.#packs = packs
    this.courses = new CourseCounts(database)
    this.joint = new JointLines(database)
    this.#sql = Object.fromEntries(
      Object.entries(statements).map(([name, sql]) => [name, database.prepare(sql)]),
    ) as Record<keyof typeof statements, StatementSync>
    this.#outdateWhereLawChanged()
  }

  /** Within the transaction that stores an event. */
  outdate(ref: AggregateRef): void {
    const { kind, office, id } = ref
    this.joint.outdate(ref)
    if (kind === 'order' || kind === 'matter') this.#sql.outdate.run(kind, office, id)
  }

  /** Makes at most `limit` lines anew (a negative one: all), and the matters that they belong to. */
  refresh(today: LocalDate, limit: number): number {
    if (this.#sql.outdated.get(today, 1) === undefined) return 0
    const make = () => {
      const lines = this.#sql.outdated.all(today, limit) as unknown as Line[]
      const matters = new Set<string>()
      for (const line of lines)
        for (const matter of line.kind === 'order'
          ? this.#makeOrder(line, today)
          : this.#makePart(line, today))
          matters.add(matter)
      for (const matter of matters) this.#makeMatter(matter as MatterId, today)
      return lines.length
    }
    this.revision += 1
    try {
      return inTransaction(this.#database, make)
    } catch (error) {
      this.courses.restart()
      throw error
    }
  }

  refreshJoint(own: OfficeId, now: Instant, limit: number): number {
    const made = this.joint.refresh(own, now, limit)
    if (made > 0) this.revision += 1
    return made
  }

  /** Rows show what packs say (which routes are open): with other packs they are made anew. */
  #outdateWhereLawChanged(): void {
    const law = createHash('sha256')
      .update(JSON.stringify([linesVersion, this.#packs]))
      .digest('hex')
    const made = this.#database.prepare('SELECT with_law FROM list_made').get()
    if (made?.['with_law'] === law) return
    this.#database.exec("DELETE FROM list_made; UPDATE list_turns SET turns_on = ''")
    this.joint.outdateAll()
    this.#database.prepare('INSERT INTO list_made (with_law) VALUES (?)').run(law)
  }

  /** Answers the matters that it belonged to and belongs to. */
  #makeOrder({ office, id }: Line, today: LocalDate): string[] {
    const before = this.#sql.matterOfOrder.get(office, id)?.['matter'] as string | undefined
    const [found] = this.#foldAsOf('order', { asOf: today }, { office, kind: 'order', id })
    this.courses.remove(office, id)
    this.#forget('order', office, id)
    if (found === undefined) {
      this.#turn('order', office, id, today, never)
      return before === undefined ? [] : [before]
    }
    const state = found.state as OrderState
    const lines = orderLines({ ...found, state }, this.#packs, today)
    const { row, course, due, turnsOn } = lines
    const respondents = foldedText(row.respondents.join(' '))
    const flags = [row.overdue !== null, row.unserved.length > 0, row.inCourt.length > 0]
    this.#sql.addOrder.run(
      office,
      id,
      row.matter,
      row.statute,
      row.status,
      row.open ? 1 : 0,
      foldedText(id),
      respondents,
      `${foldedText(`${id} ${row.matter}`)} ${respondents}`,
      row.issuedOn,
      row.recordedAt,
      row.overdue?.since ?? row.next?.date ?? never,
      ...[...flags, row.routes.length > 0].map((flag) => (flag ? 1 : 0)),
      ...([
        course.servedOn,
        course.challengedOn,
        course.decidedOn,
        course.escalatedOn,
        course.endedOn,
      ].map((on) => on ?? null) as SQLInputValue[]),
    )
    this.#sql.addOrderRow.run(office, id, JSON.stringify(row))
    this.courses.add(office, id)
    this.#addDue(id, due)
    this.#turn('order', office, id, today, turnsOn)
    return before === undefined || before === row.matter ? [row.matter] : [before, row.matter]
  }

  #makePart({ office, id }: Line, today: LocalDate): string[] {
    const [found] = this.#foldAsOf('matter', { asOf: today }, { office, kind: 'matter', id })
    this.#forget('matter', office, id)
    if (found !== undefined) {
      const { due, turnsOn } = partLines(
        { office, recordedAt: found.recordedAt, state: found.state as MatterState },
        today,
      )
      this.#addDue(id, due)
      this.#turn('matter', office, id, today, turnsOn)
    } else this.#turn('matter', office, id, today, never)
    return [id]
  }

  #makeMatter(matter: MatterId, today: LocalDate): void {
    const parts = (this.#sql.partsOf.all(matter) as unknown as { office: OfficeId }[]).flatMap(
      ({ office }): FoldedPart[] =>
        this.#foldAsOf('matter', { asOf: today }, { office, kind: 'matter', id: matter }).map(
          ({ recordedAt, state }) => ({ office, recordedAt, state: state as MatterState }),
        ),
    )
    const sums = this.#sql.sumsOf.get(matter) as Record<string, number>
    this.#sql.removeMatter.run(matter)
    if (parts.length === 0 && sums['total'] === 0) return
    const row = matterRow(matter, parts, {
      offices: (this.#sql.officesOf.all(matter) as unknown as { office: OfficeId }[]).map(
        ({ office }) => office,
      ),
      respondent: (this.#sql.respondentOf.get(matter)?.['name'] as string | undefined) ?? null,
      recordedAt: (sums['recorded_at'] as unknown as string | null) ?? '',
      orders: {
        total: sums['total'] ?? 0,
        open: sums['open'] ?? 0,
        overdue: sums['overdue'] ?? 0,
        unserved: sums['unserved'] ?? 0,
        inCourt: sums['in_court'] ?? 0,
        withRoutes: sums['routes'] ?? 0,
      },
      next: this.#sql.nextOf.get(matter) as { date: LocalDate; office: OfficeId } | undefined,
      overdueSince: this.#sql.overdueOf.get(matter)?.['date'] as LocalDate | undefined,
    })
    const names = foldedText(row.respondent ?? '')
    this.#sql.addMatter.run(
      matter,
      ` ${row.offices.join(' ')} `,
      names,
      foldedText(`${row.title?.en ?? matter}`),
      foldedText(
        [matter, row.title?.en, row.title?.fr, ...row.files.map(({ file }) => file)].join(' '),
      ) + ` ${names}`,
      row.openedOn ?? '',
      row.recordedAt,
      row.overdueSince ?? row.next?.date ?? never,
      row.overdueSince === null ? 0 : 1,
      row.orders.open,
      JSON.stringify(row),
    )
  }

  #forget(kind: 'order' | 'matter', office: OfficeId, id: string): void {
    this.#sql.removeDue.run(office, kind, id)
    if (kind === 'matter') return
    this.#sql.removeOrder.run(office, id)
    this.#sql.removeOrderRow.run(office, id)
  }

  #addDue(id: string, due: readonly (DueRow & { readonly key: string })[]): void {
    for (const { key, ...row } of due) {
      const respondent = foldedText(row.respondent)
      this.#sql.addDue.run(
        row.office,
        row.kind,
        id,
        key,
        row.matter,
        row.deadline,
        row.date,
        row.stayed ? 1 : 0,
        row.overdue ? 1 : 0,
        respondent,
        `${foldedText(`${id} ${row.matter}`)} ${respondent}`,
        JSON.stringify(row),
      )
    }
  }

  /** A fact of a later legal day than ours, from an office further east, is seen when that day comes. */
  #turn(
    kind: 'order' | 'matter',
    office: OfficeId,
    id: string,
    today: LocalDate,
    turnsOn: LocalDate,
  ): void {
    const later = this.#sql.factAfter.get(office, kind, id, today)?.['day'] as string | null
    this.#sql.turn.run(kind, office, id, today, later !== null && later < turnsOn ? later : turnsOn)
  }
}

const statements = {
  outdate: `INSERT INTO list_turns (kind, office, id, made_for, turns_on) VALUES (?, ?, ?, '', '')
    ON CONFLICT DO UPDATE SET turns_on = ''`,
  // Each part by its own index: with OR, SQLite reads the line of every order, for every question that is asked.
  outdated: `SELECT kind, office, id FROM list_turns WHERE turns_on <= ?1
    UNION ALL SELECT kind, office, id FROM list_turns WHERE made_for > ?1 AND +turns_on > ?1 LIMIT ?2`,
  turn: `INSERT INTO list_turns (kind, office, id, made_for, turns_on) VALUES (?, ?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET made_for = excluded.made_for, turns_on = excluded.turns_on`,
  factAfter:
    'SELECT min(fact_on) AS day FROM events WHERE office = ? AND kind = ? AND id = ? AND fact_on > ?',
  matterOfOrder: 'SELECT matter FROM order_list WHERE office = ? AND id = ?',
  removeOrder: 'DELETE FROM order_list WHERE office = ? AND id = ?',
  removeOrderRow: 'DELETE FROM order_rows WHERE office = ? AND id = ?',
  removeDue: 'DELETE FROM due_list WHERE office = ? AND kind = ? AND id = ?',
  removeMatter: 'DELETE FROM matter_list WHERE matter = ?',
  addOrder: `INSERT INTO order_list (office, id, matter, statute, status, open, number, respondent, search, issued_on, recorded_at, due_on,
      overdue, unserved, in_court, routes, served_on, challenged_on, decided_on, escalated_on, ended_on)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  addOrderRow: 'INSERT INTO order_rows (office, id, row) VALUES (?, ?, ?)',
  addDue: `INSERT OR REPLACE INTO due_list (office, kind, id, key, matter, deadline, date, stayed, overdue, respondent, search, row)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  addMatter: `INSERT INTO matter_list (matter, offices, respondent, title, search, opened_on, recorded_at, due_on, overdue, open, row)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  partsOf: "SELECT office FROM aggregates WHERE matter = ? AND kind = 'matter' ORDER BY office",
  officesOf: 'SELECT DISTINCT office FROM order_list WHERE matter = ? ORDER BY office',
  respondentOf: `SELECT json_extract(row, '$.respondents[0]') AS name FROM order_list JOIN order_rows USING (office, id)
    WHERE matter = ? ORDER BY issued_on, office, id LIMIT 1`,
  sumsOf: `SELECT count(*) AS total, sum(open) AS open, sum(overdue) AS overdue, sum(unserved) AS unserved, sum(in_court) AS in_court,
      sum(routes) AS routes, max(recorded_at) AS recorded_at FROM order_list WHERE matter = ?`,
  nextOf: `SELECT date, office FROM due_list WHERE matter = ? AND stayed = 0 AND overdue = 0 ORDER BY date, office LIMIT 1`,
  overdueOf: 'SELECT date FROM due_list WHERE matter = ? AND overdue = 1 ORDER BY date LIMIT 1',
} as const
