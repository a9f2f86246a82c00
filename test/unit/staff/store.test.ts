// The file of an office's people outlives versions of this program: what an earlier one wrote is read, what a later one wrote is left alone.

import { mkdtempSync, rmSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { openStaffStore } from '../../../services/adapters/staff/store.ts'
import type { Instant } from '../../../shared/kernel/date.ts'

const at = '2026-11-27T09:00:00.000Z' as Instant

function folder(): string {
  const made = mkdtempSync(path.join(tmpdir(), 'concert-staff-'))
  onTestFinished(() => rmSync(made, { recursive: true }))
  return made
}

/** As the first version made it: sessions knew browsers only. */
function ofTheFirstVersion(file: string): void {
  using store = openStaffStore(file)
  store.putSession({
    hash: 'h-1',
    person: 'p-1',
    signedInAt: at,
    openedAt: at,
    usedAt: at,
    device: null,
    id: 's-1',
    browser: null,
    address: null,
  })
  using database = new DatabaseSync(file)
  for (const column of ['device', 'id', 'browser', 'address'])
    database.exec(`ALTER TABLE sessions DROP COLUMN ${column}`)
  database.exec('PRAGMA user_version = 1')
}

test('a session of before is a browser’s, and stays open', () => {
  const file = path.join(folder(), 'staff.sqlite')
  ofTheFirstVersion(file)
  using store = openStaffStore(file)
  const kept = store.session('h-1')
  expect(kept).toMatchObject({ person: 'p-1', device: null, browser: null, address: null })
  // It can be ended by its own id, which it did not have.
  expect(kept?.id).toMatch(/^[0-9a-f]{32}$/)
  const place = { id: 's-2', browser: null, address: null }
  const session = { ...place, person: 'p-1', signedInAt: at, openedAt: at, usedAt: at }
  store.putSession({ ...session, hash: 'h-2', device: 'roy@laptop' })
  expect(store.session('h-2')?.device).toBe('roy@laptop')
})

test('a file of a later version is not touched', () => {
  const file = path.join(folder(), 'staff.sqlite')
  openStaffStore(file)[Symbol.dispose]()
  {
    using database = new DatabaseSync(file)
    database.exec('PRAGMA user_version = 99')
  }
  expect(() => openStaffStore(file)).toThrow(/another version of Concert \(99/)
})
