// Makes the lines of joint actions anew: those in whose proposal or parts something was recorded, and those whose moment has passed. What they say is in shared/joint/line.ts.

import type { DatabaseSync, StatementSync } from 'node:sqlite'
import { jointLine, lineTurnsAfter } from '../../../shared/joint/line.ts'
import type { ParticipationState } from '../../../shared/joint/participation.ts'
import type { ProposalState } from '../../../shared/joint/proposal.ts'
import type { Part } from '../../../shared/joint/snapshot.ts'
import { isProposed } from '../../../shared/joint/tally.ts'
import type { Aggregate } from '../../../shared/kernel/aggregate.ts'
import type { Instant } from '../../../shared/kernel/date.ts'
import {
  numberIn,
  parseJointRef,
  participationRef,
  proposalRef,
  type AggregateRef,
  type JointId,
  type OfficeId,
} from '../../../shared/kernel/ids.ts'
import type { JointRow } from '../../office/ports.ts'
import { inTransaction } from '../sqlite.ts'

export class JointLines {
  readonly #database: DatabaseSync
  readonly #sql: Record<keyof typeof statements, StatementSync>
  /** As which office sees them they were made, once that was looked up. */
  #madeFor: OfficeId | undefined

  constructor(database: DatabaseSync) {
    this.#database = database
    this.#sql = Object.fromEntries(
      Object.entries(statements).map(([name, sql]) => [name, database.prepare(sql)]),
    ) as Record<keyof typeof statements, StatementSync>
  }

  /** Within the transaction that stores an event. */
  outdate(ref: AggregateRef): void {
    const joint = ref.kind === 'joint' ? parseJointRef(ref)?.joint : undefined
    if (joint !== undefined) this.#sql.outdate.run(joint)
  }

  /** When what lines say of the same facts is another thing. */
  outdateAll(): void {
    this.#sql.outdateAll.run()
  }

  /** Makes at most `limit` lines anew (a negative one: all). */
  refresh(own: OfficeId, now: Instant, limit: number): number {
    this.#outdateWhereOthersLooked(own)
    if (this.#sql.outdated.get(now, 1) === undefined) return 0
    return inTransaction(this.#database, () => {
      const joints = this.#sql.outdated.all(now, limit).map((row) => row['joint'] as JointId)
      for (const joint of joints) this.#make(joint, own, now)
      return joints.length
    })
  }

  #outdateWhereOthersLooked(own: OfficeId): void {
    if (this.#madeFor === own) return
    if (this.#sql.madeFor.get()?.['for_office'] !== own)
      inTransaction(this.#database, () => {
        this.outdateAll()
        this.#sql.forgetFor.run()
        this.#sql.makeFor.run(own)
      })
    this.#madeFor = own
  }

  #make(joint: JointId, own: OfficeId, now: Instant): void {
    const snapshot = { joint, proposal: this.#proposalOf(joint), parts: this.#partsOf(joint) }
    this.#sql.remove.run(joint)
    if (!isProposed(snapshot)) return void this.#sql.turn.run(joint, now, neverAlone)
    const line = jointLine(snapshot, own, now)
    const row: JointRow = { ...line, digest: snapshot.proposal.terms.digest }
    this.#sql.add.run(
      joint,
      line.proposer,
      line.action,
      line.matter ?? last,
      line.status,
      numberIn(joint),
      line.proposedOn,
      line.replyBy,
      line.moment ?? last,
      line.waitsForUs ? '1' : '0',
      ` ${line.waitsFor.join(' ')} `,
      JSON.stringify(row),
    )
    this.#sql.turn.run(joint, now, lineTurnsAfter(snapshot, now))
  }

  #proposalOf(joint: JointId): ProposalState | undefined {
    const { office, id } = proposalRef(joint)
    const row = this.#sql.aggregate.get(office, id)
    return row === undefined ? undefined : (aggregateIn(row).state as ProposalState)
  }

  #partsOf(joint: JointId): ReadonlyMap<OfficeId, Part> {
    const { id } = participationRef(joint, '' as OfficeId)
    return new Map(
      this.#sql.parts.all(id).map((row): [OfficeId, Part] => {
        const { version, state } = aggregateIn(row)
        return [row['office'] as OfficeId, { version, state: state as ParticipationState }]
      }),
    )
  }
}

function aggregateIn(row: Record<string, unknown>): Aggregate<unknown> {
  return JSON.parse(row['aggregate'] as string) as Aggregate<unknown>
}

/** An answer that came before the proposal: the proposal will outdate it. */
const neverAlone = '9999'
/** What has no matter, or no moment, comes after what has. */
const last = '~'

const statements = {
  outdate: `INSERT INTO joint_turns (joint, made_at, turns_after) VALUES (?, '', '')
    ON CONFLICT DO UPDATE SET turns_after = ''`,
  outdateAll: "UPDATE joint_turns SET turns_after = ''",
  // Each part by its own index: with OR, SQLite reads the line of every joint action.
  outdated: `SELECT joint FROM joint_turns WHERE turns_after < ?1
    UNION ALL SELECT joint FROM joint_turns WHERE made_at > ?1 AND +turns_after >= ?1 LIMIT ?2`,
  turn: 'UPDATE joint_turns SET made_at = ?2, turns_after = ?3 WHERE joint = ?1',
  madeFor: 'SELECT for_office FROM joint_made',
  forgetFor: 'DELETE FROM joint_made',
  makeFor: 'INSERT INTO joint_made (for_office) VALUES (?)',
  remove: 'DELETE FROM joint_list WHERE joint = ?',
  add: `INSERT INTO joint_list (joint, proposer, action, matter, status, number, proposed_on, reply_by, moment, waits, waits_for, row)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  aggregate: "SELECT aggregate FROM aggregates WHERE office = ? AND kind = 'joint' AND id = ?",
  // Each office's by its key: all have the same id.
  parts: `SELECT a.office, a.aggregate FROM cursors AS c CROSS JOIN aggregates AS a
    WHERE a.office = c.office AND a.kind = 'joint' AND a.id = ? ORDER BY a.office`,
} as const
