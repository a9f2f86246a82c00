// One federation per data folder. The operating system holds the lock (an exclusive SQLite transaction), so a killed holder leaves none behind.

import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { Layout } from './layout.ts'

/** Takes the folder, which is created if need be. Throws where another federation has it, naming its process. */
export function lockDataFolder(layout: Layout): Disposable {
  mkdirSync(layout.root, { recursive: true, mode: 0o700 })
  const holderFile = `${layout.lock}.pid`
  const database = new DatabaseSync(layout.lock)
  try {
    database.exec('PRAGMA journal_mode = MEMORY; PRAGMA busy_timeout = 0; BEGIN EXCLUSIVE')
  } catch (cause) {
    database.close()
    if (!isBusy(cause)) throw cause
    const holder = existsSync(holderFile) ? readFileSync(holderFile, 'utf8').trim() : 'unknown'
    throw new Error(
      `A federation already runs on the data folder ${layout.root} (process ${holder}): stop it with Ctrl-C there, or give another folder with --data`,
      { cause },
    )
  }
  writeFileSync(holderFile, `${process.pid}\n`)
  return {
    [Symbol.dispose]: () => {
      rmSync(holderFile, { force: true })
      database.exec('ROLLBACK')
      database.close()
    },
  }
}

/** Empties a locked data folder that `refuseForeignFolder` has let pass. */
export function emptyDataFolder(layout: Layout): void {
  const lock = path.basename(layout.lock)
  for (const name of readdirSync(layout.root))
    if (!name.startsWith(lock))
      rmSync(path.join(layout.root, name), { recursive: true, force: true, maxRetries: 5 })
}

/** Throws where a folder has things in it and is not a federation's: it is neither written into nor emptied. */
export function refuseForeignFolder(layout: Layout): void {
  const own = [
    layout.settings,
    layout.directory,
    layout.processes,
    path.dirname(layout.temporalDb),
    path.dirname(layout.office('any').folder),
  ].map((file) => path.basename(file))
  if (!existsSync(layout.root)) return
  const found = readdirSync(layout.root).filter(
    (name) => !name.startsWith(path.basename(layout.lock)),
  )
  const foreign = found.filter((name) => !own.includes(name))
  if (foreign.length > 0 || (found.length > 0 && !existsSync(layout.settings))) {
    throw new Error(
      `${layout.root} is not a data folder of Concert, it has ${(foreign.length > 0 ? foreign : found).slice(0, 5).join(', ')}: give another folder with --data`,
    )
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && error.errcode === sqliteBusy
}

const sqliteBusy = 5
