// One holder of a folder at a time. The operating system holds the lock (an exclusive SQLite transaction), so a killed holder leaves none behind.

import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'

/** `taken` makes the error where another process has it, named by its number where that is known. */
export function holdLock(file: string, taken: (holder: string) => string): Disposable {
  const holderFile = `${file}.pid`
  const database = new DatabaseSync(file)
  try {
    database.exec('PRAGMA journal_mode = MEMORY; PRAGMA busy_timeout = 0; BEGIN EXCLUSIVE')
  } catch (cause) {
    database.close()
    if (!isBusy(cause)) throw cause
    const holder = existsSync(holderFile) ? readFileSync(holderFile, 'utf8').trim() : 'unknown'
    throw new Error(taken(holder), { cause })
  }
  writeFileSync(holderFile, `${process.pid}\n`, { mode: 0o600 })
  return {
    [Symbol.dispose]: () => {
      rmSync(holderFile, { force: true })
      database.exec('ROLLBACK')
      database.close()
    },
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && error.errcode === sqliteBusy
}

const sqliteBusy = 5
