// One federation per data folder, and what of a folder may be emptied.

import { existsSync, readdirSync, rmSync } from 'node:fs'
import path from 'node:path'
import { holdLock } from '../../services/platform/folder-lock.ts'
import { ensurePrivateFolder } from '../../services/platform/private-files.ts'
import type { Layout } from './layout.ts'

/** Takes the folder, which is created if need be. Throws where another federation has it, naming its process. */
export function lockDataFolder(layout: Layout): Disposable {
  ensurePrivateFolder(layout.root)
  return holdLock(
    layout.lock,
    (holder) =>
      `A federation already runs on the data folder ${layout.root} (process ${holder}): stop it with Ctrl-C there, or give another folder with --data`,
  )
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
