// How SQLite finds what lists ask for, whatever the number of orders: by its indexes. A question that reads a whole table is as slow as the office is old.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, expect, it, vi } from 'vitest'
import { openStore } from '../../../services/adapters/store/store.ts'
import type { Instant } from '../../../shared/kernel/date.ts'
import type { OfficeId } from '../../../shared/kernel/ids.ts'
import { rulesOf } from '../../../shared/rules.ts'
import { d } from '../../support/founding.ts'

afterEach(() => void vi.restoreAllMocks())

it('whether a line of a list is outdated is found without reading the others', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'concert-plans-'))
  try {
    const file = path.join(folder, 'projection.sqlite')
    const prepare = vi.spyOn(DatabaseSync.prototype, 'prepare')
    using store = openStore(file, { rulesOf })
    const own = 'ca-bc-oipc' as OfficeId
    store.lists.orders({}, d('2026-11-27'))
    store.lists.joint({}, own, '2026-11-27T12:00:00.000Z' as Instant)
    const asked = prepare.mock.calls
      .map(([sql]) => sql)
      .filter((sql) => /^SELECT.*(list|joint)_turns/s.test(sql))
    prepare.mockRestore()
    using beside = new DatabaseSync(file)
    const plans = asked.map((sql) =>
      beside
        .prepare(`EXPLAIN QUERY PLAN ${sql}`)
        .all(...Array.from({ length: 2 }, () => 1))
        .map((row) => String(row['detail'])),
    )
    expect(plans).toHaveLength(2)
    for (const [at, plan] of plans.entries()) {
      expect(plan.join('\n'), asked[at]).not.toMatch(/SCAN/)
      expect(plan.join('\n'), asked[at]).toMatch(/INDEX (list_turns_due|joint_turns_after)/)
      expect(plan.join('\n'), asked[at]).toMatch(/INDEX (list|joint)_turns_made/)
    }
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  }
})
