// What every SQLite file of an office has in common: nobody else reads it, what is written is synced, and a write is whole or nothing.

import { chmodSync, closeSync, openSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'

const busyTimeoutMs = 5_000

/** Made first, so that there is no moment in which others can read it; SQLite gives the files beside it the same mode. */
export function makePrivate(file: string): void {
  closeSync(openSync(file, 'a', 0o600))
  chmodSync(file, 0o600)
}

export interface KeptFile {
  /** What it is, for a fault: `The archive`. */
  readonly name: string
  readonly version: number
  /** Makes it, the version included. */
  readonly tables: string
  /** What makes a file of an earlier version one of the next, by the earlier one. */
  readonly upgrades?: Readonly<Record<number, string>>
}

/** Opens or makes a file that is never made anew over one that is there; `:memory:` for one that is not kept. Throws where it is of another version or damaged. */
export function openKept(
  file: string,
  { name, version, tables, upgrades = {} }: KeptFile,
): DatabaseSync {
  if (file !== ':memory:') makePrivate(file)
  const database = new DatabaseSync(file, { timeout: busyTimeoutMs })
  try {
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL')
    const found = Number(database.prepare('PRAGMA user_version').get()?.['user_version'])
    if (found === 0) database.exec(tables)
    else upgrade(database, found, version, upgrades)
    return database
  } catch (cause) {
    database.close()
    throw new Error(`${name} ${file} cannot be opened`, { cause })
  }
}

/** Step by step, each whole or not at all. Throws where no step leads on. */
function upgrade(
  database: DatabaseSync,
  found: number,
  version: number,
  upgrades: Readonly<Record<number, string>>,
): void {
  for (let at = found; at !== version; at += 1) {
    const step = upgrades[at]
    if (step === undefined) throw new Error(`it is of version ${found}, not ${version}`)
    inTransaction(database, () => database.exec(`${step}; PRAGMA user_version = ${at + 1}`))
  }
}

/** Within one transaction, which this opens: all of `work` is written, or nothing. */
export function inTransaction<T>(database: DatabaseSync, work: () => T): T {
  database.exec('BEGIN IMMEDIATE')
  try {
    const result = work()
    database.exec('COMMIT')
    return result
  } catch (error) {
    // A full disk has rolled back already, and the first error is the one to tell.
    if (database.isTransaction) database.exec('ROLLBACK')
    throw error
  }
}
