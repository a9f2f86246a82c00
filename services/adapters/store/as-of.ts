// Folds aggregates from the facts up to a legal date, or from what was recorded up to an instant: what the board of a past day is made of.
// A state that is folded already serves where its events came in the order of their legal dates and none is later than asked for.

import type { FoldedState, FoldAsOf } from '../../office/ports.ts'
import type { DatabaseSync } from 'node:sqlite'
import type { Aggregate } from '../../../shared/kernel/aggregate.ts'
import type { Instant, LocalDate } from '../../../shared/kernel/date.ts'
import type { AggregateKind, AggregateRef, OfficeId } from '../../../shared/kernel/ids.ts'
import type { AnyEvent, AnyRules } from '../../../shared/rules.ts'

/** Later than every date and instant of four-digit years, in text order. */
const endOfTime = '9999-12-31T23:59:59.999Z'

/** An aggregate whose first event had not happened, or was not recorded, does not exist yet. */
export function prepareFoldAsOf(
  database: DatabaseSync,
  rulesOf: (kind: AggregateKind) => AnyRules | undefined,
): FoldAsOf {
  const served = 'in_order = 1 AND last_on <= :asOf AND last_recorded_at <= :knownOn'
  const prepare = (which: string) => ({
    ready: database.prepare(
      `SELECT office, id, version, last_recorded_at, aggregate FROM aggregates WHERE ${which} AND ${served}`,
    ),
    facts: database.prepare(`
    SELECT events.office, events.id, events.version, recorded_at, events.event FROM aggregates CROSS JOIN events USING (office, kind, id)
    WHERE ${which} AND NOT (${served}) AND fact_on <= :asOf AND recorded_at <= :knownOn
    ORDER BY office, id, events.version > 1, fact_on, events.version`),
  })
  // Two of each: a single one is found by its key, however many there are.
  const every = prepare('kind = :kind')
  const one = prepare('office = :office AND kind = :kind AND id = :id')

  return (kind, { asOf = endOfTime as LocalDate, knownOn = endOfTime as Instant }, only) => {
    const rules = rulesOf(kind)
    if (rules === undefined) return []
    const { ready, facts } = only === undefined ? every : one
    const query = {
      kind,
      asOf,
      knownOn,
      ...(only === undefined ? {} : { office: only.office, id: only.id }),
    }
    const folded: FoldedState[] = []
    for (const row of ready.iterate(query)) {
      const { version, state } = JSON.parse(row['aggregate'] as string) as Aggregate<unknown>
      folded.push({
        ref: refOf(kind, row),
        version,
        recordedAt: row['last_recorded_at'] as Instant,
        state,
      })
    }
    let current:
      { ref: AggregateRef; version: number; recordedAt: Instant; state: unknown } | undefined
    for (const row of facts.iterate(query)) {
      const version = row['version'] as number
      const recordedAt = row['recorded_at'] as Instant
      // Every aggregate begins with its first event; without it, what follows has nothing to stand on.
      if (version === 1)
        folded.push((current = { ref: refOf(kind, row), version: 0, recordedAt, state: undefined }))
      if (
        current === undefined ||
        current.ref.office !== row['office'] ||
        current.ref.id !== row['id']
      )
        continue
      current.state = rules.evolve(
        current.ref,
        current.state,
        JSON.parse(row['event'] as string) as AnyEvent,
      )
      current.version = Math.max(current.version, version)
      if (recordedAt > current.recordedAt) current.recordedAt = recordedAt
    }
    return folded.sort((a, b) =>
      a.ref.office === b.ref.office
        ? compare(a.ref.id, b.ref.id)
        : compare(a.ref.office, b.ref.office),
    )
  }
}

function refOf(kind: AggregateKind, row: Record<string, unknown>): AggregateRef {
  return { office: row['office'] as OfficeId, kind, id: row['id'] as string }
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)
