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
}

/** Opens or makes a file that is never made anew over one that is there; `:memory:` for one that is not kept. Throws where it is of another version or damaged. */
export function openKept(file: string, { name, version, tables }: KeptFile): DatabaseSync {
  if (file !== ':memory:') makePrivate(file)
  const database = new DatabaseSync(file, { timeout: busyTimeoutMs })
  try {
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL')
    const found = database.prepare('PRAGMA user_version').get()?.['user_version']
    if (found === 0) database.exec(tables)
    else if (found !== version)
      throw new Error(`${file} is of version ${String(found)}, not ${version}`)
    return database
  } catch (cause) {
    database.close()
    throw new Error(`${name} ${file} cannot be opened`, { cause })
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
